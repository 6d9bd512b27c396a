"""With which group of a table each of several numbers of a sentence is told.

"12 in the zinc group and 15 in the placebo group", "zinc 12 against placebo 15", "12 and 15 in the
zinc and placebo groups": the words between the numbers decide, whatever the extraction made of
them. Belongs here: reading the groups. Does not: which numbers and groups are asked for
(`exchanged`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from src.utils.linking.names.groups import JOINING, Name, Named, named_in
from src.utils.records import Span

#: After which a sentence speaks of something else; a number that is no part of a rate.
#: "Emptying (18% and 16%) was not related to sarcopenia" names what was studied, no group.
_BREAK = re.compile(
    r"[;:]|(?<!vs)(?<!approx)(?<!\b[A-Z])\.\s|\bwhereas\b|\bwhile\b|"
    r"\b(?:related|associated|correlated)\s+(?:to|with)\b|\b(?:influenced|affected|predicted)\s+by\b"
)
_NUMBER = re.compile(r"(?<!per\s)\b\d")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_RESPECTIVELY = re.compile(r"\brespectively\b", re.I)
_FROM = re.compile(r"\bfrom\b[^.;]{0,12}\Z", re.I)
_TO = re.compile(r"\A[^.;]{0,25}\b(?:to|at|after|before|until|-|–)\b", re.I)
_COMPARES = re.compile(r"\bthan\b|\bgroups?\b|\barms?\b|\brespectively\b|\bcompar", re.I)
#: "Higher in A than in B (12 vs 9)": a first value that is higher is A's.
_HIGHER = re.compile(r"\b(?:more|higher|greater|larger|longer|commoner|better)\b", re.I)
_LOWER = re.compile(r"\b(?:less|fewer|lower|smaller|shorter|rarer)\b", re.I)
_FIRST = re.compile(r"\d+(?:\.\d+)?")
#: Two groups that are compared before their values, one of them in words of its own.
_BOTH = re.compile(
    r"\b(?:in|for|of|to|with|on|among|after)\s+(?P<first>(?:the\s+)?(?:[\w-]+\s+){1,3}?(?:group|arm))"
    r"\s+(?:than|and|vs\.?|versus|compared\s+(?:to|with))\s+"
    r"(?:(?:in|for|of|to|with|on|among|after)\s+)?(?P<last>(?:the\s+)?(?:[\w-]+\s+){1,3}?"
    r"(?:group|arm))s?[\s,(\[]*\Z",
    re.I,
)
#: "A was 12 compared with 15 in B": the last name is the last value's.
_TIED = re.compile(r"[^.;]{0,30}?\b(?:in|for|among|with|of|on|receiv\w+)\b", re.I)
#: Between two values of a list stands no more than this, units and brackets included.
_SHORT = 24
#: A name that follows its number stands no further away than this.
_NEAR = 70
#: Where names stand before and after, the one that is so near is the number's.
_TIGHT = 40


class Telling(msgspec.Struct, frozen=True):
    """The group that each number is told with (positions; None where open), and how surely."""

    groups: tuple[int | None, ...]
    sure: bool = True


def told(
    shadow: str,
    start: int,
    end: int,
    values: Sequence[Span],
    names: Sequence[Name],
    every: bool = False,
) -> Telling | None:
    """The groups of values, which stand in order in a sentence from ``start`` to ``end``.

    None where the sentence names no groups; all groups None where it names or compares some
    without saying which number is whose. ``every``: each value must be told with a name.
    """
    parts = _parts(shadow, start, end, values, names)
    held = [named_in(part, names) for part in parts]
    found = _each(held, parts) or _listed(held, parts, shadow[start:end])
    if found is None and len(names) == len(values) and not every:
        found = _one_of_both(held, parts, names)
    if found is not None:
        if not found.sure and None not in found.groups:
            return Telling(found.groups, _as_compared(shadow, parts[0], values))
        return found
    some = {i for named in held for i, *_ in named}
    if not some and not _COMPARES.search(f"{parts[0]} {parts[-1]}"):
        return None
    return Telling((None,) * len(values), False)


def _as_compared(shadow: str, before: str, values: Sequence[Span]) -> bool:
    """Whether the first of two values is the higher one where the words say so, or the lower."""
    numbers = [_FIRST.search(shadow, v.start, v.end) for v in values]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None or " than " not in before:
        return False
    a, b = (float(n.group()) for n in numbers if n is not None)
    higher, lower = bool(_HIGHER.search(before)), bool(_LOWER.search(before))
    return higher != lower and a != b and (a > b) == higher


def nameless(shadow: str, values: Sequence[Span]) -> bool:
    """Whether values stand side by side as those of groups do, and not as a change over time."""
    for a, b in pairwise(values):
        between = shadow[a.end : b.start]
        if len(between) > _SHORT or _TO.match(between):
            return False
    return not _FROM.search(shadow[max(0, values[0].start - 20) : values[0].start])


def _parts(
    shadow: str, start: int, end: int, values: Sequence[Span], names: Sequence[Name]
) -> list[str]:
    """The words before the first value, between the values, and after the last."""
    before = shadow[start : values[0].start]
    cut = [m.end() for m in _BREAK.finditer(before)]
    before = before[cut[-1] :] if cut else before
    between = [shadow[a.end : b.start] for a, b in pairwise(values)]
    inner, outer = _closing(shadow[values[-1].end : end])
    inner, outer = (_BREAK.split(t, maxsplit=1)[0] for t in (inner, outer))
    return [before, *between, inner if any(named_in(inner, names)) else outer]


def _only(named: Named) -> int | None:
    return named[0][0] if len({i for i, *_ in named}) == 1 else None


def _each(held: list[Named], parts: list[str]) -> Telling | None:
    """Each value with a name of its own: before it, after it, or about both."""
    count = len(held) - 1
    between = [_only(named) for named in held[1:-1]]
    before = (held[0][-1][0] if held[0] else None, *between)
    after = (*between, held[-1][0][0] if _close(held[-1]) else None)
    # "A 12 and B 15" has its "and" before the second name, "12 in A and 15 in B" after the first.
    ways = (before, after)
    both = [
        c
        if None not in c
        and len(set(c)) == count
        and all(_joined(p, named, way) for p, named in zip(parts[1:-1], held[1:-1], strict=True))
        else None
        for way, c in enumerate(ways)
    ]
    if both[0] and both[1]:
        tight = [_tight(parts[0][held[0][-1][2] :]), _tight(parts[-1][: held[-1][0][1]])]
        both = [c if t else None for c, t in zip(both, tight, strict=True)]
    if bool(both[0]) != bool(both[1]):
        return Telling(both[0] or both[1] or ())
    if count != 2 or any(both):
        return None
    if len(held[1]) == 2 and not held[0] and not held[2]:  # "12 in A and in B 15"
        return Telling((held[1][0][0], held[1][1][0]))
    if held[1] or not JOINING.search(parts[1]) or not _TIED.match(parts[2]):
        return None
    a, b = _only(held[0]), held[2][0][0] if _close(held[2]) else None
    return Telling((a, b)) if a is not None and b is not None and a != b else None


def _joined(part: str, named: Named, way: int) -> bool:
    """Whether the word that joins two values stands before a name (0), or after it (1)."""
    text = part[named[-1][2] :] if way else _BRACKETS.sub(" ", part[: named[0][1]])
    return bool(JOINING.search(text))


def _tight(between: str) -> bool:
    """Whether a name and a number stand together, with no end of a bracket between them."""
    return len(between) <= _TIGHT and not re.search(r"[)\].;]", between)


def _one_of_both(held: list[Named], parts: list[str], names: Sequence[Name]) -> Telling | None:
    """Two values after the names of both groups, of which one is not its column's."""
    both = _BOTH.search(parts[0]) if len(held) == 3 and not held[1] and not held[2] else None
    if both is None or len(parts[1]) > _SHORT:
        return None
    first, last = (named_in(both[k], names) for k in ("first", "last"))
    if len(first) + len(last) != 1:
        return None
    known = (first or last)[0][0]
    return Telling((known, 1 - known) if first else (1 - known, known), False)


def _close(named: Named) -> bool:
    return bool(named) and named[0][1] <= _NEAR


def _listed(held: list[Named], parts: list[str], sentence: str) -> Telling | None:
    """A list of names and one of values, in the same order."""
    count = len(held) - 1
    if any(held[1:-1]) or any(len(p) > _SHORT for p in parts[1:-1]):
        return None
    if any(_NUMBER.search(_BRACKETS.sub("", p)) for p in parts[1:-1]):
        return None
    closed = bool(_RESPECTIVELY.search(sentence))
    first, last = held[0], held[-1]
    if _order(last, count) and (not first or closed) and len(last) == count:
        return Telling(tuple(i for i, *_ in last), closed or not first)
    tail = first[-count:]
    if _order(tail, count) and not last and (len(first) == count or closed):
        return Telling(tuple(i for i, *_ in tail), closed and not re.search(r"\bthan\b", parts[0]))
    return None


def _order(named: Named, count: int) -> bool:
    return len(named) >= count and len({i for i, *_ in named[-count:]}) == count


def _closing(after: str) -> tuple[str, str]:
    """What follows the values: the rest of the bracket in which they stand, and the rest."""
    inside = 0
    for i, c in enumerate(after):
        inside += (c in "([") - (c in ")]")
        if inside < 0:
            return after[:i], after[i + 1 :]
    return "", after
