"""Agreeing pairs that are made to disagree: which numbers belong together, and what is changed."""

from __future__ import annotations

import random
from pathlib import Path

from src.utils.bench import alterations
from src.utils.bench.planting import Source
from src.utils.linking import numerals
from src.utils.printed import normalise
from src.utils.reading import read_text
from src.utils.records import Article, Span

TEXT = """# Splints for carpal tunnel syndrome

Relief was reported by 48.7% with a splint versus 31.2% without (odds ratio 2.09, 95% CI 1.31 to
3.34; P = 0.002).

**Table 2. Relief**

| Outcome | Splint | No splint | Odds ratio (95% CI) | P |
| --- | --- | --- | --- | --- |
| Relief | 74 (48.7) | 48 (31.2) | 2.09 (1.31 to 3.34) | 0.002 |
"""


def _places(article: Article) -> tuple[list[Span], list[Span]]:
    """The sentence and the table's last row."""
    first, last = article.text.index("Relief was"), article.text.index("| Relief |")
    return [Span(first, article.text.index("\n\n**"))], [Span(last, len(article.text))]


def test_each_number_finds_its_counterpart() -> None:
    """Levels are left out, and 48.7 does not pair with the count 48."""
    article = read_text(TEXT)
    found = alterations.matches(article, *_places(article))
    said = [(m.text.text, m.cell.text) for m in found]
    same = ("48.7", "31.2", "2.09", "1.31", "3.34", "0.002")
    assert said == [(n, n) for n in same]
    assert [m.text.text for m in found if m.text.is_p] == ["0.002"]


def test_every_change_is_a_disagreement() -> None:
    """No change stays within rounding of its counterpart, and all stand on one side."""
    article = read_text(TEXT)
    texts, cells = _places(article)
    found = alterations.matches(article, texts, cells)
    made = list(alterations.changes(found, article, random.Random(3)))
    assert {c.side for c in made} == {"text", "cell"}
    for change in made:
        (span, new), *_ = change.edits
        sides = texts if change.side == "text" else cells
        assert any(span in place for place in sides)
        assert change.applied(article.text)[change.moved(span).start :].startswith(new)
        if change.name in ("one digit", "last digit by one", "digits transposed", "P digit"):
            match = change.match
            other = match.cell if change.side == "text" else match.text
            assert not numerals.agreeing(numerals.state(normalise(new), other.text))


def test_arms_are_swapped_and_not_bounds() -> None:
    """The two percentages trade places; the bounds of one interval do not."""
    article = read_text(TEXT)
    found = alterations.matches(article, *_places(article))
    made = alterations.changes(found, article, random.Random(3))
    swapped = [c for c in made if c.name == "arms swapped" and c.side == "text"]
    assert [[new for _, new in c.edits] for c in swapped] == [["31.2", "48.7"]]


def test_several_edits_are_planted_at_once(tmp_path: Path) -> None:
    """The later stretch is replaced first, so that a longer text moves nothing."""
    path = tmp_path / "article.md"
    path.write_text(TEXT, encoding="utf-8")
    source = Source(path)
    a, b = TEXT.index("48.7%"), TEXT.index("31.2%")
    data = source.edited([(Span(a, a + 4), "148.70"), (Span(b, b + 4), "9")])
    assert data is not None and b"148.70% with a splint versus 9% without" in data
