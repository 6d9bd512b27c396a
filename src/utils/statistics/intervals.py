"""What an estimate and its confidence interval imply, over everything they may be rounded from.

For a ratio (HR, OR, RR) the interval is exp(ln e +- z SE), so e is the geometric mean of the
bounds and SE = ln(u / l) / (2 z). For a difference the same holds without the logarithm.
Source: Altman DG, Bland JM. How to obtain the P value from a confidence interval. BMJ
2011;343:d2304. Symmetry is decided on exact fractions; logarithms only enter where P does.
"""

from __future__ import annotations

import math
from fractions import Fraction

import msgspec

from src.utils.printed import Interval
from src.utils.statistics.normal import level_quantile, one_sided_p, two_sided_p

#: Room for floating point when two ranges touch; far below any printed digit.
_ROOM = 1e-9


class Range(msgspec.Struct, frozen=True):
    """A closed range of floats: what a computed quantity may be."""

    low: float
    high: float

    def meets(self, low: float, high: float) -> bool:
        """Whether the range has a value in common with [low, high], but for rounding errors."""
        room = _ROOM * max(1.0, abs(self.low))
        return self.low <= high + room and low <= self.high + room

    def widened(self, share: float) -> Range:
        """The range of a positive quantity with ``share`` of slack at both ends."""
        return Range(self.low * (1 - share), self.high * (1 + share))


def _positive(interval: Interval) -> Interval:
    """The part of an interval that a ratio can have."""
    return Interval(max(interval.low, Fraction(0)), interval.high)


def log_symmetric(estimate: Interval, low: Interval, high: Interval) -> bool:
    """Whether some e, l, u inside the printed intervals satisfy e * e = l * u exactly."""
    e, product = _positive(estimate), _positive(low) * _positive(high)
    return (e * e).meets(product)


def difference_centred(estimate: Interval, low: Interval, high: Interval) -> bool:
    """Whether some e, l, u inside the printed intervals satisfy 2 e = l + u exactly."""
    return (estimate + estimate).meets(low + high)


def centre(low: float, high: float, scale: str = "ratio") -> float:
    """The middle of an interval on its scale: geometric for a ratio, arithmetic otherwise."""
    return math.sqrt(low * high) if scale == "ratio" else (low + high) / 2


def skew(estimate: float, low: float, high: float, scale: str = "ratio") -> float:
    """How far the estimate lies from the middle, in half-widths (0 centred, 1 on a bound)."""
    if scale == "ratio":
        if min(estimate, low, high) <= 0 or low == high:
            return math.inf
        estimate, low, high = math.log(estimate), math.log(low), math.log(high)
    elif low == high:
        return math.inf
    return abs(estimate - (low + high) / 2) / (abs(high - low) / 2)


def _widths(low: Interval, high: Interval, scale: str) -> Range:
    """The narrowest and widest interval that the printed bounds allow, on its scale."""
    if scale == "difference":
        return Range(float(high.low - low.high), float(high.high - low.low))
    if high.high <= 0:
        return Range(0.0, 0.0)
    widest = math.log(high.high / low.low) if low.low > 0 else math.inf
    inner = low.high > 0 and high.low > 0
    return Range(math.log(high.low / low.high) if inner else 0.0, widest)


def standard_error(low: Interval, high: Interval, level: float, scale: str = "ratio") -> Range:
    """SE on its scale (log for a ratio): (ln u - ln l) / (2 z)."""
    width = _widths(low, high, scale)
    z = level_quantile(level)
    return Range(max(width.low, 0.0) / (2 * z), width.high / (2 * z))


def z_range(
    estimate: Interval, low: Interval, high: Interval, level: float, scale: str = "ratio"
) -> Range:
    """|z| of the estimate against no effect, over all corners of the printed intervals."""
    error = standard_error(low, high, level, scale)
    if scale == "ratio":
        floor = estimate.low if estimate.low > 0 else None
        ends = [abs(math.log(estimate.high)), abs(math.log(floor)) if floor else math.inf]
        none = estimate.low <= 1 <= estimate.high
    else:
        ends = [abs(float(estimate.low)), abs(float(estimate.high))]
        none = estimate.low <= 0 <= estimate.high
    nearest = 0.0 if none else min(ends)
    smallest = 0.0 if math.isinf(error.high) else nearest / error.high if error.high else math.inf
    return Range(smallest, max(ends) / error.low if error.low > 0 else math.inf)


def p_range(z: Range, sides: int = 2) -> Range:
    """P over a range of |z|."""
    tail = two_sided_p if sides == 2 else one_sided_p
    return Range(tail(z.high), tail(z.low))


def smallest_error(kind: str, n1: int, n2: int) -> float | None:
    """The least SE of a log ratio that two arms of n1 and n2 patients can give; None if unknown.

    A hazard ratio is least uncertain when every patient has the event: sqrt(1/n1 + 1/n2). The
    variance of a log odds ratio, 1/a + 1/b + 1/c + 1/d, is least when half of each arm has it:
    sqrt(4/n1 + 4/n2). A risk ratio has no such floor (all patients with the event leave none).
    """
    if kind == "HR":
        return math.sqrt(1 / n1 + 1 / n2)
    if kind == "OR":
        return 2 * math.sqrt(1 / n1 + 1 / n2)
    return None
