"""What holds for a whole table, and the parts of a result in the making.

Belongs here: defaults from caption and footnotes, levels, reference categories. Does not: cells of
a row (`table_units`), results (`table_outcomes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction import table_values as make
from src.utils.extraction.table_cells import Content
from src.utils.extraction.table_columns import Column
from src.utils.extraction.table_defaults import Defaults
from src.utils.extraction.table_headers import Heading, heading
from src.utils.extraction.table_layout import Sheet
from src.utils.extraction.table_rows import Row
from src.utils.identity import Namer
from src.utils.records import (
    Arm,
    Cell,
    Effect,
    Num,
    PValue,
    Span,
    Value,
)

_LEVEL = re.compile(
    r"(?<![\d.])(\d{2}(?:\.\d{1,2})?)\s*%[\s-]*(?:C\.?\s*[Il1]|CrI|(?i:confid|credib))"
)
_METHOD = re.compile(r"(?i)\b(credib|bootstrap|exact|profile)")
_RATIO_LABELS = ("HR", "OR", "RR", "IRR", "RRR", "SHR", "PR", "RoM", "ratio")
_ADJUSTED_FOR = re.compile(
    r"(?i)(?<!un)(?<!un-)\badjusted\s+(?:for\b(?!\s+multiple)|by\b|hazard|odds|relative"
    r"|risk|ORs?\b|HRs?\b|RRs?\b)|\bmultivaria(?:ble|te)\b"
)
_UNADJUSTED = re.compile(r"(?i)\bun-?adjusted\b|\bunivaria(?:ble|te)\b|\bcrude\b")
_P_VALUES = re.compile(r"(?i)\bp[\s-]?values?\b")


class Draft(msgspec.Struct):
    """A result in the making."""

    row: Row
    column: Column
    cells: list[Cell]
    arms: list[Arm]
    values: list[Value]
    effect: Effect | None = None
    p: list[PValue] = []
    heading: Heading = Heading()
    columns: frozenset[int] = frozenset()
    context: str = ""


class Unit(msgspec.Struct):
    """Cells of a row that say one thing: an effect, a value or a P value."""

    column: Column
    cells: list[Cell]
    content: Content
    what: str
    beside: list[Column] = []  # columns whose cells complete this one


class Base(Defaults):
    """A table with what its caption and footnotes say."""

    def __init__(self, sheet: Sheet, index: int, namer: Namer):
        self.sheet, self.index, self.namer = sheet, index, namer
        self.article, self.table = sheet.article, sheet.table
        self.drafts: list[Draft] = []
        self.marked = self._marked()
        self.default = self._default()
        self.exceptions = self._exceptions()
        self.kind = self._kind_of_caption()
        self.level = self._level([self.table.caption, *self.table.footnotes])
        text = f"{sheet.caption} {sheet.notes}"
        self.adjusted = bool(_ADJUSTED_FOR.search(text)) and not _UNADJUSTED.search(text)
        self.tested = bool(_P_VALUES.search(text))
        found = _METHOD.search(text)
        self.method = found.group(1).lower().replace("credib", "credible") if found else ""
        self.reference: dict[tuple[tuple[str, ...], int], str] = {}
        self._find_references()

    def _kind_of_caption(self) -> str:
        for text in (self.sheet.caption, self.sheet.notes):
            found = {
                h.kind
                for h in (heading(t) for t in re.split(r"[;,.:=]|\band\b", text)[:60])
                if h.kind in _RATIO_LABELS
            }
            if len(found) == 1:
                return found.pop()
        return ""

    def _level(self, places: Iterable[tuple[Span, ...]]) -> Num | None:
        for pieces in places:
            view = self.article.view(pieces)
            match = _LEVEL.search(view.text)
            if match:
                return Num(match.group(1), view.span(match.start(1), match.end(1)))
        return None

    def _find_references(self) -> None:
        """The category that each effect of a section is relative to, wherever its row stands."""
        for segment in self.sheet.segments:
            for column in segment.columns:
                if column.typed.role != heads.EFFECT:
                    continue
                for row in segment.rows:
                    cell = row.cells.get(column.index)
                    if cell is None or cell.colspan > 2:
                        continue
                    content = self.sheet.content(cell)
                    family = _family(row)
                    beside = row.cells.get(column.index + 1)
                    bounded = (
                        beside is not None and self.sheet.content(beside).shape == shapes.RANGE
                    )
                    if content.shape == shapes.REFERENCE or (
                        content.shape == shapes.PLAIN
                        and _is_one(content)
                        and family
                        and not bounded
                    ):
                        self.reference.setdefault((_family(row), column.index), row.head)

    def _p(self, found: tuple[str, Num, str], cell: Cell, typed: Heading) -> PValue:
        start, end = found[1].span.start, found[1].span.end
        return make.p_value(found, Span(start, end), typed.qualifier or self._noted(cell))

    def _noted(self, cell: Cell) -> str:
        """What a P value tests by the footnote of its cell: "0.33*", "*P for interaction"."""
        for k in sorted(self.sheet.notes_of(cell)):
            if k >= len(self.table.footnotes):
                continue
            note = " ".join(self.article.view(self.table.footnotes[k]).text.split())
            if said := _P_NOTED.search(note):
                return said["what"].lower()
        return ""


#: A footnote that says what a P value tests.
_P_NOTED = re.compile(
    r"(?i)\b(?:P(?:[\s-]*values?)?|tests?)\s+(?:\w+\s+)?(?:for|of)\s+(?:the\s+)?"
    r"(?P<what>interaction|heterogeneity|trend)"
)


def _family(row: Row) -> tuple[str, ...]:
    """What the categories of one characteristic have in common."""
    return (*row.sections, *row.heads[:-1])


def _is_one(content: Content) -> bool:
    num = content.nums[0]
    return num is not None and re.fullmatch(r"1(?:\.0*)?", num.text) is not None
