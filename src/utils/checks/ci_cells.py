"""Checks of the family CI: cells of a table that hold nothing but an interval.

What belongs here: "[12.4-15.8]" on the line below its estimate, as its neighbours are. What
does not: an interval beside its estimate (`ci`), or a value with its own spread (`ci_spread`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.sheets import Sheet, sheets
from src.utils.records import Dossier, Evidence, Finding, Span

_D = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CELL = re.compile(
    rf"\s*[\[(]\s*(?P<low>{_D})\s*(?:-|to|;|,\s)\s*(?P<high>{_D})\s*[\])]\s*[*†‡§]?\s*\Z"
)
_FEWEST = 5  # cells of one table in the right order before one that is not is reported


class Bounds(msgspec.Struct, frozen=True):
    """The two numerals of a cell, with their places."""

    low: str
    high: str
    spans: tuple[Span, Span]

    @property
    def ordered(self) -> bool:
        """Whether the lower one is printed first."""
        return float(self.low.replace(",", "")) <= float(self.high.replace(",", ""))


@check("CI14", "interval-cell-out-of-order")
def interval_cell_out_of_order(dossier: Dossier) -> Iterator[Finding]:
    """The cell of an interval prints its higher bound first, where its neighbours do not.

    Compares
    --------
    The two numbers of cells that hold only an interval in brackets, with decimals. Warning where
    at least five such cells of the table print the lower bound first and one does not.

    Why it matters
    --------------
    A bound with a wrong or exchanged digit shows where the estimate stands on another line.

    Known limits
    ------------
    Negative bounds, and tables with few such cells, are not judged.

    Source
    ------
    Definition of an interval.
    """
    for sheet in sheets(dossier):
        cells = list(_cells(sheet))
        good = [c for c in cells if c.ordered]
        bad = [c for c in cells if not c.ordered]
        if len(good) < _FEWEST:
            continue
        for one in good:
            yield agrees(f"{one.low} to {one.high}: in order", evidence=_places(sheet, one))
        for one in bad if len(bad) == 1 else ():
            yield differs(
                "warning",
                f"{sheet.table.label}: the interval is printed as {one.low} to {one.high}, the "
                f"higher bound first; the {len(good)} other intervals of the table are in order",
                computed={"first": one.low, "second": one.high},
                evidence=_places(sheet, one),
            )


def _places(sheet: Sheet, one: Bounds) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(role, span, "table", sheet.table.label)
        for role, span in zip(("low", "high"), one.spans, strict=True)
    )


def _cells(sheet: Sheet) -> Iterator[Bounds]:
    """Every cell of a table that is an interval and nothing else."""
    for row in sheet.grid[sheet.header_rows :]:
        before = None
        for cell in row[sheet.stubs :]:
            if cell is None or cell is before:
                continue
            before = cell
            match = _CELL.match(sheet.text(cell))
            if match and "." in match.group():
                view = sheet.article.view(cell.pieces)
                spans = (view.span(*match.span("low")), view.span(*match.span("high")))
                yield Bounds(match["low"], match["high"], spans)
