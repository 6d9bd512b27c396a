"""What a verdict says of numbers that cells give: in words, with the numerals of both sides.

What belongs here: messages and evidence. What does not: finding which cells are meant.
"""

from __future__ import annotations

from src.utils.checks.columns import Column
from src.utils.checks.registry import agrees, differs
from src.utils.checks.sums import differences, misses
from src.utils.checks.sums.amounts import Amount
from src.utils.checks.sums.anywhere import Found
from src.utils.checks.sums.cells import nums, worked
from src.utils.checks.sums.choice import Choice
from src.utils.checks.sums.expressions import CELL, GROUPS, Expression, one_arm
from src.utils.checks.sums.grids import Grid
from src.utils.checks.sums.index import Index
from src.utils.checks.sums.said import Mention
from src.utils.records import Block, Evidence, Finding


def agreeing(mention: Mention, choices: list[Choice], index: Index) -> Finding:
    """A number that cells give, in one place or several."""
    places: list[str] = []
    for choice in choices:
        label = index.grids[choice.expression.grid].table.label or "the table"
        gives = said(choice.expression, index, choice.whole is None)
        of = f" of {said(choice.whole, index, False)}" if choice.whole is not None else ""
        places.append(f"{label} gives it: {gives}{of}")
    shown = list(dict.fromkeys(places))
    found = [e for c in choices for e in evidence(mention, c, index)]
    return agrees(
        f"The {_place(mention.block)} says {mention.shown}, and {'; '.join(shown)}.",
        computed={"cells": "; ".join(shown), "text": mention.shown},
        evidence=tuple(dict.fromkeys(found)),
    )


def together(first: Mention, second: Mention, choice: Choice, index: Index) -> Finding:
    """Two numbers that one cell prints the sum of."""
    label = index.grids[choice.expression.grid].table.label or "the table"
    found = (*evidence(first, choice, index), *evidence(second, choice, index))
    return agrees(
        f"The {_place(first.block)} says {first.shown} and {second.shown}; together they are "
        f"{choice.expression.count} of {choice.expression.total} in {label}.",
        computed={"cells": said(choice.expression, index)},
        evidence=tuple(dict.fromkeys(found)),
    )


def differing(mention: Mention, miss: misses.Miss, index: Index) -> Finding:
    """A number that the cells which are meant do not give."""
    e = miss.choice.expression
    label = index.grids[e.grid].table.label or "the table"
    gives = f", and {miss.gives}" if miss.gives else ""
    if e.total is not None and mention.total is not None and e.total == int(mention.total.text):
        gives = ""  # the sum is shown as a share of that total already
    return differs(
        "warning" if miss.loud else "note",
        f"The {_place(mention.block)} says {mention.shown}; {label} gives {said(e, index)}{gives}.",
        computed={"cells": said(e, index), "text": mention.shown},
        alternatives=() if miss.gives else ("other patients than those of the table",),
        evidence=evidence(mention, miss.choice, index),
    )


def compared(found: differences.Compared) -> Finding:
    """A difference, a mean or a relative change of cells."""
    grid, label = found.grid, found.grid.table.label or "the table"
    lines = {line.index: line for line in grid.lines}
    nums = [n for r, c in found.cells for n in lines[r].amounts[c].nums]
    return agrees(
        f"The {_place(found.block)} says {found.num.text}, {found.how} {found.worked} in {label}.",
        computed={"cells": found.worked, "text": found.num.text},
        evidence=(
            Evidence("value", found.num.span, found.block.place),
            *(Evidence("value", n.span, "table", label) for n in nums),
        ),
    )


def repeated(found: Found, index: Index) -> Finding:
    """Agreement with the cells that print a number; a note where one prints another share of its
    own count."""
    there, first = found.there, found.there[0]
    labels = list(dict.fromkeys(index.grids[p.grid].table.label or "the table" for p in there))
    shown = first.num.text + (f"/{first.of.text}" if first.of is not None else "")
    block, num = found.said.block, found.said.num
    cells = [(n, p.grid) for p in there for n in (p.num, p.share, p.of) if n is not None]
    evidence = (
        Evidence("value", num.span, block.place),
        *(Evidence("value", n.span, "table", index.grids[g].table.label) for n, g in cells),
    )
    says = f"The {_place(block)} says {num.text}"
    given = f"{' and '.join(labels)} gives"
    computed = {"cell": shown, "text": num.text}
    if first.share is not None and misses.otherwise(num, first.share):
        message = f"{says}; {given} {first.share.text}% for {shown}, which is {first.value:.2f}%."
        return differs("note", message, computed=computed, evidence=evidence)
    return agrees(f"{says}, and {given} it: {shown}.", computed=computed, evidence=evidence)


def sized(mention: Mention, groups: list[tuple[Grid, Column]]) -> Finding:
    """A percentage that its count is of the size of a group."""
    grid, column = groups[0]
    size = column.n.text if column.n is not None else ""
    own = [("count", mention.count), ("value", mention.percent)]
    return agrees(
        f"The {_place(mention.block)} says {mention.shown}, which is that of the {size} in "
        f"{grid.table.label or 'the table'}.",
        computed={"size": size, "text": mention.shown},
        evidence=(
            *(Evidence(r, n.span, mention.block.place) for r, n in own if n is not None),
            *(
                Evidence("n", c.n.span, "table", g.table.label)
                for g, c in groups
                if c.n is not None
            ),
        ),
    )


def _place(block: Block) -> str:
    return "abstract" if block.place == "abstract" else "text"


def said(e: Expression, index: Index, totalled: bool = True) -> str:
    """The arithmetic of an expression in words."""
    grid = index.grids[e.grid]
    shown = worked(e, grid)
    if e.count is None:
        if e.kind == CELL and not e.rest:
            return f"{shown}%"
        if e.kind == GROUPS and not one_arm(grid, e.columns):
            # Shares of groups are weighted with their sizes, not added.
            parts = [grid.lines[e.lines[0]].amounts[c].share for c in e.columns]
            shown = "the weighted mean of " + " and ".join(n.text for n in parts if n is not None)
            shown = f"100 - {shown}" if e.rest else shown
        return f"{shown} = {(e.low + e.high) / 2:.1f}%"
    if e.kind == CELL and not e.rest:
        return _cell(grid.lines[e.lines[0]].amounts[e.columns[0]], e)
    total = f" of {e.total} ({max(e.low, 0):.1f}%)" if e.total and totalled else ""
    return f"{shown} = {e.count}{total}"


def _cell(amount: Amount, e: Expression) -> str:
    """What one cell prints: "87 (66.9%)", "13 of 118"."""
    of = f" of {amount.total.text}" if amount.total is not None else ""
    share = f" ({amount.share.text}%)" if amount.share is not None else ""
    return f"{e.count}{of}{share}"


def evidence(mention: Mention, choice: Choice, index: Index) -> tuple[Evidence, ...]:
    """The mention's numerals and those of every cell and heading that was used."""
    roles = (("count", mention.count), ("value", mention.percent), ("total", mention.total))
    own = [Evidence(r, n.span, mention.block.place) for r, n in roles if n is not None]
    for e in (choice.expression, choice.whole):
        if e is not None:
            grid = index.grids[e.grid]
            label = grid.table.label
            own += [Evidence(r, n.span, "table", label) for r, n in nums(e, grid)]
    return tuple(own)
