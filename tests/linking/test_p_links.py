"""Single P values: the slips between two of them, and the rows that their words name."""

import pytest

from src.utils import pipeline
from src.utils.linking.p_values.rows import question
from src.utils.linking.p_values.slips import chance, nearly
from src.utils.records import Num, PValue, Span

NOWHERE = Span(0, 0)


def p(text: str, relation: str = "=") -> PValue:
    """A P value without a place."""
    return PValue(relation, Num(text, NOWHERE), NOWHERE)


def test_a_slip_of_three_digits_says_more_than_one_of_two():
    """0.418 and 0.478 are a changed digit apart less often by chance than 0.41 and 0.47."""
    three, two = chance(p("0.418"), p("0.478")), chance(p("0.41"), p("0.47"))
    assert three is not None and two is not None and three > two > 0


@pytest.mark.parametrize(
    ("said", "held"), [("0.002", "0.009"), ("0.418", "0.093"), ("0.00008", "0.000048")]
)
def test_no_slip(said, held):
    """One digit after noughts is a slip away from every other; two changed digits are none."""
    assert chance(p(said), p(held)) is None


def test_a_lost_nought_is_a_slip():
    """0.60 for 0.060 keeps both digits."""
    assert chance(p("0.60"), p("0.060")) == 1.5


def test_a_limit_with_the_digits_of_the_table():
    """P < 0.27 is P = 0.27 with a wrong sign; P < 0.05 is a limit like any."""
    assert chance(p("0.27", "<"), p("0.27")) == 2.0
    assert chance(p("0.05", "<"), p("0.05")) is None


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("a test for interaction of group and age", {"interaction"}),
        ("heterogeneity of the subgroups", {"interaction"}),
        ("an increase within the control group", {"within"}),
        ("pain rose from 2.1 to 3.4", {"within"}),
        ("pain was lower with massage than without", set()),
    ],
)
def test_question(words, asked):
    """Heterogeneity is an interaction by another name; from ... to is a change in one group."""
    assert question(words) == asked


ARTICLE = """# Massage after childbirth: a randomised trial

## Results

{said}

**Table 2. Outcomes at one week**

| Outcome | Massage | Rest | P value |
| --- | --- | --- | --- |
| Back pain, mean (SD) | 3.2 (1.1) | 3.9 (1.4) | {back} |
| Hours of sleep, mean (SD) | 5.9 (1.2) | 5.6 (1.3) | 0.34 |
| Weight loss, kg, mean (SD) | 1.9 (0.7) | 1.8 (0.8) | 0.412 |
"""


def differing(said: str, back: str) -> list[str]:
    """The severities of the differing P values."""
    audit = pipeline.audit_text(ARTICLE.format(said=said, back=back))
    found = (v for v in audit.verdicts if v.check == "TT03" and v.outcome == "differs")
    return [str(v.severity) for v in found]


def test_two_of_a_list_vouch_for_the_third() -> None:
    """Where two P values of a list stand in the column, the third differs without a slip too."""
    said = "Massage changed back pain (P = 0.07), sleep (P = 0.34) and weight loss (P = 0.412)."
    assert differing(said, "0.002") == ["error"]
    assert differing(said, "0.07") == []


def test_a_p_value_that_another_row_prints_is_left_alone():
    """The number stands in the table, in a row of which the sentence may speak as well."""
    said = "Sleep and back pain did not differ (P = 0.34)."
    assert differing(said, "0.84") == []


GROUPED = """# A marker of gastric cancer

## Methods

Tissue was stained for human epidermal growth factor receptor 2 (HER2).

## Results

The marker was related to tumour size (P = 0.048) and to HER2 status (P = {said}).

**Table 2. The marker and other variables**

| Variable | Negative | Positive | P value |
| --- | --- | --- | --- |
| **Tumour size** | | | |
| up to 2 cm | 41 | 22 | 0.048 |
| over 2 cm | 30 | 37 | |
| **Human epidermal growth factor receptor 2** | | | |
| 0 | 38 | 20 | 0.0236 |
| 1+ | 17 | 14 | |
| 2+ or 3+ | 16 | 25 | |
| **Age** | | | |
| up to 60 years | 30 | 31 | 0.37 |
| over 60 years | 41 | 28 | |
"""


def test_the_p_value_of_a_group_stands_in_one_of_its_rows() -> None:
    """The row "0" is never named; its heading is, and only one row under it prints a P value."""
    for said, loud in (("0.0286", True), ("0.0236", False)):
        audit = pipeline.audit_text(GROUPED.format(said=said))
        found = [v for v in audit.verdicts if v.check == "TT03" and v.outcome == "differs"]
        assert any("0.0236" in v.message for v in found) == loud


def test_a_sign_in_the_row_that_the_words_name_is_noted() -> None:
    """P < 0.04 beside P = 0.04 says another thing; the row is named, the digits are not rare."""
    said = "Massage changed back pain (P < 0.04) and not sleep (P = 0.34)."
    assert differing(said, "0.04") in (["note"], ["warning"])
    assert differing(said.replace("<", "="), "0.04") == []


@pytest.mark.parametrize(
    ("said", "held", "odds"),
    [
        (p("0.001"), p("0.001", "<"), 0.5),
        (p("0.001", "<"), p("0.01", "<"), 0.5),
        (p("0.04", "<"), p("0.04"), 1.2),
        (p("0.03"), p("0.05", "<"), None),
        (p("0.03"), p("0.04"), None),
    ],
)
def test_signs_and_limits_apart(said, held, odds):
    """Usual limits say little, other digits more; what only says less is no difference."""
    assert nearly(said, held) == odds


WEIGHT = """# Walking in heart failure

## Results

{sentence}

Table 1. Change over a year

| Outcome | Walking | Usual care | P |
| --- | --- | --- | --- |
| Body weight, kg | -4.1 | 0.2 | <0.001 |
| Resting pulse, /min | -6.0 | -1.2 | 0.013 |
| Sleep, h | 0.3 | 0.1 | 0.47 |
"""


def _p_agrees(sentence: str) -> list[str]:
    verdicts = pipeline.audit_text(WEIGHT.format(sentence=sentence)).verdicts
    return [v.message for v in verdicts if v.check == "TT03" and v.outcome == "agrees"]


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Body weight fell with walking only. The difference was large (P < 0.001).", "weight"),
        ("Resting pulse was followed too. Here the groups also differed (P = 0.013).", "pulse"),
    ],
)
def test_the_subject_of_a_p_value_in_the_sentence_before(sentence, named):
    """What the sentence before names is what the P value is of."""
    assert any(named in message for message in _p_agrees(sentence))


def test_a_limit_that_the_named_row_does_not_keep():
    """Sleep is named and its P value is no such limit: other rows' P values are not meant."""
    assert not _p_agrees("Sleep was recorded by hand. The difference was large (P < 0.001).")


def test_the_legend_of_a_figure_is_read_beside_the_tables():
    """A hazard ratio under a Kaplan-Meier plot is held against the table's."""
    article = """# Radiotherapy of the spine

## Results

Figure 1. Overall survival. Hazard ratio for death 0.63 (95% CI 0.47 to 0.85), P = 0.002.

Table 1. Outcomes

| Outcome | HR (95% CI) | P |
| --- | --- | --- |
| Overall survival | 0.63 (0.47 to 0.85) | 0.002 |
| Local control | 0.83 (0.64 to 1.08) | 0.17 |
"""
    verdicts = pipeline.audit_text(article).verdicts
    assert any(v.check == "TT01" and v.outcome == "agrees" for v in verdicts)
