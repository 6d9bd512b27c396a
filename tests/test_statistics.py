"""Statistics: scipy and statsmodels as oracles, properties of the ranges."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats import contingency_tables
from statsmodels.stats.proportion import proportion_confint

from src.utils import statistics
from src.utils.printed import Interval, printed

ARM = st.integers(1, 400)


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Two arms and their counts: k1, n1, k2, n2."""
    n1, n2 = draw(ARM), draw(ARM)
    return draw(st.integers(0, n1)), n1, draw(st.integers(0, n2)), n2


def matrix(table: tuple[int, int, int, int]) -> np.ndarray:
    """The two-by-two table of events and others."""
    k1, n1, k2, n2 = table
    return np.array([[k1, n1 - k1], [k2, n2 - k2]])


@given(st.floats(-8, 8))
def test_normal(z: float) -> None:
    """Distribution function and both tails agree with scipy, in the far tail too."""
    assert statistics.normal_cdf(z) == pytest.approx(stats.norm.cdf(z), rel=1e-10)
    assert statistics.two_sided_p(z) == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-10)


@given(st.floats(1e-12, 1.0))
def test_z_of_p_turns_back(p: float) -> None:
    """The z of a P has that P."""
    assert statistics.two_sided_p(statistics.z_of_p(p)) == pytest.approx(p, rel=1e-8)


def test_quantiles_known_by_heart() -> None:
    """1.960 for 95 %, 1.645 for 90 %, 2.576 for 99 %."""
    found = [round(statistics.level_quantile(level), 3) for level in (95.0, 90.0, 99.0)]
    assert found == [1.960, 1.645, 2.576]


@given(st.floats(0.5, 300), st.floats(0.5, 300), st.floats(0, 1))
def test_incomplete_beta(a: float, b: float, x: float) -> None:
    """The incomplete beta function agrees with scipy."""
    assert statistics.incomplete_beta(a, b, x) == pytest.approx(
        float(stats.beta.cdf(x, a, b)), rel=1e-8, abs=1e-12
    )


@given(st.floats(0, 12), st.integers(1, 500))
def test_student(t: float, freedom: int) -> None:
    """Student's P agrees with scipy."""
    assert statistics.student_p(t, freedom) == pytest.approx(
        float(2 * stats.t.sf(t, freedom)), rel=1e-7
    )


@settings(max_examples=150, deadline=None)
@given(tables())
def test_fisher(table: tuple[int, int, int, int]) -> None:
    """Fisher's exact P (point-probability method) agrees with scipy."""
    expected = stats.fisher_exact(matrix(table)).pvalue
    assert statistics.fisher(*table) == pytest.approx(expected, rel=1e-6)


def test_fisher_of_the_tea_taster() -> None:
    """Three of four against one of four: 34/70."""
    assert statistics.fisher(3, 4, 1, 4) == pytest.approx(34 / 70)


@given(tables())
def test_chi_squared(table: tuple[int, int, int, int]) -> None:
    """Pearson's and Yates's P agree with scipy wherever no margin is empty."""
    observed = matrix(table)
    if (observed.sum(axis=0) == 0).any():
        assert statistics.pearson(*table) == statistics.yates(*table) == 1.0
        return
    for test, correction in ((statistics.pearson, False), (statistics.yates, True)):
        expected = stats.chi2_contingency(observed, correction=correction).pvalue
        assert test(*table) == pytest.approx(expected, rel=1e-8, abs=1e-300)


@settings(deadline=None)
@given(st.integers(1, 300), st.floats(0, 1), st.sampled_from([80, 90, 95, 99]))
def test_proportion_intervals(n: int, share: float, level: int) -> None:
    """Five intervals of a proportion agree with statsmodels, which cuts none but by request."""
    k = round(n * share)
    names = {
        "Wald": "normal", "Wilson": "wilson", "Agresti-Coull": "agresti_coull",
        "Clopper-Pearson": "beta",
    }  # fmt: skip
    for name, method in names.items():
        low, high = proportion_confint(k, n, alpha=1 - level / 100, method=method)
        found = statistics.METHODS[name](k, n, level)
        assert found[0] == pytest.approx(max(low, 0.0), abs=1e-9)
        assert found[1] == pytest.approx(min(high, 1.0), abs=1e-9)


def test_clopper_pearson_by_hand() -> None:
    """0 of n has the upper bound 1 - (alpha / 2) ** (1 / n); 20: 0.1684."""
    low, high = statistics.clopper_pearson(0, 20)
    assert low == 0.0
    assert high == pytest.approx(1 - 0.025 ** (1 / 20), abs=1e-9)


@given(st.integers(1, 200), st.integers(1, 200), st.data())
def test_effects_from_counts(n1: int, n2: int, data: st.DataObject) -> None:
    """Odds and risk ratio with Wald bounds agree with statsmodels."""
    k1, k2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    table = contingency_tables.Table2x2(matrix((k1, n1, k2, n2)), shift_zeros=False)
    odds = statistics.effect_from_counts("OR", k1, n1, k2, n2)
    if min(k1, n1 - k1, k2, n2 - k2) == 0:
        assert odds is None
        return
    assert odds == pytest.approx((table.oddsratio, *table.oddsratio_confint()), rel=1e-8)
    risk = statistics.effect_from_counts("RR", k1, n1, k2, n2)
    assert risk == pytest.approx((table.riskratio, *table.riskratio_confint()), rel=1e-8)


def test_p_from_interval_by_altman_and_bland() -> None:
    """Their worked example: RR 0.81 (0.70 to 0.94) has z = 2.79 or so and P = 0.005."""
    estimate, low, high = (
        Interval(Fraction(text), Fraction(text)) for text in ("0.81", "0.70", "0.94")
    )
    z = statistics.z_range(estimate, low, high, 95)
    assert z.low == pytest.approx(z.high)
    assert z.low == pytest.approx(2.80, abs=0.02)
    assert statistics.p_range(z).low == pytest.approx(0.005, abs=0.0003)


def rounded_triple(e: float, se: float, places: int) -> list[str]:
    """Estimate and bounds of a ratio as an article prints them."""
    return [f"{x:.{places}f}" for x in (e, e * math.exp(-1.96 * se), e * math.exp(1.96 * se))]


@given(st.floats(-2, 2), st.floats(0.02, 1.2), st.integers(1, 3))
def test_correct_ratio_is_never_asymmetric(log: float, se: float, places: int) -> None:
    """However coarsely a correct triple is rounded, the relation stays possible."""
    e, low, high = (printed(t).interval for t in rounded_triple(math.exp(log), se, places))
    assert statistics.log_symmetric(e, low, high)


@given(st.floats(-2, 2), st.floats(0.02, 1.2), st.integers(1, 3))
def test_z_range_holds_the_true_z(log: float, se: float, places: int) -> None:
    """The range over all corners holds the z before rounding."""
    e, low, high = (printed(t).interval for t in rounded_triple(math.exp(log), se, places))
    z = statistics.z_range(e, low, high, 95)
    # The bounds were made with 1.96, the range with 1.959964: a relative 2e-5.
    assert z.low * (1 - 1e-4) <= abs(log) / se <= z.high * (1 + 1e-4)


@given(st.integers(1, 3000), st.data(), st.integers(0, 2))
def test_possible_counts_hold_the_true_count(n: int, data: st.DataObject, places: int) -> None:
    """A count is always among those that its rounded percentage allows."""
    k = data.draw(st.integers(0, n))
    assert k in statistics.possible_counts(printed(f"{100 * k / n:.{places}f}").interval, n)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_p_ranges_hold_the_true_p(table: tuple[int, int, int, int]) -> None:
    """With percentages rounded to integers the ranges still hold each test's P."""
    k1, n1, k2, n2 = table
    first = statistics.possible_counts(printed(f"{100 * k1 / n1:.0f}").interval, n1)
    second = statistics.possible_counts(printed(f"{100 * k2 / n2:.0f}").interval, n2)
    ranges = statistics.p_ranges(first, n1, second, n2)
    for name, test in (("Pearson", statistics.pearson), ("Yates", statistics.yates)):
        assert ranges[name].meets(*[test(k1, n1, k2, n2)] * 2)


def test_least_error_of_two_arms() -> None:
    """60 and 58 patients: at best 0.184 for a hazard ratio, twice that for an odds ratio."""
    assert statistics.smallest_error("HR", 60, 58) == pytest.approx(0.18414, abs=1e-5)
    assert statistics.smallest_error("OR", 60, 58) == pytest.approx(0.36828, abs=1e-5)
    assert statistics.smallest_error("RR", 60, 58) is None


def test_zero_bounds_do_not_crash() -> None:
    """A bound printed as 0.00 gives an unbounded width, not an error."""
    e, low, high = (printed(t).interval for t in ("0.06", "0.00", "0.90"))
    assert statistics.log_symmetric(e, low, high)
    assert statistics.z_range(e, low, high, 95).low == 0.0
