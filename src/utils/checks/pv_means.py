"""Checks of the family PV: a P value against two means with their spread."""

from __future__ import annotations

import math
from collections import defaultdict

from src.utils import statistics
from src.utils.checks import wording
from src.utils.checks.effects_design import design_word
from src.utils.checks.means import Mean, mean_of, unnamed
from src.utils.checks.pv_implied import speaks_of_effect
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import related
from src.utils.records import Dossier, Evidence, Finding, PValue, Result
from src.utils.statistics import Range

_NEAR = 0.15  # in z: the rows that show which test a table uses
_FAR = 1.0  # in z: a P that another test or a skewed sample does not explain


@check("PV06", "p-value-against-means")
def p_value_against_means(result: Result, dossier: Dossier) -> Finding | None:
    """A P value does not follow from the means, spreads and sizes of two arms.

    Compares
    --------
    P with the t test (equal and unequal variances) on the two printed means, SD or SE and arm
    sizes, over all their roundings. Only where z differs by more than 1 and the decision at 0.05
    is the opposite: warning where the other rows of the table (three or more, most of them) do
    follow from this test; note elsewhere. A number in brackets that nothing names is taken for an
    SD where those rows follow with it.

    Why it matters
    --------------
    Baseline tables and secondary outcomes are full of means whose P nobody recomputes.

    Known limits
    ------------
    Rank tests, analyses of covariance, of changes or of pairs give other P values: smaller
    differences are not reported. Where the size of an arm is not printed, nothing can be said.

    Source
    ------
    Altman DG. Practical Statistics for Medical Research, chapter 9.
    """
    known = _computed(result, dossier)
    if known is None:
        return None
    p, first, second, z, stated = known
    means = (first, second)
    at = _places(result, p, means)
    words = f"{wording.about(result)}{_shown(first)} vs {_shown(second)}, {wording.shown_p(p)}"
    said = statistics.p_range(z)
    computed = {"P of the t test": wording.span_of_p(said.low, said.high)}
    gap = max(z.low - stated.high, stated.low - z.high, 0.0)
    crossed = (z.low > 1.96 and stated.high < 1.96) or (z.high < 1.96 and stated.low >= 1.95)
    seen, fitting = _in_table(result, dossier)
    most = fitting >= 3 and fitting >= 0.6 * (seen - 1)
    if any(unnamed(m.value) for m in means) and not most:
        return None  # the numbers in brackets may be standard errors
    if gap <= _NEAR:
        return agrees(f"{words}: agrees with a t test", computed=computed, evidence=at)
    if gap <= _FAR or not crossed:
        return cannot_say("P of another test than the t test", computed=computed, evidence=at)
    plain = most and not design_word(dossier)
    return differs(
        "warning" if plain else "note",
        f"{words}: a t test gives P {computed['P of the t test']}, on the other side of 0.05; not "
        f"reconcilable as printed for one test",
        computed=computed | {"rows of the table that follow from it": f"{fitting} of {seen - 1}"},
        alternatives=_slips(p, z)
        or ("a rank test, an adjusted analysis or an analysis of changes",),
        evidence=at,
    )


def _computed(result: Result, dossier: Dossier) -> tuple[PValue, Mean, Mean, Range, Range] | None:
    """P, the two means, |z| of the t test and |z| of the printed P; None where not comparable."""
    if len(result.values) != 2 or not result.p or result.effect is not None:
        return None
    p = result.p[0]
    first, second = (mean_of(result, v) for v in result.values)
    if p.qualifier or first is None or second is None or not speaks_of_effect(p, dossier):
        return None
    if result.values[0].arm == result.values[1].arm:
        return None
    stated = related(p.relation, p.value.text)
    if stated.high <= 0 or stated.high > 1:
        return None
    low = statistics.z_of_p(float(stated.high))
    high = statistics.z_of_p(float(stated.low)) if stated.low > 0 else math.inf
    return p, first, second, _z(first, second), Range(low, high)


def _z(first: Mean, second: Mean) -> Range:
    """|z| with the same P as the t test, over the roundings and both forms of the test."""
    a, b = first.error(), second.error()
    gaps = (first.mean.low - second.mean.high, first.mean.high - second.mean.low)
    furthest = max(abs(float(g)) for g in gaps)
    nearest = 0.0 if gaps[0] <= 0 <= gaps[1] else min(abs(float(g)) for g in gaps)
    freedom = first.n + second.n - 2
    found = []
    for gap, errors in ((nearest, (a[1], b[1])), (furthest, (a[0], b[0]))):
        for error in (math.hypot(*errors), _pooled(first, second, errors)):
            if error <= 0:
                return Range(0.0, math.inf)
            found.append(statistics.z_of_p(statistics.student_p(gap / error, freedom)))
    return Range(min(found), max(found))


def _pooled(first: Mean, second: Mean, errors: tuple[float, float]) -> float:
    """The standard error of the difference under equal variances."""
    n, m = first.n, second.n
    squares = (n - 1) * errors[0] ** 2 * n + (m - 1) * errors[1] ** 2 * m
    return math.sqrt(squares / (n + m - 2) * (1 / n + 1 / m))


def _in_table(result: Result, dossier: Dossier) -> tuple[int, int]:
    """How many rows of the same table can be recomputed, and how many follow from the t test."""
    known: dict[int | None, list[int]] | None = dossier.__dict__.get("_t_tests")
    if known is None:
        known = dossier.__dict__["_t_tests"] = defaultdict(lambda: [0, 0])
        for other in dossier.results:
            found = _computed(other, dossier)
            if found is not None:
                z, stated = found[3], found[4]
                known[other.table][0] += 1
                known[other.table][1] += max(z.low - stated.high, stated.low - z.high) <= _NEAR
    seen, fitting = known[result.table]
    return (seen, fitting) if result.table is not None else (1, 0)


def _slips(p: PValue, z: Range) -> tuple[str, ...]:
    """A decimal point moved in P, where that fits."""
    from src.utils.checks.alternatives import keystrokes

    for text, how in keystrokes(p.value.text):
        if how == "decimal point moved" and float(text) <= 1:
            implied = statistics.p_range(z)
            if implied.low <= float(text) * 1.05 and float(text) * 0.95 <= implied.high:
                return (f"likely slip: P {p.relation} {text} would agree ({how})",)
    return ()


def _shown(mean: Mean) -> str:
    sd = mean.value.sd
    name = "SE" if mean.is_error else "SD"
    return f"{mean.value.nums[0].text} ({name} {sd.text if sd else ''}) of {mean.n}"


def _places(result: Result, p: PValue, means: tuple[Mean, Mean]) -> tuple[Evidence, ...]:
    roles = {f"value_{i}": m.value.nums[0] for i, m in enumerate(means)}
    spreads = {f"sd_{i}": m.value.sd for i, m in enumerate(means)}
    sizes = {f"n_{i}": m.total for i, m in enumerate(means)}
    return wording.evidence(result, p=p.value, **roles, **spreads, **sizes)
