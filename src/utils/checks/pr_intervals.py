"""Checks of the family PR: the interval of a proportion, and an effect against its counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils import statistics
from src.utils.checks import shares, wording
from src.utils.checks.alternatives import other_levels, reconciling
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import Interval, printed
from src.utils.records import Finding, Result, Value

_OF_CHANGE = re.compile(r"reduc|increas|decreas|chang|differen|from \d+(?:\.\d+)?\s*% to", re.I)
_MOST_COUNTS = 24  # more counts than this leave so much room that some method always fits


def _method(counts: range, n: int, level: float, low: Interval, high: Interval) -> tuple[str, int]:
    """The first method, and its count, whose bounds may be printed so; ("", 0) when none is."""
    for name, bounds in statistics.METHODS.items():
        for k in counts:
            a, b = bounds(k, n, level)
            # Compared as floats, with room far below any printed digit.
            if _holds(low, 100 * a) and _holds(high, 100 * b):
                return name, k
    return "", 0


def _holds(interval: Interval, x: float) -> bool:
    return float(interval.low) - 1e-7 <= x <= float(interval.high) + 1e-7


@check("PR08", "proportion-interval-fits-no-method")
def proportion_interval_fits_no_method(result: Result) -> Iterator[Finding]:
    """The confidence interval of a proportion is not what any usual method gives.

    Compares
    --------
    The printed bounds with those of Wald, Wilson, Agresti-Coull, Clopper-Pearson, Jeffreys, the
    logit and the two continuity-corrected methods, for every whole count that the percentage
    allows. Error when the percentage lies outside its own interval, warning when no method fits,
    note when another level does.

    Why it matters
    --------------
    The interval of a response rate depends on two whole numbers only; a wrong digit shows.

    Known limits
    ------------
    Intervals from survival curves, weighted or clustered samples are left alone. Where the size of
    the arm is not printed, nothing can be said.

    Source
    ------
    Brown LD, Cai TT, DasGupta A. Statistical Science 2001;16:101-133.
    """
    for value in result.values:
        if value.kind != "percent" or value.low is None or value.high is None:
            continue
        if len(value.nums) != 1 or printed(value.low.text).value > printed(value.high.text).value:
            continue
        yield from _interval(result, value)


def _interval(result: Result, value: Value) -> Iterator[Finding]:
    """The verdict on one proportion with its interval."""
    total = wording.arm_size(result, value)
    found = shares.side(result, value)
    low, high = value.low, value.high
    assert low is not None and high is not None
    places = wording.evidence(
        result, value=value.nums[0], low=low, high=high, level=value.level, n=total
    )
    share, lower, upper = (printed(x.text) for x in (value.nums[0], low, high))
    words = f"{wording.about(result)}{share.text}% ({low.text} to {high.text})"
    if 1900 <= lower.value <= upper.value <= 2100:
        return  # a span of years
    if upper.value <= 1 < share.value and 100 * upper.value >= share.value >= 100 * lower.value:
        yield cannot_say("the bounds are printed as proportions", evidence=places)
        return
    if lower.value == upper.value or _OF_CHANGE.search(
        f"{result.context.row} {result.context.header} {result.context.sentence}"
    ):
        return  # the interval is that of a change or a difference
    if share.interval.high < lower.interval.low or share.interval.low > upper.interval.high:
        yield differs(
            "error",
            f"{words}: the percentage lies outside its own interval; not reconcilable as printed",
            evidence=places,
        )
        return
    if not shares.is_share(result) or shares.is_weighted(result):
        return
    if found is None:
        yield cannot_say("size of the arm not known", evidence=places)
        return
    if found.nearest or len(found.counts) > _MOST_COUNTS:
        yield cannot_say("count not known closely enough", evidence=places)
        return
    level = float(value.level.text) if value.level else 95.0
    known = "printed" if value.level else "assumed, none is printed"
    name, k = _method(found.counts, found.n, level, lower.interval, upper.interval)
    if name:
        yield agrees(
            f"{words}: the {name} interval of {k} of {found.n}",
            computed={
                "method": name,
                "count": f"{k} of {found.n}",
                "level": f"{level:g} %, {known}",
            },
            evidence=places,
        )
        return

    def levels() -> str | None:
        for other in other_levels(value.level.text if value.level else None):
            method, _ = _method(found.counts, found.n, float(other), lower.interval, upper.interval)
            if method:
                return f"another level: the {method} interval at {other}% fits"
        return None

    alternatives = reconciling({"level": levels})
    middle = found.counts[len(found.counts) // 2]
    computed = {"level": f"{level:g} %, {known}", "count": f"{middle} of {found.n}"}
    for method, bounds in statistics.METHODS.items():
        a, b = bounds(middle, found.n, level)
        computed[method] = (
            f"{wording.to_decimals(100 * a, lower)} to {wording.to_decimals(100 * b, upper)}"
        )
    yield differs(
        "note" if alternatives else "warning",
        f"{words}: no usual method gives this interval for {middle} of {found.n} patients; not "
        f"reconcilable as printed",
        computed=computed,
        alternatives=alternatives or ("an interval from a survival curve or a weighted sample",),
        evidence=places,
    )


@check("PR09", "effect-not-from-its-counts")
def effect_not_from_its_counts(result: Result) -> Finding | None:
    """An odds ratio, risk ratio or risk difference does not follow from the two percentages.

    Compares
    --------
    The printed effect with the one computed from every pair of whole counts that the printed
    percentages and arm sizes allow. Warning; note when the reciprocal, the other direction or
    the other of odds and risk ratio fits.

    Why it matters
    --------------
    It shows when an estimate belongs to another endpoint, another arm or another scale.

    Known limits
    ------------
    Only unadjusted effects of two arms. Stratified and model-based estimates differ a little: up
    to 10 % is not reported. Where the size of an arm is not printed, nothing can be said.

    Source
    ------
    Altman DG. Practical Statistics for Medical Research, chapter 10.
    """
    effect = result.effect
    if effect is None or effect.estimate is None or effect.kind not in ("OR", "RR", "RD", "ARR"):
        return None
    values = [v for v in result.values if v.kind in ("percent", "count")]
    if effect.adjusted or len(values) != 2 or len(result.values) != 2:
        return None
    if not shares.is_share(result) or shares.is_weighted(result):
        return None
    sides = [shares.side(result, v) for v in values]
    nums = {f"value_{i}": shares.main(v) for i, v in enumerate(values)}
    places = wording.evidence(result, estimate=effect.estimate, **nums)
    first, second = sides
    if first is None or second is None or values[0].arm == values[1].arm:
        return cannot_say("size of the two arms not known", evidence=places)
    kind = "RD" if effect.kind == "ARR" else effect.kind

    def spread(kind: str) -> tuple[float, float] | None:
        found = [
            made[0]
            for a in {first.counts[0], first.counts[-1]}
            for b in {second.counts[0], second.counts[-1]}
            if (made := statistics.effect_from_counts(kind, a, first.n, b, second.n))
        ]
        return (min(found), max(found)) if found else None

    e = printed(effect.estimate.text).interval
    low, high = float(e.low), float(e.high)
    slack = 0.10

    def fits(ends: tuple[float, float] | None, slack: float = 0.0) -> bool:
        if ends is None:
            return False
        room = slack * max(abs(ends[0]), abs(ends[1])) + 1e-9
        return ends[0] - room <= high and low <= ends[1] + room

    ends = spread(kind)
    if ends is None:
        return cannot_say("no effect can be computed from the counts", evidence=places)
    label = "to".join(f" {wording.number(x)} " for x in ends).strip()
    if wording.number(ends[0]) == wording.number(ends[1]):
        label = wording.number(ends[0])
    sizes = " vs ".join(
        f"{n.text} of {s.n}" for n, s in zip(nums.values(), (first, second), strict=True) if n
    )
    computed = {"computed from the counts": f"{kind} {label}", "printed": effect.estimate.text}
    words = f"{wording.about(result)}{wording.shown(effect)} beside {sizes}"
    turned = (-ends[1], -ends[0]) if kind == "RD" else (1 / ends[1], 1 / ends[0])
    same = {"RD": (ends[0] / 100, ends[1] / 100)}.get(kind, ends)
    if fits(ends, slack) or fits(same, slack):
        return agrees(f"{words}: agrees with the counts", computed=computed, evidence=places)

    def reciprocal() -> str | None:
        return "the reciprocal: the opposite direction of comparison fits" if fits(turned) else None

    def scale() -> str | None:
        other = {"OR": "RR", "RR": "OR"}.get(kind)
        if other and fits(spread(other), 0.02):
            return f"another scale: the {other} from the counts fits"
        return None

    alternatives = reconciling({"reciprocal": reciprocal, "scale": scale})
    return differs(
        "note" if alternatives else "warning",
        f"{words}: the counts give {kind} {label}; not reconcilable as printed for a crude effect",
        computed=computed,
        alternatives=alternatives or ("an adjusted or stratified estimate",),
        evidence=places,
    )
