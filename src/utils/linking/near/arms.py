"""Groups of a sentence that are rows of a table, with numbers that those rows do not print.

"More often in Kisumu than in Siaya (12 vs 8%)" where the table's rows "Kisumu" and "Siaya" print
17% and 6%, and two other rows of the table, "Men" and "Women", print 12% and 8%: the numbers
were taken from the wrong rows. Both groups must be named, the other rows' must not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from src.utils.linking import numerals
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.keys import conflicts
from src.utils.linking.names.rows import stems_of
from src.utils.linking.words import tokens
from src.utils.records import Num, Result, Shared, Value


class NamedRows:
    """The rows of the tables by the words of their own heads."""

    def __init__(self, cells: Iterable[Result]):
        """Index every row."""
        self._by_leaf: dict[frozenset[str], list[Result]] = defaultdict(list)
        self._by_table: dict[int | None, list[Result]] = defaultdict(list)
        for cell in cells:
            self._by_leaf[_leaf(cell)].append(cell)
            self._by_table[cell.table].append(cell)

    def beside(
        self, clause: Clause, effects: list[Unit]
    ) -> Iterator[tuple[Unit, Result, tuple[Shared, ...]]]:
        """The named rows that contradict the values of two named groups.

        ``effects`` are those of the sentence, which may be copied from the wrong row as well.
        """
        values = [u for u in clause.units if u.value is not None and u.value.kind == "percent"]
        if len(values) != 2 or values[0].result is not values[1].result:
            return
        said = values[0].result
        if len(said.arms) != 2:
            return
        pairs = []
        for unit in values:
            assert unit.value is not None
            if unit.value.arm is None or len(unit.value.nums) != 1:
                return
            rows = self._by_leaf.get(tokens(said.arms[unit.value.arm].name), [])
            pairs.append((unit, unit.value.nums[0], rows))
        yield from self._copied(clause, pairs, effects)

    def _copied(
        self,
        clause: Clause,
        pairs: list[tuple[Unit, Num, list[Result]]],
        effects: list[Unit],
    ) -> Iterator[tuple[Unit, Result, tuple[Shared, ...]]]:
        """The rows of both groups, where two sister rows print the sentence's numbers instead."""
        (one, x, rows), (two, y, others) = pairs
        if any(_prints(r, n) for n, rs in ((x, rows), (y, others)) for r in rs):
            return
        for row in rows:
            other = next((r for r in others if _sisters(row, r)), None)
            if other is None or row is other or conflicts(one.result, row):
                continue
            if _percent(row) is None or _percent(other) is None:
                continue
            source = [
                [
                    r
                    for r in self._by_table[row.table]
                    if _prints(r, n) and r.column == row.column and _elsewhere(r, clause)
                ]
                for n in (x, y)
            ]
            if not any(_sisters(a, b) and a is not b for a in source[0] for b in source[1]):
                continue
            for unit, num, held in ((one, x, row), (two, y, other)):
                shown = _percent(held)
                if shown is not None:
                    how = numerals.state(num.text, shown.text)
                    yield unit, held, (Shared("value", num, shown, how, "percent"),)
            wrong = [r for found in source for r in found]
            yield from (e for u in effects for e in _effect_too(u, (row, other), wrong))
            return


def _effect_too(
    unit: Unit, named: tuple[Result, Result], wrong: list[Result]
) -> Iterator[tuple[Unit, Result, tuple[Shared, ...]]]:
    """The effect of the named rows, where the sentence's is that of the wrong ones."""
    assert unit.effect is not None
    said = unit.effect.estimate
    if said is None or not any(_estimates(r, unit, said) for r in wrong):
        return
    for row in named:
        shown = row.effect.estimate if row.effect is not None else None
        if shown is not None and not conflicts(unit.result, row):
            how = numerals.state(said.text, shown.text)
            if not numerals.agreeing(how):
                yield unit, row, (Shared("estimate", said, shown, how, unit.effect.kind),)


def _estimates(cell: Result, unit: Unit, said: Num) -> bool:
    """Whether a row prints an effect of the unit's kind and number."""
    if cell.effect is None or cell.effect.estimate is None or conflicts(unit.result, cell):
        return False
    return numerals.agreeing(numerals.state(said.text, cell.effect.estimate.text))


def _leaf(cell: Result) -> frozenset[str]:
    return tokens(cell.context.row.rpartition(" > ")[2])


def _sisters(a: Result, b: Result) -> bool:
    """Whether two rows stand under one heading of one table, and the same column."""
    above = [r.context.row.rpartition(" > ")[0] for r in (a, b)]
    return a.table == b.table and a.column == b.column and bool(above[0]) and above[0] == above[1]


def _values(cell: Result) -> Iterator[Value]:
    yield from (v for v in cell.values if v.kind == "percent" and len(v.nums) == 1)


def _percent(cell: Result) -> Num | None:
    """The only percentage of a row."""
    found = [v.nums[0] for v in _values(cell)]
    return found[0] if len(found) == 1 else None


def _prints(cell: Result, num: Num) -> bool:
    return any(numerals.agreeing(numerals.state(num.text, v.nums[0].text)) for v in _values(cell))


def _elsewhere(cell: Result, clause: Clause) -> bool:
    """Whether the sentence does not name a row."""
    return not _leaf(cell) & stems_of(clause.sentence)
