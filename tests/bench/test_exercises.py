"""The exercises written for the project: nothing false between text and table."""

from __future__ import annotations

from pathlib import Path

import pytest

from src.utils.bench import exercises
from src.utils.bench.gold_pairs import audited, lines

FOLDERS = exercises.folders(exercises.FOLDER)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_every_planted_disagreement_names_words_of_its_article(folder: Path) -> None:
    """A typing error in planted.yml is said, not counted as a miss; no name is without a file."""
    listed = exercises.planted(folder)
    assert set(listed) <= {p.name for p in exercises.reports(folder)}
    for name, items in listed.items():
        for item in items:
            assert exercises.places(audited(folder / name).located, item["text"])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_every_agreeing_statement_stands_in_its_article(folder: Path) -> None:
    """Nor is a statement that nobody prints counted as not linked."""
    named = ("agree", "derived", "traps")
    for item in (item for name in named for item in lines(folder / f"{name}.jsonl")):
        assert audited(folder / item["article"]).located.quotes(item["text"]), item


def test_words_that_do_not_stand_there_are_an_error(tmp_path: Path) -> None:
    """The message says what to correct."""
    (tmp_path / "one.md").write_text("# A trial\n\n## Results\n\nNothing.\n", encoding="utf-8")
    (tmp_path / "planted.yml").write_text("one.md:\n  - {text: '9 of 10', where: x}\n", "utf-8")
    with pytest.raises(ValueError, match="correct the list"):
        exercises.measure(tmp_path)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_no_false_alarm_between_text_and_table(folder: Path) -> None:
    """What agrees in the exercises is left alone; most of what was planted is found and linked."""
    found, quiet, *others = exercises.measure(folder)
    assert not quiet.misses
    assert found.hits >= 0.6 * found.total
    rates = {rate.name.partition(" ")[0]: rate for rate in others}
    if "agreeing" in rates:
        assert rates["agreeing"].hits >= 0.88 * rates["agreeing"].total
    if "look-alikes" in rates:
        assert not rates["look-alikes"].misses
