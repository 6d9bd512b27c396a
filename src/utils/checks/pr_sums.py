"""Checks of the family PR: shares of a partition, sizes of arms, categories of response."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import msgspec

from src.utils.checks import names, shares, wording
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import prose
from src.utils.printed import printed
from src.utils.records import Dossier, Evidence, Finding, Place, Span

#: One item of an enumeration in prose: "Stage B (57.3%)" or "Stage B (353 [57.3%])".
_ITEM = re.compile(
    r"(?P<label>[^\W\d_][^(),;:.%]{0,60}?)\s*[(\[]\s*(?:n\s*=\s*)?(?:\d+(?:\s*[,;:\[(/]\s*|\s+))?"
    r"(?P<share>\d{1,2}(?:\.\d+)?)\s*%\s*[)\]]+"
)
_PERCENT = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d+)?)\s*%")
_LISTED = re.compile(
    r"(?<![\d.\w/-])\d{1,2}(?:\.\d+)?\s*%(?:\s*(?:,|;|,?\s*and)\s*\d{1,2}(?:\.\d+)?\s*%){2,}"
)
#: A row that holds the others: any event, at least one.
_ALL_OF_THEM = re.compile(
    r"any\b|all\b|total\b|overall\b|(?:[\w-]+\s)?composite\b|at least (?:1|one)\b|[≥>]=? ?1\b", re.I
)
_BETWEEN = re.compile(r"\s*(?:,|;|and|or|,\s*and|;\s*and|&|,\s*or)\s*\Z")


class Share(msgspec.Struct, frozen=True):
    """One printed share with its label and place."""

    label: str
    text: str
    span: Span
    place: Place
    table: str = ""


@check("PR05", "shares-do-not-sum")
def shares_do_not_sum(dossier: Dossier) -> Iterator[Finding]:
    """Shares that look like a partition do not add up to 100 per cent.

    Compares
    --------
    The sum of three or more percentages that a sentence lists one after the other, or of the rows
    under one heading of a table, with 100, within the summed roundings. Above: warning. Below:
    note, because a small category may not be listed. Note where PR01 has reported one of them.

    Why it matters
    --------------
    A digit changed in one share breaks the sum.

    Known limits
    ------------
    Only lists that come within 3 of 100 are taken for partitions (within 10 where all labels share
    a word, as in stage I, stage II); categories that overlap may come near 100 by chance.

    Source
    ------
    Arithmetic.
    """
    for group in [*_prose(dossier), *_series(dossier), *_rows(dossier)]:
        total = shares.added(printed(s.text).interval for s in group)
        middle = sum((printed(s.text).value for s in group), Fraction(0))
        words = [set(s.label.lower().split()[:-1]) for s in group]
        listed_in_text = group[0].place != "table"
        room = 10 if listed_in_text and set.intersection(*words) else 3
        if abs(middle - 100) > room:
            continue
        listed = " + ".join(s.text for s in group)
        places = tuple(Evidence("value", s.span, s.place, s.table) for s in group)
        named = names.listed(s.label for s in group if s.label)
        computed = {"sum": f"{listed} = {wording.number(middle, 5)}", "categories": named}
        if total.holds(100):
            yield agrees(f"{listed} = 100 % within rounding", computed=computed, evidence=places)
            continue
        above = middle > 100
        yield differs(
            "warning" if above else "note",
            f"{listed} = {wording.number(middle, 5)} %, not 100 % within rounding"
            + (f" ({named})" if named else ""),
            computed=computed,
            alternatives=("categories that overlap",)
            if above
            else (f"a category of {wording.number(100 - middle, 3)} % that is not listed",),
            evidence=places,
        )


def _prose(dossier: Dossier) -> Iterator[list[Share]]:
    """Enumerations "A (x%), B (y%), and C (z%)" of three or more items in one sentence."""
    for block, view in prose(dossier):
        if view.text.count("%") < 3:
            continue
        run: list[Share] = []
        end = -1
        for match in _ITEM.finditer(view.text):
            label = re.split(r"\b(?:and|or|with|as|into|in|under|of)\b", match["label"])[-1]
            share = Share(
                " ".join(label.split()[-3:]),
                match["share"],
                view.span(*match.span("share")),
                block.place,
            )
            gap = view.text[end : match.start()] if run else ""
            if run and not (_BETWEEN.match(gap + " ") or gap.strip(" ,;") in ("", "and", "or")):
                yield from [run] if len(run) >= 3 else []
                run = []
            run.append(share)
            end = match.end()
        yield from [run] if len(run) >= 3 else []


def _series(dossier: Dossier) -> Iterator[list[Share]]:
    """Bare enumerations "25.8%, 57.3%, and 16.9%" of three or more, where they come near 100."""
    for block, view in prose(dossier):
        if view.text.count("%") < 3:
            continue
        for match in _LISTED.finditer(view.text):
            found = list(_PERCENT.finditer(match.group()))
            if abs(sum((Fraction(m[1]) for m in found), Fraction(0)) - 100) > 2:
                continue
            at = match.start()
            yield [
                Share("", m[1], view.span(at + m.start(1), at + m.end(1)), block.place)
                for m in found
            ]


def _rows(dossier: Dossier) -> Iterator[list[Share]]:
    """Rows that follow one another under a heading row, per table, arm and printed total."""
    columns: dict[tuple[int, int, str], dict[int, Share]] = defaultdict(dict)
    for result in dossier.results:
        if result.place != "table" or result.table is None or result.row is None:
            continue
        for value in result.values:
            if value.kind == "percent" and value.arm is not None and len(value.nums) == 1:
                share = Share(
                    result.context.row,
                    value.nums[0].text,
                    value.nums[0].span,
                    "table",
                    result.label,
                )
                whole = value.total.text if value.total else ""
                columns[result.table, value.arm, whole].setdefault(result.row, share)
    across, tested = _across(dossier), _tested(dossier)
    for (table, _, _), rows in columns.items():
        # A cross table adds up to 100 in each row; its columns add up to nothing.
        crossed = {row for row in rows if (table, row) in across}
        own = {row: tested[table, row] for row in rows if (table, row) in tested}
        run: list[int] = []
        for row in sorted(rows):
            if run and row != run[-1] + 1:
                yield from _run(run, rows, crossed, own)
                run = []
            run.append(row)
        yield from _run(run, rows, crossed, own)


def _across(dossier: Dossier) -> set[tuple[int, int]]:
    """Rows of tables whose own three or more percentages add up to 100, within rounding."""
    found: dict[tuple[int, int], dict[Span, Fraction]] = defaultdict(dict)
    for result in dossier.results:
        if result.table is None or result.row is None:
            continue
        for value in result.values:
            if value.kind == "percent" and len(value.nums) == 1:
                num = value.nums[0]
                found[result.table, result.row][num.span] = printed(num.text).value
    return {
        key
        for key, seen in found.items()
        if len(seen) > 2 and abs(sum(seen.values(), Fraction(0)) - 100) <= 2
    }


def _tested(dossier: Dossier) -> dict[tuple[int, int], str]:
    """Rows of tables with a P value of their own, and its numeral."""
    return {
        (r.table, r.row): r.p[0].value.text
        for r in dossier.results
        if r.table is not None and r.row is not None and r.p
    }


def _run(
    run: list[int], rows: dict[int, Share], crossed: set[int], own: dict[int, str]
) -> Iterator[list[Share]]:
    """A run counts when an empty row (its heading) stands before it.

    Rows that are each tested for themselves are outcomes of their own, no parts of one whole.
    """
    if len(run) < 3 or run[0] - 1 in rows or crossed.issuperset(run):
        return
    values = [own[r] for r in run if r in own]
    if 2 * len(values) > len(run) and len(set(values)) > 1:
        return
    if any(_ALL_OF_THEM.match(rows[r].label.rpartition(">")[2].strip()) for r in run):
        return
    yield [rows[r] for r in run]
