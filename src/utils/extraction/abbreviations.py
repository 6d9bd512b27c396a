"""Abbreviations and what an article says they stand for.

Belongs here: lists under a table ("OS: overall survival; PFS, progression-free survival"),
introductions in prose ("overall survival (OS)"), and which words of a cell are abbreviations.
Does not: what is missing or wrong (checks of the family AB).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

#: A word that can be an abbreviation: two capitals, or a capital beside digits or a small prefix.
_TOKEN = re.compile(
    r"(?<![\w/])(?:[A-Za-z]{0,2}[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*|[A-Z]{1,4}\d[A-Z0-9]*|[A-Z]{2,}\d*)"
    r"(?:[-/+][A-Za-z0-9]+)*(?![\w])"
)
_KEY = r"[^\W_][\w+/.&-]*(?:[ ]?\([\w-]{1,3}\)[\w-]*)?(?:[ ](?:[A-Z0-9][\w.-]*|[0-9.]+)){0,2}"
_PAIR = re.compile(
    rf"\s*(?:(?:list\s+of\s+)?abbreviations?(?:\s+used)?\s*[:.]?\s*)?(?:and\s+)?"
    rf"(?P<key>{_KEY})\s*(?:[:=]|,|\s[-–]\s|\s(?:denotes|indicates|means|is)\s)\s*(?P<words>[^\W\d_].+)",
    re.IGNORECASE | re.DOTALL,
)
#: "CI confidence interval": no sign between, but the initials fit.
_BARE_PAIR = re.compile(
    r"\s*(?:abbreviations?\s*[:.]?\s*)?(?P<key>[A-Za-z]{0,2}[A-Z][\w/-]*)\s+(?P<words>[a-z].+)",
    re.DOTALL,
)
_SPLIT = re.compile(r";|\.(?=\s|\Z)|\n")
_COMMA = re.compile(rf",\s+(?={_KEY}\s*[:=])|,\s+(?=[A-Z]{{2,}}[\w-]*\s+[a-z])")
_BRACKETED = re.compile(r"\((?P<key>[A-Za-z0-9][\w/+-]{0,14})s?\)")
_BEFORE = re.compile(r"(?P<words>[^\W_][^()\[\];.]*[^\s()\[\];.])\s*\Z")
_FILLERS = frozenset(
    ["of", "the", "and", "in", "for", "to", "with", "by", "on", "a", "an", "or", "at", "from"]
)


class Definition(msgspec.Struct, frozen=True):
    """What an abbreviation stands for, with the places of both in the text that was read."""

    key: str
    words: str
    key_at: tuple[int, int]
    words_at: tuple[int, int]


def folded(key: str) -> str:
    """The form in which two spellings of an abbreviation are compared: PD-1, PD 1 and PD1 are one.

    >>> folded("PD-1") == folded("PD 1"), folded("TKIs") == folded("TKI")
    (True, True)
    """
    out = re.sub(r"[\s.\-/]+", "", key)
    return out[:-1] if len(out) > 2 and out.endswith("s") and out[:-1].isupper() else out


def listed(text: str) -> list[Definition]:
    """The definitions of a list such as stands under a table, in order."""
    out = []
    for start, end in _items(text):
        item = text[start:end]
        match = _PAIR.match(item)
        if match is None or not _abbreviates(match.group("key")):
            match = _BARE_PAIR.match(item)
            if match is None or not fits(match.group("key"), match.group("words")):
                continue
        words = match.group("words").rstrip(" .,;")
        if len(words) > 200:
            continue
        a, b = match.start("key") + start, match.start("words") + start
        out.append(
            Definition(
                match.group("key").strip(),
                re.sub(r"\s+", " ", words),
                (a, a + len(match.group("key").rstrip())),
                (b, b + len(words)),
            )
        )
    return out


def _items(text: str) -> Iterator[tuple[int, int]]:
    """The items of a list: separated by semicolons, full stops, or commas before a next key."""
    start = 0
    for m in _SPLIT.finditer(text + ";"):
        piece_end = min(m.start(), len(text))
        at = start
        for comma in _COMMA.finditer(text, start, piece_end):
            yield at, comma.start()
            at = comma.end()
        yield at, piece_end
        start = m.end()


def _abbreviates(key: str) -> bool:
    """Whether a key looks like an abbreviation and not like a word of a sentence."""
    if re.search(r"(?<![^\W_])[A-Z][a-z]{3,}(?![^\W_])", key):
        return False
    return bool(re.search(r"[A-Z].*[A-Z0-9]|[a-z][A-Z]|\A[A-Z]\Z|\A[nNpP]\Z|[α-ω]", key)) and (
        len(key) <= 24
    )


def introduced(text: str) -> list[Definition]:
    """Definitions in prose: words and their abbreviation in brackets, if the letters fit."""
    out = []
    for m in _BRACKETED.finditer(text):
        key = m.group("key")
        if not re.search(r"[A-Z].*[A-Z0-9]|[a-z][A-Z]", key):
            continue
        before = _BEFORE.search(text, max(0, m.start() - 140), m.start())
        if before is None:
            continue
        words, end = before.group("words"), before.end("words")
        starts = [w.start() for w in re.finditer(r"\S+", words)]
        tails = [words[at:] for at in reversed(starts[-len(key) - 4 :])]
        tails = [t for t in tails if t.split()[0].lower() not in _FILLERS]
        chosen = next((t for t in tails if strictly_fits(key, t)), None) or next(
            (t for t in tails if fits(key, t) or skips(key, t)), None
        )
        if chosen:
            out.append(
                Definition(
                    key,
                    re.sub(r"\s+", " ", chosen),
                    (m.start("key"), m.end("key")),
                    (end - len(chosen), end),
                )
            )
    return out


def initials(words: str) -> list[str]:
    """The first letters of the words, hyphenated parts apart."""
    return [w[0].lower() for w in re.findall(r"[^\W_]+", words)]


def fits(key: str, words: str) -> bool:
    """Whether the letters of an abbreviation are read off its words, each word's first in order.

    Small words may be skipped, and letters inside a word may be used ("TACE": transarterial
    chemoembolization).

    >>> fits("OS", "overall survival"), fits("TACE", "transarterial chemoembolization")
    (True, True)
    >>> fits("RECIST", "response evaluation criteria in Cancer of the Liver")
    False
    """
    letters = re.sub(r"[^a-z0-9]", "", folded(key).lower())
    parts = [w.lower() for w in re.findall(r"[^\W_]+", words)]
    return _reads(letters, parts, first=True)


def _reads(letters: str, parts: list[str], first: bool = False) -> bool:
    if not letters:
        return all(p in _FILLERS for p in parts)
    if not parts:
        return False
    word = parts[0]
    if word[0] == letters[0]:
        at = 0
        for used in range(1, min(len(letters), 6) + 1):
            found = word.find(letters[used - 1], at)
            if found < 0:
                break
            at = found + 1
            if _reads(letters[used:], parts[1:]):
                return True
    return not first and word in _FILLERS and _reads(letters, parts[1:])


def strictly_fits(key: str, words: str) -> bool:
    """Whether an abbreviation is exactly the words' first letters, small words in or out.

    >>> strictly_fits("RECICL", "response evaluation criteria in Cancer of the Liver")
    True
    """
    letters = re.sub(r"[^a-z]", "", folded(key).lower())
    parts = re.findall(r"[^\W\d_]+", words.lower())

    def reads(k: int, i: int) -> bool:
        if i == len(parts):
            return k == len(letters)
        if k < len(letters) and parts[i][0] == letters[k] and reads(k + 1, i + 1):
            return True
        return parts[i] in _FILLERS and reads(k, i + 1)

    return len(letters) > 2 and reads(0, 0)


def skips(key: str, words: str) -> bool:
    """Whether a numbered abbreviation leaves out words between its first and its number.

    Of five words at least: few of a long name are a name of something else.

    >>> skips("HER2", "human epidermal growth factor receptor 2"), skips("HER2", "her receptor 2")
    (True, False)
    """
    letters = re.sub(r"[^a-z0-9]", "", key.lower())
    parts = initials(words)
    last = re.findall(r"[^\W_]*\Z", words)[0]
    if len(letters) < 3 or not last.isdigit() or not letters.endswith(last):
        return False
    stem, left = letters[: -len(last)], iter(parts[:-1])
    whole = len(stem) > 1 and stem[0] == parts[0] and 5 < len(parts) <= 2 * len(letters)
    return whole and all(c in left for c in stem)


def used(text: str) -> Iterator[tuple[str, int, int]]:
    """Words of a text that look like abbreviations, with their places."""
    for m in _TOKEN.finditer(text):
        yield m.group(), m.start(), m.end()
