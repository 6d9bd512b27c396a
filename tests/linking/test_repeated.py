"""A statement told twice: what one sentence says of a cell, the other one says as well."""

from __future__ import annotations

import pytest

from src.utils import pipeline
from src.utils.records import Verdict

_ROWS = """
| Factor | Odds ratio (95% CI) | P |
| --- | --- | --- |
| Prior peritonitis | 2.64 (1.31 to 5.32) | 0.007 |
| Exit-site care by a nurse | 0.47 (0.25 to 0.88) | 0.018 |
"""
_COLUMNS = """
| | Exit-site care by a nurse | Prior peritonitis |
| --- | --- | --- |
| OR (95% CI) | 0.47 (0.25 to 0.88) | 2.64 (1.31 to 5.32) |
"""


def _differing(abstract: str, results: str, table: str) -> list[Verdict]:
    """Loud verdicts between the abstract and the table."""
    text = f"""# Peritoneal dialysis at home: a cohort of catheters

## Abstract

Results: {abstract}

## Results

{results}

**Table 3. Factors of infection**

{table}
"""
    audit = pipeline.audit_text(text, "article.md")
    loud = (v for v in audit.verdicts if v.severity in ("error", "warning"))
    places = ((v, {e.place for e in v.evidence}) for v in loud if v.check.startswith("TT"))
    return [v for v, where in places if where >= {"abstract", "table"}]


_RESULTS = (
    "Fewer infections were seen where a nurse took care of the exit site (odds ratio 0.47, 95% CI "
    "0.25 to 0.88; Table 3)."
)


@pytest.mark.parametrize("table", [_ROWS, _COLUMNS])
def test_a_wrong_bound_of_the_abstract_is_held_against_the_table_too(table: str) -> None:
    """0.83 for 0.88: the results tell the same odds ratio and name its place in the table."""
    found = _differing(
        "Professional care lowered the risk (odds ratio 0.47, 95% CI 0.25 to 0.83).",
        _RESULTS,
        table,
    )
    assert [v.check for v in found] == ["TT02"]
    assert "0.83" in found[0].message and "0.88" in found[0].message


def test_an_abstract_that_repeats_a_wrong_sentence_is_wrong_as_well() -> None:
    """0.48 (0.26 to 0.90) in both sentences; only the results name the row that prints 0.47."""
    told = "(odds ratio 0.48, 95% CI 0.26 to 0.90)"
    found = _differing(
        f"Professional care lowered the risk {told}.",
        f"Infections were fewer with exit-site care by a nurse {told}.",
        _ROWS,
    )
    assert {v.check for v in found} == {"TT01", "TT02"}


@pytest.mark.parametrize("table", [_ROWS, _COLUMNS])
def test_an_abstract_that_repeats_the_results_is_left_alone(table: str) -> None:
    """All three numbers agree in all three places."""
    told = "Professional care lowered the risk (odds ratio 0.47, 95% CI 0.25 to 0.88)."
    assert not _differing(told, _RESULTS, table)


def test_what_is_rounded_twice_is_no_difference() -> None:
    """2.17 rounds to 2.2, as 2.19 does: the second sentence tells of another mean."""
    found = _differing(
        "Pain was 1.67 (SD 1.05) against 2.17 (SD 1.11) on the first day.",
        "Pain was 1.7 (SD 1.1) in men and 2.2 (SD 1.1) in women (Table 3).",
        "| Group | Pain, mean (SD) |\n| --- | --- |\n| Men | 1.7 (1.1) |\n| Women | 2.19 (1.14) |",
    )
    assert not found
