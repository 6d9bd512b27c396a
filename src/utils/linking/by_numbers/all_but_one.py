"""Statements of which all numbers but one stand in a row: the one that differs is the finding.

An estimate with its interval, n/N (p%), a mean with its deviation, the values of two arms side by
side: where one number is wrong, the others still lead to the row. What speaks for such a row is
counted as for a row that agrees (`links`): how rare the equal numbers are, what else of the
sentence stands there, how well the words fit. A difference needs more: a row that agrees in full
must not be about as good, no second row may print another number in that place, and the two
numbers must be a slip apart or be printed in one cell with the equal ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from src.utils.linking import numerals
from src.utils.linking.by_numbers.finds import Find
from src.utils.linking.by_numbers.index import Index
from src.utils.linking.by_numbers.links import Numbers
from src.utils.linking.by_numbers.neighbours import tell
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.slips import (
    a_slip_apart,
    in_one_cell,
    is_slip,
    odds,
    slip_keys,
    told_by,
)
from src.utils.linking.by_numbers.units import Unit, laid
from src.utils.linking.fields import as_shared
from src.utils.linking.held import Held
from src.utils.linking.meaning import Meaning
from src.utils.linking.slips import padded
from src.utils.records import Link, Num, Result, Shared

#: Odds from which a find is a difference, and where its own equal numbers are rare.
ENOUGH, AMONG_RARE = 1.0, 0.3
#: Equal numbers that tell so much are rare.
RARE = 3.0
#: How far behind every other explanation must be.
APART = 0.5
#: So much the equal numbers tell at least.
TOLD = 1.5
#: Zero, one and their like are a slip from anything.
LIGHT = 0.25
#: So much of a row's own head is said where another row fits the words much better.
OWN = 0.34

_Finds = dict[int, list[Find]]


class Near(msgspec.Struct, frozen=True):
    """A find of which one number differs, and what the other numbers of the sentence tell."""

    find: Find
    wrong: Shared
    exchanged: bool = False
    told: float = 0.0


class AllButOne:
    """The statements of an article that no link speaks of, and the rows that nearly repeat them."""

    def __init__(self, numbers: Numbers, meaning: Meaning, held: Held):
        """Index every number of the tables' statements, and the statements by their rows."""
        self._numbers, self._meaning, self._held = numbers, meaning, held
        self._printed: dict[tuple[object, ...], set[str]] = defaultdict(set)
        units = numbers.reading.units
        self._index = Index(units, every=True)
        self._beside: dict[tuple[object, ...], list[Unit]] = defaultdict(list)
        # Columns by their numerals; limits, which are no numbers of their own, under "".
        self._columns: dict[tuple[object, ...], dict[str, list[Unit]]]
        self._columns = defaultdict(lambda: defaultdict(list))
        self._keys: dict[tuple[object, ...], dict[str, set[str]]] = {}
        for u in units:
            self._beside[_row(u)].append(u)
            exact = u.p is None or u.p.relation == "="
            for text in {n.text if exact else "" for n in u.nums}:
                self._columns[_column(u)][text].append(u)
            for key in (_table(u), _row(u), _column(u)):
                self._printed[key].update(n.text.lstrip("-") for n in u.nums)

    def links(self) -> Iterator[Link]:
        """Links to the rows that differ in one number, with all numbers they share."""
        found: dict[tuple[str, str], list[Near]] = defaultdict(list)
        for clauses in self._numbers.sentences.all():
            asked = [(u, c) for c in clauses for u in c.units if self._asks(u, c)]
            if not asked:
                continue
            finds = {id(u): self._numbers.agreeing(u, c) for c in clauses for u in c.units}
            for unit, clause in asked:
                near = self._chosen(unit, clause, clauses, finds)
                if near is not None:
                    found[unit.result.id, near.find.cell.result.id].append(near)
        for key, nears in found.items():
            certainty = round(min(0.95, 0.7 + 0.1 * max(n.find.score for n in nears)), 2)
            numbers = (
                *map(as_shared, self._held.fields(key)),
                *(s for n in nears for s in n.find.shared),
            )
            yield Link(*key, "both", certainty, (), "", tuple(dict.fromkeys(numbers)))

    def _asks(self, unit: Unit, clause: Clause) -> bool:
        """Whether a statement is looked for here: of this trial, exact, and not yet spoken of."""
        if clause.elsewhere or unit.result.ref or (unit.p is not None and unit.p.relation != "="):
            return False
        told = all(self._held.speak_of(n.span) for n in unit.nums)
        return not told and not clause.bound(unit)

    def _chosen(
        self, unit: Unit, clause: Clause, clauses: list[Clause], finds: _Finds
    ) -> Near | None:
        """The row that nearly repeats a statement, where nothing else explains it as well."""
        found = []
        beside = {n.text for c in clauses for u in c.units if u is not unit for n in u.nums}
        for cell in self._candidates(unit, clauses, finds):
            near = self._near(unit, cell, beside)
            if near is None:
                continue
            find = self._numbers.scored(near.find, clause, clauses, finds)
            if find.fit.led and find.fit.own < OWN:
                continue  # another row is named
            wrong = None if near.exchanged else near.wrong
            score = find.score + odds(unit, cell, wrong, clause, self._meaning)
            find = msgspec.structs.replace(find, score=score)
            told = tell(near.find, clauses, finds, self._numbers.in_row)[0]
            found.append(Near(find, near.wrong, near.exchanged, told))
        pick = self._best(found)
        if pick is None:
            return None
        full = (self._numbers.scored(f, clause, clauses, finds) for f in finds[id(unit)])
        return None if any(f.score > pick.find.score - APART for f in full) else pick

    def _best(self, found: list[Near]) -> Near | None:
        """The best find, if it is good enough and no other one prints another number."""
        if not found:
            return None
        pick = max(found, key=lambda n: n.find.score)
        least = AMONG_RARE if pick.find.information >= RARE else ENOUGH
        if pick.find.score < least or not _tells(pick):
            return None
        rivals = [n for n in found if n.find.score > pick.find.score - APART]
        if pick.exchanged:  # the means, or the deviations: one is as true as the other
            means = (n for n in found if n.exchanged and n.wrong.name == "value")
            pick = max(means, key=lambda n: n.find.score, default=pick)
            rivals = [n for n in rivals if not n.exchanged]
        return pick if all(n.wrong.right.text == pick.wrong.right.text for n in rivals) else None

    def _candidates(self, unit: Unit, clauses: list[Clause], finds: _Finds) -> list[Unit]:
        """Statements of the tables that share a number, or stand beside what the sentence's do."""
        found = [f for c in clauses for u in c.units if u is not unit for f in finds[id(u)]]
        out = {id(u): u for u in self._index.printing(unit)}
        for row in dict.fromkeys(_row(f.cell) for f in found):
            out.update((id(u), u) for u in self._beside[row])
        if len(unit.nums) == 1:
            told = (_column(f.cell) for f in found if f.information >= TOLD)
            for column in dict.fromkeys(told):
                out.update((id(u), u) for u in self._slipped(unit.nums[0], column))
        return list(out.values())

    def _slipped(self, num: Num, column: tuple[object, ...]) -> Iterator[Unit]:
        """The statements of a column from which a slip sets a number apart that stands alone."""
        if self._shows(column, num):
            return
        if column not in self._keys:
            keys = self._keys[column] = defaultdict(set)
            for text in self._columns[column]:
                for key in slip_keys(text):
                    keys[key].add(text)
        held = self._keys[column]
        near = set().union(*(held[key] for key in slip_keys(num.text) if key in held))
        for text, units in self._columns[column].items():
            if not text or (text in near and a_slip_apart(num.text, text)):
                yield from units

    def _near(self, unit: Unit, cell: Unit, beside: set[str]) -> Near | None:
        """A statement of a table of which exactly one number differs, that no link speaks of."""
        fields = laid(unit, cell)
        wrong = [f for f in fields if not f.agrees]
        if len(wrong) != 1:
            return None
        a, b = wrong[0].left, wrong[0].right
        if self._taken(a, b, unit.result) or numerals.weight(a.text) <= LIGHT:
            return None
        if padded(a.text, b.text) and wrong[0].how != numerals.LAST_DIGIT:
            return None
        other = (self._meaning.qualified, self._meaning.side_analysis)
        if any(says(unit.result, cell.result) for says in other):
            return None
        right = tuple(as_shared(f) for f in fields if f.agrees)
        # Two groups of which the means, or the deviations, stand at each other's place.
        exchanged = bool(right) and b.text in beside and self._shows(_table(cell), a)
        if not (exchanged or is_slip(wrong[0]) or (len(right) > 1 and in_one_cell(cell))):
            return None
        if not right and self._shows(_column(cell), a):
            return None
        shared = tuple(map(as_shared, fields))
        return Near(Find(unit, cell, shared, told_by(right)), as_shared(wrong[0]), exchanged)

    def _taken(self, said: Num, shown: Num, mention: Result) -> bool:
        """Whether a link speaks of a number, or its sentence repeats that of the table."""
        at = (h for h in self._held.at(shown.span) if h.field.agrees)
        return self._held.speak_of(said.span) or any(
            h.mention.sentence == mention.sentence for h in at
        )

    def _shows(self, key: tuple[object, ...], num: Num) -> bool:
        """Whether a table, or a column of it, prints a numeral."""
        return num.text.lstrip("-") in self._printed[key]


def _tells(near: Near) -> bool:
    """Whether the equal numbers alone say something, of the statement or of those beside it."""
    find = near.find
    if max(find.information, find.joint - find.information) >= TOLD:
        return True
    return find.said.p is not None and near.told >= TOLD


def _table(unit: Unit) -> tuple[object, ...]:
    return (unit.result.table,)


def _row(unit: Unit) -> tuple[object, ...]:
    return unit.result.table, unit.result.row


def _column(unit: Unit) -> tuple[object, ...]:
    arm = unit.value.arm if unit.value is not None else None
    sort = "p" if unit.p else unit.value.kind if unit.value else "effect"
    return unit.result.table, arm, sort
