"""Checks of the family CI: an estimate and its interval.

What belongs to the family: what can be said from the estimate, its bounds, its level and the
sizes of the arms. P values are `pv`. This module holds order, sign and level; symmetry is
`ci_symmetry`, width `ci_width`, one mean or median and its spread `ci_spread`, its SD
`ci_deviation`. All arithmetic is on what the numerals may be rounded from.
"""

from __future__ import annotations

from src.utils import statistics
from src.utils.checks import (
    ci_cells,
    ci_columns,
    ci_deviation,
    ci_level,
    ci_plain,
    ci_spread,
    ci_symmetry,
    ci_width,
    wording,
)
from src.utils.checks.alternatives import reconciling, slips
from src.utils.checks.ci_triple import fits, inside, triple
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import Printed, printed
from src.utils.records import Dossier, Effect, Finding, Num, Result, Severity

#: Modules of the family besides this one; importing them registers their checks.
PARTS = (ci_cells, ci_columns, ci_deviation, ci_level, ci_plain, ci_spread, ci_symmetry, ci_width)

#: So many times below the bound that estimate and upper bound imply, zero is no rounding.
_FAR = 4


@check("CI01", "interval-bounds-out-of-order")
def interval_bounds_out_of_order(result: Result, dossier: Dossier) -> Finding | None:
    """The lower bound of an interval is printed above the upper one.

    Compares
    --------
    The two bounds of the interval of an effect with each other. Where the article prints most of
    its intervals with the higher bound first, the order is a notation: note. Otherwise: error.

    Why it matters
    --------------
    Swapped bounds are a sign that a numeral of the interval was changed or copied wrongly, and
    they break every meta-analysis that reads the article by machine.

    Known limits
    ------------
    Bounds that are both wrong but in order are not seen here; CI03 may see them.

    Source
    ------
    Definition of a confidence interval.
    """
    found = triple(result)
    if found is None:
        return None
    effect, _, low, high = found
    more = {"evidence": wording.effect_evidence(result)}
    if low.value <= high.value and not effect.reversed_bounds:
        return agrees(f"{wording.shown(effect)}: the bounds are in order", **more)
    first, second = (low, high) if low.value > high.value else (high, low)
    message = (
        f"{wording.about(result)}{wording.name_of(effect)} {effect.estimate.text}: the interval is "  # type: ignore[union-attr]
        f"printed as {first.text} to {second.text}, the higher bound first"
    )
    computed = {"first bound": first.text, "second bound": second.text}
    if _mostly_reversed(dossier):
        computed["in this article"] = "most intervals are printed with the higher bound first"
        return differs("note", message, computed=computed, **more)
    return differs(
        "error",
        f"{message}; not reconcilable as printed",
        computed=computed,
        alternatives=(f"the bounds were exchanged: {second.text} to {first.text}",),
        **more,
    )


def _mostly_reversed(dossier: Dossier) -> bool:
    effects = [r.effect for r in dossier.results if r.effect and r.effect.low and r.effect.high]
    backwards = sum(e.reversed_bounds for e in effects)
    return backwards >= 3 and 2 * backwards > len(effects)


@check("CI02", "estimate-outside-interval")
def estimate_outside_interval(result: Result) -> Finding | None:
    """An estimate lies outside its own confidence interval.

    Compares
    --------
    The estimate with both bounds, over all values they may be rounded from. Error; warning when
    the reciprocal of the estimate lies in the middle of the interval (the two directions of a
    ratio were mixed); note where CI01 has reported the bounds.

    Why it matters
    --------------
    At least one of the three numbers is not what the analysis gave.

    Known limits
    ------------
    Bias-corrected bootstrap intervals may leave the estimate outside in principle; then a note.

    Source
    ------
    Altman DG, Bland JM. BMJ 2011;343:d2304.
    """
    found = triple(result)
    if found is None:
        return None
    effect, e, low, high = found
    more = {"evidence": wording.effect_evidence(result)}
    low, high = (low, high) if low.value <= high.value else (high, low)
    if inside(e.interval, low.interval, high.interval):
        return agrees(f"{wording.shown(effect)}: the estimate lies inside its interval", **more)
    side = "below the lower" if e.value < low.value else "above the upper"
    bound = low if e.value < low.value else high
    scale = wording.scale_of(effect) or "ratio"
    computed = {"estimate": e.text, "interval": f"{low.text} to {high.text}"}
    if scale == "difference" or low.value > 0:
        middle = statistics.centre(float(low.value), float(high.value), scale)
        computed["centre of the interval"] = wording.to_decimals(middle, e)
    alternatives = reconciling({"reciprocal": lambda: _reciprocal(effect, e, low, high)})
    severity: Severity = "warning" if alternatives else "error"
    if wording.soft_interval(result):
        severity = "note"
    if not alternatives:
        numbers = {"estimate": e.text, "lower bound": low.text, "upper bound": high.text}
        alternatives = slips(numbers, lambda n: fits(n, scale))
    return differs(
        severity,
        f"{wording.about(result)}{wording.shown(effect)}: the estimate {e.text} lies {side} "
        f"bound {bound.text}; not reconcilable as printed",
        computed=computed,
        alternatives=alternatives,
        **more,
    )


def _reciprocal(effect: Effect, e: Printed, low: Printed, high: Printed) -> str | None:
    """The estimate for the one direction, the interval for the other."""
    if effect.kind not in wording.RATIOS or e.interval.low <= 0 or low.interval.low <= 0:
        return None
    if not statistics.log_symmetric(e.interval.reciprocal(), low.interval, high.interval):
        return None
    other = wording.to_decimals(1 / e.value, e)
    return (
        f"the reciprocal: 1 / {e.text} = {other} is the centre of {low.text} to {high.text}, so "
        f"the estimate may speak of the opposite comparison"
    )


@check("CI05", "ratio-not-positive")
def ratio_not_positive(result: Result) -> Finding | None:
    """A ratio or one of its bounds is zero or negative.

    Compares
    --------
    Estimate and bounds of a ratio with zero. Error; warning when the three numbers are centred as
    a difference (a log ratio or a mean difference under the name of a ratio), or when a lower
    bound printed as 0.00 lies four times below the one that estimate and upper bound imply on the
    logarithmic scale; note when a numeral with decimals is printed as 0.00 and may be rounded
    from a positive number.

    Why it matters
    --------------
    No ratio of risks, odds or hazards is negative.

    Known limits
    ------------
    A hyphen that belongs to a range may be read as a minus sign.

    Source
    ------
    Definition of a ratio.
    """
    effect = result.effect
    if effect is None or effect.kind not in wording.RATIOS or effect.estimate is None:
        return None
    nums: dict[str, Num] = {"estimate": effect.estimate}
    if effect.low and effect.high:
        nums |= {"lower bound": effect.low, "upper bound": effect.high}
    values = {role: printed(num.text) for role, num in nums.items()}
    more = {"evidence": wording.effect_evidence(result)}
    negative = [f"{role} {p.text}" for role, p in values.items() if p.value < 0]
    zero = [f"{role} {p.text}" for role, p in values.items() if p.value == 0]
    if not negative and not zero:
        return agrees(f"{wording.shown(effect)}: all numbers are positive", **more)
    message = f"{wording.about(result)}{wording.shown(effect)}: {', '.join(negative or zero)}"
    if not negative:
        lopsided = len(values) == 3 and _lopsided(*values.values())
        return differs(
            "warning" if lopsided else "note",
            f"{message}; a ratio is above zero, so this is "
            + ("no rounding: the bound lies far below it" if lopsided else "a rounding"),
            **more,
        )

    def plain_scale() -> str | None:
        if len(values) == 3 and statistics.difference_centred(
            *(p.interval for p in values.values())
        ):
            return "another scale: the numbers are centred as a difference or a log ratio"
        return None

    alternatives = reconciling({"scale": plain_scale})
    return differs(
        "warning" if alternatives else "error",
        f"{message}; a ratio cannot be negative, not reconcilable as printed",
        alternatives=alternatives,
        **more,
    )


def _lopsided(estimate: Printed, low: Printed, high: Printed) -> bool:
    """Whether a lower bound printed as zero lies far below the one that the others imply.

    Not where the three are centred on the plain scale, or an estimate is printed as zero itself.
    """
    x, top = estimate.interval, high.interval
    if low.value != 0 or x.low <= 0 or top.high <= x.high:
        return False
    if statistics.difference_centred(x, low.interval, top):
        return False
    return x.low**2 / top.high >= _FAR * low.interval.high


@check("CI07", "confidence-level-absent-or-unusual")
def confidence_level_absent_or_unusual(result: Result) -> Finding | None:
    """The confidence level of an interval is not 95 % or is not printed.

    Compares
    --------
    The printed level with 95. Another level: note. No level printed: nothing can be said, 95 % is
    assumed, and every verdict that uses it says so.

    Why it matters
    --------------
    A 90 % interval read as a 95 % one makes a result look more certain than it is.

    Known limits
    ------------
    A level stated once, in the methods, is only known when the reader finds it.

    Source
    ------
    ICMJE Recommendations; Cochrane Handbook 6.5.2.2.
    """
    effect = result.effect
    if effect is None or effect.low is None or effect.high is None:
        return None
    more = {"evidence": wording.effect_evidence(result)}
    if effect.level is None:
        return cannot_say("no level printed, 95 % assumed", **more)
    if printed(effect.level.text).value == 95:
        return agrees(f"{wording.shown(effect)}: a 95 % interval", **more)
    return differs(
        "note",
        f"{wording.about(result)}{wording.shown(effect)}: the interval is at "
        f"{effect.level.text} %, not at the usual 95 %",
        computed={"level": f"{effect.level.text} %"},
        **more,
    )
