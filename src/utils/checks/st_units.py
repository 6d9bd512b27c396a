"""Checks of the family ST: one quantity printed in two units, "96 days (16 weeks)".

What belongs here: a number with its unit and, in brackets behind it, the same in another unit. What
does not: two places that print one quantity (family TT).
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.said import prose
from src.utils.checks.tb_repeated import one_slip
from src.utils.printed import normalise, printed
from src.utils.records import Dossier, Evidence, Finding

_N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_UNIT = (
    r"(?:m?mol|[µμn]mol|[kmµμn]?g|IU|[mk]?U|[dm]?[lL]|[kM]?J|k?cal)\s?/\s?"
    r"(?:[dmµμ]?[lL]|kg|day|d|h|min)|"
    r"hours?|hrs?|h|days?|d|weeks?|wks?|months?|mo|years?|yrs?|"
    r"kg|g|mg|µg|μg|lbs?|pounds?|oz|ounces?|cm|mm|m|in|inch(?:es)?|ft|feet|km|miles?|"
    r"mL|ml|L|kcal|kJ|MJ|kPa|mm\s?Hg|IU"
)
#: The bracket holds nothing but the second number, so that it can only be the first once more.
_TWICE = re.compile(
    rf"(?<![\w.,/(<>≤≥±-])(?<!\bto )(?P<a>{_N})[\s-]?(?P<u>{_UNIT})\s*[(\[]\s*"
    rf"(?:i\.e\.,?\s|or\s|equal\sto\s|=\s*)?(?P<b>{_N})[\s-]?(?P<v>{_UNIT})\s*[)\]]"
)
#: Units of one dimension in a common one, with the least and the most that it can be.
_SIZES: dict[str, tuple[str, float, float]] = {
    "hour": ("time", 1 / 24, 1 / 24),
    "day": ("time", 1, 1),
    "week": ("time", 7, 7),
    "month": ("time", 28, 31),
    "year": ("time", 364, 366),
    "mg": ("mass", 0.001, 0.001),
    "µg": ("mass", 1e-6, 1e-6),
    "g": ("mass", 1, 1),
    "kg": ("mass", 1000, 1000),
    "lb": ("mass", 453.59, 453.6),
    "oz": ("ounce", 28.3, 29.6),
    "mm": ("length", 1, 1),
    "cm": ("length", 10, 10),
    "m": ("length", 1000, 1000),
    "in": ("length", 25.4, 25.4),
    "ft": ("length", 304.8, 304.8),
    "km": ("length", 1e6, 1e6),
    "mile": ("length", 1609344, 1609344),
    "ml": ("volume", 1, 1),
    "l": ("volume", 1000, 1000),
    "kj": ("energy", 1, 1),
    "mj": ("energy", 1000, 1000),
    "kcal": ("energy", 4.18, 4.19),
    "mmhg": ("pressure", 1, 1),
    "kpa": ("pressure", 7.5, 7.501),
}
_NAMES = {
    "hr": "hour", "h": "hour", "d": "day", "wk": "week", "mo": "month", "yr": "year",
    "pound": "lb", "ounce": "oz", "inch": "in", "inche": "in", "feet": "ft", "μg": "µg",
}  # fmt: skip
#: "testosterone below < 50 ng/dL": a limit of a concentration by mass.
_LIMIT = re.compile(
    rf"(?P<sign>[<>≤≥])\s*(?P<x>{_N})\s?(?P<u>(?:[nmpµμk]|mc)?g\s?/\s?[dmµμ]?[lL])(?![A-Za-z])"
)
_WORD = re.compile(r"[a-z][a-z-]{4,}")
#: Words that name no substance.
_PLAIN = frozenset(
    """level levels serum plasma concentration concentrations blood defined below above least value
    values limit cutoff threshold patients children women adults participants subjects baseline
    systemic therapy deficiency elevated normal reduced disease progression with whole total than
    other those their which where while after before during fasting""".split()
)
_BEFORE = 45  # characters before a limit in which its substance is named
_ROOM = 0.02  # a conversion with a rounded factor


@check("ST10", "one-quantity-in-two-units-differs")
def two_units(dossier: Dossier) -> Iterator[Finding]:
    """A number and the same in another unit, in brackets behind it, are not the same quantity.

    Compares
    --------
    Times, lengths, masses, volumes, energies and pressures such as "112 days (16 weeks)" by their
    units, over everything that both numbers may be rounded from; other units, such as mmol/L and
    mg/dL, with another place that converts the same number; and the limit of one substance that
    is printed twice with one number and two units, "< 50 ng/dL" and "< 50 ng/mL". Warning.

    Why it matters
    --------------
    The length of a follow-up or a threshold is taken over from whichever number is read first.

    Known limits
    ------------
    A bracket that says something else ("every 12 hours (5 days)") is taken for a conversion where
    it holds only a number with a unit.

    Source
    ------
    Definition of the units.
    """
    seen: dict[tuple[str, str, str], dict[str, Evidence]] = defaultdict(dict)
    for block, view in prose(dossier):
        if not any(b in view.text for b in "(["):
            continue
        for match in _TWICE.finditer(view.text):
            a, b = (normalise(match[g].replace(",", "")) for g in "ab")
            u, v = _name(match["u"]), _name(match["v"])
            if u == v:
                continue
            evidence = (
                Evidence("value", view.span(*match.span("a")), block.place),
                Evidence("value", view.span(*match.span("b")), block.place),
            )
            words = " ".join(match[0].split())
            same = _same(a, u, b, v)
            if same:
                yield agrees(f"{words}: one quantity", evidence=evidence)
            elif same is False:
                yield differs(
                    "warning",
                    f"{words}: {a} {match['u']} are not {b} {match['v']}; not reconcilable as "
                    "printed",
                    alternatives=("the bracket says something else",),
                    evidence=evidence,
                )
            else:
                seen[a, u, v].setdefault(b, evidence[1])
    for (a, u, v), found in seen.items():
        if len(found) == 1:
            yield cannot_say("the factor is that of a substance", evidence=tuple(found.values()))
        for (b, here), (c, there) in itertools.pairwise(found.items()):
            x, y = Fraction(b), Fraction(c)
            near = abs(x - y) * 10 < x or one_slip(b, c)
            if near and abs(x - y) > max(printed(b).unit, printed(c).unit):
                yield differs(
                    "warning",
                    f"{a} {u} is printed as {b} {v} and as {c} {v}",
                    alternatives=("conversion factors of two substances",),
                    evidence=(here, there),
                )
    yield from _limits(dossier)


def _limits(dossier: Dossier) -> Iterator[Finding]:
    """Limits of one substance with one number in two units."""
    found: dict[tuple[str, str, str], list[tuple[str, str, Evidence]]] = defaultdict(list)
    for block, view in prose(dossier):
        if "/" not in view.text:
            continue
        for match in _LIMIT.finditer(view.text):
            before = view.text[max(0, match.start() - _BEFORE) : match.start()].lower()
            words = [w for w in _WORD.findall(before) if w not in _PLAIN]
            unit = _name(match["u"]).replace("mcg", "µg")
            at = Evidence("value", view.span(*match.span("x")), block.place)
            if words and len(match["x"]) > 1:
                limit = (words[-1], match["sign"], match["x"])
                found[limit].append((unit, match["u"], at))
    for (name, sign, number), places in found.items():
        first, shown, here = places[0]
        other = next((p for p in places if p[0] != first), None)
        if other is not None:
            yield differs(
                "warning",
                f"{name} {sign} {number} is printed in {shown} and in {other[1]}",
                alternatives=("two limits of one substance",),
                evidence=(here, other[2]),
            )


def _name(unit: str) -> str:
    """A unit in one spelling."""
    bare = "".join(unit.split()).lower()
    if "/" in bare:
        return bare.replace("μ", "µ")
    bare = bare.rstrip("s") if bare.endswith("s") else bare
    return _NAMES.get(bare, bare)


def _same(a: str, u: str, b: str, v: str) -> bool | None:
    """Whether two printed numbers may be one quantity; None for units that cannot be compared."""
    one, two = _SIZES.get(u), _SIZES.get(v)
    if one is None or two is None or one[0] != two[0]:
        return None
    x, y = printed(a).interval, printed(b).interval
    low, high = float(x.low) * one[1] * (1 - _ROOM), float(x.high) * one[2] * (1 + _ROOM)
    return low <= float(y.high) * two[2] and float(y.low) * two[1] <= high
