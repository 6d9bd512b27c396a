"""The arithmetic checks on hand-built results: severities, alternatives, what is left alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from src.utils.bench import arithmetic
from src.utils.checks import registry
from src.utils.checks.alternatives import ORDER, keystrokes, lowered, reconciling, slips
from src.utils.checks.arms import arm_of
from src.utils.checks.printed_numbers import PrintedNumbers
from src.utils.printed import printed
from src.utils.records import Dossier, Num, Span, Verdict

Judge = Callable[..., tuple[Verdict, ...]]


def one(found: tuple[Verdict, ...]) -> Verdict:
    """The only verdict."""
    assert len(found) == 1, [(v.check, v.outcome, v.message) for v in found]
    return found[0]


def test_high_low_notation_is_a_note(verdicts_of: Judge) -> None:
    """Where most intervals are printed high bound first, the order is a notation."""
    several = [
        {"effect": f"HR {e} {low} {high} 95", "reversed_bounds": True}
        for e, low, high in (
            ("0.57", "0.45", "0.72"),
            ("0.81", "0.64", "1.03"),
            ("0.5", "0.4", "0.6"),
        )
    ]
    assert {v.severity for v in verdicts_of("CI01", *several)} == {"note"}
    alone = [several[0], {"effect": "HR 0.81 0.64 1.03 95"}, {"effect": "HR 0.5 0.4 0.6 95"}]
    assert [v.severity for v in verdicts_of("CI01", *alone)] == ["error", None, None]


def test_contradictory_triple_is_said_once(verdicts_of: Judge) -> None:
    """An estimate outside its interval is CI02's; CI03 does not repeat it."""
    found = verdicts_of("CI0", {"effect": "HR 0.91 0.45 0.72 95"})
    assert [v.check for v in found if v.outcome == "differs"] == ["CI02"]


@pytest.mark.parametrize(
    ("effect", "severity"),
    [
        ("HR 0.45 0.45 0.72 95", "error"),  # equals a bound
        ("HR 0.35 0.21 0.82 95", "warning"),  # a quarter of the way to a bound
        ("HR 0.29 0.21 0.82 95", "error"),  # (ln 0.415 - ln 0.29) / 0.681 = 0.53 > 1/2
        ("HR 1.5 1.0 2.0 95", None),  # 1.45 ** 2 = 2.10 <= 1.05 * 2.05 = 2.15
        ("HR 1.50 1.00 2.00 95", "note"),  # centred as a plain difference
        ("OR 0.06 0.00 0.90 95", None),  # zero bound: CI03 cannot say
    ],
)
def test_severity_of_asymmetry(verdicts_of: Judge, effect: str, severity: str | None) -> None:
    """Warning beyond rounding, error past half-way or on a bound, note on another scale."""
    assert one(verdicts_of("CI03", {"effect": effect})).severity == severity


def test_truncated_triple_is_a_note(verdicts_of: Judge) -> None:
    """0.3578 (0.2057 to 0.6223) cut to two decimals is 0.35 (0.20 to 0.62): no rounding fits."""
    verdict = one(verdicts_of("CI03", {"effect": "HR 0.357 0.205 0.622 95"}))
    assert verdict.outcome == "agrees"
    # 0.3899**2 = 0.15202 = 0.2109 x 0.7208; cut: 0.389 (0.210 to 0.720); rounded 0.390 at least.
    verdict = one(verdicts_of("CI03", {"effect": "HR 0.389 0.2109 0.7208 95"}))
    assert verdict.severity == "note"
    assert verdict.alternatives[0].startswith("truncation")


@pytest.mark.parametrize("method", ["bootstrap", "credible", "exact", "profile"])
def test_soft_intervals(verdicts_of: Judge, method: str) -> None:
    """An interval that need not be symmetric never makes more than a note."""
    assert (
        one(verdicts_of("CI03", {"effect": "HR 0.35 0.21 0.82 95", "method": method})).severity
        == "note"
    )


def test_unknown_kind_is_left_alone(verdicts_of: Judge) -> None:
    """A kind without a known scale has no known shape of interval."""
    assert not verdicts_of("CI03", {"effect": "gamma 0.35 0.21 0.82 95"})
    assert not verdicts_of("CI04", {"effect": "gamma 0.35 0.21 0.82 95"})


@pytest.mark.parametrize("qualifier", ["interaction", "trend", "heterogeneity", "noninferiority"])
def test_other_tests_are_never_compared(verdicts_of: Judge, qualifier: str) -> None:
    """A P of an interaction, a trend or non-inferiority does not speak of the effect."""
    spec = {"effect": "HR 0.57 0.45 0.72 95", "p": (f"= 0.62 {qualifier}",)}
    found = [v for v in verdicts_of("PV", spec) if v.check != "PV01"]
    assert not found


def test_slack_is_a_parameter_and_is_said(verdicts_of: Judge) -> None:
    """A z missed by 7 % is a note; with slack for it the P agrees; the verdict states the slack."""
    # z of 0.80 (0.690 to 0.928) is 2.95 or so; P = 0.0055 has z = 2.775, 6 % below.
    spec = {"effect": "HR 0.800 0.690 0.928 95", "p": ("= 0.0055",)}
    found = one(verdicts_of("PV02", spec))
    assert found.severity == "note"
    assert found.computed["slack"] == "5% of z before a note, 10% before a warning"
    wide = one(verdicts_of("PV02", spec, parameters={"p_slack_note": 0.08}))
    assert wide.outcome == "agrees"
    assert wide.computed["slack"].startswith("8% of z")


def test_one_sided_p_is_compared_one_sided(verdicts_of: Judge) -> None:
    """A P that the article calls one-sided is held against the one-sided tail and alpha / 2."""
    spec = {"effect": "HR 0.91 0.69 1.21 90", "p": ("= 0.290 one-sided",)}
    assert {v.outcome for v in verdicts_of("PV0", spec)} == {"agrees"}


def test_border_of_a_90_percent_interval(verdicts_of: Judge) -> None:
    """A 90 % interval that leaves out 1 goes with P below 0.10, not with P below 0.05."""
    # ln 0.80 / ((ln 0.98 - ln 0.653) / 3.29) = 1.81: P = 0.07
    spec = {"effect": "HR 0.80 0.653 0.980 90", "p": ("= 0.07",)}
    found = verdicts_of("PV03", spec)
    assert one(found).outcome == "agrees"
    assert "at 0.1" in found[0].message


def test_adjusted_estimate_is_never_more_than_a_warning(verdicts_of: Judge) -> None:
    """Beside an adjusted estimate a P of another test is a named cause, also when it flips."""
    spec = {"effect": "HR 0.80 0.62 1.03 95", "adjusted": True, "p": ("= 0.002",)}
    severities = {v.check: v.severity for v in verdicts_of("PV", spec)}
    assert severities["PV02"] == severities["PV03"] == "warning"
    crude = verdicts_of("PV03", spec | {"adjusted": False})
    assert one(crude).severity == "error"


def test_level_excuses_only_when_none_is_printed(verdicts_of: Judge) -> None:
    """A fitting level beside a printed one is a slip, not an excuse."""
    spec = {"effect": "HR 0.80 0.69 0.93", "p": ("= 0.04",)}
    assert one(verdicts_of("PV02", spec)).severity == "note"
    found = one(verdicts_of("PV02", spec | {"effect": "HR 0.80 0.69 0.93 95"}))
    assert found.severity == "warning"
    assert any("at 80%" in a for a in found.alternatives)


def test_fisher_fits_where_the_interval_does_not(verdicts_of: Judge) -> None:
    """A P of Fisher's test on small counts beside a Wald interval is a note that says so."""
    values = (
        {"nums": ["0.5"], "kind": "percent", "arm": 0, "count": "4", "total": "744"},
        {"nums": ["0.4"], "kind": "percent", "arm": 1, "count": "3", "total": "744"},
    )
    spec = {
        "effect": "RR 0.75 0.17 3.34 95", "p": ("= 1.000",), "values": values,
        "arms": (("A", None), ("B", None)),
    }  # fmt: skip
    found = one(verdicts_of("PV02", spec))
    assert found.severity == "note"
    assert any("Fisher's test" in a or "an exact" in a for a in found.alternatives)


def test_small_samples_and_student(verdicts_of: Judge) -> None:
    """With 5 and 5 patients t replaces z: 4.0 (0.92 to 7.08) with 8 degrees gives P = 0.017."""
    arms = (("A", "5"), ("B", "5"))
    spec = {"effect": "MD 4.00 0.92 7.08 95", "p": ("= 0.017",), "arms": arms}
    found = one(verdicts_of("PV02", spec))
    assert found.severity == "note"
    assert any("Student's t with 8" in a for a in found.alternatives)


def two(a: str, b: str, n: tuple[str, str] = ("70", "77"), **more: Any) -> dict[str, Any]:
    """A result with two percentages and their arms."""
    values = tuple({"nums": [t], "kind": "percent", "arm": i} for i, t in enumerate((a, b)))
    arms = tuple((name, size) for name, size in zip("AB", n, strict=True))
    return {"values": values, "arms": arms, **more}


def test_survival_rates_are_no_counts(verdicts_of: Judge) -> None:
    """A rate from a survival curve is not held against whole patients."""
    spec = two("59.5", "37.4", ("107", "479"), endpoint="OS", p=("= 0.9",))
    assert not verdicts_of("PR04", spec)
    assert not verdicts_of("PV05", spec)


def test_truncated_percentage(verdicts_of: Judge) -> None:
    """1 of 7 cut is 14.2, rounded 14.3; 14.1 is neither."""
    cut = {"values": ({"nums": ["14.2"], "kind": "percent", "count": "1", "total": "7"},)}
    wrong = {"values": ({"nums": ["14.1"], "kind": "percent", "count": "1", "total": "7"},)}
    assert [v.severity for v in verdicts_of("PR01", cut, wrong)] == ["note", "error"]


def test_table_with_other_denominators_is_not_judged_cell_by_cell(verdicts_of: Judge) -> None:
    """Where a table's percentages are of its rows, no cell of it is a finding."""
    rows = [
        two(a, b, place="table", table=0, row=i, label="Table 1")
        for i, (a, b) in enumerate((("33.9", "66.1"), ("48.3", "51.7"), ("61.2", "38.8")))
    ]
    assert {v.outcome for v in verdicts_of("PR04", *rows)} == {"cannot say"}


def test_p_of_several_rows_is_left_alone(verdicts_of: Judge) -> None:
    """A P in the first of several rows of a table may test them together."""
    first = two("44.3", "10.4", place="table", table=0, row=3, p=("= 0.9",))
    second = two("31.4", "64.9", place="table", table=0, row=4)
    assert one(verdicts_of("PV05", first, second)).outcome == "cannot say"


def test_hazard_ratio_of_two_arms_only(verdicts_of: Judge) -> None:
    """Three arms leave open which two the ratio compares."""
    arms = (("A", "20"), ("B", "20"), ("C", "20"))
    found = one(verdicts_of("CI06", {"effect": "HR 0.80 0.75 0.85 95", "arms": arms}))
    assert found.outcome == "cannot say"


def test_coverage_alone_says_so(dossier_of: Callable[..., Dossier]) -> None:
    """Run without the other families, coverage has nothing to count."""
    dossier = dossier_of({"effect": "HR 0.57 0.45 0.72 95"})
    alone = one(registry.run(dossier, select=("CV",)))
    assert alone.outcome == "cannot say"
    together = [v for v in registry.run(dossier, select=("CI", "CV")) if v.check == "CV01"]
    assert together[0].outcome == "agrees"
    assert together[0].computed["checked"] == "1"


@pytest.mark.parametrize(
    ("name", "names", "index"),
    [
        ("combination therapy group", ("drug A", "drug A with drug B"), 1),
        ("drug B plus drug A", ("drug A", "drug A with drug B"), 1),
        ("TACE-only group", ("TACE plus sorafenib", "TACE"), 1),
        ("the other group", ("drug A", "drug B"), None),
        ("placebo", ("drug A", "drug B", "placebo"), 2),
        ("triple therapy", ("A", "A plus B", "A plus B plus C"), 2),
    ],
)
def test_which_arm_is_meant(name: str, names: tuple[str, ...], index: int | None) -> None:
    """A phrase means the arm that shares its words; a vague one means none."""
    assert arm_of(name, names) == index


def test_alternatives_come_in_their_order() -> None:
    """The first that fits in the fixed order is named first, whatever order they are given in."""
    tries = {name: (lambda name=name: name) for name in reversed(ORDER)}
    assert reconciling(tries) == ORDER
    with pytest.raises(KeyError, match="not an alternative"):
        reconciling({"wishful": lambda: "thinking"})


def test_lowered_severity() -> None:
    """A note stays a note."""
    assert [lowered(s) for s in ("error", "warning", "note")] == ["warning", "note", "note"]


def test_keystrokes_of_a_lost_point() -> None:
    """088 for 0.88: the point is found again, and no numeral is offered twice."""
    offered = [value for value, _ in keystrokes("088")]
    assert "0.88" in offered
    assert len(offered) == len(set(offered))
    assert "0.45" not in [value for value, _ in keystrokes("0.45")]


def test_slips_prefer_swaps() -> None:
    """A swap of digits is offered before a changed digit."""
    found = slips({"estimate": "0.75"}, lambda n: printed(n["estimate"]).text in ("0.57", "0.55"))
    assert found[0].startswith("likely slip: estimate 0.57 for the printed 0.75 (digits swapped)")


def test_simulated_correct_numbers_are_silent() -> None:
    """Correct ratios, P values and shares, however rounded, give no warning."""
    rates = arithmetic.simulate(trials=250, seed=7)
    assert rates["loud verdicts on them"] == "none"


@pytest.mark.slow
def test_simulated_slips_are_seen() -> None:
    """Of last digits of the estimate that are off by two or more nearly all are seen."""
    rates = arithmetic.simulate(trials=20_000, seed=11)
    assert rates["loud verdicts on them"] == "none"
    share = rates["wrong last digits seen, estimate, by 2 or more"].rpartition("(")[2]
    assert float(share.rstrip("%)")) > 99


def test_powers_of_ten_are_numerals_like_others() -> None:
    """A bound printed as 1e9 or 2e-5 stops no check: it has a rounding interval and no slips."""
    assert keystrokes("1e9") == ()
    nums = [Num(text, Span(k, k + 4)) for k, text in enumerate(("2e-5", "1e10", "0.71"))]
    assert PrintedNumbers(nums).holds("1e10")
    assert not PrintedNumbers(nums).holds("1e9")
