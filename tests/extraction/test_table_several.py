"""Cells of several results, rows of several lines or categories, numbers in heads."""

from __future__ import annotations

import pytest

from src.utils.extraction import extract
from src.utils.records import Result, Value
from tests.extraction.test_typed_tables import _article, _results


def _say(value: Value) -> str:
    out = [value.kind, *(n.text for n in value.nums)]
    for name in ("count", "total", "low", "high", "sd"):
        num = getattr(value, name)
        out += [name, num.text] if num is not None else []
    return " ".join(out)


def _values(result: Result) -> list[str]:
    return [_say(v) for v in result.values]


def _cell(text: str, head: str = "Arm A (n = 120)", row: str = "Healed") -> list[str]:
    more = "Died | 12 (10.0%) | 12 (10.2%)"
    results = _results([f"x | {head} | Arm B (n = 118)"], [f"{row} | {text} | 12 (10.2%)", more])
    return [s for r in results for s in _values(r) if not s.endswith("count 12")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "31/60 (51.7), 9/30 (30.0)",
            ["percent 51.7 count 31 total 60", "percent 30.0 count 9 total 30"],
        ),
        ("44 (0.73) [SD: 0.41]", ["count 44", "mean 0.73 sd 0.41"]),
        ("88 ± 14 min (31 ± 6 %)", ["mean 88 sd 14", "mean 31 sd 6"]),
        ("21 SD 4.5", ["mean 21 sd 4.5"]),
        ("Late ulcer: 8/96 (8.3%)", ["percent 8.3 count 8 total 96"]),
        ("71.4% healed as opposed to 40.2% without it", ["percent 71.4", "percent 40.2"]),
    ],
)  # fmt: skip
def test_cells_of_several_results(text: str, expected: list[str]) -> None:
    """Each result of a cell is one value."""
    assert _cell(text) == expected


@pytest.mark.parametrize(
    "text",
    ["60 mg twice a day", "2.5-5% cream", "0 = never, 1 = often", "13. 2 (6.3, 24.8)",
     "40-120 mg/d (20 mg-60 mg)", "grade 3 (5 days)"],
)  # fmt: skip
def test_cells_that_hold_no_results(text: str) -> None:
    """Doses, codes and broken decimals are not taken apart."""
    assert _cell(text) == []


def test_values_set_against_each_other_belong_to_the_groups_of_the_heading() -> None:
    """ "9.2 vs 6.1 months, 0.64 (0.50 to 0.82)": two values, their ratio, two arms."""
    (result,) = _results(
        ["Outcome | Gel vs cream ^", " | Hazard ratio (95% CI) | P value"],
        ["Time to healing | 9.2 vs 6.1 months, 0.64 (0.50 to 0.82) | 0.003"],
    )
    assert result.effect is not None and result.effect.estimate is not None
    assert result.effect.estimate.text == "0.64"
    assert _values(result) == ["other 9.2", "other 6.1"]
    assert [p.value.text for p in result.p] == ["0.003"]


def test_categories_between_slashes_are_rows() -> None:
    """ "Stage I/II/III | 12/30/8" is one row per stage when the numbers make up the group."""
    found = _results(
        ["x | Yoga (n = 50) | Rest (n = 48)"],
        ["Stage I/II/III | 12/30/8 | 10/29/9", "Pressure (systolic/diastolic) | 131/82 | 128/80"],
    )
    assert [(r.endpoint, _values(r)) for r in found] == [
        ("stage i", ["count 12", "count 10"]),
        ("stage ii", ["count 30", "count 29"]),
        ("stage iii", ["count 8", "count 9"]),
    ]


def test_shares_between_slashes_are_percentages() -> None:
    """ "%, low/medium/high" with numbers that add up to a hundred."""
    found = _results(["x | All (n = 206)| Smokers (n = 84)"], ["Fear, % low/high | 61/39 | 55/45"])
    assert [(r.endpoint, _values(r)) for r in found] == [
        ("fear low", ["percent 61", "percent 55"]),
        ("fear high", ["percent 39", "percent 45"]),
    ]


def test_lines_in_some_cells_make_rows_of_their_own() -> None:
    """What stands in one line is of the whole row, each line of the others a row."""
    article = _article(
        ["Event | Groups | All | Odds ratio (95% CI)"],
        ["Rash | Women[br]vs[br]Men | 40/200 (20.0)[br]9/90 (10.0)"
         " | 2.25 (1.04-4.86)"],
    )  # fmt: skip
    results = [r for r in extract(article).results if r.table is not None]
    shown = {r.context.row: _values(r) for r in results if r.values}
    assert shown == {
        "Rash > Women": ["percent 20.0 count 40 total 200"],
        "Rash > Men": ["percent 10.0 count 9 total 90"],
    }
    assert [r.effect.estimate.text for r in results if r.effect and r.effect.estimate] == ["2.25"]


def test_numbers_in_heads_of_rows_and_columns() -> None:
    """Counts with shares beside names; shares of siblings only when they make a whole."""
    article = _article(
        ["x | Born here (64%) | Born elsewhere (36%)"],
        ["Nausea 41 (19.6%) | |", "Age, mean (SD) | 51 (9) | 49 (8)", "Iodine (10%) | 1.2 | 1.4"],
    )
    found = [r for r in extract(article).results if r.id.startswith("h")]
    assert [(r.endpoint, _values(r)) for r in found] == [
        ("born here", ["percent 64"]),
        ("born elsewhere", ["percent 36"]),
        ("nausea", ["percent 19.6 count 41"]),
    ]


def test_test_statistic_beside_a_p_value() -> None:
    """A cell of a test gives its P value to the row, also without a word in the heading."""
    (result,) = _results(
        ["x | Splint (n = 40) | Cast (n = 41) | Comparison"],
        ["Pain, mean (SD) | 3.1 (1.2) | 4.0 (1.4) | F = 5.79; P = 0.018"],
    )
    assert [(p.relation, p.value.text) for p in result.p] == [("=", "0.018")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("83 (70.3; 61.6–77.8)", ["percent 70.3 count 83 low 61.6 high 77.8"]),
        ("83 (70.3%, 95% CI 61.6 to 77.8)", ["percent 70.3 count 83 low 61.6 high 77.8"]),
        ("83/118 (70.3%; 61.6–77.8)", ["percent 70.3 count 83 total 118 low 61.6 high 77.8"]),
        ("83 [70.3; 61.6–77.8]", ["percent 70.3 count 83 low 61.6 high 77.8"]),
        ("83 (70.3; 71.6–77.8)", []),
    ],
)
def test_a_count_with_its_share_and_interval_in_one_bracket(text: str, expected: list[str]) -> None:
    """The interval is that of the percentage, and only one that holds it."""
    assert _cell(text) == expected


def test_doses_head_columns_of_values_with_intervals():
    """ "10 mg (95% CI)" names a group, no column of bounds."""
    results = _results(
        ["Scale | 10 mg (95% CI) | P | 5 mg (95% CI) | P"],
        ["Itch | 8.5 (5.8 to 11.2) | 0.01 | 4.8 (2.1 to 7.5) | 0.03"],
    )
    said = [s for r in results for s in _values(r)]
    assert said == ["other 8.5 low 5.8 high 11.2", "other 4.8 low 2.1 high 7.5"]
