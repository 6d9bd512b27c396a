"""Counts and percentages that contradict the cell which the words and their neighbours name.

The other linkers find a cell by a number that agrees. Here the row is known by other numbers of
the same sentence that it prints, or by its name; the column by the names of the groups, by the
order of the numbers or because it alone is left; and the number that stands in it is another one.
Nothing is said where another row that the sentence may mean prints the number as the text does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from src.utils.linking import numerals
from src.utils.linking.by_numbers.units import laid, units_of
from src.utils.linking.compare import compare
from src.utils.linking.fields import as_shared
from src.utils.linking.named.grid import Grid
from src.utils.linking.named.lists import Lists, of_lists
from src.utils.linking.named.rows import Sentence
from src.utils.linking.named.tables import Tables
from src.utils.linking.participants.people import counts_people
from src.utils.linking.reading import Reading
from src.utils.records import Link, Num, Result, Shared, Span


def link_named(reading: Reading, links: Iterable[Link]) -> Iterator[Link]:
    """Links, new ones and such as take the place of a link, with the numbers that differ.

    Counts of people in the prose may be those of an event ("in 7 patients of the A group"): they
    are only looked for side by side, and never contradict a cell.
    """
    if not any(c.values for c in reading.cells):
        return
    known = list(links)
    by_pair = {(k.left, k.right): k for k in known}
    by_id = {r.id: r for r in reading.results}
    settled = _settled(by_id, known)
    sums = (by_id[k.left] for k in known if k.derived == "sum" and k.left in by_id)
    summed = frozenset(n.span for r in sums for u in units_of(r) for n in u.nums)
    tables = Tables(reading)
    made: dict[tuple[str, str], list[Shared]] = defaultdict(list)
    grid, beside = Grid(reading.article), linked_cells(by_id, known)
    read = [c for c in reading.peopled.all() if not c[0].whole.mentions[0].ref]
    for said, held_by in of_lists([Lists(tables, grid, c, beside) for c in read]):
        made[said.result.id, held_by.result.id].extend(map(as_shared, laid(said, held_by)))
    for clauses in read:
        counted = [m for m in clauses[0].whole.mentions if _counted(m)]
        if not counted:
            continue
        sentence = Sentence(tables, clauses, settled, summed)
        alone = all(map(counts_people, counted))
        for mention, cell, numbers, derived in sentence.finds(agreeing=alone):
            key = (mention.id, cell.id)
            if not derived:
                made[key].extend(numbers)
            elif key not in by_pair and key not in made:
                yield Link(*key, "both", 0.85, (), derived, numbers)
    for key, found in made.items():
        held = by_pair.get(key)
        if held is None or held.shared or not all(numerals.agreeing(x.how) for x in found):
            yield _link(key, found, held, by_id)


def _counted(mention: Result) -> bool:
    return any(v.kind in ("percent", "count") and v.nums for v in mention.values)


def _link(
    key: tuple[str, str], wrong: list[Shared], held: Link | None, by_id: dict[str, Result]
) -> Link:
    """The link of a contradiction, with what an earlier link of the two results found."""
    numbers: list[Shared] = []
    if held is not None and not held.derived:
        numbers += held.shared or _shared(by_id[key[0]], by_id[key[1]])
    here = {x.left.span for x in wrong}
    numbers = [x for x in numbers if x.left.span not in here]
    return Link(*key, "both", 0.9, (), "", tuple(dict.fromkeys((*numbers, *wrong))))


def _shared(left: Result, right: Result) -> list[Shared]:
    return [
        Shared(f.name, f.left, f.right, f.how, f.kind, f.relations)
        for f in compare(left, right).fields
        if f.agrees or f.name != "n"
    ]


def _settled(by_id: dict[str, Result], links: Iterable[Link]) -> dict[Span, bool]:
    """The numbers of the text that a link lays beside a table, and whether one of them agrees."""
    out: dict[Span, bool] = {}
    for k in links:
        left, right = by_id.get(k.left), by_id.get(k.right)
        if left is None or right is None or (left.table is None) == (right.table is None):
            continue
        mention = left if left.table is None else right
        if k.derived:
            out.update((n.span, True) for u in units_of(mention) for n in u.nums)
            continue
        for f in k.shared or compare(left, right).fields:
            num = f.left if mention is left else f.right
            agrees = numerals.agreeing(f.how)
            out[num.span] = out.get(num.span, False) or agrees
            if not agrees:
                out.setdefault(num.span, False)
    return out


def linked_cells(
    by_id: dict[str, Result], links: Iterable[Link]
) -> dict[Span, list[tuple[Result, Num]]]:
    """The numbers of the text that a link lays beside an agreeing one of a table, and this one."""
    out: dict[Span, list[tuple[Result, Num]]] = defaultdict(list)
    for k in links:
        left, right = by_id.get(k.left), by_id.get(k.right)
        if left is None or right is None or left.table is not None or right.table is None:
            continue
        if k.derived or k.basis == "people" or right.place != "table":
            continue
        for f in k.shared or compare(left, right).fields:
            if numerals.agreeing(f.how):
                out[f.left.span].append((right, f.right))
    return out
