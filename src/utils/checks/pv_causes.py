"""Benign causes for a P value that does not follow from the interval beside it.

What belongs here: what the row, the sentence and the methods of the article suggest. What does
not: the arithmetic (`pv_implied`) and any verdict.
"""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction

from src.utils import statistics
from src.utils.checks import shares, wording
from src.utils.checks.alternatives import other_levels, reconciling
from src.utils.checks.pv_implied import Implied, fits, implied, near, z_of_printed
from src.utils.printed import Interval, related
from src.utils.records import Dossier, PValue, Result
from src.utils.statistics import Range

_MULTIPLE = re.compile(
    r"bonferroni|\bholm\b|hochberg|\btukey\b|\bsidak\b|dunnett|scheff[eé]|false discovery|"
    r"multiple (?:testing|comparisons?)|multiplicity",
    re.I,
)
_EXACT_TEST = re.compile(r"fisher|exact test|mann[- ]?whitney|wilcoxon|mcnemar|permutation", re.I)
_FEW_EVENTS = 3  # an upper bound this many times the lower: few events, exact tests are usual
_FEWEST, _MOST_FREEDOM = 4, 60  # degrees of freedom of Student's t that are tried
_ANALYSES = ("match", "psm", "iptw", "weight", "adjust", "multivari")


def explanations(
    result: Result, known: Implied, p: PValue, dossier: Dossier
) -> tuple[tuple[str, ...], bool]:
    """Alternatives that reconcile P and interval, and whether one excuses the difference."""

    def truncation() -> str | None:
        if fits(p, known.again(truncated=True), truncated=True):
            return "truncation: P and interval agree if the numbers were cut, not rounded"
        return None

    def one_sided() -> str | None:
        if p.qualifier != "one-sided" and fits(p, known.z, sides=1):
            tail = statistics.p_range(known.z, 1)
            words = wording.span_of_p(tail.low, tail.high)
            return f"one-sided: the one-sided P from the interval is {words}"
        return None

    def levels() -> str | None:
        printed_level = known.effect.level.text if known.effect.level else None
        for level in other_levels(printed_level):
            if fits(p, known.again(level=float(level))):
                return f"another level: P fits if the interval is at {level}%"
        return None

    exact = reconciling({"truncation": truncation, "one-sided": one_sided})
    level = reconciling({"level": levels})
    causes = reconciling({"cause": lambda: _causes(result, known, p)})
    student = any(c.startswith(("Student", "an exact")) or "'s test on" in c for c in causes)
    elsewhere = _elsewhere(result, known, p, dossier)
    causes += elsewhere
    student = student or bool(elsewhere)
    # Another level excuses only where none is printed; beside a printed one it is a slip.
    open_level = bool(level) and known.effect.level is None
    return exact + level + causes, bool(exact) or student or open_level


def _elsewhere(result: Result, known: Implied, p: PValue, dossier: Dossier) -> tuple[str, ...]:
    """Benign causes that the row, the sentence or the methods of the article suggest."""
    out = []
    if test := _EXACT_TEST.search(f"{result.context.sentence} {result.context.header}"):
        out.append(f"the P of another test than the interval's ({test.group()})")
    if other := _another_effect(result, p, dossier):
        out.append(f"the P of the other effect of the row, {other}")
    larger = z_of_printed(p).high < known.z.low
    if larger and (name := _multiple(dossier)):
        out.append(f"a P adjusted for multiple comparisons (the article says {name!r})")
    _, low, high = known.parts
    few = known.scale == "ratio" and high.value > _FEW_EVENTS * low.value
    if larger and few and (name := _exact(dossier)):
        out.append(f"the P of an exact test on few events (the article names {name!r})")
    if (
        larger
        and known.scale == "difference"
        and not (result.arms and all(a.n for a in result.arms))
    ):
        interval = related(p.relation, p.value.text)
        for freedom in range(_FEWEST, _MOST_FREEDOM + 1):
            if _student_fits(known, freedom, interval):
                out.append(f"Student's t with few degrees of freedom (about {freedom})")
                break
    return tuple(out)


def _multiple(dossier: Dossier) -> str:
    """The article's word for an adjustment to multiple comparisons, "" when it has none."""
    if "_multiple" not in dossier.__dict__:
        found = _MULTIPLE.search(dossier.article.shadow)
        dossier.__dict__["_multiple"] = found.group() if found else ""
    return str(dossier.__dict__["_multiple"])


def _exact(dossier: Dossier) -> str:
    """The article's word for an exact test, "" when it names none."""
    if "_exact_test" not in dossier.__dict__:
        found = re.search(r"fisher\W?s?\W+exact|exact test", dossier.article.shadow, re.I)
        dossier.__dict__["_exact_test"] = " ".join(found.group().split()) if found else ""
    return str(dossier.__dict__["_exact_test"])


def _another_effect(result: Result, p: PValue, dossier: Dossier) -> str | None:
    """Another effect beside the same printed P, whose interval agrees with its decision."""
    shared: dict[object, list[Result]] | None = dossier.__dict__.get("_effects_of_p")
    if shared is None:
        shared = defaultdict(list)
        for other in dossier.results:
            if other.table is not None and other.row is not None and other.effect is not None:
                shared[other.table, other.row].append(other)
        dossier.__dict__["_effects_of_p"] = shared
    if result.table is None or result.row is None:
        return None
    interval = related(p.relation, p.value.text)
    for other in shared[result.table, result.row]:
        if other.id == result.id or not any(q.value.span == p.value.span for q in other.p or (p,)):
            continue
        there = implied(other)
        if not isinstance(there, Implied):
            continue
        _, low, high = (x.interval for x in there.parts)
        null = 1 if there.scale == "ratio" else 0
        holds = low.high < null < high.low
        if (holds and interval.low > Fraction(1, 20)) or near(p, there.z, 0.15):
            return wording.shown(other.effect) if other.effect else None
    return None


def _causes(result: Result, known: Implied, p: PValue) -> list[str]:
    """Benign causes that the article's own words or sizes suggest."""
    out = []
    words = f"{result.context.analysis} {result.context.population}".lower()
    if known.effect.adjusted or any(w in words for w in _ANALYSES):
        out.append(
            "an adjusted estimate beside an unadjusted (log-rank or crude) P, the commonest cause"
        )
    stated = related(p.relation, p.value.text)
    if stated.low >= Fraction(99, 100) and statistics.two_sided_p(known.z.high) > 0.3:
        out.append("an exact or multiplicity-adjusted P, which is 1 where others are only large")
    sides = [shares.side(result, v) for v in result.values if v.kind in ("percent", "count")]
    if len(sides) == 2 and all(sides) and shares.is_share(result):
        first, second = (s for s in sides if s)
        ranges = statistics.p_ranges(first.counts, first.n, second.counts, second.n)
        for name, found in ranges.items():
            if found.meets(float(stated.low), float(stated.high)):
                out.append(f"{name}'s test on the counts of the two arms gives this P")
                break
    sizes = [wording.size(a.n) for a in result.arms]
    if known.scale == "difference" and len(sizes) == 2 and all(sizes):
        freedom = sum(s or 0 for s in sizes) - 2
        interval = related(p.relation, p.value.text)
        if freedom > 0 and _student_fits(known, freedom, interval):
            out.append(f"Student's t with {freedom} degrees of freedom fits instead of the normal")
    return out


def _student_fits(known: Implied, freedom: int, interval: Interval) -> bool:
    """Whether interval and P agree when both come from Student's t."""
    tail = 1 - known.level / 100
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if statistics.student_p(middle, freedom) > tail else (low, middle)
        )
    factor = low / statistics.level_quantile(known.level)
    ends = (
        statistics.student_p(known.z.high * factor, freedom),
        statistics.student_p(known.z.low * factor, freedom),
    )
    return Range(*ends).meets(float(interval.low), float(interval.high))
