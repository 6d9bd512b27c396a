"""Checks of the family PR: proportions and counts.

What belongs to the family: limits of a count and a percentage (here), one percentage against its
count and its arm (`pr_count`), against the other cells of its table (`pr_blocks`, `pr_column`) or
the numbers of the article (`pr_article`), sums of shares, arms and response categories (`pr_sums`,
`pr_arms`, `pr_response`), and what counts imply about an interval (`pr_intervals`) or an effect
(`pr_effects`).
P values from counts are PV05.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.checks import (
    denominators,
    pr_arms,
    pr_article,
    pr_below,
    pr_blocks,
    pr_column,
    pr_count,
    pr_effects,
    pr_intervals,
    pr_lists,
    pr_named_total,
    pr_no_total,
    pr_possible,
    pr_response,
    pr_sums,
    pr_totals,
    shares,
    wording,
)
from src.utils.checks.arms import placed, sized
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import printed
from src.utils.records import Dossier, Finding, Result

#: Modules of the family besides this one; importing them registers their checks.
PARTS = (
    pr_arms,
    pr_article,
    pr_below,
    pr_blocks,
    pr_column,
    pr_count,
    pr_effects,
    pr_intervals,
    pr_lists,
    pr_named_total,
    pr_no_total,
    pr_possible,
    pr_response,
    pr_sums,
    pr_totals,
)
_EVENTS = re.compile(
    r"\bnumber of\b|\btotal\b|\bevents?\b|\bepisodes?\b|\bcomplications\b|\bvisits?\b|"
    r"\battacks?\b|\blesions?\b|\bdays?\b|\bsessions?\b|\bdoses?\b",
    re.I,
)
_CHANGE = re.compile(
    r"chang|reduc|increas|decreas|declin|improv|growth|gain|relative|difference|ratio|of (?:the )?"
    r"(?:upper|normal|predicted|expected|baseline)|predicted|recovery|expression|uptake|inhibit",
    re.I,
)


@check("PR02", "count-above-total")
def count_above_total(result: Result, dossier: Dossier) -> Iterator[Finding]:
    """A count of patients is larger than the number of patients it is counted in.

    Compares
    --------
    The count of a proportion with the total printed beside it (error), or with the size of its arm
    where a percentage is printed too (warning).

    Why it matters
    --------------
    No more patients can have an event than there are patients.

    Known limits
    ------------
    Events, as opposed to patients with an event, may outnumber the patients; a count without a
    percentage or a total is therefore not judged. Where the size of the arm is not printed,
    nothing can be said.

    Source
    ------
    Definition of a proportion.
    """
    known = sized(result, dossier)
    if known is None:
        return
    result, borrowed = known
    for value in result.values:
        count = value.count if value.kind == "percent" else None
        if value.kind == "count" and value.total is not None:
            count = shares.main(value)
        if count is None:
            continue
        total = wording.arm_size(result, value)
        n = wording.size(total)
        places = placed(pr_count.places(result, value, total), borrowed)
        if n is None:
            yield cannot_say("size of the arm not known", evidence=places)
            continue
        above = printed(count.text).value > n
        if above and value.total is None and _EVENTS.search(shares.words_around(result)):
            yield cannot_say("events are counted, not patients", evidence=places)
            continue
        words = f"{wording.about(result)}{count.text} of {n}"
        if printed(count.text).value <= n:
            yield agrees(f"{words}: the count is within its total", evidence=places)
        else:
            beside = value.total is not None
            yield differs(
                "error" if beside else "warning",
                f"{words}: the count is above its total, not possible for patients as printed",
                computed={"count": count.text, "total": str(n)},
                alternatives=() if beside else ("events counted, not patients; or another arm",),
                evidence=places,
            )


@check("PR03", "percentage-outside-range")
def percentage_outside_range(result: Result, dossier: Dossier) -> Iterator[Finding]:
    """A share of patients lies below 0 or above 100 per cent.

    Compares
    --------
    A percentage with 0 and 100. Error for a response or another share with its count or arm,
    warning for other percentages above 100. Changes, relative differences and percentages of a
    reference value are left alone.

    Why it matters
    --------------
    A share above 100 per cent is another number in the wrong place or a lost decimal point.

    Known limits
    ------------
    A change that no word near it names as such is taken for a share.

    Source
    ------
    Definition of a proportion.
    """
    words = shares.words_around(result) + " " + result.context.sentence
    for value in result.values:
        if value.kind != "percent":
            continue
        total = wording.arm_size(result, value)
        for num in value.nums:
            share = printed(num.text)
            places = wording.evidence(result, value=num)
            if 0 <= share.value <= 100:
                yield agrees(f"{wording.about(result)}{share.text}% is a share", evidence=places)
                continue
            if _CHANGE.search(words) and value.count is None:
                continue
            if share.value < 0 and value.total is None:
                continue  # nearly always a change, or a hyphen read as a minus
            if not shares.is_share(result) and value.count is None:
                continue
            after = dossier.article.shadow[num.span.end : num.span.end + 3].lstrip()
            if share.decimals <= 0 and not after.startswith("%") and value.count is None:
                continue  # a bare whole number in a column of counts and percentages
            if denominators.person_time(result, dossier):
                continue  # a rate per 100 patient-years may well be above 100
            sure = value.count is not None or total is not None
            digits = share.text.lstrip("-").replace(".", "")
            yield differs(
                "error" if sure else "warning",
                f"{wording.about(result)}{share.text}% lies outside 0 to 100; not possible for a "
                f"share of patients",
                alternatives=(f"likely slip: {digits[:2]}.{digits[2:]}% (decimal point moved)",)
                if len(digits) > 2
                else (),
                evidence=places,
            )
