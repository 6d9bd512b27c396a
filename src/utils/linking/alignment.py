"""Which value of one result belongs to which of the other: by arms, by order, by equality."""

from __future__ import annotations

from functools import lru_cache

from src.utils.linking.fields import comparable, value_fields, value_score
from src.utils.linking.words import tokens
from src.utils.records import Arm, Result, Value

Pairs = list[tuple[Value, Value]]

#: Words that any arm's name may carry, as stems.
_GENERAL = tokens("arm arms alone only treatment treated therapy monotherapy regimen combination")


def whole_name(arm: Arm) -> frozenset[str]:
    """The words of an arm's name that could tell it from another."""
    return _telling(arm.name)


@lru_cache(maxsize=4096)
def _telling(name: str) -> frozenset[str]:
    return tokens(name) - _GENERAL


def arms_by_name(left: Result, right: Result) -> list[tuple[int, int]]:
    """Pairs of arms that can be told apart by their names on both sides."""
    if not left.arms or not right.arms:
        return []
    a = [whole_name(arm) for arm in left.arms]
    b = [whole_name(arm) for arm in right.arms]
    out = []
    for i, words in enumerate(a):
        scores = [_likeness(words, other) for other in b]
        if not scores or max(scores) < 0.5:
            continue
        j = scores.index(max(scores))
        back = [_likeness(other, b[j]) for other in a]
        alone = scores.count(max(scores)) == 1 and back.count(max(back)) == 1
        if alone and back.index(max(back)) == i:
            out.append((i, j))
    return out


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def pairs_of_values(left: Result, right: Result) -> tuple[Pairs, str]:
    """Which value of the left belongs to which of the right, and whether the arms are crossed.

    Where both places name their study the order of the values is that of its arms. In a trial
    report sentences and columns name the arms in any order, so that exchanged values are an
    exchange only when both arms are recognised by name.
    """
    a = [v for v in left.values if v.nums or v.not_reached or v.count]
    b = [v for v in right.values if v.nums or v.not_reached or v.count]
    if not a or not b:
        return [], ""
    if len(a) == len(b) == 1:
        return ([(a[0], b[0])] if comparable(a[0], b[0]) else []), ""
    named = dict(arms_by_name(left, right))
    bound = by_names(a, b, named)
    tidy = bool(left.ref and right.ref)
    straight = list(zip(a, b, strict=False)) if len(a) == len(b) else []
    if straight and all(comparable(x, y) for x, y in straight):
        across = [(a[0], b[1]), (a[1], b[0])] if len(a) == 2 else []
        if across and all_equal(across) and not all_equal(straight):
            return (straight, "values") if tidy or bound == straight else (across, "")
        total = sum(value_score(x, y) for x, y in straight)
        # One arm's numbers agree across, the other's not quite: the columns stand exchanged.
        exchanged = bool(across) and not tidy and bound != straight and total <= 0
        exchanged = exchanged and all(comparable(x, y) for x, y in across)
        if exchanged and sum(value_score(x, y) for x, y in across) > 0:
            return across, ""
        if len(bound) == len(a) and sum(value_score(x, y) for x, y in bound) > total:
            return bound, ""
        return straight, ""
    equal = _greedy(a, b)
    more = len(bound) > len(equal) and all(pair in bound for pair in equal)
    if len(bound) >= min(len(a), len(b)) and (more or not all_equal(equal)):
        return bound, ""
    return equal, ""


def by_names(a: list[Value], b: list[Value], named: dict[int, int]) -> Pairs:
    """Values whose arms are recognised by name."""
    out = []
    for x in a:
        y = next((y for y in b if x.arm is not None and y.arm == named.get(x.arm, -1)), None)
        if y is not None and comparable(x, y):
            out.append((x, y))
    return out


def all_equal(pairs: Pairs) -> bool:
    """Whether every pair shares a main number and none of its numbers differs."""
    for x, y in pairs:
        fields = value_fields(x, y) if comparable(x, y) else ()
        if not fields or not all(f.agrees for f in fields):
            return False
    return bool(pairs)


def _greedy(a: list[Value], b: list[Value]) -> Pairs:
    """The values that agree, the best first for each."""
    out: Pairs = []
    rest_b = list(b)
    for x in a:
        scored = [(value_score(x, y), -i) for i, y in enumerate(rest_b)]
        if scored and max(scored)[0] > 0:
            y = rest_b[-max(scored)[1]]
            out.append((x, y))
            rest_b.remove(y)
    return out
