"""Single P values of the text, held against the row, column and neighbours that name them.

"Related to size (P = 0.0048), age (P = 0.0022) and grade (P = 0.0032)": each P value belongs to
the row that the words beside it name. Where one of them is printed wrong no equal number leads to
its row any more; the name does, together with what else of the sentence stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from src.utils.linking import numerals
from src.utils.linking.by_numbers.sentences import Sentences
from src.utils.linking.by_numbers.units import Unit, units_of
from src.utils.linking.by_numbers.words import RowWords
from src.utils.linking.compare import compare
from src.utils.linking.p_values.places import WEAK, Places
from src.utils.linking.p_values.rows import PRows
from src.utils.linking.p_values.sentences import SentenceOfP
from src.utils.records import Article, Link, Result, Shared


def link_p_values(
    article: Article, results: Iterable[Result], links: Iterable[Link]
) -> Iterator[Link]:
    """Links from single P values of the text to the cells of their rows, agreeing or not.

    A link to the same cell that speaks of other numbers goes on speaking of them.
    """
    links = tuple(links)
    made = {(k.left, k.right): k for k in links}
    listed = list(results)
    cells = [r for r in listed if r.table is not None and r.place == "table"]
    mentions = [r for r in listed if r.table is None and r.place in ("abstract", "text")]
    if not any(c.p for c in cells) or not any(m.p for m in mentions):
        return
    known = {r.id: r for r in listed}
    places = Places(known, links)
    open_ = {m.sentence for m in mentions if any(places.open(p.value.span) for p in m.p)}
    if not open_:
        return
    rows = RowWords(article, cells)
    sentences = Sentences(article, [m for m in mentions if m.sentence in open_], rows)
    held = PRows(rows, (u for c in cells for u in units_of(c) if u.p is not None))
    for clauses in sentences.all():
        if clauses and not clauses[0].elsewhere:
            for unit, cell in SentenceOfP(article, clauses, rows, held, places).finds():
                key = (unit.result.id, cell.result.id)
                if key in made and made[key].derived:
                    continue
                made[key] = _link(unit, cell, made.get(key))
                yield made[key]


def _link(unit: Unit, cell: Unit, held: Link | None) -> Link:
    assert unit.p is not None and cell.p is not None
    a, b = unit.p, cell.p
    how = numerals.p_state(a.relation, a.value.text, b.relation, b.value.text)
    share = Shared("p", a.value, b.value, how, "", (a.relation, b.relation))
    if held is not None and held.certainty > WEAK:
        others = held.shared or tuple(
            Shared(f.name, f.left, f.right, f.how, f.kind, f.relations)
            for f in compare(unit.result, cell.result).fields
            if f.name not in ("p", "level")
        )
        return msgspec.structs.replace(held, shared=(*others, share))
    return Link(unit.result.id, cell.result.id, "both", 0.9, (), "", (share,))
