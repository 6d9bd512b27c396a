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

from src.utils.checks import sheet_cells
from src.utils.checks.cell_words import DASHES, CellWords, footnote_marks, headings
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheet_cells import N as _N
from src.utils.printed import normalise
from src.utils.records import Article, Cell, Dossier, Evidence, Num, Span, Table

_SIZE = re.compile(
    rf"\bn\s*=\s*({_N})|[(\[]\s*(?:total\s*[:=]?\s*)?({_N})\s*(?:patients?|participants?|subjects?)?"
    r"\s*[)\]]\s*\Z",
    re.I,
)
#: "Vitamin D (total 28)" is a group with its size, no column of all patients.
_TOTAL_SIZE = re.compile(rf"(?<=\w)\s*[(\[,]\s*total\s*(?:n\s*)?[:=]?\s*(?:{_N})\s*[)\]]?", re.I)
_SIZED = re.compile(rf"[(\[]?\s*\bn\s*=\s*(?:{_N})\s*[)\]]?", re.I)
SIZE_ROW = re.compile(
    r"\s*(?:n|no\.|number)(?:\s+of\s+(?:patients|participants|subjects|women|men|children))?"
    r"\s*(?:[(\[]?\s*%\s*[)\]]?)?\s*\Z",
    re.I,
)
#: Columns that hold no group: tests, effects, references.
_NO_GROUP = re.compile(
    r"(?<![^\W_])p(?![^\W_])|\bp[- ]?values?\b|\bodds\b|\bratios?\b|\b(?:HR|OR|RR|CI|IRR|SE|SD)\b|"
    r"\bdifferences?\b|\btest\b|statistic|\bchi\b|χ|\bsignifican|\bt\b|\bF\b|\bdf\b|\bSEM\b|"
    r"\beffect\b|\bchange\b|coefficient|\bbeta\b|\bβ\b|\bcorrelation|\bvs\.?\b|\bversus\b|"
    r"\binterval\b|\breference\b",
    re.I,
)
_TOTAL = re.compile(r"\b(?:total|overall|all|combined|whole|entire|pooled)\b", re.I)


class Column(msgspec.Struct, frozen=True, dict=True):
    """A column: its place, the words of its headings, and its size when one is printed."""

    index: int
    path: tuple[str, ...]
    n: Num | None = None
    total: bool = False

    @property
    def name(self) -> str:
        """Its headings as words."""
        return " / ".join(self.path)

    @cached_property
    def leaf(self) -> str:
        """Its last heading without its size, folded."""
        return fold(_SIZED.sub(" ", self.path[-1])) if self.path else ""


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


def fold(text: str) -> str:
    """Words in lower case with single spaces, without punctuation at the ends.

    >>> fold("  Serum Calcium (mg/dl), mean ± SD ")
    'serum calcium (mg/dl), mean ± sd'
    """
    return " ".join(text.lower().split()).strip(" ,;:.*-")


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
            path: list[str] = []
            n: Num | None = None
            for cell in headings(self.grid, self.header_rows, c):
                text = self.text(cell)
                words = " ".join(text.split())
                if words:
                    path.append(words)
                match = _SIZE.search(text)
                if match:
                    g = 1 if match[1] else 2
                    span = self.article.view(cell.pieces).span(match.start(g), match.end(g))
                    n = Num(normalise(match[g]), span)
            total = bool(_TOTAL.search(_TOTAL_SIZE.sub(" ", " ".join(path))))
            yield Column(c, tuple(path), n or sizes.get(c), total)

    @cached_property
    def groups(self) -> list[Column]:
        """The columns that hold groups of patients, totals left out."""
        return [
            c
            for c in self.columns
            if not c.total and c.path and not _NO_GROUP.search(_bare(c.name))
        ]

    @cached_property
    def totals(self) -> list[Column]:
        """The columns of all patients."""
        return [c for c in self.columns if c.total and not _NO_GROUP.search(_bare(c.name))]

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


def _bare(name: str) -> str:
    """A heading without what it counts: "n (%)", "Mean (SD)"."""
    return re.sub(r"\bmean\s*(?:\(|±)\s*S[DE]M?\)?|\bn\s*\(%\)", " ", name, flags=re.I)


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
