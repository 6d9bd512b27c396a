"""Numbers of the text that several cells give: cells, sums, and how names and chance decide."""

from __future__ import annotations

import pytest

from src.utils import pipeline
from src.utils.checks.sums import amounts
from src.utils.records import Span, Verdict, View

SEDATION = """# Sedation in endoscopy

## Results

{sentence}

Table 1. Events

| Event | Low dose (n = 120) | High dose (n = 130) |
| --- | --- | --- |
| Apnoea | | |
| Grade 1 | 40 (33%) | 41 (32%) |
| Grade 2 | 21 (18%) | 30 (23%) |
| Grade 3 | 9 (8%) | 12 (9%) |
| Grade 4 | 3 (3%) | 1 (<1%) |
| Agitation | 17 (14%) | 22 (17%) |
| Recall of the procedure | 31 (26%) | 38 (29%) |
"""


def _derived(sentence: str) -> list[Verdict]:
    audit = pipeline.audit_text(SEDATION.format(sentence=sentence))
    return [v for v in audit.verdicts if v.check == "TT16"]


@pytest.mark.parametrize(
    ("text", "count", "share", "total", "other"),
    [
        ("1 (<1%)", "1", None, None, None),
        ("69/652 (10.6)", "69", "10.6", "652", None),
        ("48.7 (91/1870)", "91", "48.7", "1870", None),
        ("61.2 ± 5.1", None, None, None, "61.2"),
        ("2,145 (49)", "2145", "49", None, None),
        ("30-35", None, None, None, None),
    ],
)
def test_a_cell_is_read_as_its_count_share_and_total(
    text: str, count: str | None, share: str | None, total: str | None, other: str | None
) -> None:
    """Counts with shares below one percent, and rates with their counts, can be added."""
    found = amounts.read(text, View(text, (Span(0, len(text)),)), "Deaths", None)
    shown = (
        [n and n.text for n in (found.count, found.share, found.total, found.other)]
        if found
        else [None] * 4
    )
    assert shown == [count, share, total, other]


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        ("Altogether 250 patients were randomised.", "120 + 130 = 250"),
        ("Apnoea of grade 3 or 4 occurred in 13 (10%) patients given the high dose.", "12 + 1"),
        ("Of 250 patients 181 (72%) did not recall the procedure.", "250 - 31 - 38 = 181"),
    ],
)
def test_a_number_made_of_several_cells_agrees(sentence: str, cells: str) -> None:
    """Groups together, sizes of headings, grades of one group and what is left of a total."""
    own = _derived(sentence)
    assert own and all(v.outcome == "agrees" for v in own)
    assert any(cells in v.message for v in own)


@pytest.mark.parametrize(
    "sentence",
    [
        "The 30 endoscopists had 13 years of practice.",
        "Table 39 and week 13 are no counts.",
        "Patients were seen on day 39 of the study.",
    ],
)
def test_numbers_that_count_nothing_of_the_table_are_left_alone(sentence: str) -> None:
    """A label, a week or another thing's number is not explained by a sum that happens to fit."""
    assert _derived(sentence) == []


def test_a_sum_that_fits_elsewhere_silences_the_alarm() -> None:
    """51 of 250 is another row's sum: it is not held against the row that is named."""
    verdicts = _derived("Agitation, in the widest sense, was seen in 51 of the 250 patients.")
    assert [v for v in verdicts if v.outcome == "differs"] == []


def test_a_count_one_digit_off_the_named_row_is_alarmed() -> None:
    """17 + 22 is 39; no other sum of 250 patients is 37."""
    verdicts = _derived("Agitation was seen in 37 of the 250 patients.")
    assert [(v.outcome, v.severity) for v in verdicts] == [("differs", "warning")]
    assert "17 + 22 = 39" in verdicts[0].message


def _agreed(sentence: str) -> list[str]:
    return [v.message for v in _derived(sentence) if v.outcome == "agrees"]


@pytest.mark.parametrize(
    ("sentence", "gives"),
    [
        ("Agitation of any kind was later seen in 17 given the low dose.", "17 (14%)"),
        ("Apnoea was of grade 1 in 40 of the low dose and of grade 2 in 30.", "40 (33%)"),
    ],
)
def test_the_cell_that_words_name(sentence, gives):
    """A bare count stands in the cell whose row and column the words name."""
    audit = pipeline.audit_text(SEDATION.format(sentence=sentence))
    places = [v for v in audit.verdicts if v.check.startswith("TT") and v.outcome == "agrees"]
    number = gives.split()[0]
    held = [
        {audit.article.text[e.span.start : e.span.end] for e in v.evidence if e.place == "table"}
        for v in places
    ]
    assert any(number in quotes for quotes in held)


def test_no_cell_for_a_count_of_something_else():
    """The number of a cell that no word names is a coincidence."""
    assert not _agreed("The questionnaire had 31 questions.")


PADDED = """# Births at two clinics

## Results

Of the women at the lake clinic {said} chose acupuncture.

Table 1. Care at birth

| Care | Lake (n = 412) | Town (n = 417) |
| --- | --- | --- |
| Acupuncture against pain | 227 (55.0) | 158 (38.0) |
| Epidural | 65 (16.0) | 97 (23.0) |
| Bath | 120 (29.0) | 154 (37.0) |
"""


@pytest.mark.parametrize(("said", "meant"), [("55.1%", True), ("55.4%", False)])
def test_a_percentage_of_the_count_where_the_table_pads_whole_ones(said, meant):
    """227 of 412 is 55.1 %, which the table rounds to 55 and prints as 55.0: that is noted."""
    verdicts = pipeline.audit_text(PADDED.format(said=said)).verdicts
    found = [v for v in verdicts if v.check == "TT16" and v.severity == "note"]
    assert bool(found) == meant
    assert not [v for v in verdicts if v.severity in ("error", "warning")] or not meant


ROWS = """# Two syrups for cough

## Results

Night cough was worse at the start. The difference in night cough was {said} points.

Table 1. Scores

| Score | Baseline | Week 2 |
| --- | --- | --- |
| Night cough | | |
| Thyme | 6.3 (2.7) | 3.51 (0.3) |
| Honey | 6.2 (2.5) | 4.28 (0.3) |
| Appetite | | |
| Thyme | 2.7 (2.5) | 1.82 (0.2) |
| Honey | 2.9 (2.7) | 2.24 (0.2) |
"""


@pytest.mark.parametrize(("said", "agrees"), [("0.77", True), ("1.35", False)])
def test_a_difference_between_arms_in_rows(said, agrees):
    """4.28 less 3.51 is 0.77, under the heading that the words name."""
    verdicts = pipeline.audit_text(ROWS.format(said=said)).verdicts
    found = [v for v in verdicts if v.check == "TT16" and v.outcome == "agrees"]
    assert bool(found) == agrees


MODELS = """# Stents in the leg

## Results

{sentence}

Table 1. Hazard ratios for amputation

| Variable | Crude HR (95% CI) | Adjusted HR (95% CI) |
| --- | --- | --- |
| Diabetes | 1.41 (1.13-1.76) | 1.22 (0.97-1.54) |
| Smoking | 1.88 (1.47-2.40) | 1.66 (1.30-2.13) |
| Statin | 0.58 (0.48-0.70) | 0.74 (0.60-0.91) |
"""


@pytest.mark.parametrize(
    ("sentence", "cell"),
    [
        ("The ratio for diabetes then fell to 1.22 after adjustment.", "1.22"),
        ("For statin use the crude figure had been 0.58, as in trials.", "0.58"),
    ],
)
def test_a_decimal_in_the_cell_that_words_name(sentence, cell):
    """A ratio without its interval is that of the row and the model that are named."""
    audit = pipeline.audit_text(MODELS.format(sentence=sentence))
    quotes = [
        audit.article.text[e.span.start : e.span.end]
        for v in audit.verdicts
        if v.check.startswith("TT") and v.outcome == "agrees"
        for e in v.evidence
        if e.place == "table"
    ]
    assert cell in quotes


@pytest.mark.parametrize(
    "sentence",
    [
        "The mean stay was 1.66 days.",
        "With another device the ratio for diabetes was 1.41 (95% CI 0.49 to 7.92).",
    ],
)
def test_decimals_of_something_else(sentence):
    """A number whose row is not named, or that has another interval, is not the cell's."""
    audit = pipeline.audit_text(MODELS.format(sentence=sentence))
    found = [v for v in audit.verdicts if v.check == "TT16" and v.outcome == "agrees"]
    assert not found
