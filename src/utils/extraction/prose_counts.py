"""Counts that stand beside a percentage which the grammar read without them.

"Eleven women (37.9%)", "5.7%; 156/2,752", "69% of evaluable patients (9/13)": the percentage is a
result's value already, and the count with its total belongs to it.
"""

from __future__ import annotations

import msgspec

from src.utils.extraction import loose_forms, loose_patterns
from src.utils.records import Value, View

#: Characters before and after a percentage in which its count is looked for.
_BEFORE, _AFTER = 70, 90


def completed(view: View, values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The values with the counts and totals that the sentence prints beside their percentages."""
    if all(v.kind != "percent" or v.count is not None or len(v.nums) != 1 for v in values):
        return values
    return tuple(_completed(view, v) for v in values)


def _completed(view: View, value: Value) -> Value:
    if value.kind != "percent" or value.count is not None or len(value.nums) != 1:
        return value
    at = view.index(value.nums[0].span.start)
    if at is None:
        return value
    for pattern in (loose_patterns.SHARE, loose_patterns.COUNTED):
        for match in pattern.finditer(view.text, max(0, at - _BEFORE), at + _AFTER):
            if match.start("pct") != at:
                continue
            for _, _, found in loose_forms.values(view, match, "percent"):
                if found.count is not None:
                    total = found.total if value.total is None else value.total
                    return msgspec.structs.replace(value, count=found.count, total=total)
    return value
