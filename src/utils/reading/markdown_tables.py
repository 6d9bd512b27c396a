"""Tables in Markdown as grids: pipe tables, HTML tables, tab-separated lines.

Belongs here: rows, cells and their exact places. Does not: which heading a shifted value belongs
to (`flattened`), what a study is (`study_rows`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from src.utils.reading.markdown_lines import Line, trimmed
from src.utils.records import Cell, Span

_BAR = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_ROW = re.compile(r"<tr\b[^<>]*>", re.IGNORECASE)
_CELL = re.compile(
    r"<(t[dh])\b([^<>]*)>(.*?)(?=</t[dh]\s*>|<t[dhr]\b|</tr|</table|\Z)", re.I | re.S
)
_SPANS = re.compile(r"(row|col)span\s*=\s*[\"']?\s*(\d{1,3})", re.IGNORECASE)
_HEAD = re.compile(r"<thead\b.*?</thead\s*>", re.IGNORECASE | re.DOTALL)
_CAPTION = re.compile(r"<caption\b[^<>]*>(.*?)</caption\s*>", re.IGNORECASE | re.DOTALL)


class Grid(msgspec.Struct):
    """A grid under construction: rows of cells, each a tuple of pieces (empty: nothing there)."""

    rows: list[list[tuple[Span, ...]]]
    header_rows: int = 1
    caption: tuple[Span, ...] = ()
    cells: list[Cell] | None = None  # given where cells span rows or columns
    ragged: tuple[int, ...] = ()  # rows with more or fewer cells than the heading

    @property
    def columns(self) -> int:
        """The width: the rightmost column that holds anything."""
        if self.cells is not None:
            return max((c.column + c.colspan for c in self.cells), default=0)
        return max((len(row) for row in self.rows), default=0)

    def made(self) -> tuple[Cell, ...]:
        """The cells as records."""
        if self.cells is not None:
            return tuple(self.cells)
        return tuple(
            Cell(r, c, pieces, header=r < self.header_rows)
            for r, row in enumerate(self.rows)
            for c, pieces in enumerate(row)
        )


def _cell(text: str, start: int, end: int) -> tuple[Span, ...]:
    span = trimmed(text, start, end)
    return (span,) if span.start < span.end else ()


def pipe_grid(text: str, lines: Sequence[Line]) -> Grid:
    """A pipe table; the delimiter row is no row."""
    rows: list[list[tuple[Span, ...]]] = []
    for i, line in enumerate(lines):
        if i == 1 and _DELIMITER.match(line.text):
            continue
        at = trimmed(text, line.start, line.end)
        bars = [m.start() for m in _BAR.finditer(text, at.start, at.end)]
        edges = [at.start - 1, *bars, at.end]
        if bars and bars[0] == at.start:
            edges = edges[1:]
        if bars and bars[-1] == at.end - 1 and len(edges) > 2:
            edges = edges[:-1]
        rows.append([_cell(text, a + 1, b) for a, b in pairwise(edges)])
    width = len(rows[0]) if rows else 0
    ragged = tuple(r for r, row in enumerate(rows) if len(row) != width)
    header = 2 if _second_header(text, rows) else 1
    return Grid(rows, header, ragged=ragged)


def _second_header(text: str, rows: list[list[tuple[Span, ...]]]) -> bool:
    """Whether the second row still holds headings: its first cell empty, words in the others."""
    if len(rows) < 3 or rows[1][:1] != [()] or rows[2][:1] == [()]:
        return False
    said = [text[c[0].start : c[-1].end] for c in rows[1] if c]
    return len(said) > 1 and not any(re.search(r"\d[.·]\d|%|\d\s*\(", s) for s in said)


def tabbed_grid(text: str, lines: Sequence[Line]) -> Grid:
    """Tab-separated lines; trailing empty cells beyond the widest row's contents are left out."""
    rows: list[list[tuple[Span, ...]]] = []
    for line in lines:
        row = []
        start = line.start
        for part in line.text.split("\t"):
            row.append(_cell(text, start, start + len(part)))
            start += len(part) + 1
        rows.append(row)
    width = max(
        (max((c + 1 for c, x in enumerate(row) if x), default=0) for row in rows), default=0
    )
    return Grid([row[:width] + [()] * (width - len(row)) for row in rows])


def html_grid(text: str, start: int, end: int) -> Grid:
    """An HTML table with row and column spans; later cells give way to earlier ones."""
    caption = _CAPTION.search(text, start, end)
    head = _HEAD.search(text, start, end)
    starts = [m.end() for m in _ROW.finditer(text, start, end)]
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    rows: list[list[tuple[Span, ...]]] = []
    header_rows = 0
    for r, (at, stop) in enumerate(zip(starts, [*starts[1:], end], strict=False)):
        column = 0
        row: list[tuple[Span, ...]] = []
        all_heads = True
        for m in _CELL.finditer(text, at, stop):
            spans = {k.lower(): max(1, int(v)) for k, v in _SPANS.findall(m.group(2))}
            while (r, column) in taken:
                column += 1
            high, wide = spans.get("row", 1), spans.get("col", 1)
            is_head = m.group(1).lower() == "th" or bool(head and at < head.end())
            all_heads = all_heads and is_head
            pieces = _cell(text, m.start(3), m.end(3))
            cells.append(Cell(r, column, pieces, is_head, high, wide))
            taken.update((r + i, column + j) for i in range(high) for j in range(wide))
            row.append(pieces)
            column += wide
        if all_heads and row and header_rows == r:
            header_rows = r + 1
        rows.append(row)
    if taken and all(c.rowspan == c.colspan == 1 for c in cells):
        heads = any(c.header for c in cells if c.row >= max(header_rows, 1))
        if not heads:  # a plain grid: what a converter flattened can be put right as in any other
            width = max(map(len, rows))
            padded = [row + [()] * (width - len(row)) for row in rows]
            named = _cell(text, caption.start(1), caption.end(1)) if caption else ()
            return Grid(padded, max(header_rows, 1), named)
    return Grid(
        rows,
        header_rows,
        _cell(text, caption.start(1), caption.end(1)) if caption else (),
        cells,
    )
