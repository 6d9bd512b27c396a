"""The printed shapes of a table's cells: a count, a count with its share, a mean with its SD.

What belongs here: recognising a shape and its numerals. What does not: what rows and columns mean
(`sheets`) and any verdict.
"""

from __future__ import annotations

import re

import msgspec

from src.utils.printed import has_digit, normalise, printed
from src.utils.records import Num, View

N = r"\d{1,3}(?:,\d{3})+|\d+"
_D = r"[-+]?\s?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_MARKS = r"\s*(?:[*†‡§¶#$^]|\b[a-z]\b|(?<=[\d)%])[a-z](?![a-z]))*\s*"
_COUNT = re.compile(rf"\s*(?:n\s*=\s*)?({N}){_MARKS}\Z")
_COUNT_SHARE = re.compile(rf"\s*({N})\s*[(\[]\s*({_D})\s*(%?)\s*[)\]]\s*(%?){_MARKS}\Z")
_SHARE_COUNT = re.compile(rf"\s*({_D})\s*%\s*[(\[]\s*(?:n\s*=\s*)?({N})\s*[)\]]{_MARKS}\Z")
_SLASH = re.compile(rf"\s*({N})\s*/\s*({N})(?:\s*/\s*({N}))?{_MARKS}\Z")
_MEAN_SD = re.compile(
    rf"\s*({_D})\s*(?:±|\+/-|\+-)\s*({_D})\s*%?(?:\s*[(\[]\s*({N})\s*[)\]])?{_MARKS}\Z"
)
_PAIR = re.compile(rf"\s*({_D})\s*%?\s*[(\[]\s*(?:±\s*)?({_D})\s*%?\s*[)\]]{_MARKS}\Z")
_TRIPLE = re.compile(
    rf"\s*({_D})\s*%?\s*[(\[]\s*({_D})\s*(?:,|;|to|-|/|\s)\s*({_D})\s*%?\s*[)\]]{_MARKS}\Z"
)
_NUMBER = re.compile(rf"\s*({_D})\s*(%?){_MARKS}\Z")
_SHAPES: tuple[tuple[str, re.Pattern[str], tuple[int, ...]], ...] = (
    ("count", _COUNT, (1,)),
    ("share", _COUNT_SHARE, (1, 2)),
    ("share", _SHARE_COUNT, (2, 1)),
    ("slash", _SLASH, (1, 2, 3)),
    ("mean", _MEAN_SD, (1, 2, 3)),
    ("triple", _TRIPLE, (1, 2, 3)),
    ("pair", _PAIR, (1, 2)),
    ("number", _NUMBER, (1,)),
)


class Entry(msgspec.Struct, frozen=True):
    """What a cell prints: its kind (count, share, slash, mean, pair, triple, number) and numerals.

    ``share`` is a count with its percentage (count first); ``pair`` a number with another in
    brackets whose meaning only the labels tell.
    """

    kind: str
    nums: tuple[Num, ...]
    percent: bool = False

    @property
    def count(self) -> int | None:
        """The whole number of patients that the entry can only be, None otherwise."""
        if self.kind in ("count", "share"):
            whole = self.nums[0].text
            return int(whole) if whole.isdigit() else None
        return None

    @property
    def shown(self) -> str:
        """The numerals as words."""
        a = [n.text for n in self.nums]
        if self.kind == "mean":
            return f"{a[0]} ± {a[1]}"
        if self.kind == "slash":
            return "/".join(a)
        return a[0] if len(a) == 1 else f"{a[0]} ({', '.join(a[1:])})"


def read(text: str, view: View) -> Entry | None:
    """What the words of a cell print, None for words, several numbers or an empty cell.

    ``text`` is the view's text with footnote marks blanked, of the same length.
    """
    if len(text) > 60 or not has_digit(text):
        return None
    for kind, pattern, groups in _SHAPES:
        match = pattern.match(text)
        if match is None:
            continue
        try:
            nums = tuple(
                Num(normalise(match[g]), view.span(match.start(g), match.end(g)))
                for g in groups
                if match[g] is not None
            )
        except ValueError:
            return None
        if kind == "share" and printed(nums[1].text).value > 100:
            kind = "pair"
        return Entry(kind, nums, "%" in text)
    return None
