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
