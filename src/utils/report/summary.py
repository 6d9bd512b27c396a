"""The counts at the head of the page: every finding with its denominator.

Belongs here: counting verdicts by family, outcome and severity. Coverage of the article's numbers
comes from `record_json.coverage`, so that page and JSON say the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from src.utils.checks.registry import FAMILIES
from src.utils.records import Verdict

#: The narrowest piece of a bar that can be seen, in percent.
_LEAST = 1.5
SEVERITIES = ("error", "warning", "note")
OUTCOMES = ("agrees", "cannot say", "failed")


class FamilyRow(msgspec.Struct, frozen=True):
    """One family of checks: how many verdicts of each kind, and the shares for its bar.

    ``bar`` holds (kind, start, width) in percent of all comparisons that could be decided.
    """

    code: str
    title: str
    error: int
    warning: int
    note: int
    agrees: int
    cannot_say: int
    failed: int
    bar: tuple[tuple[str, str, str], ...] = ()

    @property
    def differs(self) -> int:
        """Verdicts of any severity."""
        return self.error + self.warning + self.note

    @property
    def decided(self) -> int:
        """The denominator: verdicts that agree or differ."""
        return self.differs + self.agrees


def tally(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many verdicts differ by severity, and how many have each other outcome."""
    counts = Counter(tone(v) for v in verdicts)
    return {k: counts[k] for k in (*SEVERITIES, *OUTCOMES)}


def tone(verdict: Verdict) -> str:
    """The severity of a verdict that differs, else its outcome."""
    return verdict.severity or "note" if verdict.outcome == "differs" else verdict.outcome


def families(verdicts: Iterable[Verdict]) -> tuple[FamilyRow, ...]:
    """One row per family that has a verdict, in the order of the catalogue."""
    counts: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        counts.setdefault(verdict.check[:2], Counter())[tone(verdict)] += 1
    rows = []
    for code, title in FAMILIES.items():
        if code not in counts:
            continue
        c = counts[code]
        rows.append(
            FamilyRow(
                code,
                title,
                c["error"],
                c["warning"],
                c["note"],
                c["agrees"],
                c["cannot say"],
                c["failed"],
                _bar(c),
            )
        )
    return tuple(rows)


def _bar(counts: Counter[str]) -> tuple[tuple[str, str, str], ...]:
    kinds = ("error", "warning", "note", "agrees")
    total = sum(counts[k] for k in kinds)
    # One finding among thousands is still drawn wide enough to be seen; the rest shares the
    # remaining width.
    least = {k: _LEAST for k in kinds[:3] if 0 < 100 * counts[k] / total < _LEAST} if total else {}
    left, rest = 100 - sum(least.values()), total - sum(counts[k] for k in least)
    out, at = [], 0.0
    for kind in kinds:
        if counts[kind]:
            width = least.get(kind) or left * counts[kind] / rest
            out.append((kind, f"{at:.2f}", f"{width:.2f}"))
            at += width
    return tuple(out)
