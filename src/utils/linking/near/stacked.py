"""The one value of a comparison that its row contradicts, where groups stand below each other.

"17.2%, 7.3%, and 14.1% with both drugs, A and B" beside a column whose rows of one block print
17.2% (both), 11.4% (B) and 7.3% (A): all groups but one have their numbers, and one row is left.
What explains the number otherwise is asked as of the groups of a single row (`unlike`).
"""

from __future__ import annotations

from collections import defaultdict

from src.utils.linking.by_numbers.links import Numbers
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit, laid
from src.utils.linking.held import Held
from src.utils.linking.meaning import Meaning
from src.utils.linking.named.judging import Item
from src.utils.linking.names.groups import names_of
from src.utils.linking.near.comparing import compared
from src.utils.linking.near.groups import head
from src.utils.linking.near.heads import Heads
from src.utils.linking.near.told import told
from src.utils.linking.near.unlike import APART, SIZE, Finds, Place, Unlike
from src.utils.linking.reading import Reading
from src.utils.linking.words import tokens
from src.utils.records import Span

#: The other values of a comparison tell so much of the block in which they stand.
SEVERAL = 2.0
#: So many values a cell prints at most.
PER_CELL = 3

_Block = tuple[int | None, int | None, str]


class Stacked(Unlike):
    """The comparisons of an article beside blocks of rows that print all values but one."""

    def __init__(self, reading: Reading, numbers: Numbers, held: Held, meaning: Meaning):
        """Lay the units of the tables out by column and block."""
        super().__init__(reading, numbers, held, meaning)
        self._heads = Heads(reading.article)
        self._blocks: dict[_Block, list[Unit]] = defaultdict(list)
        for u in reading.units:
            if u.value is not None:
                self._blocks[self._block(u)].append(u)

    def _block(self, cell: Unit) -> _Block:
        above = cell.result.context.row.rpartition(" > ")[0]
        return cell.result.table, self._heads.column(cell), above

    def _place(
        self, item: Item, run: list[Item], clauses: list[Clause], finds: Finds
    ) -> Place | None:
        """The row that is left over where the others of a block print the other values."""
        others = [o for o in run if o is not item]
        if not 2 <= len(run) <= SIZE or not compared(self._shadow, run):
            return None
        tried: dict[_Block, Place] = {}
        for find in finds[id(others[0].unit)]:
            block = self._block(find.cell)
            units = self._blocks[block]
            if block in tried or len(units) > SIZE * PER_CELL:
                continue
            rows = [u for u in units if laid(item.unit, u, item.clause.falling)]
            if len(rows) != len(run):
                continue
            if len({u.result.row for u in rows}) < len(rows):
                continue
            pairs = self._left_over(item, run, rows, finds)
            if pairs:
                slot = next(x for i, x in pairs if i is item)
                score = max(
                    self._numbers.scored(f, i.clause, clauses, finds).score
                    for i, x in pairs
                    if i is not item
                    for f in finds[id(i.unit)]
                    if f.cell.main == x.main
                )
                tried[block] = Place(score, slot.result, slot, pairs)
        best = max(tried.values(), key=lambda p: p.score, default=None)
        if best is None or sum(p.score > best.score - APART for p in tried.values()) > 1:
            return None
        return best

    def _left_over(
        self, item: Item, run: list[Item], rows: list[Unit], finds: Finds
    ) -> list[tuple[Item, Unit]]:
        """Each value with its row, where all but one have one and that one is said."""
        pairs: list[tuple[Item, Unit]] = []
        weight = 0.0
        left = list(rows)
        for one in run:
            if one is item:
                continue
            here = [f for f in finds[id(one.unit)] if any(f.cell.main == u.main for u in left)]
            if len(here) != 1:
                return []
            cell = next(u for u in left if u.main == here[0].cell.main)
            left.remove(cell)
            weight += here[0].information
            pairs.append((one, cell))
        (slot,) = left
        if weight < SEVERAL or any(f.agrees for f in laid(item.unit, slot, item.clause.falling)):
            return []
        pairs.insert(run.index(item), (item, slot))
        return pairs if self._said(run, pairs, rows) else []

    def _said(self, run: list[Item], pairs: list[tuple[Item, Unit]], rows: list[Unit]) -> bool:
        """Whether the words give every value to its row, or name the rows of several."""
        heads = [head(u.result) for u in rows]
        whole, spans = run[0].clause, [Span(i.start, i.end) for i in run]
        names = names_of(heads)
        found = told(self._shadow, whole.begin, whole.finish, spans, names, every=True)
        if found is not None and None not in found.groups:
            at = [next(k for k, u in enumerate(rows) if u.main == x.main) for _, x in pairs]
            return found.sure and list(found.groups) == at
        sentence = tokens(whole.sentence)
        return len(run) > 2 and all(tokens(h) & sentence for h in heads)
