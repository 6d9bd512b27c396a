"""Links to a row that contradicts a sentence: only where nothing else can be meant."""

from __future__ import annotations

from src.utils.extraction import extract
from src.utils.linking.by_numbers.links import Numbers
from src.utils.linking.held import Held
from src.utils.linking.near.links import link_near
from src.utils.linking.reading import Reading
from src.utils.reading import read_text
from src.utils.records import Result

_MODEL = """
**Table 3. Adjusted odds ratios of relapse**

| Factor | OR (95% CI) | P value |
| --- | --- | --- |
| Supervised walking | 1.428 (1.173 to 1.745) | 0.03 |
| Age over 60 years | 1.102 (0.871 to 1.394) | 0.41 |
| Smoking | 2.315 (1.604 to 3.341) | 0.001 |
"""


def _made(sentence: str, tables: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Row heads and numbers of the links that the pass adds to those by numbers."""
    text = f"# Walking after stroke: a randomised trial\n\n## Results\n\n{sentence}\n{tables}"
    article = read_text(text, "article.md")
    results = extract(article).results
    by_id: dict[str, Result] = {r.id: r for r in results}
    reading = Reading(article, results)
    known = Numbers(reading).links(Held(reading.results, ()))
    return [
        (by_id[k.right].context.row, [(s.left.text, s.right.text) for s in k.shared])
        for k in link_near(reading, Held(reading.results, known))
    ]


def test_three_numbers_a_unit_away_from_the_named_row_are_its_own() -> None:
    """1.44 (1.18 to 1.76) beside 1.428 (1.173 to 1.745): a model fitted again."""
    found = _made(
        "After adjustment for age and smoking, supervised walking predicted relapse "
        "(OR 1.44, 95% CI 1.18 to 1.76).",
        _MODEL,
    )
    assert found == [
        ("Supervised walking", [("1.44", "1.428"), ("1.18", "1.173"), ("1.76", "1.745")])
    ]


def test_a_crude_estimate_near_the_adjusted_one_is_another_number() -> None:
    """A sentence that names the unadjusted model is not held against the adjusted row."""
    assert not _made(
        "Unadjusted, supervised walking predicted relapse (OR 1.44, 95% CI 1.18 to 1.76).", _MODEL
    )


def test_three_numbers_that_one_row_prints_are_held_against_no_other() -> None:
    """Where a row rounds to the sentence's numbers, a row near by is not looked for."""
    assert not _made(
        "After adjustment, supervised walking predicted relapse (OR 1.43, 95% CI 1.17 to 1.75).",
        _MODEL,
    )


_TWO = """
**Table 1. Scores before training**

| Scale | Group | Mean | SD |
| --- | --- | --- | --- |
| Walking endurance scale | Training | 45.66 | 6.94 |
| Hand strength scale | Training | 31.20 | 5.02 |

**Table 2. Change with training**

| Scale | Mean before | Mean after |
| --- | --- | --- |
| Walking endurance scale | 45.67 | 54.89 |
| Hand strength scale | 31.20 | 38.41 |
"""


def test_a_table_that_misses_the_number_by_one_is_named_beside_the_one_that_agrees() -> None:
    """45.67 in the text agrees with one table; another prints 45.66 in the row of that name."""
    found = _made("The mean walking endurance scale was 45.67 before training.", _TWO)
    assert found == [("Walking endurance scale > Training", [("45.67", "45.66")])]


def test_significant_in_words_against_a_limit_of_p_needs_a_row_that_bears_it_out() -> None:
    """A row with P = 0.44 does not contradict P > 0.3, whatever the sentence calls it."""
    table = """
**Table 2. Outcomes**

| Outcome | Walking | Rest | P value |
| --- | --- | --- | --- |
| Balance score, mean (SD) | 14.2 (5.1) | 15.0 (5.6) | 0.44 |
| Falls per month, mean (SD) | 1.1 (0.9) | 2.3 (1.4) | 0.002 |
"""
    assert not _made("The significant difference in balance was small (P > 0.3).", table)
    found = _made("The significant difference in falls per month was large (P > 0.3).", table)
    assert found == [("Falls per month, mean (SD)", [("0.3", "0.002")])]


_REGIONS = """
**Table 1. Falls at home**

| Characteristic | Fallers, n (%) | OR (95% CI) |
| --- | --- | --- |
| Region | | |
| Kisumu | 153 (18.8) | 3.12 (2.20 to 4.42) |
| Siaya | 34 (4.3) | 1 |
| Sex | | |
| Men | 114 (14.3) | 1.67 (1.23 to 2.27) |
| Women | 73 (9.1) | 1 |
"""


def test_numbers_of_two_other_rows_contradict_the_two_rows_that_are_named() -> None:
    """Kisumu and Siaya with the percentages and the odds ratio of men and women."""
    found = _made(
        "Falls were more frequent in Kisumu than in Siaya (14.3 vs 9.1%, odds ratio 1.67).",
        _REGIONS,
    )
    assert found == [
        ("Region > Kisumu", [("14.3", "18.8"), ("1.67", "3.12")]),
        ("Region > Siaya", [("9.1", "4.3")]),
    ]


def test_rows_that_the_sentence_names_too_are_not_the_wrong_ones() -> None:
    """Where the sentence speaks of men and women as well, their numbers are theirs."""
    assert not _made(
        "Falls of men and women in Kisumu and Siaya differed (14.3 vs 9.1%).", _REGIONS
    )
