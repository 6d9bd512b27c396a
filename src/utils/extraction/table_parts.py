"""Whole numbers under one heading that add up to the size of their group are counts of people.

Belongs here: telling counts from other numbers where no heading says what the numbers are. The
categories of one characteristic ("male", "female") share the group out among them; nothing else
that is printed in whole numbers adds up to the group's size in every column.
"""

from __future__ import annotations

import msgspec

from src.utils.extraction.table_reader import Draft
from src.utils.records import Value

#: Smaller groups may be met by chance.
_LEAST = 10


def counted(drafts: list[Draft]) -> None:
    """Turn values of open kind into counts where the categories add up to the group's size."""
    families: dict[tuple[str, ...], list[Draft]] = {}
    for draft in drafts:
        if draft.values and draft.row.sections:
            families.setdefault(draft.row.sections, []).append(draft)
    for members in families.values():
        if 2 <= len(members) <= 12 and _add_up(members):
            for draft in members:
                draft.values = [msgspec.structs.replace(v, kind="count") for v in draft.values]


def _add_up(members: list[Draft]) -> bool:
    first = members[0]
    if any(d.effect is not None for d in members):
        return False
    names = [a.name for a in first.arms]
    if not names or any([a.name for a in d.arms] != names for d in members):
        return False
    sums = [0] * len(names)
    for draft in members:
        if [v.arm for v in draft.values] != list(range(len(names))):
            return False
        for k, value in enumerate(draft.values):
            if not _open(value):
                return False
            sums[k] += int(value.nums[0].text)
    sizes = [int(a.n.text) if a.n is not None and a.n.text.isdigit() else 0 for a in first.arms]
    return all(n >= _LEAST and n == total for n, total in zip(sizes, sums, strict=True))


def _open(value: Value) -> bool:
    return (
        value.kind == "other"
        and len(value.nums) == 1
        and value.nums[0].text.isdigit()
        and value.low is None
        and value.sd is None
        and value.count is None
    )
