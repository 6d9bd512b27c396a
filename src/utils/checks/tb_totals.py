"""Checks of the family TB: groups of a table against its column of all patients."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import cast

from src.utils.checks import pr_totals, wording
from src.utils.checks.columns import Column
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import Row, Sheet, sheets, size
from src.utils.printed import Interval, printed
from src.utils.records import Dossier, Finding, Span

#: Statistics of a whole that need not lie between those of its groups.
_NO_AVERAGE = re.compile(
    r"\bS\.?D\.?\b|\bSEM?\b|deviation|standard error|\brange\b|(?<!/)\bmin(?:imum)?\b(?!/)|"
    r"\bmax(?:imum)?\b|"
    r"\bsum\b|\btotal\b|variance|\bCV\b|\bt[- ]?(?:test|value)|\bF\b|\bchi|skew|kurtosis|quartile|"
    r"\bn\b|number of|\bno\.|count|\bP\b|\bcosts?\b|\bper cent of total\b",
    re.I,
)
_AVERAGE = re.compile(r"\bmeans?\b|\bmedian|\baverage|±", re.I)
_FEWEST = 3  # rows in which the sum must hold before one that fails is reported


@check("TB02", "groups-do-not-add-up-to-total")
def groups_do_not_add_up(dossier: Dossier) -> Iterator[Finding]:
    """The counts of the groups do not add up to the count printed for all of them.

    Compares
    --------
    In each row with whole numbers, the sum over the columns of groups with the column headed
    total, all or overall, and each column with the sum of all other groups. Only in tables where
    the sum holds in three rows or more (six without a word for the total) and in four of five; then
    a row that fails is a warning.

    Why it matters
    --------------
    A digit changed in one count breaks the sum of its row.

    Known limits
    ------------
    Tables without a column of all patients cannot be checked. Sums that PR10 has read are left to
    it; a count that PR01 has reported against its percentage makes this a note.

    Source
    ------
    Arithmetic.
    """
    for sheet in sheets(dossier):
        said = _said(sheet, dossier) if sheet.totals else frozenset()
        for total, groups, fewest in _wholes(sheet):
            tried: list[tuple[Row, list[Entry], Entry, int, int]] = []
            for row in sheet.rows:
                if _AVERAGE.search(row.name):
                    continue  # means do not add up
                entries = [row.entries.get(c.index) for c in groups]
                whole = row.entries.get(total.index)
                counts = [e.count if e else None for e in entries]
                if whole is None or whole.count is None or len(groups) < 2 or None in counts:
                    continue
                added = sum(c for c in counts if c is not None)
                tried.append((row, [e for e in entries if e], whole, added, whole.count))
            held = [t for t in tried if t[3] == t[4] > 0]
            if len(held) < fewest or len(held) * 5 < len(tried) * 4:
                continue
            for row, entries_, whole, added, printed_ in tried:
                if whole.nums[0].span in said:
                    continue
                listed = " + ".join(str(e.count) for e in entries_)
                about = f"{sheet.table.label}, {row.name}"
                evidence = sheet.evidence(whole, "total") + tuple(
                    x for e in entries_ for x in sheet.evidence(e, "count")[:1]
                )
                computed = {"sum": f"{listed} = {added}", total.name: str(printed_)}
                if added == printed_:
                    yield agrees(
                        f"{about}: {listed} = {added}", computed=computed, evidence=evidence
                    )
                    continue
                yield differs(
                    "warning",
                    f"{about}: {listed} = {added}, but {total.name!r} prints {printed_} (the sum "
                    f"holds in {len(held)} other rows)",
                    computed=computed,
                    evidence=evidence,
                )


def _wholes(sheet: Sheet) -> Iterator[tuple[Column, list[Column], int]]:
    """Columns that may be the sum of others, and in how many rows they must be.

    A column that no word calls the total must be the sum of all other groups more often.
    """
    for total in sheet.totals:
        yield total, _groups(sheet, total), _FEWEST
    if not sheet.totals and 3 <= len(sheet.groups) <= 5:
        for column in sheet.groups:
            yield column, [c for c in sheet.groups if c is not column], 2 * _FEWEST


def _said(sheet: Sheet, dossier: Dossier) -> frozenset[Span]:
    """The totals of a table that PR10 has compared with their parts already."""
    found = pr_totals.total_not_the_sum_of_its_parts(sheet.table, dossier)
    return frozenset(
        e.span for f in cast(Iterable[Finding], found) for e in f.evidence if e.role == "total"
    )


@check("TB03", "average-of-all-outside-its-groups")
def average_outside_groups(dossier: Dossier) -> Iterator[Finding]:
    """A mean, median or percentage of all patients lies outside those of its groups.

    Compares
    --------
    The value in the column headed total, all or overall with the smallest and the largest of the
    columns of groups, within rounding; where the sizes are printed and add up, also with the
    weighted mean. Outside: error where other rows of the table keep to it, else nothing. Off the
    weighted mean only: warning where four other rows keep to it, else note. Note too where
    PR01, PR10 or TB02 has reported a number of the row.

    Why it matters
    --------------
    Whatever the group sizes are, an average of all lies between the averages of the parts. A wrong
    digit, or a column computed from other patients, shows here.

    Known limits
    ------------
    The groups must be all that the total is made of. Least-squares means and values with missing
    patients may leave the weighted mean, hardly ever the range.

    Source
    ------
    Arithmetic of weighted means.
    """
    for sheet in sheets(dossier):
        for total in sheet.totals:
            yield from _averages(sheet, total, _groups(sheet, total))


def _groups(sheet: Sheet, total: Column) -> list[Column]:
    """The columns that the column of all is made of: of their sizes, where printed, the sum."""
    groups = [c for c in sheet.groups if c.path[:-1] == total.path[:-1] or len(c.path) == 1]
    sizes = [size(c.n) or 0 for c in groups]
    if size(total.n) and all(sizes) and sum(sizes) != size(total.n):
        return []
    return groups if len(groups) >= 2 else []


def _averages(sheet: Sheet, total: Column, groups: list[Column]) -> Iterator[Finding]:
    tried = []
    for row in sheet.rows:
        nums = [averaged(sheet, row, c) for c in (*groups, total)]
        if len(groups) < 2 or any(n is None for n in nums):
            continue
        inside = [printed(n).interval for n in nums if n is not None]
        *parts, whole = inside
        hull = Interval(min(p.low for p in parts), max(p.high for p in parts))
        exact = hull.meets(whole)
        mean = weighted(parts, [size(c.n) for c in groups]) if is_mean(sheet, row) else None
        tried.append((row, [n for n in nums if n], exact, mean, mean is None or mean.meets(whole)))
    held = sum(exact for _, _, exact, _, _ in tried)
    precise = sum(fits for _, _, exact, mean, fits in tried if mean is not None)
    for row, texts, exact, mean, fits in tried:
        *parts_, whole_ = texts
        about = f"{sheet.table.label}, {row.name}"
        evidence = tuple(
            e
            for c in (total, *groups)
            for e in sheet.evidence(row.entries[c.index])[_place(row.entries[c.index]) :][:1]
        )
        computed = {"groups": ", ".join(parts_), total.name: whole_}
        if mean is not None:
            computed["weighted mean"] = (
                f"{wording.number(mean.low, 5)} to {wording.number(mean.high, 5)}"
            )
        if exact and fits:
            yield agrees(
                f"{about}: {whole_} lies among {', '.join(parts_)}",
                computed=computed,
                evidence=evidence,
            )
        elif not exact and held >= 2 and held * 3 >= len(tried) * 2:
            yield differs(
                "error",
                f"{about}: {total.name!r} prints {whole_}, outside all groups "
                f"({', '.join(parts_)})",
                computed=computed,
                evidence=evidence,
            )
        elif exact and precise >= 4:
            many = precise >= 6 and precise * 10 >= 9 * sum(t[3] is not None for t in tried)
            yield differs(
                "warning" if many else "note",
                f"{about}: {total.name!r} prints {whole_}, the groups ({', '.join(parts_)}) "
                f"weighted with their sizes give {computed['weighted mean']}",
                computed=computed,
                alternatives=("patients with missing values",),
                evidence=evidence,
            )


def _place(entry: Entry) -> int:
    """Which numeral of an entry is the average: the percentage beside a count, else the first."""
    return 1 if entry.kind == "share" else 0


def averaged(sheet: Sheet, row: Row, column: Column) -> str | None:
    """The printed mean, median or percentage of a row in a column; None for anything else."""
    entry = row.entries.get(column.index)
    if entry is None:
        return None
    summed = _NO_AVERAGE.search(row.label) and not _AVERAGE.search(row.label)
    if summed and entry.kind != "share":
        return None
    if entry.kind in ("mean", "triple"):
        return entry.nums[0].text
    words = f"{row.name} {column.name} {sheet.caption}".lower()
    if entry.kind == "share":
        said = "%" in words or "percent" in words or _of_its_column(sheet, column)
        return entry.nums[1].text if entry.percent or said and "sd" not in words else None
    if entry.kind == "pair":
        return entry.nums[0].text
    if entry.kind == "number" and (entry.percent or "." in entry.nums[0].text):
        return entry.nums[0].text
    return None


def _of_its_column(sheet: Sheet, column: Column) -> bool:
    """Whether the brackets of a column hold the counts' shares of its size, as in most rows."""
    n = size(column.n)
    shares = [e for r in sheet.rows if (e := r.entries.get(column.index)) and e.kind == "share"]
    if not n or len(shares) < _FEWEST:
        return False
    fit = sum(
        printed(e.nums[1].text).interval.holds(Fraction(100 * (e.count or 0), n)) for e in shares
    )
    return fit * 3 >= len(shares) * 2


def is_mean(sheet: Sheet, row: Row) -> bool:
    """Whether a row holds means or percentages: only these have a weighted mean, medians do not."""
    if any(e.kind == "mean" and len(e.nums) == 3 for e in row.entries.values()):
        return False  # sizes of its own beside each mean
    kinds = {e.kind for e in row.entries.values()}
    words = f"{row.name} {sheet.caption} " + " ".join(c.name for c in sheet.columns)
    if "triple" in kinds:
        return bool(re.search(r"\bmeans?\b", words, re.I)) and "edian" not in words
    return "edian" not in f"{row.name} {sheet.caption}" or bool(kinds & {"mean", "share"})


def weighted(parts: list[Interval], sizes: list[int | None]) -> Interval | None:
    """The mean of averages weighted with sizes, with the rounding of each; None without sizes."""
    ns = [n for n in sizes if n]
    if len(ns) != len(parts):
        return None
    whole = sum(ns)
    low = sum((p.low * n for p, n in zip(parts, ns, strict=True)), Fraction(0)) / whole
    high = sum((p.high * n for p, n in zip(parts, ns, strict=True)), Fraction(0)) / whole
    return Interval(low, high)
