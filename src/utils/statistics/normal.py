"""The normal, Student and beta distributions, from the standard library alone.

Sources: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1 (error function), 26.5
(incomplete beta function, continued fraction 26.5.8) and 26.7 (Student's t).
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

_STANDARD = NormalDist()


def normal_cdf(z: float) -> float:
    """P(Z <= z) for a standard normal Z."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def normal_quantile(probability: float) -> float:
    """The z with P(Z <= z) = probability; minus and plus infinity at 0 and 1."""
    if probability <= 0:
        return -math.inf
    if probability >= 1:
        return math.inf
    return _STANDARD.inv_cdf(probability)


def two_sided_p(z: float) -> float:
    """P(|Z| >= |z|), accurate in the far tail."""
    return math.erfc(abs(z) / math.sqrt(2))


def one_sided_p(z: float) -> float:
    """P(Z >= |z|): the one-sided P in the direction of the estimate."""
    return 0.5 * two_sided_p(z)


def z_of_p(p: float, sides: int = 2) -> float:
    """The |z| whose P is ``p``: infinity at 0, zero where P is as large as it can be."""
    if p <= 0:
        return math.inf
    return max(0.0, -normal_quantile(min(p / sides, 1.0)))


@lru_cache(maxsize=64)
def level_quantile(level: float) -> float:
    """The multiplier of the standard error in an interval of ``level`` per cent (95 -> 1.96)."""
    return normal_quantile(0.5 + level / 200)


def _continued_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of A&S 26.5.8, evaluated from the front (Steed's way)."""
    tiny = 1e-300
    numerator, denominator = 1.0, 1.0 - (a + b) * x / (a + 1)
    denominator = 1.0 / (denominator if abs(denominator) > tiny else tiny)
    value = denominator
    for m in range(1, 2000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        change = 1.0
        for term in (even, odd):
            denominator = 1.0 + term * denominator
            denominator = 1.0 / (denominator if abs(denominator) > tiny else tiny)
            numerator = 1.0 + term / numerator
            numerator = numerator if abs(numerator) > tiny else tiny
            change = numerator * denominator
            value *= change
        if abs(change - 1.0) < 1e-15:
            break
    return value


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b): P(B <= x) for B ~ Beta(a, b)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(logs + a * math.log(x) + b * math.log1p(-x))
    # The fraction converges fast only on this side of the mean; the other side by symmetry.
    if x < (a + 1) / (a + b + 2):
        return front * _continued_fraction(a, b, x) / a
    return 1.0 - front * _continued_fraction(b, a, 1 - x) / b


def beta_quantile(a: float, b: float, probability: float) -> float:
    """The x with I_x(a, b) = probability, by bisection to 1e-12."""
    low, high = 0.0, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        if incomplete_beta(a, b, middle) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def student_p(t: float, freedom: float) -> float:
    """Two-sided P of Student's t with ``freedom`` degrees of freedom (A&S 26.7.1)."""
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))
