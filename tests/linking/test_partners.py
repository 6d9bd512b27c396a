"""What stands beside a number that a table bears out: partners that slipped, arms exchanged."""

from __future__ import annotations

from src.utils import pipeline

_CAPTION = "**Table 2. Outcomes at one year**"


def _loud(sentence: str, table: str) -> list[str]:
    """Messages of errors and warnings between the sentence and the table."""
    text = f"""# Splints after wrist fracture: a randomised trial

## Methods

Patients were randomised to a rigid splint or an elastic bandage.

## Results

{sentence}

{_CAPTION}

{table}
"""
    audit = pipeline.audit_text(text, "article.md")
    return [
        v.message
        for v in audit.verdicts
        if v.check.startswith("TT") and v.severity in ("error", "warning")
    ]


_ARMS = """
| Outcome | Total (n = 412) | Rigid splint (n = 205) | Elastic bandage (n = 207) | P |
| --- | --- | --- | --- | --- |
| Swelling, n (%) | 104 (25.2) | 38 (18.5) | 66 (31.9) | 0.002 |
| Stiffness, n (%) | 91 (22.1) | 51 (24.9) | 40 (19.3) | 0.17 |
"""


def test_the_other_arms_number_is_found_in_the_row_of_its_sister() -> None:
    """31.9% stands in the row, 15.8% nowhere: the rigid splint's column prints 18.8%."""
    found = _loud(
        "Swelling was less common with the rigid splint than with the elastic bandage "
        "(15.8% vs 31.9%, P = 0.002).",
        _ARMS.replace("18.5", "18.8"),
    )
    assert any("15.8%" in m and "18.8%" in m for m in found)


def test_the_sentence_that_agrees_is_left_alone() -> None:
    """Both percentages and the P value stand in the row."""
    assert not _loud(
        "Swelling was less common with the rigid splint than with the elastic bandage "
        "(18.5% vs 31.9%, P = 0.002).",
        _ARMS,
    )


def test_arms_exchanged_in_a_list_with_respectively() -> None:
    """Both numbers stand in the row, each under the other name."""
    found = _loud(
        "Swelling occurred in 31.9% and 18.5% of patients with the rigid splint and the elastic "
        "bandage, respectively.",
        _ARMS,
    )
    assert any("31.9" in m and "18.5" in m for m in found)


def test_arms_told_in_the_other_order_are_no_exchange() -> None:
    """The names go with the numbers, whatever the order of the columns."""
    assert not _loud(
        "Swelling occurred in 31.9% and 18.5% of patients with the elastic bandage and the rigid "
        "splint, respectively.",
        _ARMS,
    )


_ROWS = """
| Group | Full grip at six months, % | Full grip at one year, % |
| --- | --- | --- |
| Splint | 41.4 | 61.2 |
| Bandage | 32.3 | 54.7 |
"""


def test_arms_in_rows_that_are_exchanged() -> None:
    """The groups stand below each other in the table."""
    found = _loud(
        "At one year full grip was regained by 54.7% of patients treated with a splint and 61.2% "
        "of patients treated with a bandage.",
        _ROWS,
    )
    assert any("54.7" in m and "61.2" in m for m in found)


def test_arms_in_rows_that_agree() -> None:
    """Each number is told with the name of its own row."""
    assert not _loud(
        "At one year full grip was regained by 61.2% of patients treated with a splint and 54.7% "
        "of patients treated with a bandage.",
        _ROWS,
    )


def test_numbers_of_two_rows_are_no_slip_of_each_other() -> None:
    """18.5% is swelling's, 24.9% stiffness's, although 18.5 and 19.3 stand in sister columns."""
    assert not _loud(
        "With the rigid splint, swelling and stiffness occurred in 18.5% and 24.9% of patients.",
        _ARMS,
    )


def test_the_p_value_of_a_row_that_the_sentence_repeats() -> None:
    """Both arms' counts stand in the row, whose P value is 0.17 and not 0.11."""
    found = _loud(
        "Stiffness occurred in 51 (24.9%) patients with the rigid splint and 40 (19.3%) with the "
        "elastic bandage (P = 0.11).",
        _ARMS,
    )
    assert any("0.11" in m and "0.17" in m for m in found)


_BASELINE = """
| Characteristic | n (%) |
| --- | --- |
| Sex > Female | 181 (64.4) |
| Marital status > Married | 148 (52.7) |
| Smoking | 97 (34.5) |
"""


def test_a_count_beside_the_percentage_of_the_row() -> None:
    """64.4% stands in one cell of the table, with 181 and not 187."""
    found = _loud("Of all patients 64.4% (n = 187) were female and 52.7% married.", _BASELINE)
    assert any("187" in m and "181" in m for m in found)


def test_the_same_count_of_another_whole_is_no_slip() -> None:
    """148 of the 271 with a known status are 54.6%."""
    assert not _loud(
        "Of the patients with a known status 148 (54.6%) were married (Table 2).", _BASELINE
    )


_FOUR = """
| Answer | Usual care (n = 94) | Yoga (n = 82) | Swimming (n = 92) | Both (n = 93) |
| --- | --- | --- | --- | --- |
| Much better, n (%) | 12 (12.8) | 29 (35.4) | 27 (29.3) | 29 (31.2) |
| Not better, n (%) | 82 (87.2) | 53 (64.6) | 65 (70.7) | 64 (68.8) |
"""
_LISTED = (
    "Compared with usual care (good outcome 12.8%), yoga (35.4%; OR 3.7, 95% CI 1.8 to 8.0), "
    "swimming (29.3%; OR 2.8, 95% CI 1.3 to 6.0) and both ({}%; OR 3.1, 95% CI 1.5 to 6.5) helped."
)


def test_the_value_that_a_list_and_its_row_leave_over() -> None:
    """Three of four values stand in the row: the fourth is the column that is left, 31.2%."""
    found = _loud(_LISTED.format("34.2"), _FOUR)
    assert any("34.2%" in m and "31.2%" in m for m in found)
    assert not _loud(_LISTED.format("31.2"), _FOUR)


def test_a_list_shorter_than_its_row_leaves_nothing_over() -> None:
    """With two values of four unsaid it is open which column the third one is of."""
    text = "Yoga (35.4%) and swimming (29.3%) helped, and so did singing (47.6%)."
    assert not _loud(text, _FOUR)


_DETAILS = """
| Outcome | Rigid splint (n = 205) | Elastic bandage (n = 207) | P |
| --- | --- | --- | --- |
| Swelling, n (%) | 38 (18.5) | 66 (31.9) | 0.0020 |
| Stiffness, n (%) | 51 (24.9) | 40 (19.3) | 0.1730 |
| Night pain, n (%) | 49 (23.9) | 44 (21.3) | 0.1930 |
"""


def test_a_p_value_copied_from_a_row_of_other_values() -> None:
    """24.9% and 19.3% are stiffness, P = 0.1930 that of night pain, which is not spoken of."""
    said = "Stiffness was commoner with the splint than with the bandage (24.9% vs 19.3%, P = {})."
    found = _loud(said.format("0.1930"), _DETAILS)
    assert any("0.1930" in m and "0.1730" in m for m in found), found
    assert not _loud(said.format("0.1730"), _DETAILS)


_SLOPES = """
| Predictor | Beta | P |
| --- | --- | --- |
| Grip at baseline | 0.16 | 0.004 |
| Age | -0.31 | <0.001 |
| Weight | 0.08 | 0.21 |
"""


def test_a_zero_lost_in_a_p_value() -> None:
    """Beta = 0.16 stands in the row, with P = 0.004 and not 0.04."""
    found = _loud("Function was predicted by grip at baseline (β = 0.16, p = 0.04).", _SLOPES)
    assert any("0.04" in m and "0.004" in m for m in found), found
