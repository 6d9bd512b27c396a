"""Numbers of a sentence laid beside the groups of a table that print them.

Belongs here: which group of a row (or which row of a column) prints each of several numbers, and
with which one the sentence tells it. Does not: what follows when the two are not the same
(`exchanged`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from src.utils.linking import numerals
from src.utils.linking.fields import comparable
from src.utils.linking.names.groups import named_in, names_of
from src.utils.linking.near.told import Telling, nameless, told
from src.utils.records import Article, Num, Result, Span, Value

#: A number that no link speaks of must say so much.
LEAST = 0.5
#: So near stand the values of one list, and a name to its value.
_LIST, _BESIDE = 60, 40
_PARTS = ("value", "count", "total", "low", "high", "sd")

Columns = tuple[int | None, ...]


class Row(msgspec.Struct, frozen=True):
    """The groups of a row of a table, or the rows of a column: their values in order."""

    cells: tuple[Result, ...]
    groups: tuple[Value, ...]
    texts: tuple[str, ...]

    @property
    def one(self) -> bool:
        """Whether the groups are those of one row."""
        return len(self.cells) == 1


class Laid(msgspec.Struct, frozen=True):
    """Values of a sentence, and for each part of them the group of the row that prints it."""

    row: Row
    said: tuple[tuple[Result, Value], ...]
    parts: dict[str, Columns]
    telling: Telling | None
    plain: bool  # side by side, without the name of any group

    @property
    def key(self) -> tuple[str, ...]:
        """The groups' names, by which rows of several tables are known as alike."""
        return self.row.texts

    @property
    def main(self) -> Columns:
        """The groups in which the values, or their counts, stand."""
        return self.parts.get("value") or self.parts["count"]


def row_of(cell: Result) -> Row | None:
    """The groups of a row."""
    groups = [v for v in cell.values if v.arm is not None and v.arm < len(cell.arms)]
    if len(groups) < 2 or len({v.arm for v in groups}) < len(groups):
        return None
    return Row((cell,), tuple(groups), tuple(cell.arms[v.arm].name for v in groups))  # type: ignore[index]


def columns_of(cells: list[Result]) -> Iterator[Row]:
    """Rows of one table, column by column, under their own heads."""
    tables: dict[int | None, dict[int | None, Result]] = defaultdict(dict)
    for c in cells:
        tables[c.table].setdefault(c.row, c)
    for rows in tables.values():
        listed = [rows[i] for i in sorted(rows, key=lambda i: i or 0)]
        heads = _heads(listed)
        if len(listed) < 2 or len(set(heads)) < len(listed):
            continue
        for arm in {v.arm for r in listed for v in r.values}:
            held = [
                (r, h, [v for v in r.values if v.arm == arm])
                for r, h in zip(listed, heads, strict=True)
            ]
            alone = [(r, h, vs[0]) for r, h, vs in held if len(vs) == 1]
            if len(alone) > 1:
                yield Row(
                    tuple(r for r, *_ in alone),
                    tuple(v for *_, v in alone),
                    tuple(h for _, h, _ in alone),
                )


def _heads(rows: list[Result]) -> list[str]:
    """The own heads of rows; those above them where the same items stand under each."""
    own = [head(r) for r in rows]
    return own if len(set(own)) > 1 else [r.context.row.rpartition(" > ")[0] for r in rows]


def head(cell: Result) -> str:
    """The own head of a row, without the headings above it ("Age > > 65" is that of "> 65")."""
    row = cell.context.row
    cut = row.rpartition(" > ")[2]
    above = row[: len(row) - len(cut)].rstrip()
    return f"> {cut}" if above.endswith("> >") else cut


def with_effect(result: Result) -> Result:
    """A result without values whose effect is read as one: rows of subgroups hold effects."""
    e = result.effect
    if e is None or e.estimate is None or result.values:
        return result
    value = Value((e.estimate,), kind=e.kind or "ratio", low=e.low, high=e.high)
    return msgspec.structs.replace(result, values=(value,))


def is_effect(kind: str) -> bool:
    """Whether a value of this kind is an effect that `with_effect` made one of."""
    return kind[:1].isupper() or kind in ("beta", "ratio")


def beside(article: Article, linked: list[Result], mentions: list[Result], row: Row) -> Laid | None:
    """The values of a sentence of which the groups of a row print a number each.

    The other arm's value need not be linked by itself, where its number says something.
    """
    held: dict[Span, tuple[Result, Value]] = {}
    for m in (*linked, *(m for m in mentions if m not in linked)):
        for v in m.values:
            num = main_of(v)
            if num is None or (m not in linked and numerals.weight(num.text) < LEAST):
                continue
            if any(extent(v).overlaps(extent(x)) for _, x in held.values()):
                continue  # another reading of the same numbers
            if any(_column(v, p, row) is not None for p in ("value", "count")):
                held.setdefault(num.span, (m, v))
    said = tuple(held[s] for s in sorted(held))
    if len(said) < 2:
        return None
    parts: dict[str, Columns] = {}
    for part in _PARTS:
        columns = tuple(_column(v, part, row) for _, v in said)
        if sum(c is not None for c in columns) > 1:
            parts[part] = _once(columns)
    if not ("value" in parts or "count" in parts):
        return None
    if _of_another_row(article.shadow, said, mentions, row):
        return None
    shadow = article.shadow
    extents = [extent(v) for _, v in said]
    sentence = said[0][0].sentence
    telling = told(
        shadow, sentence[0].start, sentence[-1].end, extents, names_of(row.texts), not row.one
    )
    plain = row.one and telling is None and nameless(shadow, extents)
    return Laid(row, said, parts, telling, plain)


def _of_another_row(
    shadow: str, said: tuple[tuple[Result, Value], ...], mentions: list[Result], row: Row
) -> bool:
    """Whether a further value of the sentence is told with a group that prints another one."""
    if len(said) >= len(row.groups) or not row.one:
        return False
    names = names_of(row.texts)
    mine = [extent(v) for _, v in said]
    taken = {_column(v, p, row) for _, v in said for p in ("value", "count")}
    for m in mentions:
        for v in m.values:
            at = extent(v) if main_of(v) is not None else None
            if at is None or any(at.overlaps(s) for s in mine):
                continue
            near = min(abs(at.start - mine[-1].end), abs(mine[0].start - at.end)) <= _LIST
            after = named_in(shadow[at.end : at.end + _BESIDE], names)[:1]
            if near and v.kind == said[0][1].kind and after and after[0][0] not in taken:
                return True
    return False


def main_of(value: Value) -> Num | None:
    """The number by which a value is known."""
    return value.nums[0] if len(value.nums) == 1 else value.count if not value.nums else None


def part_of(value: Value, part: str) -> Num | None:
    """The number of a value that is its centre, its count, its total, a bound or its spread."""
    if part == "value":
        return value.nums[0] if len(value.nums) == 1 and value.kind != "count" else None
    if part == "count" and value.kind == "count":
        return value.nums[0] if len(value.nums) == 1 else None
    num: Num | None = getattr(value, part)
    return num


def _column(value: Value, part: str, row: Row) -> int | None:
    """The only group of a row that prints a number of a value in the same part."""
    num = part_of(value, part)
    if num is None:
        return None
    fits = [
        i
        for i, group in enumerate(row.groups)
        if (other := part_of(group, part)) is not None
        and (part == "count" or comparable(value, group))
        and numerals.agreeing(numerals.state(num.text, other.text))
    ]
    return fits[0] if len(fits) == 1 else None


def _once(columns: Columns) -> Columns:
    """Groups that two values share belong to neither."""
    return tuple(c if columns.count(c) == 1 else None for c in columns)


def ordered(columns: Columns) -> bool:
    """Whether the groups that are known stand in the order of the table."""
    shown = [c for c in columns if c is not None]
    return shown == sorted(shown)


def whole(columns: Columns) -> bool:
    """Whether every group is known."""
    return len(columns) > 1 and None not in columns


def extent(value: Value) -> Span:
    """From the first to the last number of a value."""
    nums = [
        n for n in (*value.nums, value.count, value.total, value.low, value.high, value.sd) if n
    ]
    return Span(min(n.span.start for n in nums), max(n.span.end for n in nums))
