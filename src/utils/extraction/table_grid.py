"""The cells of a table with their words and their contents, each read once.

Belongs here: access to cells. Does not: what rows and columns mean (`table_columns`, `table_rows`).
"""

from __future__ import annotations

import bisect
import re
from functools import cached_property

from src.utils.extraction import table_cells as shapes
from src.utils.extraction.table_cells import Content
from src.utils.records import Article, Cell, Table, View

_SIGNS = re.compile(r"[*†‡§¶‖∥#]{1,4}")


class Cells:
    """A table's cells, read when they are asked for."""

    #: Headings over the whole table, or over the heads of its rows, that name an endpoint.
    title: tuple[str, ...] = ()

    def __init__(self, article: Article, table: Table):
        self.article = article
        self.table = table
        self.grid = table.grid()
        self._texts: dict[int, str] = {}
        self._contents: dict[int, Content] = {}
        self._kept: list[Cell] = []  # keeps made-up cells alive: contents are known by identity
        everything = " ".join(self.text(c) for c in table.cells)
        self.comma = len(re.findall(r"\d,\d{1,2}(?!\d)|(?<!\d)0,\d", everything)) > 3 * len(
            re.findall(r"\d\.\d", everything)
        )
        self.caption = " ".join(article.view(table.caption).text.split())
        self.notes = " ".join(" ".join(article.view(n).text.split()) for n in table.footnotes)

    def text(self, cell: Cell | None) -> str:
        """The words of a cell, white space folded."""
        if cell is None or not cell.pieces:
            return ""
        known = self._texts.get(id(cell))
        if known is None:
            known = " ".join(self.article.view(cell.pieces).text.split())
            self._texts[id(cell)] = known
        return known

    def content(self, *cells: Cell) -> Content:
        """What a cell, or a cell with its continuation, holds."""
        if len(cells) > 1:
            pieces = tuple(p for c in cells for p in c.pieces)
            return shapes.read(self.article.view(pieces), self.comma)
        known = self._contents.get(id(cells[0]))
        if known is None:
            known = shapes.read(self.article.view(cells[0].pieces), self.comma)
            self._contents[id(cells[0])] = known
        return known

    def notes_of(self, cell: Cell | None) -> frozenset[int]:
        """The footnotes that the marks in a cell point to, as indices into the table's."""
        known = self._known_notes
        if cell is None or not known:
            return frozenset()
        found = set()
        for piece in cell.pieces:
            # A mark may stand just behind the words it was taken from.
            at = bisect.bisect_left(self._marks, (piece.start, ""))
            while at < len(self._marks) and self._marks[at][0] <= piece.end:
                found.add(known.get(self._marks[at][1], -1))
                at += 1
            for sign in _SIGNS.findall(self.article.text, piece.start, piece.end + 1):
                found.add(known.get(sign, -1))
        return frozenset(found - {-1})

    @cached_property
    def _known_notes(self) -> dict[str, int]:
        return dict(self.table.notes)

    @cached_property
    def _marks(self) -> list[tuple[int, str]]:
        pieces = [p for c in self.table.cells for p in c.pieces]
        low, high = pieces[0].start, pieces[-1].end + 1
        return sorted(
            (m.span.start, m.target)
            for m in self.article.marks
            if m.kind == "note" and low <= m.span.start <= high
        )

    def keep(self, *made: Cell) -> None:
        """Keep made-up cells alive: what they hold is known by their identity."""
        self._kept.extend(made)

    def view(self, cell: Cell) -> View:
        """The pieces of a cell read as one text."""
        return self.article.view(cell.pieces)

    def distinct(self, row: int, first: int = 0) -> list[Cell]:
        """The cells of a row from a column on, each once, also those that reach in from above."""
        out: list[Cell] = []
        for cell in self.grid[row][first:]:
            if cell is not None and (not out or out[-1] is not cell):
                out.append(cell)
        return out
