"""Kinds of values in tables that no heading names, in invented tables."""

from __future__ import annotations

from src.utils import pipeline
from src.utils.records import Result


def _rows(table: str, more: str = "") -> dict[str, Result]:
    text = f"# A trial\n\n## Results\n\n{more}\n\nTable 1. Characteristics\n\n{table}\n"
    audit = pipeline.audit_text(text)
    return {r.context.row: r for r in audit.dossier.results if r.table is not None}


def _kinds(result: Result) -> list[tuple[str, str]]:
    return [(v.kind, v.nums[0].text) for v in result.values]


def test_categories_that_add_up_to_the_group_are_counts() -> None:
    """52 + 28 = 80 and 47 + 31 = 78 patients; 61 and 58 kg are no part of anything."""
    rows = _rows(
        "| | Zinc (n = 80) | Placebo (n = 78) |\n|---|---|---|\n| Home | | |\n"
        "| Urban | 52 | 47 |\n| Rural | 28 | 31 |\n| Size | | |\n| Weight | 61 | 58 |\n"
        "| Height | 166 | 168 |"
    )
    shown = {head.rpartition("> ")[2]: _kinds(r) for head, r in rows.items()}
    assert shown["Urban"] == [("count", "52"), ("count", "47")]
    assert shown["Rural"] == [("count", "28"), ("count", "31")]
    assert shown["Weight"] == [("other", "61"), ("other", "58")]


def test_a_rate_before_its_number_of_events() -> None:
    """ "3.1 (1,204)" is a rate with its events, no mean with a deviation."""
    rows = _rows(
        "| | Net | No net |\n|---|---|---|\n| Fever per child-year | 3.1 (1,204) | 3.4 (1,377) |"
    )
    shown = [(v.kind, v.nums[0].text, v.sd) for v in next(iter(rows.values())).values]
    assert shown == [
        ("rate", "3.1", None),
        ("count", "1204", None),
        ("rate", "3.4", None),
        ("count", "1377", None),
    ]


def test_fewer_than_one_percent_is_a_count() -> None:
    """ "1 (<1%)" counts one patient."""
    rows = _rows(
        "| Event, n (%) | Drug (n = 240) | Placebo (n = 238) |\n|---|---|---|\n"
        "| Rash | 12 (5%) | 9 (4%) |\n| Gout | 1 (<1%) | 2 (<1%) |"
    )
    assert _kinds(rows["Gout"]) == [("count", "1"), ("count", "2")]


def test_a_change_in_words_is_a_percentage() -> None:
    """ "17% decrease" says a percentage."""
    rows = _rows("| | Pressure |\n|---|---|\n| Left foot | 17% decrease |\n| Right foot | 23% |")
    assert _kinds(rows["Left foot"]) == [("percent", "17")]


def test_arr_is_what_the_article_says() -> None:
    """ARR is an adjusted relative risk where the article introduces it so."""
    table = "| | ARR (95% CI) |\n|---|---|\n| Quit smoking | 1.24 (1.06-1.45) |"
    said = "Quitting was likelier (adjusted relative risk [ARR] 1.24, 95% CI 1.06-1.45)."
    effect = _rows(table, said)["Quit smoking"].effect
    assert effect is not None and (effect.kind, effect.adjusted) == ("RR", True)


def test_a_heading_that_says_effect_only_is_read_row_by_row() -> None:
    """Under "Effect (95% CI)" rates are compared by ratios, measurements by differences."""
    rows = _rows(
        "| End point | Triple (n = 120) | Dual (n = 121) | Effect (95% CI) |\n|---|---|---|---|\n"
        "| Attacks, rate per year | 0.85 | 0.89 | 0.95 (0.85 to 1.07) |\n"
        "| Severe attacks, rate per year | 0.13 | 0.19 | 0.66 (0.56 to 0.78) |\n"
        "| Trough FEV1, ml | 94 | -3 | 97 (85 to 109) |\n"
        "| Symptom score | -5.5 | -3.7 | -1.8 (-2.4 to -1.1) |"
    )
    kinds = [r.effect.kind for r in rows.values() if r.effect]
    assert kinds == ["ratio", "ratio", "MD", "MD"]


def test_a_row_that_only_names_a_statistic_speaks_of_the_row_above() -> None:
    """ "RR (95% CI)" below each outcome is that outcome's ratio."""
    rows = _rows(
        "| Outcome | Low dose | High dose | Placebo |\n|---|---|---|---|\n"
        "| Any adenoma, no. (%) | 137 (39.4) | 152 (45.0) | 161 (47.6) |\n"
        "| RR (95% CI) | 0.83 (0.70-0.99) | 0.95 (0.80-1.11) | 1.0 |\n"
        "| Large adenoma, no. (%) | 27 (7.8) | 37 (10.9) | 45 (13.3) |\n"
        "| RR (95% CI) | 0.59 (0.38-0.92) | 0.83 (0.55-1.23) | 1.0 |"
    )
    effects = [(r.endpoint, r.effect.estimate) for r in rows.values() if r.effect]
    named = {(endpoint, estimate.text) for endpoint, estimate in effects if estimate}
    assert ("large adenoma", "0.83") in named
    assert not any(endpoint.startswith("rr") for endpoint, _ in named)


def test_interval_of_a_difference_of_percentages_in_its_own_column() -> None:
    """ "95% CI (%)" beside a difference holds its bounds, no percentage of its own."""
    rows = _rows(
        "| Time | Massage (n = 60) | Rest (n = 61) | Difference in means (%) | 95% CI (%) | P |\n"
        "|---|---|---|---|---|---|\n| Week 8 | -12.0 (1.5) | -9.5 (1.6) | -2.5 | -6.8, 1.8 | 0.25 |"
    )
    (effect,) = [r.effect for r in rows.values() if r.effect is not None]
    assert effect.estimate and effect.low and effect.high
    assert [effect.estimate.text, effect.low.text, effect.high.text] == ["-2.5", "-6.8", "1.8"]


def test_fractions_under_a_heading_that_begins_with_p_are_counts() -> None:
    """How often a P value was lower is no P value."""
    rows = _rows(
        "| Outcome | P value lower with model A | P value lower with model B |\n|---|---|---|\n"
        "| Pain | 9/40 | 12/40 |"
    )
    shown = [(v.nums[0].text, v.total and v.total.text) for r in rows.values() for v in r.values]
    assert shown == [("9", "40"), ("12", "40")]


def test_a_column_of_either_ratio() -> None:
    """ "OR or HR" heads a hazard ratio where the row tells a time to an event."""
    rows = _rows(
        "| Outcome | Drug (n = 90) | Control (n = 88) | OR or HR (95% CI) |\n|---|---|---|---|\n"
        "| Objective response, n (%) | 40 (44.4) | 28 (31.8) | 1.71 (0.93 to 3.15) |\n"
        "| Median overall survival, months | 14.1 | 11.0 | 0.74 (0.53 to 1.03) |"
    )
    kinds = {head: r.effect.kind for head, r in rows.items() if r.effect is not None}
    assert sorted(kinds.values()) == ["HR", "OR"]
    assert kinds["Median overall survival, months"] == "HR"


def test_a_variable_with_the_p_value_of_its_test_heads_its_classes() -> None:
    """A row with nothing but a P value names the rows below, up to one with a test of its own."""
    rows = _rows(
        "| Variable | Cure (n = 52) | No cure (n = 48) | P |\n|---|---|---|---|\n"
        "| Smoking | | | 0.03 |\n| Yes | 14 (26.9) | 23 (47.9) | |\n"
        "| No | 38 (73.1) | 25 (52.1) | |\n| Male | 30 (57.7) | 26 (54.2) | 0.72 |\n"
        "| Weight, kg | 71.2 ± 9.8 | 70.4 ± 8.1 | |"
    )
    assert "Smoking > Yes" in rows
    assert "Smoking > No" in rows
    assert "Male" in rows
    assert "Weight, kg" in rows
