"""Grades that words name, and grades that set two results apart."""

from __future__ import annotations

import pytest

from src.utils.linking.grades import grades


@pytest.mark.parametrize(
    ("words", "covered"),
    [
        ("grade 3-4 oesophagitis", {3, 4}),
        ("Grade 3/4 anaemia", {3, 4}),
        ("grade 3 or worse pneumonitis", {3, 4, 5}),
        ("grade ≥3 rash", {3, 4, 5}),
        ("grade >2 rash", {3, 4, 5}),
        ("grades 1 and 2 fatigue", {1, 2}),
        ("grade III or IV mucositis", {3, 4}),
        ("grade 4 neutropenia", {4}),
        ("Twice-daily: Grade 3", {3}),
        ("G3 nausea", {3}),
        ("any grade", set()),
        ("histological type", set()),
        ("upgrade 3", set()),
    ],
)
def test_grades_of_words(words: str, covered: set[int]) -> None:
    """A grade phrase covers what a reader of a toxicity table takes it for."""
    assert grades(words) == covered
