"""Lists of names and numbers, and the one number that its row does not bear out."""

from __future__ import annotations

import pytest

from src.utils import pipeline

_HARMS = """
**Table 3. Adverse events**

| Event, n (%) | Bromelain (n = 94) | Placebo (n = 91) |
| --- | --- | --- |
| Flatulence | 41 (43.6) | 22 (24.2) |
| Heartburn | 33 (35.1) | 17 (18.7) |
| Pruritus | 26 (27.7) | 31 (34.1) |
| Epistaxis | 14 (14.9) | 12 (13.2) |
"""
_BASELINE = """
**Table 1. Patients**

| Characteristic | Value |
| --- | --- |
| Median age, years (range) | 67 (48-83) |
| Haemoglobin, g/L, median (range) | 118 (74-156) |
| Prior splenectomy, n (%) | 23 (37.1) |
| Prior transfusion, n (%) | 44 (71.0) |
"""


def _differences(sentence: str, table: str) -> str:
    """Messages of all differences between text and table."""
    text = f"# A randomised trial\n\n## Results\n\n{sentence}\n{table}"
    return " ".join(
        v.message
        for v in pipeline.audit_text(text).verdicts
        if v.check.startswith("TT") and v.outcome == "differs"
    )


@pytest.mark.parametrize(
    ("sentence", "table", "said", "shown"),
    [
        (
            "With bromelain the most common events were flatulence (43.6%), heartburn (35.1%), "
            "pruritus (22.7%) and epistaxis (14.9%) (Table 3).",
            _HARMS,
            "22.7",
            "27.7",
        ),
        (
            "Of those given placebo 24.2% had flatulence, 18.7% had heartburn, 31.4% had pruritus "
            "and 13.2% had epistaxis.",
            _HARMS,
            "31.4",
            "34.1",
        ),
        (
            "The median age was 61 years, and median haemoglobin was 118 g/L. Prior splenectomy "
            "was recorded in 37.1% and prior transfusion in 71.0% (Table 1).",
            _BASELINE,
            "61",
            "67",
        ),
    ],
)
def test_a_member_of_a_list_that_its_row_contradicts(
    sentence: str, table: str, said: str, shown: str
) -> None:
    """The other members know the column, the name knows the row."""
    found = _differences(sentence, table)
    assert said in found and shown in found


def test_two_members_exchanged() -> None:
    """Each of two exchanged numbers is printed in the other's row."""
    found = _differences(
        "With bromelain the events were flatulence (43.6%), heartburn (35.1%), pruritus (14.9%) "
        "and epistaxis (27.7%) (Table 3).",
        _HARMS,
    )
    assert "14.9" in found and "27.7" in found


@pytest.mark.parametrize(
    ("sentence", "table"),
    [
        # The complement of a row: those without it.
        (
            "With bromelain flatulence (43.6%) and heartburn (35.1%) were common, and most had no "
            "epistaxis (85.1%) (Table 3).",
            _HARMS,
        ),
        # Another quantity: those who stopped.
        (
            "Events that led to discontinuation were flatulence (6.4%), heartburn (5.3%) and "
            "pruritus (2.1%).",
            _HARMS,
        ),
    ],
)
def test_other_quantities_of_the_same_names_stay_unsaid(sentence: str, table: str) -> None:
    """Names alone contradict nothing."""
    assert not _differences(sentence, table)
