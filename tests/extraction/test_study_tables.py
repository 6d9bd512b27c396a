"""Results of review tables: the first article by hand, and shapes that other reviews have."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from src.utils import paths
from src.utils.extraction.study_tables import results, studies
from src.utils.reading import read, read_text
from src.utils.records import Article, Result

GOLD = Path(__file__).parents[1] / "gold" / "fu_tables.csv"


def shown(result: Result) -> dict[str, str]:
    """A result in the columns of the gold sheet."""
    e = result.effect
    values = ["NR" if v.not_reached else "-".join(n.text for n in v.nums) for v in result.values]
    return {
        "table": result.label,
        "ref": "|".join(result.ref),
        "study": result.study,
        "endpoint": result.endpoint,
        "criterion": result.criterion,
        "population": result.context.population,
        "arms": "|".join(a.name for a in result.arms),
        "n": "|".join(a.n.text if a.n else "" for a in result.arms),
        "values": "|".join(values),
        "unit": result.unit,
        "kind": e.kind if e else "",
        "adjusted": ("yes" if e.adjusted else "no") if e else "",
        "estimate": e.estimate.text if e and e.estimate else "",
        "level": e.level.text if e and e.level else "",
        "low": e.low.text if e and e.low else "",
        "high": e.high.text if e and e.high else "",
        "p": "|".join(f"{p.relation} {p.value.text}" for p in result.p),
    }


@pytest.fixture(scope="module")
def review() -> Article:
    """The first article."""
    return read(paths.default_article())


def test_all_results_of_the_first_article_as_typed_by_hand(review: Article) -> None:
    """Tables 1 to 4 hold 25, 17, 6 and 7 results, each a whole tuple as a person reads it."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    found = [shown(r) for r in results(review)]
    assert [sum(r["table"] == f"Table {k}" for r in found) for k in (1, 2, 3, 4)] == [25, 17, 6, 7]
    for have, want in zip(found, expected, strict=True):
        assert have == want


def test_every_span_of_a_result_is_its_quote(review: Article) -> None:
    """A number's span holds exactly the printed numeral, in the file itself."""
    for r in results(review):
        nums = [n for v in r.values for n in v.nums] + [p.value for p in r.p]
        nums += [a.n for a in r.arms if a.n]
        if r.effect:
            e = r.effect
            nums += [n for n in (e.estimate, e.low, e.high, e.level) if n]
        for n in nums:
            assert review.quote(n.span) == n.text


def test_headings_without_a_cell_are_absent_endpoints(review: Article) -> None:
    """References 36, 41 and 43 announce an mRECIST response under which no cell stands."""
    absent = {s.ref: [s.endpoints[k][:2] for k in s.empty] for s in studies(review) if s.empty}
    assert absent == {
        ("36",): [("ORR", "mRECIST")],
        ("41",): [("ORR", "mRECIST")],
        ("43",): [("ORR", "mRECIST")],
    }


def test_studies_of_the_first_article(review: Article) -> None:
    """Author, year, design and country as the tables print them; three arms with their sizes."""
    rows = {s.ref[0]: s for s in studies(review)}
    assert len(rows) == 20
    assert (rows["33"].author, rows["33"].year, rows["33"].design, rows["33"].country) == (
        "Kudo", "2020", "RCT", "Japan",
    )  # fmt: skip
    assert [(a.name, a.n.text if a.n else "") for a in rows["44"].arms] == [
        ("Durvalumab plus bevacizumab plus TACE", "204"),
        ("durvalumab plus TACE", "207"),
        ("TACE", "205"),
    ]
    assert rows["55"].design == "cohort study"


WIDE = """# Statins after stroke: a review

## Results

Table 1. Trials of statins

| Author, year | Country | Design | Arms | Stroke recurrence, HR (95% CI) | P value | OS, months |
|---|---|---|---|---|---|---|
| Amarenco 2006 [1] | France | RCT | atorvastatin (n = 2365) vs. placebo (n = 2366) | 0.84 (0.71-0.99) | 0.03 | 21.3 vs. 26.6 |
| Hosomi 2015 [2] | Japan | RCT | pravastatin (n = 793) vs. control (n = 785) | 0.97 (0.73-1.29) | 0.82 | |

## References

1. Amarenco P, Bogousslavsky J. High-dose atorvastatin after stroke. N Engl J Med 2006;355:549-59.
2. Hosomi N, Nagai Y. The Japan statin treatment against recurrent stroke. EBioMedicine 2015;2:1071-8.
"""  # noqa: E501  a row of a table is one line


def test_one_row_per_study_with_statistics_in_the_header() -> None:
    """Kind, level and unit stand in the column's header; the P column completes its result."""
    article = read_text(WIDE)
    found = [shown(r) for r in results(article)]
    first = found[0]
    assert (first["endpoint"], first["kind"], first["estimate"], first["level"]) == (
        "recurrence", "HR", "0.84", "95",
    )  # fmt: skip
    assert (first["low"], first["high"], first["p"]) == ("0.71", "0.99", "= 0.03")
    assert (first["arms"], first["n"]) == ("atorvastatin|placebo", "2365|2366")
    assert (found[1]["endpoint"], found[1]["values"], found[1]["unit"]) == (
        "OS", "21.3|26.6", "months",
    )  # fmt: skip
    assert [s.ref for s in studies(article)] == [("1",), ("2",)]
    hosomi = studies(article)[1]
    assert [hosomi.endpoints[k][0] for k in hosomi.empty] == ["OS"]


SHAPES = """# Aspirin: a review

## Results

Table 1: Characteristics and outcomes

| First author | Year | Ref. | Design | Intervention | Control | N | ORR (%) | PFS (months) | HR (95% CI) | p-value |
|---|---|---|---|---|---|---|---|---|---|---|
| Smith | 2019 | 1 | RCT | Aspirin | placebo | 80/76 | 57 vs. 47 | 26.7 vs. 20.6 | 0.57 (0.36-0.92) | 0.02 |
| van den Berg | 2021 | 2 | Cohort | Apixaban | VKA | 100/112 | – | 9 vs. NR | 0.94 (0.70-1.26) | <0.05 |

## References

1. Smith J, Doe B. Aspirin in heart failure: a randomised trial. Lancet 2019;393:1-9.
2. van den Berg T. Apixaban cohort. BMJ 2021;372:n1.
"""  # noqa: E501  a row of a table is one line


def test_what_describes_a_study_in_columns_of_its_own() -> None:
    """Author, year, bare reference number, arms and sizes each have a column."""
    article = read_text(SHAPES)
    rows = studies(article)
    assert [(s.ref, s.author, s.year) for s in rows] == [
        (("1",), "Smith", "2019"),
        (("2",), "van den Berg", "2021"),
    ]
    assert [(a.name, a.n.text if a.n else "") for a in rows[1].arms] == [
        ("Apixaban", "100"),
        ("VKA", "112"),
    ]
    found = [shown(r) for r in results(article)]
    assert [(r["endpoint"], r["values"], r["unit"], r["estimate"], r["p"]) for r in found] == [
        ("ORR", "57|47", "%", "", ""),
        ("PFS", "26.7|20.6", "months", "0.57", "= 0.02"),
        ("PFS", "9|NR", "months", "0.94", "< 0.05"),
    ]


def test_an_html_table_with_a_header_in_two_rows() -> None:
    """The endpoint spans two columns; median and ratio stand under it and make one result."""
    article = read_text(
        "# T\n\n<table><caption>Table 1. Trials</caption><thead><tr><th>Study</th><th>Arms</th>"
        "<th colspan='2'>Overall survival</th></tr><tr><th></th><th></th><th>Median, months</th>"
        "<th>HR (95% CI)</th></tr></thead><tbody><tr><td>Smith 2019<sup>1</sup></td>"
        "<td>Aspirin (80) vs placebo (76)</td><td>26.7 vs 20.6</td><td>0.57 (0.36&ndash;0.92)</td>"
        "</tr></tbody></table>\n\n## References\n\n1. Smith J. Aspirin. Lancet 2019;393:1-9.\n"
    )
    (found,) = [shown(r) for r in results(article)]
    assert (found["endpoint"], found["values"], found["unit"], found["level"]) == (
        "OS", "26.7|20.6", "months", "95",
    )  # fmt: skip
    assert (found["estimate"], found["low"], found["high"]) == ("0.57", "0.36", "0.92")
    assert found["n"] == "80|76"
