"""Ranges of grades and stages in words, written out."""

from __future__ import annotations

import re

_LEVEL = r"(?:[1-9]|[IVX]{1,4})"
_RANGE = re.compile(rf"(?<![\w.])({_LEVEL})[ab]?\s*(?:-|–|to|through)\s*({_LEVEL})[ab]?(?![\w.%])")
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def levels(text: str) -> str:
    """A text with its ranges of levels written out: "grade 3-5" names 3, 4 and 5.

    >>> levels("grade 3-5 in two")
    'grade 3-5 in two 3 4 5'
    """
    out = [text]
    for a, b in _RANGE.findall(text):
        if a.isdigit() and b.isdigit() and int(a) < int(b):
            out.append(" ".join(str(n) for n in range(int(a), int(b) + 1)))
        elif a.lower() in _ROMAN and b.lower() in _ROMAN:
            i, j = _ROMAN.index(a.lower()), _ROMAN.index(b.lower())
            out.append(" ".join(_ROMAN[n].upper() for n in range(i, j + 1)))
    return " ".join(out)
