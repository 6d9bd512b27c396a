"""Cells of one row that belong together: an estimate with the interval beside or below it.

Belongs here: which cells make one unit and what it holds. Does not: effects (`table_effects`).
"""

from __future__ import annotations

import re

import msgspec

from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction.table_cells import Content
from src.utils.extraction.table_columns import Column
from src.utils.extraction.table_layout import Segment
from src.utils.extraction.table_reader import Base, Unit
from src.utils.extraction.table_rows import Row, is_size_row
from src.utils.records import (
    Cell,
    Num,
)

_SPREAD_ROW = re.compile(
    r"(?i)\A[\s(\[]*(?:\d\d ?% ?)?(?:C\.?I\.?s?|confidence interval|IQR"
    r"|interquartile range|range|SD|SE|%)[\s)\]]*\Z"
)


class Units(Base):
    """Reads the cells of a row as units."""

    def _units(self, segment: Segment, row: Row, extra: dict[int, Cell]) -> list[Unit]:
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
            if column.index in extra:
                cells.append(extra[column.index])
                content = self._completed_below(content, self.sheet.content(extra[column.index]))
            what = self._what(column, row, content)
            if what == "":
                continue
            following = columns[position + 1 : position + 3]
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

    @staticmethod
    def _completed_below(content: Content, below: Content) -> Content:
        """A value with the interval or bracket that stands in the row below it."""
        if below.shape == shapes.RANGE:
            if content.shape in (shapes.PLAIN, shapes.PERCENT):
                nums = [content.nums[0], *below.nums]
                return msgspec.structs.replace(
                    content, shape=shapes.CI, nums=nums, level=below.level
                )
            return msgspec.structs.replace(
                content, bounds=(below.nums[0], below.nums[1]), level=below.level
            )
        if content.shape in (shapes.PLAIN, shapes.PERCENT) and len(below.nums) == 1:
            shape = shapes.COUNT_PERCENT if below.percent else shapes.PAIR
            return Content(shape, [content.nums[0], below.nums[0]], percent=below.percent)
        return content

    def _what(self, column: Column, row: Row, content: Content) -> str:
        """Whether a cell holds an effect, a P value or a value; "" for none of them."""
        role = column.typed.role
        if content.shape == shapes.PONLY and content.explicit and role != heads.STATISTIC:
            return "p"
        if role == heads.P:
            return "p"
        if role == heads.EFFECT:
            return "effect"
        if role == heads.STATISTIC:
            return ""
        if role in (heads.INTERVAL, heads.SPREAD_COLUMN):
            if column.typed.kind and content.shape == shapes.CI:
                return "effect"
            return "value" if content.shape in (shapes.CI, shapes.PAIR) else ""
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
            shapes.REACHED,
        ):  # fmt: skip
            return None
        taken: list[Cell] = []
        bounds: list[Num | None] = []
        level = None
        explicit = False
        for other in following:
            cell = row.cells.get(other.index)
            if cell is None or id(cell) in done:
                if what == "effect" and other.typed.role in (heads.SPREAD_COLUMN, heads.STATISTIC):
                    continue
                break
            inner = self.sheet.content(cell)
            role = other.typed.role
            same = bool(column.cells and other.cells and column.cells[-1] is other.cells[-1])
            if role == heads.INTERVAL or (same and inner.shape == shapes.RANGE):
                if inner.shape == shapes.RANGE:
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
            if what == "value" and (same or role == heads.SPREAD_COLUMN) and not bounds:
                merged = self._merged(content, inner, same, other)
                if merged is not None:
                    return [cell], merged
            if what == "effect" and role in (heads.SPREAD_COLUMN, heads.STATISTIC):
                continue
            break
        if len(bounds) != 2:
            return None
        joined = msgspec.structs.replace(content, level=level, explicit=explicit)
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
        if content.shape not in (shapes.PLAIN, shapes.PERCENT) or len(inner.nums) != 1:
            return None
        if inner.shape == shapes.BRACKETED or (
            other.typed.role == heads.SPREAD_COLUMN and inner.shape == shapes.PLAIN
        ):
            nums = [content.nums[0], inner.nums[0]]
            shape = shapes.SPREAD if other.typed.form == "mean-sd" else shapes.PAIR
            if inner.percent:
                shape = shapes.COUNT_PERCENT
            return Content(shape, nums, percent=content.percent or inner.percent)
        if same and inner.shape == shapes.PERCENT and content.shape == shapes.PLAIN:
            return Content(shapes.COUNT_PERCENT, [content.nums[0], inner.nums[0]], percent=True)
        return None

    def _with_continuations(self, segment: Segment) -> list[tuple[Row, dict[int, Cell]]]:
        """Rows with the cells of the row below that only complete theirs: an interval, an SD."""
        out: list[tuple[Row, dict[int, Cell]]] = []
        for row in segment.rows:
            if out and self._continues(out[-1][0], row) and not out[-1][1]:
                out[-1] = (out[-1][0], dict(row.cells))
            else:
                out.append((row, {}))
        return out

    def _continues(self, above: Row, row: Row) -> bool:
        if row.index != above.index + 1 or not row.cells or is_size_row(above):
            return False
        if row.head and row.head != above.head and not _SPREAD_ROW.match(row.head):
            return False
        for k, cell in row.cells.items():
            content = self.sheet.content(cell)
            if content.shape not in (shapes.RANGE, shapes.BRACKETED):
                return False
            own = above.cells.get(k)
            if own is None or self.sheet.content(own).shape not in (
                shapes.PLAIN, shapes.PERCENT, shapes.COUNT_PERCENT, shapes.PAIR, shapes.FRACTION,
            ):  # fmt: skip
                return False
        return True
