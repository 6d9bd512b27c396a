"""Numbers with decimals that one cell prints and that no link holds: "0.63 after adjustment".

What belongs here: finding them in a sentence, and the cell of the row and column that its words
name. What does not: counts and percentages (`single`), differences. Agreement only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from src.utils.checks.sums.choice import CHANCE
from src.utils.checks.sums.differences import Said
from src.utils.checks.sums.expressions import CELL, Expression
from src.utils.checks.sums.grids import Grid
from src.utils.checks.sums.names import Namer
from src.utils.checks.sums.single import ALIKE, NAMED, TOLD, least
from src.utils.printed import normalise, printed
from src.utils.records import Block, Num, Result, Span, View

_DECIMAL = re.compile(
    r"(?<![\w.,/±])(?<![\d%)]-)[-+]?\d{1,4}\.\d+(?![\d%]|\s?%|\.\d|\s*(?:[-–]|to)\s*[-+]?\d|\s*±)"
)
#: What a decimal stands behind that is a P value, a bound, a spread or a software's version.
_NOT = re.compile(
    r"(?:\bp(?:[\s-]?values?)?\s*[=<>≤≥]+|[<>≤≥±]|\d\s*(?:to|[-–;,])|\bCI\b[^.;]{0,12}|\bS[DE]M?\b\W*|"
    r"\bversion|\bv\.?|\btables?|\bfig\w*\.?|\brange\W*)\s*\Z",
    re.I,
)
#: An interval of its own, with which a number is held as a whole.
_INTERVAL = re.compile(
    r"\s*[\w./²]{0,8}\s*[,;:(\[]*\s*(?:(?:9\d|80)(?:\.\d)?\s*%|\bC\.?I\b|[-+]?\d+(?:\.\d+)?\s*(?:to|[-–,;])\s*[-+]?\d)",
    re.I,
)
#: Numbers of fewer digits are repeated by chance.
DIGITS = 2
#: How well a row must be named: in results, and where they are discussed.
CALLED, DISCUSSED = 0.45, 0.7


class Printed(msgspec.Struct, frozen=True):
    """A number of a cell, with the cell as an expression that a namer can score."""

    num: Num
    cell: Expression
    score: float = 0.0


class Decimals:
    """The numbers with decimals of all tables: values, and estimates of effects."""

    def __init__(self, grids: list[Grid], results: Iterable[Result]):
        """Index them by their digits."""
        self._by_text: dict[str, list[Printed]] = defaultdict(list)
        self._in: dict[int, list[tuple[float, Expression]]] = defaultdict(list)
        lines = {
            (grid.index, line.index): (g, i)
            for g, grid in enumerate(grids)
            for i, line in enumerate(grid.lines)
        }
        told: dict[Span, tuple[Num, int, int, int]] = {}
        for g, grid in enumerate(grids):
            for i, line in enumerate(grid.lines):
                for c, amount in line.amounts.items():
                    if amount.other is not None:
                        told[amount.other.span] = (amount.other, g, i, c)
        for r in results:
            at = lines.get((r.table, r.row)) if r.table is not None and r.row is not None else None
            estimate = r.effect.estimate if r.effect is not None else None
            if at is not None and estimate is not None and r.column is not None:
                told.setdefault(estimate.span, (estimate, *at, r.column))
        for num, g, i, c in told.values():
            if "." in num.text:
                e = Expression(g, CELL, (i,), (c,), None)
                text = num.text.lstrip("-+")
                self._by_text[text].append(Printed(num, e))
                self._in[g].append((float(text), e))

    def cell(self, said: Said, namer: Namer) -> Printed | None:
        """The cell that prints a number and whose row is named best, and hardly by chance."""
        text = said.num.text.lstrip("-+")
        found = [
            Printed(p.num, p.cell, _score(p.cell, namer, text)) for p in self._by_text.get(text, ())
        ]
        if not found:
            return None
        best = max(found, key=lambda f: f.score)
        rivals = [f.cell for f in found if f.score >= best.score - ALIKE]
        row = (best.cell.grid, best.cell.lines)
        wanted = least(said, namer)
        wanted = wanted if wanted > 1 else CALLED if wanted == NAMED else DISCUSSED
        if best.score < wanted or any((e.grid, e.lines) != row for e in rivals):
            return None
        own = printed(text)
        value, unit = float(own.value), float(own.unit)
        near = {
            v
            for v, e in self._in[best.cell.grid]
            if v != value and abs(v - value) <= value / 4 and namer.score(e) >= best.score - ALIKE
        }
        return best if len(near) * 2 * unit <= CHANCE * value else None


def _score(e: Expression, namer: Namer, text: str) -> float:
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
        if len(digits) < DIGITS or _INTERVAL.match(text, match.end()):
            continue
        start = matches[i - 1].end() if i else 0
        end = matches[i + 1].start() if i + 1 < len(matches) else len(text)
        near = (text[max(start, match.start() - 120) : match.start()], text[match.end() : end][:80])
        try:
            num = Num(normalise(match.group()), view.span(*match.span()))
        except ValueError:
            continue
        yield Said(block, text, before, near, num, False)
