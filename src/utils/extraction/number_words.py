"""Whole numbers in words: "Eleven patients", "twenty-four of 60"."""

from __future__ import annotations

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_BELOW = "|".join(sorted(_ONES, key=len, reverse=True))
#: A whole number below a hundred, in words.
PATTERN = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES[:9])}))?|{_BELOW})"


def value(words: str) -> str | None:
    """The numeral that words stand for, None when they are none.

    >>> value("Eleven"), value("twenty-four"), value("12")
    ('11', '24', None)
    """
    parts = words.lower().replace("-", " ").split()
    total = 0
    for part in parts:
        if part in _TENS:
            total += _TENS[part]
        elif part in _ONES:
            total += _ONES.index(part) + 1
        else:
            return None
    return str(total) if parts else None
