"""Checks of the family ST: logic inside one study.

What belongs to the family: what must hold between numbers of one study whatever they are: medians
and hazard ratio (here), the order of the arms (`st_order`), survival over time (`st_time`), the
same numbers in two places (`st_same`), words of comparison that carry a number (`st_words`),
differences of means (`st_means`), one quantity in two units (`st_units`).
"""

from __future__ import annotations

import re
from fractions import Fraction

from src.utils import terms
from src.utils.checks import st_means, st_order, st_same, st_time, st_units, st_words, wording
from src.utils.checks.alternatives import lowered, reconciling
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import Interval, printed
from src.utils.records import Dossier, Finding, Result, Severity, Value

#: Modules of the family besides this one; importing them registers their checks.
PARTS = (st_means, st_order, st_same, st_time, st_units, st_words)
#: Endpoints whose event is welcome: a longer time is not the better one.
_WELCOME = re.compile(
    r"time to (?:\w+ ){0,2}(?:response|recover|discharge|heal|resol|conver|pregnan|onset|improve)",
    re.I,
)


def _two_medians(result: Result) -> tuple[Value, Value] | None:
    """The medians of the two arms in the order of the arms, where there are exactly two."""
    medians = [v for v in result.values if v.kind == "median"]
    if len(medians) != 2 or len(result.values) != 2:
        return None
    first, second = medians
    if (first.arm, second.arm) == (1, 0):
        first, second = second, first
    if first.arm is not None and (first.arm, second.arm) != (0, 1):
        return None
    if any(len(v.nums) != 1 and not v.not_reached for v in (first, second)):
        return None
    return first, second


@check("ST01", "medians-against-hazard-ratio")
def medians_against_hazard_ratio(result: Result, dossier: Dossier) -> Finding | None:
    """The medians of the two arms and the hazard ratio point in opposite directions.

    Compares
    --------
    Which arm has the longer median with which arm the hazard ratio favours, the first arm being
    the one that the ratio is for. Note; warning when the interval leaves out 1 or the medians are
    apart by a factor of 1.5 or more (parameter ``hr_gap_wide``). One step softer when the
    reciprocal of the ratio is near the ratio of the medians: then the hazard ratio may be
    reported for the control.

    Why it matters
    --------------
    It is the commonest trace of exchanged arms.

    Known limits
    ------------
    Curves may cross, and a hazard ratio near 1 has no direction. A median that is not reached in
    both arms, or medians without a ratio, say nothing.

    Source
    ------
    Under proportional hazards with exponential times the hazard ratio is the inverse ratio of the
    medians (Spruance SL et al. Antimicrob Agents Chemother 2004;48:2787-2792).
    """
    effect = result.effect
    if effect is None or effect.kind != "HR" or effect.estimate is None:
        return None
    found = _two_medians(result)
    if found is None or (result.endpoint and result.endpoint not in terms.TIMES):
        return None
    if _WELCOME.search(result.endpoint_printed):
        return None
    first, second = found
    nums = {f"value_{i}": v.nums[0] for i, v in enumerate(found) if v.nums}
    places = wording.evidence(
        result, estimate=effect.estimate, low=effect.low, high=effect.high, **nums
    )
    if first.not_reached and second.not_reached:
        return cannot_say("no median reached", evidence=places)
    texts = [v.nums[0].text if v.nums else "not reached" for v in found]
    if first.not_reached or second.not_reached:
        longer = 0 if first.not_reached else 1
        gap = None
    else:
        a, b = (printed(v.nums[0].text) for v in found)
        if a.interval.meets(b.interval):
            return agrees("the medians are equal within rounding", evidence=places)
        longer = 0 if a.value > b.value else 1
        gap = max(a.value, b.value) / min(a.value, b.value) if min(a.value, b.value) > 0 else None
    e = printed(effect.estimate.text)
    words = f"{wording.about(result)}medians {texts[0]} vs {texts[1]}, {wording.shown(effect)}"
    if e.interval.holds(1) or e.value <= 0:
        return agrees(f"{words}: the hazard ratio has no direction", evidence=places)
    if (e.value < 1) == (longer == 0):
        return agrees(f"{words}: same direction", evidence=places)
    sure = (
        effect.low is not None
        and effect.high is not None
        and (printed(effect.low.text).value > 1 or printed(effect.high.text).value < 1)
    )
    wide = gap is None or gap >= Fraction(str(wording.parameter(dossier, "hr_gap_wide")))
    severity: Severity = "warning" if sure or wide else "note"
    computed = {"medians": f"{texts[0]} vs {texts[1]}", "hazard ratio": e.text}
    if gap is not None and not (first.not_reached or second.not_reached):
        ratio = printed(texts[1]).value / printed(texts[0]).value
        computed["inverse ratio of the medians"] = (
            f"{texts[1]} / {texts[0]} = {wording.number(ratio)}"
        )
        computed["reciprocal of the hazard ratio"] = wording.to_decimals(1 / e.value, e)
        alternatives = reconciling({"reciprocal": lambda: _for_control(result, ratio)})
    else:
        alternatives = ()
    if alternatives:
        severity = lowered(severity)
    longer_arm = wording.arm_name(result, longer)
    favoured = wording.arm_name(result, 0 if e.value < 1 else 1)
    return differs(
        severity,
        f"{words}: the longer median is that of the {'first' if longer == 0 else 'second'} arm "
        f"({longer_arm}), the hazard ratio favours the {'first' if e.value < 1 else 'second'} "
        f"({favoured})",
        computed=computed,
        alternatives=alternatives,
        evidence=places,
    )


def _for_control(result: Result, ratio: Fraction) -> str | None:
    """Whether the reciprocal of the hazard ratio is compatible with the ratio of medians."""
    effect = result.effect
    assert effect is not None and effect.estimate is not None
    e = printed(effect.estimate.text)
    text = wording.to_decimals(1 / e.value, e)
    if effect.low is not None and effect.high is not None:
        low, high = printed(effect.low.text).value, printed(effect.high.text).value
        if low > 0 and Interval(1 / high, 1 / low).holds(ratio):
            return f"the reciprocal {text} fits the medians: reported for the control"
        return None
    if Fraction(4, 5) <= ratio * e.value <= Fraction(5, 4):
        return f"the reciprocal {text} fits the medians: reported for the control"
    return None


_WITHOUT_EVENT = ("PFS", "RFS", "DFS", "EFS")


@check("ST03", "overall-below-progression-free")
def overall_below_progression_free(dossier: Dossier) -> list[Finding]:
    """The median overall survival of an arm is shorter than its progression-free survival.

    Compares
    --------
    The median OS with the median PFS, RFS, DFS and EFS of the same study, arm and population.
    Error when both stand in one row or one sentence, warning otherwise.

    Why it matters
    --------------
    Death ends progression-free survival too, so no patient's is longer than the overall survival.

    Known limits
    ------------
    Medians of different populations or data cut-offs that no word tells apart. Arms are matched
    by name; values that are bound to no arm are compared by position within one row or sentence.

    Source
    ------
    Definition of the endpoints (FDA guidance on cancer trial endpoints, 2018).
    """
    groups: dict[tuple[object, ...], dict[str, list[tuple[Result, Value]]]] = {}
    for result in dossier.results:
        if result.endpoint != "OS" and result.endpoint not in _WITHOUT_EVENT:
            continue
        for position, value in enumerate(result.values):
            if value.kind == "median" and len(value.nums) == 1:
                for key in _keys(result, value, position):
                    groups.setdefault(key, {}).setdefault(result.endpoint, []).append(
                        (result, value)
                    )
    out = []
    seen: set[tuple[str, ...]] = set()
    for group in groups.values():
        for overall in group.get("OS", []):
            for name in _WITHOUT_EVENT:
                for other in group.get(name, []):
                    finding = _order(overall, other, seen)
                    if finding is not None:
                        out.append(finding)
    return out


def _keys(result: Result, value: Value, position: int) -> list[tuple[object, ...]]:
    """The keys under which the median of one arm can be compared with another endpoint's."""
    c = result.context
    arm = value.arm
    name = result.arms[arm].name.lower() if arm is not None and arm < len(result.arms) else ""
    common = (result.ref, c.population, c.subgroup, c.timepoint)
    if name and (result.ref or result.place in ("table", "abstract", "text")):
        return [(*common, "arm", name, tuple(a.name.lower() for a in result.arms))]
    if result.place == "table":
        return [(*common, "row", result.table, result.row, position)]
    return [(*common, "sentence", result.sentence, position)]


def _order(
    overall: tuple[Result, Value], other: tuple[Result, Value], seen: set[tuple[str, ...]]
) -> Finding | None:
    """Hold one median OS against one median without-event survival."""
    (a, os_value), (b, pfs_value) = overall, other
    os_text, pfs_text = os_value.nums[0].text, pfs_value.nums[0].text
    if (a.unit and b.unit and a.unit != b.unit) or (a.id, b.id, os_text, pfs_text) in seen:
        return None
    seen.add((a.id, b.id, os_text, pfs_text))
    places = tuple(
        sorted(
            wording.evidence(a, value=os_value.nums[0])
            + wording.evidence(b, value=pfs_value.nums[0]),
            key=lambda e: e.span,
        )
    )
    arm = wording.arm_name(a, os_value.arm)
    more = {
        "evidence": places, "results": tuple(dict.fromkeys((a.id, b.id))), "ref": a.ref,
        "study": a.study or b.study, "endpoint": b.endpoint,
        "computed": {"median OS": os_text, f"median {b.endpoint}": pfs_text},
    }  # fmt: skip
    words = f"{arm}: median OS {os_text}, median {b.endpoint} {pfs_text}"
    if printed(os_text).interval.high >= printed(pfs_text).interval.low:
        return agrees(f"{words}: in order", **more)
    together = (a.table is not None and (a.table, a.row) == (b.table, b.row)) or (
        a.table is None and a.sentence == b.sentence
    )
    return differs(
        "error" if together else "warning",
        f"{words}: overall survival is shorter, not possible for one group of patients",
        alternatives=() if together else ("medians of different populations or cut-offs",),
        **more,
    )
