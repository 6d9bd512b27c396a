"""Tables whose numbers are completed by a column, a row, a footnote or plain arithmetic."""

from __future__ import annotations

import pytest

from src.utils.extraction import typed_tables
from src.utils.extraction.table_headers import heading
from src.utils.extraction.table_pairs import one_total
from src.utils.reading.jats import read_jats
from src.utils.records import Num, Result, Span, Value
from tests.extraction.test_typed_tables import _article, _results


def _say(value: Value) -> str:
    """A value in one line: kind, numbers, and what belongs to it."""
    out = [value.kind, *(n.text for n in value.nums)]
    for name in ("count", "total", "low", "high", "sd"):
        num = getattr(value, name)
        if num is not None:
            out += [name, num.text]
    return " ".join([*out, value.spread]).strip()


def _arms(result: Result) -> list[str]:
    return [a.name for a in result.arms]


def test_a_column_of_quartiles_completes_the_median_beside_it() -> None:
    """Median | IQR | Range: the quartiles belong to the median, the range stands alone."""
    (result,) = _results(
        ["x | Oral iron ^^ | Infusion ^^", " | Median | IQR | Range | Median | IQR | Range"],
        ["Ferritin | 41 | 30-52 | 8-97 | 66 | 51-80 | 12-140"],
    )
    assert [_say(v) for v in result.values] == [
        "median 41 low 30 high 52 IQR",
        "other 8 97",
        "median 66 low 51 high 80 IQR",
        "other 12 140",
    ]


def test_a_share_in_a_column_of_its_own_belongs_to_its_count() -> None:
    """N | (%): one percentage with its count, also behind k/n."""
    first, second = _results(
        ["x | Splint ^ | Cast ^", " | N | (%) | N | (%)"],
        ["Union | 31 | (77.5) | 28 | (70.0)", "Pain | 3/40 | (7.5) | 4/40 | (10.0)"],
    )
    assert [_say(v) for v in first.values] == ["percent 77.5 count 31", "percent 70.0 count 28"]
    assert _say(second.values[0]) == "percent 7.5 count 3 total 40"


def test_rows_of_spread_and_interval_complete_the_mean_above() -> None:
    """SD, range and interval below a mean are parts of it; the interval goes before the range."""
    (result,) = _results(
        ["x | | Drops | Gel"],
        [
            "Eye pressure | Mean | 14.2 | 15.1",
            " | SD | 2.1 | 2.4",
            " | Range | 9.0-19.0 | 10.0-21.0",
            " | 95% CI | 13.4-15.0 | 14.2-16.0",
        ],
    )
    assert [_say(v) for v in result.values] == [
        "mean 14.2 low 13.4 high 15.0 sd 2.1",
        "mean 15.1 low 14.2 high 16.0 sd 2.4",
    ]


def test_stable_disease_is_no_deviation() -> None:
    """A row SD among PR and PD counts patients; no row swallows it."""
    found = _results(
        ["Response | Arm A | Arm B"], ["CR | 4 | 5", "PR | 9 | 12", "SD | 11 | 10", "PD | 3 | 2"]
    )
    assert [r.endpoint for r in found] == ["CR", "PR", "SD", "PD"]


def test_a_row_of_p_values_below_estimates() -> None:
    """Estimate, interval and P in three rows under one head are one result per column."""
    first, second = _results(
        ["x | OR at 3 months | OR at 12 months"],
        ["Walking | 2.4 | 1.9", " | (1.3-4.4) | (1.0-3.6)", " | 0.005 | <0.05"],
    )
    assert first.effect is not None and first.effect.high is not None
    assert (first.effect.estimate.text, first.effect.high.text) == ("2.4", "4.4")  # type: ignore[union-attr]
    assert [(p.relation, p.value.text) for p in first.p] == [("=", "0.005")]
    assert [(p.relation, p.value.text) for p in second.p] == [("<", "0.05")]


def test_bounds_stand_behind_statistic_and_p() -> None:
    """Estimate | t | P | lower bound | upper bound: the bounds are the estimate's."""
    (result,) = _results(
        ["x | B | SE | t | P | Lower bound | Upper bound"],
        ["Group | 0.87 | 0.18 | 4.84 | <.001 | 0.52 | 1.22"],
    )
    assert result.effect is not None
    assert (result.effect.low.text, result.effect.high.text) == ("0.52", "1.22")  # type: ignore[union-attr]
    assert result.p[0].value.text == "0.001"


def test_a_range_is_no_interval_of_an_effect() -> None:
    """The extremes of a difference say nothing of its precision."""
    (result,) = _results(["x | Mean difference"], ["Haemoglobin, mean | 4.1", "Range | 2.5-5.6"])
    assert result.effect is not None and result.effect.low is None


def test_a_footnote_mark_types_only_its_rows() -> None:
    """Rows with a mark are mean (SD), the others count (percent)."""
    age, men = _results(
        ["x | Yoga | Waiting list"],
        ["Age* | 51 (12) | 53 (11)", "Men | 21 (30) | 24 (34)"],
        foot="Values are n (%) except * which are mean (SD).",
    )
    assert _say(age.values[0]) == "mean 51 sd 12"
    assert _say(men.values[0]) == "percent 30 count 21"


def test_one_sentence_for_counts_and_means() -> None:
    """Under "n (%) or mean (SD)" decimals before the bracket show a mean."""
    weight, smoker = _results(
        ["x | A | B"],
        ["Weight | 71.2 (9.4) | 70.3 (8.8)", "Smoker | 12 (24.0) | 15 (30.0)"],
        foot="Data are n (%) or mean (SD).",
    )
    assert _say(weight.values[0]) == "mean 71.2 sd 9.4"
    assert _say(smoker.values[0]) == "percent 24.0 count 12"


def test_counts_and_shares_of_one_total_that_nothing_names() -> None:
    """Five pairs that fit one total are counts with percentages (46 patients, printed nowhere)."""
    rows = ["I | 5 (10.9) | 1", "II | 9 (19.6) | 2", "III | 17 (37.0) | 3", "IV | 15 (32.6) | 4"]
    found = _results(["Stage | Cohort | Grade"], [*rows, "Women | 21 (45.7) | 5"])
    assert {_say(r.values[0]).split()[0] for r in found} == {"percent"}


def _pairs(*shown: tuple[str, str]) -> list[tuple[Num, Num]]:
    return [(Num(a, Span(0, 1)), Num(b, Span(0, 1))) for a, b in shown]


def test_means_with_deviations_share_no_total() -> None:
    """Whole means with whole deviations are not taken for counts by chance."""
    counts = [("5", "10.9"), ("9", "19.6"), ("17", "37.0"), ("15", "32.6"), ("21", "45.7")]
    means = [("54", "13"), ("27", "4"), ("128", "17"), ("79", "11"), ("24", "3")]
    assert one_total(_pairs(*counts))
    assert not one_total(_pairs(*means))


@pytest.mark.parametrize(
    ("text", "role", "qualifier"),
    [
        ("Pinteraction", "p", "interaction"),
        ("Ptrend", "p", "trend"),
        ("FDR", "p", "false discovery rate"),
        ("q-value", "p", "false discovery rate"),
        ("p(rho)", "none", ""),
        ("Placebo", "none", ""),
        ("Pulse", "none", ""),
        ("I/R placebo", "none", ""),
        ("FM (yes/no)", "none", ""),
    ],
)
def test_headings_of_p_values(text: str, role: str, qualifier: str) -> None:
    """A P glued to its subscript and rates of false discovery are P values, correlations not."""
    typed = heading(text)
    assert (typed.role, typed.qualifier) == (role, qualifier)


def test_powers_of_ten_in_a_column_of_p_values() -> None:
    """7.72E-05 and 4.1 x 10-6 are whole numerals; the exponent is no second number."""
    article = _article(
        ["Gene | HR (95% CI) | P"],
        ["AAA1 | 2.4 (1.7-3.4) | 7.72E-05", "BBB2 | 2.1 (1.6-2.9) | 4.1 × 10[sup]-6[/sup]"],
    )
    first, second = typed_tables.results(article)
    assert first.p[0].value.text == "7.72E-05"
    assert second.p[0].value.text == "4.1e-6"
    assert article.quote(second.p[0].value.span) == "4.1 × 10-6"


def test_a_half_named_group_beside_its_opponent() -> None:
    """ "Intervention group" is a name where "Control group" stands beside it."""
    (result,) = _results(
        ["x | Control group (n = 57) | Intervention group (n = 55)", " | Means (SD) ^"],
        ["Steps | 5.0 (0.8) | 6.1 (0.7)"],
    )
    assert _arms(result) == ["Control group", "Intervention group"]


def test_lengths_of_treatment_whose_sizes_add_up_are_groups() -> None:
    """Two columns of hours with 79 + 81 of 160 patients are arms and no times of measurement."""
    (result,) = _results(
        ["x | Total (n = 160) | Flush every ^", " | | 24 h (n = 79) | 6 h (n = 81)"],
        ["Failure, n (%) | 73 (46) | 32 (41) | 41 (51)"],
    )
    assert _arms(result)[-2:] == ["24 h", "6 h"]
    assert result.context.timepoint == ""


def test_a_subgroup_above_control_and_intervention_is_no_arm() -> None:
    """Men and women head a pair of groups each: one result per subgroup."""
    men, women = _results(
        [
            "x | Men N = 240 ^ | Women N = 260 ^",
            " | Control | Intervention | Control | Intervention",
        ],
        ["Falls, n (%) | 12 (10.0) | 9 (7.5) | 20 (15.4) | 13 (10.0)"],
    )
    assert _arms(men) == _arms(women) == ["Control", "Intervention"]
    assert [a.n for a in men.arms] == [None, None]


def test_a_class_of_ages_is_no_time() -> None:
    """ "< 45 years" says who, not when."""
    (result,) = _results(["x | A | B"], ["< 45 years, n (%) | 61 (80) | 64 (84)"])
    assert result.context.timepoint == ""


def test_classes_in_an_unnamed_column_head_their_rows() -> None:
    """Limits in a column without heading are heads of rows, not values."""
    found = _results(
        ["Item | | A, n (%) | B, n (%)"],
        ["Age, years | <50 | 13 (7) | 11 (6)", " | 50-70 | 108 (56) | 115 (55)"],
    )
    assert [r.context.row for r in found] == ["Age, years > <50", "Age, years > 50-70"]
    assert all(len(r.values) == 2 for r in found)


def test_the_whole_beside_a_share_is_its_total() -> None:
    """At risk | events | %: 2 of 74 are 2.7 per cent, so 74 is the total."""
    (result,) = _results(["x | At risk (no.) | Events | %"], ["Relapse | 74 | 2 | 2.7"])
    assert [_say(v) for v in result.values] == ["percent 2.7 count 2 total 74"]


def test_groups_in_rows_under_a_shared_comparison() -> None:
    """Two rows of groups that share one hazard ratio and P are one result with two arms."""
    table = (
        "<table-wrap id='t'><label>Table 1</label><caption><p>Outcomes</p></caption><table><thead>"
        "<tr><th>Event</th><th>Group</th><th>At risk (no.)</th><th>Events</th><th>%</th>"
        "<th>P</th><th>HR (95% CI)</th></tr></thead><tbody>"
        "<tr><td rowspan='2'>Stroke</td><td>Tablet</td><td>74</td><td>2</td><td>2.7</td>"
        "<td rowspan='2'>0.011</td><td rowspan='2'>0.15 (0.03-0.65)</td></tr>"
        "<tr><td>Patch</td><td>88</td><td>15</td><td>17.0</td></tr>"
        "</tbody></table></table-wrap>"
    )
    data = f"<article><front><article-meta/></front><body><p>x</p>{table}</body></article>"
    (result,) = typed_tables.results(read_jats(data.encode(), "a.xml"))
    assert _arms(result) == ["Tablet", "Patch"]
    assert [_say(v) for v in result.values] == [
        "percent 2.7 count 2 total 74",
        "percent 17.0 count 15 total 88",
    ]
    assert result.effect is not None and result.effect.estimate is not None
    assert result.effect.estimate.text == "0.15" and result.endpoint == "stroke"
    assert [p.value.text for p in result.p] == ["0.011"]


def test_an_endpoint_over_the_heads_of_rows_holds_for_all() -> None:
    """The heading "Overall survival" over the names of factors is the endpoint of every row."""
    found = _results(
        ["Overall survival | HR | 95% CI | P"],
        [
            "Tumour side: left versus right | 0.81 | 0.66-0.99 | 0.04",
            "Age | 1.02 | 1.00-1.04 | 0.03",
        ],
    )
    assert [r.endpoint for r in found] == ["OS", "OS"]


def test_a_section_before_heads_repeated_in_the_body_is_theirs() -> None:
    """A heading row above heads of columns in the middle of a table names the rows below."""
    first, second = _results(
        ["x | HR (95% CI) | P"],
        [
            "Progression-free survival | | ",
            "Mutated | 0.61 (0.45-0.83) | 0.002",
            "Overall survival | | ",
            " | OR (95% CI) | P",
            "Mutated | 0.70 (0.50-0.98) | 0.04",
        ],
    )
    assert (first.endpoint, second.endpoint) == ("PFS", "OS")
    assert second.effect is not None and second.effect.kind == "OR"


def test_an_outcome_that_the_caption_lists_beside_an_endpoint() -> None:
    """ "Recurrence and wound infection": a row "Wound infection" is no recurrence."""
    (result,) = _results(
        ["x | HR (95% CI)"],
        ["Wound infection (n = 41) | 0.78 (0.40-1.52)"],
        caption="Treatment effects on recurrence and wound infection",
    )
    assert result.endpoint == "wound infection"


def test_two_bounds_where_a_footnote_allows_shares_and_quartiles() -> None:
    """Under "number (%) or median (IQR)" a pair is a share and two bounds are quartiles."""
    age, men = _results(
        ["x | A | B"],
        ["Age, years | 61 (53-70) | 63 (55-71)", "Men | 12 (46) | 14 (54)"],
        foot="Data are number (%) or median (IQR).",
    )
    assert _say(age.values[0]) == "median 61 low 53 high 70 IQR"
    assert _say(men.values[0]) == "percent 46 count 12"


def test_categories_that_share_their_sum() -> None:
    """Shares of the sum of a characteristic's own categories, missing values left out."""
    found = _results(
        ["x | All"],
        [
            "Sex | ",
            "Male | 395 (53.6)",
            "Female | 342 (46.4)",
            "Work | ",
            "Yes | 196 (80.3)",
            "No | 48 (19.7)",
        ],
    )
    assert [_say(r.values[0]) for r in found][::3] == [
        "percent 53.6 count 395",
        "percent 19.7 count 48",
    ]


def test_grades_below_every_group_are_results_of_their_own() -> None:
    """Any grade and grade 3 of two groups: one result per grade with two arms."""
    any_grade, third = _results(
        [
            "Event | Drug (n = 47) ^ | Placebo (n = 50) ^",
            " | Any grade | Grade 3 | Any grade | Grade 3",
        ],
        ["Rash, n (%) | 37 (78.7) | 7 (14.9) | 16 (32.0) | 2 (4.0)"],
    )
    assert _arms(any_grade) == _arms(third) == ["Drug", "Placebo"]
    assert [_say(v) for v in third.values] == ["percent 14.9 count 7", "percent 4.0 count 2"]
    assert third.context.header.endswith("Grade 3")


def test_names_of_compared_groups_without_the_measure() -> None:
    """The measure behind "A vs B" and the analysis before it are no parts of the names."""
    first, second = _results(
        ["x | Ward A (arm 1) | Ward B (arm 2) | Home vs ward RR (95% CI) | Adjusted (for age) ^"
         , " | | | | arm 1 versus 2 ^", " | | | | OR (95% CI) | P"],
        ["Falls | 4/40 | 9/41 | 0.45 (0.15-1.36) | 0.40 (0.11-1.42) | 0.16"],
    )  # fmt: skip
    assert _arms(first)[:2] == ["Home", "ward"]
    assert _arms(second) == ["Ward A (arm 1)", "Ward B (arm 2)"]


def test_rows_headed_by_percent_in_a_table_of_means() -> None:
    """Shares of 130 and 125 goats, although the caption speaks of means alone."""
    results = _results(
        ["x | Hay | Silage"],
        [
            "Weight, kg | 41.2 (3.8) | 42.6 (4.1)",
            "Single kids (%) | 87 (66.9) | 91 (72.8)",
            "Twins (%) | 27 (20.8) | 22 (17.6)",
            "Lost kids (%) | 16 (12.3) | 12 (9.6)",
            "Oxygen saturation (%) | 97 (1.2) | 96 (1.4)",
        ],
        caption="Values are mean (SD).",
    )
    said = {r.context.row: [_say(v) for v in r.values] for r in results}
    assert said["Twins (%)"] == ["percent 20.8 count 27", "percent 17.6 count 22"]
    assert said["Weight, kg"] == ["mean 41.2 sd 3.8", "mean 42.6 sd 4.1"]
    assert said["Oxygen saturation (%)"] == ["mean 97 sd 1.2", "mean 96 sd 1.4"]


def test_rows_headed_by_percent_with_the_count_behind() -> None:
    """ "86.5 (581)" in a row "% employed": the share first, of 672."""
    results = _results(
        ["x | All"],
        ["% women | 56.1 (377)", "% white | 95.2 (640)", "% employed | 86.5 (581)"],
    )
    assert [_say(v) for r in results for v in r.values] == [
        "percent 56.1 count 377",
        "percent 95.2 count 640",
        "percent 86.5 count 581",
    ]
