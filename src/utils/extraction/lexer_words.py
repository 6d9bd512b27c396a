"""Tokens that begin with a word: labels, heads of intervals, P values, endpoints, units."""

from __future__ import annotations

import re

from src.utils import terms
from src.utils.extraction import grammar as g
from src.utils.extraction import grammar_tests as tests
from src.utils.extraction.tokens import Lexed, Token, normalised


def put_word(x: Lexed, word: str, start: int, end: int) -> int:
    """Put the token that begins with a word; returns where reading goes on."""
    text = x.text
    glued = end < len(text) and (text[end].isdigit() or text[end] == ".")
    if glued and (short := g.GLUED.match(text, start)):
        word, end = short.group(), short.end()
        glued = False
    lower = word.lower()

    if word in terms.KIND_ABBREVIATIONS and not glued_to_number(text, end):
        kind, adjusted = terms.KIND_ABBREVIATIONS[word]
        gloss = g.LABEL_GLOSS.match(text, end)
        end = gloss.end() if gloss else end
        x.put("L", start, end, (kind, adjusted, word))
        return end
    if lower in ("p", "p-value", "p-values", "ps", "pvalue", "p-val") or g.P_GLUED.match(
        text, start
    ):
        found = g.P_VALUE.match(text, start)
        if found and text[start - 1 : start] not in ("&", "+") and (end_p := _p_value(x, found)):
            return end_p
    if lower == "per" and (found := g.PER_CENT.match(text, start)):
        x.put("%", start, found.end())
        return found.end()
    head = lower.partition("-")[0]
    if (lower in tests.TEST_STATISTICS or head in tests.TEST_STATISTICS) and (
        found := tests.TEST_STATISTIC.match(text, start)
    ):
        x.put("T", start, found.end(), found.lastgroup or "")
        return found.end()
    if lower in ("difference", "differences") and x.letters[-4:] == ["A", "(", "I", ")"]:
        x.put("L", start, end, ("MD", False, word))  # mean (95% CI) differences
        return end
    if head in g.LABEL_STARTS and (found := g.LABEL.match(text, start)):
        kind = terms.KINDS[_which(found)].name
        adjusted = False
        short_form = found.group("short")
        if short_form:
            adjusted = terms.KIND_ABBREVIATIONS[short_form][1]
        x.put("L", start, found.end(), (kind, adjusted, found.group()))
        return found.end()
    if (
        (word in _HEADS or head in _HEAD_WORDS)
        and (found := g.INTERVAL_WORD.match(text, start))
        and (not found["limits"] or (x.letters and x.letters[-1] == "%"))
    ):
        return _interval_head(x, start, found)
    if word in g.ENDPOINT_SHORT or head in g.ENDPOINT_STARTS:
        found = g.ENDPOINT.match(text, start)
        if found and not (lower == "median" and found.lastindex is None):
            term = terms.ENDPOINTS[(found.lastindex or 1) - 1]
            x.put("M" if lower == "median" else "E", start, found.end(), term.name)
            return found.end()
    if word in _BOTH_OPEN:
        x.put("R", start, start + 2, "NR")
        x.put("h", start + 2, start + 3)
        x.put("R", start + 3, end, "NR")
        return end
    if word == "NA" and _bound(x, end):
        x.put("R", start, end, "NR")
        return end
    if lower in ("not", "non-estimable", "nr", "ne") and (
        found := g.NOT_REACHED.match(text, start)
    ):
        x.put("R", start, found.end(), "NR")
        return found.end()
    if lower == "n" and (found := _N_EQUALS.match(text, start)):
        x.put("n", start, found.end())
        return found.end()
    if lower in ("compared", "compares", "comparing", "relative") and (
        found := _COMPARED.match(text, start)
    ):
        x.put("v", start, found.end())
        return found.end()
    if end < len(text) and text[end] == "-" and (tail := _GLUED_DIGITS.match(text, end + 1)):
        x.put("w", start, tail.end(), word)
        return tail.end()
    if lower in terms.UNITS and (lower != "h" or (x.letters and x.letters[-1] == "N")):
        x.put("u", start, end, terms.UNITS[lower])
        return end
    if glued and text[end] != ".":
        # PD-1, CD4, T1, p53: the digits belong to the word.
        tail = _GLUED_DIGITS.match(text, end)
        if tail:
            x.put("w", start, tail.end(), word)
            return tail.end()
    code = g.WORD_CODES.get(lower, "w")
    if code == "Z" and len(lower) == 1 and lower.isascii() and not _EQUALS.match(text, end):
        code = "w"  # a group named B, no coefficient
    if code == "v" and text.startswith(".", end):
        end += 1
    x.put(code, start, end, lower)
    return end


#: Words that may head an interval; CL and UI do so only with a level before them.
_HEADS = frozenset("CI CIs IC CrI CrIs HDI C c CL CLs UI UIs".split())
_HEAD_WORDS = frozenset(
    "confidence confidential confident credible credibility posterior fiducial".split()
)
_BOTH_OPEN = frozenset({"NR-NR", "NE-NE", "NA-NA", "NR-NE", "NE-NR"})


def _bound(x: Lexed, end: int) -> bool:
    """Whether "NA" is the open upper bound of an interval: (12.1-NA)."""
    codes = "".join(x.letters[-3:])
    return (
        codes[-1:] in ("h", "d", "t", "c")
        and codes[-2:-1] in ("N", "u", "%")
        and x.text[end : end + 1] in ("", ")", "]", ";", ",")
    )


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


def _interval_head(x: Lexed, start: int, found: re.Match[str]) -> int:
    """An interval's head with its level, printed before ("95% CI") or after it ("CI 95%")."""
    text, codes, data, ends = x.text, x.letters, x.data, x.ends
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
            x.drop()
    if level is None and (after := g.LEVEL_AFTER.match(text, end)):
        level = Token(normalised(after["level"]), after.start("level"), after.end("level"))
        end = after.end()
    elif level is None and (after := g.LEVEL_GLUED.match(text, end)):
        level = Token(after["level"], *after.span("level"))
        end = after.end()
    method = g.METHODS.search(text, first, end)
    x.put("I", first, end, (level, method.group().lower() if method else ""))
    return end


def _is_level(text: str) -> bool:
    try:
        return 50 <= float(text) < 100
    except ValueError:
        return False


def _relation(printed_relation: str | None) -> str:
    word = re.sub(r"\s++", "", printed_relation or "").lower()
    return {
        "": "=",
        ":": "=",
        "=": "=",
        "<": "<",
        ">": ">",
        "≤": "<=",
        "≥": ">=",
        "<=": "<=",
        ">=": ">=",
        "=<": "<=",
        "lessthan": "<",
        "below": "<",
        "greaterthan": ">",
        "above": ">",
    }.get(word, "=")


def _p_value(x: Lexed, found: re.Match[str]) -> int:
    """A P value with relation and qualifier; 0 when the words are none."""
    text = x.text
    raw = found["value"]
    if found["relation"] is None and "." not in raw:
        return 0
    if found["relation"] == ":" and "." not in raw:
        return 0
    if text[found.start() + 1].isupper() and not raw.lstrip().startswith(("0", ".")):
        return 0  # "a PNI below 45.5": the name of an index
    value = Token(_p_text(raw), *_trim(text, found.start("value"), found.end("value")))
    before = text[max(0, found.start() - 28) : found.start()]
    before = re.split(r"[;:.)(\]\[]|\d", before)[-1]
    words = f"{before} {found['words'] or ''}"
    end = found.end()
    if tests.RATE_CONTROLLED.search(text, max(0, found.start() - 48), found.start()) or (
        tests.RATE_CONTROLLED_AFTER.match(text, found.end())
    ):
        x.put("w", found.start(), found.end(), "fdr")
        return found.end()
    said = g.P_QUALIFIER.search(words)
    if said and said.end() <= len(before) and len(said.group()) < 4:
        said = None  # two or three letters before a P value may be a group's name
    if said is None and (said := g.P_AFTER.match(text, end)):
        end = said.end()
    qualifier = ""
    if said:
        qualifier = terms.P_QUALIFIERS[
            next(i for i in range(len(terms.P_QUALIFIERS)) if said.group(f"q{i}") is not None)
        ][0]
    else:
        qualifier = _qualifier_before(x, found.start(), end)
    values = [(_relation(found["relation"]), value, qualifier)]
    if text.startswith("%", found.end()):
        return 0
    while len(values) < 8 and (more := g.P_NEXT.match(text, end)):
        values.append(
            (
                _relation(more["relation"]) if more["relation"] else values[-1][0],
                Token(_p_text(more["value"]), more.start("value"), more.end("value")),
                qualifier,
            )
        )
        end = more.end()
    x.put("P", found.start(), end, values)
    return end


def _qualifier_before(x: Lexed, start: int, end: int) -> str:
    """What the P value tests, from what stands before its bracket or comma, "" when open."""
    text = x.text
    if said := tests.P_HEADED.search(text, max(0, start - 60), start):
        return said.lastgroup or ""
    j = len(x.letters) - 1
    while j >= 0 and x.letters[j] in "cs(ka" and len(x.letters) - j < 4:
        j -= 1
    if j < 0 or x.letters[j] != "T":
        return ""
    while j >= 0 and x.letters[j] in "Tcs(ka":
        if x.data[j] == "heterogeneity" and x.letters[j] == "T":
            return "heterogeneity"
        j -= 1
    # χ2 = 5.1, df = 3 (P = 0.12); I2 = 35%
    return "heterogeneity" if tests.I_SQUARED_AFTER.match(text, end) else ""


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] == " ":
        start += 1
    return start, end


def _p_text(raw: str) -> str:
    """The normalised text of a probability: 3 × 10-5 becomes 3e-5."""
    if tenth := re.fullmatch(r"10\s?\^?\s?[(\[]?\s?-\s?(\d{1,3})\s?[)\]]?", raw):
        return normalised(f"1e-{tenth[1]}")
    power = re.fullmatch(r"\s*+(-?\d(?:\.\d+)?)\s?[×xX*]\s?10\s?\^?\s?(-?)\s?(\d{1,3})\s*+", raw)
    if power:
        # A raised exponent loses its minus sign in many conversions; a P value has no other.
        return normalised(f"{power[1]}e-{power[3]}")
    return normalised(raw)
