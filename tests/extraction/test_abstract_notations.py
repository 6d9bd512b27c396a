"""Ratio estimates as abstracts of any field print them: heads, P values, order, adjustment."""

from __future__ import annotations

import pytest

from src.utils.extraction.adjusted import stated_for_all
from src.utils.extraction.found import Found
from src.utils.extraction.tuples import scan
from src.utils.reading.shadow import plain


def effects(text: str) -> list[Found]:
    """Results with an estimate and an interval."""
    return [f for f in scan(plain(text)) if f.kind and f.low]


def shown(found: Found) -> tuple[str, str, str, str, str | None]:
    """Kind, estimate, bounds and level."""
    assert found.estimate and found.low and found.high
    level = found.level.text if found.level else None
    return found.kind, found.estimate.text, found.low.text, found.high.text, level


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "hernia recurred less (OR 0·62, 95 per cent c.i. 0·40 to 0·96)",
            ("OR", "0.62", "0.40", "0.96", "95"),
        ),
        (
            "hernia (hazard ratio 1·4, 95 per cent confidence interval (c.i.) 1·1 to 1·8)",
            ("HR", "1.4", "1.1", "1.8", "95"),
        ),
        ("caries: RR 0.71 (CI95: 0.52-0.97)", ("RR", "0.71", "0.52", "0.97", "95")),
        ("caries: RR 0.71 (95% CL 0.52-0.97)", ("RR", "0.71", "0.52", "0.97", "95")),
        ("myopia: OR 0.71 (95% UI 0.52-0.97)", ("OR", "0.71", "0.52", "0.97", "95")),
        ("myopia: OR 0.71 (0.52-0.97, 95% CI)", ("OR", "0.71", "0.52", "0.97", "95")),
        ("myopia (95% CI 0.52-0.97, OR 0.71, P = 0.03)", ("OR", "0.71", "0.52", "0.97", "95")),
        ("OR 1.3, 95% CI ranging from 1.1 to 1.6", ("OR", "1.3", "1.1", "1.6", "95")),
        ("HR, 0.71; 2-sided 95% CI, 0.52 to 0.97", ("HR", "0.71", "0.52", "0.97", "95")),
        ("HR 0.71 for falls (95% CI 0.52-0.97)", ("HR", "0.71", "0.52", "0.97", "95")),
        (
            "HR 0.71 for death or relapse on yoga versus rest; 95% CI, 0.52-0.97",
            ("HR", "0.71", "0.52", "0.97", "95"),
        ),
        ("the odds ratios ranged from 1.2 (95% CI 1.0-1.4)", ("OR", "1.2", "1.0", "1.4", "95")),
        ("ARR 1.31 (95% CI 1.05-1.64)", ("RR", "1.31", "1.05", "1.64", "95")),
        (
            "OR 0.71, 95% confidence interval [95%CI] 0.52-0.97",
            ("OR", "0.71", "0.52", "0.97", "95"),
        ),
        (
            "HR, 0.71 [95% confidence interval {CI}, 0.52-0.97]",
            ("HR", "0.71", "0.52", "0.97", "95"),
        ),
        ("HR 1.1 for every 5-kg gain [95% CI, 1.0-1.2]", ("HR", "1.1", "1.0", "1.2", "95")),
        ("HR 1.1 per month, 95% CI 1.0-1.2", ("HR", "1.1", "1.0", "1.2", "95")),
        ("OR 1.1 per 10 µg/m³, 95% CI: 1.0-1.2", ("OR", "1.1", "1.0", "1.2", "95")),
        (
            "the odds ratio of extreme quartiles was 1.4 (95% CI 1.2-1.7)",
            ("OR", "1.4", "1.2", "1.7", "95"),
        ),
        (
            "the hazard ratio for a high score was 1.4 (95% CI 1.2-1.7)",
            ("HR", "1.4", "1.2", "1.7", "95"),
        ),
        (
            "the hazard ratio was 1.1 (90% CI, 0.9-1.3), within the noninferiority margin of 1.4",
            ("HR", "1.1", "0.9", "1.3", "90"),
        ),
        ("csHR 1.31 (95% CI 1.05-1.64)", ("HR", "1.31", "1.05", "1.64", "95")),
    ],
)
def test_head_and_order(text: str, expected: tuple[str, str, str, str, str | None]) -> None:
    """The interval is read whatever its head, and on either side of the estimate."""
    assert [shown(f) for f in effects(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "p"),
    [
        ("OR 0.7 (95% CI 0.5-0.9; 1-sided P = .01)", ("=", "0.01")),
        ("OR 0.7 (95% CI 0.5-0.9; two-sided p=0.02)", ("=", "0.02")),
        ("OR 0.7 (95% CI 0.5-0.9; P value, .03)", ("=", "0.03")),
        ("OR 0.7 (95% CI 0.5-0.9, Wald P=0.02)", ("=", "0.02")),
        ("OR 0.7 (95% CI 0.5-0.9, p < 10−5)", ("<", "1e-5")),
        ("OR 0.7 (95% CI 0.5-0.9, P less than 10(-4))", ("<", "1e-4")),
    ],
)
def test_p_of_the_bracket(text: str, p: tuple[str, str]) -> None:
    """The P value of the bracket belongs to its estimate, whatever test or side is named."""
    (found,) = effects(text)
    assert [(relation, token.text) for relation, token, *_ in found.ps] == [p]


def test_next_of_a_list_says_what_it_is_of() -> None:
    """Behind "and for stroke" stands the next ratio; behind "correlation of" stands none."""
    told = "The HR of gout was 0.86 (95% CI 0.75-0.99; p=0.03), and for asthma 0.94 (0.78-1.13)"
    assert [shown(f)[:2] for f in effects(told)] == [("HR", "0.86"), ("HR", "0.94")]
    other = "The OR was 2.4 (95% CI 1.6-3.7), with a correlation of 0.04 (95% CI 0.01 to 0.09)"
    assert [shown(f)[:2] for f in effects(other)] == [("OR", "2.4")]


def test_follower_behind_a_percentage_is_no_interval_of_it() -> None:
    """ "by 20% (0.80, 0.65-0.98)": the bracket holds the next ratio, not the bounds of 20%."""
    found = effects(
        "Sprains fell by 30% (RR 0.70, 95% CI 0.55-0.89), strains by 20% (0.80, 0.65-0.98)"
    )
    assert [shown(f)[:4] for f in found] == [
        ("RR", "0.70", "0.55", "0.89"),
        ("RR", "0.80", "0.65", "0.98"),
    ]


@pytest.mark.parametrize(
    ("text", "adjusted"),
    [
        (
            "In multivariable analysis, age (OR 1.2, 95% CI 1.1-1.4) and sex (OR 2, 95% CI 1-4)",
            [1, 1],
        ),
        (
            "After adjustment for parity, tears (RR 0.7; 0.5-0.9) and pain (RR 0.8; 0.6-0.99)",
            [1, 1],
        ),
        (
            "In multivariable regression, age (adjusted OR 1.8, 95% CI 1.4-2.4) and sex (OR 2.1; "
            "1.1-4.0)",
            [1, 1],
        ),
        ("The adjusted OR was 1.2 (1.1-1.4); the RR of cough was 1.5 (1.1-2.0)", [1, 0]),
        ("The OR was 1.2 (1.1-1.4), and without adjustment for age OR 1.5 (1.1-2.0)", [0, 0]),
        ("adj. OR 1.2 (95% CI 1.1-1.4)", [1]),
        ("OR(adj) 1.2 (95% CI 1.1-1.4)", [1]),
        ("ORa 1.2 (95% CI 1.1-1.4)", [1]),
        ("OR 1.2 (95% CI 1.1-1.4), not adjusted for age", [0]),
        ("P-adj < 0.05; OR 1.2 (95% CI 1.1-1.4)", [0]),
    ],
)
def test_adjusted_by_the_words_of_its_sentence(text: str, adjusted: list[int]) -> None:
    """A clause speaks for its sentence, a label for its own estimate."""
    assert [int(f.adjusted) for f in effects(text)] == adjusted


@pytest.mark.parametrize(
    "text",
    [
        "The relative risk reduction (RRR) was 0.30 (95% CI 0.11-0.52); RRR 0.2 (95% CI 0.1-0.3)",
        "The ARR was 0.12 (95% CI 0.05-0.19)",
        "Hazard ratios were found, and the median time was 3.21 (95% CI 2.11-4.32)",
        "Clearance (CL) 0.71 (0.52-0.97)",
    ],
)
def test_what_is_no_ratio(text: str) -> None:
    """A reduction of a risk, relative or absolute, and a clearance are no ratios."""
    assert [f.kind for f in effects(text) if f.kind not in ("ARR", "RD")] == []


@pytest.mark.parametrize(
    ("methods", "stated"),
    [
        ("Cox models were adjusted for age.", True),
        ("Odds ratios were estimated with adjustment for parity.", True),
        ("Multivariable logistic regression was used.", True),
        ("Scores were compared by mixed models adjusted for baseline.", False),
        ("Regression models controlling for site were used.", False),
        ("Cox models were used without adjustment for age.", False),
    ],
)
def test_methods_speak_for_ratios_only_where_their_model_gives_ratios(
    methods: str, stated: bool
) -> None:
    """A sentence of the methods makes ratios adjusted if it speaks of a model of ratios."""
    text = f"{methods} The ratio was 0.5 (0.3-0.9)."
    assert stated_for_all(text, text.index("0.5")) is stated


_FIRST = "Ulcers healed (hazard ratio 1.31, 95% CI 1.10-1.56). "


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("More legs swelled (176 [4.2%] vs 239 [5.7%] legs; 0.73, 0.60-0.89).", "HR 0.73"),
        ("There was no difference in pain with tape (0.94, 0.80-1.11; p=0.4).", "HR 0.94"),
        ("There was no evidence of a difference in itch (0.94, 0.80 to 1.11).", "HR 0.94"),
        ("Pain eased (crude hazard ratio 1.2 [1.0-1.4]; adjusted 1.15 [0.95-1.39]).", "HR 1.15"),
        ("The difference in pain was plain (0.94, 0.80-1.11).", "MD 0.94"),
    ],
)
def test_what_a_follower_without_label_inherits(text: str, last: str) -> None:
    """Counts in square brackets, a denied difference and the name of a model do not stop it."""
    found = effects(_FIRST + text)
    kind, estimate, *_ = shown(found[-1])
    assert f"{kind} {estimate}" == last


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The heart rate was 70 beats per min. Falls: HR 0.74, 0.66-0.83; p=0.01", ["HR"]),
        ("Heart rate (HR) fell by 4.2 (95% CI 2.1-6.3); hazard ratio [HR] 0.7 (0.5-0.9)", ["HR"]),
        ("Heart rate rose. Pain: OR 1.4 [95% CI 1.0-2.0]. At rest HR 71.2 [66.1-76.9]", ["OR"]),
        ("Overall response was rare. Deaths: OR 0.99 (0.64-1.55)", ["OR"]),
        ("Response rates (RR) were low: RR 0.45 (0.32-0.58)", []),
    ],
)
def test_a_distrusted_abbreviation(text: str, kinds: list[str]) -> None:
    """HR beside heart rates is a ratio only in its own print, and lends no kind to another."""
    assert [f.kind for f in effects(text) if f.kind in ("HR", "OR", "RR")] == kinds


@pytest.mark.parametrize(
    ("text", "p"),
    [
        ("OR 0.7 (95% CI 0.5-0.9; one-sided p=0.02, two-sided p=0.04)", ["0.02", "0.04"]),
        ("SHR 0.6 (95% CI 0.4-0.9; Gray's test p=0.02)", ["0.02"]),
        ("rate ratio 0.6 (95% CI 0.4-0.9; 2p=0.02)", ["0.02"]),
        (
            "OR 1.1, 95% CI 0.9-1.3 (non-inferiority margin 1.4; p for non-inferiority=0.02)",
            ["0.02"],
        ),
        ("HR 0.6 (95% CI 0.4-0.9, adjusted for age, sex, and centre; P=0.02)", ["0.02"]),
        ("HR 0.6 (95% CI 0.4-0.9) at 5 years (P=0.02)", ["0.02"]),
        ("HR 0.6 (95% CI 0.4-0.9) for graft failure (P=0.02)", ["0.02"]),
        ("HR 0.6 (95% CI 0.4-0.9) in favour of the longer course (log-rank P=0.02)", ["0.02"]),
        ("hearing loss was rarer (P=0.02; RR, 0.6; 95% CI, 0.4-0.9)", ["0.02"]),
        ("HR 0.6 (95% CI 0.4-0.9) in men but not in women (P=0.02)", []),
    ],
)
def test_p_some_words_away(text: str, p: list[str]) -> None:
    """Words between an estimate and its P value may name the test, the time or the patients."""
    (found,) = effects(text)
    assert [token.text for _, token, *_ in found.ps] == p


@pytest.mark.parametrize(
    ("text", "p"),
    [
        (
            "ORs were 0.8 (0.6-0.9) for gout and 0.7 (0.5-0.8) for falls, P values of 0.04 and "
            "0.005, respectively.",
            [["0.04"], ["0.005"]],
        ),
        ("ORs were 0.8 (0.6-0.9) and 0.7 (0.5-0.8) (P=0.04 and P=0.005).", [["0.04"], ["0.005"]]),
        (
            "ORs were 0.9 (0.7-1.2), 0.8 (0.6-0.9) and 0.7 (0.5-0.8), P = 0.04 and 0.005, "
            "respectively.",
            [[], [], ["0.04", "0.005"]],
        ),
        (
            "The OR was 0.8 (0.6-0.9; P=0.03); for falls 0.7 (0.5-0.8; P=0.04 for superiority, "
            "P=0.01).",
            [["0.03"], ["0.04", "0.01"]],
        ),
    ],
)
def test_list_of_p_values(text: str, p: list[list[str]]) -> None:
    """As many P values as estimates, said to be respective, are given to them one by one."""
    assert [[token.text for _, token, *_ in f.ps] for f in effects(text)] == p


def test_next_of_a_list_is_named_without_a_preposition() -> None:
    """A name and three numerals shaped like a ratio go on with the list; a score does not."""
    told = (
        "cough RR 0.30 (95% CI 0.24-0.38), fever 0.59 (0.42-0.83), and of asthma 0.75 (0.64-0.87)"
    )
    assert [shown(f)[:2] for f in effects(told)] == [("RR", "0.30"), ("RR", "0.59"), ("RR", "0.75")]
    other = "cough RR 0.30 (95% CI 0.24-0.38), creatinine 0.71 (0.50-0.83)"
    assert [shown(f)[:2] for f in effects(other)] == [("RR", "0.30")]


def test_adjusted_in_a_bracket_is_of_its_estimate() -> None:
    """ "(odds ratio adjusted for age, 1.6; ...)" says nothing of the next bracket."""
    found = effects(
        "(common odds ratio adjusted for age, 1.6; 95% CI 1.2-2.3), and falls alike (risk ratio "
        "0.9; 95% CI 0.6-1.2)"
    )
    assert [f.adjusted for f in found] == [True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("relapse (95% CI for the hazard ratio 0.48 to 0.86; HR 0.64; P=0.003)", ("0.64", "0.48")),
        ("fewer falls (95% CI 0.53-0.82 for RR = 0.66; p < 0.001)", ("0.66", "0.53")),
    ],
)
def test_interval_before_its_estimate(text: str, expected: tuple[str, str]) -> None:
    """A bracket that opens with the interval holds that of the estimate behind it."""
    (found,) = effects(text)
    assert shown(found)[1:3] == expected


def test_subject_that_stands_for_the_ratio() -> None:
    """ "The corresponding figure was 0.88 (0.75-1.03)" goes on with the ratio; a score does not."""
    told = "The rate ratio of falls was 0.71 (95% CI 0.58-0.87). "
    (_, found) = effects(told + "The corresponding figure for visits was 0.88 (0.75-1.03, P=0.12).")
    assert shown(found)[:4] == ("RR", "0.88", "0.75", "1.03")
    assert len(effects(told + "The mean pain score was 0.88 (0.75-1.03).")) == 1


@pytest.mark.parametrize(
    ("text", "estimates"),
    [
        ("There was an OR of 0.57 for falls and of 0.67 for gout.", ["0.57", "0.67"]),
        ("The OR for falls was 0.57 (P = 0.01) and for gout 0.67 (P = 0.03).", ["0.57", "0.67"]),
        ("The OR for any fracture was 0.57, and the dose was 0.67 mg.", ["0.57"]),
        ("The dose was 0.57 mg per day and of 0.67 for gout.", []),
    ],
)
def test_estimates_without_interval_say_what_they_are_of(text: str, estimates: list[str]) -> None:
    """A ratio without interval is read behind what it is of, and so is the next one."""
    assert [f.estimate.text for f in scan(plain(text)) if f.kind and f.estimate] == estimates


def test_list_of_estimates_before_a_list_of_intervals() -> None:
    """As many intervals as estimates, in one order; so are the P values of "respectively"."""
    first, second = effects(
        "The odds ratios for falls and fractures were 0.58 and 0.81 (95% CIs 0.41-0.82 and "
        "0.60-1.09; P=0.002 and P=0.16), respectively."
    )
    assert shown(first) == ("OR", "0.58", "0.41", "0.82", "95")
    assert shown(second) == ("OR", "0.81", "0.60", "1.09", "95")
    assert [[p[1].text for p in f.ps] for f in (first, second)] == [["0.002"], ["0.16"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(rate ratio 0.82 [0.61; 1.10]95% CI, p = 0.18)", ("RR", "0.82", "0.61", "1.10", "95")),
        ("ratio of medians 1.45; 95% CI 1.12 to 1.88", ("RoM", "1.45", "1.12", "1.88", "95")),
        ("a win ratio of 1.31 (95% CI 1.05-1.63)", ("ratio", "1.31", "1.05", "1.63", "95")),
        ("OR 1.04 per kg/m2 [95% CI 1.01-1.08]", ("OR", "1.04", "1.01", "1.08", "95")),
        ("a diagnostic odds ratio 31 (18-53)", ("OR", "31", "18", "53", None)),
        (
            "the risk of sepsis was 1.7 times higher in smokers (95% CI 1.2-2.4)",
            ("RR", "1.7", "1.2", "2.4", "95"),
        ),
    ],
)
def test_further_labels_and_levels(text: str, expected: tuple[str, ...]) -> None:
    """Levels behind the bracket, ratios of medians, full names before whole numbers."""
    (found,) = effects(text)
    assert shown(found) == expected


def test_p_values_after_respectively() -> None:
    """P values named once behind two estimates go to them in order; so does a log rank test's."""
    first, second = effects(
        "ORs were 0.82 (0.67-1.01) and 0.69 (0.56-0.86), respectively, p values of 0.06 and 0.0008."
    )
    assert [[p[1].text for p in f.ps] for f in (first, second)] == [["0.06"], ["0.0008"]]
    (found,) = effects("hazard ratio 0.66, 95%-CI 0.48-0.91, log rank p=0.011")
    assert [p[1].text for p in found.ps] == ["0.011"]
