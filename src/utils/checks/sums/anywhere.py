"""The cell that prints a number of the text which no link and no sum explains, whatever it is.

What belongs here: choosing that cell by the words around the number, by the table that the
sentence cites and by the row in which its other numbers stand. What does not: arithmetic over cells
(`choice`). Agreement only: nothing is said of a number that no cell prints. How probably a number
is met by chance is worked out: the rows that could be meant, times how many numbers near it a row
prints; each further number of the sentence that the same row prints divides that again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from src.utils.checks.sums.grids import Grid
from src.utils.checks.sums.names import Long, Namer
from src.utils.checks.sums.printings import Printing, Printings
from src.utils.checks.sums.spoken import COUNT, P, Spoken
from src.utils.records import Span

#: Grid and place of a row.
Row = tuple[int, int]
#: The chance that is believed where the row is named well, named at all, or not named.
CHANCES = ((0.9, 0.15), (0.65, 0.06), (0.4, 0.03), (0.1, 0.01), (0.0, 0.002))
#: Cells named so nearly as well are rivals.
ALIKE = 0.02
#: How many times smaller it must be in the methods, and beside citations.
ELSEWHERE = 3
#: A cell met by chance at most so many times as easily is a rival; so many cells are shown.
RIVAL, BEHIND, MOST = 3, 0.2, 6
#: So many digits must be printed where the text rounds the cell's number.
ROUNDED = 2
#: So many of a number that may count people, where no unit says that it measures.
WHOLE = 3
#: A cell whose percentage is worked out, not printed, is named at least so well.
WORKED_OUT = 0.25
_OTHERS = re.compile(
    r"introduction|background|method|material|design|procedure|statistic|power|sample\s+size", re.I
)
_CITED = re.compile(r"\[\s*\d+(?:\s*[,–-]\s*\d+)*\s*\]|\bet\s+al\b")
_TABLES = re.compile(r"\btab(?:le)?s?\.?\s*((?:[A-Z]?\d+\w?(?:\s*(?:,|and|&|-|–|to)\s*)?)+)", re.I)
_DIGITS = re.compile(r"\d+")


class Found(msgspec.Struct, frozen=True):
    """A numeral of the text with the numerals of tables that print it."""

    said: Spoken
    there: tuple[Printing, ...]
    score: float
    chance: float


class Anywhere:
    """The tables of an article as numerals, asked sentence by sentence."""

    def __init__(self, grids: list[Grid], long: Long):
        """Read every numeral once."""
        self.grids, self.long = grids, long
        self.printings = Printings(grids)
        self._at: dict[Span, Row] = {p.num.span: (p.grid, p.place) for p in self.printings.all}
        self._labels: dict[str, set[int]] = defaultdict(set)
        for g, grid in enumerate(grids):
            for number in _DIGITS.findall(grid.table.label or "")[:1]:
                self._labels[number].add(g)

    def find(self, listed: Sequence[Spoken], laid: Mapping[Span, Iterable[Span]]) -> list[Found]:
        """What the numerals of one sentence repeat; ``laid`` are those that links hold, each with
        the numerals of tables beside it."""
        if not listed:
            return []
        cited = self._cited(listed[0].sentence)
        beside = {self._at[s] for n in listed for s in laid.get(n.num.span, ()) if s in self._at}
        open_ = [n for n in listed if n.num.span not in laid]
        shown = {n.num.span: [p for p in self.printings.of(n) if _fit(n, p)] for n in open_}
        in_row: dict[Row, set[tuple[str, Span]]] = defaultdict(set)
        for n in open_:
            for p in shown[n.num.span]:
                in_row[p.grid, p.place].add((n.num.text, n.num.span))
        chances = {n.num.span: self.printings.chance(n) for n in open_ if shown[n.num.span]}
        out = []
        namer = Namer(listed[0], self.grids, self.long)
        for n in open_:
            if shown[n.num.span]:
                namer = namer.beside(n)
                found = self._best(n, namer, shown, in_row, chances, cited, beside)
                if found is not None:
                    out.append(found)
        return out

    def _cited(self, sentence: str) -> set[int]:
        numbers = {d for m in _TABLES.finditer(sentence) for d in _DIGITS.findall(m[1])}
        return {g for d in numbers for g in self._labels.get(d, ())}

    def _best(
        self,
        said: Spoken,
        namer: Namer,
        shown: Mapping[Span, list[Printing]],
        in_row: Mapping[Row, set[tuple[str, Span]]],
        chances: Mapping[Span, float],
        cited: set[int],
        beside: set[Row],
    ) -> Found | None:
        tried: list[tuple[float, float, Printing]] = []
        for p in shown[said.num.span]:
            row = (p.grid, p.place)
            if said.partners and not any(span in said.partners for _, span in in_row[row]):
                continue
            score = self._score(p, namer)
            if p.of is not None and score < WORKED_OUT:
                continue
            rows = self._rows(p, score, namer, cited if p.grid in cited else None)
            if row in beside:
                rows = min(rows, len(beside))
            chance = rows * chances[said.num.span]
            texts = {said.num.text}
            for text, span in in_row[row]:
                if text not in texts:
                    chance *= min(1.0, chances[span] * (len(shown) - len(texts)) / len(texts))
                    texts.add(text)
            tried.append((chance, -score, p))
        if not tried:
            return None
        tried.sort(key=lambda t: t[:2])
        chance, score = tried[0][0], -tried[0][1]
        rivals = [p for c, s, p in tried if c <= chance * RIVAL and -s > score - BEHIND]
        if len({self._name(p) for p in rivals}) > 1:
            # "p < 0.01 (Table 2)": the table that is cited prints the limit, in whichever row.
            bound = said.kind == P and said.relation != "="
            if not bound or len(rivals) > MOST or len({p.grid for p in rivals} | cited) > 1:
                return None
            return Found(said, tuple(rivals), score, chance)
        limit = next(c for least, c in CHANCES if score >= least)
        if any(_OTHERS.search(s) for s in said.block.section) or _CITED.search(said.sentence):
            limit /= ELSEWHERE if said.unit is None else 10 * ELSEWHERE
        return Found(said, tuple(rivals[:MOST]), score, chance) if chance <= limit else None

    def _name(self, p: Printing) -> tuple[int, int] | str:
        """What tells a cell's row from others: cells of rows called the same print one thing."""
        grid = self.grids[p.grid]
        label = grid.columns[p.column].name if p.place < 0 else grid.label(p.place)
        return label or (p.grid, p.place)

    def _score(self, p: Printing, namer: Namer) -> float:
        """How well a cell is named: by its row and column, and by the words it prints."""
        column = namer.column(p.grid, p.column)
        if p.place < 0:
            return 0.75 * column + 0.25 * namer.people if namer.columned(p.grid, p.column) else 0.0
        row = namer.line(p.grid, p.line) if p.line is not None else namer.share(p.label)
        if p.phrase:
            return 0.5 * namer.share(p.phrase) + 0.3 * row + 0.2 * column
        return max(0.75 * row + 0.25 * column, self._by_column(p, row, column, namer))

    def _by_column(self, p: Printing, row: float, column: float, namer: Namer) -> float:
        """How well a cell is named by its column, where that tells the quantity."""
        return 0.5 * column + 0.25 * row if namer.columned(p.grid, p.column) else 0.0

    def _rows(self, p: Printing, score: float, namer: Namer, cited: set[int] | None) -> float:
        """How many rows are named as well as a cell's, in the tables cited or in all."""
        if p.place < 0 or p.phrase:
            others = {
                self._name(o)
                for o in self.printings.worded
                if o.kind == p.kind
                and (cited is None or o.grid in cited)
                and self._score(o, namer) >= score - ALIKE
            }
            return max(len(others), 1)
        row = namer.line(p.grid, p.line) if p.line is not None else namer.share(p.label)
        column = namer.column(p.grid, p.column)
        if self._by_column(p, row, column, namer) >= score:
            return self.printings.in_grid[p.grid] / max(1, len(self.grids[p.grid].groups))
        grids = range(len(self.grids)) if cited is None else sorted(cited)
        least = (score - 0.25 * column - ALIKE) / 0.75
        if least <= 0:
            return sum(self.printings.in_grid[g] for g in grids)
        named = {
            self.grids[g].lines[i].label
            for g in grids
            for i in namer.rows(g)
            if namer.line(g, i) >= least
        }
        return max(1, len(named))


def _fit(said: Spoken, p: Printing) -> bool:
    """Whether a number with fewer decimals than the cell's has digits enough to be known by."""
    if said.decimals == p.decimals:
        return True
    digits = len(said.num.text.lstrip("-+0.").replace(".", ""))
    if said.kind == COUNT and said.unit is None and digits < WHOLE:
        return False  # 14 animals are no 13.5 of anything
    return digits >= ROUNDED and said.kind != P
