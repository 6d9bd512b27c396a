"""What three numerals look like: a ratio with its bounds, or something else.

For deciding how numerals are read, never for checking them.
"""

from __future__ import annotations

import math


def ratio_like(estimate: float, low: float, high: float) -> bool:
    """Whether a bare follower may be a ratio: positive, and not plainly an arithmetic interval.

    52.4 (13.2-91.6) lies at the arithmetic centre, far from the geometric one: a difference.
    """
    low, high = min(low, high), max(low, high)
    if low <= 0:
        return False
    arithmetic = abs(estimate - (low + high) / 2)
    geometric = abs(estimate - math.sqrt(low * high))
    return not (arithmetic < 0.02 * estimate and geometric > 0.2 * estimate)


def number_of(text: str) -> float:
    """The numeral as a float, 0 when it is none: for comparing sizes, never for checking."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def centred(estimate: float, low: float, high: float) -> bool:
    """Whether an estimate lies at the geometric middle of its bounds, as a ratio's does.

    >>> centred(0.59, 0.42, 0.83), centred(0.71, 0.50, 0.83), centred(52.4, 13.2, 91.6)
    (True, False, False)
    """
    if not 0 < low < estimate < high:
        return False
    off = abs(math.log(estimate) - math.log(low * high) / 2)
    rounding = 0.006 / low
    return off <= 0.12 * math.log(high / low) + rounding
