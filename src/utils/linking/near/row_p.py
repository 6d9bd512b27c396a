"""The P value of a row in which the other numbers of a sentence stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from src.utils.linking import numerals
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.fields import Field, as_shared
from src.utils.linking.held import Held, Hold
from src.utils.linking.meaning import Meaning
from src.utils.linking.near.beside import (
    TELLING,
    Proposal,
    named_at_all,
    of_all,
    settled,
    slip,
)
from src.utils.records import Link, Result, Shared

#: What numbers of the row tell beside a P value that another row prints.
SURE = 3.0

Rows = dict[tuple[int | None, int | None], list[Result]]


class RowP:
    """The P values of the tables, by their rows."""

    def __init__(self, links: Held, meaning: Meaning, rows: Rows):
        """Keep where the numbers stand, the words of the rows, and the rows."""
        self._links, self._meaning, self._rows = links, meaning, rows

    def find(self, unit: Unit, others: list[Unit]) -> Iterator[Proposal]:
        """The only P value of the row in which the numbers beside this one stand."""
        p = unit.p
        assert p is not None
        held: dict[tuple[int | None, int | None], list[Hold]] = defaultdict(list)
        for other in others:
            if other.p is None:
                for hold in {id(h): h for n in other.main for h in self._links.of(n.span)}.values():
                    held[hold.cell.table, hold.cell.row].append(hold)
        for key, holds in held.items():
            told = {h.field.left.span: h.field.weight for h in holds}
            whole = any(h.field.name == "estimate" for h in holds)
            both = not whole and _every_arm(unit.result, holds[0].cell)
            if both:  # other links may hold the sisters: here they stand as well
                nums = (v.nums[0] for v in unit.result.values if v.nums)
                told |= {n.span: numerals.weight(n.text) for n in nums}
            if not (whole or both):
                continue
            if sum(told.values()) < TELLING and not settled(holds[0].link):
                continue
            in_row = {q.value.span: (r, q) for r in self._rows[key] for q in r.p}
            if len(in_row) != 1:  # several columns of results: the one that holds the effect
                own = {h.cell.id: h.cell for h in holds if h.cell.effect is not None}
                in_row = {q.value.span: (r, q) for r in own.values() for q in r.p}
            if len(in_row) != 1:
                continue
            cell, q = next(iter(in_row.values()))
            if q.qualifier != p.qualifier or not named_at_all(unit.result, cell, self._meaning):
                continue
            link, mention = Link(unit.result.id, cell.id, "both", 0.85), unit.result
            for h in holds:
                if h.cell.id == cell.id:
                    link, mention = h.link, h.mention
            how = numerals.p_state(p.relation, p.value.text, q.relation, q.value.text)
            f = Field("p", p.value, q.value, how, relations=(p.relation, q.relation))
            slipped = p.relation == q.relation and (
                slip(p.value, q.value) or zero_lost(as_shared(f))
            )
            if f.agrees or not (slipped or how == numerals.SIGN):
                continue
            if self._in_table(f, cell) and sum(told.values()) < SURE:
                continue
            yield link, mention, cell, f
            return

    def elsewhere(self, unit: Unit) -> bool:
        """Whether a P value is laid beside that of a row which prints none of its values, while
        all of them stand in another row."""
        if unit.p is None or len(unit.result.values) < 2 or unit.result.effect is not None:
            return False
        lines: list[set[tuple[int | None, int | None]]] = [
            {(h.cell.table, h.cell.row) for h in self._links.of_value(v)}
            for v in unit.result.values
        ]
        here = {(h.cell.table, h.cell.row) for h in self._links.laid(unit.p.value.span)}
        every = {line for held in lines for line in held}
        return bool(set.intersection(*lines)) and not here & every

    def _in_table(self, f: Field, cell: Result) -> bool:
        """Whether another row of the table prints a P value."""
        return any(
            q.value.text == f.left.text
            for (table, row), results in self._rows.items()
            if table == cell.table and row != cell.row
            for r in results
            for q in r.p
        )


def zero_lost(s: Shared) -> bool:
    """Whether two P values have the same digits, behind another number of zeros."""
    return s.name == "p" and numerals.slip(s.left.text, s.right.text) == "decimal point shifted"


def _every_arm(mention: Result, cell: Result) -> bool:
    """Whether a mention repeats every value of a row that is not that of all patients.

    A P value beside two of four columns may be that of another comparison.
    """
    said = [n for v in mention.values for n in (*v.nums, v.count) if n is not None]
    parts = [v for v in cell.values if not of_all(v, cell)]
    return len(parts) > 1 and all(
        any(
            numerals.agreeing(numerals.state(n.text, m.text))
            for n in said
            for m in (*v.nums, v.count)
            if m is not None
        )
        for v in parts
    )
