"""Which groups of a row a clause sets against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from src.utils.checks.claimed.said import comparator
from src.utils.linking.names.groups import named_in, names_of
from src.utils.linking.words import stem, tokens

_WORD = re.compile(r"[^\W\d_][\w+'/-]*")
#: Words that name a group of no table apart.
_GENERAL = re.compile(
    r"\b(?:treatments?|treated|therap(?:y|ies)|groups?|arms?|cohorts?|patients?|participants?|alone|"
    r"regimens?|administration|use|users?|recipients?)\b",
    re.I,
)
_REST = re.compile(r"\b(?:other|controls?|the\s+(?:latter|comparator)|those\s+without|not)\b", re.I)


def named(text: str, arms: Sequence[str]) -> frozenset[int]:
    """The groups that a stretch of text names: each by its own words, several by shared ones."""
    short = [" ".join(_GENERAL.sub(" ", a).split()) for a in arms]
    arms = short if all(short) and len(set(short)) == len(arms) else arms
    found = {i for i, *_ in named_in(text, names_of(arms))}
    if found:
        return frozenset(found)
    stems = [tokens(a) | {stem(w) for w in _WORD.findall(a)} for a in arms]
    for word in _WORD.findall(text):
        holding = {i for i, s in enumerate(stems) if stem(word) in s}
        if holding and len(holding) < len(arms) and stem(word) in tokens(word):
            return frozenset(holding)
    return frozenset()


def sides(text: str, arms: Sequence[str]) -> tuple[frozenset[int], frozenset[int]] | None:
    """The groups a clause speaks of and those it holds them against; None where it is open."""
    where = comparator(text)
    if where is None:
        subject = named(text, arms)
        if not subject or len(arms) != 2 or len(subject) != 1:
            return None
        return subject, frozenset(range(2)) - subject
    against = named(text[where[0] : where[1]], arms)
    subject = named(text[: where[0]] + " ; " + text[where[1] :], arms)
    rest = text[where[0] : where[1]]
    if not against:
        if len(arms) != 2 or len(subject) != 1 or not _REST.search(rest):
            return None
        against = frozenset(range(2)) - subject
    if not subject:
        if len(arms) != 2 or len(against) != 1:
            return None
        subject = frozenset(range(2)) - against
    return None if subject & against else (subject, against)
