"""Names of quantities in messages: clean noun phrases, or nothing."""

from __future__ import annotations

import pytest

from src.utils.checks import names


@pytest.mark.parametrize(
    "words",
    [
        "grade 3-4 neutropenia",
        "incidence of wound infection",
        "proportion of infants who were vaccinated",
        "time to first fracture",
    ],
)
def test_noun_phrases_are_names(words: str) -> None:
    """What a sentence measures is kept as it is printed."""
    assert names.is_noun_phrase(words)


@pytest.mark.parametrize(
    "words",
    ["Accordingly", "Compared with placebo", "that they had", "might affect weight", "median",
     "Reassuringly", "somewhat stronger", "mean change", "those", "Regarding the"],
)  # fmt: skip
def test_openings_and_fragments_are_no_names(words: str) -> None:
    """Connectives, clauses and bare statistics say nothing about what was measured."""
    assert not names.is_noun_phrase(words)


def test_rows_under_one_heading_say_it_once() -> None:
    """A list of levels names its item first, without the statistics of the label."""
    labels = ["Smoking status, n (%) > Never", "Smoking status, n (%) > Former"]
    assert names.listed(labels) == "Smoking status: Never, Former"
    assert names.listed(["Fever", "Rash (n = 12)"]) == "Fever, Rash"


def test_units_in_brackets_stay() -> None:
    """Only statistics are taken off: a unit that ends like one ("/hr)") is left alone."""
    assert names.listed(["Total fluid (mL/kg/hr)"]) == "Total fluid (mL/kg/hr)"
    assert names.listed(["Age-adjusted HR (95% CI)"]) == "Age-adjusted"
