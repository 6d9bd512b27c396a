"""The statements of the tables by the numerals they print, as printed and rounded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.numerals import scaled
from src.utils.records import Num


class Index:
    """Units of the tables by the numerals they print, as printed and rounded."""

    def __init__(self, units: Iterable[Unit], every: bool = False):
        """Index the main numbers of every unit, or ``every`` number of those with several."""
        self._every = every
        self._printed: dict[tuple[int, int], list[Unit]] = defaultdict(list)
        self._finer: dict[tuple[int, int], list[Unit]] = defaultdict(list)
        for unit in units:
            if unit.p is not None and unit.p.relation != "=":
                continue
            if every and len(unit.nums) < 2:
                continue
            for num in self._of(unit):
                parsed = scaled(num.text.lstrip("-"))
                if parsed is None:
                    continue
                value, decimals = parsed
                self._printed[value, decimals].append(unit)
                for fewer in range(max(decimals - 2, 0), decimals):
                    self._finer[_rounded(value, decimals, fewer), fewer].append(unit)

    def _of(self, unit: Unit) -> tuple[Num, ...]:
        return unit.nums if self._every else unit.main

    def printing(self, unit: Unit) -> list[Unit]:
        """The indexed units that may print a main number of this one, once each."""
        found: dict[int, Unit] = {}
        for num in self._of(unit):
            parsed = scaled(num.text.lstrip("-"))
            if parsed is None:
                continue
            value, decimals = parsed
            for near in (value, value - 1):  # halves are rounded up or down
                for other in self._finer.get((near, decimals), ()):
                    found.setdefault(id(other), other)
            places = [decimals]
            if unit.value is not None and unit.value.kind == "percent":
                places.append(decimals + 2)  # 98% printed as 0.98
            for other in (u for k in places for u in self._printed.get((value, k), ())):
                found.setdefault(id(other), other)
            for fewer in range(max(decimals - 1, 0), decimals):
                for other in self._printed.get((_rounded(value, decimals, fewer), fewer), ()):
                    found.setdefault(id(other), other)
        return list(found.values())


def _rounded(value: int, decimals: int, to: int) -> int:
    unit = 10 ** (decimals - to)
    return (2 * value + unit) // (2 * unit)
