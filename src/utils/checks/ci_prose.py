"""Medians and means with their quartiles or range as sentences print them.

What belongs here: recognising "median 12 weeks (IQR 14 to 20)" where the reader of results kept
the number without its spread, or not at all. What does not: any verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.checks.said import prose
from src.utils.records import Dossier, Num, Place, View

_NUMBER = r"[+-]?\d+(?:\.\d+)?"
#: Found by its rarest word first: the name of the spread, then the bounds behind it.
_NAMED = re.compile(
    rf"(?:\b(?P<iqr>IQR|inter-?quartile range)|\b(?P<range>range))\s*[:,=]?\s*(?:was|of|from)?\s*"
    rf"(?P<low>{_NUMBER})\s*(?:-|to|,|;|and)\s*(?P<high>{_NUMBER})(?![\d.]*\d|\s*%\s*CI)",
    re.I,
)
#: Right before it: the value, with at most a unit between.
_VALUE = re.compile(
    rf"(?<![\w.,/-])(?P<x>{_NUMBER})\s*(?:%|[a-zµ°/²%.]{{1,12}}(?:\s[a-z/]{{1,8}})?)?\s*"
    rf"(?:[(\[,;]\s*){{1,2}}(?:with an?\s+)?\Z",
    re.I,
)
_MEDIAN = re.compile(r"\bmedians?\b", re.I)
_MEAN = re.compile(r"\b(?:means?|average)\b", re.I)
_SPREAD = re.compile(
    r"(?:\bs\.?d\.?|\bs\.?e\.?m?\.?|±|\+/-|\bIQR|range|deviation|error)[\s:=(,]*(?:of\s+|was\s+)?\Z",
    re.I,
)


class Spread(msgspec.Struct, frozen=True):
    """A value of a sentence with the two bounds behind it."""

    kind: str  # "median", "mean" or "" where the words before do not say
    name: str  # "IQR" or "range"
    x: Num
    low: Num
    high: Num
    place: Place


def spreads(dossier: Dossier) -> Iterator[Spread]:
    """Every value of the prose with its quartiles or range right behind it."""
    for block, view in prose(dossier):
        if "ange" not in view.text and "IQR" not in view.text:
            continue
        for match in _NAMED.finditer(view.text):
            found = _one(view, match, block.place)
            if found is not None:
                yield found


def _one(view: View, match: re.Match[str], place: Place) -> Spread | None:
    before = view.text[max(0, match.start() - 40) : match.start()]
    value = _VALUE.search(before)
    if value is None:
        return None
    at = match.start() - len(before)
    words = view.text[max(0, at + value.start() - 100) : at + value.start()]
    if _SPREAD.search(words[-16:]):
        return None
    said = [*_MEDIAN.finditer(words), *_MEAN.finditer(words)]
    last = max(said, key=lambda m: m.start()).group().lower() if said else ""
    kind = "median" if last.startswith("median") else "mean" if last else ""

    def num(start: int, end: int) -> Num:
        return Num(view.text[start:end].lstrip("+"), view.span(start, end))

    x = num(at + value.start("x"), at + value.end("x"))
    low, high = num(*match.span("low")), num(*match.span("high"))
    return Spread(kind, "IQR" if match["iqr"] else "range", x, low, high, place)
