"""What of the table's statements that repeat a number of the text is held for the same quantity.

A find is a link when enough speaks for it and no other row of the table is as good.
"""

from __future__ import annotations

import msgspec

from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.names.rows import Fit
from src.utils.records import Shared

#: Logarithm of the odds from which a find is a link.
ENOUGH = 1.3
#: What is enough where the row's own head is said.
NAMING = 0.75
#: So much of a row's head must be said, unless the number is rare.
NAMED = 0.12
#: What is enough where no other row is any good, and how far behind all others must be.
ALONE, APART = 0.25, 1.0
#: So much of a row's head is said then, and so much of its own.
SAID, OWN = 0.33, 0.38
#: So much the agreeing numbers tell then.
TOLD = 0.7
#: Numbers as rare as this are links also where no word is said.
RARE = 2.9
#: Numbers as rare as this may stand in two tables, and both are meant.
TWICE = 2.2
#: A second find that is no worse than this leaves open which of the two is meant.
TIED = 0.25


class Find(msgspec.Struct, frozen=True):
    """A statement of a table that repeats one of the text, with what speaks for it."""

    said: Unit
    cell: Unit
    shared: tuple[Shared, ...]
    information: float
    fit: Fit = Fit()
    score: float = 0.0
    joint: float = 0.0  # with what a number beside it tells, in its place in the same row
    group: bool = False  # the row is called as a group of patients is


def _good(f: Find) -> bool:
    """Whether a find is a link: by all that speaks for it, or with the row's name said in full."""
    if f.score >= ENOUGH:
        return f.fit.share >= NAMED or max(f.information, f.joint) >= RARE
    return f.score >= NAMING and f.fit.own >= 0.55 and f.fit.share >= 0.4


def chosen(scored: list[Find]) -> list[Find]:
    """The best find, if it is good enough and no other row is as good."""
    good = sorted(filter(_good, scored), key=lambda f: -f.score)
    if not good:
        return _alone(scored)
    best = good[0]
    here = [f for f in good if f.cell.result.table == best.cell.result.table]
    if not all(f.cell.result.row == best.cell.result.row for f in _rivals(here)):
        return []  # two columns of one row may print the same, two rows leave it open
    # A rare number in two tables is in both what the sentence says.
    known = best.information >= TWICE or best.fit.own >= 0.8
    others = [f for f in good if f.cell.result.table != best.cell.result.table]
    return [best, *(f for f in others[:1] if known and f.fit.own >= 0.55)]


def _alone(scored: list[Find]) -> list[Find]:
    """The best find where it is named, and no other row comes near it."""
    ranked = sorted(scored, key=lambda f: -f.score)
    best = ranked[0] if ranked else None
    if best is None or best.score < ALONE or best.group:
        return []
    if best.fit.share < SAID or best.fit.own < OWN or max(best.information, best.joint) < TOLD:
        return []
    here = (best.cell.result.table, best.cell.result.row)
    others = [f for f in ranked if (f.cell.result.table, f.cell.result.row) != here]
    return [best] if not others or others[0].score <= best.score - APART else []


def _rivals(found: list[Find]) -> list[Find]:
    """The finds after the best that are about as good."""
    return [f for f in found[1:] if f.score > found[0].score - TIED]
