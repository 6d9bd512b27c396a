"""Checks of the family PR: a count with its percentage where no total is printed."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator

from src.utils.checks import denominators, pr_count, shares, wording
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import Printed, printed
from src.utils.records import Dossier, Finding, Result, Value

#: Between a count and its percentage: "84 (82.8%)", "84 patients [82.8%]".
_BETWEEN = re.compile(r"\s*(?:[a-z][a-z-]*\s+){0,2}[(\[]\s*\Z", re.I)
_CLOSED = re.compile(r"\s*%\s*[)\],;]")
_SURVEY = re.compile(
    r"\b(?:survey|sampling|sample|population|design)[- ]weight|\bweighted (?:percent|proportion|"
    r"prevalence|frequenc|sample|data|estimate)",
    re.I,
)
_GLUED = re.compile(r"(?:[\w.,/-]|[=<>≤≥]\s?)\Z")
_LEAST = 10  # smaller counts are too often parts of names and idioms ("seven in ten")
_MOSTLY = 0.2  # share of a table that may be impossible before nothing is said about it


@check("PR11", "percentage-of-no-total")
def percentage_of_no_total(result: Result, dossier: Dossier) -> Iterator[Finding]:
    """A percentage is not that of its count in any whole number of patients.

    Compares
    --------
    "84 (82.8%)" without a printed total with 84 / n for every whole n. Warning; note when cutting
    or rounding twice explains it, and in tables, whose percentages may be made to add up to 100 or
    come from weights and models.

    Why it matters
    --------------
    One of the two numbers is wrong, whatever the denominator was.

    Known limits
    ------------
    No power where neighbouring totals give neighbouring percentages (few decimals, large counts),
    and none for counts below 10. Survival curves, weights and models are left alone.

    Source
    ------
    Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.
    """
    if not shares.is_share(result) or shares.is_weighted(result) or weighted_survey(dossier):
        return
    for value in result.values:
        k = _count(result, value, dossier)
        if k is None:
            continue
        share = printed(value.nums[0].text)
        at = pr_count.places(result, value, None)
        words = f"{wording.about(result)}{k} ({share.text}%)"
        if share.value * share.value < 100 * k * share.unit:
            yield cannot_say("some total gives nearly every percentage of the count", evidence=at)
            continue
        totals = _totals(k, share)
        if totals:
            yield agrees(f"{words}: possible, of {totals[0]}", evidence=at)
            continue
        if denominators.of_a_curve(result, value, dossier) or _table_misfits(result, dossier):
            yield cannot_say("percentages that are no shares of whole patients", evidence=at)
            continue
        near = round(100 * k / share.value)
        around = [m for m in (near - 1, near, near + 1) if m >= k]
        cut = share.truncated
        reason = next((f"of {m}, cut" for m in around if cut.low * m <= 100 * k < cut.high * m), "")
        reason = reason or next(
            (
                f"of {m}: {r}"
                for m in around
                if (r := denominators.rounding(share, k, m))
                and (result.place == "table" or not r.startswith("one unit"))
            ),
            "",
        )
        shown = " and ".join(
            f"{wording.to_decimals(100 * k / m, share)}% (of {m})"
            for m in (math.floor(100 * k / share.value), math.ceil(100 * k / share.value))
        )
        yield differs(
            "note" if reason or result.place == "table" else "warning",
            f"{words}: no whole number of patients gives this percentage; the nearest are {shown}; "
            f"not reconcilable as printed",
            alternatives=(reason,) if reason else (),
            evidence=at,
        )


def weighted_survey(dossier: Dossier) -> bool:
    """Whether the article says that its percentages are weighted, as in a survey."""
    known: bool | None = dossier.__dict__.get("_weighted_survey")
    if known is None:
        known = bool(_SURVEY.search(dossier.article.shadow))
        dossier.__dict__["_weighted_survey"] = known
    return known


def _count(result: Result, value: Value, dossier: Dossier) -> int | None:
    """The count of a percentage without a known total, where both stand together."""
    if value.kind != "percent" or value.count is None or len(value.nums) != 1:
        return None
    if wording.arm_size(result, value) is not None:
        return None  # PR01 speaks of it
    k, share = printed(value.count.text).value, printed(value.nums[0].text)
    if k.denominator != 1 or k < _LEAST or not 0 < share.interval.low <= share.value <= 100:
        return None
    if result.place == "table":
        return int(k)
    text, at = dossier.article.shadow, value.count.span
    alone = text[at.start].isdigit() and not _GLUED.search(text[max(0, at.start - 2) : at.start])
    between = text[at.end : value.nums[0].span.start]
    after = text[value.nums[0].span.end : value.nums[0].span.end + 8]
    beside = _BETWEEN.match(between) and _CLOSED.match(after)  # not "143 (77.6% female)"
    return int(k) if alone and beside else None


def _totals(k: int, share: Printed) -> range:
    """Every whole total of which the count may be printed as the percentage."""
    low = max(math.ceil(100 * k / share.interval.high), k)
    return range(low, math.floor(100 * k / share.interval.low) + 1)


def _table_misfits(result: Result, dossier: Dossier) -> bool:
    """Whether more than a few percentages of a table are those of no whole total."""
    if result.table is None:
        return False
    known: dict[int | None, list[int]] | None = dossier.__dict__.get("_no_totals")
    if known is None:
        known = dossier.__dict__["_no_totals"] = defaultdict(lambda: [0, 0])
        for other in dossier.results:
            for value in other.values if other.table is not None else ():
                k = _count(other, value, dossier)
                if k is not None:
                    known[other.table][0] += 1
                    known[other.table][1] += not _totals(k, printed(value.nums[0].text))
    seen, bad = known[result.table]
    return bad > 1 and bad > _MOSTLY * seen
