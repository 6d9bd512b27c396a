"""Checks of the family ST: survival over time, and landmark rates against the median."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import msgspec

from src.utils import terms
from src.utils.checks import wording
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import prose
from src.utils.printed import printed
from src.utils.records import Dossier, Evidence, Finding, Num, Place, Result, Span, Value

_DAYS = {
    "day": Fraction(1),
    "week": Fraction(7),
    "month": Fraction(487, 16),
    "year": Fraction(1461, 4),
}
_POINT = re.compile(
    r"(\d+(?:\.\d+)?)\s*-?\s*(day|week|month|year)s?\b|\b(day|week|month|year)\s+(\d+)", re.I
)
#: "1-, 3-, and 5-year overall survival rates were 90.1%, 70.3% and 55.2%"
_SERIES = re.compile(
    r"(?<![\d.])(?P<times>\d{1,3}(?:\s*-?\s*(?:,\s*and|,|/|and|&)\s*\d{1,3})+)\s*-?\s*"
    r"(?P<unit>day|week|month|year)s?\b(?P<rest>[^%]{0,160}?\d%?)",
    re.I,
)
_SURVIVAL = re.compile(r"surviv|[-\s]free|\b(?:OS|PFS|DFS|RFS|EFS|CSS)\b", re.I)
_NOT_SURVIVAL = re.compile(
    r"mortalit|death|recurrence rate|cumulative inciden|failure rate|relapse rate", re.I
)
_PERCENT = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*%")


class Rate(msgspec.Struct, frozen=True):
    """A survival rate at a time, in days, with its place."""

    days: Fraction
    time: str
    num: Num
    place: Place
    label: str = ""
    result: str = ""


def days_of(text: str) -> Fraction | None:
    """A time point in days: "12 months", "5-year", "week 24"; None when it is none.

    >>> days_of("week 2"), days_of("baseline")
    (Fraction(14, 1), None)
    """
    found = _POINT.search(text)
    if found is None:
        return None
    number, unit = (found[1], found[2]) if found[1] else (found[4], found[3])
    return Fraction(number) * _DAYS[unit.lower()]


def _key(result: Result, value: Value, position: int) -> tuple[object, ...]:
    """Study, arm, population and endpoint: what a survival curve belongs to."""
    c = result.context
    name = wording.arm_name(result, value.arm)
    where: object = name.lower()
    if value.arm is None or not result.ref:
        # Without names or a citation only one row or paragraph is surely about one curve.
        place = (result.table, result.row) if result.place == "table" else (result.block,)
        where = (name.lower(), place, position if value.arm is None else value.arm)
    return result.ref, result.endpoint, c.population, c.subgroup, where


def _curves(
    dossier: Dossier,
) -> tuple[
    dict[tuple[object, ...], list[Rate]], dict[tuple[object, ...], list[tuple[Result, Value]]]
]:
    """Rates and medians by curve, collected once."""
    rates: dict[tuple[object, ...], list[Rate]] = defaultdict(list)
    medians: dict[tuple[object, ...], list[tuple[Result, Value]]] = defaultdict(list)
    for result in dossier.results:
        if result.endpoint not in terms.TIMES:
            continue
        for position, value in enumerate(result.values):
            key = _key(result, value, position)
            if value.kind == "median":
                medians[key].append((result, value))
            elif value.kind in ("percent", "rate") and len(value.nums) == 1:
                days = days_of(result.context.timepoint)
                if days is not None and value.count is None:
                    rates[key].append(
                        Rate(
                            days,
                            result.context.timepoint,
                            value.nums[0],
                            result.place,
                            result.label,
                            result.id,
                        )
                    )
    return rates, medians


@check("ST04", "survival-rising-with-time")
def survival_rising_with_time(dossier: Dossier) -> Iterator[Finding]:
    """A survival rate at a later time is higher than one at an earlier time.

    Compares
    --------
    Survival rates of one study, arm and endpoint in the order of their times, and series in one
    sentence ("1-, 3- and 5-year survival rates were ..."). A rise beyond rounding: error.

    Why it matters
    --------------
    Nobody returns to a survival curve; a rise means a changed digit or exchanged columns.

    Known limits
    ------------
    Rates of different groups that the sentence does not name as such.

    Source
    ------
    Definition of a survival function.
    """
    seen: set[Span] = set()
    for series in _series(dossier):
        seen.update(r.num.span for r in series)
        yield _rise(series)
    rates, _ = _curves(dossier)
    for found in rates.values():
        series = sorted(
            {r.num.span: r for r in found if r.num.span not in seen}.values(), key=lambda r: r.days
        )
        if len({r.days for r in series}) == len(series) >= 2:
            yield _rise(series)


def _rise(series: list[Rate]) -> Finding:
    """The verdict on one series in the order of time."""
    words = ", ".join(f"{r.time} {r.num.text}%" for r in series)
    more = {
        "evidence": tuple(
            sorted(
                (Evidence("value", r.num.span, r.place, r.label) for r in series),
                key=lambda e: e.span,
            )
        ),
        "results": tuple(dict.fromkeys(r.result for r in series if r.result)),
        "computed": {r.time: f"{r.num.text} %" for r in series},
    }
    for early, late in itertools.pairwise(series):
        if printed(late.num.text).interval.low > printed(early.num.text).interval.high:
            return differs(
                "error",
                f"survival rises from {early.num.text}% at {early.time} to {late.num.text}% at "
                f"{late.time}; not possible for one group of patients",
                **more,
            )
    return agrees(f"survival does not rise: {words}", **more)


def _series(dossier: Dossier) -> Iterator[list[Rate]]:
    """Series of rates in one sentence, one list per group."""
    for block, view in prose(dossier):
        if "%" not in view.text:
            continue
        for match in _SERIES.finditer(view.text):
            times = [Fraction(t) for t in re.findall(r"\d+", match["times"])]
            rest = view.text[match.end("unit") :]
            percents = list(_PERCENT.finditer(rest))
            first = rest[: percents[0].start()] if percents else ""
            # "Survival at 1, 3 and 5 years was": the word may stand before the times.
            first = view.text[max(0, match.start() - 60) : match.start()] + first
            if not percents or times != sorted(set(times)) or not _SURVIVAL.search(first):
                continue
            if _NOT_SURVIVAL.search(first) or len(percents) % len(times):
                continue
            if any(not _near(rest, percents, i, len(times)) for i in range(len(percents))):
                continue
            unit = match["unit"].lower()
            start = match.end("unit")
            for at in range(0, len(percents), len(times)):
                yield [
                    Rate(
                        t * _DAYS[unit], f"{t} {unit}{'s' if t != 1 else ''}",
                        Num(p[1], view.span(start + p.start(1), start + p.end(1))), block.place,
                    )
                    for t, p in zip(times, percents[at : at + len(times)], strict=True)
                ]  # fmt: skip


def _near(rest: str, percents: list[re.Match[str]], i: int, size: int) -> bool:
    """Whether percentage ``i`` follows its predecessor in the series without other words."""
    if i % size == 0:
        return True
    gap = rest[percents[i - 1].end() : percents[i].start()]
    return re.fullmatch(r"[\s,;/(]*(?:and|to)?[\s,;/(]*", gap) is not None


@check("ST05", "landmark-rate-against-median")
def landmark_rate_against_median(dossier: Dossier) -> Iterator[Finding]:
    """A survival rate is above one half after the median, or below one half before it.

    Compares
    --------
    The survival rate at a time with 50 per cent, given the median of the same study, arm and
    endpoint: above 50 after the median or below 50 before it is an error in one sentence or row,
    a warning elsewhere. Below 50 with a median that is not reached is a warning.

    Why it matters
    --------------
    The median is the time at which the curve passes 50 per cent.

    Known limits
    ------------
    Times within rounding of the median say nothing. Arms are matched by name.

    Source
    ------
    Definition of the median survival time.
    """
    rates, medians = _curves(dossier)
    for key, found in rates.items():
        curves = medians.get(key, [])
        for result, value in curves if len({v.nums for _, v in curves}) == 1 else ():
            for rate in found:
                finding = _landmark(result, value, rate, dossier)
                if finding is not None:
                    yield finding


def _landmark(result: Result, value: Value, rate: Rate, dossier: Dossier) -> Finding | None:
    """Hold one rate against one median."""
    share = printed(rate.num.text).interval
    unit = _DAYS.get((result.unit or "months").rstrip("s"))
    other = dossier.result(rate.result)
    if unit is None or share.high > 100:
        return None
    arm = wording.arm_name(result, value.arm)
    evidence = [Evidence("value", rate.num.span, rate.place, rate.label)]
    evidence += [Evidence("value", n.span, result.place, result.label) for n in value.nums]
    more = {
        "evidence": tuple(sorted(evidence, key=lambda e: e.span)),
        "results": tuple(dict.fromkeys((result.id, rate.result))),
        "ref": result.ref, "study": result.study, "endpoint": result.endpoint,
    }  # fmt: skip
    rate_words = f"{rate.num.text}% at {rate.time}"
    if value.not_reached or len(value.nums) != 1:
        if value.not_reached and share.high < 50:
            return differs(
                "warning",
                f"{arm}: median {result.endpoint} not reached, yet {rate_words} is below one half",
                **more,
            )
        return None
    median = printed(value.nums[0].text).interval
    after, before = rate.days > median.high * unit, rate.days < median.low * unit
    words = f"{arm}: median {result.endpoint} {value.nums[0].text} {result.unit or 'months'}"
    if (after and share.low > 50) or (before and share.high < 50):
        together = bool(result.sentence) and result.sentence == other.sentence
        together = together or (
            result.table is not None and (result.table, result.row) == (other.table, other.row)
        )
        side = "above one half after" if after else "below one half before"
        return differs(
            "error" if together else "warning",
            f"{words}, yet {rate_words} is {side} the median; not possible for one curve",
            computed={"median": value.nums[0].text, f"rate at {rate.time}": f"{rate.num.text} %"},
            **more,
        )
    return agrees(f"{words} and {rate_words} agree", **more) if after or before else None
