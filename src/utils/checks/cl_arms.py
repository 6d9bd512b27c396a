"""Checks of the family CL: the group that the words name against the group the numbers name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from src.utils.checks import cl_decide, wording
from src.utils.checks.cl_words import clause_text, concerns, is_aside, is_question, plain_words
from src.utils.checks.registry import agrees, check, differs
from src.utils.extraction.claims_grammar import bare
from src.utils.extraction.claims_groups import alike, more_is_better
from src.utils.extraction.claims_words import directions
from src.utils.printed import Interval, printed
from src.utils.records import Claim, Dossier, Evidence, Finding, Result, Value

_FROM = re.compile(r"\bfrom\s+[-+]?\d|\badditional\s+\d", re.I)
_RISK = re.compile(
    r"\b(?:risks?|hazards?|odds|likelihood|likely|mortality|deaths?|rate\s+of)\b", re.I
)


@check("CL04", "words-name-the-other-arm")
def words_name_the_other_arm(claim: Claim, dossier: Dossier) -> Iterator[Finding]:
    """The words name one group as better or higher, the numbers the other.

    Compares
    --------
    Which group the words put higher, longer or better with the values of the two groups. Error
    where each value carries its own group in the sentence; warning where the values follow the
    order of the words ("A was shorter than B (5.2 vs. 3.6)"), because the bracket may keep another
    order. Also "reduced the risk" beside a ratio whose interval lies above 1, and the reverse:
    note, because a ratio is often that of the other group.

    Why it matters
    --------------
    A swapped pair turns the result round.

    Known limits
    ------------
    For outcomes of which it is not known whether more is better, only words of size are compared.
    Values that print alike decide nothing.

    Source
    ------
    Catalogue of checks of this project.
    """
    if claim.negated or claim.direction in ("", "none") or claim.scope != "clause":
        return
    for endpoint, results, where in concerns(claim, dossier):
        if where != "text":
            continue
        for result in results:
            found = _values(claim, endpoint, result, dossier) or _risk(claim, result, dossier)
            if found:
                yield found


def _higher(claim: Claim, endpoint: str) -> bool | None:
    """Whether the words put the group they speak of higher; None when that is not known."""
    if claim.direction in ("longer", "higher"):
        return True
    if claim.direction in ("shorter", "lower"):
        return False
    good = more_is_better(endpoint)
    return None if good is None else good == (claim.direction == "better")


def _values(claim: Claim, endpoint: str, result: Result, dossier: Dossier) -> Finding | None:
    higher = _higher(claim, endpoint or result.endpoint)
    if higher is None or len(result.values) != 2 or len(result.arms) != 2:
        return None
    subject, other = result.values
    if {subject.arm, other.arm} != {0, 1}:
        return None
    names = [_name(a.name) for a in result.arms]
    said = _name(claim.subject)
    if not said or {said, _name(claim.comparator)} != set(names):
        return None
    if _FROM.search(result.context.sentence):
        return None  # "increased from 3.8 to 5.2": the values are of one group or in reverse
    if subject.arm is None or other.arm is None:
        return None
    first = names.index(said)
    if subject.arm != first:
        subject, other = other, subject
    direct = _carries_own(result)
    if not direct and not _in_one_breath(claim, result, dossier):
        return None
    order = _order(subject, other)
    spoken = f"{_show(subject)} against {_show(other)}"
    name = cl_decide.opening(result, endpoint)
    more = {
        "results": (result.id,),
        "endpoint": endpoint,
        "evidence": (
            *(Evidence("sentence", s, claim.place) for s in claim.spans),
            *(Evidence("value", n.span, result.place) for v in result.values for n in v.nums),
        ),
    }
    if order is None:
        return None
    if (order > 0) == higher:
        return agrees(f'{name}"{plain_words(claim)}" agrees with {spoken}', **more)
    more_word = "higher" if higher else "lower"
    return differs(
        "error" if direct else "warning",
        f'{name}the words put {claim.subject} {more_word} ("{plain_words(claim)}"), '
        f"the values {'' if direct else 'in the order of the words '}say {spoken}",
        alternatives=()
        if direct
        else ("fits when the values stand in the other order than the words",),
        computed={
            claim.subject: _show(subject),
            claim.comparator or "the other group": _show(other),
        },
        **more,
    )


def _in_one_breath(claim: Claim, result: Result, dossier: Dossier) -> bool:
    """Whether the two values are set against each other: "a vs. b", "a and b, respectively"."""
    first, second = (v.span for v in result.values)
    if first is None or second is None:
        return False
    shadow = dossier.article.shadow
    between = shadow[first.end : second.start]
    if re.search(r"\b(?:vs|versus|v|compared|against)\b", between, re.I):
        return True
    return bool(
        re.match(r"[^.;]{0,30}\brespectively\b", shadow[second.end : second.end + 60], re.I)
    )


def _name(name: str) -> str:
    return alike(name)


def _show(value: Value) -> str:
    if value.not_reached:
        return "not reached"
    return "-".join(n.text for n in value.nums) + ("%" if value.kind == "percent" else "")


def _order(a: Value, b: Value) -> int | None:
    """1 when a is larger, -1 when b is, None when the printed numbers do not decide."""
    if a.kind != b.kind and not (a.not_reached or b.not_reached):
        return None
    if a.not_reached or b.not_reached:
        return None if a.not_reached == b.not_reached else (1 if a.not_reached else -1)
    x, y = _interval(a), _interval(b)
    if x is None or y is None or x.meets(y) or x.low < 0 or y.low < 0:
        return None  # a greater reduction is a smaller number
    return 1 if x.low > y.high else -1


def _interval(value: Value) -> Interval | None:
    if not value.nums:
        return None
    parts: list[Fraction] = []
    for num in value.nums:
        interval = printed(num.text).interval
        parts += [interval.low, interval.high]
    return Interval(min(parts), max(parts))


def _carries_own(result: Result) -> bool:
    """Whether each group is named between or right after the values, not before both."""
    spans = [v.span for v in result.values]
    arms = [a.span for a in result.arms]
    if any(s is None for s in spans) or any(a is None for a in arms):
        return False
    first, second = spans[0], spans[1]
    assert first is not None and second is not None
    between = [a for a in arms if a is not None and first.end <= a.start and a.end <= second.start]
    after = [a for a in arms if a is not None and a.start >= second.end]
    before = [a for a in arms if a is not None and a.end <= first.start]
    return len(between) == 1 and len(after) + len(before) == 1


def _risk(claim: Claim, result: Result, dossier: Dossier) -> Finding | None:
    """A lower risk in words beside a ratio that lies above 1 with its interval, or the reverse."""
    effect = result.effect
    if effect is None or effect.low is None or effect.high is None or effect.estimate is None:
        return None
    if claim.direction not in ("higher", "lower") or wording.scale_of(effect) != "ratio":
        return None
    plain = bare(clause_text(claim, dossier))
    if (
        not _RISK.search(plain)
        or is_question(claim, dossier)
        or is_aside(claim, dossier)
        or re.search(r"\bnot\b", plain)
    ):
        return None
    if more_is_better(result.endpoint) is True:
        return None  # a lower survival goes with a ratio above 1
    if len({d for d, _ in directions(clause_text(claim, dossier))}) > 1:
        return None  # "increased A and reduced B (OR ...)": the ratio may be of either
    low, high = printed(effect.low.text).interval, printed(effect.high.text).interval
    above, below = low.low > 1, high.high < 1
    if not (above or below):
        return None
    name = cl_decide.opening(result)
    more = {"results": (result.id,), "evidence": cl_decide.evidence(claim, [result])}
    shown = wording.shown(effect)
    if above == (claim.direction == "higher"):
        return agrees(f'{name}"{plain_words(claim)}" agrees with {shown}', **more)
    return differs(
        "note",
        f'{name}the words "{plain_words(claim)}" beside {shown}, which lies '
        f"{'above' if above else 'below'} 1",
        alternatives=(
            "fits when the ratio is that of the other group",
            "fits when the ratio is for the favourable outcome",
        ),
        computed={"interval": f"{effect.low.text} to {effect.high.text}"},
        **more,
    )
