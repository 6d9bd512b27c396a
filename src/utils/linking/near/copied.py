"""Numbers of a sentence that stand in another row or column than the one that it names.

"Hypertension (27.7% vs 8.0%)" where the row of hypertension prints 21.3% and 6.0%, and a row that
the sentence does not speak of 27.7% and 8.0%: each number agrees with a cell, and with the wrong
one. The names decide (`meant`), and the numbers must stand nowhere else under names that are said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from src.utils.linking import numerals
from src.utils.linking.by_numbers.links import Numbers
from src.utils.linking.by_numbers.sentences import Clause, stages
from src.utils.linking.by_numbers.units import Unit, laid, units_of
from src.utils.linking.fields import as_shared
from src.utils.linking.held import Held
from src.utils.linking.named.judging import asks_alike
from src.utils.linking.near.heads import Heads, denied, names
from src.utils.linking.near.meant import Cells, Meant, Namer, Statement
from src.utils.linking.reading import Reading
from src.utils.linking.words import periods
from src.utils.records import Link, Result, Shared

#: Of whom alone a sentence speaks.
_AMONG = re.compile(
    r"\b(?:among(?:st)?|(?:in|of)\s+(?:those|patients|subjects|participants|women|men|children)\s+"
    r"(?:with|who|aged))\s+((?:[\w-]+\s+){0,3}[\w-]+)",
    re.I,
)
_EVERYBODY = names(
    "patients subjects participants the all treated assigned randomised receiving received who "
    "analysed evaluable study ITT intention treat"
)


class Copied:
    """The statements of an article beside the cells that print their numbers."""

    def __init__(self, reading: Reading, numbers: Numbers, held: Held):
        """``numbers`` finds the cells that print a number, ``held`` are the links so far."""
        self._numbers, self._rows, self._held = numbers, reading.rows, held
        self._heads = Heads(reading.article)
        self._namer = Namer(self._heads, reading, numbers)

    def links(self) -> Iterator[Link]:
        """Links to the cells that sentences name, with the numbers that differ."""
        found: dict[tuple[str, str], list[Shared]] = defaultdict(list)
        for clause in (c for clauses in self._numbers.sentences.all() for c in clauses):
            said = [u for u in clause.units if u.p is None]
            if clause.elsewhere or not said or said[0].result.ref:
                continue
            if any(map(clause.bound, said)) or clause.units[0].p is not None:
                continue  # what stands between a P value and the numbers names them
            for unit, cell in self._of(said, clause):
                found[unit.result.id, cell.result.id] += map(as_shared, laid(unit, cell))
        for key, wrong in found.items():
            here = {x.left.span for x in wrong}
            fields = self._held.fields(key)
            kept = [as_shared(f) for f in fields if f.left.span not in here]
            yield Link(*key, "both", 0.9, (), "", tuple(dict.fromkeys((*kept, *wrong))))

    def _of(self, units: list[Unit], clause: Clause) -> Iterator[tuple[Unit, Unit]]:
        """The numbers of a clause with the cells that it names, together or one by one."""
        together = next(self._printing(units, clause), None) is not None
        alone = [[u] for u in units] if all(u.effect is not None for u in units) else []
        for part in [units] if together else alone:
            said = Statement(part, clause, self._rows)
            tried = [
                m
                for cells in self._printing(part, clause)
                for m in self._namer.meant(said, cells)
                if self._stands(said, m)
            ]
            if len({tuple(c.nums[0].span for c in m.cells) for m in tried}) == 1:
                yield from zip(part, tried[0].cells, strict=True)

    def _printing(self, units: list[Unit], clause: Clause, whole: bool = True) -> Iterator[Cells]:
        """Cells of one row that print every number of a statement.

        ``whole``: those that print the estimate of an effect alone are left out.
        """
        finds = [
            [f.cell for f in self._numbers.agreeing(u, clause) if not whole or _whole(u, f.cell)]
            for u in units
        ]
        for first in finds[0]:
            line = first.result.table, first.result.row
            cells = [first]
            for more in finds[1:]:
                here = (c for c in more if (c.result.table, c.result.row) == line)
                cells += [c for c in here if c not in cells][:1]
            if len(cells) == len(units) and (not whole or _digit_by_digit(units, cells)):
                yield tuple(cells)

    def _stands(self, said: Statement, meant: Meant) -> bool:
        """Whether nothing but the numbers speaks against the cells that are named."""
        clause, first = said.clause, meant.cells[0]
        mention = said.units[0].result
        fields = [laid(u, c) for u, c in zip(said.units, meant.cells, strict=True)]
        wrong = [f.right.text for fs in fields for f in fs if not f.agrees]
        texts = {n.text for m in clause.whole.mentions for u in units_of(m) for n in u.nums}
        telling = [w for w in wrong if numerals.weight(w) >= 1.0] or wrong
        counts = {f.right.text for fs in fields for f in fs if f.name == "count" and not f.agrees}
        if not wrong or counts & texts or 2 * sum(w in texts for w in telling) > len(telling):
            return False  # nothing differs, or the sentence prints most of these as well
        if any(not asks_alike(mention, clause, c.result) for c in meant.cells):
            return False
        tables = clause.tables or clause.block_tables
        if tables and first.result.label not in tables:
            return False
        if self._of_others(mention, clause, first):
            return False
        mine = self._heads.of(first)
        known = said.beside if meant.called else said.wide
        for other in (cells[0] for cells in self._printing(said.units, clause, whole=False)):
            row, head = self._heads.row(other) - mine, self._heads.head(other) - mine
            if row & known or head & said.sentence:
                return False
            missing = mine - self._heads.of(other)
            if not (row or head or (denied(missing) and missing <= known)):
                return False
        return True

    def _of_others(self, said: Result, clause: Clause, cell: Unit) -> bool:
        """Whether the sentence speaks of other patients or times than the table does."""
        table = self._rows.words_of(cell.result)
        effect = said.effect is not None  # "elevated baseline glucose (HR 1.6)"
        if clause.stages == {"start"} and not effect and "start" not in stages(table):
            return True
        if "end" in clause.stages and stages(table) == {"start"}:
            return True
        times = periods(table)
        if times and clause.times and not times & clause.times:
            return True
        groups = [said.context.subgroup, said.context.population]
        groups += _AMONG.findall(f"{clause.before} {clause.after}")
        arms = " ".join(a.name for a in cell.result.arms)
        known = names(f"{table} {arms}") | self._heads.head(cell)
        return bool(names(" ".join(groups)) - _EVERYBODY - known)


def _digit_by_digit(units: list[Unit], cells: list[Unit]) -> bool:
    """Whether numbers are printed alike; whole percentages round from many others."""
    fields = (f for u, c in zip(units, cells, strict=True) for f in laid(u, c))
    return all(f.how == numerals.SAME or numerals.weight(f.left.text) >= 1.0 for f in fields)


def _whole(said: Unit, cell: Unit) -> bool:
    """Whether a cell prints a value of the same kind, or the interval of an effect as well."""
    if said.value is not None:
        kinds = {said.value.kind, cell.value.kind if cell.value is not None else ""}
        return len(kinds) == 1 or bool(kinds & {"other", "duration", "rate", ""})
    e = said.effect
    wanted = {"estimate", "low", "high"} if e is not None and e.low is not None else {"estimate"}
    return e is None or wanted <= {f.name for f in laid(said, cell)}
