"""Numbers side by side that one row prints, each in the column of the group it is said of.

"Fever in 7 of the A group and 5 of the B group": each number alone stands in many cells, but few
rows hold all of them under the names that the sentence gives them. What speaks for a row is counted
as decimal logarithms of odds, as in `by_numbers`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from src.utils.linking.by_numbers.units import Unit, information, laid
from src.utils.linking.fields import as_shared
from src.utils.linking.named.judging import Item
from src.utils.linking.named.places import Places
from src.utils.linking.named.tables import Tables
from src.utils.records import Result

#: What must speak for the row, and how far any other must stay behind it.
ENOUGH, APART = 0.6, 0.5
#: From here on a row is named, and only the rows of its table that are so too can be meant.
OWN = 0.8
#: What it says that the row is named, and that its table is referred to.
NAMED, CITED = 0.5, 0.4


def together(
    run: Sequence[Item], tables: Tables, places: Places, alike: Callable[[Item, Result], bool]
) -> list[Unit]:
    """The cells of the one row that prints every number of a run in its group's column.

    ``alike`` says whether text and row may speak of the same thing, the numbers left aside.
    """
    rows = {c.result.id: c.result for c in run[0].found if c.result.values}
    for item in run[1:]:
        rows = {k: rows[k] for c in item.found if (k := c.result.id) in rows}
    scored: list[tuple[float, int, list[Unit]]] = []
    said = places.beside(run) if rows else {}
    for row in rows.values():
        cells = _cells(run, row, places.bound(run, row))
        if cells is None or not alike(run[0], row):
            continue
        laid_out = (laid(i.unit, c) for i, c in zip(run, cells, strict=True))
        told = sum(information(list(map(as_shared, fields))) for fields in laid_out)
        clause = run[0].clause
        cited = row.label in clause.tables | clause.block_tables
        score = told + _by_words(row, tables, said) + clause.prior
        score += CITED if cited else 0.0
        scored.append((score, tables.rows.row(row), cells))
    scored.sort(key=lambda s: -s[0])
    if not scored or scored[0][0] < ENOUGH:
        return []
    best = scored[0]
    rivals = [s for s in scored[1:] if s[1] != best[1] and s[0] > best[0] - APART]
    return [] if rivals else best[2]


def _by_words(row: Result, tables: Tables, said: Mapping[str, float]) -> float:
    """What the words tell: how many rows they leave that can be meant."""
    own = tables.named(row, dict(said))
    if own < OWN:
        return NAMED * own - math.log10(max(len(tables.rows), 1))
    best = tables.rows.fits(said).best()[:20]
    alike = {i for i in best if tables.rows.bare_share(i, said) >= OWN}
    among = {r.row for i in alike for r in tables.by_row.get(i, ()) if r.table == row.table}
    return NAMED - math.log10(max(len(among), 1))


def _cells(run: Sequence[Item], row: Result, arms: list[int] | None) -> list[Unit] | None:
    """The cells of a row that print the numbers of a run, each under its own group's name."""
    if arms is None or len(set(arms)) != len(run):
        return None
    out: list[Unit] = []
    for item, arm in zip(run, arms, strict=True):
        here = (c for c in item.found if c.result.id == row.id and c.value and c.value.arm == arm)
        cell = next(here, None)
        if cell is None:
            return None
        out.append(cell)
    return out
