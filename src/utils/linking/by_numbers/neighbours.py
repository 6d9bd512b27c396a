"""What the other numbers of a sentence tell of a find: they stand in the same row or table.

Two numbers that stand side by side in a sentence and in the same order in two columns of one row
say nearly as much together as the product of both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from src.utils.linking.by_numbers.finds import Find
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.records import Result

#: Numbers further apart than this many characters do not stand side by side.
BESIDE = 130
#: All neighbours together tell at most this.
MOST = 2.2

InRow = Mapping[tuple[int | None, int | None], int]


def tell(
    find: Find, clauses: Sequence[Clause], finds: Mapping[int, Sequence[Find]], in_row: InRow
) -> tuple[float, float]:
    """What the other numbers of the sentence tell, as a decimal logarithm of odds.

    The second is what a number tells that stands beside this one in both places. ``in_row`` counts
    the statements of every row.
    """
    total, paired = 0.0, 0.0
    for unit in (u for clause in clauses for u in clause.units):
        if unit is find.said:
            continue
        best = 0.0
        for other in finds[id(unit)]:
            if other.cell.result.table != find.cell.result.table or other.cell is find.cell:
                continue
            among, weight = _among(find, other, in_row)
            if weight == 1.0:
                paired = max(paired, other.information)
            best = max(best, weight * (other.information - math.log10(max(among, 2))))
        total += best
    return min(total, MOST), paired


def _among(find: Find, other: Find, in_row: InRow) -> tuple[int, float]:
    """How many statements a neighbour might be in its place, and what this is worth."""
    here, there = find.cell.result, other.cell.result
    if there.row == here.row and _in_order(find, other):
        return 2, 1.0
    if there.row == here.row:
        return in_row[here.table, here.row], 0.7
    if _above(there) and _above(there) == _above(here):
        return 8, 0.7
    if there.column == here.column and there.context.header:
        return 12, 0.7
    return 60, 0.7


def _in_order(one: Find, two: Find) -> bool:
    """Whether two numbers of one sort stand in two columns as they stand in the sentence."""
    v, w = one.cell.value, two.cell.value
    if v is None or w is None or v.arm is None or w.arm is None or v.arm == w.arm:
        return False
    if one.said.value is None or two.said.value is None or v.kind != w.kind:
        return False
    if one.said.value.kind != two.said.value.kind:
        return False
    a, b = one.said.main[0].span.start, two.said.main[0].span.start
    return abs(a - b) <= BESIDE and (a < b) == (v.arm < w.arm)


def _above(cell: Result) -> str:
    """The headings above a row's own head."""
    return cell.context.row.rpartition(" > ")[0]
