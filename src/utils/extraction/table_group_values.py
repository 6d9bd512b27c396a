"""The values of a group of columns in one row: whose they are, and which complete one another.

Belongs here: values with their arms, values that a cell sets against each other. Does not: what a
cell's numbers are (`table_values`), which cells make one result (`typed_tables`).
"""

from __future__ import annotations

import msgspec

from src.utils.extraction import table_values as make
from src.utils.extraction.table_arm_rows import ArmRows
from src.utils.extraction.table_columns import Column
from src.utils.extraction.table_reader import Draft, Unit
from src.utils.extraction.table_rows import Row
from src.utils.records import Arm, Cell, Num, PValue, Value, cover


class GroupValues(ArmRows):
    """Collects the values of one group of columns."""

    def _set_against(
        self, row: Row, units: list[Unit], sizes: dict[int, Num], made: list[Draft]
    ) -> None:
        """Values that a cell sets against each other ("10.7 vs 7.9"): of the groups that its
        heading names, with the estimate of the same cell."""
        by_cell: dict[int, list[Unit]] = {}
        for unit in units:
            by_cell.setdefault(id(unit.cells[0]), []).append(unit)
        for members in by_cell.values():
            first = members[0]
            values: list[Value] = []
            for unit in members:
                self._add_value(row, unit, sizes, [], {}, values, [])
            draft = next((d for d in made if d.cells and d.cells[0] is first.cells[0]), None)
            if draft is None:
                typed, index = first.column.typed, first.column.index
                draft = Draft(
                    row, first.column, [*first.cells], [], [], None, [], typed, frozenset({index})
                )
                made.append(draft)
            if not draft.arms:
                named = (self._versus(p, []) for p in reversed(first.column.parts))
                draft.arms = next((arms for arms in named if arms), [])
            if len(draft.arms) == len(values):
                values = [msgspec.structs.replace(v, arm=k) for k, v in enumerate(values)]
            draft.values = values

    def _p_alone(self, row: Row, unit: Unit, p: PValue, arms: list[Arm]) -> Draft:
        """A P value of its own comparison ("A vs B") among several."""
        draft = Draft(
            row, unit.column, list(unit.cells), [], [], None, [p], unit.column.typed,
            frozenset({unit.column.index}),
        )  # fmt: skip
        draft.arms = self._versus(" ".join(unit.column.parts), arms)
        return draft

    def _add_value(
        self,
        row: Row,
        unit: Unit,
        sizes: dict[int, Num],
        arms: list[Arm],
        names: dict[str, int],
        values: list[Value],
        cells: list[Cell],
    ) -> None:
        column = unit.column
        name = "" if unit.content.compared else column.arm
        arm: int | None = None
        if name:
            if name not in names:
                names[name] = len(arms)
                size = column.n or sizes.get(column.index)
                span = (
                    cover(column.sizes[-1].pieces)
                    if column.sizes and column.sizes[-1].pieces
                    else None
                )
                arms.append(Arm(name, size, span))
            arm = names[name]
        span = unit.cells[0].pieces[0] if unit.cells[0].pieces else None
        size = column.n or sizes.get(column.index)
        found = make.value(
            unit.content, span, column.typed, row.typed, self.default, arm, size,
            slashed="/" in row.head or ":" in row.head,
        )  # fmt: skip
        if found is None:
            return
        if values and values[-1].arm == arm and self._completes(values[-1], found, column):
            values[-1] = _completed(values[-1], found)
        elif found.kind == "rate" and found.count is not None:
            # A rate before its events shows two things, and each may be told alone.
            values.append(msgspec.structs.replace(found, count=None))
            values.append(Value((found.count,), "count", found.arm, found.span))
        else:
            values.append(found)
        cells.extend(unit.cells)

    @staticmethod
    def _completes(first: Value, second: Value, column: Column) -> bool:
        """A percentage after its count, in the next column of the same group."""
        return (
            first.kind == "count"
            and second.kind == "percent"
            and second.count is None
            and not first.total
            and first.low is None
        )


def _completed(count: Value, percent: Value) -> Value:
    return Value(
        percent.nums, "percent", percent.arm, percent.span or count.span, False, count.nums[0],
        percent.total, percent.low, percent.high, percent.level,
    )  # fmt: skip
