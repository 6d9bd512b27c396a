"""How two printed numbers stand to each other: the same, rounded, cut, one unit apart, or not.

Nothing here knows results or articles. The states are ordered by how hard they speak; `slip`
names the single keystroke or copying habit that would turn one numeral into the other.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from src.utils.printed import Printed, printed, same_number

#: States of two numerals, mildest first.
SAME, ROUNDED, TRUNCATED, LAST_DIGIT, DIFFERENT = (
    "same",
    "rounded",
    "truncated",
    "last digit",
    "different",
)
#: Thresholds by which P values are conventionally reported ("P < 0.05").
THRESHOLDS = frozenset(Fraction(t) for t in ("0.1", "0.05", "0.01", "0.001", "0.0001", "0.00001"))
#: States of two P values with their relations: the numbers may agree while the statements do not.
SIGN, WEAKER, THRESHOLD = "sign", "weaker", "threshold"


@lru_cache(maxsize=65536)
def state(a: str, b: str) -> str:
    """How two numerals (as `printed.normalise` leaves them) stand to each other.

    >>> state("0.408", "0.41"), state("0.418", "0.41"), state("0.41", "0.42"), state("3.4", "4.3")
    ('rounded', 'truncated', 'last digit', 'different')
    """
    if a == b:
        return SAME
    x, y = scaled(a), scaled(b)
    return _state(a, b) if x is None or y is None else _state_of_integers(x, y)


def scaled(text: str) -> tuple[int, int] | None:
    """A numeral as (digits as an integer, decimals); None for exponents."""
    whole, _, decimals = text.partition(".")
    try:
        return int(whole + decimals), len(decimals)
    except ValueError:
        return None


def _state_of_integers(a: tuple[int, int], b: tuple[int, int]) -> str:
    """`_state` in whole units of the finer numeral: fractions are slow."""
    (fine, decimals), (coarse, fewer) = (a, b) if a[1] >= b[1] else (b, a)
    unit = 10 ** (decimals - fewer)
    large = abs(coarse) >= 100 * 10**fewer
    coarse *= unit
    gap = abs(fine - coarse)
    if 2 * gap <= unit:
        return SAME if unit == 1 else ROUNDED
    if unit > 1:
        cut = coarse - unit < fine <= coarse if coarse < 0 else coarse <= fine < coarse + unit
        if cut:
            return TRUNCATED
    near = 2 * gap <= 3 * unit and (fine < 0) == (coarse < 0)
    return LAST_DIGIT if near and (fewer > 0 or large) else DIFFERENT


def _state(a: str, b: str) -> str:
    x, y = printed(a), printed(b)
    if same_number(a, b):
        return SAME if x.decimals == y.decimals else ROUNDED
    fine, coarse = (x, y) if x.decimals >= y.decimals else (y, x)
    if fine.decimals != coarse.decimals and coarse.truncated.holds(fine.value):
        return TRUNCATED
    # One unit of the coarser numeral apart, once the finer one is rounded to it.
    if coarse.decimals > 0 or abs(coarse.value) >= 100:
        gap = abs(fine.value - coarse.value)
        if gap <= coarse.unit * Fraction(3, 2) and (fine.value < 0) == (coarse.value < 0):
            return LAST_DIGIT
    return DIFFERENT


@lru_cache(maxsize=65536)
def p_state(relation_a: str, a: str, relation_b: str, b: str) -> str:
    """How two P values with their relations stand to each other.

    ``P = 0.001`` and ``P < 0.001`` are different statements (`SIGN`); ``P < 0.05`` beside
    ``P = 0.03`` only says less (`WEAKER`, which counts as agreement). Two conventional thresholds
    of which one is stricter can both be true, and are different statements (`THRESHOLD`).
    """
    if relation_a == relation_b == "=":
        return state(a, b)
    x, y = printed(a), printed(b)
    if relation_a == relation_b:
        if x.value == y.value:
            return SAME
        both = x.value in THRESHOLDS and y.value in THRESHOLDS
        return THRESHOLD if both else DIFFERENT
    if "=" in (relation_a, relation_b):
        (exact, limit, relation) = (x, y, relation_b) if relation_a == "=" else (y, x, relation_a)
        return _against_limit(exact, limit, relation)
    if x.value == y.value:  # "< 0.05" and "<= 0.05" say the same as far as decimals go
        return SAME if relation_a[0] == relation_b[0] else SIGN
    low, high = (x, y) if relation_a[0] == ">" else (y, x)
    return WEAKER if low.value < high.value else DIFFERENT


def _against_limit(exact: Printed, limit: Printed, relation: str) -> str:
    """An exact P against a P given by a limit."""
    if exact.value == limit.value:
        return SAME if relation.endswith("=") else SIGN
    coarse = limit.decimals >= 2 and limit.value not in THRESHOLDS
    if coarse and exact.decimals > limit.decimals and limit.interval.holds(exact.value):
        return SAME if relation.endswith("=") else SIGN
    inside = exact.value < limit.value if relation[0] == "<" else exact.value > limit.value
    if inside:
        return DIFFERENT if _no_limit(exact, limit) else WEAKER
    if relation[0] == "<" and limit.value <= Fraction(1, 1000) and exact.value == 0:
        return WEAKER
    return DIFFERENT


def _no_limit(exact: Printed, limit: Printed) -> bool:
    """Whether digits such as 0.72 stand after "<" that nobody chooses as a limit of this P.

    A limit ends in 1, 5 or 0 or is the exact P rounded upwards; "P < 0.72" of a P of 0.27 is a P
    value with a loose sign, and is compared as a value.
    """
    chosen = limit.value in THRESHOLDS or weight(limit.text) < 1 or limit.text[-1] in "015"
    return not chosen and abs(limit.value - exact.value) > limit.unit


def agreeing(how: str) -> bool:
    """Whether a state counts as agreement."""
    return how in (SAME, ROUNDED, WEAKER)


@lru_cache(maxsize=65536)
def weight(text: str) -> float:
    """How much one equal numeral says: its significant digits, less for everyday numbers.

    0.05, 1.0 and 95 stand everywhere; 173.8 stands once. The scale is arbitrary: one is what a
    plain two-digit decimal such as 0.57 weighs.
    """
    p = printed(text)
    digits = len(p.text.lstrip("-").replace(".", "").lstrip("0"))
    if p.value in THRESHOLDS or p.value in (0, 1, 95, 100):
        return 0.25
    if p.decimals == 0:
        return {0: 0.2, 1: 0.2, 2: 0.5, 3: 1.0}.get(digits, 1.6)
    return {0: 0.25, 1: 0.5, 2: 1.0, 3: 1.6}.get(digits, 2.2)


def slip(wrong: str, right: str) -> str:
    """The single slip that turns ``right`` into ``wrong``, in words; "" when there is none.

    >>> slip("0.51", "0.15"), slip("0.45", "0.46"), slip("4.5", "0.45")
    ('two digits swapped', 'one digit changed', 'decimal point shifted')
    """
    a, b = printed(wrong).text, printed(right).text
    if a == b:
        return ""
    digits_a, digits_b = a.replace(".", ""), b.replace(".", "")
    if digits_a.strip("0") == digits_b.strip("0") and digits_a.strip("0"):
        return "decimal point shifted"
    if len(a) == len(b):
        apart = [i for i, (p, q) in enumerate(zip(a, b, strict=True)) if p != q]
        if len(apart) == 1:
            return "one digit changed"
        if len(apart) == 2 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]:
            return "two digits swapped"
    if a.lstrip("-") == b.lstrip("-"):
        return "sign lost"
    if abs(len(digits_a) - len(digits_b)) == 1:
        long, short = sorted((digits_a, digits_b), key=len, reverse=True)
        if any(long[:i] + long[i + 1 :] == short for i in range(len(long))):
            return "one digit lost or added"
    return ""


def rounded_to(text: str, decimals: int) -> tuple[str, ...]:
    """A numeral with fewer decimals; both neighbours where it lies half way between them.

    >>> rounded_to("0.6151", 2), rounded_to("0.65", 1), rounded_to("0.6", 2)
    (('0.62',), ('0.6', '0.7'), ())
    """
    parsed = scaled(text)
    if (parsed[1] if parsed else printed(text).decimals) < decimals:
        return ()
    if parsed is not None:
        top, bottom = parsed[0], 10 ** (parsed[1] - decimals)
    else:  # an exponent
        top, bottom = (printed(text).value * 10**decimals).as_integer_ratio()
    low, rest = divmod(abs(top), bottom)
    whole = (low,) if 2 * rest < bottom else (low, low + 1) if 2 * rest == bottom else (low + 1,)
    sign = "-" if top < 0 else ""
    out = []
    for n in whole:
        digits = str(n).rjust(decimals + 1, "0")
        cut = len(digits) - decimals
        out.append(f"{sign}{digits[:cut]}.{digits[cut:]}" if decimals else sign + digits)
    return tuple(out)


@lru_cache(maxsize=65536)
def slip_rounded(a: str, b: str) -> str:
    """The single slip between two numerals, the finer one rounded to the other's decimals first.

    >>> slip_rounded("0.15", "0.184"), slip_rounded("0.65", "0.6151")
    ('one digit changed', 'one digit changed')
    """
    x, y = printed(a).decimals, printed(b).decimals
    fine, coarse = (a, b) if x > y else (b, a)
    tried = (slip(r, coarse) for r in rounded_to(fine, min(x, y))) if x != y else ()
    return next((how for how in tried if how), "") or slip(a, b)
