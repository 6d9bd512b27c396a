"""A table's heads and the rows that share one: which rows are headings, also in the middle.

Belongs here: where the head ends, heads repeated in the body, sizes of groups given in between.
Does not: columns (`table_columns`), rows (`table_rows`), numbers (`table_cells`).
"""

from __future__ import annotations

import re

import msgspec

from src.utils import terms
from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction import table_split
from src.utils.extraction.table_columns import _N, Column
from src.utils.extraction.table_headers import group_name, heading, looks_like_heading
from src.utils.extraction.table_rows import Row, Rows, rows_of
from src.utils.records import Article, Cell, Table

_DATA = frozenset(
    {shapes.CI, shapes.SPREAD, shapes.COUNT_PERCENT, shapes.PERCENT_COUNT, shapes.FRACTION,
     shapes.PAIR, shapes.PONLY, shapes.PERCENT, shapes.RANGE, shapes.PLAIN, shapes.BRACKETED}
)  # fmt: skip
_FIGURES = re.compile(r"\d\.\d|\d\s*\(|\d\s*%|±|\A[<>=]?\s?\.?\d+\Z")
#: A class of ages, scores ... as a heading: "6-11", "≥ 65".
_CLASS = re.compile(r"\d{1,3}\s?-\s?\d{1,3}\Z|[<>≤≥]\s?\d{1,3}\Z")
_LETTER = re.compile(r"[A-Za-z]")
_DECIMAL = re.compile(r"\d[.,]\d")

#: A grade, a visit or a class as a heading: "3", "3-4", "≥ 3".
_GRADE = re.compile(r"[≤≥<>]?\s?\d{1,2}(?:\s?-\s?\d{1,2})?")


class Segment(msgspec.Struct):
    """Rows that share one head."""

    columns: list[Column]
    rows: list[Row]
    stub: int


class Sheet(Rows):
    """A table read as far as its layout goes."""

    def __init__(self, article: Article, table: Table, before: Sheet | None = None):
        super().__init__(article, table)
        self.heads = self._head_rows()
        self.segments: list[Segment] = []
        inherited = before if before and self.heads == 0 and self._same_form(before) else None
        self._read(inherited)

    def _is_data(self, row: int) -> bool:
        """Whether a row holds data: cells with numbers that no heading has."""
        count = 0
        for cell in self.distinct(row, 1):
            if cell.row != row or not cell.pieces:
                continue
            content = self.content(cell)
            if content.shape in _DATA and not looks_like_heading(self.text(cell)):
                plain = content.shape in (shapes.PLAIN, shapes.RANGE)
                text = self.text(cell)
                if plain and not _DECIMAL.search(text) and len(text) < 5:
                    count += 1 if self.text(self.grid[row][0]) else 0
                elif not (plain and heads.heading(text).time):
                    count += 2
        return count >= 2

    def _head_rows(self) -> int:
        table = self.table
        count = 0
        while count < min(table.header_rows, table.rows) and not (
            self._is_data(count) and not self._sizes_only(count)
        ):
            count += 1
        if count < table.header_rows:
            return count
        # The mark-up often ends the head too early.
        row = count
        while row < min(table.rows - 1, count + 6):
            cells = [c for c in self.distinct(row) if self.text(c)]
            if not cells or all(self._separator(c) for c in cells):
                row += 1
                continue
            if not self._heading_row(row, first=True):
                break
            row += 1
            count = row
        return count

    def _sizes_only(self, row: int) -> bool:
        cells = [self.text(c) for c in self.distinct(row, 1) if self.text(c)]
        return bool(cells) and all(
            _N.search(t) or looks_like_heading(t) or not re.search(r"\d", t)
            or heading(t).role in (heads.P, heads.EFFECT) or heading(t).time
            or _GRADE.fullmatch(t)
            for t in cells
        )  # fmt: skip

    def _only_size(self, row: int) -> bool:
        cells = [self.text(c) for c in self.distinct(row, 1) if self.text(c)]
        return bool(cells) and all(_N.search(t) and not group_name(t).strip("^ ") for t in cells)

    def _separator(self, cell: Cell) -> bool:
        return not self.text(cell)

    def _heading_row(self, row: int, first: bool = False) -> bool:
        """Whether a row below the head is a further heading row."""
        cells = [c for c in self.distinct(row, 1) if c.row == row and self.text(c)]
        own = self.grid[row][0]
        if not cells or (own is not None and own.colspan >= self.table.columns):
            return False
        if any(c is own for c in cells):
            return False
        texts = [self.text(c) for c in cells]
        if not all(looks_like_heading(t) or self._wordy(t) for t in texts):
            return False
        stub = self.text(own) if own is not None and own.row == row else ""
        good = [t for t in texts if looks_like_heading(t)]
        typed = [t for t in good if heading(t).role != heads.NONE or _N.search(t)]
        if len(good) == len(texts) and typed:
            return len(texts) > 1 or not stub or heading(texts[0]).role in (heads.EFFECT, heads.P)
        if first and not stub and len(set(texts)) > 1:
            # Names of groups under a title row: words only, and no row head.
            return (
                len(texts) >= 2
                and any(_LETTER.search(t) for t in texts)
                and all(self._wordy(t) and (_LETTER.search(t) or _CLASS.match(t)) for t in texts)
            )
        return len(typed) >= 2 and len(typed) * 3 >= len(texts) * 2

    @staticmethod
    def _wordy(text: str) -> bool:
        return (
            len(text) < 90
            and not _FIGURES.search(text)
            and (
                text.lower() not in ("yes", "no", "ns", "na", "n/a", "nd", "ref", "reference", "-")
            )
        )

    def _same_form(self, before: Sheet) -> bool:
        return (
            before.table.label == self.table.label
            and before.table.columns == self.table.columns
            and bool(before.segments)
        )

    def _read(self, before: Sheet | None) -> None:
        head_rows = [r for r in range(self.heads) if any(self.text(c) for c in self.distinct(r))]
        self.title = self._titles(head_rows)
        body = list(range(self.heads, self.table.rows))
        stub = self._stub(body)
        if before:
            columns = before.segments[-1].columns
            stub = before.segments[-1].stub
        else:
            columns = self._columns(head_rows, stub, body)
        start = self.heads
        current = head_rows
        rows: list[int] = []
        until = -1
        at = start
        while at < self.table.rows:
            if at > start and self._heading_row(at) and not self._is_data(at):
                block = [at]
                while (
                    at + 1 < self.table.rows
                    and self._heading_row(at + 1)
                    and not self._is_data(at + 1)
                ):
                    at += 1
                    block.append(at)
                if self._same_heading(block, current):
                    at += 1
                    continue
                carried: list[int] = []
                while rows and self._section_row(rows[-1]):
                    carried.insert(0, rows.pop())
                if rows:
                    self.segments.append(self._segment(columns, rows, stub))
                rows = carried
                if all(self._only_size(r) for r in block):
                    # Sizes of the groups for the rows up to the next section, no new heads.
                    columns = self._columns(current + block, stub, body)
                    until = self._next_section(at + 1)
                else:
                    keep = current[: -len(block)] if len(current) > len(block) else []
                    if current and self._refines(current[-1], block[0]):
                        keep = current
                    current = keep + block
                    columns = self._columns(current, stub, body)
            else:
                if at == until:
                    self.segments.append(self._segment(columns, rows, stub))
                    rows, until = [], -1
                    columns = self._columns(current, stub, body)
                rows.append(at)
            at += 1
        if rows:
            self.segments.append(self._segment(columns, rows, stub))

    def _titles(self, head_rows: list[int]) -> tuple[str, ...]:
        """The endpoint that stands over the whole table, or over the heads of its rows."""
        texts = dict.fromkeys(self.text(self.grid[r][0]) for r in head_rows)
        named = [t for t in texts if any(k.family == "time" for k, _, _ in terms.endpoints_in(t))]
        return tuple(named) if len(named) == 1 else ()

    def _section_row(self, row: int) -> bool:
        """Whether a row has a head and nothing else."""
        cells = [c for c in self.distinct(row) if self.text(c)]
        return len(cells) == 1 and cells[0].column == 0 and cells[0].row == row

    def _segment(self, columns: list[Column], rows: list[int], stub: int) -> Segment:
        out: list[Row] = []
        sides = [c.index for c in columns if c.side]
        for row in rows_of(self, rows, stub, columns):
            for line in table_split.rows(self, row, columns):
                out.extend(self._side_by_side(line, sides) if sides else [line])
        return Segment(columns, out, stub)

    def _refines(self, above: int, row: int) -> bool:
        """Whether headings of a row divide those of a row above it."""
        for cell in self.distinct(above, 1):
            if 1 < cell.colspan < self.table.columns - 1 and self.text(cell):
                inner = {
                    id(self.grid[row][c])
                    for c in range(cell.column, min(cell.column + cell.colspan, self.table.columns))
                }
                if len(inner) > 1:
                    return True
        return False

    def _next_section(self, row: int) -> int:
        """The first row without data after rows with data, from ``row`` on."""
        seen = False
        for r in range(row, self.table.rows):
            filled = any(self.text(c) for c in self.distinct(r, 1))
            if seen and not filled and self.text(self.grid[r][0]):
                return r
            seen = seen or filled
        return -1

    def _same_heading(self, block: list[int], current: list[int]) -> bool:
        tail = current[-len(block) :]
        return len(tail) == len(block) and all(
            [self.text(c) for c in self.distinct(a, 1)]
            == [self.text(c) for c in self.distinct(b, 1)]
            for a, b in zip(block, tail, strict=True)
        )
