"""Blocks of table rows whose counts are the categories of one characteristic.

What belongs here: which rows divide a group of patients, and whether they do so completely. What
does not: any verdict (TB01 holds the sums against the group, PR01 the percentages).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from src.utils.checks.columns import Column
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import Row, Sheet, sheets, size
from src.utils.records import Dossier, Span

_YES = re.compile(r"\s*(?:yes|present|positive|\+)\b", re.I)
_NO = re.compile(r"\s*(?:no|absent|negative|-)(?![\w.-])", re.I)
_MALE = re.compile(r"\s*(?:males?|m[ae]n|boys?|m)\b", re.I)
_FEMALE = re.compile(r"\s*(?:females?|wom[ae]n|girls?|f)\b", re.I)
#: A row of a block of categories that describes the same quantity in one number.
_AVERAGE = re.compile(r"\s*(?:median|mean|average|range|IQR|S\.?D\.?\b)", re.I)
#: The two sides of one limit: "< 75 fL" and "≥ 75 fL".
_LIMIT = re.compile(r"(?P<sign><=|>=|[<>≤≥])\s*(?P<x>\d+(?:\.\d+)?)")
_BELOW, _ABOVE = frozenset({"<", "<=", "≤"}), frozenset({">", ">=", "≥"})
#: Of so many patients one more or less changes no whole percentage.
_LARGE = 100
#: A column of percentages beside its column of counts.
_SHARES = re.compile(r"(?:%|per ?cent(?:age)?s?)\W*\Z", re.I)
_COUNTS = re.compile(r"\b(?:n|no|number|count)\b", re.I)


def counted(sheet: Sheet) -> list[Column]:
    """The columns of groups whose size is printed, those of percentages alone left out."""
    columns = [c for c in sheet.groups + sheet.totals if size(c.n)]
    return [c for c in columns if _COUNTS.search(c.leaf) or not _SHARES.search(c.leaf)]


def partitions(sheet: Sheet) -> Iterator[tuple[str, list[Row]]]:
    """Blocks whose rows may be the categories of one characteristic, and pairs of opposites."""
    for heading, block in sheet.blocks:
        rows = [r for r in block if not _AVERAGE.match(r.label)]
        whole = [r for r in rows if any(e.count is not None for e in r.entries.values())]
        if heading and 2 <= len(rows) <= 12 and len(whole) == len(rows):
            yield heading, rows
            continue
        for first, second in itertools.pairwise(rows):
            words = (first.label, second.label)
            if opposite(words) and first.heads[:-1] == second.heads[:-1]:
                yield heading, [first, second]


def opposite(words: tuple[str, str]) -> bool:
    """Whether two labels exclude each other and leave nothing out.

    >>> opposite(("Yes", "No")), opposite(("MCV < 75 fL", "MCV >= 75 fL")), opposite(("A", "B"))
    (True, True, False)
    """
    a, b = words
    return bool(
        (_YES.match(a) and _NO.match(b))
        or (_NO.match(a) and _YES.match(b))
        or (_MALE.match(a) and _FEMALE.match(b))
        or (_FEMALE.match(a) and _MALE.match(b))
        or _two_sides(a, b)
    )


def _two_sides(a: str, b: str) -> bool:
    """Whether two labels are the same but for the side of one limit."""
    x, y = list(_LIMIT.finditer(a)), list(_LIMIT.finditer(b))
    if len(x) != 1 or len(y) != 1 or x[0]["x"] != y[0]["x"]:
        return False
    signs = {x[0]["sign"], y[0]["sign"]}
    rest = [" ".join(_LIMIT.sub(" ", t).lower().split()) for t in (a, b)]
    return rest[0] == rest[1] and bool(signs & _BELOW) and bool(signs & _ABOVE)


def sums(rows: list[Row], columns: list[Column]) -> dict[int, tuple[int, list[Entry]]]:
    """Per column the sum of the counts of some rows, where all of them are counts."""
    out: dict[int, tuple[int, list[Entry]]] = {}
    for column in columns:
        entries = [e for r in rows if (e := r.entries.get(column.index)) is not None]
        counts = [e.count for e in entries if e.count is not None]
        if len(counts) == len(rows):
            out[column.index] = sum(counts), entries
    return out


def complete(dossier: Dossier) -> frozenset[Span]:
    """The counts of all categories that add up to the size of their group: nobody is missing.

    Two opposites may lack one patient: a value was known for all others.
    """
    known: frozenset[Span] | None = dossier.__dict__.get("_complete")
    if known is None:
        found: set[Span] = set()
        for sheet in sheets(dossier):
            columns = counted(sheet)
            for _, rows in partitions(sheet) if columns else ():
                added = sums(rows, columns)
                pair = len(rows) == 2 and opposite((rows[0].label, rows[1].label))
                for column in columns:
                    if column.index not in added:
                        continue
                    total, entries = added[column.index]
                    n = size(column.n) or 0
                    if total == n or (pair and n >= _LARGE and total == n - 1):
                        found |= {e.nums[0].span for e in entries}
        known = dossier.__dict__["_complete"] = frozenset(found)
    return known
