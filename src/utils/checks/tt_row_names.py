"""Which rows of the tables a stretch of a sentence names, by the words of their heads.

What belongs here: words of row heads, and how much of them is said. What does not: any number
and any verdict. A row whose own head is an answer, a grade or a class ("Positive", "III") is named
by the heading above it as well.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from src.utils.linking.words import STOP, stem

_PIECE = re.compile(r"[A-Za-z]+\d[\w.]*|[^\W\d_]+|\d+(?:\.\d+)?")
#: What a head says of its statistic, not of the thing counted.
_SORTS = frozenset(
    stem(w)
    for w in """number percent percentage total overall all mean median standard deviation range
    years year months month days kg score value values median sd iqr no yes unit any case cases
    status other type characteristic characteristics level group groups event events rate sex
    gender patients participants children adjusted unadjusted crude univariable multivariable
    univariate multivariate""".split()
)
_ANSWERS = frozenset(
    stem(w)
    for w in """yes no positive negative unknown missing present absent mutant mutated wild normal
    abnormal high low intermediate good poor standard favourable favorable adverse mild moderate
    severe never current former ever done partial complete other others grade stage class ecog
    primary secondary left right upper lower first second third early late none both type""".split()
)
_YES = frozenset(map(stem, "yes positive present mutant mutated".split()))
_NO = frozenset(map(stem, "no not negative absent wild without unknown missing normal".split()))
_SEXES = {"women": "female", "woman": "female", "girl": "female", "girls": "female"}
_SEXES |= {"men": "male", "man": "male", "boys": "male", "boy": "male"}
_SEXES |= {"females": "female", "males": "male", "female": "female", "male": "male"}
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]?")


@lru_cache(maxsize=16384)
def words_of(text: str) -> frozenset[str]:
    """Stems of words, and codes and numerals as printed; both names of a sex are one.

    >>> sorted(words_of("Women with T2 disease, >= 65 years"))
    ['65', 'diseas', 'female', 't2', 'year']
    """
    out = set()
    for found in _PIECE.finditer(text):
        word = found.group().lower()
        if word in _SEXES:
            out.add(_SEXES[word])
        elif word[0].isdigit() or any(c.isdigit() for c in word):
            out.add(word)
        elif word in STOP and word not in ("without", "no", "not", "before", "after"):
            continue
        elif len(word) > 1 or found.group().isupper():
            out.add(stem(word))
    return frozenset(out)


class Name(msgspec.Struct, frozen=True):
    """The words that name a row: ``own`` must be said near, ``above`` anywhere in the sentence.

    ``denied`` are words of the other answers: near them a row that only says "yes" is not meant.
    """

    own: frozenset[str]
    above: frozenset[str]
    denied: frozenset[str] = frozenset()


class Said(msgspec.Struct, frozen=True):
    """How a row is named: words said near the number, whether all of its own are."""

    words: int
    whole: bool


@lru_cache(maxsize=16384)
def name_of(head: str) -> Name | None:
    """The name of a row by its head, "Sex > Female"; None where it names nothing."""
    parts = [p for p in head.split(" > ") if p.strip()]
    if not parts:
        return None
    own = core(parts[-1])
    above: frozenset[str] = frozenset().union(*map(core, parts[:-1])) if parts[:-1] else own - own
    plain = own and not own <= _ANSWERS and not all(_code(w) for w in own)
    answer = own | words_of(_BRACKET.sub(" ", parts[-1]))
    if above and answer and answer <= _YES | _SORTS and answer & _YES:
        return Name(above, frozenset(), _NO)
    if not own and above:
        return Name(core(parts[-2]) or above, frozenset())
    if not own:
        return None
    if plain:
        return Name(own, frozenset())
    if not above:
        return Name(own, frozenset()) if any(w.isalpha() for w in own - _ANSWERS) else None
    return Name(own, above)


def only_answer(own: frozenset[str]) -> bool:
    """Whether words are an answer, a grade or a class, which the heading above must explain."""
    return own <= _ANSWERS or all(_code(w) for w in own)


def only_yes(own: frozenset[str]) -> bool:
    """Whether words say no more than that what the heading names was there."""
    return bool(own) and own <= _YES


def denied(said: frozenset[str]) -> bool:
    """Whether words deny what stands beside them."""
    return not _NO.isdisjoint(said)


@lru_cache(maxsize=16384)
def core(text: str) -> frozenset[str]:
    """The words of a head that name something: no statistic, nothing in brackets."""
    bare = words_of(_BRACKET.sub(" ", text)) - _SORTS
    return bare or words_of(text) - _SORTS


def _code(word: str) -> bool:
    """A class, a grade, a threshold: "iii", "4", "t1"."""
    return word[0].isdigit() or len(word) <= 2 or set(word) <= set("ivx")


def other_sex(label: str, said: frozenset[str]) -> bool | None:
    """Whether words name the sex that a row of one sex leaves; None where neither is so.

    False where they name the row's own.

    >>> other_sex("Male, n (%)", words_of("63.2% were women"))
    True
    >>> other_sex("Male, n (%)", words_of("63.2% were men"))
    False
    """
    both = words_of("male female")
    shown, meant = words_of(label) & both, said & both
    return meant != shown if len(shown) == len(meant) == 1 else None


def said(name: Name, near: frozenset[str], sentence: frozenset[str]) -> Said | None:
    """How well a row is named near a number; None where it is not."""
    here = len(name.own & near)
    if not here or (name.above and not name.above & sentence) or name.denied & near:
        return None
    if here == len(name.own):
        return Said(here, True)
    if name.own <= sentence and here * 2 >= len(name.own):
        return Said(here, False)
    if len(name.own) >= 3 and here * 3 >= 2 * len(name.own):
        return Said(here, False)
    return None
