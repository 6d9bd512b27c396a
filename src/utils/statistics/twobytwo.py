"""Tests and effects from the four counts of two arms: k1 of n1 against k2 of n2.

Sources: Fisher's exact test with the point-probability method (Agresti, Categorical Data
Analysis, 3rd edition, 3.5); Pearson's and Yates's chi-squared; Wald intervals of log OR, log RR
and RD (Altman, Practical Statistics for Medical Research, chapter 10).
"""

from __future__ import annotations

import math
from functools import lru_cache

from src.utils.printed import Interval
from src.utils.statistics.intervals import Range
from src.utils.statistics.normal import level_quantile


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


@lru_cache(maxsize=4096)
def fisher(k1: int, n1: int, k2: int, n2: int) -> float:
    """Two-sided P: all tables with the same margins that are no likelier than the observed."""
    events = k1 + k2
    first, last = max(0, events - n2), min(events, n1)
    logs = _log_choose(n1 + n2, events)
    # Going outwards from the observed table by ratios of neighbours costs one division each.
    start = math.exp(_log_choose(n1, k1) + _log_choose(n2, events - k1) - logs)
    limit = start * (1 + 1e-7)
    if start == 0.0:
        return 0.0
    total, weight, k = start, start, k1
    while k < last:
        weight *= (n1 - k) * (events - k) / ((k + 1) * (n2 - events + k + 1))
        k += 1
        total += weight if weight <= limit else 0.0
    weight, k = start, k1
    while k > first:
        weight *= k * (n2 - events + k) / ((n1 - k + 1) * (events - k + 1))
        k -= 1
        total += weight if weight <= limit else 0.0
    return min(total, 1.0)


def _chi_squared(k1: int, n1: int, k2: int, n2: int, correction: float) -> float:
    """P of the chi-squared with one degree of freedom; 1 where a margin is empty."""
    n, events = n1 + n2, k1 + k2
    margins = n1 * n2 * events * (n - events)
    if margins == 0:
        return 1.0
    cross = max(abs(k1 * (n2 - k2) - k2 * (n1 - k1)) - correction * n, 0.0)
    return math.erfc(math.sqrt(n * cross * cross / margins / 2))


def pearson(k1: int, n1: int, k2: int, n2: int) -> float:
    """P of Pearson's chi-squared without correction (equal to the z test of two proportions)."""
    return _chi_squared(k1, n1, k2, n2, 0.0)


def yates(k1: int, n1: int, k2: int, n2: int) -> float:
    """P of the chi-squared with Yates's continuity correction."""
    return _chi_squared(k1, n1, k2, n2, 0.5)


def possible_counts(percent: Interval, n: int) -> range:
    """The integers k for which 100 k / n may be printed as the percentage; may be empty."""
    low = max(0, math.ceil(percent.low * n / 100))
    return range(low, min(n, math.floor(percent.high * n / 100)) + 1)


def p_ranges(first: range, n1: int, second: range, n2: int, cap: int = 36) -> dict[str, Range]:
    """The range of each test's P over all pairs of counts in ``first`` and ``second``.

    P falls with the distance of the two proportions, so with more than ``cap`` pairs the corners
    and, where the ranges of the proportions overlap, the closest pairs hold the extremes.
    """
    pairs = [(a, b) for a in _ends(first, cap) for b in _ends(second, cap)]
    if len(first) * len(second) <= cap:
        pairs = [(a, b) for a in first for b in second]
    else:
        near = [(a, round(a * n2 / n1)) for a in _ends(first, cap)]
        near += [(round(b * n1 / n2), b) for b in _ends(second, cap)]
        pairs += [(a, b) for a, b in near if a in first and b in second]
    out = {}
    for name, test in (("Fisher", fisher), ("Pearson", pearson), ("Yates", yates)):
        values = [test(a, n1, b, n2) for a, b in pairs]
        out[name] = Range(min(values), max(values))
    return out


def _ends(counts: range, cap: int) -> list[int]:
    """All counts when few, else the two ends and the middle."""
    if len(counts) ** 2 <= cap:
        return list(counts)
    return sorted({counts[0], counts[len(counts) // 2], counts[-1]})


def effect_from_counts(
    kind: str, k1: int, n1: int, k2: int, n2: int, level: float = 95
) -> tuple[float, float, float] | None:
    """Estimate and Wald bounds of OR, RR or RD (RD in percentage points); None when undefined."""
    z = level_quantile(level)
    a, b, c, d = k1, n1 - k1, k2, n2 - k2
    if kind == "RD":
        p, q = k1 / n1, k2 / n2
        half = z * math.sqrt(p * (1 - p) / n1 + q * (1 - q) / n2)
        return 100 * (p - q), 100 * (p - q - half), 100 * (p - q + half)
    if kind == "OR" and min(a, b, c, d) > 0:
        middle, error = math.log(a * d / (b * c)), math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    elif kind == "RR" and min(a, c) > 0:
        middle, error = math.log(a * n2 / (c * n1)), math.sqrt(1 / a - 1 / n1 + 1 / c - 1 / n2)
    else:
        return None
    return math.exp(middle), math.exp(middle - z * error), math.exp(middle + z * error)
