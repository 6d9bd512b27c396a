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

from src.utils.linking import numerals
from src.utils.linking.by_numbers.finds import Find
from src.utils.linking.by_numbers.links import Numbers
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.slips import is_slip
from src.utils.linking.by_numbers.units import Unit, laid
from src.utils.linking.fields import Field, as_shared
from src.utils.linking.held import WEAK, Held
from src.utils.linking.meaning import Meaning
from src.utils.linking.named.judging import Item, asks_alike
from src.utils.linking.named.runs import keep, runs
from src.utils.linking.names.columns import bind
from src.utils.linking.near.beside import of_all
from src.utils.linking.reading import Reading
from src.utils.linking.slips import padded
from src.utils.records import Link, Result, Value

#: Odds that the row is the sentence's, where the number is a slip of the key away and elsewhere.
SLIPPED, OTHER = 0.7, 0.9
#: So much of a row's own head is said where another row fits the words much better.
NAMED = 0.6
#: Another row that prints the number is no rival where so little speaks for it.
RIVAL, UNSAID = 0.4, 0.2
#: The number that is contradicted tells at least so much, and so much where it stands elsewhere.
LEAST, OWN = 0.3, 0.75
#: So many groups are compared at most.
GROUPS = 4
#: Between the values of one comparison.
_BETWEEN = re.compile(
    r"(?=.*(?:\band\b|\bvs\b|\bversus\b|\bcompared\b|\bagainst\b|\bthan\b|,))[^\d;:]{1,90}\Z"
    r"|\s?(?:,\s?(?:and\s)?|and\s|vs\.?\s|versus\s)",
    re.I | re.S,
)
#: Words of two times or two states of one group, and of what follows from another.
_OTHERWISE = re.compile(
    r"\b(?:from|to|at|after|before|during|baseline|week|month|year|day|follow-?up|later|then|but|"
    r"while|whereas|of\s+whom|including|who|which)s?\b",
    re.I,
)
_UNIT = re.compile(r"^[\s)\]%]*(?:months?|weeks?|days?|years?|hours?|h)\b", re.I)
_KINDS = ("percent", "count", "median", "mean", "rate", "other", "duration")


class Unlike:
    """The comparisons of an article beside the rows that print all of their values but one."""

    def __init__(self, reading: Reading, numbers: Numbers, held: Held, meaning: Meaning):
        """``numbers`` finds the cells that print a number, ``held`` are the links so far."""
        self._reading, self._numbers, self._held, self._meaning = reading, numbers, held, meaning
        self._shadow = reading.article.shadow

    def links(self) -> Iterator[Link]:
        """Links with the value of one group that its row contradicts, beside the others'."""
        made: dict[tuple[str, str], list[Field]] = defaultdict(list)
        for clauses in self._numbers.sentences.all():
            items: list[Item] = []
            for clause in clauses:
                for u in clause.units:
                    if u.value is not None and u.value.kind in _KINDS and not u.result.ref:
                        keep(items, Item(u, clause, [], []))
            if len(items) < 2 or clauses[0].elsewhere or not any(map(self._open, items)):
                continue
            finds = {id(u): self._numbers.agreeing(u, c) for c in clauses for u in c.units}
            for run in runs(items, self._shadow, wide=True):
                for item in run:
                    if len(run) > 1 and self._open(item):
                        for mention, cell, fields in self._of(item, run, clauses, finds):
                            made[mention.id, cell.id] += fields
        for key, fields in made.items():
            kept = [f for f in self._held.fields(key) if f.left.span not in {x.left.span for x in fields}]
            numbers = tuple(dict.fromkeys(map(as_shared, (*kept, *fields))))
            yield Link(*key, "both", 0.85, (), "", numbers)

    def _open(self, item: Item) -> bool:
        """Whether no link speaks of a number that tells something."""
        nums = item.unit.main
        told = max((numerals.weight(n.text) for n in nums), default=0.0)
        return told >= LEAST and not item.clause.bound(item.unit)

    def _of(
        self, item: Item, run: list[Item], clauses: list[Clause], finds: dict[int, list[Find]]
    ) -> Iterator[tuple[Result, Result, list[Field]]]:
        """The row that prints the other values of a comparison, and what it prints instead."""
        tried: dict[str, tuple[float, Result, list[tuple[Item, Unit]]]] = {}
        for other in run:
            for find in finds[id(other.unit)] if other is not item else ():
                row = find.cell.result
                pairs = self._placed(item, run, row, finds)
                if pairs is None:
                    continue
                score = max(
                    self._numbers.scored(f, i.clause, clauses, finds).score
                    for i, slot in pairs
                    if i is not item
                    for f in finds[id(i.unit)]
                    if f.cell.result.id == row.id
                )
                if row.id not in tried or tried[row.id][0] < score:
                    tried[row.id] = score, row, pairs
        if DEBUG: print('   UNLIKE', [n.text for n in item.unit.nums], [(round(s,2), r.label, r.context.row, [n.text for i,x in p for n in x.nums]) for s,r,p in tried.values()])
        if not tried:
            return
        score, row, pairs = max(tried.values(), key=lambda t: t[0])
        slot = next(x for i, x in pairs if i is item)
        if any(s > score - 0.5 and [n.text for i, x in p if i is item for n in x.main] != [n.text for n in slot.main] for s, _, p in tried.values()):
            return
        why = self._against(item, slot, run, clauses, finds, score)
        if DEBUG: print('      ', why)
        if why:
            return
        mine = [x for i, x in pairs if i.unit.result is item.unit.result and i is not item]
        fields = [f for i, x in pairs if i.unit.result is item.unit.result for f in laid(i.unit, x, i.clause.falling)]
        yield item.unit.result, row, [f for f in fields if f.name != "n"]

    def _placed(
        self, item: Item, run: list[Item], row: Result, finds: dict[int, list[Find]]
    ) -> list[tuple[Item, Unit]] | None:
        """The values of a row for those of a comparison, where all but one agree."""
        every = [
            v
            for v in row.values
            if len(v.nums) == 1
            and v.arm is not None
            and laid(item.unit, Unit(row, value=v), item.clause.falling)
        ]
        groups = [v for v in every if not of_all(v, row)]
        at = run.index(item)
        for size in range(min(len(run), GROUPS), 1, -1):
            for start in range(max(at - size + 1, 0), min(at, len(run) - size) + 1):
                part = run[start : start + size]
                if not self._compared(part):
                    continue
                slots = self._slots(part, row, groups, every)
                if slots is None:
                    continue
                pairs = [(i, Unit(row, value=v)) for i, v in zip(part, slots, strict=True)]
                if all(_agree(i.unit, x, i.clause.falling) == (i is not item) for i, x in pairs):
                    return pairs
        return None

    def _slots(self, part: list[Item], row: Result, groups: list[Value], every: list[Value]) -> list[Value] | None:
        """The values of a row for those of a comparison: by the names of the groups, or in order."""
        items = [(i.start, i.end) for i in part]
        start = max(part[0].start - len(part[0].clause.before), part[0].clause.begin)
        end = min(part[-1].end + len(part[-1].clause.after) + 2, part[-1].clause.finish)
        arms = bind(self._reading.columns(row), self._shadow, items, start, end)
        if arms is not None:
            named = [[v for v in every if v.arm == a] for a in arms]
            return [v[0] for v in named] if all(len(v) == 1 for v in named) else None
        for slots in (groups, every):
            if len(slots) == len({v.arm for v in slots}) == len(part):
                return slots
        return None

    def _compared(self, part: Sequence[Item]) -> bool:
        """Whether the values are those of groups set side by side, and not of two times or parts."""
        for one, two in pairwise(part):
            between = self._shadow[one.end : two.start]
            between = _UNIT.sub(" ", between)
            if not _BETWEEN.match(between) or _OTHERWISE.search(re.sub(r"compared\s+to", "", between)):
                return False
        return True

    def _against(
        self, item: Item, slot: Unit, run: list[Item], clauses: list[Clause], finds: dict[int, list[Find]], score: float
    ) -> str:
        """Whether another cell, another group or another analysis explains the number."""
        mention, cell = item.unit.result, slot.result
        wrong = [f for f in laid(item.unit, slot, item.clause.falling) if not f.agrees]
        light = max(numerals.weight(n.text) for n in item.unit.main) < OWN
        fit = item.clause.fits.of(self._reading.rows.row(cell))
        if fit.led and (light or fit.own < NAMED):
            return "led"
        if any(f.name == "total" for f in wrong) and len(wrong) > 1:
            return "other patients"
        slipped = all(map(is_slip, wrong))
        if score < (SLIPPED if slipped else OTHER):
            return f"score {score:.2f} {slipped}"
        if any(
            h.field.right.span == f.right.span and h.link.certainty > WEAK and not h.link.open_keys
            for f in wrong
            for h in self._held.laid(f.left.span)
        ):
            return "linked"
        if any(padded(f.left.text, f.right.text) and f.how != numerals.LAST_DIGIT for f in wrong):
            return "padded"
        if not asks_alike(mention, item.clause, cell):
            return "asks"
        if self._meaning.qualified(mention, cell) or self._meaning.side_analysis(mention, cell):
            return "qualified"
        tables = item.clause.tables or item.clause.block_tables
        if tables and cell.label and cell.label not in tables:
            return "cited"
        cited = (c.span for c in self._reading.article.citations)
        if any(item.clause.begin <= c.start < item.clause.finish for c in cited):
            return "ref"
        texts = {n.text for c in clauses for u in c.units if u is not item.unit for n in u.nums}
        if any(f.right.text in texts for f in wrong):
            return "said"
        mine = {n.span for n in item.unit.nums}
        for find in finds[id(item.unit)]:
            if find.cell.result.id == cell.id:
                return "same row"
            claims = (h for n in find.cell.main for h in self._held.at(n.span) if h.field.agrees)
            if any(h.mention.sentence == mention.sentence and h.field.left.span not in mine for h in claims):
                continue  # another number of the sentence is this one
            if not asks_alike(mention, item.clause, find.cell.result):
                continue
            fit = item.clause.fits.of(self._reading.rows.row(find.cell.result))
            s = self._numbers.scored(find, item.clause, clauses, finds).score
            if light or s > RIVAL or fit.share > UNSAID:
                return f"rival {find.cell.result.context.row} {s:.2f} {fit.share:.2f}"
        return ""


DEBUG = False


def _agree(unit: Unit, cell: Unit, falling: bool) -> bool:
    """Whether every number agrees that two statements both print."""
    fields = laid(unit, cell, falling)
    return bool(fields) and all(f.agrees for f in fields)
