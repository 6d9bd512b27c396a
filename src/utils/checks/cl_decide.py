"""What numbers decide about significance, as cautiously as printed digits allow.

What belongs here: P values and intervals against the thresholds that an article uses. What does
not: words (`cl`), other tests of P and interval against each other (`pv_significance`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Literal

from src.utils import terms
from src.utils.checks import names, wording
from src.utils.checks.pv_implied import OTHER_TESTS
from src.utils.printed import printed, related
from src.utils.records import Claim, Dossier, Evidence, PValue, Result

Decision = Literal["significant", "not significant", "border", "contradictory", "none"]
#: P values that do not test the difference itself.
_ALPHA = re.compile(
    r"(?:\b[Pp](?:[\s-]*values?)?|\balpha|α|significan\w+(?:\s+level)?|\btype\s+I\s+error(?:\s+rate)?)"
    r"(?P<between>[^.;\d]{0,70})(?P<a>0?\.\d{1,4})\b(?!\s*%)",
)
_THRESHOLD_WORDS = re.compile(
    r"considered|deemed|regarded|set\s+at|defined|level\s+of|threshold|significance\s+level|two-?\s?sided|"
    r"one-?\s?sided|alpha|α|type\s+I|indicat|denot|accepted|taken\s+as|was\s+used",
    re.I,
)


def thresholds(dossier: Dossier) -> tuple[Fraction, Fraction]:
    """The smallest and the largest threshold of P that the article may use.

    0.05, and whatever its methods state besides ("P < 0.017 was considered significant").
    """
    known = dossier.__dict__.get("_cl_thresholds")
    if known is None:
        found = {Fraction(5, 100)}
        shadow = dossier.article.shadow
        for match in _ALPHA.finditer(shadow):
            nearby = shadow[max(0, match.start() - 60) : match.end() + 60]
            if not _THRESHOLD_WORDS.search(nearby):
                continue
            value = Fraction(match["a"] if match["a"][0] == "0" else "0" + match["a"])
            if Fraction(1, 1000) < value <= Fraction(2, 10):
                found.add(value)
        known = (min(found), max(found))
        dossier.__dict__["_cl_thresholds"] = known
    return known


def of_difference(p: PValue) -> bool:
    """Whether a P value can be a test of the difference that words speak of."""
    return p.qualifier not in OTHER_TESTS


def decide(result: Result, dossier: Dossier) -> Decision:
    """What P values and interval of a result say together about significance."""
    by_p = _by_p(result, dossier)
    by_interval = _by_interval(result)
    said = {d for d in (by_p, by_interval) if d in ("significant", "not significant")}
    if len(said) > 1 or by_p == "contradictory":
        return "contradictory"
    if said:
        # A P on the border beside an interval that decides is still a border case.
        return "border" if by_p == "border" else said.pop()
    return "border" if "border" in (by_p, by_interval) else "none"


def _by_p(result: Result, dossier: Dossier) -> Decision:
    low, high = thresholds(dossier)
    decisions: set[Decision] = set()
    for p in result.p:
        if not of_difference(p):
            continue
        value = printed(p.value.text)
        if value.value < 0 or value.value > 1:
            continue
        interval = related(p.relation, p.value.text)
        smallest = low / 2 if p.qualifier == "one-sided" else low
        if interval.high < smallest or (interval.high == smallest and interval.open_high):
            decisions.add("significant")
        elif interval.low > high or (interval.low == high and interval.open_low):
            decisions.add("not significant")
        else:
            decisions.add("border")
    if not decisions:
        return "none"
    if len(decisions) > 1:
        return "contradictory"
    return decisions.pop()


def _by_interval(result: Result) -> Decision:
    effect = result.effect
    if effect is None or effect.low is None or effect.high is None:
        return "none"
    scale = wording.scale_of(effect)
    if scale is None:
        return "none"
    low, high = printed(effect.low.text).interval, printed(effect.high.text).interval
    if low.low > high.high:
        low, high = high, low
    null = 1 if scale == "ratio" else 0
    level, _ = wording.level_of(effect)
    if low.high < null < high.low:
        return "not significant" if level <= 95 else "border"
    if low.low > null or high.high < null:
        return "significant" if level >= 95 else "border"
    return "border"


def shown(result: Result) -> str:
    """The numbers that decide, in words: ``P = 0.17; HR 0.74 (95% CI 0.48 to 1.14)``."""
    parts = [wording.shown_p(p) for p in result.p if of_difference(p)]
    if result.effect and result.effect.low and wording.scale_of(result.effect):
        parts.append(wording.shown(result.effect))
    return "; ".join(parts)


def evidence(claim: Claim, results: Iterable[Result]) -> tuple[Evidence, ...]:
    """The claim's words, then the numbers that decide."""
    out = [Evidence("sentence", s, claim.place) for s in claim.spans]
    for result in results:
        nums = {f"p_{i}": p.value for i, p in enumerate(result.p)}
        e = result.effect
        if e is not None:
            nums |= {
                k: n for k, n in (("estimate", e.estimate), ("low", e.low), ("high", e.high)) if n
            }
        out.extend(wording.evidence(result, **nums))
    return tuple(out)


def opening(result: Result, endpoint: str = "") -> str:
    """What a sentence about a result opens with, "OS: "; "" where no clean name is printed."""
    name = endpoint
    if not name:
        printed_here = result.place != "table" and result.endpoint_printed
        name = result.endpoint_printed if printed_here else result.endpoint
        name = name if names.is_noun_phrase(name) else ""
        name = f"{name} ({result.criterion})" if name and result.criterion else name
    return f"{name}: " if name else ""


def decided(
    claim: Claim, results: list[Result], endpoint: str, dossier: Dossier
) -> tuple[set[Decision], str, str, dict[str, Any]]:
    """What results decide, their numbers and opening in words, and what a finding of them holds."""
    more = {
        "evidence": evidence(claim, results),
        "results": tuple(r.id for r in results),
        "endpoint": endpoint,
    }
    numbers = "; ".join(dict.fromkeys(map(shown, results)))
    return {decide(r, dossier) for r in results}, numbers, opening(results[0], endpoint), more


def spoken_of(claim: Claim, dossier: Dossier) -> list[Result]:
    """The results in words' reach: in the claim's clause, sentence or the one before."""
    return [dossier.result(r) for r in claim.results]


def tabled(claim: Claim, endpoint: str, dossier: Dossier) -> list[Result]:
    """What tables report for the claim's study and an endpoint; only where a study is cited."""
    if len(claim.ref) != 1:
        return []
    wanted = set(claim.tables)
    found = [
        r
        for r in dossier.results
        if r.place == "table" and r.ref == claim.ref and r.endpoint == endpoint
    ]
    return [r for r in found if not wanted or r.label in wanted] or found


#: Words too general to tell one endpoint from another.
GENERAL = terms.BROAD | {"conversion rate", "resection rate"}


def summarised(claim: Claim, endpoint: str, dossier: Dossier) -> list[Result]:
    """What an abstract reports of an endpoint that a sentence of it sums up without numbers."""
    if claim.place != "abstract" or claim.ref or endpoint in GENERAL or claim.results:
        return []
    return [
        r
        for r in dossier.results
        if r.place == "abstract" and r.endpoint == endpoint and not r.context.subgroup
    ]


def two_armed(results: Sequence[Result]) -> bool:
    """Whether no result compares more than two arms (whose P may test another pair)."""
    return all(len(r.arms) <= 2 and len(r.values) <= 2 for r in results)
