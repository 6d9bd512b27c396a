"""One printed number of each of two results, and how the two stand to each other."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from src.utils.linking import numerals
from src.utils.records import Num, Shared, Value

#: Kinds of value that a place may not name; percentages and counts always show what they are.
_OPEN_KINDS = ("other", "duration", "")
#: How an unreached median stands in a field, as in the contract's JSON.
NOT_REACHED = "NR"


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


def field(name: str, a: Num | None, b: Num | None, **more: object) -> Iterator[Field]:
    """The field of two numbers; none when one side does not print it."""
    if a is not None and b is not None:
        yield Field(name, a, b, numerals.state(a.text, b.text), **more)  # type: ignore[arg-type]


def comparable(a: Value, b: Value) -> bool:
    """Whether two values may be numbers of the same sort."""
    if a.kind == b.kind or a.kind in _OPEN_KINDS or b.kind in _OPEN_KINDS:
        return True
    if {a.kind, b.kind} == {"percent", "rate"}:  # "2.3% per year" beside "164 (2.31)"
        return (a if a.kind == "rate" else b).count is not None
    # A percentage with its count stands for a count, and the other way round.
    return {a.kind, b.kind} == {"count", "percent"} and bool(
        (a.count and b.nums) or (b.count and a.nums)
    )


def value_fields(a: Value, b: Value) -> tuple[Field, ...]:
    """The numbers of two values of the same arm."""
    key = (id(a), id(b))
    held = _recent.get(key)
    if held is None or held[0] is not a or held[1] is not b:
        if len(_recent) >= _KEPT:
            _recent.clear()
        held = _recent[key] = (a, b, tuple(_value_fields(a, b)))
    return held[2]


#: Pairs are tried in several orders; keyed by identity, because hashing records costs more.
_recent: dict[tuple[int, int], tuple[Value, Value, tuple[Field, ...]]] = {}
_KEPT = 1024


def _value_fields(a: Value, b: Value) -> Iterator[Field]:
    kind = a.kind if a.kind not in _OPEN_KINDS else b.kind
    arm = a.arm
    count_a = a.count or (a.nums[0] if a.kind == "count" and a.nums else None)
    count_b = b.count or (b.nums[0] if b.kind == "count" and b.nums else None)
    if a.kind == "count" or b.kind == "count":
        yield from field("count", count_a, count_b, kind="count", arm=arm)
    else:
        if a.not_reached or b.not_reached:
            yield from _unreached(a, b, kind)
        if len(a.nums) == len(b.nums):
            for x, y in zip(a.nums, b.nums, strict=True):
                yield from field("value", x, y, kind=kind, arm=arm)
        both = a.count is not None and b.count is not None
        if both and not (_is_total(a.count, b) or _is_total(b.count, a)):
            yield from field("count", a.count, b.count, kind="count", arm=arm)
    if a.total is not None and b.total is not None:
        yield from field("total", a.total, b.total, kind="count", arm=arm)
    if (a.low is None and a.high is None and a.sd is None) or (
        b.low is None and b.high is None and b.sd is None
    ):
        return  # what follows needs a bound or a spread on both sides
    bounds = _bounds(a, b, kind, arm)
    spread = list(field("sd", a.sd, b.sd, kind=kind, arm=arm))
    if a.spread != b.spread:
        # Quartiles beside an interval, a standard error beside a deviation: no disagreement.
        named = {a.spread, b.spread} - {""}
        if len(named) > 1 or a.level is not None or b.level is not None:
            bounds = [f for f in bounds if f.agrees]
        spread = [f for f in spread if f.agrees]
    yield from bounds
    yield from spread


def _bounds(a: Value, b: Value, kind: str, arm: int | None) -> list[Field]:
    """Lower against lower and upper against upper bound of a value.

    A wrong digit can carry a bound past the other one: then the bound that is right stands as
    the upper one in one place and as the lower one in the other, and the slipped ones the rest.
    """
    low, high = "value low", "value high"
    straight = [
        *field(low, a.low, b.low, kind=kind, arm=arm),
        *field(high, a.high, b.high, kind=kind, arm=arm),
    ]
    if len(straight) < 2 or any(f.agrees for f in straight):
        return straight
    crossed = [
        *field(low, a.low, b.high, kind=kind, arm=arm),
        *field(high, a.high, b.low, kind=kind, arm=arm),
    ]
    right = [f for f in crossed if f.agrees]
    wrong = [f for f in crossed if not f.agrees]
    slipped = all(numerals.slip_rounded(f.left.text, f.right.text) for f in wrong)
    return crossed if right and wrong and slipped else straight


def _is_total(count: Num | None, other: Value) -> bool:
    """Whether a count is what the other place prints as the total ("three of 20 (15.0%)")."""
    return count is not None and other.total is not None and count.text == other.total.text


def _unreached(a: Value, b: Value, kind: str) -> Iterator[Field]:
    """A median that one place says was not reached, beside what the other place prints."""
    if not (a.not_reached or b.not_reached) or a.span is None or b.span is None:
        return
    x = Num(NOT_REACHED, a.span) if a.not_reached else (a.nums[0] if a.nums else None)
    y = Num(NOT_REACHED, b.span) if b.not_reached else (b.nums[0] if b.nums else None)
    if x is not None and y is not None:
        how = numerals.SAME if x.text == y.text else numerals.DIFFERENT
        yield Field("value", x, y, how, kind=kind or "median", arm=a.arm)


def value_score(a: Value, b: Value) -> float:
    """How well two values go together by their numbers alone."""
    if not comparable(a, b):
        return -1.0
    fields = value_fields(a, b)
    return sum(f.weight if f.agrees else -0.3 for f in fields)


def as_shared(f: Field) -> Shared:
    """A field as a link keeps it."""
    return Shared(f.name, f.left, f.right, f.how, f.kind, f.relations)
