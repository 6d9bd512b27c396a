"""TT04 to TT07: values, percentages, counts and levels in two places."""

from __future__ import annotations

from src.utils.checks import tt_words as words
from src.utils.checks.registry import check
from src.utils.checks.tt_judge import Findings, fields_of, judge, one_sided, other_arm
from src.utils.checks.tt_pooled import judge_pooled
from src.utils.checks.tt_sums import judge_share, judge_sum
from src.utils.linking.named.pooled import POOLED
from src.utils.records import Dossier, Pair, Severity


@check("TT04", "value-differs-between-places")
def value_differs(pair: Pair, dossier: Dossier) -> Findings:
    """A median, mean or rate of the same arm is printed differently in two places.

    Compares
    --------
    The values of each arm (medians, means, rates, and their spread), arm by arm. "Not reached"
    beside a number is a difference.

    Why it matters
    --------------
    The values are what a reader remembers of a trial.

    Known limits
    ------------
    Arms are matched by name where both places name them, otherwise by order.

    Source
    ------
    Printed numerals as intervals of what they may have been rounded from.
    """
    fields = [f for f in fields_of(pair, ("value", "sd")) if f.kind != "percent"]
    if not fields:
        return one_sided(pair, "value")
    fields += other_arm(pair, dossier, fields)
    return judge(pair, dossier, fields, words.quantity(pair, fields[0].kind))


@check("TT05", "percentage-differs-between-places")
def percentage_differs(pair: Pair, dossier: Dossier) -> Findings:
    """A percentage of the same arm is printed differently in two places.

    Compares
    --------
    The percentages of each arm (response, events, survival at a time). A percentage of all
    patients is laid beside the groups of a row taken together, one that a sentence prints with
    the sum of a row's counts beside the sum of their totals.

    Why it matters
    --------------
    Response and event rates are compared across trials as printed.

    Known limits
    ------------
    Percentages of two populations (all, evaluable) may be linked when neither place says which.

    Source
    ------
    Printed numerals as intervals of what they may have been rounded from.
    """
    if pair.link.derived == POOLED:
        return judge_pooled(pair)
    if pair.link.derived == "sum":
        return judge_share(pair)
    fields = fields_of(pair, ("value",), ("percent",))
    if not fields:
        return one_sided(pair, "percentage")
    fields += other_arm(pair, dossier, fields)
    return judge(pair, dossier, fields, words.quantity(pair, "percent"))


@check("TT06", "count-differs-between-places")
def count_differs(pair: Pair, dossier: Dossier) -> Findings:
    """A count, a total or an arm's size is printed differently in two places.

    Compares
    --------
    Counts with their totals, and sizes of arms that both places name. A count of the text that is
    the sum of cells (both arms of a row, neighbouring rows of an arm) is held against the sum.

    Why it matters
    --------------
    Every percentage and test rests on the counts.

    Known limits
    ------------
    Different populations (randomised, treated, evaluable) have different sizes; where a
    population is stated on both sides they are not compared.

    Source
    ------
    Integers are compared exactly.
    """
    if pair.link.derived == "sum":
        return judge_sum(pair)
    fields = fields_of(pair, ("count", "total", "n"))
    if not fields:
        return one_sided(pair, "count")
    loudest: Severity = "warning" if all(f.name == "n" for f in fields) else "error"
    wrong = {f.name for f in fields if not f.agrees}
    kind = (
        {"total": "denominator", "n": "size of the group"}.get(wrong.pop(), "count")
        if len(wrong) == 1
        else "count"
    )
    return judge(pair, dossier, fields, words.quantity(pair, kind), loudest)


@check("TT07", "level-differs-between-places")
def level_differs(pair: Pair, dossier: Dossier) -> Findings:
    """The confidence level of the same interval is printed differently in two places.

    Compares
    --------
    The printed levels of two intervals of the same quantity, where both places print one.

    Why it matters
    --------------
    A 90 % interval read as a 95 % interval looks more precise than it is.

    Known limits
    ------------
    A level stated once for a whole paragraph is taken as printed.

    Source
    ------
    Levels are compared exactly.
    """
    fields = fields_of(pair, ("level",))
    if not fields:
        return one_sided(pair, "level")
    name = words.quantity(pair, fields[0].kind)
    what = f"The level of the interval of {name[0].lower()}{name[1:]}"
    return judge(pair, dossier, fields, what)
