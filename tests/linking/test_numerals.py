"""How two printed numerals stand to each other; expected states worked out by hand."""

from __future__ import annotations

import pytest

from src.utils.linking import numerals


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("0.57", "0.57", "same"),
        ("0.70", "0.7", "rounded"),
        ("0.148", "0.15", "rounded"),
        ("1.25", "1.2", "rounded"),  # halves may go either way
        ("1.25", "1.3", "rounded"),
        ("0.538", "0.53", "truncated"),
        ("0.354", "0.34", "last digit"),
        ("2.16", "2.17", "last digit"),
        ("0.51", "0.15", "different"),
        ("72", "73", "different"),  # a small count is exact
        ("1060", "1061", "last digit"),
        ("-0.1", "0.1", "different"),
    ],
)
def test_state(a: str, b: str, expected: str) -> None:
    """Rounding agrees, cutting and the last digit are told apart, in both directions."""
    assert numerals.state(a, b) == expected
    assert numerals.state(b, a) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("=", "0.001"), ("<", "0.001"), "sign"),
        (("<", "0.05"), ("=", "0.03"), "weaker"),
        (("<", "0.05"), ("=", "0.07"), "different"),
        (("<", "0.27"), ("=", "0.27"), "sign"),
        (("<", "0.72"), ("=", "0.27"), "different"),
        (("<", "0.26"), ("=", "0.25"), "weaker"),
        (("<", "0.015"), ("=", "0.012"), "weaker"),
        (("<", "0.05"), ("<", "0.001"), "threshold"),
        (("<", "0.002"), ("<", "0.001"), "different"),
        ((">", "0.05"), ("=", "0.40"), "weaker"),
        ((">", "0.05"), ("<", "0.05"), "sign"),
        ((">", "0.05"), ("<", "0.001"), "different"),
        (("<=", "0.001"), ("=", "0.001"), "same"),
        (("=", "0.034"), ("=", "0.035"), "last digit"),
        (("<", "0.0001"), ("=", "0.000"), "weaker"),
    ],
)
def test_p_state(a: tuple[str, str], b: tuple[str, str], expected: str) -> None:
    """The relation of a P value is part of the statement."""
    assert numerals.p_state(*a, *b) == expected
    assert numerals.p_state(*b, *a) == expected


@pytest.mark.parametrize(
    ("wrong", "right", "expected"),
    [
        ("0.45", "0.57", ""),
        ("3.4", "4.3", "two digits swapped"),
        ("1.63", "1.43", "one digit changed"),
        ("0.38", "3.8", "decimal point shifted"),
        ("1.36", "1.336", "one digit lost or added"),
        ("-0.4", "0.4", "sign lost"),
    ],
)
def test_slip(wrong: str, right: str, expected: str) -> None:
    """Only a single slip is named."""
    assert numerals.slip(wrong, right) == expected


def test_everyday_numbers_weigh_less() -> None:
    """0.05 and 95 stand everywhere, 173.8 once."""
    assert numerals.weight("0.05") < numerals.weight("0.57") < numerals.weight("173.8")
    assert numerals.weight("1.0") < numerals.weight("1.43")
