"""Tables in Markdown: flattened, piped, HTML; shifted rows and rows that go on elsewhere."""

from __future__ import annotations

import pytest

from src.utils import paths
from src.utils.extraction.study_tables import results
from src.utils.reading import read, read_text
from src.utils.records import Article, Table

HEAD = "Group\tCountry\tRef.\tStudy design\t"
FIRST = "Drug (n = 80) vs. placebo (n = 76)\tSpain\tRuiz et al. 2018 <sup>[1]</sup>\tRCT\t"
SECOND = "Diet (n = 60) vs. usual diet (n = 61)\tPeru\tLind et al. 2019 <sup>[2]</sup>\tRCT\t"
THREE = FIRST.replace(
    "Drug (n = 80) vs. placebo (n = 76)", "A (n = 204) vs. B (n = 207) vs. C (n = 205)"
)
HEADINGS = "\tOS\tPFS\tORR, mRECIST\t"
VALUES = ["24.1 months vs. 18.3 months", "9.1 months vs. 6.3 months", "60.0% vs. 31.6%"]
END = (
    "\n\nOS: overall survival; PFS: progression-free survival.\n\n## References\n\n"
    "1. Ruiz M. A drug. *Lung* 2018;49:1-9.\n2. Lind S. A diet. *Lung* 2019;50:1-9.\n"
)


def flat(*rows: str) -> Article:
    """An article with one flattened table."""
    return read_text(
        "# T\n\n## Results\n\nAs shown.\n\n**Table 1. Trials**\n\n" + "\n".join(rows) + END
    )


def shown(article: Article, table: Table) -> list[list[str]]:
    """The cells as they read."""
    return [
        ["" if c is None else " ".join(article.view(c.pieces).text.split()) for c in row]
        for row in table.grid()
    ]


def told(article: Article) -> list[tuple[str, list[str]]]:
    """Endpoint and values of each result."""
    return [(r.endpoint, [n.text for v in r.values for n in v.nums]) for r in results(article)]


EXPECTED = [("OS", ["24.1", "18.3"]), ("PFS", ["9.1", "6.3"]), ("ORR", ["60.0", "31.6"])]


@pytest.mark.parametrize("lead", [0, 1, 2, 3])
def test_values_find_their_headings_wherever_they_stand(lead: int) -> None:
    """A row of values that slipped by one or two cells to either side is read the same."""
    article = flat(HEAD, FIRST, HEADINGS, "\t" * lead + "\t".join(VALUES))
    assert told(article) == EXPECTED


def test_headings_that_slipped_left_are_headings() -> None:
    """A row of headings may fill the first cell."""
    article = flat(HEAD, FIRST, HEADINGS[1:], "\t" + "\t".join(VALUES))
    assert told(article) == EXPECTED


def test_a_missing_value_is_told_by_the_kinds_of_the_others() -> None:
    """Two values under three headings: the percentage is the response, so PFS has no cell."""
    article = flat(HEAD, FIRST, HEADINGS, "\t" + VALUES[0] + "\t\t" + VALUES[2])
    study = article.tables[0].studies[0]
    assert [study.endpoints[k][0] for k in study.empty] == ["PFS"]


def test_a_row_goes_on_after_a_page_break() -> None:
    """The rest of a cell that stands below the table belongs to the cell; the prose does not."""
    rest = "0.94 (95%CI: 0.75-1.19),  $P = 0.638$"
    article = flat(
        HEAD, FIRST, "\tOS\tPFS\t\t", "\t24.1 months vs. 18.3 months, HR\t\t\t", "", "", "", rest
    )
    (found,) = results(article)
    assert found.effect is not None and found.effect.estimate is not None
    assert (found.effect.estimate.text, found.p[0].value.text) == ("0.94", "0.638")
    assert len(found.spans) == 2
    assert any("goes on outside the table" in repair for repair in article.tables[0].repairs)
    prose = flat(
        HEAD,
        FIRST,
        "\tOS\t\t\t",
        "\t24.1 months vs. 18.3 months\t\t\t",
        "",
        "As we said, all lived.",
    )
    assert all(len(c.pieces) <= 1 for c in prose.tables[0].cells)


def test_two_rows_of_values_under_one_heading() -> None:
    """Two comparisons of a three-arm trial stand under each other; the control is shared."""
    article = flat(
        HEAD,
        THREE,
        "\tPFS\tORR, mRECIST\t",
        "\t15 months vs. 8.2 months\t43.6% vs. 41.0% vs. 29.6%\t",
        "\t10 months vs. 8.2 months\t\t",
    )  # fmt: skip
    found = [
        ([a.name for a in r.arms], [n.text for v in r.values for n in v.nums])
        for r in results(article)
    ]
    assert found == [
        (["A", "C"], ["15", "8.2"]),
        (["B", "C"], ["10", "8.2"]),
        (["A", "B", "C"], ["43.6", "41.0", "29.6"]),
    ]


def test_an_undetermined_pair_of_arms_stays_open() -> None:
    """One comparison of a three-arm trial does not say which arms it compares."""
    article = flat(HEAD, THREE, "\tPFS\t\t", "\t15 months vs. 8.2 months\t\t")
    (found,) = results(article)
    assert len(found.arms) == 3
    assert [v.arm for v in found.values] == [None, None]


def test_the_table_s_own_label_caption_and_list() -> None:
    """Caption and abbreviations belong to the table; the sentence around them does not."""
    article = flat(
        HEAD, FIRST, HEADINGS, "\t" + "\t".join(VALUES), SECOND, HEADINGS, "\t" + "\t".join(VALUES)
    )
    (table,) = article.tables
    assert table.label == "Table 1"
    assert [article.quote(p) for p in table.caption] == ["Table 1. Trials"]
    assert [article.quote(p) for note in table.footnotes for p in note] == [
        "OS: overall survival; PFS: progression-free survival."
    ]
    assert [s.ref for s in table.studies] == [("1",), ("2",)]


def test_a_pipe_table_with_escaped_bar_and_ragged_row() -> None:
    """A ragged row is said in a sentence, its cells are kept."""
    article = read_text(
        "# T\n\nTable 1. X\n\n| a | b |\n|---|---|\n| 1 \\| 2 | 3 |\n| 4 |\n| 5 | 6 | 7 |\n"
    )
    (table,) = article.tables
    assert shown(article, table) == [
        ["a", "b", ""],
        ["1 | 2", "3", ""],
        ["4", "", ""],
        ["5", "6", "7"],
    ]
    assert [p.message for p in article.problems] == [
        "Table 1: row 3 has 1 cells where the first row has 2",
        "Table 1: row 4 has 3 cells where the first row has 2",
    ]


def test_an_html_table_with_spans() -> None:
    """Row and column spans are expanded; the header has two rows."""
    article = read_text(
        "# T\n\n<table><caption>Table 3. Y</caption><thead><tr><th rowspan='2'>Arm</th>"
        "<th colspan=2>OS</th></tr><tr><th>median</th><th>HR</th></tr></thead>"
        "<tbody><tr><td>A</td><td>12.1</td><td>0.7</td></tr></tbody></table>\n"
    )
    (table,) = article.tables
    assert table.label == "Table 3"
    assert table.header_rows == 2
    assert shown(article, table) == [
        ["Arm", "OS", "OS"],
        ["Arm", "median", "HR"],
        ["A", "12.1", "0.7"],
    ]


def test_repairs_of_the_first_article() -> None:
    """Eight rows of Table 1 are shifted by a cell and its last row goes on outside it."""
    review = read(paths.default_article())
    repairs = review.tables[0].repairs
    assert sum("one cell to the right" in r for r in repairs) == 8
    assert sum("goes on outside the table" in r for r in repairs) == 1
    assert [t.flattened for t in review.tables] == [True] * 4
    assert [(t.rows, t.columns) for t in review.tables] == [(29, 5), (13, 4), (5, 4), (10, 4)]
