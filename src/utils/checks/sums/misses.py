"""Mentions that the words tie to certain cells whose sum is another number.

What belongs here: finding the one expression that names and total decide, where the count or the
total misses it. What does not: agreement (`choice`). Nothing is found where any other expression
gives the mention's number of the same total: a table has many sums, and one that fits is likelier
to be meant than an error.
"""

from __future__ import annotations

import msgspec

from src.utils.checks.sums.cells import nums
from src.utils.checks.sums.choice import Choice
from src.utils.checks.sums.expressions import BLOCK, GROUPS, Expression
from src.utils.checks.sums.index import Index
from src.utils.checks.sums.names import Namer
from src.utils.checks.sums.said import Mention
from src.utils.linking import numerals
from src.utils.printed import printed
from src.utils.records import Num

#: How well rows and columns must be named, each row alone, and how far before other sums.
NAMED, ROW, BEFORE = 0.7, 0.8, 0.1
#: Smaller counts are one slip from everything.
LEAST = 10
#: So many rows give the same large total, which is then known without their names.
OFTEN, MANY = 3, 100


class Miss(msgspec.Struct, frozen=True):
    """The expression that is meant, what it gives instead, and whether the alarm is loud."""

    choice: Choice
    gives: str  # "is 20.0%" where the percentage misses its count, "" where the cells speak
    loud: bool


def percentage(mention: Mention, choice: Choice) -> Miss | None:
    """A count that the cells give, with a percentage that is not the count's share of its total."""
    if mention.percent is None or mention.number is None or mention.total is None:
        return None
    total = int(mention.total.text)
    if not total or mention.number > total or choice.score < 0.45:
        return None
    share = 100 * mention.number / total
    own = printed(mention.percent.text)
    low, high, unit = float(own.interval.low), float(own.interval.high), float(own.unit)
    if low - 1e-9 <= share <= high + 1e-9:
        return None
    beyond = abs(share - float(own.value)) > unit
    decimals = own.decimals + 1
    return Miss(choice, f"{mention.number} of {total} is {share:.{decimals}f}%", beyond)


def otherwise(percent: Num, share: Num | None) -> bool:
    """Whether a percentage of the text, which the count of a cell gives, is another one than the
    cell prints beside it: one of the two was rounded otherwise, which changes nothing."""
    if share is None:
        return False
    own, other = printed(percent.text), printed(share.text)
    alike = numerals.state(own.text, other.text) in (numerals.SAME, numerals.ROUNDED)
    return not alike and abs(own.value - other.value) < 1


def count(mention: Mention, index: Index, namer: Namer, others: frozenset[int]) -> Miss | None:
    """A count of a total, where the named row has the total and another count.

    ``others`` are the sentence's other counts: rows that have them are named for these.
    """
    if mention.number is None or mention.total is None or mention.number < LEAST:
        return None
    total = int(mention.total.text)
    named: list[tuple[float, Expression]] = []
    for e in index.of_total(total, namer, ROW):
        if e.kind not in (GROUPS, BLOCK) or e.rest or e.count is None or e.count in others:
            continue
        named.append((namer.score(e), e))
    if not named:
        return None
    best, meant = max(named, key=lambda n: n[0])
    rivals = {e.count for score, e in named if score >= best - BEFORE}
    if best < NAMED or rivals != {meant.count} or meant.count == mention.number:
        return None
    if _given(mention.number, total, index):
        return None
    slip = numerals.slip(str(mention.number), str(meant.count))
    if not slip and abs((meant.count or 0) - mention.number) > 1:
        return None
    choice = Choice(meant, best)
    return Miss(choice, "", True)


def _given(number: int, total: int, index: Index) -> bool:
    """Whether any expression gives the count of about this total, or of an unknown one."""
    return any(
        e.total is None or abs(e.total - total) * 50 <= total
        for e in index.by_count.get(number, ())
    )


def total(mention: Mention, index: Index, namer: Namer) -> Miss | None:
    """A count that is one part of the sizes of a row, of a total that is one slip off their sum."""
    if mention.total is None or mention.number is None or mention.number < LEAST:
        return None
    said = int(mention.total.text)
    if said in index.by_count or said in index.by_total:
        return None
    found: list[Expression] = []
    for e in index.sizes:
        grid = index.grids[e.grid]
        parts = {n.text for role, n in nums(e, grid) if role in ("total", "n")}
        if str(mention.number) not in parts or not e.count:
            continue
        if numerals.slip(mention.total.text, str(e.count)):
            found.append(e)
    named = [e for e in found if not e.lines or namer.line(e.grid, e.lines[0]) >= 0.5]
    if not named and len({(e.grid, e.lines) for e in found}) >= OFTEN and said >= MANY:
        named = found  # nobody is missing in most rows: these are the patients of the table
    if len({e.count for e in named}) != 1:
        return None
    meant = named[0]
    choice = Choice(meant, namer.score(meant))
    return Miss(choice, "", True)
