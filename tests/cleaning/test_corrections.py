"""Corrections of the reading: applied once, or refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from src.utils import paths
from src.utils.cleaning import clean, corrections
from src.utils.errors import InputError
from src.utils.extraction import Extraction, extract
from src.utils.reading import read_text
from src.utils.records import Article

TEXT = """# A trial

## Results

The time to relapse was 8.1 months in the zinc group versus 6.0 months in the placebo group
(hazard ratio 0.70, 95% CI 0.50-0.98). Overall survival was 20.4 months in the zinc group versus
19.9 months in the placebo group (P = 0.60). The hazard ratio for death was 0.95 (0.70-1.29).
"""


@pytest.fixture
def article() -> Article:
    """The article that the sheets speak of."""
    return read_text(TEXT)


def entry(tmp_path: Path, **changes: object) -> Path:
    """A sheet with one entry, changed as told."""
    fields: dict[str, object] = {
        "where": {"quote": "8.1 months"},
        "what": "unit",
        "from": "months",
        "to": "weeks",
        "why": "the converter lost the unit",
        "status": "accepted",
    }
    fields.update(changes)
    import yaml

    path = tmp_path / "sheet.yml"
    path.write_text(yaml.safe_dump([fields]), encoding="utf-8")
    return path


def apply(article: Article, sheet: Path) -> Extraction:
    """The cleaned extraction with a sheet applied."""
    return clean(article, extract(article), corrections.load(sheet))


def test_a_correction_changes_one_field_of_one_result(article: Article, tmp_path: Path) -> None:
    """The field is changed, the reason is kept with the result, everything else stays."""
    before = clean(article, extract(article))
    after = apply(article, entry(tmp_path))
    assert [r.unit for r in after.results].count("weeks") == 1
    changed = next(r for r in after.results if r.unit == "weeks")
    assert changed.corrected == ("unit: the converter lost the unit",)
    assert len(before.results) == len(after.results)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"where": {"quote": "9.9 months in"}, "from": ""}, None),
        ({"where": {"quote": "7.7 months"}}, "is not in the article"),
        ({"where": {"quote": "months in the zinc group"}}, "stands 2 times"),
        ({"where": {"result": "r-0000000000"}}, "no result was read at the result r-0000000000"),
        ({"where": {"quote": "# A trial"}}, "no result was read"),
        ({"from": "years"}, "is read as 'months' now, not as 'years'"),
        ({"what": "colour"}, "'colour' cannot be corrected"),
        ({"why": " "}, "needs a reason"),
        ({"status": "maybe"}, "the status must be one of"),
        (
            {"what": "effect.low", "from": "0.50", "to": "0.55", "where": {"quote": "0.50-0.98"}},
            "a correction cannot bring in a number that the article does not print",
        ),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(
    article: Article, tmp_path: Path, changes: dict[str, object], says: str | None
) -> None:
    """One sentence names the entry and what does not fit."""
    sheet = entry(tmp_path, **changes)
    with pytest.raises(InputError) as caught:
        apply(article, sheet)
    message = str(caught.value)
    assert message.startswith("sheet.yml, entry 1: ") and "\n" not in message
    if says:
        assert says in message


def test_a_proposed_correction_is_kept_and_not_applied(article: Article, tmp_path: Path) -> None:
    """Only accepted entries change anything, even when their place is not found."""
    sheet = entry(tmp_path, status="proposed", where={"quote": "nowhere"})
    assert apply(article, sheet) == clean(article, extract(article))


def test_the_sheet_of_the_first_article_is_readable() -> None:
    """The committed sheet loads; it holds no entry, and says why in its comment."""
    sheet = paths.corrections() / "fu-2024-hepatoma-research.yml"
    assert corrections.load(sheet) == ()


def test_malformed_yaml_names_its_line(tmp_path: Path) -> None:
    """A sheet that is not YAML is refused with the line."""
    path = tmp_path / "sheet.yml"
    path.write_text("- where: {quote: 'a'\n- b", encoding="utf-8")
    with pytest.raises(InputError, match="not valid YAML at line 2"):
        corrections.load(path)
