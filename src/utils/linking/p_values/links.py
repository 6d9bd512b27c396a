"""Single P values of the text, held against the row, column and neighbours that name them.

"Related to size (P = 0.0048), age (P = 0.0022) and grade (P = 0.0032)": each P value belongs to
the row that the words beside it name. Where one of them is printed wrong no equal number leads to
its row any more; the name does, together with what else of the sentence stands there.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from src.utils.linking import numerals
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.compare import compare
from src.utils.linking.fields import as_shared
from src.utils.linking.held import WEAK, Held
from src.utils.linking.p_values.rows import PRows
from src.utils.linking.p_values.sentences import SentenceOfP
from src.utils.linking.reading import Reading
from src.utils.records import Link, Shared


def link_p_values(reading: Reading, held: Held) -> Iterator[Link]:
    """Links from single P values of the text to the cells of their rows, agreeing or not.

    A link to the same cell that speaks of other numbers goes on speaking of them.
    """
    made = dict(held.by_pair)
    if not any(u.p for u in reading.units) or not any(m.p for m in reading.mentions):
        return
    rows = reading.rows
    ps = PRows(rows, (u for u in reading.units if u.p is not None))
    for clauses in reading.sentences.all():
        told = (p for m in clauses[0].whole.mentions for p in m.p)
        if not clauses[0].elsewhere and any(held.leave_open(p.value.span) for p in told):
            for unit, cell, weak in SentenceOfP(reading.article, clauses, rows, ps, held).finds():
                key = (unit.result.id, cell.result.id)
                if key in made and made[key].derived:
                    continue
                made[key] = p_link(unit, cell, made.get(key), weak)
                yield made[key]


def p_link(unit: Unit, cell: Unit, held: Link | None, weak: bool = False) -> Link:
    """A link of two P values, or the link of their results that speaks of them too."""
    assert unit.p is not None and cell.p is not None
    a, b = unit.p, cell.p
    how = numerals.p_state(a.relation, a.value.text, b.relation, b.value.text)
    share = Shared("p", a.value, b.value, how, "", (a.relation, b.relation))
    if held is not None and held.certainty > WEAK:
        others = held.shared or tuple(
            as_shared(f)
            for f in compare(unit.result, cell.result).fields
            if f.name not in ("p", "level")
        )
        return msgspec.structs.replace(held, shared=(*others, share))
    if weak:
        return Link(unit.result.id, cell.result.id, "both", WEAK, ("number",), "", (share,))
    return Link(unit.result.id, cell.result.id, "both", 0.9, (), "", (share,))
