"""Numbers as they are printed: text, decimals, and the interval they may have been rounded from.

What belongs here: exact arithmetic on printed numerals, nothing about articles or statistics.
An article prints decimals, not reals. A numeral ``x`` with ``k`` decimals stands for
``[x - h, x + h]`` with ``h = 0.5 * 10**-k``, both ends included, because articles do not say how
they round halves. All bounds are `fractions.Fraction`, never floats: 0.70 and 0.7 are different
evidence, and 0.1 + 0.2 must be 0.3.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

import msgspec

#: Decimal marks that articles use: point, middle dots, comma (only as ``d,dd`` without grouping).
MARKS = "·∙⋅•‧"
_NUMERAL = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?\Z")
_DIGIT = re.compile(r"[0-9]")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,\s]\d{3})+(?:\.\d+)?\Z")


class Interval(msgspec.Struct, frozen=True):
    """A closed interval of exact rationals; ``open_low`` / ``open_high`` leave that end out."""

    low: Fraction
    high: Fraction
    open_low: bool = False
    open_high: bool = False

    def meets(self, other: Interval) -> bool:
        """Whether the two intervals have a real number in common."""
        if self.low > other.high or other.low > self.high:
            return False
        if self.low == other.high and (self.open_low or other.open_high):
            return False
        return not (other.low == self.high and (other.open_low or self.open_high))

    def holds(self, value: Fraction | int) -> bool:
        """Whether ``value`` lies in the interval."""
        if value < self.low or value > self.high:
            return False
        if value == self.low and self.open_low:
            return False
        return not (value == self.high and self.open_high)

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.open_low or other.open_low,
            self.open_high or other.open_high,
        )

    def __sub__(self, other: Interval) -> Interval:
        return Interval(
            self.low - other.high,
            self.high - other.low,
            self.open_low or other.open_high,
            self.open_high or other.open_low,
        )

    def __mul__(self, other: Interval) -> Interval:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def reciprocal(self) -> Interval:
        """The interval of 1/x; raises ZeroDivisionError when the interval holds zero."""
        if self.low <= 0 <= self.high:
            raise ZeroDivisionError("the interval holds zero")
        return Interval(1 / self.high, 1 / self.low, self.open_high, self.open_low)


def has_digit(text: str) -> bool:
    """Whether a text prints a digit at all."""
    return _DIGIT.search(text) is not None


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """The numeral with a decimal point, a leading zero, an ASCII minus and no grouping.

    ``0·71`` -> ``0.71``, ``.89`` -> ``0.89``, ``−1.2`` -> ``-1.2``, ``1,234`` -> ``1234``,
    ``0,71`` -> ``0.71``, ``0. 0 0`` -> ``0.00``. Trailing zeros are evidence and stay.
    Raises ValueError when the text is not one numeral.

    >>> normalise(".89"), normalise("0·71"), normalise("1,234"), normalise("0. 0 0")
    ('0.89', '0.71', '1234', '0.00')
    """
    out = text.strip().strip("%").strip()
    for mark in MARKS:
        out = out.replace(mark, ".")
    for minus in "−–‐‑—":
        out = out.replace(minus, "-")
    out = re.sub(r"(?<=\d)[\u2009\u202f\u00a0 ](?=\d{3}(?:\D|\Z))", "", out)
    if _GROUPED.match(out) and not re.match(r"[+-]?0,", out):
        out = re.sub(r"[,\s]", "", out)
    out = re.sub(r"\s+", "", out)
    if out.count(",") == 1 and "." not in out:
        out = out.replace(",", ".")
    if not _NUMERAL.match(out):
        raise ValueError(f"not one numeral: {text!r}")
    if out[0] == "+":
        out = out[1:]
    if out.startswith("."):
        out = "0" + out
    elif out.startswith("-."):
        out = "-0" + out[1:]
    return out


class Printed(msgspec.Struct, frozen=True):
    """A numeral with its decimals and exact value; build it with `printed`."""

    text: str
    decimals: int
    value: Fraction

    @property
    def unit(self) -> Fraction:
        """One unit in the last printed place."""
        return Fraction(10) ** -self.decimals

    @property
    def interval(self) -> Interval:
        """Every real that rounds to this numeral, both ends included."""
        return _rounding(self.text, self.decimals)

    @property
    def truncated(self) -> Interval:
        """Every real that is cut to this numeral (towards zero)."""
        if self.value < 0:
            return Interval(self.value - self.unit, self.value, open_low=True)
        return Interval(self.value, self.value + self.unit, open_high=True)


@lru_cache(maxsize=65536)
def _rounding(text: str, decimals: int) -> Interval:
    """The interval of a numeral; asked for again and again, and exact arithmetic is slow."""
    value, half = Fraction(text), Fraction(10) ** -decimals / 2
    return Interval(value - half, value + half)


@lru_cache(maxsize=65536)
def printed(text: str) -> Printed:
    """Parse one numeral as printed; raises ValueError when it is none.

    >>> printed("0.70").interval.low, printed("0.7").interval.low
    (Fraction(139, 200), Fraction(13, 20))
    """
    clean = normalise(text)
    mantissa, _, exponent = clean.lower().partition("e")
    decimals = len(mantissa.partition(".")[2]) - (int(exponent) if exponent else 0)
    return Printed(clean, decimals, Fraction(clean))


@lru_cache(maxsize=16384)
def related(relation: str, text: str) -> Interval:
    """The interval that ``relation`` and a printed probability state together.

    ``= a`` is the rounding interval of ``a`` (kept inside [0, 1]), ``< a`` is (0, a),
    ``<= a`` (0, a], ``> a`` (a, 1] and ``>= a`` [a, 1].
    """
    p = printed(text)
    if relation == "=":
        low, high = max(p.interval.low, Fraction(0)), p.interval.high
        return Interval(low, min(high, Fraction(1)) if p.value <= 1 else high)
    if relation in ("<", "<="):
        return Interval(Fraction(0), p.value, open_low=True, open_high=relation == "<")
    return Interval(p.value, Fraction(1), open_low=relation == ">")


def same_number(a: str, b: str) -> bool:
    """Whether one numeral is the other, or the other rounded to fewer decimals.

    >>> same_number("0.408", "0.41"), same_number("0.41", "0.42"), same_number("15", "15.0")
    (True, False, True)
    """
    x, y = printed(a), printed(b)
    if x.decimals < y.decimals:
        x, y = y, x
    return y.interval.holds(x.value)
