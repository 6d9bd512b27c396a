"""Numbers that the article prints twice in its prose, laid beside the cell that one of them names.

"The hazard ratio was 0.61 (0.40 to 0.95)" in the abstract and in the results: the sentence of the
results names the row, that of the abstract does not. What the one says of a cell, the other says
as well, also where a number of it is wrong. Belongs here: two links, from a mention to a mention
and from that one to a table, made into one. Does not: finding either of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import structs

from src.utils.linking import numerals
from src.utils.linking.compare import compare
from src.utils.linking.fields import Field, as_shared
from src.utils.linking.held import Held, Hold, fields_of
from src.utils.linking.keys import conflicts
from src.utils.linking.reading import Reading
from src.utils.records import Link, Num, Result, Shared

#: What the numbers of two mentions tell together before they are held for one statement.
TELLING = 1.0
_ASIDE = ("level", "n")


def link_repeated(reading: Reading, links: Iterable[Link]) -> Iterator[Link]:
    """Links of mentions with the cells that other mentions of the same numbers are laid beside."""
    links = tuple(links)
    held = Held((*reading.cells, *reading.mentions), links)
    mentions = {m.id: m for m in reading.mentions}
    found: dict[tuple[str, str], list[tuple[Shared, Link, Link]]] = defaultdict(list)
    apart: set[tuple[str, str]] = set()
    for link in links:
        one, other = mentions.get(link.left), mentions.get(link.right)
        if one is None or other is None or link.derived or one.sentence == other.sentence:
            continue
        if not link.shared and compare(one, other).crossed:
            continue
        fields = [f for f in fields_of(link, one, other) if f.name not in _ASIDE]
        if sum(f.weight for f in fields if f.agrees) < TELLING:
            continue
        for f in fields:
            for said, told in ((f.left, f.right), (f.right, f.left)):
                mention = one if said is f.left else other
                if held.agree_on(said.span):
                    continue
                for hold in _of(told, held):
                    shared = _laid(said, f, hold, said is f.left)
                    pair = mention.id, hold.cell.id
                    wrong = (not f.agrees) + (not hold.field.agrees)
                    if wrong == 1 or (not wrong and numerals.agreeing(shared.how)):
                        found[pair].append((shared, link, hold.link))
                    else:  # 2.17 and 2.2, 2.2 and 2.19: the rounded one is of another pair
                        apart.add(pair)
    for (left, right), every in found.items():
        mention, cell = mentions[left], held.results[right]
        if (left, right) not in apart and not conflicts(mention, cell):
            new = _link(mention, cell, every, held)
            if new is not None:
                yield new


def _of(told: Num, held: Held) -> list[Hold]:
    """What links lay beside a number of the prose: what bears it out, or else what does not."""
    return held.of(told.span) or held.said(told.span)


def _laid(said: Num, f: Field, hold: Hold, first: bool) -> Shared:
    """A number of one mention beside that of the cell which the other mention is laid beside."""
    there = hold.field
    if there.name != "p":
        how = numerals.state(said.text, there.right.text)
        return Shared(there.name, said, there.right, how, there.kind)
    relations = f.relations[0 if first else 1], there.relations[1]
    how = numerals.p_state(relations[0], said.text, relations[1], there.right.text)
    return Shared("p", said, there.right, how, there.kind, relations)


def _link(
    mention: Result, cell: Result, every: list[tuple[Shared, Link, Link]], held: Held
) -> Link | None:
    """One link for a pair, with what an earlier link of the two holds."""
    key = mention.id, cell.id
    earlier = held.by_pair.get(key)
    if earlier is not None and earlier.derived:
        return None
    numbers = tuple(map(as_shared, held.fields(key)))
    here = {x.left.span for x in numbers}
    new = tuple(dict.fromkeys(s for s, _, _ in every if s.left.span not in here))
    if not new:
        return None
    if earlier is not None:
        return structs.replace(earlier, shared=(*numbers, *new))
    sure = min(min(a.certainty, b.certainty) for _, a, b in every)
    keys = tuple(dict.fromkeys(k for _, a, b in every for k in (*a.open_keys, *b.open_keys)))
    return Link(*key, "both", sure, keys, "", new)
