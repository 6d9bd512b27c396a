"""Checks of the family CI: the SD or SE of a mean against the interval or range beside it.

What belongs here: three statistics of one sample. What does not: the value against its own bounds
(`ci_spread`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from src.utils import statistics
from src.utils.checks import wording
from src.utils.checks.ci_spread import as_printed, places
from src.utils.checks.registry import agrees, check, differs
from src.utils.printed import Interval, printed
from src.utils.records import Dossier, Finding, Result, Value

_RANGE = re.compile(r"\brange\b|\bmin(?:imum)?\b\W{0,3}(?:and |to )?max", re.I)
_INTERVAL = re.compile(r"\bC\.?I\b|confidence", re.I)
_CAPTION_N = re.compile(r"\bn\s*=\s*(\d{1,5})(?![\d,.])", re.I)
_ROOM = 1.10  # share by which an interval may be wider or narrower than its SD allows


@check("CI10", "spread-against-interval")
def spread_against_interval(result: Result, dossier: Dossier) -> Iterator[Finding]:
    """The SD or SE of a mean does not go with the interval or range printed beside it.

    Compares
    --------
    Half the width of the confidence interval of a mean with t times SD over the root of n, or t
    times SE, within 10 %: note. The SD with the largest one that a range allows for a mean, and,
    where the number of patients is printed, with the smallest that its two extremes force: warning.

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
        words, x, low, high = as_printed(result, value)
        sd = printed(value.sd.text).interval
        n = wording.size(wording.arm_size(result, value))
        if low.high >= high.low or not (low.low <= x.high and x.low <= high.high):
            continue
        named = _named(result, value)
        if named == "range":
            n = n or _of_caption(result, dossier)
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
    at = places(result, value)
    area = max(
        float((high.high - m) * (m - low.low)) for m in (x.low, x.high, (x.low + x.high) / 2)
    )
    most = math.sqrt(max(area, 0.0) * (n / (n - 1) if n and n > 1 else 2.0))
    assert value.sd is not None
    computed = {"largest SD that the range allows": wording.number(most)}
    least = _least(x, low, high, n) if n and n > 2 and value.spread != "SE" else 0.0
    if float(sd.high) < least:
        root = wording.number(float(sd.high) * math.sqrt(n or 1))
        return differs(
            "warning",
            f"{words}: {n} values with these extremes and this mean have an SD of at least "
            f"{wording.number(least)}, printed {value.sd.text}; not reconcilable as printed",
            computed={"smallest SD that the range allows": wording.number(least)},
            alternatives=(f"{value.sd.text} is the standard error (an SD of about {root})",),
            evidence=at,
        )
    if float(sd.low) <= most:
        return agrees(f"{words}: SD {value.sd.text} is possible", computed=computed, evidence=at)
    return differs(
        "warning",
        f"{words}: no data between these bounds have an SD of {value.sd.text}; at most "
        f"{wording.number(most)}; not reconcilable as printed",
        computed=computed,
        evidence=at,
    )


def _least(x: Interval, low: Interval, high: Interval, n: int) -> float:
    """The smallest SD of n values with a mean, a minimum and a maximum, over all roundings.

    The extremes are as far from the mean as printed; the other n - 2 values are equal.
    """
    out = math.inf
    for a, b in ((low.low, high.high), (low.high, high.high), (low.low, high.low),
                 (low.high, high.low)):  # fmt: skip
        for m in (x.low, x.high, (x.low + x.high) / 2):
            up, down = float(b - m), float(a - m)
            squares = up * up + down * down + (up + down) ** 2 / (n - 2)
            out = min(out, math.sqrt(squares / (n - 1)))
    return out


def _of_caption(result: Result, dossier: Dossier) -> int | None:
    """The number of patients that the caption of a table without groups prints ("n = 14")."""
    if result.table is None or result.arms or result.table >= len(dossier.article.tables):
        return None
    table = dossier.article.tables[result.table]
    found = _CAPTION_N.findall(dossier.article.view(table.caption).text) if table.caption else []
    return int(found[0]) if len(found) == 1 else None


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
    at = places(result, value)
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
