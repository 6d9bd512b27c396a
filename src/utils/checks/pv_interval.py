"""Checks of the family PV: a P value against the estimate and interval beside it."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils import statistics
from src.utils.checks import wording
from src.utils.checks.pv_causes import explanations
from src.utils.checks.pv_implied import (
    Implied,
    fits,
    implied,
    near,
    possible,
    slips,
    speaks_of_effect,
    steps,
)
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.records import Dossier, Finding, PValue, Result, Severity


@check("PV02", "p-value-against-interval")
def p_value_against_interval(result: Result, dossier: Dossier) -> Iterator[Finding]:
    """A P value does not follow from the estimate and interval printed beside it.

    Compares
    --------
    z = |ln ratio| / SE with SE = ln(u / l) / (2 z of the level), over everything the numerals may
    be rounded from, with the z of the printed P. Missing by more than 5 % of z: note; by more
    than 10 % and 0.15: warning (parameters ``p_slack_note``, ``p_slack_warning``,
    ``p_slack_absolute``). If the one-sided P,
    another level (where none is printed), truncation, Student's t or a test on the printed counts
    fits, or the P agrees with another effect of its row: note. Bootstrap, credible,
    multiplicity-adjusted, cluster-adjusted and exact P values: note at most, as where PV03 has
    reported the same numbers.

    Why it matters
    --------------
    Estimate, interval and P are three views of one test. Where they part, one of the numbers
    belongs to another analysis or carries a slip.

    Known limits
    ------------
    P values of log-rank, score, likelihood-ratio and exact tests are near the one recomputed but
    not equal; the slack covers most of that. The commonest cause of a warning is an adjusted
    estimate beside an unadjusted P. Without an interval, or with a coarse one, nothing can be
    said.

    Source
    ------
    Altman DG, Bland JM. How to obtain the P value from a confidence interval. BMJ
    2011;343:d2304.
    """
    tested = [p for p in result.p if speaks_of_effect(p, dossier) and possible(p)]
    if not tested:
        return
    known = implied(result)
    if known is None:
        return
    if isinstance(known, str):
        yield cannot_say(known, evidence=wording.effect_evidence(result, tested[0]))
        return
    slack = wording.parameter(dossier, "p_slack_note")
    good = [p for p in tested if fits(p, known.z, slack)]
    for p in tested:
        yield _against(result, known, p, dossier, other=good[0] if good and p not in good else None)


def _against(
    result: Result, known: Implied, p: PValue, dossier: Dossier, other: PValue | None
) -> Finding:
    """The verdict on one P beside one interval."""
    implied_p = statistics.p_range(known.z, 1 if p.qualifier == "one-sided" else 2)
    words = wording.span_of_p(implied_p.low, implied_p.high)
    more = {
        "computed": steps(known, p, dossier),
        "evidence": wording.effect_evidence(result, p),
    }
    both = f"{wording.about(result)}{wording.shown(known.effect)}, {wording.shown_p(p)}"
    if fits(p, known.z, wording.parameter(dossier, "p_slack_note")):
        return agrees(f"{both}: P agrees with the interval, which implies {words}", **more)
    severity: Severity = (
        "note" if fits(p, known.z, wording.parameter(dossier, "p_slack_warning")) else "warning"
    )
    if near(p, known.z, wording.parameter(dossier, "p_slack_absolute")):
        severity = "note"
    alternatives, exact = explanations(result, known, p, dossier)
    soft = wording.soft_p(result, p) or wording.soft_interval(result)
    if soft:
        alternatives += (f"the text says {soft!r}: such a P need not follow from the interval",)
    if other is not None:
        alternatives += (f"the other P of this result, {wording.shown_p(other)}, agrees",)
    if exact or soft or other is not None or (alternatives and p.qualifier == "log-rank"):
        severity = "note"
    if not alternatives:
        alternatives = slips(known, p)
    return differs(
        severity,
        f"{both}: the interval implies P {words}; not reconcilable as printed for one test",
        alternatives=alternatives,
        **more,
    )
