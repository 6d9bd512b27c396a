"""Counts of the text that are sums of cells: two arms of a row, or neighbouring rows of an arm.

"183 of 438 responded" beside 21 complete and 162 partial responses of 438 is agreement, not a
number that the table lacks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from src.utils.linking.meaning import Meaning
from src.utils.printed import printed
from src.utils.records import Link, Num, Result, Shared, Value

#: So many neighbouring rows may be summed.
MOST_ROWS = 3
#: Words of the row that is summed over the arms must fit at least this well.
FITTING = 0.3
#: Sums below this are found everywhere by chance.
LEAST = 5
#: Rows named about as well as the best one; a sum that is off by no more than this.
BAND, MISCOUNT = 0.1, 2
#: How a part of a sum stands to the sum.
PART = "part"
Counts = list[tuple[Num, int]]


def link_derived(mention: Result, cells: list[Result], meaning: Meaning) -> Iterator[Link]:
    """Links from a mention to the results whose counts sum to one of its counts."""
    for value in mention.values:
        num = _count(value)
        wanted = _integer(num)
        if num is None or wanted is None or wanted < LEAST:
            continue
        row = _over_columns(value, wanted, mention, cells, meaning)
        parts = [row] if row else _over_rows(value, wanted, mention, cells, meaning)
        shown = [part for _, nums in parts for part in nums]
        for cell, _ in parts:
            yield Link(mention.id, cell.id, "numbers", 0.8, (), "sum", _shared(num, shown))


def link_near_sum(mention: Result, cells: list[Result], meaning: Meaning) -> Iterator[Link]:
    """The one row that the words name whose arms sum to nearly a count of the mention.

    Only asked for where another count of the same paragraph is the sum of another row of the
    table: there the authors added up the arms.
    """
    for value in mention.values:
        num = _count(value)
        wanted = _integer(num)
        if num is None or wanted is None or wanted < LEAST or len(mention.values) != 1:
            continue
        fits = [(meaning.support(mention, c), c) for c in cells]
        best = max((support for support, _ in fits), default=0.0)
        near = []
        for support, cell in fits:
            counts = _counts(cell)
            total = sum(n for _, n in counts)
            both_arms = len(counts) == len(cell.values) == 2
            named = support >= FITTING and support >= best - BAND
            if named and both_arms and 0 < abs(total - wanted) <= MISCOUNT:
                near.append((cell, counts))
        if len(near) == 1:
            cell, counts = near[0]
            shown = [part for part, _ in counts]
            yield Link(mention.id, cell.id, "key", 0.8, ("sum",), "sum", _shared(num, shown))


def _shared(whole: Num, parts: list[Num]) -> tuple[Shared, ...]:
    return tuple(Shared("count", whole, part, PART, "count") for part in parts)


def _counts(cell: Result) -> Counts:
    """The counts of a row's columns, in their order."""
    out = []
    for value in cell.values:
        num = _count(value)
        number = _integer(num)
        if num is not None and number is not None:
            out.append((num, number))
    return out


def _count(value: Value) -> Num | None:
    if value.count is not None:
        return value.count
    return value.nums[0] if len(value.nums) == 1 else None


def _integer(num: Num | None) -> int | None:
    return int(num.text) if num is not None and num.text.isdigit() else None


def _over_columns(
    value: Value, wanted: int, mention: Result, cells: list[Result], meaning: Meaning
) -> tuple[Result, list[Num]] | None:
    """The row of which neighbouring columns (arms, grades) sum to the count, if words name it."""
    best: tuple[float, Result, list[Num]] | None = None
    for cell in meaning.once(_by_sum, cells).get(wanted, ()):
        part = _window(cell, wanted)
        if not part or (len(part) < len(cell.values) and _contradicted(value, part, cell)):
            continue
        support = meaning.support(mention, cell)
        if support >= FITTING and (best is None or support > best[0]):
            best = (support, cell, part)
    return (best[1], best[2]) if best else None


def _contradicted(value: Value, part: list[Num], cell: Result) -> bool:
    """Whether the percentage beside a count is not that of the columns which are summed.

    Some columns of a row make up nearly every number; of 26 (1.2%) they must have the patients too.
    """
    if value.kind != "percent" or len(value.nums) != 1 or value.count is None:
        return False
    size = 0
    for other in cell.values:
        if _count(other) in part:
            arm = other.arm if other.arm is not None and other.arm < len(cell.arms) else None
            n = _integer(other.total or (cell.arms[arm].n if arm is not None else None))
            if n is None:
                return False
            size += n
    total = sum(int(n.text) for n in part)
    share = printed(value.nums[0].text)
    return size > 0 and abs(Fraction(100 * total, size) - share.value) > share.unit / 2


def _by_sum(cells: list[Result]) -> dict[int, list[Result]]:
    """The rows by what their neighbouring columns sum to."""
    out: dict[int, list[Result]] = defaultdict(list)
    for cell in cells:
        numbers = [_integer(_count(v)) for v in cell.values]
        sums = set()
        for size in (2, 3, len(numbers)) if len(numbers) > 1 else ():
            for start in range(len(numbers) - size + 1):
                part = [n for n in numbers[start : start + size] if n is not None]
                if len(part) == size:
                    sums.add(sum(part))
        for total in sums:
            out[total].append(cell)
    return dict(out)


def _window(cell: Result, wanted: int) -> list[Num]:
    """Two or three neighbouring counts, or all of them, that sum to ``wanted``; none otherwise."""
    held = [(_count(v), _integer(_count(v))) for v in cell.values]
    numbers = [n for _, n in held]
    if len(held) < 2 or wanted in numbers:
        return []
    for size in (2, 3, len(held)):
        for start in range(len(held) - size + 1):
            part = numbers[start : start + size]
            if None not in part and sum(n for n in part if n is not None) == wanted:
                return [num for num, _ in held[start : start + size] if num is not None]
    return []


def _over_rows(
    value: Value, wanted: int, mention: Result, cells: list[Result], meaning: Meaning
) -> list[tuple[Result, list[Num]]]:
    """Neighbouring rows of one table whose counts in one column sum to the count.

    The total must be printed on both sides and be the same, or the words must fit the rows.
    """
    total = _integer(value.total)
    for part in meaning.once(_neighbours, cells).get(wanted, ()):
        same_total = total is not None and all(t == total for *_, t in part)
        fits = max(meaning.support(mention, cell) for cell, *_ in part)
        if same_total or fits >= 2 * FITTING:
            return [(cell, [num]) for cell, num, _ in part]
    return []


Neighbours = list[tuple[Result, Num, int | None]]


def _neighbours(cells: list[Result]) -> dict[int, list[Neighbours]]:
    """Neighbouring rows of each column by what their counts sum to, each with its total."""
    columns: dict[tuple[int | None, int], list[tuple[Result, Num, int, int | None]]]
    columns = defaultdict(list)
    for cell in cells:
        for i, other in enumerate(cell.values):
            num = _count(other)
            count = _integer(num)
            if num is not None and count is not None:
                columns[cell.table, i].append((cell, num, count, _integer(other.total)))
    out: dict[int, list[Neighbours]] = defaultdict(list)
    for rows in columns.values():
        for size in range(2, MOST_ROWS + 1):
            for start in range(len(rows) - size + 1):
                part = rows[start : start + size]
                kept = [(cell, num, total) for cell, num, _, total in part]
                out[sum(count for _, _, count, _ in part)].append(kept)
    return dict(out)
