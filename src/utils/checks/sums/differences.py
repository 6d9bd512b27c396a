"""Differences between two columns of a row, and means of all groups, as the text gives them.

What belongs here: "4.5 percentage points higher", "a difference of 0.8", "mean age 85 years" of
all, against the row that the words name. What does not: counts and percentages (`choice`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

import msgspec

from src.utils.checks import tt_row_names as row_names
from src.utils.checks.sums.amounts import Amount
from src.utils.checks.sums.grids import Grid, Line
from src.utils.checks.sums.names import Namer
from src.utils.checks.sums.said import names_no_count
from src.utils.printed import Interval, normalise, printed
from src.utils.records import Block, Num, View

_D = r"(?<![\w.,/<>≤≥±=])(?<![<>≤≥±]\s)[-−–]?\s?\d{1,4}(?:\.\d+)?"
_UNIT = r"\s*(?:%|per\s?cent(?:age)?)?\s*-?\s*(?:percentage\s+|absolute\s+)?(?:points?)?"
_CUE = (
    r"(?:higher|lower|more|less|fewer|greater|smaller|longer|shorter|better|worse|increase\w*|"
    r"decrease\w*|reduc\w+|improve\w*|difference|change|gain|drop|decline|rise|fall|points?|"
    r"percentage\s+points?|absolute)"
)
_SHAPES = (
    re.compile(rf"(?P<v>{_D}){_UNIT}\s*(?:\([^()]{{0,40}}\)\s*)?(?:\w+\s+){{0,2}}?{_CUE}\b", re.I),
    re.compile(
        r"\b(?:differences?|ARR|ARD|RD|reductions?|increases?|improvements?|gains?|changes?|drops?|"
        r"declines?|advantages?|benefits?|lower|higher|differed|fell|rose|greater|reduced|increased)\b"
        rf"[^.;%\d]{{0,60}}?(?:\bof\b|\bby\b|\bwas\b|\bis\b|\bwere\b|=|:|,|\()\s*(?P<v>{_D})",
        re.I,
    ),
)
_SHARE = re.compile(r"\s*(?:%|per\s?cent)", re.I)
_NOT = re.compile(r"\s*%?\s*(?:CI\b|confidence|-\s*\d|to\s+\d|years?\s+old|patients)", re.I)
_MEAN = re.compile(
    rf"\b(?:mean|average|averaged)\b[^.;%\d]{{0,60}}?(?P<v>{_D})(?!\s*(?:%|vs))", re.I
)
#: How well the row must be named; how much of the range of values a match may cover.
NAMED, CHANCE = 0.6, 0.25
#: Rows named nearly as well as the best.
BAND = 0.1
#: More rows than these under a heading are not arms.
MOST_ARMS = 3
#: More columns than these make too many differences.
MOST_COLUMNS = 6


class Compared(msgspec.Struct, frozen=True):
    """A number of the text that is a difference between two cells or a mean of groups."""

    num: Num
    block: Block
    grid: Grid
    cells: tuple[tuple[int, int], ...]
    worked: str
    how: str


class Said(msgspec.Struct, frozen=True):
    """A difference or a mean in a sentence; ``near`` and ``sentence`` serve `Namer`."""

    block: Block
    sentence: str
    before: str
    near: tuple[str, ...]
    num: Num
    mean: bool
    shared: bool = False
    number: int | None = None


def said(block: Block, view: View, before: str) -> Iterator[Said]:
    """The differences and means of a sentence."""
    text = view.text
    told: set[int] = set()
    for shape in (*_SHAPES, _MEAN):
        for match in shape.finditer(text):
            start, end = match.span("v")
            while text[start] in " ":
                start += 1
            if start in told or _NOT.match(text[end:]) or names_no_count(text, start, end):
                continue
            shared = bool(_SHARE.match(text[end:]))
            if not shared and "." not in text[start:end] and shape is not _MEAN:
                continue  # "by 2 people", "of 3 points": too many differences are whole numbers
            try:
                num = Num(normalise(text[start:end]), view.span(start, end))
            except ValueError:
                continue
            told.add(start)
            near = (text[max(0, start - 120) : start], text[end : end + 120])
            yield Said(block, text, before, near, num, shape is _MEAN, shared)


def compared(item: Said, grids: list[Grid], namer: Namer) -> Compared | None:
    """The cells whose difference or mean the text gives; None where none is named or several."""
    own = printed(item.num.text)
    value = abs(own.value)
    if not value:
        return None
    wanted = Interval(value - own.unit / 2, value + own.unit / 2)
    named = [
        (score, g, line)
        for g, grid in enumerate(grids)
        for i in namer.rows(g)
        if len((line := grid.lines[i]).amounts) > 1 and (score := namer.line(g, i)) >= NAMED
    ]
    named.sort(key=lambda n: -n[0])
    spread = 0.0
    for score, g, line in named:
        if score < named[0][0] - BAND:
            break
        if item.mean:
            found = _mean(item, grids[g], line, wanted)
            if found is not None:
                return found
            continue
        for sort in ("share", "exact") if item.shared else ("other",):
            hit, wide = _difference(item, grids[g], line, wanted, sort)
            spread += wide
            if hit is not None and spread <= CHANCE:
                return hit
    return None if item.mean else _between_rows(item, grids, namer)


def _between_rows(item: Said, grids: list[Grid], namer: Namer) -> Compared | None:
    """The difference of two rows of a block, arms under the heading that the words name best."""
    headed: list[tuple[float, int, list[Line]]] = []
    for g, grid in enumerate(grids):
        for places in grid.heads.under.values():
            if 2 <= len(places) <= MOST_ARMS:
                lines = [grid.lines[i] for i in places]
                headed.append((namer.above(g, places[0]), g, lines))
    best = max((score for score, *_ in headed), default=0.0)
    if best < NAMED:
        return None
    spread = 0.0
    found: Compared | None = None
    for score, g, lines in headed:
        if score < best - BAND:
            continue
        for c in (c.index for c in grids[g].groups):
            for sort in ("share", "exact") if item.shared else ("other",):
                values = [(n.index, _interval(n.amounts[c], sort)) for n in lines if c in n.amounts]
                known = [(r, v) for r, v in values if v is not None]
                shown = {n.index: _shown(n, c, sort) for n in lines if c in n.amounts}
                hit, by_chance = _hit(item, known)
                spread += by_chance
                if hit is not None and found is None:
                    told = " and ".join(shown[r] for r in hit)
                    cells = tuple((r, c) for r in hit)
                    found = Compared(
                        item.num, item.block, grids[g], cells, told, "the difference of"
                    )
    return found if spread <= CHANCE else None


def _hit(item: Said, values: list[tuple[int, Interval]]) -> tuple[tuple[int, int] | None, float]:
    """Two places whose values differ by the number, and how easily some do by chance."""
    own = printed(item.num.text)
    wanted = Interval(abs(own.value) - own.unit / 2, abs(own.value) + own.unit / 2)
    spread, found = 0.0, None
    for (r, a), (s, b) in combinations(values, 2):
        gap = a - b
        gap = gap if gap.high + gap.low >= 0 else Interval(-gap.high, -gap.low)
        if found is None and gap.meets(wanted):
            found = (r, s)
        top = float(max(abs(a.high), abs(b.high)))
        if top:
            spread += float(gap.high - gap.low + wanted.high - wanted.low) / top
    return found, spread


def _values(line: Line, columns: list[int], sort: str) -> list[tuple[int, Interval]]:
    out = []
    for c in columns:
        amount = line.amounts.get(c)
        if amount is None:
            continue
        found = _interval(amount, sort)
        if found is not None:
            out.append((c, found))
    return out


def _interval(amount: Amount, sort: str) -> Interval | None:
    if sort == "exact":
        if amount.count is None or amount.total is None:
            return None
        share = Fraction(100 * int(amount.count.text), int(amount.total.text))
        return Interval(share, share)
    num = amount.share if sort == "share" else amount.other
    return printed(num.text).interval if num is not None else None


def _difference(
    item: Said, grid: Grid, line: Line, wanted: Interval, sort: str
) -> tuple[Compared | None, float]:
    """Two columns of a row whose difference is printed so, and how easily some are by chance."""
    columns = [c.index for c in grid.groups]
    if not 2 <= len(columns) <= MOST_COLUMNS:
        return None, 0.0
    spread = 0.0
    found: Compared | None = None
    for (c, a), (d, b) in combinations(_values(line, columns, sort), 2):
        gap = a - b
        gap = gap if gap.high + gap.low >= 0 else Interval(-gap.high, -gap.low)
        shown = [_shown(line, c, sort), _shown(line, d, sort)]
        if gap.meets(wanted) and gap.high - gap.low <= 20 * (wanted.high - wanted.low):
            cells = ((line.index, c), (line.index, d))
            made = Compared(
                item.num, item.block, grid, cells, " and ".join(shown), "the difference of"
            )
            if all(re.search(rf"(?<![\d.]){re.escape(n)}(?!\d)", item.sentence) for n in shown):
                return made, 0.0
            found = found or made
        top = float(max(abs(a.high), abs(b.high)))
        if top:
            spread += float(gap.high - gap.low + wanted.high - wanted.low) / top
    return found, spread


def _shown(line: Line, column: int, sort: str) -> str:
    amount = line.amounts[column]
    if sort == "exact" and amount.count is not None and amount.total is not None:
        return f"{amount.count.text}/{amount.total.text}"
    num = amount.share if sort == "share" else amount.other
    return num.text if num is not None else ""


def _mean(item: Said, grid: Grid, line: Line, wanted: Interval) -> Compared | None:
    """All groups of a row whose values, weighted with the sizes, are the mean of the text."""
    columns = [c for c in grid.groups if c.index in line.amounts]
    if len(columns) < 2 or len(columns) != len(grid.groups):
        return None
    low = high = Fraction(0)
    whole = 0
    values = []
    for column in columns:
        num = line.amounts[column.index].other
        if num is None or num.text.startswith("-") or column.n is None:
            return None
        n = int(column.n.text)
        interval = printed(num.text).interval
        low, high, whole = low + interval.low * n, high + interval.high * n, whole + n
        values.append(num.text)
    mean = Interval(low / whole, high / whole)
    if not mean.meets(wanted) or row_names.words_of(item.sentence) & _GROUPED:
        return None
    cells = tuple((line.index, c.index) for c in columns)
    return Compared(item.num, item.block, grid, cells, ", ".join(values), "the mean of")


_GROUPED = row_names.words_of("respectively versus")
