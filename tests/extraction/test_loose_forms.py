"""Forms of numbers in running text that are lost easily, in invented sentences."""

from __future__ import annotations

import pytest

from src.utils import pipeline
from src.utils.records import Result, Value


def _results(sentence: str) -> list[Result]:
    audit = pipeline.audit_text(f"# A trial\n\n## Results\n\n{sentence}\n")
    return [r for r in audit.dossier.results if r.table is None]


def _values(sentence: str) -> list[tuple[Value, ...]]:
    return [r.values for r in _results(sentence) if r.values]


def _shown(value: Value) -> tuple[str | None, ...]:
    parts = (*value.nums, value.count, value.low, value.high, value.sd)
    return tuple(n.text for n in parts if n is not None)


def _all(sentence: str) -> set[tuple[tuple[str | None, ...], ...]]:
    return {tuple(_shown(v) for v in group) for group in _values(sentence)}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Blood loss was 820mL (410:1290) in one group.", (("820", "410", "1290"),)),
        ("Rates differed (3.12 [5 mg] versus 4.95 [20 mg]).", (("3.12",), ("4.95",))),
        ("The correlation was strong (r = - 0.52).", (("-0.52",),)),
        (
            "The 40 men had a mean age of 61.3 ± 9.8 years (range, 31 to 84 years).",
            (("61.3", "9.8"),),
        ),
        ("The stroke rate was 31 per 1000 person-years.", (("31",),)),
        ("It fell to 12 and 9 per 1000 person-years later.", (("12",), ("9",))),
        ("Ulcers healed in most limbs (mild, 21; severe, 4).", (("21",), ("4",))),
        ("There were 53 falls (exercise: 22, stretching: 31).", (("22",), ("31",))),
        ("Strokes occurred: 6 in the drug group and 9 in the placebo group.", (("6",), ("9",))),
        ("All were old (median age, 71 years; range 60-88).", (("71", "60", "88"),)),
        ("Itching fell from a mean of 6.4 to 2.9 points.", (("6.4",), ("2.9",))),
        ("Wounds healed (nine vs 14) after surgery.", (("9",), ("14",))),
        ("There were 48 serious TEAEs.", (("48",),)),
        ("Fewer falls occurred: 31 vs. 52 (rate ratio shown below).", (("31",), ("52",))),
        ("Pain: 8 (out of 80, 10%) had it.", (("10", "8"),)),
        ("Of 412 women screened, 96 (23%) had anaemia.", (("23", "96"),)),
        (
            "Mean fear scores were 4.6 (2.6), 5.3 (2.5) and 5.9 (2.7).",
            (("4.6", "2.6"), ("5.3", "2.5"), ("5.9", "2.7")),
        ),
        ("Healing took 31.5 (interquartile range, IQR: 24.3-42.8) d.", (("31.5", "24.3", "42.8"),)),
        ("In all, 240 were analysed (drops: 118 and gel: 122).", (("118",), ("122",))),
        ("7 of the gel group and 5 of the cream group relapsed.", (("7",), ("5",))),
    ],
)
def test_forms_are_read_whole(sentence: str, expected: tuple[tuple[str, ...], ...]) -> None:
    """Each number comes with its interval, spread, sign and neighbours."""
    assert expected in _all(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Six in ten (61.0%) of the girls were vaccinated.",
        "Two thirds (67%) of the boys were vaccinated.",
        "A nodule ≤15 mm (44% vs. 47%) was common in the zinc group.",
    ],
)
def test_fractions_and_limits_are_no_counts(sentence: str) -> None:
    """The number beside the percentage counts nobody."""
    assert all(v.count is None for group in _values(sentence) for v in group if v.nums)


def test_what_is_numbered_is_no_count() -> None:
    """ "Course 2 in the first group" numbers a course."""
    assert not _values("Fever was rare after course 2 in the first group.")


def test_references_are_no_counts() -> None:
    """Names with years are no labels with counts."""
    assert not _values("This agrees with others (Maier, 2009; Olsen, 2014).")


def test_a_second_p_with_its_own_label_is_the_second_only() -> None:
    """The number between two P values is an estimate, not a P value."""
    found = _results("The effects were small (-0.21, p = 0.08 and 0.17, p = 0.12).")
    assert {p.value.text for r in found for p in r.p} == {"0.08", "0.12"}


def test_medians_with_their_spread_carry_the_p_value_of_their_group() -> None:
    """The P value after the second group belongs to both values, each bound to its group."""
    found = _results(
        "Drainage was 210mL (90:400) in the clip group vs. 385mL (150:690) in the suture group "
        "(p = 0.004)."
    )
    whole = next(r for r in found if r.p)
    assert [a.name for a in whole.arms] == ["clip group", "suture group"]
    assert [_shown(v) for v in whole.values] == [("210", "90", "400"), ("385", "150", "690")]


def test_a_finding_above_a_threshold_is_a_finding() -> None:
    """A P value in a sentence with the word threshold may be a result."""
    found = _results("Fewer men were above this threshold (P = 0.03).")
    assert {p.value.text for r in found for p in r.p} == {"0.03"}
    plan = _results("P below the 0.05 threshold was regarded as significant (P < 0.05).")
    assert not any(r.p for r in plan)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Relapse was seen in 61 patients (33 early, 28 late start).", (("33",), ("28",))),
        ("We saw 5,210 eyes (2,905 right/2,305 left eyes).", (("2905",), ("2305",))),
        ("The runners were older (41 vs. 38 years of age).", (("41",), ("38",))),
        ("Breakfasts had 410 kcal and 395 kcal, respectively.", (("410",), ("395",))),
        ("Their median age was 64 years.", (("64",),)),
        ("All were frail (median age = 81 years; median ferritin = 20.5 ng/mL).", (("20.5",),)),
        ("Treatment lasted 21 days (interquartile range (IQR): 14; 28).", (("21", "14", "28"),)),
        ("A few falls (48) needed surgery.", (("48",),)),
        ("An operation cost £4250 more.", (("4250",),)),
        ("Nurses visited 640 frail type 2 patients.", (("640",),)),
        ("There were only three treatment failures in the yoga group.", (("3",),)),
        ("Urine was tested in 88 of women in the yoga group.", (("88",),)),
    ],
)
def test_whole_numbers_that_say_what_they_are(
    sentence: str, expected: tuple[tuple[str, ...], ...]
) -> None:
    """Counts before whom they count, whole means, sums of money, counts in brackets."""
    assert expected in _all(sentence)


def _article(section: str, sentence: str) -> set[str]:
    audit = pipeline.audit_text(f"# A trial\n\n## {section}\n\n{sentence}\n")
    rows = [r for r in audit.dossier.results if r.table is None]
    return {n.text for r in rows for v in r.values for n in v.nums}


def test_discussion_of_the_own_trial() -> None:
    """A discussion repeats the trial's numbers where it names no other work."""
    assert "1.84" in _article("Discussion", "Pain stayed at 1.84 points in our runners.")
    other = "Pain stayed at 1.84 points in a previous trial."
    assert "1.84" not in _article("Discussion", other)


def test_methods_say_who_was_there_in_the_end() -> None:
    """A large count of a sentence about what was done is read, one of the plan is not."""
    assert "512" in _article("Methods", "In the end, 512 samples from the clinics were analysed.")
    planned = "To detect a difference, 512 samples from the clinics would be needed."
    assert "512" not in _article("Methods", planned)


def test_a_range_over_several_rows_is_no_change() -> None:
    """Its ends are two mentions, which no single row need print side by side."""
    assert {(("0.61",),), (("0.88",),)} <= _all("Kappa across raters ranged from 0.61 to 0.88.")
    assert _all("The scale runs from 0 to 10.") == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "The arms differed (P [comparison of groups] = 0.031).",
        "Fewer were tested (p-value from Fisher's exact test = 0.031).",
        "The score fell (p = value = 0.031).",
    ],
)
def test_p_values_behind_the_name_of_their_test(sentence: str) -> None:
    """What stands between P and its relation says which test it is of."""
    assert [p.value.text for r in _results(sentence) for p in r.p] == ["0.031"]


def test_a_median_number_of_is_a_median() -> None:
    """ "The median number of cycles was 8 in A and 16 in B" counts no people."""
    told = "The median number of cycles was 8 in the zinc group and 16 in the iron group."
    (values,) = _values(told)
    assert [(v.kind, v.nums[0].text) for v in values] == [("median", "8"), ("median", "16")]


def test_doses_name_groups() -> None:
    """Three means told with doses are one list, and the doses are no values."""
    told = "The mean score was 14.6 mm with 5 mg, 17.9 mm with 2.5 mg and 26.3 mm with oil."
    (values,) = _values(told)
    assert [v.nums[0].text for v in values] == ["14.6", "17.9", "26.3"]


def test_whole_numbers_with_ranges_side_by_side() -> None:
    """ "10 (8-16) versus 12 (9-19) days" are two values with their ranges."""
    assert _all("Total stay was 10 (8-16) versus 12 (9-19) days.") == {
        (("10", "8", "16"), ("12", "9", "19"))
    }
