"""Checks of the family PR: one percentage against its count and its arm."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import msgspec

from src.utils.checks import denominators, shares, wording
from src.utils.checks.alternatives import Attempt, reconciling, slips
from src.utils.checks.arms import placed, sized
from src.utils.checks.partitions import complete
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import Printed, printed
from src.utils.records import Dossier, Evidence, Finding, Num, Result, Severity, Value

_OTHER_ARM = "the other arm: "
_ALL = "all arms together"
_EVERYBODY = re.compile(r"\b(?:total|overall|all|combined|both|whole)\b", re.I)


def percent(k: int, n: int, like: Printed) -> str:
    """k of n as a percentage with as many decimals as a printed one."""
    return wording.to_decimals(100 * k / n, like)


def places(result: Result, value: Value, total: Num | None) -> tuple[Evidence, ...]:
    """Percentage, count and total of one value."""
    first = shares.main(value)
    role = "value" if value.kind == "percent" else "count"
    printed_total = "total" if value.total is not None else "n"
    roles = {role: first, printed_total: total}
    if value.count is not None:
        roles["count"] = value.count
    return wording.evidence(result, **roles)


@check("PR01", "percentage-not-its-count")
def percentage_not_its_count(result: Result, dossier: Dossier) -> Iterator[Finding]:
    """A percentage is not the printed count divided by the number of patients.

    Compares
    --------
    k / n with the percentage, over everything that it may be rounded from. Error when n stands
    beside the count ("178 of 802, 22.2%"), warning when n is the size of the arm or the percentage
    is near; note when cutting instead of rounding, rounding twice or up instead of down, up to 5 %
    (or two) fewer patients, the other arm, all arms together, or a sum of neighbouring rows or
    columns give the percentage, where two units are less than one patient makes, or where all odd
    groups of a row need fewer patients.

    Why it matters
    --------------
    Two of the three numbers fix the third. It is the strongest check that needs no assumption.

    Known limits
    ------------
    Weighted percentages, rates per person-time and estimates from survival curves have no whole
    count: nothing can be said, nor where the size of the arm is not printed, or where most of a
    table has another denominator (rows, evaluable patients).

    Source
    ------
    Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.
    """
    known = sized(result, dossier)
    if known is None:
        return
    result, borrowed = known
    for value in result.values:
        if value.kind != "percent" or value.count is None or len(value.nums) != 1:
            continue
        if denominators.of_an_interval(value, dossier):
            continue
        total = wording.arm_size(result, value)
        n, k = wording.size(total), printed(value.count.text).value
        at = placed(places(result, value, total), borrowed)
        if n is None:
            yield cannot_say("size of the arm not known", evidence=at)
        elif k.denominator != 1 or k > n:
            continue  # PR02 speaks of a count above its total
        else:
            yield _judged(_Ratio(result, value, int(k), n, dossier), at)


class _Ratio(msgspec.Struct, frozen=True):
    """One percentage with its count and the number of patients it should be of."""

    result: Result
    value: Value
    k: int
    n: int
    dossier: Dossier

    @property
    def share(self) -> Printed:
        """The percentage."""
        return printed(self.value.nums[0].text)

    @property
    def is_printed(self) -> bool:
        """Whether the total stands beside the count, and is not the size of the arm."""
        return self.value.total is not None

    def of(self, m: int) -> bool:
        """Whether the percentage is that of the count in ``m`` patients."""
        bounds = self.share.interval
        return bounds.low * m <= 100 * self.k <= bounds.high * m

    def no_share(self) -> str:
        """Why nothing can be said; "" where something can."""
        result, dossier = self.result, self.dossier
        if shares.per_thousand(result, dossier) or denominators.person_time(result, dossier):
            return "a rate per 1,000 or per person-time, not a percentage"
        if denominators.acuity(result, self.value):
            return "a visual acuity, no proportion"
        if denominators.of_a_curve(result, self.value, dossier):
            return "an estimate from a survival curve"
        if not self.is_printed and shares.mostly_misfits(result, dossier):
            return "most percentages of this table have another denominator"
        if not self.is_printed and shares.counts_weighted(result):
            return "weighted, no whole patients"
        return ""

    def truncation(self) -> str | None:
        """Cut instead of rounded, or rounded twice."""
        cut = self.share.truncated
        if cut.low * self.n <= 100 * self.k < cut.high * self.n:
            return "truncation: the percentage was cut"
        listed = self.result.table is not None or self.result.context.sentence.count("%") > 2
        return denominators.rounding(self.share, self.k, self.n, listed)

    def arm(self) -> list[str]:
        """Other arms, or all together, of which the percentage is."""
        if self.is_printed:
            return []
        named = [(wording.arm_name(self.result, i), a.n) for i, a in enumerate(self.result.arms)]
        known = [(name, m) for name, num in named if (m := wording.size(num))]
        if len(known) > 1:
            known.append((_ALL, sum(m for _, m in known)))
        return [
            f"{'' if _EVERYBODY.search(name) else _OTHER_ARM}{self.k} of {m} ({name}) is "
            f"{percent(self.k, m, self.share)}%"
            for name, m in known
            if m != self.n and self.of(m)
        ]

    def denominator(self) -> str | None:
        """Fewer patients of whom the percentage is."""
        share, k, n = self.share, self.k, self.n
        if self.is_printed or share.value <= 0:
            return None
        missing = wording.parameter(self.dossier, "evaluable_share")
        least = max(k, denominators.two_missing(n, missing))
        counted = shares.known_patients(self.result, self.value, self.dossier)
        low = share.interval.low
        largest = n - 1 if low <= 0 else min(n - 1, math.floor(100 * k / low))  # that fits
        tried = [largest] if largest >= least else []
        for m in [*tried, *([counted] if counted and k <= counted < n else [])]:
            if self.of(m):
                return f"another denominator: {k} of {m} evaluable patients is {share.text}%"
        beside = denominators.known_there(self.result, self.value, self.dossier)
        return beside or denominators.one_patient(share, k, n)

    def whole(self) -> bool:
        """Whether nobody is missing: all categories are counted, or two groups are exchanged."""
        count = self.value.count
        if count is not None and count.span in complete(self.dossier):
            return True
        return denominators.crossed(self.result, self.value, self.dossier)


def _judged(one: _Ratio, at: tuple[Evidence, ...]) -> Finding:
    """Hold one percentage against its count and total."""
    share, k, n = one.share, one.k, one.n
    about = wording.about(one.result)
    computed = {"count / total": f"{k} / {n} = {100 * k / n:.{share.decimals + 2}f} %"}
    if one.of(n):
        return agrees(f"{about}{k} of {n}, {share.text}%: agrees", computed=computed, evidence=at)
    if reason := one.no_share():
        return cannot_say(reason, evidence=at)
    if k == n and (groups := one.arm()):  # a row that counts the groups themselves
        return agrees(about + groups[0].removeprefix(_OTHER_ARM), evidence=at)
    if not one.is_printed and one.result.table is None and share.interval.high * n * 3 < 200 * k:
        # "another 9% (n = 14)" beside an arm of 25: the share is of a larger group.
        return cannot_say("a share of a larger group than the arm", evidence=at)
    attempts: dict[str, Attempt] = {"truncation": one.truncation, "arm": one.arm}
    if not one.whole():
        attempts["denominator"] = one.denominator
    alternatives = reconciling(attempts)
    sure = one.is_printed and not denominators.slight(share, k, n)
    benign = [a for a in alternatives if not a.startswith(_OTHER_ARM)]
    severity: Severity = "note" if benign else "error" if sure else "warning"
    if share.value > 0:
        low, high = 100 * k / share.interval.high, 100 * k / max(share.interval.low, share.unit / 9)
        computed["total that the percentage needs"] = wording.whole_span(low, high)
    fewer = denominators.fewer(share, k, n) if not one.is_printed and not alternatives else None
    if fewer:  # named, but so many missing patients are no excuse by themselves
        alternatives = (fewer,)
    elif not alternatives:
        numbers = {"count": str(k), "percentage": share.text} | (
            {"total": str(n)} if one.is_printed else {}
        )
        alternatives = slips(numbers, lambda new: _agree(new, n))
    return differs(
        severity,
        f"{about}{k} of {n} is {percent(k, n, share)}%, printed {share.text}%; "
        "not reconcilable as printed",
        computed=computed,
        alternatives=alternatives,
        evidence=at,
    )


def _agree(numbers: dict[str, str], n: int) -> bool:
    """Whether count, percentage and total agree."""
    share, k = printed(numbers["percentage"]), printed(numbers["count"])
    total = printed(numbers.get("total", str(n)))
    if k.decimals > 0 or total.decimals > 0 or not 0 < k.value <= total.value:
        return False
    return share.interval.holds(100 * k.value / total.value)
