"""Checks of the family PR: percentages of a table whose other cells show the denominator.

What belongs here: the one number of patients that gives the percentages of nearly all cells of a
column (or of a row, where the groups are rows). What does not: printed sizes (`pr_count`), sums of
categories and columns of fractions (`pr_blocks`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import msgspec

from src.utils.checks import denominators, wording
from src.utils.checks.pr_blocks import Share, places
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.sheets import Sheet, sheets, size
from src.utils.printed import printed
from src.utils.records import Dossier, Finding

_PERCENT = re.compile(r"%|per ?cent", re.I)
#: Labels of rows whose brackets hold no share of the count before them.
_NO_SHARE = re.compile(
    r"\bmean|\bmedian|\bS\.?[DE]\.?M?\b|±|range|IQR|quartile|\bage\b|person|rate\b|weighted", re.I
)
_FEWEST = 5  # percentages of a line that must have one denominator
_FEW = 3  # the same of one row, whose groups stand under several headings
_SIZED = 3  # the same where the head of the column prints that denominator
_SHARE = Fraction(3, 4)  # of those that say something
_OFF = Fraction(3, 2)  # units of the last digit


class _Line(msgspec.Struct, frozen=True):
    """A column (or a row) with the totals that give nearly all of its percentages."""

    cells: dict[Any, Share]
    totals: tuple[int, ...]
    good: int

    def exact(self, at: Any) -> bool:
        """Whether a cell of the line has one of the totals."""
        return any(self.cells[at].of(t) for t in self.totals)

    def odd(self, at: Any) -> bool:
        """Whether a cell of the line is beyond every rounding of one of the totals."""
        one = self.cells[at]
        return one.k <= self.totals[0] and not any(
            one.off(t) <= _OFF
            or denominators.rounding(one.share, one.k, t)
            or denominators.one_patient(one.share, one.k, t)
            or one.share.truncated.holds(Fraction(100 * one.k, t))
            for t in self.totals
        )


@check("PR15", "percentage-not-of-its-column")
def percentage_not_of_its_column(dossier: Dossier) -> Iterator[Finding]:
    """A percentage of a table has another denominator than all others of its column.

    Compares
    --------
    A count with its percentage, "37 (27.8)", with the one number of patients that gives nearly all
    other percentages of the column: at least five of them (three, where the head of the column
    prints that number), and three in four. Warning, when
    more than one and a half units of the last digit off, and only where the other cells of its row
    have exactly the denominators of their columns. Tables whose groups are rows are read in the
    same way, and so are the groups of one row that stand under several headings (three cells that
    show one denominator).

    Why it matters
    --------------
    Two of count, total and percentage fix the third; where the size of the group is not printed,
    or the numbers of evaluable patients are not known, the neighbouring cells show it.

    Known limits
    ------------
    A table with one column of patients has no other cells in the row: nothing is said. Neither
    where two percentages of a column may share another denominator (a subset of the patients), nor
    where cutting or rounding twice explains it.

    Source
    ------
    Arithmetic; Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.
    """
    for sheet in sheets(dossier):
        cells = _cells(sheet)
        by_column = {(c, r): cell for (r, c), cell in cells.items()}
        sizes: dict[object, int | None] = {c.index: size(c.n) for c in sheet.columns}
        yield from _judged(sheet, by_column, sizes, "column")
        yield from _judged(sheet, cells, {}, "row")
        for row, part in _repeated(sheet, cells).items():
            yield from _judged(sheet, part, {}, f"row {row}")


def _repeated(
    sheet: Sheet, cells: dict[tuple[int, int], Share]
) -> dict[int, dict[tuple[object, object], Share]]:
    """By row: the cells of the groups that stand under several headings, by group and heading.

    "Fever: without | with; Cough: without | with; Rash: without | with" has two groups a row.
    """
    paths = {c.index: (c.path[0], c.path[1:]) for c in sheet.columns if len(c.path) > 1}
    tops: dict[tuple[str, ...], set[str]] = {}
    for top, group in paths.values():
        tops.setdefault(group, set()).add(top)
    out: dict[int, dict[tuple[object, object], Share]] = {}
    for (row, column), cell in cells.items():
        top, group = paths.get(column, ("", ()))
        if len(tops.get(group, ())) >= _FEW:
            out.setdefault(row, {})[group, top] = cell
    return out


def _judged(
    sheet: Sheet,
    cells: Mapping[tuple[Any, Any], Share],
    sizes: Mapping[object, int | None],
    what: str,
) -> Iterator[Finding]:
    """The odd cells of the lines: cells by line and place in it."""
    columns: dict[Any, dict[Any, Share]] = {}
    for (where, at), cell in cells.items():
        columns.setdefault(where, {})[at] = cell
    few = what.startswith("row ")
    lines = {
        i: found
        for i, part in columns.items()
        if (found := _line(part, sizes.get(i), _FEW if few else _FEWEST)) is not None
    }
    for index, line in lines.items():
        odd = [at for at in line.cells if line.odd(at)]
        for at in odd:
            one = line.cells[at]
            mates = [other for i, other in lines.items() if i != index and at in other.cells]
            if not mates or not all(mate.exact(at) for mate in mates):
                continue
            if not few and not any(mate.cells[at].telling for mate in mates):
                continue
            others = [line.cells[i] for i in odd if i != at]
            if any(max(c.low, one.low) <= min(c.high, one.high) for c in others):
                continue  # both may be of one subset of the patients
            yield _said(sheet, one, line)
        for at in line.cells:
            if line.cells[at].telling and line.exact(at) and sizes.get(index) is None:
                one = line.cells[at]
                yield agrees(
                    f"{sheet.table.label}, {one.row.name}: {one.k} ({one.share.text}%) has the "
                    f"denominator of its {what.split()[0]}",
                    evidence=places(sheet, one),
                )


def _said(sheet: Sheet, one: Share, line: _Line) -> Finding:
    """The finding about one odd cell."""
    total = line.totals[0]
    right = wording.to_decimals(Fraction(100 * one.k, total), one.share)
    words = f"{sheet.table.label}, {one.row.name}"
    fewer = denominators.fewer(one.share, one.k, total)
    return differs(
        "warning",
        f"{words}: {one.k} of {total} is {right}%, printed {one.share.text}%; {line.good} other "
        f"percentages beside it are of {total}; not reconcilable as printed",
        computed={"count / total": f"{one.k} / {total} = {right} %"},
        alternatives=(fewer,) if fewer else (),
        evidence=places(sheet, one),
    )


def _line(cells: dict[Any, Share], printed_size: int | None, fewest: int) -> _Line | None:
    """The denominator of a line, None where no number gives nearly all of its percentages."""
    telling = [c for c in cells.values() if c.telling]
    if printed_size is not None:
        good = sum(c.of(printed_size) for c in telling)
        if good >= _SIZED and good >= _SHARE * len(telling):
            return _Line(cells, (printed_size,), good)
    if len(telling) < fewest:
        return None
    lows, highs = sorted(c.low for c in telling), sorted(c.high for c in telling)
    best, totals = 0, [0]
    for total in sorted({*lows, *highs}):
        good = bisect_left(lows, total + 1) - bisect_left(highs, total)
        if good > best:
            best, totals = good, [total]
        elif good == best:
            totals.append(total)
    if best < fewest or best < _SHARE * len(telling):
        return None
    if totals[-1] - totals[0] > Fraction(1, 20) * totals[0] + 1:
        return None
    return _Line(cells, tuple(totals), best)


def _cells(sheet: Sheet) -> dict[tuple[int, int], Share]:
    """The counts with percentages of a table, by row and column; n and % may be two columns."""
    percent = {
        c.index
        for c in sheet.columns
        if c.path and _PERCENT.search(c.path[-1]) and not re.search(r"\bn\b", c.path[-1], re.I)
    }
    unshared = {c.index for c in sheet.columns if _NO_SHARE.search(c.name)}
    out = {}
    for row in sheet.rows:
        if _NO_SHARE.search(row.name):
            continue
        for column, entry in row.entries.items():
            if column in unshared:
                continue
            beside = row.entries.get(column + 1) if column + 1 in percent else None
            count = num = None
            if entry.kind == "share":
                count, num = entry.nums[0], entry.nums[1]
            elif (
                entry.kind == "count" and beside is not None and beside.kind in ("number", "count")
            ):
                count, num = entry.nums[0], beside.nums[0]
            if count is None or num is None or not count.text.isdigit() or int(count.text) < 1:
                continue
            share, k = printed(num.text), int(count.text)
            if share.interval.low > 0 and share.value <= 100:
                out[row.index, column] = Share(k, share, row, count, num)
    return out
