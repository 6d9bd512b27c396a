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
#: The words that such a number starts with.
NAMES = frozenset((*_ONES, *_TENS))
#: A whole number below a hundred, in words; hundreds with what follows them.
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES[:9])}))?|{_BELOW})"
_HUNDREDS = rf"(?:(?:{'|'.join(_ONES[:9])})[\s-]hundred)"
PATTERN = rf"(?:{_HUNDREDS}(?:(?:\s+and)?[\s-]{_SMALL})?|{_SMALL})"


def value(words: str) -> str | None:
    """The numeral that words stand for, None when they are none.

    >>> value("Eleven"), value("twenty-four"), value("12"), value("Two hundred and thirteen")
    ('11', '24', None, '213')
    """
    parts = [p for p in words.lower().replace("-", " ").split() if p != "and"]
    total = 0
    for part in parts:
        if part == "hundred":
            total = 100 * total
        elif part in _TENS:
            total += _TENS[part]
        elif part in _ONES:
            total += _ONES.index(part) + 1
        else:
            return None
    return str(total) if parts else None
