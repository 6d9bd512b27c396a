"""What the rows of a table give for all of its groups together: sums and percentages.

What belongs here: arithmetic over the groups of a row. What does not: sentences and verdicts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import msgspec

from src.utils.checks.columns import no_group, of_all
from src.utils.checks.tt_row_names import Name, name_of
from src.utils.printed import Interval, printed
from src.utils.records import Dossier, Evidence, Num, Result, Value

_UNKNOWN = re.compile(r"unknown|missing|not\s+(?:known|done|available|reported)", re.I)
#: So many rows may make up one characteristic.
_MOST = 9


class Part(msgspec.Struct, frozen=True):
    """One group's number: a count, a percentage or a mean, of how many."""

    value: Value
    count: Num | None
    of: int | None
    size: Num | None

    @property
    def number(self) -> int:
        """The count."""
        assert self.count is not None
        return int(self.count.text)


class Whole(msgspec.Struct, frozen=True):
    """What a row gives for all of its groups together.

    ``count`` is the sum of its counts; ``shares`` are percentages with how they were reached;
    ``sizes`` is the number of patients of all groups, where every size is known.
    """

    row: Result
    name: Name
    parts: tuple[Part, ...]
    count: int | None
    shares: tuple[tuple[str, Interval], ...]
    sizes: int | None
    total: bool = False

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The numbers of the groups, and the sizes that percentages are of."""
        label = self.row.label
        out: dict[Num, str] = {}
        for part in self.parts:
            out |= dict.fromkeys(part.value.nums, "value")
            if part.count is not None:
                out[part.count] = "count"
            if part.value.total is not None:
                out[part.value.total] = "total"
            elif part.size is not None:
                out[part.size] = "n"
        return tuple(Evidence(role, n.span, "table", label) for n, role in out.items())

    @property
    def sum(self) -> str:
        """Its counts as a sum in words."""
        return f"{' + '.join(str(p.number) for p in self.parts)} = {self.count}"


def all_wholes(dossier: Dossier) -> list[Whole]:
    """The rows of all tables with a number in every group."""
    rows: list[tuple[Result, list[Part], bool]] = []
    for result in dossier.results:
        if result.table is None or result.place != "table" or result.unit == "participants":
            continue
        found = _parts(result)
        if found is not None:
            rows.append((result, *found))
    blocks: dict[tuple[int | None, str, int], list[tuple[Result, list[Part]]]] = defaultdict(list)
    for result, parts, _ in rows:
        heading, bar, _ = result.context.row.rpartition(" > ")
        if bar:
            blocks[result.table, heading, len(parts)].append((result, parts))
    out = []
    for result, parts, total in rows:
        name = name_of(result.context.row)
        if name is None:
            continue
        counted = all(p.count is not None for p in parts)
        count = sum(p.number for p in parts) if counted else None
        ofs = [p.of for p in parts]
        whole = sum(n or 0 for n in ofs) if all(ofs) else None
        heading = result.context.row.rpartition(" > ")[0]
        known = _known(blocks.get((result.table, heading, len(parts)), []))
        shares = tuple(_shares(parts, count, whole, known))
        if count is not None or shares:
            out.append(Whole(result, name, tuple(parts), count, shares, whole, total))
    return out


def _parts(result: Result) -> tuple[list[Part], bool] | None:
    """The numbers of the groups of a row, and whether the table has a column of all."""
    arms = [i for i, a in enumerate(result.arms) if not no_group(a.name)]
    groups = [i for i in arms if not of_all(result.arms[i].name)]
    if len(groups) < 2:
        return None
    names = [result.arms[i].name for i in groups]
    if len(set(names)) < len(names):
        return None
    parts = []
    for i in groups:
        values = [v for v in result.values if v.arm == i]
        if len(values) != 1:
            return None
        value = values[0]
        count = _count(value)
        size = result.arms[i].n
        total = value.total or size
        of = int(total.text) if total is not None and total.text.isdigit() else None
        parts.append(Part(value, count, of or None, size))
    return parts, len(groups) < len(arms)


def _count(value: Value) -> Num | None:
    """The count of a value; the number in brackets after a rate is one too."""
    if value.count is not None:
        return value.count if value.count.text.isdigit() else None
    if len(value.nums) != 1 or value.kind not in ("count", "other"):
        return None
    num = value.nums[0]
    if num.text.isdigit() and value.sd is None and value.low is None:
        return num
    bracket = value.sd is not None and value.sd.text.isdigit() and "." in num.text
    return value.sd if bracket and value.kind == "other" else None


def _known(block: list[tuple[Result, list[Part]]]) -> list[int]:
    """The patients of a characteristic: all rows, and all but those without a known value."""
    sums = []
    for row, parts in block:
        if all(p.count is not None for p in parts):
            sums.append((sum(p.number for p in parts), bool(_UNKNOWN.search(row.context.row))))
    if not 2 <= len(sums) <= _MOST:
        return []
    every = [sum(n for n, _ in sums), sum(n for n, unknown in sums if not unknown)]
    return list(dict.fromkeys(every))


def _shares(
    parts: list[Part], count: int | None, whole: int | None, known: list[int]
) -> Iterator[tuple[str, Interval]]:
    """Percentages of all that a row may mean, with how they are reached."""
    if count is not None:
        for of in dict.fromkeys(n for n in (whole, *known) if n):
            if 0 < count <= of:
                share = Fraction(100 * count, of)
                yield f"{count} of {of}", Interval(share, share)
        if whole is None and all(p.value.kind == "percent" for p in parts):
            yield from _implied(parts, count)
        return
    if whole and all(p.value.kind == "percent" and len(p.value.nums) == 1 for p in parts):
        each = [(printed(p.value.nums[0].text).interval, p.of or 0) for p in parts]
        low = sum((i.low * n for i, n in each), Fraction(0)) / whole
        high = sum((i.high * n for i, n in each), Fraction(0)) / whole
        yield "the percentages weighted with the sizes", Interval(low, high)


def _implied(parts: list[Part], count: int) -> Iterator[tuple[str, Interval]]:
    """The percentage of all, in the patients that each count and its percentage imply."""
    low = high = Fraction(0)
    for part in parts:
        share = printed(part.value.nums[0].text).interval if part.value.nums else None
        if share is None or share.low <= 0 or not part.number:
            return
        low += 100 * part.number / share.high
        high += 100 * part.number / share.low
    if 0 < count <= high:
        yield f"{count} of the patients implied", Interval(100 * count / high, 100 * count / low)
