"""Numbers of the prose that no grammar holds, as plain mentions."""

from __future__ import annotations

from src.utils import pipeline
from src.utils.extraction import loose
from src.utils.reading import read_text

TRIAL = """# A trial

## Results

Of 208 resections, 42 (20%) were incomplete. Median time was 2.0 (1.5-18.3) months. Fever occurred
in 59.8% of one group versus 7.4% of the other.

The study ran from 2010 (95% complete) to 2012.
"""


def test_what_is_left_alone_is_found_with_its_parts() -> None:
    """A count with its percentage, a number with its interval, two percentages set beside."""
    article = read_text(TRIAL)
    found = loose.mentions(article, ())
    shown = {
        tuple(n.text for v in r.values for n in (*v.nums, v.count, v.low, v.high) if n is not None)
        for r in found
    }
    assert {("20", "42"), ("2.0", "1.5", "18.3"), ("59.8", "7.4")} <= shown


def test_spans_slice_to_their_numerals() -> None:
    """Every numeral lies at its span."""
    article = read_text(TRIAL)
    for r in loose.mentions(article, ()):
        for v in r.values:
            for n in (*v.nums, v.count, v.total, v.low, v.high):
                assert n is None or article.quote(n.span) == n.text


def test_what_a_result_holds_is_no_mention() -> None:
    """A number belongs to one result."""
    audit = pipeline.audit_text(TRIAL)
    held = [
        n.span
        for r in audit.dossier.results
        if not r.id.startswith("m-")
        for v in r.values
        for n in v.nums
    ]
    loose_ones = [
        n.span
        for r in audit.dossier.results
        if r.id.startswith("m-")
        for v in r.values
        for n in v.nums
    ]
    assert loose_ones and not set(held) & set(loose_ones)


def test_reviews_have_none() -> None:
    """A mention without its study says nothing where tables have a row per study."""
    audit = pipeline.audit_text(REVIEW)
    assert not [r for r in audit.dossier.results if r.id.startswith("m-")]


def _numbers(sentence: str) -> list[list[str]]:
    """The numbers of each mention of one sentence, mention by mention."""
    article = read_text(f"# Sleep\n\n## Results\n\n{sentence}\n")
    return [
        [n.text for v in m.values for n in (*v.nums, v.sd, v.low, v.high) if n is not None]
        for m in loose.mentions(article, ())
    ]


def test_means_are_mentions_with_their_spread() -> None:
    """The spread may stand behind the sign, in a bracket, or named after a comma."""
    said = "Sleep lasted 32.7 (SD = 7.9) h, weight 41.3 ± 5.2 kg (M = 31.58, SD = 14.05)."
    assert _numbers(said) == [["32.7", "7.9"], ["41.3", "5.2"], ["31.58", "14.05"]]


def test_plain_numbers_are_mentions_beside_each_other_only() -> None:
    """Two lengths set against each other; a test statistic and a lone dose are none."""
    said = "Length was 48.8 cm (drug) vs. 46.0 cm (control), t = 1.578, after 2.5 mg daily."
    assert _numbers(said) == [["48.8", "46.0"]]


def test_an_interval_may_follow_a_semicolon() -> None:
    """6.1s; 95% CI 5.2-6.9s is a number with its interval."""
    assert _numbers("It took 6.1s; 95% CI 5.2-6.9s, in all.") == [["6.1", "5.2", "6.9"]]


REVIEW = """# Dialysis: a review

Survival was 24.1 (20.0-29.9) months<sup>[1]</sup> [Table 1].

**Table 1. Trials**

| Group | Country | Ref. | Study design | OS |
| --- | --- | --- | --- | --- |
| A (n = 9) vs. B (n = 8) | Spain | Ruiz et al. 2018 <sup>[1]</sup> | RCT | 24.1 vs. 18.3 |

## References

1. Ruiz M. Timing of dialysis: a randomised trial. *Kidney Int* 2018;93:1-9.
"""


def _values(sentence: str) -> list[list[tuple[str, str, str, str]]]:
    """(kind, number, count, total) of every value, mention by mention."""
    article = read_text(f"# Cough\n\n## Results\n\n{sentence}\n")
    return [
        [
            (
                v.kind,
                v.nums[0].text if v.nums else "",
                v.count.text if v.count else "",
                v.total.text if v.total else "",
            )
            for v in m.values
        ]
        for m in loose.mentions(article, ())
    ]


def test_a_list_may_share_its_sign_or_its_total() -> None:
    """One sign of per cent for three numbers, one total for three counts."""
    assert _values("Stings were seen in 22.7, 26.7 and 29.0% of the women.") == [
        [("percent", "22.7", "", ""), ("percent", "26.7", "", ""), ("percent", "29.0", "", "")]
    ]
    assert _values("Moles grew in 7, 15, and 38 of the 829 patients.") == [
        [("count", "7", "", "829"), ("count", "15", "", "829"), ("count", "38", "", "829")]
    ]


def test_counts_in_words_belong_to_their_percentage() -> None:
    """Eleven women (37.9%) is 11; between the two groups (12%) counts nobody."""
    assert _values("Eleven women (37.9%) sneezed.") == [[("percent", "37.9", "11", "")]]
    assert _values("Four out of thirteen (31%) infants slept.") == [[("percent", "31", "4", "13")]]
    assert _values("No difference between the two groups (12.5%) was seen.") == [
        [("percent", "12.5", "", "")]
    ]


def test_a_count_may_stand_after_its_percentage() -> None:
    """5.7%; 156/2,752 and 69% of evaluable patients (9/13)."""
    assert _values("Effects were vomiting (5.7%; 156/2,752).") == [
        [("percent", "5.7", "156", "2752")]
    ]
    assert _values("A response was seen in 69 % of evaluable patients (9/13).") == [
        [("percent", "69", "9", "13")]
    ]


def test_outcomes_with_their_own_names_stay_apart() -> None:
    """Nausea (12%) and fever (9%) are two rows of a table, zinc and placebo one."""
    apart = _values("Reasons were nausea (12%), thirst (10%), and fever (9%).")
    assert [len(m) for m in apart] == [1, 1, 1]
    together = _values("Fever fell in 12% of infants in the zinc group and 9% in the other group.")
    assert [len(m) for m in together] == [2]


def test_whole_numbers_with_quartiles_need_the_word() -> None:
    """24 (21-27) is a median where the sentence says so."""
    assert _numbers("Median stay was 24 (21-27) days.") == [["24", "21", "27"]]
    assert _numbers("Room 24 (21-27) was closed.") == []


def test_a_unit_may_stand_between_a_mean_and_its_spread() -> None:
    """252.6 ng/ml (IQR 154.6-298.6), 6.1 mV ± 2.0, mean (SD) of 124.6 (73.1) days."""
    assert _numbers("It was 252.6 ng/ml (IQR 154.6-298.6).") == [["252.6", "154.6", "298.6"]]
    assert _numbers("It was 6.1 mV ± 2.0 at rest.") == [["6.1", "2.0"]]
    assert _numbers("Steroids were used for a mean (SD) of 124.6 (73.1) days.") == [
        ["124.6", "73.1"]
    ]


def test_an_interval_without_estimate_is_an_effect_without_one() -> None:
    """95% CI for the difference, -8.1 to 7.5: the bounds can be found in a table."""
    article = read_text(
        "# Cough\n\n## Results\n\nScores were alike (95% CI for the difference, -8.1 to 7.5).\n"
    )
    (mention,) = loose.mentions(article, ())
    effect = mention.effect
    assert effect is not None and effect.estimate is None and effect.low and effect.high
    assert (effect.kind, effect.low.text, effect.high.text) == ("MD", "-8.1", "7.5")


def test_the_estimate_may_stand_some_words_before_its_interval() -> None:
    """1.94 times as likely to be ill (95% CI 1.35; 2.80), and only where the interval holds it."""
    said = "Women were 1.94 times as likely to be in favour of it (95% CI 1.35; 2.80)."
    assert _numbers(said) == [["1.94", "1.35", "2.80"]]


def test_lone_counts_are_mentions_where_results_are_told() -> None:
    """559 consultations under Results; the seats of a theatre elsewhere are none."""
    assert _values("In all, 559 consultations were held.") == [[("count", "559", "", "")]]
    elsewhere = read_text("# Padua\n\n## The theatre\n\nIt seated some 200 students.\n")
    assert not loose.mentions(elsewhere, ())


def test_a_p_value_that_no_result_holds() -> None:
    """A P value beside words of significance is a finding, a threshold is none."""
    said = "# Cough\n\n## Results\n\nIt was not significant at visit 4 (CMH: p = 0.35).\n"
    (mention,) = [m for m in loose.mentions(read_text(said), ()) if m.p]
    assert [(p.relation, p.value.text) for p in mention.p] == [("=", "0.35")]
    plan = "# Cough\n\n## Results\n\nA P < 0.05 was considered significant.\n"
    assert not loose.mentions(read_text(plan), ())


def test_a_thousand_and_one_is_no_one() -> None:
    """The tail of a number in words counts nobody."""
    assert _values("One thousand and fifty-eight women came.") == []


def test_a_group_within_a_number_is_not_beside_it() -> None:
    """543 patients (273 in one group ...): the whole and its parts."""
    found = _values("We saw 543 patients (273 in the zinc group and 270 in the placebo group).")
    assert [len(m) for m in found] == [1, 2]


def test_what_is_planned_or_pointed_to_is_no_mention() -> None:
    """Planning numbers, numbers of tables and percentage points are nobody's result."""
    article = read_text(
        "# A trial\n\n## Methods\n\n### Statistics\n\nThe study had 80% power to detect an "
        "increase of the cure rate from 55% to 73%.\n\n## Results\n\nRelapse was rarer "
        "(Tables 2 and 3); the count was stable.\n"
    )
    told = {n.text for r in loose.mentions(article, ()) for v in r.values for n in v.nums}
    assert not told & {"55", "73", "2", "3"}
    audit = pipeline.audit_text(
        "# A trial\n\n## Results\n\nGout was the only event with a difference of more than 5 "
        "percentage points (20.9% vs. 10.3%).\n"
    )
    counts = [v.count for r in audit.dossier.results for v in r.values if v.count is not None]
    assert not counts


def test_measured_results_are_mentions() -> None:
    """A measured number that fell, was found or is longer is a result; a dose is none."""
    for said, number in (
        ("Systolic pressure fell by 11.46 mmHg with the diuretic.", "11.46"),
        ("Weight loss was 2.73 kg after a year.", "2.73"),
        ("Hospital stay was 1.4 days shorter after day surgery.", "1.4"),
        ("Ferritin was reduced by 12.5 µg/L in donors.", "12.5"),
    ):
        assert number in [n for m in _numbers(said) for n in m], said
    assert _numbers("Patients took 2.5 mg of folic acid every morning.") == []
