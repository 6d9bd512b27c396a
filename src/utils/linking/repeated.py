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


#: A number of a mention beside a cell's, the link of the two mentions and that to the cell.
Chain = tuple[Shared, Link, Link]


def link_repeated(reading: Reading, links: Iterable[Link]) -> Iterator[Link]:
    """Links of mentions with the cells that other mentions of the same numbers are laid beside."""
    links = tuple(links)
    held = Held((*reading.cells, *reading.mentions), links)
    mentions = {m.id: m for m in reading.mentions}
    found: dict[tuple[str, str], list[Chain]] = defaultdict(list)
    apart: set[tuple[str, str]] = set()
    for link in links:
        one, other = mentions.get(link.left), mentions.get(link.right)
        if one is None or other is None or not _one_statement(link, one, other):
            continue
        for f in fields_of(link, one, other):
            for said, mention in ((f.left, one), (f.right, other)):
                if f.name in _ASIDE or held.agree_on(said.span):
                    continue
                told = (f.right if said is f.left else f.left).span
                for hold in held.of(told) or held.said(told):
                    shared = _laid(said, f, hold)
                    wrong = (not f.agrees) + (not hold.field.agrees)
                    if wrong == 1 or (not wrong and numerals.agreeing(shared.how)):
                        found[mention.id, hold.cell.id].append((shared, link, hold.link))
                    else:  # 2.17 and 2.2, 2.2 and 2.19: the rounded one is of another pair
                        apart.add((mention.id, hold.cell.id))
    for (left, right), chains in found.items():
        mention, cell = mentions[left], held.results[right]
        if (left, right) not in apart and not conflicts(mention, cell):
            yield from _link(mention, cell, chains, held)


def _one_statement(link: Link, one: Result, other: Result) -> bool:
    """Whether two sentences tell one statement, by more than a number that stands everywhere."""
    if link.derived or one.sentence == other.sentence:
        return False
    if not link.shared and compare(one, other).crossed:
        return False
    fields = (f for f in fields_of(link, one, other) if f.name not in _ASIDE)
    return sum(f.weight for f in fields if f.agrees) >= TELLING


def _laid(said: Num, f: Field, hold: Hold) -> Shared:
    """A number of one mention beside that of the cell which the other mention is laid beside."""
    there = hold.field
    if there.name != "p":
        how = numerals.state(said.text, there.right.text)
        return Shared(there.name, said, there.right, how, there.kind)
    relations = f.relations[0 if said is f.left else 1], there.relations[1]
    how = numerals.p_state(relations[0], said.text, relations[1], there.right.text)
    return Shared("p", said, there.right, how, there.kind, relations)


def _link(mention: Result, cell: Result, chains: list[Chain], held: Held) -> Iterator[Link]:
    """One link for a pair, with what an earlier link of the two holds."""
    key = mention.id, cell.id
    earlier = held.by_pair.get(key)
    numbers = tuple(map(as_shared, held.fields(key)))
    here = {x.left.span for x in numbers}
    new = tuple(dict.fromkeys(s for s, _, _ in chains if s.left.span not in here))
    if not new or (earlier is not None and earlier.derived):
        return
    if earlier is not None:
        yield structs.replace(earlier, shared=(*numbers, *new))
        return
    sure = min(min(a.certainty, b.certainty) for _, a, b in chains)
    keys = tuple(dict.fromkeys(k for _, a, b in chains for k in (*a.open_keys, *b.open_keys)))
    yield Link(*key, "both", sure, keys, "", new)
