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
