"""Grades of severity that words name: "grade 3-4", "grade 3 or worse", "G4", "any grade".

CTCAE counts grades 1 to 5, 5 being death. An event of grade 3 or 4 is another quantity than the
same event of grade 3 alone.
"""

from __future__ import annotations

import re

from src.utils.records import Result

_NUMERAL = r"(?:[1-5]|I{1,3}|IV|V)"
_NAMED = re.compile(
    rf"\b(?:(?i:grades?|gr\.?|CTC(?:AE)?)\s*|G(?=[1-5]))(?P<least>[≥>]=?\s*)?(?P<low>{_NUMERAL})\b"
    rf"(?:\s*(?:-|/|to|or|and|,)\s*(?P<high>{_NUMERAL})\b(?!\s*%))?"
    r"(?P<worse>\s*\+|\s*(?:or|and)\s+(?:worse|higher|above|greater|more)\b)?"
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_WORST = 5


def grades(text: str) -> frozenset[int]:
    """The grades that the first grade phrase of a text covers; empty where it names none."""
    found = _NAMED.search(text)
    if not found:
        return frozenset()
    low = _number(found["low"])
    high = _number(found["high"]) if found["high"] else low
    if found["worse"] or found["least"]:
        high = _WORST
        low += (found["least"] or "").strip() == ">"
    return frozenset(range(low, high + 1))


def other_grades(mention: Result, cells: Result) -> bool:
    """Whether a mention's endpoint names grades that neither row nor any column of cells covers.

    A death apart (grades 3 to 4 beside "grade 3 or worse") makes no other quantity here: tables
    and sentences name these two alike.
    """
    said = grades(mention.endpoint_printed) or grades(mention.endpoint)
    if not said:
        return False
    heads = [grades(f"{cells.context.row} {cells.endpoint_printed}")]
    heads += [grades(arm.name) for arm in cells.arms]
    heads += [grades(cells.context.header)]
    named = [h for h in heads if h]
    return bool(named) and all(h - {_WORST} != said - {_WORST} for h in named)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _ROMAN[text]
