"""Which printed means, medians and spreads can be held against one another.

What belongs here: how a spread belongs to its value, and of how many patients. What does not: any
verdict.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict

import msgspec

from src.utils.checks import wording
from src.utils.printed import Interval, printed
from src.utils.records import Dossier, Num, Result, Value

#: What may stand between a value and its bounds: punctuation and the name of the interval.
_BESIDE = re.compile(
    r"[\s(\[,;:=%±]*(?:[a-zµμ°/%²0-9. ]{0,12}[\s(\[,;:]+)?(?:(?:\d+(?:\.\d+)?\s*%\s*)?"
    r"(?:CI|confidence intervals?|IQR|inter-?quartile range|range|min|quartiles?|from|to|is|was|of)"
    r"[\s.,;:=(\[]*)*[(\[]?\s*(?:\d+(?:\.\d+)?\s*%\s*(?:CI)?[\s:,;=]*)?[+\-\u2212\u2013]?\Z",
    re.I,
)
_SPREAD_BEFORE = re.compile(
    r"(?:\bs\.?d\.?|\bs\.?e\.?m?\.?|±|\+/-|\+-|\bIQR|range|deviation|error|variance)[\s:=(,]*"
    r"(?:of\s+|was\s+)?\Z",
    re.I,
)
_DASHED = re.compile(r"[\s%]*(?:-|to|–|−|\s)+[\s(]*\Z", re.I)
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]|,?\s*\bn\s*=\s*[\d,]+", re.I)
#: "Gel vs foam", "gel minus foam": a row that compares two others.
_VERSUS = re.compile(r"(?P<a>.+?) (?:vs\.?|versus|minus|against|[-\u2013\u2212]) (?P<b>.+)")
_FAR = 40  # characters between a value and its bounds


class Mean(msgspec.Struct, frozen=True):
    """A mean with its standard error and the patients behind it, over their roundings."""

    value: Value
    mean: Interval
    spread: Interval  # the SD, or the SE where ``is_error``
    is_error: bool
    n: int
    total: Num | None

    def error(self) -> tuple[float, float]:
        """The smallest and largest standard error of the mean."""
        root = 1.0 if self.is_error else math.sqrt(self.n)
        return max(float(self.spread.low), 0.0) / root, float(self.spread.high) / root


def bounded(result: Result, value: Value, dossier: Dossier) -> bool:
    """Whether two bounds stand right behind a number, as its own."""
    if len(value.nums) != 1 or value.low is None or value.high is None:
        return False
    if value.span is None or not (value.low.span in value.span and value.high.span in value.span):
        return False  # in another cell
    text = dossier.article.shadow
    at = value.nums[0].span
    gap = value.low.span.start - at.end
    if not 0 <= gap <= _FAR or value.high.span.start < value.low.span.end:
        return False
    if _SPREAD_BEFORE.search(text[max(0, at.start - 12) : at.start]):
        return False  # "24.1 ± 6.7 (range 14 to 35)": the range is the mean's, not the SD's
    return bool(_BESIDE.match(text[at.end : value.low.span.start]))


def dashed(value: Value, dossier: Dossier) -> bool:
    """Whether a dash or "to" joins the two bounds: with other signs they may be two statistics."""
    assert value.low is not None and value.high is not None
    first, second = sorted((value.low.span, value.high.span))
    return bool(_DASHED.match(dossier.article.shadow[first.end : second.start]))


def mean_of(result: Result, value: Value) -> Mean | None:
    """A mean with SD or SE and the size of its arm; None where one of them is not printed.

    An unnamed number in brackets behind a mean is taken for its SD (`unnamed`).
    """
    if value.kind not in ("mean", "other") or len(value.nums) != 1 or value.sd is None:
        return None
    if value.spread not in ("", "SE") and not unnamed(value):
        return None
    total = wording.arm_size(result, value)
    n = wording.size(total)
    spread = printed(value.sd.text)
    if n is None or n < 2 or spread.value <= 0:
        return None
    mean = printed(value.nums[0].text).interval
    return Mean(value, mean, spread.interval, value.spread == "SE", n, total)


def unnamed(value: Value) -> bool:
    """Whether nothing says what the number in brackets behind a mean is."""
    return value.kind == "mean" and value.spread == "bracket"


def pair_beside(result: Result, dossier: Dossier) -> Result | None:
    """The result that prints the two values: this one, or the only other one of the same row."""
    if result.values:
        return result if len(result.values) == 2 else None
    if result.table is None or result.row is None:
        return None
    rows: dict[object, list[Result]] | None = dossier.__dict__.get("_valued_rows")
    if rows is None:
        rows = dossier.__dict__["_valued_rows"] = defaultdict(list)
        for other in dossier.results:
            if other.table is not None and other.values:
                rows[other.table, other.row].append(other)
    beside = rows[result.table, result.row]
    same = len(beside) == 1 and len(beside[0].values) == 2
    return beside[0] if same and beside[0].endpoint == result.endpoint else None


def rows_compared(result: Result, dossier: Dossier) -> Result | None:
    """The difference of a row "A vs B" with the values of the rows "A" and "B" above it.

    Only where each of them prints one value, under the same heading.
    """
    if result.table is None or result.values or result.effect is None:
        return None
    heading, _, label = result.context.row.rpartition(" > ")
    sides = _VERSUS.fullmatch(_bare(label))
    if sides is None:
        return None
    rows: dict[object, list[Result]] | None = dossier.__dict__.get("_rows_of_one_value")
    if rows is None:
        rows = dossier.__dict__["_rows_of_one_value"] = defaultdict(list)
        for other in dossier.results:
            if other.table is not None and len(other.values) == 1 and other.effect is None:
                over, _, name = other.context.row.rpartition(" > ")
                rows[other.table, over, _bare(name)].append(other)
    found = [rows.get((result.table, heading, sides[side]), []) for side in ("a", "b")]
    if not all(len(f) == 1 for f in found) or found[0] == found[1]:
        return None
    values = tuple(f[0].values[0] for f in found)
    if values[0].kind != values[1].kind:
        return None
    return msgspec.structs.replace(result, values=tuple(_ungrouped(v) for v in values))


def _ungrouped(value: Value) -> Value:
    """A value of a row that is a group itself: its column is no group."""
    return msgspec.structs.replace(value, arm=None)


def _bare(label: str) -> str:
    """A row's own name, without its size."""
    return " ".join(_BRACKET.sub(" ", label).lower().split())
