"""Checks of the family TB: categories, totals and the same quantity in two tables.

What belongs to the family: counts of categories against the size of their group (here), groups
against their total (`tb_totals`), subgroups in another table (`tb_tables`) and cells repeated in
another table (`tb_repeated`). A relation between places is taken for granted only where the table
itself shows it: the same sum holds in other columns or rows. One that holds nowhere else may be a
relation that was not meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from src.utils.checks import tb_changes, tb_parts, tb_repeated, tb_subtotals, tb_tables, tb_totals
from src.utils.checks.columns import Column
from src.utils.checks.partitions import counted, opposite, partitions, sums
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import Row, Sheet, sheets, size
from src.utils.records import Dossier, Evidence, Finding

#: Modules of the family besides this one; importing them registers their checks.
PARTS = (tb_changes, tb_parts, tb_repeated, tb_subtotals, tb_tables, tb_totals)

_SEX = re.compile(r"\b(?:sex|gender|males?|females?|m\s*/\s*f|f\s*/\s*m|men|women)\b", re.I)
_SEVERAL = re.compile(
    r"comorbid|co-?existing|adverse|event|symptom|medication|drug|treatment|therap|reason|history|"
    r"multiple|complication|disorder|disease|condition|risk factor|use\b|site|location|indication|"
    r"pathogen|organism|diagnos|episode|cause|procedure|toxicit|question|item|more than one",
    re.I,
)
#: Bands of a number ("< 1", "1-2", "> 3 months"), of which a patient has one.
_BAND = re.compile(r"\s*(?:[<>≤≥=]+|up to|at least|under|over|below|above)?\s*\d", re.I)
_SLASHED = re.compile(r"[^\W\d_]\s*/\s*[^\W\d_]|\b[I1]\s*/\s*(?:II|2)\b|\d\s*/\s*\d")


@check("TB01", "categories-do-not-add-up-to-group")
def categories_do_not_add_up(dossier: Dossier) -> Iterator[Finding]:
    """The counts of the categories of one characteristic do not add up to the size of the group.

    Compares
    --------
    The counts of the rows under one heading (or of the parts of a cell such as "12/18" under
    "male/female") with the column's own n, where they add up to n exactly in another column.
    Above n: error for yes and no or for the sexes, else warning. Below n: note, because data may be
    missing; warning where the sexes, or the parts of one cell, fall short.

    Why it matters
    --------------
    A digit changed in one count breaks the sum, and a category printed in the wrong column shows.

    Known limits
    ------------
    Characteristics of which a patient may have several are left out by their headings and by the
    sums in the other columns; two of them may reach n by chance.

    Source
    ------
    Arithmetic.
    """
    for sheet in sheets(dossier):
        columns = counted(sheet)
        if not columns:
            continue
        divided = list(partitions(sheet))
        kept = _kept(divided, columns)
        for heading, rows in divided:
            yield from _added(sheet, heading, rows, columns, kept)
        for row in sheet.rows:
            if row.entries and "/" in row.label and _SLASHED.search(row.label):
                yield from _slashed(sheet, row, columns)


def _kept(divided: list[tuple[str, list[Row]]], columns: list[Column]) -> dict[int, bool]:
    """Whether, in each column, pairs of opposites keep to the size of the group as a rule."""
    exact: dict[int, int] = defaultdict(int)
    over: dict[int, int] = defaultdict(int)
    for _, rows in divided:
        if len(rows) == 2 and opposite((rows[0].label, rows[1].label)):
            added = sums(rows, columns)
            for column in columns:
                if column.index in added:
                    exact[column.index] += added[column.index][0] == size(column.n)
                    over[column.index] += added[column.index][0] > (size(column.n) or 0)
    return {c.index: exact[c.index] >= 2 and over[c.index] == 1 for c in columns}


def _added(
    sheet: Sheet,
    heading: str,
    rows: list[Row],
    columns: list[Column],
    kept: dict[int, bool],
) -> Iterator[Finding]:
    added = sums(rows, columns)
    sized = [c for c in columns if c.index in added]
    whole = [c for c in sized if added[c.index][0] == size(c.n)]
    off = [c for c in sized if c not in whole]
    what = heading or " and ".join(r.label for r in rows)
    binary = len(rows) == 2 and opposite((rows[0].label, rows[1].label))
    above = [c for c in off if added[c.index][0] > (size(c.n) or 0)]
    alone = binary and bool(above) and all(kept[c.index] for c in above)
    several = _SEVERAL.search(what) and not binary and not all(_BAND.match(r.label) for r in rows)
    if not alone and (not whole or len(off) > len(whole) or several):
        return
    for column in sized:
        total, entries = added[column.index]
        n = size(column.n) or 0
        listed = " + ".join(str(e.count) for e in entries)
        evidence = _evidence(sheet, entries, column)
        computed = {"sum": f"{listed} = {total}", "size of the group": str(n)}
        about = f"{sheet.table.label}, {what}, {column.name}"
        if column in whole:
            yield agrees(f"{about}: {listed} = {n}", computed=computed, evidence=evidence)
            continue
        others = ", ".join(f"{added[c.index][0]} of {size(c.n)}" for c in whole)
        others = (
            f"the same rows add up in the other columns: {others}"
            if others
            else "other rows of the table add up to it"
        )
        missing = f"{n - total} patients without this information" if total < n else ""
        yield differs(
            ("error" if binary else "warning") if total > n else "note",
            f"{about}: {listed} = {total}, but the group has {n} ({others})",
            computed=computed,
            alternatives=(missing,) if missing else (),
            evidence=evidence,
        )


def _slashed(sheet: Sheet, row: Row, columns: list[Column]) -> Iterator[Finding]:
    """The parts of one cell: "12/18" under "male/female"."""
    found = [(c, e) for c in columns if (e := row.entries.get(c.index)) and e.kind == "slash"]
    if len(found) < 2 or len({len(e.nums) for _, e in found}) > 1:
        return
    parts = {c.index: sum(int(n.text) for n in e.nums) for c, e in found}
    whole = [c for c, _ in found if parts[c.index] == size(c.n)]
    if not whole or len(whole) * 2 < len(found):
        return
    for column, entry in found:
        total, n = parts[column.index], size(column.n) or 0
        listed = " + ".join(x.text for x in entry.nums)
        evidence = _evidence(sheet, [entry], column)
        computed = {"sum": f"{listed} = {total}", "size of the group": str(n)}
        about = f"{sheet.table.label}, {row.name}, {column.name}"
        if total == n:
            yield agrees(f"{about}: {listed} = {n}", computed=computed, evidence=evidence)
            continue
        few = total < n and not _SEX.search(row.label) and (n - total) * 5 <= n
        yield differs(
            "error" if total > n else "note" if few else "warning",
            f"{about}: {entry.shown} makes {total}, but the group has {n} patients",
            computed=computed,
            alternatives=(f"{n - total} patients without this information",) if total < n else (),
            evidence=evidence,
        )


def _evidence(sheet: Sheet, entries: list[Entry], column: Column) -> tuple[Evidence, ...]:
    out = tuple(
        Evidence("count", n.span, "table", sheet.table.label)
        for e in entries
        for n in (e.nums if e.kind == "slash" else e.nums[:1])
    )
    if column.n is not None:
        out += (Evidence("n", column.n.span, "table", sheet.table.label),)
    return out
