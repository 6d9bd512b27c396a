"""A count with its percentage, and the totals that give it.

What belongs here: the arithmetic of k, n and p that every check of such pairs needs. What does not:
which n is meant, and any verdict.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cached_property

import msgspec

from src.utils.printed import Printed

#: A percentage of more totals than this share of them says little.
_TELLING = Fraction(12, 100)


class Counted(msgspec.Struct, frozen=True, dict=True):
    """A printed "k (p%)"."""

    k: int
    share: Printed

    def of(self, total: int) -> bool:
        """Whether the percentage is that of k of ``total``."""
        return bool(self.share.interval.holds(Fraction(100 * self.k, total)))

    def off(self, total: int) -> Fraction:
        """How far the percentage is from k / total, in units of its last digit."""
        return abs(self.share.value - Fraction(100 * self.k, total)) / self.share.unit

    @cached_property
    def low(self) -> int:
        """The smallest total that gives the percentage."""
        return max(math.ceil(100 * self.k / self.share.interval.high), self.k)

    @cached_property
    def high(self) -> int:
        """The largest total that gives the percentage, which is above zero."""
        return math.floor(100 * self.k / self.share.interval.low)

    @property
    def telling(self) -> bool:
        """Whether few totals give the percentage."""
        return self.high - self.low <= _TELLING * self.low + 1
