"""Pairs of numbers of which nothing says what they are: do they fit as count and percentage?

Belongs here: arithmetic that recognises a form. Does not: what the words say (`table_values`).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import msgspec

from src.utils.printed import printed
from src.utils.records import Num, Value


def is_number(num: Num | None) -> bool:
    """Whether a numeral can be computed with."""
    if num is None:
        return False
    try:
        printed(num.text)
    except ValueError:
        return False
    return True


def number(num: Num | None) -> float:
    """For comparisons of size only, never for arithmetic that a check would do."""
    return float(printed(num.text).value) if num is not None else 0.0


def guess(first: Num, second: Num, size: Num | None) -> str:
    """Count and percent when they fit the size of the group; otherwise nothing is said."""
    if size is None or not (is_number(first) and is_number(second)):
        return ""
    total = number(size)
    if total <= 0:
        return ""
    a, b = number(first), number(second)
    if "." not in first.text and a <= total and abs(100 * a / total - b) <= 1:
        return "count-percent"
    if "." not in second.text and b <= total and abs(100 * b / total - a) <= 1:
        return "percent-count"
    return ""


#: So many pairs of one column must fit one total, and this share of them; three of them must say
#: it within five per cent, because rounded deviations fit many totals.
_LEAST, _SHARE = 5, 0.9


Pair = tuple[Num | None, Num | None]


def partitions(families: Iterable[list[Pair]]) -> bool:
    """Whether the categories of characteristics are counts with their shares of the sum.

    Two characteristics, or one with three categories, of which every share is its count's share
    of all counts, show it: 395 (53.6) and 342 (46.4).
    """
    seen = 0
    for pairs in families:
        counts = [a for a, b in pairs if is_number(a) and is_number(b) and a and "." not in a.text]
        total = sum(printed(a.text).value for a in counts)
        if len(counts) < max(2, len(pairs)) or total <= 0:
            continue
        if all(
            abs(100 * printed(a.text).value / total - printed(b.text).value) <= printed(b.text).unit
            for a, b in pairs
            if a is not None and b is not None
        ):
            seen += 2 if len(pairs) > 2 else 1
    return seen >= 2


def one_total(pairs: Iterable[Pair], least: int = _LEAST, share: float = _SHARE) -> int | None:
    """The number that pairs are counts with percentages of, None where there is no one such number.

    The total is not printed: every pair (k, p) allows the totals from 100 k / (p + h) to
    100 k / (p - h), h half a unit of p; ``least`` pairs, and this ``share`` of all, that have one
    total in common are no chance.
    """
    ranges = [r for r in map(_totals, pairs) if r is not None]
    telling = sum(high < 1.05 * low for low, high in ranges)
    if len(ranges) < least or telling < 3:
        return None
    low, high = min(ranges, key=lambda r: r[1] / r[0])
    for total in range(int(low), min(int(high), int(low) + 50) + 1):
        if sum(a <= total <= b for a, b in ranges) >= max(share * len(ranges), min(least, 3)):
            return total
    return None


def fits(pair: Pair, total: int) -> bool:
    """Whether a pair is a count with its percentage of a number."""
    found = _totals(pair)
    return found is not None and found[0] <= total <= found[1]


def _totals(pair: Pair) -> tuple[Fraction, Fraction] | None:
    """The numbers of which a pair may be count and percentage, None where it can be none."""
    count, percent = pair
    if count is None or percent is None or not (is_number(count) and is_number(percent)):
        return None
    k, p = printed(count.text), printed(percent.text)
    if k.decimals or k.value < 1 or not 0 < p.value <= 100 or p.interval.low <= 0:
        return None
    return 100 * k.value / p.interval.high, 100 * k.value / p.interval.low


def with_totals(values: list[Value]) -> list[Value]:
    """Shares with the number they are shares of, where it stands beside them as a count.

    "At risk 74 | Events 2 | % 2.7" is 2 of 74: 100 x 2 / 74 rounds to 2.7.
    """
    out = list(values)
    for share in values:
        if share.kind != "percent" or share.count is None or share.total or len(share.nums) != 1:
            continue
        at = out.index(share)
        for whole in [w for w in out[max(at - 2, 0) : at + 2] if w is not share]:
            if whole.arm == share.arm and _is_whole(whole, share):
                out[at] = msgspec.structs.replace(share, total=whole.nums[0])
                out.remove(whole)
                break
    return out


def _is_whole(whole: Value, share: Value) -> bool:
    if whole.kind not in ("count", "other") or len(whole.nums) != 1 or whole.sd or whole.low:
        return False
    if whole.count is not None or whole.total is not None or share.count is None:
        return False
    if not all(is_number(n) for n in (whole.nums[0], share.count, share.nums[0])):
        return False
    total, count = printed(whole.nums[0].text), printed(share.count.text)
    if total.decimals or count.decimals or not 0 < count.value < total.value:
        return False
    return printed(share.nums[0].text).interval.holds(100 * count.value / total.value)
