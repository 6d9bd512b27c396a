"""TT16: numbers of the text that follow from several cells of one table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.checks.registry import agrees, check
from src.utils.checks.said import sentences
from src.utils.checks.sums.choice import Choice, Index, choose
from src.utils.checks.sums.expressions import Expression, nums, worked
from src.utils.checks.sums.grids import grids
from src.utils.checks.sums.names import Namer
from src.utils.checks.sums.said import Mention, mentions
from src.utils.linking.by_numbers.short import abbreviations
from src.utils.linking.compare import compare
from src.utils.records import Dossier, Evidence, Finding, Span

_METHODS = re.compile(r"sample\s+size|statistical|power", re.I)


@check("TT16", "number-against-sum-of-cells")
def derived(dossier: Dossier) -> Iterator[Finding]:
    """A count or percentage of the text is not what the cells that it is made of give.

    Compares
    --------
    A count or percentage of the text that no cell prints with what several cells of one table
    give: sums over neighbouring rows (grades 3 and 4), over the groups of a row, or both; sizes in
    the headings together; what is left of a total; and percentages of these. Rows and columns are
    those that the words name.

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
    long = abbreviations(dossier.article)
    done = linked(dossier)
    block_before, before = None, ""
    for block, view in sentences(dossier):
        if block is not block_before:
            block_before, before = block, ""
        if block.kind in ("paragraph", "abstract") and not _methods(block.section):
            for mention in mentions(block, view, before):
                main = mention.count or mention.percent
                if main is not None and main.span in done:
                    continue
                choice = choose(mention, index, Namer(mention, tables, long))
                if choice is not None:
                    yield _agreeing(mention, choice, index)
        before = view.text


def _methods(section: tuple[str, ...]) -> bool:
    return bool(section) and bool(_METHODS.search(section[-1]))


def linked(dossier: Dossier) -> set[Span]:
    """The numbers of the text that agree with a table already."""
    out: set[Span] = set()
    for link in dossier.links:
        left, right = dossier.result(link.left), dossier.result(link.right)
        if (left.table is None) == (right.table is None):
            continue
        shared = link.shared or compare(left, right).fields
        mine = left if left.table is None else right
        out |= {(s.left if mine is left else s.right).span for s in shared}
    return out


def _agreeing(mention: Mention, choice: Choice, index: Index) -> Finding:
    e = choice.expression
    label = index.grids[e.grid].table.label
    place = "abstract" if mention.block.place == "abstract" else "text"
    return agrees(
        f"The {place} says {mention.shown}, and {label} gives it: {said(e, index)}.",
        computed={"cells": said(e, index), "text": mention.shown},
        evidence=evidence(mention, e, index),
    )


def said(e: Expression, index: Index) -> str:
    """The arithmetic of an expression in words."""
    grid = index.grids[e.grid]
    shown = worked(e, grid)
    if e.count is None:
        return f"{shown} = {(e.low + e.high) / 2:.1f}%"
    total = f" of {e.total}" if e.total else ""
    return f"{shown} = {e.count}{total}" + (f" ({e.low:.1f}%)" if e.total else "")


def evidence(mention: Mention, e: Expression, index: Index) -> tuple[Evidence, ...]:
    """The mention's numerals and those of every cell and heading that was used."""
    grid = index.grids[e.grid]
    roles = (("count", mention.count), ("value", mention.percent), ("total", mention.total))
    own = tuple(Evidence(r, n.span, mention.block.place) for r, n in roles if n is not None)
    cells = (Evidence(r, n.span, "table", grid.table.label) for r, n in nums(e, grid))
    return own + tuple(cells)
