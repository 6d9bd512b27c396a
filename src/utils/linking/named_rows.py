"""The numbers of one sentence beside the rows of the tables that it may speak of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from src.utils.linking import numerals
from src.utils.linking.by_numbers_sentences import Clause, stages
from src.utils.linking.by_numbers_units import Index, Unit, information, laid, shared, telling
from src.utils.linking.by_numbers_words import RowWords, times_of
from src.utils.linking.fields import Field
from src.utils.linking.keys import conflicts
from src.utils.linking.named_columns import Columns, bind
from src.utils.linking.words import tokens
from src.utils.printed import printed
from src.utils.records import Article, Result, Shared, Span, Value

_JOINED = re.compile(r"\b(?:vs|versus|and|or|than|compared|against|while|whereas|but)\b|/|\u2013|,")
_APART = re.compile(r";|\)[^()]*[^\W\d_]{3,}[^()]*\(")
_AGAINST = re.compile(r"\b(?:vs|versus|against|compared)\b")
#: Numbers further apart than this many characters are not held side by side.
BESIDE = 130
#: What names a row, and what leaves it open.
OWN, SOME, LITTLE = 0.8, 0.5, 0.25
#: What the agreeing numbers beside a number tell at least.
ANCHORED = 1.4

#: Numbers of a single digit are a slip apart from all others.
LEAST = 0.5
_SLIPS = ("one digit changed", "two digits swapped")
#: What is said of every group.
_GROUPS = tokens("group arm treatment patients alone only subjects cohort recipients treated the")

Find = tuple[Result, Result, tuple[Shared, ...]]


class Item:
    """A count or percentage of the sentence, in its clause."""

    def __init__(self, unit: Unit, clause: Clause):
        """Keep both; ``spans`` are those of all numerals."""
        assert unit.value is not None
        self.unit, self.clause, self.value = unit, clause, unit.value
        self.start = min(n.span.start for n in unit.nums)
        self.end = max(n.span.end for n in unit.nums)
        self.found: list[Unit] = []


class Try(msgspec.Struct, frozen=True):
    """A cell that a number may be: what its neighbours tell, and how far its row is named."""

    row: Result
    cell: Unit
    told: float
    own: float


class Sentence:
    """One sentence of the prose."""

    def __init__(
        self,
        article: Article,
        clauses: Sequence[Clause],
        rows: RowWords,
        index: Index,
        settled: dict[Span, bool],
        by_row: dict[int, list[Result]],
    ):
        """Look up every number in the tables once."""
        self._article, self._rows, self._settled = article, rows, settled
        self._clauses = [c for c in clauses if not c.elsewhere]
        self.items: list[Item] = []
        self._found: dict[int, list[Unit]] = {}
        self._partly: dict[int, list[Unit]] = {}
        for clause in self._clauses:
            for unit in clause.units:
                printing = index.printing(unit)
                found = [c for c in printing if shared(unit, c, clause.falling)]
                if unit.value is not None and unit.value.count is not None:
                    self._partly[id(unit)] = [
                        c for c in printing if c.value is not None and _near(unit, c)
                    ]
                self._found[id(unit)] = found
                v = unit.value
                if v is None or v.kind not in ("percent", "count") or clause.bound(unit):
                    continue
                item = Item(unit, clause)
                item.found = found
                if not self.items or item.start >= self.items[-1].end:
                    self.items.append(item)
        self._by_row = by_row
        self._pairs: list[list[Item]] = []
        self._columns: dict[tuple[object, ...], Columns] = {}

    def finds(self) -> Iterator[Find]:
        """The results of text and table that contradict each other, with the numbers."""
        taken: set[Span] = set()
        self._pairs = list(self._runs())
        for run in self._pairs:
            for find in self._of_run(run):
                spans = {x.left.span for x in find[2]}
                if not spans & taken:
                    taken |= spans
                    yield find

    def _runs(self) -> Iterator[list[Item]]:
        """Numbers of one sort that stand beside each other."""
        shadow = self._article.shadow
        run: list[Item] = []
        paired = False
        for item in self.items:
            if run:
                between = shadow[run[-1].end : item.start]
                joined = _JOINED.search(between)
                against = bool(_AGAINST.search(between))
                kin = run[-1].value.kind == item.value.kind and len(between) <= BESIDE
                if not kin or not joined or _APART.search(between) or paired and not against:
                    yield run
                    run, paired = [], False
                else:
                    paired = against
            run.append(item)
        if run:
            yield run

    # ------------------------------------------------------------------ one run

    def _of_run(self, run: list[Item]) -> Iterator[Find]:
        said = self._beside_run(run)
        candidates = self._candidates(run, said)
        for row, _ in candidates:
            yield from self._exchanged(run, row, self._bound(run, row))
        for i, item in enumerate(run):
            if any(self._settled.get(n.span, False) for n in item.value.nums) and (
                item.value.count is None or self._settled.get(item.value.count.span, False)
            ):
                continue
            tried = [
                Try(row, cell, told, self._rows.bare_share(self._rows.row(row), said))
                for row, told in candidates
                if (cell := self._left(run, i, row, self._bound(run, row))) is not None
            ]
            pick = _best(tried)
            if pick is not None and self._differs(run, i, pick):
                yield item.unit.result, pick.row, tuple(map(_shared, laid(item.unit, pick.cell)))

    def _beside_run(self, run: list[Item]) -> dict[str, float]:
        """The words beside the numbers of a run and before the first number of the sentence."""
        first, last = run[0].clause, run[-1].clause
        return self._rows.said((first.before, 1.0), (last.after, 0.9), (first.whole.lead, 0.7))

    def _candidates(self, run: list[Item], said: dict[str, float]) -> list[tuple[Result, float]]:
        """Rows of which other numbers of the run or its clause stand in the tables, with what
        these numbers tell; then rows that the words name."""
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
                tells = information([_shared(f) for f in laid(unit, cell) if f.agrees])
                best[cell.result.id] = max(best.get(cell.result.id, 0.0), tells)
            for name, tells in best.items():
                told[name] += tells
        for i in self._rows.fits(said).best()[:5]:
            if self._rows.bare_share(i, said) >= OWN:
                rows.update((r.id, r) for r in self._by_row.get(i, ()))
        return [(r, told[i]) for i, r in rows.items()]

    def _columns_of(self, row: Result) -> Columns:
        key = (row.table, tuple(a.name for a in row.arms))
        if key not in self._columns:
            self._columns[key] = Columns(row, self._rows.abbreviations)
        return self._columns[key]

    def _bound(self, run: list[Item], row: Result) -> list[int] | None:
        """The columns of the row that the numbers of a run belong to by name."""
        first, last = self.items.index(run[0]), self.items.index(run[-1])
        clause = run[0].clause
        start = self.items[first - 1].end if first else clause.begin
        end = self.items[last + 1].start if last + 1 < len(self.items) else clause.finish
        return bind(
            self._columns_of(row),
            self._article.shadow,
            [(i.start, i.end) for i in run],
            start,
            max(end, run[-1].end),
        )

    def _exchanged(self, run: list[Item], row: Result, arms: list[int] | None) -> Iterator[Find]:
        """Two numbers of a row that the sentence credits to each other's columns."""
        if len(run) != 2:
            return
        one, two = run
        placed = self._columns_held(run, row)
        if placed is None:
            return
        if arms is None:
            if self._order_of_neighbours(run, row, placed) is not False:
                return
        elif arms[0] == arms[1] or arms == placed or sorted(arms) != sorted(placed):
            return
        if self._straight(run, row, placed) or not self._same_question(one, row):
            return
        for item, arm in ((one, placed[1]), (two, placed[0])):
            cell = self._at(row, arm, item)
            if cell is None:
                return
            fields = tuple(map(_shared, laid(item.unit, cell)))
            if fields:
                yield item.unit.result, row, fields

    def _columns_held(self, run: Sequence[Item], row: Result) -> list[int] | None:
        """The columns of a row in which two numbers stand, where these are two and one each."""
        out = []
        for item in run:
            there = {c.value.arm for c in item.found if c.result.id == row.id and c.value}
            if len(there) != 1 or None in there:
                return None
            out.append(there.pop())
        return [a for a in out if a is not None] if len(set(out)) == len(run) else None

    def _order_of_neighbours(self, run: list[Item], row: Result, placed: list[int]) -> bool | None:
        """Whether other pairs of the sentence stand in the order of this one in the table.

        Asked only where no group is named between the pairs; None where it stays open.
        """
        orders: list[bool] = []
        for other in self._pairs:
            if other is run or other[0] is run[0] or len(other) != 2:
                continue
            first, last = sorted((run, other), key=lambda r: r[0].start)
            between = self._article.shadow[first[-1].end : last[0].start]
            if self._columns_of(row).events(between, 0, len(between)):
                continue
            said = self._beside_run(other)
            for cell in {c.result.id: c.result for c in other[0].found}.values():
                if cell.table != row.table or [a.name for a in cell.arms] != [
                    a.name for a in row.arms
                ]:
                    continue
                held = self._columns_held(other, cell)
                named = self._rows.bare_share(self._rows.row(cell), said) >= SOME
                if held is not None and named and sorted(held) == sorted(placed):
                    orders.append(held == placed)
        named = self._rows.bare_share(self._rows.row(row), self._beside_run(run)) >= SOME
        if not orders or not named or len(set(orders)) > 1:
            return None
        return orders[0]

    def _straight(self, run: list[Item], row: Result, placed: list[int]) -> bool:
        """Whether another row prints the two numbers, in columns that are not so exchanged."""
        one, two = run
        for x in one.found:
            if x.result.id == row.id:
                continue
            for y in two.found:
                if y.result.id != x.result.id or x.value is None or y.value is None:
                    continue
                if x.result.table != row.table or [x.value.arm, y.value.arm] != placed:
                    return True
        return False

    def _at(self, row: Result, arm: int, item: Item) -> Unit | None:
        values = [v for v in row.values if v.arm == arm and laid(item.unit, Unit(row, value=v))]
        return Unit(row, value=values[0]) if len(values) == 1 else None

    def _same_question(self, item: Item, row: Result) -> bool:
        """Whether neither keys nor times nor stages tell text and row apart."""
        clause = item.clause
        if conflicts(item.unit.result, row):
            return False
        times = times_of(row)
        if times and clause.times and not times & clause.times:
            return False
        c = row.context
        named = stages(f"{c.row} {c.header} {c.timepoint}")
        return not (len(named) == len(clause.stages) == 1 and named != clause.stages)

    def _differs(self, run: list[Item], i: int, t: Try) -> bool:
        """Whether a number contradicts the cell that its words and neighbours name."""
        item = run[i]
        if any(c.result.id == t.row.id for c in item.found) or self._elsewhere(item, t):
            return False
        if not self._same_question(item, t.row):
            return False
        fields = laid(item.unit, t.cell)
        held = {f.right.span for f in fields if not f.agrees}
        if any(
            held & {n.span for n in c.nums} for o in self.items for c in o.found if o is not item
        ):
            return False  # another number of the sentence is this one
        if any(f.agrees and f.name in ("count", "value") for f in fields):
            if not _denominators_alike(item.value, t):
                return False
            of_count = any(f.agrees and f.name == "count" for f in fields)
            return t.own >= (SOME if of_count or t.told >= 2.0 else OWN)
        if t.told >= ANCHORED:
            return t.own >= (SOME if t.told < 2.5 else LITTLE)
        return self._by_name(item, t, fields)

    def _by_name(self, item: Item, t: Try, fields: Sequence[Field]) -> bool:
        """Whether words alone name the cell beyond doubt."""
        heavy = all(numerals.weight(f.left.text) >= 1.0 for f in fields if not f.agrees)
        i = self._rows.row(t.row)
        if not heavy or t.own < OWN or self._rows.own_weight(i) < 1.0:
            return False
        cited = item.clause.tables | item.clause.block_tables
        return t.row.label in cited and item.clause.fits.of(i).rank == 1

    def _left(self, run: list[Item], i: int, row: Result, arms: list[int] | None) -> Unit | None:
        """The cell of the row that the number must be: by its column's name, or by its place."""
        item = run[i]
        claimed = {
            id(c.value) for o in run if o is not item for c in o.found if c.result.id == row.id
        }
        free = [
            v
            for v in row.values
            if v.nums
            and id(v) not in claimed
            and (v.kind == item.value.kind or v.count is not None)
            and laid(item.unit, Unit(row, value=v))
        ]
        arms = arms or self._columns_of_neighbours(run, row)
        if arms is not None:
            free = [v for v in free if v.arm == arms[i]]
        else:
            partly = [c.value for c in self._partly.get(id(item.unit), ()) if c.result.id == row.id]
            free = [v for v in free if v in partly] or self._in_line(run, i, row, free)
        near = [v for v in free if _near(item.unit, Unit(row, value=v))]
        near = [v for v in near if not _is_size(item, run, v)]
        return Unit(row, value=near[0]) if len(near) == 1 else None

    def _in_line(self, run: list[Item], i: int, row: Result, free: list[Value]) -> list[Value]:
        """Where a number stands when all others of its run agree with the row in their order.

        Only where nothing but the names of groups stands between the numbers.
        """
        if len(run) < 2 or any(
            not self._only_names(a, b, row) for a, b in pairwise(run)
        ):
            return []
        columns = [v for v in row.values if v.kind in (run[i].value.kind, "percent", "count")]
        columns = [v for v in columns if v.kind == columns[0].kind]
        kept = []
        for at in range(len(columns) - len(run) + 1):
            part = columns[at : at + len(run)]
            if all(
                any(c.value is v for c in o.found)
                for o, v in zip(run, part, strict=True)
                if o is not run[i]
            ):
                kept.append(part[i])
        return [v for v in free if any(v is k for k in kept)]

    def _columns_of_neighbours(self, run: list[Item], row: Result) -> list[int] | None:
        """The columns in which the numbers of all other runs of the sentence stand in turn."""
        found: set[tuple[int, ...]] = set()
        if len(run) < 2:
            return None
        for other in self._pairs:
            if other[0] is run[0] or len(other) != len(run):
                continue
            for cell in {c.result.id: c.result for c in other[0].found}.values():
                same = [a.name for a in cell.arms] == [a.name for a in row.arms]
                held = self._columns_held(other, cell) if same and cell.table == row.table else None
                if held is not None:
                    found.add(tuple(held))
        return list(found.pop()) if len(found) == 1 else None

    def _only_names(self, one: Item, two: Item, row: Result) -> bool:
        """Whether no word stands between two numbers but the names of the row's columns."""
        between = self._article.shadow[one.end : two.start]
        names = self._columns_of(row).events(between, 0, len(between))
        for start, end, _ in reversed(names):
            between = between[:start] + between[end:]
        return not tokens(between) - _GROUPS

    def _elsewhere(self, item: Item, t: Try) -> bool:
        """Whether a row that the sentence may mean as well prints the number."""
        row = t.row
        own = item.clause.fits.of(self._rows.row(row))
        for cell in item.found:
            fit = item.clause.fits.of(self._rows.row(cell.result))
            if fit.share >= LITTLE or fit.own >= max(LITTLE, 0.6 * own.own):
                return True
            if cell.result.table == row.table and telling(item.unit.main[0].text) >= 2.0:
                return True
        return False


def _best(tried: Sequence[Try]) -> Try | None:
    """The cell for which most speaks, if no cell with another number is about as good."""
    ranked = sorted(tried, key=lambda t: -t.told - 2 * t.own)
    if not ranked:
        return None
    one = ranked[0]
    for t in ranked[1:]:
        rival = t.told + 2 * t.own > one.told + 2 * one.own - 0.4
        if rival and [n.text for n in t.cell.nums] != [n.text for n in one.cell.nums]:
            return None
    return one


def _denominators_alike(said: Value, t: Try) -> bool:
    """Whether a share of the text is not simply one of another number of patients.

    Where count and total of the text bear its percentage out, the table must contradict itself.
    """
    if said.count is None or said.total is None or len(said.nums) != 1:
        return True
    k, n = printed(said.count.text).value, printed(said.total.text).value
    share = printed(said.nums[0].text)
    if n <= 0 or not (share.interval.holds(100 * k / n) or share.truncated.holds(100 * k / n)):
        return True
    shown = t.cell.value
    arm = t.row.arms[shown.arm] if shown is not None and shown.arm is not None else None
    size = (shown.total if shown is not None else None) or (arm.n if arm is not None else None)
    if shown is None or size is None or shown.count is None or len(shown.nums) != 1:
        return False
    m = printed(size.text).value
    bounds = printed(shown.nums[0].text).interval
    return m == n and not bounds.holds(100 * printed(shown.count.text).value / m)


def _is_size(item: Item, run: list[Item], shown: Value) -> bool:
    """Whether a count of the text is the size of the group: 29 (46.8%) of 62."""
    said = item.value.count or (item.value.nums[0] if item.value.nums else None)
    if item.value.kind != "count" or said is None or shown.count is None or len(shown.nums) != 1:
        return False
    n, k = printed(said.text).value, printed(shown.count.text).value
    return n > 0 and printed(shown.nums[0].text).interval.holds(100 * k / n)


def _alike(a: Value, b: Value) -> bool:
    return a.kind == b.kind and (a.count is None) == (b.count is None)


def _near(a: Unit, b: Unit) -> bool:
    wrong = [f for f in laid(a, b) if not f.agrees and f.name != "total"]
    return bool(wrong) and all(map(_slip, wrong))


def _slip(f: Field) -> bool:
    """Whether one slip of a key leads from one numeral of two digits or more to the other."""
    if f.how != numerals.DIFFERENT:
        return True
    if _whole(f.left.text, f.right.text) or _whole(f.right.text, f.left.text):
        return False
    if min(numerals.weight(f.left.text), numerals.weight(f.right.text)) < LEAST:
        return False
    return numerals.slip_rounded(f.left.text, f.right.text) in _SLIPS


def _whole(a: str, b: str) -> bool:
    """Whether ``b`` is ``a`` rounded to whole units and printed with zeros behind the point."""
    whole, _, decimals = b.partition(".")
    return bool(decimals) and not decimals.strip("0") and whole in numerals.rounded_to(a, 0)


def _shared(f: Field) -> Shared:
    return Shared(f.name, f.left, f.right, f.how, f.kind, f.relations)
