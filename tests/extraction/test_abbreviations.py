"""Abbreviations: lists under tables, introductions in prose, words that look like abbreviations."""

from __future__ import annotations

import pytest

from src.utils.extraction.abbreviations import fits, folded, introduced, listed, used


@pytest.mark.parametrize(
    "text",
    [
        "OS: overall survival; HR: hazard ratio; CI: confidence interval.",
        "OS, overall survival; HR, hazard ratio; CI, confidence interval.",
        "Abbreviations: OS = overall survival; HR = hazard ratio; CI = confidence interval",
        "OS overall survival, HR hazard ratio, CI confidence interval.",
        "OS: overall survival, HR: hazard ratio, CI: confidence interval. Values are medians.",
    ],
)
def test_styles_of_lists(text: str) -> None:
    """Colon, comma, equals sign or nothing between abbreviation and words."""
    found = listed(text)
    assert [(d.key, d.words) for d in found] == [
        ("OS", "overall survival"),
        ("HR", "hazard ratio"),
        ("CI", "confidence interval"),
    ]
    for d in found:
        assert text[d.key_at[0] : d.key_at[1]] == d.key
        assert text[d.words_at[0] : d.words_at[1]] == d.words


def test_words_are_no_abbreviations() -> None:
    """A sentence with a colon and a capitalised word define nothing."""
    assert listed("Diabetes mellitus: yes or no; Trauma: any. Values are medians.") == []


def test_introductions_in_prose() -> None:
    """The words before the bracket are cut where the letters fit."""
    text = "We read of progression-free survival (PFS) and the American Diabetes Association (ADA)."
    assert [(d.key, d.words) for d in introduced(text)] == [
        ("PFS", "progression-free survival"),
        ("ADA", "American Diabetes Association"),
    ]
    assert introduced("It was longer in the group (HR 0.70) of women (ABC).") == []


def test_spellings_fold() -> None:
    """Hyphen, space and plural do not make another abbreviation."""
    assert folded("PD-L1") == folded("PDL1")
    assert folded("TKIs") == folded("TKI")
    assert folded("OS") != folded("PFS")


def test_letters_fit_their_words() -> None:
    """Letters inside a word count, the letters of another abbreviation do not."""
    assert fits("TACE", "transarterial chemoembolization")
    assert fits("mRECIST", "modified response evaluation criteria in solid tumors")
    assert not fits("RECIST", "response evaluation criteria in Cancer of the Liver")


def test_used_words() -> None:
    """Compounds stay whole, ordinary words and numbers are left out."""
    text = "TACE-HAIC plus mRECIST in 12 patients of Group A, aHR 0.7"
    assert [w for w, _, _ in used(text)] == ["TACE-HAIC", "mRECIST", "aHR"]
