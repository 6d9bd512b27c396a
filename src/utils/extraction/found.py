"""What `tuples.scan` returns: one printed result as a whole, in indices of the scanned text."""

from __future__ import annotations

import msgspec

from src.utils.extraction.tokens import Token

__all__ = ["Found", "PFound", "State", "Token", "ValueFound"]

#: (relation, token of the numeral, start, end, qualifier); start and end hold "P = 0.02".
PFound = tuple[str, Token, int, int, str]


class State(msgspec.Struct, frozen=True):
    """What a bare follower inherits from the estimates read before it."""

    kind: str = ""
    adjusted: bool = False
    level: Token | None = None
    level_text: str = ""  # the level stated for all, where its place is in another stretch


class ValueFound(msgspec.Struct):
    """What is reported for one arm. ``nums`` are two for a printed range (53.0%-56.7%).

    ``kind`` is median, percent, count, mean, rate, duration (a time that nothing calls a median)
    or other; ``unit`` months, %, ... . ``spread`` says what ``low``-``high`` is: "CI", "range" or
    "IQR".
    """

    nums: tuple[Token, ...]
    kind: str = "other"
    unit: str = ""
    not_reached: bool = False
    count: Token | None = None
    total: Token | None = None
    low: Token | None = None
    high: Token | None = None
    level: Token | None = None
    sd: Token | None = None
    start: int = 0
    end: int = 0
    spread: str = ""


class Found(msgspec.Struct):
    """One reported result: an effect with its interval, P values, and the values beside it.

    ``kind`` is "" where there is no effect (values with a P, or values alone). ``kind_at`` is the
    label's place, None when the kind is inherited. ``reversed`` says that the higher bound is
    printed first; ``low`` is the smaller number always. ``method`` is "credible", "bootstrap" ...
    """

    kind: str = ""
    kind_at: tuple[int, int] | None = None
    adjusted: bool = False
    estimate: Token | None = None
    low: Token | None = None
    high: Token | None = None
    level: Token | None = None
    level_inherited: bool = False
    reversed: bool = False
    ps: list[PFound] = []
    values: list[ValueFound] = []
    start: int = 0
    end: int = 0
    method: str = ""
    percent: bool = False  # the estimate is printed with a percent sign (risk difference)
    planned: bool = False  # assumed for the sample size, a threshold or a margin: no result
