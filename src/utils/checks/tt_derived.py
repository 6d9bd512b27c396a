"""TT16: numbers of the text that follow from several cells of one table."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.checks.laid import beside_tables, in_tables
from src.utils.checks.registry import check
from src.utils.checks.said import counting, planned, spelt_out
from src.utils.checks.sums import changes, differences, misses, sizes, telling
from src.utils.checks.sums.anywhere import Anywhere
from src.utils.checks.sums.choice import added, choose
from src.utils.checks.sums.grids import grids
from src.utils.checks.sums.index import Index
from src.utils.checks.sums.names import Long, Namer
from src.utils.checks.sums.said import Mention, mentions
from src.utils.checks.sums.spoken import spoken
from src.utils.records import Dossier, Finding, Span


@check("TT16", "number-against-sum-of-cells")
def derived(dossier: Dossier) -> Iterator[Finding]:
    """A count or percentage of the text is not what the cells that it is made of give.

    Compares
    --------
    A count or percentage of the text that no pair of results holds with what one table gives:
    sums over neighbouring rows (grades 3 and 4), over the groups of a row, or both; sizes in the
    headings together, and the one behind a percentage; what is left of a total; percentages of
    these; differences and relative changes. Any number is looked for in the cells that print it,
    also in cells of words. Rows and columns are those that the words name; how many others are
    named as well says how easily a number is met by chance.

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
    done = in_tables(dossier)
    anywhere, laid = Anywhere(tables, long), _laid_by(dossier)
    block_before, before = None, ""
    for block, view in counting(dossier):
        if block is not block_before:
            block_before, before = block, ""
        found: list[Finding] = []
        if planned(block):
            # Numbers of a plan stand in no table; patients of all patients may.
            yield from _totals(list(mentions(block, view, before)), index, long)
        else:
            found += _sentence(list(mentions(block, view, before)), index, long, done)
            for item in differences.said(block, view, before):
                if item.num.span not in done:
                    compared = differences.compared(item, tables, Namer(item, tables, long))
                    if compared is not None:
                        found.append(telling.compared(compared))
            for change in changes.said(block, view, before) if "%" in view.text else ():
                if change.item.num.span not in done:
                    made = changes.compared(change, tables, Namer(change.item, tables, long))
                    if made is not None:
                        found.append(telling.compared(made))
        for finding in found:
            there = [e.span for e in finding.evidence if e.place == "table"]
            laid.update({e.span: there for e in finding.evidence if e.place != "table"})
        yield from found
        for printed in anywhere.find(list(spoken(block, view, before)), laid):
            yield telling.repeated(printed, index)
        before = view.text


def _totals(found: list[Mention], index: Index, long: Long) -> Iterator[Finding]:
    """The totals of a sentence that the sizes of a table contradict."""
    for mention in found:
        if mention.total is not None and mention.count is not None:
            miss = misses.total(mention, index, Namer(mention, index.grids, long))
            if miss is not None:
                yield telling.differing(mention, miss, index)


def _laid_by(dossier: Dossier) -> dict[Span, list[Span]]:
    """The numbers of the text with the numbers of tables that links lay beside them."""
    out: dict[Span, list[Span]] = {}
    for _, shared, span in beside_tables(dossier):
        there = shared.right if shared.left.span == span else shared.left
        out.setdefault(span, []).append(there.span)
    return out


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
                yield telling.differing(mention, miss, index)
            elif main.span not in done:
                yield telling.agreeing(mention, choices, index)
            last = None
            continue
        if main.span in done:
            continue
        others = frozenset(m.number for m in found if m is not mention and m.number is not None)
        miss = misses.count(mention, index, namer, others) or misses.total(mention, index, namer)
        if miss is not None:
            yield telling.differing(mention, miss, index)
            last = mention
            continue
        together = added(last, mention, index, namer) if last is not None else None
        if last is not None and together is not None:
            yield telling.together(last, mention, together, index)
        elif groups := sizes.sized(mention, index.grids, namer):
            yield telling.sized(mention, groups)
        last = mention
