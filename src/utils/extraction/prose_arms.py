"""Which arm shows which printed value, from the sentence.

What belongs here: binding values to the groups that `arms` finds. What does not: anything else.
Where the sentence does not say it, the order of the values follows the order of the comparison:
the group spoken of first, the one it is held against second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from src.utils.extraction import arms, comparisons, prose_labels, prose_lists
from src.utils.extraction.arms import Mention
from src.utils.extraction.claims_grammar import bare, clauses
from src.utils.extraction.prose_labels import Bindings
from src.utils.extraction.tuples import Found
from src.utils.records import Arm, Result

_AFTER = re.compile(
    r"[\s)\]]*(?:[(\[][^)\]]{0,80}[)\]]\s*)?,?\s*(?:of\s+(?:the\s+)?(?:\d[\d,]*\s+)?)?(?:(?:patients?|"
    r"participants?|subjects?|women|men|child(?:ren)?|infants?|cases?|people|individuals|adults)\s+)?"
    r"(?:(?:who|that)\s+)?(?:(?:were|had|was)\s+)?"
    r"(?:in|for|with|among|on|of(?=\s+(?:the\s+)?[\w-]+\s+(?:group|arm|patients|participants))|"
    r"receiv(?:ing|ed)|given|taking|treated\s+(?:with|by)|undergoing|"
    r"(?:randomly\s+)?(?:assigned|allocated|randomi[sz]ed)\s+to(?:\s+receive)?)\s+",
    re.I,
)
#: "of participants were primigravida": what they were, no group that was given something.
_TRAIT = re.compile(
    r"\b(?:were|was|had|have)\s+(?!treated|given|receiv|assigned|allocated|randomi|been|being|in\b|on\b)",
    re.I,
)
_ARM_N = re.compile(r"\s*[(\[]\s*[nN]\s*=\s*(\d[\d,]*)\s*[)\],]")


def bind(
    text: str,
    found: Found,
    low: int,
    high: int,
    endpoint: tuple[int, int] | None = None,
    frame: comparisons.Comparison | None = None,
    labels: frozenset[str] = frozenset(),
) -> Bindings:
    """The arms of ``found`` in its sentence; [low, high) is the result's stretch of the sentence.

    ``frame`` is a comparison that an earlier sentence of the study set up ("compared A with B").
    ``labels`` are names of groups that the article uses, in lower case (`prose_labels`).
    ``endpoint`` is where the endpoint is named: a group cannot be named by the same words.
    """
    bindings = prose_labels.bound(text, found, labels) or _bind(text, found, low, high, frame)
    if endpoint and any(n.start < endpoint[1] and endpoint[0] < n.end for n in bindings.names):
        return Bindings([], [None] * len(found.values), "")
    return bindings


def _bind(
    text: str, found: Found, low: int, high: int, frame: comparisons.Comparison | None
) -> Bindings:
    count = len(found.values)
    direct = _directly(text, found, low, high)
    if direct is not None:
        return direct
    named = (
        _in_brackets(text, found)
        or prose_lists.listed(text, found, count)
        or prose_lists.plural(text, found, count)
        or prose_lists.after(text, found, count)
    )
    if named:
        return Bindings(named, range(count), "listed")
    plain = bare(text)
    clause = next(((a, b) for a, b in clauses(plain) if a <= found.start < b), (0, len(text)))
    every = comparisons.comparisons(plain)
    inside = [c for c in every if clause[0] <= c.start < clause[1] and c.comparator]
    complete = [c for c in inside if c.subject]
    nearest = min(
        complete,
        key=lambda c: abs(c.start - found.start) + (40 if c.start > found.end else 0),
        default=None,
    )
    former = re.search(r"\bthe\s+former\b", plain[clause[0] : clause[1]], re.I)
    wide = [c for c in every if c.subject and c.comparator and c.start < found.start]
    if former and wide:
        first, second = wide[0].subject, wide[0].comparator
        assert first and second
        own = [c.comparator for c in inside if c.kind not in ("comparing", "between")]
        return _pair(first, own[0] if own and own[0] else second, count, "former")
    if nearest is not None and nearest.subject and nearest.comparator:
        if _swapped(text, found, low, nearest):
            return _pair(nearest.comparator, nearest.subject, count, nearest.kind)
        return _pair(nearest.subject, nearest.comparator, count, nearest.kind)
    subject = _subject(text, plain, clause, found)
    half = inside[0].comparator if inside else None
    setting = [c for c in wide if c.kind in ("comparing", "between")] or wide[-1:]
    if not setting and frame is not None and count == 2:
        setting = [frame]
    if subject is None and setting:
        chosen = setting[0]
        assert chosen.subject and chosen.comparator
        return _pair(chosen.subject, half or chosen.comparator, count, "setting")
    if subject is not None and half is not None and half.name != subject.name:
        return _pair(subject, half, count, "clause")
    if subject is not None:
        other = _other(setting, subject)
        if other is not None:
            return _pair(subject, other, count, "setting")
        return Bindings([subject], [0] + [None] * (count - 1) if count else [], "subject")
    return Bindings([], [None] * count, "")


def _swapped(text: str, found: Found, low: int, comparison: comparisons.Comparison) -> bool:
    """Whether one value carries the name of the group that the order would give the other."""
    if len(found.values) != 2 or comparison.subject is None or comparison.comparator is None:
        return False
    subject, comparator = comparison.subject.name.lower(), comparison.comparator.name.lower()
    for k, value in enumerate(found.values):
        end = found.values[1].start if k == 0 else min(len(text), value.end + 120)
        after = _AFTER.match(text, value.end, end)
        own = arms.phrase(text, after.end(), end) if after else None
        if own is not None:
            name = own.name.lower()
            if name in (subject, comparator):
                return (name == comparator) == (k == 0)
    return False


def _pair(first: Mention, second: Mention, count: int, how: str) -> Bindings:
    index: list[int | None] = [k if k < 2 else None for k in range(count)]
    return Bindings([first, second], index, how)


def _other(setting: Sequence[comparisons.Comparison], subject: Mention) -> Mention | None:
    for comparison in setting:
        other = comparisons.other_of(comparison, subject)
        if other is not None:
            return other
    return None


def _subject(text: str, plain: str, clause: tuple[int, int], found: Found) -> Mention | None:
    """The one group that the clause names."""
    near = arms.in_groups(plain, clause[0], min(clause[1], found.start))
    if near:
        return near[-1]
    after = arms.in_groups(plain, found.end, clause[1])
    if after:
        return after[0]
    mention = arms.subject_before(plain[: found.start], found.start)
    if mention is not None and mention.start >= clause[0]:
        return mention
    following = re.compile(r"[)\]\s]*(?:for|in|with)\s+").match(text, found.end)
    return arms.phrase(text, following.end()) if following else None


def _directly(text: str, found: Found, low: int, high: int) -> Bindings | None:
    """Values that carry their own group: "12.1 months for A and 14 months for B"."""
    values = found.values
    if not values:
        return None
    names: list[Mention | None] = []
    for k, value in enumerate(values):
        nxt = values[k + 1].start if k + 1 < len(values) else min(high, value.end + 140)
        if k + 1 == len(values) and found.estimate is not None and found.estimate.start > value.end:
            nxt = min(nxt, (found.kind_at or (found.estimate.start, 0))[0])
        name = _before_bracket(text, value.start, values[k - 1].end if k else low)
        after = None if name else _AFTER.match(text, value.end, nxt)
        if after:
            name = arms.phrase(text, after.end(), nxt)
            if name and _TRAIT.search(text, after.end(), name.start):
                name = None
        if name is None:
            begin = values[k - 1].end if k else low
            before = text[begin : value.start]
            near = arms.in_groups(text, begin, value.start)
            if near and (k or len(values) == 1 or _own_group(text, near[-1], value.start)):
                name = near[-1]
            elif re.search(r"\b(?:group|arm)s?\s*[(:,]?\s*$", before, re.I):
                name = arms.phrase_before(text, value.start)
        names.append(name)
    bound = [n for n in names if n is not None]
    if len(values) > 1 and len(bound) < 2:
        if len(bound) == 1 and names[1] is not None and len(values) == 2:
            # "X months in one clause, Y months in the B group": the first is named before it.
            first = _subject(text, bare(text), (low, found.start), found)
            if first is not None and first.name.lower() != names[1].name.lower():
                return Bindings([first, names[1]], [0, 1], "direct")
        return None
    if not bound or (len(values) == 1 and names[0] is None):
        return None
    if len({n.name.lower() for n in bound}) < len(bound):
        return None
    index: list[int | None] = []
    for n in names:
        index.append(bound.index(n) if n is not None else None)
    return Bindings(bound, index, "direct")


_TREATED = re.compile(
    r"(?P<name>[\w/+-]+-(?:treated|allocated|assigned|randomi[sz]ed|exposed|fed))\s+(?:patients|"
    r"participants|subjects|women|men|children|infants|group)\s*$",
    re.I,
)
_OPENED = re.compile(r"[(\[]\s*(?:n\s*=\s*)?[\d\s/,.%(\[;]*$")


_BEHIND = re.compile(r"\s*[(\[]\s*(?P<name>[A-Za-z][^()\[\]\d%=<>]{1,40}?)\s*[)\]]")


def _in_brackets(text: str, found: Found) -> list[Mention] | None:
    """Groups in a bracket after each value: "62% (docetaxel) vs. 55% (control)"."""
    matches = [_BEHIND.match(text, v.end) for v in found.values]
    if len(matches) < 2 or not all(matches):
        return None
    names = [arms.phrase(text, m.start("name"), m.end("name")) for m in matches if m]
    whole = [n for n, m in zip(names, matches, strict=True) if n and m and n.end == m.end("name")]
    if len({n.name.lower() for n in whole}) < len(matches):
        return None
    return whole


def _before_bracket(text: str, start: int, low: int) -> Mention | None:
    """The group whose bracket holds the value: "usual care (62%)", "A-treated women (2/74)"."""
    opened = _OPENED.search(text, max(low, start - 40), start)
    if opened is None:
        return None
    head = text[low : opened.start()].rstrip()
    treated = _TREATED.search(head)
    if treated:
        at = low + treated.start("name")
        return Mention(treated["name"], at, at + len(treated["name"]))
    mention = arms.phrase_before(text[: low + len(head)], low + len(head))
    if mention is None or mention.start < low:
        return None
    # A bare name counts only where a comparison joins it to the other: "vs. usual care (62%)".
    before = text[max(0, mention.start - 24) : mention.start]
    joined = re.search(
        r"\b(?:vs\.?|versus|than|with|and|:)\s+(?:the\s+|in\s+the\s+|in\s+)*$", before
    )
    follows = re.match(r"[^a-z]{0,40}(?:vs\b|versus|compared|and\b)", text[start:], re.I)
    return mention if joined or follows else None


def _own_group(text: str, mention: Mention, start: int) -> bool:
    """Whether a group named before a value is the value's own: "in the A group was 5 months"."""
    between = text[mention.end : start]
    return bool(
        re.fullmatch(
            r"[\s,(]*(?:\([^)]*\)\s*)?(?:(?:was|were|had|is|showed|reached|achieved|of|a|an|the|median|"
            r"mean|m?OS|m?PFS|ORR|estimated|at|as|observed|to|be|[(:,])\s*)*",
            between,
            re.I,
        )
    )


def size(text: str, mention: Mention) -> tuple[str, int, int] | None:
    """The arm size printed after a name, "(n = 80)", as text and range."""
    match = _ARM_N.match(text, mention.end)
    if match is None:
        return None
    return match[1], match.start(1), match.end(1)


def inherited(own: tuple[Arm, ...], previous: Result, count: int) -> tuple[Arm, ...]:
    """Arms of the result before, when this one names none of its own or the same first one."""
    if len(previous.arms) != count or len(previous.arms) < 2:
        return ()
    if not own:
        return previous.arms
    names = [a.name.lower() for a in previous.arms]
    if own[0].name.lower() == names[0]:
        return (own[0], *previous.arms[1:])
    if own[0].span is not None and own[0].span in [a.span for a in previous.arms]:
        return previous.arms  # the last group named belongs to the result before
    return ()
