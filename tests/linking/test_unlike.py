"""One value of a comparison that its named row contradicts, though no slip explains it."""

from __future__ import annotations

import pytest

from src.utils import pipeline

TABLE = """
**Table 1. Patients and adverse events**

| Variable | Excision (n = 391) | Ablation (n = 293) |
| --- | --- | --- |
| Tumour size > 3 cm, n (%) | 166 (42.5) | 77 (26.3) |
| Multiple tumours, n (%) | 90 (23.0) | 81 (27.6) |
| Thrombocytopenia, % | 12.9 | 3.6 |
| Fever, % | 31.4 | 17.7 |
"""


OUTCOMES = """
**Table 1. Outcomes of the asthma trial**

| | Inhaler (n = 240) | Placebo (n = 238) |
| --- | --- | --- |
| Time to exacerbation | | |
| Events | 129 (54%) | 153 (64%) |
| Median time to exacerbation, weeks (95% CI) | 14.2 (13.1-15.6) | 11.9 (10.7-12.6) |
| Time to withdrawal | | |
| Events | 31 (13%) | 28 (12%) |
| Median time to withdrawal, weeks (95% CI) | 20.3 (18.5-22.8) | 21.4 (19.9-23.7) |
"""

TESTED = """
**Table 1. Sheep by outcome**

| Variable | All (n = 150) | Lame (n = 61) | Sound (n = 89) | P |
| --- | --- | --- | --- | --- |
| Breed | | | | 0.18 |
| Texel | 82 (54.7) | 29 (47.5) | 53 (59.6) | |
| Suffolk | 68 (45.3) | 32 (52.5) | 36 (40.4) | |
| Foot rot | | | | 0.007 |
| Absent | 91 (60.7) | 29 (47.5) | 62 (69.7) | |
| Present | 59 (39.3) | 32 (52.5) | 27 (30.3) | |
"""

DOSES = """
**Table 1. Changes by dose**

| Outcome | 20 mg | 10 mg | Placebo |
| --- | --- | --- | --- |
| Pain relief of 50% or more, n (%) | 58 (43.6) | 31 (23.8) | 11 (8.4) |
| Sleep improved, n (%) | 70 (52.6) | 62 (47.7) | 55 (42.0) |
"""


def told(sentence: str, table: str = TABLE) -> list[str]:
    """What is said loudly between the sentence and the table."""
    audit = pipeline.audit_text(f"# A cohort\n\n## Results\n\n{sentence}\n{table}")
    return [
        v.message
        for v in audit.verdicts
        if v.check.startswith("TT") and v.outcome == "differs" and v.severity != "note"
    ]


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Tumours of a size larger than 3 cm were found in 188 (48.1%) and 77 (26.3%).", ["48.1"]),
        ("Thrombocytopenia occurred in 17.7% vs. 3.6% of the patients.", ["17.7", "12.9"]),
    ],
)
def test_far_off_value_of_a_named_row(sentence: str, numbers: list[str]) -> None:
    """The other group's numbers are the row's own, and the order is that of its columns."""
    said = told(sentence)
    assert all(any(n in message for message in said) for n in numbers), said


@pytest.mark.parametrize(
    ("sentence", "table", "number"),
    [
        (
            "The inhaler delayed exacerbations. The median was 14.2 weeks (95% CI 13.1-15.6) "
            "compared with 13.1 weeks in the placebo group.",
            OUTCOMES,
            "11.9",
        ),
        ("Foot rot was commoner in lame sheep (52.5% vs. 39.7%; P = 0.007).", TESTED, "30.3"),
        (
            "Pain relief of 50% or more was seen in 58 (43.6%), 31 (23.8%) and 18 (13.7%) "
            "participants.",
            DOSES,
            "18",
        ),
        (
            "Pain relief of 50% or more was seen in 43.6% with 20 mg, 32.8% with 10 mg and 8.4% "
            "with placebo.",
            DOSES,
            "23.8",
        ),
    ],
)
def test_the_others_of_the_comparison_lead_to_the_row(
    sentence: str, table: str, number: str
) -> None:
    """Named in the sentence before, by the heading that holds the P value, or in full."""
    assert any(number in message for message in told(sentence, table)), told(sentence, table)


@pytest.mark.parametrize(
    ("sentence", "table"),
    [
        # Two measures of one group, of which the table holds one.
        ("Overall, 29 (47.5%) were Texel sheep and 41 (67.2%) were older than a year.", TESTED),
        # Of other patients than the table's.
        ("Sleep improved in 70 (52.6%) and in 49 of 101 (48.5%) of the completers.", DOSES),
    ],
)
def test_two_measures_are_no_comparison(sentence: str, table: str) -> None:
    """The second number is not that of the other group."""
    assert told(sentence, table) == []


@pytest.mark.parametrize(
    "sentence",
    [
        # Agrees.
        "Tumours of a size larger than 3 cm were found in 166 (42.5%) and 77 (26.3%).",
        # Two times of one group.
        "Thrombocytopenia fell from 17.9% at baseline to 3.6% at the end.",
        # Another row that the words may mean prints it.
        "Fever and thrombocytopenia occurred in 17.7% and 3.6% of the patients.",
        # The row is not named.
        "Other complaints occurred in 19.2% and 3.6% of the patients.",
    ],
)
def test_what_may_be_another_quantity_is_left_alone(sentence: str) -> None:
    """Times, lists of several rows and rows that nobody names."""
    assert told(sentence) == []
