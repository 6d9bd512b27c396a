"""What checks of proportions share: which values are shares of counted patients, and of how many.

What belongs here: the counts behind a printed percentage. What does not: any verdict.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from src.utils import statistics, terms
from src.utils.checks import wording
from src.utils.printed import Interval, printed
from src.utils.records import Dossier, Num, Result, Span, Value

#: Words beside percentages that are no shares of counted patients: estimates from survival
#: curves, changes, means, properties of a test, doses.
_NO_COUNTS = re.compile(
    r"surviv|kaplan|cumulative|estimat|actuarial|-free\b|incidence rate|per (?:100|1,?000)|"
    r"change|reduc|increas|decreas|declin|improve|\bmeans?\b|median|sensitiv|specificity|accuracy|"
    r"compliance|adherence|variance|heterogeneity|\bI2\b|weight|dose|intensity|hazard|ratio\b|"
    r"saturation|h(?:a)?ematocrit|h(?:a)?emoglobin|hba1c|ejection|fraction|\bFEV|predicted|volume|"
    r"concentration|score|body fat|uptake|expression",
    re.I,
)
#: Words for analyses in which patients do not count as one each, or are paired.
#: Body weight and low birth weight are no weights of an analysis.
_WEIGHTED = re.compile(
    r"weight(?:ed|ing|s\b)|iptw|imput|adjusted|standardi[sz]ed|mcnemar|match", re.I
)
#: The same where counts are printed: an adjusted estimate stands beside plain percentages.
_COUNTS_WEIGHTED = re.compile(
    r"weight(?:ed|ing|s\b)|iptw|imput|match|(?:adjusted|standardi[sz]ed)\s+(?:percent|proportion|"
    r"prevalence|rates?\b|%)",
    re.I,
)
_EFFECT_NAMES = re.compile(r"\b(?:odds|risks?|rates?|relative|prevalence)[- ]+ratios?\b", re.I)


class Side(msgspec.Struct, frozen=True):
    """One arm: the counts that its printed percentage or count allows, of ``n``."""

    value: Value
    total: Num
    n: int
    counts: range
    nearest: bool = False  # no count gives the percentage: its two neighbours are taken


def main(value: Value) -> Num | None:
    """The numeral that a value is known by: its percentage, else its count."""
    return value.nums[0] if value.nums else value.count


def side(result: Result, value: Value) -> Side | None:
    """The counts behind one printed value; None when it is no share of a known arm."""
    total = wording.arm_size(result, value)
    n = wording.size(total)
    number = main(value)
    if n is None or total is None or number is None or len(value.nums) > 1:
        return None
    if value.count is not None or value.kind == "count":
        k = printed((value.count or number).text).value
        whole = k.denominator == 1 and 0 <= k <= n
        return Side(value, total, n, range(int(k), int(k) + 1)) if whole else None
    if value.kind != "percent":
        return None
    share = printed(value.nums[0].text)
    if not 0 <= share.value <= 100:
        return None
    counts = statistics.possible_counts(share.interval, n)
    if counts:
        return Side(value, total, n, counts)
    near = int(share.value * n / 100)
    return Side(value, total, n, range(near, min(near + 2, n + 1)), nearest=True)


def words_around(result: Result) -> str:
    """Everything that names the quantity of a result."""
    c = result.context
    return " ".join((result.endpoint_printed, c.row, c.header, c.analysis, c.population))


@lru_cache(maxsize=4096)
def _uncounted(words: str) -> bool:
    """Whether words name a quantity that is no share of counted patients."""
    return _NO_COUNTS.search(words) is not None


def is_share(result: Result) -> bool:
    """Whether the percentages of a result are shares of counted patients, as far as words say."""
    return result.endpoint not in terms.TIMES and not _uncounted(words_around(result))


def names_share(result: Result) -> bool:
    """`is_share` by what is measured alone: the column of a risk ratio is headed by "ratio"."""
    c = result.context
    words = _EFFECT_NAMES.sub(" ", " ".join((result.endpoint_printed, c.row, c.analysis)))
    return result.endpoint not in terms.TIMES and not _uncounted(words)


def is_weighted(result: Result) -> bool:
    """Whether the words speak of weights, imputation, adjustment or pairs."""
    return bool(_WEIGHTED.search(words_around(result)))


def counts_weighted(result: Result) -> bool:
    """Whether the words speak of weights or imputation for counts printed with percentages."""
    return bool(_COUNTS_WEIGHTED.search(words_around(result)))


def several_categories(result: Result, dossier: Dossier) -> bool:
    """Whether the P of a row may test several rows: the next has none, or they share one cell."""
    if result.place != "table" or result.row is None:
        return False
    shared: dict[Span, set[int | None]] | None = dossier.__dict__.get("_rows_of_p")
    if shared is None:
        shared = defaultdict(set)
        for other in dossier.results:
            for p in other.p:
                shared[p.value.span].add(other.row)
        dossier.__dict__["_rows_of_p"] = shared
    if any(len(shared[p.value.span]) > 1 for p in result.p):
        return True
    known = dossier.__dict__.get("_rows_without_p")
    if known is None:
        known = {
            (r.table, r.row) for r in dossier.results if r.place == "table" and r.values and not r.p
        }
        dossier.__dict__["_rows_without_p"] = known
    return (result.table, result.row + 1) in known


def misfits(dossier: Dossier) -> dict[tuple[object, ...], tuple[int, int]]:
    """By table and study: how many shares could be held against an arm, and how many do not fit it.

    Where most of a table does not fit, its percentages have another denominator (rows, evaluable
    patients), which is a property of the table and no finding about one cell.
    """
    known: dict[tuple[object, ...], tuple[int, int]] | None = dossier.__dict__.get("_misfits")
    if known is None:
        counted: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
        for result in dossier.results:
            if not is_share(result):
                continue
            for value in result.values:
                fit = fits_arm(result, value)
                if fit is not None:
                    counted[result.table, result.ref][0] += 1
                    counted[result.table, result.ref][1] += not fit
        known = {key: (seen, bad) for key, (seen, bad) in counted.items()}
        dossier.__dict__["_misfits"] = known
    return known


def per_thousand(result: Result, dossier: Dossier) -> bool:
    """Whether a table prints rates per 1,000 or 10,000 beside its counts, as if percentages."""
    known: dict[int | None, int] | None = dossier.__dict__.get("_per_thousand")
    if known is None:
        known = defaultdict(int)
        for other in dossier.results:
            for value in other.values:
                n = wording.size(value.total)
                if value.kind != "percent" or value.count is None or not n or not value.nums:
                    continue
                share, k = printed(value.nums[0].text), printed(value.count.text).value
                known[other.table] += any(
                    share.interval.holds(100 * k * factor / n) for factor in (10, 100)
                ) and not share.interval.holds(100 * k / n)
        dossier.__dict__["_per_thousand"] = known
    return result.table is not None and known.get(result.table, 0) >= 2


def category_sums(dossier: Dossier) -> dict[tuple[object, ...], int]:
    """By table, study, arm and heading of rows: the patients counted in its rows together.

    "Stage: I 16, II 40, III 6" of an arm of 72 has 62 patients whose stage is known; its
    percentages are of those 62.
    """
    known: dict[tuple[object, ...], int] | None = dossier.__dict__.get("_category_sums")
    if known is None:
        rows: dict[tuple[object, ...], dict[int | None, int]] = defaultdict(dict)
        for result in dossier.results:
            for value in result.values:
                if result.table is None or value.count is None or value.total is not None:
                    continue
                k = printed(value.count.text).value
                if k.denominator == 1:
                    rows[_category(result, value)][result.row] = int(k)
        known = {key: sum(found.values()) for key, found in rows.items() if len(found) > 1}
        dossier.__dict__["_category_sums"] = known
    return known


def _category(result: Result, value: Value) -> tuple[object, ...]:
    heading = result.context.row.rpartition(" > ")[0]
    return result.table, result.ref, value.arm, heading


def known_patients(result: Result, value: Value, dossier: Dossier) -> int | None:
    """The patients counted in the rows under the same heading, None where there is no heading."""
    if result.table is None or " > " not in result.context.row:
        return None
    return category_sums(dossier).get(_category(result, value))


def mostly_misfits(result: Result, dossier: Dossier) -> bool:
    """Whether the table of a result has another denominator throughout."""
    seen, bad = misfits(dossier).get((result.table, result.ref), (0, 0))
    return result.table is not None and bad >= 3 and bad > 0.3 * seen


def fits_arm(result: Result, value: Value) -> bool | None:
    """Whether a percentage is possible for its arm; None when that cannot be said."""
    if value.kind != "percent" or value.total is not None or len(value.nums) != 1:
        return None
    n = wording.size(wording.arm_size(result, value))
    share = printed(value.nums[0].text)
    if n is None or not 0 <= share.value <= 100:
        return None
    counts = statistics.possible_counts(share.interval, n)
    if value.count is not None:
        return printed(value.count.text).value in counts
    return bool(counts) if powerful(value, n) else None


def powerful(value: Value, n: int) -> bool:
    """Whether an impossible percentage exists at all for ``n``: n < 10 ** (decimals + 2)."""
    return bool(n < 10 ** (printed(value.nums[0].text).decimals + 2))


def added(parts: Iterable[Interval]) -> Interval:
    """The sum of printed numbers with their summed roundings (at least one part)."""
    first, *rest = parts
    for part in rest:
        first = first + part
    return first
