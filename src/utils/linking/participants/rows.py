"""A count of the text beside the row of a table that it sums over the groups.

"206 used a work address" and a row "Work address" with 56 and 153: the row is found by its words,
the numbers show whether it agrees. A difference is said only where the sentence names the whole
row, no other row as well, and gives the number of people that the groups of the table have
together, so that both are counted out of the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from src.utils.linking.participants.people import (
    LEAST,
    SUM,
    Match,
    counts_people,
    name_of,
    number_of,
    stems,
)
from src.utils.records import Num, Result, Value

#: So much of a row's head must stand in the words of a count that it sums to.
_FITTING = 0.5
#: A count may miss its row's sum by so much, as a share: beyond that another thing is counted.
_NEAR = 0.1
#: From this difference on, one wrong digit is likelier than people who were lost.
_TENS = 10
#: Totals below this stand in many rows.
_SEVERAL = 30
_ANSWER = re.compile(r"\A\W*(?:yes|no|other|none|total|unknown|missing|all)\W*\Z", re.I)
_TOTAL = re.compile(r"\A\W*(?:total|all|overall|entire|combined|both|p\b)", re.I)


class Row(msgspec.Struct, frozen=True):
    """A row of counts, one per group, with the words of its head."""

    result: Result
    counts: tuple[Num, ...]
    words: frozenset[str]
    arms: tuple[str, ...] = ()

    @property
    def sum(self) -> int:
        """The count of all groups together."""
        return sum(int(n.text) for n in self.counts)


def rows_of(results: Iterable[Result]) -> list[Row]:
    """Rows of tables in which every group has a count."""
    out: list[Row] = []
    for result in results:
        if result.table is None or counts_people(result) or len(result.values) < 2:
            continue
        kept = [v for v in result.values if not _TOTAL.match(name_of(result, v))]
        counts = [_count(v) for v in kept]
        if len(kept) < 2 or None in counts or len({v.arm for v in kept}) < len(kept):
            continue
        heads = [h.strip() for h in result.context.row.split(" > ")]
        while len(heads) > 1 and _ANSWER.match(heads[-1]) and heads[-1].lower() != "no":
            heads.pop()
        words = stems(heads[-1]) if heads else frozenset()
        if words and not _ANSWER.match(heads[-1]):
            arms = tuple(name_of(result, v) for v in kept)
            out.append(Row(result, tuple(c for c in counts if c is not None), words, arms))
    return out


def _count(value: Value) -> Num | None:
    num = value.count or (value.nums[0] if value.kind == "count" and value.nums else None)
    return num if num is not None and num.text.isdigit() else None


def summed(mention: Result, rows: Iterable[Row]) -> dict[str, list[Match]]:
    """The rows that counts of a mention sum up, by id of the row's result."""
    out: dict[str, list[Match]] = defaultdict(list)
    listed = list(rows)
    for value in mention.values:
        label = stems(name_of(mention, value))
        wanted = number_of(value)
        if not label or wanted < LEAST:
            continue
        fitting = [
            r for r in listed if r.sum == wanted and len(r.words & label) >= _FITTING * len(r.words)
        ]
        if fitting:
            best = max(fitting, key=lambda r: len(r.words & label))
            out[best.result.id].append(Match(value.nums, best.counts, SUM, True))
    return dict(out)


def missed(
    mention: Result, rows: Iterable[Row], sizes: Iterable[Result]
) -> list[tuple[Row, Value]]:
    """Counts that name a whole row and miss its sum, where both count the same people."""
    listed = list(rows)
    out: list[tuple[Row, Value]] = []
    said = {int(n) for n in re.findall(r"(?<![\d.,])\d{2,6}(?![\d.%])", mention.context.sentence)}
    totals = {
        s.table: sum(number_of(v) for v in s.values)
        for s in sizes
        if s.context.header == "heading" and len(s.values) > 1
    }
    for value in mention.values:
        label = stems(name_of(mention, value))
        wanted = number_of(value)
        named = [r for r in listed if r.words <= label]
        if not named or wanted < LEAST or any(r.sum == wanted for r in listed):
            continue
        most = max(len(r.words) for r in named)
        best = [r for r in named if len(r.words) == most]
        if len(best) != 1 or most < 2:
            continue
        row = best[0]
        if any(n.text == value.nums[0].text for n in row.counts):
            continue
        same = totals.get(row.result.table) in said
        if same and 0 < abs(row.sum - wanted) <= max(_NEAR * row.sum, 1):
            out.append((row, value))
    return out


def celled(mention: Result, rows: Iterable[Row]) -> dict[str, list[Match]]:
    """Rows named by the words around a count, one of whose cells prints it.

    Where the sentence names a group, it must be the cell's.
    """
    out: dict[str, list[Match]] = defaultdict(list)
    listed = list(rows)
    clause = stems(mention.context.sentence)
    for value in mention.values:
        said = stems(f"{name_of(mention, value)} {mention.context.subgroup}")
        fitting: list[tuple[int, Row, Num]] = []
        for row in listed:
            if not row.words <= clause or not row.words & said or number_of(value) < LEAST:
                continue
            for num, arm in zip(row.counts, row.arms, strict=True):
                named = [a for a in row.arms if stems(a) and stems(a) <= clause]
                if num.text == value.nums[0].text and (not named or arm in named):
                    fitting.append((len(row.words), row, num))
        if fitting:
            _, row, num = max(fitting, key=lambda item: item[0])
            out[row.result.id].append(Match(value.nums, (num,), named=True))
    return dict(out)


Totals = dict[str, list[tuple[Result, Num, frozenset[str]]]]


def by_total(results: Iterable[Result]) -> Totals:
    """The rows of percentages by the totals that they print, each with its words."""
    out: Totals = defaultdict(list)
    for row in results:
        words = stems(f"{row.context.row} {row.context.header}")
        for v in row.values:
            if v.total is not None:
                out[v.total.text].append((row, v.total, words))
    return dict(out)


def taken_from(mention: Result, totals: Totals) -> tuple[Result, Match] | None:
    """The row whose percentage is taken out of the people that a mention counts ("103/280").

    The row's words, or those of its headings, must share a word with the mention's.
    """
    best: tuple[int, Result, Match] | None = None
    for value in mention.values:
        wanted = number_of(value)
        if wanted < _SEVERAL:
            continue
        said = stems(f"{name_of(mention, value)} {mention.context.sentence}")
        for row, total, words in totals.get(value.nums[0].text, ()):
            shared = len(words & said)
            if shared and (best is None or shared > best[0]):
                best = (shared, row, Match(value.nums, (total,), named=True))
    return (best[1], best[2]) if best is not None else None


def slipped_list(mention: Result, sizes: Result) -> tuple[Value, Value] | None:
    """The one size that a row of sizes prints with another digit than a legend that lists it.

    The legend's numbers add up to the sum it prints; all but one repeat the row; and the words of
    the row's section stand in the legend. Then both count the same people.
    """
    if mention.place != "caption" or not 2 < len(mention.values) == len(sizes.values):
        return None
    off = [
        (a, b)
        for a, b in zip(mention.values, sizes.values, strict=True)
        if number_of(a) != number_of(b)
    ]
    section = stems(sizes.context.row.rpartition(" > ")[0])
    if len(off) != 1 or not section or not section <= stems(mention.context.sentence):
        return None
    a, b = (v.nums[0].text for v in off[0])
    one_digit = len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    # people who are lost make small differences, a wrong key in the tens a large one
    return off[0] if one_digit and abs(int(a) - int(b)) >= _TENS else None
