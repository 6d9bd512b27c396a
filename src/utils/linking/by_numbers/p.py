"""P values given by a limit, which no numeral leads to: the row is named by words alone.

"P < 0.001" stands under many rows. It is linked to the row whose head the words beside it name
better than any other, when every P value that this row prints bears the statement out. How much
such an agreement says is measured by how many P values of the tables would bear it out too.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from src.utils.linking import numerals
from src.utils.linking.by_numbers.sentences import CORRELATION, Clause
from src.utils.linking.by_numbers.units import Unit, information_of, shared
from src.utils.linking.names.rows import RowWords, times_of
from src.utils.linking.words import tokens
from src.utils.records import Result, Shared

#: So much of the row's own head, and of its whole head, must be said.
OWN, SHARE = 0.7, 0.45
#: What an agreement must reach, in decimal logarithms.
ENOUGH = 1.36
#: Words beside a number say at most this.
WORDS = 1.6
#: So many of the best rows are looked at: a sentence may list several outcomes.
ROWS = 6
#: A number that says so much would stand in the row that is meant.
NUMBER = 1.4
#: A P value of one row stands in few columns.
COLUMNS = 3
#: Questions that only a column, row or caption of the same name answers.
_QUESTIONS = (
    re.compile(r"\binteract\w+|\bmoderat(?:ion|ed|or)\b|\beffect\s+modif", re.I),
    re.compile(r"\bpair-?\s?wise|\bpost-?\s?hoc|\beach\s+other\b", re.I),
)
_SPECIAL = ("interaction", "trend", "noninferiority", "non-inferiority", "heterogeneity")


class Limits:
    """The P values of an article's tables, by row head."""

    def __init__(self, rows: RowWords, units: Iterable[Unit]):
        """Keep the P values of every row."""
        self._rows = rows
        self._by_row: dict[int, list[Unit]] = defaultdict(list)
        self._all: list[Unit] = []
        self._others: dict[int, list[Unit]] = defaultdict(list)
        for unit in units:
            if unit.p is None:
                self._others[rows.row(unit.result)].append(unit)
            else:
                self._by_row[rows.row(unit.result)].append(unit)
                self._all.append(unit)
        self._seldom: dict[tuple[str, str], float] = {}

    def find(
        self, unit: Unit, clause: Clause, beside: set[int]
    ) -> list[tuple[Unit, Shared, float]]:
        """The P values that the words name and that bear a limit out, with the odds.

        ``beside`` are the rows in which other numbers of the sentence stand.
        """
        p = unit.p
        if p is None or p.relation == "=" or not self._all:
            return []
        # Only rows that print a P value at all can be meant.
        fits = {i: clause.fits.of(i) for i in clause.fits.best() if i in self._by_row}
        if clause.named & fits.keys():
            fits = {i: f for i, f in fits.items() if i in clause.named}
        best = list(fits)[:ROWS]
        out: list[tuple[Unit, Shared, float]] = []
        for i in best:
            fit = fits[i]
            if i not in clause.named and (fit.own < OWN or fit.share < SHARE):
                continue
            if fit.score < 0.55 * fits[best[0]].score:
                continue
            held = self._answering(unit, clause, i)
            held = [h for h in held if _alike(clause, self._rows.words_of(h.result))]
            if not held or len(held) > COLUMNS or not clause.dated(held[0].result):
                continue
            found = [shared(unit, h) for h in held]
            if not all(found):
                continue
            alike = sum(f.score >= 0.9 * fit.score for f in fits.values())
            odds = self._rarity(unit) * (0.5 + 0.5 * len(held)) + clause.prior
            odds += min(fit.seldom, WORDS) - math.log10(alike)
            odds -= 0.5 * math.log10(len(self._by_row))
            odds += 0.8 if i in beside else self._contradicted(unit, clause, i)
            odds += _referred(clause, held[0].result)
            odds -= 0.8 if any(clause.other_stage(h.result, header=False) for h in held) else 0.0
            if odds >= ENOUGH:
                out += [(h, f[0], odds) for h, f in zip(held, found, strict=True)]
        return out

    def _answering(self, unit: Unit, clause: Clause, row: int) -> list[Unit]:
        """The P values of a row that answer the sentence's question."""
        assert unit.p is not None
        special = unit.p.qualifier if unit.p.qualifier in _SPECIAL else ""
        held = [u for u in self._by_row.get(row, ()) if u.p is not None]
        held = [u for u in held if (u.p.qualifier if u.p.qualifier in _SPECIAL else "") == special]  # type: ignore[union-attr]
        if clause.times:
            timed = [u for u in held if times_of(u.result)]
            if timed:
                held = [u for u in held if times_of(u.result) & clause.times]
        if len(held) > 1:  # the column that the sentence names, where it names one
            heads = [tokens(u.result.context.header) for u in held]
            common = frozenset.intersection(*heads)
            said = clause.said
            scores = [_share(h - common, said) for h in heads]
            best = max(scores)
            if best >= 0.2 and scores.count(best) < len(scores):
                held = [u for u, x in zip(held, scores, strict=True) if x >= best - 0.05]
        return held

    def _contradicted(self, unit: Unit, clause: Clause, row: int) -> float:
        """What it takes from a row that it does not print the number beside the P value."""
        told = [u for u in clause.units if u.p is None] or clause.earlier
        other = [u for u in told if information_of(u) >= NUMBER]
        return -1.0 if other and self._others[row] else 0.0

    def _rarity(self, unit: Unit) -> float:
        """How few of the tables' P values bear the same statement out."""
        assert unit.p is not None
        key = (unit.p.relation, unit.p.value.text)
        if key not in self._seldom:
            states = [
                numerals.p_state(*key, u.p.relation, u.p.value.text)
                for u in self._all
                if u.p is not None
            ]
            bearing = sum(map(numerals.agreeing, states))
            self._seldom[key] = math.log10(max(len(states), 1) / max(bearing, 1))
            self._seldom[key] = min(self._seldom[key], 1.2)
        return self._seldom[key]


def _share(words: frozenset[str], said: Mapping[str, float]) -> float:
    """How much of a column's own words is said."""
    return math.fsum(said.get(s, 0.0) for s in words) / len(words) if words else 0.0


def _alike(clause: Clause, words: str) -> bool:
    """Whether both places ask the same question: of groups, a correlation, an interaction."""
    if clause.correlating != bool(CORRELATION.search(words)):
        return False
    return all(bool(q.search(words)) for q in _QUESTIONS if q.search(clause.sentence))


def _referred(clause: Clause, cell: Result) -> float:
    if cell.label and clause.tables:
        return 0.5 if cell.label in clause.tables else -0.8
    return 0.3 if cell.label and cell.label in clause.block_tables else 0.0
