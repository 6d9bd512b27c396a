"""Checks of the family PR: counts printed with a percentage below a limit, "3 (<1%)".

What belongs here: the count against the limit, in the number of patients printed at the head of
its column or implied by the percentages beside it. What does not: percentages without a sign.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction

from src.utils.checks.columns import Column
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.said import prose
from src.utils.checks.sheets import Sheet, sheets, size
from src.utils.extraction import number_words
from src.utils.printed import normalise, printed
from src.utils.records import Dossier, Evidence, Finding, Place, View

_K = r"\d{1,3}(?:,\d{3})+|\d{1,6}"
_BELOW = re.compile(
    rf"(?<![\w.,/-])(?P<k>{_K}|{number_words.PATTERN})\s*[(\[]\s*<\s*(?P<x>\d*\.?\d+)\s*%\s*[)\]]"
    rf"(?:\s*of\s+(?:the\s+)?(?P<n>{_K})(?![\w.,]*\d))?",
    re.I,
)
#: A count with its percentage, which says of how many it can be at most.
_SHARE = re.compile(rf"(?<![\w.,/-])(?P<k>{_K})\s*[(\[]\s*(?P<p>\d{{1,3}}(?:\.\d+)?)\s*%?\s*[)\]]")
_OTHER = re.compile(r"person|per\s+1[,0]|rate\b|weighted|\bevents?\b|cycles", re.I)
_FEWEST = 2  # percentages beside it that must all allow too few patients


@check("PR17", "count-above-its-percentage-limit")
def count_above_limit(dossier: Dossier) -> Iterator[Finding]:
    """A count is printed with "<1%" and makes one per cent or more of its patients.

    Compares
    --------
    The count of "3 (<1%)" with the limit, in the total printed beside it, in the size at the head
    of its column, or in the largest number of patients that the percentages beside it allow: those
    of the same group in its row, or at least two in its sentence. Warning.

    Why it matters
    --------------
    A cell that was not updated with its count, or a group mistaken for another, shows.

    Known limits
    ------------
    Where no size is printed and nothing stands beside it, nothing can be said.

    Source
    ------
    Arithmetic.
    """
    for sheet in sheets(dossier):
        for r in range(sheet.header_rows, sheet.table.rows):
            yield from _row(sheet, r)
    for block, view in prose(dossier):
        if "<" in view.text and "%" in view.text:
            if _OTHER.search(view.text):
                continue
            most = [
                m for item in _SHARE.finditer(view.text) if "%" in item[0] and (m := _at_most(item))
            ]
            for match in _BELOW.finditer(view.text):
                n = int(match["n"].replace(",", "")) if match["n"] else None
                beside = max(most) if len(most) >= _FEWEST else None
                yield from _held(match, view, n, beside, block.place, "")


def _row(sheet: Sheet, r: int) -> Iterator[Finding]:
    """The cells of one row."""
    line = sheet.grid[r]
    name = " ".join(sheet.text(line[sheet.stubs - 1]).split())
    texts: list[tuple[Column, View, str]] = []
    before = None
    for column in sheet.columns:
        cell = line[column.index] if column.index < len(line) else None
        if cell is not None and cell is not before and cell.pieces:
            texts.append((column, sheet.article.view(cell.pieces), sheet.text(cell)))
        before = cell
    for column, view, text in texts:
        match = _BELOW.match(text, len(text) - len(text.lstrip())) if "<" in text else None
        if match is None or _OTHER.search(f"{column.name} {name}"):
            continue
        beside = [
            m
            for other, _, words in texts
            if other.path[:-1] and other.path[:-1] == column.path[:-1]
            if (item := _SHARE.match(words)) and (m := _at_most(item))
        ]
        yield from _held(
            match,
            view,
            int(match["n"].replace(",", "")) if match["n"] else size(column.n),
            min(beside, default=None),  # one group, one size
            "table",
            f"{sheet.table.label}, {name}: ",
            sheet.table.label,
        )


def _at_most(item: re.Match[str]) -> int | None:
    """The largest number of patients in which a count is its percentage."""
    share = printed(normalise(item["p"]))
    k = int(item["k"].replace(",", ""))
    if not k or share.value > 100 or share.interval.low <= 0:
        return None
    return math.floor(100 * k / share.interval.low)


def _held(
    match: re.Match[str],
    view: View,
    n: int | None,
    beside: int | None,
    place: Place,
    about: str,
    label: str = "",
) -> Iterator[Finding]:
    """One count against its limit in ``n`` patients, or in ``beside`` at the most."""
    total = n or beside
    words = match["k"].replace(",", "")
    k = int(words) if words.isdigit() else int(number_words.value(words) or 0)
    limit = Fraction(normalise(match["x"]))
    evidence = (
        Evidence("count", view.span(*match.span("k")), place, label),
        Evidence("value", view.span(*match.span("x")), place, label),
    )
    if total is None:
        yield cannot_say("size of the group not known", evidence=evidence)
        return
    if not k or k > total or not limit:
        return
    share = Fraction(100 * k, total)
    shown = f"{float(share):.2f}".rstrip("0").rstrip(".")
    if share < limit:
        if n:
            yield agrees(f"{about}{k} of {n} is below {match['x']}%", evidence=evidence)
        return
    group = f"{n}" if n else f"at most {total}, as the percentages beside it show,"
    yield differs(
        "warning",
        f"{about}{k} of {group} is {'' if n else 'at least '}{shown}%, printed as below "
        f"{match['x']}%; not reconcilable as printed",
        computed={"count / total": f"{k} / {total} = {shown} %"},
        evidence=evidence,
    )
