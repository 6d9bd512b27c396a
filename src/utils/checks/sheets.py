"""Tables as sheets for arithmetic: rows with labels, columns with sizes, numbers in cells.

What belongs here: which columns are groups of patients and how large they are, and where a block
of rows under one heading begins and ends. What does not: any verdict, and any meaning of a label
beyond its words. Sheets are made once per article and shared by the checks of the family TB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property

import msgspec

from src.utils.checks import columns, sheet_cells
from src.utils.checks.cell_words import DASHES, CellWords, footnote_marks
from src.utils.checks.columns import Column, fold, no_group
from src.utils.checks.sheet_cells import Entry
from src.utils.records import Article, Cell, Dossier, Evidence, Num, Span, Table

SIZE_ROW = re.compile(
    r"\s*(?:n|no\.|number)(?:\s+of\s+(?:patients|participants|subjects|women|men|children))?"
    r"\s*(?:[(\[]?\s*%\s*[)\]]?)?\s*\Z",
    re.I,
)


class Row(msgspec.Struct, frozen=True):
    """A row: its place, the words at its head (a label for each leading column) and its entries."""

    index: int
    heads: tuple[str, ...]
    heading: str
    entries: dict[int, Entry]
    renamed: bool = False  # a row above it names the columns anew

    @property
    def label(self) -> str:
        """The row's own label."""
        return self.heads[-1] if self.heads else ""

    @property
    def name(self) -> str:
        """The label with what it stands under."""
        parts = [self.heading, *self.heads] if self.heading else list(self.heads)
        return " / ".join(p for p in parts if p)

    @property
    def key(self) -> tuple[str, ...]:
        """The folded words that name the row, for comparison with rows elsewhere."""
        return tuple(k for k in (fold(p) for p in self.heads) if k)


class Sheet:
    """A table read for arithmetic."""

    def __init__(self, article: Article, index: int, notes: list[Span]):
        self.article = article
        self.index = index
        self.table: Table = article.tables[index]
        self._words = CellWords(article, notes, DASHES)
        self.grid = self.table.grid()
        self._read: dict[int, Entry | None] = {}
        self.caption = " ".join(article.view(self.table.caption).text.split())
        self.header_rows = min(self.table.header_rows, self.table.rows)
        self.stubs = self._stubs()
        self.rows: list[Row] = list(self._rows())
        self.columns: list[Column] = list(self._columns())

    # ------------------------------------------------------------------ cells

    def text(self, cell: Cell | None) -> str:
        """The words of a cell with footnote marks blanked and dashes made one (same length)."""
        return self._words.text(cell)

    def entry(self, cell: Cell | None) -> Entry | None:
        """What a cell prints, None for words, several numbers or an empty cell."""
        if cell is None or not cell.pieces:
            return None
        if id(cell) not in self._read:
            view = self.article.view(cell.pieces)
            self._read[id(cell)] = sheet_cells.read(self.text(cell), view)
        return self._read[id(cell)]

    def evidence(self, entry: Entry, role: str = "value") -> tuple[Evidence, ...]:
        """Where an entry's numerals stand."""
        return tuple(Evidence(role, n.span, "table", self.table.label) for n in entry.nums)

    # ------------------------------------------------------------------ shape

    def _stubs(self) -> int:
        """How many leading columns hold words."""
        out = 0
        for c in range(self.table.columns):
            cells = [row[c] for row in self.grid[self.header_rows :] if row[c] is not None]
            filled = [x for x in cells if self.text(x).strip()]
            values = sum(self.entry(x) is not None for x in filled)
            if filled and values * 3 > len(filled):
                break
            out += 1
            if out == 3:
                break
        return max(out, 1)

    def _rows(self) -> Iterator[Row]:
        heading, last, renamed, opened = "", [""] * self.stubs, False, False
        for r in range(self.header_rows, self.table.rows):
            line = self.grid[r]
            heads: list[str] = []
            before: Cell | None = None
            for c in range(min(self.stubs, len(line))):
                cell = line[c]
                heads.append("" if cell is before else " ".join(self.text(cell).split()))
                before = cell
            entries: dict[int, Entry] = {}
            for c in range(self.stubs, len(line)):
                cell = line[c]
                if cell is None or (c and cell is line[c - 1]):
                    continue
                entry = self.entry(cell)
                if entry is not None:
                    entries[c] = entry
            words = [h for h in heads if h]
            rest = any(
                self.text(x).strip()
                for x in line[self.stubs :]
                if x is not None and x is not before
            )
            if not entries and not rest:
                if words or not opened:  # an empty row right under a heading only makes room
                    heading = " / ".join(words)
                opened = bool(words)
                last = [""] * self.stubs
                if heading:
                    last[0] = ""
                yield Row(r, (), heading, {})
                continue
            opened = False
            if heads and not heads[0] and any(heads[1:]) and last[0]:
                heads[0] = last[0]
            elif heads and heads[0]:
                last = list(heads)
            if not entries and rest and not words:
                renamed = True
            yield Row(r, tuple(h for h in heads if h), heading, entries, renamed)

    def _columns(self) -> Iterator[Column]:
        sizes: dict[int, Num] = {}
        for row in self.rows[:3]:
            if row.heads and SIZE_ROW.match(row.label) and not row.heading:
                sizes |= {c: e.nums[0] for c, e in row.entries.items() if e.count is not None}
        for c in range(self.stubs, self.table.columns):
            made = columns.column(self._words, self.grid, self.header_rows, c)
            yield made if made.n or c not in sizes else Column(c, made.path, sizes[c])

    @cached_property
    def groups(self) -> list[Column]:
        """The columns that hold groups of patients, totals left out."""
        return [c for c in self.columns if not c.total and c.path and not no_group(c.name)]

    @cached_property
    def totals(self) -> list[Column]:
        """The columns of all patients."""
        return [c for c in self.columns if c.total and not no_group(c.name)]

    @cached_property
    def blocks(self) -> list[tuple[str, list[Row]]]:
        """Rows under one heading, up to the next heading or an empty row."""
        out: list[tuple[str, list[Row]]] = []
        for row in self.rows:
            if not row.heads:
                out.append((row.heading, []))
            elif out:
                out[-1][1].append(row)
            else:
                out.append(("", [row]))
        return [b for b in out if b[1]]


def sheets(dossier: Dossier) -> list[Sheet]:
    """The article's tables as sheets, made once."""
    known: list[Sheet] | None = dossier.__dict__.get("_sheets")
    if known is None:
        article = dossier.article
        notes = footnote_marks(article)
        known = [
            Sheet(article, i, notes)
            for i, t in enumerate(article.tables)
            if not t.image and t.rows - t.header_rows >= 2 and t.columns >= 2 and not t.flattened
        ]
        dossier.__dict__["_sheets"] = known
    return known


def size(num: Num | None) -> int | None:
    """A printed size as a number."""
    return None if num is None else int(Fraction(num.text)) or None
