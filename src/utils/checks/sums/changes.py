"""Relative changes of the text: "fell by 55%", "19% lower", against two cells or a ratio.

What belongs here: percentages that say how much a quantity changed, held against two cells of the
row that the words name, two rows under the heading that they name, or a ratio printed there. What
does not: differences in the quantity's own units (`differences`), risks (TT14). Agreement only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import msgspec

from src.utils.checks.sums.amounts import Amount
from src.utils.checks.sums.differences import BAND, NAMED, Compared, Said
from src.utils.checks.sums.grids import Grid, Line
from src.utils.checks.sums.names import Namer
from src.utils.checks.tt_row_names import words_of
from src.utils.printed import normalise, printed
from src.utils.records import Block, Num, View

_SHARE = re.compile(
    r"(?<![\w.,/±<>≤≥])(?<![-–<>≤≥]\s)(?P<v>\d{1,3}(?:\.\d+)?)\s*(?:%|per\s?cent\b)", re.I
)
_DOWN = r"reduc\w+|decreas\w+|lower\w*|f[ae]ll\w*|declin\w+|drop\w*|less|fewer|shorter|smaller|loss"
_UP = (
    r"increas\w+|higher|r[io]s[ei]\w*|rose|improv\w+|gain\w*|more|greater|longer|larger|gr[eo]w\w*"
)
_CUE = re.compile(rf"\b(?:(?P<down>{_DOWN})|(?P<up>{_UP})|chang\w+|differ\w+)\b", re.I)
#: Where a change is one of percentage points, or no change at all.
_NOT = re.compile(r"percentage[\s-]points?|absolute|\bCI\b|confidence|\bthan\s+\d", re.I)
_STOP = re.compile(r"[;:]|\.\s|\bwhile\b|\bwhereas\b")
#: Columns of one row that describe one group and are not compared with each other.
_STATISTIC = re.compile(
    r"mean|median|S\.?[DE]\b|standard|min|max|range|quartile|IQR|\bn\b|\bp\b", re.I
)
_MEASURE = words_of("relative effect ratio risk rate change treatment")
_RATIO = re.compile(r"ratio|relative|\b(?:HR|OR|RR|IRR)\b|fold", re.I)
#: "a decrease by 55%", "and by 84%", "12% higher": where a change needs no ratio to be one.
_BY = re.compile(rf"\b(?:{_DOWN}|{_UP}|and|,)\s+(?:by|of)\s+(?:about\s+|approximately\s+)?\Z", re.I)
_AFTER = re.compile(rf"\s*(?:{_DOWN}|{_UP})\b", re.I)
#: How much of all percentages the tried ones may cover; so many rows of one heading are compared.
CHANCE, MOST = 0.15, 5


class Changed(msgspec.Struct, frozen=True):
    """A relative change of a sentence: downwards or not, None if unsaid; ``plain`` where the words
    beside the number say that it is one."""

    item: Said
    down: bool | None
    plain: bool


def said(block: Block, view: View, before: str) -> Iterator[Changed]:
    """The relative changes of a sentence."""
    text = view.text
    for match in _SHARE.finditer(text):
        start, end = match.span("v")
        ahead, after = _STOP.split(text[max(0, start - 90) : start])[-1], text[match.end() :][:30]
        cues = [*_CUE.finditer(ahead)][-1:] or [*_CUE.finditer(_STOP.split(after)[0])][:1]
        if not cues or _NOT.search(ahead[-30:] + after):
            continue
        down = True if cues[0]["down"] else False if cues[0]["up"] else None
        num = Num(normalise(match["v"]), view.span(start, end))
        near = (text[max(0, start - 120) : start], text[match.end() : match.end() + 100])
        plain = bool(_BY.search(ahead) or _AFTER.match(after))
        yield Changed(Said(block, text, before, near, num, False, True), down, plain)


def compared(change: Changed, grids: list[Grid], namer: Namer) -> Compared | None:
    """The cells whose relative change the text gives; None where none is named, or by chance."""
    item, down = change.item, change.down
    own = printed(item.num.text)
    if not own.value:
        return None
    rows = [(_named(namer, g, i), g, i) for g in range(len(grids)) for i in namer.rows(g)]
    best = max((score for score, _, _ in rows), default=0.0)
    made: list[tuple[Grid, Change]] = []
    for score, g, i in rows:
        if score >= max(NAMED, best - BAND):
            made += [
                (grids[g], c) for c in _of_row(grids[g], grids[g].lines[i], down, change.plain)
            ]
    for g, grid in enumerate(grids) if change.plain else ():
        for places in grid.heads.under.values():
            if 2 <= len(places) <= MOST and namer.above(g, places[0]) >= NAMED:
                lines = [grid.lines[i] for i in places]
                made += [(grid, c) for c in _of_block(grid, lines, down)]
    for ratio in (True, False):
        tried = [(grid, c) for grid, c in made if (len(c[0]) == 1) is ratio]
        spread = sum((high - low + float(own.unit)) / 100 for _, (_, (low, high), _, _) in tried)
        for grid, (cells, (low, high), how, worked) in tried if spread <= CHANCE else ():
            if low <= own.interval.high and own.interval.low <= high:
                return Compared(item.num, item.block, grid, cells, worked, how)
    return None


def _named(namer: Namer, g: int, i: int) -> float:
    """How well a row is named by its label, by its heading, or but for what a ratio is called."""
    words = namer.grids[g].heads.words[i][0]
    bare = namer.share(words - _MEASURE) if words & _MEASURE else 0.0
    return max(namer.line(g, i), namer.above(g, i), bare)


#: Cells, the bounds of the change in percent, how it is made and from what.
Change = tuple[tuple[tuple[int, int], ...], tuple[float, float], str, str]


def _of_row(grid: Grid, line: Line, down: bool | None, plain: bool) -> Iterator[Change]:
    """The changes between two columns of a row, and those that a ratio in it gives."""
    held = [(c, n) for c, a in line.amounts.items() if (n := _main(a)) is not None]
    for c, num in held:
        if not _RATIO.search(f"{grid.columns[c].name} {line.label} {line.heading}"):
            continue
        value = printed(num.text).interval
        low, high = float(value.low) - 1, float(value.high) - 1
        if (low + high > 0) is not down and low + high:
            given = sorted((abs(100 * low), abs(100 * high)))
            yield (
                ((line.index, c),),
                (given[0], given[1]),
                "the change that a ratio gives:",
                num.text,
            )
    groups = {c.index for c in grid.groups}
    heads = {c: grid.columns[c].path[-1] if grid.columns[c].path else "" for c in groups}
    pairs = [(c, n) for c, n in held if c in groups and not _RATIO.search(heads[c])]
    pairs = [] if sum(bool(_STATISTIC.match(heads[c])) for c, _ in pairs) > 1 else pairs
    if plain and len(pairs) <= MOST:
        for (c, a), (d, b) in combinations(pairs, 2):
            yield from _between((line.index, c), a, (line.index, d), b, down)


def _of_block(grid: Grid, lines: list[Line], down: bool | None) -> Iterator[Change]:
    """The changes between two rows under one heading, in the first column that both fill."""
    for one, other in combinations(lines, 2):
        for c in (c.index for c in grid.groups):
            a, b = (_main(x.amounts[c]) if c in x.amounts else None for x in (one, other))
            if a is not None and b is not None:
                yield from _between((one.index, c), a, (other.index, c), b, down)
                break


def _between(
    at: tuple[int, int], a: Num, to: tuple[int, int], b: Num, down: bool | None
) -> Iterator[Change]:
    x, y = printed(a.text).interval, printed(b.text).interval
    if x.low <= 0 or y.low <= 0:
        return
    small, large = (x, y) if x.high < y.high else (y, x)
    for fall in (True, False) if down is None else (down,):
        if fall:
            given = 1 - float(small.high / large.low), 1 - float(small.low / large.high)
        else:
            given = float(large.low / small.high) - 1, float(large.high / small.low) - 1
        bounds = (100 * given[0], 100 * given[1])
        if bounds[1] > 0:
            yield (at, to), bounds, "the relative change between", f"{a.text} and {b.text}"


def _main(amount: Amount) -> Num | None:
    """The number of a cell that may change."""
    return amount.other or amount.count
