"""TT16: numbers of the text that follow from several cells of one table."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.checks.laid import in_tables
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import planned, prose, spelt_out
from src.utils.checks.sums import decimals, differences, misses
from src.utils.checks.sums.amounts import Amount
from src.utils.checks.sums.cells import nums, worked
from src.utils.checks.sums.choice import Choice, added, choose
from src.utils.checks.sums.expressions import CELL, GROUPS, Expression, one_arm
from src.utils.checks.sums.grids import grids
from src.utils.checks.sums.index import Index
from src.utils.checks.sums.names import Long, Namer
from src.utils.checks.sums.said import Mention, mentions
from src.utils.checks.sums.single import single
from src.utils.records import Block, Dossier, Evidence, Finding, Num, Span


@check("TT16", "number-against-sum-of-cells")
def derived(dossier: Dossier) -> Iterator[Finding]:
    """A count or percentage of the text is not what the cells that it is made of give.

    Compares
    --------
    A count or percentage of the text that no pair of results holds with what one table gives: the
    cell that its words name, or several cells together: sums over neighbouring rows (grades 3 and
    4), over the groups of a row, or both; sizes in the headings together; what is left of a total;
    and percentages of these. Rows and columns are those that the words name.

    Why it matters
    --------------
    Sums are worked out by hand, and no reader can look them up.

    Known limits
    ------------
    Only neighbouring rows and columns are added. Many sums can be made of a table: where several
    so named lie near the number, nothing is said.

    Source
    ------
    Arithmetic.
    """
    tables = grids(dossier)
    if not tables:
        return
    index = Index(tables)
    long = spelt_out(dossier)
    done, printing = in_tables(dossier), decimals.Decimals(tables, dossier.results)
    block_before, before = None, ""
    for block, view in prose(dossier):
        if block is not block_before:
            block_before, before = block, ""
        if planned(block):
            # Numbers of a plan stand in no table; patients of all patients may.
            yield from _totals(list(mentions(block, view, before)), index, long)
        else:
            yield from _sentence(list(mentions(block, view, before)), index, long, done)
            for item in differences.said(block, view, before):
                if item.num.span not in done:
                    found = differences.compared(item, tables, Namer(item, tables, long))
                    if found is not None:
                        done[item.num.span] = False
                        yield _compared(found)
            for number in decimals.said(block, view, before):
                if number.num.span not in done:
                    cell = printing.cell(number, Namer(number, tables, long))
                    if cell is not None:
                        yield _repeated(number.num, block, cell, index)
        before = view.text


def _totals(found: list[Mention], index: Index, long: Long) -> Iterator[Finding]:
    """The totals of a sentence that the sizes of a table contradict."""
    for mention in found:
        if mention.total is not None and mention.count is not None:
            miss = misses.total(mention, index, Namer(mention, index.grids, long))
            if miss is not None:
                yield _differing(mention, miss, index)


def _sentence(
    found: list[Mention], index: Index, long: Long, done: dict[Span, bool]
) -> Iterator[Finding]:
    """What the numbers of one sentence are, each by itself and neighbours together."""
    last: Mention | None = None
    for mention in found:
        main = mention.count or mention.percent
        if main is None:
            last = None
            continue
        if not done.get(main.span, True):
            # A link holds the count beside a cell; its total is asked for all the same.
            yield from _totals([mention], index, long)
            last = None
            continue
        namer = Namer(mention, index.grids, long)
        choices = choose(mention, index, namer)
        if choices:
            miss = misses.percentage(mention, choices[0])
            if miss is not None:
                yield _differing(mention, miss, index)
            elif main.span not in done:
                yield _agreeing(mention, choices, index)
            last = None
            continue
        if main.span in done:
            continue
        others = frozenset(m.number for m in found if m is not mention and m.number is not None)
        miss = misses.count(mention, index, namer, others) or misses.total(mention, index, namer)
        if miss is not None:
            yield _differing(mention, miss, index)
            last = mention
            continue
        together = added(last, mention, index, namer) if last is not None else None
        if last is not None and together is not None:
            yield _together(last, mention, together, index)
        elif (cell := single(mention, index, namer)) is not None:
            miss = misses.shown(mention, cell, index)
            yield _differing(mention, miss, index) if miss else _agreeing(mention, [cell], index)
        last = mention


def _agreeing(mention: Mention, choices: list[Choice], index: Index) -> Finding:
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


def _together(first: Mention, second: Mention, choice: Choice, index: Index) -> Finding:
    label = index.grids[choice.expression.grid].table.label or "the table"
    found = (*evidence(first, choice, index), *evidence(second, choice, index))
    return agrees(
        f"The {_place(first.block)} says {first.shown} and {second.shown}; together they are "
        f"{choice.expression.count} of {choice.expression.total} in {label}.",
        computed={"cells": said(choice.expression, index)},
        evidence=tuple(dict.fromkeys(found)),
    )


def _differing(mention: Mention, miss: misses.Miss, index: Index) -> Finding:
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


def _compared(found: differences.Compared) -> Finding:
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


def _repeated(num: Num, block: Block, cell: decimals.Printed, index: Index) -> Finding:
    label = index.grids[cell.cell.grid].table.label
    return agrees(
        f"The {_place(block)} says {num.text}, and {label or 'the table'} gives it.",
        computed={"cell": cell.num.text, "text": num.text},
        evidence=(
            Evidence("value", num.span, block.place),
            Evidence("value", cell.num.span, "table", label),
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
