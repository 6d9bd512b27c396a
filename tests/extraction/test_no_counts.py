"""Whole numbers beside a percentage that count nobody, and totals that do."""

from __future__ import annotations

import pytest

from src.utils import pipeline
from src.utils.records import Value


def values(sentence: str) -> list[Value]:
    """Every percentage that one sentence of results reports, in order of the text."""
    audit = pipeline.audit_text(f"# A trial\n\n## Results\n\n{sentence}\n")
    found = [v for r in audit.dossier.results for v in r.values if v.kind == "percent"]
    return sorted(found, key=lambda v: v.nums[0].span)


@pytest.mark.parametrize(
    ("sentence", "shares"),
    [
        ("Attendance was 91.4% in round 1, 88.2% in round 2, and 80.1% in round 3.", 3),
        ("Nausea fell to 31.0% in cycle 2, 22.5% in cycle 3.", 2),
        ("Frail patients more often had a score of 3-5 (58.3% vs. 40.7%; P=0.004).", 2),
    ],
)
def test_numbers_of_rounds_and_ranges_are_no_counts(sentence: str, shares: int) -> None:
    """What a number numbers, and the end of a range, is not the count behind the next share."""
    found = values(sentence)
    assert len(found) == shares
    assert [v.count for v in found] == [None] * shares


def test_the_name_of_a_group_is_no_total() -> None:
    """ "Of the 5-day group" says which group it is, not that it has five patients."""
    found = values(
        "Relapse occurred in 13 (3.1%) of the 5-day group and 8 (1.9%) of the 10-day group."
    )
    assert [(v.count and v.count.text, v.total) for v in found] == [("13", None), ("8", None)]


def test_of_these_leads_to_the_total() -> None:
    """ "41 of these 79 (51.9%)": 79 is the total, not the count."""
    found = values(
        "Radiotherapy was begun by 79 (63.2%), and it was finished by 41 of these 79 (51.9%)."
    )
    assert [(v.count and v.count.text, v.total and v.total.text) for v in found] == [
        ("79", None),
        ("41", "79"),
    ]


def test_a_count_stands_behind_its_share() -> None:
    """ "8.3%, n = 19, gum; 13.1%, n = 14, patch": each n is the count of the share before it."""
    found = values("Those abstinent were 8.3%, n = 19, gum; 13.1%, n = 14, patch.")
    assert [(v.nums[0].text, v.count and v.count.text) for v in found] == [
        ("8.3", "19"),
        ("13.1", "14"),
    ]
