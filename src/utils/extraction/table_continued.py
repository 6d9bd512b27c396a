"""Rows that only complete the row above: its interval, its spread, its share, its P value.

Belongs here: which rows those are and what they add. Does not: cells beside one another
(`table_units`).
"""

from __future__ import annotations

import re

import msgspec

from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction.table_cells import Content
from src.utils.extraction.table_layout import Segment
from src.utils.extraction.table_reader import Base
from src.utils.extraction.table_rows import Row, is_size_row
from src.utils.records import Cell

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
#: The head given to a row of P values below estimates.
TEST = "P"
_UNIT_SIZED = re.compile(r"(?:0?\.\d+|1\.0+)\Z")

#: Cells below a row that complete its own, with the heads of their rows, by column.
Extra = dict[int, list[tuple[str, Cell]]]


class Continued(Base):
    """Joins rows that complete each other."""

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

    def _with_continuations(self, segment: Segment) -> list[tuple[Row, Extra]]:
        """Rows with the cells of the rows below that only complete theirs: an interval, an SD."""
        out: list[tuple[Row, Extra]] = []
        taken = 0
        tests = frozenset(c.index for c in segment.columns if c.typed.role == heads.P)
        for row in segment.rows:
            tested = bool(out) and self._tested(out[-1][0], row, taken)
            if tested or (out and self._continues(out[-1][0], row, taken, tests)):
                above, extra = out[-1]
                head = TEST if tested else row.head
                taken += 1
                cells = dict(above.cells)
                for k, cell in row.cells.items():
                    if k in cells:
                        extra.setdefault(k, []).append((head, cell))
                    else:
                        cells[k] = cell  # the P value stands in the lower row
                out[-1] = (msgspec.structs.replace(above, cells=cells), extra)
            else:
                out.append((row, {}))
                taken = 0
        return out

    def _tested(self, above: Row, row: Row, taken: int) -> bool:
        """Whether a row only holds the P values of the estimates above it, under one head."""
        if not taken or row.index != above.index + 1 + taken or not row.cells:
            return False
        if row.head and row.head != above.head or row.typed.role == heads.P:
            return False
        found = [self.sheet.content(c) for c in row.cells.values()]
        related = sum(c.shape == shapes.PONLY for c in found)
        return (related > 0 or self.tested) and all(
            c.shape == shapes.PONLY
            or (c.shape == shapes.PLAIN and c.nums[0] and _UNIT_SIZED.match(c.nums[0].text))
            for c in found
        )

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
