"""How well the words around a number name the rows and columns of an expression.

What belongs here: words. What does not: any arithmetic. Only how names compare counts: a name
says more where the table's other sums are named worse.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Protocol

from src.utils.checks import tt_row_names as row_names
from src.utils.checks.sums.cues import BRACKET, DOWN, EVENTS, LEFT, PEOPLE, UP
from src.utils.checks.sums.expressions import SIZES, Expression
from src.utils.checks.sums.grids import Grid
from src.utils.checks.sums.heads import core
from src.utils.checks.sums.levels import levels
from src.utils.checks.tt_row_names import words_of
from src.utils.linking.names.abbreviations import spelt
from src.utils.linking.words import stem

#: What words nearby, in the sentence and in the sentence before count.
_NEAR, _SENTENCE, _BEFORE = 1.0, 0.8, 0.4
#: So many rows of all tables may have a word that tells one of them.
FEW = 2
Long = tuple[tuple[str, frozenset[str]], ...]


class Spoken(Protocol):
    """A number of the text with the words around it."""

    @property
    def sentence(self) -> str:
        """Its sentence."""

    @property
    def before(self) -> str:
        """The sentence before."""

    @property
    def near(self) -> tuple[str, ...]:
        """The words beside it, nearest first."""

    @property
    def number(self) -> int | None:
        """The count, None where it is none."""


class Namer:
    """The words of one mention, laid beside rows and columns; every row is looked at once."""

    def __init__(self, mention: Spoken, grids: list[Grid], long: Long):
        self.mention, self.grids = mention, grids
        self.long = long
        self._captions: dict[int, float] = {}
        self._named: dict[int, list[int]] = {}
        self._scores: dict[int, tuple[Expression, float]] = {}
        self._shares: dict[frozenset[str], float] = {}
        self._runs: dict[tuple[int, tuple[int, ...]], float] = {}
        self._rows: dict[tuple[int, int], tuple[float, float]] = {}
        self._columns: dict[tuple[int, tuple[int, ...]], float] = {}

    def beside(self, mention: Spoken) -> Namer:
        """The same for another number of the sentence."""
        other = Namer(mention, self.grids, self.long)
        other.__dict__.update(sentence=self.sentence, before=self.before)
        return other

    @cached_property
    def near(self) -> frozenset[str]:
        """The words beside the number."""
        near = frozenset().union(*(words_of(levels(s)) for s in self.mention.near))
        return spelt(near, self.long)

    @cached_property
    def sentence(self) -> frozenset[str]:
        """The words of its sentence."""
        return spelt(words_of(levels(self.mention.sentence)), self.long)

    @cached_property
    def before(self) -> frozenset[str]:
        """The words of the sentence before."""
        return spelt(words_of(self.mention.before), self.long)

    @cached_property
    def _said(self) -> dict[str, float]:
        """Every word in reach of the number, with what it counts."""
        out = dict.fromkeys(self.before, _BEFORE)
        out.update(dict.fromkeys(self.sentence, _SENTENCE))
        out.update(dict.fromkeys(self.near, _NEAR))
        return out

    @cached_property
    def people(self) -> bool:
        """Whether the number counts people."""
        return bool(PEOPLE.search(" ".join(self.mention.near)))

    @cached_property
    def _upwards(self) -> bool:
        return bool(UP.search(" ".join(self.mention.near)))

    @cached_property
    def _downwards(self) -> bool:
        return bool(DOWN.search(" ".join(self.mention.near)))

    @cached_property
    def left(self) -> bool:
        """Whether the words speak of what is left, or of the opposite."""
        return bool(LEFT.search(" ".join(self.mention.near)))

    def score(self, e: Expression) -> float:
        """Between 0 (no word) and 1 (rows and columns named beside the number)."""
        known = self._scores.get(id(e))
        if known is None or known[0] is not e:
            known = self._scores[id(e)] = (e, self._score(e))
        return known[1]

    def _score(self, e: Expression) -> float:
        columns = self._column_score(e) if e.columns else 0.6
        if not e.lines or not e.columns:
            if self.mention.number is None:
                return 0.4 * columns + 0.4 * self.people
            return (0.7 if self.people else 0.35) + 0.3 * columns
        key = (e.grid, e.lines)
        named = self._runs.get(key)
        if named is None:
            named = self._runs[key] = self._run(e)
        score = 0.75 * named + 0.25 * columns
        if e.kind == SIZES and self.people:
            score = max(score, 0.6)
        if e.rest and len(e.lines) == 1:
            sex = row_names.other_sex(self._label(e), self.near)
            if sex is not None:
                return 0.95 * (0.75 + 0.25 * columns) if sex else 0.0
        return (0.95 if self.left else 0.75) * score if e.rest else score

    def _label(self, e: Expression) -> str:
        return self.grids[e.grid].lines[e.lines[0]].label

    def _run(self, e: Expression) -> float:
        """How well the rows of an expression are named, whatever its columns."""
        rows = [self._row(e.grid, i) for i in e.lines]
        own = self._levels_of(e, [r[0] for r in rows])
        if len(e.lines) > 1 and self._whole_block(e):
            own = max(own, 0.6 * self._caption(e.grid))
        above = max(r[1] for r in rows)
        return max(own, above) if len(rows) > 1 and own >= 0.5 * above else own

    def rows(self, grid: int) -> list[int]:
        """The rows that may be named at all, in order."""
        held = self._named.get(grid)
        if held is None:
            held = self._named[grid] = self.grids[grid].heads.named(self._said)
        return held

    def line(self, grid: int, i: int) -> float:
        """How well one row is named."""
        return self._row(grid, i)[0]

    def telling(self, grid: int, i: int) -> bool:
        """Whether the sentence says a word of a row's label that hardly another row has."""
        own = self.grids[grid].heads.words[i][0] & (self.near | self.sentence)
        return any(
            len(w) > 1 and not w[0].isdigit() and sum(g.heads.having(w) for g in self.grids) <= FEW
            for w in own
        )

    def share(self, words: frozenset[str]) -> float:
        """How much of some words is said."""
        return self._share(words) if words else 0.0

    def column(self, grid: int, column: int) -> float:
        """How well one column is named; in between where its headings name nothing."""
        return self._column_score(Expression(grid, SIZES, (), (column,), None))

    def columned(self, grid: int, column: int) -> bool:
        """Whether the headings of a column have words of their own."""
        return bool(_apart(self.grids[grid], column))

    def above(self, grid: int, i: int) -> float:
        """How well the heading over a row is named."""
        return self._row(grid, i)[1]

    def _caption(self, grid: int) -> float:
        if grid not in self._captions:
            words = core(self.grids[grid].caption)
            here = words & (self.near | self.sentence)
            self._captions[grid] = min(1.0, len(here) / 2)
        return self._captions[grid]

    def _whole_block(self, e: Expression) -> bool:
        """Whether the rows of an expression are all that stand under their heading."""
        lines = self.grids[e.grid].lines
        first, last = e.lines[0], e.lines[-1]
        before = lines[first - 1].heading if first else None
        after = lines[last + 1].heading if last + 1 < len(lines) else None
        return before != lines[first].heading and after != lines[last].heading

    def _levels_of(self, e: Expression, own: list[float]) -> float:
        """The mean of rows; "at least B" names all levels from B to the last of the block."""
        if len(own) == 1:
            return own[0]
        lines = self.grids[e.grid].lines
        first, last = lines[e.lines[0]], lines[e.lines[-1]]
        after = lines[e.lines[-1] + 1] if e.lines[-1] + 1 < len(lines) else None
        before = lines[e.lines[0] - 1] if e.lines[0] else None
        if own[0] >= 0.5 and self._upwards and (after is None or after.heading != last.heading):
            return own[0]
        if (
            own[-1] >= 0.5
            and self._downwards
            and (before is None or before.heading != first.heading)
        ):
            return own[-1]
        return sum(own) / len(own) * (1 if min(own) > 0 else 0.7)

    def _row(self, grid: int, i: int) -> tuple[float, float]:
        known = self._rows.get((grid, i))
        if known is None:
            known = self._rows[grid, i] = self._read(grid, i)
        return known

    def _read(self, grid: int, i: int) -> tuple[float, float]:
        heads = self.grids[grid].heads
        own, above = heads.words[i]
        wide = 0.0
        if above:
            held = self._shares.get(above)
            wide = self._shares[above] = self._share(above) if held is None else held
        if not own:
            heading = self.grids[grid].lines[i].heading
            wide = max(wide, self._event(heading), 0.0 if above else 0.6 * self._caption(grid))
            return wide, wide
        fit = 0.0 if own.isdisjoint(self._said) else self._share(own)
        if above and heads.positive[i] and not fit:
            return 0.0 if row_names.denied(self.near) else 0.9 * wide, wide
        if above and heads.answers[i]:
            return 0.5 * fit + 0.5 * wide if fit else 0.0, wide
        return (0.9 * fit + 0.1 * wide if above else fit), wide

    def _event(self, heading: str) -> float:
        """ "Events" under "Overall survival" are deaths, under "Disease-free survival" relapses."""
        for shown, meant in EVENTS:
            if shown.search(heading):
                return 0.8 if meant.search(" ".join(self.mention.near)) else 0.0
        return 0.0

    def _share(self, words: frozenset[str]) -> float:
        return math.fsum(self._said.get(w, 0.0) for w in words) / len(words)

    def _column_score(self, e: Expression) -> float:
        key = (e.grid, e.columns)
        known = self._columns.get(key)
        if known is None:
            known = self._columns[key] = self._columns_of(self.grids[e.grid], e.columns)
        return known

    def _columns_of(self, grid: Grid, columns: tuple[int, ...]) -> float:
        mine = [_apart(grid, c) for c in columns]
        if len(columns) == len(grid.groups):
            others = [self._share(w) for w in mine if w]
            named = sum(s >= 0.6 for s in others)
            return 0.6 if named in (0, len(mine)) else 0.3
        shares = [self._share(w) for w in mine if w]
        return sum(shares) / len(shares) if shares else 0.5


def _apart(grid: Grid, column: int) -> frozenset[str]:
    """The words of a column's headings that not all columns have."""
    known = grid.apart
    if known is None:
        words = {c.index: words_of(BRACKET.sub(" ", c.name)) for c in grid.columns}
        held = [words[c.index] for c in grid.groups if words[c.index]]
        common = frozenset.intersection(*held) if len(held) > 1 else frozenset()
        known = {c: w - common - _COUNTING for c, w in words.items()}
        grid.apart = known
    return known[column]


_COUNTING = frozenset(stem(w) for w in "n no number percent patients group groups arm".split())
