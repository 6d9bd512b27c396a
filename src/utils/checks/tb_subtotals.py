"""Checks of the family TB: a row of a total against the rows above it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.checks.columns import Column
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import Row, Sheet, sheets
from src.utils.records import Dossier, Finding

_TOTAL = re.compile(r"(?:sub-?\s?total|total)\b(?:\s*[:,(-].*|\s+(?:n|no\.?|number|%))?\s*\Z", re.I)
_LEAST = 3  # sums of the table that hold before one that does not is reported


class Sum(msgspec.Struct, frozen=True):
    """The total of one column with the counts above it."""

    column: Column
    row: Row
    whole: Entry
    parts: tuple[Entry, ...]

    @property
    def added(self) -> int:
        """The sum of the parts."""
        return sum(e.count or 0 for e in self.parts)


@check("TB08", "subtotal-not-the-sum-of-the-rows-above")
def subtotal_not_the_sum(dossier: Dossier) -> Iterator[Finding]:
    """A total or subtotal in a table is not the sum of the rows it closes, as the others are.

    Compares
    --------
    A row labelled total or subtotal with the sum of the counts above it, up to the heading or the
    total before. Only where three such sums of the table hold and not more than one in four does
    not: warning.

    Why it matters
    --------------
    A count or a total with a changed digit breaks a sum that its neighbours keep.

    Known limits
    ------------
    Rows of which one is a part of another add up to nothing; such tables are left alone.

    Source
    ------
    Arithmetic.
    """
    for sheet in sheets(dossier):
        found = list(_sums(sheet))
        bad = [s for s in found if s.added != s.whole.count]
        if len(found) - len(bad) < _LEAST or len(bad) * 4 > len(found):
            continue
        for one in found:
            listed = " + ".join(str(e.count) for e in one.parts)
            about = f"{sheet.table.label}, {one.row.name}, {one.column.name}"
            evidence = sheet.evidence(one.whole, "total")[:1] + tuple(
                x for e in one.parts for x in sheet.evidence(e, "count")[:1]
            )
            if one.added == one.whole.count:
                yield agrees(f"{about}: {listed} = {one.added}", evidence=evidence)
                continue
            yield differs(
                "warning",
                f"{about}: {listed} = {one.added}, printed {one.whole.count}; "
                f"{len(found) - len(bad)} other sums of the table hold; not reconcilable as "
                f"printed",
                computed={"sum": str(one.added), "printed": str(one.whole.count)},
                evidence=evidence,
            )


def _sums(sheet: Sheet) -> Iterator[Sum]:
    """Every row of a total with the counts that it closes, column by column."""
    above: list[Row] = []
    for row in sheet.rows:
        if not row.entries:
            above = []
            continue
        if not _TOTAL.match(row.label):
            above.append(row)
            continue
        for column in sheet.columns:
            whole = row.entries.get(column.index)
            parts = [e for r in above if (e := r.entries.get(column.index)) is not None]
            if whole is None or whole.count is None or len(parts) < 2 or len(parts) < len(above):
                continue
            if all(e.count is not None and e.kind == whole.kind for e in parts):
                yield Sum(column, row, whole, tuple(parts))
        above = []
