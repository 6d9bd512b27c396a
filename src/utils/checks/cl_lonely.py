"""CL12: a number of the abstract that stands nowhere else in the article.

What belongs here: which numbers of the abstract the body, tables and captions do not print, and
what they print in its stead. What does not: results that linking joins (family TT).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from src.utils.checks.laid import laid
from src.utils.checks.printed_numbers import PrintedNumbers, alike, read, triple_of
from src.utils.checks.registry import check, differs
from src.utils.extraction import number_words
from src.utils.linking import keys, numerals
from src.utils.linking.meaning import Meaning
from src.utils.printed import printed
from src.utils.records import Dossier, Evidence, Finding, Num, Result

#: An article with fewer numbers outside its abstract is a summary of something else.
FEWEST = 30
#: A number of the text and one of the abstract lie so near to another that a reader adds them up.
TOGETHER = 300
#: So well must the words of another place fit, before its number is held against the abstract's.
FITS, NEARLY = 0.4, 0.3
_OUTSIDE = frozenset({"text", "table", "caption", "footnote"})
#: What an author adds up or takes the difference of for the abstract.
_COMPUTED = frozenset({"value", "count"})
#: Numbers of which one that a slip sets apart is the same; a bound or an SD is near to many.
_ASKED = frozenset({"estimate", "value", "p"})
_SLIPS = frozenset({"one digit changed", "two digits swapped", "decimal point shifted"})
_WORDS = re.compile(rf"\b{number_words.PATTERN}\b", re.I)


@check("CL12", "number-of-the-abstract-stands-nowhere-else")
def abstract_alone(dossier: Dossier) -> Iterator[Finding]:
    """The abstract reports a number that neither the text nor a table of the article prints.

    Compares
    --------
    Estimates, intervals, P values, values and counts of the abstract's results with every number
    outside the abstract, rounding in either direction allowed; sums and differences of two
    numbers that stand together, and a percentage with its own count and total, are not held
    against anyone. Note. Warning where another place prints the same kind of result with a
    number that a single slip sets apart and words that fit, or the same ratio of the same
    standard endpoint with other numbers, and that number stands nowhere in the abstract.

    Why it matters
    --------------
    Most readers read the abstract only. A number that the article itself does not bear out cannot
    be verified, and is often left over from an earlier version.

    Known limits
    ------------
    Numbers that are drawn in a figure or stand in a supplement are not seen. Thresholds (P < 0.05),
    single digits and whole numbers in words above ninety-nine are not asked about. Silent where
    the family TT compares the number with another place.

    Source
    ------
    Pitkin RM, Branagan MA, Burmeister LF. Accuracy of data in abstracts of published research
    articles. JAMA 1999;281:1110-1: an abstract is deficient when its data differ from those of the
    body or are not found there.
    """
    outside = [n.num for n in dossier.numbers if n.place in _OUTSIDE]
    mentions = [r for r in dossier.results if r.place == "abstract" and r.unit != "participants"]
    if len(outside) < FEWEST or not mentions:
        return
    elsewhere = PrintedNumbers(outside)
    known: _Known | None = None
    for mention in mentions:
        alone = _alone(mention, elsewhere)
        if not alone:
            continue
        known = known or _Known(dossier)
        alone = [
            (role, n)
            for role, n in alone
            if n.span not in known.held and not (role in _COMPUTED and known.derived(n))
        ]
        if alone:
            yield _finding(mention, alone, known)


def _alone(mention: Result, elsewhere: PrintedNumbers) -> list[tuple[str, Num]]:
    """The numbers of a mention that no other place prints, with their roles.

    An estimate and its bounds may each stand somewhere: they are asked for together.
    """
    alone = [
        (role, n)
        for role, n in _numbers(mention)
        if not elsewhere.holds(n.text, share=role == "value")
    ]
    triple = triple_of(mention)
    if not alone and triple and not elsewhere.together([n.text for n in triple]):
        alone = list(zip(("estimate", "low", "high"), triple, strict=True))
    return alone


def _finding(mention: Result, alone: list[tuple[str, Num]], known: _Known) -> Finding:
    said = ", ".join(dict.fromkeys(n.text for _, n in alone))
    evidence = [Evidence(role, n.span, "abstract") for role, n in alone]
    found = known.counterpart(mention, [n for _, n in alone])
    if found is None:
        verb = "stands" if len({n.text for _, n in alone}) == 1 else "stand"
        return differs(
            "note",
            f"{said} {verb} in the abstract and nowhere else in the article",
            evidence=tuple(evidence),
            results=(mention.id,),
            endpoint=mention.endpoint,
            alternatives=("shown in a figure or a supplement", "computed from other numbers"),
        )
    other, nums = found
    evidence += [Evidence("value", n.span, other.place, other.label) for n in nums]
    there = other.label or "the text"
    return differs(
        "warning",
        f"{said} in the abstract stands nowhere else; for the same result {there} prints "
        f"{', '.join(n.text for n in nums)}",
        evidence=tuple(evidence),
        results=(mention.id, other.id),
        endpoint=mention.endpoint,
        alternatives=("two results that the words do not tell apart",),
    )


def _numbers(result: Result) -> Iterator[tuple[str, Num]]:
    """The numbers of a result that another place could be expected to repeat, with their roles."""
    e = result.effect
    if e is not None:
        bounds = (("estimate", e.estimate), ("low", e.low), ("high", e.high))
        yield from ((role, n) for role, n in bounds if n is not None)
    for v in result.values:
        own = v.count is not None and v.total is not None
        if len(v.nums) == 1 and not (own and v.kind == "percent"):
            yield from (("value", n) for n in v.nums if _telling(n))
        parts = (("sd", v.sd), ("low", v.low), ("high", v.high), ("count", v.count))
        yield from ((role, n) for role, n in parts if n is not None and _telling(n))
    yield from (("p", p.value) for p in result.p if p.relation == "=")


def _telling(n: Num) -> bool:
    return len(n.text.lstrip("-").replace(".", "").strip("0")) >= 2


class _Known:
    """What the article prints round a lonely number; made only where there is one."""

    def __init__(self, dossier: Dossier):
        self._dossier = dossier
        self._everywhere = sorted((n.num for n in dossier.numbers), key=lambda n: n.span)
        self._abstract = PrintedNumbers(n.num for n in dossier.numbers if n.place == "abstract")
        self._others = [
            r for r in dossier.results if r.place in ("text", "table") and r.unit != "participants"
        ]
        self._meaning = Meaning(dossier.article, dossier.results)
        self._in_words: frozenset[str] | None = None
        self._made: frozenset[Fraction] | None = None
        # The family TT speaks of the numbers that a link lays beside another place.
        self.held = {
            span
            for p in dossier.pairs
            for x in laid(p.link, p.left, p.right)
            for span in (x.left.span, x.right.span)
        }

    def derived(self, n: Num) -> bool:
        """Whether a number is written in words, or two numbers that stand together make it."""
        if self._in_words is None:
            body = (b for b in self._dossier.article.blocks if b.kind in ("paragraph", "caption"))
            texts = (self._dossier.article.view(b.pieces).text for b in body)
            found = (number_words.value(m.group()) for t in texts for m in _WORDS.finditer(t))
            self._in_words = frozenset(w for w in found if w)
        if n.text in self._in_words:
            return True
        if self._made is None:
            self._made = frozenset(self._pairs())
        return printed(n.text.lstrip("-")).value in self._made

    def _pairs(self) -> Iterator[Fraction]:
        """Sums and differences of numbers of the same precision that stand together."""
        listed = [(n.span, read(n.text)) for n in self._everywhere]
        for i, (span, one) in enumerate(listed):
            for there, two in listed[i + 1 : i + 9]:
                if there.start - span.end > TOGETHER:
                    break
                if one and two and one[1] == two[1]:
                    yield one[0] + two[0]
                    yield abs(one[0] - two[0])

    def counterpart(self, mention: Result, alone: list[Num]) -> tuple[Result, list[Num]] | None:
        """The result elsewhere that tells the same with another number, and that number."""
        found: list[tuple[float, Result, list[Num]]] = []
        for other in self._others:
            nums = self._against(mention, other, alone)
            if nums and not keys.conflicts(mention, other):
                fit = self._meaning.support(mention, other)
                if fit >= (NEARLY if other.place == "text" else FITS):
                    found.append((fit, other, nums))
        found.sort(key=lambda item: -item[0])
        if not found:
            return None
        best = found[0]
        rivals = {tuple(n.text for n in x[2]) for x in found if x[0] > best[0] - 0.1}
        return (best[1], best[2]) if len(rivals) == 1 else None

    def _against(self, mention: Result, other: Result, alone: list[Num]) -> list[Num]:
        """Numbers of another result, absent from the abstract, in the roles of the lonely ones."""
        here, there = triple_of(mention), triple_of(other)
        if here and there and _kinds(mention) == _kinds(other):
            same = keys.standard(mention.endpoint) and mention.endpoint == other.endpoint
            lonely = sum(n in alone for n in here) >= 2
            apart = sum(not alike(x.text, y.text) for x, y in zip(here, there, strict=True)) >= 2
            if same and lonely and apart:
                return there
        wanted = dict(_roles(mention, alone))
        if (here or there) and _repeated(mention, other) < 2:
            return []  # another ratio, of another model or another group
        for role, n in _numbers(other):
            x = wanted.get(role) if role in _ASKED else None
            if x is None or self._abstract.holds(n.text):
                continue
            if numerals.slip(x.text, n.text) in _SLIPS and _heavy(x, n):
                return [n]
        return []


def _repeated(mention: Result, other: Result) -> int:
    """How many values of a mention another result prints as well."""
    texts = [n.text for v in other.values for n in (*v.nums, *filter(None, (v.count,)))]
    mine = [n.text for v in mention.values for n in (*v.nums, *filter(None, (v.count,)))]
    return sum(any(alike(m, t) for t in texts) for m in mine)


def _kinds(result: Result) -> str:
    return result.effect.kind if result.effect is not None else ""


def _roles(mention: Result, alone: list[Num]) -> Iterator[tuple[str, Num]]:
    """The lonely numbers by role; a role with two of them is left out."""
    roles = [(role, n) for role, n in _numbers(mention) if n in alone]
    names = [role for role, _ in roles]
    yield from ((role, n) for role, n in roles if names.count(role) == 1)


def _heavy(a: Num, b: Num) -> bool:
    """Whether two numerals are long enough for a slip between them to say something."""
    digits = (n.text.lstrip("-").replace(".", "").lstrip("0") for n in (a, b))
    decimals = (len(n.text.partition(".")[2]) for n in (a, b))
    return min(map(len, digits)) >= 2 or min(decimals) >= 3
