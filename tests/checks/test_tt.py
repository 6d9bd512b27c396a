"""The TT family on hand-made pairs; what each must say is worked out from the catalogue."""

from __future__ import annotations

from src.utils.checks import registry
from src.utils.records import Span, StudyRow, Verdict
from tests.linking.drafts import Draft


def _verdicts(draft: Draft, tables: tuple[str, ...] = ()) -> list[Verdict]:
    return list(registry.run(draft.dossier(tables), select=("TT",)))


def _differs(draft: Draft, tables: tuple[str, ...] = ()) -> list[Verdict]:
    assert not [v for v in _verdicts(draft, tables) if v.outcome == "failed"]
    return [v for v in _verdicts(draft, tables) if v.outcome == "differs"]


def _pair(left: dict[str, object], right: dict[str, object]) -> Draft:
    d = Draft()
    base = {"ref": "3", "endpoint": "PFS", "values": ("9.6", "5.4")}
    d.result("text", **{**base, **left})  # type: ignore[arg-type]
    d.result("table", **{**base, "label": "Table 2", "table": 0, **right})  # type: ignore[arg-type]
    return d


def test_estimate_that_copies_its_lower_bound() -> None:
    """An error with both numbers, both places, and the copied bound as the likely slip."""
    d = _pair({"effect": ("0.57", "0.45", "0.72")}, {"effect": ("0.45", "0.45", "0.72")})
    (v,) = _differs(d)
    assert (v.check, v.severity) == ("TT01", "error")
    assert "0.57" in v.message and "0.45" in v.message and "Table 2" in v.message
    assert [d.text[e.span.start : e.span.end] for e in v.evidence] == ["0.57", "0.45"]
    assert any("equals its own lower bound" in a for a in v.alternatives)
    assert any("centred on its 0.57" in a for a in v.alternatives)


def test_agreement_is_counted_and_silent() -> None:
    """Rounding agrees; what was compared is said."""
    d = _pair(
        {"effect": ("0.41", "0.34", "0.50"), "p": "<0.05"},
        {"effect": ("0.408", "0.341", "0.499"), "p": "=0.03"},
    )
    assert _differs(d) == []
    agreed = {v.check for v in _verdicts(d) if v.outcome == "agrees"}
    assert agreed >= {"TT01", "TT02", "TT03", "TT04"}


def test_p_sign_is_a_warning() -> None:
    """P = 0.001 and P < 0.001 are different statements."""
    (v,) = _differs(_pair({"p": "=0.001"}, {"p": "<0.001"}))
    assert (v.check, v.severity) == ("TT03", "warning")
    assert "P = 0.001" in v.message and "P < 0.001" in v.message


def test_p_on_both_sides_of_significance_is_an_error() -> None:
    """0.03 and 0.30 decide differently."""
    (v,) = _differs(_pair({"p": "=0.03"}, {"p": "=0.30"}))
    assert (v.check, v.severity) == ("TT03", "error")


def test_last_digit_is_a_warning_and_truncation_a_note() -> None:
    """One unit in the last place is softer than another number, cutting softer still."""
    (v,) = _differs(
        _pair({"effect": ("0.57", "0.45", "0.72")}, {"effect": ("0.57", "0.45", "0.73")})
    )
    assert (v.check, v.severity) == ("TT02", "warning")
    (v,) = _differs(
        _pair({"effect": ("0.57", "0.45", "0.72")}, {"effect": ("0.578", "0.45", "0.72")})
    )
    assert (v.check, v.severity) == ("TT01", "note")
    assert "cut instead of rounded" in v.alternatives[0]


def test_median_and_not_reached() -> None:
    """A median against "not reached" is a difference."""
    (v,) = _differs(_pair({"values": ("9.6", "5.4")}, {"values": ("NR", "5.4")}))
    assert (v.check, v.severity) == ("TT04", "error")
    assert "NR" in v.message


def test_percentage_of_the_other_criterion_is_named() -> None:
    """The text's number is what the table reports by the other criterion."""
    d = Draft()
    d.result(ref="6", endpoint="ORR", criterion="mRECIST", values=("45.9", "25.0"), kind="percent")
    d.result(
        "table",
        ref="6",
        endpoint="ORR",
        criterion="mRECIST",
        values=("54.1", "25.0"),
        kind="percent",
        table=0,
        label="Table 1",
    )
    d.result(
        "table",
        ref="6",
        endpoint="ORR",
        criterion="RECIST 1.1",
        values=("45.9", "20.8"),
        kind="percent",
        table=0,
        label="Table 1",
    )
    (v,) = _differs(d)
    assert (v.check, v.severity) == ("TT05", "warning")
    assert any("RECIST 1.1" in a for a in v.alternatives)


def test_exchanged_values_are_one_finding() -> None:
    """Exchanged arms are reported once, not as two wrong values."""
    (v,) = _differs(_pair({"values": ("5.4", "9.6")}, {"values": ("9.6", "5.4")}))
    assert v.check == "TT10"


def test_exchanged_names_beside_the_same_order_of_values() -> None:
    """The same order of values beside exchanged arms credits one arm with the other's result."""
    d = _pair({"arms": ("alpha", "beta")}, {"arms": ("beta", "alpha")})
    (v,) = _differs(d)
    assert (v.check, v.severity) == ("TT10", "warning")


def test_level() -> None:
    """90 against 95 is said once, and the bounds are not compared then."""
    (v,) = _differs(
        _pair(
            {"effect": ("0.57", "0.45", "0.72"), "level": "90"},
            {"effect": ("0.57", "0.45", "0.72"), "level": "95"},
        )
    )
    assert v.check == "TT07"


def test_renamed_endpoint() -> None:
    """The same numbers under two endpoints."""
    d = _pair(
        {"endpoint": "OS", "effect": ("0.57", "0.45", "0.72")},
        {"endpoint": "PFS", "effect": ("0.57", "0.45", "0.72")},
    )
    (v,) = _differs(d)
    assert v.check == "TT08" and "OS" in v.message and "PFS" in v.message


def test_statistic_that_the_cell_lacks() -> None:
    """A hazard ratio in the text, none in the cell it refers to."""
    d = Draft()
    d.result(
        ref="5",
        endpoint="OS",
        values=("22.6", "15.9"),
        effect=("0.63", "0.53", "0.75"),
        tables=("Table 1",),
    )
    d.result("table", ref="5", endpoint="OS", values=("22.6", "15.9"), table=0, label="Table 1")
    d.studies.append(StudyRow(("5",), Span(0, 1), "Study 5"))
    (v,) = _differs(d, ("Table 1",))
    assert (v.check, v.severity) == ("TT09", "warning")
    assert "HR 0.63" in v.message


def test_empty_cell_under_its_heading() -> None:
    """A heading without a cell under it counts as absent."""
    d = Draft()
    d.result(
        ref="5",
        endpoint="ORR",
        criterion="mRECIST",
        values=("54.1", "25.0"),
        kind="percent",
        tables=("Table 1",),
    )
    d.result(
        "table",
        ref="5",
        endpoint="ORR",
        criterion="RECIST 1.1",
        values=("45.9", "20.8"),
        kind="percent",
        table=0,
        label="Table 1",
    )
    heading = d.word("ORR, mRECIST")
    d.studies.append(
        StudyRow(
            ("5",), Span(0, 1), "Study 5", endpoints=(("ORR", "mRECIST", heading),), empty=(0,)
        )
    )
    (v,) = _differs(d, ("Table 1",))
    assert (v.check, v.severity) == ("TT09", "warning")
    assert v.evidence[-1].span == heading


def test_the_other_arm_of_a_difference_agrees() -> None:
    """One arm's median differs and is an error; the other arm's is said to agree."""
    d = _pair({"values": ("9.6", "4.5")}, {"values": ("9.6", "5.4")})
    said = {v.outcome: v for v in _verdicts(d) if v.check == "TT04"}
    shown = {
        outcome: [d.text[e.span.start : e.span.end] for e in v.evidence]
        for outcome, v in said.items()
    }
    assert shown == {"differs": ["4.5", "5.4"], "agrees": ["9.6", "9.6"]}
