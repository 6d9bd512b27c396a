"""The cells and headings that an expression is made of: their numerals, and the sum in words.

What belongs here: what a verdict shows of an expression. What does not: which one is meant.
"""

from __future__ import annotations

from src.utils.checks.sums.expressions import SIZES, Expression
from src.utils.checks.sums.grids import Grid
from src.utils.records import Num


def nums(expression: Expression, grid: Grid) -> list[tuple[str, Num]]:
    """The numerals that an expression is made of, with their roles."""
    out: dict[Num, str] = {}
    for i in expression.lines:
        line = grid.lines[i]
        if line.size is not None and (not expression.columns or expression.total is not None):
            out[line.size] = "n"
        for c in expression.columns:
            amount = line.amounts[c]
            sized = expression.kind == SIZES and amount.total is not None
            if sized and amount.total is not None:
                out[amount.total] = "total"
                continue
            for role, num in (
                ("count", amount.count),
                ("value", amount.share),
                ("total", amount.total),
                ("value", amount.other),
            ):
                if num is not None:
                    out.setdefault(num, role)
    if not expression.lines or expression.rest or expression.total is not None:
        for c in expression.columns:
            size = grid.columns[c].n
            if size is not None:
                out.setdefault(size, "n")
    return [(role, num) for num, role in out.items()]


def worked(expression: Expression, grid: Grid) -> str:
    """The arithmetic in words: "125 + 125", "533 - 26 - 50"."""
    if not expression.lines:
        sizes = [grid.columns[c].n for c in expression.columns]
        return " + ".join(n.text for n in sizes if n is not None)
    if not expression.columns:
        own = [grid.lines[i].size for i in expression.lines]
        return " + ".join(n.text for n in own if n is not None)
    terms: list[str] = []
    for i in expression.lines:
        for c in expression.columns:
            amount = grid.lines[i].amounts[c]
            if expression.kind == SIZES:
                num = amount.total
            else:
                num = amount.count if expression.count is not None else amount.share
            if num is not None:
                terms.append(num.text)
    if not expression.rest:
        return " + ".join(terms)
    return f"{expression.total or 100} - " + " - ".join(terms)
