"""Numbers of people in the text beside the sizes of tables: agreement only, and not by chance."""

from __future__ import annotations

from src.utils.extraction import extract
from src.utils.linking.participants.shown import link_sizes
from src.utils.reading import read_text

_FRACTIONS = """
**Table 2. Healing at week 12**

| Outcome | Honey gauze, n/N (%) | Paraffin gauze, n/N (%) |
| --- | --- | --- |
| Ulcer closed | 46/278 (16.5) | 41/286 (14.3) |
"""
_HEADED = """
**Table 1. Baseline**

| | Splint (n = 47) | Sling (n = 52) |
| --- | --- | --- |
| Age, mean (SD) | 41.2 (11.0) | 40.8 (10.4) |
"""
_ONE = """
**Table 3. Hearing at school entry**

| Finding | Children |
| --- | --- |
| Any loss in one ear | 314/4219 (7.4%) |
"""
_ROWS = """
**Table 1. Groups**

| Group | n | Falls per year, mean (SD) |
| --- | --- | --- |
| Tai chi | 131 | 1.2 (0.4) |
| Stretching | 128 | 1.9 (0.6) |
"""


def _made(sentence: str, table: str) -> list[tuple[str, str]]:
    """The numbers of the text and the tables that the pass lays side by side."""
    article = read_text(f"# A trial\n\n## Results\n\n{sentence}\n{table}", "article.md")
    links = link_sizes(extract(article).results, ())
    return [(s.left.text, s.right.text) for k in links for s in k.shared]


def test_two_denominators_of_a_row() -> None:
    """Two numbers of one sentence that are the totals of one row are no chance."""
    said = "Wounds were assessed in 278 of the honey group and 286 of the paraffin group."
    assert set(_made(said, _FRACTIONS)) == {("278", "278"), ("286", "286")}


def test_a_denominator_with_the_name_of_its_group() -> None:
    """A size below a hundred needs the name of its group in the sentence."""
    assert ("47", "47") in _made("The splint was worn daily by 39/47 (83%) patients.", _HEADED)
    assert _made("Pain at night was reported by 39/47 (83%) smokers.", _HEADED) == []


def test_a_number_of_four_digits_needs_no_name() -> None:
    """A whole cohort is known by its number, also where the table names an outcome."""
    assert _made("In all, 4219 pupils were screened.", _ONE) == [("4219", "4219")]


def test_a_column_of_sizes() -> None:
    """Groups that stand in rows have their sizes in a column."""
    assert ("131", "131") in _made("The tai chi classes were joined by 131 adults.", _ROWS)


def test_another_group_of_the_set_is_not_meant() -> None:
    """The size of one group beside the name of the other is no agreement."""
    said = "In the stretching group 131 adults were enrolled."
    assert ("131", "131") not in _made(said, _ROWS)


def test_a_share_is_no_size() -> None:
    """The count of a percentage is a part of others, though a group has as many."""
    assert _made("Symptoms improved in 131 (52%) adults.", _ROWS) == []
