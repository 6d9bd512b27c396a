"""Words changed in the review: each change is found, at its place, and nothing else is new."""

from __future__ import annotations

import pytest

from src.utils import paths, pipeline
from src.utils.records import Verdict

SOURCE = paths.raw() / "fu-2024-hepatoma-research.md"


def verdicts(text: str) -> list[Verdict]:
    """What the checks of claims say loudly or softly of a text."""
    audit = pipeline.audit_text(text, select=("CL",))
    return [v for v in audit.verdicts if v.outcome in ("differs", "failed")]


@pytest.fixture(scope="module")
def article() -> str:
    """The review as it stands."""
    return SOURCE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def known(article: str) -> set[tuple[str, str, str]]:
    """What is said of the review as it stands."""
    return {(v.check, v.severity or "", v.message) for v in verdicts(article)}


def test_what_the_words_of_the_review_claim(known: set[tuple[str, str, str]]) -> None:
    """The seven findings that reading the review by hand gives, with their severity."""
    assert sorted((check, severity, said.partition(":")[0]) for check, severity, said in known) == [
        ("CL01", "error", "ORR"),
        ("CL02", "warning", "ORR"),
        ("CL02", "warning", "PFS"),
        ("CL04", "warning", "ORR"),
        ("CL04", "warning", "PFS"),
        ("CL05", "warning", "RFS"),
        (
            "CL06",
            "note",
            '"significantly improved" sums up a study whose OS in Table 3 is not significant '
            "(P = 0.12; HR 0.60 (95% CI 0.32 to 1.13)) and is not mentioned in the text",
        ),
    ]


@pytest.mark.parametrize(
    ("printed", "changed", "expected"),
    [
        (
            "group did not improve OS in advanced",
            "group significantly improved OS in advanced",
            ("CL01", "error"),
        ),
        (
            "group did not improve OS in advanced",
            "group improved OS in advanced",
            ("CL02", "warning"),
        ),
        ("which was not superior to the OS", "which was superior to the OS", ("CL02", "warning")),
        (
            "did not reach statistical significance [10",
            "reached statistical significance [10",
            ("CL01", "error"),
        ),
        (
            "did not significantly improve OS compared",
            "significantly improved OS compared",
            ("CL01", "error"),
        ),
        (
            "revealed similar effectiveness",
            "revealed significantly better effectiveness",
            ("CL01", "warning"),
        ),
        (
            "a superior mOS compared to those",
            "a similar mOS compared to those",
            ("CL03", "warning"),
        ),
        (
            "showed significantly higher mOS",
            "showed no significant difference in mOS",
            ("CL03", "error"),
        ),
        (
            "were considerably longer than those",
            "were not significantly longer than those",
            ("CL03", "error"),
        ),
        ("showed a longer mOS than TKIs", "showed a shorter mOS than TKIs", ("CL04", "warning")),
        ("(53.7% vs. 7.8%", "(7.8% vs. 53.7%", ("CL04", "warning")),
        ("improvements in OS and PFS", "improvements in OS, RFS and PFS", ("CL05", "warning")),
        ("to improve prognosis significantly", "to prolong TTP significantly", ("CL05", "warning")),
    ],
)
def test_a_changed_claim_is_found(
    article: str,
    known: set[tuple[str, str, str]],
    printed: str,
    changed: str,
    expected: tuple[str, str],
) -> None:
    """The changed words are contradicted by numbers that stayed; nothing else becomes loud."""
    assert article.count(printed) == 1
    new = {
        (v.check, v.severity)
        for v in verdicts(article.replace(printed, changed))
        if v.severity != "note" and (v.check, v.severity or "", v.message) not in known
    }
    assert new == {expected}


def test_a_repaired_claim_falls_silent(article: str, known: set[tuple[str, str, str]]) -> None:
    """Once the sentence names the endpoint that the table reports, nothing is said of it."""
    repaired = article.replace("recurrence-free survival (RFS), and ORR", "PFS, and ORR")
    assert {v.check for v in verdicts(repaired)} == {c for c, _, _ in known} - {"CL05"}
