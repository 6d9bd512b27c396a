"""Checks of the family CL: words of equality and of direction against the numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from src.utils.checks import cl_decide, wording
from src.utils.checks.cl_words import (
    clause_text,
    concerns,
    has_exception,
    is_question,
    plain_words,
    sentence_text,
)
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.extraction.claims import more_is_better
from src.utils.printed import Interval, printed
from src.utils.records import Claim, Dossier, Evidence, Finding, Result, Value

_RISK = re.compile(r"\b(?:risks?|hazards?|odds|likelihood|likely|mortality|deaths?|rate\s+of)\b", re.I)
_SIMILAR = re.compile(r"similar|comparable|equivalent|equal|identical|unchanged", re.I)


@check("CL03", "no-difference-said-of-a-significant-result")
def no_difference_said(claim: Claim, dossier: Dossier) -> Iterator[Finding]:
    """The words say no difference; the P value or the interval says that there is one.

    Compares
    --------
    "no significant difference", "did not differ", "similar", "comparable" with the P values and
    intervals of the same statement. "Not significant" beside a significant number is an error,
    "similar" a warning (a difference may be small and yet significant).

    Why it matters
    --------------
    Either the words or the number is wrong, and the conclusion differs.

    Known limits
    ------------
    Silent about sentences with an exception ("except for ...") and non-inferiority.

    Source
    ------
    Altman DG, Bland JM. Absence of evidence is not evidence of absence. BMJ 1995;311:485.
    """
    equal = claim.direction == "none" and claim.significant is False
    denied = claim.significant is False and claim.negated
    not_better = claim.negated and claim.significant is None and claim.direction not in ("", "none")
    if not (equal or denied or not_better) or not claim.scope:
        return
    if is_question(claim, dossier) or has_exception(claim, dossier):
        return
    for endpoint, results, where in concerns(claim, dossier):
        if where == "table" or not results:
            continue
        decisions = {cl_decide.decide(r, dossier) for r in results}
        numbers = "; ".join(dict.fromkeys(cl_decide.shown(r) for r in results))
        name = endpoint or cl_decide.endpoint_name(results[0])
        more = {
            "evidence": cl_decide.evidence(claim, results),
            "results": tuple(r.id for r in results),
            "endpoint": endpoint,
        }
        if decisions == {"significant"}:
            soft = bool(_SIMILAR.search(claim.words)) or claim.hedged or not_better
            near = claim.scope == "clause"
            yield differs(
                ("warning" if soft else "error") if near else "note",
                f'{name}: the words "{plain_words(claim)}" beside {numbers}',
                alternatives=("a small difference can be significant",) if soft or not near else (),
                computed={"decided by": numbers},
                **more,
            )
        elif decisions <= {"not significant"}:
            yield agrees(f'{name}: "{plain_words(claim)}" agrees with {numbers}', **more)
        elif decisions != {"none"}:
            yield cannot_say("P value or interval on the border of significance", **more)


@check("CL04", "words-name-the-other-arm")
def words_name_the_other_arm(claim: Claim, dossier: Dossier) -> Iterator[Finding]:
    """The words name one group as better or higher, the numbers the other.

    Compares
    --------
    Which group the words put higher, longer or better with the values of the two groups. Error
    where each value carries its own group in the sentence; warning where the values follow the
    order of the words ("A was shorter than B (5.2 vs. 3.6)"), because the bracket may keep another
    order. Also "reduced the risk" beside a ratio whose interval lies above 1, and the reverse.

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
    text = sentence_text(claim, dossier)
    for endpoint, results, where in concerns(claim, dossier):
        if where == "table":
            continue
        for result in results:
            found = _values(claim, endpoint, result) or _risk(claim, result, dossier, text)
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


def _values(claim: Claim, endpoint: str, result: Result) -> Finding | None:
    higher = _higher(claim, endpoint or result.endpoint)
    if higher is None or len(result.values) != 2 or len(result.arms) != 2:
        return None
    subject, other = result.values
    if {subject.arm, other.arm} != {0, 1}:
        return None
    names = [_name(a.name) for a in result.arms]
    said = _name(claim.subject)
    if not said or said not in names or (
        claim.comparator and _name(claim.comparator) not in names
    ):
        return None
    if subject.arm is None or other.arm is None:
        return None
    first = names.index(said)
    if subject.arm != first:
        subject, other = other, subject
    order = _order(subject, other)
    spoken = f"{_show(subject)} against {_show(other)}"
    name = endpoint or cl_decide.endpoint_name(result)
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
        return agrees(f'{name}: "{plain_words(claim)}" agrees with {spoken}', **more)
    direct = _carries_own(result)
    more_word = "higher" if higher else "lower"
    return differs(
        "error" if direct else "warning",
        f'{name}: the words put {claim.subject} {more_word} ("{plain_words(claim)}"), '
        f"the values in the order of the words say {spoken}",
        alternatives=() if direct else (
            "fits when the values stand in the other order than the words",
        ),
        computed={claim.subject: _show(subject), claim.comparator or "the other group": _show(other)},
        **more,
    )


def _name(name: str) -> str:
    return re.sub(r"\W+", " ", name).strip().lower()


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
    if x is None or y is None or x.meets(y):
        return None
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


def _risk(claim: Claim, result: Result, dossier: Dossier, text: str) -> Finding | None:
    """A lower risk in words beside a ratio that lies above 1 with its interval, or the reverse."""
    effect = result.effect
    if effect is None or effect.low is None or effect.high is None or effect.estimate is None:
        return None
    if claim.direction not in ("higher", "lower") or wording.scale_of(effect) != "ratio":
        return None
    if not _RISK.search(clause_text(claim, dossier)) or is_question(claim, dossier):
        return None
    low, high = printed(effect.low.text).interval, printed(effect.high.text).interval
    above, below = low.low > 1, high.high < 1
    if not (above or below):
        return None
    name = cl_decide.endpoint_name(result)
    more = {"results": (result.id,), "evidence": cl_decide.evidence(claim, [result])}
    shown = wording.shown(effect)
    if above == (claim.direction == "higher"):
        return agrees(f'{name}: "{plain_words(claim)}" agrees with {shown}', **more)
    return differs(
        "warning",
        f'{name}: the words "{plain_words(claim)}" beside {shown}, which lies '
        f"{'above' if above else 'below'} 1",
        alternatives=(
            "fits when the ratio is that of the other group",
            "fits when the ratio is for the favourable outcome",
        ),
        computed={"interval": f"{effect.low.text} to {effect.high.text}"},
        **more,
    )
