"""Checks of the family PV: a P value against the counts that two printed percentages allow."""

from __future__ import annotations

import re

from src.utils import statistics
from src.utils.checks import shares, wording
from src.utils.checks.alternatives import reconciling
from src.utils.checks.arms import placed, sized
from src.utils.checks.pv_implied import BOUNDS
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.shares import Side, is_share, is_weighted, several_categories, side
from src.utils.printed import Interval, printed, related
from src.utils.records import Dossier, Evidence, Finding, PValue, Result, Severity
from src.utils.statistics import Range

_CLUSTERED = re.compile(r"cluster|stepped[- ]wedge|cross-?over|matched|paired", re.I)
_OTHER_TESTS = frozenset({"interaction", "trend", "heterogeneity", "noninferiority", "log-rank"})


@check("PV05", "p-value-against-counts")
def p_value_against_counts(result: Result, dossier: Dossier) -> Finding | None:
    """A P value does not follow from the percentages and sizes of two arms.

    Compares
    --------
    P with Fisher's exact, Pearson's and Yates's test on every pair of whole counts that the two
    printed percentages (or counts) and arm sizes allow. Outside the union of the three ranges:
    warning; error when the decision at 0.05 is the opposite for all of them; note when cutting
    instead of rounding, the one-sided P or arms smaller by a few patients fit, or when z differs by
    less than 10 % or 0.15 (parameters ``p_slack_warning``, ``p_slack_absolute``).

    Why it matters
    --------------
    Response rates are rarely given with an interval; their P can still be recomputed from four
    whole numbers.

    Known limits
    ------------
    Stratified, adjusted and matched tests differ from the crude ones. Rates estimated from
    survival curves are no counts and are left alone. A P in the first of several rows may test
    them all together: nothing can be said, nor where an arm's size is not printed.

    Source
    ------
    Agresti A. Categorical Data Analysis, 3rd edition, chapter 3.
    """
    tested = [p for p in result.p if p.qualifier not in _OTHER_TESTS]
    values = [v for v in result.values if v.kind in ("percent", "count")]
    if not tested or len(values) != 2 or len(result.values) != 2 or not is_share(result):
        return None
    if is_weighted(result) or (result.effect is not None and result.effect.adjusted):
        return None
    p = tested[0]
    known = sized(result, dossier)
    if known is None or not 0 <= printed(p.value.text).value <= 1:
        return None
    result, borrowed = known
    values = [v for v in result.values if v.kind in ("percent", "count")]
    nums = {f"value_{i}": shares.main(v) for i, v in enumerate(values)}
    sides = [side(result, v) for v in values]
    first, second = sides
    if first is None or second is None or values[0].arm == values[1].arm:
        return cannot_say(
            "size of the two arms not known", evidence=wording.evidence(result, p=p.value, **nums)
        )
    nums |= {"n_1": first.total, "n_2": second.total}
    evidence = placed(wording.evidence(result, p=p.value, **nums), borrowed)
    if any(shares.fits_arm(result, v) is False and v.count is not None for v in values):
        return cannot_say("count and percentage have another denominator", evidence=evidence)
    if several_categories(result, dossier):
        return cannot_say("P may test several rows together", evidence=evidence)
    return _verdict(result, p, first, second, evidence, dossier)


def _design(dossier: Dossier) -> str:
    """A word of the article's title for a design in which crude tests do not hold."""
    found = _CLUSTERED.search(dossier.article.title)
    return found.group().lower() if found else ""


def _verdict(
    result: Result,
    p: PValue,
    first: Side,
    second: Side,
    evidence: tuple[Evidence, ...],
    dossier: Dossier,
) -> Finding:
    """Hold one P against the tests on all pairs of counts."""
    stated = related(p.relation, p.value.text)
    ranges = statistics.p_ranges(first.counts, first.n, second.counts, second.n)
    computed = {
        f"counts of {wording.arm_name(result, s.value.arm)}": f"{_counts(s.counts)} of {s.n}"
        + (", the nearest to the printed percentage" if s.nearest else "")
        for s in (first, second)
    }
    if len(computed) < 2:  # two arms without names
        computed = {
            f"counts of arm {i}": f"{_counts(s.counts)} of {s.n}"
            for i, s in enumerate((first, second), 1)
        }
    computed |= {f"P by {name}": wording.span_of_p(r.low, r.high) for name, r in ranges.items()}
    listed = " vs ".join(_share(s) for s in (first, second))
    both = f"{wording.about(result)}{listed}, {wording.shown_p(p)}"
    low, high = min(r.low for r in ranges.values()), max(r.high for r in ranges.values())
    words = wording.span_of_p(low, high)
    if _meets(ranges, stated):
        return agrees(
            f"{both}: P agrees with the counts, which give {words}",
            computed=computed,
            evidence=evidence,
        )

    def one_sided() -> str | None:
        halves = {name: Range(r.low / 2, r.high / 2) for name, r in ranges.items()}
        return "one-sided: half of the two-sided P agrees" if _meets(halves, stated) else None

    def truncation() -> str | None:
        cut = printed(p.value.text).truncated
        if p.relation == "=" and Range(low, high).meets(float(cut.low), float(cut.high)):
            return "truncation: the P from the counts was cut, not rounded"
        return None

    def cause() -> str | None:
        a, b = (statistics.z_of_p(x) for x in (high, low))
        c, d = (statistics.z_of_p(float(x)) for x in (stated.high, stated.low))
        slack = wording.parameter(dossier, "p_slack_warning")
        room = max(wording.parameter(dossier, "p_slack_absolute"), slack * min(b, d))
        if Range(a - room, b + room).meets(c, d):
            return "a related test (likelihood ratio, mid-P, stratified): z differs very little"
        return None

    alternatives = reconciling(
        {
            "truncation": truncation,
            "one-sided": one_sided,
            "cause": cause,
            "denominator": lambda: _denominators(first, second, stated),
        }
    )
    flipped = (stated.high < 0.05 or (stated.high == 0.05 and stated.open_high)) and low > 0.05
    flipped = flipped or (stated.low >= 0.05 and high < 0.05)
    severity: Severity = "error" if flipped else "warning"
    if alternatives:
        severity = "note"
    elif soft := wording.soft_p(result, p) or _design(dossier):
        severity = "note"
        alternatives = (f"the article says {soft!r}: such a P is not crude",)
    if not alternatives:
        alternatives = _slips(p, ranges)
    border = ", on the other side of 0.05" if flipped else ""
    return differs(
        severity,
        f"{both}: Fisher's, Pearson's and Yates's tests on the counts give P {words}{border}; "
        f"not reconcilable as printed",
        computed=computed,
        alternatives=alternatives,
        evidence=evidence,
    )


def _counts(counts: range) -> str:
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"


def _share(s: Side) -> str:
    sign = "%" if s.value.kind == "percent" else ""
    number = shares.main(s.value)
    return f"{number.text if number else ''}{sign} of {s.n}"


def _meets(ranges: dict[str, Range], stated: Interval) -> bool:
    """Whether the printed P lies in one of the ranges, or between them (mid-P and the like)."""
    low, high = min(r.low for r in ranges.values()), max(r.high for r in ranges.values())
    return Range(low, high).meets(float(stated.low), float(stated.high))


def _denominators(first: Side, second: Side, stated: Interval) -> str | None:
    """Whether up to 5 % fewer evaluable patients in each arm would make P agree."""
    if any(
        s.value.kind != "percent" or s.value.count is not None or not s.value.nums
        for s in (first, second)
    ):
        return None
    fewer = [max(1, round(s.n * 0.95)) for s in (first, second)]
    sides = []
    for s, n in zip((first, second), fewer, strict=True):
        counts = statistics.possible_counts(printed(s.value.nums[0].text).interval, n)
        sides.append((counts, n))
    if not all(counts for counts, _ in sides):
        return None
    (a, n1), (b, n2) = sides
    if _meets(statistics.p_ranges(a, n1, b, n2), stated):
        return f"another denominator: with {n1} and {n2} evaluable patients P agrees"
    return None


def _slips(p: PValue, ranges: dict[str, Range]) -> tuple[str, ...]:
    """The relation sign that would reconcile P with the counts."""
    other = {"=": "<", "<": "="}.get(p.relation)
    if other and p.value.text in BOUNDS and _meets(ranges, related(other, p.value.text)):
        return (f"likely slip: P {other} {p.value.text} would agree ({p.relation} for {other})",)
    return ()
