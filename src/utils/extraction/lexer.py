"""Text becomes tokens: one pass, one letter per token (see `grammar.CODES`).

Belongs here: making tokens, with what their words say. Does not: putting tokens together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

from src.utils import terms
from src.utils.extraction import grammar as g
from src.utils.extraction import grammar_tests
from src.utils.extraction.lexer_words import put_word
from src.utils.extraction.tokens import Lexed, Token, normalised

__all__ = ["Lexed", "Token", "lex", "normalised", "windows"]

_SIMPLE = {
    "(": "(",
    "[": "(",
    "{": "(",
    "}": ")",
    ")": ")",
    "]": ")",
    ",": "c",
    ";": "s",
    ":": "k",
    "=": "q",
    "<": "q",
    ">": "q",
    "≤": "q",
    "≥": "q",
    "~": "d",
    "∼": "d",
    "/": "/",
    "±": "m",
    ".": ".",
    "%": "%",
    "+": "w",
    "-": "d",
}


#: Words that need a closer look; all others become "w" or their code at once.
_SPECIAL = frozenset(
    {
        "p",
        "p-value",
        "p-values",
        "ps",
        "pvalue",
        "p-val",
        "CI",
        "CIs",
        "IC",
        "CrI",
        "CrIs",
        "HDI",
        "C",
        "confidence",
        "confidential",
        "confident",
        "credible",
        "credibility",
        "posterior",
        "fiducial",
        "not",
        "non-estimable",
        "nr",
        "ne",
        "NA",
        "n",
        "compared",
        "compares",
        "comparing",
        "relative",
        "vs",
        "v",
        "b",
        "r",
        "B",
        "R",
        "c",
        "CL",
        "CLs",
        "UI",
        "UIs",
    }
    | set(terms.KIND_ABBREVIATIONS)
    | g.LABEL_STARTS
    | grammar_tests.TEST_STATISTICS
    | g.ENDPOINT_SHORT
    | g.ENDPOINT_STARTS
    | set(terms.UNITS)
)
#: Sides or tails of a test.
_SIDES = frozenset({"1", "2"})
#: Levels of an interval that may stand without the word.
_LEVELS = frozenset({"90", "95", "97.5", "99"})
#: What glues a word to what follows.
_GLUE = frozenset("0123456789.-")


#: Words this far before a numeral, and after it, can matter to it (characters).
_BEFORE, _AFTER = 600, 200
_DIGIT = re.compile(r"\d")


def _stretches(text: str, pattern: re.Pattern[str], put: Any) -> Iterator[Iterator[re.Match[str]]]:
    """The matches of each window; a full stop stands for what is left out between two."""
    for start, end in windows(text):
        if start:
            put(".", start, start, "gap")
        yield pattern.finditer(text, start, end)


def windows(text: str) -> list[tuple[int, int]]:
    """The stretches of ``text`` near a numeral: the rest holds no result and is not read."""
    if len(text) <= _BEFORE + _AFTER:
        return [(0, len(text))]
    out: list[tuple[int, int]] = []
    at = 0
    while digit := _DIGIT.search(text, at):
        start = max(text.rfind(" ", 0, max(digit.start() - _BEFORE, 0)), 0)
        end = text.find(" ", digit.end() + _AFTER)
        end = len(text) if end < 0 else end
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
        # Digits before end - _AFTER need no new window.
        at = max(end - _AFTER // 2, digit.end())
    return out


@lru_cache(maxsize=1 << 15)
def _plain(word: str) -> tuple[str, str] | None:
    """The code and lower case of a word that needs no closer look, None for the others."""
    lower = word.lower()
    if word[0] in "pP" or word in _SPECIAL or lower in _SPECIAL:
        return None
    if lower.partition("-")[0] in _SPECIAL:
        return None
    return g.WORD_CODES.get(lower, "w"), lower


def lex(text: str, comma: bool = False) -> Lexed:
    """The tokens of a stretch of shadow text; ``comma`` reads 0,71 as one numeral."""
    out = Lexed(text)
    codes, starts, ends, data = out.letters, out.starts, out.ends, out.data
    put, drop = out.put, out.drop
    skip = 0
    plain = _plain
    pattern = g.TOKEN_COMMA if comma else g.TOKEN
    for m in chain.from_iterable(_stretches(text, pattern, put)):
        group = m.lastgroup or "p"
        start, end = m.span(group)
        if start < skip:
            continue
        if group == "w":
            word = m[group]
            if text[end : end + 1] not in _GLUE and (known := plain(word)) is not None:
                codes.append(known[0])
                starts.append(start)
                ends.append(end)
                data.append(known[1])
                continue
            skip = put_word(out, word, start, end) or skip
        elif group == "p":
            sign = text[start]
            if sign == "+" and text.startswith("/-", end):
                put("m", start, end + 2)
                skip = end + 2
                continue
            code = _SIMPLE[sign]
            if sign == "-" and end < len(text) and text[end].isalpha():
                code = "h"
            elif sign == "." and codes and codes[-1] == "." and starts[-1] == start - 1:
                continue
            put(code, start, end)
        else:
            word = m[group]
            if codes and word[0] in "+-" and codes[-1] in "N%u" and ends[-1] >= start - 1:
                # "0.5 -0.9": the sign is the dash of a range.
                put("d", start, start + 1)
                start += 1
                word = word[1:]
            elif (
                len(codes) > 1 and codes[-1] == "d" and codes[-2] in "qk(" and ends[-1] == start - 1
            ):
                # "b = - 0.07": a sign set apart from its numeral.
                start = starts[-1]
                word = "-" + word
                drop()
            elif (
                len(codes) > 2
                and codes[-1] == "d"
                and codes[-2] == "t"
                and ends[-2] == starts[-1]
                and ends[-1] == start
                and codes[-3] in "N%"
            ):
                # "-24.4 to-20.7": a sign glued to the word before it.
                start, word = starts[-1], "-" + word
                drop()
            if word in _SIDES and (sides := g.SIDED.match(text, end)):
                put("w", start, sides.end(), "sided")
                skip = sides.end()
                continue
            if word in _LEVELS and (alone := g.LEVEL_ALONE.match(text, end)):
                put("I", start, alone.end(), (Token(word, start, end), ""))
                skip = alone.end()
                continue
            put(
                "N", start, end, word if word[0].isdigit() and "," not in word else normalised(word)
            )
    out.codes = "".join(codes)
    return out
