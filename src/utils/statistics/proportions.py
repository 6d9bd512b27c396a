"""Confidence intervals of one proportion, k of n, by the methods that articles use.

Source: Brown LD, Cai TT, DasGupta A. Interval estimation for a binomial proportion. Statistical
Science 2001;16:101-133. Bounds are proportions between 0 and 1, at ``level`` per cent.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from src.utils.statistics.normal import beta_quantile, level_quantile


def wald(k: int, n: int, level: float = 95) -> tuple[float, float]:
    """p +- z sqrt(p (1 - p) / n), cut to [0, 1]."""
    p, z = k / n, level_quantile(level)
    half = z * math.sqrt(p * (1 - p) / n)
    return max(0.0, p - half), min(1.0, p + half)


def wilson(k: int, n: int, level: float = 95) -> tuple[float, float]:
    """Wilson's score interval (1927)."""
    p, z = k / n, level_quantile(level)
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def agresti_coull(k: int, n: int, level: float = 95) -> tuple[float, float]:
    """Wald's formula after adding z^2 / 2 successes and as many failures, cut to [0, 1]."""
    z = level_quantile(level)
    total = n + z * z
    p = (k + z * z / 2) / total
    half = z * math.sqrt(p * (1 - p) / total)
    return max(0.0, p - half), min(1.0, p + half)


def clopper_pearson(k: int, n: int, level: float = 95) -> tuple[float, float]:
    """The exact interval from the two binomial tails, as quantiles of the beta distribution."""
    tail = (100 - level) / 200
    low = 0.0 if k == 0 else beta_quantile(k, n - k + 1, tail)
    high = 1.0 if k == n else beta_quantile(k + 1, n - k, 1 - tail)
    return low, high


def jeffreys(k: int, n: int, level: float = 95) -> tuple[float, float]:
    """Quantiles of Beta(k + 1/2, n - k + 1/2), with 0 and 1 at the ends as usual."""
    tail = (100 - level) / 200
    low = 0.0 if k == 0 else beta_quantile(k + 0.5, n - k + 0.5, tail)
    high = 1.0 if k == n else beta_quantile(k + 0.5, n - k + 0.5, 1 - tail)
    return low, high


def logit(k: int, n: int, level: float = 95) -> tuple[float, float]:
    """Wald's interval of the log odds, turned back; the whole range at k = 0 and k = n."""
    if k in (0, n):
        return 0.0, 1.0
    middle, error = math.log(k / (n - k)), math.sqrt(1 / k + 1 / (n - k))
    z = level_quantile(level)
    low, high = (1 / (1 + math.exp(-(middle + sign * z * error))) for sign in (-1, 1))
    return low, high


def wald_corrected(k: int, n: int, level: float = 95) -> tuple[float, float]:
    """Wald's interval with the continuity correction 1 / (2 n)."""
    p, z = k / n, level_quantile(level)
    half = z * math.sqrt(p * (1 - p) / n) + 1 / (2 * n)
    return max(0.0, p - half), min(1.0, p + half)


def wilson_corrected(k: int, n: int, level: float = 95) -> tuple[float, float]:
    """Wilson's score interval with continuity correction (Newcombe 1998, method 4)."""
    p, z = k / n, level_quantile(level)
    below = z * math.sqrt(max(z * z - 2 - 1 / n + 4 * p * (n * (1 - p) + 1), 0.0))
    above = z * math.sqrt(max(z * z + 2 - 1 / n + 4 * p * (n * (1 - p) - 1), 0.0))
    low = (2 * n * p + z * z - 1 - below) / (2 * (n + z * z))
    high = (2 * n * p + z * z + 1 + above) / (2 * (n + z * z))
    return 0.0 if k == 0 else max(0.0, low), 1.0 if k == n else min(1.0, high)


#: The methods in the order in which a verdict names the first that fits; the cheap ones first.
METHODS: dict[str, Callable[[int, int, float], tuple[float, float]]] = {
    "Wald": wald,
    "Wilson": wilson,
    "Agresti-Coull": agresti_coull,
    "Clopper-Pearson": clopper_pearson,
    "Jeffreys": jeffreys,
    "logit": logit,
    "Wald with continuity correction": wald_corrected,
    "Wilson with continuity correction": wilson_corrected,
}
