"""The exercises written for the project: nothing false between text and table."""

from __future__ import annotations

from pathlib import Path

import pytest

from src.utils import pipeline
from src.utils.bench import exercises


def test_every_planted_disagreement_names_words_of_its_article() -> None:
    """A typing error in planted.yml is said, not counted as a miss."""
    for name, items in exercises.planted(exercises.FOLDER).items():
        audit = pipeline.audit(exercises.FOLDER / f"{name}.md")
        for item in items:
            assert exercises.places(audit, item["text"])


def test_words_that_do_not_stand_there_are_an_error(tmp_path: Path) -> None:
    """The message says what to correct."""
    (tmp_path / "one.md").write_text("# A trial\n\n## Results\n\nNothing.\n", encoding="utf-8")
    (tmp_path / "planted.yml").write_text("one:\n  - {text: '9 of 10', where: x}\n", "utf-8")
    with pytest.raises(ValueError, match="correct planted"):
        exercises.measure(tmp_path)


def test_no_false_alarm_between_text_and_table() -> None:
    """What agrees in the exercises is left alone; most of what was planted is found."""
    found, quiet = exercises.measure()
    assert not quiet.misses
    assert found.hits >= 0.6 * found.total
