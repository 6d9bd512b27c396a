"""Statements of the text that contradict the row of a table which their words name.

The other linkers find a row by numbers that agree. Here a row is named by its words, or by
numbers that all lie close by without agreeing, and the disagreement itself is the finding. So the
words must be unmistakable, nothing else in the tables may agree better, and a row of another time,
group of patients or question is never held against the sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.held import Held
from src.utils.linking.names.rows import RowWords
from src.utils.linking.near.arms import NamedRows
from src.utils.linking.near.p import Contradictions
from src.utils.linking.near.tables import missed_by_one
from src.utils.linking.near.triples import near_triples
from src.utils.linking.reading import Reading
from src.utils.records import Link, Result, Shared, Span


def link_near(reading: Reading, held: Held) -> Iterator[Link]:
    """Links from statements of the text to cells that contradict them."""
    if not reading.cells or not reading.mentions:
        return
    made = _by_words(reading, held.linked())
    pairs = set(held.by_pair)
    for key, numbers in made.items():
        if key not in pairs:
            pairs.add(key)
            yield Link(*key, "both", 0.9, (), "", tuple(dict.fromkeys(numbers)))
    for link in missed_by_one(reading.results, held.links):
        if (link.left, link.right) not in pairs:
            pairs.add((link.left, link.right))
            yield link


def _by_words(reading: Reading, done: set[Span]) -> dict[tuple[str, str], list[Shared]]:
    """The numbers that differ, by the ids of mention and cell."""
    made: dict[tuple[str, str], list[Shared]] = defaultdict(list)
    rows, cells = reading.rows, reading.cells
    limits = Contradictions(rows, reading.units)
    named = NamedRows(cells)
    for clauses in reading.sentences.all():
        if not any(_asks(m, done) for m in clauses[0].whole.mentions):
            continue
        effects = [u for c in clauses for u in c.units if u.effect is not None]
        for clause in clauses:
            if clause.elsewhere:
                continue
            for unit, cell, shared in _finds(clause, done, cells, rows, limits):
                made[unit.result.id, cell.id].extend(shared)
            for unit, cell, shared in named.beside(clause, effects):
                made[unit.result.id, cell.id].extend(shared)
    return made


def _asks(mention: Result, done: set[Span]) -> bool:
    """Whether a mention prints something that is looked for here at all."""
    e = mention.effect
    interval = e is not None and e.low is not None
    if interval and e.estimate is not None and e.estimate.span not in done:  # type: ignore[union-attr]
        return True
    if len(mention.arms) == 2 and sum(v.kind == "percent" for v in mention.values) == 2:
        return True
    return any(p.relation[0] == ">" for p in mention.p)


def _finds(
    clause: Clause, done: set[Span], cells: list[Result], rows: RowWords, limits: Contradictions
) -> Iterator[tuple[Unit, Result, tuple[Shared, ...]]]:
    for unit in clause.units:
        if unit.p is not None:
            yield from limits.find(unit, clause)
        elif unit.effect is not None and unit.main[0].span not in done:
            yield from near_triples(unit, clause, cells, rows)
