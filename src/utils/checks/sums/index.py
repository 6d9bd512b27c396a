"""All expressions over an article's tables: by count, by total, by percentage, by row.

What belongs here: finding expressions without trying all of them. What does not: which one a
number of the text is (`choice`, `misses`).
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterator

from src.utils.checks.sums.expressions import CELL, EPS, SIZES, Expression, expressions
from src.utils.checks.sums.grids import Grid
from src.utils.checks.sums.names import Namer
from src.utils.checks.sums.said import Mention
from src.utils.printed import printed
from src.utils.records import Num


class Index:
    """All expressions of an article's tables, by count and by percentage."""

    def __init__(self, grids: list[Grid]):
        self.grids = grids
        self.by_count: dict[int, list[Expression]] = defaultdict(list)
        self._beside: dict[tuple[int, tuple[int, ...]], dict[int, Expression]] = defaultdict(dict)
        self.by_total: dict[int, list[Expression]] = defaultdict(list)
        self.sizes: list[Expression] = []
        self._counts: dict[int, list[Expression]] = {}
        self._shares: dict[int, list[Expression]] = {}
        shares: list[Expression] = []
        for i, grid in enumerate(grids):
            made = list(expressions(grid, i))
            self._counts[i] = sorted(
                (e for e in made if e.count is not None), key=lambda e: e.count or 0
            )
            self._shares[i] = sorted((e for e in made if e.low >= 0), key=lambda e: e.low)
            for e in self._counts[i]:
                self.by_count[e.count or 0].append(e)
                if e.total is not None:
                    self.by_total[e.total].append(e)
                if e.kind == SIZES and len(e.columns) > 1:
                    self.sizes.append(e)
                if len(e.lines) <= 1 and not e.rest:
                    self._beside[i, e.columns].setdefault(e.count or 0, e)
            shares += self._shares[i]
        self._exact = sorted(
            (
                (100 * e.count / e.total, i, e)
                for i, es in self._counts.items()
                for e in es
                if e.kind == CELL and not e.rest and e.total and e.count is not None
            ),
            key=lambda x: x[0],
        )
        self._rows: dict[int, dict[int, list[int]]] = {}
        self._places = {i: [e.count or 0 for e in es] for i, es in self._counts.items()}
        self._lows = {i: [e.low for e in es] for i, es in self._shares.items()}
        self.shares = sorted(shares, key=lambda e: e.low)
        self.lows = [e.low for e in self.shares]

    def whole(self, mention: Mention, e: Expression) -> Expression | None:
        """Another row that has the mention's total in the columns of an expression."""
        if mention.total is None or e.rest or e.total == int(mention.total.text):
            return None
        found = self._beside[e.grid, e.columns].get(int(mention.total.text))
        return found if found is not None and not set(found.lines) & set(e.lines) else None

    def near_count(self, grid: int, low: float, high: float) -> list[Expression]:
        """The expressions of a table with a count in a range."""
        at = self._places[grid]
        return self._counts[grid][bisect.bisect_left(at, low) : bisect.bisect_right(at, high)]

    def of_total(self, total: int, namer: Namer, least: float) -> Iterator[Expression]:
        """The expressions of a total all of whose rows are named at least so well."""
        for grid, made in self._counts.items() if total in self.by_total else ():
            rows = self._rows.get(grid)
            if rows is None:
                rows = self._rows[grid] = defaultdict(list)
                for place, e in enumerate(made):
                    for i in e.lines:
                        rows[i].append(place)
            named = {i for i in namer.rows(grid) if namer.line(grid, i) >= least}
            places = {p for i in named for p in rows.get(i, ())}
            for e in (made[p] for p in sorted(places)):
                if e.total == total and named.issuperset(e.lines):
                    yield e

    def near_share(self, grid: int, low: float, high: float) -> list[Expression]:
        """The expressions of a table with a percentage in a range."""
        at = self._lows[grid]
        return self._shares[grid][bisect.bisect_left(at, low) : bisect.bisect_right(at, high)]

    def exact(self, num: Num) -> list[Expression]:
        """The cells whose count is such a percentage of their total, whatever percentage they
        print beside it."""
        interval = printed(num.text).interval
        start = bisect.bisect_left(self._exact, float(interval.low) - EPS, key=lambda x: x[0])
        stop = bisect.bisect_right(self._exact, float(interval.high) + EPS, key=lambda x: x[0])
        return [e for _, _, e in self._exact[start:stop]]

    def shares_of(self, num: Num) -> list[Expression]:
        """The expressions whose percentage is printed so."""
        interval = printed(num.text).interval
        low, high = float(interval.low), float(interval.high)
        # Lower bounds lie at most a few roundings below the percentage.
        start = bisect.bisect_left(self.lows, low - 4)
        stop = bisect.bisect_right(self.lows, high)
        return [e for e in self.shares[start:stop] if e.high >= low]
