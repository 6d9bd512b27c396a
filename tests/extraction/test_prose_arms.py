"""Which group shows which value of a sentence."""

from __future__ import annotations

import pytest

from src.utils import pipeline
from src.utils.extraction.prose_labels import labels
from src.utils.records import Result

#: The article speaks of its groups, so that their names are known as labels.
LEAD = "The zinc group and the placebo group were alike. Few left the zinc group or placebo group."


def _results(sentence: str, lead: str = LEAD) -> list[Result]:
    """The results of one sentence in a small trial."""
    audit = pipeline.audit_text(f"# Zinc for cough\n\n## Results\n\n{lead}\n\n{sentence}\n")
    return [r for r in audit.dossier.results if r.id.startswith("r-")]


def _by_arm(result: Result) -> list[tuple[str, str]]:
    """Name of the arm and number of every value."""
    return [
        (
            result.arms[v.arm].name if v.arm is not None else "",
            v.nums[0].text if v.nums else (v.count.text if v.count else ""),
        )
        for v in result.values
    ]


def test_groups_as_labels_before_their_values() -> None:
    """zinc 13.1% [181/1,378], placebo 12.7% [174/1,374]: one result of two groups."""
    (one,) = _results(
        "Cough was seen (zinc 13.1% [181/1,378], placebo 12.7% [174/1,374], P = 0.71)."
    )
    assert _by_arm(one) == [("zinc", "13.1"), ("placebo", "12.7")]
    assert [p.value.text for p in one.p] == ["0.71"]


def test_a_list_of_outcomes_is_no_list_of_groups() -> None:
    """nausea 12.1%, fever 9.3% are two outcomes: the article knows no nausea group."""
    for result in _results("Adverse events were frequent (nausea 12.1%, fever 9.3%)."):
        assert len(result.values) == 1


def test_names_that_stand_twice_before_group_are_labels() -> None:
    """One mention of a group is too little; general words are none."""
    text = "the zinc group, the zinc group, the treatment group, the treatment group, a blue group"
    assert labels(text) == {"zinc"}


def test_one_patient_and_several() -> None:
    """1 (0.8%) patient in one group and 5 (4.3%) patients in the other."""
    (one,) = _results(
        "Fever was seen in 1 (0.8%) patient in the zinc group and 5 (4.3%) patients in the "
        "placebo group."
    )
    assert _by_arm(one) == [("zinc group", "0.8"), ("placebo group", "4.3")]


def test_people_given_something_are_a_group() -> None:
    """3.3% of women given zinc and 5.2% of women given placebo."""
    (one,) = _results(
        "Nausea was seen in 3.3% of women given zinc and 5.2% of women given placebo."
    )
    assert _by_arm(one) == [("zinc", "3.3"), ("placebo", "5.2")]


def test_three_groups_named_after_their_values() -> None:
    """22.7, 26.7 and 29.0% of the women in the A, B and C groups, respectively."""
    (one,) = _results(
        "Episiotomy was performed in 22.7, 26.7 and 29.0% of the women in the zinc, copper and "
        "placebo groups, respectively."
    )
    assert _by_arm(one) == [("zinc", "22.7"), ("copper", "26.7"), ("placebo", "29.0")]


def test_two_plain_numbers_before_an_effect_are_its_values() -> None:
    """(10 vs 4, RR 1.55, 95% CI 0.96-2.52): the counts behind the ratio."""
    (one,) = _results("More of them relapsed with zinc (10 vs 4, RR 1.55, 95% CI 0.96-2.52).")
    assert [v.count.text for v in one.values if v.count] == ["10", "4"]
    assert one.effect is not None and one.effect.estimate is not None
    assert one.effect.estimate.text == "1.55"


def test_hr_that_the_article_calls_heart_rate_is_no_ratio() -> None:
    """Heart rate (HR) is introduced in one paragraph and spoken of in another."""
    lead = "Heart rate (HR) and weight were measured."
    found = _results("The change of HR was 4.1 (95% CI 2.2-6.0) at rest.", lead)
    assert all(r.effect is None or r.effect.kind != "HR" for r in found)
    lead = "The hazard ratio (HR) was estimated; heart rate (HR) was measured."
    found = _results("HR was 4.1 (95% CI 2.2-6.0) for death.", lead)
    assert [r.effect.kind for r in found if r.effect] == ["HR"]


def test_the_nearest_word_says_what_the_spread_is() -> None:
    """A standard error in one sentence says nothing of the deviation in the next."""
    first, second = _results(
        "Mean weight was 71.2 (SE 0.8) kg versus 69.0 (SE 0.7) kg. "
        "Mean height was 170.1 (SD 7.9) cm versus 171.3 (SD 8.2) cm."
    )
    assert [v.sd for v in first.values] == [None, None]
    assert [v.sd.text for v in second.values if v.sd] == ["7.9", "8.2"]


def test_differences_of_means_with_the_interval_named_between() -> None:
    """mean (95% CI) differences were 0.2 points (-0.4, 0.9)."""
    (one,) = _results("The mean (95% CI) differences between groups were 0.2 points (-0.4, 0.9).")
    assert one.effect is not None and one.effect.kind == "MD"
    assert one.effect.low is not None and one.effect.low.text == "-0.4"


def test_p_after_a_second_coefficient() -> None:
    """B = -0.05 (95% CI ...), β = -0.54, p = 0.003: the P is that of the coefficient."""
    (one,) = _results(
        "Weight predicted it [B = -0.05, (95% CI = -0.08; -0.02), β = -0.54, p = 0.003]."
    )
    assert [p.value.text for p in one.p] == ["0.003"]


def test_numbers_right_before_a_p_value_are_its_result() -> None:
    """Means with units between them and their spread; an interval without a label."""
    (one,) = _results("The drop was larger (2.5 g/dL (± 1.5) vs. 1.7 g/dL (± 0.9); p = .022).")
    assert [(v.nums[0].text, v.sd and v.sd.text) for v in one.values] == [
        ("2.5", "1.5"),
        ("1.7", "0.9"),
    ]
    assert [p.value.text for p in one.p] == ["0.022"]
    (two,) = _results("It fell (estimate -0.021 units, 95% CI -0.038; -0.004, P = 0.01).")
    numbers = [n.text for v in two.values for n in (*v.nums, v.low, v.high) if n is not None]
    if two.effect is not None and two.effect.estimate and two.effect.low and two.effect.high:
        numbers = [n.text for n in (two.effect.estimate, two.effect.low, two.effect.high)]
    assert numbers == ["-0.021", "-0.038", "-0.004"]


def test_the_time_right_before_the_endpoint_is_its_own() -> None:
    """for 2-year PFS: HR 0.55; for 3-year PFS: HR 0.57."""
    found = _results(
        "Effects were seen (for 2-year PFS: HR = 0.55, 95% CI 0.35-0.89; for 3-year PFS: "
        "HR = 0.57, 95% CI 0.37-0.86)."
    )
    assert [r.context.timepoint for r in found] == ["2 years", "3 years"]


@pytest.mark.parametrize("times", [("three months", "six months"), ("Month 3", "Month 6")])
def test_the_second_time_of_a_list(times: tuple[str, str]) -> None:
    """abstinent at three months (...) and six months (...): each has its own time."""
    found = _results(
        f"More were abstinent at {times[0]} (RR 1.55, 95% CI 0.96-2.52) and {times[1]} "
        "(RR 1.45, 95% CI 0.84-2.49)."
    )
    assert [r.context.timepoint for r in found] == ["3 months", "6 months"]


def test_letters_before_a_noun_are_no_response() -> None:
    """CR morphine is controlled release; a CR rate is a response."""
    found = _results("Falls with CR morphine were 24.1% versus 20.9% in the zinc group.")
    assert all(r.endpoint != "CR" for r in found)


def test_all_the_patients_are_no_subgroup() -> None:
    """Among the 316 eligible patients says nothing; among women aged over 60 does."""
    (one,) = _results("Among the 316 eligible patients, 110 (34.8%) had a relapse (P = 0.03).")[-1:]
    assert one.context.subgroup == ""
    (two,) = _results("Among women aged over 60 years, 11 (34.8%) had a relapse (P = 0.03).")[-1:]
    assert "women aged" in two.context.subgroup


def _bound(sentence: str) -> list[list[tuple[str, str]]]:
    """Per result of an invented sentence: each value's first number and its group."""
    audit = pipeline.audit_text(f"# A trial\n\n## Results\n\n{sentence}\n")
    return [
        [(v.nums[0].text, r.arms[v.arm].name) for v in r.values if v.nums and v.arm is not None]
        for r in audit.dossier.results
        if len(r.values) > 1
    ]


def test_a_later_pair_has_the_groups_of_the_first() -> None:
    """The group named last before a pair belongs to the pair before it."""
    told = (
        "Adverse events occurred in 52 patients (40%) in the imatinib arm and 33 (25%) in the "
        "placebo arm, including oedema (21% v 8%)."
    )
    assert [("21", "imatinib arm"), ("8", "placebo arm")] in _bound(told)


def test_groups_in_brackets_behind_their_values() -> None:
    """ "62% (docetaxel) vs 55% (control)" names each value's group."""
    told = "Overall survival at five years was 62% (docetaxel) vs 55% (control)."
    assert [("62", "docetaxel"), ("55", "control")] in _bound(told)


def test_a_number_in_words_is_no_group() -> None:
    """ "three of 20 women (15.0%)" is a count with its total, and "three" no name."""
    told = (
        "Cure was seen in 20 of 21 women (95.2%) in the zinc arm, compared to three of 20 women "
        "(15.0%) in the usual arm (risk ratio = 6.3; 95% CI: 2.2, 18.0)."
    )
    audit = pipeline.audit_text(f"# A trial\n\n## Results\n\n{told}\n")
    result = next(r for r in audit.dossier.results if r.effect is not None)
    assert [a.name for a in result.arms] == ["zinc arm", "usual arm"]
    last = result.values[1]
    assert last.count is not None and last.total is not None
    assert (last.count.text, last.total.text) == ("3", "20")
