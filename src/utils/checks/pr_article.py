"""Checks of the family PR: a count with its percentage whose total stands nowhere in the article.

What belongs here: "65 (30.0%)" in a sentence, held against every number that the article prints.
What does not: a total that the sentence names (`pr_count`, `pr_named_total`), and percentages that
no whole number gives (`pr_no_total`).
"""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import partial

import msgspec

from src.utils.checks import denominators, wording
from src.utils.checks.alternatives import slips
from src.utils.checks.pr_lists import Item
from src.utils.checks.pr_no_total import weighted_survey
from src.utils.checks.registry import check, differs
from src.utils.checks.said import prose
from src.utils.printed import normalise, printed
from src.utils.records import Block, Dossier, Evidence, Finding, View

_N = r"\d{1,3}(?:,\d{3})+|\d{1,6}"
_P = r"\d{1,3}(?:\.\d{1,2})?"
_ITEM = re.compile(
    rf"(?<![\w.,/=<>≤≥±+-])(?:(?P<k>{_N})\s*(?:(?!(?:in|on|two|three|four|five|six|seven|eight|nine|ten)\b)[a-z][a-z-]*\s+){{0,3}}[(\[]\s*(?P<p>{_P})\s*%\s*[)\]]|"
    rf"(?P<p2>{_P})\s*%\s*[(\[]\s*(?:n\s*=\s*)?(?P<k2>{_N})\s*[)\]]|"
    rf"[(\[]\s*n\s*=\s*(?P<k3>{_N})\s*[;,]\s*(?P<p3>{_P})\s*%\s*[)\]])"
)
#: Before a count that is itself a total, or a limit.
_BEFORE = re.compile(
    r"(?:\d\s+(?:or|to)|\bof|\bamong|(?:\bone|\btwo|\bthree|\d)\s+in|/|\bthan|\bover|\bunder|\babove|\bbelow|\bleast|\babout|[<>≤≥±=~])"
    r"(?:\s+(?:the|all|these|those|our|a|total))*\s*\Z",
    re.I,
)
#: Behind the bracket a total may still follow.
_AFTER = re.compile(r"\s*(?:[a-z]+\s+){0,2}(?:of|/|out\s+of|among)\s+(?:the\s+|all\s+)?\d", re.I)
_UNIT = re.compile(
    r"\b(?:years?|months?|weeks?|days?|hours?|minutes?|min|mg|kg|ml|g|cm|mm|points?|units?|times|"
    r"samples?|events?|episodes?|visits?|doses?|cycles?|genes?|SNPs?|loci|cells?|species)\b",
    re.I,
)
#: Percentages that are no shares of a count of people.
_NO_SHARE = re.compile(
    r"surviv|kaplan|cumulative|actuarial|estimat|predict|variab|variation|assay|sensitiv|specific|"
    r"weighted|imput|simulat|power\b|reduc|increas|decreas|chang|improve|hypothetical|assum",
    re.I,
)
_WHOLE = re.compile(rf"(?<![\w.,])(?:{_N})(?![,\d]*\.\d|\d|\s*%)")
_SIZE = re.compile(
    rf"\b[nN]\s*=\s*({_N})(?!\.\d)|(?<![\w.,])({_N})\s+(?:[a-z-]+\s+){{0,2}}(?:patients|women|men|"
    r"participants|subjects|children|persons|people|individuals|cases|infants|adults|volunteers|"
    r"students|respondents|families|girls|boys|mothers|were\s+(?:randomi[sz]ed|enrolled))",
)
_MISSING = Fraction(85, 100)  # of a group that must be known
_NEAR = Fraction(1, 10)  # by how much a percentage may miss that of its group, of itself
_CLOSE = Fraction(3, 100)  # the same for any other number of the sentence
_LEAST = 5  # smaller groups give too many percentages
_SIZES = 12  # sizes of groups of which sums and differences are tried


class _Item(Item, frozen=True):
    """A count with its percentage in a sentence, and the totals that give the percentage."""

    at: int  # where it begins in the text of its sentence

    @property
    def least(self) -> int:
        """The smallest total that gives the percentage when it may have been cut."""
        return max(self.k, math.ceil(100 * self.k / (self.share.value + self.share.unit)))


class _Numbers(msgspec.Struct, frozen=True):
    """The whole numbers of an article in order, and those that count people."""

    wholes: tuple[int, ...]
    sizes: tuple[int, ...]

    def any_in(self, low: int, high: int) -> bool:
        """Whether the article prints a whole number between two limits."""
        at = bisect_left(self.wholes, low)
        return at < len(self.wholes) and self.wholes[at] <= high


@check("PR16", "percentage-of-no-number-of-the-article")
def percentage_of_no_number(dossier: Dossier) -> Iterator[Finding]:
    """A percentage in a sentence is not that of its count in any number that the article prints.

    Compares
    --------
    "65 (30.0%)" in a sentence that prints no total beside it with every whole number of the
    article, and with the sums and differences of two of its groups. Warning, where a group that the
    sentence, or the one before, names comes near the percentage, where any other number before it
    in the sentence comes very near, or where a group gives another percentage of the sentence and
    a group comes near this one, or gives it after one changed digit. Else a note.

    Why it matters
    --------------
    The group that a percentage is taken from is nearly always printed somewhere in the article;
    where it is not, the count or the percentage is misprinted, or the reader cannot follow.

    Known limits
    ------------
    Up to 15 % of a group may be missing, and cutting and rounding twice are allowed for. Whole
    percentages of large counts fit many numbers: nothing is said. Survival curves, weighted
    surveys, changes and rates are left alone.

    Source
    ------
    Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.
    """
    if weighted_survey(dossier):
        return
    before: tuple[Block, View] | None = None
    for block, view in prose(dossier):
        last = before[1] if before and before[0] is block else None
        before = (block, view)
        if "%" not in view.text:
            continue
        items = list(_items(view))
        if not items or _NO_SHARE.search(view.text) or denominators.PERSON_TIME.search(view.text):
            continue
        numbers = _numbers(dossier)
        odd = [i for i in items if i.telling and not numbers.any_in(i.least, i.high)]
        for one in odd:
            if not any(_benign(one, n) for n in numbers.sizes if n >= one.k):
                named = _sizes(f"{last.text if last else ''} {view.text[: one.at]}")
                close = [n for n in _wholes(view.text[: one.at]) if _near(one, n, _CLOSE)]
                yield _said(block, one, named + close, _shared(one, items, numbers))


def _benign(one: _Item, n: int) -> bool:
    """Whether a rounding, or missing patients, make the percentage one of a group of n."""
    return bool(
        denominators.rounding(one.share, one.k, n)
        or denominators.one_patient(one.share, one.k, n)
        or (one.low < n and one.high >= _MISSING * n)
    )


def _shared(one: _Item, items: list[_Item], numbers: _Numbers) -> list[int]:
    """The groups that give another percentage of the same sentence, and all of the article."""
    others = [i for i in items if i is not one and i.telling]
    shared = [n for n in numbers.sizes if any(i.low <= n <= i.high for i in others)]
    return [*shared, *numbers.sizes] if shared else []


def _sizes(text: str) -> list[int]:
    """The sizes of groups that a text names, the nearest first."""
    found = [int((m[1] or m[2]).replace(",", "")) for m in _SIZE.finditer(text)]
    return [n for n in reversed(found) if n >= _LEAST]


def _wholes(text: str) -> set[int]:
    """The whole numbers of a text that are not tiny."""
    return {n for m in _WHOLE.findall(text) if (n := int(m.replace(",", ""))) >= _LEAST}


def _said(block: Block, one: _Item, named: list[int], shared: list[int]) -> Finding:
    """The finding about one percentage that no printed number gives."""
    numbers = {"count": str(one.k), "percentage": one.share.text}
    slip: tuple[str, ...] = ()
    total = next((n for n in (*named, *shared) if _near(one, n)), 0)
    for n in [total] if total else shared:
        slip = slips(numbers, partial(_fits, n))
        if slip:
            total = n
            break
    need = wording.whole_span(one.low, one.high)
    words = f"{one.k} ({one.share.text}%)"
    if total and one.k <= total:
        right = wording.to_decimals(Fraction(100 * one.k, total), one.share)
        words = f"{one.k} of {total} is {right}%, printed {one.share.text}%"
    return differs(
        "warning" if total else "note",
        f"{words}; no number that the article prints gives this percentage; not reconcilable as "
        f"printed",
        computed={"total that the percentage needs": need},
        alternatives=slip or ("a group of patients whose size is not printed",),
        evidence=(
            Evidence("count", one.count, block.place),
            Evidence("value", one.place, block.place),
        ),
    )


def _near(one: _Item, total: int, gap: Fraction = _NEAR) -> bool:
    """Whether a percentage comes near that of its count in a group."""
    return one.k <= total and abs(Fraction(100 * one.k, total) / one.share.value - 1) <= gap


def _fits(total: int, numbers: dict[str, str]) -> bool:
    """Whether a count of a total gives a percentage."""
    k, share = printed(numbers["count"]), printed(numbers["percentage"])
    if k.decimals > 0 or not 0 < k.value <= total:
        return False
    return share.interval.holds(100 * k.value / total)


def _items(view: View) -> Iterator[_Item]:
    """The counts with percentages of a sentence that print no total of their own."""
    for match in _ITEM.finditer(view.text):
        key = next(x for x in ("", "2", "3") if match[f"k{x}"])
        which = (f"k{key}", f"p{key}")
        k, p = int(match[which[0]].replace(",", "")), match[which[1]]
        if k < 1 or _BEFORE.search(view.text[max(0, match.start() - 30) : match.start()]):
            continue
        if _AFTER.match(view.text, match.end()) or _UNIT.search(match[0]):
            continue
        share = printed(normalise(p))
        if not share.interval.low > 0 or share.value > 100:
            continue
        count, place = (view.span(*match.span(g)) for g in which)
        yield _Item(k, share, count, place, match.start())


def _numbers(dossier: Dossier) -> _Numbers:
    """The numbers of an article before its references, read once."""
    known: _Numbers | None = dossier.__dict__.get("_whole_numbers")
    if known is None:
        article = dossier.article
        end = min(
            (b.pieces[0].start for b in article.blocks if b.kind == "reference" and b.pieces),
            default=len(article.shadow),
        )
        text = article.shadow[:end]
        wholes = {int(m.replace(",", "")) for m in _WHOLE.findall(text)}
        sizes = Counter(_sizes(text))
        for result in dossier.results:
            for arm in result.arms:
                n = wording.size(arm.n)
                if n and n >= _LEAST:
                    sizes[n] += 1
        common = [n for n, _ in sizes.most_common(_SIZES)]
        for a, b in itertools.combinations(common, 2):
            wholes |= {a + b, abs(a - b)}
        known = _Numbers(tuple(sorted(wholes)), tuple(sorted(sizes)))
        dossier.__dict__["_whole_numbers"] = known
    return known
