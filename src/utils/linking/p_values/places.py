"""Where other linkers found the numbers of the text in tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from src.utils.linking import numerals
from src.utils.linking.compare import compare
from src.utils.records import Link, Result, Span

#: A link as uncertain as this, that only a slip makes, may be made anew with more behind it.
WEAK = 0.5


class Places:
    """Where the numbers of the text were found in tables."""

    def __init__(self, known: dict[str, Result], links: Iterable[Link]):
        """Read the links that other linkers made."""
        self._agreeing: dict[Span, list[tuple[Result, Span]]] = defaultdict(list)
        self._spoken: set[Span] = set()
        for k in links:
            left, right = known.get(k.left), known.get(k.right)
            if left is None or right is None or k.basis == "people":
                continue
            if (left.table is None) == (right.table is None):
                continue
            mention, cell = (left, right) if left.table is None else (right, left)
            if k.derived:
                continue
            fields = k.shared or compare(mention, cell).fields
            for f in fields:
                if f.name in ("n", "level"):
                    continue
                if f.name == "p" and (k.certainty > WEAK or numerals.agreeing(f.how)):
                    self._spoken.add(f.left.span)
                if numerals.agreeing(f.how):
                    self._agreeing[f.left.span].append((cell, f.right.span))

    def open(self, span: Span) -> bool:
        """Whether no link speaks of a P value."""
        return span not in self._spoken

    def of(self, span: Span) -> list[tuple[Result, Span]]:
        """The results of tables with which a number of the text agrees, and where."""
        return self._agreeing.get(span, [])
