"""Which cell a sentence names, beside the one that prints its numbers.

Belongs here: the cells of another row, or another column, of which all that tells them from the
source of the numbers is said, and nothing that tells the source from them. Does not: whether
anything else explains the numbers (`copied`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import msgspec

from src.utils.linking.by_numbers.links import Numbers
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit, information, laid, units_of
from src.utils.linking.fields import as_shared
from src.utils.linking.names.abbreviations import spelt
from src.utils.linking.names.columns import Columns, bind
from src.utils.linking.names.phrases import rows_after, rows_before
from src.utils.linking.names.rows import SORTS, RowWords
from src.utils.linking.near.beside import of_all
from src.utils.linking.near.column import Column, alike
from src.utils.linking.near.heads import (
    STATISTICS,
    Heads,
    Names,
    denied,
    marked,
    names,
    of_analysis,
)
from src.utils.linking.reading import Reading

_UNFINISHED = re.compile(r"\b(?:in|of|with|and|or|for|to|the|by|at|on|from)\s*$", re.I)
_PRONOUN = re.compile(r"\b(?:it|its|they|their|them|this|these|the\s+same|latter|former)\b", re.I)
#: What the numbers must tell beyond how many cells they may be copied from: where the sentence
#: says all words of the row, where its name stands beside them, and of another column.
ROW, CALLED, COLUMN, ARM = 1.9, 1.4, 1.4, 0.15
#: What another number of the row's name tells at most.
BESIDE = 1.5
#: A row next to the named one is the likeliest to be copied.
NEXT = 2

#: The cells that print the numbers of a statement, or should.
Cells = tuple[Unit, ...]


class Meant(msgspec.Struct, frozen=True):
    """The cells that a statement names; ``called``: the row's name stands beside its numbers."""

    cells: Cells
    called: bool = False


class Statement:
    """Numbers of a clause, and the names that are said beside them, in the sentence, before it."""

    def __init__(self, units: list[Unit], clause: Clause, rows: RowWords):
        """Names are read when they are asked for."""
        self.units, self.clause, self._rows = units, clause, rows

    @cached_property
    def beside(self) -> Names:
        """Names right before and after the numbers."""
        return self._said(f"{self.clause.before} {self.clause.after}")

    @cached_property
    def own(self) -> Names:
        """Names that are said of these numbers: after them, or before the first of a sentence."""
        start = min(n.span.start for u in self.clause.units for n in u.nums)
        first = start - len(self.clause.before) <= self.clause.begin
        return self._said(f"{self.clause.before if first else ''} {self.clause.after}")

    @cached_property
    def sentence(self) -> Names:
        """Names of the sentence."""
        return self._said(self.clause.sentence)

    @cached_property
    def before(self) -> Names:
        """Names of the sentence up to the numbers, and right after them."""
        whole = self.clause.whole
        start = min(n.span.start for u in self.units for n in u.nums)
        return self._said(f"{whole.shadow[whole.start : start]} {self.clause.after}")

    @cached_property
    def wide(self) -> Names:
        """Names of the sentence, its heading and the sentence before."""
        whole = self.clause.whole
        return self.sentence | self._said(f"{whole.heading} {whole.previous}")

    @cached_property
    def called(self) -> frozenset[int]:
        """The rows that the phrase right beside the numbers names."""
        before = rows_before(self.clause.before, self._rows)
        return before | rows_after(self.clause.after, self._rows)

    def _said(self, text: str) -> Names:
        return spelt(names(text), self._rows.abbreviations)


class Namer:
    """The cells of an article's tables by what they are called."""

    def __init__(self, heads: Heads, reading: Reading, numbers: Numbers):
        """``reading`` has the statements of the tables."""
        self._heads, self._shadow = heads, reading.article.shadow
        self._numbers, self._rows = numbers, reading.rows
        self._by_arms: dict[tuple[object, ...], Columns] = {}
        self._columns: dict[tuple[int | None, int | None], list[Unit]] = defaultdict(list)
        self._lines: dict[tuple[int | None, int | None], list[Unit]] = defaultdict(list)
        self._laid_out: dict[tuple[int | None, int | None], Column] = {}
        for u in reading.units:
            if u.p is None:
                self._columns[u.result.table, heads.column(u)].append(u)
                self._lines[u.result.table, u.result.row].append(u)

    def meant(self, said: Statement, cells: Cells) -> Iterator[Meant]:
        """The cells that a statement names where those that print its numbers are others."""
        told = sum(
            information([as_shared(f) for f in laid(u, c) if f.agrees])
            for u, c in zip(said.units, cells, strict=True)
        )
        yield from self._other_rows(said, cells, told)
        if not any(c.value is not None and of_all(c.value, c.result) for c in cells):
            yield from self._other_columns(said, cells, told)

    def _other_rows(self, said: Statement, cells: Cells, told: float) -> Iterator[Meant]:
        """The cells of other rows in the same columns."""
        first = cells[0]
        columns = [self._column_of(c) for c in cells]
        for row, units in columns[0].named(said.sentence, said.called):
            like = [u for u in units if alike(u, first)]
            if row == first.result.row or not like:
                continue
            meant = like[0]
            called = self._rows.row(meant.result) in said.called
            if not self._row_said(said, meant, first, called) or _broken(meant, first):
                continue
            if len(cells) == 1 and not self._column_said(said, first):
                continue
            found = [
                [u for u in column.of(row) if alike(u, cell) and laid(unit, u)]
                for column, cell, unit in zip(columns, cells, said.units, strict=True)
            ]
            if any(len(f) != 1 for f in found):
                continue
            nearby = row is not None and abs(row - (first.result.row or 0)) == 1
            least = CALLED if called else ROW
            least += math.log10(NEXT if nearby else columns[0].like(first))
            if told >= least or told + self._beside(said, meant, first) >= least:
                yield Meant(tuple(f[0] for f in found), called)

    def _column_of(self, cell: Unit) -> Column:
        """The column in which a cell stands."""
        key = cell.result.table, self._heads.column(cell)
        if key not in self._laid_out:
            self._laid_out[key] = Column(self._columns[key], self._heads, self._rows)
        return self._laid_out[key]

    def _row_said(self, said: Statement, meant: Unit, source: Unit, called: bool) -> bool:
        """Whether a row is said, and nothing that only the row of the numbers is called."""
        mine, here = self._heads.row(meant), self._heads.row(source)
        own, other = (mine - here) - STATISTICS, (here - mine) - STATISTICS
        if not (own or denied(other)) or not (other or denied(own)):
            return False
        if own and not (own - SORTS or marked(own)):
            return False
        own = own - SORTS or own
        if not own <= said.sentence or other & (said.beside if called else said.wide):
            return False
        if (
            own
            and own <= self._rows.groups
            and not self._rows.is_group(self._rows.row(meant.result))
        ):
            return False  # the name of a column
        leaf = self._heads.leaf(meant) - SORTS
        if called or (leaf <= said.sentence and (own or leaf) <= said.own):
            return True
        # "High X goes with relapse (2.35), but it protects the lung (0.49)": still the row of X.
        kept = bool(own & leaf) and bool(_PRONOUN.search(said.clause.before))
        return kept and self._beside(said, meant, source) >= CALLED

    def _column_said(self, said: Statement, cell: Unit) -> bool:
        """Whether the column of a lone number is said, or its row has no other one like it."""
        line = self._lines[cell.result.table, cell.result.row]
        others = [self._heads.head(u) for u in line if u is not cell and alike(u, cell)]
        own = self._heads.head(cell)
        return all((own - other) & said.sentence for other in others)

    def _other_columns(self, said: Statement, cells: Cells, told: float) -> Iterator[Meant]:
        """The cells of the same row in columns of another name."""
        first = cells[0]
        row = self._lines[first.result.table, first.result.row]
        if len(row) <= len(cells) or not self._row_named(said, first):
            return
        heads = [self._heads.head(c) for c in cells]
        held = {c.nums[0].span for c in cells}
        groups: dict[tuple[Names, Names], list[list[Unit]]] = {}
        for i, cell in enumerate(cells):
            for u in row:
                if u.nums[0].span in held or not alike(u, cell) or not laid(said.units[i], u):
                    continue
                head = self._heads.head(u)
                key = head - heads[i], heads[i] - head
                groups.setdefault(key, [[] for _ in cells])[i].append(u)
        for (own, other), found in groups.items():
            if not own or not other or any(len(f) != 1 for f in found):
                continue
            if of_analysis(own):
                least = COLUMN
                named = own <= said.before and not other & said.sentence
            else:
                least = ARM
                named = _arms(first, found[0][0]) and self._of_arm(said, found[0][0])
            if named and told - math.log10(len(groups)) >= least:
                yield Meant(tuple(f[0] for f in found))

    def _beside(self, said: Statement, meant: Unit, source: Unit) -> float:
        """What other numbers of the sentence tell that stand in a row of the name that is meant.

        The row of the numbers must hold none of them.
        """
        leaf, told = self._heads.leaf(meant), 0.0
        line = source.result.table, source.result.row
        for u in (u for m in said.clause.whole.mentions for u in units_of(m)):
            if u.p is not None or any(u.main == x.main for x in said.units):
                continue
            finds = self._numbers.agreeing(u, said.clause)
            rows = [f for f in finds if self._heads.leaf(f.cell) == leaf]
            if rows and all((f.cell.result.table, f.cell.result.row) != line for f in finds):
                told = max(told, min(rows[0].information, BESIDE))
        return told

    def _row_named(self, said: Statement, cell: Unit) -> bool:
        """Whether all of a row's own name is said."""
        row = self._rows.row(cell.result)
        share = self._rows.bare_share(row, dict.fromkeys(said.sentence, 1.0))
        return share >= 0.99 or row in said.called

    def _of_arm(self, said: Statement, meant: Unit) -> bool:
        """Whether the grammar of the sentence gives a number to the group of a cell."""
        row, value = meant.result, meant.value
        if value is None or value.arm is None or value.arm >= len(row.arms):
            return False
        if len(said.units) > 1 or not self._siblings(said, meant):
            return False
        like = [v for v in row.values if v.kind == value.kind and v.arm is not None]
        like = [v for v in like if v.arm is not None and v.arm < len(row.arms)]
        key = (row.table, *(row.arms[v.arm or 0].name for v in like))
        if key not in self._by_arms:
            alike = msgspec.structs.replace(row, values=tuple(like))
            self._by_arms[key] = Columns(alike, self._rows.abbreviations)
        nums = sorted(n.span for n in said.units[0].nums)
        clause = said.clause
        start = max(nums[0].start - len(clause.before), clause.begin)
        end = min(nums[-1].end + len(clause.after) + 2, clause.finish)
        run = [(nums[0].start, nums[-1].end)]
        return bind(self._by_arms[key], self._shadow, run, start, end) == [value.arm]

    def _siblings(self, said: Statement, meant: Unit) -> bool:
        """Whether the row, or another one that is said, prints what is told beside a number."""
        line, unit = (meant.result.table, meant.result.row), said.units[0]
        for u in units_of(unit.result):
            if u.value is None or unit.value is None or u.main == unit.main:
                continue
            finds = self._numbers.agreeing(u, said.clause)
            if u.value.kind == unit.value.kind and not any(
                (f.cell.result.table, f.cell.result.row) == line
                or (self._heads.leaf(f.cell) - SORTS or {""}) <= said.sentence
                for f in finds
            ):
                return False
        return True


def _broken(meant: Unit, source: Unit) -> bool:
    """Whether the head of a row goes on in the next: "Attack rate in | staff"."""
    heads = (u.result.context.row.rpartition(" > ")[2] for u in (meant, source))
    return any(_UNFINISHED.search(h) for h in heads)


def _arms(a: Unit, b: Unit) -> bool:
    """Whether two cells are values of two groups."""
    arms = [u.value.arm if u.value is not None else None for u in (a, b)]
    return None not in arms and arms[0] != arms[1]
