"""Benign denominators and roundings, on numbers worked out by hand."""

from __future__ import annotations

import pytest

from src.utils.checks import denominators
from src.utils.checks.rf_names import same_surname
from src.utils.printed import printed


@pytest.mark.parametrize(
    ("share", "k", "n", "says"),
    [
        ("29.0", 11, 38, "rounded twice"),  # 28.947, 28.95, 29.0
        ("17.7", 6, 34, "rounded twice"),  # 17.647, 17.65, 17.7
        ("95", 843, 895, "one unit"),  # 94.19, rounded up
        ("23.0", 88, 388, "whole percentage"),  # 22.68 is 23
    ],
)
def test_a_last_digit_has_a_harmless_reason(share: str, k: int, n: int, says: str) -> None:
    """A percentage that misses its count by a rounding is explained by it."""
    assert says in (denominators.rounding(printed(share), k, n) or "")


@pytest.mark.parametrize(
    ("share", "k", "n"), [("24.2", 178, 802), ("0.2", 11, 10000), ("2", 3, 300), ("81", 74, 93)]
)
def test_other_digits_have_none(share: str, k: int, n: int) -> None:
    """22.2 printed as 24.2, 0.11 as 0.2, 1 as 2 and 79.57 as 81 are no roundings."""
    assert denominators.rounding(printed(share), k, n) is None


def test_two_patients_may_always_be_missing() -> None:
    """Five per cent of 30 is one and a half patient; two are allowed, and no denominator of 0."""
    assert denominators.two_missing(30, 0.05) == 28
    assert denominators.two_missing(140, 0.05) == 133
    assert denominators.two_missing(2, 0.05) == 1


@pytest.mark.parametrize("dash", ["-", "‐", "‑", "–"])
def test_any_hyphen_joins_a_double_name(dash: str) -> None:
    """A typographic hyphen in the list of references is no other name."""
    assert same_surname("Cameron-Smith", f"Cameron{dash}Smith D")
