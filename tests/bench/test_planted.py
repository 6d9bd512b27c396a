"""Planting and scoring, small and seeded; the benchmarks themselves are make targets."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from src.utils.bench import copies, faults, gold, gold_pairs, printed_items, scores, slips
from src.utils.bench.planting import Source
from src.utils.bench.slips import Slip
from src.utils.reading import read_text
from src.utils.records import Span


@pytest.fixture(scope="module")
def source(review: Path) -> Source:
    """The review with its audit."""
    return Source(review)


def test_items_are_found_without_the_engine() -> None:
    """An effect with interval and P, a pair of values, a count with its percentage."""
    text = "HR 0.57 (95% CI: 0.45-0.72), P < 0.001; 9.6 months vs. 5.4 months; 27 of 124 (21.8%)."
    found = printed_items.Inventory(read_text(text)).items
    assert sorted(i.key for i in found) == [
        ("count", "27", "124", "21.8"),
        ("effect", "0.57", "0.45", "0.72"),
        ("pair", "9.6", "5.4"),
    ]


@pytest.mark.parametrize(
    ("numbers", "seen"),
    [
        ({"e": "0.45", "l": "0.45", "u": "0.72"}, True),  # was central, is no longer
        ({"e": "0.57", "l": "0.45", "u": "0.73"}, False),  # within rounding
        ({"e": "0.97", "l": "0.45", "u": "0.72"}, True),  # outside
    ],
)
def test_what_a_perfect_reader_sees(numbers: dict[str, str], seen: bool) -> None:
    """The ceiling is arithmetic on printed digits: 0.57 * 0.57 = 0.325, 0.45 * 0.72 = 0.324."""
    before = {"e": "0.57", "l": "0.45", "u": "0.72"}
    assert bool(printed_items.impossible(numbers, before)) is seen


def test_a_planted_digit_is_caught_and_nothing_else(source: Source) -> None:
    """One wrong digit in one of two agreeing places."""
    at = source.audit.article.text.index("0.58 (95%CI: 0.45-0.75)")
    result = source.plant(Slip("last digit", Span(at + 3, at + 4), "6", "printed elsewhere"))
    assert result is not None and result.loud and not result.elsewhere


def test_changed_copies_are_found(review: Path) -> None:
    """A handful of the few hundred that the benchmark tries."""
    found, quiet = copies.measure(review, 6, 7)
    assert found.misses == [] and quiet.misses == []


def test_planning_is_the_same_for_the_same_seed(source: Source) -> None:
    """A seed gives the same slips."""
    first = faults.chosen(source, 3, random.Random("a"))
    assert first == faults.chosen(source, 3, random.Random("a"))
    assert set(first) == set(faults.MAKERS)
    assert all(s.name == name for name, found in first.items() for s in found)


def test_decimal_shift_moves_one_place() -> None:
    """0.57 becomes 5.7, 13.9 becomes 1.39."""
    rng = random.Random(1)
    assert slips._shifted("0.57", rng) == "5.7"
    assert slips._shifted("13.9", rng) == "1.39"


def test_rates_print_their_denominator() -> None:
    """Nineteen of twenty with its interval."""
    rate = scores.Rate("x")
    for i in range(20):
        rate.add(i > 0, "the first")
    assert "19 of 20" in rate.row() and rate.misses == ["the first"]


def test_without_a_corpus_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """bench-gold is no failure where no corpus is."""
    monkeypatch.delenv("AUDIT_CORPUS", raising=False)
    assert gold.main([]) == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_gold_places_are_located(corpus: Path) -> None:
    """A quote and a cell of the first annotated pair are found in the article as read."""
    item = gold_pairs.lines(corpus / "gold" / "pairs.jsonl")[0]
    one = gold_pairs.audited(corpus / "articles" / f"{item['pmcid']}.nxml")
    texts, cells = gold_pairs.both_sides(one.located, item)
    assert texts and cells


JATS = """<?xml version="1.0" encoding="utf-8"?>
<article><front><article-meta><title-group><article-title>A trial</article-title></title-group>
</article-meta></front><body><sec><title>Results</title><p>The <italic>odds ratio</italic> for
fever was 2.24 (95% CI 1.21 to 4.21; <italic>P</italic> = 0.012) &amp; stable (Table 1).</p>
<table-wrap id="t1"><label>Table 1</label><caption><p>Fever</p></caption><table><thead><tr>
<th>Outcome</th><th>Odds ratio (95% CI)</th><th>P</th></tr></thead><tbody><tr><td>Fever</td>
<td>2.24 (1.21 to 4.21)</td><td>0.012</td></tr></tbody></table></table-wrap></sec></body></article>
"""


def test_xml_is_changed_in_its_text_content(tmp_path: Path) -> None:
    """The digit changes in the element's text, the markup stays, and the change is caught."""
    path = tmp_path / "trial.nxml"
    path.write_text(JATS, encoding="utf-8")
    source = Source(path)
    at = source.audit.article.text.index("4.21")
    slip = Slip("first digit", Span(at, at + 4), "9.21", "printed elsewhere")
    data = source.changed(slip)
    assert data is not None
    assert data.count(b"9.21") == 1 and data.count(b"4.21") == 1 and b"<italic>P</italic>" in data
    result = source.plant(slip)
    assert result is not None and result.caught
