"""Tables of studies in fields whose outcomes have no standard term here."""

from __future__ import annotations

import pytest

from src.utils.extraction import extract
from src.utils.reading.markdown import read_markdown
from src.utils.reading.study_entries import own_name
from src.utils.records import Article, Result

_REFERENCES = """
## References

1. Okafor N, Bello T. Aspirin against pre-eclampsia: a randomised trial. Matern Trials 2019;7:50-61.
2. Lopez M, Ruiz J. Progesterone in women with a short cervix: a trial. Perinat 2021;33:5-16.
"""
_HEAD = "| Author (year) | Type of study | Treatment groups | Pre-eclampsia | Treatment failure |"
_RULE = "|---|---|---|---|---|"
_FIRST = (
    "| Okafor et al. (2019) [1] | RCT | Aspirin (n = 1210) vs. placebo (n = 1205) "
    "| 3.3% vs. 5.2%, RR 0.63 (95% CI 0.43 to 0.93), p = 0.019 | - |"
)
_SECOND = (
    "| Lopez et al. (2021) [2] | RCT | Progesterone (n = 98) vs. placebo (n = 101) "
    "| - | 12.2% vs. 24.8%, p = 0.023 |"
)


def _tabled(article: Article) -> list[Result]:
    return [r for r in extract(article).results if r.place == "table"]


def test_a_column_of_comparisons_is_an_outcome_whatever_it_is_called() -> None:
    """Pre-eclampsia and treatment failure are outcomes because their cells compare arms."""
    text = "\n".join(["# A review", "", "Table 1. Trials", "", _HEAD, _RULE, _FIRST, _SECOND])
    article = read_markdown(text + "\n" + _REFERENCES)
    found = [(r.study, r.endpoint, [a.name for a in r.arms]) for r in _tabled(article)]
    assert found == [
        ("Okafor et al. (2019)", "pre-eclampsia", ["Aspirin", "placebo"]),
        ("Lopez et al. (2021)", "treatment failure", ["Progesterone", "placebo"]),
    ]
    assert [s.empty for s in article.tables[0].studies] == [(1,), (0,)]


@pytest.mark.parametrize("between", ["12", "Table 1. (continued)", "Page 12 of 30"])
def test_a_table_goes_on_under_its_repeated_heading(between: str) -> None:
    """A page number or "(continued)" does not make the second half another table."""
    rows = ["Table 1. Trials", "", _HEAD, _RULE, _FIRST, "", between, "", _HEAD, _RULE, _SECOND]
    article = read_markdown("\n".join(["# A review", "", *rows]) + "\n" + _REFERENCES)
    (table,) = article.tables
    assert (table.label, table.rows, len(table.studies)) == ("Table 1", 3, 2)


def test_a_page_number_after_a_table_is_no_part_of_its_last_cell() -> None:
    """A bare whole number continues no cell that is complete."""
    rows = ["Table 1. Trials", "", _HEAD, _RULE, _FIRST, "", "12", "", "More was found later."]
    (table,) = read_markdown("\n".join(["# A review", "", *rows]) + "\n" + _REFERENCES).tables
    assert table.repairs == ()


def test_label_alone_on_its_line() -> None:
    """The title of a table may stand on the line below its number."""
    rows = ["Table 1", "Trials of prevention", "", _HEAD, _RULE, _FIRST, _SECOND]
    (table,) = read_markdown("\n".join(["# A review", "", *rows]) + "\n" + _REFERENCES).tables
    assert table.label == "Table 1"


def test_prose_that_opens_with_a_table_is_no_caption() -> None:
    """A line broken after "Table 1" goes on as a sentence, not as a title."""
    article = read_markdown("# A review\n\n## Results\n\nTable 1\nshows the trials we found.\n")
    assert [b.kind for b in article.blocks][-1] == "paragraph"


def test_html_table_without_spans_is_put_right_like_any_other() -> None:
    """Values one cell to the right of their headings move back under them in HTML too."""
    cells = [
        ["Group", "Ref.", "Study design", ""],
        ["A (n = 80) vs. B (n = 76)", "Okafor et al. 2019 [1]", "RCT", ""],
        ["", "OS", "PFS", ""],
        ["", "", "26.7 months vs. 20.6 months", "25.2 months vs. 13.5 months"],
    ]
    rows = "\n".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in cells)
    text = f"# A review\n\nTable 1. Trials\n\n<table>\n{rows}\n</table>\n{_REFERENCES}"
    found = [(r.endpoint, r.values[0].nums[0].text) for r in _tabled(read_markdown(text))]
    assert found == [("OS", "26.7"), ("PFS", "25.2")]


def test_headings_of_no_known_outcome_still_head_their_values() -> None:
    """Words over a row of nothing but results are headings, MACE as well as OS."""
    rows = [
        "Group\tRef.\tStudy design\t",
        "A (n = 640) vs. B (n = 644)\tOkafor et al. 2019 [1]\tRCT\t",
        "\tMACE\tBleeding\t",
        "\t15.3% vs. 16.1%, P = 0.71\t1.9% vs. 2.0%, P = 0.85\t",
    ]
    text = "\n".join(["# A review", "", "Table 1. Trials", "", *rows]) + "\n" + _REFERENCES
    found = [(r.endpoint, r.values[0].nums[0].text) for r in _tabled(read_markdown(text))]
    assert found == [("mace", "15.3"), ("bleeding", "1.9")]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("HbA1c (%), mean difference (95% CI)", "hba1c"),
        ("28-day delirium, n (%)", "28-day delirium"),
        ("OR (95% CI)", ""),
        ("P value", ""),
        ("Pain score (points)", "pain score"),
    ],
)
def test_heading_without_unit_and_statistic(heading: str, name: str) -> None:
    """What remains of a heading is the outcome."""
    assert own_name(heading) == name


def test_prose_finds_the_outcome_of_a_heading() -> None:
    """The sentence's outcome is the one that a heading of the table names."""
    prose = (
        "In the first trial [1] (Table 1), pre-eclampsia was less frequent with aspirin than with "
        "placebo (3.3% vs. 5.2%, RR 0.63, 95% CI 0.43 to 0.93, p = 0.019)."
    )
    rows = ["Table 1. Trials", "", _HEAD, _RULE, _FIRST, _SECOND]
    text = "\n".join(["# A review", "", "## Trials", "", prose, "", *rows]) + "\n" + _REFERENCES
    told = [r.endpoint for r in extract(read_markdown(text)).results if r.place == "text"]
    assert told == ["pre-eclampsia"]


def test_study_with_another_year_is_still_that_entry() -> None:
    """A name-and-year row of a wrong year is held against the one entry by its author."""
    row = _FIRST.replace("(2019) [1]", "(2009)")
    article = read_markdown(
        "\n".join(["# A review", "", "Table 1. Trials", "", _HEAD, _RULE, row, _SECOND])
        + "\n"
        + _REFERENCES
    )
    assert article.tables[0].studies[0].ref == ("1",)
