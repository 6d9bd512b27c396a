"""Numbers right before a P value that the grammar read without them.

"2.5 g/dL (± 1.5) vs. 1.7 g/dL (± 0.9); P = 0.02", "-0.021 units, 95% CI -0.038; -0.004, P = 0.01":
the forms of `loose_forms` read what the grammar left, and the P value is that of these numbers.
"""

from __future__ import annotations

import re

import msgspec

from src.utils.extraction import loose_forms, loose_groups
from src.utils.extraction.tuples import Found, Token, ValueFound
from src.utils.records import Num, Value, View

#: Between the numbers and their P value.
_NEXT = re.compile(r"[\s)\]]*[,;:]?\s*(?:[(\[]\s*)?(?:with\s+an?\s+)?")
#: The same with the group of the last number: "3300 ml (2474-3874) in the usual care group (P".
_GROUP_NEXT = re.compile(
    r"[\s)\]]*(?:in|for|with|among|of)\s+(?:the\s+|those\s+)?(?:[\w/+-]+\s+){0,5}?"
    r"(?:groups?|arms?|patients|participants|controls?|placebo)\s*[,;(\[]\s*"
)
_NAMED = re.compile(r"=\s*\Z")


def adopted(view: View, text: str, items: list[Found]) -> list[Found]:
    """The items of a sentence; those that are a P value alone with the numbers before it."""
    if all(item.estimate or item.values or not item.ps for item in items):
        return items
    held = {
        view.at(t.start)
        for item in items
        for t in (item.estimate, item.low, item.high, *(n for v in item.values for n in v.nums))
        if t is not None and t.start >= 0
    }
    groups = list(loose_groups.groups(list(loose_forms.found(view, held)), text))
    out = []
    for item in items:
        if not (item.estimate or item.values) and item.ps:
            last = next((g for g in groups if _right_before(text, g, item)), None)
            if last is not None:
                values = [_value(view, a, b, v) for a, b, v, _ in last]
                item = msgspec.structs.replace(item, values=values, start=last[0][0])
        out.append(item)
    return out


def _right_before(text: str, group: list[loose_forms.Found], item: Found) -> bool:
    first, last = group[0], group[-1]
    if last[1] > item.start:
        return False
    if not _NEXT.fullmatch(text, last[1], item.start) and not (
        len(group) > 1 and _GROUP_NEXT.fullmatch(text, last[1], item.start)
    ):
        return False
    value = first[2]
    if value.kind == "interval" or not value.nums:
        return False
    if len(group) > 1 or value.low is not None or value.sd is not None:
        return True
    if value.kind == "percent":
        return True
    return value.kind in ("plain", "mean", "median") and bool(_NAMED.search(text, 0, first[0]))


def _value(view: View, start: int, end: int, value: Value) -> ValueFound:
    def token(num: Num | None) -> Token | None:
        at = view.index(num.span.start) if num is not None else None
        if num is None or at is None:
            return None
        return Token(num.text, at, at + num.span.end - num.span.start)

    counted = value.kind == "count"
    return ValueFound(
        () if counted else tuple(t for n in value.nums if (t := token(n)) is not None),
        "other" if value.kind == "plain" else value.kind,
        "%" if value.kind == "percent" else "",
        count=token(value.nums[0]) if counted else token(value.count),
        total=token(value.total),
        low=token(value.low),
        high=token(value.high),
        level=token(value.level),
        sd=token(value.sd),
        start=start,
        end=end,
    )
