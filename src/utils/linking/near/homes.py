"""Where the links of an article lay each number of the text: in which cell's statement.

What the passes of this package that look at the numbers beside a linked one have in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from src.utils.linking import numerals
from src.utils.linking.compare import compare
from src.utils.linking.fields import Field
from src.utils.records import Link, Num, Result, Span, Value


class Hold(msgspec.Struct, frozen=True):
    """A number of the text and the number of a table that a link lays beside it."""

    link: Link
    mention: Result
    cell: Result
    field: Field

    @property
    def value(self) -> Value | None:
        """The value of the cell that prints the number."""
        return value_with(self.cell, self.field.right)


class Homes:
    """The numbers of the text that links lay beside numbers of tables."""

    def __init__(self, results: Iterable[Result], links: Iterable[Link]):
        """Read all links from the text to a table, those of derived numbers left out."""
        known = {r.id: r for r in results}
        self.links: dict[tuple[str, str], Link] = {}
        self.told: set[Span] = set()
        self._by_span: dict[Span, list[Hold]] = defaultdict(list)
        self._right: dict[tuple[Span, ...], set[Span]] = defaultdict(set)
        for k in links:
            left, right = known.get(k.left), known.get(k.right)
            if left is None or right is None or left.table is not None or right.table is None:
                continue
            if k.derived:
                self.told.update(n.span for n in _numbers(left))
                continue
            self.links[k.left, k.right] = k
            for f in fields_of(k, left, right):
                if f.name != "p" or f.how in (numerals.SAME, numerals.ROUNDED):
                    self.told.add(f.left.span)  # a limit agrees with the P of many rows
                self._right[left.sentence].add(f.right.span)
                if f.agrees:
                    self._by_span[f.left.span].append(Hold(k, left, right, f))

    def of(self, num: Num) -> list[Hold]:
        """The cells that print a number of the text, by its links."""
        return self._by_span.get(num.span, [])

    def of_value(self, value: Value) -> list[Hold]:
        """The cells that print the main number, or the count, of a value."""
        nums = (*value.nums, *((value.count,) if value.count else ()))
        return [h for n in nums for h in self.of(n) if h.field.name in ("value", "count")]

    def claimed(self, sentence: tuple[Span, ...]) -> set[Span]:
        """The numbers of tables that any number of a sentence is laid beside."""
        return self._right[sentence]


def fields_of(link: Link, left: Result, right: Result) -> tuple[Field, ...]:
    """The fields that a link speaks of."""
    if not link.shared:
        return compare(left, right).fields
    return tuple(
        Field(s.name, s.left, s.right, s.how, kind=s.kind, relations=s.relations)
        for s in link.shared
    )


def value_with(cell: Result, num: Num) -> Value | None:
    """The value of a cell that prints a number."""
    for v in cell.values:
        if any(n.span == num.span for n in (*v.nums, v.count, v.total, v.low, v.high, v.sd) if n):
            return v
    return None


def _numbers(result: Result) -> Iterator[Num]:
    for v in result.values:
        yield from v.nums
        yield from (n for n in (v.count, v.total, v.low, v.high, v.sd) if n is not None)
    if result.effect is not None and result.effect.estimate is not None:
        yield result.effect.estimate
    yield from (p.value for p in result.p)
