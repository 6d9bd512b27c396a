"""Checks of the family CI: intervals of test statistics printed in brackets of the text.

What belongs here: "(t = 1.43, SE = 0.48, p = .15, 95% CI [0.26, 1.64], d = 0.21)", where names of
the bracket say that the interval is one of a difference. What does not: results that extraction
knows (`ci_symmetry`, `pv_interval`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from src.utils import statistics
from src.utils.checks import wording
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import sentences
from src.utils.printed import normalise, printed, related
from src.utils.records import Block, Dossier, Evidence, Finding, Span, View

_D = r"[-+]?\s?(?:\d+(?:\.\d+)?|\.\d+)"
_CI = re.compile(
    rf"(?:(?P<level>\d{{2}}(?:\.\d)?)\s*%\s*)?\bC\.?I\.?(?:\s*\(\s*[a-zA-Z]{{1,4}}\s*\))?\s*[=:,]?\s*"
    rf"[\[(]\s*(?P<low>{_D})\s*(?:,|;|to|-)\s*(?P<high>{_D})\s*[\])]"
)
_NAMED = re.compile(
    r"(?<![\w.])(?P<name>(?:Cohen'?s\s+)?d|(?:Hedges'?s?\s+)?g|SMD|B|b|β|MD|WMD|mean\s+difference)"
    rf"\s*(?:=|of|was|,|:)?\s*(?P<value>{_D})\s*[,;]?\s*\Z"
)
_TEST = re.compile(rf"(?<![\w.])(?:t|B|b|β|SE|SEM|d|g)\s*(?:\(\s*[\d.]+\s*\))?\s*=\s*{_D}")
_RATIO = re.compile(r"\b(?:[ac]?[HOR]R|IRR|ratios?|odds|hazard|relative risk|Exp\s*\(B\))\b", re.I)
_P = re.compile(r"(?<![\w.])[Pp]\s*(?P<sign>[=<>])\s*(?P<p>0?\.\d{1,4})(?!\d)")
_DASHES = str.maketrans(dict.fromkeys("−–‐‑—", "-"))
_FAR = 0.2  # of half the width: exact intervals of standardised differences are off by less


@check("CI12", "interval-of-a-difference-in-brackets")
def interval_in_brackets(dossier: Dossier) -> Iterator[Finding]:
    """An interval of a difference, printed among test statistics, does not fit its d, B or P.

    Compares
    --------
    The interval with the d, g, B or mean difference right before it (its centre, within a fifth of
    half the width), and with the P of the same bracket where that bracket prints t, SE, B or d and
    no ratio: whether both decide alike about the null value of 0. Error when they do not fit and
    another sign of one bound makes them fit, else warning.

    Why it matters
    --------------
    A minus sign is the character most easily lost; without it a result that is not significant
    seems to exclude 0.

    Known limits
    ------------
    A P of another test than the interval's may decide differently near 0.05; only P values on the
    far side (above 0.1 or below 0.02) are held against it.

    Source
    ------
    Altman DG, Bland JM. BMJ 2011;343:d2090.
    """
    known = {
        n.span
        for r in dossier.results
        if r.effect is not None
        for n in (r.effect.low, r.effect.high)
        if n is not None
    }
    for block, view in sentences(dossier):
        if block.kind not in ("paragraph", "abstract", "caption"):
            continue
        if "CI" not in view.text and "C.I" not in view.text:
            continue
        text = view.text.translate(_DASHES)
        for match in _CI.finditer(text):
            yield from _interval(match, text, view, block, known)


def _interval(
    match: re.Match[str], text: str, view: View, block: Block, known: set[Span]
) -> Iterator[Finding]:
    low, high = printed(normalise(match["low"])), printed(normalise(match["high"]))
    if low.value >= high.value:
        return
    spans = (_tight(view, match, "low"), _tight(view, match, "high"))
    evidence = tuple(
        Evidence(role, s, block.place) for role, s in zip(("low", "high"), spans, strict=True)
    )
    before = text[max(0, match.start() - 40) : match.start()]
    named = _NAMED.search(before)
    if named:
        if spans[0] in known:
            return
        e = printed(normalise(named["value"]))
        at = max(0, match.start() - 40)
        where = Evidence("estimate", _tight(view, named, "value", at), block.place)
        off = statistics.skew(float(e.value), float(low.value), float(high.value), "difference")
        words = f"{named['name']} {e.text} ({low.text} to {high.text})"
        if off <= _FAR or statistics.difference_centred(e.interval, low.interval, high.interval):
            yield agrees(f"{words}: centred", evidence=(where, *evidence))
            return
        signs = _signs(low.value, high.value)
        mended = [
            s
            for s, (a, b) in signs.items()
            if statistics.skew(float(e.value), float(a), float(b), "difference") <= _FAR
        ]
        yield differs(
            "error" if mended or off > 0.5 else "warning",
            f"{words}: the estimate is not the centre of its interval",
            computed={"centre": wording.to_decimals((low.value + high.value) / 2, e)},
            alternatives=tuple(f"likely slip: the {s} lost its minus sign" for s in mended[:1]),
            evidence=(where, *evidence),
        )
        return
    yield from _against_p(match, text, view, block, evidence)


def _against_p(
    match: re.Match[str], text: str, view: View, block: Block, evidence: tuple[Evidence, ...]
) -> Iterator[Finding]:
    """The interval against the P of its bracket."""
    opened = max(text.rfind("(", 0, match.start()), text.rfind(";", 0, match.start()))
    # A bracket around degrees of freedom, "t(34)", is not the one that holds the statistics.
    while opened > 0 and (")" in text[opened : match.start()]):
        opened = text.rfind("(", 0, opened)
    closed = text.find(")", match.end())
    inner = text[max(opened, 0) : closed if closed >= 0 else len(text)]
    if len(inner) > 250 or _RATIO.search(text) or not _TEST.search(inner):
        return
    found = list(_P.finditer(text, max(opened, 0), closed if closed >= 0 else len(text)))
    if len(found) != 1:
        return
    low, high = printed(normalise(match["low"])), printed(normalise(match["high"]))
    p = found[0]
    number = p["p"] if p["p"][0] == "0" else "0" + p["p"]
    said = related(p["sign"], number)
    excludes = low.interval.low > 0 or high.interval.high < 0
    holds = low.interval.high < 0 < high.interval.low
    wrong = (excludes and said.low >= Fraction(1, 10)) or (holds and said.high <= Fraction(2, 100))
    level = float(match["level"] or 95)
    where = Evidence("p", _tight(view, p, "p"), block.place)
    words = f"{level:g}% CI {low.text} to {high.text} beside P {p['sign']} {number}"
    if not wrong:
        if excludes or holds:
            yield agrees(f"{words}: they decide alike", evidence=(*evidence, where))
        return
    mended = [
        s
        for s, (a, b) in _signs(low.value, high.value).items()
        if (a < 0 < b) == excludes and a < b
    ]
    yield differs(
        "error" if mended else "warning",
        f"{words}: the interval {'leaves out' if excludes else 'holds'} 0, the P decides otherwise",
        computed={"interval": f"{low.text} to {high.text}", "P": f"{p['sign']} {number}"},
        alternatives=tuple(f"likely slip: the {s} lost its minus sign" for s in mended[:1]),
        evidence=(*evidence, where),
    )


def _signs(low: Fraction, high: Fraction) -> dict[str, tuple[Fraction, Fraction]]:
    """The interval with a minus sign put before one bound, or both."""
    out = {}
    if low > 0:
        out["lower bound"] = (-low, high)
        out["estimate or both bounds"] = (-high, -low)
    return out


def _tight(view: View, match: re.Match[str], group: str, at: int = 0) -> Span:
    """The place of a numeral without white space around it."""
    start, end = match.span(group)
    lead = len(match[group]) - len(match[group].lstrip())
    return view.span(at + start + lead, at + end)
