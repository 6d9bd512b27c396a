"""TT: text against table, abstract against body, table against table.

Every check of the family but TT09 is called with a `Pair`: two results that the linker holds for
reports of the same quantity. `linking.compare` lays their numbers side by side; each check judges
its own kind of field and says so when they agree, because silence and "nothing to compare" are
different. Here stand the checks of an effect; `tt_values`, `tt_names` and `tt_absent` hold those
of values, of names and of what is missing.
"""

from __future__ import annotations

from src.utils.checks import (
    participants,
    tt_absent,
    tt_average,
    tt_derived,
    tt_model,
    tt_names,
    tt_of,
    tt_other_row,
    tt_relative,
    tt_size,
    tt_statistic,
    tt_values,
    tt_whole,
)
from src.utils.checks import tt_words as words
from src.utils.checks.registry import check
from src.utils.checks.tt_judge import Findings, fields_of, judge, one_sided
from src.utils.linking.compare import compare
from src.utils.linking.fields import Field
from src.utils.records import Dossier, Pair

#: Importing a module registers its checks.
PARTS = (
    participants,
    tt_absent,
    tt_average,
    tt_derived,
    tt_model,
    tt_names,
    tt_other_row,
    tt_relative,
    tt_of,
    tt_size,
    tt_statistic,
    tt_values,
    tt_whole,
)


@check("TT01", "estimate-differs-between-places")
def estimate_differs(pair: Pair, dossier: Dossier) -> Findings:
    """The point estimate of one comparison is printed differently in two places.

    Compares
    --------
    The estimate (HR, OR, RR, IRR, differences) of two results that report the same quantity.
    Rounding to fewer digits is agreement, cutting instead of rounding a note, one unit in the
    last place a warning, anything else an error; one step softer for every key left open.

    Why it matters
    --------------
    A reader who quotes the abstract and one who quotes the table report different effects.

    Known limits
    ------------
    Two estimates of one endpoint from different models may be linked when neither place says
    which model it used.

    Source
    ------
    Printed numerals as intervals of what they may have been rounded from.
    """
    fields = fields_of(pair, ("estimate",))
    if not fields:
        return one_sided(pair, "estimate")
    kind = fields[0].kind
    return judge(pair, dossier, fields, words.quantity(pair, kind))


@check("TT02", "interval-differs-between-places")
def interval_differs(pair: Pair, dossier: Dossier) -> Findings:
    """A bound of the same confidence interval is printed differently in two places.

    Compares
    --------
    Lower and upper bound of the effect, and of a value's own interval, of two results that
    report the same quantity.

    Why it matters
    --------------
    Significance and precision are read from the bounds.

    Known limits
    ------------
    Intervals at different printed levels are left to the check of the level, unless they have
    one bound in common, which no two levels do.

    Source
    ------
    Printed numerals as intervals of what they may have been rounded from.
    """
    fields = fields_of(pair, ("low", "high", "value low", "value high"))
    levels = (f for f in compare(pair.left, pair.right).fields if f.name == "level")
    if not all(f.agrees for f in levels) and not _bound_in_common(fields):
        return None
    if not fields:
        return one_sided(pair, "interval")
    # A row may hold the interval of a median beside that of a hazard ratio: the one that differs.
    kind = next((f.kind for f in fields if not f.agrees), fields[0].kind)
    name = words.quantity(pair, kind)
    wrong = {f.name.replace("value ", "") for f in fields if not f.agrees}
    bound = {"low": "lower bound of the ", "high": "upper bound of the "}
    which = bound[wrong.pop()] if len(wrong) == 1 else ""
    what = f"The {which}interval of {name[0].lower()}{name[1:]}"
    return judge(pair, dossier, fields, what)


def _bound_in_common(fields: list[Field]) -> bool:
    """Whether two intervals print the same bound, to a digit that says something."""
    return any(f.agrees and f.weight >= 1.0 for f in fields)


@check("TT03", "p-differs-between-places")
def p_differs(pair: Pair, dossier: Dossier) -> Findings:
    """The P value of the same comparison is printed differently in two places.

    Compares
    --------
    P values with their relation. P = 0.001 and P < 0.001 are different statements; P < 0.05
    beside P = 0.03 only says less. A P of an interaction, a trend or a non-inferiority test is
    compared with its like only. When the numbers differ it is an error only where one place is
    below 0.05 and the other is not, because two tests of one comparison are common.

    Why it matters
    --------------
    The decision about significance hangs on it.

    Known limits
    ------------
    A log-rank P and a Cox P of one comparison differ legitimately; where the words do not say
    which, the difference is reported as a warning.

    Source
    ------
    Printed numerals as intervals of what they may have been rounded from.
    """
    fields = fields_of(pair, ("p",))
    if not fields:
        return one_sided(pair, "P value")
    flips = any(not f.agrees and {_decides(f, 0), _decides(f, 1)} == {True, False} for f in fields)
    what = words.quantity(pair, "P value")
    return judge(pair, dossier, fields, what, "error" if flips else "warning")


def _decides(f: Field, side: int) -> bool | None:
    """Whether a P says significant at 0.05: True, False, None when its limit leaves it open."""
    relation, text = f.relations[side], (f.left, f.right)[side].text
    value = float(text)
    if relation[0] == ">":
        return False if value >= 0.05 else None
    if relation[0] == "<":
        return True if value <= 0.05 else None
    return value < 0.05
