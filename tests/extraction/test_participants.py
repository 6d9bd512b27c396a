"""Counts of people: which numbers of a sentence count whom, and the sizes that tables print."""

from __future__ import annotations

import pytest

from src.utils.extraction import participants, participants_counts, participants_tables
from src.utils.extraction.participants_words import whole
from src.utils.reading import read_text


def _told(sentence: str) -> list[list[tuple[str, str]]]:
    found = participants_counts.groups(list(participants_counts.counts(sentence)), sentence)
    return [[(c.text, c.label) for c in group] for group in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Of these, 88 were randomised.", [[("88", "")]]),
        (
            "In all, 41 in the yoga group and 39 in the control group completed the course.",
            [[("41", "yoga group"), ("39", "control group")]],
        ),
        (
            "Eighty-three women were randomly assigned to iron (n = 42) or placebo (n = 41).",
            [[("83", "")], [("42", "iron"), ("41", "placebo")]],
        ),
        (
            "29 pupils finished (10 in each school arm and 9 in the control arm).",
            [[("29", "")], [("10", "each"), ("9", "control arm")]],
        ),
        ("In the end, 14 of the 20 women agreed.", [[("14", "agreed"), ("20", "women")]]),
        ("The mean age was 45 years and 30 mg were given for 12 weeks.", []),
        ("Patients were aged 18 to 65 and 20-30 patients per year are seen.", []),
        ("Approximately 200 patients are treated each year.", []),
    ],
)
def test_counts(sentence: str, expected: list[list[tuple[str, str]]]) -> None:
    """Each number goes to the group beside it, and other numbers count nobody."""
    assert _told(sentence) == expected


@pytest.mark.parametrize(
    ("words", "numeral"),
    [
        ("Twenty-two", "22"),
        ("one hundred and seventy-three", "173"),
        ("Two hundred and sixty", "260"),
        ("one thousand and fifty-eight", "1058"),
        ("1,396", "1396"),
        ("several", None),
    ],
)
def test_number_words(words: str, numeral: str | None) -> None:
    """Whole numbers in words are read up to the thousands."""
    assert whole(words) == numeral


def test_the_verb_says_the_stage() -> None:
    """Eligible, randomised and analysed people of one sentence are at three stages."""
    told = "In all, 90 people were eligible, 60 were randomised and 52 were analysed."
    found = participants.mentions(read_text(f"# A trial\n\n## Results\n\n{told}\n", "a.md"))
    assert [r.context.population for r in found] == ["screened", "randomised", "analysed"]


def test_plans_count_nobody() -> None:
    """A sample size is no count of people."""
    text = "# A trial\n\n## Methods\n\nWe planned to recruit 120 patients, 60 in each group.\n"
    assert participants.mentions(read_text(text, "a.md")) == []


def test_sizes_of_tables() -> None:
    """Headings, rows of sizes and rows by sex give one set each, with the groups' names."""
    text = """# A trial

## Results

**Table 1. Patients**

| Characteristic | Heat (n = 31) | Cold (n = 33) | P |
| --- | --- | --- | --- |
| No. of patients analysed | 29 | 30 | |
| Sex, male/female | 12/19 | 15/18 | 0.56 |
| Smokers, % | 12 | 14 | 0.80 |
"""
    found = participants_tables.sizes(read_text(text, "a.md"))
    sets = {
        r.context.header: [(r.arms[v.arm or 0].name, v.nums[0].text) for v in r.values]
        for r in found
    }
    assert sets == {
        "heading": [("Heat", "31"), ("Cold", "33")],
        "row": [("Heat", "29"), ("Cold", "30")],
        "sex": [
            ("Heat > men", "12"),
            ("Heat > women", "19"),
            ("Cold > men", "15"),
            ("Cold > women", "18"),
        ],
    }
