"""Cells of tables that hold sentences are read as sentences, in their cell."""

from __future__ import annotations

from src.utils import pipeline
from src.utils.records import Audit, Result

_REPORT = """# Reminders for asthma inhalers: a review of programmes

## Results

One programme halved missed doses (HR 0.52, 95% CI 0.38-0.71). In the Turku programme 64% of
parents completed the diary (Table 1).

Table 1. Programmes

| Programme | Length | What was found |
| --- | --- | --- |
| Oulu | 12 weeks | Fewer missed doses with reminders (hazard ratio 0.52, 95% CI 0.38-0.17) |
| Turku | 8 weeks | Diaries were kept by most families; only 64% of parents completed them |
| Vaasa | 8 weeks | No diary was kept in this programme |
| Kemi | 6 weeks | Mean symptom scores of children fell by 8.8 points (95% CI -14.2 to -3.4) |
"""


def _cells(audit: Audit) -> dict[int, Result]:
    held = (r for r in audit.dossier.results if r.table == 0 and r.column == 2)
    return {r.row: r for r in held if r.row is not None}


def test_sentences_in_cells_are_results_of_their_cells() -> None:
    """The hazard ratio and the percentage stand in table, row and column; words are no results."""
    cells = _cells(pipeline.audit_text(_REPORT))
    oulu, turku = cells[1], cells[2]
    assert oulu.effect is not None and oulu.effect.estimate is not None
    assert (oulu.effect.kind, oulu.effect.estimate.text) == ("HR", "0.52")
    assert (oulu.place, oulu.label, oulu.column) == ("table", "Table 1", 2)
    assert oulu.context.row == "Oulu" and oulu.context.header == "What was found"
    assert [n.text for v in turku.values for n in v.nums] == ["64"]
    assert set(cells) == {1, 2, 4}


def test_an_estimate_in_a_sentence_of_a_cell_is_checked() -> None:
    """Its interval ends before it begins, and the text prints another bound."""
    said = {v.check: v for v in pipeline.audit_text(_REPORT).verdicts if v.outcome == "differs"}
    assert "0.71" in said["TT02"].message and "0.17" in said["TT02"].message
    assert said["CI08"].severity == "note"  # "fell by" says the sign of 8.8


def test_a_percentage_of_the_text_is_found_in_a_sentence_of_a_cell() -> None:
    """64 % stands in the text and in the cell of the programme that the text names."""
    audit = pipeline.audit_text(_REPORT)
    agreed = [
        {audit.article.quote(e.span) for e in v.evidence}
        for v in audit.verdicts
        if v.check == "TT05" and v.outcome == "agrees"
    ]
    assert {"64"} in agreed
