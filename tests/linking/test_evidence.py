"""Links by weighted evidence: what names, neighbours and numbers say together."""

from __future__ import annotations

import pytest

from src.utils import pipeline
from src.utils.bench import weights
from src.utils.linking.evidence.judging import linked
from src.utils.linking.evidence.links import likeliest
from src.utils.linking.evidence.weights import WEIGHTS

#: Arms in columns, their sizes in the header.
_COLUMNS = """
**Table 2. Outcomes at 12 weeks**

| Outcome, n (%) | Splint (n = 61) | Exercise (n = 58) |
| --- | --- | --- |
| Full return to work | 27 (44.3) | 39 (67.2) |
| Night pain | 31 (50.8) | 18 (31.0) |
| Surgery | 12 (19.7) | 5 (8.6) |
"""
#: Arms in rows, one outcome in each column.
_ROWS = """
**Table 2. Outcomes at 12 weeks**

| Group | Full return to work, % | Night pain, % |
| --- | --- | --- |
| Splint | 44.3 | 50.8 |
| Exercise | 67.2 | 31.0 |
"""
#: One column of ratios.
_ONE = """
**Table 3. Predictors of relapse**

| Factor | Odds ratio (95% CI) |
| --- | --- |
| Cannabis use | 2.37 (1.41 to 3.98) |
| Living alone | 1.26 (0.77 to 2.06) |
| Missed appointments | 1.83 (1.12 to 2.99) |
"""


def _said(sentence: str, table: str) -> list[tuple[str, str]]:
    """Outcome and severity of every TT verdict."""
    text = f"# Hand therapy: a randomised trial\n\n## Results\n\n{sentence}\n{table}"
    verdicts = pipeline.audit_text(text).verdicts
    return [
        (v.outcome, str(v.severity))
        for v in verdicts
        if v.check.startswith("TT") and v.outcome in ("agrees", "differs")
    ]


def test_rivals_share_the_probability() -> None:
    """Two cells for which the same speaks leave each less than half; none takes its part."""
    one = {"all agree": 1.0}
    best, alone = likeliest([one], {"all agree": 0.0})
    assert (best, alone) == (0, 0.5)
    assert likeliest([one, one], {"all agree": 0.0})[1] == pytest.approx(1 / 3)


def test_more_weight_makes_more_probable() -> None:
    """A cell whose score is log 3 above nothing has three of four parts."""
    assert likeliest([{"cited": 1.0}], {"cited": 1.0986123})[1] == pytest.approx(0.75)


def test_what_speaks_against_weighs_below_nothing() -> None:
    """Another arm, another table, a number already claimed count against; a name counts for."""
    against = ("other arm", "other cited", "claimed here", "other time", "differs", "crowd")
    assert all(WEIGHTS[name] < 0 for name in against)
    assert all(WEIGHTS[name] > 0 for name in ("named", "cited", "share", "time", "row linked"))


@pytest.mark.parametrize("bar", ["other arm", "other time", "conflicts", "kind differs"])
def test_a_difference_of_another_quantity_is_no_link(bar: str) -> None:
    """Names of another arm, time or statistic bar a number that differs, however probable."""
    features = {"differs": 1.0, "slip": 1.0, "own": 1.0}
    assert linked(features, 0.95) is True
    assert linked({**features, bar: 1.0}, 0.95) is None


def test_a_difference_needs_the_name_of_the_row() -> None:
    """A slip away from a cell whose row is not named says nothing."""
    assert linked({"differs": 1.0, "slip": 1.0, "own": 0.1}, 0.95) is None


def test_an_open_column_is_only_noted() -> None:
    """Where the words leave open which arm is meant a difference is a note."""
    assert linked({"differs": 1.0, "slip": 1.0, "own": 1.0, "arm open": 1.0}, 0.95) is False


@pytest.mark.parametrize("table", [_COLUMNS, _ROWS])
def test_arms_in_columns_or_rows(table: str) -> None:
    """31.0% printed as 13.0% is an alarm beside the other arm's agreement, in either layout."""
    said = _said(
        "Night pain was reported by 50.8% of the splint group and 13.0% of the exercise group "
        "(Table 2).",
        table,
    )
    assert any(outcome == "differs" and severity != "note" for outcome, severity in said)


def test_a_ratio_beside_one_column() -> None:
    """An estimate of 2.73 beside a row of 2.37 that the sentence names is said at least softly."""
    said = _said("Relapse was predicted by cannabis use (odds ratio 2.73; Table 3).", _ONE)
    assert "differs" in [outcome for outcome, _ in said]


@pytest.mark.parametrize(
    ("sentence", "table"),
    [
        ("Night pain at baseline was reported by 58.0% of the splint group (Table 1).", _COLUMNS),
        ("Swelling was seen in 13.0% of the exercise group (Table 2).", _COLUMNS),
        ("Relapse was not predicted by age (odds ratio 1.62; Table 3).", _ONE),
    ],
)
def test_another_quantity_is_never_alarmed(sentence: str, table: str) -> None:
    """A number a slip away from a cell of another time or row is no alarm."""
    assert not [s for outcome, s in _said(sentence, table) if outcome == "differs" and s != "note"]


def test_weights_without_a_corpus(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a corpus one sentence is printed and nothing is fitted."""
    monkeypatch.delenv("AUDIT_CORPUS", raising=False)
    assert weights.main([]) == 0
    assert "nothing was fitted" in capsys.readouterr().out


_COURSE = """
**Table 2. Symptom scores**

| | Mean (SE) | Min | Max |
| --- | --- | --- | --- |
| Nasal symptoms | | | |
| Day 1 | 11.1 (0.8) | 0 | 21 |
| Day 4 | 4.3 (0.5) | 0 | 14 |
| Total | | | |
| Day 1 | 27.0 (1.2) | 4 | 60 |
| Day 4 | 10.6 (0.8) | 0 | 42 |
| Day 7 | 3.5 (0.5) | 0 | 35 |
"""


def test_a_row_told_by_the_numbers_beside() -> None:
    """27.0 and 3.5 are the total's of day 1 and day 7, so that 10.9 is to be that of day 4."""
    said = (
        "The mean total score was 27.0 (SE: 1.2) on day 1, falling to 10.9 (SE: 0.8) on day 4 "
        "and to 3.5 (SE: 0.5) on day 7 (Table 2)."
    )
    assert ("differs", "error") in _said(said, _COURSE)
    assert ("differs", "error") not in _said(said.replace("10.9", "10.6"), _COURSE)
