"""Checks of the family TB: the same row and column printed in two tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import Sheet, sheets, size
from src.utils.printed import printed, same_number
from src.utils.records import Dossier, Finding, Span

_WORD = re.compile(r"[^\W_]+(?:\.\d+)?")
_SIZED = re.compile(r"[(\[]?\s*\bn\s*=\s*[\d,]+\s*[)\]]?")
_EMPTY = frozenset({"the", "of", "in", "and", "at", "for", "a"})
_TEST = re.compile(r"(?<![^\W_])[Pp](?![^\W_])|[Pp]-?value|\btest\b|statistic|significance")
_FEWEST = 3  # telling numbers that both tables must print under the same words
_MOST = 2  # words that the one table may have more
_DIGITS = 3


@check("TB05", "same-quantity-differs-between-tables")
def same_quantity_differs(dossier: Dossier) -> Iterator[Finding]:
    """Two tables print the same row and column with different numbers.

    Compares
    --------
    Cells of two tables whose rows and columns are named by the same words, or by those and up to
    two more ("before"), in whatever order, where at least three telling numbers under these words
    are equal and at most one cell in five is not (one in three, where all differ as slips do).
    Warning when the two numbers look like a slip (one digit, two digits swapped), else note; note
    also for one in the last decimal, which may be a rounding.

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
    cells = {s.index: _cells(s) for s in known} if len(known) > 1 else {}
    for i, one in enumerate(known):
        for two in known[i + 1 :]:
            yield from _repeated(one, two, cells)


class Cell(msgspec.Struct, frozen=True):
    """An entry with the words that name its row and column."""

    words: frozenset[str]
    entry: Entry
    name: str
    n: int | None


def _cells(sheet: Sheet) -> list[Cell]:
    """The entries of a table, up to a heading inside it that names its columns anew."""
    out: list[Cell] = []
    for row in sheet.rows:
        if row.renamed:
            break
        for column in sheet.columns:
            entry = row.entries.get(column.index)
            if entry is not None and not _TEST.search(column.name):
                name = f"{row.name}, {column.name}"
                words = frozenset(_WORD.findall(_SIZED.sub(" ", name.lower()))) - _EMPTY
                out.append(Cell(words, entry, name, size(column.n)))
    return out


def _repeated(one: Sheet, two: Sheet, cells: dict[int, list[Cell]]) -> Iterator[Finding]:
    """Cells of two tables that the same words name, or those of one and a few more."""
    left, right = cells[one.index], cells[two.index]
    shown: dict[str, list[Cell]] = defaultdict(list)
    for cell in right:
        shown[cell.entry.shown].append(cell)
    extras: dict[tuple[frozenset[str], frozenset[str]], set[str]] = defaultdict(set)
    for cell in left:
        if not _telling(cell.entry):
            continue
        for twin in shown.get(cell.entry.shown, ()):
            more, less = twin.words - cell.words, cell.words - twin.words
            if len(more) + len(less) <= _MOST and not (more and less):
                extras[more, less].add(cell.entry.shown)
    done: set[Span] = set()
    for (more, less), numbers in sorted(extras.items(), key=lambda x: -len(x[1])):
        if len(numbers) < _FEWEST:
            continue
        named: dict[frozenset[str], list[Cell]] = defaultdict(list)
        for cell in right:
            named[cell.words].append(cell)
        pairs = []
        for cell in left:
            twins = named.get((cell.words - less) | more, [])
            if not less <= cell.words or cell.words & more or len(twins) != 1:
                continue
            if cell.entry.nums[0].span in done or cell.entry.kind != twins[0].entry.kind:
                continue
            if cell.n is None or twins[0].n is None or cell.n == twins[0].n:
                pairs.append((cell, twins[0]))
        off = [p for p in pairs if not _equal(p[0].entry, p[1].entry)]
        slips = [p for p in off if one_slip_of(p[0].entry, p[1].entry)]
        if len(off) * (2 if len(slips) == len(off) else 5) > len(pairs):
            continue
        done |= {c.entry.nums[0].span for c, _ in pairs}
        for a, b in pairs:
            yield _finding(one, two, a, b, len(pairs) - len(off))


def _finding(one: Sheet, two: Sheet, left: Cell, right: Cell, held: int) -> Finding:
    a, b = left.entry, right.entry
    evidence = one.evidence(a) + two.evidence(b)
    if _equal(a, b):
        return agrees(f"{left.name}: {a.shown} in both tables", evidence=evidence)
    return differs(
        "warning" if one_slip_of(a, b) and not _last_digit(a, b) else "note",
        f"{left.name}: {one.table.label} prints {a.shown}, {two.table.label} {b.shown} (the two "
        f"tables agree in {held} other cells)",
        computed={one.table.label: a.shown, two.table.label: b.shown},
        alternatives=("another rounding",) if _last_digit(a, b) else (),
        evidence=evidence,
    )


def _telling(entry: Entry) -> bool:
    """Whether an entry prints three digits or more, so that two that are equal are no chance."""
    return len(entry.nums[0].text.replace(".", "").lstrip("-0")) >= _DIGITS or (
        len(entry.nums) > 1 and len(entry.shown.replace(".", "")) >= _DIGITS + 2
    )


def _last_digit(a: Entry, b: Entry) -> bool:
    """Whether all numerals are equal or differ by one in their last digit."""
    for x, y in zip(a.nums, b.nums, strict=True):
        p, q = printed(x.text), printed(y.text)
        if abs(p.value - q.value) > max(p.unit, q.unit):
            return False
    return all(printed(x.text).decimals > 0 for x in a.nums[:1])


def _equal(a: Entry, b: Entry) -> bool:
    return len(a.nums) == len(b.nums) and all(
        same_number(x.text, y.text) for x, y in zip(a.nums, b.nums, strict=True)
    )


def one_slip_of(a: Entry, b: Entry) -> bool:
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
