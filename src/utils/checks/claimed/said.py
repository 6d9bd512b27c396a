"""What a clause claims of a comparison: a direction, significance, or none, and where it says so.

Belongs here: the grammar of such a clause. Does not: its vocabulary (`words`), and which row,
which groups and which numbers it speaks of (`rows`, `groups`, `judge`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.checks.claimed import words as w
from src.utils.extraction.claims_grammar import bare, clauses
from src.utils.extraction.claims_words import (
    CLINICALLY,
    HEDGE,
    IDLE,
    NO_REACH,
    NONINFERIOR,
    NOT_SIGNIFICANT,
    TREND,
)

_VERBS = re.compile(r"\b(?:was|were|is|are|had|has|did|does)\b", re.I)
_WORD = re.compile(r"[A-Za-z]{4,}")
_MARK = re.compile(r"[,;]")


class Claimed(msgspec.Struct, frozen=True):
    """One claim: its clause, the word that makes it, and what it says.

    ``up``: the subject's numbers are higher (True), lower (False), or no direction is said.
    ``verb``: it is said with a verb of change. ``denied``: the direction is denied ("not more
    frequent"). ``significant``: said to be so, said not to be so, or nothing said. ``more``: of a
    growing number. ``soft``: the words are weaker than what they are held against (associated,
    similar). ``factor``: a factor is associated with an outcome. ``equal``: differs, or similar.
    ``before``: the subject, where it stands in an earlier clause. ``echo``: "and so was that for
    B".
    """

    start: int
    end: int
    word: tuple[int, int]
    up: bool | None = None
    verb: bool = False
    denied: bool = False
    significant: bool | None = None
    more: bool = False
    soft: bool = False
    factor: bool = False
    equal: bool = False
    before: tuple[int, int] | None = None
    echo: bool = False


def claims(text: str) -> Iterator[Claimed]:
    """The claims of one sentence.

    >>> [(c.up, c.significant) for c in claims("Rash was significantly more common with A.")]
    [(True, True)]
    """
    if w.BEGIN.isdisjoint(m[:6].lower() for m in _WORD.findall(text)):
        return
    plain = bare(text)
    if NONINFERIOR.search(plain):
        return
    last: Claimed | None = None
    for start, end in clauses(plain):
        echo = w.ECHO.match(plain, start, end)
        if echo and last is not None and last.significant is not None:
            yield msgspec.structs.replace(
                last,
                start=echo.start("so"),
                end=end,
                word=echo.span("so"),
                significant=last.significant if echo["so"].lower() == "so" else False,
                up=None,
                echo=True,
            )
            continue
        found = _claim(text, plain, start, end)
        if found is None:
            continue
        if not w.BACK.match(plain, found.start, found.end):
            last = found
        elif last is None:
            continue
        else:
            found = msgspec.structs.replace(found, before=(last.start, last.word[0]))
        yield found
        rest = w.BUT_NOT.match(plain, found.end, len(plain))
        if rest and found.significant and found.up is None and found.before is None:
            yield msgspec.structs.replace(
                found,
                start=found.end,
                end=rest.end(),
                significant=False,
                before=(found.start, found.word[0]),
            )


def _claim(text: str, plain: str, start: int, end: int) -> Claimed | None:
    opened = w.OPENING.match(plain, start, end)
    start = opened.end() if opened else start
    idle = [m.span() for m in IDLE.finditer(plain, start, end)]
    sizes = [
        m
        for m in w.SIZE.finditer(plain, start, end)
        if not any(a <= m.start() < b for a, b in idle)
    ]
    sizes = [m for m in sizes if m.lastgroup in ("up", "down")] or sizes
    others = (p.search(plain, start, end) for p in (w.SIGNIFICANT, w.EQUAL, w.FACTOR))
    word = next(iter(sizes or [m for m in others if m is not None]), None)
    if word is None or len(sizes) > 1:
        return None
    end = _end(plain, word.end(), end, bool(sizes))
    core = plain[start:end]
    unsure = w.LIKELY.sub(" ", text[start:end])
    if any(p.search(unsure) for p in (HEDGE, TREND, CLINICALLY, w.OTHER)):
        return None
    if w.POINTS.match(core):
        return None
    claim = Claimed(start, end, word.span(), factor=bool(w.FACTOR.search(core)))
    denied = any(p.search(core) for p in (NOT_SIGNIFICANT, NO_REACH, w.DENIED))
    return _sized(claim, word, core, denied) if sizes else _tested(claim, core, denied)


def _sized(claim: Claimed, word: re.Match[str], core: str, denied: bool) -> Claimed | None:
    """A claim with a word of size."""
    signed = bool(w.SIGNIFICANT.search(core))
    if denied and (signed or word.lastgroup not in ("up", "down")):
        return None
    return msgspec.structs.replace(
        claim,
        up=word.lastgroup in ("up", "raised"),
        verb=word.lastgroup in ("raised", "cut"),
        denied=denied,
        significant=True if signed else None,
        more=bool(w.MORE.search(core)),
    )


def _tested(claim: Claimed, core: str, denied: bool) -> Claimed | None:
    """A claim of significance or of equality without a word of size."""
    signed = bool(w.SIGNIFICANT.search(core))
    if signed and w.MOVES.search(core):
        return None  # of a change over time, unless what it is compared with is said
    if w.EQUAL.search(core):
        same = bool(w.SAME.search(core))
        if same and (denied or signed or w.MOVES.search(core) or w.NUMBERS.search(core)):
            return None
        return msgspec.structs.replace(
            claim, significant=not denied and not same, soft=same, equal=True
        )
    plain = not signed and not w.INDEPENDENT.search(core)
    if plain and not denied and not w.ASSOCIATED.search(core):
        return None
    return msgspec.structs.replace(claim, significant=not denied, soft=plain)


def _end(plain: str, at: int, end: int, sized: bool) -> int:
    """Where what is said with the word of comparing ends: a comparison goes on past a comma."""
    while True:
        stop = w.STOP.search(plain, at, end)
        if stop is None:
            return end
        if stop.group() != ",":
            return stop.start()
        compared = w.COMPARED.match(plain[stop.end() : end].lstrip())
        if not compared and (sized or _VERBS.search(plain, stop.end(), end)):
            return stop.start()
        at = stop.end()


def comparator(text: str) -> tuple[int, int] | None:
    """Where a stretch names what is compared with, None where it does not."""
    found = w.COMPARED.search(text)
    if found is None:
        return None
    cut = _MARK.search(text, found.end())
    return found.start(), cut.start() if cut else len(text)
