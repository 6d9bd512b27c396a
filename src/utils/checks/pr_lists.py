"""Checks of the family PR: the counts and percentages that one sentence lists.

What belongs here: categories in a row, "95 (12.3%), 85 (10.9%) and 29 (3.7%)", with the sum of
their counts. What does not: one percentage against its total (`pr_count`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from src.utils.checks import denominators, wording
from src.utils.checks.counted import Counted
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import prose
from src.utils.printed import normalise, printed
from src.utils.records import Block, Dossier, Evidence, Finding, Span

_N = r"\d{1,3}(?:,\d{3})+|\d{1,6}"
_ITEM = re.compile(
    rf"(?<![\w.,/-])(?P<k>{_N})\s+(?:[a-z][a-z-]*\s+){{0,2}}[(\[]\s*(?P<p>\d{{1,2}}(?:\.\d+)?)\s*%"
    r"\s*[)\]]"
)
_NEAR = 5  # points by which two shares may miss their counts and still be meant for them
_LEAST = 20  # a sum below it fits too many percentages by chance


class Item(Counted, frozen=True):
    """A count with its percentage in a sentence."""

    count: Span
    place: Span


#: A percentage in brackets that is followed by what it was taken out of.
_OWN_TOTAL = re.compile(r"%\s*[)\]]\s+(?:(?:patients|women|men)\s+)?of\s+(?:the\s+)?\d")


@check("PR13", "listed-percentage-not-of-the-sum")
def listed_percentage(dossier: Dossier) -> Iterator[Finding]:
    """One percentage of a list does not follow from the sum of the counts, the others do.

    Compares
    --------
    Two counts whose percentages make up 100 with the sum of the counts, where both percentages are
    between one and a half units and five points off (warning).
    In a sentence with at least three counts and their percentages, each percentage with its count
    divided by the sum of the counts, where at least three in five follow from that sum and the
    others are a unit of the last digit off (note); one of them may be further off (warning).

    Why it matters
    --------------
    The categories of a list share one denominator; a percentage that needs another one, or its
    count, is misprinted.

    Known limits
    ------------
    Lists of categories that overlap have no such sum and are not judged.

    Source
    ------
    Arithmetic.
    """
    for block, view in prose(dossier):
        if view.text.count("%") < 2:
            continue
        items = [
            Item(
                int(m["k"].replace(",", "")),
                printed(normalise(m["p"])),
                view.span(*m.span("k")),
                view.span(*m.span("p")),
            )
            for m in _ITEM.finditer(view.text)
        ]
        total = sum(i.k for i in items)
        if len(items) == 2:
            yield from _two(block, items, total)
        if len(items) < 3 or total < _LEAST or min(i.k for i in items) < 1:
            continue
        if len(_OWN_TOTAL.findall(view.text)) > 1:
            continue  # "97 (44%) of 218 patients, 83 (39%) of 214 patients": groups, no parts
        half = Fraction(1, 2)
        odd = [i for i in items if i.off(total) > half]
        listed = " + ".join(str(i.k) for i in items)
        if sum(i.off(total) > 1 for i in items) > 1 or len(odd) * 5 > len(items) * 2:
            continue
        for one in items:
            at = (
                Evidence("value", one.place, block.place),
                Evidence("count", one.count, block.place),
            )
            right = wording.to_decimals(Fraction(100 * one.k, total), one.share)
            words = f"{one.k} of {total} ({listed})"
            if one not in odd:
                yield agrees(f"{words} is {one.share.text}%", evidence=at)
                continue
            benign = denominators.rounding(one.share, one.k, total) or (
                "truncation: the percentage was cut" if right != one.share.text else ""
            )
            near = one.off(total) <= 1
            yield differs(
                "note" if near else "warning",
                f"{words} is {right}%, printed {one.share.text}%; the other percentages of the "
                f"sentence are of {total}; not reconcilable as printed",
                computed={"count / total": f"{one.k} / {total} = {right} %"},
                alternatives=(benign,) if near and benign else (),
                evidence=at,
            )


def _two(block: Block, items: list[Item], total: int) -> Iterator[Finding]:
    """Two shares that make up 100 % are those of one whole: the sum of their counts."""
    one, two = items
    added = one.share.value + two.share.value
    if total < _LEAST or min(one.k, two.k) < 1 or abs(added - 100) > one.share.unit:
        return
    gaps = [abs(i.share.value - Fraction(100 * i.k, total)) for i in items]
    if not all(Fraction(3, 2) * i.share.unit < g for i, g in zip(items, gaps, strict=True)):
        return
    if max(gaps) > _NEAR:
        return  # the two shares are of two groups, and make up 100 by chance
    right = [wording.to_decimals(Fraction(100 * i.k, total), i.share) for i in items]
    yield differs(
        "warning",
        f"{one.k} and {two.k} are {right[0]}% and {right[1]}% of {total}, printed "
        f"{one.share.text}% and {two.share.text}%; not reconcilable as printed",
        computed={"count / total": f"{one.k} / {total} = {right[0]} %"},
        alternatives=("shares of two groups that make up 100 % by chance",),
        evidence=tuple(
            Evidence(role, place, block.place)
            for i in items
            for role, place in (("count", i.count), ("value", i.place))
        ),
    )
