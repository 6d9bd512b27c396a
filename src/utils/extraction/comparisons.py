"""Who is compared with whom: the constructions that set two groups against each other.

What belongs here: "longer in A than in B", "compared with B, A ...", "A versus B", "between A and
B", "superior to B". What does not: the names of groups (`arms`), the numbers, and what is said to
be better (`claims_grammar`).
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from src.utils.extraction.arms import (
    Mention,
    clause_start,
    clause_subject,
    composite,
    in_group,
    phrase,
    phrase_before,
    placed,
    subject_before,
)
from src.utils.extraction.arms_words import PLACE


class Comparison(msgspec.Struct, frozen=True):
    """Two groups set against each other; ``subject`` is the one the sentence speaks of.

    ``start`` and ``end`` are the construction's place; ``kind`` says which one it is.
    """

    kind: str
    subject: Mention | None
    comparator: Mention | None
    start: int
    end: int


_THAN = re.compile(r"\bthan\b", re.I)
_COMPARED = re.compile(
    r"\b(?:(?:as|when)\s+)?(?:compared|in\s+comparison|in\s+contrast|relative)\s+(?:with|to|against)\b|"
    r"\bas\s+against\b",
    re.I,
)
_VERSUS = re.compile(r"\b(?:versus|vs\b\.?|v\.(?=\s))", re.I)
_BETWEEN = re.compile(r"\bbetween\b", re.I)
_COMPARING = re.compile(
    r"\b(?:compar(?:ed|es|ing)|comparison\s+(?:of|between)|comparative\s+(?:\w+\s+){0,6}?(?:of|between))"
    r"\s+(?!(?:to|with)\b)(?:(?:the\s+)?(?:\w+\s+){0,5}?(?:efficacy|effects?|safety|outcomes?|"
    r"effectiveness|results)\s+(?:and\s+\w+\s+)?(?:of|between)\s+)?",
    re.I,
)
_AGAINST = re.compile(
    r"\b(?:(?:superior|inferior|non-?inferior|equivalent|similar|comparable|preferable|equal)\s+to|"
    r"(?:advantage|benefit|superiority|improvement)s?\s+(?:of\s+.{2,60}?\s+)?over|"
    r"outperform(?:s|ed)?|similar\s+with)\b",
    re.I,
)
_ANY_COMPARISON = re.compile(
    r"\b(?:than|compar|relative|versus|vs\b|v\.|between|against|superior|inferior|over\b|equivalent|"
    r"similar|preferable|equal|outperform|in\s+contrast)",
    re.I,
)


@lru_cache(maxsize=512)
def comparisons(text: str) -> list[Comparison]:
    """Every construction in ``text`` that sets two groups against each other, in order.

    >>> [(c.subject.name, c.comparator.name) for c in
    ...  comparisons("Survival was longer in the zinc group than in the placebo group.")]
    [('zinc group', 'placebo group')]
    """
    out: list[Comparison] = []
    if not _ANY_COMPARISON.search(text):
        return out
    for match in _THAN.finditer(text):
        comparator = phrase(text, match.end())
        if comparator and re.match(r"\s*for\s+\w+ing\b", text[match.end() :]):
            comparator = None
        if comparator:
            subject = _spoken_of(text, match.start())
            out.append(_comparison("than", subject, comparator, match))
    for match in _COMPARED.finditer(text):
        comparator = phrase(text, match.end())
        if comparator is None:
            continue
        head = text[: match.start()].rstrip()
        fronted = (
            not head
            or head[-1] in ",;:.("
            or bool(re.search(r"\b(?:that|and|however|but|while)$", head, re.I))
        )
        subject = None
        if fronted:
            comma = re.compile(r"[,;]\s*").search(text, comparator.end)
            subject = clause_subject(text, comma.end()) if comma else None
            if subject is None and comma:
                subject = in_group(text, comma.end(), len(text))
        subject = subject or _spoken_of(text, match.start())
        out.append(_comparison("compared", subject, comparator, match))
    for match in _COMPARING.finditer(text):
        pair = _pair(text, match.end(), r"(?:with|to|and|versus|vs\.?|against|or)")
        if pair:
            out.append(_comparison("comparing", *pair, match))
    for match in _BETWEEN.finditer(text):
        pair = _pair(text, match.end(), r"(?:and|versus|vs\.?)")
        if pair:
            out.append(_comparison("between", *pair, match))
    for match in _VERSUS.finditer(text):
        comparator = phrase(text, match.end())
        subject = phrase_before(text, match.start())
        if (
            comparator
            and subject
            and not any(
                c.start <= match.start() <= (c.comparator.end if c.comparator else c.end)
                for c in out
            )
        ):
            out.append(_comparison("versus", subject, comparator, match))
    for match in _AGAINST.finditer(text):
        comparator = phrase(text, match.end())
        if comparator:
            subject = _spoken_of(text, match.start())
            out.append(_comparison("against", subject, comparator, match))
    out.sort(key=lambda c: c.start)
    return out


def _comparison(
    kind: str, subject: Mention | None, comparator: Mention | None, match: re.Match[str]
) -> Comparison:
    if subject and comparator and subject.name.lower() == comparator.name.lower():
        subject = None
    return Comparison(kind, subject, comparator, match.start(), match.end())


def _pair(text: str, start: int, joint: str) -> tuple[Mention, Mention] | None:
    """Two names joined by a word: "the triple therapy comprising ... versus the dual therapy"."""
    end = re.compile(r"[;.]\s|[\[\]]").search(text, start)
    limit = end.start() if end else len(text)
    preferred = r"(?:versus|vs\.?|compared\s+(?:with|to)|against|to)"
    apart = r"(?<!combined )(?<!together )(?<!along )(?<!combination )(?<!treated )with"
    for pattern in (preferred, *([apart] if "with" in joint else []), joint):
        for match in re.compile(rf"\b{pattern}\s+", re.I).finditer(text, start, limit):
            left = phrase(text, start, match.start())
            right = phrase(text, match.end(), limit)
            if (
                left
                and right
                and text[left.end : match.start()].strip(" ,") in ("", "group", "arm")
            ):
                return left, right
            if left and right and pattern == preferred and match.start() - left.end < 60:
                return left, right
    return None


def _touching(text: str, start: int, end: int) -> Mention | None:
    """A name that ends right before the comparison: "longer in the placebo compared to ..."."""
    for match in reversed(list(PLACE.finditer(text, max(start, end - 80), end))):
        if match.group().strip().lower() in ("in", "for", "with", "on", "among"):
            mention, _ = placed(text, match, end)
            if mention is not None and not text[mention.end : end].strip(" ,"):
                return mention
    return None


def _spoken_of(text: str, end: int) -> Mention | None:
    """The group that a comparison at ``end`` speaks of."""
    return _touching(text, clause_start(text, end), end) or subject_before(text, end)


def other_of(comparison: Comparison, mention: Mention) -> Mention | None:
    """The other group of a comparison that was set up earlier, for a group named again.

    The same name, or "the combination group" where exactly one of the two is a combination.
    """
    a, b = comparison.subject, comparison.comparator
    if a is None or b is None:
        return None
    name = mention.name.lower()
    if name in (a.name.lower(), b.name.lower()):
        return b if name == a.name.lower() else a
    if composite(a.name) != composite(b.name) and re.search(r"\bcombin", name):
        return b if composite(a.name) else a
    return None
