"""TT16: numbers that a cell prints in whatever form, relative changes, sizes behind percentages."""

from __future__ import annotations

import pytest

from src.utils import pipeline

PONDS = """# Lime in carp ponds

## Results

{sentence}

Table 1. Signs in the ponds

| Pond | Morbidity rate | Mortality rate | Mean weight (g) | Note |
| --- | --- | --- | --- | --- |
| Untreated | 61% | 64% | 212.4 | 27 villages: 13 upstream, 14 downstream |
| Lime | 22% | 18% | 243.9 | Weighed twice |
| Lime and salt | 8% | 3% | 251.7 | Overall power of the design= 87% |

Table 2. Gill scores by day

| Score | Mean | SD |
| --- | --- | --- |
| Gill swelling | | |
| Day 1 | 18.2 | 4.0 |
| Day 5 | 7.1 | 3.1 |
| Skin lesions | | |
| Day 1 | 9.4 | 2.2 |
| Day 5 | 6.6 | 2.0 |

Table 3. Carps and feed

| Outcome | Morning feed (n=107) | Evening feed (n=102) | P |
| --- | --- | --- | --- |
| Escaped | 11 | 9 | 0.71 |
| Oxygen, relative effect | 0.81 | 1.44 | <0.01 |
| Ammonia, relative effect | 0.92 | 1.06 | <0.01 |
"""


def _shown(sentence: str) -> list[tuple[list[str], list[str]]]:
    """The numerals of the text and of the tables that agree, laid side by side."""
    audit = pipeline.audit_text(PONDS.format(sentence=sentence))
    out = []
    for v in audit.verdicts:
        if v.check.startswith("TT") and v.outcome == "agrees":
            sides: tuple[list[str], list[str]] = ([], [])
            for e in v.evidence:
                sides[e.place == "table"].append(audit.article.quote(e.span))
            out.append(sides)
    return out


@pytest.mark.parametrize(
    ("sentence", "said", "cell"),
    [
        # a column that is the quantity, a row that is the group
        ("Without lime the mortality rate reached 64%.", "64", "64"),
        # a cell of words
        ("The farms of 27 villages took part.", "27", "27"),
        ("The overall power of this design was 87%.", "87", "87"),
        # the size in a heading, in words
        ("One hundred and seven carps got the morning feed.", "One hundred and seven", "107"),
        # fewer decimals than the cell
        ("In untreated ponds the mean weight was 212 g.", "212", "212.4"),
        # a limit of the table that is cited
        ("Oxygen and ammonia differed (p < 0.01; Table 3).", "0.01", "0.01"),
    ],
)
def test_printed_anywhere(sentence, said, cell):
    """The cell is found by its words, whether column, row, heading or the cell itself has them."""
    assert any(said in left and cell in right for left, right in _shown(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        # another unit than the cell's
        "Each of the untreated ponds got 212 mg of iron.",
        # cited from elsewhere, no row named
        "Others lost 64% [12].",
    ],
)
def test_printed_elsewhere(sentence):
    """A number of another unit or of no named row is not the cell's."""
    assert not _shown(sentence)


@pytest.mark.parametrize(
    ("sentence", "said", "cells"),
    [
        # 1 - 7.1 / 18.2 = 61.0%, two rows under the heading that is named
        ("Gill swelling fell to 7.1, a decrease by 61.0%.", "61.0", ["18.2", "7.1"]),
        # a ratio of 0.81 is a fall by 19%, one of 1.44 a rise by 44%
        ("Oxygen decreased by 19% with the morning feed.", "19", ["0.81"]),
        ("Oxygen increased by 44% with the evening feed.", "44", ["1.44"]),
    ],
)
def test_relative_change(sentence, said, cells):
    """A relative change is that of two cells, or what a ratio leaves of one."""
    assert any(left == [said] and right == cells for left, right in _shown(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Oxygen increased by 19% with the morning feed.",  # the ratio says less
        "Gill swelling fell by 61.0 percentage points.",
        "Salt use declined by 61.0% in the region.",  # no row is named
    ],
)
def test_no_relative_change(sentence):
    """Another direction, percentage points and changes of something else agree with nothing."""
    assert not _shown(sentence)


def test_size_behind_a_percentage():
    """The group is the one of whose size the count is such a percentage: 92 / 102 = 90.2%."""
    found = _shown("Full nets were seen in 92 (90.2%) carps of the evening feed.")
    assert any(left == ["92", "90.2"] and right == ["102"] for left, right in found)


def test_no_size_behind_a_percentage():
    """A percentage of none of the groups shows none of them: 92 / 88 is no share at all."""
    assert not _shown("Full nets were seen in 81 (92.0%) carps of the evening feed.")


def test_heading_with_a_p_value():
    """A row that holds a P value alone names the rows below it: 26 of 31 reacted to egg."""
    audit = pipeline.audit_text("""# Rashes

## Results

Of the infants, 83.9% had a reaction to egg.

Table 1. Tests

| Test | Lotion (n = 15) | Cream (n = 16) | P |
| --- | --- | --- | --- |
| Reaction to pollen | | | 0.24 |
| Negative, n (%) | 7 (46.7) | 11 (68.8) | |
| Positive, n (%) | 8 (53.3) | 5 (31.3) | |
| Reaction to egg | | | 0.65 |
| Negative, n (%) | 3 (20.0) | 2 (12.5) | |
| Positive, n (%) | 12 (80.0) | 14 (87.5) | |
""")
    found = [v for v in audit.verdicts if v.check == "TT16" and v.outcome == "agrees"]
    assert [
        {audit.article.quote(e.span) for e in v.evidence} >= {"83.9", "12", "14"} for v in found
    ]
