"""Text becomes tokens: one pass, one letter per token (see `grammar.CODES`).

Belongs here: making tokens, with what their words say. Does not: putting tokens together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from src.utils import printed, terms
from src.utils.extraction import grammar as g


class Token:
    """A printed numeral: ``text`` normalised, ``start`` and ``end`` in the scanned text."""

    __slots__ = ("text", "start", "end")

    def __init__(self, text: str, start: int, end: int):
        self.text, self.start, self.end = text, start, end

    def __repr__(self) -> str:
        return f"{self.text}@{self.start}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and (self.text, self.start, self.end) == (
            other.text, other.start, other.end
        )

    def __hash__(self) -> int:
        return hash((self.text, self.start, self.end))


class Lexed:
    """Parallel lists: ``codes`` (one letter each), ``starts``, ``ends``, ``data``.

    ``data`` holds what a token says: the text of a numeral or word, (kind, adjusted) of a label,
    (level, method) of an interval's head, a list of (relation, Token, qualifier) of a P value,
    the standard term of an endpoint or unit.
    """

    __slots__ = ("text", "codes", "starts", "ends", "data")

    def __init__(self, text: str):
        self.text = text
        self.codes = ""
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.data: list[Any] = []

    def token(self, i: int) -> Token:
        """The numeral at position ``i``."""
        return Token(self.data[i], self.starts[i], self.ends[i])


_SIMPLE = {"(": "(", "[": "(", ")": ")", "]": ")", ",": "c", ";": "s", ":": "k", "=": "q",
           "<": "q", ">": "q", "≤": "q", "≥": "q", "~": "d", "∼": "d", "/": "/", "±": "m",
           ".": ".", "%": "%", "+": "w", "-": "d"}
_RANGE_SIGNS = re.compile(r"(?<=\d)\s[+-](?=\.?\d)")


def normalised(text: str) -> str:
    """`printed.normalise`, or the text itself where that cannot be."""
    try:
        return printed.normalise(text)
    except ValueError:
        return text


#: Words that need a closer look; all others become "w" or their code at once.
_SPECIAL = frozenset(
    {"p", "p-value", "p-values", "ps", "pvalue", "p-val", "CI", "CIs", "IC", "CrI", "CrIs", "HDI", "C",
     "confidence", "confidential", "confident", "credible", "credibility", "posterior", "fiducial",
     "not", "non-estimable", "nr", "ne", "n", "compared", "compares", "comparing", "relative", "vs", "v", "b", "r", "B", "R"}
    | set(terms.KIND_ABBREVIATIONS) | g.LABEL_STARTS | g.ENDPOINT_SHORT | g.ENDPOINT_STARTS | set(terms.UNITS)
)
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


def lex(text: str, comma: bool = False) -> Lexed:
    """The tokens of a stretch of shadow text; ``comma`` reads 0,71 as one numeral."""
    out = Lexed(text)
    codes: list[str] = []
    starts, ends, data = out.starts, out.ends, out.data

    def put(code: str, start: int, end: int, what: Any = None) -> None:
        codes.append(code)
        starts.append(start)
        ends.append(end)
        data.append(what)

    def drop() -> None:
        codes.pop()
        starts.pop()
        ends.pop()
        data.pop()

    skip = 0
    word_codes = g.WORD_CODES
    pattern = g.TOKEN_COMMA if comma else g.TOKEN
    for m in chain.from_iterable(_stretches(text, pattern, put)):
        group = m.lastgroup
        start, end = m.span(group)
        if start < skip:
            continue
        if group == "w":
            word = m[group]
            if text[end : end + 1] not in _GLUE and word[0] not in "pP" and word not in _SPECIAL:
                lower = word.lower()
                if lower not in _SPECIAL and lower.partition("-")[0] not in _SPECIAL:
                    codes.append(word_codes.get(lower, "w"))
                    starts.append(start)
                    ends.append(end)
                    data.append(lower)
                    continue
            skip = _word(text, word, start, end, put, drop, codes, data, ends, word_codes) or skip
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
            elif len(codes) > 1 and codes[-1] == "d" and codes[-2] in "qk(" and ends[-1] == start - 1:
                # "b = - 0.07": a sign set apart from its numeral.
                start = starts[-1]
                word = "-" + word
                drop()
            if word in _LEVELS and (alone := g.LEVEL_ALONE.match(text, end)):
                put("I", start, alone.end(), (Token(word, start, end), ""))
                skip = alone.end()
                continue
            put("N", start, end, word if word[0].isdigit() and "," not in word else normalised(word))
    out.codes = "".join(codes)
    return out


def _word(
    text: str, word: str, start: int, end: int, put: Any, drop: Any, codes: list[str],
    data: list[Any], ends: list[int], word_codes: dict[str, str],
) -> int:
    """Put the token of a word; returns where reading goes on when it took more than the word."""
    glued = end < len(text) and (text[end].isdigit() or text[end] == ".")
    if glued and (short := g.GLUED.match(text, start)):
        word, end = short.group(), short.end()
        glued = False
    lower = word.lower()

    if word in terms.KIND_ABBREVIATIONS and not glued_to_number(text, end):
        kind, adjusted = terms.KIND_ABBREVIATIONS[word]
        gloss = g.LABEL_GLOSS.match(text, end)
        end = gloss.end() if gloss else end
        put("L", start, end, (kind, adjusted, word))
        return end
    if lower in ("p", "p-value", "p-values", "ps", "pvalue", "p-val") or g.P_GLUED.match(text, start):
        found = g.P_VALUE.match(text, start)
        if found and (end_p := _p_value(text, found, put)):
            return end_p
    head = lower.partition("-")[0]
    if head in g.LABEL_STARTS and (found := g.LABEL.match(text, start)):
        kind = terms.KINDS[_which(found)].name
        adjusted = False
        short_form = found.group("short")
        if short_form:
            adjusted = terms.KIND_ABBREVIATIONS[short_form][1]
        put("L", start, found.end(), (kind, adjusted, found.group()))
        return found.end()
    if (word in ("CI", "CIs", "IC", "CrI", "CrIs", "HDI", "C")
            or head in ("confidence", "confidential", "confident", "credible", "credibility", "posterior", "fiducial")
            ) and (found := g.INTERVAL_WORD.match(text, start)):
        return _interval_head(text, start, found, put, drop, codes, data, ends)
    if word in g.ENDPOINT_SHORT or head in g.ENDPOINT_STARTS:
        found = g.ENDPOINT.match(text, start)
        if found and not (lower == "median" and found.lastindex is None):
            term = terms.ENDPOINTS[(found.lastindex or 1) - 1]
            put("M" if lower == "median" else "E", start, found.end(), term.name)
            return found.end()
    if lower in ("not", "non-estimable", "nr", "ne") and (found := g.NOT_REACHED.match(text, start)):
        put("R", start, found.end(), "NR")
        return found.end()
    if lower == "n" and (found := _N_EQUALS.match(text, start)):
        put("n", start, found.end())
        return found.end()
    if lower in ("compared", "compares", "comparing", "relative") and (
        found := _COMPARED.match(text, start)
    ):
        put("v", start, found.end())
        return found.end()
    if lower in terms.UNITS and (lower != "h" or (codes and codes[-1] == "N")):
        put("u", start, end, terms.UNITS[lower])
        return end
    if glued and not text[end] == ".":
        # PD-1, CD4, T1, p53: the digits belong to the word.
        tail = _GLUED_DIGITS.match(text, end)
        if tail:
            put("w", start, tail.end(), word)
            return tail.end()
    if end < len(text) and text[end] == "-" and (tail := _GLUED_DIGITS.match(text, end + 1)):
        put("w", start, tail.end(), word)
        return tail.end()
    code = word_codes.get(lower, "w")
    if code == "Z" and len(lower) == 1 and lower.isascii() and not _EQUALS.match(text, end):
        code = "w"  # a group named B, no coefficient
    if code == "v" and text.startswith(".", end):
        end += 1
    put(code, start, end, lower)
    return end


_EQUALS = re.compile(r"\s*+[=:]")
_N_EQUALS = re.compile(r"[nN]\s*+=\s*+(?=\d)")
_COMPARED = re.compile(r"(?i:compar\w+|relative)\s++(?:with|to|against)\b")
#: Digits that go with the word before them, unless they are a decimal.
_GLUED_DIGITS = re.compile(r"\d++(?![.·]\d)[^\W_]*+(?:[-/]\d*[^\W\d_]?\d*(?!\w))?")


def glued_to_number(text: str, at: int) -> bool:
    """Whether an identifier goes on here ("OR51E2"): a digit that begins no decimal."""
    return at < len(text) and text[at].isdigit() and not re.match(r"\d*\.\d", text[at : at + 8])


def _which(found: re.Match[str]) -> int:
    for i in range(len(terms.KINDS)):
        if found.group(f"k{i}") is not None:
            return i
    return 0


def _interval_head(
    text: str, start: int, found: re.Match[str], put: Any, drop: Any, codes: list[str],
    data: list[Any], ends: list[int],
) -> int:
    """An interval's head with its level, printed before ("95% CI") or after it ("CI 95%")."""
    end = found.end()
    level: Token | None = None
    k = len(codes)
    first = start
    # Words such as "bootstrapped", "two-sided" may stand between the level and the head.
    back = 0
    while back < 3 and k - 1 - back >= 0 and codes[k - 1 - back] in "wh":
        back += 1
    j = k - 1 - back
    if j >= 0 and codes[j] == "%":
        j -= 1
    elif back:
        j = -1
    if j >= 0 and codes[j] == "N" and _is_level(data[j]):
        at = ends[j] - 1
        while at > 0 and (text[at - 1].isdigit() or text[at - 1] == "."):
            at -= 1
        level = Token(data[j], at, ends[j])
        first = at
        while len(codes) > j:
            drop()
    if level is None and (after := g.LEVEL_AFTER.match(text, end)):
        level = Token(normalised(after["level"]), after.start("level"), after.end("level"))
        end = after.end()
    method = g.METHODS.search(text, first, end)
    put("I", first, end, (level, method.group().lower() if method else ""))
    return end


def _is_level(text: str) -> bool:
    try:
        return 50 <= float(text) < 100
    except ValueError:
        return False


def _relation(printed_relation: str | None) -> str:
    word = re.sub(r"\s++", "", printed_relation or "").lower()
    return {"": "=", ":": "=", "=": "=", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "<=": "<=",
            ">=": ">=", "=<": "<=", "lessthan": "<", "below": "<", "greaterthan": ">",
            "above": ">"}.get(word, "=")


def _p_value(text: str, found: re.Match[str], put: Any) -> int:
    """A P value with relation and qualifier; 0 when the words are none."""
    raw = found["value"]
    if found["relation"] is None and "." not in raw:
        return 0
    if found["relation"] == ":" and "." not in raw:
        return 0
    value = Token(_p_text(raw), *_trim(text, found.start("value"), found.end("value")))
    before = text[max(0, found.start() - 28) : found.start()]
    before = re.split(r"[;:.)(\]\[]|\d", before)[-1]
    words = f"{before} {found['words'] or ''}"
    end = found.end()
    said = g.P_QUALIFIER.search(words)
    if said is None and (said := g.P_AFTER.match(text, end)):
        end = said.end()
    qualifier = ""
    if said:
        qualifier = terms.P_QUALIFIERS[
            next(i for i in range(len(terms.P_QUALIFIERS)) if said.group(f"q{i}") is not None)
        ][0]
    values = [(_relation(found["relation"]), value, qualifier)]
    if text.startswith("%", found.end()):
        return 0
    while len(values) < 8 and (more := g.P_NEXT.match(text, end)):
        values.append((
            _relation(more["relation"]) if more["relation"] else values[-1][0],
            Token(_p_text(more["value"]), more.start("value"), more.end("value")),
            qualifier,
        ))
        end = more.end()
    put("P", found.start(), end, values)
    return end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] == " ":
        start += 1
    return start, end


def _p_text(raw: str) -> str:
    """The normalised text of a probability: 3 × 10-5 becomes 3e-5."""
    power = re.fullmatch(r"\s*+(-?\d(?:\.\d+)?)\s?[×xX*]\s?10\s?\^?\s?(-?)\s?(\d{1,3})\s*+", raw)
    if power:
        # A raised exponent loses its minus sign in many conversions; a P value has no other.
        return normalised(f"{power[1]}e-{power[3]}")
    return normalised(raw)
