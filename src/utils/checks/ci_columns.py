"""Checks of the family CI: means and differences off the centre of intervals that a table lists.

What belongs here: intervals whose neighbours in the same column show how they were computed. What
does not: one estimate with its interval (`ci_symmetry`), or a value outside it (`ci_spread`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils import statistics
from src.utils.checks import wording
from src.utils.checks.alternatives import slips
from src.utils.checks.columns import Column
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.sheets import Sheet, sheets
from src.utils.printed import Interval, Printed, printed
from src.utils.records import Dossier, Evidence, Finding, Num

_LOW = re.compile(r"(?:\b(?:inf(?:erior)?|low(?:er)?|LL|LCL|LCI|min)\b)", re.I)
_HIGH = re.compile(r"(?:\b(?:sup(?:erior)?|upp(?:er)?|high(?:er)?|UL|UCL|UCI|max)\b)", re.I)
_INTERVAL = re.compile(r"\bC\.?\s?I\.?(?![a-z])|confidence|limit|bound", re.I)
_OTHER = re.compile(
    r"\bIQR\b|quartile|\brange\b|median|percentile|credib|bootstrap|\bratios?\b|\b[AH]?[HOR]R\b|"
    r"geometric|\blog|\bfold|adjusted odds|\brate\b|%(?!\s*-?\s*(?:C|confid))|percent|proportion|"
    r"correlation|\bICC\b|\bkappa\b|sensitivity|specificity",
    re.I,
)
_FEWEST = 4  # rows of the same columns that must be centred before one that is not is reported
_FAR = 0.03  # of half the width of the interval: nearer, other methods of computing may explain it
_UNITS = 4  # units of the last printed place: nearer, cutting instead of rounding may explain it
_MANY_UNITS = 20  # so far off that two centred neighbours suffice


class Triple(msgspec.Struct, frozen=True):
    """An estimate with its bounds in a row, and the words that name it."""

    name: str
    nums: tuple[Num, Num, Num]

    @property
    def printed(self) -> tuple[Printed, Printed, Printed]:
        """Estimate, lower and upper bound with their decimals."""
        e, low, high = (printed(n.text) for n in self.nums)
        return e, low, high

    @property
    def mirrored(self) -> bool:
        """Whether it would be the centre with the other sign."""
        e, low, high = self.printed
        other = Interval(-e.interval.high, -e.interval.low)
        return statistics.difference_centred(other, low.interval, high.interval)

    @property
    def units(self) -> float:
        """How far it is from the centre, in units of the last place of the coarsest numeral."""
        e, low, high = self.printed
        unit = max(e.unit, low.unit, high.unit)
        return float(abs(e.value - (low.value + high.value) / 2) / unit)

    @property
    def centred(self) -> bool:
        """Whether the estimate can be the centre of the interval."""
        e, low, high = self.printed
        return statistics.difference_centred(e.interval, low.interval, high.interval)


@check("CI11", "estimate-off-centre-among-centred-rows")
def off_centre_among_centred(dossier: Dossier) -> Iterator[Finding]:
    """A mean or difference of a table is off the centre of its interval, unlike its neighbours.

    Compares
    --------
    Twice the estimate with the sum of its bounds, within rounding, for the rows of one column (or
    of three columns: estimate, lower, upper). Only where at least four other rows and nine of ten
    are centred (two, if the estimate fits with the other sign or is off by 20 units of its last
    place), and the estimate lies more than 3 % of the way to a bound from the centre: error outside
    the interval or where half the way is passed, else warning; note below 4 units of the last
    place, and where another check of the interval has reported the same numbers.

    Why it matters
    --------------
    When all other intervals of a column are estimate +- t SE, one that is not has a wrong digit
    or a lost sign.

    Known limits
    ------------
    Columns of ratios, percentages, medians and quartiles are left out by their headings.

    Source
    ------
    Altman DG, Bland JM. BMJ 2011;343:d2090.
    """
    for sheet in sheets(dossier):
        for triples in _series(sheet):
            held = sum(t.centred for t in triples)
            for triple in triples:
                if triple.centred:
                    if held > _FEWEST:
                        yield agrees(
                            f"{triple.name}: the estimate is the centre of its interval",
                            evidence=_evidence(sheet, triple),
                        )
                elif held * 10 >= 9 * (len(triples) - 1) and (
                    held >= _FEWEST
                    or (held >= 2 and (triple.mirrored or triple.units >= _MANY_UNITS))
                ):
                    yield from _finding(sheet, triple, held)


def _finding(sheet: Sheet, triple: Triple, held: int) -> Iterator[Finding]:
    e, low, high = triple.printed
    if low.value >= high.value:
        return
    off = statistics.skew(float(e.value), float(low.value), float(high.value), "difference")
    if off < _FAR:
        return
    middle = wording.to_decimals((low.value + high.value) / 2, e)
    numbers = {"estimate": e.text, "lower bound": low.text, "upper bound": high.text}
    inside = low.value < e.value < high.value
    alternatives = slips(numbers, _fits)
    if triple.mirrored:
        alternatives = ("likely slip: the estimate has the wrong sign",)
    yield differs(
        "error" if off > 0.5 or not inside else "warning" if triple.units >= _UNITS else "note",
        f"{triple.name}: {e.text} ({low.text} to {high.text}) is not the centre of its interval "
        f"({middle}), as the estimates of {held} other rows are",
        computed={"centre of the interval": middle, "estimate": e.text},
        alternatives=alternatives,
        evidence=_evidence(sheet, triple),
    )


def _fits(numbers: dict[str, str]) -> bool:
    e, low, high = (printed(numbers[k]) for k in ("estimate", "lower bound", "upper bound"))
    return low.value < high.value and statistics.difference_centred(
        e.interval, low.interval, high.interval
    )


def _evidence(sheet: Sheet, triple: Triple) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(role, n.span, "table", sheet.table.label)
        for role, n in zip(("estimate", "low", "high"), triple.nums, strict=True)
    )


def _series(sheet: Sheet) -> Iterator[list[Triple]]:
    """Per column, or three columns, the estimates with their intervals."""
    for column in sheet.columns:
        if _OTHER.search(f"{column.name} {sheet.caption}"):
            continue
        found = []
        for row in sheet.rows:
            entry = row.entries.get(column.index)
            if entry is None or entry.kind != "triple" or _OTHER.search(row.name):
                continue
            if row.name.endswith(("*", "†", "‡", "§")) and _OTHER.search(_notes(sheet)):
                continue  # "Blood loss*", and "*values are median (IQR)" under the table
            e, low, high = entry.nums
            found.append(Triple(f"{sheet.table.label}, {row.name}, {column.name}", (e, low, high)))
        if len(found) > 2:
            yield found
    for middle, lower, upper in _threes(sheet.columns):
        found = []
        for row in sheet.rows:
            entries = [row.entries.get(c.index) for c in (middle, lower, upper)]
            if all(x is not None and x.kind in ("number", "count") for x in entries):
                first, *bounds = (x.nums[0] for x in entries if x is not None)
                name = f"{sheet.table.label}, {row.name}, {middle.name}"
                found.append(Triple(name, (first, bounds[0], bounds[1])))
        if len(found) > 2:
            yield found


def _notes(sheet: Sheet) -> str:
    """What stands under a table."""
    view = sheet.article.view(p for note in sheet.table.footnotes for p in note)
    return view.text


def _threes(columns: list[Column]) -> Iterator[tuple[Column, Column, Column]]:
    """An estimate's column followed by its lower and its upper bound's."""
    for e, low, high in zip(columns, columns[1:], columns[2:], strict=False):
        if not (low.path and high.path and e.path) or _OTHER.search(f"{e.name} {low.name}"):
            continue
        named = _LOW.search(low.path[-1]) and _HIGH.search(high.path[-1])
        if named and (_INTERVAL.search(low.name) or _INTERVAL.search(high.name)):
            yield e, low, high
