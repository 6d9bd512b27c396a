"""Rows that are several: lines in some of their cells, or categories between slashes.

Belongs here: "Age | < 65 vs >= 65 | 68/616 (11.0), 9/30 (30.0)" and "ASA I/II/III | 12/30/8" as one
row for each line or category. Does not: rows whose every cell has a line for each head
(`Rows.stacked`), cells of several results (`table_several`).
"""

from __future__ import annotations

import re

import msgspec

from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction.table_columns import Column
from src.utils.extraction.table_headers import Heading, heading
from src.utils.extraction.table_rows import Row, Rows
from src.utils.records import Cell, Span

#: A line between two lines, or at their edges, that only compares them.
_JOINT = re.compile(r"(?i)\W*(?:vs?\.?|versus|and|or|compared (?:with|to))?\W*")
#: What a cell of categories looks like: "12/30/8", "61% / 39%", "8 : 2".
_SLASHED = re.compile(r"\s*\d+(?:\.\d+)?\s?%?(?:\s?/\s?\d+(?:\.\d+)?\s?%?){1,5}\s*[*†‡]?\s*")
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")
#: In the head of a row: how the numbers are to be read, no category.
_FORM = re.compile(
    r"(?i)[\s,]*[(\[]\s*(?:n|no\.?|%|number)(?:\s?[/,(:]\s?(?:n|no\.?|%))*\s?\)?\s*[)\]]"
)
_LEADING_FORM = re.compile(r"(?i)\A(?P<kept>.*?)(?:[,;:]?\s*%|[,;:]\s*(?:n|no\.?))\s+(?=\S)")
#: Numbers of a whole, of which the first is a part: no categories.
_OF_TOTAL = re.compile(
    r"(?i)\b(?:n|N|no\.?|total|events?|patients?|subjects?|at risk|tested|all)\s*\Z"
)
_MEASURED = re.compile(
    r"(?i)mm\s?Hg|blood pressure|systolic|diastolic|\bratio\b|\bper\b|/\s?(?:m2|kg|d?L|ml|day)\b"
)


def rows(sheet: Rows, row: Row, columns: list[Column]) -> list[Row]:
    """The rows that a row of the grid is; the row itself when it is one."""
    out = sheet.stacked(row)
    if len(out) == 1 and out[0] is row:
        out = _partly_stacked(sheet, row) or _slashed(sheet, row, columns) or out
    return out


def _lines(sheet: Rows, cell: Cell) -> list[str]:
    """The lines of a cell without those that only join two others."""
    found = [" ".join(sheet.article.view((p,)).text.split()) for p in cell.pieces]
    return [t for t in found if not _JOINT.fullmatch(t)]


def _partly_stacked(sheet: Rows, row: Row) -> list[Row]:
    """Lines in some cells only: what stands in one line is of the whole row."""
    filled = {k: c for k, c in row.cells.items() if len(c.pieces) > 1 and c.rowspan == 1}
    data = {
        k: c for k, c in filled.items()
        if sheet.content(c).shape == shapes.OTHER and all(_data(sheet, p) for p in c.pieces)
    }  # fmt: skip
    if not data or len({len(c.pieces) for c in data.values()}) > 1:
        return []
    count = len(next(iter(data.values())).pieces)
    own = next(
        (c for c in sheet.grid[row.index] if c is not None and sheet.text(c) == row.head), None
    )
    named = [c for k, c in filled.items() if k not in data] + ([own] if own is not None else [])
    names = next((t for c in named if len(t := _lines(sheet, c)) in (count, count + 1)), [])
    if not names:
        return []
    title, names = names[: len(names) - count], names[len(names) - count :]
    under = (*row.sections, *title) if title else row.sections
    whole = {k: c for k, c in row.cells.items() if k not in data}
    out = [msgspec.structs.replace(row, cells=whole)] if whole else []
    above = row.heads[:-1] if title or (own is not None and len(own.pieces) > 1) else row.heads
    for line, name in enumerate(names):
        cells = {}
        for k, c in data.items():
            cells[k] = _part(sheet, c, c.pieces[line])
        out.append(
            Row(row.index, name, (*above, name), under, cells, heading(name, True), row.indent)
        )
    return out


def _data(sheet: Rows, piece: Span) -> bool:
    shape = shapes.read(sheet.article.view((piece,)), sheet.comma).shape
    return shape in (
        shapes.CI, shapes.COUNT_PERCENT, shapes.PERCENT_COUNT, shapes.FRACTION, shapes.PAIR,
        shapes.PLAIN, shapes.PERCENT, shapes.SPREAD, shapes.PONLY, shapes.REACHED,
    )  # fmt: skip


def _part(sheet: Rows, cell: Cell, piece: Span) -> Cell:
    made = Cell(cell.row, cell.column, (piece,), False, 1, cell.colspan)
    sheet.keep(made)
    return made


def _slashed(sheet: Rows, row: Row, columns: list[Column]) -> list[Row]:
    """Categories between slashes in the head and their numbers between slashes in the cells."""
    cells = {
        k: c for k, c in row.cells.items()
        if c.pieces and _SLASHED.fullmatch(sheet.article.view(c.pieces).text)
    }  # fmt: skip
    if not cells or "/" not in row.head or len(cells) * 2 < len(row.cells):
        return []
    shown = {k: _numerals(sheet, c) for k, c in cells.items()}
    count = len(next(iter(shown.values())))
    names = _categories(row.head, count)
    if not names or any(len(n) != count for n in shown.values()) or _MEASURED.search(row.head):
        return []
    kind = _kind(row.head, [[t for t, _ in n] for n in shown.values()], [
        c.n.text if (c := _column(columns, k)) is not None and c.n is not None else ""
        for k in shown
    ])  # fmt: skip
    if not kind:
        return []
    typed = Heading(role=heads.VALUE, value=kind, form=kind)
    rest = {k: c for k, c in row.cells.items() if k not in cells}
    out = [msgspec.structs.replace(row, cells=rest)] if rest else []
    for at, name in enumerate(names):
        parts = {k: _part(sheet, c, shown[k][at][1]) for k, c in cells.items()}
        out.append(
            Row(row.index, name, (*row.heads[:-1], name), row.sections, parts, typed, row.indent)
        )
    return out


def _column(columns: list[Column], index: int) -> Column | None:
    return next((c for c in columns if c.index == index), None)


def _numerals(sheet: Rows, cell: Cell) -> list[tuple[str, Span]]:
    view = sheet.article.view(cell.pieces)
    return [(m.group(), view.span(*m.span())) for m in _NUMERAL.finditer(view.text)]


def _categories(head: str, count: int) -> list[str]:
    """The names between the slashes of a head, each with the words that all of them share.

    >>> _categories("ASA physical status (I/II/III)", 3)
    ['ASA physical status I', 'ASA physical status II', 'ASA physical status III']
    >>> _categories("Boys/girls, n", 2), _categories("Race, % White/Black/Other", 3)
    (['Boys', 'girls'], ['Race White', 'Race Black', 'Race Other'])
    >>> _categories("n/N", 2)
    []
    """
    bare = _FORM.sub(" ", head)
    bare = re.sub(r"(?i)[,;]\s*(?:n|no\.?|%|n\s?\(%\))\s*\Z", "", bare.strip())
    bare = _LEADING_FORM.sub(lambda m: m["kept"] + " ", bare)
    parts = [" ".join(p.split()).strip(" ()[],;:") for p in bare.split("/")]
    if len(parts) != count or not all(parts) or _OF_TOTAL.search(parts[-1]):
        return []
    if parts[0].count("(") > parts[0].count(")"):
        parts[0] = " ".join(parts[0].rpartition("(")[::2])
    shared, _, first = parts[0].rpartition(" ")
    shared = " ".join(shared.strip(" ,:").split())
    if not shared or any(" " in p for p in parts[1:]):
        return parts
    return [f"{shared} {p}" for p in (first, *parts[1:])]


def _kind(head: str, columns: list[list[str]], sizes: list[str]) -> str:
    """Counts that add up to the size of their group, or shares that add up to a hundred."""
    sums = [sum(float(t) for t in texts) for texts in columns]
    if all(99 <= s <= 101 for s in sums) and "%" in head:
        return "percent"
    if any("." in t for texts in columns for t in texts):
        return ""
    if all(n.isdigit() and s == int(n) for s, n in zip(sums, sizes, strict=True)):
        return "count"
    return "count" if "%" not in head and len(columns[0]) > 2 else ""
