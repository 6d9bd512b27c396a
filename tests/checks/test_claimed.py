"""Claims in words: what a clause says, which groups it sets against each other."""

from __future__ import annotations

import pytest

from src.utils.checks.claimed.groups import sides
from src.utils.checks.claimed.said import claims

_A, _B = frozenset({0}), frozenset({1})


@pytest.mark.parametrize(
    ("text", "up", "significant"),
    [
        ("Rash was less frequent with zinc than with placebo.", False, None),
        ("Fever was twice as common in boys as in girls.", True, None),
        ("Stay was significantly shorter after early feeding.", False, True),
        ("The groups did not differ in age.", None, False),
        ("Age kept its significance in the multivariable model.", None, True),
        ("Age lost its significance in the multivariable model.", None, False),
        ("Weight was not an independent predictor of death.", None, False),
    ],
)
def test_what_a_clause_says(text: str, up: bool | None, significant: bool | None) -> None:
    """Direction and significance are read from the words of the clause."""
    (found,) = claims(text)
    assert (found.up, found.significant) == (up, significant)


@pytest.mark.parametrize(
    "text",
    [
        "Pain tended to be lower with zinc.",
        "Zinc may be more common in oysters.",
        "Weight has changed significantly.",
        "This was significantly higher with zinc.",
        "Zinc was non-inferior, and events were fewer.",
        "Only rash was significantly more common with zinc.",
        "Patients aged 60 years or older were excluded.",
    ],
)
def test_doubt_and_change_claim_nothing(text: str) -> None:
    """Tendencies, hedges, exceptions, changes over time and bare pronouns are left alone."""
    assert not list(claims(text))


def test_an_echo_takes_the_words_of_the_clause_before() -> None:
    """The words "so was that for B" say of B what the clause before says of A."""
    first, second = claims("Zinc was significant for men (0.02), and so was it for women.")
    assert second.echo and second.significant is first.significant is True


def test_but_not_denies_for_the_other_model() -> None:
    """The words behind "but not" are of the same subject, and deny."""
    first, second = claims("Age was significant in univariable but not in multivariable analysis.")
    assert (first.significant, second.significant) == (True, False)
    assert second.before is not None


@pytest.mark.parametrize(
    ("text", "arms", "expected"),
    [
        ("Rash was rarer with zinc than with placebo", ["Zinc", "Placebo"], (_A, _B)),
        ("Compared with placebo, zinc led to more rash", ["Zinc", "Placebo"], (_A, _B)),
        ("Rash was rarer in the placebo group", ["Zinc", "Placebo"], (_B, _A)),
        (
            "Rash was commoner with zinc than with placebo",
            ["Zinc 5 mg", "Zinc 10 mg", "Placebo"],
            (frozenset({0, 1}), frozenset({2})),
        ),
        (
            "Rash was rarer with the combination than in patients under iron treatment",
            ["Iron with zinc treatment", "Iron"],
            (_A, _B),
        ),
        ("Rash was rarer with zinc than expected", ["Zinc", "Placebo"], None),
        ("Rash was rarer with zinc", ["Zinc", "Iron", "Placebo"], None),
    ],
)
def test_sides(
    text: str, arms: list[str], expected: tuple[frozenset[int], frozenset[int]] | None
) -> None:
    """The groups are told by their words and by what introduces them; else nothing is."""
    assert sides(text, arms) == expected
