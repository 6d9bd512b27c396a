"""Statements of several numbers of which one differs from its row."""

from __future__ import annotations

from src.utils.extraction import extract
from src.utils.linking.by_numbers.all_but_one import AllButOne
from src.utils.linking.by_numbers.links import Numbers
from src.utils.linking.held import Held
from src.utils.linking.meaning import Meaning
from src.utils.linking.reading import Reading
from src.utils.reading import read_text


def _made(sentence: str, table: str) -> list[tuple[str, str]]:
    """The pairs of numbers that differ, as the pass finds them without any other linker's help."""
    text = f"# A randomised trial\n\n## Results\n\n{sentence}\n{table}"
    article = read_text(text, "article.md")
    results = extract(article).results
    numbers = Numbers(Reading(article, results))
    held = Held(results, numbers.links(Held(results, ())))
    found = AllButOne(numbers, Meaning(article, results), held).links()
    return [
        (s.left.text, s.right.text)
        for k in found
        for s in k.shared
        if s.how not in ("same", "rounded", "weaker")
    ]


_RISKS = """
**Table 3. Risk of falls in two years**

| Factor | Crude OR (95% CI) | Adjusted OR (95% CI) |
| --- | --- | --- |
| Orthostatic hypotension | 2.17 (1.42 to 3.31) | 1.87 (1.21 to 2.89) |
| Polypharmacy | 1.63 (1.17 to 2.27) | 1.38 (0.97 to 1.96) |
| Low vision | 1.46 (1.03 to 2.07) | 1.46 (1.02 to 2.09) |
"""


def test_two_numbers_of_an_interval_lead_to_the_third() -> None:
    """The estimate and one bound stand in one row only; the other bound is a slip away."""
    said = (
        "Orthostatic hypotension raised the odds of falling (adjusted OR 1.87, 95% CI 1.12-2.89)."
    )
    assert _made(said, _RISKS) == [("1.12", "1.21")]


def test_an_effect_that_agrees_with_one_model_is_not_held_against_the_other() -> None:
    """Crude and adjusted estimates alike: the one that agrees in full is the one that is meant."""
    assert not _made("Low vision mattered (OR 1.46, 95% CI 1.03 to 2.07).", _RISKS)


def test_cited_and_foreign_numbers_far_apart_are_left_alone() -> None:
    """One equal number of three is nothing."""
    assert not _made("Low vision mattered (OR 1.46, 95% CI 1.22 to 1.75).", _RISKS)


_ARMS = """
**Table 2. Milk yield and health of the herds**

| | Standard feed (n=46) | New feed (n=48) |
| --- | --- | --- |
| Milk yield, kg per day, mean (SD) | 27.86 (4.31) | 30.47 (4.58) |
| Body condition score, mean (SD) | 2.94 (0.37) | 3.12 (0.41) |
| Somatic cell count, mean (SD) | 186.4 (58.3) | 171.9 (54.7) |
"""


def test_a_mean_leads_to_its_deviation_and_the_reverse() -> None:
    """Two columns of arms; each arm's bracket belongs to its own mean."""
    said = "Milk yield was 27.86 (SD 4.31) kg with standard and 30.47 (SD 4.85) kg with new feed."
    assert _made(said, _ARMS) == [("4.85", "4.58")]


def test_means_at_each_others_place_are_found_beside_their_deviations() -> None:
    """The deviations stand with the arms they belong to, the means do not."""
    said = "Milk yield was 30.47 (SD 4.31) kg with standard and 27.86 (SD 4.58) kg with new feed."
    assert _made(said, _ARMS) == [("30.47", "27.86"), ("27.86", "30.47")]


def test_a_mean_of_all_is_not_held_against_one_arm() -> None:
    """No group is named and one value given: the arms' deviation is another one."""
    assert not _made("Mean somatic cell count on entry was 186.4 (SD 53.8).", _ARMS)


_SITES = """
**Table 4. Sites of infection**

| Site | Ceftriaxone | Cefazolin |
| --- | --- | --- |
| Wound | 31/412 (7.5) | 52/409 (12.7) |
| Urinary tract | 18/412 (4.4) | 23/409 (5.6) |
| Lung | 9/412 (2.2) | 11/409 (2.7) |
"""


def test_a_count_with_its_total_leads_to_the_percentage() -> None:
    """Count and total agree with one cell; the percentage has its digits exchanged."""
    said = "Wound infections occurred in 52/409 (17.2%) of patients given cefazolin."
    assert _made(said, _SITES) == [("17.2", "12.7")]


def test_a_small_count_in_common_is_nothing() -> None:
    """Nine patients of another total with another percentage are other patients."""
    assert not _made("Of the withdrawn, 9/97 (9.3%) had moved away.", _SITES)
