"""Where a span of an article is: its line and column, the element of XML, the heading above it.

Belongs here: offsets to places. Does not: how places are printed (`terminal`, `report`).
"""

from __future__ import annotations

import bisect
from typing import Any

from src.utils.records import Article, Span


class Places:
    """Where spans of one article are, with its lines and anchors indexed once."""

    def __init__(self, article: Article):
        self.article = article
        self._lines = [0]
        at = article.text.find("\n")
        while at >= 0:
            self._lines.append(at + 1)
            at = article.text.find("\n", at + 1)
        self._anchors = sorted(article.anchors, key=lambda a: a.span.start)
        self._starts = [a.span.start for a in self._anchors]
        self._sections: list[tuple[int, int, tuple[str, ...]]] | None = None

    def section(self, offset: int) -> tuple[str, ...]:
        """The headings that an offset of the prose stands under."""
        if self._sections is None:
            pieces = ((p, b.section) for b in self.article.blocks for p in b.pieces)
            self._sections = sorted((p.start, p.end, section) for p, section in pieces)
        k = bisect.bisect_right(self._sections, offset, key=lambda x: x[0]) - 1
        if k >= 0 and offset < self._sections[k][1]:
            return self._sections[k][2]
        return ()

    def line(self, offset: int) -> int:
        """The 1-based line of an offset."""
        return bisect.bisect_right(self._lines, offset)

    def column(self, offset: int) -> int:
        """The 1-based column of an offset."""
        return offset - self._lines[self.line(offset) - 1] + 1

    def json(self, span: Span) -> dict[str, Any]:
        """``start``, ``end``, ``line``, ``xpath`` and ``quote`` of a span."""
        quote = self.article.quote(span)
        k = bisect.bisect_right(self._starts, span.start) - 1
        if k >= 0 and self._anchors:
            anchor = self._anchors[k]
            shift = anchor.offset - anchor.span.start
            return {
                "start": span.start + shift,
                "end": span.end + shift,
                "line": anchor.line or None,
                "xpath": anchor.xpath,
                "quote": quote,
            }
        return {
            "start": span.start,
            "end": span.end,
            "line": self.line(span.start),
            "xpath": None,
            "quote": quote,
        }
