"""The numbers that links lay side by side, for the checks that look for what links leave over.

What belongs here: which number of the text a link speaks of. What does not: any verdict.
"""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.linking.compare import compare
from src.utils.linking.fields import Field
from src.utils.records import Dossier, Link, Result, Shared, Span


def laid(link: Link, left: Result, right: Result) -> tuple[Shared, ...] | tuple[Field, ...]:
    """The numbers that a link lays beside each other."""
    return link.shared or compare(left, right).fields


def beside_tables(dossier: Dossier) -> Iterator[tuple[Link, Shared | Field, Span]]:
    """Each number of the text that a link lays beside a table's, with both and its place."""
    for link in dossier.links:
        left, right = dossier.result(link.left), dossier.result(link.right)
        if (left.table is None) != (right.table is None):
            for x in laid(link, left, right):
                yield link, x, (x.left if left.table is None else x.right).span


def in_tables(dossier: Dossier) -> dict[Span, bool]:
    """The numbers of the text that a table is laid beside, and whether only to work them out."""
    out: dict[Span, bool] = {}
    for link, _, span in beside_tables(dossier):
        out[span] = out.get(span, True) and bool(link.derived)
    return out
