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


def told(sentence: str) -> list[str]:
    """What is said loudly between the sentence and the table."""
    audit = pipeline.audit_text(f"# A cohort\n\n## Results\n\n{sentence}\n{TABLE}")
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
