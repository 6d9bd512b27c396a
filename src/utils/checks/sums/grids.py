"""Tables as rows of amounts under columns: what sums over rows and over columns are made of.

What belongs here: which columns hold groups, how many patients each has, which rows stand under
which heading. What does not: sums and sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import msgspec

from src.utils.checks import columns
from src.utils.checks.cell_words import DASHES, CellWords, footnote_marks
from src.utils.checks.columns import Column, no_group, of_all
from src.utils.checks.sums import amounts
from src.utils.checks.sums.amounts import Amount
from src.utils.checks.sums.heads import Heads
from src.utils.printed import has_digit
from src.utils.records import Article, Cell, Dossier, Num, Span, Table

_N = r"\d{1,3}(?:,\d{3})+|\d{1,3}\s\d{3}(?!\d)|\d+"
_ROW_SIZE = re.compile(rf"\bn\s*=\s*({_N})", re.I)
_SIZE_ROW = re.compile(
    r"\s*(?:total\s+)?(?:n\b|no\.|number|all\b|total\b|patients|participants|subjects)"
    r"(?:\s+(?:of\s+)?(?:patients|participants|subjects|persons|people|women|men|children|infants|"
    r"randomi[sz]ed|enrolled|included|analy[sz]ed|allocated|assigned|treated|evaluable)){0,2}"
    r"\s*[=:]?\s*(?:[(\[]?\s*(?:n\b)?[,\s]*%?\s*[)\]]?)?\s*\Z",
    re.I,
)
#: Words at the head of the labels that name nothing.
_GENERIC = re.compile(
    r"characteristic|variable|outcome|parameter|measure|factor|item|event|no\b", re.I
)
_FOLD = DASHES | str.maketrans({"\u00a0": " ", "·": "."})


class Line(msgspec.Struct, frozen=True):
    """A row with numbers: its label, the heading above it, and what its cells print."""

    index: int
    label: str
    heading: str
    amounts: dict[int, Amount]
    total: bool = False
    size: Num | None = None  # "Telephone (n = 480)" at the head of a row


class Grid:
    """One table."""

    def __init__(self, article: Article, index: int, notes: list[Span]):
        self.article, self.index = article, index
        self.table: Table = article.tables[index]
        self._words = CellWords(article, notes, _FOLD)
        self.apart: dict[int, frozenset[str]] | None = None  # filled by `names`, once a table
        self._cells = self.table.grid()
        self.caption = " ".join(article.view(self.table.caption).text.split())
        self.top = self._top()
        self.stubs = self._stubs()
        self.columns = [self._column(c) for c in range(self.table.columns)]
        self.blocks: list[list[Line]] = []
        self.lines: list[Line] = []
        self._read()

    def text(self, cell: Cell | None) -> str:
        """A cell's words, footnote marks blanked, of the length of its view."""
        return self._words.text(cell)

    def _plain(self, r: int, c: int) -> str:
        return " ".join(self.text(self._cells[r][c]).split())

    def filled(self) -> Iterator[tuple[int, int, Cell]]:
        """The cells that hold anything, with row and column."""
        for r, row in enumerate(self._cells):
            for c, cell in enumerate(row):
                if cell is not None and cell.pieces:
                    yield r, c, cell

    def label(self, r: int) -> str:
        """The words at the head of a row."""
        return " ".join(dict.fromkeys(self._plain(r, c) for c in range(self.stubs))).strip()

    def _top(self) -> int:
        """The first row with numbers in it: rows of words below the head name columns too."""
        top = min(self.table.header_rows, self.table.rows)
        for r in range(top, min(top + 2, self.table.rows)):
            cells = [c for c in self._cells[r] if c is not None and self.text(c).strip()]
            apart = {id(c) for c in cells[1:]} - {id(cells[0])} if cells else set()
            digits = any(has_digit(self.text(c)) for c in cells)
            if len(apart) < 2 or digits:
                return r
        return min(top + 2, self.table.rows) if top else top

    def _stubs(self) -> int:
        """How many leading columns hold labels: mostly words, or nothing at the head."""
        out = 1
        for c in range(1, min(3, self.table.columns - 1)):
            heads = [self._cells[r][c] for r in range(self.top)]
            before = [self._cells[r][c - 1] for r in range(self.top)]
            unnamed = all(
                h is None or h is b or not self.text(h).strip()
                for h, b in zip(heads, before, strict=True)
            )
            named = any(self._plain(r, c + 1) for r in range(self.top))
            cells = [self._cells[r][c] for r in range(self.top, self.table.rows)]
            filled = [self.text(x) for x in cells if x is not None and self.text(x).strip()]
            worded = sum(
                not t.strip()[:1].isdigit() and t.strip()[:1] not in "(<-." for t in filled
            )
            if not ((unnamed and named and self.top) or (filled and worded * 3 > len(filled) * 2)):
                break
            out += 1
        return out

    def _column(self, c: int) -> Column:
        made = columns.column(self._words, self._cells, self.top, c)
        if made.n is None and c >= self.stubs:
            return Column(c, made.path, self._size_below(c))
        return made

    def _row_size(self, cell: Cell | None) -> Num | None:
        text = self.text(cell)
        match = _ROW_SIZE.search(text) if cell is not None and "=" in text else None
        if match is None or cell is None:
            return None
        value = match[1].replace(",", "")
        if not value.isdigit() or not int(value):
            return None
        return Num(value, self.article.view(cell.pieces).span(*match.span(1)))

    def _size_below(self, c: int) -> Num | None:
        """The size in one of the first rows, "N" or "Number of patients"."""
        for r in range(self.top, min(self.top + 2, self.table.rows)):
            cell = self._cells[r][c]
            if cell is None or not _SIZE_ROW.match(self._plain(r, 0)):
                continue
            amount = amounts.read(self.text(cell), self.article.view(cell.pieces), "n", None)
            if amount is None or amount.count is None or amount.total is not None:
                continue
            if int(amount.count.text):
                return amount.count
        return None

    def _read(self) -> None:
        head = " ".join(self.columns[self.stubs - 1].path) if self.columns else ""
        heading, block = "" if _GENERIC.search(head) else head, list[Line]()
        last = ""
        self.blocks.append(block)
        for r in range(self.top, self.table.rows):
            line = self._cells[r]
            heads: list[str] = []
            before: Cell | None = None
            for c in range(min(self.stubs, len(line))):
                if line[c] is not None and line[c] is not before:
                    heads.append(self._plain(r, c))
                    before = line[c]
            found = self._amounts(r, heads, before)
            words = " ".join(h for h in heads if h)
            if words and self._heads(r, found):
                heading, last = words, ""
                block = []
                self.blocks.append(block)
            if not found:
                continue
            if len(heads) > 1 and heads[0]:
                last = heads[0]
                block = []
                self.blocks.append(block)
            label = heads[-1] if heads and heads[-1] else " ".join(h for h in heads if h)
            above = " ".join(x for x in (heading, last if len(heads) > 1 else "") if x)
            if label == last:
                above = heading
            size = self._row_size(line[self.stubs - 1] or line[0])
            made = Line(r, label, above, found, of_all(label), size)
            block.append(made)
            self.lines.append(made)
        self.blocks = [b for b in self.blocks if b]

    def _heads(self, r: int, found: dict[int, Amount]) -> bool:
        """Whether a row names those below it: no number of a group stands in it, perhaps a P."""
        if any(not no_group(" ".join(self.columns[c].path[-1:])) for c in found):
            return False
        beside = (
            self._cells[r][c] for c in range(self.stubs, len(self._cells[r])) if c not in found
        )
        stub = self._cells[r][0]
        return not any(
            c is not None and c is not stub and any(x.isdigit() for x in self.text(c))
            for c in beside
        )

    def _amounts(self, r: int, heads: list[str], stub: Cell | None) -> dict[int, Amount]:
        out: dict[int, Amount] = {}
        line = self._cells[r]
        label = " ".join(heads)
        for c in range(self.stubs, len(line)):
            cell = line[c]
            if cell is None or cell is stub or (c and cell is line[c - 1]) or not cell.pieces:
                continue
            column = self.columns[c]
            size = int(column.n.text) if column.n is not None else None
            words = f"{label} {column.name}"
            amount = amounts.read(self.text(cell), self.article.view(cell.pieces), words, size)
            if amount is not None:
                out[c] = amount
        return out

    @cached_property
    def heads(self) -> Heads:
        """The rows by the words of their labels and headings."""
        return Heads((line.label, line.heading) for line in self.lines)

    @cached_property
    def groups(self) -> list[Column]:
        """The columns that hold groups or levels, totals left out."""
        return [c for c in self._held if not c.total or len(self._held) <= 1]

    @cached_property
    def _held(self) -> list[Column]:
        filled = {c for line in self.lines for c in line.amounts}
        return [
            c
            for c in self.columns[self.stubs :]
            if c.index in filled and not no_group(c.path[-1] if c.path else "")
        ]

    @cached_property
    def sets(self) -> list[tuple[int, ...]]:
        """Sets of columns that may be added: all groups, neighbours, a level of every arm."""
        apart = [c for c in self.groups if not of_all(c.name)]
        groups = apart if len(apart) > 1 else self.groups
        out: dict[tuple[int, ...], None] = {}
        if len(groups) > 1:
            out[tuple(c.index for c in groups)] = None
        parents: dict[str, list[Column]] = {}
        leaves: dict[str, list[Column]] = {}
        for c in self._held:
            if not c.total:
                parents.setdefault(" ".join(c.path[:-1]), []).append(c)
            leaves.setdefault(c.own.strip(), []).append(c)
        for children in parents.values():
            for size in range(2, min(len(children), 5) + 1):
                for i in range(len(children) - size + 1):
                    out[tuple(c.index for c in children[i : i + size])] = None
        for same in leaves.values():
            if 1 < len(same) <= 6 and len(parents) > 1:
                out[tuple(c.index for c in same)] = None
        return list(out)[:40]


def grids(dossier: Dossier) -> list[Grid]:
    """The article's tables."""
    article = dossier.article
    notes = footnote_marks(article)
    return [
        Grid(article, i, notes)
        for i, t in enumerate(article.tables)
        if not t.image and t.rows > t.header_rows and t.columns >= 2 and not t.flattened
    ]
