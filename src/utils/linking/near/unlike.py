"""The one value of a comparison that its row contradicts, though no slip of a key explains it.

"In 188 (48.1%) and 77 (26.3%)" beside "166 (42.5) | 77 (26.3)": the other groups' numbers are those
of the row, and the last one's stand in no table at all. The other linkers ask for a slip of the
key, or for the name of the row beside the numbers; here the grammar of the comparison and all
other numbers of the sentence leave no other cell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from src.utils.linking import numerals
from src.utils.linking.by_numbers.finds import Find
from src.utils.linking.by_numbers.links import Numbers
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.slips import is_slip
from src.utils.linking.by_numbers.units import Unit, information, laid
from src.utils.linking.fields import Field, as_shared
from src.utils.linking.held import WEAK, Held
from src.utils.linking.meaning import Meaning
from src.utils.linking.named.judging import Item, asks_alike
from src.utils.linking.named.runs import keep, runs
from src.utils.linking.names.columns import NEAR, Columns, bind
from src.utils.linking.names.groups import names_of
from src.utils.linking.near.beside import of_all
from src.utils.linking.near.comparing import compared, only_names
from src.utils.linking.near.told import told
from src.utils.linking.reading import Reading
from src.utils.linking.slips import padded
from src.utils.records import Link, Result, Span, Value

#: Odds that a row is the sentence's, where its number is a slip of the key away, and elsewhere.
SLIPPED, OTHER = 0.7, 0.9
#: What another number of the comparison tells that leads to a row.
TOLD = 0.7
#: How far behind every other row must be.
APART = 0.5
#: So much of a row's own head is said where another row fits the words much better.
NAMED = 0.6
#: Numbers that tell so much stand in no other row, whatever it is called.
RARE = 4.0
#: A row that prints the number is no rival where so little speaks for it, and so little is said.
RIVAL, UNSAID = 0.4, 0.2
#: The number tells at least so much, and so much where tables print it anywhere.
LEAST, OWN = 0.3, 0.75
#: So many groups are compared at most.
SIZE = 4
#: Numbers that would be, and are not.
_SUPPOSED = re.compile(r"\bwould\s+have\b|\bhypothe\w+|\bunder\s+th\w+\s+assumption", re.I)
_KINDS = ("percent", "count", "median", "mean", "rate", "other", "duration")

Finds = dict[int, list[Find]]
_Pairs = list[tuple[Item, Unit]]


class Place(msgspec.Struct, frozen=True):
    """The row that prints all values of a comparison but one, and what it prints instead."""

    score: float
    row: Result
    slot: Unit
    pairs: _Pairs


class Unlike:
    """The comparisons of an article beside the rows that print all of their values but one."""

    def __init__(self, reading: Reading, numbers: Numbers, held: Held, meaning: Meaning):
        """``numbers`` finds the cells that print a number, ``held`` are the links so far."""
        self._reading, self._numbers, self._held, self._meaning = reading, numbers, held, meaning
        self._shadow = reading.article.shadow
        # The rows of a table have the same columns, and each is held against a comparison.
        self._compared: dict[tuple[int, ...], bool] = {}
        self._found: dict[tuple[int, ...], list[int] | None] = {}

    def links(self) -> Iterator[Link]:
        """Links with the value of one group that its row contradicts, beside the others'."""
        made: dict[tuple[str, str], list[Field]] = defaultdict(list)
        for clauses in self._numbers.sentences.all():
            items = self._items(clauses)
            if len(items) < 2 or not any(map(self._asks, items)):
                continue
            compared_runs = [
                run
                for run in runs(items, self._shadow, wide=True)
                if any(compared(self._shadow, two) for two in pairwise(run))
            ]
            if not compared_runs:
                continue
            finds = {id(u): self._numbers.agreeing(u, c) for c in clauses for u in c.units}
            for run in compared_runs:
                for item in run:
                    place = self._place(item, run, clauses, finds) if self._asks(item) else None
                    if place is not None and not self._explained(item, place, clauses, finds):
                        mention = item.unit.result
                        made[mention.id, place.row.id] += (
                            f
                            for i, x in place.pairs
                            if i.unit.result is mention and x.result is place.row
                            for f in _laid(i, x)
                        )
        for key, fields in made.items():
            here = {f.left.span for f in fields}
            fields += (f for f in self._held.fields(key) if f.left.span not in here)
            yield Link(*key, "both", 0.85, (), "", tuple(dict.fromkeys(map(as_shared, fields))))

    def _items(self, clauses: list[Clause]) -> list[Item]:
        """The values of a sentence that reports this trial alone."""
        first = clauses[0]
        cited = (c.span.start for c in self._reading.article.citations)
        if (
            first.elsewhere
            or _SUPPOSED.search(first.sentence)
            or any(first.begin <= at < first.finish for at in cited)
        ):
            return []
        items: list[Item] = []
        for clause in clauses:
            for u in clause.units:
                if u.value is not None and u.value.kind in _KINDS and not u.result.ref:
                    keep(items, Item(u, clause, [], []))
        return items

    def _asks(self, item: Item) -> bool:
        """Whether a number says something, and is no limit."""
        return _weight(item) >= LEAST and not item.clause.bound(item.unit)

    def _place(
        self, item: Item, run: list[Item], clauses: list[Clause], finds: Finds
    ) -> Place | None:
        """The row for which the other values of a comparison speak, if no other is as good."""
        tried: dict[str, Place] = {}
        others = (f for o in run if o is not item for f in finds[id(o.unit)])
        for row in (f.cell.result for f in others if f.information >= TOLD):
            pairs = self._placed(item, run, row) if row.id not in tried else None
            if pairs is None:
                continue
            score = max(
                self._numbers.scored(f, i.clause, clauses, finds).score
                for i, _ in pairs
                if i is not item
                for f in finds[id(i.unit)]
                if f.cell.result.id == row.id
            )
            slot = next(x for i, x in pairs if i is item)
            tried[row.id] = Place(score, row, slot, pairs)
        best = max(tried.values(), key=lambda p: p.score, default=None)
        if best is None:
            return None
        rivals = (p for p in tried.values() if p.score > best.score - APART)
        return best if all(_texts(p.slot) == _texts(best.slot) for p in rivals) else None

    def _placed(self, item: Item, run: list[Item], row: Result) -> _Pairs | None:
        """The values of a row for those of a comparison, where all but one agree."""
        every = [v for v in row.values if v.arm is not None and len(v.nums) == 1]
        every = [v for v in every if _laid(item, Unit(row, value=v))]
        columns = self._reading.columns(row)
        at = run.index(item)
        for size in range(min(len(run), SIZE), 1, -1):
            for start in range(max(at - size + 1, 0), min(at, len(run) - size) + 1):
                part = run[start : start + size]
                key = tuple(i.start for i in part)
                if key not in self._compared:
                    self._compared[key] = compared(self._shadow, part)
                if not self._compared[key]:
                    continue
                arms = self._bound(part, columns) or self._told(part, row, every)
                slots = _of_arms(arms, every) if arms else _in_order(row, every, size)
                pairs = [(i, Unit(row, value=v)) for i, v in zip(part, slots, strict=False)]
                if len(pairs) < size or any(_agree(i, x) == (i is item) for i, x in pairs):
                    continue
                partly = any(f.agrees for i, x in pairs if i is item for f in _laid(i, x))
                if arms or partly or only_names(self._shadow, part, columns):
                    return pairs
        return None

    def _bound(self, part: list[Item], columns: Columns) -> list[int] | None:
        """The columns of the values of a comparison by the names of their groups."""
        key = (id(columns), *(i.start for i in part))
        if key not in self._found:
            self._found[key] = self._named(part, columns)
        return self._found[key]

    def _named(self, part: list[Item], columns: Columns) -> list[int] | None:
        first, last = part[0], part[-1]
        start = max(first.start - len(first.clause.before), first.clause.begin)
        end = min(last.end + len(last.clause.after) + 2, last.clause.finish)
        return bind(columns, self._shadow, [(i.start, i.end) for i in part], start, end)

    def _told(self, part: list[Item], row: Result, every: list[Value]) -> list[int]:
        """The columns of values by doses and numbers that groups are called by."""
        if part[0].clause.fits.of(self._reading.rows.row(row)).own < NAMED:
            return []
        arms = sorted({v.arm for v in every if v.arm is not None and v.arm < len(row.arms)})
        named = names_of([row.arms[a].name for a in arms])
        start = max(part[0].clause.begin, part[0].start - NEAR)
        end = min(part[-1].clause.finish, part[-1].end + NEAR)
        spans = [Span(i.start, i.end) for i in part]
        found = told(self._shadow, start, end, spans, named, every=True)
        return [arms[g] for g in found.groups if g is not None] if found and found.sure else []

    def _explained(self, item: Item, place: Place, clauses: list[Clause], finds: Finds) -> bool:
        """Whether another cell, another group or another analysis explains the number."""
        mention, clause, cell = item.unit.result, item.clause, place.row
        wrong = [f for f in _laid(item, place.slot) if not f.agrees]
        fit = clause.fits.of(self._reading.rows.row(cell))
        if place.score < (SLIPPED if all(map(is_slip, wrong)) else OTHER):
            return True
        every = (f for i, x in place.pairs for f in _laid(i, x))
        weight = information([as_shared(f) for f in every if f.agrees])
        if fit.led and weight < RARE and (_weight(item) < OWN or fit.own < NAMED):
            return True  # another row is named
        if {"count", "total"} <= {f.name for f in wrong} or self._known(wrong):
            return True
        if any(padded(f.left.text, f.right.text) and f.how != numerals.LAST_DIGIT for f in wrong):
            return True
        if not asks_alike(mention, clause, cell) or self._meaning.qualified(mention, cell):
            return True
        tables = clause.tables or clause.block_tables
        if self._meaning.side_analysis(mention, cell) or (tables and cell.label not in tables):
            return True
        units = (u for c in clauses for u in c.units if u is not item.unit)
        texts = {n.text for u in units for n in u.nums}
        if any(f.right.text in texts for f in wrong):
            return True  # the sentence prints this number as well
        return any(self._rival(f, item, place, clauses, finds) for f in finds[id(item.unit)])

    def _known(self, wrong: list[Field]) -> bool:
        """Whether a link speaks of this contradiction, and leaves nothing open."""
        holds = (h for f in wrong for h in self._held.laid(f.left.span) if _same(h.field, f))
        return any(h.link.certainty > WEAK and not h.link.open_keys for h in holds)

    def _rival(
        self, find: Find, item: Item, place: Place, clauses: list[Clause], finds: Finds
    ) -> bool:
        """Whether a cell that prints the number may be the one that is meant."""
        cell, mention = find.cell.result, item.unit.result
        if cell.id == place.row.id:
            return asks_alike(mention, item.clause, cell)
        mine = {n.span for n in item.unit.nums}
        claims = (h for n in find.cell.main for h in self._held.at(n.span) if h.field.agrees)
        if any(
            h.mention.sentence == mention.sentence and h.field.left.span not in mine for h in claims
        ):
            return False  # another number of the sentence is this one
        if not asks_alike(mention, item.clause, cell):
            return False
        fit = item.clause.fits.of(self._reading.rows.row(cell))
        score = self._numbers.scored(find, item.clause, clauses, finds).score
        return _weight(item) < OWN or score > RIVAL or fit.share > UNSAID


def _laid(item: Item, cell: Unit) -> tuple[Field, ...]:
    return laid(item.unit, cell, item.clause.falling)


def _of_arms(arms: Sequence[int], every: list[Value]) -> list[Value]:
    """The values of columns, one of each."""
    named = [[v for v in every if v.arm == a] for a in arms]
    return [v[0] for v in named] if all(len(v) == 1 for v in named) else []


def _in_order(row: Result, every: list[Value], size: int) -> list[Value]:
    """The values of the groups of a row, where there are as many as asked for."""
    for slots in ([v for v in every if not of_all(v, row)], every):
        if len(slots) == len({v.arm for v in slots}) == size:
            return slots
    return []


def _agree(item: Item, cell: Unit) -> bool:
    """Whether every number agrees that two statements both print."""
    fields = _laid(item, cell)
    return bool(fields) and all(f.agrees for f in fields)


def _weight(item: Item) -> float:
    return max((numerals.weight(n.text) for n in item.unit.main), default=0.0)


def _texts(cell: Unit) -> list[str]:
    return [n.text for n in cell.main]


def _same(a: Field, b: Field) -> bool:
    return a.right.span == b.right.span
