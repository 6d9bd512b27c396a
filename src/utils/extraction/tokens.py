"""Tokens of printed text: parallel lists, one letter per token (see `grammar.CODES`)."""

from __future__ import annotations

from typing import Any

from src.utils import printed


class Token:
    """A printed numeral: ``text`` normalised, ``start`` and ``end`` in the scanned text."""

    __slots__ = ("text", "start", "end")

    def __init__(self, text: str, start: int, end: int):
        self.text, self.start, self.end = text, start, end

    def __repr__(self) -> str:
        return f"{self.text}@{self.start}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and (self.text, self.start, self.end) == (
            other.text,
            other.start,
            other.end,
        )

    def __hash__(self) -> int:
        return hash((self.text, self.start, self.end))


class Lexed:
    """Parallel lists: ``codes`` (one letter each), ``starts``, ``ends``, ``data``.

    ``data`` holds what a token says: the text of a numeral or word, (kind, adjusted) of a label,
    (level, method) of an interval's head, a list of (relation, Token, qualifier) of a P value,
    the standard term of an endpoint or unit.
    """

    __slots__ = ("text", "codes", "letters", "starts", "ends", "data")

    def __init__(self, text: str):
        self.text = text
        self.codes = ""  # the letters joined, once all are there
        self.letters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.data: list[Any] = []

    def token(self, i: int) -> Token:
        """The numeral at position ``i``."""
        return Token(self.data[i], self.starts[i], self.ends[i])

    def put(self, code: str, start: int, end: int, what: Any = None) -> None:
        """Add a token."""
        self.letters.append(code)
        self.starts.append(start)
        self.ends.append(end)
        self.data.append(what)

    def drop(self) -> None:
        """Take the last token back."""
        for column in (self.letters, self.starts, self.ends, self.data):
            column.pop()


def normalised(text: str) -> str:
    """`printed.normalise`, or the text itself where that cannot be."""
    try:
        return printed.normalise(text)
    except ValueError:
        return text
