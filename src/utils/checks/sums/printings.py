"""Every numeral of every table, with its kind and the words that name it.

What belongs here: cells of numbers, cells of words with numbers in them, sizes in headings. What
does not: sentences. `Grid` reads what can be added up; here nothing need be of a known form.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from src.utils.checks.sums.expressions import of
from src.utils.checks.sums.grids import Grid
from src.utils.checks.sums.spoken import COUNT, DECIMAL, NUMERAL, SHARE, P, Spoken, kind_of, size
from src.utils.checks.tt_row_names import words_of
from src.utils.printed import has_digit, normalise
from src.utils.records import Num

_SHARED = re.compile(r"(?<!\d)(?<!\d\s)%|per\s?cent", re.I)
_COUNTED = re.compile(r"\bn\b|\bno\b|\bnumber", re.I)
_PS = re.compile(r"(?<![^\W_])p(?![^\W_])|\bp[- ]?values?|significance", re.I)
_WORD = re.compile(r"[^\W\d_]{3,}")
_BREAK = re.compile(r"[;:.()\[\]]|,\s|\d")
#: "n = 15", "(239)" at the end of a label: what a heading counts; its other numbers are names.
_SIZED = re.compile(r"\bn\s*[=:]\s*\Z", re.I)
_CLOSED = re.compile(r"[(\[]\s*\d[\d,]*\s*[)\]]")
_MET = {
    COUNT: (COUNT, DECIMAL),
    SHARE: (SHARE, DECIMAL),
    DECIMAL: (DECIMAL, SHARE),
    P: (P, DECIMAL),
}
#: Decimals of a value that is worked out.
EXACT = 9
#: Values this near are those that might have been printed instead.
NEAR = 0.25


class Printing(msgspec.Struct, frozen=True):
    """One numeral of a cell; ``place`` is its row, or its heading, and ``phrase`` the words beside
    it where a cell has words."""

    num: Num
    kind: str
    grid: int
    place: int
    column: int
    line: int | None = None
    label: frozenset[str] = frozenset()
    phrase: frozenset[str] = frozenset()
    relation: str = ""
    words: str = ""
    value: float = 0.0  # its size, or the percentage that it is of another number
    decimals: int = 0
    of: Num | None = None
    share: Num | None = None  # what percentage the cell prints itself


class Printings:
    """The numerals of all tables by value."""

    def __init__(self, grids: list[Grid]):
        """Read every cell once."""
        self.grids = grids
        self.all = [p for g, grid in enumerate(grids) for p in (*_of(grid, g), *_shares(grid, g))]
        self.all = [p for p in self.all if p.value]
        self.all.sort(key=lambda p: p.value)
        self._values = [p.value for p in self.all]
        self.rows = {(p.grid, p.place) for p in self.all}
        self.in_grid: dict[int, int] = defaultdict(int)
        for g, _ in self.rows:
            self.in_grid[g] += 1
        self.worded = [p for p in self.all if p.phrase]

    def of(self, said: Spoken) -> list[Printing]:
        """The numerals that print a number of the text, or a finer one rounded to it."""
        kinds, unit = _MET[said.kind], said.step / 2
        out = []
        for p in self._between(said.value - unit, said.value + unit):
            if p.kind not in kinds or p.decimals < said.decimals:
                continue
            exact = p.decimals == said.decimals
            if exact and p.value != said.value:
                continue
            if said.kind == P and not _same_statement(said, p, exact):
                continue
            if said.unit is None or said.unit.search(p.words):
                out.append(p)
        return out

    def chance(self, said: Spoken) -> float:
        """How probably any one row prints such a number."""
        low = said.value * (1 - NEAR) - said.step
        high = said.value * (1 + NEAR) + said.step
        kinds = _MET[said.kind]
        near = {(p.grid, p.place) for p in self._between(low, high) if p.kind in kinds}
        return (len(near) + 1) / ((high - low) / said.step) / len(self.rows)

    def _between(self, low: float, high: float) -> list[Printing]:
        first = bisect.bisect_left(self._values, low - 1e-9)
        return self.all[first : bisect.bisect_right(self._values, high + 1e-9)]


def _same_statement(said: Spoken, p: Printing, exact: bool) -> bool:
    """Whether two P values say the same: one number, or one limit."""
    here, there = said.relation.strip("="), p.relation.strip("=")
    return here == there and (exact or not here)


def _shares(grid: Grid, g: int) -> Iterator[Printing]:
    """Counts of a known number of patients as percentages, which the cell rounds or leaves out."""
    for i, line in enumerate(grid.lines):
        for c, amount in line.amounts.items():
            whole = amount.total or grid.columns[c].n or line.size
            if amount.count is None or whole is None or not of(grid, line, c):
                continue
            share = 100 * int(amount.count.text) / int(whole.text)
            words = words_of(line.label)
            yield Printing(
                amount.count,
                SHARE,
                g,
                line.index,
                c,
                i,
                words,
                value=share,
                decimals=EXACT,
                of=whole,
                share=amount.share,
            )


def _of(grid: Grid, g: int) -> Iterator[Printing]:
    at = {line.index: i for i, line in enumerate(grid.lines)}
    labels: dict[int, str] = {}
    seen: set[int] = set()
    for r, c, cell in grid.filled():
        if id(cell) in seen:
            continue
        seen.add(id(cell))
        text = grid.text(cell)
        if not has_digit(text):
            continue
        view = grid.article.view(cell.pieces)
        heading = r < grid.top
        stub = c == 0
        head = grid.columns[c].name
        label = "" if heading else labels.get(r) or labels.setdefault(r, grid.label(r))
        wordy = heading or stub or len(_WORD.findall(text)) > 1
        around = f"{head} {label}"
        for m in NUMERAL.finditer(text):
            if m["e"] or ((heading or stub) and not _sized(text, m)):
                continue
            try:
                num = Num(normalise(m["v"]), view.span(*m.span("v")))
            except ValueError:
                continue
            kind = kind_of(m)
            if kind in (COUNT, DECIMAL) and not stub and not heading:
                p, shared, counted = _sorts(around)
                if p:
                    kind = P
                elif shared and ("." in num.text or not counted):
                    kind = SHARE
            yield Printing(
                num,
                kind,
                g,
                -1 - c if heading else r,
                c,
                None if heading or stub else at.get(r),
                words_of(label) if label else frozenset(),
                _phrase(text, *m.span()) if wordy else frozenset(),
                m["r"] or "",
                f"{around} {text if wordy else ''}",
                *size(num),
            )


@lru_cache(maxsize=4096)
def _sorts(around: str) -> tuple[bool, bool, bool]:
    """Whether headings speak of P values, of percentages and of counts."""
    return bool(_PS.search(around)), bool(_SHARED.search(around)), bool(_COUNTED.search(around))


def _sized(text: str, m: re.Match[str]) -> bool:
    """Whether a numeral of a heading says how many there are."""
    start = m.start("v")
    before = text[:start].rstrip()
    return bool(_SIZED.search(before)) or bool(
        before.endswith(("(", "[")) and _CLOSED.match(text, len(before) - 1)
    )


def _phrase(text: str, start: int, end: int) -> frozenset[str]:
    """The words beside a numeral in a cell of words, up to the next stop or number."""
    before = _BREAK.split(text[:start].rstrip(" =(["))[-1]
    after = _BREAK.split(text[end:].lstrip(")%] "))[0]
    return words_of(before[-60:]) | words_of(after[:60])
