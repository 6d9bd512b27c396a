"""Checks of the family PV: a P value against the two fractions of its sentence.

What belongs here: "27/48 (56%) compared with 14/71 (20%), P = .003", where four whole numbers and
one P stand in one clause. What does not: results that extraction has put together (`pv_counts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils import statistics
from src.utils.checks import wording
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import prose
from src.utils.printed import normalise, related
from src.utils.records import Dossier, Evidence, Finding
from src.utils.statistics import Range

_FRACTION = re.compile(
    r"(?<![\w.,/])(?P<k>\d{1,5})\s?(?:/|\s(?:out\s)?of\s(?:the\s)?)\s?(?P<n>\d{1,5})(?![\w/]|[.,]\d)"
)
_P = re.compile(r"(?<![\w.])[Pp]\s*(?:[- ]?value\s*)?(?P<sign>[=<])\s*(?P<p>0?\.\d{1,5})(?!\d)")
_COMPARED = re.compile(r"\b(?:versus|vs|v|compared|against|than|whereas|and|while|but)\b", re.I)
#: Designs and tests whose P does not follow from the four counts.
_OTHER = re.compile(
    r"log-?\s?rank|hazard|\bcox\b|kaplan|adjust|stratif|match|pair|mcnemar|cluster|cross-?over|"
    r"non-?inferior|equivalen|trend|interaction|regression|one-(?:sided|tailed)|odds|ratio|corrected|"
    r"\bGEE\b|mixed|weighted|eyes?\b|teeth|episodes|visits|cycles|lesions|sites\b",
    re.I,
)
_DESIGN = re.compile(r"cluster|cross-?over|stepped[- ]wedge|matched|split-mouth", re.I)
_ROOM = 0.35  # difference of z by which related tests may part


@check("PV07", "p-value-against-fractions-of-its-sentence")
def p_against_fractions(dossier: Dossier) -> Iterator[Finding]:
    """A P value does not follow from the two fractions that its sentence compares.

    Compares
    --------
    In a sentence with exactly two fractions k/n and one P, the P with Fisher's exact, Pearson's and
    Yates's test on the four counts. Outside the three by more than 0.35 of z: warning; error where
    the decision at 0.05 is the opposite for all of them. Note where the title names clusters, pairs
    or a cross-over.

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
        pairs = [m for m in _FRACTION.finditer(text) if 0 <= int(m["k"]) <= int(m["n"])]
        if len(pairs) != 2 or pairs[1].end() > p.start() or view.span(*p.span("p")) in joined:
            continue
        if not _COMPARED.search(text, pairs[0].end(), pairs[1].start()):
            continue
        (k1, n1), (k2, n2) = ((int(m["k"]), int(m["n"])) for m in pairs)
        if min(n1, n2) < 5 or k1 + k2 == 0:
            continue
        ranges = statistics.p_ranges(range(k1, k1 + 1), n1, range(k2, k2 + 1), n2)
        low, high = min(r.low for r in ranges.values()), max(r.high for r in ranges.values())
        number = normalise(p["p"])
        stated = related(p["sign"], number)
        evidence = tuple(
            Evidence(role, view.span(*m.span(g)), block.place)
            for m, g, role in (
                (p, "p", "p"), (pairs[0], "k", "count"), (pairs[0], "n", "total"),
                (pairs[1], "k", "count"), (pairs[1], "n", "total"),
            )
        )  # fmt: skip
        words = f"{k1}/{n1} vs {k2}/{n2}, P {p['sign']} {number}"
        if Range(low, high).meets(float(stated.low), float(stated.high)):
            yield agrees(f"{words}: P agrees with the counts", evidence=evidence)
            continue
        a, b = statistics.z_of_p(high), statistics.z_of_p(low)
        c, d = (statistics.z_of_p(float(x)) for x in (stated.high, stated.low))
        if Range(a - _ROOM, b + _ROOM).meets(c, d):
            continue
        flipped = (stated.high < 0.05 and low > 0.05) or (stated.low >= 0.05 and high < 0.05)
        design = _DESIGN.search(dossier.article.title)
        yield differs(
            "note" if design else "error" if flipped else "warning",
            f"{words}: Fisher's, Pearson's and Yates's tests on the counts give P "
            f"{wording.span_of_p(low, high)}; not reconcilable as printed",
            computed={name: wording.span_of_p(r.low, r.high) for name, r in ranges.items()},
            alternatives=(f"the title names {design.group()!r}: the P is not crude",)
            if design
            else (),
            evidence=evidence,
        )
