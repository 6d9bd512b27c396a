"""Checks of the family TB: a group of one table against its subgroups in another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from src.utils.checks import wording
from src.utils.checks.columns import Column, fold
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import SIZE_ROW, Row, Sheet, sheets, size
from src.utils.checks.tb_totals import averaged, is_mean, weighted
from src.utils.printed import Interval, printed
from src.utils.records import Dossier, Evidence, Finding, Severity

_UNIT = re.compile(r"[(\[]\s*([^()\[\]]*[a-z%/][^()\[\]]*)[)\]]\s*\Z")
_WORD = re.compile(r"[^\W_]+")
_LEAST = 10  # patients that a group needs before its size can show what it is made of


class Whole(msgspec.Struct, frozen=True):
    """A column, and in another table the columns (of a block) that divide its patients."""

    sheet: Sheet
    column: Column
    other: Sheet
    parts: tuple[Column, ...]
    sizes: tuple[int, ...]
    block: str | None = None
    named: bool = False  # the labels say it, not the sizes alone


class Shared(msgspec.Struct, frozen=True):
    """A row of the one table and its row in the other, with what they print and whether it fits."""

    row: Row
    other: Row
    whole: Entry
    parts: tuple[Entry, ...]
    kind: str  # "count" or "average"
    shown: str
    fits: bool
    outside: bool = False
    far: bool = True  # further off than one missing patient would bring it


@check("TB04", "subgroups-do-not-make-up-the-whole")
def subgroups_do_not_make_up(dossier: Dossier) -> Iterator[Finding]:
    """A value in one table cannot come from the subgroups that another table prints.

    Compares
    --------
    The counts of a column with the sums, and its means or percentages with the weighted means, of
    the columns of another table that divide the same patients: columns of the same name whose
    sizes add up to its n, all columns of a table whose sizes do, or a block of rows headed by the
    column's name. Only where most of the shared rows (at least three) fit; then a row that does not
    is a warning, or a note when missing values may explain a mean inside the range of its parts.

    Why it matters
    --------------
    A wrong digit in either table breaks a relation that holds everywhere else.

    Known limits
    ------------
    Rows are recognised by their labels. Other patients under the same label (a later visit) are
    kept out because then the other rows do not fit either.

    Source
    ------
    Arithmetic of sums and weighted means.
    """
    seen: set[tuple[int, int, int]] = set()
    for whole in _wholes(sheets(dossier)):
        shared = list(_shared(whole))
        held = sum(s.fits for s in shared)
        outside = sum(s.outside for s in shared)
        least = 3 if whole.named else 4
        if held < least or outside * 4 > held or held * 2 < len(shared):
            continue
        yield from _sizes(whole, held)
        for item in shared:
            key = (whole.sheet.index, whole.column.index, item.row.index)
            if key in seen:
                continue
            seen.add(key)
            yield _finding(whole, item, held, len(shared))


def _finding(whole: Whole, item: Shared, held: int, of: int) -> Finding:
    one, two = whole.sheet.table.label, whole.other.table.label
    listed = ", ".join(e.shown for e in item.parts)
    evidence = whole.sheet.evidence(item.whole, "total") + tuple(
        x for e in item.parts for x in whole.other.evidence(e)
    )
    computed = {one: item.whole.shown, two: listed, "together": item.shown}
    about = f"{item.row.name}, {whole.column.name}"
    if item.fits:
        message = f"{about}: {item.whole.shown} in {one} fits {listed} in {two}"
        return agrees(message, computed=computed, evidence=evidence)
    loud = item.outside or (item.far and held >= 6 and held * 3 >= of * 2)
    severity: Severity = "warning" if loud else "note"
    return differs(
        severity,
        f"{about}: {one} prints {item.whole.shown}, the parts in {two} ({listed}) together give "
        f"{item.shown} (of the rows that both tables have, {held} fit)",
        computed=computed,
        alternatives=() if item.outside else ("patients with missing values",),
        evidence=evidence,
    )


def _sizes(whole: Whole, held: int) -> Iterator[Finding]:
    """The sizes of a block against the size of the column that it is named after."""
    n = size(whole.column.n)
    if whole.block is None or n is None or not whole.sizes or whole.column.n is None:
        return
    listed = " + ".join(map(str, whole.sizes))
    added = sum(whole.sizes)
    row = next(r for r in _block(whole.other, whole.block) if _is_size(r))
    evidence = (
        *(x for c in whole.parts for x in whole.other.evidence(row.entries[c.index], "n")[:1]),
        Evidence("n", whole.column.n.span, "table", whole.sheet.table.label),
    )
    about = f"{whole.block}: {whole.other.table.label} has {listed} = {added} patients"
    computed = {"sum": f"{listed} = {added}", whole.sheet.table.label: str(n)}
    if added == n:
        yield agrees(f"{about}, as {whole.sheet.table.label}", computed=computed, evidence=evidence)
    elif added != n:
        yield differs(
            "warning",
            f"{about}, {whole.sheet.table.label} has {n} ({held} rows of both tables fit)",
            computed=computed,
            evidence=evidence,
        )


def _is_size(row: Row) -> bool:
    """Whether a row gives the sizes of the groups."""
    return bool(SIZE_ROW.match(row.label))


def _block(sheet: Sheet, heading: str) -> list[Row]:
    return next((rows for h, rows in sheet.blocks if fold(h) == heading), [])


def _wholes(known: list[Sheet]) -> Iterator[Whole]:
    """Columns with what divides them elsewhere, those that are named first."""
    for sheet in known:
        for other in known:
            if other is sheet:
                continue
            same = defaultdict(list)
            for c in other.groups:
                same[c.leaf].append(c)
            sized = [c for c in other.groups if size(c.n)]
            for column in [*sheet.groups, *sheet.totals]:
                n = size(column.n)
                if column.leaf and n and n >= _LEAST:
                    mates = [c for c in same[column.leaf] if size(c.n)]
                    sizes = tuple(size(c.n) or 0 for c in mates)
                    if len(mates) >= 2 and sum(sizes) == n:
                        yield Whole(sheet, column, other, tuple(mates), sizes, None, True)
                    ns = tuple(size(c.n) or 0 for c in sized)
                    if len(sized) >= 2 and len(sized) == len(other.groups) and sum(ns) == n:
                        yield Whole(sheet, column, other, tuple(sized), ns)
                if column.leaf:
                    yield from _blocked(sheet, column, other)


def _blocked(sheet: Sheet, column: Column, other: Sheet) -> Iterator[Whole]:
    for heading, rows in other.blocks:
        if fold(heading) != column.leaf or len(other.groups) < 2 or len(rows) < 3:
            continue
        row = next((r for r in rows if _is_size(r)), None)
        counts = [
            row.entries[c.index].count if row and c.index in row.entries else None
            for c in other.groups
        ]
        sizes = tuple(c for c in counts if c)
        if len(sizes) != len(other.groups):
            sizes = ()
        yield Whole(sheet, column, other, tuple(other.groups), sizes, fold(heading), True)


def _unit(label: str) -> str:
    match = _UNIT.search(label)
    return "".join(match[1].split()) if match else ""


def _mates(whole: Whole) -> Iterator[tuple[Row, Row]]:
    """Rows of the two tables that have the same label, or the same unit and a label within it."""
    mine = [r for r in whole.sheet.rows if r.entries]
    theirs = whole.other.rows if whole.block is None else _block(whole.other, whole.block)
    named: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for r in theirs:
        if r.entries:
            named[row_key(r, whole.block is None)].append(r)
    own: dict[tuple[str, ...], int] = defaultdict(int)
    for r in mine:
        own[row_key(r, whole.block is None)] += 1
    left: list[Row] = []
    taken: set[int] = set()
    for r in mine:
        key = row_key(r, whole.block is None)
        if own[key] == 1 and len(named[key]) == 1:
            taken.add(named[key][0].index)
            yield r, named[key][0]
        else:
            left.append(r)
    for r in left:
        words = set(_WORD.findall(fold(r.label)))
        near = [
            t
            for t in theirs
            if t.index not in taken
            and _unit(fold(t.label))
            and _unit(fold(t.label)) == _unit(fold(r.label))
            and len(t.heads) == len(r.heads) == 1
            and (own_words := set(_WORD.findall(fold(t.label))))
            and (own_words < words or words < own_words)
        ]
        if len(near) == 1:
            yield r, near[0]


def row_key(row: Row, with_heading: bool) -> tuple[str, ...]:
    """The words that name a row, with or without the heading it stands under."""
    return (fold(row.heading) if with_heading else "", *row.key)


def _shared(whole: Whole) -> Iterator[Shared]:
    for row, other in _mates(whole):
        entry = row.entries.get(whole.column.index)
        parts = [other.entries.get(c.index) for c in whole.parts]
        found = tuple(p for p in parts if p is not None)
        if entry is None or len(found) != len(parts) or _is_size(row):
            continue
        counts = [p.count for p in found]
        if entry.count is not None and None not in counts:
            added = sum(c for c in counts if c is not None)
            if added == entry.count or _counted(whole.sheet, row, entry):
                fits = added == entry.count
                shown = " + ".join(str(c) for c in counts) + f" = {added}"
                yield Shared(row, other, entry, found, "count", shown, fits, not fits)
                continue
        texts = [averaged(whole.other, other, c) for c in whole.parts]
        mine = averaged(whole.sheet, row, whole.column)
        if mine is None or None in texts or len({e.kind for e in (entry, *found)}) > 1:
            continue
        spans = [printed(t).interval for t in texts if t is not None]
        target = printed(mine).interval
        hull = Interval(min(s.low for s in spans), max(s.high for s in spans))
        n = size(whole.column.n)
        known = whole.sizes and sum(whole.sizes) == n
        known = known and is_mean(whole.sheet, row) and is_mean(whole.other, other)
        mean = weighted(spans, list(whole.sizes)) if known else None
        # All parts at the same end of their rounding, and the whole at the other: hardly ever.
        border = len(spans) > 2 and (target.high == hull.low or target.low == hull.high)
        fits = hull.meets(target) and not border and (mean is None or mean.meets(target))
        shown = (
            f"{wording.number(mean.low, 4)} to {wording.number(mean.high, 4)}"
            if mean is not None
            else f"between {wording.number(hull.low, 4)} and {wording.number(hull.high, 4)}"
        )
        spread = printed(entry.nums[1].text).value if entry.kind in ("mean", "pair") else 0
        far = mean is None or abs(mean.low + mean.high - target.low - target.high) * (n or 0) > (
            2 * spread
        )
        far = far and not border
        outside = not hull.meets(target)
        yield Shared(row, other, entry, found, "average", shown, fits, outside, far)


def _counted(sheet: Sheet, row: Row, entry: Entry) -> bool:
    """Whether an entry is a count for certain: in its row, heading or caption stands n or %."""
    words = f"{row.name} {sheet.caption} " + " ".join(c.name for c in sheet.columns)
    if re.search(r"\bmean\b|\bS\.?D\b|±|median|\bscore", f"{row.name}", re.I):
        return False
    return entry.percent or bool(re.search(r"\bn\b|%|\bno\.|\bnumber\b", words, re.I))
