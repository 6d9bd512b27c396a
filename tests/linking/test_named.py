"""Counts and percentages held against the cell that names, neighbours and order point to."""

from __future__ import annotations

import re

import pytest

from src.utils import pipeline
from src.utils.linking.slips import padded

_TABLE = """
**Table 2. Adverse events**

| Event, n (%) | Hypnotherapy (n = 212) | Diet (n = 208) | P value |
| --- | --- | --- | --- |
| Bloating | 51 (24.1) | 42 (20.2) | 0.34 |
| Dizziness | 31 (14.6) | 17 (8.2) | 0.038 |
| Insomnia | 36 (17.0) | 14 (6.7) | 0.001 |
| Dry mouth | 27 (12.7) | 58 (27.9) | 0.001 |
| Male sex | 106 (50.0) | 109 (52.4) | 0.62 |
"""


def _verdicts(sentence: str, table: str = _TABLE) -> list[tuple[str, str, str]]:
    """Check, severity and message of every difference between text and table."""
    text = f"# Irritable bowel: a randomised trial\n\n## Results\n\n{sentence}\n{table}"
    return [
        (v.check, str(v.severity), v.message)
        for v in pipeline.audit_text(text).verdicts
        if v.check.startswith("TT") and v.outcome == "differs"
    ]


def _agreeing(sentence: str, table: str = _TABLE) -> str:
    """Messages of all agreements between text and table."""
    text = f"# Irritable bowel: a randomised trial\n\n## Results\n\n{sentence}\n{table}"
    verdicts = pipeline.audit_text(text).verdicts
    return " ".join(
        v.message for v in verdicts if v.check.startswith("TT") and v.outcome == "agrees"
    )


@pytest.mark.parametrize(
    ("sentence", "said", "shown"),
    [
        (
            "Dizziness was reported by 14.6% of the hypnotherapy group and 2.8% of the diet "
            "group (Table 2).",
            "2.8",
            "8.2",
        ),
        (
            "Bloating (24.1% vs. 20.2%, P = 0.34) and insomnia (17.9% vs. 6.7%, P = 0.001) "
            "were recorded (Table 2).",
            "17.9",
            "17.0",
        ),
        (
            "Insomnia occurred in 36 (17.0%) patients with hypnotherapy and in 19 (6.7%) "
            "with diet.",
            "19",
            "14",
        ),
        (
            "Dizziness was more frequent with hypnotherapy than with diet (16.4% vs. 8.2%).",
            "16.4",
            "14.6",
        ),
    ],
)
def test_one_wrong_number_of_a_named_row_is_found(sentence: str, said: str, shown: str) -> None:
    """The row is known by its name and its other number, the column by its group's name."""
    found = [m for _, severity, m in _verdicts(sentence) if severity in ("error", "warning")]
    assert any(f"{said}" in m and f"{shown}" in m for m in found)


def test_exchanged_groups_are_found_by_their_names() -> None:
    """Each number is credited to the group whose column prints the other one."""
    found = _verdicts(
        "Dry mouth was reported by 27.9% of the hypnotherapy group versus 12.7% of the diet group."
    )
    assert any("27.9" in m and "12.7" in m and s == "error" for _, s, m in found)


def test_exchanged_numbers_are_found_by_the_order_of_their_neighbours() -> None:
    """Two pairs stand in the order of the columns, the third does not, and no group is named."""
    found = _verdicts(
        "Bloating (24.1% vs. 20.2%), dry mouth (27.9% vs. 12.7%) and insomnia (17.0% vs. 6.7%) "
        "were the events of interest."
    )
    assert any("27.9" in m and "12.7" in m for _, _, m in found)


def test_an_order_that_the_sentence_explains_is_no_exchange() -> None:
    """The group named before each pair may be the other one."""
    assert not _verdicts(
        "Insomnia was more frequent with hypnotherapy than with diet (17.0% vs. 6.7%), while dry "
        "mouth was more frequent with diet than with hypnotherapy (27.9% vs. 12.7%)."
    )


def test_a_number_that_another_row_prints_is_no_contradiction() -> None:
    """The percentage of the other symptom that the sentence names is left alone."""
    assert not _verdicts(
        "Of the diet group 8.2% had dizziness and 20.2% had bloating, against 14.6% and 24.1% of "
        "the hypnotherapy group, respectively."
    )


def test_a_share_of_other_patients_is_no_contradiction() -> None:
    """31 of 187 completers are 16.6% of them, whatever the table divides by."""
    assert not _verdicts(
        "Dizziness was reported by 31 of 187 (16.6%) completers of hypnotherapy (Table 2)."
    )


def test_a_share_of_all_patients_is_that_of_both_groups() -> None:
    """(106 + 109) / (212 + 208) = 215 / 420 = 51.2%."""
    said = _agreeing("Overall, 51.2% were of male sex.")
    assert "51.2% in the text is that of all groups" in said
    assert "all groups" not in _agreeing("Overall, 53.9% were of male sex.")


def test_a_percentage_padded_with_a_zero_is_a_note() -> None:
    """16.6 beside 17.0 in a table of whole percentages is rounding, said softly."""
    table = re.sub(r"\((\d+)\.\d\)", r"(\1.0)", _TABLE)
    sentence = "Bloating was reported by 24.1% with hypnotherapy and 20.2% with diet."
    found = _verdicts(sentence, table)
    assert found and {s for _, s, _ in found} == {"note"}
    assert padded("16.6", "17.0") and not padded("17.6", "17.0")


_FEW = """
**Table 4. Complications**

| Complication | Mesh (n = 96) | Suture (n = 101) | Total |
| --- | --- | --- | --- |
| Wound infection | 7 (7.3) | 5 (5.0) | 12 (6.1) |
| Seroma | 9 (9.4) | 6 (5.9) | 15 (7.6) |
| Haematoma | 5 (5.2) | 7 (6.9) | 12 (6.1) |
| Recurrence within two years | 14 (14.6) | 27 (26.7) | 41 (20.8) |
| Chronic pain | 11 (11.5) | 13 (12.9) | 24 (12.2) |
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "Seromas were seen more often after mesh than after suture (9 vs. 6).",
        "Among the operated, 15% of the mesh group and 27% of the suture group came back.",
    ],
)
def test_numbers_side_by_side_are_found_under_the_names_of_their_groups(sentence: str) -> None:
    """Small counts need the name of the row, two telling percentages do not."""
    assert _agreeing(sentence, _FEW)


def test_numbers_under_the_names_of_the_other_groups_are_not_linked() -> None:
    """5 with mesh and 7 with suture is the row of haematoma, which is not named."""
    assert "5" not in _agreeing("Of the mesh group 5 and of the suture group 7 lived alone.", _FEW)


def test_people_with_an_event_are_no_sizes_of_groups() -> None:
    """ "In 7 patients in the mesh group" counts wounds, though it reads like the group's size."""
    said = _agreeing(
        "Wound infection occurred in 7 patients in the mesh group and 5 in the suture group.", _FEW
    )
    assert "wound infection" in said


def test_a_class_of_numbers_is_not_named_by_its_heading() -> None:
    """ "Receptor" names no single class of receptor counts: nothing can contradict one of them."""
    table = """
**Table 1. Receptors**

| Characteristic | Tamoxifen (n = 410) | None (n = 395) |
| --- | --- | --- |
| Receptor content, n (%) | | |
| 1 to 24 | 105 (25.6) | 98 (24.8) |
| 25 to 74 | 169 (41.2) | 135 (34.2) |
"""
    assert not _verdicts(
        "Without tamoxifen 74% had receptor-positive disease (n = 310, with 16 unknown).", table
    )


_COHORT = """
**Table 1. Patients (n = 640)**

| Characteristic | n | % |
| --- | --- | --- |
| Chronic kidney disease | 163 | 25.5 |
| Atrial fibrillation | 214 | 33.4 |
| 2 | 98 | 15.3 |
"""


@pytest.mark.parametrize(
    ("sentence", "table"),
    [
        ("Chronic kidney disease was present in 136 patients (21.2%).", _COHORT),
        ("Dry mouth was reported by 34 (16.0%) of 212 patients.", _TABLE),
        ("Dry mouth was reported by 27 (12.7%) and 34 (16.3%) patients.", _TABLE),
    ],
)
def test_another_count_of_the_same_patients_is_a_contradiction(sentence: str, table: str) -> None:
    """Count and percentage are a share of the column's patients, but not the share it prints."""
    found = _verdicts(sentence, table)
    assert {check for check, *_ in found} == {"TT05", "TT06"}
    assert all(severity in ("error", "warning") for _, severity, _ in found)


@pytest.mark.parametrize(
    ("sentence", "table"),
    [
        # 136 of 500 evaluable patients are another share.
        ("Chronic kidney disease was present in 136 patients (27.2%).", _COHORT),
        # A row that only prints a number names nothing.
        ("Previous admissions were recorded in 136 patients (21.2%).", _COHORT),
        # The words name no row.
        ("Dry cough was reported by 34 (16.0%) of 212 patients.", _TABLE),
    ],
)
def test_another_share_or_another_name_is_none(sentence: str, table: str) -> None:
    """Other patients or other words: nothing is said."""
    assert _verdicts(sentence, table) == []
