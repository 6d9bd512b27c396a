"""Checks of the family PV: a P value against the counts that two printed percentages allow."""

from __future__ import annotations

import re
from collections import defaultdict

import msgspec

from src.utils import statistics
from src.utils.checks import denominators, shares, wording
from src.utils.checks.alternatives import reconciling
from src.utils.checks.arms import placed, sized
from src.utils.checks.pv_implied import BOUNDS, Implied, implied, near, speaks_of_effect
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.shares import Side, is_share, is_weighted, several_categories, side
from src.utils.printed import Interval, printed, related
from src.utils.records import Dossier, Evidence, Finding, PValue, Result, Severity
from src.utils.statistics import Range

_CLUSTERED = re.compile(r"cluster|stepped[- ]wedge|cross-?over|matched|paired", re.I)
_TIME_TO_EVENT = re.compile(
    r"log-?\s?rank|hazard|\bHRs?\b|\bcox\b|kaplan|median (?:over|surv)", re.I
)
_CLUSTERED_TRIAL = re.compile(
    r"cluster|stepped[- ]wedge|cross-?over|matched[- ](?:pair|control)|split[- ]mouth|paired", re.I
)
_OTHER_TESTS = frozenset(
    {"interaction", "trend", "heterogeneity", "noninferiority", "log-rank", "false discovery rate"}
)


@check("PV05", "p-value-against-counts")
def p_value_against_counts(result: Result, dossier: Dossier) -> Finding | None:
    """A P value does not follow from the percentages and sizes of two arms.

    Compares
    --------
    P with Fisher's exact, Pearson's and Yates's test on every pair of whole counts that the two
    printed percentages (or counts) and arm sizes allow. Outside the union of the three ranges:
    warning; error when the decision at 0.05 is the opposite for all of them; note when cutting
    instead of rounding, the one-sided P or arms smaller by a few patients fit, when the P agrees
    with an effect and interval of the same row or with the patients left after the rows above, or
    when z differs by less than 10 % or 0.15 (parameters ``p_slack_warning``,
    ``p_slack_absolute``).

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
    tested = [
        p for p in result.p if p.qualifier not in _OTHER_TESTS and speaks_of_effect(p, dossier)
    ]
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
    if denominators.person_time(result, dossier):
        return cannot_say("rates per person-time, no proportions", evidence=evidence)
    if any(denominators.sign_in_name(result, v, dossier) for v in values):
        return cannot_say("the per cent sign belongs to the name of the row", evidence=evidence)
    if several_categories(result, dossier):
        return cannot_say("P may test several rows together", evidence=evidence)
    return _verdict(result, p, first, second, evidence, dossier)


def _design(dossier: Dossier) -> str:
    """A word of title or abstract for a design in which crude tests do not hold."""
    found = _CLUSTERED.search(dossier.article.title)
    if found is None:
        article = dossier.article
        abstract = " ".join(
            article.view(b.pieces).text for b in article.blocks if b.kind == "abstract"
        )
        found = _CLUSTERED_TRIAL.search(abstract)
    return found.group().lower() if found else ""


def _near_text(p: PValue, dossier: Dossier) -> str:
    """The text around a P of the prose, in its own paragraph."""
    start, end = p.span.start - 300, p.span.end + 200
    own = next((x for b in dossier.article.blocks for x in b.pieces if p.span in x), p.span)
    return dossier.article.shadow[max(start, own.start) : min(end, own.end)]


def _of_the_effect(result: Result, p: PValue, dossier: Dossier) -> str | None:
    """The effect printed in the same row or sentence whose interval agrees with P."""
    for other in (result, *_same_row(result, dossier)):
        if other.endpoint != result.endpoint or other.ref != result.ref:
            continue  # in a review's row the effects of other endpoints
        known = implied(other)
        if isinstance(known, Implied) and near(p, known.z, 0.15 + 0.1 * known.z.low):
            return f"P agrees with {wording.shown(known.effect)}, whose model is not crude"
    return None


def _same_row(result: Result, dossier: Dossier) -> list[Result]:
    """Other results of the same row of a table."""
    if result.table is None or result.row is None:
        return []
    rows: dict[object, list[Result]] | None = dossier.__dict__.get("_by_row")
    if rows is None:
        rows = dossier.__dict__["_by_row"] = defaultdict(list)
        for other in dossier.results:
            rows[other.table, other.row].append(other)
    return [r for r in rows[result.table, result.row] if r.id != result.id]


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
    if effect := _of_the_effect(result, p, dossier):
        alternatives += (effect,)
    if result.table is None and _TIME_TO_EVENT.search(_near_text(p, dossier)):
        alternatives += ("the P of a time-to-event analysis (log-rank or Cox), not of the counts",)
    for other in result.p:
        if other is not p and _meets(ranges, related(other.relation, other.value.text)):
            alternatives += (f"the other P of this result, {wording.shown_p(other)}, agrees",)
    if not alternatives and (rest := _left_over(result, first, second, stated, dossier)):
        alternatives += (rest,)
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


def _left_over(
    result: Result, first: Side, second: Side, stated: Interval, dossier: Dossier
) -> str | None:
    """Whether P is that of the patients left after the rows above ("at the second attempt")."""
    if result.table is None or result.row is None or first.nearest or second.nearest:
        return None
    for back in range(1, 4):
        above: list[Result] = []
        for row in range(result.row - back, result.row):
            above += [
                r
                for r in _same_row(msgspec.structs.replace(result, row=row, id=""), dossier)
                if len(r.values) == 2 and all(v.nums or v.count for v in r.values)
            ]
        if len(above) != back:
            continue
        rest = []
        for i, s in enumerate((first, second)):
            gone = [side(r, r.values[i]) for r in above]
            if any(g is None or len(g.counts) != 1 for g in gone):
                return None
            n = s.n - sum(g.counts[0] for g in gone if g)
            if len(s.counts) != 1 or s.counts[0] > n:
                return None
            rest.append((s.counts, n))
        (a, n1), (b, n2) = rest
        if n1 > 0 and n2 > 0 and _meets(statistics.p_ranges(a, n1, b, n2), stated):
            return f"another denominator: of the {n1} and {n2} left after the rows above, P agrees"
    return None


def _slips(p: PValue, ranges: dict[str, Range]) -> tuple[str, ...]:
    """The relation sign that would reconcile P with the counts."""
    other = {"=": "<", "<": "="}.get(p.relation)
    if other and p.value.text in BOUNDS and _meets(ranges, related(other, p.value.text)):
        return (f"likely slip: P {other} {p.value.text} would agree ({p.relation} for {other})",)
    return ()
