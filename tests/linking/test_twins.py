"""A mention that agrees with a row of one table agrees with the same row of another table."""

from __future__ import annotations

from pathlib import Path

from src.utils import pipeline

_ARTICLE = """# Maintenance after remission

## Results

Of the patients, 41.7% had a relapse of the disease.

Table 1. Outcome by arm

| Outcome | Drug, n (%) | Placebo, n (%) | All, n (%) |
| --- | --- | --- | --- |
| Relapse of the disease | 61 (38.1) | 73 (45.3) | 134 (41.7) |
| Second remission | 22 (13.8) | 27 (16.8) | 49 (15.3) |

Table 2. Outcome by sex

| Outcome | Women, n (%) | Men, n (%) | All, n (%) |
| --- | --- | --- | --- |
| Relapse of the disease | 70 (40.9) | 64 (42.7) | 134 ({share}) |
| Second remission | 25 (14.6) | 24 (16.0) | 49 (15.3) |
"""


def _tables(folder: Path, share: str) -> set[str]:
    path = folder / "article.md"
    path.write_text(_ARTICLE.replace("{share}", share))
    audit = pipeline.audit(path)
    return {
        e.label
        for v in audit.verdicts
        if v.check == "TT05" and v.outcome == "agrees"
        for e in v.evidence
        if e.place == "table"
    }


def test_both_tables_are_evidence(tmp_path: Path) -> None:
    """The share of all patients stands in two tables: both bear the sentence out."""
    assert _tables(tmp_path, "41.7") == {"Table 1", "Table 2"}


def test_a_row_with_another_number_is_no_twin(tmp_path: Path) -> None:
    """Where the second table prints another share, the sentence agrees with the first only."""
    assert _tables(tmp_path, "44.1") == {"Table 1"}
