"""Counts and percentages of the text, with all that may say what they are of.

What belongs here: reading numbers with their neighbours in a sentence, words before. What does
not: tables. A statement may hold a percentage of a number printed elsewhere ("77% of the 234").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.checks.tt_whole_said import CHANGE, LIMIT, stretches
from src.utils.extraction.number_words import PATTERN, value
from src.utils.printed import normalise
from src.utils.records import Block, Num, View

_C = r"\d{1,3}(?:,\d{3})+|\d+"
_P = r"\d{1,3}(?:\.\d+)?"
_FREE = r"(?<![\w.,/%<>≤≥~+±=£$€-])(?<![-/<>≤≥£$€]\s)"
_PCT = r"(?:%|per\s?cent\b)"
_THE = r"(?:of|out\s+of|among|/)\s*(?:the\s+|all\s+|these\s+|our\s+)?"
_ADJ = r"(?:\s+(?!of\b)[A-Za-z-]+){0,3}"
_W = rf"\b{PATTERN}\b"
_SHAPES = tuple(
    re.compile(p, re.I)
    for p in (
        rf"{_FREE}(?P<c>{_C}){_ADJ}\s*[(\[]\s*(?P<p>{_P})\s*{_PCT}\s*[)\]]\s*(?:\w+\s+)?{_THE}(?P<t>{_C})(?![\d.%])",
        rf"{_FREE}(?P<c>{_C})\s*[(\[]\s*(?P<p>{_P})\s*{_PCT}\s*[)\]]",
        rf"{_FREE}(?P<c>{_C})\s*{_THE}(?P<t>{_C})"
        rf"{_ADJ}\s*[,;]?\s*[(\[]\s*(?P<p>{_P})\s*{_PCT}",
        rf"{_FREE}(?P<p>{_P})\s*{_PCT}{_ADJ}\s*[(\[,]\s*(?:n\s*=\s*)?(?P<c>{_C})\s*{_THE}(?P<t>{_C})\s*[)\]]?",
        rf"{_FREE}(?P<p>{_P})\s*{_PCT}{_ADJ}\s*[(\[,]\s*(?:n\s*=\s*)?(?P<c>{_C})\s*[)\]]",
        rf"[(\[]\s*(?:n\s*=\s*)?(?P<c>{_C})\s*[,;]\s*(?P<p>{_P})\s*{_PCT}\s*[)\]]",
        rf"(?P<w>{_W}){_ADJ}\s*[(\[]\s*(?P<p>{_P})\s*{_PCT}\s*[)\]]",
        rf"{_FREE}(?P<p>{_P})\s*{_PCT}\s+{_THE}(?P<t>{_C})(?![\d.%])",
        rf"{_FREE}(?P<p>{_P})\s*{_PCT}(?!\s*(?:CI\b|C\.I|confidence|credib|-|to\s+\d))",
        rf"{_FREE}(?P<c>{_C})(?:\s*/\s*|\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?)(?P<t>{_C})(?![\d.%/])",
        rf"(?P<w>{_W})\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?(?P<t>{_C})(?![\d.%/])",
        rf"(?:{_FREE}|(?<=n=)|(?<=n\s=\s))(?P<c>{_C})(?![\w.%/:×°±-]|,\d|\s*(?:%|±|/|-\s*\d|to\s+\d|"
        r"years?|months?|weeks?|days?|hours?|min|mg|kg|ml|mm|cm|mmol|patient-|percent|per\s?cent))",
        rf"(?P<w>{_W})(?!\s*(?:years?|months?|weeks?|days?|hours?|times|groups?|arms?|stud|trials?|-|%))",
    )
)
#: "one" and "two" in words are rarely counts of anything in a table.
_LEAST_WORD = 2


class Mention(msgspec.Struct, frozen=True):
    """A count, a percentage or both, a total; ``near`` are the words around, nearest first."""

    block: Block
    sentence: str
    before: str
    near: tuple[str, ...]
    at: int
    count: Num | None = None
    percent: Num | None = None
    total: Num | None = None
    number: int | None = None  # the count, also where it is a word

    @property
    def nums(self) -> tuple[Num, ...]:
        """Its numerals."""
        return tuple(n for n in (self.count, self.percent, self.total) if n is not None)

    @property
    def shown(self) -> str:
        """Its numerals as words."""
        share = f"{self.percent.text}%" if self.percent else ""
        of = f" of {self.total.text}" if self.total else ""
        if self.count is None:
            return share + of
        return f"{self.number}{of}" + (f" ({share})" if share else "")


def mentions(block: Block, view: View, before: str) -> Iterator[Mention]:
    """Every count and percentage of a sentence, in order; ``before`` is the sentence before."""
    text = view.text
    found: list[re.Match[str]] = []
    taken = [False] * (len(text) + 1)
    for shape in _SHAPES:
        for match in shape.finditer(text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                found.append(match)
    found.sort(key=lambda m: m.start())
    for i, match in enumerate(found):
        given = match.groupdict()
        lone = given.get("p") and not given.get("c") and not given.get("w")
        if lone and CHANGE.match(text[match.end() :]):
            continue
        if LIMIT.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        start = found[i - 1].end() if i else 0
        stop = found[i + 1].start() if i + 1 < len(found) else len(text)
        nums: dict[str, Num] = {}
        number: int | None = None
        try:
            for key, name in (("c", "count"), ("p", "percent"), ("t", "total")):
                if given.get(key):
                    nums[name] = Num(normalise(given[key]), view.span(*match.span(key)))
        except ValueError:
            continue
        if given.get("w"):
            number = int(value(given["w"]) or 0)
            if number < _LEAST_WORD:
                continue
            nums["count"] = Num(str(number), view.span(*match.span("w")))
        elif "count" in nums:
            number = int(nums["count"].text) if nums["count"].text.isdigit() else None
        if any(not nums[k].text.isdigit() for k in ("count", "total") if k in nums):
            continue
        near = stretches(text, start, match, stop)
        yield Mention(block, text, before, near, match.start(), number=number, **nums)
