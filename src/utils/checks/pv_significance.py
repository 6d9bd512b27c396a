"""Checks of the family PV: what P and interval decide, and which of two P values fits."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils import statistics
from src.utils.checks import wording
from src.utils.checks.pv_causes import explanations
from src.utils.checks.pv_implied import (
    Implied,
    fits,
    implied,
    possible,
    slips,
    speaks_of_effect,
    steps,
)
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import printed, related
from src.utils.records import Dossier, Finding, PValue, Result, Severity


@check("PV03", "significance-decided-differently")
def significance_decided_differently(result: Result, dossier: Dossier) -> Iterator[Finding]:
    """The P value and the confidence interval decide differently about significance.

    Compares
    --------
    Whether the interval leaves out no effect (1 for a ratio, 0 for a difference) with whether P
    lies below 1 minus the level (0.05 for a 95 % interval), for every value that the numerals may
    be rounded from. Error; warning or note when the P misses the interval by less than the
    slacks of PV02, or when an alternative reconciles them.

    Why it matters
    --------------
    The reader is told "significant" by one number and "not significant" by its neighbour.

    Known limits
    ------------
    A bound or a P that rounds to the border (0.05, 1.00) decides nothing. With a log-rank P beside
    a Cox interval, borderline results may part without a slip.

    Source
    ------
    Duality of tests and confidence intervals; Altman DG, Bland JM. BMJ 2011;343:d2090.
    """
    tested = [p for p in result.p if speaks_of_effect(p, dossier) and possible(p)]
    known = implied(result) if tested else None
    if not isinstance(known, Implied):
        return
    null = 1 if known.scale == "ratio" else 0
    _, low, high = (p.interval for p in known.parts)
    excludes = low.low > null or high.high < null
    holds = low.high < null < high.low
    tail = 1 - printed(f"{known.level:g}").value / 100
    for p in tested:
        border = tail / 2 if p.qualifier == "one-sided" else tail
        interval = related(p.relation, p.value.text)
        below = interval.high < border or (interval.high == border and interval.open_high)
        above = interval.low > border or (interval.low == border and interval.open_low)
        more = {"evidence": wording.effect_evidence(result, p)}
        if not (excludes or holds) or not (below or above):
            yield cannot_say("P or interval too close to the border", **more)
            continue
        both = f"{wording.about(result)}{wording.shown(known.effect)}, {wording.shown_p(p)}"
        level = f"{float(border):g}"
        if excludes == below:
            verb = "significant" if below else "not significant"
            yield agrees(f"{both}: both say {verb} at {level}", **more)
            continue
        yield _flipped(result, known, p, dossier, f"{both}: ", level, below, null)


def _flipped(
    result: Result,
    known: Implied,
    p: PValue,
    dossier: Dossier,
    opening: str,
    level: str,
    below: bool,
    null: int,
) -> Finding:
    """The verdict on a P and an interval that decide differently."""
    severity: Severity = "error"
    if fits(p, known.z, wording.parameter(dossier, "p_slack_note")):
        severity = "note"
    elif fits(p, known.z, wording.parameter(dossier, "p_slack_warning")):
        severity = "warning"
    alternatives, exact = explanations(result, known, p, dossier)
    if wording.soft_p(result, p) or wording.soft_interval(result) or exact:
        severity = "note"
    elif alternatives and severity == "error":
        severity = "warning"
    if not alternatives:
        alternatives = slips(known, p)
    decided = "below" if below else "not below"
    holds = "holds" if below else "leaves out"
    return differs(
        severity,
        f"{opening}P is {decided} {level} but the interval {holds} {null}, for every value the "
        f"numbers may be rounded from",
        computed=steps(known, p, dossier),
        alternatives=alternatives,
        evidence=wording.effect_evidence(result, p),
    )


@check("PV04", "two-p-values-for-one-result")
def two_p_values_for_one_result(result: Result, dossier: Dossier) -> Finding | None:
    """Two different P values are printed for one result.

    Compares
    --------
    The P values of one result with each other, and each with the interval. Different: note, which
    says which of them the interval implies.

    Why it matters
    --------------
    The reader cannot know which test a conclusion rests on.

    Known limits
    ------------
    One P may test the medians (log-rank) and the other the hazard ratio (Cox) without a slip.
    Without an interval nothing can be said about which fits.

    Source
    ------
    Catalogue of checks of this project.
    """
    tested = [p for p in result.p if speaks_of_effect(p, dossier) and possible(p)]
    if len(tested) < 2 or result.effect is None or result.effect.estimate is None:
        return None
    nums = {f"p_{i}": p.value for i, p in enumerate(tested)}
    effect = result.effect
    more = {
        "evidence": wording.evidence(
            result, estimate=effect.estimate, low=effect.low, high=effect.high, **nums
        )
    }
    listed = " and ".join(wording.shown_p(p) for p in tested)
    first, *rest = [related(p.relation, p.value.text) for p in tested]
    if all(first.meets(r) for r in rest):
        return agrees(f"{wording.about(result)}{listed} may be one P value", **more)
    known = implied(result)
    if not isinstance(known, Implied):
        return cannot_say("two P values and no interval to decide between them", **more)
    implied_p = statistics.p_range(known.z)
    fitting = [p for p in tested if fits(p, known.z)]
    slack = wording.parameter(dossier, "p_slack_note")
    near = [p for p in tested if p not in fitting and fits(p, known.z, slack)]
    says = [f"{wording.shown_p(p)} is what the interval implies" for p in fitting]
    says += [f"{wording.shown_p(p)} fits only with {slack:.0%} slack in z" for p in near]
    says = says or ["neither is what the interval implies"]
    return differs(
        "note",
        f"{wording.about(result)}{listed} are printed for {wording.shown(effect)}; "
        f"{', '.join(says)}",
        computed={"P from the interval": wording.span_of_p(implied_p.low, implied_p.high)},
        alternatives=("one P from a log-rank test, the other from the model",),
        **more,
    )
