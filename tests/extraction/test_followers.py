"""What an estimate takes from those before it, and numerals of its label that are no estimate."""

from __future__ import annotations

from pathlib import Path

import pytest

from src.utils.extraction import extract
from src.utils.extraction.found import Found
from src.utils.extraction.tuples import scan
from src.utils.reading import read
from src.utils.reading.shadow import plain


def effects(text: str) -> list[Found]:
    """Results with an estimate and an interval."""
    return [f for f in scan(plain(text)) if f.kind and f.low]


def shown(found: Found) -> str:
    """Kind, estimate and bounds in one line."""
    assert found.estimate and found.low and found.high
    return f"{found.kind} {found.estimate.text} {found.low.text} {found.high.text}"


@pytest.mark.parametrize(
    "text",
    [
        "Caries followed sugar (OR per 25 g, 95% CI: 1.52, 1.09–2.12; P=0.01).",
        "Caries followed sugar (OR per 5 g/m<sup>2</sup> (95% CI): 1.52, 1.09–2.12; P=0.01).",
        "Caries followed sugar (OR [per 10% rise], 95% CI 1.52 [1.09, 2.12]; P=0.01).",
        "Caries (odds ratio [OR] per 1-SD rise [95% CI] = 1.52, 1.09 to 2.12; P=0.01",
        "Caries followed sugar (OR for each 10 g/day, 95% CI: 1.52, 1.09–2.12; P=0.01).",
        "Caries followed sugar (OR for a 10-g rise, 95% CI: 1.52, 1.09–2.12; P=0.01).",
        "Caries followed sugar (OR for every 10 years: 1.52, 1.09–2.12; P=0.01).",
        "Caries followed sugar (OR per 10-g rise 1.52; 95% CI 1.09–2.12; P=0.01).",
    ],
)
def test_unit_of_a_ratio_is_no_estimate(text: str) -> None:
    """The numeral after per, each or every is how much one unit is; nothing else is read of it."""
    (found,) = scan(plain(text))
    assert shown(found) == "OR 1.52 1.09 2.12"
    assert [p[1].text for p in found.ps] == ["0.01"]
    assert not found.values


def test_rates_per_so_many_keep_their_intervals() -> None:
    """12 per 100 (95% CI 10-14): the numeral after per has no interval, the one before has."""
    (found,) = scan("falls were 12 per 100 (95% CI 10-14) versus 15 per 100 (95% CI 13-17)")
    assert [(v.nums[0].text, v.low and v.low.text) for v in found.values] == [
        ("12", "10"),
        ("15", "13"),
    ]


@pytest.mark.parametrize("glued", ["pNI = 0.02", "p_noninf=0.02", "P_NI = 0.02", "P NI=0.02"])
def test_noninferiority_glued_to_p(glued: str) -> None:
    """The P value of a test of non-inferiority belongs to its estimate and says what it tests."""
    (found,) = effects(f"Seizures stopped (RR 0.84 [90% CI 0.68–1.03], {glued}).")
    assert [(p[1].text, p[4]) for p in found.ps] == [("0.02", "noninferiority")]


def test_a_group_before_p_is_no_qualifier() -> None:
    """NI before a P value may be the name of a group."""
    (found,) = effects("Rashes were fewer (OR 0.52, 95% CI 0.31-0.87) in NI, P = 0.02.")
    assert all(p[4] == "" for p in found.ps)


_HEALED = "Ulcers healed (hazard ratio 1.31, 95% CI 1.10-1.56). "


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Median time to sleep was 7.4 h and 3.7 h (0.66, 0.57-0.77; P=0.01).", ["0.66"]),
        ("Median stay was 7.4 days with yoga and 3.7 days at rest (0.66, 0.57-0.77).", ["0.66"]),
        ("Median stay was 3.1 vs 4.4 days (0.71; 0.60-0.84).", ["0.71"]),
        ("Median age was 31.2 and 44.1 years (37.3, 21.1-47.8).", []),
        ("Median delay was 3.7 months (0.66, 0.57-0.77).", []),
    ],
)
def test_bracket_after_two_medians(text: str, more: list[str]) -> None:
    """Medians of two arms are told before the bracket: what it holds is their ratio."""
    assert [shown(f).split()[1] for f in effects(_HEALED + text)][1:] == more


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("For itch the estimates were 0.54 (95% CI: 0.42-0.69) and 0.29 (0.17-0.50).", 2),
        ("Associations were strongest in women: 1.74 (1.40-2.16) versus 1.09 (0.90-1.32).", 2),
        ("The association with itch was stronger, 1.52 (1.20-1.93).", 1),
        ("The effect was larger in women: 1.52 (1.20-1.93) versus 1.12 (0.91-1.38) in men.", 2),
        ("The effect size for pain was 0.52 (0.20-0.84).", 0),
        ("The effect on depth was 1.52 mm (1.20-1.93).", 0),
        ("The mean difference in depth was 0.31 (0.10-0.52). The estimate was 1.52 (1.2-1.9).", 0),
        ("The estimates of the mean score were 1.52 (1.20-1.93) and 1.44 (1.11-1.87).", 0),
        ("Estimates of sensitivity were 0.54 (0.42-0.69).", 0),
        ("Incidence was 0.16 (0.13-0.21) vs. 0.17 (0.14-0.21) per child-year.", 0),
    ],
)
def test_words_that_stand_for_ratios(text: str, more: int) -> None:
    """Estimates and associations are ratios after a ratio, where their bounds lie so."""
    assert sum(f.kind == "HR" for f in effects(_HEALED + text)) == 1 + more


@pytest.mark.parametrize(
    ("opening", "adjusted"),
    [
        ("In the prespecified per-protocol analysis, mean stay was", False),
        ("In the final analysis set, mean stay was", False),
        ("Mean stay was", True),
    ],
)
def test_an_analysis_of_its_own_is_not_adjusted(opening: str, adjusted: bool) -> None:
    """A follower in a sentence that opens with its own analysis takes no adjustment along."""
    told = "In a sensitivity analysis, adjusting for age, the HR was 0.71 (95% CI 0.55-0.92). "
    *_, last = effects(f"{told}{opening} 4 days versus 6 days in controls (0.75, 0.58-0.97).")
    assert shown(last) == "HR 0.75 0.58 0.97"
    assert last.adjusted is adjusted


@pytest.mark.parametrize(
    ("methods", "level"),
    [
        ("Odds ratios (OR) are given with 90% confidence intervals in brackets.", "90"),
        ("We report 99% confidence intervals for odds ratios.", "99"),
        ("Odds ratios and 95% CIs, or hazard ratios and 90% CIs, were estimated.", None),
        ("Of 95% of the children data were complete; odds ratios were estimated.", None),
    ],
)
def test_level_that_methods_state(tmp_path: Path, methods: str, level: str | None) -> None:
    """The one level that the methods of an abstract state is that of intervals without one."""
    file = tmp_path / "a.md"
    file.write_text(
        "# Fluoride for caries\n\n## Abstract\n\n### Methods\n\n"
        f"{methods}\n\n### Results\n\nCaries was rarer (OR=0.58 (0.44–0.76), P=0.0002).\n"
    )
    (result,) = [r for r in extract(read(file)).results if r.effect]
    assert result.place == "abstract"
    assert result.effect and (result.effect.level.text if result.effect.level else None) == level
