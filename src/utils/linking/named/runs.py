"""Numbers of a sentence that stand beside each other: of one sort, with little in between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from src.utils.linking.named.judging import Item
from src.utils.linking.participants.people import counts_people

_JOINED = re.compile(r"\b(?:vs|versus|and|or|than|compared|against|while|whereas|but)\b|/|\u2013|,")
_APART = re.compile(r";|\)[^()]*[^\W\d_]{3,}[^()]*\(")
_AGAINST = re.compile(r"\b(?:vs|versus|against|compared)\b")
#: Numbers further apart than this many characters are not held side by side.
BESIDE = 130
#: So many groups are compared side by side at most.
GROUPS = 4


def keep(items: list[Item], item: Item) -> None:
    """Add an item that stands behind all others; a count of people gives way to another kind."""
    if not items or item.start >= items[-1].end:
        items.append(item)
    elif counts_people(items[-1].unit.result) and not counts_people(item.unit.result):
        items[-1] = item


def runs(items: Sequence[Item], shadow: str, wide: bool = False) -> Iterator[list[Item]]:
    """The numbers of a sentence in runs, every number in one of them.

    ``wide``: a median may stand beside a bare number of months.
    """
    run: list[Item] = []
    paired = False
    for item in items:
        if run:
            between = shadow[run[-1].end : item.start]
            joined = _JOINED.search(between)
            against = bool(_AGAINST.search(between))
            kin = _kin(run[-1], item, wide) and len(between) <= BESIDE
            if not kin or not joined or _APART.search(between) or paired and not against:
                yield run
                run, paired = [], False
            else:
                paired = against
        run.append(item)
    if run:
        yield run


def _kin(a: Item, b: Item, wide: bool) -> bool:
    kinds = {a.value.kind, b.value.kind}
    return len(kinds) == 1 or (wide and not kinds & {"percent", "count"})


def side_by_side(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Neighbouring numbers of one kind that tables print, the longest stretches first."""
    for size in range(min(GROUPS, len(items)), 1, -1):
        for at in range(len(items) - size + 1):
            run = items[at : at + size]
            kin = all(i.found and i.value.kind == run[0].value.kind for i in run)
            if kin and all(b.start - a.end <= BESIDE for a, b in pairwise(run)):
                yield run
