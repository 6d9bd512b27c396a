"""Cells of one row that belong together: an estimate with the interval beside or below it.

Belongs here: which cells make one unit and what it holds. Does not: effects (`table_effects`).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction import table_pairs as pairs_of
from src.utils.extraction.table_cells import Content
from src.utils.extraction.table_columns import Column
from src.utils.extraction.table_continued import TEST, Continued, Extra
from src.utils.extraction.table_layout import Segment
from src.utils.extraction.table_reader import Unit
from src.utils.extraction.table_rows import Row
from src.utils.records import (
    Cell,
    Num,
)

_SPREADS = {"median-iqr": "IQR", "median-range": "range"}


#: What may stand between an estimate and its interval.
_BETWEEN = (heads.SPREAD_COLUMN, heads.STATISTIC, heads.P)


class Units(Continued):
    """Reads the cells of a row as units."""

    def _units(self, segment: Segment, row: Row, extra: Extra) -> list[Unit]:
        """The cells of a row as units: an estimate with the interval beside or below it is one."""
        out: list[Unit] = []
        done: set[int] = set()
        columns = segment.columns
        for position, column in enumerate(columns):
            cell = row.cells.get(column.index)
            if cell is None or id(cell) in done:
                continue
            done.add(id(cell))
            cells = [cell]
            content = self.sheet.content(cell)
            for head, below in extra.get(column.index, ()):
                cells.append(below)
                if head == TEST:
                    found = shapes.p_value(self.sheet.view(below), self.sheet.comma)
                    content = msgspec.structs.replace(content, p=found)
                    continue
                content = self._completed_below(content, self.sheet.content(below), head)
            if content.parts:
                out.extend(self._of_parts(column, row, cell, content))
                if column.typed.role != heads.EFFECT:
                    continue
            what = self._what(column, row, content)
            if what == "":
                continue
            following = columns[position + 1 : position + (6 if what == "effect" else 3)]
            joined = self._joined(column, what, content, row, following, done)
            if joined is not None:
                cells += joined[0]
                content = joined[1]
                done.update(id(c) for c in joined[0])
            if content.shape in (shapes.EMPTY, shapes.MISSING):
                continue
            beside = [k for k in following if any(k.index == c.column for c in cells[1:])]
            out.append(Unit(column, cells, content, what, beside))
        return out

    def _of_parts(self, column: Column, row: Row, cell: Cell, content: Content) -> Iterator[Unit]:
        """The results of a cell that prints several; the effect of a column of effects is read
        from the whole cell, where its label may stand."""
        for part in content.parts:
            if part.shape == shapes.PAIR:
                first, second = part.nums
                said = row.typed.form or column.typed.form or self.default.form
                if first and second and pairs_of.guess(first, second, column.n) == "count-percent":
                    part.shape = shapes.COUNT_PERCENT
                elif not said.startswith("count"):
                    part.shape = shapes.OTHER  # two numbers of which nothing says what they are
        for part in content.parts:
            if column.typed.role == heads.EFFECT:
                what = "value" if part.compared and part.shape != shapes.CI else ""
            else:
                what = self._what(column, row, part)
            if what:
                yield Unit(column, [cell], part, what)

    def _what(self, column: Column, row: Row, content: Content) -> str:
        """Whether a cell holds an effect, a P value or a value; "" for none of them."""
        role = column.typed.role
        if content.shape == shapes.PONLY and content.explicit and role != heads.STATISTIC:
            return "p"
        if role == heads.P:
            # "P value lower with the new method | 12/80": how often, no P value.
            return "value" if content.shape == shapes.FRACTION and content.p is None else "p"
        if role == heads.EFFECT:
            return "effect"
        if role == heads.STATISTIC:
            return "p" if content.p is not None and content.shape == shapes.OTHER else ""
        if role in (heads.INTERVAL, heads.SPREAD_COLUMN):
            if column.typed.kind and content.shape == shapes.CI:
                return "effect"
            if content.shape == shapes.RANGE and column.typed.form in _SPREADS:
                content.spread = _SPREADS[column.typed.form]
                return "value"
            whole = (shapes.CI, shapes.PAIR, shapes.SPREAD)
            return "value" if content.shape in whole else ""
        if content.shape == shapes.OTHER and content.p is not None and role == heads.NONE:
            return "p"  # "F = 5.79; P < 0.001"
        if content.label and content.shape == shapes.CI:
            return "effect"
        if (
            role == heads.NONE
            and content.shape == shapes.CI
            and self.kind
            and not row.typed.value
            and not column.typed.n
            and not self.default.value
            and all(n is not None and not n.text.startswith("-") for n in content.nums)
        ):
            return "effect"
        return "value"

    def _joined(
        self,
        column: Column,
        what: str,
        content: Content,
        row: Row,
        following: list[Column],
        done: set[int],
    ) -> tuple[list[Cell], Content] | None:
        """The cells to the right that complete this one, with what they say together."""
        if what == "p" or content.shape not in (
            shapes.PLAIN, shapes.PERCENT, shapes.COUNT_PERCENT, shapes.PAIR, shapes.FRACTION,
            shapes.REACHED, shapes.SPREAD,
        ):  # fmt: skip
            return None
        spread = ""
        taken: list[Cell] = []
        bounds: list[Num | None] = []
        level = None
        explicit = False
        for other in following:
            cell = row.cells.get(other.index)
            if cell is None or id(cell) in done:
                if what == "effect" and other.typed.role in _BETWEEN:
                    continue
                break
            inner = self.sheet.content(cell)
            role = other.typed.role
            same = bool(column.cells and other.cells and column.cells[-1] is other.cells[-1])
            unnamed = not set(other.parts) - set(column.parts) and role == heads.NONE
            ranged = role == heads.SPREAD_COLUMN and other.typed.form in _SPREADS
            if role == heads.INTERVAL or (
                inner.shape == shapes.RANGE and (same or unnamed or (ranged and what == "value"))
            ):
                if inner.shape == shapes.RANGE:
                    spread = _SPREADS[other.typed.form] if ranged else ""
                    bounds, level, explicit = list(inner.nums), inner.level, inner.explicit
                    taken.append(cell)
                    break
                if inner.shape == shapes.PLAIN and role == heads.INTERVAL:
                    bounds.append(inner.nums[0])
                    taken.append(cell)
                    if len(bounds) == 2:
                        break
                    continue
                break
            share = (
                other.typed.value == "percent"
                and column.typed.value in ("count", "")
                and (column.arm, column.group) == (other.arm, other.group)
            )
            if what == "value" and not bounds and (same or share or role == heads.SPREAD_COLUMN):
                merged = self._merged(content, inner, same, other)
                if merged is not None:
                    return [cell], merged
            if what == "effect" and role in _BETWEEN and not bounds:
                continue
            break
        if len(bounds) != 2:
            return None
        joined = msgspec.structs.replace(content, level=level, explicit=explicit, spread=spread)
        if content.shape in (shapes.PLAIN, shapes.PERCENT, shapes.REACHED):
            estimate = content.nums[0] if content.nums else None
            joined.shape = shapes.CI
            joined.nums = [estimate, bounds[0], bounds[1]]
        else:
            joined.bounds = (bounds[0], bounds[1])
        return taken, joined

    @staticmethod
    def _merged(content: Content, inner: Content, same: bool, other: Column) -> Content | None:
        """A number and the bracket or spread in the next column as one pair."""
        if (
            content.shape == shapes.FRACTION
            and content.nums[2] is None
            and inner.shape in (shapes.BRACKETED, shapes.PERCENT)
        ):
            nums = [*content.nums[:2], inner.nums[0]]
            return Content(shapes.FRACTION, nums, percent=True)
        if content.shape not in (shapes.PLAIN, shapes.PERCENT) or len(inner.nums) != 1:
            return None
        if inner.shape == shapes.BRACKETED or (
            other.typed.role == heads.SPREAD_COLUMN and inner.shape == shapes.PLAIN
        ):
            nums = [content.nums[0], inner.nums[0]]
            shape = shapes.SPREAD if other.typed.form == "mean-sd" else shapes.PAIR
            if inner.percent or other.typed.value == "percent":
                shape = shapes.COUNT_PERCENT
            if shape == shapes.PAIR and other.typed.form == "mean-se":
                shape = shapes.SPREAD
                return Content(shape, nums, percent=content.percent, spread="SE")
            return Content(shape, nums, percent=content.percent or inner.percent)
        if same and inner.shape == shapes.PERCENT and content.shape == shapes.PLAIN:
            return Content(shapes.COUNT_PERCENT, [content.nums[0], inner.nums[0]], percent=True)
        return None
