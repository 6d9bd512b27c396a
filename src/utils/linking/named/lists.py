"""Lists of names and numbers: the one number that its row does not bear out.

"Nausea (72%), fatigue (61%), rash (38%)": each name is a row of a table and each number stands in
one column of it. Where most of a list do, the column is known without any of them, and the row of
the others by its name: what stands there is what the sentence should say. A paragraph that reads
one column of a table aloud is such a list too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import msgspec

from src.utils.linking import numerals
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit, laid
from src.utils.linking.held import Held, Hold
from src.utils.linking.keys import conflicts
from src.utils.linking.named.grid import Grid
from src.utils.linking.named.judging import near
from src.utils.linking.named.tables import Tables
from src.utils.linking.names.phrases import rows_after, rows_before
from src.utils.linking.p_values.rows import bears_out
from src.utils.linking.participants.people import counts_people
from src.utils.records import Num

#: So many members of a list must stand in a column before it is the list's.
MEMBERS = 2
#: So many of them settle it where no slip of the key explains the difference.
MANY = 3
#: So large a part of a paragraph's numbers in a table must stand in one column of it.
SHARE = 0.6
#: Tables that are not in the article.
_ELSEWHERE = re.compile(
    r"\bTables?\s*[A-Z]\d|\b(?:additional|supplement\w*|appendix|web|online)\b", re.I
)
_DENIED = re.compile(
    r"\b(?:no|not|non|without|free\s+of|never|neither|nor|lack\w*)\W+(?:\w+\W+){0,3}$", re.I
)
#: Small numbers are repeated by chance.
LEAST = 0.5

#: A table, a column of it, what sort of number, and which of those side by side in a bracket.
Column = tuple[int, int, str, int]


class Member(msgspec.Struct, frozen=True):
    """A number of a sentence, which of those in its bracket it is, and the rows that are named
    right before and right after it."""

    unit: Unit
    clause: Clause
    place: int
    rows: tuple[frozenset[int], frozenset[int]]


def sort_of(unit: Unit) -> str:
    """Whether a unit is a value, an effect or a P value."""
    return "p" if unit.p is not None else "effect" if unit.effect is not None else "value"


def agree(said: Unit, held: Unit) -> bool:
    """Whether a cell bears out everything of a number that it prints too."""
    if said.p is not None:
        return bears_out(said, held)
    fields = [f for f in laid(said, held) if f.name != "total"]
    return bool(fields) and all(f.agrees for f in fields)


def denied(before: str) -> bool:
    """Whether what is named right before a number is what the patients did not have."""
    return bool(_DENIED.search(before))


Cells = dict[Column, list[Unit]]


class Lists:
    """The lists of one sentence."""

    def __init__(
        self,
        tables: Tables,
        grid: Grid,
        clauses: Sequence[Clause],
        held: Held,
    ):
        """``held`` are the links that are there."""
        self._tables, self._grid, self._held = tables, grid, held
        self.block = clauses[0].whole.mentions[0].block
        self._clauses = [c for c in clauses if not c.elsewhere]

    def _places(self, clause: Clause) -> Iterator[tuple[Unit, int]]:
        """The numbers of a clause, and which of its sort each is there."""
        seen: Counter[str] = Counter()
        for unit in clause.units:
            sort = sort_of(unit)
            yield unit, seen[sort]
            seen[sort] += 1

    @cached_property
    def _members(self) -> list[Member]:
        """All numbers, with the rows that are named beside them."""
        words, out = self._tables.rows, []
        for clause in self._clauses:
            named = (rows_before(clause.before, words), rows_after(clause.after, words))
            out += [Member(unit, clause, at, named) for unit, at in self._places(clause)]
        return out

    def _cells(self, m: Member, rows: Iterable[int]) -> Cells:
        """The numbers of rows that a number of the text may be held against, by column."""
        out: Cells = defaultdict(list)
        sort = sort_of(m.unit)
        for cell in (u for row in rows for u in self._tables.units_of(row)):
            table = cell.result.table
            if table is None or sort_of(cell) != sort or not cell.main or not laid(m.unit, cell):
                continue
            column = self._grid.column(table, cell.main[0])
            if column is not None:
                out[table, column, sort, m.place].append(cell)
        return out

    def _at(self, unit: Unit, place: int) -> set[Column]:
        """The columns of the cells that links hold a number against."""
        sort = sort_of(unit)
        weighty = [n for n in unit.main if numerals.weight(n.text) >= LEAST]
        holds = [h for n in weighty for h in self._cells_of(n)]
        cells = ((h.cell.table, h.field.right) for h in holds)
        places = ((t, self._grid.column(t, n)) for t, n in cells if t is not None)
        return {(t, c, sort, place) for t, c in places if c is not None}

    def _linked_to(self, m: Member) -> set[int]:
        """The rows that links hold a number against."""
        holds = (h for n in m.unit.main for h in self._cells_of(n))
        return {self._tables.rows.row(h.cell) for h in holds}

    def _cells_of(self, num: Num) -> list[Hold]:
        """The cells that bear out a number of the text, sizes of groups left out."""
        return [
            h
            for h in self._held.of(num.span)
            if h.cell.place == "table" and not counts_people(h.cell)
        ]

    def finds(self, paragraph: Counter[Column]) -> Iterator[tuple[Unit, Unit]]:
        """Numbers with the cell that contradicts them.

        ``paragraph``: how many numbers of the paragraph stand in which column.
        """
        agreeing: set[int] = set()
        read = [self._read(way, agreeing) for way in (0, 1)]
        votes, open_, named = max(read, key=lambda r: r[2])
        meant = [
            (m, cell, len(votes[column]))
            for m, cells in open_
            if named and id(m) not in agreeing and (column := _column(cells, votes)) is not None
            for cell in _only(cells[column])
        ]
        for m, cell, told in meant:
            others = [(o, c) for o, c, _ in meant if o is not m]
            if self._contradicts(m, cell, told, others):
                agreeing.add(id(m))
                yield m.unit, cell
        for m, cells in (x for _, found, _ in read for x in found):
            if m.unit.p is not None or id(m) in agreeing or self._linked_to(m):
                continue
            column = _of_paragraph(cells, paragraph)
            for cell in _only(cells[column]) if column is not None else ():
                if self._contradicts(m, cell, 0, ()):
                    agreeing.add(id(m))
                    yield m.unit, cell

    def columns(self) -> Counter[Column]:
        """How many numbers of the sentence links hold against which column."""
        units = (x for clause in self._clauses for x in self._places(clause))
        return Counter(column for unit, place in units for column in self._at(unit, place))

    def _read(
        self, way: int, agreeing: set[int]
    ) -> tuple[dict[Column, list[Member]], list[tuple[Member, Cells]], int]:
        """The columns in which members stand, the members that stand in none of their row, and
        how many stand in the row that is named.

        The latter are added to ``agreeing``.
        """
        votes: dict[Column, list[Member]] = defaultdict(list)
        open_: list[tuple[Member, Cells]] = []
        named = 0
        for m in self._members:
            cells = self._cells(m, m.rows[way])
            found = {c for c, units in cells.items() if any(agree(m.unit, u) for u in units)}
            agreeing |= {id(m)} if found else set()
            named += bool(found)
            p = m.unit.p is not None
            weighty = p or any(numerals.weight(n.text) >= LEAST for n in m.unit.main)
            for column in (found if weighty else set()) | self._at(m.unit, m.place):
                votes[column].append(m)
            others = (o.rows[way] for o in self._members if o is not m)
            if cells and not found and self._linked_to(m) <= frozenset().union(*others):
                open_.append((m, cells))  # linked at most to what others of the list name
        return votes, open_, named

    def _contradicts(
        self, m: Member, cell: Unit, told: int, others: Sequence[tuple[Member, Unit]]
    ) -> bool:
        """Whether a member says of its row what the row does not say."""
        clause = m.clause
        if clause.bound(m.unit) or conflicts(m.unit.result, cell.result):
            return False
        if denied(clause.before) or _ELSEWHERE.search(clause.sentence):
            return False
        row = self._tables.units_of(self._tables.rows.row(cell.result))
        beside = [u for u in clause.units if u is not m.unit and u.main]
        if beside and not any(agree(u, x) for u in beside for x in row):
            return False
        if any(agree(m.unit, c) and agree(o.unit, cell) for o, c in others):
            return True  # exchanged within the list
        return told >= MANY or m.unit.p is not None or _one_slip(m.unit, cell)


def of_lists(sentences: Sequence[Lists]) -> Iterator[tuple[Unit, Unit]]:
    """The numbers of all sentences, paragraph by paragraph, with the cells that contradict them."""
    paragraphs: dict[int | None, Counter[Column]] = defaultdict(Counter)
    for one in sentences:
        paragraphs[one.block].update(one.columns())
    for one in sentences:
        if paragraphs[one.block]:
            yield from one.finds(paragraphs[one.block])


def _one_slip(said: Unit, cell: Unit) -> bool:
    """Whether one number alone differs, by a slip of the key."""
    return sum(not f.agrees for f in laid(said, cell)) == 1 and near(said, cell)


def _only(cells: Sequence[Unit]) -> Sequence[Unit]:
    return cells if len(cells) == 1 else ()


def _column(cells: Cells, votes: Mapping[Column, Sequence[Member]]) -> Column | None:
    """The column of a row in which most of the list stand."""
    ranked = sorted(((len(votes[c]), c) for c in cells if c in votes), reverse=True)
    if not ranked or ranked[0][0] < MEMBERS:
        return None
    return None if len(ranked) > 1 and ranked[1][0] == ranked[0][0] else ranked[0][1]


def _of_paragraph(cells: Cells, paragraph: Counter[Column]) -> Column | None:
    """The column of a row in which most numbers of a paragraph stand that its table holds."""
    column = max(cells, key=lambda c: paragraph[c])
    alike = sum(n for c, n in paragraph.items() if c[0] == column[0] and c[2:] == column[2:])
    enough = paragraph[column] >= max(MEMBERS, SHARE * alike)
    return column if enough else None
