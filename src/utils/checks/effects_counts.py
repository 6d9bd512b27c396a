"""Two proportions beside an effect, and the effects that they allow.

What belongs here: which values an effect stands beside, what ratio or difference follows from
them over all that they may be rounded from, in which direction a table compares. What does not:
any verdict.
"""

from __future__ import annotations

from collections import defaultdict

import msgspec

from src.utils.checks import shares
from src.utils.printed import printed
from src.utils.records import Dossier, Num, Result, Value
from src.utils.statistics import Range

#: What a printed kind is computed as.
KINDS = {"OR": "OR", "RR": "RR", "PR": "RR", "RD": "RD", "ARR": "RD"}
AGREES = 0.10  # stratified and model-based estimates differ a little from the crude one

_EXACT = 0.011  # a ratio computed from the counts, but for a correction of its method
_MANY = 6  # effects of a table that do so, before one that does not is told


class Shown(msgspec.Struct, frozen=True):
    """One arm's proportion: what it may be, and the counts behind it where they are known."""

    value: Value
    low: float
    high: float
    n: int | None = None
    total: Num | None = None
    counts: range | None = None

    @property
    def words(self) -> str:
        """``19 of 28`` or ``68%``, as printed."""
        if self.value.count is not None and self.n:
            return f"{self.value.count.text} of {self.n}"
        number = shares.main(self.value)
        sign = "%" if self.value.kind == "percent" else ""
        return f"{number.text if number else ''}{sign}" + (f" of {self.n}" if self.n else "")


def values_of(result: Result, dossier: Dossier) -> Result | None:
    """The result that prints the two proportions: this one, or the only one in the same row."""
    if result.values:
        values = [v for v in result.values if v.kind in ("percent", "count")]
        return result if len(values) == len(result.values) == 2 else None
    if result.table is None or result.row is None:
        return None
    rows: dict[object, list[Result]] | None = dossier.__dict__.get("_pairs_by_row")
    if rows is None:
        rows = dossier.__dict__["_pairs_by_row"] = defaultdict(list)
        for other in dossier.results:
            kinds = [v.kind for v in other.values]
            if other.table is not None and kinds and set(kinds) <= {"percent", "count"}:
                rows[other.table, other.row].append(other)
    beside = rows[result.table, result.row]
    same = len(beside) == 1 and len(beside[0].values) == 2
    return beside[0] if same and beside[0].endpoint == result.endpoint else None


def shown(result: Result, value: Value) -> Shown | None:
    """The proportion of one arm; None when neither a percentage nor a size is printed."""
    side = shares.side(result, value)
    percent = value.kind == "percent" and len(value.nums) == 1
    rounding = printed(value.nums[0].text).interval if percent else None
    if side is not None and not side.nearest:
        k, n = side.counts, side.n
        fits = (
            rounding is None or rounding.low * n <= 100 * k[-1] and 100 * k[0] <= rounding.high * n
        )
        if fits:
            return Shown(value, k[0] / n, k[-1] / n, n, side.total, k)
    if rounding is None or not 0 <= printed(value.nums[0].text).value <= 100:
        return None
    return Shown(value, max(float(rounding.low), 0.0) / 100, min(float(rounding.high), 100.0) / 100)


def ratio(kind: str, a: float, b: float) -> float | None:
    """OR, RR or RD (in percentage points) of two proportions; None where it is not defined."""
    if kind == "RD":
        return 100 * (a - b)
    if kind == "RR":
        return a / b if b > 0 and a > 0 else None
    return a * (1 - b) / (b * (1 - a)) if 0 < a < 1 and 0 < b < 1 else None


def spread(kind: str, first: Shown, second: Shown) -> Range | None:
    """The effect over all that the two proportions may be."""
    made = [ratio(kind, a, b) for a in (first.low, first.high) for b in (second.low, second.high)]
    found = [x for x in made if x is not None]
    return Range(min(found), max(found)) if found else None


def gap(kind: str, printed_as: Range, computed: Range | None) -> float:
    """How far the two ranges lie apart, as a share of the larger; 0 when they meet."""
    if computed is None:
        return float("inf")
    if printed_as.meets(computed.low, computed.high):
        return 0.0
    low, high = sorted((printed_as, computed), key=lambda r: r.low)
    top = max(abs(low.high), abs(high.low))
    if kind == "RD":  # a point more or less in a difference of a few points is no other effect
        return max(0.0, high.low - low.high - 0.5) / max(top, 2.0)
    return (high.low - low.high) / top if top else 0.0


def turned_throughout(result: Result, dossier: Dossier) -> bool:
    """Whether the effects of a table, or of the prose, hold the second group against the first."""
    known: dict[int | None, list[int]] | None = dossier.__dict__.get("_directions")
    if known is None:
        known = dossier.__dict__["_directions"] = defaultdict(lambda: [0, 0])
        for other in dossier.results:
            straight = _direction(other, dossier)
            if straight is not None:
                known[other.table][not straight] += 1
    straight_ones, turned_ones = known[result.table]
    everywhere = [sum(x) for x in zip(*known.values(), strict=True)] or [0, 0]
    return (turned_ones > 2 and straight_ones <= turned_ones / 4) or (
        everywhere[1] > 2 and everywhere[0] <= everywhere[1] / 4
    )


def exact_neighbours(result: Result, dossier: Dossier) -> int:
    """How many effects of a table follow exactly from counted groups, where nearly all do."""
    if result.table is None:
        return 0
    known: dict[int, list[int]] | None = dossier.__dict__.get("_exact_effects")
    if known is None:
        known = dossier.__dict__["_exact_effects"] = defaultdict(lambda: [0, 0])
        for other in dossier.results:
            apart = _apart(other, dossier) if other.table is not None else None
            if apart is not None and other.table is not None:
                known[other.table][0] += apart <= _EXACT
                known[other.table][1] += 1
    exact, tried = known[result.table]
    return exact if exact >= _MANY and 5 * exact >= 4 * tried else 0


class _Sides(msgspec.Struct, frozen=True):
    """The proportions of two groups beside an effect, and how far it lies from theirs: from that
    of the first against the second, and of the second against the first."""

    first: Shown
    second: Shown
    gaps: tuple[float, float]


def _beside(result: Result, dossier: Dossier) -> _Sides | None:
    effect = result.effect
    if effect is None or effect.estimate is None or effect.kind not in KINDS:
        return None
    source = values_of(result, dossier)
    values = [v for v in source.values if v.kind in ("percent", "count")] if source else []
    sides = [shown(source, v) for v in values] if source else []
    if len(sides) != 2 or (a := sides[0]) is None or (b := sides[1]) is None:
        return None
    e = printed(effect.estimate.text).interval
    said, kind = Range(float(e.low), float(e.high)), KINDS[effect.kind]
    return _Sides(a, b, (gap(kind, said, spread(kind, a, b)), gap(kind, said, spread(kind, b, a))))


def _apart(result: Result, dossier: Dossier) -> float | None:
    """How far an effect lies from the one of its two counted groups, in either direction."""
    if result.effect is None or result.effect.adjusted:
        return None
    found = _beside(result, dossier)
    if found is None or found.first.counts is None or found.second.counts is None:
        return None
    return min(found.gaps)


def _direction(result: Result, dossier: Dossier) -> bool | None:
    """True where only the first group against the second fits, False where only the reverse."""
    found = _beside(result, dossier)
    if found is None:
        return None
    straight, turned = (g <= AGREES for g in found.gaps)
    return straight if straight != turned else None
