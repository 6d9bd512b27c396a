"""Checks of the family PR: percentages that no whole number of patients gives.

What belongs here: a percentage without its count against the size of its arm. What does not: a
percentage with its count (`pr_count`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from src.utils import statistics
from src.utils.checks import denominators, shares, wording
from src.utils.checks.alternatives import reconciling
from src.utils.checks.arms import placed, sized
from src.utils.checks.pr_count import percent, places
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import Printed, printed
from src.utils.records import Dossier, Evidence, Finding, Result, Severity, Value


@check("PR04", "percentage-impossible-for-arm")
def percentage_impossible_for_arm(result: Result, dossier: Dossier) -> Iterator[Finding]:
    """No whole number of patients gives the printed percentage of the arm.

    Compares
    --------
    The percentage with k / n for every whole k, n being the printed size of the arm. Warning with
    the two nearest possible percentages; note when cutting or up to 5 % fewer (evaluable) patients
    make it possible (parameter ``evaluable_share``).

    Why it matters
    --------------
    It finds a wrong digit in a percentage or an arm size where nothing else is printed to compare
    with.

    Known limits
    ------------
    No power where n is 10 to the power of decimals + 2 or more (an integer percentage of 100
    patients is always possible): nothing can be said. Nor for ranges and weighted percentages, or
    where the size of the arm is not printed. Rates from survival curves are left alone.

    Source
    ------
    Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.
    """
    known = sized(result, dossier)
    if known is None or not shares.is_share(result):
        return
    result, borrowed = known
    for value in result.values:
        if value.kind != "percent" or value.count is not None or not value.nums:
            continue
        total = wording.arm_size(result, value)
        n = wording.size(total)
        at = placed(places(result, value, total), borrowed)
        share = printed(value.nums[0].text)
        if len(value.nums) > 1:
            yield cannot_say("a range, not one percentage", evidence=at)
        elif n is None:
            yield cannot_say("size of the arm not known", evidence=at)
        elif not 0 <= share.value <= 100:
            continue  # PR03 speaks of it
        elif not shares.powerful(value, n):
            yield cannot_say("every percentage is possible for so many patients", evidence=at)
        elif shares.is_weighted(result):
            yield cannot_say("weighted, no whole patients", evidence=at)
        elif denominators.sign_in_name(result, value, dossier):
            yield cannot_say("the per cent sign belongs to the name of the row", evidence=at)
        else:
            yield _possible(result, value, share, n, dossier, at)


def _possible(
    result: Result,
    value: Value,
    share: Printed,
    n: int,
    dossier: Dossier,
    at: tuple[Evidence, ...],
) -> Finding:
    """Hold one percentage against all whole counts of its arm."""
    if shares.mostly_misfits(result, dossier):
        return cannot_say("most percentages of this table have another denominator", evidence=at)
    counts = statistics.possible_counts(share.interval, n)
    words = f"{wording.about(result)}{share.text}% of {n} patients"
    if counts:
        listed = f"{counts[0]}" if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
        return agrees(
            f"{words} is {listed} patient{'s' * (listed != '1')}",
            computed={"whole counts that give it": f"{listed} of {n}"},
            evidence=at,
        )
    if denominators.person_time(result, dossier):
        return cannot_say("a rate per person-time, not a percentage", evidence=at)
    if beside := denominators.fraction_beside(result, share, dossier):
        return cannot_say(
            "the table prints another denominator",
            evidence=at,
            computed={"printed in the table": beside},
        )
    below = math.floor(share.value * n / 100)
    near = [k for k in (below, below + 1) if 0 <= k <= n]
    listed = " and ".join(f"{k} ({percent(k, n, share)}%)" for k in near)

    def truncation() -> str | None:
        cut = share.truncated
        k = math.ceil(cut.low * n / 100)
        return f"truncation: {k} of {n}, cut" if 100 * k < cut.high * n else None

    def arm() -> list[str]:
        out = []
        for i, other in enumerate(result.arms):
            m = wording.size(other.n)
            if m and m != n and i != value.arm and 4 * m < 10 ** (share.decimals + 2):
                found = statistics.possible_counts(share.interval, m)
                if found and len(result.arms) == 2:
                    out.append(f"the other arm: {found[0]} of {m} ({wording.arm_name(result, i)})")
        return out

    def denominator() -> str | None:
        least = denominators.two_missing(n, wording.parameter(dossier, "evaluable_share"))
        for m in range(n - 1, least - 1, -1):
            found = statistics.possible_counts(share.interval, m)
            if found:
                return f"another denominator: {found[0]} of {m} evaluable patients is {share.text}%"
        return None

    alternatives = reconciling({"truncation": truncation, "denominator": denominator})
    severity: Severity = "note" if alternatives else "warning"
    # The other arm is named but excuses nothing: a percentage of small arms fits one by chance.
    alternatives += reconciling({"arm": arm})
    return differs(
        severity,
        f"{words} is no whole number of patients; the nearest are {listed}; not reconcilable as "
        f"printed",
        computed={
            "patients that the percentage needs": f"{share.text} % x {n} = "
            f"{wording.number(share.value * n / 100, 5)}",
            "nearest whole counts": listed,
        },
        alternatives=alternatives,
        evidence=at,
    )
