"""The names of a table's groups, and where a stretch of text says them.

What tells one group from the others: a word, a dose, a number, or, where all its words are in
another's name as well, those words without the other's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from src.utils.extraction.abbreviations import fits as fits_letters
from src.utils.linking.words import stem, tokens

_NUMERAL = r"[<>≤≥]\s*[A-Z]?\d+(?:\.\d+)?|\d+(?:\.\d+)?(?:\s*[-–]\s*\d+(?:\.\d+)?)?"
_NUMERALS = re.compile(_NUMERAL)
_WORD = re.compile(rf"[^\W\d_]+(?:'[^\W\d_]+)?\+?|{_NUMERAL}")
JOINING = re.compile(
    r"\b(?:vs?|versus|compared|than|against|and|or|to|while|whereas|but)\b|[/,;]", re.I
)
_ABBREVIATION = re.compile(r"\b[a-z]{0,2}[A-Z][A-Za-z]*[A-Z+][A-Za-z+]*(?!\w)")
#: Words that deny as "no" does.
_WITHOUT = frozenset(("without", "non", "not"))
#: So many words around one are of the same name.
_PHRASE = 5
Stems = frozenset[str]
#: Groups in the order of their names, each with the start and end of its last word.
Named = list[tuple[int, int, int]]
#: Words before the number of a group ("arm 2").
_ARM = frozenset("arm arms group groups cohort cohorts regimen dose level".split())
_SMALL = frozenset(
    "a an the of and or in for to with by on at from plus than group groups arm arms patients "
    "participants subjects number mean median".split()
)


class Name(msgspec.Struct, frozen=True):
    """The words of one group that none of the others has, and the words it is short for."""

    stems: Stems
    text: str = ""
    numbers: Stems = frozenset()
    after: Stems = frozenset()
    base: Stems = frozenset()  # all its words, where every one is in another's name as well


def names_of(texts: Sequence[str]) -> list[Name]:
    """What tells each of several groups from the others.

    >>> [sorted(n.stems) for n in names_of(["Zinc", "Placebo group"])]
    [['zinc'], ['placeb']]
    """
    every = [_stems(t) for t in texts]
    whole = [s | _words(t) for s, t in zip(every, texts, strict=True)]
    out = []
    for i, text in enumerate(texts):
        mine = every[i].difference(*(w for j, w in enumerate(whole) if j != i))
        mine = mine or whole[i].difference(*(w for j, w in enumerate(whole) if j != i))
        rest = frozenset().union(*(_numerals(t) for j, t in enumerate(texts) if j != i))
        words = re.sub(r"\([^)]*\)|\b(?:group|arm)s?\b", "", text).strip()
        after = frozenset(stem(w) for w in re.findall(r"\d\s*-?\s*([^\W\d_]+)", text))
        own = _numerals(text) - rest
        base = frozenset() if mine or own else whole[i]
        out.append(Name(mine, words if " " in words or "-" in words else "", own, after, base))
    return out


def _numerals(text: str) -> Stems:
    """The numerals of a name, with their sign and as ranges, in one spelling."""
    return frozenset(_spelled(m.group()) for m in _NUMERALS.finditer(text))


def _spelled(numeral: str) -> str:
    return re.sub(r"\s", "", numeral).replace("–", "-")


def _words(text: str) -> Stems:
    """All words but the smallest, for names that consist of everyday words."""
    words = re.findall(r"[^\W\d_]{3,}(?!\w|\+)", text)
    return frozenset(stem(w) for w in words if w.lower() not in _SMALL)


def _stems(text: str) -> Stems:
    kept = frozenset(w.lower() for w in _ABBREVIATION.findall(text))
    return (tokens(text) - {w.rstrip("+") for w in kept if w.endswith("+")}) | kept


def named_in(text: str, names: Sequence[Name]) -> Named:
    """The groups named in a stretch of text, in order, with their places."""
    out: Named = []
    words = list(_WORD.finditer(text))
    for k, m in enumerate(words):
        which = _which(text, words, k, names)
        if which is not None and out and out[-1][0] == which:
            out[-1] = (which, out[-1][1], m.end())
        elif which is not None:
            out.append((which, m.start(), m.end()))
    return out


@lru_cache(maxsize=8192)
def _short(word: str, name: str) -> bool:
    """Whether a word is short for a name, read off its words ("ddAC": dose-dense AC)."""
    return bool(name) and fits_letters(word, name)


def _phrase(text: str, words: list[re.Match[str]], k: int) -> Stems:
    """The words around one with nothing between that lists or compares."""
    out = set()
    for step in (1, -1):
        j = k
        while 0 <= j + step < len(words) and abs(j - k) < _PHRASE:
            a, b = sorted((words[j], words[j + step]), key=lambda m: m.start())
            other = words[j + step].group()
            if JOINING.search(text, a.end(), b.start()) or JOINING.fullmatch(other):
                break
            out.add("no" if other.lower() in _WITHOUT else stem(other))
            j += step
    return frozenset(out)


def _of_base(words: list[re.Match[str]], k: int, names: Sequence[Name]) -> bool:
    """Whether what is denied is a group's name: "without (and with) diabetes"."""
    after = {stem(w.group()) for w in words[k + 1 : k + 1 + _PHRASE]}
    return any(after & n.base for n in names)


def _with_and_without(words: list[re.Match[str]], k: int) -> bool:
    """Whether a word is the first one of "with and without diabetes"."""
    following = [w.group().lower() for w in words[k + 1 : k + 3]]
    return words[k].group().lower() == "with" and following[1:] == ["without"]


def _which(text: str, words: list[re.Match[str]], k: int, names: Sequence[Name]) -> int | None:
    """The only group that a word names."""
    word = words[k].group()
    numeral = _spelled(word)
    if numeral[0] in "<>≤≥" or numeral[0].isdigit():
        following = stem(words[k + 1].group()) if k + 1 < len(words) else ""
        arm = k > 0 and words[k - 1].group().lower() in _ARM
        plain = numeral[0].isdigit() and "-" not in numeral
        fits = [
            i
            for i, n in enumerate(names)
            if numeral in n.numbers and (not plain or arm or following in n.after)
        ]
    else:
        bare = "no" if word.lower() in _WITHOUT and _of_base(words, k, names) else word.lower()
        fits = [i for i, n in enumerate(names) if bare in n.stems or stem(word) in n.stems]
        if not fits:
            fits = [i for i, n in enumerate(names) if stem(word) in n.base]
            if _with_and_without(words, k) and _of_base(words, k, names):
                return next(i for i, n in enumerate(names) if n.base)
            phrase = _phrase(text, words, k)
            near = {_spelled(m.group()) for m in (*words[max(0, k - 2) : k], *words[k + 1 : k + 2])}
            others = [n for i, n in enumerate(names) if i not in fits]
            if any(phrase & n.stems or near & n.numbers for n in others):
                fits = []
        if not fits and len(word) > 1 and _ABBREVIATION.fullmatch(word):
            fits = [i for i, n in enumerate(names) if _short(word, n.text)]
    return fits[0] if len(fits) == 1 else None
