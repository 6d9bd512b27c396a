"""Groups of patients in rows: an effect or P value that spans the rows of the groups it compares.

Belongs here: which rows those are, and their cells as the units of one result. Does not: the
result (`typed_tables`).
"""

from __future__ import annotations

import msgspec

from src.utils.extraction import table_headers as heads
from src.utils.extraction.table_continued import Extra
from src.utils.extraction.table_layout import Segment
from src.utils.extraction.table_reader import Unit
from src.utils.extraction.table_rows import Row
from src.utils.extraction.table_transposed import Transposed
from src.utils.records import Cell

#: More rows than this under one P value are categories of one characteristic.
_MOST = 4
_COMPARING = (heads.EFFECT, heads.P, heads.INTERVAL)


class ArmRows(Transposed):
    """Reads rows of groups that share the cells of their comparison."""

    def _spanning(self, segment: Segment, row: Row) -> dict[int, Cell]:
        """The cells of comparison that open in a row and reach into the next ones."""
        roles = {c.index: c.typed.role for c in segment.columns}
        return {
            k: cell
            for k, cell in row.cells.items()
            if cell.rowspan > 1 and cell.row == row.index and roles[k] in _COMPARING
        }

    def _rows_of_arms(self, segment: Segment, rows: list[tuple[Row, Extra]], at: int) -> int:
        """How many rows from ``at`` on are groups compared by cells that span them, 0 if none."""
        first = rows[at][0]
        shared = self._spanning(segment, first)
        if not shared:
            return 0
        tall = {cell.rowspan for cell in shared.values()}
        count = next(iter(tall))
        members = [r for r, _ in rows[at : at + count]]
        if len(tall) > 1 or not 2 <= count <= _MOST or len(members) < count:
            return 0
        named = {c.arm for c in segment.columns if c.arm and c.typed.role not in _COMPARING}
        if len(named) > 1 or len({r.head for r in members}) < count:
            return 0
        family = (first.sections, first.heads[:-1])
        for k, row in enumerate(members):
            if row.index != first.index + k or not row.head:
                return 0
            if (row.sections, row.heads[:-1]) != family:
                return 0
            own = {
                c.index
                for c in segment.columns
                if c.typed.role in _COMPARING
                and c.index in row.cells
                and row.cells[c.index] is not shared.get(c.index)
            }
            valued = [c for c in row.cells if c not in shared]
            if own or not valued:
                return 0
        return count

    def _units_of_arms(self, segment: Segment, rows: list[tuple[Row, Extra]]) -> list[Unit]:
        """The cells of rows of groups: values under the name of their row, then what they share."""
        shared = self._spanning(segment, rows[0][0])
        out: list[Unit] = []
        for row, extra in rows:
            alone = msgspec.structs.replace(
                row, cells={k: c for k, c in row.cells.items() if k not in shared}
            )
            for unit in self._units(segment, alone, extra):
                if unit.what == "value":
                    unit.column = msgspec.structs.replace(
                        unit.column, arm=row.head, n=None, group="", sizes=()
                    )
                    out.append(unit)
        joint = msgspec.structs.replace(rows[0][0], cells=shared)
        return [*out, *self._units(segment, joint, {})]

    @staticmethod
    def _row_above(row: Row) -> Row:
        """What rows of groups have in common: their heads without the groups' own names."""
        above = row.heads[:-1]
        head = above[-1] if above else ""
        return msgspec.structs.replace(
            row, head=head, heads=above, typed=heads.heading(head, True) if head else row.typed
        )
