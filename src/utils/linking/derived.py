"""Counts of the text that are sums of cells: two arms of a row, or neighbouring rows of an arm.

"183 of 438 responded" beside 21 complete and 162 partial responses of 438 is agreement, not a
number that the table lacks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from src.utils.linking.meaning import Meaning
from src.utils.records import Link, Num, Result, Value

#: So many neighbouring rows may be summed.
MOST_ROWS = 3
#: Words of the row that is summed over the arms must fit at least this well.
FITTING = 0.3
#: Sums below this are found everywhere by chance.
LEAST = 5


def link_derived(mention: Result, cells: list[Result], meaning: Meaning) -> Iterator[Link]:
    """Links from a mention to the results whose counts sum to one of its counts."""
    yield from _summed_here(mention, cells)
    for value in mention.values:
        wanted = _integer(_count(value))
        if wanted is None or wanted < LEAST:
            continue
        parts = _over_columns(wanted, mention, cells, meaning)
        parts = parts or _over_rows(wanted, _integer(value.total), mention, cells, meaning)
        for part in parts:
            yield Link(mention.id, part.id, "numbers", 0.6, (), "sum")


def _count(value: Value) -> Num | None:
    if value.count is not None:
        return value.count
    return value.nums[0] if len(value.nums) == 1 else None


def _integer(num: Num | None) -> int | None:
    return int(num.text) if num is not None and num.text.isdigit() else None


def _over_columns(
    wanted: int, mention: Result, cells: list[Result], meaning: Meaning
) -> list[Result]:
    """The row of which neighbouring columns (arms, grades) sum to the count, if words name it."""
    best: tuple[float, Result] | None = None
    for cell in cells:
        counts = [_integer(_count(v)) for v in cell.values]
        if not _window(counts, wanted):
            continue
        support = meaning.support(mention, cell)
        if support >= FITTING and (best is None or support > best[0]):
            best = (support, cell)
    return [best[1]] if best else []


def _window(counts: list[int | None], wanted: int) -> bool:
    """Whether two or three neighbours, or all of them, sum to ``wanted``."""
    if len(counts) < 2 or wanted in counts:
        return False
    sizes = {2, 3, len(counts)}
    for size in sizes:
        for start in range(len(counts) - size + 1):
            part = counts[start : start + size]
            if None not in part and sum(c for c in part if c is not None) == wanted:
                return True
    return False


def _summed_here(mention: Result, cells: list[Result]) -> Iterator[Link]:
    """Neighbouring counts of the sentence whose sum, with their totals, is one cell's count."""
    known = [(_integer(_count(v)), _integer(v.total)) for v in mention.values]
    sums = set()
    for first, second in pairwise(known):
        if None not in first and None not in second:
            sums.add((first[0] + second[0], first[1] + second[1]))  # type: ignore[operator]
    if not sums:
        return
    for cell in cells:
        if any((_integer(_count(v)), _integer(v.total)) in sums for v in cell.values):
            yield Link(mention.id, cell.id, "numbers", 0.8, (), "sum")
            return


def _over_rows(
    wanted: int, total: int | None, mention: Result, cells: list[Result], meaning: Meaning
) -> list[Result]:
    """Neighbouring rows of one table whose counts in one column sum to the count.

    The total must be printed on both sides and be the same, or the words must fit the rows.
    """
    columns: dict[tuple[int | None, int], list[tuple[Result, int, int | None]]] = defaultdict(list)
    for cell in cells:
        for i, value in enumerate(cell.values):
            count = _integer(_count(value))
            if count is not None:
                columns[cell.table, i].append((cell, count, _integer(value.total)))
    for rows in columns.values():
        for size in range(2, MOST_ROWS + 1):
            for start in range(len(rows) - size + 1):
                part = rows[start : start + size]
                if sum(count for _, count, _ in part) != wanted:
                    continue
                same_total = total is not None and all(t == total for _, _, t in part)
                fits = max(meaning.support(mention, cell) for cell, _, _ in part)
                if same_total or fits >= 2 * FITTING:
                    return [cell for cell, _, _ in part]
    return []
