"""Results of running text, against a sheet typed by hand from the first article."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from src.utils import paths
from src.utils.extraction import extract
from src.utils.extraction.table_mentions import tables_named
from src.utils.reading import read, read_text
from src.utils.records import Article, Result

GOLD = Path(__file__).parents[1] / "gold" / "fu_prose.csv"


def rows() -> list[dict[str, str]]:
    """The rows of the hand-typed sheet."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def article() -> Article:
    """The article that the sheets speak of."""
    return read(paths.raw() / "fu-2024-hepatoma-research.md")


@pytest.fixture(scope="module")
def told(article: Article) -> list[Result]:
    """Its results outside tables."""
    return [r for r in extract(article).results if r.place != "table"]


def as_row(article: Article, result: Result) -> dict[str, str]:
    """A result in the columns of the sheet."""
    effect = result.effect

    def text(number: object) -> str:
        return getattr(number, "text", "")

    return {
        "ref": " ".join(result.ref),
        "endpoint": result.endpoint,
        "criterion": result.criterion,
        "arms": "|".join(a.name for a in result.arms),
        "values": "|".join("-".join(n.text for n in v.nums) for v in result.values),
        "unit": result.unit,
        "kind": effect.kind if effect else "",
        "adjusted": "yes" if effect and effect.adjusted else "",
        "estimate": text(effect.estimate) if effect else "",
        "level": text(effect.level) if effect else "",
        "low": text(effect.low) if effect else "",
        "high": text(effect.high) if effect else "",
        "p": " ".join(p.relation + p.value.text for p in result.p),
        "counts": "|".join(v.count.text for v in result.values if v.count),
        "tables": " ".join(result.tables),
    }


@pytest.mark.parametrize("row", rows(), ids=lambda r: f"{r['ref']}-{r['endpoint']}-{r['values']}")
def test_every_result_of_the_prose_is_read_whole(
    article: Article, told: list[Result], row: dict[str, str]
) -> None:
    """Study, arms, endpoint, criterion, values, effect, P, counts and table of one result."""
    at = article.text.find(row["anchor"])
    assert at >= 0 and article.text.count(row["anchor"]) == 1, "the sheet quotes the article once"
    end = at + len(row["anchor"])
    here = [r for r in told if any(s.start < end and at < s.end for s in r.spans)]
    assert len(here) == 1
    expected = {k: v for k, v in row.items() if k != "anchor"}
    assert as_row(article, here[0]) == expected


def test_nothing_else_of_the_prose_is_taken_for_a_result(told: list[Result]) -> None:
    """Epidemiology, doses, stages and the share of events reached are no results."""
    assert len(told) == len(rows())


def test_every_number_is_its_quote(article: Article, told: list[Result]) -> None:
    """The article, sliced at the span of a number, is that number as printed."""
    for result in told:
        numbers = [n for v in result.values for n in v.nums] + [p.value for p in result.p]
        if result.effect:
            e = result.effect
            numbers += [n for n in (e.estimate, e.low, e.high, e.level) if n]
        for number in numbers:
            assert article.quote(number.span) == number.text


def first(text: str) -> Result:
    """The first result of one sentence."""
    results = extract(read_text(f"# A trial\n\n## Results\n\n{text}\n")).results
    assert results, "a result is read"
    return results[0]


def test_each_group_carries_its_own_value() -> None:
    """Values bind to the groups named with them, whatever their order."""
    result = first(
        "Median survival was 9.1 months in the placebo group and 12.4 months in the zinc group."
    )
    assert [
        (result.arms[v.arm].name, v.nums[0].text) for v in result.values if v.arm is not None
    ] == [
        ("placebo group", "9.1"),
        ("zinc group", "12.4"),
    ]


def test_group_spoken_of_comes_first() -> None:
    """ "Compared with B, A was ... (a vs. b)" gives a to A and b to B."""
    result = first(
        "Compared with the control group, the exercise group had a higher response rate "
        "(54% vs. 31%, P = 0.02)."
    )
    assert [a.name for a in result.arms] == ["exercise group", "control group"]
    assert [v.arm for v in result.values] == [0, 1]


def test_time_stated_with_an_endpoint() -> None:
    """A landmark belongs to the context of its rate."""
    result = first(
        "The 2-year overall survival rate was 61% in the early group versus 48% in the late group."
    )
    assert (result.endpoint, result.context.timepoint) == ("OS", "2 years")


def test_table_references_are_expanded() -> None:
    """A list or a supplement's label is a table reference too."""
    assert tables_named("(Tables 2 and 3; table S1)") == ["Table 2", "Table 3", "Table S1"]
