"""What several cells of one table give together: sums, and what is left of a total.

What belongs here: arithmetic over a grid. What does not: words and sentences. An expression is a
set of rows and a set of columns whose counts are added; its total is the sum of the sizes printed
for them (over columns) or the one size of a column (over rows).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import msgspec

from src.utils.checks import tt_row_names as row_names
from src.utils.checks.sums.amounts import Amount
from src.utils.checks.sums.grids import Grid, Line
from src.utils.printed import printed
from src.utils.records import Num

#: So many neighbouring rows are added, and so many columns without a set of their own.
MOST_ROWS = 6
CELL, GROUPS, LEVELS, BLOCK, SIZES = "cell", "groups", "levels", "block", "sizes"
#: Rounding of floats of exact sums.
EPS = 1e-9


class Expression(msgspec.Struct, frozen=True):
    """Cells of a grid whose counts are added; ``rest`` is what their total has beyond them.

    ``low`` and ``high`` bound the percentage; ``total`` is None where no size is printed.
    """

    grid: int
    kind: str
    lines: tuple[int, ...]
    columns: tuple[int, ...]
    count: int | None
    total: int | None = None
    low: float = -1.0
    high: float = -1.0
    rest: bool = False


def expressions(grid: Grid, number: int) -> Iterator[Expression]:
    """Every expression of a grid; ``number`` is its place in the list of grids."""
    yield from _sizes(grid, number)
    sets = grid.sets
    position = {id(line): i for i, line in enumerate(grid.lines)}
    for line in grid.lines:
        i = position[id(line)]
        for c, amount in line.amounts.items():
            yield from _cell(grid, number, i, c, amount)
        for columns in sets:
            if all(c in line.amounts for c in columns):
                yield from _groups(grid, number, i, columns, line)
    for block in grid.blocks:
        rows = [line for line in block if not line.total]
        yield from _runs(grid, number, rows, sets, position)


def _size(grid: Grid, column: int) -> int | None:
    size = grid.columns[column].n
    return int(size.text) or None if size is not None and size.text.isdigit() else None


def _with_rest(made: Expression) -> Iterator[Expression]:
    yield made
    if made.count is not None and made.total is not None:
        count = made.total - made.count
        share = 100 * count / made.total
        yield msgspec.structs.replace(
            made, count=count, low=share - EPS, high=share + EPS, rest=True
        )
    elif made.count is None and 0 < made.high < 100:
        yield msgspec.structs.replace(made, low=100 - made.high, high=100 - made.low, rest=True)


def _bounds(num: Num) -> tuple[float, float]:
    interval = printed(num.text).interval
    return float(interval.low) - EPS, float(interval.high) + EPS


def of(grid: Grid, line: Line, column: int) -> int | None:
    """How many patients a cell's count is of: its own total, else its column's size."""
    amount = line.amounts[column]
    if amount.total is not None:
        return int(amount.total.text)
    size = _size(grid, column) or (int(line.size.text) if line.size is not None else None)
    if size is None or amount.count is None or int(amount.count.text) > size:
        return None
    if amount.share is not None:
        low, high = _bounds(amount.share)
        unit = 1.0 if amount.share.text.endswith(".0") else high - low  # "29.0": padded
        if not low - unit <= 100 * int(amount.count.text) / size <= high + unit:
            return None  # a percentage of others than the column's patients
    return size


def _cell(grid: Grid, number: int, i: int, column: int, amount: Amount) -> Iterator[Expression]:
    total = of(grid, grid.lines[i], column) if amount.count is not None else None
    low, high = _bounds(amount.share) if amount.share is not None else (-1.0, -1.0)
    if amount.count is not None:
        count = int(amount.count.text)
        if low < 0 and total:
            low = high = 100 * count / total
        yield from _with_rest(Expression(number, CELL, (i,), (column,), count, total, low, high))
    elif amount.share is not None:
        yield from _with_rest(Expression(number, CELL, (i,), (column,), None, None, low, high))


def _groups(
    grid: Grid, number: int, i: int, columns: tuple[int, ...], line: Line
) -> Iterator[Expression]:
    parts = [line.amounts[c] for c in columns]
    one = one_arm(grid, columns) and len({p.total.text for p in parts if p.total}) <= 1
    if all(p.count is not None for p in parts):
        count = sum(int(p.count.text) for p in parts if p.count is not None)
        sizes = [of(grid, line, c) for c in columns]
        total: int | None = None
        if all(n is not None for n in sizes):
            total = sizes[0] if one else sum(n for n in sizes if n is not None)
        if total is None:
            total = _row_total(grid, line, columns, count)
        low = high = 100 * count / total if total else -1.0
        if low < 0 and one and all(p.share is not None for p in parts):
            low = sum(_bounds(p.share)[0] for p in parts if p.share is not None)
            high = sum(_bounds(p.share)[1] for p in parts if p.share is not None)
        yield from _with_rest(Expression(number, GROUPS, (i,), columns, count, total, low, high))
        if not one and all(p.total is not None for p in parts) and total:
            yield Expression(number, SIZES, (i,), columns, total)
        return
    shares = [p.share for p in parts]
    if any(s is None for s in shares):
        return
    low = high = 0.0
    weights = [_size(grid, c) for c in columns]
    whole = sum(n or 0 for n in weights) if all(weights) and not one else 0
    for share, weight in zip(shares, weights, strict=True):
        a, b = _bounds(share) if share is not None else (0.0, 0.0)
        part = (weight or 0) / whole if whole else 1.0
        low, high = low + a * part, high + b * part
    if (whole or one) and high <= 101:
        made = Expression(number, GROUPS, (i,), columns, None, None, low, high)
        yield from _with_rest(made)


def _row_total(grid: Grid, line: Line, columns: tuple[int, ...], count: int) -> int | None:
    """What the row's column of all prints, where the groups are a part of it."""
    groups = [c.index for c in grid.groups]
    if not set(columns) < set(groups):
        return None
    for c in grid.columns:
        amount = line.amounts.get(c.index)
        if c.total and amount is not None and amount.count is not None:
            whole = int(amount.count.text)
            return whole if whole > count else None
    return None


def one_arm(grid: Grid, columns: tuple[int, ...]) -> bool:
    """Whether the columns are levels of one group, which have its patients in common."""
    found = [grid.columns[c] for c in columns]
    paths = {c.path[:-1] for c in found}
    sizes = {c.n.span for c in found if c.n is not None}
    if len(paths) != 1 or paths == {()} or len(sizes) > 1:
        return False
    leaves = [row_names.core(c.path[-1]) for c in found if c.path]
    return all(not words or row_names.only_answer(words) for words in leaves)


def _runs(
    grid: Grid,
    number: int,
    rows: list[Line],
    sets: list[tuple[int, ...]],
    position: dict[int, int],
) -> Iterator[Expression]:
    """Neighbouring rows of a block, in each column and over all groups."""
    if len(rows) < 2:
        return
    singles = [(c.index,) for c in grid.groups] + [(c.index,) for c in grid.columns if c.total]
    wide = [s for s in sets if not one_arm(grid, s)][:4]
    for columns in dict.fromkeys((*singles, *wide)):
        held: list[tuple[int, int | None, int | None, float, float] | None] = []
        for line in rows:
            held.append(_added(grid, line, columns, position[id(line)]))
        for size in range(2, min(MOST_ROWS, len(rows)) + 1):
            for start in range(len(rows) - size + 1):
                part = held[start : start + size]
                if all(p is not None for p in part):
                    yield from _run(number, columns, [p for p in part if p is not None])


def _added(
    grid: Grid, line: Line, columns: tuple[int, ...], i: int
) -> tuple[int, int | None, int | None, float, float] | None:
    """The row's place, count, total and percentage over some columns; an empty cell is none."""
    parts = [line.amounts.get(c) for c in columns]
    if any(p is None for p in parts):
        return None
    known = [p for p in parts if p is not None]
    if all(p.count is not None for p in known):
        count = sum(int(p.count.text) for p in known if p.count is not None)
        sizes = [of(grid, line, c) for c in columns]
        total = sum(n for n in sizes if n) if all(sizes) else None
        share = known[0].share if len(known) == 1 else None
        low, high = _bounds(share) if share is not None else (-1.0, -1.0)
        return i, count, total, low, high
    if len(known) == 1 and known[0].share is not None:
        return i, None, None, *_bounds(known[0].share)
    return None


def _run(
    number: int,
    columns: tuple[int, ...],
    part: list[tuple[int, int | None, int | None, float, float]],
) -> Iterator[Expression]:
    lines = tuple(p[0] for p in part)
    if any(b - a > 2 for a, b in pairwise(lines)):
        return
    kind = LEVELS if len(columns) == 1 else BLOCK
    lows = [p[3] for p in part]
    low, high = (sum(lows), sum(p[4] for p in part)) if min(lows) >= 0 else (-1.0, -1.0)
    counts = [p[1] for p in part]
    if all(n is not None for n in counts):
        count = sum(n for n in counts if n is not None)
        totals = {p[2] for p in part}
        total = next(iter(totals)) if len(totals) == 1 else None
        if total is not None and count > total:
            total = None
        if total:
            low = high = 100 * count / total
        yield from _with_rest(Expression(number, kind, lines, columns, count, total, low, high))
    elif all(n is None for n in counts) and 0 < high <= 101:
        yield from _with_rest(Expression(number, kind, lines, columns, None, None, low, high))


def _sizes(grid: Grid, number: int) -> Iterator[Expression]:
    """Sizes in headings of columns or of rows, added: of all groups, and of several."""
    seen: dict[Num, int] = {}
    for c in grid.columns[grid.stubs :]:
        if c.n is not None and c.n.text.isdigit():
            seen.setdefault(c.n, c.index)
    for columns, count, share, total in _added_sizes(list(seen.items())):
        made = Expression(number, SIZES, (), columns, count, total, share - EPS, share + EPS)
        yield made
    position = {id(line): i for i, line in enumerate(grid.lines)}
    for block in grid.blocks:
        sized = [(line.size, position[id(line)]) for line in block if line.size is not None]
        for lines, count, share, total in _added_sizes(sized):
            yield Expression(number, SIZES, lines, (), count, total, share - EPS, share + EPS)


def _added_sizes(
    known: list[tuple[Num, int]],
) -> Iterator[tuple[tuple[int, ...], int, float, int | None]]:
    """Sets of sizes with what they add up to, and their share of all."""
    values = [int(n.text) for n, _ in known]
    if len(known) > 2 and max(values) * 2 == sum(values):
        known = [k for k in known if int(k[0].text) * 2 != sum(values)]  # one of them is the total
        values = [int(n.text) for n, _ in known]
    whole, places = sum(values), range(len(known))
    ends = {i: min(i + MOST_ROWS, len(known)) for i in places}
    sets = {tuple(range(i, j)) for i in places for j in range(i + 1, ends[i] + 1)}
    if known:
        sets.add(tuple(places))
    if len(known) <= 4:
        sets |= {(i, j) for i in places for j in places if i < j}
    for part in sorted(sets):
        count = sum(values[i] for i in part)
        part_of = len(part) < len(known)
        share = 100 * count / whole if part_of else -1.0
        yield tuple(known[i][1] for i in part), count, share, whole if part_of else None
