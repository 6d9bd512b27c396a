"""Anchors that outlive the session: a stored place is found again exactly, or reported as lost.

Belongs here: storing a span with its quote and surroundings, and finding it again in an article
that may have changed. The rule is to fail closed. In the same file the offsets must hold the
quote. In a changed file the quote together with its stored surroundings must stand exactly once;
none or several is lost, and a place that moved is said to have moved.
"""

from __future__ import annotations

import msgspec

from src.utils.places import Places
from src.utils.records import Article, Span

#: Characters kept on both sides: enough to tell apart the same numeral in two rows.
AROUND = 32


class Anchor(msgspec.Struct, frozen=True):
    """A stored place: ``quote`` at [start, end) of the article with ``sha256``."""

    sha256: str
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""


class Found(msgspec.Struct, frozen=True):
    """The result of looking: a span or None, whether it moved, and a sentence unless unmoved."""

    span: Span | None
    moved: bool = False
    sentence: str = ""


def store(article: Article, span: Span) -> Anchor:
    """The anchor of a span, with its surroundings."""
    text = article.text
    return Anchor(
        article.sha256,
        span.start,
        span.end,
        text[span.start : span.end],
        text[max(span.start - AROUND, 0) : span.start],
        text[span.end : span.end + AROUND],
    )


def find(article: Article, anchor: Anchor) -> Found:
    """Find a stored place in an article of any version; never guess.

    An anchor stored without surroundings is held to the same rule with its quote alone.
    """
    text = article.text
    here = Span(anchor.start, anchor.end)
    shown = anchor.quote if len(anchor.quote) <= 60 else anchor.quote[:59] + "…"
    if not anchor.quote:
        return Found(None, False, "A stored place has no quote and cannot be found again.")
    if anchor.sha256 == article.sha256:
        if text[anchor.start : anchor.end] == anchor.quote:
            return Found(here)
        return Found(
            None,
            False,
            f"“{shown}” does not stand at characters {anchor.start} to {anchor.end} of "
            f"{article.path}: the stored place is wrong.",
        )
    needle = anchor.prefix + anchor.quote + anchor.suffix
    first = text.find(needle)
    if first < 0:
        return Found(None, False, f"“{shown}” is lost: {article.path} changed around it.")
    if text.find(needle, first + 1) >= 0:
        return Found(
            None, False, f"“{shown}” is lost: {article.path} changed and has it more than once."
        )
    start = first + len(anchor.prefix)
    span = Span(start, start + len(anchor.quote))
    if span == here:
        return Found(span)
    line = Places(article).line(start)
    return Found(
        span,
        True,
        f"“{shown}” moved from character {anchor.start} to {start} (line {line}) of "
        f"{article.path}.",
    )
