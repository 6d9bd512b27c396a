"""Numbers of the text that no other linker found in a table: by how rare they are, and by words.

Every statement of a sentence (a value with its spread, an effect, a P value) is looked for among
the statements of the tables that print the same numerals. What speaks for a find is counted as
decimal logarithms of odds: how many numerals the agreeing digits are one of, against how many
statements the tables hold; how many rows the words of the sentence fit as well as this one; and
what else of the sentence stands in the same row. Only agreement is linked here.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

import msgspec

from src.utils.linking.alignment import whole_name
from src.utils.linking.by_numbers import neighbours
from src.utils.linking.by_numbers.finds import Find, chosen
from src.utils.linking.by_numbers.p import Limits
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import (
    Unit,
    half_width,
    information,
    shared,
)
from src.utils.linking.held import Held
from src.utils.linking.keys import conflicts
from src.utils.linking.names.rows import Fit
from src.utils.linking.participants.people import counts_people
from src.utils.linking.reading import Reading, headed
from src.utils.records import Link, Result, Span

#: What it says that an interval is as wide as a standard error in the table makes it.
INTERVAL = 1.2
#: What it says that a bracket stands right after the name of a row.
NAME = 0.6
#: Numbers of two studies are never the same result.
NEVER = 100.0


class Numbers:
    """One article's statements, indexed."""

    def __init__(self, reading: Reading):
        """Count the statements of the tables."""
        self.reading = reading
        self._rows, self._index = reading.rows, reading.index
        self.units = [*reading.units, *(u for u in reading.sizes if headed(u.result))]
        self._n = {
            True: math.log10(max(sum(u.p is not None for u in self.units), 1)),
            False: math.log10(max(sum(u.p is None for u in self.units), 1)),
        }
        self._p = Limits(self._rows, self.units)
        self.in_row = Counter((u.result.table, u.result.row) for u in self.units)
        self._sorts = Counter((self._rows.row(u.result), u.p is not None) for u in self.units)
        self._of_table = Counter(u.result.table for u in self.units)
        self.sentences = reading.sentences
        self._agreed: dict[int, list[Find]] = {}
        self._done: set[Span] = set()
        self._pairs: Collection[tuple[str, str]] = ()

    def links(self, held: Held) -> Iterator[Link]:
        """Links for the numbers that no other link speaks of, in the order of the text."""
        # A row that prints a number itself counts more than one that sums up to it.
        self._done = held.linked(sums=False)
        self._pairs = held.by_pair.keys()
        for clauses in self.sentences.all():
            if all(c.elsewhere or self._all_done(c) for c in clauses):
                continue
            found: list[Find] = []
            finds = {id(u): self.agreeing(u, c) for c in clauses for u in c.units}
            for clause in clauses:
                for unit in clause.units:
                    if _span(unit) in self._done or clause.elsewhere or clause.bound(unit):
                        continue
                    if unit.p is not None and unit.p.relation != "=":
                        found += self._limits(unit, clause, clauses, finds)
                        continue
                    scored = [self.scored(f, clause, clauses, finds) for f in finds[id(unit)]]
                    found += chosen(scored)
            yield from self._made(found)

    def _all_there(self, find: Find, clause: Clause, finds: dict[int, list[Find]]) -> bool:
        """Whether a number is printed alike and its row holds every other of the bracket."""
        said, cell = find.said, find.cell
        alike = all(s.left.text.lstrip("-") == s.right.text.lstrip("-") for s in find.shared)
        percent = said.value is not None and said.value.kind == "percent"
        if percent and (cell.value is None or cell.value.kind != "percent"):
            return False
        if not alike and not (percent and find.information >= 1.5):
            return False
        row = self._rows.row(cell.result)
        others = [u for u in clause.units if u.p is None and u is not said]
        return all(any(self._rows.row(f.cell.result) == row for f in finds[id(u)]) for u in others)

    def _sort_in(self, row: int, p: bool) -> int:
        """How many P values, or other statements, a row prints."""
        return self._sorts[row, p]

    def _all_done(self, clause: Clause) -> bool:
        return all(_span(u) in self._done for u in clause.units)

    def _limits(
        self, unit: Unit, clause: Clause, clauses: list[Clause], finds: dict[int, list[Find]]
    ) -> list[Find]:
        """A P value given by a limit, by words; the rows of the sentence's other numbers help."""
        rows: set[int] = set()
        for other in (u for c in clauses for u in c.units if u.p is None):
            found = finds[id(other)]
            if found and max(f.information for f in found) >= 1.5:
                here = {self._rows.row(f.cell.result) for f in found}
                rows |= here if len(here) <= 2 else set()
        return [
            Find(unit, cell, (number,), 0.0, clause.fits.of(self._rows.row(cell.result)), odds)
            for cell, number, odds in self._p.find(unit, clause, rows)
        ]

    def agreeing(self, unit: Unit, clause: Clause) -> list[Find]:
        """The statements of the tables that repeat every number of one of the text."""
        out = self._agreed.get(id(unit))
        if out is not None:
            return out
        out = self._agreed[id(unit)] = []  # the sentences keep their units
        for cell in self._index.printing(unit):
            if counts_people(cell.result) and not headed(cell.result):
                continue
            found = shared(unit, cell, clause.falling)
            if found:
                told = information(found)
                if half_width(unit.effect, cell.value):
                    told += INTERVAL
                out.append(Find(unit, cell, found, told))
        return out

    def scored(
        self,
        find: Find,
        clause: Clause,
        clauses: list[Clause],
        finds: dict[int, list[Find]],
    ) -> Find:
        """A find with what speaks for it: numbers, words, neighbours, keys."""
        cell = find.cell.result
        fit = clause.fits.of(self._rows.row(cell))
        score = find.information - self._n[find.said.p is not None]
        row = self._rows.row(cell)
        words = self._by_words(fit)
        if row in clause.named and self._all_there(
            find, clause, finds
        ):  # only the numbers of the rows of this name can be meant
            among = sum(self._sort_in(i, find.said.p is not None) for i in clause.named)
            words = max(words, self._n[find.said.p is not None] - math.log10(among or 1) + NAME)
        score += words
        told, paired = neighbours.tell(find, clauses, finds, self.in_row)
        score += told
        score += self._by_keys(find, clause)
        return msgspec.structs.replace(
            find,
            fit=fit,
            score=score,
            joint=find.information + paired,
            group=self._rows.is_group(row),
        )

    def _by_words(self, fit: Fit) -> float:
        """How many rows the words tell this one from."""
        if fit.share < 0.12:
            return -0.7 if not fit.led else -1.2
        alone = math.log10(max(len(self._rows), 1) / max(fit.rank, 1)) * min(fit.share / 0.6, 1.0)
        return min(alone, fit.seldom) - (0.8 if fit.led else 0.0)

    def _by_keys(self, find: Find, clause: Clause) -> float:
        """Arms, times, tables referred to, and names that disagree."""
        cell = find.cell.result
        said = find.said.result
        score = clause.prior
        if cell.label and clause.tables:
            score += self._cited(cell) if cell.label in clause.tables else -0.6
        elif cell.label and cell.label in clause.block_tables:
            score += 0.3
        against = conflicts(said, cell)
        score -= NEVER if "study" in against else 0.8 * len(against)
        score += {True: 0.4, False: -0.8, None: 0.0}[clause.same_time(cell)]
        score += min(0.5 * self._rows.headed(cell, clause.said), 0.7)
        if clause.other_stage(cell) or not clause.dated(cell):
            score -= 0.8
        return score + _by_arm(find, clause)

    def _cited(self, cell: Result) -> float:
        """What the reference to a table tells: all others are out of the question."""
        among = self._of_table[cell.table] / max(sum(self._of_table.values()), 1)
        return min(max(-math.log10(among), 0.6), 1.0)

    def _made(self, found: list[Find]) -> Iterator[Link]:
        """One link for each pair of results, with all the numbers they share."""
        pairs: dict[tuple[str, str], list[Find]] = defaultdict(list)
        for f in found:
            pairs[f.said.result.id, f.cell.result.id].append(f)
        for key, group in pairs.items():
            if key in self._pairs:
                continue
            basis = "both" if max(f.fit.share for f in group) >= 0.3 else "numbers"
            certainty = min(0.95, 0.5 + 0.1 * max(f.score for f in group))
            numbers = tuple(dict.fromkeys(s for f in group for s in f.shared))
            yield Link(*key, basis, round(certainty, 2), (), "", numbers)


def _by_arm(find: Find, clause: Clause) -> float:
    """Whether the words beside a value name its column, or another one of the row."""
    value = find.cell.value
    arms = find.cell.result.arms
    if value is None or value.arm is None or len(arms) < 2 or value.arm >= len(arms):
        return 0.0
    names = [whole_name(a) for a in arms]
    common = frozenset.intersection(*names)
    names = [n - common for n in names]
    near = [len(n & clause.near) / len(n) if n else 0.0 for n in names]
    here = near[value.arm]
    others = max((x for i, x in enumerate(near) if i != value.arm), default=0.0)
    if here != others:
        return 0.4 if here > others else -0.8
    said = [math.fsum(clause.said.get(s, 0.0) for s in n) for n in names]
    if len(set(said)) > 1 and said[value.arm] == max(said):
        return 0.2
    alone = sum(u.p is None for u in clause.units) == 1
    return -0.4 if alone and not any(said) else 0.0


def _span(unit: Unit) -> Span:
    return unit.main[0].span
