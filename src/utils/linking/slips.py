"""Numerals and values that a single slip of a key sets apart."""

from __future__ import annotations

from collections.abc import Iterable

from src.utils.linking import numerals
from src.utils.linking.fields import comparable
from src.utils.records import Value

#: Lighter numbers are a slip apart from too many others.
LEAST = 1.0
_SLIPS = ("one digit changed", "two digits swapped")


def slipped(a: str, b: str) -> bool:
    """Whether one numeral is the other with one digit changed or two neighbours exchanged."""
    if min(numerals.weight(a), numerals.weight(b)) < LEAST:
        return False
    x, y = (len(n.partition(".")[2]) for n in (a, b))
    fine = a if x > y else b
    rounded = numerals.rounded_to(fine, min(x, y)) if x != y else ()
    if rounded and max(map(numerals.weight, rounded)) < LEAST:
        return False
    return numerals.slip_rounded(a, b) in _SLIPS


def slip_pairs(left: Iterable[Value], right: Iterable[Value]) -> list[tuple[Value, Value]]:
    """The values of two results that a single slip sets apart."""
    return [
        (x, y)
        for x in left
        for y in right
        if len(x.nums) == len(y.nums) == 1
        and comparable(x, y)
        and slipped(x.nums[0].text, y.nums[0].text)
    ]


def apart(a: Value, b: Value) -> bool:
    """Whether spread, count or interval, printed on both sides, say that the values are two."""
    parts = ((a.sd, b.sd), (a.count, b.count), (a.low, b.low), (a.high, b.high))
    both = [numerals.agreeing(numerals.state(x.text, y.text)) for x, y in parts if x and y]
    return bool(both) and not all(both)


def padded(a: str, b: str) -> bool:
    """Whether one numeral is the other rounded to whole units, with zeros behind the point.

    >>> padded("16.3", "16.0"), padded("16.0", "16.8"), padded("16.3", "16")
    (True, False, False)
    """
    for fine, coarse in ((a, b), (b, a)):
        whole, _, decimals = coarse.partition(".")
        zeros = bool(decimals) and not decimals.strip("0")
        finer = bool(fine.partition(".")[2].strip("0"))
        if zeros and finer and whole in numerals.rounded_to(fine, 0):
            return True
    return False
