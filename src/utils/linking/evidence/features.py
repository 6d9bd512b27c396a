"""What speaks for and against a statement of the text being that of a cell, feature by feature."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import msgspec

from src.utils.linking.by_numbers import neighbours
from src.utils.linking.by_numbers.finds import Find
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit, information, laid
from src.utils.linking.evidence.numbers import Features, is_main, numbers, plausible
from src.utils.linking.evidence.tables import Home, Place, Tables, home_of
from src.utils.linking.fields import Field, as_shared
from src.utils.linking.held import Held, Hold
from src.utils.linking.keys import conflicts
from src.utils.linking.meaning import analyses
from src.utils.linking.named.judging import Item
from src.utils.linking.named.runs import runs
from src.utils.linking.names.columns import Columns, bind, labels

#: Rows that the words of a clause name, which are looked at.
ROWS = 6


class Candidate(msgspec.Struct, frozen=True):
    """A cell that a statement may be, with the numbers of both and what speaks for it."""

    said: Unit
    cell: Unit
    fields: tuple[Field, ...]
    features: Features

    @property
    def agrees(self) -> bool:
        """Whether every number agrees."""
        return all(f.agrees for f in self.fields)


class Reader:
    """The statements of one sentence, laid beside the cells that they may be."""

    def __init__(self, tables: Tables, held: Held, clauses: Sequence[Clause]):
        """Look up every number of the sentence once."""
        self._t, self._held, self.clauses = tables, held, clauses
        self.units = [u for c in clauses for u in c.units]
        self._found: dict[int, list[Find]] = {}
        for clause in clauses:
            for unit in clause.units:
                self._found[id(unit)] = self._agreeing(unit, clause)
        self._runs = self._make_runs()
        self._analyses: tuple[int, frozenset[str]] | None = None
        self._bound: dict[tuple[int, int], int | None] = {}
        homes = [(u, self._homes(u)) for u in self.units]
        self._settled = [(u, h) for u, h in homes if h]

    def _homes(self, unit: Unit) -> set[Home]:
        return {home_of(h) for n in unit.main for h in self._held.of(n.span) if _exact(h)}

    def _agreeing(self, unit: Unit, clause: Clause) -> list[Find]:
        out = []
        for cell in self._t.index.printing(unit):
            fields = laid(unit, cell, clause.falling)
            if fields and all(f.agrees for f in fields) and is_main(fields):
                shared = tuple(map(as_shared, fields))
                out.append(Find(unit, cell, shared, information(shared)))
        return out

    def _make_runs(self) -> dict[int, tuple[list[Item], int, int]]:
        """For every value its run of values side by side, and where words of others begin."""
        items: list[Item] = []
        for clause in self.clauses:
            for unit in clause.units:
                if unit.value is None:
                    continue
                item = Item(unit, clause, [], [])
                if not items or item.start >= items[-1].end:
                    items.append(item)
        where = {id(i): k for k, i in enumerate(items)}
        out: dict[int, tuple[list[Item], int, int]] = {}
        for run in runs(items, self._t.article.shadow):
            first, last = where[id(run[0])], where[id(run[-1])]
            start = items[first - 1].end if first else run[0].clause.begin
            end = items[last + 1].start if last + 1 < len(items) else run[0].clause.finish
            for item in run:
                out[id(item.unit)] = (run, start, max(end, run[-1].end))
        return out

    def candidates(
        self, unit: Unit, clause: Clause, held: Unit | None = None
    ) -> Iterator[Candidate]:
        """The cells that a statement may be. ``held``: the statement of the sentence in whose place
        ``unit`` stands, where a copy with another number is asked for."""
        held = held or unit
        found = self._found[id(unit)] if held is unit else self._agreeing(unit, clause)
        cells: dict[int, Unit] = {id(f.cell): f.cell for f in found}
        for cell in self._t.index.printing(unit):
            cells.setdefault(id(cell), cell)
        wanted = clause.fits.best()[:ROWS]
        settled = [(u, h) for u, h in self._settled if u is not held]
        for _, homes in settled:
            for table, row, _ in homes:
                wanted += self._t.rows_at.get((table, row), ())
        for other in clause.units:
            if other is not held and other.p is None:
                near = [f for f in self._found[id(other)] if f.information >= 1.4]
                wanted += [self._t.rows.row(f.cell.result) for f in near[:4]]
        for i in dict.fromkeys(wanted):
            for cell in self._t.by_row[i]:
                cells.setdefault(id(cell), cell)
        crowd = math.log10(1 + len(found))
        for cell in cells.values():
            fields = laid(unit, cell, clause.falling)
            if not fields or not is_main(fields) or not plausible(fields):
                continue
            yield Candidate(
                unit,
                cell,
                fields,
                self._features(unit, held, clause, cell, fields, crowd, settled),
            )

    def _features(
        self,
        unit: Unit,
        held: Unit,
        clause: Clause,
        cell: Unit,
        fields: tuple[Field, ...],
        crowd: float,
        settled: Sequence[tuple[Unit, set[Home]]],
    ) -> Features:
        out: Features = {"none": 1.0}
        out.update(numbers(unit, cell, fields, crowd))
        if "swapped" in out and any(
            not f.agrees and self._t.prints(cell, f.left.text) for f in fields
        ):
            del out["swapped"]  # the row prints the number as well
        place = self._t.place(cell)
        fit = clause.fits.of(place.row)
        differs = 0.0 if all(f.agrees for f in fields) else 1.0
        n = max(len(self._t.rows), 1)
        out["own"] = fit.own
        out["share"] = fit.share
        alone = math.log10(n / max(fit.rank, 1)) * min(fit.share / 0.6, 1.0)
        out["alone"] = alone if fit.share else 0.0
        out["led"] = float(fit.led)
        out["seldom"] = min(fit.seldom, 3.0)
        out["share differs"] = fit.share * differs
        out["led differs"] = out["led"] * differs
        out["sole"] = float(fit.rank == 1 and fit.own >= 0.8)
        out["named"] = float(place.row in clause.named)
        out.update(self._heads(place, clause, differs))
        label = cell.result.label
        if label and clause.tables:
            out["cited" if label in clause.tables else "other cited"] = 1.0
        elif label and clause.block_tables:
            out["block cited" if label in clause.block_tables else "block other"] = 1.0
        against = conflicts(unit.result, cell.result)
        out["conflicts"] = float(len(against))
        if place.times and clause.times:
            out["time" if place.times & clause.times else "other time"] = 1.0
        elif place.times:
            out["time unsaid"] = 1.0
        if len(place.stages) == len(clause.stages) == 1 and place.stages != clause.stages:
            out["other stage"] = 1.0
        if not clause.dated(cell.result):
            out["undated"] = 1.0
        out["prior"] = clause.prior
        if clause.elsewhere:
            out["elsewhere"] = 1.0
        out.update(self._arm(held, clause, cell))
        find = Find(held, cell, (), 0.0)
        told, paired = neighbours.tell(find, self.clauses, self._found, self._t.in_row)
        out["beside"] = told
        out["paired"] = min(paired, 3.0)
        out["beside differs"] = told * differs
        out.update(_settled(place.home, settled))
        mine = {n.span for n in held.nums}
        at = (h for f in fields for h in self._held.at(f.right.span))
        claims = {h.field.left.span for h in at if h.field.agrees and _exact(h)} - mine
        if any(clause.begin <= s.start < clause.finish for s in claims):
            out["claimed here"] = 1.0
        elif claims:
            out["claimed"] = 1.0
            out["claimed differs"] = differs
        return {k: v for k, v in out.items() if v}

    def _heads(self, place: Place, clause: Clause, differs: float) -> Features:
        """How far heading and caption are said, and what is said that names other rows."""
        said, seldom = clause.said, self._t.rows.heard
        head = math.fsum(said[s] * seldom.get(s, 1.0) for s in place.header if s in said)
        words = math.fsum(said.get(s, 0.0) for s in place.caption)
        out: Features = {"head": min(head, 1.5)}
        out["caption"] = words / len(place.caption) if place.caption else 0.0
        near = clause.near & self._t.vocabulary
        if near:
            known = place.words
            total = math.fsum(self._t.rows.rarity[s] for s in near)
            other = math.fsum(self._t.rows.rarity[s] for s in near - known) / max(total, 0.01)
            out["other names"] = other
            out["other names differs"] = other * differs
        if place.size:
            out["size"] = 1.0
            out["size differs"] = differs
        kept = self._kept(clause)
        if kept - place.kept:
            out["qualified"] = 1.0
        if place.kept - kept:
            out["side analysis"] = 1.0
        return out

    def _kept(self, clause: Clause) -> frozenset[str]:
        key = id(clause.whole)
        if self._analyses is None or self._analyses[0] != key:
            self._analyses = (key, analyses(clause.whole.text))
        return self._analyses[1]

    def _arm(self, unit: Unit, clause: Clause, cell: Unit) -> Features:
        value = cell.value
        if value is None or value.arm is None or len(cell.result.arms) < 2:
            return {}
        columns = self._t.columns(cell.result)
        bound = self._bind(unit, columns)
        if bound is not None:
            return {"arm" if bound == value.arm else "other arm": 1.0}
        order = self._order(unit, cell)
        if order is not None:
            return {"order" if order else "other order": 1.0}
        names = [labels(a.name) for a in cell.result.arms]
        common = frozenset.intersection(*names)
        names = [n - common for n in names]
        if value.arm >= len(names):
            return {}
        near = [len(n & clause.near) / len(n) if n else 0.0 for n in names]
        here = near[value.arm]
        others = max((x for i, x in enumerate(near) if i != value.arm), default=0.0)
        if here != others:
            return {"arm near": here - others}
        return {"arm open": 1.0}

    def _bind(self, unit: Unit, columns: Columns) -> int | None:
        """The column that the words bind a value to, None where they leave it open."""
        key = (id(unit), id(columns))
        if key not in self._bound:
            self._bound[key] = self._bind_anew(unit, columns)
        return self._bound[key]

    def _bind_anew(self, unit: Unit, columns: Columns) -> int | None:
        run = self._runs.get(id(unit))
        if run is None:
            return None
        items, start, end = run
        shadow = self._t.article.shadow
        k = [i.unit is unit for i in items].index(True)
        arms = bind(columns, shadow, [(i.start, i.end) for i in items], start, end)
        if arms is not None or len(items) == 1:
            return arms[k] if arms else None
        begin = items[k - 1].end if k else start
        stop = items[k + 1].start if k + 1 < len(items) else end
        alone = bind(columns, shadow, [(items[k].start, items[k].end)], begin, stop)
        return alone[0] if alone else None

    def _order(self, unit: Unit, cell: Unit) -> bool | None:
        """Whether as many values as the row has stand in its order; None for another number."""
        run = self._runs.get(id(unit))
        assert cell.value is not None
        if run is None or len(run[0]) < 2:
            return None
        kind = cell.value.kind
        arm = cell.value.arm
        arms = [v.arm for v in cell.result.values if v.kind == kind and v.arm is not None]
        if arm is None or len(arms) != len(run[0]) or len(set(arms)) != len(arms):
            return None
        return arms.index(arm) == [i.unit is unit for i in run[0]].index(True)


def _exact(hold: Hold) -> bool:
    """Whether a link lays more side by side than a P value and a limit."""
    return hold.field.name != "p" or hold.field.relations == ("=", "=")


def _settled(home: Home, settled: Sequence[tuple[Unit, set[Home]]]) -> Features:
    """Where links lay the other numbers of the sentence."""
    if not settled:
        return {}
    table, row, arm = home
    same_row = same_table = same_column = 0
    for _, homes in settled:
        same_row += any(h[0] == table and h[1] == row for h in homes)
        same_table += any(h[0] == table for h in homes)
        same_column += arm is not None and any(h[0] == table and h[2] == arm for h in homes)
    out = {"row linked": min(same_row, 3) / 3, "column linked": float(same_column > 0)}
    out["table linked" if same_table else "other table linked"] = 1.0
    return out
