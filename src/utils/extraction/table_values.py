"""Read cells become values and effects, by what the headings say of them.

Belongs here: a pair of numbers as count (percent) or mean (SD), the interval of an estimate in the
neighbouring cell, P values. Does not: which cells belong together (`typed_tables`).
"""

from __future__ import annotations

from src.utils.extraction import table_cells as shapes
from src.utils.extraction.table_cells import Content
from src.utils.extraction.table_headers import VALUE, Heading
from src.utils.extraction.table_pairs import guess, number
from src.utils.extraction.table_several import COUNT
from src.utils.records import Num, PValue, Span, Value


def value(
    content: Content,
    span: Span | None,
    column: Heading,
    row: Heading,
    table: Heading,
    arm: int | None,
    size: Num | None,
    slashed: bool = False,
) -> Value | None:
    """What one group shows in a cell, None when the cell says nothing that can be typed.

    ``column``, ``row`` and ``table`` are the headings that apply, the nearest first; ``size`` is
    the size of the group; ``slashed``: the row head itself is a pair ("male/female").
    """
    shape, nums = content.shape, content.nums
    if shape == COUNT:
        return Value(_nums(nums), "count", arm, span)
    # "SD" over pairs of numbers in the head of a row is stable disease, no deviation.
    row_form = row.form if row.role == VALUE else ""
    # The row knows best what it shows: "Age, mean (SD)" in a column headed "n (%)".
    own = column.form
    if row.value in ("mean", "median") and own in ("count-percent", "percent-count"):
        own = ""
    form = row_form or own or (table.form if shape in (shapes.PAIR, shapes.CI) else "")
    if shape == shapes.CI and table.decimal and form == table.form != column.form:
        form = table.decimal  # "number (%) or median (IQR)": two bounds are no percentage
        kind_of_table = table.decimal.partition("-")[0]
    else:
        kind_of_table = table.value
    kind = (row.value if row_form else "") or column.value or row.value or kind_of_table
    if row.value in ("mean", "median") or (
        column.value == "count" and row.value and row.value != "percent"
    ):
        kind = row.value
    if form.startswith("median-") and kind in ("percent", "count"):
        kind = "median"  # "vWF, %" under "values are median (range)"
    if shape == shapes.REACHED:
        return Value((), "median", arm, span, not_reached=True)
    if shape in (shapes.COUNT_PERCENT, shapes.PERCENT_COUNT):
        shown = Value(_nums(nums[1:2]), "percent", arm, span, count=nums[0])
        return _interval(shown, content, form)
    if shape == shapes.FRACTION:
        return _fraction(nums, form, kind, content, arm, span, slashed)
    if shape == shapes.SPREAD:
        spread = "SE" if form == "mean-se" or content.spread == "SE" else ""
        found = Value(_nums(nums[:1]), "mean", arm, span, sd=nums[1], spread=spread)
        return _interval(found, content, form)
    if shape == shapes.PAIR:
        other = (row if row_form else column if column.form else table).decimal
        return _interval(_pair(nums, form, kind, arm, span, size, other), content, form)
    if shape == shapes.BRACKETED and (column.value == "percent" or content.percent):
        return Value(_nums(nums[:1]), "percent", arm, span)
    if shape == shapes.RANGE and content.spread:
        return Value(_nums(nums), "percent" if content.percent else "other", arm, span)
    if shape == shapes.CI:
        return _with_interval(content, form, kind, row, column, arm, span)
    if shape in (shapes.PERCENT, shapes.PLAIN):
        if shape == shapes.PERCENT:
            kind = "percent"
        elif len(nums) == 2 and content.percent and nums[0] is not None:
            kind = "other" if "." in nums[0].text else "count"  # "1 (<1%)"
        elif not column.value and not row.value and table.form:
            kind = "other"  # "values are n (%)" or "mean (SD)" says nothing of a lone number
        elif kind == "percent" and form == "count-percent" or not kind:
            kind = _bare(nums[0], kind)
        if kind == "count" and nums[0] is not None and not nums[0].text.rstrip("0").endswith("."):
            kind = "other" if "." in nums[0].text else kind  # a count has no decimals
        return _interval(Value(_nums(nums[:1]), kind or "other", arm, span), content, form)
    return None


def _bare(num: Num | None, kind: str) -> str:
    """A lone number under "n (%)" is the count when it is whole."""
    if kind == "percent":
        return "count" if num is not None and "." not in num.text else "percent"
    return kind or "other"


def _nums(nums: list[Num | None]) -> tuple[Num, ...]:
    return tuple(n for n in nums if n is not None)


def _interval(value: Value, content: Content, form: str) -> Value:
    if content.bounds is None:
        return value
    low, high = content.bounds
    return Value(
        value.nums, value.kind, value.arm, value.span, value.not_reached, value.count, value.total,
        low, high, content.level, value.sd, _spread(content, form) or value.spread,
    )  # fmt: skip


def _spread(content: Content, form: str) -> str:
    """What two bounds behind a number are when they are no confidence interval."""
    if content.spread:
        return content.spread
    if content.explicit or content.level is not None:
        return ""
    return {"median-iqr": "IQR", "median-range": "range", "mean-range": "range"}.get(form, "")


def _fraction(
    nums: list[Num | None],
    form: str,
    kind: str,
    content: Content,
    arm: int | None,
    span: Span | None,
    slashed: bool,
) -> Value | None:
    count, total, percent = nums
    if percent is not None:
        shown = Value((percent,), "percent", arm, span, count=count, total=total)
        return _interval(shown, content, form)
    if slashed or count is None or total is None or number(count) > number(total):
        return None
    if content.bounds is not None or "." in count.text:
        # "14/20 (13.5 to 15)": points out of the highest score, with their interval.
        kind = kind if kind in ("mean", "median") else "other"
        return _interval(Value((count,), kind, arm, span, total=total), content, form)
    return Value((count,), "count", arm, span, count=count, total=total)


def _pair(
    nums: list[Num | None],
    form: str,
    kind: str,
    arm: int | None,
    span: Span | None,
    size: Num | None,
    other: str = "",
) -> Value:
    """ "# (#)": count and percent, mean and SD, or a number with something unknown."""
    first, second = nums
    if not form and first is not None and second is not None:
        form = guess(first, second, size)
    if form in ("count-percent", "percent-count"):
        # A count has no decimals.
        whole = [n is not None and "." not in n.text for n in (first, second)]
        if whole == [False, True]:
            form = "percent-count"
        elif whole == [True, False]:
            form = "count-percent"
        elif whole == [False, False]:
            form, kind = other, other.partition("-")[0]
    if form == "count-percent":
        return Value(_nums([second]), "percent", arm, span, count=first)
    if form == "count-rate":
        return Value(_nums([second]), "rate", arm, span, count=first)
    if form == "percent-count":
        return Value(_nums([first]), "percent", arm, span, count=second)
    if form in ("mean-sd", "mean-se"):
        spread = "SE" if form == "mean-se" else ""
        return Value(_nums([first]), "mean", arm, span, sd=second, spread=spread)
    kind = kind if kind not in ("percent", "count", "") else "other"
    if not form and _events_behind(first, second):
        kind = kind if kind in ("mean", "median") else "rate"
        return Value(_nums([first]), kind, arm, span, count=second)
    spread = {"median-iqr": "IQR", "median-range": "range"}.get(form, "bracket")
    return Value(_nums([first]), kind, arm, span, sd=second, spread=spread)


def _events_behind(first: Num | None, second: Num | None) -> bool:
    """Whether a rate stands before its number of events: "6.2 (3,268)"; a spread is printed with
    as many decimals as its mean and is not twenty times as large."""
    if first is None or second is None or "." not in first.text or "." in second.text:
        return False
    return number(second) >= 20 and number(second) > 20 * abs(number(first))


def _with_interval(
    content: Content,
    form: str,
    kind: str,
    row: Heading,
    column: Heading,
    arm: int | None,
    span: Span | None,
) -> Value:
    estimate, low, high = content.nums
    kind = "percent" if content.percent and kind != "median" else kind
    kind = "other" if kind in ("count", "") else kind
    if form == "count-percent" and low is not None and estimate is not None:
        kind = "percent" if content.percent else "other"
    return Value(
        _nums([estimate]),
        kind,
        arm,
        span,
        not_reached=estimate is None,
        low=low,
        high=high,
        level=content.level,
        spread=_spread(content, form),
    )


def p_value(found: tuple[str, Num, str], span: Span, qualifier: str) -> PValue:
    """A P value as a record; the words of the cell go before those of the heading."""
    relation, num, own = found
    return PValue(
        relation,
        num,
        span,
        {"log rank": "log-rank", "logrank": "log-rank"}.get(own, own) or qualifier,
    )
