"""Test statistics, heterogeneity, coefficients and open bounds beside printed results."""

from __future__ import annotations

import pytest

from src.utils.extraction import table_cells
from src.utils.extraction.found import Found, ValueFound
from src.utils.extraction.table_headers import heading
from src.utils.extraction.tuples import scan
from src.utils.reading.shadow import plain
from src.utils.records import Span, View


def read(text: str) -> list[Found]:
    """The results of a text."""
    return scan(plain(text))


def bounds(record: Found | ValueFound) -> tuple[str | None, str | None]:
    """The interval as text, None for a bound that is not there."""
    return (
        record.low.text if record.low else None,
        record.high.text if record.high else None,
    )


def ps(found: Found) -> list[tuple[str, str]]:
    """Text and qualifier of the P values."""
    return [(token.text, qualifier) for _, token, _, _, qualifier in found.ps]


@pytest.mark.parametrize(
    "text",
    [
        "No difference was seen in ORR (24 % [95 % CI 17–32 %] versus 26 % [95 % CI 18–33 %]).",
        "The difference in ORR: 24% [95% CI 17-32] vs 26% [95% CI 18-33].",
        "The mean difference was small; the ORR was 24% (95% CI 17-32) versus 26% (95% CI 18-33).",
    ],
)
def test_two_shares_with_their_intervals_are_no_difference(text: str) -> None:
    """Each arm's percentage keeps its interval, and no effect is read."""
    (found,) = read(text)
    assert found.kind == "" and found.estimate is None
    assert [(v.nums[0].text, *bounds(v)) for v in found.values] == [
        ("24", "17", "32"),
        ("26", "18", "33"),
    ]


def test_a_difference_before_versus_stays_a_difference() -> None:
    """A labelled difference compared with another labelled one is read as such."""
    found = read("MD -2.1 (95% CI -3.0 to -1.2) versus MD -0.4 (95% CI -1.0 to 0.2)")
    assert [(f.kind, f.estimate.text) for f in found if f.estimate] == [
        ("MD", "-2.1"),
        ("MD", "-0.4"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "HR was lower in one group (F(2, 31) = 12.13, P < 0.001, 90% CI: -0.12,-0.06).",
        "This difference was not significant (t = 1.43, df = 115.86, p = .15, 95% CI [0.26, 1.64])",
        "The hazard ratio was tested (χ2(1, N = 90) = 5.2, P = 0.02).",
        "The odds ratio differed (Wald χ² = 12.13, df = 2, P = 0.01).",
        "the mean difference, z = 2.31, P = 0.02",
    ],
)
def test_a_test_statistic_is_no_effect(text: str) -> None:
    """F, t, z, chi-square and their degrees of freedom give no estimate; the P stays."""
    found = read(text)
    assert not any(f.estimate or f.values for f in found)
    assert sum(len(f.ps) for f in found) == 1


def test_a_statistic_does_not_part_a_result_from_its_p() -> None:
    """The P after a test statistic belongs to the estimate before it."""
    (found,) = read("OR = 1.73, SE = 0.60, 95% CI [0.84, 3.57], t = 1.58, p = .13")
    assert bounds(found) == ("0.84", "3.57") and ps(found) == [("0.13", "")]


def test_a_group_called_t_is_no_statistic() -> None:
    """A number with a unit is a value whatever letter stands before it."""
    found = read("shorter outbreaks (T = 24 days, T&P = 11 days, p = 0.04)")
    assert [v.nums[0].text for f in found for v in f.values] == ["24", "11"]
    assert [p for f in found for p in ps(f)] == [("0.04", "")]


@pytest.mark.parametrize(
    "text",
    [
        "MD -22.5 (95% CI, -24.4 to-20.7)",
        "MD −22.5; 95% CI −24.4 to−20.7",
        "MD -22.5 (-24.4–-20.7)",
    ],
)
def test_a_sign_glued_to_its_neighbour_stays(text: str) -> None:
    """The upper bound keeps its minus."""
    (found,) = read(text)
    assert bounds(found) == ("-24.4", "-20.7") and not found.reversed


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("(P = 0.005, test for interaction)", "interaction"),
        ("(P = 0.005 for interaction)", "interaction"),
        ("a significant group-by-time interaction (P = 0.005)", "interaction"),
        ("P-interaction = 0.005", "interaction"),
        ("(P = 0.005, test for trend)", "trend"),
        ("a trend was seen (P = 0.005)", ""),
        ("I2 = 35%; P = 0.005", "heterogeneity"),
        ("significant heterogeneity (P = 0.005)", "heterogeneity"),
        ("χ2 = 12.1, df = 3 (P = 0.005); I2 = 75%", "heterogeneity"),
        ("χ2 = 12.1, df = 3 (P = 0.005)", ""),
    ],
)
def test_what_a_p_tests(text: str, qualifier: str) -> None:
    """Words and statistics beside a P say what it tests."""
    (found,) = read(text)
    assert ps(found) == [("0.005", qualifier)]


@pytest.mark.parametrize(
    "text",
    [
        "OR 0.71, 95% CI 0.55-0.92, P = 0.01, I2 = 35%, P = 0.12",
        "OR 0.71 (95% CI 0.55–0.92), P = 0.01; heterogeneity: I² = 35%, P = 0.12",
        "OR 0.71 (95% CI 0.55–0.92), P = 0.01; Chi2 = 5.1, df = 3 (P = 0.12); I2 = 35%",
    ],
)
def test_p_of_heterogeneity_is_not_that_of_the_effect(text: str) -> None:
    """The pooled estimate keeps its own P only."""
    pooled, other = read(text)
    assert ps(pooled) == [("0.01", "")] and ps(other) == [("0.12", "heterogeneity")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("effect size was 0.45 (95% CI 0.2-0.7)", ""),
        ("effect size (Cohen's d) 0.45 (95% CI 0.2-0.7)", "SMD"),
        ("Hedges’ g = 0.45 (95% CI 0.2–0.7)", "SMD"),
        ("standardised mean difference 0.45 (95% CI 0.2-0.7)", "SMD"),
    ],
)
def test_effect_size(text: str, kind: str) -> None:
    """An effect size is a standardised difference only where the words say so."""
    (found,) = read(text)
    assert found.kind == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14.7 (3.3–not estimable [NE]) months", ("14.7", "3.3", "months")),
        ("14.7 months (95% CI 3.3-NE)", ("14.7", "3.3", "months")),
        ("14.7 months (95% CI, 3.3 to not reached)", ("14.7", "3.3", "months")),
        ("14.7 (95% CI 3.3–NA) months", ("14.7", "3.3", "months")),
        ("14.7 (NE-NE) months", ("14.7", None, "months")),
    ],
)
def test_open_bound(text: str, expected: tuple[str, str | None, str]) -> None:
    """A bound that was not reached leaves the value with the other one."""
    (found,) = read(f"median OS {text}")
    (value,) = found.values
    assert (value.nums[0].text, bounds(value)[0], value.unit) == expected
    assert value.high is None and not value.not_reached


def test_median_not_reached_with_its_lower_bound() -> None:
    """Not reached (95% CI 9.1-NR) versus 8.0 months: two arms, one result."""
    (found,) = read("median OS NR (95% CI 9.1-NR) vs 8.0 months (95% CI 6.5-9.5)")
    assert [(v.not_reached, *bounds(v)) for v in found.values] == [
        (True, "9.1", None),
        (False, "6.5", "9.5"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "β = 0.02, 95 % CI = -0.08–0.12",
        "B = 0.02 (95% CI = -0.08; 0.12)",
        "regression coefficient 0.02 (95% CI -0.08 to 0.12)",
        "beta (95% CI): 0.02 (-0.08, 0.12)",
    ],
)
def test_regression_coefficient(text: str) -> None:
    """A coefficient with its interval is an effect on the scale of a difference."""
    (found,) = read(text)
    assert found.kind == "beta" and bounds(found) == ("-0.08", "0.12")


@pytest.mark.parametrize(
    "text",
    [
        "The intraclass correlation coefficient was 0.91 (95% CI 0.88-0.94) by regression.",
        "Exp(β) = 1.73 (95% CI 1.2-2.5)",
        "The rate was in group A and B: 91.6%; 95% CI 61.52-99.79%.",
        "(B = .38, β = .03, SE = .94, t = 0.40, 95% CI [-1.58, 2.33])",
    ],
)
def test_no_regression_coefficient(text: str) -> None:
    """Correlations, group B and the interval of another coefficient are no coefficient."""
    assert [f.kind for f in read(text)] == [""]


def test_p_of_a_false_discovery_rate_is_no_p() -> None:
    """FDR-adjusted P values and q-values do not stand with an estimate."""
    (found,) = read("OR 2.1 (95% CI 1.1-3.9; FDR-adjusted P = 0.04; q = 0.03)")
    assert found.kind == "OR" and not found.ps
    (plain_p,) = read("OR 2.1 (95% CI 1.1-3.9; P = 0.01; FDR q = 0.04)")
    assert ps(plain_p) == [("0.01", "")]


def test_a_comma_before_a_percent_sign() -> None:
    """45,45% is one share in a cell and in prose; after an estimate in percent it parts bounds."""
    (found,) = read("5 (45,45%)")
    assert (found.values[0].nums[0].text, found.values[0].count.text) == ("45.45", "5")  # type: ignore[union-attr]
    cell = table_cells.read(View("5 (45,45%)", [Span(0, 10)]))
    assert cell.shape == table_cells.COUNT_PERCENT
    assert [n.text for n in cell.nums if n] == ["5", "45.45"]
    (found,) = read("45% (30,60%)")
    assert bounds(found.values[0]) == ("30", "60")


def test_a_year_in_a_heading_is_no_size() -> None:
    """Before the change (2005): a period, while (205) is a size."""
    assert heading("Before FTA (2005)").n == "" and heading("Drug A (205)").n == "205"


def test_interval_of_a_change_is_not_that_of_its_end() -> None:
    """The interval after "from 4.7% to 0.7%" is the difference's, for it does not hold 0.7."""
    found = read("The rate was reduced from 4.7% to 0.7% (95% CI 3.37 to 4.64; P < 0.001).")
    assert [bounds(v) for f in found for v in f.values] == [(None, None), (None, None)]
    (held,) = [f for f in read("rose from 1.0 to 3.0 (95% CI 2.1 to 3.9)") if f.values]
    assert bounds(held.values[0]) == ("2.1", "3.9")


def test_standard_error_is_no_standard_deviation() -> None:
    """A spread is kept only where the words do not call it a standard error."""
    (found,) = read("LS mean [SE] scores, 2.6 [0.3] versus 3.4 [0.3], respectively; p = 0.0372")
    assert [v.nums[0].text for v in found.values] == ["2.6", "3.4"]
    assert not any(v.sd for v in found.values)
    (found,) = read("mean (SD) scores were 2.6 (0.3) and 3.4 (0.3)")
    assert [v.sd.text for v in found.values if v.sd] == ["0.3", "0.3"]


def test_p_after_the_unit_of_an_interval() -> None:
    """139 to 259 euro; p < 0.001: the unit does not part a P from its estimate."""
    first, second = read(
        "(difference 199 euro; 95% CI 139 to 259 euro; p < 0.001) and in direct costs "
        "(difference 139 euro; 95% CI 42 to 237 euro; p = 0.006)"
    )
    assert ps(first) == [("0.001", "")] and ps(second) == [("0.006", "")]


def test_univariable_said_after_the_estimate() -> None:
    """The words right after an estimate outweigh those of an earlier clause."""
    (found,) = read(
        "none remained in multivariate analysis, although the level mattered "
        "(OR 0.2, p = 0.02 [95% CI 0.1, 0.4]) on univariate analysis."
    )
    assert found.kind == "OR" and not found.adjusted


def test_categories_are_no_fraction_and_times_of_visits_no_values() -> None:
    """CTAS 4/5 names two categories; after 6 and 10 weeks says when."""
    assert not read("patients of category CTAS 4/5 assessed after 6 and 10 weeks")
    (found,) = read("3/8 patients responded")
    assert found.values[0].count is not None


def test_interquartile_range_in_the_bracket() -> None:
    """Both words head the bracket; the value is the median, or a mean where words say so."""
    (found,) = read("a median risk of 11% (interquartile range: 7-20%)")
    assert (bounds(found.values[0]), found.values[0].spread) == (("7", "20"), "IQR")
    (found,) = read("The mean age was 56 years (range 31 to 85 years).")
    assert (found.values[0].kind, found.values[0].spread) == ("mean", "range")


def test_a_range_of_estimates_is_no_estimate() -> None:
    """Several standardised differences are given by their range."""
    assert not any(f.kind for f in read("(standardized differences = -0.191 to 0.38)"))
