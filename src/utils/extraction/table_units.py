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

#: Heads of rows that complete the row above: what the interval, the spread or the share is.
_SPREAD_ROW = re.compile(
    r"(?i)[\s(\[±]*(?:(?P<ci>(?:\d\d ?% ?)?(?:C\.?I\.?s?|confidence intervals?))"
    r"|(?P<iqr>IQR|IQ range|inter-?quartile range|quartiles|25th.{1,6}75th(?: percentiles?)?)"
    r"|(?P<range>range|min(?:imum)?\W{1,3}max(?:imum)?)"
    r"|(?P<sd>S\.?D\.?|standard deviation)|(?P<se>S\.?E\.?(?:M\.?)?|standard error)"
    r"|(?P<percent>%|per ?cent))[\s)\]:]*\Z"
)
_MEAN_HEAD = re.compile(r"(?i)\bmean|\baverage\b|\bM\Z")
_COUNT_HEAD = re.compile(r"(?i)\A\W*(?:n|no\.?|number|count)\b|\b[nN]\W*\Z")
_SPREADS = {"median-iqr": "IQR", "median-range": "range"}


#: What may stand between an estimate and its interval.
_BETWEEN = (heads.SPREAD_COLUMN, heads.STATISTIC, heads.P)

#: Cells below a row that complete its own, with the heads of their rows, by column.
Extra = dict[int, list[tuple[str, Cell]]]


class Units(Base):
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
                content = self._completed_below(content, self.sheet.content(below), head)
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

    @staticmethod
    def _completed_below(content: Content, below: Content, head: str = "") -> Content:
        """A value with the interval, spread or bracket that stands in a row below it."""
        said = _SPREAD_ROW.match(head)
        kind = said.lastgroup if said else ""
        if below.shape == shapes.RANGE:
            spread = {"iqr": "IQR", "range": "range"}.get(kind or "", "")
            if spread and (content.bounds is not None or content.shape == shapes.CI):
                return content  # an interval or quartiles are there already
            if content.shape in (shapes.PLAIN, shapes.PERCENT, shapes.CI):
                nums = [content.nums[0], *below.nums]
                return msgspec.structs.replace(
                    content, shape=shapes.CI, nums=nums, level=below.level, spread=spread
                )
            return msgspec.structs.replace(
                content, bounds=(below.nums[0], below.nums[1]), level=below.level, spread=spread
            )
        if kind in ("sd", "se") and len(below.nums) == 1 and content.shape == shapes.PLAIN:
            nums = [content.nums[0], below.nums[0]]
            return Content(shapes.SPREAD, nums, spread="SE" if kind == "se" else "")
        if kind == "percent" and len(below.nums) == 1 and content.shape == shapes.PLAIN:
            return Content(shapes.COUNT_PERCENT, [content.nums[0], below.nums[0]], percent=True)
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
            return "p" if content.p is not None and content.shape == shapes.OTHER else ""
        if role in (heads.INTERVAL, heads.SPREAD_COLUMN):
            if column.typed.kind and content.shape == shapes.CI:
                return "effect"
            if content.shape == shapes.RANGE and column.typed.form in _SPREADS:
                content.spread = _SPREADS[column.typed.form]
                return "value"
            whole = (shapes.CI, shapes.PAIR, shapes.SPREAD)
            return "value" if content.shape in whole else ""
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

    def _with_continuations(self, segment: Segment) -> list[tuple[Row, Extra]]:
        """Rows with the cells of the rows below that only complete theirs: an interval, an SD."""
        out: list[tuple[Row, Extra]] = []
        taken = 0
        tests = frozenset(c.index for c in segment.columns if c.typed.role == heads.P)
        for row in segment.rows:
            if out and self._continues(out[-1][0], row, taken, tests):
                above, extra = out[-1]
                taken += 1
                cells = dict(above.cells)
                for k, cell in row.cells.items():
                    if k in cells:
                        extra.setdefault(k, []).append((row.head, cell))
                    else:
                        cells[k] = cell  # the P value stands in the lower row
                out[-1] = (msgspec.structs.replace(above, cells=cells), extra)
            else:
                out.append((row, {}))
                taken = 0
        return out

    def _continues(self, above: Row, row: Row, taken: int, tests: frozenset[int]) -> bool:
        """Whether a row only completes the one above, of which ``taken`` rows are part already."""
        if row.index != above.index + 1 + taken or not row.cells or is_size_row(above):
            return False
        said = _SPREAD_ROW.match(row.head)
        if taken and not said:
            return False
        if row.head and row.head != above.head and not said:
            return False
        plain = bool(
            said
            and (
                (said.lastgroup in ("sd", "se") and _MEAN_HEAD.search(above.head))
                or (said.lastgroup == "percent" and _COUNT_HEAD.search(above.head))
            )
        )
        completing = 0
        for k, cell in row.cells.items():
            content = self.sheet.content(cell)
            own = above.cells.get(k)
            if k in tests and own is None:
                continue
            if content.shape not in (shapes.RANGE, shapes.BRACKETED) and not (
                plain and content.shape in (shapes.PLAIN, shapes.PERCENT)
            ):
                return False
            completing += 1
            if own is None or self.sheet.content(own).shape not in (
                shapes.PLAIN, shapes.PERCENT, shapes.COUNT_PERCENT, shapes.PAIR, shapes.FRACTION,
                shapes.SPREAD,
            ):  # fmt: skip
                return False
        return completing > 0
