"""Checks of the family PR: the interval of a proportion."""

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
