"""Read cells become effects: kind, estimate, interval.

Belongs here: the effect of one cell. Does not: values of groups (`table_values`), whom an effect
compares (`table_effects`).
"""

from __future__ import annotations

import math
import re

from src.utils.extraction import table_cells as shapes
from src.utils.extraction.table_cells import Content
from src.utils.extraction.table_headers import Heading
from src.utils.extraction.table_pairs import is_number, number
from src.utils.records import Effect, Num, Span

_LABEL_KINDS = {
    "hazard ratio": "HR", "odds ratio": "OR", "relative risk": "RR", "risk ratio": "RR",
    "rate ratio": "RR", "mean difference": "MD", "risk difference": "RD", "difference": "MD",
    "β": "MD", "beta": "MD", "b": "MD",
}  # fmt: skip

_ABBREVIATED = frozenset("HR OR RR IRR RRR RD ARR SMD WMD MD".split())


def effect(
    content: Content, column: Heading, level: Num | None, inherited: bool, span: Span | None
) -> Effect | None:
    """The effect of a cell (with its continuation); None when there is no estimate."""
    kind, adjusted = column.kind, column.adjusted
    if content.label:
        said = content.label.strip().lower()
        bare = re.sub(r"\A(?:un)?adj(?:usted)?\.? |\Acrude ", "", said)
        known = _LABEL_KINDS.get(bare) or _LABEL_KINDS.get(bare.rstrip("s"))
        if known is None:
            letters = bare.rstrip("s").upper()
            known = letters[1:] if letters[:1] in "AUC" and letters[1:] in _ABBREVIATED else letters
        kind = known if known in _ABBREVIATED or known in ("MD", "RD") else kind
        adjusted = adjusted or said.startswith("adj") or (bare[:1] == "a" and bare != "arr")
    estimate = low = high = None
    if content.shape == shapes.CI:
        estimate, low, high = content.nums
    elif content.shape in (shapes.PLAIN, shapes.PERCENT, shapes.PAIR, shapes.SPREAD):
        estimate = content.nums[0]
        if content.bounds:
            low, high = content.bounds
    if content.spread in ("IQR", "range"):
        low = high = None
    if estimate is None or not is_number(estimate):
        return None
    reversed_bounds = False
    if is_number(low) and is_number(high) and number(low) > number(high):
        low, high = high, low
        reversed_bounds = True
    negative = number(estimate) < 0 or (low is not None and number(low) < 0)
    if negative and kind in ("HR", "OR", "RR", "IRR", "RRR", "SHR", "PR", "ratio", "RoM"):
        kind = "MD"  # "β or RR (95% CI)": a negative number is no ratio
    if column.ambiguous and kind != "SMD" and (low is None or high is None):
        return None  # nothing shows which of the two kinds it is
    if column.ambiguous and low is not None and high is not None:
        kind = _by_shape(kind, number(estimate), number(low), number(high))
    if column.vague and kind == "MD" and low is not None and high is not None:
        kind = _by_row(number(estimate), number(low), number(high))
    if content.percent and kind == "MD":
        kind = "RD"
    return Effect(
        kind=kind,
        estimate=estimate,
        low=low,
        high=high,
        level=content.level or (level if low is not None or high is not None else None),
        level_inherited=content.level is None and level is not None and inherited,
        adjusted=adjusted,
        reversed_bounds=reversed_bounds,
        span=span,
    )


def _by_row(estimate: float, low: float, high: float) -> str:
    """The kind under a heading that says "effect" only: by its shape, and where both shapes fit,
    a ratio where everything lies within five times of 1."""
    if not 0 < low < high or estimate <= 0:
        return "MD"
    if _by_shape("SMD", estimate, low, high) == "ratio":
        return "ratio"
    if _by_shape("ratio", estimate, low, high) == "MD":
        return "MD"
    return "ratio" if low > 0.2 and high < 5 else "MD"


def _by_shape(kind: str, estimate: float, low: float, high: float) -> str:
    """Ratio or difference, by where the estimate stands in its interval, where headings allow
    both: on the logarithmic or on the plain scale nearer to the centre."""
    if not 0 < low < high or estimate <= 0:
        return "SMD" if kind == "SMD" else "MD" if low < 0 else kind
    off_log = abs(math.log(estimate) - (math.log(low) + math.log(high)) / 2) / math.log(high / low)
    off_plain = abs(estimate - (low + high) / 2) / (high - low)
    if kind == "SMD":
        return "ratio" if off_log + 0.03 < off_plain else kind
    return "MD" if off_plain + 0.03 < off_log else kind
