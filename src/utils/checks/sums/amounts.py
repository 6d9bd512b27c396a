"""What a cell of a table prints, as far as arithmetic over cells needs it.

What belongs here: counts with their percentages and totals, percentages, other numbers. What does
not: rows, columns and sentences. Unlike `sheet_cells`, a cell may print "1 (<1%)" and "69/652
(10.6)", of which sums are often made.
"""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from src.utils.printed import has_digit, normalise, printed
from src.utils.records import Num, View

_N = r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\s\d{3})+(?!\d)|\d+"
_D = r"[-+]?\s?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_L = r"(?P<less>[<>≤≥~]?)\s*"
_END = r"\s*(?:[*†‡§¶#$^|]|(?<=[\d)%\]\s])[a-z](?![a-z]))*\s*\Z"
_O, _C = r"\s*[(\[]\s*", r"\s*%?\s*[)\]]\s*%?"
_SHAPES = tuple(
    (kind, re.compile(pattern + _END))
    for kind, pattern in (
        ("of", rf"\s*(?P<c>{_N})\s*(?:[/\\]|of)\s*(?P<t>{_N})(?:{_O}{_L}(?P<p>{_D}){_C})?"),
        ("of", rf"\s*(?P<p>{_D})\s*%?{_O}(?P<c>{_N})\s*[/\\]\s*(?P<t>{_N})\s*[)\]]"),
        ("share", rf"\s*(?:n\s*=\s*)?(?P<c>{_N}){_O}(?P<less>[<>]?)\s*(?P<p>{_D})\s*%\s*[)\]]"),
        ("maybe", rf"\s*(?P<c>{_N}){_O}(?P<less>[<>]?)\s*(?P<p>{_D}){_C}"),
        ("share", rf"\s*(?P<p>{_D})\s*%{_O}(?:n\s*=\s*)?(?P<c>{_N})\s*[)\]]"),
        ("share", rf"\s*(?P<c>{_N})\s*[,;]\s*(?P<less>[<>]?)\s*(?P<p>{_D})\s*%"),
        ("pair", rf"\s*(?P<p>{_D}){_O}(?P<c>{_N})\s*[)\]]"),
        ("count", rf"\s*[(\[]?\s*(?:[nN]\s*=\s*)?(?P<c>{_N})\s*[)\]]?"),
        ("percent", rf"\s*(?P<p>{_D})\s*%(?:{_O}.{{1,40}}[)\]])?"),
        ("number", rf"\s*(?P<v>{_D})(?:\s*(?:±|\+/-|[(\[]).{{1,40}})?"),
    )
)
#: Words that make "60 (12)" a mean with its spread, and that make it a count with its share.
_SPREAD = re.compile(
    r"\bmeans?\b|\bmedians?\b|\bS\.?D\b|±|\bIQR\b|\brange\b|\baverage\b|\bSE\b", re.I
)
_SHARED = re.compile(r"%|\bper\s*cent", re.I)
_COUNTED = re.compile(r"\bn\b|\bno\b|\bnumber\b|#", re.I)


class Amount(msgspec.Struct, frozen=True):
    """A count with its percentage and total, a percentage, or another number."""

    count: Num | None = None
    share: Num | None = None
    total: Num | None = None
    other: Num | None = None

    @property
    def nums(self) -> tuple[Num, ...]:
        """Its numerals."""
        return tuple(n for n in (self.count, self.share, self.total, self.other) if n is not None)


def read(text: str, view: View, words: str, size: int | None) -> Amount | None:
    """What a cell prints; ``words`` are the labels of its row and column, ``size`` its column's.

    None for words, ranges, several numbers or an empty cell.
    """
    if len(text) > 60 or not has_digit(text):
        return None
    for kind, shape in _SHAPES:
        match = shape.match(text)
        if match is None:
            continue
        try:
            found = {
                key: Num(normalise(raw), view.span(*match.span(key)))
                for key, raw in match.groupdict().items()
                if raw and key != "less"
            }
        except ValueError:
            return None
        less = bool(match.groupdict().get("less"))
        return _amount(kind, found, less, words, size)
    return None


def _amount(
    kind: str, found: dict[str, Num], less: bool, words: str, size: int | None
) -> Amount | None:
    count, share, total = found.get("c"), found.get("p"), found.get("t")
    if any(n is not None and not n.text.isdigit() for n in (count, total)):
        return None
    if kind == "of" and count is not None and total is not None:
        if int(count.text) > int(total.text) or not int(total.text):
            return None
        return Amount(count, None if less else share, total)
    if kind in ("maybe", "pair") and count is not None and share is not None:
        if _is_share(count, share, words, size):
            return Amount(count, None if less else share)
        first = min(count, share, key=lambda n: n.span)
        return Amount(other=first)
    if kind == "share":
        return Amount(count, None if less else share)
    if kind == "count" and count is not None:
        if _SHARED.search(words) and not _COUNTED.search(words) and int(count.text) <= 100:
            return Amount(share=count)
        return Amount(other=count) if _SPREAD.search(words) else Amount(count)
    if kind == "percent":
        return Amount(share=share)
    value = found.get("v")
    if value is None:
        return None
    shared = _SHARED.search(words) and not _SPREAD.search(words)
    return Amount(share=value) if shared else Amount(other=value)


def _is_share(count: Num, share: Num, words: str, size: int | None) -> bool:
    """Whether the number in brackets is a percentage rather than a spread."""
    value = printed(share.text)
    if not 0 <= value.value <= 100:
        return False
    if size:
        off = abs(Fraction(100 * int(count.text), size) - value.value)
        if off <= value.unit:
            return True
    if _SPREAD.search(words) and not _SHARED.search(words):
        return False
    first = count.span < share.span
    return first or bool(_SHARED.search(words))
