"""Which results print a given number, also rounded: an index without any quadratic scan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from src.utils.linking import numerals
from src.utils.linking.compare import numbers_of
from src.utils.records import Result

#: Numbers lighter than this stand everywhere and lead to no candidates.
LIGHTEST = 0.5


def _whole(text: str) -> tuple[int, int] | None:
    """A numeral as (digits as an integer, decimals); None for exponents and the like."""
    whole, _, decimals = text.partition(".")
    try:
        return int(whole + decimals), len(decimals)
    except ValueError:
        return None


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
        self._printed: dict[tuple[int, int], list[Result]] = defaultdict(list)
        self._finer: dict[tuple[int, int], list[Result]] = defaultdict(list)
        for result in results:
            for text in {n.text for n in numbers_of(result)}:
                parsed = _whole(text)
                if parsed is None or numerals.weight(text) < LIGHTEST:
                    continue
                value, decimals = parsed
                self._printed[decimals, value].append(result)
                for fewer in range(decimals):
                    for short in _rounded(value, decimals, fewer):
                        self._finer[fewer, short].append(result)

    def sharing(self, result: Result) -> list[Result]:
        """The indexed results that share a telling number with ``result``, in order, once each."""
        found: dict[str, Result] = {}
        for text in dict.fromkeys(n.text for n in numbers_of(result)):
            parsed = _whole(text)
            if parsed is None or numerals.weight(text) < LIGHTEST:
                continue
            value, decimals = parsed
            rows = list(self._printed.get((decimals, value), ()))
            rows += self._finer.get((decimals, value), ())
            for fewer in range(max(decimals - 2, 0), decimals):
                for short in _rounded(value, decimals, fewer):
                    rows += self._printed.get((fewer, short), ())
            for row in rows:
                found.setdefault(row.id, row)
        return list(found.values())
