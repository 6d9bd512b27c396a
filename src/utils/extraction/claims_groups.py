"""Which group a claim speaks of, which it is held against, and which the words name as better."""

from __future__ import annotations

import re

from src.utils import terms
from src.utils.extraction import arms, comparisons
from src.utils.extraction.claims_grammar import Statement, bare

#: Endpoints of which more is worse, besides the families of harm and death.
_BAD = frozenset({"recurrence", "progression", "PD"})
_UP = {"longer", "higher"}
_DOWN = {"shorter", "lower"}


def more_is_better(endpoint: str) -> bool | None:
    """Whether a higher value of a standard endpoint is good for patients; None when not known.

    >>> [more_is_better(e) for e in ("OS", "adverse events", "pain score")]
    [True, False, None]
    """
    if endpoint in _BAD:
        return False
    family = terms.FAMILIES.get(endpoint, "")
    if family in ("harm", "death"):
        return False
    return True if family in ("time", "response") else None


def groups(
    text: str, statement: Statement, frame: comparisons.Comparison | None
) -> tuple[str, str]:
    """Names of the group a statement speaks of and the one it is held against; "" when open."""
    plain = bare(text)
    start, end = statement.clause
    found = comparisons.comparisons(plain)
    inside = [c for c in found if start <= c.start < end and (c.subject or c.comparator)]
    after = [c for c in inside if c.start >= statement.word[0]]
    chosen = next(iter(after or inside), None)
    former = re.search(r"\bthe\s+(former|latter)\b", plain[start:end], re.I)
    wide = [c for c in found if c.kind in ("comparing", "between", "compared") and c.comparator]
    if former and wide and wide[0].subject and wide[0].comparator:
        pair = (wide[0].subject.name, wide[0].comparator.name)
        return pair if former[1].lower() == "former" else pair[::-1]
    if chosen is not None and chosen.kind == "versus" and chosen.start > statement.word[1]:
        # "higher in the A group: B 27% vs. A 62%": the words before the numbers name the group.
        near = [m.name for m in arms.in_groups(plain, start, statement.word[0])]
        near = near or [m.name for m in arms.in_groups(plain, statement.word[1], chosen.start)]
        both = [m.name for m in (chosen.subject, chosen.comparator) if m]
        if near and len(both) == 2:
            other = [n for n in both if alike(n) != alike(near[-1])]
            return near[-1], other[0] if len(other) == 1 else ""
    if chosen is not None:
        subject = chosen.subject.name if chosen.subject else ""
        comparator = chosen.comparator.name if chosen.comparator else ""
        if not subject:
            subject = _subject(plain, start, end, comparator)
        return subject, comparator
    subject = _subject(plain, start, end, "")
    for comparison in wide:
        a, b = comparison.subject, comparison.comparator
        if a is None or b is None:
            continue
        if not subject:
            return a.name, b.name
        names = [alike(a.name), alike(b.name)]
        if alike(subject) in names:
            return subject, (b if alike(subject) == names[0] else a).name
    if not subject and frame is not None and statement.direction == "none":
        return "", ""
    return subject, ""


def alike(name: str) -> str:
    """A group's name for comparing names: its words without "group", "arm", "patients"."""
    out = re.sub(
        r"\b(?:groups?|arms?|cohorts?|patients|the|treatment|therapy|alone)\b", " ", name.lower()
    )
    return re.sub(r"\W+", " ", out).strip()


def _subject(text: str, start: int, end: int, comparator: str) -> str:
    for mention in arms.in_groups(text, start, end):
        if mention.name != comparator:
            return mention.name
    found = arms.subject_before(text, end, start)
    if found and found.name != comparator:
        return found.name
    return ""


def favoured(statement: Statement, subject: str, comparator: str) -> tuple[str, str]:
    """The group that the words name as better, and the other one."""
    if statement.negated or statement.direction in ("none", ""):
        return "", ""
    if statement.direction in ("better", "worse"):
        good: bool | None = statement.direction == "better"
    else:
        kinds = {more_is_better(e) for e in statement.endpoints}
        good = None
        if len(kinds) == 1 and None not in kinds:
            good = (statement.direction in _UP) == kinds.pop()
    if good is None:
        return "", ""
    return (subject, comparator) if good else (comparator, subject)
