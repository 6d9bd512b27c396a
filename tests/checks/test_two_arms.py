"""Arithmetic of the checks that hold effects and P values against two arms."""

from __future__ import annotations

from fractions import Fraction

import pytest

from src.utils import statistics
from src.utils.checks.effects_counts import gap, ratio
from src.utils.checks.means import Mean
from src.utils.checks.pv_means import _z
from src.utils.printed import Interval, printed
from src.utils.records import Num, Span, Value
from src.utils.statistics import Range


def _mean(mean: str, sd: str, n: int, is_error: bool = False) -> Mean:
    """A mean as printed exactly: its roundings are made narrow."""
    value = Value((Num(mean, Span(0, 1)),), "mean", 0)
    tight = [Interval(Fraction(x), Fraction(x)) for x in (mean, sd)]
    return Mean(value, tight[0], tight[1], is_error, n, None)


def test_t_test_is_that_of_scipy() -> None:
    """Both forms of the t test on means, SDs and sizes give the range of P that scipy gives."""
    scipy_stats = pytest.importorskip("scipy.stats")
    z = _z(_mean("45", "9", 50), _mean("41", "12", 30))
    pooled = scipy_stats.ttest_ind_from_stats(45, 9, 50, 41, 12, 30, equal_var=True).pvalue
    found = statistics.p_range(z)
    assert found.low == pytest.approx(pooled, rel=1e-6) or found.high == pytest.approx(
        pooled, rel=1e-6
    )


def test_standard_errors_need_no_size() -> None:
    """SD 10 of 100 patients and SE 1 are the same statement."""
    by_sd = _z(_mean("50", "10", 100), _mean("47", "10", 100))
    by_se = _z(_mean("50", "1", 100, True), _mean("47", "1", 100, True))
    assert by_sd.low == pytest.approx(by_se.low)


def test_roundings_widen_the_range() -> None:
    """Means printed with one decimal leave a range of z that holds the exact one."""
    exact = _z(_mean("45.0", "9.0", 50), _mean("41.0", "9.0", 50))
    rounded = Mean(
        Value((Num("45.0", Span(0, 1)),), "mean", 0),
        printed("45.0").interval,
        printed("9.0").interval,
        False,
        50,
        None,
    )
    other = Mean(rounded.value, printed("41.0").interval, printed("9.0").interval, False, 50, None)
    wide = _z(rounded, other)
    assert wide.low < exact.low <= exact.high < wide.high


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("RR", 0.5), ("OR", (0.2 * 0.6) / (0.4 * 0.8)), ("RD", -20.0)],
)
def test_effects_of_two_proportions(kind: str, expected: float) -> None:
    """20 % against 40 %: half the risk, three eighths of the odds, 20 points less."""
    assert ratio(kind, 0.2, 0.4) == pytest.approx(expected)


def test_effects_that_are_not_defined() -> None:
    """Without events there is no ratio."""
    assert ratio("RR", 0.2, 0.0) is None
    assert ratio("OR", 1.0, 0.4) is None


def test_gap_of_ranges() -> None:
    """Ranges that meet have no gap; 0.4 to 0.5 against 0.8 to 1.0 lie 3 of 8 apart."""
    assert gap("RR", Range(0.4, 0.6), Range(0.5, 0.9)) == 0
    assert gap("RR", Range(0.4, 0.5), Range(0.8, 1.0)) == pytest.approx(0.375)
    assert gap("RR", Range(0.4, 0.5), None) == float("inf")
