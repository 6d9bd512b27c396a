"""Checks of the family CI: whether an estimate is the centre of its interval."""

from __future__ import annotations

import re

from src.utils import statistics
from src.utils.checks import wording
from src.utils.checks.alternatives import lowered, reconciling, slips
from src.utils.checks.ci_triple import contradictory, fits, triple
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import Printed
from src.utils.records import Effect, Finding, Result, Severity

#: Share of the way to a bound within which a profile likelihood is a common cause; it is named and
#: does not soften, because a wrong last digit looks the same.
_NEAR = 0.05
#: An upper bound this many times the lower one comes from few events, where exact methods are
#: usual; their estimates lie off the centre by up to this share of the way to a bound.
_WIDE, _EXACT = 15, 0.25
#: Share of the way to a bound by which a score interval of a risk difference (Newcombe, Miettinen
#: and Nurminen) lies off the centre without any slip.
_SCORE = 0.10
_STANDARDISED = re.compile(r"standardi[sz]ed|cohen|hedges|\bsmd\b")


@check("CI03", "interval-not-symmetric")
def interval_not_symmetric(result: Result) -> Finding | None:
    """A ratio is not in the middle of its confidence interval on the logarithmic scale.

    Compares
    --------
    The square of a ratio (HR, OR, RR, adjusted or not) with the product of its bounds, over all
    values the three numerals may be rounded from. Warning; error when the estimate lies more than
    half a half-width from the centre or equals a bound; one step softer when cutting instead of
    rounding, or an interval on the plain scale, explains it; note for bootstrap, credible, exact
    and profile intervals where the text says so, and for intervals of few events (upper bound
    above 15 times the lower) within 25 % of the way to a bound, and where CI01 has reported the
    bounds. Within 5 % a profile likelihood is named and the severity stays.

    Why it matters
    --------------
    Nearly all such intervals are computed as exp(ln ratio +- z SE). One wrong digit in the
    estimate or a bound, a bound copied into the place of the estimate, or a bound of another row
    shows here and nowhere else.

    Known limits
    ------------
    A changed last digit of a bound far from 1 can stay inside the rounding. Intervals that were
    not computed on the log scale are asymmetric without any slip. Without an interval nothing can
    be said.

    Source
    ------
    Altman DG, Bland JM. BMJ 2011;343:d2304. Of 20,000 simulated correct triples the rule on
    rounding intervals flags none (``python -m src.utils.bench.arithmetic``).
    """
    effect = result.effect
    if effect is None or effect.estimate is None or effect.kind not in wording.RATIOS:
        return None
    found = triple(result)
    if found is None:
        return cannot_say("no interval printed", evidence=wording.effect_evidence(result))
    _, e, low, high = found
    if contradictory(effect):
        return None
    if low.value <= 0 or e.interval.high <= 0:
        return cannot_say("a bound is zero", evidence=wording.effect_evidence(result))
    if statistics.log_symmetric(e.interval, low.interval, high.interval):
        return agrees(
            f"{wording.shown(effect)}: the estimate is the centre of its interval on the log scale",
            computed=_centre(e, low, high, "ratio"),
            evidence=wording.effect_evidence(result),
        )
    return _off_centre(result, effect, e, low, high, "ratio")


@check("CI04", "difference-not-centred")
def difference_not_centred(result: Result) -> Finding | None:
    """A difference is not in the middle of its confidence interval.

    Compares
    --------
    Twice a difference (risk difference, mean difference) with the sum of its bounds, over all
    values the three numerals may be rounded from. Severities as in CI03; a risk difference within
    10 % of the way to a bound is a note, as score intervals do that.

    Why it matters
    --------------
    Such intervals are computed as difference +- z SE. A lost minus sign, a wrong digit or a bound
    of another row shows here.

    Known limits
    ------------
    Bootstrap intervals are slightly asymmetric; the verdict cannot tell them from a slip when
    their name is not printed. A slip of that size in a risk difference stays a note. Without an
    interval nothing can be said.

    Source
    ------
    Altman DG, Bland JM. BMJ 2011;343:d2090.
    """
    effect = result.effect
    if effect is None or effect.estimate is None or effect.kind not in wording.DIFFERENCES:
        return None
    found = triple(result)
    if found is None:
        return cannot_say("no interval printed", evidence=wording.effect_evidence(result))
    _, e, low, high = found
    if contradictory(effect):
        return None
    words = f"{result.context.sentence} {result.context.header}".lower()
    if "effect size" in words and not _STANDARDISED.search(words):
        return cannot_say("an effect size on an unknown scale")
    if statistics.difference_centred(e.interval, low.interval, high.interval):
        return agrees(
            f"{wording.shown(effect)}: the estimate is the centre of its interval",
            computed=_centre(e, low, high, "difference"),
            evidence=wording.effect_evidence(result),
        )
    return _off_centre(result, effect, e, low, high, "difference")


def _centre(e: Printed, low: Printed, high: Printed, scale: str) -> dict[str, str]:
    """The arithmetic of symmetry, step by step."""
    if scale == "difference":
        middle = float(low.value + high.value) / 2
        return {
            "centre of the interval": f"({low.text} + {high.text}) / 2 = "
            f"{wording.number(middle, 4)}",
            "estimate": e.text,
        }
    if min(low.value, high.value) <= 0:
        return {"estimate": e.text}
    product = low.interval * high.interval
    square = e.interval * e.interval
    middle = statistics.centre(float(low.value), float(high.value))
    return {
        "centre of the interval": f"square root of {low.text} x {high.text} = "
        f"{wording.number(middle, 4)}",
        "estimate": e.text,
        "estimate squared, with its rounding": f"{wording.number(square.low, 4)} to "
        f"{wording.number(square.high, 4)}",
        "product of the bounds, with their rounding": f"{wording.number(product.low, 4)} to "
        f"{wording.number(product.high, 4)}",
    }


def _off_centre(
    result: Result, effect: Effect, e: Printed, low: Printed, high: Printed, scale: str
) -> Finding:
    """The verdict on an estimate that cannot be the centre of its interval."""
    off = statistics.skew(float(e.value), float(low.value), float(high.value), scale)
    on_bound = e.value in (low.value, high.value)
    severity: Severity = "error" if off > 0.5 or on_bound else "warning"
    relation = statistics.log_symmetric if scale == "ratio" else statistics.difference_centred

    def truncation() -> str | None:
        if relation(e.truncated, low.truncated, high.truncated):
            return "truncation: the three numbers agree if they were cut, not rounded"
        return None

    def plain_scale() -> str | None:
        if scale == "ratio" and statistics.difference_centred(
            e.interval, low.interval, high.interval
        ):
            return "another scale: the interval is centred as a plain difference, not as a ratio"
        if (
            scale == "difference"
            and low.value > 0
            and statistics.log_symmetric(e.interval, low.interval, high.interval)
        ):
            return "another scale: the interval is centred as a ratio, not as a difference"
        return None

    alternatives = reconciling({"truncation": truncation, "scale": plain_scale})
    if alternatives:
        severity = lowered(severity)
    if not on_bound and _few_events(off, low, high, scale):
        severity = "note"
        alternatives += ("an exact interval of few events, which is not symmetric",)
    if effect.kind == "RD" and not on_bound and off <= _SCORE:
        severity = "note"
        alternatives += ("a score interval of a risk difference, which is not symmetric",)
    soft = wording.soft_interval(result)
    if soft:
        severity = "note"
        alternatives += (f"the text says {soft!r}: such an interval need not be symmetric",)
    middle = (
        statistics.centre(float(low.value), float(high.value), scale)
        if (scale == "difference" or low.value > 0)
        else float("nan")
    )
    near = wording.to_decimals(middle, e)
    if not alternatives:
        copied = _copied(e, low, high, near)
        numbers = {"estimate": e.text, "lower bound": low.text, "upper bound": high.text}
        alternatives = copied + slips(numbers, lambda n: fits(n, scale))
        if off <= _NEAR:
            alternatives += (f"within {_NEAR:.0%} of the way to a bound: a profile likelihood",)
    where = "on the log scale" if scale == "ratio" else "as a difference"
    equal = " and the estimate equals a bound" if on_bound else ""
    return differs(
        severity,
        f"{wording.about(result)}{wording.shown(effect)}: the centre of the interval {where} is "
        f"{near}, the printed estimate is {e.text}{equal}; not reconcilable as printed",
        computed={
            **_centre(e, low, high, scale),
            "distance from the centre": f"{min(off, 9.99):.0%} of the way to a bound",
            **({} if on_bound else _would_fit(e, low, high, scale)),
        },
        alternatives=alternatives,
        evidence=wording.effect_evidence(result),
    )


def _few_events(off: float, low: Printed, high: Printed, scale: str) -> bool:
    """Whether the interval is so wide that an exact method explains the distance."""
    wide = scale == "ratio" and low.value > 0 and high.value > _WIDE * low.value
    return wide and off <= _EXACT


def _would_fit(e: Printed, low: Printed, high: Printed, scale: str) -> dict[str, str]:
    """What each number would have to be if the other two are right."""
    if scale == "ratio" and (min(e.value, low.value, high.value) <= 0):
        return {}
    if scale == "ratio":
        values = (e.value**2 / high.value, e.value**2 / low.value)
    else:
        values = (2 * e.value - high.value, 2 * e.value - low.value)
    lower, upper = (wording.to_decimals(v, p) for v, p in zip(values, (low, high), strict=True))
    return {
        "if estimate and upper bound are right": f"a lower bound near {lower}",
        "if estimate and lower bound are right": f"an upper bound near {upper}",
    }


def _copied(e: Printed, low: Printed, high: Printed, near: str) -> tuple[str, ...]:
    """The copied neighbour: the estimate equals one of its own bounds."""
    for bound, which in ((low, "lower"), (high, "upper")):
        if e.value == bound.value:
            return (
                f"likely slip: the {which} bound {bound.text} was copied into the place of the "
                f"estimate; the bounds belong to an estimate near {near}",
            )
    return ()
