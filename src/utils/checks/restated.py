"""One finding is reported once: the consequence of a finding becomes a note that names it.

A wrong count breaks its own percentage, the sum of its row and the average of its column. The
check that stands nearest to the printed numbers reports it; the others are kept as notes.
"""

from __future__ import annotations

from collections import defaultdict

import msgspec

from src.utils.records import Span, Verdict

#: The check that only restates, and the checks that have then said it already. A verdict is a
#: restatement when it shares a printed number with a louder verdict of one of these checks.
RESTATES: dict[str, tuple[str, ...]] = {
    "CI02": ("CI01",),
    "CI03": ("CI01",),
    "CI04": ("CI01",),
    "CI14": ("CI01", "CI09"),
    "CI11": ("CI01", "CI02", "CI03", "CI04", "CI08", "CI09"),
    "CL10": ("TT01", "TT02", "TT03", "TT04", "TT05", "TT06", "TT11", "TT16"),
    "CL13": ("CL01", "CL02", "CL03", "CL04"),
    "CL14": ("CL01", "CL02", "CL03", "CL04"),
    "PR12": ("PR01", "PR10"),
    "PR14": ("PR01", "PR13"),
    "PR15": ("PR01", "PR10", "PR12"),
    "SH13": ("SH10",),
    "TB02": ("PR10", "PR01"),
    "TB03": ("PR10", "TB02", "PR01"),
}
#: Checks that compare two places: only a verdict on both of them has said it already.
_BOTH = frozenset({"CL10"})
_LOUD = ("error", "warning")
#: Pieces of evidence that say what the numbers are, not which number is wrong.
_ASIDE = frozenset({"level", "n"})
#: A percentage stands so near behind its count, "102 (15.8)", that both are one printed number.
_BEHIND = 3


def once(verdicts: list[Verdict]) -> list[Verdict]:
    """The verdicts in their order, those that restate a louder one as notes. Idempotent."""
    said: dict[Span, list[Verdict]] = defaultdict(list)
    counts: dict[int, list[Verdict]] = defaultdict(list)
    sources = {code for codes in RESTATES.values() for code in codes}
    for verdict in verdicts:
        if verdict.check in sources and verdict.severity in _LOUD:
            for evidence in verdict.evidence:
                if evidence.role not in _ASIDE:
                    said[evidence.span].append(verdict)
                if evidence.role in ("count", "total"):
                    counts[evidence.span.end].append(verdict)
    return [_quieter(v, said, counts) for v in verdicts] if said else verdicts


def _holds(other: Verdict, verdict: Verdict) -> bool:
    """Whether a verdict points to every place of another."""
    places = {e.span for e in other.evidence}
    return all(e.span in places for e in verdict.evidence)


def _quieter(
    verdict: Verdict, said: dict[Span, list[Verdict]], counts: dict[int, list[Verdict]]
) -> Verdict:
    """The verdict, as a note where another check has reported one of its numbers."""
    codes = RESTATES.get(verdict.check, ())
    if not codes or verdict.severity not in _LOUD:
        return verdict
    for evidence in verdict.evidence:
        if evidence.role in _ASIDE:
            continue
        others = list(said.get(evidence.span, ()))
        for gap in range(1, _BEHIND + 1):
            others += counts.get(evidence.span.start - gap, ())
        for other in others:
            if other.check in codes and (verdict.check not in _BOTH or _holds(other, verdict)):
                return msgspec.structs.replace(
                    verdict,
                    severity="note",
                    alternatives=(
                        *verdict.alternatives,
                        f"reported by {other.check} already ({other.id})",
                    ),
                )
    return verdict
