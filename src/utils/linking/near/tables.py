"""A number of the text that one table bears out and another, under the same words, misses by one.

Two tables that both print the mean of one group before treatment, 45.67 and 45.66, were rounded
from different files. It is a slip that changes nothing, said softly, and only where so many digits
agree and both rows carry the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from src.utils.linking import numerals
from src.utils.linking.by_numbers.units import Unit, units_of
from src.utils.linking.keys import conflicts
from src.utils.linking.names.rows import is_sort, times_of
from src.utils.linking.words import tokens
from src.utils.printed import printed
from src.utils.records import Link, Num, Result, Shared, Value

#: Two numerals of so many digits do not come this close by chance.
HEAVY = 2.2
_SORTS = ("mean", "median", "rate", "other", "percent")


def missed_by_one(results: Iterable[Result], links: Iterable[Link]) -> Iterator[Link]:
    """Links from a mention, over a cell that agrees, to another table's cell that just differs."""
    listed = list(results)
    known = {r.id: r for r in listed}
    held: dict[str, list[tuple[Result, Value]]] = {}
    for cell in listed:
        if cell.table is None or cell.place != "table":
            continue
        for v in cell.values:
            if _telling(v):
                held.setdefault(v.nums[0].text[:-2], []).append((cell, v))
    if not held:
        return
    for k in links:
        left, right = known.get(k.left), known.get(k.right)
        if left is None or right is None or left.table is not None or right.table is None:
            continue
        for unit in units_of(left):
            if unit.value is None or not _telling(unit.value):
                continue
            num = unit.value.nums[0]
            for near in _agreeing(unit, right):
                for cell, v in held.get(num.text[:-2], ()):
                    if _just_differs(num, v.nums[0]) and _twin(near, right, v, cell):
                        how = numerals.state(num.text, v.nums[0].text)
                        share = Shared("value", num, v.nums[0], how, v.kind)
                        yield Link(left.id, cell.id, "both", 0.6, (), "", (share,))


def _telling(v: Value) -> bool:
    return v.kind in _SORTS and len(v.nums) == 1 and numerals.weight(v.nums[0].text) >= HEAVY


def _agreeing(unit: Unit, cell: Result) -> Iterator[Value]:
    assert unit.value is not None
    for v in cell.values:
        if _telling(v) and v.nums[0].text == unit.value.nums[0].text:
            yield v


def _just_differs(a: Num, b: Num) -> bool:
    x, y = printed(a.text), printed(b.text)
    return x.decimals == y.decimals and x.decimals > 0 and abs(x.value - y.value) == x.unit


def _twin(a: Value, one: Result, b: Value, two: Result) -> bool:
    """Whether two cells of two tables carry the same words."""
    if one.table == two.table or a.kind != b.kind or conflicts(one, two):
        return False
    heads = [tokens(r.context.row) for r in (one, two)]
    if min(map(len, heads)) < 2 or is_sort(one.context.row) or is_sort(two.context.row):
        return False
    if not (heads[0] <= heads[1] or heads[1] <= heads[0]):
        return False
    said, other = (times_of(r) for r in (one, two))
    return not (said and other and not said & other)
