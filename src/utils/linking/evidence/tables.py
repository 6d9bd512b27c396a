"""The statements of an article's tables as a linker by evidence asks for them, read once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import msgspec

from src.utils.linking.by_numbers.sentences import stages_of
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.held import Hold
from src.utils.linking.meaning import analyses
from src.utils.linking.names.abbreviations import spelt
from src.utils.linking.names.rows import SORTS, stems_of, times_of
from src.utils.linking.reading import Reading, headed
from src.utils.linking.words import tokens
from src.utils.printed import normalise

_NUMERAL = re.compile(r"\d+(?:[.,\u00b7]\d+)*|\.\d+")
#: Table, row and arm (or column) of a cell.
Home = tuple[int | None, int | None, int | None]


class Place(msgspec.Struct, frozen=True):
    """What is known of a cell's statement whatever sentence is held against it."""

    row: int  # the number of its row head
    home: Home
    times: frozenset[str]
    stages: frozenset[str]
    caption: frozenset[str]
    header: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    size: bool = False


class Tables:
    """The statements of all tables by number and by row, and where links lie already."""

    def __init__(self, reading: Reading):
        """Read every statement once."""
        self.article, self.rows = reading.article, reading.rows
        self.columns = reading.columns
        self.units = [*reading.units, *reading.sizes]
        self.index, rows = reading.index, reading.rows
        self.by_row: dict[int, list[Unit]] = defaultdict(list)
        self.in_row = Counter((u.result.table, u.result.row) for u in self.units)
        for u in self.units:
            self.by_row[rows.row(u.result)].append(u)
        self.rows_at: dict[tuple[int | None, int | None], set[int]] = defaultdict(set)
        for u in self.units:
            self.rows_at[u.result.table, u.result.row].add(rows.row(u.result))
        self._numerals: dict[tuple[int | None, int | None], frozenset[str]] = {}
        self._places: dict[int, Place] = {}
        self._texts: dict[int | None, str] = {}
        self.vocabulary = frozenset(s for s in rows.rarity if s not in SORTS)
        self._captions: dict[int | None, frozenset[str]] = {}

    def prints(self, cell: Unit, text: str) -> bool:
        """Whether a numeral stands in the row of a cell, or in one that reaches into it."""
        table, row = cell.result.table, cell.result.row
        key = table, row
        if key not in self._numerals:
            cells = self.article.tables[table].cells if table is not None else ()
            pieces = (
                p
                for c in cells
                if row is not None and c.row <= row < c.row + c.rowspan
                for p in c.pieces
            )
            shadow = self.article.shadow
            self._numerals[key] = frozenset(
                normalise(m.group())
                for p in pieces
                for m in _NUMERAL.finditer(shadow, p.start, p.end)
            )
        return text in self._numerals[key]

    def place(self, unit: Unit) -> Place:
        """What is known of a statement's cell."""
        held = self._places.get(id(unit))
        if held is None:
            r = unit.result
            c = r.context
            caption = self._caption(r.table)
            name = ""
            if unit.value is not None and unit.value.arm is not None:
                name = r.arms[unit.value.arm].name if unit.value.arm < len(r.arms) else ""
            heads = f"{c.row} {c.header} {c.timepoint}"
            words = (
                spelt(stems_of(f"{heads} {r.endpoint_printed} {name}"), self.rows.abbreviations)
                | caption
            )
            held = self._places[id(unit)] = Place(
                self.rows.row(r),
                home(unit),
                times_of(r),
                stages_of(r),
                caption,
                stems_of(c.header) - stems_of(c.row) - SORTS,
                words,
                analyses(f"{heads} {c.analysis} {c.population} {self._texts[r.table]}"),
                headed(r),
            )
        return held

    def _caption(self, table: int | None) -> frozenset[str]:
        if table not in self._captions:
            pieces = self.article.tables[table].caption if table is not None else ()
            text = self.article.view(pieces).text[:300] if pieces else ""
            self._texts[table] = text
            self._captions[table] = tokens(text)
        return self._captions[table]


def home(unit: Unit) -> Home:
    """Table, row and arm of a statement."""
    r, v = unit.result, unit.value
    arm = v.arm if v is not None and v.arm is not None else None
    return (r.table, r.row, arm)


def home_of(hold: Hold) -> Home:
    """Table, row and arm of the number of a table that a link holds."""
    value = hold.value
    return hold.cell.table, hold.cell.row, value.arm if value is not None else None
