"""Typed tables: what one row and comparison of a trial report's table gives."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path

import pytest

from src.utils.extraction import typed_tables
from src.utils.extraction.table_headers import group_name, heading, looks_like_heading
from src.utils.printed import normalise
from src.utils.reading.jats import read_jats
from src.utils.records import Article, Num, Result, Value


def _article(head: list[str], body: list[str], caption: str = "", foot: str = "") -> Article:
    """An article with one table; cells of a row are separated by "|", "^" spans two columns."""

    def row(line: str, tag: str) -> str:
        out = ""
        for cell in line.split("|"):
            text = cell.strip()
            wide = text.count("^") + 1
            text = (
                escape(text.replace("^", "").strip())
                .replace("[sup]", "<sup>")
                .replace("[/sup]", "</sup>")
            )
            out += f"<{tag} colspan='{wide}'>{text.replace('[br]', '<break/>')}</{tag}>"
        return f"<tr>{out}</tr>"

    notes = f"<table-wrap-foot><p>{escape(foot)}</p></table-wrap-foot>" if foot else ""
    table = (
        f"<table-wrap id='t'><label>Table 1</label><caption><p>{escape(caption)}</p></caption>"
        "<table><thead>"
        + "".join(row(line, "th") for line in head) + "</thead><tbody>"
        + "".join(row(line, "td") for line in body) + f"</tbody></table>{notes}</table-wrap>"
    )  # fmt: skip
    data = f"<article><front><article-meta/></front><body><p>x</p>{table}</body></article>"
    return read_jats(data.encode(), "a.xml")


def _results(head: list[str], body: list[str], caption: str = "", foot: str = "") -> list[Result]:
    article = _article(head, body, caption, foot)
    found = typed_tables.results(article)
    for result in found:
        _check(article, result)
    return found


def _numbers(result: Result) -> list[Num]:
    out: list[Num | None] = [*(p.value for p in result.p), *(a.n for a in result.arms)]
    if result.effect:
        out += [result.effect.estimate, result.effect.low, result.effect.high, result.effect.level]
    for value in result.values:
        out += [*value.nums, value.count, value.total, value.low, value.high, value.sd, value.level]
    return [n for n in out if n is not None]


def _check(article: Article, result: Result) -> None:
    """Every number stands on its printed digits; the evidence is not empty."""
    assert result.spans and result.place == "table" and result.table is not None
    for num in _numbers(result):
        assert normalise(article.quote(num.span)) == num.text


def _effect(result: Result) -> tuple[str, bool, str, str | None, str | None, str | None]:
    e = result.effect
    assert e is not None and e.estimate is not None
    return (
        e.kind, e.adjusted, e.estimate.text, e.low.text if e.low else None,
        e.high.text if e.high else None, e.level.text if e.level else None,
    )  # fmt: skip


def _shown(value: Value) -> dict[str, str]:
    out = {"kind": value.kind, "nums": ",".join(n.text for n in value.nums)}
    for name in ("count", "total", "low", "high", "sd"):
        num = getattr(value, name)
        if num is not None:
            out[name] = num.text
    return out


def test_estimate_and_interval_in_one_cell_with_arms_and_p() -> None:
    """Arms, sizes, counts with percentages, odds ratio, interval, level and P make one result."""
    (result,) = _results(
        ["Outcome | Drug A (n = 120) | Placebo (n = 118) | OR (95% CI) | P value"],
        ["Any fall, n (%) | 48 (40.0) | 60 (50.8) | 0.65 (0.39, 1.08) | .09"],
    )
    assert [(a.name, a.n.text if a.n else "") for a in result.arms] == [
        ("Drug A", "120"), ("Placebo", "118"),
    ]  # fmt: skip
    assert [_shown(v) for v in result.values] == [
        {"kind": "percent", "nums": "40.0", "count": "48"},
        {"kind": "percent", "nums": "50.8", "count": "60"},
    ]
    assert _effect(result) == ("OR", False, "0.65", "0.39", "1.08", "95")
    assert [(p.relation, p.value.text) for p in result.p] == [("=", "0.09")]
    assert (result.endpoint, result.label, result.row, result.column) == (
        "any fall",
        "Table 1",
        1,
        1,
    )


def test_interval_in_its_own_column_and_two_models() -> None:
    """Each estimate takes the interval beside it; the second is adjusted."""
    found = _results(
        ["Factor | OR | 95% CI | Adjusted OR | 95% CI | P"],
        ["Smoker | 1.53 | (1.15, 2.02) | 1.31 | 0.98-1.75 | 0.07"],
    )
    assert [_effect(r) for r in found] == [
        ("OR", False, "1.53", "1.15", "2.02", "95"),
        ("OR", True, "1.31", "0.98", "1.75", "95"),
    ]
    assert [len(r.p) for r in found] == [0, 1]
    assert found[1].context.analysis == "adjusted"


def test_bounds_in_two_columns() -> None:
    """Lower and upper bound may have a column each."""
    (result,) = _results(
        ["Factor | HR | Lower 95% CI | Upper 95% CI | p"], ["Age | 1.02 | 1.01 | 1.04 | <0.001"]
    )
    assert _effect(result) == ("HR", False, "1.02", "1.01", "1.04", "95")
    assert [(p.relation, p.value.text) for p in result.p] == [("<", "0.001")]


def test_univariable_and_multivariable_groups_of_columns() -> None:
    """A heading over ratio and P is an analysis, not a group of patients."""
    found = _results(
        ["Variable | Univariable ^ | Multivariable ^", " | HR (95% CI) | P | HR (95% CI) | P"],
        ["Sex | | | | ", "Male | 1 (ref) | | 1 (ref) | ",
         "Female | 0.80 (0.60-1.07) | 0.13 | 0.77 (0.57-1.04) | 0.09"],
        caption="Predictors of overall survival",
    )  # fmt: skip
    assert [_effect(r)[:2] for r in found] == [("HR", False), ("HR", True)]
    assert [r.context.analysis for r in found] == ["univariable", "multivariable"]
    assert [r.p[0].value.text for r in found] == ["0.13", "0.09"]
    assert all([a.name for a in r.arms] == ["Female", "Male"] for r in found)
    assert {r.endpoint for r in found} == {"OS"}
    assert found[0].context.row == "Sex > Female"


def test_reference_rows_are_no_results() -> None:
    """A ratio of one without an interval is the category compared with, also in the last row."""
    found = _results(
        ["Arm | Events, % | RR (95% CI)"],
        ["Stroke | | ", "Intensive | 6.9 | 1.40 (0.91-2.16)", "Usual care | 4.7 | 1.00"],
    )
    assert [r.effect is not None for r in found] == [True, False]
    assert [a.name for a in found[0].arms] == ["Intensive", "Usual care"]


def test_a_mean_difference_is_no_ratio_though_it_sits_beside_one() -> None:
    """The heading of the column decides, and negative numbers keep their sign."""
    found = _results(
        ["Outcome | Mean difference (95% CI) | Risk ratio (95% CI)"],
        ["Pain | -8.2 (-12 to -4.6) | 0.70 (0.50, 0.98)"],
    )
    assert [_effect(r)[0] for r in found] == ["MD", "RR"]
    assert _effect(found[0])[2:5] == ("-8.2", "-12", "-4.6")


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("1.63 (−1.4–4.71)", "-1.4", "4.71"),
        ("-5.1 (-8.7 - -1.6)", "-8.7", "-1.6"),
        ("0.3 [−0.2, 0.9]", "-0.2", "0.9"),
        ("0.3 (-0.2; 0.9)", "-0.2", "0.9"),
        ("0·3 (0·2 to 0·9)", "0.2", "0.9"),
        ("0.3 (0.2 -0.9)", "0.2", "0.9"),
        (".30 (.2~.9)", "0.2", "0.9"),
        ("0.30* (0.2, 0.9)†", "0.2", "0.9"),
        ("0.30e (0.2, 0.9)", "0.2", "0.9"),
        ("0.30[sup]c[/sup] (0.2, 0.9)", "0.2", "0.9"),
        ("0.30[br](0.2, 0.9)", "0.2", "0.9"),
        ("0.3 (95% CI 0.2, 0.9)", "0.2", "0.9"),
    ],
)
def test_notations_of_an_interval(cell: str, low: str, high: str) -> None:
    """Dashes, minus signs, separators, marks and line breaks in a cell."""
    (result,) = _results(["Outcome | Difference (95% CI)"], [f"Score | {cell}"])
    assert _effect(result)[3:5] == (low, high)


def test_an_estimate_outside_its_interval_is_kept() -> None:
    """What is printed is read; judging it is not the reader's task."""
    (result,) = _results(["x | HR (95% CI)"], ["Death | 0.45 (0.50, 0.72)"])
    assert _effect(result)[2:5] == ("0.45", "0.50", "0.72")


def test_reversed_bounds_are_said() -> None:
    """High-low notation gives low <= high and a flag."""
    (result,) = _results(["x | HR (95% CI)"], ["Death | 0.60 (0.72, 0.50)"])
    assert _effect(result)[3:5] == ("0.50", "0.72")
    assert result.effect is not None and result.effect.reversed_bounds


def test_a_heart_rate_is_no_hazard_ratio() -> None:
    """HR with beats per minute is a measurement."""
    (result,) = _results(
        ["Variable | Drug (n = 10) | Placebo (n = 11)"],
        ["HR (beats/min), mean (SD) | 71 (9) | 73 (8)"],
    )
    assert result.effect is None
    assert _shown(result.values[0]) == {"kind": "mean", "nums": "71", "sd": "9"}


def test_the_head_of_the_row_knows_better_than_the_column() -> None:
    """Mean (SD) in a column headed n (%)."""
    found = _results(
        ["Characteristic | Drug, n (%) | Placebo, n (%)"],
        ["Age, mean (SD) | 63.5 (9.1) | 62.8 (8.7)", "Men | 40 (33.3) | 41 (34.7)"],
    )
    assert _shown(found[0].values[0]) == {"kind": "mean", "nums": "63.5", "sd": "9.1"}
    assert _shown(found[1].values[0]) == {"kind": "percent", "nums": "33.3", "count": "40"}


def test_percent_before_count() -> None:
    """% (n) is read in its own order."""
    (result,) = _results(
        ["Outcome | A (n = 29) | B (n = 32)"], ["Transfusion, %(n) | 17.2 (5) | 18.8 (6)"]
    )
    assert _shown(result.values[0]) == {"kind": "percent", "nums": "17.2", "count": "5"}


def test_count_and_percent_in_two_columns_of_one_group() -> None:
    """N and % under one heading are one value of that group."""
    (result,) = _results(
        ["Reason | North ^ | South ^", " | N | % | N | %"], ["Too busy | 37 | 25.5 | 23 | 38.3"]
    )
    assert [a.name for a in result.arms] == ["North", "South"]
    assert [_shown(v) for v in result.values] == [
        {"kind": "percent", "nums": "25.5", "count": "37"},
        {"kind": "percent", "nums": "38.3", "count": "23"},
    ]


def test_medians_with_intervals_and_not_reached() -> None:
    """The interval of a median is the value's own; NR is not reached."""
    (result,) = _results(
        ["Endpoint | A (n = 100) | B (n = 99) | HR (95% CI)"],
        ["Median OS, months (95% CI) | NR (21.0-NR) | 14.1 (12.0-16.2) | 0.60 (0.45-0.80)"],
    )
    assert result.endpoint == "OS" and result.unit == "months"
    assert result.values[0].not_reached and _shown(result.values[0])["low"] == "21.0"
    assert _shown(result.values[1]) == {
        "kind": "median", "nums": "14.1", "low": "12.0", "high": "16.2",
    }  # fmt: skip


def test_quartiles_are_no_interval_of_the_median() -> None:
    """Quartiles are kept, and said to be no interval."""
    (result,) = _results(["x | A | B"], ["Stay, median (IQR) | 5 (3-8) | 6 (4-9)"])
    assert _shown(result.values[0]) == {"kind": "median", "nums": "5", "low": "3", "high": "8"}
    assert [v.spread for v in result.values] == ["IQR", "IQR"]


@pytest.mark.parametrize(
    ("cell", "shown", "spread"),
    [
        ("39.4 ±(2.3)", "mean 39.4 sd 2.3", ""),
        ("17.6±1.1 (145)", "mean 17.6 sd 1.1", ""),
        ("6.1 (0.4) n = 85", "other 6.1 sd 0.4", "bracket"),
        ("- 2.8 (5.5)", "other -2.8 sd 5.5", "bracket"),
        ("14/20 (13.5 to 15)", "other 14 total 20 low 13.5 high 15", ""),
        ("67/70, 95.7%", "percent 95.7 count 67 total 70", ""),
        ("6\\10", "count 6 count 6 total 10", ""),
        ("1.4 (1.2-2.0) [17]", "other 1.4 low 1.2 high 2.0", ""),
        ("27.8 ± 5.1 [16 ÷ 40]", "mean 27.8 low 16 high 40 sd 5.1", ""),
    ],
)
def test_a_cell_without_words_keeps_all_its_numbers(cell: str, shown: str, spread: str) -> None:
    """What stands in brackets behind a number is kept, also when nothing names it."""
    (result,) = _results(["x | A | B"], [f"Flow | {cell} | {cell}"])
    said = _shown(result.values[0])
    words = [said.pop("kind"), said.pop("nums"), *(w for item in said.items() for w in item)]
    assert " ".join(words) == shown
    assert result.values[0].spread == spread


def test_rows_headed_by_the_statistic() -> None:
    """A row "HR (95% CI)" over columns of arms, with its P in the row below."""
    found = _results(
        ["Overall survival | Placebo (n = 50) | Drug (n = 52)"],
        ["Events, n (%) | 30 (60.0) | 24 (46.2)", "HR (95% CI) | 1.00 | 0.71 (0.42-1.20)",
         "P value | | 0.20"],
        caption="Overall survival",
    )  # fmt: skip
    effect = next(r for r in found if r.effect)
    assert _effect(effect) == ("HR", False, "0.71", "0.42", "1.20", "95")
    assert sorted(a.name for a in effect.arms) == ["Drug", "Placebo"]
    assert effect.p[0].value.text == "0.20" and effect.endpoint == "OS"


def test_an_interval_in_the_row_below_belongs_to_the_value_above() -> None:
    """(95% CI) under a response rate completes it."""
    (result,) = _results(
        ["x | A | B"],
        ["Overall response, n (%) | 32 (34%) | 33 (26%)", "(95% CI) | (17-32%) | (18-33%)"],
    )
    assert _shown(result.values[0]) == {
        "kind": "percent", "nums": "34", "count": "32", "low": "17", "high": "32",
    }  # fmt: skip
    assert result.endpoint == "ORR"


def test_sections_give_the_endpoint_and_the_path() -> None:
    """The title row above names what the rows below are about."""
    found = _results(
        ["x | A | B | HR (95% CI)"],
        ["Progression-free survival ^^^", "Median, months | 5.4 | 4.1 | 0.70 (0.55-0.90)",
         "Adverse events ^^^", "Nausea, n (%) | 10 (20) | 8 (16) | "],
    )  # fmt: skip
    assert [r.endpoint for r in found] == ["PFS", "nausea"]
    assert found[0].context.row == "Progression-free survival > Median, months"


def test_a_head_repeated_in_the_body_starts_anew() -> None:
    """Rows below a second head follow that head."""
    found = _results(
        ["Men | OR (95% CI) | P"],
        [
            "Age | 1.02 (1.00-1.04) | 0.05",
            "Women | HR (95% CI) | P",
            "Age | 1.10 (1.02-1.19) | 0.01",
        ],
    )
    assert [_effect(r)[0] for r in found] == ["OR", "HR"]


def test_kind_and_level_from_the_caption() -> None:
    """Bare estimates in columns of outcomes take kind and level from the caption."""
    found = _results(
        ["Characteristic | Drinking | Smoking"],
        ["High readiness | 1.42 (0.78, 2.58) | 2.07 (0.76, 5.68)"],
        caption="Odds ratios (95% CI) of favourable outcomes",
    )
    assert [_effect(r) for r in found] == [
        ("OR", False, "1.42", "0.78", "2.58", "95"), ("OR", False, "2.07", "0.76", "5.68", "95"),
    ]  # fmt: skip
    assert all(r.effect is not None and r.effect.level_inherited for r in found)


def test_a_level_of_its_own() -> None:
    """97.5% in the heading is the level of the column."""
    (result,) = _results(["x | HR (97.5% CI)"], ["Death | 0.80 (0.60-1.07)"])
    assert _effect(result)[5] == "97.5"


def test_p_in_the_column_of_ratios() -> None:
    """A cell that says p = is a P value wherever it stands."""
    (result,) = _results(
        ["x | A (n = 29) | B (n = 32) | RR [95% CI] or p-value"],
        ["Loss, mean ± SD | 175 ± 168 | 187 ± 207 | p = .809"],
    )  # fmt: skip
    assert result.effect is None and result.p[0].value.text == "0.809"
    assert _shown(result.values[0]) == {"kind": "mean", "nums": "175", "sd": "168"}


def test_qualified_p_values() -> None:
    """P for interaction does not speak of the effect, and says so."""
    (result,) = _results(
        ["Subgroup | HR (95% CI) | P for interaction"], ["Age < 65 | 0.70 (0.50-0.98) | 0.31"]
    )
    assert [(p.value.text, p.qualifier) for p in result.p] == [("0.31", "interaction")]


def test_decimal_commas() -> None:
    """A table that writes 0,93 is read with decimal commas."""
    found = _results(
        ["Arm | OR | 95% CI"],
        ["A | 0,93 | (0,70 - 1,24)", "B | 1,40 | (0,91 - 2,16)", "C | 1,11 | (0,73 - 1,69)"],
    )
    assert _effect(found[0])[2:5] == ("0.93", "0.70", "1.24")


def test_lines_stacked_in_one_row() -> None:
    """Cells with several lines are several rows when every cell has as many."""
    found = _results(
        ["Site | HR | 95% CI"], ["Nodes[br]Liver | 0.51[br]0.79 | 0.31-0.82[br]0.54-1.16"]
    )
    assert [_effect(r)[2:5] for r in found] == [("0.51", "0.31", "0.82"), ("0.79", "0.54", "1.16")]
    assert [r.endpoint for r in found] == ["nodes", "liver"]


def test_ids_do_not_depend_on_what_stands_elsewhere() -> None:
    """A row added above leaves the id of the row below as it was."""
    head = ["x | HR (95% CI) | P"]
    row = "Death | 0.80 (0.60-1.07) | 0.13"
    (one,) = _results(head, [row])
    two = _results(head, ["Stroke | 0.90 (0.70-1.16) | 0.42", row])
    assert two[1].id == one.id != two[0].id


def test_a_table_of_words_gives_nothing() -> None:
    """No numbers, no results."""
    assert _results(["Task | Measure"], ["Memory | Digit span", "Speed | Trail making"]) == []


def test_ragged_and_empty_tables_do_not_crash() -> None:
    """Rows of unequal length, empty rows, a head alone."""
    assert _results(["a | b"], []) == []
    _results(["a | b | c"], ["x", " | | | | ", "y | 1.0 (0.5-2.0)", "| z |"])


@pytest.mark.parametrize(
    ("text", "role", "kind"),
    [
        ("HR (95% CI)", "effect", "HR"), ("Adjusted hazard ratio", "effect", "HR"),
        ("95 % CI for HR", "interval", "HR"), ("P-value", "p", ""), ("p for trend", "p", ""),
        ("H.R.", "effect", "HR"), ("HR p-value", "p", ""), ("Log-rank P", "p", ""),
        ("Mean (SD)", "value", ""), ("No. (%)", "value", ""), ("T&P", "none", ""),
        ("Group C", "none", ""), ("Vitamin B (n = 5)", "none", ""), ("HR (bpm)", "none", ""),
        ("Patients required (p < 0.05, 80% power)", "value", ""), ("Duration", "none", ""),
        ("Mean difference (95% CI)", "effect", "MD"), ("Cohen's d", "effect", "SMD"),
        ("Risk difference, % (95% CI)", "effect", "RD"), ("t", "statistic", ""),
    ],
)  # fmt: skip
def test_headings_are_typed_by_their_words(text: str, role: str, kind: str) -> None:
    """Each heading has one role, and a kind when it is an effect's."""
    assert (heading(text).role, heading(text).kind) == (role, kind)


def test_names_of_groups() -> None:
    """A heading without size and statistic is the group's name."""
    assert group_name("Control group") == "Control group"
    assert group_name("Active (n = 1,204)") == "Active"
    assert group_name("n (%)") == "" and group_name("Groups") == ""
    assert looks_like_heading("Adjusted OR (95% CI)") and not looks_like_heading("12 (3.4)")


def test_gold_cells_are_in_results() -> None:
    """Of the annotated cells of real articles, 97 % have every number in a typed result."""
    corpus = os.environ.get("AUDIT_CORPUS")
    if not corpus:
        pytest.skip("AUDIT_CORPUS is not set; it names the folder with articles/ and gold/.")
    import json
    import re

    total = found = 0
    known: dict[str, tuple[Article, set[int]]] = {}
    for line in Path(corpus, "gold", "pairs.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        if item["pmcid"] not in known:
            article = read_jats(Path(corpus, "articles", item["pmcid"] + ".nxml").read_bytes(), "a")
            starts = {n.span.start for r in typed_tables.results(article) for n in _numbers(r)}
            known[item["pmcid"]] = article, starts
        article, starts = known[item["pmcid"]]
        for quote in item["cells"]:
            cells = [
                c for t in article.tables for c in t.cells
                if " ".join(" ".join(article.quote(p) for p in c.pieces).split()) == quote
            ]  # fmt: skip
            total += 1
            found += any(
                all(
                    p.start + m.start() in starts or p.start + m.start() - 1 in starts
                    for p in c.pieces
                    for m in re.finditer(r"\d+(?:[.,]\d+)*|\.\d+", article.shadow[p.start : p.end])
                )
                for c in cells
            )
    assert total > 200 and found >= 0.97 * total, f"{found} of {total}"


def test_an_estimate_beside_a_ratio_is_the_value_of_its_group() -> None:
    """ "Estimate" beside "HR vs mild" under a group's name holds the group's medians."""
    results = _results(
        ["Outcome|Mild (n=512)|Moderate (n=444)^|Severe (n=262)^",
         "||Estimate|HR (95% CI) vs mild|Estimate|HR (95% CI) vs mild"],
        ["Median survival, months (95% CI)|88.2 (81.5-95.3)|57.6 (52.1-63.2)|1.58 (1.31-1.91)"
         "|29.7 (25.8-33.9)|2.79 (2.30-3.38)"],
    )  # fmt: skip
    first, second = results
    values = {first.arms[v.arm or 0].name: (v.kind, v.nums[0].text) for v in first.values}
    assert values == {
        "Mild": ("median", "88.2"), "Moderate": ("median", "57.6"), "Severe": ("median", "29.7"),
    }  # fmt: skip
    assert [a.name for a in first.arms][:2] == ["Moderate", "Mild"]
    assert [_effect(r)[0] for r in results] == ["HR", "HR"]
    assert [a.name for a in second.arms] == ["Severe", "Mild"]


def test_events_and_rates_belong_to_the_group_above_them() -> None:
    """ "No. of events" and "Rate per 1000 person-years" name no group, "screening" no time."""
    (result,) = _results(
        ["Outcome|Screening Group^|Control Group^|Rate Ratio (95% CI)",
         "|No. of Events|Rate per 1000 Person-Yr|No. of Events|Rate per 1000 Person-Yr|"],
        ["Death from rupture|187|2.05|243|2.70|0.76 (0.63-0.92)"],
    )  # fmt: skip
    assert [a.name for a in result.arms] == ["Screening Group", "Control Group"]
    assert [(v.arm, v.kind, v.nums[0].text) for v in result.values] == [
        (0, "count", "187"), (0, "rate", "2.05"), (1, "count", "243"), (1, "rate", "2.70"),
    ]  # fmt: skip


def test_cases_beside_controls_are_a_group() -> None:
    """ "Cases (n = 537)" is a count of nothing where "Controls" stands beside it."""
    (result,) = _results(
        ["Variable|Cases (n = 537), n (%)|Controls (n = 561), n (%)|P"],
        ["Ever smokers|255 (47.5)|231 (41.2)|0.04"],
    )
    assert [(a.name, a.n.text if a.n else None) for a in result.arms] == [
        ("Cases", "537"), ("Controls", "561"),
    ]  # fmt: skip
    assert [v.arm for v in result.values] == [0, 1]
