"""Counts and percentages that contradict the cell which the words and their neighbours name.

The other linkers find a cell by a number that agrees. Here the row is known by other numbers of
the same sentence that it prints, or by its name; the column by the names of the groups, by the
order of the numbers or because it alone is left; and the number that stands in it is another one.
Nothing is said where another row that the sentence may mean prints the number as the text does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from src.utils.linking import numerals
from src.utils.linking.by_numbers.units import laid
from src.utils.linking.fields import as_shared
from src.utils.linking.held import Held
from src.utils.linking.named.grid import Grid
from src.utils.linking.named.lists import Lists, of_lists
from src.utils.linking.named.rows import Sentence
from src.utils.linking.named.tables import Tables
from src.utils.linking.participants.people import counts_people
from src.utils.linking.reading import Reading
from src.utils.records import Link, Result, Shared


def link_named(reading: Reading, held: Held) -> Iterator[Link]:
    """Links, new ones and such as take the place of a link, with the numbers that differ.

    Counts of people in the prose may be those of an event ("in 7 patients of the A group"): they
    are only looked for side by side, and never contradict a cell.
    """
    if not any(c.values for c in reading.cells):
        return
    tables = Tables(reading)
    made: dict[tuple[str, str], list[Shared]] = defaultdict(list)
    grid = Grid(reading.article)
    read = [c for c in reading.peopled.all() if not c[0].whole.mentions[0].ref]
    for said, cell in of_lists([Lists(tables, grid, c, held) for c in read]):
        made[said.result.id, cell.result.id].extend(map(as_shared, laid(said, cell)))
    for clauses in read:
        counted = [m for m in clauses[0].whole.mentions if _counted(m)]
        if not counted:
            continue
        sentence = Sentence(tables, clauses, held)
        alone = all(map(counts_people, counted))
        for mention, row, numbers, derived in sentence.finds(agreeing=alone):
            key = (mention.id, row.id)
            if not derived:
                made[key].extend(numbers)
            elif key not in held.by_pair and key not in made:
                yield Link(*key, "both", 0.85, (), derived, numbers)
    for key, found in made.items():
        link = held.by_pair.get(key)
        if link is None or link.shared or not all(numerals.agreeing(x.how) for x in found):
            # With what an earlier link of the two results found.
            here = {x.left.span for x in found}
            earlier = (f for f in held.fields(key) if f.left.span not in here)
            numbers = tuple(dict.fromkeys((*map(as_shared, earlier), *found)))
            yield Link(*key, "both", 0.9, (), "", numbers)


def _counted(mention: Result) -> bool:
    return any(v.kind in ("percent", "count") and v.nums for v in mention.values)
