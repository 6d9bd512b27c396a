"""Percentages and counts that a sentence gives, each with the words that say of what.

What belongs here: reading "59% were male", "426 (78%) of 547 were stage III", "female (75.0%)".
What does not: tables and verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.printed import normalise
from src.utils.records import Block, Num, View

_C = r"\d{1,3}(?:,\d{3})+|\d+"
_P = r"\d{1,3}(?:\.\d+)?"
_FREE = r"(?<![\w.,/%<>≤≥~+±=£$€-])(?<![-/<>≤≥£$€]\s)"
_SHAPES = tuple(
    re.compile(p, re.I)
    for p in (
        rf"{_FREE}(?P<c>{_C})\s*[(\[]\s*(?P<p>{_P})\s*%\s*[)\]](?:\s*(?:of|out\s+of)\s+(?:the\s+|all\s+)?(?P<t>{_C})(?![\d.%]))?",
        rf"{_FREE}(?P<c>{_C})\s*(?:/|of(?:\s+(?:the|all))?|out\s+of(?:\s+the)?)\s*(?P<t>{_C})"
        rf"(?:\s+[A-Za-z-]+){{0,3}}\s*[,;]?\s*[(\[]?\s*(?P<p>{_P})\s*%\s*[)\]]?",
        rf"{_FREE}(?P<p>{_P})\s*%\s*[(\[]\s*(?:n\s*=\s*)?(?P<c>{_C})(?:\s*(?:/|of|out\s+of)\s*(?P<t>{_C}))?\s*[)\]]",
        rf"[(\[]\s*(?:n\s*=\s*)?(?P<c>{_C})\s*[,;]\s*(?P<p>{_P})\s*%\s*[)\]]",
        rf"{_FREE}(?P<p>{_P})\s*%(?!\s*(?:CI\b|C\.I|confidence|credib|-|to\s+\d|and\s+\d))",
        rf"{_FREE}(?P<c>{_C})\s+of\s+(?:the\s+|all\s+)?(?P<t>{_C})(?![\d.%])",
        rf"(?:{_FREE}|(?<=n=)|(?<=n\s=\s))(?P<c>{_C})(?![\w.%/:×°±-]|,\d|\s*(?:%|±|/|-|to\s+\d|of\s+\d|"
        r"years?|months?|weeks?|days?|hours?|min|mg|kg|ml|mm|cm|mmol|patient-))",
    )
)
#: Words after a percentage that make it a change, not a share.
CHANGE = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:\w+\s+)?(?:reduction|increase|decrease|decline|improvement|change|higher|lower|more|less|"
    r"greater|fewer|relative|CI\b|confidence|power|probab|chance|risk\s+reduc|predicted|threshold|"
    r"difference|drop|gain|points?)",
    re.I,
)
#: Words before a number that make it a limit.
LIMIT = re.compile(
    r"\b(?:(?:less|more|fewer|greater|higher|lower)\s+than|over|under|at\s+least|at\s+most|up\s+to|"
    r"above|below|nearly|almost|exceed\w*|by)\s*\Z",
    re.I,
)
_BREAK = re.compile(r"[;:]|\.\s|\bwhile\b|\bwhereas\b|\bbut\b")


class Statement(msgspec.Struct, frozen=True):
    """A count, a percentage or both; ``near`` are stretches of words, nearest first."""

    block: Block
    sentence: str
    near: tuple[str, ...]
    count: Num | None = None
    percent: Num | None = None
    total: Num | None = None

    @property
    def nums(self) -> tuple[Num, ...]:
        """Its numerals."""
        return tuple(n for n in (self.count, self.percent, self.total) if n is not None)

    @property
    def shown(self) -> str:
        """Its numerals as words."""
        share = f"{self.percent.text}%" if self.percent else ""
        if self.count is None:
            return share
        of = f" of {self.total.text}" if self.total else ""
        return f"{self.count.text}{of}" + (f" ({share})" if share else "")


def statements(block: Block, view: View) -> Iterator[Statement]:
    """Every count and percentage of a sentence, in order."""
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
        if given.get("p") and not given.get("c") and CHANGE.match(text[match.end() :]):
            continue
        if LIMIT.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        start = found[i - 1].end() if i else 0
        stop = found[i + 1].start() if i + 1 < len(found) else len(text)
        nums = {}
        for key, name in (("c", "count"), ("p", "percent"), ("t", "total")):
            if given.get(key):
                nums[name] = Num(normalise(given[key]), view.span(*match.span(key)))
        yield Statement(block, text, stretches(text, start, match, stop), **nums)


def stretches(text: str, start: int, match: re.Match[str], stop: int) -> tuple[str, ...]:
    """What stands after a number, or before it where it stands in brackets; then the other."""
    before, after = text[start : match.start()], text[match.end() : stop]
    breaks = list(_BREAK.finditer(before))
    if breaks and before[breaks[-1].end() :].strip(" (["):
        before = before[breaks[-1].end() :]
    end = _BREAK.search(after)
    if end:
        after = after[: end.start()]
    opened = before.rstrip().endswith(("(", "[")) or match.group()[0] in "(["
    inside = opened or (before.count("(") > before.count(")"))
    return (before, after) if inside else (after, before)
