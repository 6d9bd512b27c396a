"""The comparative grammar of clinical English: what a clause says of a comparison.

What belongs here: words of comparing, their direction, strength, negation and hedging, and where
one statement of a sentence ends and the next begins. What does not: studies, results, judging.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from src.utils import terms
from src.utils.extraction.claims_words import (
    CLINICALLY,
    DIRECTIONS,
    GENERAL,
    HEDGE,
    IDLE,
    NEGATION,
    NO_REACH,
    NOT_SIGNIFICANT,
    SIGNIFICANT,
    TREND,
    WORDS,
)
from src.utils.extraction.comparisons import Comparison, comparisons

_VERB = re.compile(
    r"\b(?:was|were|is|are|had|has|have|showed|shown|shows|show|exhibited|demonstrat\w+|did|does|do|"
    r"improved|improves|reduced|reduces|increased|prolonged|extended|achieved|reached|received|"
    r"resulted|led|yield(?:s|ed)|provid(?:es|ed)|produc(?:es|ed)|offers?|remain(?:s|ed)|may|can|could|"
    r"experienced|favou?red|differed|decreased|lowered|gave)\b",
    re.I,
)
_COORDINATOR = re.compile(
    r";|,\s*(?:and|but|yet|while|whereas|although|though|with|however)\b|\b(?:but|while|whereas|although)\b|"
    r",(?=\s*(?:the\s+|m(?:edian|ean)\s+)*\w)|\band(?=\s+(?:the\s+|a\s+|m(?:edian|ean)\s+)*\w)",
    re.I,
)
#: Words that add a statement of equality without a verb: "with no difference between groups".
_WITH_NO = re.compile(
    r"\b(?:with\s+no|without(?:\s+any)?|but\s+(?:not|no))\b(?=\s+(?:[\w-]+\s+){0,3}?(?:differ|change|effect|improve|in\b|for\b))",
    re.I,
)
#: Conjunctions that open a statement of their own wherever a verb follows.
_STRONG = re.compile(r"[;,]?\s*(?:but|while|whereas|although|though|however|yet)\b", re.I)
_PAST = re.compile(r"\b\w{3,}ed\b")
_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


class Statement(msgspec.Struct, frozen=True):
    """One comparative statement of a sentence: what its words say, and where.

    ``word`` is the place of the word of comparing, ``clause`` the place of its clause.
    """

    word: tuple[int, int]
    clause: tuple[int, int]
    direction: str
    significant: bool | None
    negated: bool
    hedged: bool
    softened: bool
    endpoints: tuple[str, ...]
    general: bool


@lru_cache(maxsize=512)
def bare(text: str) -> str:
    """The sentence with brackets blanked, inner ones first; same length.

    >>> bare("PFS (5 [3-7] months) was longer")
    'PFS                  was longer'
    """
    for _ in range(3):
        text, n = _BRACKET.subn(lambda m: " " * len(m.group()), text)
        if not n:
            break
    return text


@lru_cache(maxsize=512)
def clauses(text: str) -> list[tuple[int, int]]:
    """The clauses of a bracketless sentence: cut at a coordinator with a predicate on both sides.

    >>> t = "OS and ORR were higher in A, but PFS was similar."
    >>> [t[a:b] for a, b in clauses(t)]
    ['OS and ORR were higher in A', ', but PFS was similar.']
    """
    always = {m.start() for m in _WITH_NO.finditer(text)}
    cuts = sorted({m.start() for m in _COORDINATOR.finditer(text)} | always)
    out: list[tuple[int, int]] = []
    start = 0
    for k, cut in enumerate(cuts):
        after = cuts[k + 1] if k + 1 < len(cuts) else len(text)
        if not _stands(text, start, cut) or _inside_name(text, cut):
            continue
        if _STRONG.match(text, cut):
            after = len(text)
        if (
            cut in always
            or text[cut] == ";"
            or _stands(text, cut, after, opening=True)
            or _list_opens(text, cut, after)
        ):
            out.append((start, cut))
            start = cut
    out.append((start, len(text)))
    return out


def _stands(text: str, start: int, end: int, opening: bool = False) -> bool:
    """Whether a stretch has a predicate of its own; an ``opening`` one must have a subject too."""
    match = _VERB.search(text, start, end)
    if not opening:
        return bool(match or _PAST.search(text, start, end) or WORDS.search(text, start, end))
    if match is None:
        return False
    head = _JOINT.sub("", text[start : match.start()]).strip(" ,")
    return len(head) > 1 and bool(_LETTERS.search(head)) and not _NO_SUBJECT.match(head)


_JOINT = re.compile(r"^\W*(?:and|but|yet|while|whereas|although|though|however|with)\b", re.I)
_LETTERS = re.compile(r"[A-Za-z]{2}")
_NO_SUBJECT = re.compile(
    r"(?:which|that|who|whose)\b|(?:also|not|then|thus|therefore|\w+ly)\s*\Z", re.I
)


_AND = re.compile(r"and\b", re.I)
_NEW_SUBJECT = re.compile(
    r"and\s+(?:the|there|no|a|an|it|this|these|both|median|mean|overall|all|patients|more|fewer)\b|"
    r"and\s+(?:[\w-]+\s+){0,4}?(?:rates?|incidence|risk|proportion|scores?|quality|time|duration|levels?|"
    r"number|length|events?|groups?)\b",
    re.I,
)


def _inside_name(text: str, cut: int) -> bool:
    """Whether "and" without a comma joins names of one group: no new subject follows it."""
    if not _AND.match(text, cut):
        return False
    verb = _VERB.search(text, cut)
    end = verb.start() if verb else len(text)
    if _NEW_SUBJECT.match(text, cut, end):
        return False
    return not any(cut <= a < end for _, a, _ in named_in(text))


def _list_opens(text: str, cut: int, after: int) -> bool:
    """Whether a list of endpoints begins at ``cut`` and its predicate follows: ", A and B were"."""
    verb = _VERB.search(text, after)
    if verb is None or verb.start() - cut > 200:
        return False
    named = [a for _, a, _ in named_in(text) if cut <= a < verb.start()]
    return len(named) > 1 and bool(_LIST_HEAD.fullmatch(text, cut, named[0]))


_LIST_HEAD = re.compile(
    r"\W*(?:(?:and|but|yet|while|whereas)\s+)?(?:(?:both|the|median|m)\s+)*", re.I
)


@lru_cache(maxsize=512)
def named_in(text: str) -> tuple[tuple[str, int, int], ...]:
    """Endpoints named in a sentence, as (standard term, start, end)."""
    return tuple((t.name, a, b) for t, a, b in terms.endpoints_in(text))


@lru_cache(maxsize=512)
def statements(text: str) -> list[Statement]:
    """Every comparative statement of one sentence, at most one per clause.

    >>> [(s.direction, s.significant, s.endpoints)
    ...  for s in statements("Both PFS and ORR were significantly higher in the A group.")]
    [('higher', True, ('PFS', 'ORR'))]
    """
    if not WORDS.search(text):
        return []
    plain = bare(text)
    idle = [m.span() for m in IDLE.finditer(plain)]
    named = named_in(plain)
    out = []
    for start, end in clauses(plain):
        found = [
            m
            for m in WORDS.finditer(plain, start, end)
            if not any(a <= m.start() < b for a, b in idle)
        ]
        if not found:
            continue
        out.append(_statement(plain, start, end, found, named))
    return out


def _statement(
    text: str,
    start: int,
    end: int,
    found: list[re.Match[str]],
    named: Sequence[tuple[str, int, int]],
) -> Statement:
    clause = text[start:end]
    match = _chief(text, start, found)
    direction = DIRECTIONS[int((match.lastgroup or "d0")[1:])][0]
    inside = [(n, a, b) for n, a, b in named if start <= a < end]
    endpoints = tuple(dict.fromkeys(n for n, _, _ in inside))
    general = bool(GENERAL.search(clause))
    negative = bool(NOT_SIGNIFICANT.search(clause) or NO_REACH.search(clause))
    significant: bool | None = None
    if negative:
        significant = False
    elif SIGNIFICANT.search(clause) and not CLINICALLY.search(clause):
        significant = True
    negated = _negated(text, start, match, end)
    if direction == "none":
        word = match.group().lower()
        if re.match(r"differ|significant|statistical", word) and not negated and not negative:
            # "differed significantly" says that there is a difference, not in which direction.
            direction = ""
        elif significant is None:
            significant = False
        if re.match(r"(?:similar|comparable|equivalent|equal|identical)", word) and negated:
            direction = ""
    return Statement(
        word=match.span(),
        clause=(start, end),
        direction=direction,
        significant=significant,
        negated=negated or negative,
        hedged=bool(HEDGE.search(clause)),
        softened=bool(TREND.search(clause)),
        endpoints=endpoints,
        general=general,
    )


def _chief(text: str, start: int, found: list[re.Match[str]]) -> re.Match[str]:
    """The word that carries the clause: "no difference" and "superior to", else the predicate."""
    last = f"d{len(DIRECTIONS) - 1}"
    for match in found:
        if match.lastgroup == last:
            before = text[max(start, match.start() - 60) : match.start()]
            if NEGATION.search(before) or match.group().lower().startswith(
                ("similar", "compar", "equi", "equal", "identical", "statistical")
            ):
                return match
    directed = [m for m in found if m.lastgroup != last]
    return max(directed, key=lambda m: _weight(text, start, m)) if directed else found[0]


def _weight(text: str, start: int, match: re.Match[str]) -> int:
    """How much a word of direction looks like the predicate; the first of equals wins."""
    before = text[max(start, match.start() - 30) : match.start()]
    after = text[match.end() : match.end() + 12]
    weight = 0
    if re.search(r"\bsignificant(?:ly)?\s+$", before, re.I):
        weight += 2
    if re.match(r"\s+(?:than|to|over|in|for|with|by)\b", after):
        weight += 1
    if re.match(r"\s+than\b", after):
        weight += 2
    if re.search(
        r"\b(?:was|were|is|are|had|has|have|showed|did|not|an?|also|not|be|to)\s+(?:\w+ly\s+)?(?:also\s+)?$",
        before,
        re.I,
    ):
        weight += 2
    return weight


def _negated(text: str, start: int, match: re.Match[str], end: int) -> bool:
    """Whether the word of comparing stands under a negation of its own clause."""
    before = text[max(start, match.start() - 70) : match.start()]
    hits = list(NEGATION.finditer(before))
    if hits:
        between = before[hits[-1].end() :]
        # "not only A but also higher" and "no change in A; higher B" do not negate "higher".
        if not re.search(r"\bonly\b|[,;]|\bbut\b", between, re.I):
            return True
    return bool(NO_REACH.search(text, start, end))


_SETS_UP = re.compile(r"compar|between", re.I)


def frame_of(text: str) -> Comparison | None:
    """The comparison a sentence sets up for those that follow ("compared A with B")."""
    if not _SETS_UP.search(text):
        return None
    for comparison in comparisons(bare(text)):
        if comparison.kind in ("comparing", "between") and comparison.subject:
            return comparison
    return None
