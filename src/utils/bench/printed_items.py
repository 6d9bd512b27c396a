"""What an article prints, found without the engine's extraction: for planting and for the ceiling.

A few plain patterns over the shadow find effects with intervals and P, pairs of values, and counts
with percentages. They miss a lot and need not find more: they say where an error can be planted,
and whether the same numbers stand a second time, so that a perfect reader could see the error.
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

import msgspec

from src.utils.printed import normalise, printed
from src.utils.records import Article, Span

_N = r"\d+\.\d+"
_LEVEL = r"(?:(?P<level>\d\d(?:\.\d+)?)\s*%\s*(?:C\.?I\.?|confidence\s+interval)[^\d()]{0,6})?"
_P = r"(?:[\s,;*$)\]]{1,8}[Pp]\s*[*$]?\s*(?P<rel>[=<>])\s*(?P<p>0?\.\d+))?"
_EFFECT = re.compile(
    rf"(?P<e>{_N})[\s,;:]*[(\[]?\s*{_LEVEL}[(\[]?\s*(?P<l>{_N})\s*(?:-|to|,)\s*(?P<u>{_N})[)\]\s]*{_P}"
)
_PAIR = re.compile(
    r"(?<![\d.])(?P<a>\d+(?:\.\d+)?)(?P<ua>\s*(?:%|months?|weeks?|days?|years?))\s+(?:vs\.?|versus)\s+"
    r"(?P<b>\d+(?:\.\d+)?)(?P<ub>\s*(?:%|months?|weeks?|days?|years?))"
)
_COUNT = re.compile(
    r"(?<![\d.])(?P<k>\d{1,5})\s*(?:/|of|out of)\s*(?P<n>\d{2,6})\b[^\d().]{0,24}[(\[]\s*"
    r"(?P<pct>\d{1,2}(?:\.\d+)?)\s*%?\s*[)\]]"
)


_PARTS = ("e", "l", "u", "level", "p", "a", "b", "k", "n", "pct")


class Item(msgspec.Struct, frozen=True):
    """One printed tuple: ``form`` is effect, pair or count; ``parts`` are numerals by role."""

    form: str
    parts: dict[str, Span]
    key: tuple[str, ...]
    relation: Span | None = None

    @property
    def span(self) -> Span:
        """From the first numeral to the last."""
        return Span(
            min(s.start for s in self.parts.values()), max(s.end for s in self.parts.values())
        )


class Inventory:
    """The items of an article, and how often each is printed."""

    def __init__(self, article: Article):
        """Find every item once; the bibliography is left out."""
        self.article = article
        end = min(
            (p.start for r in article.references for p in r.pieces), default=len(article.shadow)
        )
        shadow = article.shadow
        self.items: list[Item] = []
        for pattern, form in ((_EFFECT, "effect"), (_PAIR, "pair"), (_COUNT, "count")):
            for found in pattern.finditer(shadow):
                if found.start() < end or found.start() > end + 40000:
                    item = _item(found, form)
                    if item is not None and _sound(item, shadow):
                        self.items.append(item)
        self.items.sort(key=lambda item: item.span.start)
        self._seen = Counter(item.key for item in self.items)

    def repeated(self, item: Item) -> bool:
        """Whether the same tuple is printed at another place too."""
        return self._seen[item.key] > 1

    def number(self, item: Item, role: str) -> str:
        """A numeral of an item, normalised."""
        span = item.parts[role]
        return normalise(self.article.shadow[span.start : span.end])


def _item(found: re.Match[str], form: str) -> Item | None:
    roles = [
        r for r in ("e", "l", "u", "level", "p", "a", "b", "k", "n", "pct") if r in _names(found)
    ]
    parts: dict[str, Span] = {r: Span(*found.span(r)) for r in roles}
    main = {"effect": ("e", "l", "u"), "pair": ("a", "b"), "count": ("k", "n", "pct")}[form]
    key = (form, *(normalise(found[r]) for r in main))
    relation = Span(*found.span("rel")) if form == "effect" and found["p"] else None
    if form == "pair" and found["ua"].strip()[:3] != found["ub"].strip()[:3]:
        return None
    return Item(form, parts, key, relation)


def _names(found: re.Match[str]) -> set[str]:
    return {name for name, value in found.groupdict().items() if value is not None}


def _sound(item: Item, shadow: str) -> bool:
    """Whether the unchanged item holds together: only such a one is worth breaking."""
    value = {r: printed(normalise(shadow[s.start : s.end])) for r, s in item.parts.items()}
    if item.form == "effect":
        return value["l"].value < value["e"].value < value["u"].value
    if item.form == "count":
        return value["k"].value <= value["n"].value and _share_fits(item, shadow)
    return value["a"].value != value["b"].value


def _share_fits(item: Item, shadow: str) -> bool:
    k, n, pct = (
        printed(normalise(shadow[item.parts[r].start : item.parts[r].end]))
        for r in ("k", "n", "pct")
    )
    return n.value > 0 and pct.interval.holds(100 * k.value / n.value)


def impossible(numbers: dict[str, str], before: dict[str, str]) -> str:
    """Why the changed numbers cannot stand together as printed; "" when they can.

    Interval arithmetic on what the numerals may have been rounded from, written here afresh:
    an estimate outside its interval; an estimate that was the log centre of its bounds and no
    longer can be; a percentage that its count and total no longer give.
    """
    value = {r: printed(t) for r, t in numbers.items()}
    if {"e", "l", "u"} <= value.keys():
        e, low, high = value["e"], value["l"], value["u"]
        if e.interval.high < low.interval.low or e.interval.low > high.interval.high:
            return "estimate outside its interval"
        if low.value > high.value:
            return "bounds out of order"
        if _central(before) and not _central(numbers):
            return "estimate no longer central"
    if {"k", "n", "pct"} <= value.keys():
        k, n, pct = value["k"].value, value["n"].value, value["pct"].interval
        if k > n or n == 0 or not pct.holds(Fraction(100) * k / n):
            return "percentage does not follow from the count"
    return ""


def _central(numbers: dict[str, str]) -> bool:
    """Whether e * e = l * u for some reals that round to the printed numerals."""
    e, low, high = (printed(numbers[r]).interval for r in ("e", "l", "u"))
    if e.low <= 0 or low.low <= 0:
        return False
    return bool((e * e).meets(low * high))
