"""What else could make printed numbers agree, tried in one order by every family.

A check that is about to say "differs" hands over the alternatives that apply to it, each as a
function that returns a sentence when it reconciles the numbers. The first that does is named and
lowers the severity. When none does, `slips` looks for the one keystroke that would: it is offered
as the likely slip and excuses nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import get_args

from src.utils.records import Severity

#: The order in which alternatives are tried; a key outside it is a programming error.
ORDER = (
    "truncation",
    "one-sided",
    "level",
    "reciprocal",
    "scale",
    "criterion",
    "arm",
    "denominator",
    "cause",
)
#: Levels other than 95 % that clinical articles use.
LEVELS = ("90", "99", "97.5", "80")

Attempt = Callable[[], "str | Iterable[str] | None"]


def reconciling(attempts: Mapping[str, Attempt]) -> tuple[str, ...]:
    """The sentences of the alternatives that reconcile the numbers, the first in `ORDER` first.

    Raises KeyError when an attempt is not one of `ORDER`.
    """
    unknown = set(attempts) - set(ORDER)
    if unknown:
        raise KeyError(f"not an alternative: {', '.join(sorted(unknown))}")
    out: list[str] = []
    for name in ORDER:
        found = attempts[name]() if name in attempts else None
        if found:
            out.extend([found] if isinstance(found, str) else found)
    return tuple(out)


def lowered(severity: Severity, steps: int = 1) -> Severity:
    """The severity some steps softer; a note stays a note.

    >>> lowered("error"), lowered("warning"), lowered("note")
    ('warning', 'note', 'note')
    """
    scale = get_args(Severity)
    softer: Severity = scale[min(scale.index(severity) + steps, len(scale) - 1)]
    return softer


def other_levels(printed: str | None) -> tuple[str, ...]:
    """The confidence levels to try beside the printed one (95 % too when another is printed)."""
    return tuple(level for level in ("95", *LEVELS) if level != (printed or "95"))


@lru_cache(maxsize=4096)
def keystrokes(numeral: str) -> tuple[tuple[str, str], ...]:
    """Every numeral one slip away, with the name of the slip.

    Two neighbouring digits swapped, the decimal point moved by one place, one digit replaced.
    A numeral with a power of ten has none: its slips would no longer be near it.

    >>> sorted(v for v, how in keystrokes("0.35") if how == "digits swapped")
    ['0.53', '3.05']
    """
    return () if "e" in numeral.lower() else tuple(_keystrokes(numeral))


def _keystrokes(numeral: str) -> Iterator[tuple[str, str]]:
    seen = {numeral}
    digits = [i for i, c in enumerate(numeral) if c.isdigit()]
    for i, j in itertools.pairwise(digits):
        swapped = list(numeral)
        swapped[i], swapped[j] = swapped[j], swapped[i]
        yield from _new("".join(swapped), "digits swapped", seen)
    if "." not in numeral and len(digits) > 1:
        yield from _new(
            f"{numeral[: digits[1]]}.{numeral[digits[1] :]}", "decimal point lost", seen
        )
    if "." in numeral:
        whole, _, part = numeral.partition(".")
        yield from _new(f"{whole}{part[:1]}.{part[1:]}".rstrip("."), "decimal point moved", seen)
        sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        yield from _new(
            f"{sign}{whole[:-1] or '0'}.{whole[-1:]}{part}", "decimal point moved", seen
        )
    for i in digits:
        for digit in "0123456789":
            yield from _new(numeral[:i] + digit + numeral[i + 1 :], "one digit changed", seen)


def _new(numeral: str, how: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    sign = "-" if numeral.startswith("-") else ""
    whole, dot, part = numeral.removeprefix("-").partition(".")
    clean = f"{sign}{whole.lstrip('0') or '0'}{dot}{part}"
    if clean not in seen:
        seen.add(clean)
        yield clean, how


def slips(
    numbers: Mapping[str, str], holds: Callable[[dict[str, str]], bool], most: int = 3
) -> tuple[str, ...]:
    """Sentences for the single keystrokes that would make ``holds`` true of the numbers.

    ``numbers`` maps a role ("estimate", "lower bound") to its printed numeral. Swaps and moved
    points come before changed digits, because a changed digit fits more often by chance.
    """
    found: list[tuple[int, str]] = []
    rank = dict.fromkeys(("digits swapped", "decimal point lost", "decimal point moved"), 0)
    rank["one digit changed"] = 1
    for role, numeral in numbers.items():
        for other, how in keystrokes(numeral):
            if holds({**numbers, role: other}):
                found.append((rank[how], f"{role} {other} for the printed {numeral} ({how})"))
    found.sort(key=lambda item: item[0])
    return tuple(f"likely slip: {words} would reconcile the numbers" for _, words in found[:most])
