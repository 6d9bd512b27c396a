"""Damaged copies: what the damages do, and that a stop is told with its place."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from src.utils import pipeline
from src.utils.bench import fuzz

XML = '<p>One <sup>2</sup> of 34</p><table><tr><td rowspan="1">0.5</td></tr></table>'


@pytest.mark.parametrize("damage", fuzz.DAMAGES, ids=lambda d: d.__name__)
def test_every_damage_changes_markup_and_survives_text_without_any(damage: fuzz.Damage) -> None:
    """Within some draws each damage does something to XML, and none stops at plain text."""
    changed = {damage(XML, random.Random(seed)) for seed in range(200)}
    assert changed - {XML}
    assert all(isinstance(damage("no number\n", random.Random(k)), str) for k in range(20))


def test_a_seed_makes_the_same_copies_again(tmp_path: Path) -> None:
    """What a seed is reported for can be looked at."""
    article = tmp_path / "a.xml"
    article.write_text(XML)
    first, again = (list(fuzz.copies([article], 5, seed=3)) for _ in range(2))
    assert first == again
    assert len({c.text for c in first}) > 1


def test_a_stop_is_told_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that is no sentence for the user counts as a miss and says where."""

    def stop(path: Path) -> None:
        raise IndexError

    monkeypatch.setattr(pipeline, "audit", stop)
    told = fuzz.told(fuzz.Copy("a.md", 1, "text"), tmp_path)
    assert told.startswith("IndexError in test_fuzz.py, line ")
