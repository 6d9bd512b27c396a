"""The P values of an article's tables by row, and which question each of them answers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from src.utils.linking import numerals
from src.utils.linking.by_numbers.sentences import CORRELATION, Clause, stages_of
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.keys import conflicts
from src.utils.linking.names.rows import SORTS, Fits, RowWords, is_sort, stems_of
from src.utils.linking.words import tokens
from src.utils.records import PValue, Result

#: Questions that only a row, column, caption or P value of the same name answers.
_QUESTIONS = {
    "interaction": re.compile(r"\binteract\w+|\bmoderat(?:ion|ed|or)\b|\beffect\s+modif", re.I),
    "trend": re.compile(
        r"\btrends?\s+(?:test|analys)|\bfor\s+(?:linear\s+)?trend|\btrend\s*=", re.I
    ),
    "heterogeneity": re.compile(r"\bheterogen\w+", re.I),
    "noninferiority": re.compile(r"\bnon-?\s?inferior\w*", re.I),
    "pairs": re.compile(r"\bpair-?\s?wise|\bpost-?\s?hoc|\beach\s+other\b", re.I),
    "correlation": CORRELATION,
    "within": re.compile(
        r"\bwithin[- ](?:the\s+)?(?:\w+[- ])?(?:group|arm)s?\b|\bintra-?group|"
        r"\b(?:from|versus|vs\.?|to|with|and)\s+(?:the\s+)?(?:baseline|pre-?treatment|"
        r"pre-?intervention)\b|\bover\s+time\b|\btime\s+effect|"
        r"\bfrom\s+[\d.]+[^.;,\d]{0,40}?\bto\s+[\d.]+",
        re.I,
    ),
    "covariate": re.compile(
        r"\bcovariates?\b|\bANCOVA\b|\binput(?:ed|ing)\b|\bsensitivity\s+anal", re.I
    ),
}

#: So many of the best rows are looked at.
ROWS = 8
_TIME = tokens("day week month year hour minute baseline follow visit time point session")
#: Questions that a sentence may leave unsaid, where the table asks them of every row.
_UNSAID = frozenset({"correlation", "within", "covariate"})
_ALIKE = {"heterogeneity": "interaction"}


def question(words: str, qualifier: str = "") -> frozenset[str]:
    """What sort of question words ask: of an interaction, a trend, a correlation ..."""
    found = {name for name, pattern in _QUESTIONS.items() if pattern.search(words)}
    named = qualifier.replace("-", "")
    found |= {named} if named in _QUESTIONS else set()
    return frozenset(_ALIKE.get(name, name) for name in found)


class PRows:
    """The P values of the tables, by row head."""

    def __init__(self, rows: RowWords, units: Iterable[Unit]):
        """Keep the P values of every row."""
        self._rows = rows
        self._by_row: dict[int, list[Unit]] = defaultdict(list)
        self._all: list[Unit] = []
        groups: dict[tuple[int | None, str], set[int]] = defaultdict(set)
        self._groups = groups
        for unit in units:
            row = rows.row(unit.result)
            self._by_row[row].append(unit)
            self._all.append(unit)
            above = unit.result.context.row.rpartition(" > ")[0]
            groups[unit.result.table, above].add(row)
        #: The heading over rows of which one prints a P value: that of all of them.
        self._heading: dict[int, frozenset[str]] = {}
        for (_, above), alone in groups.items():
            heading = stems_of(above.rpartition(" > ")[2]) - SORTS
            if heading and len(alone) == 1:
                self._heading[next(iter(alone))] = heading

    def named(self, row: int, *texts: tuple[str, float]) -> float:
        """How much of a row's own head stands in weighted texts, or of the heading over rows
        of which it alone prints a P value."""
        said = self._rows.said(*texts)
        own = self._rows.own_share(row, said)
        heading = self._heading.get(row)
        if heading is None:
            return own
        return max(own, sum(said.get(s, 0.0) for s in heading) / len(heading))

    def named_at_all(self, row: int, *texts: tuple[str, float]) -> float:
        """As `named`, also where the headings above a row say what it is of."""
        said = self._rows.said(*texts)
        return max(self.named(row, *texts), self._rows.whole_share(row, said))

    def at_all_times(self, row: int, clause: Clause) -> list[Unit]:
        """The P values of the rows of points in time that stand with a row under one heading,
        but for those of the start; none where the sentence names a time."""
        first = self._by_row[row][0].result
        if clause.times or not is_sort(first.context.row.rpartition(" > ")[2]):
            return []
        above = first.context.row.rpartition(" > ")[0]
        return [
            u
            for i in self._groups[first.table, above]
            for u in self._by_row[i]
            if "start" not in stages_of(u.result, header=False)
        ]

    def best(self, fits: Fits) -> list[int]:
        """The rows with a P value that a sentence names best."""
        return [i for i in fits.best() if i in self._by_row][:ROWS]

    def row(self, unit: Unit) -> int:
        """The number of the row head of a P value."""
        return self._rows.row(unit.result)

    def bearing_out(self, unit: Unit) -> list[Unit]:
        """The P values of the tables that agree with one of the text."""
        assert unit.p is not None
        return [u for u in self._all if u.p is not None and _repeats(unit.p, u.p)]

    def answering(self, row: int, unit: Unit, clause: Clause, words: str) -> list[Unit]:
        """The P values of a row that answer the question of a P value of the text."""
        assert unit.p is not None
        asked = question(words, unit.p.qualifier)
        return [
            held
            for held in self._by_row.get(row, ())
            if self._asked(asked, held) and _fits(unit, clause, held.result)
        ]

    def _asked(self, asked: frozenset[str], held: Unit) -> bool:
        """Whether a P value of a table answers what a sentence asks, and nothing else."""
        assert held.p is not None
        c = held.result.context
        own = question(f"{c.row} {c.header}", held.p.qualifier)
        every = question(self._rows.words_of(held.result), held.p.qualifier)
        return asked <= every and own - asked <= _UNSAID


def bears_out(said: Unit, held: Unit) -> bool:
    """Whether a P value of a table agrees with one of the text, as a limit or as printed."""
    a, b = said.p, held.p
    if a is None or b is None:
        return False
    if a.relation == b.relation == "=":
        return _repeats(a, b)
    return numerals.agreeing(numerals.p_state(a.relation, a.value.text, b.relation, b.value.text))


def _repeats(said: PValue, held: PValue) -> bool:
    """Whether a table prints the same P value, in digits enough to know it by."""
    if said.relation != "=" or held.relation != "=":
        return said.relation[0] == held.relation[0] and said.value.text == held.value.text
    if not numerals.agreeing(numerals.state(said.value.text, held.value.text)):
        return False
    texts = (said.value.text, held.value.text)
    return len(texts[0]) == len(texts[1]) or min(map(numerals.weight, texts)) >= 1.0


def _fits(unit: Unit, clause: Clause, cell: Result) -> bool:
    """Whether study, group of patients, time and stage do not contradict each other."""
    if conflicts(unit.result, cell):
        return False
    leaf = cell.context.row.rpartition(" > ")[2]
    if tokens(leaf) & _TIME and not clause.dated(cell):
        return False
    if clause.same_time(cell, header=False) is False:
        return False
    return not clause.other_stage(cell, header=False)
