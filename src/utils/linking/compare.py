"""Two results laid side by side, field by field: what the linker scores and the checks judge.

Which value of one side belongs to which of the other is decided in `alignment`. In a trial report
a row holds more than the sentence speaks of; there a value is compared only where something of it,
or of its sister arm, agrees.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import msgspec

from src.utils.linking import numerals
from src.utils.linking.alignment import all_equal, arms_by_name, pairs_of_values, whole_name
from src.utils.linking.fields import Field, comparable, field, value_fields
from src.utils.linking.slips import slip_pairs
from src.utils.records import Effect, Num, PValue, Result, Value

#: Names of the fields that belong to the effect and its interval.
TRIPLE = ("estimate", "low", "high")


class Comparison(msgspec.Struct, frozen=True, dict=True):
    """All fields that two results share.

    ``crossed`` is "values" when the values agree only with the arms of one side exchanged, and
    "names" when the values stand in the same order beside names in exchanged order.
    """

    fields: tuple[Field, ...] = ()
    crossed: str = ""

    @cached_property
    def equal(self) -> float:
        """The weight of the numbers that agree."""
        return sum(f.weight for f in self.fields if f.agrees)

    @cached_property
    def unequal(self) -> float:
        """The weight of the numbers that differ."""
        return sum(max(f.weight, 0.3) for f in self.fields if not f.agrees)

    @cached_property
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
    effects = list(_effect(left, right))
    p_values = list(_p_values(left, right))
    vouched = any(f.agrees and f.weight >= _SURE for f in p_values) or _whole(effects)
    values, crossed = _values(left, right, bool(effects), vouched)
    fields = [*effects, *values, *p_values]
    if not crossed:
        fields.extend(_sizes(left, right))
        crossed = _names_crossed(left, right)
    return Comparison(tuple(fields), crossed)


def _whole(effects: list[Field]) -> bool:
    """Whether estimate and both bounds agree, with digits that do not stand everywhere."""
    triple = [f for f in effects if f.name in TRIPLE]
    return len(triple) == 3 and all(f.agrees for f in triple) and sum(f.weight for f in triple) > 2


def _names_crossed(left: Result, right: Result) -> str:
    """Whether two distinct values stand in one order beside arms named in the other order."""
    a, b = left.values, right.values
    if not len(a) == len(b) == len(left.arms) == len(right.arms) == 2:
        return ""
    if not all_equal([(a[0], b[0]), (a[1], b[1])]) or all_equal([(a[0], b[1])]):
        return ""
    place_a = {v.arm if v.arm is not None else i: i for i, v in enumerate(a)}
    place_b = {v.arm if v.arm is not None else i: i for i, v in enumerate(b)}
    named = arms_by_name(left, right)
    if len(named) == 1:  # one name shows the order only where it is the whole name on both sides
        i, j = named[0]
        if whole_name(left.arms[i]) != whole_name(right.arms[j]):
            return ""
    crossed = [place_a.get(i) != place_b.get(j) for i, j in named]
    return "names" if crossed and all(crossed) else ""


def _effect(left: Result, right: Result) -> Iterator[Field]:
    """The effects of both sides; a value with its own interval may stand for one of them."""
    a, b = left.effect, right.effect
    if a is not None and b is not None:
        if a.scale != b.scale:
            return
        kind = a.kind or b.kind
        yield from field("estimate", a.estimate, b.estimate, kind=kind)
        levels = list(field("level", a.level, b.level, kind=kind))
        yield from _bounds(a, b, kind)
        yield from levels
        return
    effect, values = (a, right.values) if a is not None else (b, left.values)
    if effect is None:
        return
    kinds = (*_BARE, "percent") if effect.scale == "difference" else _BARE
    tried = [list(_bare(effect, v, b is not None)) for v in values if v.low and v.kind in kinds]
    if tried:
        best = max(tried, key=lambda fields: sum(f.weight for f in fields if f.agrees))
        if sum(f.agrees for f in best) >= min(2, len(best)) > 0:
            yield from best


def _bounds(a: Effect, b: Effect, kind: str) -> list[Field]:
    """Lower against lower and upper against upper bound.

    A wrong digit can carry a bound past the other one: then the bound that is right stands as
    the upper one in one place and as the lower one in the other.
    """
    straight = [*field("low", a.low, b.low, kind=kind), *field("high", a.high, b.high, kind=kind)]
    if len(straight) < 2 or any(f.agrees for f in straight):
        return straight
    crossed = [*field("low", a.low, b.high, kind=kind), *field("high", a.high, b.low, kind=kind)]
    return crossed if any(f.agrees and f.weight >= _SOME for f in crossed) else straight


#: Kinds that a value has when its sentence does not say that it is an effect.
_BARE = ("other", "rate", "")


def _bare(effect: Effect, value: Value, effect_right: bool) -> Iterator[Field]:
    shown = (value.nums[0] if value.nums else None, value.low, value.high)
    meant = (effect.estimate, effect.low, effect.high)
    for name, x, y in zip(TRIPLE, shown, meant, strict=True):
        kind = value.kind if value.kind == "percent" else effect.kind
        yield from field(name, *((x, y) if effect_right else (y, x)), kind=kind)


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
        yield from field("n", left.arms[i].n, right.arms[j].n, arm=i)


def _values(
    left: Result, right: Result, with_effect: bool, vouched: bool
) -> tuple[list[Field], str]:
    """Fields of the values, where something of a value or its sister agrees.

    ``vouched``: a telling P or the whole effect agrees too, so that a whole percentage vouches for
    its sister.
    """
    if with_effect and not (left.ref and right.ref) and not _some_value_agrees(left, right):
        return [], ""  # beside an effect, values are held together by a number that they share
    pairs, crossed = pairs_of_values(left, right)
    if not (left.ref and right.ref):  # an upper bound that is not reached reads like a median
        pairs = [(x, y) for x, y in pairs if x.not_reached == y.not_reached]
    if not pairs and not crossed and not with_effect and not vouched:
        pairs = slip_pairs(left.values, right.values)
        pairs = pairs if len(pairs) == 1 else []
    beside = _slipped_beside(left, right, pairs) if with_effect and vouched and not crossed else []
    pairs = [*pairs, *beside]
    groups = [list(value_fields(x, y)) for x, y in pairs]
    if crossed or (left.ref and right.ref):
        return [f for group in groups for f in group], crossed
    least = _WHOLE if vouched else _SURE
    sure = any(f.agrees and f.weight >= least for group in groups for f in group)
    sisters = len(pairs) == len(left.values) == len(right.values) == 2
    # Or the arms are known by name, and the row holds more of them than the sentence.
    sisters = sisters or len(pairs) == len(left.values) == len(arms_by_name(left, right)) == 2
    kept = [
        group
        for group, (x, y) in zip(groups, pairs, strict=True)
        if any(f.agrees and f.weight >= _SOME for f in group)
        or (sure and sisters and _like(x, y))
        or (len(groups) == 1 and not with_effect)
        or any(x is a and y is b for a, b in beside)
    ]
    return [f for group in kept for f in group], crossed


def _some_value_agrees(left: Result, right: Result) -> bool:
    """Whether any number of the left's values agrees with any of the right's."""
    a, b = (
        [
            n.text
            for v in result.values
            for n in (*v.nums, v.count, v.total, v.low, v.high, v.sd)
            if n is not None
        ]
        for result in (left, right)
    )
    unreached = any(v.not_reached for result in (left, right) for v in result.values)
    return unreached or any(numerals.agreeing(numerals.state(x, y)) for x in a for y in b)


def _slipped_beside(
    left: Result, right: Result, pairs: list[tuple[Value, Value]]
) -> list[tuple[Value, Value]]:
    """The one value that is left over beside a whole effect, with the row's only slip of it."""
    held = [p for p in pairs if any(f.agrees and f.name != "total" for f in value_fields(*p))]
    rest = [x for x in left.values if not any(x is p[0] for p in held)]
    free = [y for y in right.values if not any(y is p[1] for p in held)]
    if len(rest) != 1 or not held:
        return []
    near = [
        y
        for y in free
        if comparable(rest[0], y)
        for f in value_fields(rest[0], y)
        if f.name in ("value", "count")
        and not (rest[0].not_reached or y.not_reached)
        and numerals.slip_rounded(f.left.text, f.right.text)
    ]
    paired = any(rest[0] is p[0] and any(y is p[1] for y in near) for p in pairs)
    return [(rest[0], near[0])] if len(near) == 1 and not paired else []


#: Weights from which an agreeing number vouches for its own value, and for the sister arm's.
_SOME, _WHOLE, _SURE = 0.3, 0.5, 0.9


def _like(a: Value, b: Value) -> bool:
    """Whether two values are of one sort, or a place leaves open of which."""
    return a.kind == b.kind or bool({a.kind, b.kind} & {"other", "duration", ""})


def numbers_of(result: Result) -> Iterator[Num]:
    """Every number by which a result can be recognised (levels and sizes of arms are left out)."""
    return (num for _, num in sorted_numbers(result))


def sorted_numbers(result: Result) -> Iterator[tuple[str, Num]]:
    """`numbers_of` with the sort of each: main, count, percent, bound, sd or p."""
    effect = result.effect
    if effect is not None:
        shown = (("main", effect.estimate), ("bound", effect.low), ("bound", effect.high))
        yield from ((sort, n) for sort, n in shown if n is not None)
    for v in result.values:
        kind = v.kind if v.kind in ("count", "percent") else "main"
        yield from ((kind, n) for n in v.nums)
        rest = (("count", v.count), ("bound", v.low), ("bound", v.high), ("sd", v.sd))
        yield from ((sort, n) for sort, n in rest if n is not None)
    for p in result.p:
        yield "p", p.value
