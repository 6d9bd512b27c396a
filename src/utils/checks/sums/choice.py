"""Which expression over cells a number of the text is: by its numbers and by its words.

What belongs here: finding expressions with the mention's numbers and weighing chance. What does
not: verdicts. Many sums can be made of a table, and one of them has nearly every number. What
counts is therefore how many expressions named at least as well lie near the number: an agreement
is believed where so few do that one of them equals it by chance at most one time in eight.
"""

from __future__ import annotations

import msgspec

from src.utils.checks.sums.expressions import CELL, GROUPS, SIZES, Expression
from src.utils.checks.sums.index import Index
from src.utils.checks.sums.names import Namer
from src.utils.checks.sums.said import Mention
from src.utils.printed import printed
from src.utils.records import Num

#: The chance that is still believed; how well a lone number must be named at least, and one that
#: comes with its total or percentage.
CHANCE, NAMED, SUPPORTED = 0.12, 0.45, 0.15
#: Percentages alone: the row must be named nearly in full.
NAMED_SHARE = 0.6
#: The same of all groups together, where the percentage is printed with decimals; so many shares
#: that give the percentage are tried.
NAMED_WHOLE, TRIED_SHARES = 0.4, 4
#: The same where a word of the sentence stands in this row and hardly another.
TOLD = 0.25
#: Rows that are hardly named are believed where next to no other sum lies near a large number.
UNNAMED, CHANCE_UNNAMED, LEAST_UNNAMED = 0.15, 0.015, 50
#: The same where the total is met too; a name so full that one neighbour is no rival; sums named
#: about as well as the best, which give the number as well.
CHANCE_TOTALLED, FULLY, ALIKE = 0.05, 0.9, 0.2
#: So many expressions are tried, and so many kept that give one number.
TRIED, MOST = 5, 3
#: A bare number that is what a total leaves, and any bare number, is at least this.
LEAST_REST, LEAST = 5, 4
#: Neighbouring numbers are those between these multiples.
NEAR = (0.8, 1.25)


class Choice(msgspec.Struct, frozen=True):
    """An expression believed to be the mention's, with how it was reached."""

    expression: Expression
    score: float
    whole: Expression | None = None  # the row that prints the mention's total


def choose(mention: Mention, index: Index, namer: Namer) -> list[Choice]:
    """The expressions that give the mention's numbers and that its words name, best first."""
    if mention.number is not None:
        if mention.number < LEAST and mention.total is None and mention.percent is None:
            return []
        return _by_count(mention, mention.number, index, namer)
    if mention.percent is None:
        return []
    if mention.total is not None:
        for number in _implied(mention.percent, mention.total):
            found = _by_count(mention, number, index, namer, only_whole=True)
            if found:
                return found
    choice = _by_share(mention, index, namer)
    return [choice] if choice is not None else []


def _implied(percent: Num, total: Num) -> range:
    """The counts that a percentage of a total may stand for."""
    own, of = printed(percent.text).interval, int(total.text)
    low, high = -(-own.low * of // 100), own.high * of // 100
    return range(int(low), min(int(high), int(low) + 20) + 1)


def met_by(mention: Mention, e: Expression, index: Index) -> tuple[str, ...] | None:
    """Which of the mention's numbers an expression has; None where one speaks against it."""
    met = ["count"]
    if index.whole(mention, e) is not None:
        return ("count", "total")
    if mention.total is not None and e.total is not None:
        total = int(mention.total.text)
        if total == e.total:
            met.append("total")
        elif abs(total - e.total) * 50 <= e.total:
            met.append("about")
        elif e.kind != SIZES and abs(total - e.total) * 10 > e.total:
            return None
    if mention.percent is not None and e.low >= 0 and (e.lines or e.kind != SIZES):
        own = printed(mention.percent.text)
        low, high = float(own.interval.low), float(own.interval.high)
        unit = high - low
        if e.low <= high and low <= e.high:
            met.append("value")
        elif "total" not in met and not (e.low <= high + 2 * unit and low - 2 * unit <= e.high):
            return None
    return tuple(met)


def added(first: Mention, second: Mention, index: Index, namer: Namer) -> Choice | None:
    """A cell that prints what two neighbouring counts of the text, with their totals, add up to."""
    if first.number is None or second.number is None:
        return None
    if first.total is None or second.total is None:
        return None
    number, total = first.number + second.number, int(first.total.text) + int(second.total.text)
    for e in index.by_count.get(number, ()):
        if e.kind == CELL and not e.rest and e.total == total and number >= LEAST:
            return Choice(e, namer.score(e))
    return None


def _by_count(
    mention: Mention, number: int, index: Index, namer: Namer, only_whole: bool = False
) -> list[Choice]:
    bare = mention.total is None and mention.percent is None
    tried: list[tuple[int, float, Expression, tuple[str, ...]]] = []
    direct = 0.0
    for e in index.by_count.get(number, ()):
        if only_whole and index.whole(mention, e) is None:
            continue
        met = met_by(mention, e, index)
        if met is None:
            continue
        if e.rest and bare and not (number >= LEAST_REST and namer.left):
            continue
        score = namer.score(e)
        if e.kind == CELL and not e.rest and not only_whole:
            direct = max(direct, score)
            continue
        if e.kind == SIZES and len(e.columns) + len(e.lines) == 1:
            direct = max(direct, score)
            continue
        tried.append((len(met), score, e, met))
    tried.sort(key=lambda t: (-t[0], -t[1], t[2].rest, len(t[2].lines) * len(t[2].columns)))
    out: list[Choice] = []
    for support, score, e, met in tried[:TRIED]:
        if direct > 0 and direct >= score - 0.05:
            break
        if out and score < out[0].score - ALIKE:
            continue
        weak = score < (NAMED if support == 1 else SUPPORTED)
        totalled = "total" in met and number >= LEAST_UNNAMED
        if weak and (number < LEAST_UNNAMED or direct or (score < UNNAMED and not totalled)):
            continue
        limit = CHANCE if not weak else CHANCE_TOTALLED if totalled else CHANCE_UNNAMED
        near, width = _rivals(mention, number, index, namer, e, score, support, limit)
        chance = near / width
        alone = score >= FULLY and near <= 1
        if alone or chance <= limit:
            out.append(Choice(e, score, index.whole(mention, e)))
    return out[:MOST]


def _rivals(
    mention: Mention,
    number: int,
    index: Index,
    namer: Namer,
    e: Expression,
    score: float,
    support: int,
    limit: float,
) -> tuple[int, float]:
    """How many expressions named as well lie near (counted up to the ``limit`` of chance), and how
    many numbers lie between."""
    low, high = number * NEAR[0] - 1, number * NEAR[1] + 1
    enough = max(1.0, limit * (high - low))
    least = score - 0.02
    near: set[int] = set()
    for other in index.near_count(e.grid, low, high):
        if other.count in near or other.count == number:
            continue
        if other.kind == CELL and not other.rest:
            continue
        if support > 1 and not _comparable(mention, number, other, index):
            continue
        if namer.score(other) >= least:
            near.add(other.count or 0)
            if len(near) > enough:
                break
    return len(near), high - low


def _comparable(mention: Mention, number: int, other: Expression, index: Index) -> bool:
    """Whether an expression has about the total that the mention gives or implies."""
    if mention.total is not None:
        total = int(mention.total.text)
        if other.total is None:
            return index.whole(mention, other) is not None
        return abs(other.total - total) * 50 <= total
    if mention.percent is None or other.total is None:
        return False
    own = printed(mention.percent.text).interval
    if own.low <= 0:
        return True
    return 100 * number / float(own.high) <= other.total + 1 and other.total - 1 <= (
        100 * number / float(own.low)
    )


def _by_share(mention: Mention, index: Index, namer: Namer) -> Choice | None:
    assert mention.percent is not None
    direct = 0.0
    tried: list[tuple[bool, float, Expression]] = []
    for e in index.shares_of(mention.percent):
        total = mention.total is not None and e.total == int(mention.total.text)
        if mention.total is not None and e.total is not None and not total:
            continue
        score = namer.score(e)
        if e.kind == CELL and not e.rest:
            amount = index.grids[e.grid].lines[e.lines[0]].amounts[e.columns[0]]
            if amount.share is not None:
                direct = max(direct, score)
                continue
        tried.append((total, score, e))
    tried.sort(key=lambda t: (not t[0], -t[1]))
    for total, score, e in tried[:TRIED_SHARES]:
        if direct > 0 and direct >= score - 0.05:
            break
        choice = _believed(mention.percent, total, score, e, index, namer)
        if choice is not None:
            return choice
    return None


def _believed(
    percent: Num, total: bool, score: float, e: Expression, index: Index, namer: Namer
) -> Choice | None:
    """A share of cells, where few shares that are named as well lie near it."""
    own = printed(percent.text)
    grid = index.grids[e.grid]
    whole = e.kind == GROUPS and len(e.columns) == len(grid.groups) and own.decimals > 0
    if whole and score >= TOLD and namer.telling(e.grid, e.lines[0]):
        score = max(score, NAMED_WHOLE)
    if score < (SUPPORTED + 0.2 if total else NAMED_WHOLE if whole else NAMED_SHARE):
        return None
    unit, at = float(own.unit), float(own.value)
    seen: set[float] = set()
    for other in index.near_share(e.grid, at - 10, at + 10):
        if other.low <= at <= other.high and other.lines == e.lines:
            continue
        if total and other.total != e.total:
            continue
        if (other.kind != CELL or other.rest) and namer.score(other) >= score - 0.02:
            seen.add(round((other.low + other.high) / 2, 1))
    chance = len(seen) * max(unit, 0.2) / 20
    return Choice(e, score) if chance <= (CHANCE if score >= NAMED_SHARE else CHANCE / 2) else None
