"""What the checks of a P beside an interval share: the P that the interval implies."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import msgspec

from src.utils import statistics
from src.utils.checks import wording
from src.utils.checks.alternatives import keystrokes
from src.utils.checks.ci_triple import contradictory, triple
from src.utils.printed import Interval, Printed, printed, related
from src.utils.records import Dossier, Effect, PValue, Result
from src.utils.statistics import Range

#: Words beside a P which say that it does not test the effect.
OTHER_TESTS = frozenset(
    {"interaction", "trend", "heterogeneity", "noninferiority", "false discovery rate"}
)
#: The bounds that articles print after "<"; beside others the sign is no likely slip.
BOUNDS = frozenset({"0.05", "0.01", "0.001", "0.005", "0.0001"})
_AFTER = re.compile(
    r"[\s,;(]{0,3}(?:by |from |using |in )?(?:an? |the )?"
    r"(?:test |P |value |tests )*(?:for |of )?(?:the )?"
    r"(interaction|heterogeneity|trend|non-?inferiority)\b",
    re.I,
)
#: An estimate this share of the way to a bound off the centre contradicts its interval (CI03,
#: CI04): no P can be computed from the two.
_OFF_CENTRE = 0.25


class Implied(msgspec.Struct, frozen=True):
    """What an estimate and its interval say about P, at one level."""

    effect: Effect
    scale: str
    parts: tuple[Printed, Printed, Printed]
    level: float
    level_known: str
    error: Range
    z: Range

    def again(self, level: float | None = None, truncated: bool = False) -> Range:
        """|z| under another level, or with numerals that were cut."""
        e, low, high = (p.truncated if truncated else p.interval for p in self.parts)
        return statistics.z_range(e, low, high, level or self.level, self.scale)


def implied(result: Result) -> Implied | str | None:
    """What the interval implies, the reason why nothing can be said, or None without an effect."""
    effect = result.effect
    if effect is None or effect.estimate is None:
        return None
    found = triple(result)
    scale = wording.scale_of(effect)
    if found is None or scale is None:
        return "no interval printed"
    if contradictory(effect):
        return "estimate and interval are contradictory by themselves"
    _, e, low, high = found
    if scale == "difference" or low.value > 0:
        skew = statistics.skew(float(e.value), float(low.value), float(high.value), scale)
        if skew > _OFF_CENTRE:
            return "the estimate is not the centre of its interval"
    level, how = wording.level_of(effect)
    if not 50 <= level < 100:
        return "level not usable"
    z = statistics.z_range(e.interval, low.interval, high.interval, level, scale)
    if math.isinf(z.high) or (z.low == 0 and z.high > 4):
        return "interval printed too coarsely"
    error = statistics.standard_error(low.interval, high.interval, level, scale)
    return Implied(effect, scale, (e, low, high), level, how, error, z)


def speaks_of_effect(p: PValue, dossier: Dossier) -> bool:
    """Whether a P tests the effect, as far as its words, and those after it, say."""
    if p.qualifier in OTHER_TESTS:
        return False
    end = p.value.span.end
    return _AFTER.match(dossier.article.shadow[end : end + 60]) is None


def z_of_printed(p: PValue, sides: int | None = None, truncated: bool = False) -> Range:
    """|z| that the printed P stands for, with its relation."""
    interval = related(p.relation, p.value.text)
    if truncated and p.relation == "=":
        cut = printed(p.value.text).truncated
        interval = Interval(cut.low, min(cut.high, Fraction(1)))
    sides = sides or (1 if p.qualifier == "one-sided" else 2)
    return Range(
        statistics.z_of_p(float(interval.high), sides),
        statistics.z_of_p(float(interval.low), sides),
    )


def fits(p: PValue, z: Range, slack: float = 0.0, **how: bool | int) -> bool:
    """Whether the printed P may come from a test with |z| in the range, with slack in z."""
    stated = z_of_printed(p, **how)  # type: ignore[arg-type]
    return z.widened(slack).meets(stated.low, stated.high)


def near(p: PValue, z: Range, room: float) -> bool:
    """Whether the printed P misses the range of |z| by no more than ``room``."""
    stated = z_of_printed(p)
    return Range(z.low - room, z.high + room).meets(stated.low, stated.high)


def possible(p: PValue) -> bool:
    """Whether a printed P is a probability at all (PV01 speaks of the others)."""
    value = printed(p.value.text).value
    return 0 <= value <= 1 and not (value == 0 and p.relation != "=")


def steps(known: Implied, p: PValue, dossier: Dossier) -> dict[str, str]:
    """The arithmetic from the bounds to P, step by step."""
    e, low, high = known.parts
    quantile = statistics.level_quantile(known.level)
    sides = 1 if p.qualifier == "one-sided" else 2
    implied_p = statistics.p_range(known.z, sides)
    stated = z_of_printed(p)
    ratio = known.scale == "ratio"
    width = f"ln({high.text} / {low.text})" if ratio else f"({high.text} - {low.text})"
    size = f"|ln {e.text}|" if ratio else f"|{e.text}|"
    note, warning = (wording.parameter(dossier, f"p_slack_{k}") for k in ("note", "warning"))
    return {
        "level": f"{known.level:g} %, {known.level_known}",
        "standard error": f"{width} / (2 x {quantile:.3f}) = "
        f"{wording.span_of(known.error.low, known.error.high)}, with rounding",
        "z from the interval": f"{size} / standard error = "
        f"{wording.span_of(known.z.low, known.z.high)}",
        "P from the interval": wording.span_of_p(implied_p.low, implied_p.high)
        + (" (one-sided)" if sides == 1 else " (two-sided)"),
        "z of the printed P": wording.span_of(stated.low, stated.high),
        "slack": f"{note:.0%} of z before a note, {warning:.0%} before a warning",
    }


def slips(known: Implied, p: PValue) -> tuple[str, ...]:
    """The keystrokes in P, or the relation sign, that would reconcile it with the interval."""
    out = []
    if (
        p.relation == "="
        and p.value.text in BOUNDS
        and fits(msgspec.structs.replace(p, relation="<"), known.z)
    ):
        out.append(f"likely slip: P < {p.value.text} would agree (= for <)")
    elif p.relation == "<" and fits(msgspec.structs.replace(p, relation="="), known.z):
        out.append(f"likely slip: P = {p.value.text} would agree (< for =)")
    for text, how in keystrokes(p.value.text):
        if how == "one digit changed":
            continue  # one of thirty changed digits fits nearly always and tells nothing
        edited = msgspec.structs.replace(p, value=msgspec.structs.replace(p.value, text=text))
        if possible(edited) and fits(edited, known.z):
            out.append(f"likely slip: P {p.relation} {text} would agree ({how})")
    return tuple(out)
