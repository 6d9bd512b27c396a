"""The words of a table's cells, as every check that reads tables for arithmetic sees them.

What belongs here: footnote marks blanked, dashes made one, headings of a column from the top. What
does not: which columns are groups, and what a cell's numbers are.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator

from src.utils.records import Article, Cell, Span, View

DASHES: dict[int, str] = str.maketrans(dict.fromkeys("−–‐‑—", "-"))


def footnote_marks(article: Article) -> list[Span]:
    """Where marks of footnotes and citations stand, in order."""
    return sorted(m.span for m in article.marks if m.kind in ("note", "citation"))


class CellWords:
    """The words of cells, each read once; ``fold`` maps single characters to single characters."""

    def __init__(self, article: Article, marks: list[Span], fold: dict[int, str]):
        self._article, self._fold = article, fold
        self._marks, self._starts = marks, [s.start for s in marks]
        self._known: dict[int, str] = {}

    def view(self, cell: Cell) -> View:
        """A cell as a view, whose places are those of its words."""
        return self._article.view(cell.pieces)

    def text(self, cell: Cell | None) -> str:
        """A cell's words, of the length of its view, so that places in them are places in it."""
        if cell is None or not cell.pieces:
            return ""
        known = self._known.get(id(cell))
        if known is None:
            view = self._article.view(cell.pieces)
            known = view.text.translate(self._fold)
            for piece in cell.pieces:
                at = bisect.bisect_left(self._starts, piece.start)
                while at < len(self._marks) and self._marks[at].start < piece.end:
                    i, j = view.index(self._marks[at].start), view.index(self._marks[at].end)
                    if i is not None and j is not None:
                        known = known[:i] + " " * (j - i) + known[j:]
                    at += 1
            self._known[id(cell)] = known
        return known


def headings(grid: list[list[Cell | None]], rows: int, column: int) -> Iterator[Cell]:
    """The cells over a column in its first rows, from the top, spanning ones once."""
    before: Cell | None = None
    for r in range(rows):
        cell = grid[r][column]
        if cell is not None and cell is not before:
            before = cell
            yield cell
