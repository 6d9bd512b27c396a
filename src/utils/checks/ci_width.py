"""Checks of the family CI: whether an interval is as wide as so many patients make it."""

from __future__ import annotations

from src.utils import statistics
from src.utils.checks import wording
from src.utils.checks.alternatives import other_levels, reconciling
from src.utils.checks.ci_triple import contradictory, triple
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.records import Finding, Result


@check("CI06", "interval-narrower-than-arms-allow")
def interval_narrower_than_arms_allow(result: Result) -> Finding | None:
    """An interval is narrower than so few patients can make it.

    Compares
    --------
    The standard error that the bounds imply, SE = ln(u / l) / (2 z), with the least that two arms
    of the printed sizes can give: sqrt(1/n1 + 1/n2) for a hazard ratio (every patient an event),
    sqrt(4/n1 + 4/n2) for an odds ratio. Warning; note when another confidence level fits.

    Why it matters
    --------------
    It finds intervals that belong to a larger analysis, a wrong level, or wrong arm sizes.

    Known limits
    ------------
    Only two-arm, unadjusted hazard and odds ratios: a risk ratio has no such floor, weighting and
    covariates change it. Without the size of both arms nothing can be said.

    Source
    ------
    Machin D et al. Sample Size Tables for Clinical Studies, chapter 7 (variance of a log hazard
    ratio); Woolf B. Ann Hum Genet 1955;19:251.
    """
    found = triple(result)
    if found is None or found[0].kind not in ("HR", "OR") or found[0].adjusted:
        return None
    # Values of both arms show that the effect compares them; a ratio per unit of age would not.
    compared = {v.arm for v in result.values if v.kind in ("median", "percent", "count", "rate")}
    if result.place == "table" and not result.ref and not compared >= {0, 1}:
        return None
    effect, _, low, high = found
    if contradictory(effect) or low.value <= 0:
        return None
    if len(result.arms) != 2 or any(wording.size(a.n) is None for a in result.arms):
        return cannot_say(
            "size of the two arms not known", evidence=wording.effect_evidence(result)
        )
    n1, n2 = (wording.size(a.n) or 1 for a in result.arms)
    level, how = wording.level_of(effect)
    least = statistics.smallest_error(effect.kind, n1, n2) or 0.0
    error = statistics.standard_error(low.interval, high.interval, level)
    factor = "" if effect.kind == "HR" else "4 x "
    computed = {
        "standard error from the bounds": f"ln({high.text} / {low.text}) / (2 x "
        f"{statistics.level_quantile(level):.3f}), at most {wording.number(error.high)}",
        "least possible": f"square root of {factor}(1/{n1} + 1/{n2}) = {wording.number(least)}",
        "level": f"{level:g} %, {how}",
    }
    nums = {
        "n_1": result.arms[0].n,
        "n_2": result.arms[1].n,
        "low": effect.low,
        "high": effect.high,
    }
    more = {"computed": computed, "evidence": wording.evidence(result, **nums)}
    arms = f"arms of {n1} and {n2}"
    if error.high >= least:
        return agrees(f"{wording.shown(effect)}: as wide as {arms} allow", **more)

    def level_fits() -> list[str]:
        printed_level = effect.level.text if effect.level else None
        return [
            f"another level: an interval at {other}% may be as narrow"
            for other in other_levels(printed_level)
            if statistics.standard_error(low.interval, high.interval, float(other)).high >= least
        ]

    alternatives = reconciling({"level": level_fits})
    return differs(
        "note" if alternatives else "warning",
        f"{wording.about(result)}{wording.shown(effect)} is narrower than {arms} allow even with "
        f"an event in every patient; not reconcilable as printed for an unadjusted comparison",
        alternatives=alternatives or ("an adjusted or weighted analysis, or larger arms",),
        **more,
    )
