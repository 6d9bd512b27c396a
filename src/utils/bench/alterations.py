"""Changes to one side of a pair of a mention and its cells that agree: what real slips look like.

A `Change` is one or two replacements in `Article.text`, all on one side, by which a number of the
mention and its counterpart in the table come to disagree beyond rounding. Which numbers belong
together is decided here from the printed text alone, never by the engine.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import combinations, pairwise

import msgspec

from src.utils.linking import numerals
from src.utils.printed import normalise
from src.utils.records import Article, Span

_NUMERAL = re.compile(r"(?<![\d.])(?:\d+(?:[.·]\d+)?|[.·]\d+)(?![\d])")
_P_BEFORE = re.compile(r"\bp(?:[\s-]*value)?s?\s*(?:of\s*)?(?P<sign>[=<>]|&lt;)?\s*$", re.I)
_WHOLE_BEFORE = re.compile(r"(?:\d\s*/\s*|\bof\s+(?:the\s+)?|\bn\s*=\s*)$", re.I)
_LEVEL_AFTER = re.compile(r"\s*%?\s*(?:CI|confidence|credible|CrI|BCI)\b", re.I)
#: Numbers that say less than this stand in too many cells to be paired by equality.
_LEAST = 0.4

CLASSES = (
    "one digit",
    "last digit by one",
    "digits transposed",
    "P digit",
    "P sign",
    "arms swapped",
    "denominator",
)


class Printed(msgspec.Struct, frozen=True):
    """A numeral in its place, and what stands round it."""

    span: Span
    text: str
    is_p: bool = False
    sign: Span | None = None
    whole: bool = False


class Match(msgspec.Struct, frozen=True):
    """A numeral of the mention and its counterpart in a cell."""

    text: Printed
    cell: Printed


class Change(msgspec.Struct, frozen=True):
    """What is replaced: ``edits`` are in order and do not overlap."""

    name: str
    side: str  # "text" or "cell"
    edits: tuple[tuple[Span, str], ...]
    match: Match

    def moved(self, span: Span) -> Span:
        """Where a span of the article lies in the changed copy."""
        start, end = span.start, span.end
        for place, new in self.edits:
            by = len(new) - (place.end - place.start)
            start += by if place.start < span.start else 0
            end += by if place.start < span.end else 0
        return Span(start, end)

    def applied(self, text: str) -> str:
        """The text with the change made."""
        for place, new in reversed(self.edits):
            text = text[: place.start] + new + text[place.end :]
        return text


def printed_in(article: Article, places: list[Span], cell: bool = False) -> list[Printed]:
    """The numerals printed in some places, levels of intervals left out."""
    out = []
    for place in places:
        for found in _NUMERAL.finditer(article.shadow, place.start, place.end):
            before = article.shadow[max(found.start() - 24, place.start) : found.start()]
            if _LEVEL_AFTER.match(article.shadow, found.end()):
                continue
            p = _P_BEFORE.search(before)
            sign = None
            bare = before.rstrip()
            if bare and bare[-1] in "=<" and (p or cell):
                at = max(found.start() - 24, place.start) + len(bare) - 1
                sign = Span(at, at + 1)
            whole = bool(_WHOLE_BEFORE.search(before)) or article.shadow.startswith(
                "/", found.start() - 1
            )
            out.append(
                Printed(Span(*found.span()), normalise(found.group()), p is not None, sign, whole)
            )
    return out


def matches(article: Article, texts: list[Span], cells: list[Span]) -> list[Match]:
    """Numerals of the mention with the one equal or rounded numeral of the cells.

    A number that has two counterparts is left out: it would not be known which one it repeats.
    """
    there = printed_in(article, cells, cell=True)
    out = []
    for one in printed_in(article, texts):
        if numerals.weight(one.text) < _LEAST and not one.is_p:
            continue
        same = [c for c in there if numerals.agreeing(numerals.state(one.text, c.text))]
        if len(same) == 1:
            out.append(Match(one, same[0]))
    taken: dict[Span, int] = {}
    for match in out:
        taken[match.cell.span] = taken.get(match.cell.span, 0) + 1
    return [m for m in out if taken[m.cell.span] == 1]


def changes(found: list[Match], article: Article, rng: random.Random) -> Iterator[Change]:
    """Every class of change that the numbers of a pair allow, each once per side."""
    for side in ("text", "cell"):
        for match in found:
            mine, other = (match.text, match.cell) if side == "text" else (match.cell, match.text)
            old = article.text[mine.span.start : mine.span.end]
            name = "P digit" if match.text.is_p else "denominator" if match.text.whole else ""
            for kind, new in (
                (name or "one digit", _one_digit(old, rng)),
                ("last digit by one", _last_digit(old, rng)),
                ("digits transposed", _transposed(old, rng)),
            ):
                if new and match.text.is_p and float(normalise(new)) > 1:
                    continue  # no P at all, which another check says
                if new and _apart(normalise(new), other.text):
                    yield Change(kind, side, ((mine.span, new),), match)
            if mine.sign is not None and match.text.is_p and match.text.sign is not None:
                sign = article.shadow[mine.sign.start : mine.sign.end]
                if article.text[mine.sign.start : mine.sign.end] == sign:
                    new = "<" if sign == "=" else "="
                    yield Change("P sign", side, ((mine.sign, new),), match)
        for a, b in combinations(found, 2):
            first, second = (a.text, b.text) if side == "text" else (a.cell, b.cell)
            if first.span.start > second.span.start:
                first, second = second, first
            if a.text.is_p or b.text.is_p or not _alike(article, first, second):
                continue
            if a.text.whole or b.text.whole or not _apart(a.cell.text, b.text.text):
                continue
            if not _arms(article, first, second, side):
                continue
            x, y = article.quote(first.span), article.quote(second.span)
            yield Change("arms swapped", side, ((first.span, y), (second.span, x)), a)


def _arms(article: Article, first: Printed, second: Printed, side: str) -> bool:
    """Whether two numbers are those of two arms and not two numbers of one."""
    between = article.shadow[first.span.end : second.span.start]
    if side == "cell":  # numbers of two cells
        return "\t" in between or "|" in between or "\n" in between or len(between) > 30
    return bool(re.search(r"\b(?:vs?|versus|and|compared|than)\b", between)) and len(between) < 120


def _alike(article: Article, first: Printed, second: Printed) -> bool:
    """Whether two numbers are of one sort: as many decimals, and the same signs round them."""
    shadow = article.shadow
    if len(first.text.partition(".")[2]) != len(second.text.partition(".")[2]):
        return False
    for step in (0, -1):
        a = shadow[first.span.end if step == 0 else first.span.start - 1]
        b = shadow[second.span.end if step == 0 else second.span.start - 1]
        if (a in "%([-/)]") != (b in "%([-/)]"):
            return False
        if (a == "%") != (b == "%") or (a in "([") != (b in "(["):
            return False
    return True


def _apart(new: str, other: str) -> bool:
    return not numerals.agreeing(numerals.state(new, other))


def _one_digit(old: str, rng: random.Random) -> str:
    """One digit replaced, at least two units of the last place away."""
    at = [i for i, c in enumerate(old) if c.isdigit()]
    for _ in range(20):
        i = rng.choice(at)
        new = rng.choice("0123456789")
        away = abs(int(new) - int(old[i]))
        leading = i == at[0] and new == "0" and len(at) > 1 and old[i + 1 : i + 2] not in (".", "·")
        if away and (away >= 2 or i != at[-1]) and not leading:
            changed = old[:i] + new + old[i + 1 :]
            if any(c in changed for c in "123456789"):
                return changed
    return ""


def _last_digit(old: str, rng: random.Random) -> str:
    last = int(old[-1])
    steps = [d for d in (last - 1, last + 1) if 0 <= d <= 9]
    new = old[:-1] + str(rng.choice(steps))
    return new if any(c in new for c in "123456789") else ""


def _transposed(old: str, rng: random.Random) -> str:
    at = [i for i, c in enumerate(old) if c.isdigit()]
    ways = [(i, j) for i, j in pairwise(at) if old[i] != old[j]]
    ways = [(i, j) for i, j in ways if not (i == 0 and old[j] == "0" and j == 1)]
    if not ways:
        return ""
    i, j = rng.choice(ways)
    chars = list(old)
    chars[i], chars[j] = chars[j], chars[i]
    return "".join(chars)
