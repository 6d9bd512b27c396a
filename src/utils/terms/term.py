"""A standard term with the words that mean it."""

from __future__ import annotations

import msgspec


class Term(msgspec.Struct, frozen=True):
    """A standard term with the words that mean it, as a regular expression (case-insensitive
    unless ``cased``). ``family`` groups terms: time, response, harm, death, other."""

    name: str
    pattern: str
    family: str = ""
    cased: bool = False
    text: str = ""  # in words, for readers
