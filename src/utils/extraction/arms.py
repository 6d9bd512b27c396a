"""Groups as sentences name them: noun phrases in the places where a group must stand.

What belongs here: where a name begins and ends, and which phrases can be none. What does not: who
is compared with whom (`comparisons`), numbers, and what is said to be better.

There is no list of treatments: a name is a noun phrase in the place where a group must stand, and
it is refused when its words belong to the report (study, difference, rate, survival ...).
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from src.utils import terms
from src.utils.extraction import number_words
from src.utils.extraction.arms_words import (
    CLAUSE,
    DIGIT_WORD,
    DOSE,
    ENDS,
    GROUP,
    LEAD,
    NAMED_ANYWAY,
    NOT_ARM,
    OPENING,
    PEOPLE_FIRST,
    PEOPLE_LAST,
    PLACE,
    POPULATION,
    SPACE,
    STOP,
    TOKEN,
    VAGUE,
)


class Mention(msgspec.Struct, frozen=True):
    """A phrase that names a group, with its place in the text it was found in."""

    name: str
    start: int
    end: int


def phrase(text: str, start: int, limit: int | None = None) -> Mention | None:
    """The name of a group that begins at ``start``, None when no group can be named there.

    >>> phrase("than in the TACE-only group (5 months)", 4).name
    'TACE-only group'
    """
    stop_at = len(text) if limit is None else limit
    lead = LEAD.match(text, start, stop_at)
    at = lead.end() if lead else start
    first = last = None
    tokens = list(TOKEN.finditer(text, at, min(stop_at, at + 160)))
    count = 0
    for k, token in enumerate(tokens):
        word = token.group()
        low = word.lower()
        after = tokens[k + 1].group().lower() if k + 1 < len(tokens) else ""
        if word == "+" and first is not None:
            continue
        if not word[0].isalnum():
            if word == "(" and first is not None and _continues(text, token.start(), stop_at):
                continue
            break
        number = first is None and word[0].isdigit() and not DIGIT_WORD.match(word)
        if number and not DOSE.match(text, token.end()):
            break
        if low in STOP and not (low == "of" and first is not None and _of(after)):
            break
        if low in ("and", "or", "with", "plus"):
            if first is None or not _goes_on(low, after, text[token.end() : token.end() + 60]):
                break
            continue
        if low in ("the", "a", "an") and first is not None:
            continue
        if first is None:
            first = token
        last = token
        count += 1
        if low in ENDS or count > 12:
            if low == "alone" and after in ("group", "arm", "cohort"):
                continue
            break
    if first is None or last is None:
        return None
    name = SPACE.sub(" ", text[first.start() : last.end()]).strip()
    name = name.rstrip(".")
    if _MEASURED.fullmatch(name) and _OWN_BRACKET.match(text, last.end()):
        return None
    return Mention(name, first.start(), last.end()) if named(name) else None


#: "3300mL (2474-3874)" is a value with its spread, whatever stands before it.
_MEASURED = re.compile(r"\d[\d.,]*\s?[A-Za-z/µ%]{1,7}")
_OWN_BRACKET = re.compile(r"\s*[(\[]\s*(?:IQR|range|SD|±|95\s?%)?\s*,?-?\d")


def _continues(text: str, start: int, limit: int) -> bool:
    """Whether a bracket is part of a name: "TKIs (sorafenib or lenvatinib) group"."""
    close = text.find(")", start, min(limit, start + 60))
    return close > 0 and bool(re.match(rf"\)\s*(?:[+/]|{GROUP}\b)", text[close:limit]))


def _of(after: str) -> bool:
    return bool(after) and after[0].isalpha() and after not in NOT_ARM and after not in ("the", "a")


def _goes_on(joint: str, after: str, rest: str) -> bool:
    """Whether "and", "or", "with", "plus" go on inside a name."""
    if not after or not after[0].isalpha() or after in STOP or after in NOT_ARM:
        return False
    if joint == "with" and after == "the":
        return bool(re.match(r"\s+the\s+(?:[\w-]+\s+){1,3}(?:regimen|protocol|schedule)\b", rest))
    if joint == "plus":
        return True
    return after not in ("the", "a", "an", "its", "their", "median", "mos", "mpfs", "those", "this")


@lru_cache(maxsize=16384)
def named(name: str) -> bool:
    """Whether a phrase can be the name of a group.

    >>> named("placebo group"), named("both groups"), named("median survival")
    (True, False, False)
    """
    if not name or VAGUE.match(name) or number_words.value(name):
        return False
    words = re.findall(r"[A-Za-z][\w/-]*", name.lower())
    if not words:
        return False
    if NAMED_ANYWAY.search(name):
        return len(words) > 1
    if PEOPLE_LAST.search(name) and "-" not in name:
        return False
    if words[-1] in NOT_ARM or words[0] in NOT_ARM:
        return False
    if terms.endpoints_in(name):
        return False
    return not any(
        w in ("difference", "survival", "months", "rate", "rates", "ratio") for w in words
    )


def subject_before(text: str, end: int, start: int | None = None) -> Mention | None:
    """The group that the clause before ``end`` speaks of: "... in A", else its subject."""
    begin = clause_start(text, end) if start is None else start
    return (
        in_group(text, begin, end, last=True, strong_only=True)
        or clause_subject(text, begin, end)
        or in_group(text, begin, end, last=True)
    )


def clause_start(text: str, end: int) -> int:
    """Where the clause that ends at ``end`` begins."""
    begin = 0
    for match in OPENING.finditer(text, 0, end):
        begin = match.end()
    return begin


def in_group(
    text: str, start: int, end: int, last: bool = False, strong_only: bool = False
) -> Mention | None:
    """A name after a preposition: "in the A group", "for A", "patients receiving B"."""
    found = None
    for match in PLACE.finditer(text, start, end):
        mention, strong = placed(text, match, end)
        if mention is None or (strong_only and not strong):
            continue
        word = match.group().strip().lower()
        if not strong and (word in ("of", "by", "on", "with") or mention.name[0].islower()):
            continue
        if found is not None and mention.start < found.end:
            continue
        if found is None or last:
            found = mention
        if not last:
            break
    return found


def placed(text: str, match: re.Match[str], end: int) -> tuple[Mention | None, bool]:
    """The group named after a preposition, and whether the words say that it is a group."""
    if POPULATION.match(text, match.end()):
        return None, False
    mention = phrase(text, match.end(), end)
    if mention is None or mention.end > end:
        return None, False
    people = PEOPLE_FIRST.match(text, match.end())
    strong = bool(NAMED_ANYWAY.search(mention.name) or people or " " in match.group().strip())
    return mention, strong


def clause_subject(text: str, start: int, end: int | None = None) -> Mention | None:
    """The grammatical subject, when it is a group: after the last opening of a clause."""
    limit = len(text) if end is None else end
    if end is None:
        return phrase(text, start)
    best = None
    starts = [start, *(m.end() for m in CLAUSE.finditer(text, start, limit))]
    covered: list[tuple[int, int]] | None = None
    for at in starts:
        if best is not None and at < best.end:
            continue
        mention = phrase(text, at, limit)
        if mention is None or not _PREDICATE.match(text, mention.end, limit):
            continue
        if covered is None:
            covered = [
                (m.start, m.end)
                for p in PLACE.finditer(text, start, limit)
                if (m := phrase(text, p.end(), limit))
            ]
        if not any(a < at < b for a, b in covered):
            best = mention
    return best


_PREDICATE = re.compile(
    r"\s*(?:[(\[][^)\]]*[)\]]\s*|,[^,.;()]{1,90},\s*)?"
    r"(?:\w+ly\s+|also\s+|has\s+|have\s+|may\s+|can\s+|did\s+|not\s+)*"
    r"(?:was|were|is|are|has|have|had|show|exhibit|demonstrat|improv|reduc|increas|"
    r"achiev|result|led|prolong|extend|receiv|yield|provid|produc|offer|confer|"
    r"decreas|enhanc|did|does|could|may|can|gave|reach|experienc|superior|failed)",
    re.I,
)
_BEFORE_NAME = re.compile(
    r"[,;:()\[\]]|\b(?:of|for|in|between|comparing|with|the|receiving|than|was|were|and)\s", re.I
)


def phrase_before(text: str, end: int) -> Mention | None:
    """The name that ends right before ``end`` ("A" of "A vs. B")."""
    window = max(0, end - 120)
    boundary = window
    for match in _BEFORE_NAME.finditer(text, window, end):
        mention = phrase(text, match.end(), end)
        if mention and not text[mention.end : end].strip():
            return mention
        boundary = match.end()
    mention = phrase(text, boundary, end)
    return mention if mention and not text[mention.end : end].strip() else None


def composite(name: str) -> bool:
    """Whether a name is that of a combination: "A plus B", "the combination group"."""
    return bool(re.search(r"\b(?:plus|with|and|combin\w*|add-?on)\b|\+", name, re.I))


def in_groups(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """Every group named by a preposition and a noun for a group or people, in order."""
    out: list[Mention] = []
    limit = len(text) if end is None else end
    for match in PLACE.finditer(text, start, limit):
        mention, strong = placed(text, match, limit)
        if mention is None or not strong or (out and mention.start <= out[-1].end):
            continue
        out.append(mention)
    return out
