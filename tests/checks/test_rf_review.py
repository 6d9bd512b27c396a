"""References, abbreviations and the third witness on the first article, as a person finds them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from src.utils import paths, pipeline
from src.utils.records import Verdict


@pytest.fixture(scope="module")
def verdicts() -> tuple[Verdict, ...]:
    """What the three families say of the first article beside its primary reports."""
    return pipeline.audit(paths.default_article(), select=["RF", "AB", "SH"]).verdicts


def differing(verdicts: Sequence[Verdict], code: str) -> list[Verdict]:
    """The findings of one check."""
    return [v for v in verdicts if v.check == code and v.outcome == "differs"]


def test_no_check_crashes(verdicts: tuple[Verdict, ...]) -> None:
    """No family has a failed row."""
    assert not [v.message for v in verdicts if v.outcome == "failed"]


def test_names_years_and_numbers_hold(verdicts: tuple[Verdict, ...]) -> None:
    """All 20 studies bear their reference's author and year; all 59 references exist, are cited."""
    for code in ("RF01", "RF02"):
        own = [v for v in verdicts if v.check == code]
        assert [v.outcome for v in own] == ["agrees"] * 20
    for code in ("RF04", "RF05"):
        assert [v.outcome for v in verdicts if v.check == code] == ["agrees"]


def test_the_indirect_comparison_is_no_randomised_trial(verdicts: tuple[Verdict, ...]) -> None:
    """Reference 56 is called RCT; its title says matching-adjusted indirect comparison."""
    (found,) = differing(verdicts, "RF06")
    assert (found.ref, found.severity) == (("56",), "error")
    assert "matching-adjusted indirect comparison" in found.message


def test_one_study_lies_outside_the_five_years(verdicts: tuple[Verdict, ...]) -> None:
    """A study of 2013 stands in a review of recent five-year articles of 2024."""
    (found,) = differing(verdicts, "RF07")
    assert (found.ref, found.severity) == (("53",), "warning")


def test_the_primary_reports_decide(verdicts: tuple[Verdict, ...]) -> None:
    """For references 46 (P) and 47 (hazard ratio) the publication supports the text."""
    found = {v.ref: v for v in differing(verdicts, "RF14")}
    assert set(found) == {("46",), ("47",)}
    assert "10.1097/JS9.0000000000000654" in found[("46",)].message
    assert all("supports the text" in v.message for v in found.values())
    assert found[("47",)].computed["primary"] == "HR 0.57"


def test_what_the_publications_say_otherwise(verdicts: tuple[Verdict, ...]) -> None:
    """The table's hazard ratio of 47 and its P of 46 are not the publications'."""
    assert [(v.ref, v.endpoint) for v in differing(verdicts, "RF09")] == [(("47",), "PFS")]
    assert [(v.ref, v.endpoint) for v in differing(verdicts, "RF10")] == [(("46",), "ORR")]


def test_more_decimals_in_the_publication_agree(verdicts: tuple[Verdict, ...]) -> None:
    """HR 0.41 (0.30-0.55) is 0.408 (0.301-0.552) rounded."""
    own = [v for v in verdicts if v.check == "RF09" and v.ref == ("49",)]
    assert own and all(v.outcome == "agrees" for v in own)
    assert any("0.408" in v.message for v in own)


def test_another_population_is_not_compared(verdicts: tuple[Verdict, ...]) -> None:
    """Sizes of 55 are known for the unmatched cohort only, its P for the matched one."""
    own = [v for v in verdicts if v.ref == ("55",) and v.check in ("RF08", "RF09", "RF10", "RF11")]
    assert not [v for v in own if v.outcome == "differs"]
    assert {v.outcome for v in own if v.check == "RF11"} == {"cannot say"}
    assert {v.outcome for v in own if v.check == "RF10"} == {"agrees"}


def test_the_arms_stand_the_other_way_round(verdicts: tuple[Verdict, ...]) -> None:
    """Table 1 names sorafenib first, and the first values of 34 are those of the combination."""
    found = [v for v in differing(verdicts, "RF12") if v.severity == "error"]
    assert {(v.ref, v.endpoint) for v in found} == {(("34",), "OS"), (("34",), "PFS")}


def test_abbreviations(verdicts: tuple[Verdict, ...]) -> None:
    """RECIST is explained by the words of RECICL; four lists lack or exceed what they explain."""
    (found,) = differing(verdicts, "AB03")
    assert found.computed == {"abbreviation": "RECIST", "words of": "RECICL"}
    missing = [v.computed["abbreviation"] for v in differing(verdicts, "AB01")]
    assert sorted(missing) == ["HAIC", "RECICL", "RECIST", "TACE", "TKIs"]
    unused = [v.computed["abbreviation"] for v in differing(verdicts, "AB02")]
    assert sorted(unused) == ["RFS", "RFS", "RFS", "aHR", "aHR", "aHR", "mRECIST"]


def test_shape(verdicts: tuple[Verdict, ...]) -> None:
    """Three headings without cells, a shifted table, a row cut by a page break, a bare size."""
    assert [v.ref for v in differing(verdicts, "SH01")] == [("36",), ("41",), ("43",)]
    assert [v.computed["rows"] for v in differing(verdicts, "SH02")] == ["8"]
    assert len(differing(verdicts, "SH03")) == 1
    assert [v.ref for v in differing(verdicts, "SH06")] == [("36",)]
    assert {v.severity for v in verdicts if v.check.startswith("SH") and v.severity} == {"note"}
