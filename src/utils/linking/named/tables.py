"""The tables of an article as its sentences ask for them: by number, by row name, by column."""

from __future__ import annotations

import re
from collections import defaultdict

from src.utils.linking.by_numbers.units import Unit, units_of
from src.utils.linking.names.columns import labels
from src.utils.linking.names.rows import is_sort
from src.utils.linking.reading import Reading
from src.utils.records import Result

#: "25 to 74", ">= 65", "< 10 cm": no word of it says which row of a heading is meant.
_CLASS = re.compile(r"\d\s*(?:to|-|\u2013|\u2014)\s*\d|[<>\u2264\u2265]\s*\d")


class Tables:
    """What all sentences of an article share."""

    def __init__(self, reading: Reading):
        """Rows by their number, columns as they are asked for."""
        self.reading = reading
        self.article, self.rows, self.index = reading.article, reading.rows, reading.index
        cells = reading.cells
        self.by_row: dict[int, list[Result]] = defaultdict(list)
        for c in cells:
            self.by_row[self.rows.row(c)].append(c)
        self._units: dict[int, list[Unit]] = {}
        self._groups = {labels(a.name) for c in cells for a in c.arms if labels(a.name)}

    def units_of(self, row: int) -> list[Unit]:
        """The numbers of the rows with a row's head."""
        if row not in self._units:
            self._units[row] = [u for r in self.by_row.get(row, ()) for u in units_of(r)]
        return self._units[row]

    def named(self, row: Result, said: dict[str, float]) -> float:
        """How far a row is named.

        One that is called as a group is does not count, nor a class of numbers under a heading.
        """
        leaf = row.context.row.rpartition(" > ")[2]
        if labels(leaf) in self._groups or (is_sort(leaf) and _CLASS.search(leaf)):
            return 0.0
        return self.rows.bare_share(self.rows.row(row), said)
