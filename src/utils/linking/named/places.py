"""In which column of a row a number stands, and in which it should stand.

By the names of the groups, by the order of its run, or as the other runs of the sentence have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

from src.utils.linking.by_numbers.units import Unit, laid
from src.utils.linking.named.judging import Item, is_size, near, same_patients
from src.utils.linking.names.columns import bind
from src.utils.linking.reading import Reading
from src.utils.linking.words import OF_ALL, tokens
from src.utils.records import Result, Value

#: What is said of every group.
GROUPS = tokens("group arm treatment patients alone only subjects cohort recipients treated the")
#: So much of a row's head is said where its order counts.
NAMED = 0.5


class Places:
    """The numbers of a sentence in runs, and the columns of the rows."""

    def __init__(
        self,
        reading: Reading,
        items: list[Item],
        runs: list[list[Item]],
    ):
        """``items`` are all numbers of the sentence, ``runs`` those side by side."""
        self._article, self._rows = reading.article, reading.rows
        self._items, self._pairs = items, runs
        self.columns_of = reading.columns

    def beside(self, run: Sequence[Item]) -> dict[str, float]:
        """The words beside the numbers of a run and before the first number of the sentence."""
        first, last = run[0].clause, run[-1].clause
        return self._rows.said((first.before, 1.0), (last.after, 0.9), (first.whole.lead, 0.7))

    def bound(self, run: Sequence[Item], row: Result) -> list[int] | None:
        """The columns of the row that the numbers of a run belong to by name."""
        first, last = self._items.index(run[0]), self._items.index(run[-1])
        clause = run[0].clause
        start = self._items[first - 1].end if first else clause.begin
        end = self._items[last + 1].start if last + 1 < len(self._items) else clause.finish
        return bind(
            self.columns_of(row),
            self._article.shadow,
            [(i.start, i.end) for i in run],
            start,
            max(end, run[-1].end),
        )

    def columns_held(self, run: Sequence[Item], row: Result) -> list[int] | None:
        """The columns of a row in which two numbers stand, where these are two and one each."""
        out = []
        for item in run:
            there = self.arms(item, row)
            if len(there) != 1:
                return None
            out.append(there.pop())
        return out if len(set(out)) == len(run) else None

    def order_of_neighbours(self, run: list[Item], row: Result, placed: list[int]) -> bool | None:
        """Whether other pairs of the sentence stand in the order of this one in the table.

        Asked only where no group is named between the pairs; None where it stays open.
        """
        orders: list[bool] = []
        for other in self._pairs:
            if other is run or other[0] is run[0] or len(other) != 2:
                continue
            first, last = sorted((run, other), key=lambda r: r[0].start)
            between = self._article.shadow[first[-1].end : last[0].start]
            if self.columns_of(row).events(between, 0, len(between)):
                continue
            said = self.beside(other)
            for cell in {c.result.id: c.result for c in other[0].found}.values():
                if cell.table != row.table or _names(cell) != _names(row):
                    continue
                held = self.columns_held(other, cell)
                named = self._rows.bare_share(self._rows.row(cell), said) >= NAMED
                if held is not None and named and sorted(held) == sorted(placed):
                    orders.append(held == placed)
        named = self._rows.bare_share(self._rows.row(row), self.beside(run)) >= NAMED
        # Of two pairs that disagree either may be the one that is exchanged.
        if len(orders) < 2 or not named or len(set(orders)) > 1:
            return None
        return orders[0]

    def straight(self, run: list[Item], row: Result, placed: list[int]) -> bool:
        """Whether another row prints the two numbers, in columns that are not so exchanged."""
        one, two = run
        for x in one.found:
            if x.result.id == row.id:
                continue
            for y in two.found:
                if y.result.id != x.result.id or x.value is None or y.value is None:
                    continue
                if x.result.table != row.table or [x.value.arm, y.value.arm] != placed:
                    return True
        return False

    def at(self, row: Result, arm: int, item: Item) -> Unit | None:
        """The one cell of a column that an item can be laid beside."""
        values = [v for v in row.values if v.arm == arm and laid(item.unit, Unit(row, value=v))]
        return Unit(row, value=values[0]) if len(values) == 1 else None

    def left(
        self, run: list[Item], i: int, row: Result, arms: list[int] | None, sure: bool
    ) -> Unit | None:
        """The cell of the row that the number must be: by its column's name, or by its place.

        Where the row is not ``sure`` the number must be a slip of the key away.
        """
        item = run[i]
        claimed = {id(c.value) for c in self.claimed(run, i, row, arms)}
        free = [
            v
            for v in row.values
            if v.nums
            and id(v) not in claimed
            and (v.kind == item.value.kind or v.count is not None)
            and laid(item.unit, Unit(row, value=v))
        ]
        column = arms[i] if arms is not None else self._column_of_neighbours(run, i, row)
        column = _column_of_size(item, row) if column is None else column
        if column is not None:
            free = [v for v in free if v.arm == column]
        else:
            partly = [c.value for c in item.partly if c.result.id == row.id]
            free = (
                [v for v in free if v in partly]
                or self._in_line(run, i, row, free)
                or self._of_all(run, row, free)
                or self._only_column(run, row, free)
            )
        texts = {n.text for o in run if o is not item for n in o.unit.nums}
        close = [v for v in free if sure or near(item.unit, Unit(row, value=v), texts)]
        if not close and not _heads_a_column(item, row):
            close = [v for v in free if same_patients(item.value, v, row)]
        close = [v for v in close if not is_size(item, v)]
        if len(close) > 1 and len({v.arm for v in close}) == 1:
            close = [v for v in close if v.kind == item.value.kind]
        return Unit(row, value=close[0]) if len(close) == 1 else None

    def claimed(self, run: list[Item], i: int, row: Result, arms: list[int] | None) -> list[Unit]:
        """The cells of a row that other numbers of the run agree with, each in its own column."""
        return [
            c
            for k, o in enumerate(run)
            for c in o.found
            if k != i
            and c.result.id == row.id
            and (arms is None or (c.value is not None and c.value.arm == arms[k]))
        ]

    def _of_all(self, run: list[Item], row: Result, free: list[Value]) -> list[Value]:
        """The column of all patients, where a lone number has no group named beside it."""
        clause = run[0].clause
        beside = f"{clause.before} {clause.after}"
        if len(run) > 1 or self.columns_of(row).events(beside, 0, len(beside)):
            return []
        names = _names(row)
        places = {i for i, name in enumerate(names) if OF_ALL.match(name)}
        return [v for v in free if v.arm in places] if len(places) == 1 else []

    def _only_column(self, run: list[Item], row: Result, free: list[Value]) -> list[Value]:
        """The one column of a table without groups, for a lone number."""
        groups = {v.arm for v in row.values if v.kind in ("count", "percent")}
        return free if len(run) == 1 and len(row.arms) < 2 and len(groups) == 1 else []

    def _in_line(self, run: list[Item], i: int, row: Result, free: list[Value]) -> list[Value]:
        """Where a number stands when all others of its run agree with the row in their order.

        Only where nothing but the names of groups stands between the numbers.
        """
        if len(run) < 2 or any(not self._only_names(a, b, row) for a, b in pairwise(run)):
            return []
        columns = [v for v in row.values if v.kind in (run[i].value.kind, "percent", "count")]
        columns = [v for v in columns if v.kind == columns[0].kind]
        kept = []
        for at in range(len(columns) - len(run) + 1):
            part = columns[at : at + len(run)]
            if all(
                any(c.value is v for c in o.found)
                for o, v in zip(run, part, strict=True)
                if o is not run[i]
            ):
                kept.append(part[i])
        return [v for v in free if any(v is k for k in kept)]

    def _column_of_neighbours(self, run: list[Item], i: int, row: Result) -> int | None:
        """The column in which the number of this place stands in all other runs of the sentence.

        The other numbers of the run must stand in the row as those runs have it.
        """
        held: set[tuple[int, ...]] | None = None
        for other in self._pairs:
            if other[0] is run[0] or len(other) != len(run) or len(run) < 2:
                continue
            for cell in {c.result.id: c.result for c in other[0].found}.values():
                if cell.table != row.table or _names(cell) != _names(row):
                    continue
                found = set(product(*(self.arms(o, cell) for o in other)))
                found = {f for f in found if len(set(f)) == len(f)}
                held = found if held is None else held & found if found else held
        fits = {
            f[i]
            for f in held or ()
            if all(f[k] in self.arms(o, row) for k, o in enumerate(run) if k != i)
        }
        return fits.pop() if len(fits) == 1 else None

    def arms(self, item: Item, row: Result) -> set[int]:
        """The columns of a row that print a number."""
        there = (c.value for c in item.found if c.result.id == row.id)
        return {v.arm for v in there if v is not None and v.arm is not None}

    def _only_names(self, one: Item, two: Item, row: Result) -> bool:
        """Whether no word stands between two numbers but the names of the row's columns."""
        between = self._article.shadow[one.end : two.start]
        names = self.columns_of(row).events(between, 0, len(between))
        for start, end, _ in reversed(names):
            between = between[:start] + between[end:]
        return not tokens(between) - GROUPS


def _column_of_size(item: Item, row: Result) -> int | None:
    """The only column headed by the total that the text prints: "51 (27%) of 188"."""
    total = item.value.total
    if total is None:
        return None
    sizes = [a.n.text.replace(",", "") if a.n else "" for a in row.arms]
    wanted = total.text.replace(",", "")
    return sizes.index(wanted) if sizes.count(wanted) == 1 else None


def _heads_a_column(item: Item, row: Result) -> bool:
    """Whether the count of the text is the size of a column: the group's, not the row's."""
    count = item.value.count
    return count is not None and any(a.n and a.n.text == count.text for a in row.arms)


def _names(row: Result) -> list[str]:
    return [a.name for a in row.arms]
