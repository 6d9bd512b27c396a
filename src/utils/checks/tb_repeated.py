"""Checks of the family TB: the same row and column printed in two tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import Column, Row, Sheet, fold, sheets
from src.utils.checks.tb_tables import row_key
from src.utils.printed import same_number
from src.utils.records import Dossier, Finding


@check("TB05", "same-quantity-differs-between-tables")
def same_quantity_differs(dossier: Dossier) -> Iterator[Finding]:
    """Two tables print the same row and column with different numbers.

    Compares
    --------
    Cells of two tables under the same row label and the same column heading (and size, where
    printed), where at least three other cells of the two columns are equal and at most one in
    five is not. Warning when the two numbers look like a slip (one digit, two digits swapped),
    else note.

    Why it matters
    --------------
    A table that repeats values of another repeats them exactly.

    Known limits
    ------------
    Rows and columns are recognised by their words; values at another visit under the same words
    are kept out because then few cells are equal.

    Source
    ------
    Comparison of printed numbers.
    """
    known = sheets(dossier)
    for i, one in enumerate(known):
        for two in known[i + 1 :]:
            yield from _repeated(one, two)


def _repeated(one: Sheet, two: Sheet) -> Iterator[Finding]:
    columns: dict[tuple[str, ...], list[Column]] = defaultdict(list)
    for c in two.columns:
        if c.path:
            columns[tuple(fold(p) for p in c.path)].append(c)
    pairs: list[tuple[Row, Entry, Row, Entry, Column]] = []
    rows: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for r in two.rows:
        if r.entries:
            rows[row_key(r, True)].append(r)
    for column in one.columns:
        mates = columns[tuple(fold(p) for p in column.path)]
        if not column.path or len(mates) != 1:
            continue
        for row in one.rows:
            near = rows.get(row_key(row, True), [])
            if len(near) != 1 or not row.entries:
                continue
            a, b = row.entries.get(column.index), near[0].entries.get(mates[0].index)
            if a is not None and b is not None and a.kind == b.kind:
                pairs.append((row, a, near[0], b, column))
    equal = [p for p in pairs if _equal(p[1], p[3])]
    telling = [p for p in equal if len(p[1].shown.replace(".", "")) >= 3]
    off = [p for p in pairs if not _equal(p[1], p[3])]
    if len(telling) < 3 or len(off) * 5 > len(pairs):
        return
    for row, a, _, b, column in pairs:
        evidence = one.evidence(a) + two.evidence(b)
        about = f"{row.name}, {column.name}"
        if _equal(a, b):
            yield agrees(f"{about}: {a.shown} in both tables", evidence=evidence)
            continue
        yield differs(
            "warning" if slip(a, b) else "note",
            f"{about}: {one.table.label} prints {a.shown}, {two.table.label} {b.shown} (the two "
            f"tables agree in {len(equal)} other cells)",
            computed={one.table.label: a.shown, two.table.label: b.shown},
            evidence=evidence,
        )


def _equal(a: Entry, b: Entry) -> bool:
    return len(a.nums) == len(b.nums) and all(
        same_number(x.text, y.text) for x, y in zip(a.nums, b.nums, strict=True)
    )


def slip(a: Entry, b: Entry) -> bool:
    """Whether all numerals but one are equal, or each pair differs by one digit or a swap."""
    return len(a.nums) == len(b.nums) and all(
        same_number(x.text, y.text) or one_slip(x.text, y.text)
        for x, y in zip(a.nums, b.nums, strict=True)
    )


def one_slip(a: str, b: str) -> bool:
    """Whether two numerals differ by one digit more, less or other, or by two digits swapped."""
    if abs(len(a) - len(b)) == 1:
        longer, shorter = (a, b) if len(a) > len(b) else (b, a)
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
    if len(a) != len(b):
        return False
    off = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return len(off) == 1 or (
        len(off) == 2 and off[1] == off[0] + 1 and a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]
    )
