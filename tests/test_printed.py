"""Printed numbers: parsing, the interval behind a numeral, exact arithmetic on intervals."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from src.utils.printed import Interval, normalise, printed, related, same_number

NUMERALS = st.decimals(-1000, 1000, places=3, allow_nan=False).map(lambda d: f"{d:f}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0·71", "0.71"), (".89", "0.89"), ("−1.2", "-1.2"), ("1,234", "1234"), ("0,71", "0.71"),
        ("0. 0 0", "0.00"), ("+3.0", "3.0"), ("12 345", "12345"), ("45.3%", "45.3"),
        ("-.5", "-0.5"), ("1,234,567.8", "1234567.8"), ("0.70", "0.70"),
    ],
)  # fmt: skip
def test_normalise(text: str, expected: str) -> None:
    """Every notation of a numeral becomes one, and no printed digit is lost."""
    assert normalise(text) == expected


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "0.3-0.5", "< 0.05", "--1"])
def test_normalise_refuses(text: str) -> None:
    """What is not one numeral is refused, not guessed."""
    with pytest.raises(ValueError, match="not one numeral"):
        normalise(text)


def test_trailing_zero_is_evidence() -> None:
    """0.70 stands for a ten times narrower interval than 0.7."""
    assert printed("0.70").interval == Interval(Fraction(695, 1000), Fraction(705, 1000))
    assert printed("0.7").interval == Interval(Fraction(65, 100), Fraction(75, 100))


@given(st.decimals(0, 1000, places=6, allow_nan=False), st.integers(0, 4))
def test_rounding_interval_holds_what_was_rounded(value: Decimal, places: int) -> None:
    """However halves are rounded, the number that was rounded lies in the numeral's interval."""
    for mode in (ROUND_HALF_EVEN, ROUND_HALF_UP):
        text = str(value.quantize(Decimal(1).scaleb(-places), rounding=mode))
        assert printed(text).interval.holds(Fraction(value))


@given(st.decimals(0, 1000, places=6, allow_nan=False), st.integers(0, 4))
def test_truncation_interval_holds_what_was_cut(value: Decimal, places: int) -> None:
    """A number that was cut lies in the numeral's truncation interval."""
    text = str(value.quantize(Decimal(1).scaleb(-places), rounding="ROUND_DOWN"))
    assert printed(text).truncated.holds(Fraction(value))


@given(NUMERALS, NUMERALS)
def test_sums_and_products_hold_their_parts(a: str, b: str) -> None:
    """The sum, difference and product of two intervals hold those of the printed values."""
    x, y = printed(a), printed(b)
    assert (x.interval + y.interval).holds(x.value + y.value)
    assert (x.interval - y.interval).holds(x.value - y.value)
    assert (x.interval * y.interval).holds(x.value * y.value)


def test_meeting_at_an_open_end() -> None:
    """Two intervals that share only an open end do not meet."""
    closed = Interval(Fraction(0), Fraction(1))
    assert closed.meets(Interval(Fraction(1), Fraction(2)))
    assert not closed.meets(Interval(Fraction(1), Fraction(2), open_low=True))
    assert not closed.meets(Interval(Fraction(2), Fraction(3)))


def test_reciprocal_of_an_interval_with_zero() -> None:
    """There is no interval of 1/x where x may be zero."""
    assert printed("2").interval.reciprocal() == Interval(Fraction(2, 5), Fraction(2, 3))
    with pytest.raises(ZeroDivisionError):
        printed("0.0").interval.reciprocal()


@pytest.mark.parametrize(
    ("relation", "text", "inside", "outside"),
    [
        ("<", "0.001", "0.0009", "0.001"),
        ("<=", "0.05", "0.05", "0.051"),
        (">", "0.05", "0.06", "0.05"),
        (">=", "0.05", "0.05", "0.049"),
        ("=", "0.03", "0.025", "0.036"),
    ],
)
def test_related(relation: str, text: str, inside: str, outside: str) -> None:
    """A relation and a probability state an interval inside 0 to 1."""
    interval = related(relation, text)
    assert interval.holds(Fraction(inside))
    assert not interval.holds(Fraction(outside))
    assert interval.low >= 0
    assert interval.high <= 1


def test_same_number_at_fewer_decimals() -> None:
    """0.41 is 0.408 rounded; 0.42 is not; which of two comes first does not matter."""
    assert same_number("0.408", "0.41")
    assert same_number("0.41", "0.408")
    assert not same_number("0.41", "0.42")
    assert same_number("0.405", "0.41")  # a half may be rounded either way
    assert same_number("0.405", "0.40")
