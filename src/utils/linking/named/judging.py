"""When a number of the text contradicts a cell, and when it is simply another number.

A slip of a key apart, and no share of another group of patients.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

import msgspec

from src.utils.linking import numerals
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit, laid
from src.utils.linking.fields import Field
from src.utils.linking.keys import conflicts
from src.utils.linking.slips import padded
from src.utils.printed import printed
from src.utils.records import Num, Result, Value

#: Numbers of a single digit are a slip apart from all others.
LEAST = 0.5
_SLIPS = ("one digit changed", "two digits swapped")


class Item:
    """A count or percentage of the sentence, in its clause."""

    def __init__(self, unit: Unit, clause: Clause, found: list[Unit], partly: list[Unit]):
        """``found`` are cells that print it, ``partly`` such as print its count or its share."""
        assert unit.value is not None
        self.unit, self.clause, self.value = unit, clause, unit.value
        self.start = min(n.span.start for n in unit.nums)
        self.end = max(n.span.end for n in unit.nums)
        self.found, self.partly = found, partly


class Try(msgspec.Struct, frozen=True):
    """A cell that a number may be: what its neighbours tell, and how far its row is named."""

    row: Result
    cell: Unit
    told: float
    own: float


def best_try(tried: Sequence[Try]) -> Try | None:
    """The cell for which most speaks, if no cell with another number is about as good."""
    ranked = sorted(tried, key=lambda t: -t.told - 2 * t.own)
    if not ranked:
        return None
    one = ranked[0]
    for t in ranked[1:]:
        rival = t.told + 2 * t.own > one.told + 2 * one.own - 0.4
        if rival and [n.text for n in t.cell.nums] != [n.text for n in one.cell.nums]:
            return None
    return one


def denominators_alike(said: Value, t: Try) -> bool:
    """Whether a share of the text is not simply one of another number of patients.

    Where count and total of the text bear its percentage out, the table must contradict itself.
    """
    if said.count is None or said.total is None or len(said.nums) != 1:
        return True
    k, n = printed(said.count.text).value, printed(said.total.text).value
    share = printed(said.nums[0].text)
    if n <= 0 or not (share.interval.holds(100 * k / n) or share.truncated.holds(100 * k / n)):
        return True
    shown = t.cell.value
    place = shown.arm if shown is not None and shown.arm is not None else len(t.row.arms)
    arm = t.row.arms[place] if place < len(t.row.arms) else None
    size = (shown.total if shown is not None else None) or (arm.n if arm is not None else None)
    if shown is None or size is None or shown.count is None or len(shown.nums) != 1:
        return False
    m = printed(size.text).value
    bounds = printed(shown.nums[0].text).interval
    return m == n and not bounds.holds(100 * printed(shown.count.text).value / m)


def same_patients(said: Value, shown: Value, row: Result) -> bool:
    """Whether count and percentage of the text are a share of the patients of the cell's column.

    354 (35.0%) and a cell of 345 (34.1%) are both shares of about 1,011: one quantity, of which two
    counts are printed. Count and percentage of a row may stand in columns of their own.
    """
    count, share = shown.count, shown.nums[0] if shown.kind == "percent" else None
    for v in row.values:
        if v.arm == shown.arm and v.kind in ("count", "percent") and len(v.nums) == 1:
            count = count or (v.nums[0] if v.kind == "count" else None)
            share = share or (v.nums[0] if v.kind == "percent" else None)
    if said.count is None or count is None or share is None or len(said.nums) != 1:
        return False
    one, other = _whole(said.count, said.nums[0]), _whole(count, share)
    if one is None or other is None:
        return False
    low, high = max(one[0], other[0]), min(one[1], other[1])
    total = printed(said.total.text).value if said.total is not None else None
    return low <= high and (total is None or low <= total <= high)


def _whole(count: Num, share: Num) -> tuple[Fraction, Fraction] | None:
    """The numbers of patients of which a count may be the printed percentage; None for few."""
    k, p = printed(count.text).value, printed(share.text).interval
    if k < 2 or p.low <= 0 or p.high > 100:
        return None
    return 100 * k / p.high, 100 * k / p.low


def same_question(item: Item, row: Result) -> bool:
    """Whether neither keys nor times nor stages tell text and row apart."""
    return asks_alike(item.unit.result, item.clause, row)


def asks_alike(said: Result, clause: Clause, row: Result) -> bool:
    """As `same_question`, of any statement of a clause."""
    if conflicts(said, row) or clause.same_time(row) is False:
        return False
    return not clause.other_stage(row)


def is_size(item: Item, shown: Value) -> bool:
    """Whether a count of the text is the size of the group: 29 (46.8%) of 62."""
    said = item.value.count or (item.value.nums[0] if item.value.nums else None)
    if item.value.kind != "count" or said is None or shown.count is None or len(shown.nums) != 1:
        return False
    n, k = printed(said.text).value, printed(shown.count.text).value
    return n > 0 and printed(shown.nums[0].text).interval.holds(100 * k / n)


def near(a: Unit, b: Unit, others: Collection[str] = ()) -> bool:
    """Whether two units differ by slips of the key alone, or by a number exchanged for one of
    ``others`` beside one that agrees."""
    fields = [f for f in laid(a, b) if f.name != "total"]
    wrong = [f for f in fields if not f.agrees]
    if not wrong:
        return False
    agreeing = any(f.agrees and numerals.weight(f.left.text) >= LEAST for f in fields)
    return all(slip(f) or (agreeing and f.right.text in others) for f in wrong)


def slip(f: Field) -> bool:
    """Whether one slip of a key leads from one numeral of two digits or more to the other."""
    if f.how != numerals.DIFFERENT:
        return True
    if padded(f.left.text, f.right.text):
        return True
    if min(numerals.weight(f.left.text), numerals.weight(f.right.text)) < LEAST:
        return False
    return numerals.slip_rounded(f.left.text, f.right.text) in _SLIPS
