"""Numbers with decimals that one cell prints and that no link holds: "0.63 after adjustment".

What belongs here: finding them in a sentence, and the cell of the row and column that its words
name. What does not: counts and percentages (`single`), differences. Agreement only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from src.utils.checks.sums.choice import CHANCE, Choice
from src.utils.checks.sums.differences import Said
from src.utils.checks.sums.expressions import CELL, Expression
from src.utils.checks.sums.grids import Grid
from src.utils.checks.sums.names import Namer
from src.utils.checks.sums.single import ALIKE, NAMED, TOLD, least
from src.utils.printed import normalise, printed
from src.utils.records import Block, Num, View

_DECIMAL = re.compile(
    r"(?<![\w.,/±])(?<![\d%)]-)[-+]?\d{1,4}\.\d+(?![\d%]|\s?%|\.\d|\s*(?:[-–]|to)\s*[-+]?\d|\s*±)"
)
#: What a decimal stands behind that is a P value, a bound, a spread or a software's version.
_NOT = re.compile(
    r"(?:\bp(?:[\s-]?values?)?\s*[=<>≤≥]+|[<>≤≥±]|\d\s*(?:to|[-–;,])|\bCI\b[^.;]{0,12}|\bS[DE]M?\b\W*|"
    r"\bversion|\bv\.?|\btables?|\bfig\w*\.?|\brange\W*)\s*\Z",
    re.I,
)
#: Numbers of fewer digits are repeated by chance.
DIGITS = 2


class Decimals:
    """The cells of all tables that print a number with decimals."""

    def __init__(self, grids: list[Grid]):
        """Index them by their digits."""
        self._grids = grids
        self._by_text: dict[str, list[Expression]] = defaultdict(list)
        self._in: dict[int, list[tuple[float, Expression]]] = defaultdict(list)
        for g, grid in enumerate(grids):
            for i, line in enumerate(grid.lines):
                for c, amount in line.amounts.items():
                    if amount.other is not None and "." in amount.other.text:
                        e = Expression(g, CELL, (i,), (c,), None)
                        text = amount.other.text.lstrip("-+")
                        self._by_text[text].append(e)
                        self._in[g].append((float(text), e))

    def cell(self, said: Said, namer: Namer) -> Choice | None:
        """The cell that prints a number and whose row is named best, and hardly by chance."""
        text = said.num.text.lstrip("-+")
        found = [(self._score(e, namer, text), e) for e in self._by_text.get(text, ())]
        if not found:
            return None
        score, best = max(found, key=lambda f: f[0])
        rivals = [e for s, e in found if s >= score - ALIKE]
        if score < least(said, namer) or any(
            (e.grid, e.lines) != (best.grid, best.lines) for e in rivals
        ):
            return None
        own = printed(text)
        value, unit = float(own.value), float(own.unit)
        near = {
            v
            for v, e in self._in[best.grid]
            if v != value and abs(v - value) <= value / 4 and namer.score(e) >= score - ALIKE
        }
        return Choice(best, score) if len(near) * 2 * unit <= CHANCE * value else None

    def _score(self, e: Expression, namer: Namer, text: str) -> float:
        score = namer.score(e)
        digits = len(text.replace(".", "").lstrip("0"))
        if digits > DIGITS and score >= TOLD and namer.telling(e.grid, e.lines[0]):
            score = max(score, NAMED)
        return score


def said(block: Block, view: View, before: str) -> Iterator[Said]:
    """The decimals of a sentence that are no P value, bound or spread."""
    text = view.text
    matches = [m for m in _DECIMAL.finditer(text) if not _NOT.search(text[: m.start()][-40:])]
    for i, match in enumerate(matches):
        digits = match.group().lstrip("-+").replace(".", "").lstrip("0")
        if len(digits) < DIGITS:
            continue
        start = matches[i - 1].end() if i else 0
        end = matches[i + 1].start() if i + 1 < len(matches) else len(text)
        near = (text[max(start, match.start() - 120) : match.start()], text[match.end() : end][:80])
        try:
            num = Num(normalise(match.group()), view.span(*match.span()))
        except ValueError:
            continue
        yield Said(block, text, before, near, num, False)
