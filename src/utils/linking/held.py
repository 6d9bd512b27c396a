"""What links say already: which number of the text they lay beside which number of a table.

Every linker asks this before it looks for anything itself. Belongs here: the links from the prose
to tables, number by number. Does not: making links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from src.utils.linking import numerals
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.compare import compare
from src.utils.linking.fields import Field
from src.utils.records import Link, Num, Result, Span, Value

#: A link as uncertain as this, that only a slip makes, may be made anew with more behind it.
WEAK = 0.5
_EXACT = (numerals.SAME, numerals.ROUNDED)


class Hold(msgspec.Struct, frozen=True):
    """A number of the text and the number of a table that a link lays beside it."""

    link: Link
    mention: Result
    cell: Result
    field: Field

    @property
    def value(self) -> Value | None:
        """The value of the cell that prints the number."""
        for v in self.cell.values:
            nums = (*v.nums, v.count, v.total, v.low, v.high, v.sd)
            if any(n.span == self.field.right.span for n in nums if n):
                return v
        return None


class Held:
    """The links from the prose to tables, as they stand when a linker is asked.

    A link that computes a number from several (`Link.derived`), or that is of people and names no
    numbers, speaks of the counts of its mention and lays none of them beside a single one.
    """

    def __init__(self, results: Iterable[Result], links: Iterable[Link]):
        """Read all links once."""
        self.results = {r.id: r for r in results}
        self.links = tuple(links)
        self.by_pair = {(k.left, k.right): k for k in self.links}
        self.sums: set[Span] = set()
        self._computed: set[Span] = set()
        self._said: dict[Span, list[Hold]] = defaultdict(list)
        self._shown: dict[Span, list[Hold]] = defaultdict(list)
        for k in self.links:
            mention, cell = self.results.get(k.left), self.results.get(k.right)
            if mention is None or cell is None or mention.table is not None or cell.table is None:
                continue
            if k.derived or (k.basis == "people" and not k.shared):
                spans = {n.span for n in _counted(mention)}
                self._computed |= spans
                self.sums |= spans if k.derived == "sum" else set()
                continue
            for f in fields_of(k, mention, cell):
                if f.name == "level" or (f.name == "n" and not f.agrees):
                    continue
                hold = Hold(k, mention, cell, f)
                self._said[f.left.span].append(hold)
                self._shown[f.right.span].append(hold)

    def speak_of(self, span: Span) -> bool:
        """Whether links speak of a number of the text, or are computed with it."""
        return span in self._said or span in self._computed

    def agree_on(self, span: Span) -> bool:
        """Whether links find a number of the text borne out, or are computed with it."""
        return span in self._computed or any(h.field.agrees for h in self._said.get(span, ()))

    def tell(self, span: Span) -> bool:
        """As `speak_of`, but for P values that only keep within a limit: many rows' do."""
        return span in self._computed or any(
            h.field.name != "p" or h.field.how in _EXACT for h in self._said.get(span, ())
        )

    def leave_open(self, p: Span) -> bool:
        """Whether links leave open where a P value belongs: those that only a slip makes do."""
        return not any(
            h.field.name == "p" and (h.link.certainty > WEAK or h.field.agrees)
            for h in self._said.get(p, ())
        )

    def laid(self, span: Span) -> list[Hold]:
        """The numbers of tables that links lay beside a number of the text, whatever they are."""
        return self._said.get(span, [])

    def of(self, span: Span) -> list[Hold]:
        """The numbers of tables that bear out a number of the text."""
        return [h for h in self._said.get(span, ()) if h.field.agrees]

    def said(self, span: Span) -> list[Hold]:
        """The numbers of tables that a number of the text is laid beside."""
        return self._said.get(span, [])

    def of_value(self, value: Value) -> list[Hold]:
        """Those that bear out the main number, or the count, of a value."""
        nums = (*value.nums, *((value.count,) if value.count else ()))
        return [h for n in nums for h in self.of(n.span) if h.field.name in ("value", "count")]

    def at(self, span: Span) -> list[Hold]:
        """The numbers of the text that are laid beside a number of a table."""
        return self._shown.get(span, [])

    def linked(self, sums: bool = True) -> set[Span]:
        """The numbers of both sides that links speak of, with those of sums or without them."""
        computed = self._computed if sums else self._computed - self.sums
        return {*self._said, *self._shown, *computed}

    def fields(self, pair: tuple[str, str]) -> tuple[Field, ...]:
        """The numbers that the link of two results lays side by side; () where there is none."""
        link = self.by_pair.get(pair)
        if link is None or link.derived:
            return ()
        fields = fields_of(link, self.results[pair[0]], self.results[pair[1]])
        return tuple(f for f in fields if f.agrees or f.name != "n")


def fields_of(link: Link, left: Result, right: Result) -> tuple[Field, ...]:
    """The fields that a link speaks of."""
    if not link.shared:
        return compare(left, right).fields
    return tuple(
        Field(s.name, s.left, s.right, s.how, kind=s.kind, relations=s.relations)
        for s in link.shared
    )


def _counted(mention: Result) -> Iterator[Num]:
    """The numbers of a mention's values, of which a computed link speaks."""
    for value in mention.values:
        yield from Unit(mention, value=value).nums
