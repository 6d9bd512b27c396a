"""Where a number stands in its table: the column of the page, whatever group it was read for."""

from __future__ import annotations

import bisect

from src.utils.records import Article, Num, Table

#: A table, and the column of its grid.
Place = tuple[int, int]


class Grid:
    """The columns of an article's tables by the places of their cells in the text."""

    def __init__(self, article: Article):
        """Tables are read when a number of theirs is asked for."""
        self._tables = article.tables
        self._known: dict[int, tuple[list[int], list[int]]] = {}

    def column(self, table: int, num: Num) -> int | None:
        """The grid column of the cell that prints a number."""
        if table not in self._known:
            self._known[table] = _columns(self._tables[table])
        starts, columns = self._known[table]
        at = bisect.bisect_right(starts, num.span.start) - 1
        return columns[at] if at >= 0 else None


def _columns(table: Table) -> tuple[list[int], list[int]]:
    pieces = sorted((p.start, c.column) for c in table.cells for p in c.pieces)
    return [start for start, _ in pieces], [column for _, column in pieces]
