"""P values of the text that the row which their words name contradicts.

"The difference in pain was significant (P > 0.2)" beside a row "Pain" with P = 0.003: the sentence
contradicts its own P value, and the row bears the sentence out, so that the relation is wrong.
Without such a contradiction words alone do not say which of many tests a P value belongs to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from src.utils.linking import numerals
from src.utils.linking.by_numbers.sentences import CORRELATION, Clause, stages
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.keys import conflicts
from src.utils.linking.names.rows import Fit, RowWords
from src.utils.printed import printed
from src.utils.records import PValue, Result, Shared

#: So much of the row's own head, and of its whole head, must be said.
OWN, SHARE = 0.4, 0.35
#: Rows of one list ("cognitive, habitual and affective, P > 0.017").
ROWS = 3
_SIGNIFICANT = re.compile(r"\bsignifican\w+", re.I)
_NEGATED = re.compile(
    r"\b(?:no|not|non|nor|neither|without|none|never|fail\w*|lack\w*|cannot|absence)\b|n't\b|"
    r"\b(?:in|non-?|no\s?)significan|\bsignificance\s+level|\blevel\s+of\s+signif",
    re.I,
)
_OTHERS = re.compile(r"\binteract\w+|\bmoderat\w+|\btrend\b|\bpost-?\s?hoc|\bpair-?\s?wise", re.I)


class Contradictions:
    """The P values of an article's tables, by the row that its words name."""

    def __init__(self, rows: RowWords, units: Iterable[Unit]):
        """Keep the P values of every row."""
        self._rows = rows
        self._by_row: dict[int, list[Unit]] = defaultdict(list)
        for unit in units:
            if unit.p is not None and not unit.p.qualifier:
                self._by_row[rows.row(unit.result)].append(unit)

    def find(self, unit: Unit, clause: Clause) -> Iterator[tuple[Unit, Result, tuple[Shared, ...]]]:
        """The significant P values of the rows that the words name."""
        p = unit.p
        if p is None or p.relation[0] != ">" or p.qualifier or not _says_significant(clause):
            return
        fits = {i: clause.fits.of(i) for i in clause.fits.best() if i in self._by_row}
        if not fits:
            return
        fits = self._staged(clause, fits)
        best = max(f.score for f in fits.values())
        named = [i for i, f in fits.items() if f.score >= 0.9 * best]
        if len(named) > ROWS:
            return
        found = []
        for i in named:
            held = [u for u in self._by_row[i] if self._answers(unit, clause, u)]
            if not _named(fits[i]) or len(held) != 1 or len(self._by_row[i]) != 1:
                return
            other = held[0].p
            assert other is not None
            how = numerals.p_state(p.relation, p.value.text, other.relation, other.value.text)
            if how != numerals.DIFFERENT or not _significant(other):
                return
            relations = (p.relation, other.relation)
            share = Shared("p", p.value, other.value, how, "", relations)
            found.append((unit, held[0].result, (share,)))
        yield from found

    def _staged(self, clause: Clause, fits: dict[int, Fit]) -> dict[int, Fit]:
        """The rows that name the start or end of a study, where the sentence compares the two.

        A P value of a change stands in the row "before" or "after", not in a row of one time.
        """
        best = max(f.score for f in fits.values())
        heads = {i: self._by_row[i][0].result.context.row for i in fits}
        staged = {i: f for i, f in fits.items() if stages(heads[i])}
        near = any(f.score >= 0.9 * best for f in staged.values())
        return staged if "end" in clause.stages and near else fits

    def _answers(self, unit: Unit, clause: Clause, held: Unit) -> bool:
        """Whether the row's P value may answer the sentence's question."""
        cell = held.result
        words = self._rows.words_of(cell)
        if clause.correlating != bool(CORRELATION.search(words)) or conflicts(unit.result, cell):
            return False
        if clause.tables and cell.label and cell.label not in clause.tables:
            return False
        return clause.same_time(cell) is not False


def _named(fit: Fit) -> bool:
    return fit.own >= OWN and fit.share >= SHARE and not fit.led


def _says_significant(clause: Clause) -> bool:
    """Whether the sentence calls its comparison significant, without a "not"."""
    text = clause.sentence
    if _NEGATED.search(text) or _OTHERS.search(text):
        return False
    return bool(_SIGNIFICANT.search(text))


def _significant(p: PValue) -> bool:
    return p.relation[0] != ">" and printed(p.value.text).value < Fraction(5, 100)
