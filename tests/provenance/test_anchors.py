"""Anchors fail closed, and traces end at printed characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from src.utils.errors import InputError
from src.utils.provenance import anchors
from src.utils.provenance.trace import trace
from src.utils.reading import read_text
from tests.provenance import made


def test_anchor_in_the_same_file() -> None:
    """In an unchanged file a stored place is where it was."""
    article = made.audit().article
    span = made.at(article.text, "0.81")
    found = anchors.find(article, anchors.store(article, span))
    assert (found.span, found.moved, found.sentence) == (span, False, "")


def test_anchor_that_never_fitted() -> None:
    """Offsets that do not hold the quote in the same file are reported, not repaired."""
    article = made.audit().article
    stored = anchors.Anchor(article.sha256, 0, 4, "0.81")
    found = anchors.find(article, stored)
    assert found.span is None and "stored place is wrong" in found.sentence


def test_anchor_moves_with_its_surroundings_and_says_so() -> None:
    """Text added above moves the place; the new line is said."""
    article = made.audit().article
    stored = anchors.store(article, made.at(article.text, "0.81"))
    later = read_text("A new first line.\n\n" + article.text, "later.md")
    found = anchors.find(later, stored)
    assert found.span == made.at(later.text, "0.81") and found.moved
    assert "moved from character" in found.sentence and "later.md" in found.sentence


def test_anchor_is_lost_when_its_surroundings_change() -> None:
    """The same numeral standing elsewhere does not count: the place is lost."""
    article = made.audit().article
    stored = anchors.store(article, made.at(article.text, "0.81"))
    later = read_text(article.text.replace("10.2%, P = 0.81", "10.9%, P = 0.81"), "later.md")
    assert "0.81" in later.text
    found = anchors.find(later, stored)
    assert found.span is None and "lost" in found.sentence


def test_anchor_is_lost_when_its_place_is_doubled() -> None:
    """Two places that fit equally are none."""
    article = made.audit().article
    stored = anchors.store(article, made.at(article.text, "0.81"))
    later = read_text(article.text + article.text, "later.md")
    found = anchors.find(later, stored)
    assert found.span is None and "more than once" in found.sentence


def test_trace_of_a_verdict_shows_every_quote_in_context() -> None:
    """Each place is file, line and column, and the marks stand below the quote."""
    audit = made.audit()
    lines = trace(audit, "v-0000000001")
    rows = audit.article.text.split("\n")
    places = [k for k, line in enumerate(lines) if line.strip().startswith("data/raw/made.md:")]
    assert len(places) == 2
    for k, quote in zip(places, ("0.57", "0.45"), strict=True):
        _, row, column = lines[k].strip().split(":")
        assert rows[int(row) - 1][int(column) - 1 :].startswith(quote)
        start = lines[k + 2].index("^")
        assert lines[k + 1][start : start + len(quote)] == quote
        assert lines[k + 2].count("^") == len(quote)
    assert any("centre of the interval" in line for line in lines)


def test_trace_of_a_number_tells_what_is_said_about_it() -> None:
    """A number leads to its result and to every verdict whose evidence it is."""
    audit = made.audit()
    span = audit.verdicts[1].evidence[0].span
    number = next(n for n in audit.dossier.numbers if n.num.span == span)
    lines = "\n".join(trace(audit, number.id))
    assert "v-0000000001" in lines and "v-0000000002" in lines and "r-0000000001" in lines


def test_trace_of_a_result_tells_where_it_stands_again() -> None:
    """A result leads to the same quantity elsewhere."""
    lines = "\n".join(trace(made.audit(), "r-0000000001"))
    assert "the same quantity elsewhere" in lines and "r-0000000002" in lines


def test_trace_of_a_plotted_row(tmp_path: Path) -> None:
    """A figure's row leads through its ids to the printed quotes; a row too many is refused."""
    path = tmp_path / "forest.csv"
    path.write_text("study,estimate,result\nBerg 2020,0.57,r-0000000001\n")
    lines = "\n".join(trace(made.audit(), f"{path}:1"))
    assert "study: Berg 2020" in lines and "data/raw/made.md:" in lines and "^^^^" in lines
    with pytest.raises(InputError, match="no row 2"):
        trace(made.audit(), f"{path}:2")


def test_trace_of_nothing() -> None:
    """An id that the article does not have gives no line."""
    assert trace(made.audit(), "v-9999999999") == []
