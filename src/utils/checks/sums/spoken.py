"""The numerals of a sentence one by one, each with its kind, its unit and the words around.

What belongs here: which numerals of a sentence may be repeated from a table. What does not: tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from src.utils.checks.sums.said import names_no_count
from src.utils.extraction.number_words import NAMES, PATTERN, value
from src.utils.printed import normalise
from src.utils.records import Block, Num, Span, View

COUNT, SHARE, DECIMAL, P = "count", "share", "decimal", "p"
_D = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|\.\d+"
_P = r"(?<![^\W_])p(?:[\s-]?values?)?\s*(?P<r>[=<>≤≥]{1,2})\s*"
NUMERAL = re.compile(
    rf"(?:{_P})?(?<![\w.])(?<!\d,)[-+]?(?P<v>{_D})(?![\w.]*\d)(?P<e>\s*[x×]\s*10\s*-?\d+|[eE]-?\d+)?"
    r"(?P<u>\s*(?:%|per\s?cent\b))?",
    re.I,
)
_LETTERS = re.compile(r"[a-z]+")
_WORDS = re.compile(rf"\b(?P<w>{PATTERN})\b", re.I)
#: Smaller counts are printed everywhere.
LEAST = 4
#: What a numeral stands behind that repeats no table: "Table 2", "SPSS version 18.0", "T-2".
_NOT = re.compile(
    r"(?:\btab(?:le)?s?\.?|\bfig\w*\.?|\bversion|\bv\.?|\bSPSS|\bref\w*\.?|©|[A-Za-z]-|[\d)]\s*[/:])\s*\Z",
    re.I,
)
_AFTER = re.compile(
    r"\s*%?\s*(?:CI\b|C\.I|confidence|credib)|:\d|(?:st|nd|rd|th)\b|\s*°|\s?-?\s?fold\b", re.I
)
#: "(3) a relapse": the third of a list.
_ENUMERATED = re.compile(r"\(\d\)")
#: Between an estimate and its interval, and between the two bounds.
_OPENS = re.compile(
    r"[^.;()\[\]]{0,12}[,;:(\[]\s*(?:\d+(?:\.\d+)?\s*%\s*)?(?:C\.?I\.?|confidence\s+interval)?[\s:=,(\[]*\Z",
    re.I,
)
_TO = re.compile(r"\s*(?:to|[-–,;])\s*[-–]?\s*", re.I)
_TIMES = tuple(
    (re.compile(rf"[\s-]*(?:{said})(?![^\W\d_])"), re.compile(rf"(?<![^\W\d_])(?:{shown})", re.I))
    for said, shown in (
        (r"(?i:months?|mos?\b)", r"mo(?:nth|\b|s\b)"),
        (r"(?i:years?|yrs?|yo\b)", r"y(?:ea)?r|age\b|\by\b"),
        (r"(?i:weeks?|wks?)", r"w(?:ee)?k"),
        (r"(?i:days?)|d", r"days?\b|d\b"),
        (r"(?i:hours?|hrs?)|h", r"h(?:ou)?rs?\b|h\b"),
        (r"(?i:min(?:ute)?s?)", r"min"),
        (r"(?i:sec(?:ond)?s?)|s", r"s(?:ec\w*)?\b"),
    )
)
_SYMBOL = re.compile(
    r"\s?(mg|[µμ]g|mcg|kg|g|cc|m[lL]|[lL]|IU|U|mm(?:Hg|ol)?|cm|km|m|nmol|[µμ]mol|pg|ng|mEq|Gy|Hz|k[JPa]+|kcal|MJ)"
    r"(?![^\W\d_])"
)


class Spoken(msgspec.Struct, frozen=True):
    """One numeral of a sentence; `Namer` reads it. ``unit`` matches where its unit is printed,
    ``partners`` are the estimate and bounds of the interval that it is a part of."""

    block: Block
    sentence: str
    before: str
    near: tuple[str, ...]
    num: Num
    kind: str
    relation: str = ""
    number: int | None = None
    unit: re.Pattern[str] | None = None
    partners: tuple[Span, ...] = ()
    value: float = 0.0  # its size, and with how many decimals
    decimals: int = 0

    @property
    def step(self) -> float:
        """What its last digit is worth."""
        return float(10**-self.decimals)


def spoken(block: Block, view: View, before: str) -> Iterator[Spoken]:
    """The numerals of a sentence, in order; numbers in words only where they count something."""
    text = view.text
    matches = [*NUMERAL.finditer(text)]
    if not NAMES.isdisjoint(_LETTERS.findall(text.lower())):
        matches += _WORDS.finditer(text)
    matches = [m for m in matches if not _AFTER.match(text, _place(m)[1])]
    matches.sort(key=lambda m: m.start())
    triples = list(_intervals(text, matches))
    for i, m in enumerate(matches):
        word = "w" in m.re.groupindex
        start, end = _place(m)
        if not word and m["e"]:
            continue
        if _NOT.search(text[max(0, start - 20) : start]):
            continue
        kind = COUNT if word else kind_of(m)
        digits = (value(m["w"]) or "") if word else m["v"]
        if kind == COUNT and (
            (len(digits) == 1 and int(digits) < LEAST)
            or _ENUMERATED.match(text, start - 1)
            or names_no_count(text, start, end)
        ):
            continue
        try:
            num = Num(normalise(digits), view.span(start, end))
        except ValueError:
            continue
        left = matches[i - 1].end() if i else 0
        right = matches[i + 1].start() if i + 1 < len(matches) else len(text)
        near = (text[max(left, start - 120) : m.start()], text[m.end() : right][:100])
        number = int(num.text) if kind == COUNT and num.text.isdigit() else None
        unit = _unit(text[m.end() : m.end() + 12])
        relation = "" if word else m["r"] or ""
        others = [j for triple in triples if i in triple for j in triple if j != i]
        partners = tuple(view.span(*_place(matches[j])) for j in others)
        yield Spoken(
            block, text, before, near, num, kind, relation, number, unit, partners, *size(num)
        )


def _place(m: re.Match[str]) -> tuple[int, int]:
    return m.span("w" if "w" in m.re.groupindex else "v")


@lru_cache(maxsize=4096)
def _unit(after: str) -> re.Pattern[str] | None:
    """What tells the unit of a numeral in other words, None where no known one follows it."""
    symbol = _SYMBOL.match(after)
    if symbol:
        return re.compile(rf"(?<![^\W\d_]){symbol[1]}(?![^\W\d_])", re.I)
    return next((shown for said, shown in _TIMES if said.match(after)), None)


def _intervals(text: str, matches: list[re.Match[str]]) -> Iterator[range]:
    """The places of estimates with the two bounds that follow each."""
    for i, (a, b, c) in enumerate(zip(matches, matches[1:], matches[2:], strict=False)):
        to = text[b.end() : c.start()]
        if len(to) < 8 and _TO.fullmatch(to) and _OPENS.match(text, a.end(), b.start()):
            yield range(i, i + 3)


def size(num: Num) -> tuple[float, int]:
    """How large a numeral is without its sign, and with how many decimals it is printed.

    >>> size(Num("-0.20", Span(0, 5)))
    (0.2, 2)
    """
    return abs(float(num.text)), len(num.text.partition(".")[2])


def kind_of(m: re.Match[str]) -> str:
    """Whether a numeral is printed as a P value, a percentage, a decimal or a whole number."""
    if m["r"]:
        return P
    if m["u"]:
        return SHARE
    return DECIMAL if "." in m["v"] else COUNT
