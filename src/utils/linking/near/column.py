"""The rows of a column that words may name, found by the words of their names.

A long table has as many rows as a report has statements of them: no statement is held against
every row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.names.rows import SORTS, RowWords
from src.utils.linking.near.heads import Heads, Names


class Column:
    """The cells of one column by their rows, and these by the words of their names."""

    def __init__(self, units: list[Unit], heads: Heads, rows: RowWords):
        """``heads`` and ``rows`` name the rows."""
        self._by_row: dict[int | None, list[Unit]] = defaultdict(list)
        for u in units:
            self._by_row[u.result.row].append(u)
        firsts = {row: found[0] for row, found in self._by_row.items()}
        self._leaves = {row: heads.leaf(u) - SORTS for row, u in firsts.items()}
        common = Counter(word for leaf in self._leaves.values() for word in leaf)
        self._rarest: dict[str, list[int | None]] = defaultdict(list)
        self._called: dict[int, list[int | None]] = defaultdict(list)
        for row, leaf in self._leaves.items():
            # A row without words of its own ("Overall") is named by what stands above it.
            word = min(leaf, key=lambda w: (common[w], w), default="")
            self._rarest[word].append(row)
            self._called[rows.row(firsts[row].result)].append(row)
        self._like: dict[str, int] = {}

    def of(self, row: int | None) -> list[Unit]:
        """The cells of a row."""
        return self._by_row.get(row, [])

    def like(self, cell: Unit) -> int:
        """In how many rows numbers of the same sort stand."""
        kind = cell.value.kind if cell.value is not None else ""
        if kind not in self._like:
            self._like[kind] = sum(any(alike(u, cell) for u in r) for r in self._by_row.values())
        return self._like[kind]

    def named(self, words: Names, called: Iterable[int]) -> Iterator[tuple[int | None, list[Unit]]]:
        """The rows that may be meant by words: all words of their own names may be among these."""
        rare = (row for word in (*words, "") for row in self._rarest.get(word, ()))
        rows = {row for row in rare if self._leaves[row] <= words}
        rows.update(row for c in called for row in self._called.get(c, ()))
        yield from ((row, self._by_row[row]) for row in sorted(rows, key=lambda r: r or 0))


def alike(a: Unit, b: Unit) -> bool:
    """Whether two cells print numbers of one sort."""
    if a.value is None or b.value is None:
        return a.value is b.value
    return a.value.kind == b.value.kind
