"""Checks of the family PV: a P value against the counts that its sentence compares.

What belongs here: "27/48 (56%) compared with 14/71 (20%), P = .003", where four whole numbers and
one P stand in one clause, and "9 (3.7%), 6 (2.4%) and 8 (3.2%); P = 0.73", where each count and its
percentage fix the number of patients nearly. What does not: results that extraction has put
together with the sizes of their arms (`pv_counts`).
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence

import msgspec

from src.utils import statistics
from src.utils.checks import wording
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import prose
from src.utils.printed import normalise, printed, related
from src.utils.records import Dossier, Evidence, Finding, Place, View
from src.utils.statistics import Range

_FRACTION = re.compile(
    r"(?<![\w.,/])(?P<k>\d{1,5})\s?(?:/|\s(?:out\s)?of\s(?:the\s)?)\s?(?P<n>\d{1,5})(?![\w/]|[.,]\d)"
)
_N = r"\d{1,3}(?:,\d{3})+|\d{1,5}"
_D = r"\d{1,3}(?:\.\d{1,2})?"
#: "12 women (24%)", "24% (n = 12)", "(n = 12; 24%)", without a total of its own.
_SHARE = re.compile(
    rf"(?<![\w.,/±=<>])(?<!\bof\s)(?:(?P<k>{_N})\s*(?:(?!of\b)[a-z][a-z-]*\s+){{0,3}}"
    rf"[(\[]\s*(?P<p>{_D})\s*%\s*[)\]]|(?P<p2>{_D})\s*%\s*[(\[]\s*(?:n\s*=\s*)?(?P<k2>{_N})\s*[)\]]"
    rf"|[(\[]\s*n\s*=\s*(?P<k3>{_N})\s*[;,]\s*(?P<p3>{_D})\s*%\s*[)\]])"
    r"(?!\s*(?:of|/|out\s+of)\s*(?:the\s+)?\d)"
)
_P = re.compile(r"(?<![\w.])[Pp]\s*(?:[- ]?value\s*)?(?P<sign>[=<])\s*(?P<p>0?\.\d{1,5})(?!\d)")
_COMPARED = re.compile(r"\b(?:versus|vs|v|compared|against|than|whereas|and|while|but)\b", re.I)
#: Counts joined by "and" are of two groups where the sentence says so.
_SIDES = re.compile(
    r"\b(?:versus|vs|compared|against|than|respectively|groups?|arms?|placebo|controls?)\b", re.I
)
_LISTED = re.compile(r"[,;]")
#: Designs and tests whose P does not follow from the four counts.
_OTHER = re.compile(
    r"log-?\s?rank|hazard|\bcox\b|kaplan|adjust|stratif|match|pair|mcnemar|cluster|cross-?over|"
    r"non-?inferior|equivalen|trend|interaction|regression|one-(?:sided|tailed)|odds|ratio|corrected|"
    r"\bGEE\b|mixed|weighted|eyes?\b|teeth|episodes|visits|cycles|lesions|sites\b",
    re.I,
)
_DESIGN = re.compile(r"cluster|cross-?over|stepped[- ]wedge|matched|split-mouth", re.I)
_ROOM = 0.35  # difference of z by which related tests may part
_GROUPS = (2, 3)  # so many groups are compared by one P
_FEWEST = 5  # patients of a group
_EXPECTED = 3  # events of a group, below which tests of three groups part widely


class _Group(msgspec.Struct, frozen=True):
    """Events in a group whose size is printed, or lies between two numbers by its percentage."""

    k: int
    low: int
    high: int
    places: tuple[tuple[str, int, int], ...]  # role, start and end in the sentence

    @property
    def shown(self) -> str:
        """As printed: "12/50", or "12 of 49 to 51"."""
        if len(self.places) > 1 and self.places[1][0] == "total":
            return f"{self.k}/{self.low}"
        of = str(self.low) if self.low == self.high else f"{self.low} to {self.high}"
        return f"{self.k} of {of}"


@check("PV07", "p-value-against-fractions-of-its-sentence")
def p_against_fractions(dossier: Dossier) -> Iterator[Finding]:
    """A P value does not follow from the counts that its sentence compares.

    Compares
    --------
    In a sentence with exactly two fractions k/n and one P, the P with Fisher's exact, Pearson's and
    Yates's test on the four counts; also with two or three counts that stand with their
    percentages, over all numbers of patients that give them (Pearson's test for three). Outside by
    more than 0.35 of z: warning; error where the decision at 0.05 is the opposite for all of them.
    Note where the title names clusters, pairs or a cross-over.

    Why it matters
    --------------
    Four whole numbers fix the P of two proportions.

    Known limits
    ------------
    Sentences that name an adjusted, stratified, paired or time-to-event analysis, or units of
    which a patient has several, are left alone.

    Source
    ------
    Agresti A. Categorical Data Analysis, 3rd edition, chapter 3.
    """
    joined = {p.value.span for r in dossier.results if len(r.values) > 1 or r.effect for p in r.p}
    for block, view in prose(dossier):
        text = view.text
        if not ("P" in text or "p" in text):
            continue
        found = list(_P.finditer(text))
        if len(found) != 1 or _OTHER.search(text):
            continue
        p = found[0]
        groups = _fractions(text, p.start()) or _shares(text, p.start())
        if not groups or (groups[0].places[1][0] == "total" and view.span(*p.span("p")) in joined):
            continue
        known = _p_of(groups)
        if known is not None:
            finding = _judged(groups, known, p, view, block.place, dossier.article.title)
            if finding is not None:
                yield finding


def _fractions(text: str, end: int) -> list[_Group]:
    """The two fractions of a sentence that are compared before ``end``; none otherwise."""
    pairs = [m for m in _FRACTION.finditer(text) if 0 <= int(m["k"]) <= int(m["n"])]
    if len(pairs) != 2 or pairs[1].end() > end:
        return []
    if not _COMPARED.search(text, pairs[0].end(), pairs[1].start()):
        return []
    return [
        _Group(
            int(m["k"]),
            int(m["n"]),
            int(m["n"]),
            (("count", *m.span("k")), ("total", *m.span("n"))),
        )
        for m in pairs
    ]


def _shares(text: str, end: int) -> list[_Group]:
    """The counts with percentages of a sentence, where it prints no other percentage."""
    found = list(_SHARE.finditer(text))
    if len(found) not in _GROUPS or found[-1].end() > end or text.count("%") != len(found):
        return []
    gaps = [text[a.end() : b.start()] for a, b in itertools.pairwise(found)]
    if not _COMPARED.search(gaps[-1]) or not _SIDES.search(text):
        return []
    if not all(_COMPARED.search(gap) or _LISTED.search(gap) for gap in gaps):
        return []
    groups = []
    for m in found:
        key = next(x for x in ("", "2", "3") if m[f"k{x}"])
        k, share = int(m[f"k{key}"].replace(",", "")), printed(normalise(m[f"p{key}"]))
        low, high = share.interval.low, share.interval.high
        if k < 1 or low <= 0 or share.value > 100:
            return []
        least, most = max(k, math.ceil(100 * k / high)), math.floor(100 * k / low)
        if least > most:
            return []
        groups.append(
            _Group(k, least, most, (("count", *m.span(f"k{key}")), ("value", *m.span(f"p{key}"))))
        )
    return groups


def _p_of(groups: Sequence[_Group]) -> dict[str, Range] | None:
    """The P of each test over the sizes that the groups may have; None where none is sure."""
    if min(g.low for g in groups) < _FEWEST or sum(g.k for g in groups) == 0:
        return None
    sizes = list(itertools.product(*(sorted({g.low, g.high}) for g in groups)))
    if len(groups) == 2:
        (k1, k2) = (g.k for g in groups)
        tried = [
            statistics.p_ranges(range(k1, k1 + 1), n1, range(k2, k2 + 1), n2) for n1, n2 in sizes
        ]
        return {
            name: Range(min(t[name].low for t in tried), max(t[name].high for t in tried))
            for name in tried[0]
        }
    values = []
    for ns in sizes:
        share = sum(g.k for g in groups) / sum(ns)
        if share >= 1 or min(n * min(share, 1 - share) for n in ns) < _EXPECTED:
            return None
        squared = sum(
            (g.k - n * share) ** 2 / (n * share * (1 - share))
            for g, n in zip(groups, ns, strict=True)
        )
        values.append(math.exp(-squared / 2))  # two degrees of freedom
    return {"Pearson": Range(min(values), max(values))}


def _judged(
    groups: Sequence[_Group],
    known: dict[str, Range],
    p: re.Match[str],
    view: View,
    place: Place,
    title: str,
) -> Finding | None:
    """The printed P against those of the counts; None where they are near."""
    low, high = min(r.low for r in known.values()), max(r.high for r in known.values())
    number = normalise(p["p"])
    stated = related(p["sign"], number)
    evidence = (
        Evidence("p", view.span(*p.span("p")), place),
        *(Evidence(role, view.span(a, b), place) for g in groups for role, a, b in g.places),
    )
    words = f"{' vs '.join(g.shown for g in groups)}, P {p['sign']} {number}"
    if Range(low, high).meets(float(stated.low), float(stated.high)):
        return agrees(f"{words}: P agrees with the counts", evidence=evidence)
    a, b = statistics.z_of_p(high), statistics.z_of_p(low)
    c, d = (statistics.z_of_p(float(x)) for x in (stated.high, stated.low))
    if Range(a - _ROOM, b + _ROOM).meets(c, d):
        return None
    flipped = (stated.high < 0.05 and low > 0.05) or (stated.low >= 0.05 and high < 0.05)
    design = _DESIGN.search(title)
    tests = "Fisher's, Pearson's and Yates's tests" if len(known) > 1 else "Pearson's test"
    verb = "give" if len(known) > 1 else "gives"
    return differs(
        "note" if design else "error" if flipped else "warning",
        f"{words}: {tests} on the counts {verb} P {wording.span_of_p(low, high)}; "
        "not reconcilable as printed",
        computed={name: wording.span_of_p(r.low, r.high) for name, r in known.items()},
        alternatives=(f"the title names {design.group()!r}: the P is not crude",) if design else (),
        evidence=evidence,
    )
