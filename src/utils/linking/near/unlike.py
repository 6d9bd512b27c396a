"""The one value of a comparison that its row contradicts, though no slip of a key explains it.

"In 188 (48.1%) and 77 (26.3%)" beside "166 (42.5) | 77 (26.3)": the row is named, one group's
numbers are its own, and the other group's stand in no table at all. The other linkers ask for a
slip of the key, because a number that is far off is as a rule another quantity; here the grammar
of the comparison and the numbers of the other groups leave no other cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from src.utils.linking import numerals
from src.utils.linking.alignment import arms_by_name
from src.utils.linking.fields import as_shared, comparable, value_fields
from src.utils.linking.held import Held
from src.utils.linking.keys import conflicts
from src.utils.linking.meaning import Meaning
from src.utils.linking.near.beside import all_agree, of_all
from src.utils.linking.reading import Reading
from src.utils.records import Link, Num, Result, Shared, Value

#: So much of the row's own head stands beside the numbers, where its own numbers tell so much.
ENOUGH = ((0.95, 1.0), (0.75, 1.5), (0.5, 2.0))
#: Another row that prints the number is no rival where so little of its head is said.
UNSAID = 0.2
#: The number that is contradicted tells at least so much.
OWN = 1.0
#: Between the values of one comparison.
_BETWEEN = re.compile(
    r"(?=.*(?:\band\b|\bvs\b|\bversus\b|\bcompared\b|\bagainst\b|,))[^\d;:.]{1,90}\Z"
    r"|\s?(?:,\s?(?:and\s)?|and\s|vs\.?\s|versus\s)",
    re.I | re.S,
)
#: Words of two times or two states of one group, and of what follows from another.
_OTHERWISE = re.compile(
    r"\b(?:from|to|at|after|before|during|baseline|week|month|year|day|follow-?up|later|then|but|"
    r"while|whereas|of\s+whom|including|who|which)s?\b",
    re.I,
)
_KINDS = ("percent", "count", "median", "mean", "rate", "other")


def link_unlike(reading: Reading, held: Held, meaning: Meaning) -> Iterator[Link]:
    """Links with the value of one group that its named row contradicts, beside the others'."""
    for mention in reading.mentions:
        if mention.ref or not 2 <= len(mention.values) <= 4 or _cited(mention, reading):
            continue
        for value in mention.values:
            found = _contradicted(mention, value, held, meaning, reading)
            if found is None:
                continue
            cell, slot = found
            if _stands(mention, value, reading, meaning):
                continue
            key = (mention.id, cell.id)
            fields = value_fields(value, slot)
            if not fields or any(f.agrees and f.name in ("value", "count") for f in fields):
                continue
            numbers: tuple[Shared, ...] = tuple(map(as_shared, (*held.fields(key), *fields)))
            yield Link(*key, "both", 0.85, (), "", tuple(dict.fromkeys(numbers)))


def _nums(value: Value) -> tuple[Num, ...]:
    return (*value.nums, *((value.count,) if value.count is not None else ()))


def _cited(mention: Result, reading: Reading) -> bool:
    """Whether the sentence cites another publication."""
    cited = (c.span for c in reading.article.citations)
    return any(p.overlaps(c) for c in cited for p in mention.sentence)


def _contradicted(
    mention: Result, value: Value, held: Held, meaning: Meaning, reading: Reading
) -> tuple[Result, Value] | None:
    """The row and the value in it that a value of a mention should be, if only this is open."""
    if len(value.nums) != 1 or value.kind not in _KINDS:
        return None
    if any(held.tell(n.span) for n in _nums(value)):
        return None
    if numerals.weight(value.nums[0].text) < OWN:
        return None
    values = list(mention.values)
    if any(len(v.nums) != 1 or v.kind != value.kind for v in values):
        return None
    if not _compared(mention, values, reading):
        return None
    others = [v for v in values if v is not value]
    for hold in held.of_value(others[0]):
        cell = hold.cell
        every = [v for v in cell.values if len(v.nums) == 1 and comparable(value, v)]
        every = [v for v in every if not of_all(v, cell)]
        if len(every) != len(values) or conflicts(mention, cell):
            continue
        slot = _slot(mention, value, values, every, cell)
        told = sum(
            f.weight
            for v, w in zip(values, every, strict=True)
            if w is not slot
            for f in value_fields(v, w)
            if f.agrees
        )
        head = meaning.leaf(mention, cell)
        if slot is None or not any(head >= h and told >= t for h, t in ENOUGH):
            continue
        if any(h.mention.sentence == mention.sentence for h in held.at(slot.nums[0].span)):
            continue
        return cell, slot
    return None


def _slot(
    mention: Result, value: Value, values: list[Value], every: list[Value], cell: Result
) -> Value | None:
    """The value of the row in the place of one of the mention, all others standing in theirs."""
    named = dict(arms_by_name(mention, cell))
    slot = None
    for v, w in zip(values, every, strict=True):
        if v.arm in named and named[v.arm] != w.arm:
            return None
        if v is value:
            slot = w
        elif not all_agree(v, w) or not value_fields(v, w):
            return None
    return slot


def _compared(mention: Result, values: list[Value], reading: Reading) -> bool:
    """Whether the values are those of groups set side by side, and not of two times or parts."""
    if any(v.span is None for v in values):
        return False
    for one, two in pairwise(values):
        assert one.span is not None and two.span is not None
        between = reading.article.shadow[one.span.end : two.span.start]
        if not _BETWEEN.match(between) or _OTHERWISE.search(between):
            return False
    return True


def _stands(mention: Result, value: Value, reading: Reading, meaning: Meaning) -> bool:
    """Whether a cell that the words may mean prints the value, or a number rounded to it."""
    for unit in reading.units:
        v = unit.value
        if v is None or not v.nums or not comparable(value, v):
            continue
        fields = value_fields(value, v)
        said = len(fields) > 1 or meaning.leaf(mention, unit.result) > UNSAID
        if fields and said and all(f.agrees for f in fields):
            return True
    return False
