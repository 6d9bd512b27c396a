"""The numerals that an article prints, asked for a number however it is rounded."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from fractions import Fraction

from src.utils.linking import numerals
from src.utils.printed import printed
from src.utils.records import Num, Result

#: So many numbers away from an estimate its bounds stand at most, in any order.
BESIDE = 3


class PrintedNumbers:
    """Printed numerals, asked whether one of them can be another one rounded."""

    def __init__(self, nums: Iterable[Num]):
        self._texts = [n.text.lstrip("-") for n in sorted(nums, key=lambda n: n.span)]
        self._exact = frozenset(self._texts)
        self._finest: dict[Fraction, int] = {}
        for text in self._texts:
            number = read(text)
            if number is not None:
                value, decimals = number
                self._finest[value] = max(decimals, self._finest.get(value, 0))
        self._values = sorted(self._finest)

    def holds(self, text: str, share: bool = False) -> bool:
        """Whether the numeral, a finer or a coarser form of it is printed.

        ``share``: also as a fraction where it is a percentage, and the other way round.
        """
        number = read(text)
        if number is None:
            return True
        value, decimals = number
        half = Fraction(10) ** -decimals / 2
        scales = (Fraction(1), Fraction(100), Fraction(1, 100)) if share else (Fraction(1),)
        for scale in scales:
            low = bisect.bisect_left(self._values, (value - half) * scale)
            if low < len(self._values) and self._values[low] <= (value + half) * scale:
                return True
        for kept in range(decimals):
            for rounded in numerals.rounded_to(text.lstrip("-"), kept):
                if len(rounded.replace(".", "").lstrip("0")) < 2:
                    continue
                if self._finest.get(printed(rounded).value, -1) >= kept:
                    return True
        return False

    def prints(self, text: str) -> bool:
        """Whether the numeral is printed with the same digits."""
        return text in self._exact

    def together(self, texts: list[str]) -> bool:
        """Whether the numerals stand within a few numbers of each other, in any order."""
        wanted = [t.lstrip("-") for t in texts]
        for i, text in enumerate(self._texts):
            if alike(wanted[0], text):
                near = self._texts[max(0, i - BESIDE) : i + BESIDE + 1]
                if all(any(alike(w, t) for t in near) for w in wanted[1:]):
                    return True
        return False


def alike(a: str, b: str) -> bool:
    """Whether two numerals agree within their roundings, neither of them too coarse to say so."""
    if a != b and min(len(t.replace(".", "").lstrip("-0")) for t in (a, b)) < 2:
        return False  # every number round one is "1"
    try:
        return numerals.agreeing(numerals.state(a, b))
    except ValueError:
        return False


def read(text: str) -> tuple[Fraction, int] | None:
    """The size and the decimals of a numeral; None when it is none."""
    try:
        number = printed(text.lstrip("-"))
    except ValueError:
        return None
    return number.value, number.decimals


def triple_of(result: Result) -> list[Num]:
    """Estimate and both bounds of a result's effect; empty where one of them is not printed."""
    e = result.effect
    nums = [n for n in (e.estimate, e.low, e.high) if n is not None] if e is not None else []
    return nums if len(nums) == 3 else []


def in_full(result: Result) -> str:
    """An effect as a message prints it, "0.61 (0.40 to 0.95)"."""
    estimate, low, high = (n.text for n in triple_of(result))
    return f"{estimate} ({low} to {high})"
