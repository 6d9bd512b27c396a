"""Two results laid side by side, field by field: what the linker scores and the checks judge.

A `Field` holds one printed number of each side and how they stand to each other. Which value of
one side belongs to which of the other (`pairs_of_values`) is decided by arms where both sides
name them, by order where both print as many, by equality where one prints fewer.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from src.utils.linking import numerals
from src.utils.linking.words import tokens
from src.utils.records import Num, PValue, Result, Value

#: Kinds of value that a place may not name; percentages and counts always show what they are.
_OPEN_KINDS = ("other", "duration", "")
#: How an unreached median stands in a field, as in the contract's JSON.
NOT_REACHED = "NR"
#: Names of the fields that belong to the effect.
EFFECT = ("estimate", "low", "high", "level")


class Field(msgspec.Struct, frozen=True):
    """One number of the left result against its counterpart on the right.

    ``name`` is estimate, low, high, level, p, value, count, total, value low, value high, sd or
    n; ``kind`` is the value's kind (median, percent ...) or the effect's (HR ...); ``relations``
    are those of two P values; ``arm`` is the position of the left value.
    """

    name: str
    left: Num
    right: Num
    how: str
    kind: str = ""
    relations: tuple[str, str] = ("=", "=")
    arm: int | None = None

    @property
    def agrees(self) -> bool:
        """Whether the two numbers say the same."""
        return numerals.agreeing(self.how)

    @property
    def weight(self) -> float:
        """What an agreement of this field says; a P or a level says less than an estimate."""
        if NOT_REACHED in (self.left.text, self.right.text):
            return 0.3
        both = min(numerals.weight(self.left.text), numerals.weight(self.right.text))
        if self.name == "level":
            return 0.0
        if self.name == "p":
            return both if self.relations == ("=", "=") else 0.2
        return both


class Comparison(msgspec.Struct, frozen=True):
    """All fields that two results share.

    ``crossed`` is "values" when the values agree only with the arms of one side exchanged, and
    "names" when the values stand in the same order beside names in exchanged order.
    """

    fields: tuple[Field, ...] = ()
    crossed: str = ""

    @property
    def equal(self) -> float:
        """The weight of the numbers that agree."""
        return sum(f.weight for f in self.fields if f.agrees)

    @property
    def unequal(self) -> float:
        """The weight of the numbers that differ."""
        return sum(max(f.weight, 0.3) for f in self.fields if not f.agrees)

    @property
    def all_agree(self) -> bool:
        """Whether something was compared and nothing differs."""
        return bool(self.fields) and all(f.agrees for f in self.fields)


def compare(left: Result, right: Result) -> Comparison:
    """Every number that both results print, with how the two stand to each other."""
    key = (id(left), id(right))
    held = _recent.get(key)
    if held is None or held[0] is not left or held[1] is not right:
        if len(_recent) >= _KEPT:
            _recent.clear()
        held = _recent[key] = (left, right, _compare(left, right))
    return held[2]


#: Ten checks ask for the same pair; keyed by identity, because hashing whole records costs more.
_recent: dict[tuple[int, int], tuple[Result, Result, Comparison]] = {}
_KEPT = 4096


def _compare(left: Result, right: Result) -> Comparison:
    fields = list(_effect(left, right))
    values, crossed = _values(left, right)
    fields.extend(values)
    fields.extend(_p_values(left, right))
    if not crossed:
        fields.extend(_sizes(left, right))
        crossed = _names_crossed(left, right)
    return Comparison(tuple(fields), crossed)


def _names_crossed(left: Result, right: Result) -> str:
    """Whether two distinct values stand in one order beside arms named in the other order."""
    a, b = left.values, right.values
    if not len(a) == len(b) == len(left.arms) == len(right.arms) == 2:
        return ""
    if not _all_equal([(a[0], b[0]), (a[1], b[1])]) or _all_equal([(a[0], b[1])]):
        return ""
    place_a = {v.arm if v.arm is not None else i: i for i, v in enumerate(a)}
    place_b = {v.arm if v.arm is not None else i: i for i, v in enumerate(b)}
    named = arms_by_name(left, right)
    if len(named) == 1:  # one name shows the order only where it is the whole name on both sides
        i, j = named[0]
        if tokens(left.arms[i].name) - _GENERAL != tokens(right.arms[j].name) - _GENERAL:
            return ""
    crossed = [place_a.get(i) != place_b.get(j) for i, j in named]
    return "names" if crossed and all(crossed) else ""


def _field(name: str, a: Num | None, b: Num | None, **more: object) -> Iterator[Field]:
    if a is not None and b is not None:
        yield Field(name, a, b, numerals.state(a.text, b.text), **more)  # type: ignore[arg-type]


def _effect(left: Result, right: Result) -> Iterator[Field]:
    a, b = left.effect, right.effect
    if a is None or b is None or a.scale != b.scale:
        return
    kind = a.kind or b.kind
    yield from _field("estimate", a.estimate, b.estimate, kind=kind)
    levels = list(_field("level", a.level, b.level, kind=kind))
    yield from _field("low", a.low, b.low, kind=kind)
    yield from _field("high", a.high, b.high, kind=kind)
    yield from levels


def _p_values(left: Result, right: Result) -> Iterator[Field]:
    """Each P of the side with fewer against the one of the other side that stands nearest."""
    few, many = (left.p, right.p) if len(left.p) <= len(right.p) else (right.p, left.p)
    swap = few is not left.p
    order = (numerals.SAME, numerals.ROUNDED, numerals.WEAKER)
    taken: set[int] = set()
    for p in few:
        best: tuple[int, int, str] | None = None
        for i, q in enumerate(many):
            if i in taken or not _same_question(p, q):
                continue
            how = numerals.p_state(p.relation, p.value.text, q.relation, q.value.text)
            rank = order.index(how) if how in order else len(order)
            if best is None or rank < best[0]:
                best = (rank, i, how)
        if best is None:
            continue
        taken.add(best[1])
        a, b = (many[best[1]], p) if swap else (p, many[best[1]])
        yield Field("p", a.value, b.value, best[2], relations=(a.relation, b.relation))


def _same_question(a: PValue, b: PValue) -> bool:
    """Whether two P values may answer the same question: an interaction is not a comparison."""
    special = ("interaction", "trend", "noninferiority", "non-inferiority", "heterogeneity")
    return {a.qualifier} & set(special) == {b.qualifier} & set(special)


def _sizes(left: Result, right: Result) -> Iterator[Field]:
    """Sizes of arms that both sides name recognisably."""
    for i, j in arms_by_name(left, right):
        yield from _field("n", left.arms[i].n, right.arms[j].n, arm=i)


# ----------------------------------------------------------------------------- values


#: Words that any arm's name may carry, as stems.
_GENERAL = tokens("arm arms alone only treatment treated therapy monotherapy regimen combination")


def arms_by_name(left: Result, right: Result) -> list[tuple[int, int]]:
    """Pairs of arms that can be told apart by their names on both sides."""
    a = [tokens(arm.name) - _GENERAL for arm in left.arms]
    b = [tokens(arm.name) - _GENERAL for arm in right.arms]
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


def _comparable(a: Value, b: Value) -> bool:
    if a.kind == b.kind or a.kind in _OPEN_KINDS or b.kind in _OPEN_KINDS:
        return True
    # A percentage with its count stands for a count, and the other way round.
    return {a.kind, b.kind} == {"count", "percent"} and bool(
        (a.count and b.nums) or (b.count and a.nums)
    )


def _one(a: Value, b: Value) -> Iterator[Field]:
    """The numbers of two values of the same arm."""
    kind = a.kind if a.kind not in _OPEN_KINDS else b.kind
    arm = a.arm
    count_a = a.count or (a.nums[0] if a.kind == "count" and a.nums else None)
    count_b = b.count or (b.nums[0] if b.kind == "count" and b.nums else None)
    if a.kind == "count" or b.kind == "count":
        yield from _field("count", count_a, count_b, kind="count", arm=arm)
    else:
        yield from _unreached(a, b, kind)
        if len(a.nums) == len(b.nums):
            for x, y in zip(a.nums, b.nums, strict=True):
                yield from _field("value", x, y, kind=kind, arm=arm)
        yield from _field("count", a.count, b.count, kind="count", arm=arm)
    yield from _field("total", a.total, b.total, kind="count", arm=arm)
    yield from _field("value low", a.low, b.low, kind=kind, arm=arm)
    yield from _field("value high", a.high, b.high, kind=kind, arm=arm)
    yield from _field("sd", a.sd, b.sd, kind=kind, arm=arm)


def _unreached(a: Value, b: Value, kind: str) -> Iterator[Field]:
    """A median that one place says was not reached, beside what the other place prints."""
    if not (a.not_reached or b.not_reached) or a.span is None or b.span is None:
        return
    x = Num(NOT_REACHED, a.span) if a.not_reached else (a.nums[0] if a.nums else None)
    y = Num(NOT_REACHED, b.span) if b.not_reached else (b.nums[0] if b.nums else None)
    if x is not None and y is not None:
        how = numerals.SAME if x.text == y.text else numerals.DIFFERENT
        yield Field("value", x, y, how, kind=kind or "median", arm=a.arm)


def _score(a: Value, b: Value) -> float:
    """How well two values go together by their numbers alone."""
    if not _comparable(a, b):
        return -1.0
    fields = list(_one(a, b))
    return sum(f.weight if f.agrees else -0.3 for f in fields)


def pairs_of_values(left: Result, right: Result) -> tuple[list[tuple[Value, Value]], str]:
    """Which value of the left belongs to which of the right, and whether the arms are crossed."""
    a = [v for v in left.values if v.nums or v.not_reached or v.count]
    b = [v for v in right.values if v.nums or v.not_reached or v.count]
    if not a or not b:
        return [], ""
    if len(a) == len(b) == 1:
        return ([(a[0], b[0])] if _comparable(a[0], b[0]) else []), ""
    named = dict(arms_by_name(left, right))
    bound = []
    for x in a:
        y = next((y for y in b if x.arm is not None and y.arm == named.get(x.arm, -1)), None)
        if y is not None and _comparable(x, y):
            bound.append((x, y))
    straight = list(zip(a, b, strict=False)) if len(a) == len(b) else []
    if straight and not all(_comparable(x, y) for x, y in straight):
        straight = []
    if straight:
        total = sum(_score(x, y) for x, y in straight)
        exchanged = len(a) == 2 and _all_equal([(a[0], b[1]), (a[1], b[0])])
        if exchanged and not _all_equal(straight):
            return straight, "values"
        if len(bound) == len(a) and sum(_score(x, y) for x, y in bound) > total:
            return bound, ""
        return straight, ""
    return (bound if len(bound) >= min(len(a), len(b)) else _greedy(a, b)), ""


def _all_equal(pairs: list[tuple[Value, Value]]) -> bool:
    """Whether every pair shares a main number and none of its numbers differs."""
    for x, y in pairs:
        fields = list(_one(x, y)) if _comparable(x, y) else []
        if not fields or not all(f.agrees for f in fields):
            return False
    return True


def _greedy(a: list[Value], b: list[Value]) -> list[tuple[Value, Value]]:
    """Equal values first; what is left is paired only when one is left on each side."""
    out: list[tuple[Value, Value]] = []
    rest_a, rest_b = list(a), list(b)
    for x in a:
        scored = [(_score(x, y), -i) for i, y in enumerate(rest_b)]
        if scored and max(scored)[0] > 0:
            y = rest_b[-max(scored)[1]]
            out.append((x, y))
            rest_a.remove(x)
            rest_b.remove(y)
    if len(rest_a) == 1 and len(rest_b) == 1 and out and _comparable(rest_a[0], rest_b[0]):
        out.append((rest_a[0], rest_b[0]))
    return out


def _values(left: Result, right: Result) -> tuple[list[Field], str]:
    pairs, crossed = pairs_of_values(left, right)
    return [f for x, y in pairs for f in _one(x, y)], crossed


def numbers_of(result: Result) -> Iterator[Num]:
    """Every number by which a result can be recognised (levels and sizes of arms are left out)."""
    effect = result.effect
    if effect is not None:
        yield from (n for n in (effect.estimate, effect.low, effect.high) if n is not None)
    for v in result.values:
        yield from v.nums
        yield from (n for n in (v.count, v.low, v.high, v.sd) if n is not None)
    for p in result.p:
        yield p.value
