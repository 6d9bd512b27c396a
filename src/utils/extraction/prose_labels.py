"""Groups that stand as labels right before their values: "zinc 13.1%, placebo 12.7%".

What belongs here: which short names an article uses for its groups, and the values that carry one
of them as a label. What does not: groups named by a phrase ("in the zinc group"), see `prose_arms`.
A word counts as the name of a group only where the article itself speaks of "the zinc group", so
that lists of outcomes ("nausea 12%, fever 9%") stay lists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from src.utils.extraction.arms import Mention
from src.utils.extraction.tuples import Found, ValueFound

_GROUP = re.compile(r"\s(?:groups?|arms?)\b")
_WORDS = re.compile(r"(?:\b([\w+/-]+)\s)?\b([\w+/-]+?)(?:[\s-]treated)?\Z")
_STOP = frozenset(
    """the both two three four all each either study treatment between of age other this these same
    and or in a an to sub focus support patient patients which any one non per blood risk with for
    treated parallel comparison randomized randomised experimental no every respective age-matched
    different upper lower left right dominant""".split()
)
_LABEL = r"(?P<label>[^\W\d_][\w+/.-]*(?:\s[\w+/.-]+){0,2}?)"
_BEFORE = re.compile(
    rf"(?:\A|[(\[,;:.]|\b(?:in|for|with|and|the|vs\.?|versus|than|to|was|were|of)\s)\s*{_LABEL}\s*[:=]?\s*[(\[]?\s*\Z"
)
_JOINED = re.compile(
    rf"\s*[)\]]?\s*(?:[,;]\s*(?:and\s+)?|(?:and|vs\.?|versus|compared\s+(?:with|to))\s+){_LABEL}\s*[:=]?\s*[(\[]?\s*\Z"
)


class Bindings:
    """Arms of one result: names in order, and for each value the index of its arm (or None)."""

    def __init__(self, names: Sequence[Mention], index: Sequence[int | None], how: str):
        self.names = list(names)
        self.index = list(index)
        self.how = how


def labels(shadow: str) -> frozenset[str]:
    """The short names that an article uses for its groups, in lower case.

    >>> sorted(labels("the zinc group and the zinc group, the low dose arm, a low dose arm"))
    ['dose', 'low dose', 'zinc']
    """
    seen: Counter[str] = Counter()
    for match in _GROUP.finditer(shadow):
        before = _WORDS.search(shadow[max(0, match.start() - 48) : match.start()].lower())
        words = [w for w in before.groups() if w] if before else []
        if not words or words[-1] in _STOP:
            continue
        seen[words[-1]] += 1
        if len(words) == 2 and words[0] not in _STOP:
            seen[" ".join(words)] += 1
    return frozenset(name for name, n in seen.items() if n > 1)


def label_before(text: str, start: int, known: frozenset[str]) -> Mention | None:
    """The name of a group that stands as a label right before a value."""
    match = _BEFORE.search(text, max(0, start - 50), start)
    while match is not None:
        if match["label"].lower() in known:
            return Mention(match["label"], match.start("label"), match.end("label"))
        match = _BEFORE.search(text, match.start() + 1, start)
    return None


def joined(text: str, a: ValueFound, b: ValueFound, known: frozenset[str]) -> bool:
    """Whether two values carry labels of two groups: "zinc 13.1%, placebo 12.7%"."""
    match = _JOINED.match(text[a.end : b.start]) if b.start - a.end < 60 else None
    if match is None or match["label"].lower() not in known:
        return False
    first = label_before(text, a.start, known)
    return first is not None and first.name.lower() != match["label"].lower()


def bound(text: str, found: Found, known: frozenset[str]) -> Bindings | None:
    """The arms of values that all carry a label of their own."""
    if len(found.values) < 2 or not known:
        return None
    names = [label_before(text, v.start, known) for v in found.values]
    if any(n is None for n in names):
        return None
    own = [n for n in names if n is not None]
    if len({n.name.lower() for n in own}) < len(own):
        return None
    return Bindings(own, range(len(own)), "label")
