"""Checks of the family PR: counts and percentages behind a total that opens their clause.

What belongs here: "Of the 1,393 eligible children, 1,143 (82%) took part". What does not: a total
printed with its count ("1,143 of 1,393", `pr_count`), or the sum of a list (`pr_lists`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from src.utils.checks import denominators, wording
from src.utils.checks.pr_lists import Item
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.said import prose
from src.utils.printed import has_digit, normalise, printed
from src.utils.records import Block, Dossier, Evidence, Finding, Span, View

_N = r"\d{1,3}(?:,\d{3})+|\d{1,6}"
#: "Of the 48 women who ..., ", at the beginning of a clause; "Among 2,506 residents, ".
_TOTAL = re.compile(
    r"(?:(?:\A|[.;:,]\s+|\b(?:and|while|whereas|but|that)\s+)(?:[Oo]ut\s+of|[Oo]f)|\b[Aa]mong)\s+"
    rf"(?:(?:the|these|those|all|our|a|total|of)\s+){{0,4}}(?P<n>{_N})(?![\d.,]*\d|\s*[%/-])\s+"
    r"(?P<who>(?:[^\d.;%,]|(?<=[A-Za-z])\d){3,120}?),\s+(?P<rest>)",
)
_ITEM = re.compile(
    rf"(?<![\w.,/(-])(?P<k>{_N})\s+(?:[a-z][a-z-]*\s+){{0,4}}[(\[]\s*(?P<p>\d{{1,3}}(?:\.\d+)?)\s*%"
    r"\s*(?P<in>[a-z][a-z -]*)?[)\]](?!\s*(?:of|out\s+of|among|in)\s+(?:the\s+|these\s+)?\d)"
)
#: Words that open another denominator before the next count.
_BREAK = re.compile(
    r"[;:]|\b(?:of|among)\s+(?:wh(?:om|ich)|these|those|them|the)\b|\bwh(?:om|ich)\b|\bcompared\b|"
    r"\bversus\b|\bvs\b",
    re.I,
)
_OTHER = re.compile(r"\b(?:of|among|from)\b", re.I)
_WHOLE = re.compile(rf"(?<![\d.,])(?:{_N})(?![\d.,]*\d|\s*%)")


@check("PR14", "percentage-not-of-the-total-of-its-clause")
def percentage_of_named_total(dossier: Dossier) -> Iterator[Finding]:
    """A percentage is not that of its count in the total with which its clause begins.

    Compares
    --------
    "Of the 240 families in the programme, 79 (32%) ...": the percentage with count / total.
    Warning; note when cutting, rounding twice or one unit of the last digit explains it. Counts
    that follow in the same list are held against the same total. Where another whole number of the
    sentence or of the one before it gives the percentage, nothing is said.

    Why it matters
    --------------
    Count, total and percentage stand in one clause; two of them fix the third.

    Known limits
    ------------
    Survival curves, rates per person-time and percentages whose bracket names another group are
    left alone, as is everything behind "of whom" or "of these".

    Source
    ------
    Arithmetic.
    """
    before: tuple[Block, View] | None = None
    for block, view in prose(dossier):
        if "%" in view.text:
            last = before[1].text if before and before[0] is block else ""
            for match in _TOTAL.finditer(view.text):
                yield from _clause(dossier, block, view, match, last)
        before = (block, view)


def _clause(
    dossier: Dossier, block: Block, view: View, match: re.Match[str], last: str
) -> Iterator[Finding]:
    """The counts that follow one total without another number between them."""
    total, at, first = int(match["n"].replace(",", "")), match.start("rest"), True
    if match["who"].split()[0] in ("years", "months", "weeks", "days", "hours", "minutes", "mg"):
        return
    for item in _ITEM.finditer(view.text, at):
        between = view.text[at : item.start()]
        if has_digit(between) or _BREAK.search(between):
            return
        if not first and re.search(r"[.]\s", between):
            return
        at, first = item.end(), False
        if item["in"] and _OTHER.search(item["in"]):
            continue
        one = Item(
            int(item["k"].replace(",", "")),
            printed(normalise(item["p"])),
            view.span(*item.span("k")),
            view.span(*item.span("p")),
        )
        if 0 < one.k <= total and one.share.value <= 100:
            yield _held(dossier, block, view, one, total, view.span(*match.span("n")), last)


def _held(
    dossier: Dossier, block: Block, view: View, one: Item, total: int, place: Span, last: str
) -> Finding:
    """One percentage against its count and the total of its clause."""
    at = (
        Evidence("count", one.count, block.place),
        Evidence("value", one.place, block.place),
        Evidence("total", place, block.place),
    )
    words = f"{one.k} of {total}"
    exact = Fraction(100 * one.k, total)
    if one.off(total) <= Fraction(1, 2):
        return agrees(f"{words} is {one.share.text}%", evidence=at)
    others = {int(n.replace(",", "")) for n in _WHOLE.findall(f"{last} {view.text}")} - {total}
    if any(m >= one.k and one.share.interval.holds(Fraction(100 * one.k, m)) for m in others if m):
        return cannot_say("another number of the sentence gives the percentage", evidence=at)
    arms = {int(a.n.text) for r in dossier.results for a in r.arms if a.n and a.n.text.isdigit()}
    if any(m >= one.k and one.share.interval.holds(Fraction(100 * one.k, m)) for m in arms if m):
        return cannot_say("the size of an arm gives the percentage", evidence=at)
    if denominators.CURVE.search(view.text) or denominators.PERSON_TIME.search(view.text):
        return cannot_say("no share of whole patients", evidence=at)
    right = wording.to_decimals(exact, one.share)
    benign = denominators.rounding(one.share, one.k, total)
    if one.share.truncated.holds(exact):
        benign = "truncation: the percentage was cut"
    return differs(
        "note" if benign else "warning",
        f"{words} is {right}%, printed {one.share.text}%; not reconcilable as printed",
        computed={"count / total": f"{one.k} / {total} = {right} %"},
        alternatives=(benign,) if benign else ("a denominator that the clause does not name",),
        evidence=at,
    )
