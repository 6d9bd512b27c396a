"""What stands on the unusual side of an estimate: its interval before it, its level behind it,
the unit it is for between its label and itself."""

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


#: The unit a ratio is for, up to its end: HR per 25 units; OR for each 5 kg/m2; RR (per 1-SD rise)
_UNIT_OF_RATIO = re.compile(r"L[)(c]{0,2}(?P<per>w[wb]?)N[wuhSoabxE/N%]{0,8}\)?\Z")
_LABEL_BEFORE = re.compile(r"L[)(c]{0,2}w[wb]?\Z")
_EACH = frozenset({"each", "every"})
_FOR = frozenset({"per", "for", "with"})


def counts_units(x: Lexed, i: int) -> bool:
    """Whether the numeral at token ``i`` says for how many units a ratio is, and is no estimate.

    HR per 25 units; OR for each 10 mg; RR for a 10-mg rise.
    """
    if not i or x.codes[i - 1] not in "wb":
        return False
    if x.codes[i - 2 : i] == "/w" and x.data[i - 1] in ("m", "cm") and x.data[i] in ("2", "3"):
        return True  # kg/m 2: a raised exponent that was set apart
    if x.data[i - 1] in _EACH:
        return i > 1 and x.data[i - 2] in _FOR
    if x.codes[i - 3 : i] == "Lwb" and x.data[i - 1] in ("a", "an"):
        return x.data[i - 2] in _FOR and x.codes[i + 1 : i + 2] in ("h", "w", "u", "S")
    return bool(x.data[i - 1] == "per")


def of_ratio(x: Lexed, i: int) -> bool:
    """Whether a ratio's label stands before such a numeral: it is no value either."""
    return counts_units(x, i) and bool(_LABEL_BEFORE.search(x.codes, max(0, i - 5), i))


def before_unit(x: Lexed, k: int) -> int:
    """The label of a ratio whose unit ends at token ``k``, -1 when no unit ends there."""
    m = _UNIT_OF_RATIO.search(x.codes, max(0, k - 14), k + 1)
    return m.start() if m and counts_units(x, m.end("per")) else -1


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
