"""A finding that follows from another one is a note; alone it keeps its severity."""

from __future__ import annotations

import pytest

from src.utils import pipeline
from src.utils.checks import registry, restated

#: The lower bound lost its digits: the bounds are exchanged, and the estimate lies outside them.
_REVERSED = """# Physiotherapy after stroke

## Results

Walking alone was more common with training (OR 1.87, 95% CI 2.75 to 1.64).
"""


@pytest.fixture(scope="module")
def audit():
    """The audit of the article with exchanged bounds."""
    return pipeline.audit_text(_REVERSED)


def test_consequence_is_a_note_that_names_its_cause(audit) -> None:
    """CI01 reports the bounds as an error; no other loud verdict repeats their numbers."""
    loud = [v for v in audit.verdicts if v.severity in ("error", "warning")]
    assert [v.check for v in loud] == ["CI01"]


def test_alone_it_keeps_its_severity() -> None:
    """An interval that leaves out its estimate is an error of CI02 when CI01 is not run."""
    text = _REVERSED.replace("2.75 to 1.64", "2.75 to 3.64")
    found = [v for v in pipeline.audit_text(text).verdicts if v.check == "CI02"]
    assert [v.severity for v in found] == ["error"]


def test_it_is_the_same_when_done_twice(audit) -> None:
    """The step may run before and after the counting of coverage without piling up."""
    first = restated.once(list(audit.verdicts))
    assert restated.once(first) == first == list(audit.verdicts)


def test_all_named_checks_exist() -> None:
    """Codes in the table are registered codes, and no check restates itself."""
    codes = {c.code for c in registry.registered()}
    for code, said in restated.RESTATES.items():
        assert {code, *said} <= codes
        assert code not in said


def test_percentage_behind_a_reported_count() -> None:
    """The share 13.5 of all follows from 54, which is not 30 + 34: one warning, one note."""
    rows = ["Smoker 40 50", "Diabetes 20 30", "Asthma 12 18", "Stroke 4 8", "Gout 30 34"]
    table = "| Characteristic | A (n = 200) | B (n = 200) | Total (n = 400) |\n"
    table += "| --- | --- | --- | --- |\n"
    for row in rows:
        name, a, b = row.split()[0], int(row.split()[1]), int(row.split()[2])
        whole = 54 if name == "Gout" else a + b
        table += f"| {name}, n (%) | {a} ({a / 2}) | {b} ({b / 2}) | {whole} ({whole / 4}) |\n"
    text = f"# Trial of a diet\n\n## Results\n\n**Table 1. Characteristics**\n\n{table}"
    found = {v.check: v.severity for v in pipeline.audit_text(text).verdicts if v.severity}
    assert {found.get("PR10"), found.get("TB02")} == {"warning", None}
    assert found["TB03"] == "note"
