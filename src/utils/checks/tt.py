"""TT: text against table, abstract against body, table against table.

Every check here is called with a `Pair`: two results that the linker holds for reports of the
same quantity. `linking.compare` lays their numbers side by side; each check judges its own kind
of field and says so when they agree, because silence and "nothing to compare" are different.
"""

from __future__ import annotations

from collections.abc import Collection

from src.utils.checks import tt_words as words
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.tt_alternatives import alternatives
from src.utils.linking.compare import Comparison, Field, arms_by_name, compare
from src.utils.linking.keys import conflicts
from src.utils.records import Dossier, Evidence, Finding, Pair, Result, Severity


def _fields(pair: Pair, names: Collection[str], kinds: Collection[str] = ()) -> list[Field]:
    seen = compare(pair.left, pair.right)
    if seen.crossed == "values":  # another check speaks of exchanged arms
        names = [n for n in names if n in ("estimate", "low", "high", "level", "p")]
    return [f for f in seen.fields if f.name in names and (not kinds or f.kind in kinds)]


def _judge(
    pair: Pair,
    dossier: Dossier,
    fields: list[Field],
    what: str,
    loudest: Severity = "error",
) -> Finding | None:
    """One finding for the fields of one kind: agreement, or the difference with its alternatives."""
    left, right = words.places(pair)
    wrong = [f for f in fields if not f.agrees]
    if not wrong:
        said = ", ".join(dict.fromkeys(_said(f)[0] for f in fields))
        return agrees(
            f"{what} agrees between {left} and {right} ({said}).",
            evidence=words.evidence(fields, pair),
            computed=words.computed(fields, pair),
        )
    a = " and ".join(_said(f)[0] for f in wrong)
    b = " and ".join(_said(f)[1] for f in wrong)
    reasons: list[str] = []
    soften = 1
    for f in wrong:
        found, steps = alternatives(f, pair, dossier)
        reasons.extend(found)
        soften = min(soften, steps)
    level = words.lower(words.severity(pair, wrong, loudest), soften)
    return differs(
        level,
        f"{what} is {a} in {left} and {b} in {right}.",
        evidence=words.evidence(wrong, pair),
        computed=words.computed(fields, pair),
        alternatives=tuple(dict.fromkeys(reasons)),
    )


def _one_sided(pair: Pair, statistic: str) -> Finding | None:
    """Nothing was compared: said where one place prints the statistic and the other does not."""
    there = [_prints(r, statistic) for r in (pair.left, pair.right)]
    if there[0] == there[1]:
        return None
    return cannot_say(f"no {statistic} in one of the places")


def _prints(result: Result, statistic: str) -> bool:
    e = result.effect
    if statistic == "estimate":
        return e is not None and e.estimate is not None
    if statistic == "interval":
        return e is not None and e.low is not None
    if statistic == "level":
        return e is not None and e.level is not None
    if statistic == "P value":
        return bool(result.p)
    if statistic == "count":
        return any(v.count or v.kind == "count" for v in result.values)
    kinds = {v.kind for v in result.values}
    return "percent" in kinds if statistic == "percentage" else bool(kinds - {"percent", "count"})


def _said(f: Field) -> tuple[str, str]:
    """Both numbers of a field as the sentence prints them."""
    if f.name == "p":
        return words.printed_p(f.relations[0], f.left), words.printed_p(f.relations[1], f.right)
    unit = "%" if f.kind == "percent" or f.name == "level" else ""
    names = {"low": "a lower bound of ", "high": "an upper bound of "}
    before = names.get(f.name.replace("value ", ""), "")
    a, b = (f"{before}{n.text}{unit if n.text != 'NR' else ''}" for n in (f.left, f.right))
    return a, b


@check("TT01", "estimate-differs-between-places")
def estimate_differs(pair: Pair, dossier: Dossier) -> Finding | None:
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
    fields = _fields(pair, ("estimate",))
    if not fields:
        return _one_sided(pair, "estimate")
    kind = fields[0].kind
    return _judge(pair, dossier, fields, words.quantity(pair, kind))


@check("TT02", "interval-differs-between-places")
def interval_differs(pair: Pair, dossier: Dossier) -> Finding | None:
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
    Intervals at different printed levels are left to the check of the level.

    Source
    ------
    Printed numerals as intervals of what they may have been rounded from.
    """
    seen = compare(pair.left, pair.right)
    if any(f.name == "level" and not f.agrees for f in seen.fields):
        return None
    fields = _fields(pair, ("low", "high", "value low", "value high"))
    if not fields:
        return _one_sided(pair, "interval")
    kind = fields[0].kind
    name = words.quantity(pair, kind)
    what = f"The interval of {name[0].lower()}{name[1:]}"
    return _judge(pair, dossier, fields, what)


@check("TT03", "p-differs-between-places")
def p_differs(pair: Pair, dossier: Dossier) -> Finding | None:
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
    fields = _fields(pair, ("p",))
    if not fields:
        return _one_sided(pair, "P value")
    flips = any(not f.agrees and _decides(f, 0) != _decides(f, 1) for f in fields)
    endpoint = pair.left.endpoint or pair.right.endpoint
    what = f"The P value for {endpoint}" if endpoint else "The P value"
    return _judge(pair, dossier, fields, what, "error" if flips else "warning")


def _decides(f: Field, side: int) -> bool | None:
    """Whether a P says significant at 0.05: True, False, None when its limit leaves it open."""
    relation, text = f.relations[side], (f.left, f.right)[side].text
    value = float(text)
    if relation[0] == ">":
        return False if value >= 0.05 else None
    if relation[0] == "<":
        return True if value <= 0.05 else None
    return value < 0.05


@check("TT04", "value-differs-between-places")
def value_differs(pair: Pair, dossier: Dossier) -> Finding | None:
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
    fields = [f for f in _fields(pair, ("value", "sd")) if f.kind != "percent"]
    if not fields:
        return _one_sided(pair, "value")
    return _judge(pair, dossier, fields, words.quantity(pair, fields[0].kind))


@check("TT05", "percentage-differs-between-places")
def percentage_differs(pair: Pair, dossier: Dossier) -> Finding | None:
    """A percentage of the same arm is printed differently in two places.

    Compares
    --------
    The percentages of each arm (response, events, survival at a time).

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
    fields = _fields(pair, ("value",), ("percent",))
    if not fields:
        return _one_sided(pair, "percentage")
    return _judge(pair, dossier, fields, words.quantity(pair, "percent"))


@check("TT06", "count-differs-between-places")
def count_differs(pair: Pair, dossier: Dossier) -> Finding | None:
    """A count, a total or an arm's size is printed differently in two places.

    Compares
    --------
    Counts with their totals, and sizes of arms that both places name.

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
    fields = _fields(pair, ("count", "total", "n"))
    if not fields:
        return _one_sided(pair, "count")
    loudest: Severity = "warning" if all(f.name == "n" for f in fields) else "error"
    return _judge(pair, dossier, fields, words.quantity(pair, "count"), loudest)


@check("TT07", "level-differs-between-places")
def level_differs(pair: Pair, dossier: Dossier) -> Finding | None:
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
    fields = _fields(pair, ("level",))
    if not fields:
        return _one_sided(pair, "level")
    name = words.quantity(pair, fields[0].kind)
    return _judge(
        pair, dossier, fields, f"The level of the interval of {name[0].lower()}{name[1:]}"
    )


@check("TT08", "endpoint-differs-while-numbers-agree")
def endpoint_differs(pair: Pair) -> Finding | None:
    """The same numbers are reported for different endpoints, criteria or measures.

    Compares
    --------
    Endpoint, response criterion and kind of effect of two results whose numbers all agree.

    Why it matters
    --------------
    One of the two places names the wrong outcome.

    Known limits
    ------------
    Speaks only where at least three distinctive numbers agree and both places use standard terms.

    Source
    ------
    The keys of a result as the two places print them.
    """
    seen = compare(pair.left, pair.right)
    against = [
        k for k in conflicts(pair.left, pair.right) if k in ("endpoint", "criterion", "kind")
    ]
    if not against:
        return _same_names(pair, seen)
    if not seen.all_agree:
        return None
    left, right = words.places(pair)
    a = ", ".join(_named(pair, 0, key) for key in against)
    b = ", ".join(_named(pair, 1, key) for key in against)
    steps = len(pair.link.open_keys)
    return differs(
        words.lower("error" if against == ["endpoint"] else "warning", steps),
        f"The same numbers are reported for {a} in {left} and for {b} in {right}.",
        evidence=words.evidence(seen.fields, pair),
        computed={**words.computed(seen.fields, pair), "differs in": ", ".join(against)},
    )


def _same_names(pair: Pair, seen: Comparison) -> Finding | None:
    a, b = pair.left, pair.right
    if not seen.fields:
        return None
    if not a.endpoint and not b.endpoint:
        return None
    if a.endpoint != b.endpoint:
        return cannot_say("endpoint not named alike in both places")
    by = f" by {a.criterion}" if a.criterion and a.criterion == b.criterion else ""
    left, right = words.places(pair)
    return agrees(
        f"{left[0].upper()}{left[1:]} and {right} name the same endpoint, {a.endpoint}{by}.",
        computed={"endpoint": a.endpoint, "criterion": a.criterion},
    )


def _named(pair: Pair, side: int, key: str) -> str:
    result = (pair.left, pair.right)[side]
    if key == "kind":
        return f"the {result.effect.kind}" if result.effect else "no effect"
    return str(getattr(result, key))


@check("TT10", "arm-order-differs-between-places")
def arm_order_differs(pair: Pair) -> Finding | None:
    """The values of two arms stand in exchanged order in two places.

    Compares
    --------
    The order of the values with the order of the named arms: the same values in exchanged
    order beside arms in the same order, or the same order of values beside exchanged arms.

    Why it matters
    --------------
    An exchanged pair credits one arm with the other arm's result.

    Known limits
    ------------
    Silent where a place does not name both arms.

    Source
    ------
    The values and arm names as printed.
    """
    seen = compare(pair.left, pair.right)
    values = [f for f in seen.fields if f.name in ("value", "count")]
    left, right = words.places(pair)
    named = arms_by_name(pair.left, pair.right)
    if not seen.crossed:
        if len(values) < 2:
            return None
        if len(named) < 2:
            return cannot_say("arms not named alike in both places")
        return agrees(
            f"{left[0].upper()}{left[1:]} and {right} report the arms in agreeing order.",
            evidence=words.evidence(values, pair),
            computed=words.computed(values, pair),
        )
    a = " vs. ".join(f.left.text for f in values)
    b = " vs. ".join(f.right.text for f in values)
    # Without the study's reference on both sides the names come from grammar alone.
    steps = len(pair.link.open_keys) + (0 if pair.left.ref and pair.right.ref else 1)
    if seen.crossed == "names":  # a bracket need not list the arms in the order of the sentence
        i, j = named[0]
        message = (
            f"The values stand as {a} in both places, but {pair.left.arms[i].name} comes "
            f"{_ORDER[i]} in {left} and {pair.right.arms[j].name} {_ORDER[j]} in {right}."
        )
    else:
        message = f"The values stand as {a} in {left} and in exchanged order as {b} in {right}."
    return differs(
        words.lower("warning" if seen.crossed == "names" else "error", steps),
        message,
        evidence=words.evidence(values, pair) + _name_evidence(pair),
        computed=words.computed(values, pair),
    )


_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth")


def _name_evidence(pair: Pair) -> tuple[Evidence, ...]:
    return tuple(
        Evidence("arm", arm.span, side.place, side.label)
        for side in (pair.left, pair.right)
        for arm in side.arms
        if arm.span is not None
    )


from src.utils.checks import tt_absent  # noqa: E402,F401  registers TT09
