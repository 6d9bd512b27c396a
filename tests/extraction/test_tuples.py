"""Printed results are read as whole tuples, in every notation of the field."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from src.utils.extraction.found import Found, ValueFound
from src.utils.extraction.tuples import State, adjusted_context, scan, scan_state
from src.utils.reading.shadow import plain


def only(text: str) -> Found:
    """The one result of a text."""
    found = scan(plain(text))
    assert len(found) == 1, found
    return found[0]


def effects(text: str) -> list[Found]:
    """Results with an effect."""
    return [f for f in scan(plain(text)) if f.kind]


def triple(found: Found) -> tuple[str, str, str]:
    """Estimate and bounds as normalised text."""
    assert found.estimate and found.low and found.high, found
    return found.estimate.text, found.low.text, found.high.text


def shown(value: ValueFound) -> str:
    """A value as one word."""
    return "NR" if value.not_reached else "-".join(n.text for n in value.nums)


def pvalues(found: Found) -> list[tuple[str, str]]:
    """Relation and text of the P values."""
    return [(relation, token.text) for relation, token, *_ in found.ps]


NOTATIONS = [
    ("HR 0.57 (95%CI:0.36-0.92)", "HR", ("0.57", "0.36", "0.92"), "95"),
    ("HR 0.22(95%CI: 0.16-0.30)", "HR", ("0.22", "0.16", "0.30"), "95"),
    ("HR 0.91, (90%CI 0.69-1.21)", "HR", ("0.91", "0.69", "1.21"), "90"),
    ("HR 1.01 (0.81-1.25)", "HR", ("1.01", "0.81", "1.25"), None),
    ("hazard ratio [HR] 1·08, 95% CI 0·91–1·29", "HR", ("1.08", "0.91", "1.29"), "95"),
    ("HR; 95% CI: 1.19; 0.94–1.50", "HR", ("1.19", "0.94", "1.50"), "95"),
    ("HR; 95 % CI 1.9; 1.2, 3.1", "HR", ("1.9", "1.2", "3.1"), "95"),
    ("HR (95% CI): 1.41 (1.002, 1.996)", "HR", ("1.41", "1.002", "1.996"), "95"),
    ("OR[95%CI] = 2.171 [1.545–3.051]", "OR", ("2.171", "1.545", "3.051"), "95"),
    ("OR 2.5, 95% IC 6.0to8.3", "OR", ("2.5", "6.0", "8.3"), "95"),
    (
        "hazard ratio, 0.52; 95% confidential interval, 0.41–0.66",
        "HR",
        ("0.52", "0.41", "0.66"),
        "95",
    ),
    ("HR 0.74; 95.66% CI, 0.57 to 0.95", "HR", ("0.74", "0.57", "0.95"), "95.66"),
    ("RR 1.2, 95% confidence limits 1.0 and 1.5", "RR", ("1.2", "1.0", "1.5"), "95"),
    ("OR: 2.5 (CI95%: 1.2; 3.6)", "OR", ("2.5", "1.2", "3.6"), "95"),
    ("HR = 0.57 (confidence interval at 95%: 0.36–0.92)", "HR", ("0.57", "0.36", "0.92"), "95"),
    ("aRRR = .89 (95% CI .71 to 1.11)", "RRR", ("0.89", "0.71", "1.11"), "95"),
    (
        "incidence rate ratio (IRR) = 0.64, 95% CI [0.48, 0.85]",
        "IRR",
        ("0.64", "0.48", "0.85"),
        "95",
    ),
    ("prevalence ratio = 1.29; 95% CI: 0.78, 2.15", "PR", ("1.29", "0.78", "2.15"), "95"),
    ("subdistribution hazard ratio 1.5 (95% CI 1.1-2.0)", "SHR", ("1.5", "1.1", "2.0"), "95"),
    ("HR for PFS was 0.67 with 95% CI from 0.46 to 0.96", "HR", ("0.67", "0.46", "0.96"), "95"),
    (
        "odds ratio (OR) of 1.7 (95% credible interval [CI] 1.1–2.4)",
        "OR",
        ("1.7", "1.1", "2.4"),
        "95",
    ),
    ("HR 0.68 per 10 units (95% CI 0.52–0.89)", "HR", ("0.68", "0.52", "0.89"), "95"),
    ("Hazard ratio for PFS 0,69 (IC 95% 0,50-0,94)", "HR", ("0.69", "0.50", "0.94"), "95"),
    ("RR = 1.19, 95 % CI = 1.20–2.08", "RR", ("1.19", "1.20", "2.08"), "95"),
    ("HR0.57(95%CI0.36–0.92)", "HR", ("0.57", "0.36", "0.92"), "95"),
    ("a 1.5-fold higher risk (95% CI 1.1–2.0)", "RR", ("1.5", "1.1", "2.0"), "95"),
    ("risk difference -1.2 (95% CI -2.3 to -0.1)", "RD", ("-1.2", "-2.3", "-0.1"), "95"),
    ("mean difference was 2.3 kg (95% CI 1.1 to 3.5)", "MD", ("2.3", "1.1", "3.5"), "95"),
    ("difference −1.74 (95% CIs, −3.34 to −0.14)", "MD", ("-1.74", "-3.34", "-0.14"), "95"),
]


@pytest.mark.parametrize(("text", "kind", "numbers", "level"), NOTATIONS)
def test_notation(text: str, kind: str, numbers: tuple[str, str, str], level: str | None) -> None:
    """An estimate with its interval is read in each notation that articles use."""
    found = only(text)
    assert found.kind == kind
    assert triple(found) == numbers
    assert (found.level.text if found.level else None) == level


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HR 0.5 (0.3-0.9), P = 0.02", [("=", "0.02")]),
        ("HR 0.5 (0.3-0.9; p<0·001)", [("<", "0.001")]),
        ("HR = 0.81 [0.67, 0.98] p = 0.03", [("=", "0.03")]),
        ("HR 0.5 (0.3-0.9), P = 0. 0 0", [("=", "0.00")]),
        ("HR 0.5 (0.3-0.9), P = 0.0 0", [("=", "0.00")]),
        ("HR 0.5 (0.3-0.9), p value: 0.03", [("=", "0.03")]),
        ("HR 0.5 (0.3-0.9) (P 0.03)", [("=", "0.03")]),
        ("HR 0.5 (0.3-0.9), P ≤ .05", [("<=", "0.05")]),
        ("HR 0.5 (0.3-0.9), P = 3 × 10-5", [("=", "3e-5")]),
        ("HR 0.5 (0.3-0.9; p = 5.4E-4)", [("=", "5.4E-4")]),
        ("HR 0.5 (p = 0.02, 95% CI 0.3–0.9)", [("=", "0.02")]),
        ("HR 0.5 (0.3-0.9; PCox = 0.036)", [("=", "0.036")]),
    ],
)
def test_p_value_forms(text: str, expected: list[tuple[str, str]]) -> None:
    """A P value attached to an estimate is read with its relation, whatever its print."""
    assert pvalues(only(text)) == expected


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("HR 0.5 (0.3-0.9; P for interaction = 0.03)", "interaction"),
        ("HR 0.5 (0.3-0.9), P = 0.03 for trend", "trend"),
        ("HR 0.5 (0.3-0.9; one-sided P<0.0001)", "one-sided"),
        ("HR 0.5 (0.3-0.9; P<0.0001 [log-rank])", "log-rank"),
        ("HR 0.5 (0.3-0.9; Pinteraction=0.4)", "interaction"),
        ("HR 0.5 (0.3-0.9; P = 0.001 for noninferiority)", "noninferiority"),
    ],
)
def test_p_qualifier(text: str, qualifier: str) -> None:
    """Words that make a P speak of something else are kept with it."""
    assert [p[4] for p in only(text).ps] == [qualifier]


def test_p_of_another_clause_stays_apart() -> None:
    """A P value after other words of significance belongs to another statement."""
    found = scan(
        "OR 0.35, 95% CI 0.13, 0.97; P= 0.044) and with near significance (P= 0.059) in men"
    )
    assert pvalues(found[0]) == [("=", "0.044")]
    assert pvalues(found[1]) == [("=", "0.059")]


def test_p_before_its_estimate_is_not_given_to_the_one_before() -> None:
    """In "[P, OR] and [P, OR]" every estimate has the P of its own bracket."""
    a, b = scan(
        "[P < 0.005, OR 3.18 (95% CI 1.41-7.17)] and [P < 0.002, OR 3.37 (95% CI 1.56-7.27)]"
    )
    assert pvalues(a) == [("<", "0.005")]
    assert pvalues(b) == [("<", "0.002")]


@pytest.mark.parametrize(
    ("text", "values", "kind"),
    [
        (
            "26.7 months vs. 20.6 months, HR 0.57 (95%CI:0.36-0.92), P = 0.02",
            ["26.7", "20.6"],
            "HR",
        ),
        ("43.6% vs. 41.0% vs. 29.6%", ["43.6", "41.0", "29.6"], ""),
        ("43.6%, 41.0%, and 29.6%, respectively", ["43.6", "41.0", "29.6"], ""),
        ("53.0%-56.7% vs. 12.3%-15.0%", ["53.0-56.7", "12.3-15.0"], ""),
        ("Not reached vs. 10.4 months, HR 0.22(95%CI: 0.16-0.30)", ["NR", "10.4"], "HR"),
        ("45.9 vs 20.8 percent", ["45.9", "20.8"], ""),
        ("323 and 195 days, respectively", ["323", "195"], ""),
        (
            "mOS was 16.3 months, compared to 6.5 months for B alone [HR 0.28, (95%CI: 0.15-0.53)",
            ["16.3", "6.5"],
            "HR",
        ),
        (
            "15.0 months for one group and 14.9 months for another [HR 0.98 (95%CI: 0.66-1.46)",
            ["15.0", "14.9"],
            "HR",
        ),
        ("(26.3 months vs. 13.8 months, HR 0.43, P < 0.001)", ["26.3", "13.8"], "HR"),
    ],
)
def test_values_stand_with_their_effect(text: str, values: list[str], kind: str) -> None:
    """Values of the arms and the effect between them are one result."""
    found = only(text)
    assert [shown(v) for v in found.values] == values
    assert found.kind == kind


def test_two_p_values_in_one_result() -> None:
    """A result may print the P of the values and the P of the ratio."""
    found = only("12.76 months vs. 8.11 months, P = 0.038, HR 0.54, (95%CI: 0.32-0.9), P = 0.019")
    assert pvalues(found) == [("=", "0.038"), ("=", "0.019")]
    assert triple(found) == ("0.54", "0.32", "0.9")


def test_two_endpoints_are_two_results() -> None:
    """Values of another endpoint begin another result."""
    first, second = scan(
        "ORR of 44.3% vs. 10.4% (P = 0.001) and PFS of 8.9 months vs. 4.2 months "
        "(HR 0.67, 95%CI: 0.46-0.96, P = 0.030)"
    )
    assert [shown(v) for v in first.values] == ["44.3", "10.4"]
    assert pvalues(first) == [("=", "0.001")]
    assert [shown(v) for v in second.values] == ["8.9", "4.2"]
    assert pvalues(second) == [("=", "0.030")]


@pytest.mark.parametrize(
    ("text", "percent", "count", "total"),
    [
        ("(178 patients, 22.2%)", "22.2", "178", None),
        ("293 (55%) of 533", "55", "293", "533"),
        ("12/54 (22.2%)", "22.2", "12", "54"),
        ("19 out of 70 (27%)", "27", "19", "70"),
        ("27% (19/70)", "27", "19", "70"),
    ],
)
def test_counts(text: str, percent: str, count: str, total: str | None) -> None:
    """A percentage keeps the count and the denominator printed with it."""
    value = only(text).values[0]
    assert [n.text for n in value.nums] == [percent]
    assert value.count is not None and value.count.text == count
    assert (value.total.text if value.total else None) == total


def test_a_day_is_not_a_count() -> None:
    """In "day 5 (14.0% vs 14.1%)" the 5 numbers the day."""
    for text in ("on day 5 (14.0% vs 14.1%)", "on day-5 (14.0% vs 14.1%)"):
        assert [v.count for v in only(text).values] == [None, None]


def test_two_findings_of_one_sentence_are_not_two_arms() -> None:
    """Shares of different findings joined by "and" stay apart; the same words after both join."""
    assert [len(f.values) for f in scan("68% had colon cancer, and 33% had pain")] == [1, 1]
    assert [len(f.values) for f in scan("49% in the weekly and 42% in the other group")] == [2]


def test_values_with_intervals_and_spread() -> None:
    """Medians keep their interval, means their standard deviation."""
    median = only("median 7.9 months (95% CI 6.6−10.2)").values[0]
    assert median.low and median.high and (median.low.text, median.high.text) == ("6.6", "10.2")
    assert (median.kind, median.unit, median.spread) == ("median", "months", "CI")
    mean = only("12.3 ± 4.5").values[0]
    assert mean.sd and (mean.kind, mean.sd.text) == ("mean", "4.5")


def test_bare_followers_inherit() -> None:
    """Kind, adjustment and level of an estimate pass to the bare ones after it."""
    found = effects(
        "associated with A (adjusted odds ratio 1.60, 95% confidence interval 1.18–2.16), "
        "B (1.78, 1.29–2.47) and C (0.31 [0.10-0.98])"
    )
    assert [triple(f)[0] for f in found] == ["1.60", "1.78", "0.31"]
    assert all(f.kind == "OR" and f.adjusted for f in found)
    assert [f.level_inherited for f in found] == [False, True, True]
    assert all(f.level and f.level.text == "95" for f in found)


def test_state_passes_to_the_next_stretch() -> None:
    """What one stretch says is inherited by the next when it is handed on."""
    _, state = scan_state("HR 0.5 (97.5% CI 0.3-0.9)")
    assert state.kind == "HR"
    (found,) = scan("and for death (0.41, 0.20-0.97)", State("HR", False, None, "97.5"))
    assert found.kind == "HR" and found.level_inherited


def test_rates_after_a_ratio_are_no_ratios() -> None:
    """A rate with a bare bracket in a later sentence does not inherit the ratio's kind."""
    text = "rate ratio 1.13 (95% CI 0.82–1.55). The incidence was 0.16 (0.13–0.21) per year."
    assert [triple(f)[0] for f in effects(text)] == ["1.13"]


def test_bounds_printed_high_to_low() -> None:
    """The smaller bound is the lower one, and the order of print is kept."""
    found = only("OR = 2.69, CI = 7.24–1.00, p = 0.049")
    assert triple(found) == ("2.69", "1.00", "7.24")
    assert found.reversed


@pytest.mark.parametrize(
    "text",
    [
        "heart rate (HR) was 72 (60-80) bpm",
        "the HR was 72.5 (60.1-80.2) beats per minute",
        "RR (response rate) was 0.45 (0.30-0.60)",
        "CD4 count 350 (200-500), PD-1 and IL-6 in 2019-2021",
        "registered as NCT03905967 on 12 March 2015",
        "within 12 months after surgery at grade 3-4",
    ],
)
def test_no_effect(text: str) -> None:
    """Look-alikes of ratios, identifiers, dates and grades are no effects."""
    assert effects(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cox models adjusted for age", True),
        ("in multivariable analysis", True),
        ("cluster-adjusted odds ratio", False),
        ("unadjusted hazard ratio", False),
        ("stratified by centre", False),
    ],
)
def test_adjusted_context(text: str, expected: bool) -> None:
    """Adjustment for covariates counts; clusters, strata and crude estimates do not."""
    assert adjusted_context(text) is expected


def test_univariable_and_multivariable_side_by_side() -> None:
    """The nearer word decides whether an estimate is adjusted."""
    found = effects(
        "(univariable: hazard ratio 1.35, 95% CI 1.12–1.63. "
        "Multivariable: hazard ratio 1.29, 95% CI 1.06–1.58)"
    )
    assert [f.adjusted for f in found] == [False, True]


def test_adjustment_said_at_the_end_of_the_sentence() -> None:
    """Words after a list of estimates speak of all of them, unless an earlier word differs."""
    said = "age (HR 1.03; 95% CI 1.01-1.05) and stage (HR 2.10; 95% CI 1.40-3.15) were independent"
    assert [f.adjusted for f in effects(said + " in multivariable analysis.")] == [True, True]
    mixed = "cluster-adjusted OR 0.92 (0.73, 1.16); 0.88 (0.74, 1.05) with adjustment for age."
    assert [f.adjusted for f in effects(mixed)] == [False, True]


def test_rates_of_two_arms() -> None:
    """Rates per person-time stand with their ratio."""
    found = only("5.1 vs 7.6 per 100 person-years (HR, 0.67; 95% CI, 0.51-0.88)")
    assert [shown(v) for v in found.values] == ["5.1", "7.6"]
    assert triple(found) == ("0.67", "0.51", "0.88")


def test_sample_size_is_marked() -> None:
    """What a sample size assumes and what counts as significant is marked as planned."""
    assert all(
        f.planned
        for f in scan("We needed 300 events to detect a hazard ratio of 0.70 with 80% power.")
    )
    assert all(f.planned for f in scan("P < 0.05 was considered statistically significant."))
    assert not any(f.planned for f in scan("The hazard ratio was 0.70 (95% CI 0.5-0.9)."))


_PIECES = st.sampled_from(
    [
        "HR ",
        "OR",
        " 0.57",
        "(",
        ")",
        "[",
        "]",
        "95% CI",
        "-",
        " to ",
        ", ",
        "; ",
        "P = ",
        "0. 0 0",
        "vs. ",
        " months",
        "%",
        " and ",
        "12/54",
        "±",
        "not reached",
        "adjusted ",
        "1,234",
        ".",
        " ",
        "respectively",
        "hazard ratio",
        "n = ",
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map("".join)))
@settings(max_examples=300, deadline=None)
def test_every_span_slices_to_its_numeral(text: str) -> None:
    """`scan` never raises, and every token's span holds what the token says."""
    shadow = plain(text)
    for found in scan(shadow):
        tokens = [found.estimate, found.low, found.high, found.level]
        tokens += [p[1] for p in found.ps]
        for v in found.values:
            tokens += [*v.nums, v.count, v.total, v.low, v.high, v.level, v.sd]
        for token in tokens:
            if token is not None:
                piece = shadow[token.start : token.end]
                assert piece.strip() == piece and piece
                digits = [c for c in piece if c.isdigit()]
                assert set(token.text) & set("0123456789") and digits
        assert 0 <= found.start <= found.end <= len(shadow)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "(" * 100_000,
        ")" * 100_000,
        "0." * 50_000,
        "0.5 (" * 20_000,
        "P" + " " * 100_000 + "= 0.5",
        "P = 0.0" + " 0" * 40_000,
        "HR 0.5 (95% CI 0.3-0.9), P = 0.03; " * 3_000,
        "HR " + "word " * 20_000 + "0.5 (0.3-0.9)",
        "adjusted for " * 8_000 + "0.5",
        "5% vs " * 15_000,
    ],
    ids=lambda t: t[:12],
)
def test_time_is_linear(text: str) -> None:
    """A hundred thousand characters of anything are read in a few seconds at most."""
    start = time.process_time()
    scan(text)
    assert time.process_time() - start < 4


@pytest.mark.parametrize("dose", ["8 Gy", "50 mg", "400 IU", "30 kcal", "12 mm"])
def test_a_dose_counts_nobody(dose: str) -> None:
    """A number with a unit of measure before a bracketed share is no count of patients."""
    found = scan(plain(f"Retreatment was more frequent after {dose} (23.4% v 10.2%)"))
    values = [v for f in found for v in f.values]
    assert [shown(v) for v in values] == ["23.4", "10.2"]
    assert all(v.count is None for v in values)


def test_a_class_of_tissue_is_no_interval() -> None:
    """ "IC2/3" names immune cells and "IC50" a concentration; the Spanish IC 95% is an interval."""
    assert effects("Survival was 46.4% versus 41.2% in the IC2/3 group") == []
    values = [v for f in scan(plain("Survival was 41.2% in the IC2/3 group")) for v in f.values]
    assert [(shown(v), v.low) for v in values] == [("41.2", None)]
    assert triple(only("HR 0.70 (IC95%: 0.52-0.93)")) == ("0.70", "0.52", "0.93")


def test_a_clause_that_names_its_endpoint_again() -> None:
    """The hazard ratio of deaths from any cause is not that of cardiac deaths before it."""
    found = scan(
        plain(
            "Cardiac death occurred in 204 (6.6%) and 232 (7.5%) patients, and death from any "
            "cause did not differ (hazard ratio, 0.91; P=0.202)."
        )
    )
    assert [len(f.values) for f in found] == [2, 0]
    assert found[1].estimate and found[1].estimate.text == "0.91"


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("It met the criteria for noninferiority (P<0.001).", ["noninferiority"]),
        ("OS was non-inferior (HR 0.98, 95% CI 0.80 to 1.20; P = 0.02).", [""]),
        ("The test for superiority (P = 0.04) followed.", ["superiority"]),
    ],
)  # fmt: skip
def test_what_a_p_before_its_bracket_tests(text: str, qualifiers: list[str]) -> None:
    """The word before the bracket says what the P value tests."""
    told = [p[4] for f in scan(plain(text)) for p in f.ps]
    assert told[: len(qualifiers)] == qualifiers
