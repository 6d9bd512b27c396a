"""Rows headed by the statistic over columns of groups: "HR (95% CI)", "P value".

Belongs here: effects and P values that have a row of their own. Does not: columns of effects.
"""

from __future__ import annotations

import msgspec

from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction.table_columns import Column
from src.utils.extraction.table_continued import Extra
from src.utils.extraction.table_layout import Segment
from src.utils.extraction.table_outcomes import Outcomes
from src.utils.extraction.table_reader import Draft, Unit
from src.utils.extraction.table_rows import Row
from src.utils.records import Cell, Num


class Transposed(Outcomes):
    """Reads rows whose head names an effect or a P value."""

    def _typed_by_row(
        self, segment: Segment, row: Row, extra: Extra, sizes: dict[int, Num]
    ) -> bool:
        """A row that is headed by the statistic ("HR (95% CI)", "P value") over columns of arms."""
        if any(c.typed.role in (heads.EFFECT, heads.INTERVAL) for c in segment.columns):
            return False
        seen: set[int] = set()
        done = False
        for column in segment.columns:
            cell = row.cells.get(column.index)
            if cell is None or id(cell) in seen or column.typed.role == heads.STATISTIC:
                continue
            seen.add(id(cell))
            covered = frozenset(range(cell.column, cell.column + cell.colspan))
            if column.typed.role == heads.P and done and row.typed.role != heads.P:
                found = shapes.p_value(self.sheet.view(cell), self.sheet.comma)
                if found is not None:
                    last = self.drafts[-1]
                    last.p.append(self._p(found, cell, column.typed))
                    last.cells = [*last.cells, cell]
                continue
            if row.typed.role == heads.P or column.typed.role == heads.P:
                done = self._p_below(row, cell, covered, column) or done
                continue
            content = self.sheet.content(cell)
            cells = [cell]
            for head, below in extra.get(column.index, ()):
                cells.append(below)
                content = self._completed_below(content, self.sheet.content(below), head)
            typed = self._row_heading(row, column)
            unit = Unit(msgspec.structs.replace(column, typed=typed), cells, content, "effect")
            if content.shape == shapes.PONLY and content.p is not None:
                continue
            effect = self._effect(row, unit)
            if effect is None:
                continue
            arms = self._arms_of_row(segment, row, column, covered, sizes)
            draft = Draft(row, column, cells, arms, [], effect, [], unit.column.typed, covered)
            if content.p is not None:
                draft.p.append(self._p(content.p, cell, row.typed))
            self.drafts.append(draft)
            done = True
        return done

    def _p_below(self, row: Row, cell: Cell, covered: frozenset[int], column: Column) -> bool:
        """Attach the P value of a P row to the result above it in the same section."""
        found = shapes.p_value(self.sheet.view(cell), self.sheet.comma)
        if found is None:
            return False
        p = self._p(found, cell, row.typed if row.typed.role == heads.P else column.typed)
        for draft in reversed(self.drafts[-12:]):
            same = draft.row.sections[-1:] == row.sections[-1:] or row.head == draft.row.head
            if not same and not (row.sections and draft.row.head == row.sections[-1]):
                break
            if (draft.columns & covered or cell.colspan > 1) and not draft.p:
                draft.p.append(p)
                draft.cells = [*draft.cells, cell]
                return True
        return False
