"""The worked cases, each run through the whole pipeline as any article is."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from src.utils import pipeline, primary
from src.utils.checks import registry
from src.utils.maintenance.cases import Case, CaseFile, all_cases
from src.utils.records import Audit, PrimaryReport, Verdict

FOLDER = Path(__file__).parent / "cases"
FILES: dict[str, CaseFile] = {f.code: f for f in all_cases(FOLDER)}
CASES = [
    pytest.param(case, id=f"{case.code} {case.heading}") for f in FILES.values() for case in f.cases
]
CHECKS = [pytest.param(c, id=c.code) for c in registry.registered()]


def _run(case: Case, tmp_path: Path) -> Audit:
    primaries: tuple[PrimaryReport, ...] = ()
    if case.primaries:
        table = tmp_path / "primary_reports.csv"
        table.write_text(case.primaries, encoding="utf-8")
        primaries = primary.read_primary(table)
    return pipeline.audit_text(case.article, primaries=primaries)


def _words(verdict: Verdict) -> str:
    return " ".join((verdict.message, *verdict.alternatives, *verdict.computed.values()))


@pytest.mark.parametrize("case", CASES)
def test_worked_case(case: Case, tmp_path: Path) -> None:
    """The pipeline gives the verdict that the case states, and points to the printed numbers."""
    audit = _run(case, tmp_path)
    failed = [v.message for v in audit.verdicts if v.outcome == "failed"]
    assert not failed
    for verdict in audit.verdicts:
        for evidence in verdict.evidence:
            assert audit.article.quote(evidence.span).strip(), verdict.message
    own = [v for v in audit.verdicts if v.check == case.code]
    seen = [(v.outcome, v.severity, v.message, v.alternatives) for v in own]
    expected = case.expect["outcome"]
    if expected == "none":
        assert not own, seen
        return
    if expected != "differs":
        assert not [v for v in own if v.outcome == "differs"], seen
    found = [v for v in own if v.outcome == expected]
    if "severity" in case.expect:
        found = [v for v in found if v.severity == case.expect["severity"]]
    assert found, seen
    if "count" in case.expect:
        assert len(found) == case.expect["count"], seen
    for quote in map(str, case.expect.get("quotes") or ()):  # type: ignore[call-overload]
        quotes = [audit.article.quote(e.span) for v in found for e in v.evidence]
        assert quote in quotes, (quote, quotes)
    for words in map(str, case.expect.get("says") or ()):  # type: ignore[call-overload]
        assert any(words in _words(v) for v in found), (words, seen)


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_has_worked_cases(check: registry.Check) -> None:
    """A check is shown at work: one case that differs, one that agrees, one that cannot say."""
    assert check.code in FILES, f"tests/cases/{check.code}.md is missing"
    file = FILES[check.code]
    assert file.name == check.name
    assert file.opening, "the file must open with a sentence for a clinician"
    outcomes = {c.expect["outcome"] for c in file.cases}
    assert "differs" in outcomes
    assert outcomes & {"agrees", "none"}
    doc = inspect.getdoc(check.function) or ""
    if re.search(r"nothing\s+can\s+be\s+said|cannot\s+say", doc):
        assert "cannot say" in outcomes


def test_no_case_file_without_check() -> None:
    """A case file of a check that was renumbered or removed does not linger."""
    assert set(FILES) <= {c.code for c in registry.registered()}
