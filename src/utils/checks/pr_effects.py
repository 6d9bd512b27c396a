"""Checks of the family PR: an effect and its interval against the two proportions beside it.

What belongs here: odds ratio, risk ratio and risk difference of two arms, from their counts or from
their percentages alone. What does not: P values from counts (PV05).
"""

from __future__ import annotations

import math

import msgspec

from src.utils import statistics
from src.utils.checks import shares, wording
from src.utils.checks.alternatives import other_levels, reconciling
from src.utils.checks.effects_counts import (
    AGREES,
    KINDS,
    Shown,
    exact_neighbours,
    gap,
    shown,
    spread,
    turned_throughout,
    values_of,
)
from src.utils.checks.effects_design import crude_by_name, design_word, factor_column, model_word
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import printed
from src.utils.records import Dossier, Effect, Evidence, Finding, Num, Result, Severity
from src.utils.statistics import Range

_FAR = 0.25  # beyond this a warning: stratification rarely moves an estimate so far
_ODD = 0.035  # off by so much among effects that follow exactly from their counts
_NARROW = 0.8  # an interval narrower than this share of the crude one


@check("PR09", "effect-not-from-its-counts")
def effect_not_from_its_counts(result: Result, dossier: Dossier) -> Finding | None:
    """An odds ratio, risk ratio or risk difference does not follow from the two proportions.

    Compares
    --------
    The printed effect, and its interval, with the ones computed from the counts of the two arms in
    the same sentence or table row, over everything that the printed percentages may be rounded
    from; from the percentages alone where the sizes of the arms are not printed. Up to 10 % is no
    disagreement. Warning beyond 25 %, and where the interval is narrower than four fifths of
    Woolf's, Katz's or Wald's; note in between, and when the reciprocal, the other direction, the
    ratio of those without the event or the other of odds and risk ratio fits, or where the
    article's design or models make a crude effect unlikely.

    Why it matters
    --------------
    It shows when an estimate belongs to another endpoint, another arm or another scale.

    Known limits
    ------------
    Only unadjusted effects of two arms; not those of a factor against its reference category.
    Bare counts may have a denominator of their own: note.

    Source
    ------
    Altman DG. Practical Statistics for Medical Research, chapter 10.
    """
    effect = result.effect
    if effect is None or effect.estimate is None or effect.kind not in KINDS or effect.adjusted:
        return None
    source = values_of(result, dossier)
    if source is None:
        return None
    values = [v for v in source.values if v.kind in ("percent", "count")]
    if not shares.names_share(result) or shares.is_weighted(result):
        return None
    places = wording.evidence(result, **_roles(effect, {})) + wording.evidence(
        source, **{f"value_{i}": shares.main(v) for i, v in enumerate(values)}
    )
    sides = [shown(source, v) for v in values]
    first, second = sides
    if first is None or second is None or (values[0].arm == values[1].arm is not None):
        return cannot_say("size of the two arms not known", evidence=places)
    if factor_column(result, dossier):
        return cannot_say("effects against a reference category", evidence=places)
    totals = {f"n_{i}": s.total for i, s in enumerate((first, second))}
    places += wording.evidence(source, **totals)
    return _judged(result, effect, (first, second), places, dossier)


def _roles(effect: Effect, more: dict[str, Num | None]) -> dict[str, Num | None]:
    return {"estimate": effect.estimate, "low": effect.low, "high": effect.high, **more}


def _judged(
    result: Result,
    effect: Effect,
    sides: tuple[Shown, Shown],
    places: tuple[Evidence, ...],
    dossier: Dossier,
) -> Finding:
    """Hold the effect, and then its interval, against the two proportions."""
    first, second = sides
    kind = KINDS[effect.kind]
    assert effect.estimate is not None
    e = printed(effect.estimate.text).interval
    said = Range(float(e.low), float(e.high))
    ends = spread(kind, first, second)
    if ends is None or (kind != "RD" and ends.high == 0):
        return cannot_say("no effect can be computed from the counts", evidence=places)
    label = wording.span_of(ends.low, ends.high)
    computed = {"computed from the two arms": f"{kind} {label}", "printed": effect.estimate.text}
    words = f"{wording.about(result)}{wording.shown(effect)} beside {first.words} vs {second.words}"
    apart = gap(kind, said, ends)
    turned_gap = gap(kind, said, spread(kind, second, first))
    counted = first.counts is not None and second.counts is not None
    exact = exact_neighbours(result, dossier) if counted else 0
    if exact and _ODD < min(apart, turned_gap) <= _FAR:
        backwards = turned_gap < apart
        ends = spread(kind, second, first) if backwards else ends
        assert ends is not None
        label = wording.span_of(ends.low, ends.high)
        return differs(
            "warning",
            f"{words}: the counts give {kind} {label}; {exact} other effects of the table follow "
            f"exactly from their counts; not reconcilable as printed",
            computed={**computed, "computed from the two arms": f"{kind} {label}"},
            evidence=places + _mentions(result, dossier),
        )
    if kind == "RD":
        apart = min(apart, gap(kind, Range(100 * said.low, 100 * said.high), ends))
    if apart <= AGREES:
        width = _width(effect, kind, sides, dossier) if apart <= 0.02 else None
        if width is None:
            return agrees(f"{words}: agrees with the counts", computed=computed, evidence=places)
        share, levels = width
        computed["width of the interval"] = f"{share:.2f} of the crude one"
        softer = design_word(dossier)
        alternatives = levels or ((f"the article says {softer!r}",) if softer else ())
        return differs(
            "note" if alternatives or not _sure(sides) else "warning",
            f"{words}: the estimate follows from the counts, but its interval is narrower than "
            f"they allow; not reconcilable as printed for a crude effect",
            computed=computed,
            alternatives=alternatives,
            evidence=places,
        )
    turned = turned_gap <= AGREES
    if turned and turned_throughout(result, dossier):
        return agrees(
            f"{words}: agrees with the counts, the second group against the first",
            computed=computed,
            evidence=places,
        )
    alternatives = _alternatives(kind, said, first, second)
    loud = apart > _FAR and _sure(sides) and (kind != "RD" or effect.low is not None)
    severity: Severity = "note" if alternatives or not loud else "warning"
    soft = design_word(dossier)
    if not soft and not crude_by_name(result) and _inside(effect, ends):
        soft = model_word(result, dossier)
    if soft and not alternatives:
        severity = "note"
        alternatives = (f"the article says {soft!r}: the effect may not be crude",)
    mentions = _mentions(result, dossier)
    return differs(
        severity,
        f"{words}: the counts give {kind} {label}; not reconcilable as printed for a crude effect",
        computed=computed,
        alternatives=alternatives or _turned_table(said, sides),
        evidence=places + mentions,
    )


def _inside(effect: Effect, ends: Range) -> bool:
    """Whether the crude effect lies inside the printed interval, as beside an adjusted one."""
    if effect.low is None or effect.high is None:
        return True
    low, high = (float(printed(x.text).value) for x in (effect.low, effect.high))
    return ends.meets(low, high)


def _sure(sides: tuple[Shown, Shown]) -> bool:
    """Whether both proportions are printed as such: bare counts may have another denominator."""
    return all(s.value.kind == "percent" or s.value.total is not None for s in sides)


def _alternatives(kind: str, said: Range, first: Shown, second: Shown) -> tuple[str, ...]:
    """The benign readings under which the effect follows from the proportions."""

    def fits(other: str, a: Shown, b: Shown, slack: float) -> bool:
        return gap(other, said, spread(other, a, b)) <= slack

    def without(s: Shown) -> Shown:
        return msgspec.structs.replace(s, low=1 - s.high, high=1 - s.low)

    def reciprocal() -> str | None:
        if fits(kind, second, first, AGREES):
            return "the reciprocal: the opposite direction of comparison fits"
        return None

    def scale() -> str | None:
        other = {"OR": "RR", "RR": "OR"}.get(kind)
        if other and fits(other, first, second, 0.02):
            return f"another scale: the {other} from the counts fits"
        if other and fits(other, second, first, 0.02):
            return f"another scale: the {other} in the opposite direction fits"
        if kind == "RR" and any(
            fits("RR", a, b, 0.02)
            for a, b in ((without(first), without(second)), (without(second), without(first)))
        ):
            return "the ratio of those without the event fits"
        if kind == "RD" and fits("RD", without(first), without(second), 0.02):
            return "the difference of those without the event fits"
        return None

    return reconciling({"reciprocal": reciprocal, "scale": scale})


def _width(
    effect: Effect, kind: str, sides: tuple[Shown, Shown], dossier: Dossier
) -> tuple[float, tuple[str, ...]] | None:
    """The printed width as a share of the crude one, where it is too narrow; None otherwise."""
    first, second = sides
    if effect.low is None or effect.high is None or not first.counts or not second.counts:
        return None
    assert first.n and second.n
    low, high = printed(effect.low.text).interval, printed(effect.high.text).interval
    level = float(effect.level.text) if effect.level else 95.0
    shape = "difference" if kind == "RD" else "ratio"
    widest = statistics.standard_error(low, high, level, shape).high
    crude = []
    for a in {first.counts[0], first.counts[-1]}:
        for b in {second.counts[0], second.counts[-1]}:
            made = statistics.effect_from_counts(kind, a, first.n, b, second.n)
            if made:
                crude.append(_error(shape, made[1], made[2]))
    if not crude or min(crude) <= 0:
        return None
    share = widest / min(crude)
    if kind == "RD" and share < 0.02:  # the bounds are proportions
        share *= 100
    if share >= _NARROW:
        return None
    levels = []
    for other in other_levels(effect.level.text if effect.level else None):
        wide = statistics.standard_error(low, high, float(other), shape)
        if wide.low <= 1.05 * max(crude) and 0.95 * min(crude) <= wide.high:
            levels.append(f"another level: a {other}% interval from the counts fits")
    return share, tuple(levels[:1])


def _error(shape: str, low: float, high: float) -> float:
    """The standard error behind the bounds of a crude 95 % interval."""
    z = statistics.level_quantile(95)
    return (math.log(high / low) if shape == "ratio" else high - low) / (2 * z)


def _turned_table(said: Range, sides: tuple[Shown, Shown]) -> tuple[str, ...]:
    """Whether the fourfold table was read by columns instead of rows; named, excuses nothing."""
    first, second = sides
    if not (first.counts and second.counts and first.n and second.n):
        return ("an adjusted or stratified estimate",)
    a, c = first.counts[0], second.counts[0]
    b, d = first.n - a, second.n - c
    turned = (a / (a + c)) / (b / (b + d)) if min(a, b) > 0 else 0.0
    if len(first.counts) == len(second.counts) == 1 and said.meets(turned, turned):
        return (
            f"likely slip: the table was turned, {a} of {a + c} with the event against "
            f"{b} of {b + d} without it were in the first arm",
        )
    return ("an adjusted or stratified estimate",)


def _mentions(result: Result, dossier: Dossier) -> tuple[Evidence, ...]:
    """Where else the article prints the same estimate of the same comparison."""
    assert result.effect is not None and result.effect.estimate is not None
    out: list[Evidence] = []
    for link in dossier.links:
        if result.id not in (link.left, link.right):
            continue
        other = dossier.result(link.left if link.right == result.id else link.right)
        effect = other.effect
        if effect is None or effect.estimate is None:
            continue
        source = values_of(other, dossier)
        if source is not None and all(shown(source, v) for v in source.values):
            continue  # with proportions of its own it has a verdict of its own
        if effect.estimate.text == result.effect.estimate.text:
            out += wording.evidence(other, estimate=effect.estimate)
    return tuple(out)
