"""Single statements of a result: one value with its spread, one effect, one P value.

A sentence rarely repeats a table row as a whole: it takes a mean from one row and a P value from
another. Here a result is taken apart into such units, two units are laid side by side, and the
units of the tables are found by their printed numerals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from src.utils.linking import numerals
from src.utils.linking.fields import Field, as_shared, comparable, field, value_fields
from src.utils.printed import printed
from src.utils.records import Effect, Num, PValue, Result, Shared, Value

#: Kinds of value that a sentence and a header name differently without meaning another number.
_CENTRES = frozenset({"mean", "median", "rate", "other", "duration", "percent", ""})
#: Numerals that stand in every article say next to nothing.
_EVERYWHERE = frozenset(
    {"0", "1", "2", "10", "20", "30", "50", "95", "100", "0.0", "1.0", "0.05", "0.5"}
)


class Unit(msgspec.Struct, frozen=True):
    """One statement of a result: exactly one of ``value``, ``effect`` and ``p`` is set."""

    result: Result
    value: Value | None = None
    effect: Effect | None = None
    p: PValue | None = None

    @property
    def main(self) -> tuple[Num, ...]:
        """The numbers by which the unit is looked for."""
        if self.p is not None:
            return (self.p.value,)
        if self.effect is not None:
            return (self.effect.estimate,) if self.effect.estimate else ()
        assert self.value is not None
        count = (self.value.count,) if self.value.count else ()
        bracket = (self.value.sd,) if self.value.sd and self.value.spread == "bracket" else ()
        return (*self.value.nums, *count, *bracket)

    @property
    def nums(self) -> tuple[Num, ...]:
        """Every number of the unit."""
        if self.p is not None:
            return (self.p.value,)
        if self.effect is not None:
            e = self.effect
            return tuple(n for n in (e.estimate, e.low, e.high) if n is not None)
        v = self.value
        assert v is not None
        rest = (v.count, v.total, v.low, v.high, v.sd)
        return (*v.nums, *(n for n in rest if n is not None))


def units_of(result: Result) -> Iterator[Unit]:
    """The statements of a result, in its order."""
    if result.effect is not None and result.effect.estimate is not None:
        yield Unit(result, effect=result.effect)
    for value in result.values:
        if value.nums or value.count:
            yield Unit(result, value=value)
    for p in result.p:
        yield Unit(result, p=p)


def shared(a: Unit, b: Unit, falling: bool = False) -> tuple[Shared, ...]:
    """The numbers that two units both print, when all of them agree; () otherwise.

    ``falling``: the words of ``a`` say in which direction it went, so that the table may print a
    sign where the sentence has none.
    """
    fields = _either(a, b, falling)
    if not fields or not all(f.agrees for f in fields):
        return ()
    return tuple(as_shared(f) for f in fields if f.name != "level")


def laid(a: Unit, b: Unit, falling: bool = False) -> tuple[Field, ...]:
    """Every number that two units both print, whether it agrees or not.

    Two effects are laid beside each other whatever they are called: a wrong digit may have made
    one look like a difference. ``falling`` as for `shared`.
    """
    if a.effect is not None and b.effect is not None:
        return tuple(_triple(_of_effect(a.effect), _of_effect(b.effect), b.effect.kind))
    return tuple(f for f in _either(a, b, falling) if f.name != "level")


def _either(a: Unit, b: Unit, falling: bool) -> list[Field]:
    """The fields of two units as printed, or without the sign that the words of ``a`` stand for."""
    fields = list(_fields(a, b))
    if not falling or (fields and all(f.agrees for f in fields)):
        return fields
    turned = list(_fields(a, _turned(b))) if _below_zero(b) and not _below_zero(a) else []
    return turned if sum(f.agrees for f in turned) > sum(f.agrees for f in fields) else fields


def _fields(a: Unit, b: Unit) -> Iterator[Field]:
    if a.p is not None and b.p is not None:
        how = numerals.p_state(a.p.relation, a.p.value.text, b.p.relation, b.p.value.text)
        relations = (a.p.relation, b.p.relation)
        yield Field("p", a.p.value, b.p.value, how, relations=relations)
        return
    if a.p is not None or b.p is not None:
        return
    if a.effect is not None and b.effect is not None:
        if a.effect.scale == b.effect.scale:
            yield from _triple(_of_effect(a.effect), _of_effect(b.effect), b.effect.kind)
    elif a.effect is not None or b.effect is not None:
        yield from _effect_and_value(a, b)
    else:
        assert a.value is not None and b.value is not None
        yield from _values(a.value, b.value)


def _values(a: Value, b: Value) -> Iterator[Field]:
    if a.kind == "percent" and b.spread == "bracket" and b.kind not in ("mean", "median"):
        yield from _bracketed(a, b)
        return
    if a.kind == "percent" and _fraction(a, b):
        yield Field("value", a.nums[0], b.nums[0], numerals.SAME, kind="percent")
        return
    if not comparable(a, b):
        if not {a.kind, b.kind} <= _CENTRES or a.count or b.count:
            return
        b = msgspec.structs.replace(b, kind=a.kind)
    yield from value_fields(a, b)


def _bracketed(a: Value, b: Value) -> Iterator[Field]:
    """A percentage and the bracket of "30 (24.2)", where no header says what the two are."""
    if len(a.nums) == len(b.nums) == 1 and b.sd is not None:
        yield from field("value", a.nums[0], b.sd, kind="percent")
        yield from field("count", a.count, b.nums[0], kind="count")


def _fraction(a: Value, b: Value) -> bool:
    """Whether the table prints a percentage as a fraction: 98% and 0.98."""
    if len(a.nums) != 1 or len(b.nums) != 1 or b.kind not in ("other", "rate", "percent"):
        return False
    x, y = printed(a.nums[0].text), printed(b.nums[0].text)
    return y.decimals >= 2 and 0 < y.value < 1 and x.value == 100 * y.value


def half_width(effect: Effect | None, value: Value | None) -> bool:
    """Whether the spread in a table's bracket is the standard error of an effect's interval."""
    if effect is None or value is None or value.sd is None or effect.scale == "ratio":
        return False
    if effect.level is not None and effect.level.text != "95":
        return False
    return _fits_se(effect, value)


def _fits_se(effect: Effect, value: Value) -> bool:
    """Upper less lower bound of a 95% interval is 2 x 1.96 standard errors."""
    if effect.low is None or effect.high is None or value.sd is None:
        return False
    width = printed(effect.high.text).value - printed(effect.low.text).value
    unit = printed(effect.high.text).unit
    se = printed(value.sd.text)
    low, high = se.interval.low * 39 / 10, se.interval.high * 41 / 10
    return width > 0 and low <= width + unit and width - unit <= high


Triple = tuple[Num | None, Num | None, Num | None]


def _of_effect(e: Effect) -> Triple:
    return e.estimate, e.low, e.high


def _effect_and_value(a: Unit, b: Unit) -> Iterator[Field]:
    """An effect of one place and the same number without its name in the other."""
    effect, value = (a.effect, b.value) if a.effect is not None else (b.effect, a.value)
    assert effect is not None and value is not None
    if len(value.nums) != 1 or value.kind == "count" or value.count:
        return
    if value.sd is not None and not half_width(effect, value):
        return
    if effect.scale == "ratio" and value.kind in ("percent", "mean", "median"):
        return
    plain = (value.nums[0], value.low, value.high)
    left, right = (
        (_of_effect(effect), plain) if a.effect is not None else (plain, _of_effect(effect))
    )
    yield from _triple(left, right, effect.kind)


def _triple(left: Triple, right: Triple, kind: str) -> Iterator[Field]:
    """Estimate, lower and upper bound; a wrong digit may have carried a bound past the other."""
    yield from field("estimate", left[0], right[0], kind=kind)
    straight = [*field("low", left[1], right[1], kind=kind)]
    straight += field("high", left[2], right[2], kind=kind)
    if len(straight) == 2 and not any(f.agrees for f in straight):
        crossed = [*field("low", left[1], right[2], kind=kind)]
        crossed += field("high", left[2], right[1], kind=kind)
        straight = crossed if any(f.agrees for f in crossed) else straight
    yield from straight


def _below_zero(a: Unit) -> bool:
    """Whether the main number of an effect or value is printed with a minus."""
    return a.p is None and any(n.text.startswith("-") for n in a.main[:1])


def _turned(b: Unit) -> Unit:
    """A unit as a sentence prints it that says "fell by": its sign, and that of its bounds, turned.

    >>> from src.utils.records import Result, Span
    >>> low, mid, high = (Num(t, Span(0, 1)) for t in ("-11.9", "-6.5", "2.1"))
    >>> fell = Unit(Result("r", "table", ()), value=Value((mid,), "median", low=low, high=high))
    >>> [n.text for n in _turned(fell).nums]
    ['6.5', '-2.1', '11.9']
    """
    if b.effect is not None:
        e = b.effect
        low, high = _negated(e.high), _negated(e.low)
        turned = msgspec.structs.replace(e, estimate=_negated(e.estimate), low=low, high=high)
        return msgspec.structs.replace(b, effect=turned)
    if b.value is None:
        return b
    v = b.value
    nums = tuple(n for n in map(_negated, v.nums) if n is not None)
    low, high = _negated(v.high), _negated(v.low)
    return msgspec.structs.replace(
        b, value=msgspec.structs.replace(v, nums=nums, low=low, high=high)
    )


def _negated(num: Num | None) -> Num | None:
    if num is None:
        return None
    text = num.text[1:] if num.text.startswith("-") else f"-{num.text}"
    return msgspec.structs.replace(num, text=text)


@lru_cache(maxsize=65536)
def telling(text: str) -> float:
    """How much a repeated numeral says, as the decimal logarithm of how many it is one of.

    Numbers of a table are not spread evenly over their digits, so that a digit says less than
    its full place.
    """
    if text.lstrip("-") in _EVERYWHERE:
        return 0.2
    whole = text.lstrip("-").replace(".", "").lstrip("0")
    bare = whole.rstrip("0") if "." in text else whole
    digits = len(bare) + (0.5 if bare != whole else 0.0)
    return 0.3 if digits <= 1 and "." not in text else 0.75 * max(digits, 1)


def information(found: Iterable[Shared]) -> float:
    """How much the agreeing numbers of two units say together."""
    names = {s.name for s in found}
    total = 0.0
    for s in found:
        if s.name == "p" and s.relations != ("=", "="):
            total += 0.3 if s.relations[0] == s.relations[1] else 0.1
            continue
        here = min(telling(s.left.text), telling(s.right.text))
        if s.name == "value" and s.kind == "percent" and "count" in names:
            here *= 0.5  # follows from the count, once the size is known
        if s.name == "total":
            here *= 0.3  # the same in every row
        total += here
    return total


def information_of(unit: Unit) -> float:
    """How much a repetition of all numbers of a unit would say."""
    return sum(telling(n.text) for n in unit.main)
