"""Checks of the family TB: a column or row of changes against the values before and after."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import msgspec

from src.utils.checks.columns import fold
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import Sheet, sheets
from src.utils.printed import Interval, printed
from src.utils.records import Dossier, Finding

_CHANGE = re.compile(
    r"\bchanges?\b|\bdiff(?:erences?)?\b|[Δ∆]|\bdelta\b|\bgain\b|\breduction\b", re.I
)
_NO_CHANGE = re.compile(
    r"%|percent|\bP\b|\bratio|adjusted|\bbetween\b|95|\bCI\b|standardi[sz]ed|effect|\bt\b|relative|"
    r"correlation",
    re.I,
)
_BEFORE = re.compile(
    r"\b(?:baseline|before|pre|initial|start|admission|entry|week 0|day 0|month 0|T0|BL)\b|\bpre-",
    re.I,
)
_AFTER = re.compile(
    r"\b(?:after|post|final|end|follow|week|month|day|year|discharge|endpoint|T[1-9])|\b\d+\s*"
    r"(?:wk|mo|weeks?|months?|days?|years?|h)\b",
    re.I,
)
_FEWEST = 4  # lines in which the difference must hold before one that fails is reported
_KINDS = frozenset({"mean", "pair", "number", "count", "triple"})


class Line(msgspec.Struct, frozen=True):
    """Three entries that may be before, after and change."""

    name: str
    before: Entry
    after: Entry
    change: Entry

    @property
    def made(self) -> Interval:
        """After minus before, with the rounding of both."""
        return _first(self.after) - _first(self.before)

    @property
    def sign(self) -> int:
        """1 when the change can be after minus before, -1 the other way round, 0 neither."""
        own = _first(self.change)
        if self.made.meets(own):
            return 1
        return -1 if Interval(-self.made.high, -self.made.low).meets(own) else 0


def _first(entry: Entry) -> Interval:
    return printed(entry.nums[0].text).interval


@check("TB06", "change-not-after-minus-before")
def change_not_after_minus_before(dossier: Dossier) -> Iterator[Finding]:
    """A printed change is not the value after minus the value before, as in the other lines.

    Compares
    --------
    The column or row headed change or difference with those of the values before and after, within
    rounding. Only where it holds in at least four lines and four of five, in one direction. A
    change with the other sign, or further off than a tenth of itself: warning; nearer: note.

    Why it matters
    --------------
    The change is what a trial is judged by, and a wrong digit or sign in it changes the judgement.

    Known limits
    ------------
    Means of changes leave out patients without both values and may differ a little from the
    difference of the means; where they do so in most lines, nothing is said.

    Source
    ------
    Arithmetic.
    """
    for sheet in sheets(dossier):
        for lines in [*_across(sheet), *_down(sheet)]:
            signs = [x.sign for x in lines]
            main = 1 if signs.count(1) >= signs.count(-1) else -1
            zero = [x for x in lines if printed(x.change.nums[0].text).value == 0]
            held = signs.count(main)
            if held - len(zero) < _FEWEST or held * 5 < len(lines) * 4:
                continue
            for line, sign in zip(lines, signs, strict=True):
                evidence = tuple(
                    x for e in (line.change, line.before, line.after) for x in sheet.evidence(e)[:1]
                )
                before, after, change = (
                    e.nums[0].text for e in (line.before, line.after, line.change)
                )
                about = f"{sheet.table.label}, {line.name}"
                if sign == main:
                    yield agrees(f"{about}: {before} to {after} is {change}", evidence=evidence)
                    continue
                made = printed(after).value - printed(before).value
                own = printed(change).value
                off = abs(abs(made) - abs(own))
                loud = sign == -main or off * 10 > abs(own)
                yield differs(
                    "warning" if loud else "note",
                    f"{about}: from {before} to {after} the change is {float(made * main):g}, "
                    f"printed {change} ({held} other lines fit)",
                    computed={"after minus before": f"{float(made):g}", "printed": change},
                    alternatives=("the sign of the change",) if sign == -main else (),
                    evidence=evidence,
                )


def _across(sheet: Sheet) -> Iterator[list[Line]]:
    """Three columns under one heading: before, after, change."""
    columns = [c for c in sheet.columns if c.path]
    for change in columns:
        if not _CHANGE.search(change.path[-1]) or _NO_CHANGE.search(change.path[-1]):
            continue
        mates = [
            c
            for c in columns
            if c is not change and c.path[:-1] == change.path[:-1] and not _CHANGE.search(c.name)
        ]
        befores = [c for c in mates if _BEFORE.search(c.path[-1])]
        afters = [c for c in mates if c not in befores and _AFTER.search(c.path[-1])]
        best: list[Line] = []
        for before, after in itertools.product(befores[:2], afters[:4]):
            lines = [
                Line(f"{r.name}, {change.name}", a, b, c)
                for r in sheet.rows
                if (a := r.entries.get(before.index)) is not None
                and (b := r.entries.get(after.index)) is not None
                and (c := r.entries.get(change.index)) is not None
                and {a.kind, b.kind, c.kind} <= _KINDS
                and not _NO_CHANGE.search(r.label)
            ]
            if sum(x.sign != 0 for x in lines) > sum(x.sign != 0 for x in best):
                best = lines
        yield best


def _down(sheet: Sheet) -> Iterator[list[Line]]:
    """Three rows that follow one another: before, after, change; all such of a table together."""
    lines: list[Line] = []
    for one, two, three in zip(sheet.rows, sheet.rows[1:], sheet.rows[2:], strict=False):
        named = _BEFORE.search(fold(one.label)) and _AFTER.search(fold(two.label))
        if not named or not _CHANGE.search(three.label) or _NO_CHANGE.search(three.label):
            continue
        for column in sheet.columns:
            a, b, c = (r.entries.get(column.index) for r in (one, two, three))
            if a and b and c and {a.kind, b.kind, c.kind} <= _KINDS:
                lines.append(Line(f"{three.name}, {column.name}", a, b, c))
    yield lines
