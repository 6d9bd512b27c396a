"""The numbers of one sentence beside the rows of the tables that it may speak of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from src.utils.linking import numerals
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit, information, laid, shared, telling
from src.utils.linking.fields import Field, as_shared
from src.utils.linking.held import Held
from src.utils.linking.named.judging import (
    Item,
    Try,
    best_try,
    denominators_alike,
    near,
    same_patients,
    same_question,
)
from src.utils.linking.named.places import Places
from src.utils.linking.named.pooled import POOLED, pooled
from src.utils.linking.named.runs import BESIDE, keep, runs, side_by_side
from src.utils.linking.named.tables import Tables
from src.utils.linking.named.together import together
from src.utils.linking.participants.people import counts_people
from src.utils.linking.slips import padded
from src.utils.records import Result, Shared, Span

_WORD = re.compile(r"[^\W\d_]{3,}")
#: What names a row, and what leaves it open.
OWN, SOME, LITTLE = 0.8, 0.5, 0.25
#: What the agreeing numbers beside a number tell at least, and where the row is named in full.
ANCHORED, FEW = 1.4, 1.0
#: What they tell where any other number than the row's is a contradiction, no slip of the key.
SURE = 3.0

#: Mention, row, their numbers, and how the one is computed from the other, "" as a rule.
Find = tuple[Result, Result, tuple[Shared, ...], str]

#: A row, what other numbers tell for it, how far it is named, the columns that names bind.
Candidate = tuple[Result, float, float, list[int] | None]


class Sentence:
    """One sentence of the prose."""

    def __init__(
        self,
        tables: Tables,
        clauses: Sequence[Clause],
        held: Held,
    ):
        """Look up every number in the tables once."""
        self._tables, self._rows, self._links = tables, tables.rows, held
        self._shadow = tables.article.shadow
        self._clauses = [c for c in clauses if not c.elsewhere]
        self._all: list[Item] = []  # also numbers of people that may be those with an event
        self._found: dict[int, list[Unit]] = {}
        self._partly: dict[int, list[Unit]] = {}
        self._texts = {n.text for c in self._clauses for u in c.units for n in u.nums}
        for clause in self._clauses:
            for unit in clause.units:
                self._look_up(unit, clause)
        self.items = [i for i in self._all if not counts_people(i.unit.result)]
        self._pairs = list(runs(self.items, self._shadow))
        self._places = Places(tables.reading, self._all, self._pairs)

    def _look_up(self, unit: Unit, clause: Clause) -> None:
        printing = self._tables.index.printing(unit)
        printing = [c for c in printing if not counts_people(c.result)]
        found = self._found[id(unit)] = [c for c in printing if shared(unit, c, clause.falling)]
        v = unit.value
        if v is None:
            return
        others = self._texts - {n.text for n in unit.nums}
        partly = [c for c in printing if c.value and near(unit, c, others)] if v.count else []
        self._partly[id(unit)] = partly
        if v.kind not in ("percent", "count") or clause.bound(unit):
            return
        keep(self._all, Item(unit, clause, found, partly))

    def finds(self, agreeing: bool = False) -> Iterator[Find]:
        """The results of text and table that contradict each other, with the numbers.

        ``agreeing``: only numbers side by side that a row prints as the sentence does.
        """
        taken: set[Span] = set()
        for find in self._together():
            taken |= {x.left.span for x in find[2]}
            yield find
        for run in () if agreeing else self._pairs:
            for find in self._of_run(run):
                spans = {x.left.span for x in find[2]}
                if not spans & taken:
                    taken |= spans
                    yield find

    def _together(self) -> Iterator[Find]:
        """Neighbouring numbers that one row prints in the columns of their groups."""
        for run in side_by_side(self._all):
            # One row that prints a number counts more than a sum of several.
            sums = self._links.sums
            open_ = [i for i in run if not self._held(i) or i.unit.main[0].span in sums]
            cells = open_ and together(run, self._tables, self._places, same_question)
            for item, cell in zip(run, cells or (), strict=False):
                if item in open_:
                    fields = tuple(map(as_shared, laid(item.unit, cell)))
                    yield item.unit.result, cell.result, fields, ""

    def _of_run(self, run: list[Item]) -> Iterator[Find]:
        open_ = [i for i, item in enumerate(run) if not self._held(item)]
        if not open_ and len(run) != 2:
            return
        said = self._places.beside(run)
        candidates: list[Candidate] = []
        for row, told in self._candidates(run, said):
            own = self._tables.named(row, said)
            if told >= FEW or own >= OWN:
                candidates.append((row, told, own, self._places.bound(run, row)))
        for row, _, _, arms in candidates:
            yield from self._exchanged(run, row, arms)
        for i in open_:
            tried = [
                Try(row, cell, told, own)
                for row, told, own, arms in candidates
                if (cell := self._places.left(run, i, row, arms, told >= SURE and own >= OWN))
                is not None
            ]
            pick = best_try(tried)
            item = run[i]
            bound = {row.id: arms for row, _, _, arms in candidates}
            if pick is not None and self._differs(run, i, pick, bound[pick.row.id]):
                fields = laid(item.unit, pick.cell)
                yield item.unit.result, pick.row, tuple(map(as_shared, fields)), ""
                continue
            repeated = self._repeats(run, item, candidates)
            yield from repeated
            if not repeated and len(run) > 1:
                yield from self._of_run([item])  # one of a list, each with words of its own

    def _repeats(self, run: list[Item], item: Item, candidates: Sequence[Candidate]) -> list[Find]:
        """The one row named in full that prints a number as the text does, or pools to it."""
        if item.value.kind != "percent" and item.value.count is None:
            return []  # a bare count says too little
        named = [c for c in candidates if c[2] >= OWN and same_question(item, c[0])]
        rows = [c for c in named if any(x.result.id == c[0].id for x in item.found)]
        if len(rows) == 1:
            row, _, _, arms = rows[0]
            cell = next(x for x in item.found if x.result.id == row.id)
            place = run.index(item)
            bound = arms is not None and cell.value is not None and cell.value.arm == arms[place]
            alike = len(run) > 1 and all(
                any(x.result.id == row.id for x in o.found) for o in run if o is not item
            )
            if bound or alike or (arms is None and self._cited(item, row) and len(run) == 1):
                fields = tuple(map(as_shared, (f for f in laid(item.unit, cell) if f.agrees)))
                return [(item.unit.result, row, fields, "")] if fields else []
        if rows or self._names_a_group(item, named):
            return []
        found = [(row, parts) for row, *_ in named if (parts := pooled(item, row))]
        if len({row.id for row, _ in found}) != 1:
            return []
        return [(item.unit.result, found[0][0], found[0][1], POOLED)]

    def _cited(self, item: Item, row: Result) -> bool:
        """Whether the paragraph refers to the row's table, and no row is named better."""
        cited = item.clause.tables | item.clause.block_tables
        return row.label in cited and item.clause.fits.of(self._rows.row(row)).rank == 1

    def _names_a_group(self, item: Item, named: Sequence[Candidate]) -> bool:
        clause = item.clause
        return any(
            self._places.columns_of(row).events(text, 0, len(text))
            for row, *_ in named
            for text in (clause.before, clause.after)
        )

    def _held(self, item: Item) -> bool:
        """Whether a link holds every number of an item beside one that agrees."""
        nums = (*item.value.nums, *((item.value.count,) if item.value.count else ()))
        return all(self._links.agree_on(n.span) for n in nums)

    def _candidates(self, run: list[Item], said: dict[str, float]) -> list[tuple[Result, float]]:
        """Rows that print other numbers of the run or its clause, with what these numbers tell;
        then rows that the words name."""
        told: dict[str, float] = defaultdict(float)
        rows: dict[str, Result] = {}
        clauses = {id(i.clause): i.clause for i in run}
        after = self._clauses.index(run[-1].clause) + 1
        for clause in self._clauses[after : after + 1]:  # "... in B (P = 0.03)"
            start = min(n.span.start for u in clause.units for n in u.nums)
            if all(u.value is None for u in clause.units) and start - run[-1].end <= BESIDE:
                clauses[id(clause)] = clause
        for unit in (u for c in clauses.values() for u in c.units):
            best: dict[str, float] = {}
            for cell in (*self._found[id(unit)], *self._partly.get(id(unit), ())):
                rows[cell.result.id] = cell.result
                tells = information([as_shared(f) for f in laid(unit, cell) if f.agrees])
                best[cell.result.id] = max(best.get(cell.result.id, 0.0), tells)
            for name, tells in best.items():
                told[name] += tells
        for i in self._rows.fits(said).best()[:5]:
            if self._rows.bare_share(i, said) >= OWN:
                rows.update((r.id, r) for r in self._tables.by_row.get(i, ()))
        return [(r, told[i]) for i, r in rows.items()]

    def _exchanged(self, run: list[Item], row: Result, arms: list[int] | None) -> Iterator[Find]:
        """Two numbers of a row that the sentence credits to each other's columns."""
        if len(run) != 2:
            return
        one, two = run
        placed = self._places.columns_held(run, row)
        if placed is None:
            return
        if arms is None:
            if self._places.order_of_neighbours(run, row, placed) is not False:
                return
        elif arms[0] == arms[1] or arms == placed or sorted(arms) != sorted(placed):
            return
        if self._places.straight(run, row, placed) or not same_question(one, row):
            return
        for item, arm in ((one, placed[1]), (two, placed[0])):
            cell = self._places.at(row, arm, item)
            if cell is None:
                return
            fields = tuple(map(as_shared, laid(item.unit, cell)))
            if fields:
                yield item.unit.result, row, fields, ""

    def _differs(self, run: list[Item], i: int, t: Try, arms: list[int] | None) -> bool:
        """Whether a number contradicts the cell that its words and neighbours name."""
        item = run[i]
        here = [c for c in item.found if c.result.id == t.row.id and c.value]
        if here and (len(run) == 1 or arms is None):
            return False
        if any(c.value.arm == arms[i] for c in here if c.value and arms is not None):
            return False
        if self._elsewhere(item, t):
            return False
        if not same_question(item, t.row):
            return False
        fields = laid(item.unit, t.cell)
        if sum(not f.agrees for f in fields) > 1 and any(
            f.name == "total" and not f.agrees for f in fields
        ):
            return False  # other patients
        held = {f.right.span for f in fields if not f.agrees}
        others = [c for o in self.items if o not in run for c in o.found]
        others += self._places.claimed(run, i, t.row, arms)
        if any(held & {n.span for n in c.nums} for c in others):
            return False  # another number of the sentence is this one
        if any(f.agrees and f.name in ("count", "value") for f in fields):
            if not denominators_alike(item.value, t):
                return False
            of_count = any(f.agrees and f.name == "count" for f in fields)
            return t.own >= (SOME if of_count or t.told >= 2.0 else OWN)
        recounted = not near(item.unit, t.cell, self._texts)  # no slip: another count altogether
        if recounted and not (t.own >= OWN and _WORD.search(t.row.context.row.rpartition(">")[2])):
            return False
        if t.told >= FEW and t.own >= OWN:
            return True
        if t.told >= ANCHORED:
            return t.own >= (SOME if t.told < 2.5 else LITTLE)
        return self._by_name(item, t, fields)

    def _by_name(self, item: Item, t: Try, fields: Sequence[Field]) -> bool:
        """Whether words alone name the cell beyond doubt."""
        wrong = [f for f in fields if not f.agrees]
        weights = [numerals.weight(f.left.text) for f in wrong]
        i = self._rows.row(t.row)
        if t.own < OWN or self._rows.own_weight(i) < 1.0 or not weights:
            return False
        shown = t.cell.value
        if shown is not None and max(weights) >= 1.0 and same_patients(item.value, shown, t.row):
            return True
        soft = all(padded(f.left.text, f.right.text) for f in wrong)
        return min(weights) >= 1.0 and (soft or self._cited(item, t.row))

    def _elsewhere(self, item: Item, t: Try) -> bool:
        """Whether a row that the sentence may mean as well prints the number."""
        row = t.row
        own = item.clause.fits.of(self._rows.row(row))
        for cell in item.found:
            if cell.result.id == row.id:
                continue  # in another column than its name's
            fit = item.clause.fits.of(self._rows.row(cell.result))
            if fit.share >= LITTLE or fit.own >= max(LITTLE, 0.6 * own.own):
                return True
            if cell.result.table == row.table and telling(item.unit.main[0].text) >= 2.0:
                return True
        return False
