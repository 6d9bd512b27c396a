"""Which results print a given number, also rounded: an index without any quadratic scan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from src.utils.linking import numerals
from src.utils.linking.compare import sorted_numbers
from src.utils.records import Result

#: Numbers lighter than this stand everywhere and lead to no candidates.
LIGHTEST = 0.5
#: The sorts of numbers against which one of a sort may be held; other sorts meet their own alone.
_MET = {
    "main": ("main", "count", "percent"),
    "count": ("count", "main"),
    "percent": ("percent", "main"),
}


def _rounded(value: int, decimals: int, to: int) -> tuple[int, ...]:
    """``value * 10**-decimals`` rounded to fewer decimals; both results where it is a half."""
    unit = 10 ** (decimals - to)
    sign, size = (-1, -value) if value < 0 else (1, value)
    low, rest = divmod(size, unit)
    if 2 * rest < unit:
        return (sign * low,)
    return (sign * low, sign * (low + 1)) if 2 * rest == unit else (sign * (low + 1),)


class Lookup:
    """Results by the numbers they print. Built once per article, then asked number by number."""

    def __init__(self, results: Iterable[Result]):
        """Index every number of ``results``, as printed and rounded to fewer decimals."""
        self._printed: dict[tuple[str, int, int], list[Result]] = defaultdict(list)
        self._finer: dict[tuple[str, int, int], list[Result]] = defaultdict(list)
        for result in results:
            for sort, value, decimals in _telling(result):
                for other in _MET.get(sort, (sort,)):
                    self._printed[other, decimals, value].append(result)
                    for fewer in range(decimals):
                        for short in _rounded(value, decimals, fewer):
                            self._finer[other, fewer, short].append(result)

    def sharing(self, result: Result) -> list[Result]:
        """The indexed results that share a telling number with ``result``, in order, once each."""
        found: dict[str, Result] = {}
        for sort, value, decimals in _telling(result):
            rows = list(self._printed.get((sort, decimals, value), ()))
            rows += self._finer.get((sort, decimals, value), ())
            for fewer in range(max(decimals - 2, 0), decimals):
                for short in _rounded(value, decimals, fewer):
                    rows += self._printed.get((sort, fewer, short), ())
            for row in rows:
                found.setdefault(row.id, row)
        return list(found.values())


def _telling(result: Result) -> Iterator[tuple[str, int, int]]:
    """The telling numbers of a result once each: sort, digits as an integer, decimals."""
    for sort, text in dict.fromkeys((sort, n.text) for sort, n in sorted_numbers(result)):
        parsed = numerals.scaled(text)
        if parsed is not None and numerals.weight(text) >= LIGHTEST:
            yield sort, *parsed
