"""Denominators other than the size of the arm: missing data, subsets, time at risk, roundings.

What belongs here: benign readings of a count beside a percentage that does not follow from it.
What does not: any verdict.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from src.utils.checks import wording
from src.utils.checks.counted import Counted
from src.utils.printed import Printed, printed
from src.utils.records import Dossier, Result, Table, Value, cover

PERSON_TIME = re.compile(
    r"\b(?:person|patient|child|wom[ae]n|infant|subject|participant)s?'?[- ]+"
    r"(?:years?|months?|weeks?|days?)\b|\bincidence (?:rate|density)|\d\s*/\s*\d+\.\d",
    re.I,
)
CURVE = re.compile(r"kaplan|\bcumulative\b|\bactuarial\b|life[- ]table|time[- ]to[- ]event", re.I)
_ACUITY = re.compile(r"\bvision\b|\bvisual\b|\bacuity\b", re.I)
_FRACTION = re.compile(r"(?<![\d./])(\d{1,6})\s*/\s*(\d{1,6})(?![\d./]|\s*/)")
_LEVEL = re.compile(r"\s*%\s*(?:C\.?\s?I\b|confidence|credib)", re.I)
_COUNTED_ROW = re.compile(r",\s*(?:n|no\.?|number)\s*\Z", re.I)
_SIGN = re.compile(r"%")
_MOST_ROWS = 9  # rows of one characteristic that are tried together
_LEAST_UNITS = 10  # below ten units of its last digit a percentage may not miss by one of them


class _Counted(Counted, frozen=True):
    """A printed "k (p%)" of an arm without a total of its own."""

    row: int
    n: int

    @property
    def fewer(self) -> bool:
        """Whether the percentage needs a smaller denominator than the arm."""
        low = self.share.interval.low
        return low > 0 and Fraction(100 * self.k) / low < self.n


def rounding(share: Printed, k: int, n: int, listed: bool = True) -> str | None:
    """Why the last digit may be one off: rounded twice, or made to add up to 100.

    ``listed`` says whether other shares stand beside it, with which it may add up.
    """
    exact = Fraction(100 * k, n)
    finer = _half_up(exact, share.decimals + 1)
    if _half_up(finer, share.decimals) == share.value:
        return (
            f"rounded twice: {float(exact):.{share.decimals + 2}f} to "
            f"{float(finer):.{share.decimals + 1}f} to {share.text}"
        )
    if share.decimals > 0 and share.value.denominator == 1 and _half_up(exact, 0) == share.value:
        return "rounded to a whole percentage and printed with decimals"
    # Shares that are made to add up to 100 are rounded up or down, never beyond that.
    near = abs(exact - share.value) < share.unit and share.value >= _LEAST_UNITS * share.unit
    if near and listed:
        return "one unit of the last digit, as where shares are made to add up to 100"
    return None


def slight(share: Printed, k: int, n: int) -> bool:
    """Whether a percentage of some size misses its count by less than one and a half units."""
    gap = abs(Fraction(100 * k, n) - share.value)
    return 2 * gap < 3 * share.unit and share.value >= _LEAST_UNITS * share.unit


def one_patient(share: Printed, k: int, n: int) -> str | None:
    """Why two units of the last digit may be nothing: one patient more or less makes more.

    >>> from src.utils.printed import printed
    >>> one_patient(printed("30.7"), 25, 81), one_patient(printed("38.2"), 16, 41)
    ('at most two units of the last digit; one patient more or less makes more', None)
    """
    if n < 2 or share.value < _LEAST_UNITS * share.unit:
        return None
    gap = abs(_half_up(Fraction(100 * k, n), share.decimals) - share.value)
    if gap <= 2 * share.unit and Fraction(100 * k, n + 1) < share.value < Fraction(100 * k, n - 1):
        return "at most two units of the last digit; one patient more or less makes more"
    return None


def _half_up(x: Fraction, decimals: int) -> Fraction:
    scale = 10**decimals
    return Fraction(math.floor(x * scale + Fraction(1, 2)), scale)


def _counted(dossier: Dossier) -> dict[tuple[object, ...], list[_Counted]]:
    """Counted percentages by (table, study, arm) and by (table, study, row), in order."""
    known: dict[tuple[object, ...], list[_Counted]] | None = dossier.__dict__.get("_counted")
    if known is None:
        known = defaultdict(list)
        for result in dossier.results:
            if result.table is None or result.row is None:
                continue
            for value in result.values:
                one = _one(result, value)
                if one is not None:
                    known["arm", result.table, result.ref, value.arm, one.n].append(one)
                    known["row", result.table, result.ref, result.row].append(one)
        dossier.__dict__["_counted"] = known
    return known


def _one(result: Result, value: Value) -> _Counted | None:
    if value.kind != "percent" or value.count is None or value.total is not None:
        return None
    n = wording.size(wording.arm_size(result, value))
    k = printed(value.count.text).value
    if n is None or k.denominator != 1 or len(value.nums) != 1 or not 0 <= k <= n:
        return None
    return _Counted(int(k), printed(value.nums[0].text), result.row or 0, n)


def known_there(result: Result, value: Value, dossier: Dossier) -> str | None:
    """Whether the rows around a cell, or the cells beside it, have a denominator of their own."""
    one = _one(result, value)
    if one is None or result.table is None:
        return None
    index = _counted(dossier)
    where = (result.table, result.ref)
    for key, what in (
        (("arm", *where, value.arm, one.n), "rows"),
        (("row", *where, result.row), "columns"),
    ):
        total = _total(index.get(key, []), one)
        if total:
            return (
                f"another denominator: {one.k} of the {total} patients counted in the neighbouring "
                f"{what} is {one.share.text}%"
            )
    beside = [c for c in index.get(("row", result.table, result.ref, result.row), []) if c.k]
    odd = [c for c in beside if not c.of(c.n) and not (c.k and rounding(c.share, c.k, c.n, False))]
    if len(odd) > 1 and one in odd and all(c.fewer for c in odd):
        return "another denominator: several groups of this row need fewer patients (missing data)"
    return None


def crossed(result: Result, value: Value, dossier: Dossier) -> bool:
    """Whether the percentages of both groups of a row are of the size of the other group."""
    one = _one(result, value)
    if one is None or result.table is None:
        return False
    row = _counted(dossier).get(("row", result.table, result.ref, result.row), [])
    if len(row) != 2 or one not in row:
        return False
    a, b = row
    return a.of(b.n) and b.of(a.n) and not a.of(a.n) and not b.of(b.n)


def _total(group: list[_Counted], one: _Counted) -> int | None:
    """The sum of neighbouring counts that is the denominator of each of them."""
    at = group.index(one) if one in group else -1
    for first in range(max(0, at - _MOST_ROWS), at + 1):
        total = sum(c.k for c in group[first:at])
        for last in range(at, min(len(group), first + _MOST_ROWS)):
            total += group[last].k
            part = group[first : last + 1]
            if len(part) > 1 and 0 < total < one.n and all(c.of(total) for c in part):
                return total
    return None


def person_time(result: Result, dossier: Dossier) -> bool:
    """Whether a result stands beside words or numbers of person-time (rates, not shares)."""
    if result.table is None:
        return bool(PERSON_TIME.search(result.context.sentence))
    if result.table >= len(dossier.article.tables):
        return False
    known: dict[int, bool] = dossier.__dict__.setdefault("_person_time", {})
    if result.table not in known:
        known[result.table] = any(
            PERSON_TIME.search(text)
            for text in _texts(dossier, dossier.article.tables[result.table])
        )
    return known[result.table]


def _texts(dossier: Dossier, table: Table) -> Iterator[str]:
    """The cells, the caption and the footnotes of a table."""
    article = dossier.article
    yield article.shadow[table.span.start : table.span.end]
    for pieces in (table.caption, *table.footnotes):
        if pieces:
            whole = cover(pieces)
            yield article.shadow[whole.start : whole.end]


def of_a_curve(result: Result, value: Value, dossier: Dossier) -> bool:
    """Whether the text around a percentage speaks of survival curves."""
    if not value.nums or result.table is not None:
        return False
    at = value.nums[0].span
    return bool(CURVE.search(dossier.article.shadow[max(0, at.start - 300) : at.end + 300]))


def of_an_interval(value: Value, dossier: Dossier) -> bool:
    """Whether a percentage is the level of an interval ("24 of 31, 95% CI")."""
    end = value.nums[0].span.end
    return bool(_LEVEL.match(dossier.article.shadow[end : end + 16]))


def acuity(result: Result, value: Value) -> bool:
    """Whether "20/2000" is a visual acuity and no proportion."""
    k = value.count.text if value.count else ""
    return k in ("20", "6") and bool(_ACUITY.search(result.context.sentence))


def fraction_beside(result: Result, share: Printed, dossier: Dossier) -> str | None:
    """A "k/n" printed in the same table that gives the percentage, as printed."""
    if result.table is None or result.table >= len(dossier.article.tables):
        return None
    known: dict[int, list[tuple[int, int]]] = dossier.__dict__.setdefault("_fractions", {})
    if result.table not in known:
        span = dossier.article.tables[result.table].span
        known[result.table] = [
            (int(k), int(n))
            for k, n in _FRACTION.findall(dossier.article.shadow[span.start : span.end])
            if 0 < int(n) >= int(k)
        ]
    for k, n in known[result.table]:
        if share.interval.holds(Fraction(100 * k, n)):
            return f"{k}/{n}"
    return None


def sign_in_name(result: Result, value: Value, dossier: Dossier) -> bool:
    """Whether the only per cent sign belongs to a name or a limit ("cream 1%, n", "< 50%")."""
    if result.table is None or value.kind != "percent" or not value.nums or value.count:
        return False
    end = value.nums[0].span.end
    if dossier.article.shadow[end : end + 3].lstrip().startswith("%"):
        return False
    if _COUNTED_ROW.search(result.context.row):
        return True
    words = f"{result.context.row} {result.context.header}"
    signs = [words[: m.start()].rstrip()[-1:].isdigit() for m in _SIGN.finditer(words)]
    return bool(signs) and all(signs)


def two_missing(n: int, share_missing: float) -> int:
    """The fewest evaluable patients of ``n`` that need no explanation: two may always be missing.

    >>> two_missing(30, 0.05), two_missing(140, 0.05)
    (28, 133)
    """
    return max(1, min(math.ceil(n * (1 - share_missing)), n - 2))


def fewer(share: Printed, k: int, n: int) -> str | None:
    """The smaller totals that the percentage allows, as far as half of the arm."""
    if share.interval.low <= 0:
        return None
    low = max(math.ceil(100 * k / share.interval.high), math.ceil(n / 2), k)
    high = min(math.floor(100 * k / share.interval.low), n - 1)
    if low > high:
        return None
    words = str(low) if low == high else f"{low} to {high}"
    return f"another denominator: {k} of {words} would be {share.text}%, with missing data"
