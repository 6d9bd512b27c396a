"""The article as HTML: every character as text, numbers and evidence in elements one can find.

Belongs here: blocks, tables and the cuts in them. The text is cut at every edge of a number, of an
inline mark and of a verdict's evidence; each piece that evidence may need is a ``<span>`` with its
offset in ``data-a``, so that the page's script finds the pieces of any span by binary search. All
text passes through `markupsafe.escape`; nothing of the article ever becomes markup.
"""

from __future__ import annotations

import bisect
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from src.utils.provenance.visible import visible
from src.utils.records import Article, Block, Number, Span, Table, Verdict

_RANK = {"note": 1, "warning": 2, "error": 3}
_TONE = {1: "note", 2: "warning", 3: "error"}
_TAGS = {"sup": "sup", "sub": "sub", "italic": "i", "bold": "b", "citation": "sup", "note": "sup"}
#: Evidence longer than this (a sentence, a reference) is marked when chosen, not underlined always.
LONGEST_UNDERLINE = 60
#: What stands before a block in its line and is shown with it: "12. ", "[3] ", "- ".
LONGEST_LABEL = 8


class Painter:
    """Renders spans of one article; build it once with the numbers and verdicts of an audit."""

    def __init__(self, article: Article, numbers: Iterable[Number], verdicts: Iterable[Verdict]):
        """Cut the text once at everything that may have to be found or marked."""
        self.article = article
        self._numbers: dict[int, list[Number]] = defaultdict(list)
        cuts: set[int] = set()
        for number in numbers:
            self._numbers[number.num.span.start].append(number)
            cuts.update((number.num.span.start, number.num.span.end))
        loud: list[tuple[Span, int]] = []
        used: list[Span] = []
        for verdict in verdicts:
            rank = _RANK.get(verdict.severity or "", 0)
            for item in verdict.evidence:
                used.append(item.span)
                if rank and item.span.end - item.span.start <= LONGEST_UNDERLINE:
                    loud.append((item.span, rank))
        for span in used:
            cuts.update((span.start, span.end))
        for mark in article.marks:
            cuts.update((mark.span.start, mark.span.end))
        self._cuts = sorted(cuts)
        self._tone = self._tones(loud)
        self._marks = self._inline_marks()
        self._covered = _union(used + [n.num.span for many in self._numbers.values() for n in many])
        self._done: list[Span] = []
        self._painted: set[Span] = set()

    def _tones(self, loud: Iterable[tuple[Span, int]]) -> dict[int, int]:
        """The loudest severity of the evidence over each piece, by the piece's start."""
        out: dict[int, int] = {}
        for span, rank in loud:
            k = bisect.bisect_left(self._cuts, span.start)
            while k < len(self._cuts) and self._cuts[k] < span.end:
                at = self._cuts[k]
                out[at] = max(out.get(at, 0), rank)
                k += 1
        return out

    def _inline_marks(self) -> dict[int, tuple[str, ...]]:
        """The tags over each piece, by the piece's start, outermost first."""
        out: dict[int, tuple[str, ...]] = {}
        for mark in self.article.marks:
            tag = _TAGS.get(mark.kind)
            if tag is None:
                continue
            k = bisect.bisect_left(self._cuts, mark.span.start)
            while k < len(self._cuts) and self._cuts[k] < mark.span.end:
                tags = out.get(self._cuts[k], ())
                if tag not in tags:
                    out[self._cuts[k]] = (*tags, tag)
                k += 1
        return out

    def html(self, pieces: Iterable[Span]) -> Markup:
        """The visible text of ``pieces``, joined by one space."""
        return Markup(" ".join("".join(self._piece(p)) for p in pieces))

    def _piece(self, piece: Span) -> Iterator[str]:
        """HTML of one piece. Plain strings for speed: all text comes from `_segment`, escaped."""
        if piece in self._painted:
            # The caption that several tables of one wrap share: an id may stand once only.
            yield str(escape(visible(self.article, piece)))
            return
        self._painted.add(piece)
        self._done.append(piece)
        k = bisect.bisect_right(self._cuts, piece.start)
        edges = [piece.start]
        while k < len(self._cuts) and self._cuts[k] < piece.end:
            edges.append(self._cuts[k])
            k += 1
        edges.append(piece.end)
        closing = -1
        for start, end in itertools.pairwise(edges):
            for number in self._numbers.get(start, ()):
                name = escape(number_id(number))
                if closing >= 0 or number.num.span.end > piece.end:
                    yield f'<span id="{name}"></span>'
                    continue
                closing = number.num.span.end
                yield f'<a class="n" id="{name}" href="#{name}" tabindex="-1">'
            yield self._segment(Span(start, end))
            if closing == end:
                closing = -1
                yield "</a>"
        if closing >= 0:
            yield "</a>"

    def _segment(self, span: Span) -> str:
        """Escaped text between two cuts, in its inline tags and, if it may be marked, a span."""
        text = str(escape(visible(self.article, span)))
        if not text:
            return text
        for tag in self._marks.get(span.start, ()):
            text = f"<{tag}>{text}</{tag}>"
        if not self._is_live(span):
            return text
        tone = _TONE.get(self._tone.get(span.start, 0))
        name = f' class="d-{tone}"' if tone else ""
        return f'<span data-a="{span.start}"{name}>{text}</span>'

    def _is_live(self, span: Span) -> bool:
        """Whether a number or evidence covers the piece (it may have to be marked)."""
        k = bisect.bisect_right(self._covered, span.start, key=lambda s: s.start) - 1
        return k >= 0 and self._covered[k].end > span.start

    def leftovers(self) -> list[Span]:
        """The lines with evidence that no rendered block or table showed, so that none is lost."""
        shown = _union(self._done)
        out: list[Span] = []
        for span in self._covered:
            k = bisect.bisect_right(shown, span.start, key=lambda s: s.start) - 1
            if k >= 0 and shown[k].end >= span.end:
                continue
            start = self.article.text.rfind("\n", 0, span.start) + 1
            end = self.article.text.find("\n", span.end)
            line = Span(start, len(self.article.text) if end < 0 else end)
            if not out or line.start >= out[-1].end:
                out.append(line)
        return [part for line in out for part in _without(line, shown)]

    def from_line_start(self, pieces: tuple[Span, ...]) -> tuple[Span, ...]:
        """The pieces with what stands before the first in its line (the number of a reference)."""
        first = pieces[0]
        start = self.article.text.rfind("\n", 0, first.start) + 1
        if 0 < first.start - start <= LONGEST_LABEL:
            return (Span(start, first.end), *pieces[1:])
        return pieces


def _without(line: Span, shown: list[Span]) -> Iterator[Span]:
    """The parts of a line that were not shown yet, so that nothing stands on the page twice."""
    at = line.start
    for span in shown:
        if span.end <= at or span.start >= line.end:
            continue
        if span.start > at:
            yield Span(at, span.start)
        at = span.end
    if at < line.end:
        yield Span(at, line.end)


def _union(spans: Iterable[Span]) -> list[Span]:
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def number_id(number: Number) -> str:
    """The permanent link of a number (``n-...``)."""
    return number.id if number.id.startswith("n-") else f"n-{number.id}"


# --------------------------------------------------------------------------- blocks


def prose(article: Article, paint: Painter) -> Markup:
    """The blocks in reading order; what belongs to a table stands with the table."""
    with_table = _union(
        p for t in article.tables for p in (*t.caption, *(p for f in t.footnotes for p in f))
    )
    tables = sorted((t.span.start, k, t) for k, t in enumerate(article.tables))
    out: list[Markup] = []
    listing = False
    for block in article.blocks:
        if not block.pieces or _inside(block.pieces, with_table):
            continue
        while tables and tables[0][0] < block.pieces[0].start:
            out.append(_stub(*tables.pop(0)[1:]))
        if (block.kind == "reference") != listing:
            listing = not listing
            out.append(Markup('<ul class="refs">') if listing else Markup("</ul>"))
        out.append(_block(block, paint))
    if listing:
        out.append(Markup("</ul>"))
    out.extend(_stub(k, t) for _, k, t in tables)
    return Markup("\n").join(out)


def _inside(pieces: Iterable[Span], spans: list[Span]) -> bool:
    return all(any(p in s for s in spans) for p in pieces)


def _block(block: Block, paint: Painter) -> Markup:
    text = paint.html(paint.from_line_start(block.pieces))
    if block.kind == "title":
        return Markup('<h2 class="title">{}</h2>').format(text)
    if block.kind == "heading":
        depth = min(3 + max(len(block.section) - 1, 0), 6)
        return Markup("<h{0}>{1}</h{0}>").format(depth, text)
    if block.kind == "reference":
        return Markup("<li>{}</li>").format(text)
    return Markup('<p class="{}">{}</p>').format(block.kind, text)


def _stub(index: int, table: Table) -> Markup:
    return Markup('<p class="stub"><a href="#t-{}">{}</a> stands under Tables.</p>').format(
        index, table.label or f"Table {index + 1}"
    )


def elsewhere(paint: Painter) -> Markup:
    """Lines with evidence that stand in no block and no table; call it last."""
    lines = paint.leftovers()
    shown = [paint.html((s,)) for s in lines]
    return Markup("\n").join(
        Markup('<p class="elsewhere">{}</p>').format(s) for s in shown if s.striptags().strip()
    )
