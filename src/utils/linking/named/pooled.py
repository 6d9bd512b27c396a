"""Shares of all patients in the text that a table prints for each group apart.

"Overall, 51.5% were male" beside 270 of 500 in one column and 245 of 500 in the other: the share is
that of both columns together. Only where the words name the row in full, no group is named beside
the number, no column holds the total, and the columns pool to the number as printed.
"""

from __future__ import annotations

from fractions import Fraction

from src.utils.linking.named.judging import Item
from src.utils.linking.names.columns import labels
from src.utils.printed import printed
from src.utils.records import Num, Result, Shared, Value

#: How a part of a pooled share stands to it, and what its link is called.
PART, POOLED = "part", "share"
#: Names of a column that holds all patients.
_WHOLE = frozenset({"total", "overal", "all", "both", "entire", "whole", "combin"})

Parts = list[tuple[Value, Fraction, Fraction, Num]]


def pooled(item: Item, row: Result) -> tuple[Shared, ...]:
    """The numbers of a row that pool to a percentage of the text; () where they do not."""
    v = item.value
    if v.kind != "percent" or len(v.nums) != 1:
        return ()
    found = _parts(row)
    if len(found) < 2 or len({x.arm for x, *_ in found}) != len(found):
        return ()
    size = sum((n for _, _, n, _ in found), Fraction(0))
    wanted = printed(v.nums[0].text).interval
    low = sum((_share(x, k, n)[0] * n for x, k, n, _ in found), Fraction(0)) / size
    high = sum((_share(x, k, n)[1] * n for x, k, n, _ in found), Fraction(0)) / size
    if high < wanted.low or low > wanted.high or high - low > 1:
        return ()
    if v.count is not None and v.count.text.isdigit():
        counts = [k for _, k, _, _ in found]
        if min(counts) >= 0 and sum(counts) != int(v.count.text):
            return ()
    return tuple(Shared("value", v.nums[0], num, PART, "percent") for *_, num in found)


def _parts(row: Result) -> Parts:
    """Each column's value with its count (-1 where none is printed), its size and its number."""
    out: Parts = []
    for v in row.values:
        arm = row.arms[v.arm] if v.arm is not None and v.arm < len(row.arms) else None
        if arm is None or v.kind not in ("percent", "count"):
            return []
        if not labels(arm.name) or labels(arm.name) & _WHOLE or arm.name.lower().startswith("all"):
            return []
        size = v.total or arm.n
        if size is None or not size.text.isdigit() or int(size.text) < 5:
            return []
        count = v.count or (v.nums[0] if v.kind == "count" and len(v.nums) == 1 else None)
        num = v.nums[0] if len(v.nums) == 1 else count
        if num is None or (count is not None and not count.text.isdigit()):
            return []
        k = Fraction(int(count.text)) if count is not None else Fraction(-1)
        out.append((v, k, Fraction(int(size.text)), num))
    return out


def _share(v: Value, count: Fraction, size: Fraction) -> tuple[Fraction, Fraction]:
    """The bounds of a column's share: exact from its count, as printed without one."""
    if count >= 0:
        return 100 * count / size, 100 * count / size
    shown = printed(v.nums[0].text).interval
    return Fraction(shown.low), Fraction(shown.high)
