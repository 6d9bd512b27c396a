"""A variable with the P value of its test, above its classes: "Stage | | | 0.02", then "I", "II".

Belongs here: which heading such a row is for the rows below it. Does not: headings without a
number, and indented rows (`table_rows`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from src.utils.extraction.table_columns import Column
from src.utils.extraction.table_grid import Cells
from src.utils.extraction.table_headers import P
from src.utils.records import Cell


class Tested:
    """The variable over the rows of a table, as its rows are read from above."""

    def __init__(self, sheet: Cells, columns: Iterable[Column]):
        """Keep which columns hold P values."""
        self._sheet = sheet
        self._tests = {c.index for c in columns if c.typed.role == P}
        self._name = self._shape = ""

    def close(self) -> None:
        """Another heading ends the classes of a variable."""
        self._name = ""

    def over(self, row: int, head: str, cells: Mapping[int, Cell | None]) -> tuple[str, ...]:
        """The variable of which a row is a class: () for a row with a test of its own.

        Classes are printed in one form, so that a mean below counts of a variable is none of them.
        """
        if not self._tests:
            return ()
        filled = {k: c for k, c in cells.items() if c is not None}
        values = [c for k, c in filled.items() if k not in self._tests]
        shape = self._sheet.content(values[0]).shape if values else ""
        if any(k in self._tests and c.row == row for k, c in filled.items()):
            self._name, self._shape = ("", "") if values else (head, "")
            return ()
        if self._name and self._shape in ("", shape):
            self._shape = shape
            return (self._name,)
        self._name = ""
        return ()
