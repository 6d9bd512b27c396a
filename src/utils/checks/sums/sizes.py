"""Groups of which a count of the text is such a percentage.

What belongs here: "92 (90.2%) in the evening group" where that group's heading prints the 102 of
which 92 are 90.2%. What does not: cells that print the number itself (`anywhere`). Agreement only.
"""

from __future__ import annotations

from collections import defaultdict

from src.utils.checks.columns import Column
from src.utils.checks.sums.grids import Grid
from src.utils.checks.sums.names import Namer
from src.utils.checks.sums.said import Mention
from src.utils.printed import printed

#: How probably a group has such a size by chance, where its heading is named and where it is not.
NAMED, UNNAMED = 0.15, 0.03


def sized(mention: Mention, grids: list[Grid], namer: Namer) -> list[tuple[Grid, Column]]:
    """The groups of which a count is such a percentage: those that the words name, or the one."""
    if mention.number is None or mention.percent is None or mention.total is not None:
        return []
    own = printed(mention.percent.text).interval
    if own.low <= 0 or not mention.number:
        return []
    low, high = 100 * mention.number / own.high, 100 * mention.number / own.low
    heads: dict[int, list[tuple[float, Grid, Column]]] = defaultdict(list)
    for g, grid in enumerate(grids):
        for column in grid.groups:
            if column.n is not None and namer.columned(g, column.index):
                score = namer.column(g, column.index)
                heads[int(column.n.text)].append((score, grid, column))
    fitting = [n for n in heads if low <= n <= high]
    if len(fitting) != 1 or int(high) - int(-(-low // 1)) > fitting[0] // 20:
        return []
    best = max(score for score, _, _ in heads[fitting[0]])
    rival = max(
        (s for n, found in heads.items() if n != fitting[0] for s, *_ in found), default=0.0
    )
    named = best >= 0.5 and best > rival
    chance = len(heads) * (float(high - low) + 1) / fitting[0]
    if chance > (NAMED if named else UNNAMED):
        return []
    return [(grid, column) for score, grid, column in heads[fitting[0]] if score == best][:4]
