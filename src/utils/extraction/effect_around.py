"""What stands on the unusual side of an estimate: its interval before it, its level behind it."""

from __future__ import annotations

import re
from typing import NamedTuple

from src.utils.extraction.tokens import Lexed, Token

#: (95% CI 0.5-0.9, HR 0.7; (95% CI for the HR 0.5-0.9; HR 0.7; (95% CI 0.5-0.9 for HR 0.7: a
#: bracket that opens with the interval, up to the label.
_BEFORE = re.compile(
    r"\((?P<head>I)(?:[wo]b?L)?[)kqcsbo(]{0,3}(?P<low>N)(?:[dtcs])(?P<high>N)\)?(?:[cs]|wb?)\Z"
)
#: 0.70 (0.51-0.92, 95% CI); 0.70 [0.51; 0.92] 95% CI
_BEHIND = re.compile(r"(?:[cs](?=I\))|(?<=\)))(?P<head>I)(?=[cs.)]|\Z)")


class Interval(NamedTuple):
    """Bounds, level and method of an interval, and the token where its bracket opens."""

    low: Token
    high: Token
    level: Token | None
    method: str
    first: int


def interval_before(x: Lexed, label: int, taken: int) -> Interval | None:
    """The interval that a bracket prints before the label and its estimate, if it is no value's.

    ``label`` is the token of the label, ``taken`` the last one of the effect before.
    """
    m = _BEFORE.search(x.codes, max(taken + 1, label - 10, 0), label)
    if m is None or x.codes[m.start() - 1 : m.start()] in ("N", "%", "u") and m.start():
        return None
    level, method = x.data[m.start("head")]
    low, high = x.token(m.start("low")), x.token(m.start("high"))
    return Interval(low, high, level, method, m.start())


def level_behind(x: Lexed, last: int) -> tuple[Token | None, int] | None:
    """The level that stands behind the bounds, and its token: 0.70 (0.51-0.92, 95% CI)."""
    m = _BEHIND.match(x.codes, last + 1)
    if m is None:
        return None
    return x.data[m.start("head")][0], m.start("head")
