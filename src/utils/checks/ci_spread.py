"""Checks of the family CI: a mean or median against its own interval, quartiles or range.

What belongs here: one value with the spread printed beside it. What does not: effects of two arms
(`ci`, `ci_symmetry`) and percentages with their interval (PR08).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import msgspec

from src.utils import statistics
from src.utils.checks import wording
from src.utils.checks.alternatives import slips
from src.utils.checks.ci_prose import Spread, spreads
from src.utils.checks.means import bounded, dashed
from src.utils.checks.registry import agrees, check, differs
from src.utils.printed import Interval, printed
from src.utils.records import Dossier, Evidence, Finding, Result, Span, Value

_NAMES = {"IQR": "quartiles", "range": "range", "": "interval"}
_RANGE = re.compile(r"\brange\b|\bmin(?:imum)?\b\W{0,3}(?:and |to )?max", re.I)
_INTERVAL = re.compile(r"\bC\.?I\b|confidence", re.I)
_ROOM = 1.10  # share by which an interval may be wider or narrower than its SD allows


def _spreads(result: Result, dossier: Dossier) -> Iterator[Value]:
    """The values of a result whose two bounds stand right behind them."""
    for value in result.values:
        known = value.kind in ("median", "mean", "rate")
        known = known or (
            value.kind == "other" and (result.place == "table" or value.level is not None)
        )
        if known and bounded(result, value, dossier):
            yield value


def _printed(result: Result, value: Value) -> tuple[str, Interval, Interval, Interval]:
    """The value as words, and what it and its bounds may be."""
    assert value.low is not None and value.high is not None
    number, low, high = (printed(n.text) for n in (value.nums[0], value.low, value.high))
    kind = f"{value.kind} " if value.kind in ("median", "mean") else ""
    words = f"{wording.about(result)}{kind}{number.text} ({low.text} to {high.text})"
    return words, number.interval, low.interval, high.interval


def _places(result: Result, value: Value) -> tuple[Evidence, ...]:
    return wording.evidence(
        result, value=value.nums[0], low=value.low, high=value.high, sd=value.sd, level=value.level
    )


@check("CI08", "value-outside-its-own-spread")
def value_outside_its_own_spread(dossier: Dossier) -> Iterator[Finding]:
    """A mean or median lies outside the interval, quartiles or range printed beside it.

    Compares
    --------
    The value with the two bounds right behind it, within the roundings. Error; warning where
    nothing says whether the number is a mean or median; note where the value fits with the other
    sign ("fell by 8.8 (-14.2 to -3.4)"), or a mean lies outside quartiles, which skewed data allow.

    Why it matters
    --------------
    A median lies between its quartiles and every value inside its range, by definition; one
    number is another's, or lost a digit or its sign.

    Known limits
    ------------
    Bounds that stand in another row or column than their value are not seen.

    Source
    ------
    Definitions of quartile, range and confidence interval.
    """
    seen: set[Span] = set()
    for result in dossier.results:
        for value in _spreads(result, dossier):
            seen.add(value.nums[0].span)
            words, _, low, high = _printed(result, value)
            if low.low <= high.high:  # else CI09 speaks of it
                finding = _outside(_of(result, value), words, _places(result, value))
                yield msgspec.structs.replace(
                    finding, results=(result.id,), ref=result.ref, study=result.study,
                    endpoint=result.endpoint,
                )  # fmt: skip
    for spread in spreads(dossier):
        if spread.x.span not in seen and (spread.kind or spread.name == "IQR"):
            shown = f"{spread.kind} " if spread.kind else ""
            words = (
                f"{shown}{spread.x.text} ({spread.name} {spread.low.text} to {spread.high.text})"
            )
            if printed(spread.low.text).value <= printed(spread.high.text).value:
                yield _outside(spread, words, _said_at(spread))


def _of(result: Result, value: Value) -> Spread:
    assert value.low is not None and value.high is not None
    kind = value.kind if value.kind != "other" else ""
    return Spread(kind, value.spread, value.nums[0], value.low, value.high, result.place)


def _said_at(spread: Spread) -> tuple[Evidence, ...]:
    roles = (("value", spread.x), ("low", spread.low), ("high", spread.high))
    return tuple(Evidence(role, num.span, spread.place) for role, num in roles)


def _outside(spread: Spread, words: str, at: tuple[Evidence, ...]) -> Finding:
    """The verdict on one value and its two bounds."""
    x, low, high = (printed(n.text).interval for n in (spread.x, spread.low, spread.high))
    name = _NAMES.get(spread.name, "interval")
    if x.high >= low.low and x.low <= high.high:
        return agrees(f"{words}: inside its own {name}", evidence=at)
    if spread.name == "IQR" and spread.kind == "mean":
        return differs(
            "note",
            f"{words}: the value lies outside its quartiles",
            alternatives=("a mean of very skewed data can",),
            evidence=at,
        )
    mirrored = Interval(-x.high, -x.low)
    sign = mirrored.high >= low.low and mirrored.low <= high.high and x.low != -x.high
    numbers = {
        "value": spread.x.text, "lower bound": spread.low.text, "upper bound": spread.high.text
    }  # fmt: skip
    sure = bool(spread.kind) or spread.name == "IQR"
    soft = sign and spread.place != "table"
    return differs(
        "note" if soft else "error" if sure and not sign else "warning",
        f"{words}: the value lies outside its own {name}; not reconcilable as printed",
        alternatives=("the sign: fits with the opposite sign",)
        if sign
        else slips(numbers, _inside),
        evidence=at,
    )


def _inside(numbers: dict[str, str]) -> bool:
    x, low, high = (printed(numbers[k]).value for k in ("value", "lower bound", "upper bound"))
    return low < x < high


@check("CI09", "spread-bounds-out-of-order")
def spread_bounds_out_of_order(result: Result, dossier: Dossier) -> Iterator[Finding]:
    """The interval, quartiles or range beside a mean or median stand with the higher bound first.

    Compares
    --------
    The two bounds behind a value that a dash or "to" joins. Note where the value lies between
    them, warning where it does not.

    Why it matters
    --------------
    Exchanged bounds are harmless by themselves, but often one of them lost a digit or a sign.

    Known limits
    ------------
    Two numbers joined by a comma or semicolon may be two statistics and are left alone.

    Source
    ------
    Definition of an interval.
    """
    for value in _spreads(result, dossier):
        words, x, low, high = _printed(result, value)
        if not dashed(value, dossier):
            continue
        at = _places(result, value)
        if low.low <= high.high:
            yield agrees(f"{words}: the bounds are in order", evidence=at)
            continue
        between = x.high >= high.low and x.low <= low.high
        yield differs(
            "note" if between else "warning",
            f"{words}: the higher bound is printed first",
            alternatives=("the bounds were exchanged",) if between else (),
            evidence=at,
        )


@check("CI10", "spread-against-interval")
def spread_against_interval(result: Result, dossier: Dossier) -> Iterator[Finding]:
    """The SD or SE of a mean does not go with the interval or range printed beside it.

    Compares
    --------
    Half the width of the confidence interval of a mean with t times SD over the root of n, or t
    times SE, within 10 %: note. The SD with the largest one that a range allows for a mean:
    warning.

    Why it matters
    --------------
    SD and SE are easily exchanged, and a meta-analysis takes its weights from them.

    Known limits
    ------------
    Only where mean, SD or SE and interval stand together. Intervals of models, logarithms and
    bootstraps have other widths; without n an SD is held against a range only.

    Source
    ------
    Bhatia R, Davis C. A better bound on the variance. Am Math Mon 2000;107:353-357.
    """
    for value in result.values:
        if value.sd is None or value.low is None or value.high is None or len(value.nums) != 1:
            continue
        if value.kind not in ("mean", "other") or value.spread not in ("", "SE", "range"):
            continue
        words, x, low, high = _printed(result, value)
        sd = printed(value.sd.text).interval
        n = wording.size(wording.arm_size(result, value))
        if low.high >= high.low or not (low.low <= x.high and x.low <= high.high):
            continue
        named = _named(result, value)
        if named == "range":
            yield _of_a_range(result, value, words, x, low, high, sd, n)
        elif named and (found := _of_an_interval(result, value, words, low, high, sd, n)):
            yield found


def _named(result: Result, value: Value) -> str:
    """What the two bounds are: "range" or "interval"; "" where nothing says it."""
    c = result.context
    words = f"{c.row} {c.header} {c.sentence}"
    if value.spread == "range" or (value.spread == "" and _RANGE.search(words)):
        return "range" if not _INTERVAL.search(words) else ""
    return "interval" if value.level is not None or _INTERVAL.search(words) else ""


def _of_a_range(
    result: Result,
    value: Value,
    words: str,
    x: Interval,
    low: Interval,
    high: Interval,
    sd: Interval,
    n: int | None,
) -> Finding:
    """Hold an SD against the largest that values between two bounds with this mean can have."""
    at = _places(result, value)
    area = max(
        float((high.high - m) * (m - low.low)) for m in (x.low, x.high, (x.low + x.high) / 2)
    )
    most = math.sqrt(max(area, 0.0) * (n / (n - 1) if n and n > 1 else 2.0))
    assert value.sd is not None
    computed = {"largest SD that the range allows": wording.number(most)}
    if float(sd.low) <= most:
        return agrees(f"{words}: SD {value.sd.text} is possible", computed=computed, evidence=at)
    return differs(
        "warning",
        f"{words}: no data between these bounds have an SD of {value.sd.text}; at most "
        f"{wording.number(most)}; not reconcilable as printed",
        computed=computed,
        evidence=at,
    )


def _of_an_interval(
    result: Result,
    value: Value,
    words: str,
    low: Interval,
    high: Interval,
    sd: Interval,
    n: int | None,
) -> Finding | None:
    """Hold an SD or SE against the width of the confidence interval of the mean."""
    at = _places(result, value)
    assert value.sd is not None
    level = float(value.level.text) if value.level else 95.0
    z = statistics.level_quantile(level)
    half = (float(high.low - low.high) / 2, float(high.high - low.low) / 2)
    named = value.spread or "SD"
    root = math.sqrt(n) if n else None

    def meets(spread: float) -> bool:
        a, b = spread * float(sd.low), spread * float(sd.high)
        return a <= half[1] * _ROOM and half[0] <= b * _ROOM

    fitting = [
        name for name, factor in (("SE", z), ("SD", z / root if root else 0)) if meets(factor)
    ]
    if named in fitting:
        return agrees(f"{words}: {named} {value.sd.text} agrees", evidence=at)
    if root is None and named == "SD" and not fitting:
        return None
    other = fitting[0] if fitting else ""
    return differs(
        "note",
        f"{words}: the interval does not follow from {named} {value.sd.text}"
        + (f" of {n} patients" if n and named == "SD" else ""),
        alternatives=(f"{value.sd.text} would fit as {other}",)
        if other
        else ("an interval from a model, of other patients or of transformed values",),
        evidence=at,
    )
