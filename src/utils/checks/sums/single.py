"""The one cell that prints a number of the text which no sum and no link explains.

What belongs here: finding that cell by the numbers and the words of a mention, however the sentence
is built. What does not: sums (`choice`). Agreement only: a cell that prints another number is held
against a sentence where both were read as results.
"""

from __future__ import annotations

import re
from fractions import Fraction

from src.utils.checks.sums.choice import CHANCE, NEAR, Choice, met_by
from src.utils.checks.sums.differences import Said
from src.utils.checks.sums.expressions import CELL, Expression
from src.utils.checks.sums.index import Index
from src.utils.checks.sums.names import Namer
from src.utils.checks.sums.said import Mention
from src.utils.printed import printed
from src.utils.records import Num

#: How well a cell must be named that prints a lone number; a lone small one, or one that is
#: discussed; two numbers.
NAMED, NAMED_WELL, SUPPORTED = 0.65, 0.85, 0.15
#: The same where a word stands in this row and hardly another, of numbers with digits enough.
TOLD, MANY = 0.25, 100
#: Two numbers of a mention that are known without a name.
UNNAMED = 20
#: Lone counts below are printed everywhere.
SMALL, LEAST = 10, 4
#: Cells named so nearly as well are rivals.
ALIKE = 0.02
_OTHERS = re.compile(r"introduction|background", re.I)
_DISCUSSED = re.compile(r"discussion|conclusion", re.I)
_CITED = re.compile(r"\[\s*\d+(?:\s*[,–-]\s*\d+)*\s*\]|\bet\s+al\b")


def single(mention: Mention, index: Index, namer: Namer) -> Choice | None:
    """The cell that prints the mention's numbers and that its words name, where no other does and
    few that are named as well print a number near it."""
    found: list[tuple[int, float, Expression]] = []
    for support, e in _printing(mention, index):
        score = namer.score(e)
        if (
            support == 1
            and score >= TOLD
            and _digits(mention)
            and namer.telling(e.grid, e.lines[0])
        ):
            score = max(score, NAMED)
        if score >= (NAMED if support == 1 else 0.0 if _telling(mention) else SUPPORTED):
            found.append((support, score, e))
    if not found:
        return None
    support, score, best = max(found, key=lambda f: f[:2])
    rivals = [f for f in found if f[:2] >= (support, score - ALIKE)]
    if any((f[2].grid, f[2].lines) != (best.grid, best.lines) for f in rivals):
        return None
    if support == 1 and (
        score < least(mention, namer) or _chance(mention, best, score, index, namer) > CHANCE
    ):
        return None
    return Choice(best, score)


def _digits(mention: Mention) -> bool:
    """Whether a lone number has digits enough to be known by."""
    if mention.number is not None:
        return mention.number >= MANY
    return mention.percent is not None and "." in mention.percent.text


def _telling(mention: Mention) -> bool:
    """Whether a count and its percentage, or its total, are known by their digits."""
    if mention.number is None or mention.number < UNNAMED:
        return False
    return mention.total is not None or (
        mention.percent is not None and "." in mention.percent.text
    )


def least(mention: Mention | Said, namer: Namer) -> float:
    """How well the cell of a lone number must be named; more than any where it is no statement."""
    section = mention.block.section[-1] if mention.block.section else ""
    if _OTHERS.search(section) or _CITED.search(mention.sentence):
        return 2.0
    if mention.number is not None and mention.number < SMALL:
        return NAMED_WELL if mention.number >= LEAST and namer.people else 2.0
    return NAMED_WELL if _DISCUSSED.search(section) else NAMED


def _printing(mention: Mention, index: Index) -> list[tuple[int, Expression]]:
    """The cells that print a mention's numbers, and how many of these."""
    out: list[tuple[int, Expression]] = []
    if mention.number is not None:
        if mention.number < LEAST and mention.percent is None:
            return out
        for e in index.by_count.get(mention.number, ()):
            if e.kind == CELL and not e.rest and (met := met_by(mention, e, index)) is not None:
                out.append((len(met), e))
        return out
    if mention.percent is None:
        return out
    for e in dict.fromkeys([*index.shares_of(mention.percent), *index.exact(mention.percent)]):
        if e.kind != CELL or e.rest or not _same(mention.percent, e, index):
            continue
        if mention.total is None or e.total is None:
            out.append((1, e))
        elif e.total == int(mention.total.text):
            out.append((2, e))
    return out


def _same(percent: Num, e: Expression, index: Index) -> bool:
    """Whether a cell's percentage, printed or of its count, is rounded to that of the text."""
    own = printed(percent.text)
    amount = index.grids[e.grid].lines[e.lines[0]].amounts[e.columns[0]]
    share = printed(amount.share.text) if amount.share is not None else None
    if share is not None and share.decimals >= own.decimals and own.interval.holds(share.value):
        return True
    if e.count is None or not e.total:
        return False
    return own.interval.holds(Fraction(100 * e.count, e.total))


def _chance(mention: Mention, best: Expression, score: float, index: Index, namer: Namer) -> float:
    """How many cells named as well print a number near the mention's, of all numbers there."""

    def alike(e: Expression) -> bool:
        apart = (e.lines, e.columns) != (best.lines, best.columns)
        return e.kind == CELL and not e.rest and apart and namer.score(e) >= score - ALIKE

    if mention.number is not None:
        low, high = mention.number * NEAR[0] - 1, mention.number * NEAR[1] + 1
        return len({e.count for e in index.near_count(best.grid, low, high) if alike(e)}) / (
            high - low
        )
    assert mention.percent is not None
    own = printed(mention.percent.text)
    near = index.near_share(best.grid, float(own.value) - 10, float(own.value) + 10)
    seen = {round((e.low + e.high) / 2, 1) for e in near if alike(e)}
    return len(seen) * max(float(own.unit), 0.2) / 20
