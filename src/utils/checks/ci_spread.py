"""Checks of the family CI: a mean or median against its own interval, quartiles or range.

What belongs here: one value with the spread printed beside it. What does not: effects of two arms
(`ci`, `ci_symmetry`) and percentages with their interval (PR08).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.checks import wording
from src.utils.checks.alternatives import slips
from src.utils.checks.ci_prose import Spread, spreads
from src.utils.checks.columns import Column
from src.utils.checks.means import bounded, dashed
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import prose
from src.utils.checks.sheets import Sheet, sheets
from src.utils.printed import Interval, printed
from src.utils.records import (
    Dossier,
    Evidence,
    Finding,
    Place,
    Result,
    Span,
    Value,
    View,
)

_BOUNDED = re.compile(r"\bCIs?\b|%\s*CI|confidence|\bIQR\b|range|quartile", re.I)
_FEWEST = 4  # cells of a column in order before one that is not is reported
_NAMES = {"IQR": "quartiles", "range": "range", "": "interval"}
_WORDS = 200  # characters before a number in which a verb may say its sign
_SIGN_SAID = re.compile(
    r"decreas|reduc|declin|lower|fell\b|fall|drop|los[st]|less|fewer|shorter|smaller|below|negative|"
    r"minus|deteriorat|worse|improv",
    re.I,
)
#: Three numbers with as many decimals: "0.11 (0.09-0.14)", "1.4 (95% CI 1.1 to 1.8)".
_TUPLE = re.compile(
    r"(?<![\w.,/-])(?P<x>\d+\.(?P<d>\d+))\s*%?\s*[(\[]\s*(?:95\s*%\s*CI\s*[:=,]?\s*)?"
    r"(?P<low>\d+\.\d+)\s*%?\s*(?:-|to)\s*(?P<high>\d+\.\d+)\s*%?\s*[)\]]"
)
_SYMBOL = re.compile(r"(?:[βΒ]|\b[bB]|\bbeta|coefficient)\s*(?:=|:|of|was)?\s*[-+]?\s*\Z")


def _spreads(result: Result, dossier: Dossier) -> Iterator[Value]:
    """The values of a result whose two bounds stand right behind them."""
    for value in result.values:
        known = value.kind in ("median", "mean", "rate")
        known = known or (
            value.kind == "other" and (result.place == "table" or value.level is not None)
        )
        if known and bounded(result, value, dossier):
            yield value


def as_printed(result: Result, value: Value) -> tuple[str, Interval, Interval, Interval]:
    """The value as words, and what it and its bounds may be."""
    assert value.low is not None and value.high is not None
    number, low, high = (printed(n.text) for n in (value.nums[0], value.low, value.high))
    kind = f"{value.kind} " if value.kind in ("median", "mean") else ""
    words = f"{wording.about(result)}{kind}{number.text} ({low.text} to {high.text})"
    return words, number.interval, low.interval, high.interval


def places(result: Result, value: Value) -> tuple[Evidence, ...]:
    """Where a value, its SD and its bounds stand."""
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
    sign and words may say it ("fell by 8.8 (-14.2 to -3.4)"), or a mean lies outside quartiles,
    which skewed data allow. Also a cell "x (a-b)" that is not in order, where all other cells of
    its column (at least four), or all other tuples of its
    sentence (at least two), are.

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
            words, _, low, high = as_printed(result, value)
            if low.low <= high.high or dashed(value, dossier):
                seen.add(value.nums[0].span)
            if low.low <= high.high:  # else CI09 speaks of it
                said = _verbal(dossier, value.nums[0].span)
                finding = _outside(_of(result, value), words, places(result, value), said)
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
                said = _verbal(dossier, spread.x.span)
                yield _outside(spread, words, _said_at(spread), said)
    seen |= {r.effect.estimate.span for r in dossier.results if r.effect and r.effect.estimate}
    for block, view in prose(dossier):
        yield from _of_sentence(view, block.place, seen)
    for sheet in sheets(dossier):
        for column in sheet.columns:
            yield from _of_column(sheet, column, seen)


def _of_sentence(view: View, place: Place, seen: set[Span]) -> Iterator[Finding]:
    """Tuples "0.11 (0.09-0.14)" that no result holds; all others of the sentence are in order."""
    found = []
    for match in _TUPLE.finditer(view.text):
        x, low, high = (printed(match[g]) for g in ("x", "low", "high"))
        found.append((match, low.value <= x.value <= high.value))
    held = sum(fits for _, fits in found)
    if held < 2 or held != len(found) - 1:
        return
    for match, fits in found:
        if fits or view.span(*match.span("x")) in seen:
            continue
        roles = (("value", "x"), ("low", "low"), ("high", "high"))
        yield differs(
            "error",
            f"{match.group()} is no value between two bounds, as the other {held} tuples of the "
            f"sentence are",
            evidence=tuple(Evidence(r, view.span(*match.span(g)), place) for r, g in roles),
        )


def _of_column(sheet: Sheet, column: Column, seen: set[Span]) -> Iterator[Finding]:
    """Cells "x (a-b)" that no result holds, in a column whose other cells are in order."""
    if not _BOUNDED.search(column.name):
        return
    found = []
    for row in sheet.rows:
        entry = row.entries.get(column.index)
        if entry is not None and entry.kind == "triple":
            x, low, high = (printed(n.text) for n in entry.nums)
            if not x.decimals == low.decimals == high.decimals:
                continue
            inside = low.interval.low <= x.interval.high and x.interval.low <= high.interval.high
            found.append((row, entry, inside and low.value <= high.value))
    held = sum(fits for _, _, fits in found)
    for row, entry, fits in found:
        if fits or held < _FEWEST or held < len(found) - 1 or entry.nums[0].span in seen:
            continue
        roles = zip(("value", "low", "high"), entry.nums, strict=True)
        yield differs(
            "error",
            f"{sheet.table.label}, {row.name}, {column.name}: {entry.shown} is no value between "
            f"two bounds, as the other {held} cells of the column are",
            evidence=tuple(Evidence(r, n.span, "table", sheet.table.label) for r, n in roles),
        )


def _of(result: Result, value: Value) -> Spread:
    assert value.low is not None and value.high is not None
    kind = value.kind if value.kind != "other" else ""
    return Spread(kind, value.spread, value.nums[0], value.low, value.high, result.place)


def _said_at(spread: Spread) -> tuple[Evidence, ...]:
    roles = (("value", spread.x), ("low", spread.low), ("high", spread.high))
    return tuple(Evidence(role, num.span, spread.place) for role, num in roles)


def _verbal(dossier: Dossier, at: Span) -> bool:
    """Whether words before a number, in its own cell, say its sign ("fell by 8.8").

    A symbol ("b = -2.4") says none.
    """
    before = dossier.article.shadow[max(0, at.start - _WORDS) : at.start]
    before = re.split(r"[\t\n]", before)[-1]
    return _SIGN_SAID.search(before) is not None and not _SYMBOL.search(before)


def _outside(spread: Spread, words: str, at: tuple[Evidence, ...], said: bool) -> Finding:
    """The verdict on one value and its two bounds; ``said``: words may hold its sign."""
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
    return differs(
        "note" if sign and said else "error" if sure and not sign else "warning",
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
        words, x, low, high = as_printed(result, value)
        if not dashed(value, dossier):
            continue
        at = places(result, value)
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
