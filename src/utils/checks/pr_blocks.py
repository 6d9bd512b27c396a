"""Checks of the family PR: percentages of a table against the counts around them.

What belongs here: denominators that the other cells show (sums of categories, fractions in the
column before). What does not: percentages against the printed size of their arm (`pr_count`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from src.utils.checks import denominators, wording
from src.utils.checks.columns import Column
from src.utils.checks.counted import Counted
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.sheets import SIZE_ROW, Row, Sheet, sheets, size
from src.utils.printed import printed
from src.utils.records import Dossier, Evidence, Finding, Num

_PERCENT = re.compile(r"%|per ?cent|proportion|prevalence|rate", re.I)
_SURE = 4  # percentages that must fit the sum of a list that ends before its rows do
_FEWEST = 5  # rows of a column of fractions that must agree before one that does not is reported
#: Statistics whose brackets hold no share.
_NO_SHARE = re.compile(r"\bmean|median|\bS\.?[DE]\.?M?\b|±|range|IQR|quartile", re.I)


class Share(Counted, frozen=True):
    """A count with its percentage, of one row and column."""

    row: Row
    count: Num
    num: Num


@check("PR12", "percentage-not-of-the-counts-around-it")
def percentage_not_of_counts_around(dossier: Dossier) -> Iterator[Finding]:
    """A percentage of a table does not follow from the counts that the table prints around it.

    Compares
    --------
    The percentages of the categories of one characteristic with their counts divided by the sum of
    these counts, where two other rows of the column (error) or another column (warning) show that
    this sum is the denominator, when more than one and a half units of the last digit off. A
    column of percentages with the column of fractions "n/N" before it (error), and percentages
    below rows that print the numbers of patients (warning), where five agree. The size in the head
    of a column with the sum of the categories, where two characteristics give the size of another
    column: error.

    Why it matters
    --------------
    Two of count, total and percentage fix the third; here the total is not printed, the
    neighbouring cells show it.

    Known limits
    ------------
    Categories of which a patient may have several, and percentages of rows, show no common
    denominator and are left alone.

    Source
    ------
    Arithmetic.
    """
    for sheet in sheets(dossier):
        groups = list(_groups(sheet))
        for name, rows in groups:
            yield from _categories(sheet, name, rows)
        yield from _sizes(sheet, [rows for _, rows in groups])
        yield from _fractions(sheet)
        yield from _sized_rows(sheet)


def _groups(sheet: Sheet) -> Iterator[tuple[str, list[Row]]]:
    """Rows under one heading, or beside one label of the first column."""
    for heading, rows in sheet.blocks:
        parts: list[list[Row]] = []
        for row in rows:
            if parts and parts[-1][-1].heads[:-1] == row.heads[:-1]:
                parts[-1].append(row)
            else:
                parts.append([row])
        for part in parts:
            above = " / ".join(x for x in (heading, *part[0].heads[:-1]) if x)
            if above and 2 <= len(part) <= 12 and not _NO_SHARE.search(above):
                yield above, part


def _one_list(sheet: Sheet, rows: list[Row]) -> list[Row]:
    """The rows below a heading whose summed counts are the denominator of the most percentages."""
    best, most = rows, (0, 0)
    for end in range(len(rows), 1, -1):
        fits = 0
        for column in sheet.columns:
            shares = _shares(sheet, rows[:end], column)
            total = sum(s.k for s in shares)
            good = sum(s.of(total) for s in shares if s.k)
            fits += good if good >= 2 and good + 1 >= sum(s.k > 0 for s in shares) else 0
        if (fits, end) > most and fits >= (1 if end == len(rows) else _SURE):
            best, most = rows[:end], (fits, end)
    return best


def _shares(sheet: Sheet, rows: list[Row], column: Column) -> list[Share]:
    """The counts with percentages of a column's rows; empty when one is something else."""
    out = []
    for row in rows:
        entry = row.entries.get(column.index)
        if entry is None:
            cell = sheet.grid[row.index][column.index]
            if any(c.isdigit() and c != "0" for c in sheet.text(cell)):
                return []
            continue
        if entry.kind != "share" or entry.count is None or _NO_SHARE.search(row.label):
            return []
        share = printed(entry.nums[1].text)
        out.append(Share(entry.count, share, row, entry.nums[0], entry.nums[1]))
    return out if sum(s.k > 0 for s in out) >= 2 else []


def _categories(sheet: Sheet, name: str, rows: list[Row]) -> Iterator[Finding]:
    columns, rows = sheet.columns, _one_list(sheet, rows)
    found = {c.index: s for c in columns if (s := _shares(sheet, rows, c))}
    totals = {i: sum(s.k for s in shares) for i, shares in found.items()}
    whole = [i for i, shares in found.items() if all(s.off(totals[i]) <= 1 for s in shares)]
    for column in columns:
        shares = found.get(column.index, [])
        if not shares or column.index in whole:
            continue
        total = totals[column.index]
        fit = [s for s in shares if s.k and s.of(total)]
        odd = [s for s in shares if s.off(total) > Fraction(3, 2)]
        odd = [s for s in odd if not denominators.rounding(s.share, s.k, total)]
        added = sum((s.share.value for s in shares), Fraction(0))
        complete = abs(added - 100) <= Fraction(len(shares), 2) * shares[0].share.unit
        n = size(column.n)
        # A misprinted count spoils the sum: the size in the head of the column is asked first.
        odd = [s for s in odd if not (n and n != total and s.of(n))]
        if not odd or (n and n != total and sum(s.of(n) for s in shares) >= len(fit)):
            continue
        inside = len(fit) >= 2 and len(odd) == 1
        if not inside and not (whole and (fit or complete)):
            continue
        listed = " + ".join(str(s.k) for s in shares)
        right = [wording.to_decimals(Fraction(100 * s.k, total), s.share) for s in odd]
        said = "; ".join(  # one wrong count shifts all percentages: that is one finding
            f"{s.row.label}: {s.k} of {total} is {r}%, printed {s.share.text}%"
            for s, r in zip(odd, right, strict=True)
        )
        yield differs(
            "error" if inside else "warning",
            f"{sheet.table.label}, {name}, {column.name}, {listed} = {total}: {said}; not "
            f"reconcilable as printed",
            computed={
                s.row.label: f"{s.k} / {total} = {r} %" for s, r in zip(odd, right, strict=True)
            },
            alternatives=() if inside else ("another denominator of this column",),
            evidence=tuple(e for s in odd for e in places(sheet, s)),
        )
    for index in whole:
        for one in found[index]:
            if one.k and one.of(totals[index]):
                yield agrees(
                    f"{sheet.table.label}, {name} / {one.row.label}: {one.k} of {totals[index]} "
                    f"is {one.share.text}%",
                    evidence=places(sheet, one),
                )


def places(sheet: Sheet, one: Share) -> tuple[Evidence, ...]:
    """Where a percentage and its count stand."""
    return (
        Evidence("value", one.num.span, "table", sheet.table.label),
        Evidence("count", one.count.span, "table", sheet.table.label),
    )


def _sizes(sheet: Sheet, groups: list[list[Row]]) -> Iterator[Finding]:
    """Sizes of columns that stand in the head of another column."""
    columns = [c for c in sheet.groups if size(c.n)]
    sums: dict[int, list[int]] = {}
    for column in columns:
        known = []
        for rows in groups:
            shares = _shares(sheet, rows, column)
            total = sum(s.k for s in shares)
            if shares and sum(s.of(total) for s in shares) * 3 >= 2 * len(shares):
                known.append(total)
        sums[column.index] = known
    told: set[int] = set()
    for column in columns:
        counted = Counter(sums[column.index]).most_common(1)
        n = size(column.n)
        if not counted or counted[0][1] < 2 or n in sums[column.index]:
            continue
        total = counted[0][0]
        other = next((c for c in columns if size(c.n) == total and c is not column), None)
        if other is None or size(other.n) == n or n not in sums[other.index]:
            continue
        if other.index in told:
            continue
        told.add(column.index)
        assert column.n is not None and other.n is not None
        yield differs(
            "error",
            f"{sheet.table.label}: {column.name!r} is headed n = {n}, the categories below it add "
            f"up to {total} and their percentages are of {total}, the size printed for "
            f"{other.name!r}",
            computed={"size printed": str(n), "sum of the categories": str(total)},
            alternatives=("the sizes of the two columns are exchanged",),
            evidence=tuple(
                Evidence("n", num.span, "table", sheet.table.label) for num in (column.n, other.n)
            ),
        )


def _fractions(sheet: Sheet) -> Iterator[Finding]:
    """Percentages beside a column of fractions."""
    for left in range(sheet.stubs, sheet.table.columns - 1):
        head = " ".join(next(c for c in sheet.columns if c.index == left + 1).path[-1:])
        if not _PERCENT.search(head) or _NO_SHARE.search(head):
            continue
        pairs = []
        for row in sheet.rows:
            a, b = row.entries.get(left), row.entries.get(left + 1)
            if a is None or b is None or a.kind != "slash" or len(a.nums) != 2:
                continue
            if b.kind not in ("number", "count", "triple", "pair"):
                continue
            k, total = (int(Fraction(n.text)) for n in a.nums)
            if 0 < k <= total:
                share = printed(b.nums[0].text)
                pairs.append((Share(k, share, row, a.nums[0], b.nums[0]), total, a))
        good = [p for p in pairs if p[0].of(p[1])]
        near = [p for p in pairs if p[0].off(p[1]) <= 1]
        if len(good) < _FEWEST or len(near) * 5 < len(pairs) * 4:
            continue
        for one, total, entry in pairs:
            words = f"{sheet.table.label}, {one.row.name}: {one.k} of {total}"
            at = (*places(sheet, one), Evidence("total", entry.nums[1].span, "table",
                                                  sheet.table.label))  # fmt: skip
            if one.of(total):
                yield agrees(f"{words} is {one.share.text}%", evidence=at)
                continue
            right = wording.to_decimals(Fraction(100 * one.k, total), one.share)
            yield differs(
                "error" if one.off(total) > 1 else "note",
                f"{words} is {right}%, printed {one.share.text}%; {len(good)} other rows of the "
                f"two columns agree; not reconcilable as printed",
                computed={"count / total": f"{one.k} / {total} = {right} %"},
                evidence=at,
            )


def _sized_rows(sheet: Sheet) -> Iterator[Finding]:
    """Percentages below rows of sizes inside the table ("N | 41 | 32")."""
    sizes: dict[int, tuple[int, Num]] = {}
    pairs: list[tuple[Share, int, Num]] = []
    rows = 0
    for row in sheet.rows:
        if row.heads and SIZE_ROW.match(row.label):
            counts = {c: e for c, e in row.entries.items() if e.kind == "count" and e.count}
            sizes = {c: (e.count or 0, e.nums[0]) for c, e in counts.items()}
            rows += bool(sizes)
            continue
        for c, entry in row.entries.items():
            if c in sizes and entry.kind == "share" and entry.count is not None:
                total, num = sizes[c]
                share = printed(entry.nums[1].text)
                if 0 < entry.count <= total:
                    one = Share(entry.count, share, row, entry.nums[0], entry.nums[1])
                    pairs.append((one, total, num))
    good = sum(one.of(total) for one, total, _ in pairs)
    near = sum(one.off(total) <= 1 for one, total, _ in pairs)
    if rows < 2 or good < _FEWEST or near * 6 < len(pairs) * 5:
        return
    for one, total, num in pairs:
        words = f"{sheet.table.label}, {one.row.name}: {one.k} of {total}"
        at = (*places(sheet, one), Evidence("total", num.span, "table", sheet.table.label))
        if one.of(total):
            yield agrees(f"{words} is {one.share.text}%", evidence=at)
        elif one.off(total) > Fraction(3, 2):
            right = wording.to_decimals(Fraction(100 * one.k, total), one.share)
            yield differs(
                "warning",
                f"{words} is {right}%, printed {one.share.text}%; {good} other percentages are of "
                f"the number above them; not reconcilable as printed",
                computed={"count / total": f"{one.k} / {total} = {right} %"},
                evidence=at,
            )
