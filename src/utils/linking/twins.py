"""The same row in a second table: a mention that agrees with the one agrees with the other.

What belongs here: rows of the same name in two tables that print the same number. What does not:
rows that differ, which a check of tables against tables compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from src.utils.linking import numerals
from src.utils.linking.compare import compare
from src.utils.linking.words import tokens
from src.utils.records import Link, Num, Result, Shared

#: A lighter number stands in many rows by chance.
LEAST = 1.0
#: How certain such a link is.
CERTAIN = 0.7


def link_twins(results: Iterable[Result], links: Iterable[Link]) -> Iterator[Link]:
    """Links from mentions to rows of other tables, named and printed like the row they agree with.

    ``results`` are those of an article, ``links`` what the other linkers found.
    """
    known = {r.id: r for r in results}
    rows: dict[frozenset[str], list[Result]] = defaultdict(list)
    for r in known.values():
        if r.place == "table" and (name := _name(r)):
            rows[name].append(r)
    listed = list(links)
    linked: dict[str, set[int | None]] = defaultdict(set)
    for k in listed:
        if k.right in known:
            linked[k.left].add(known[k.right].table)
    for k in listed:
        mention, cell = known.get(k.left), known.get(k.right)
        if mention is None or cell is None or mention.table is not None or k.derived:
            continue
        if cell.place != "table":
            continue
        told = _agreeing(k, mention, cell)
        for twin in rows.get(_name(cell), ()) if told else ():
            if twin.table == cell.table or twin.table in linked[mention.id]:
                continue
            shared = tuple(s for s in (_found(x, twin) for x in told) if s is not None)
            if len(shared) == len(told):
                linked[mention.id].add(twin.table)
                yield Link(mention.id, twin.id, "both", CERTAIN, (), "", shared)


def _name(result: Result) -> frozenset[str]:
    return tokens(result.context.row.rpartition(" > ")[2])


def _agreeing(link: Link, mention: Result, cell: Result) -> list[Shared]:
    """The telling numbers that mention and cell share; none where one of them differs."""
    if link.shared:
        shared = list(link.shared)
    else:
        shared = [
            Shared(f.name, f.left, f.right, f.how, f.kind, f.relations)
            for f in compare(mention, cell).fields
            if f.name not in ("n", "level")
        ]
    if not shared or not all(numerals.agreeing(s.how) for s in shared):
        return []
    heavy = max(numerals.weight(s.right.text) for s in shared)
    return [s for s in shared if s.name != "level"] if heavy >= LEAST else []


def _found(shared: Shared, twin: Result) -> Shared | None:
    """The number of the twin row that is printed as the cell's, in the same role."""
    for num in _nums(twin, shared):
        if num.text == shared.right.text:
            return Shared(shared.name, shared.left, num, shared.how, shared.kind, shared.relations)
    return None


def _nums(twin: Result, shared: Shared) -> list[Num]:
    """The numbers of a row that have the role of a shared one."""
    e = twin.effect
    if shared.name in ("estimate", "low", "high"):
        num = getattr(e, shared.name) if e is not None and e.kind == shared.kind else None
        return [num] if num is not None else []
    if shared.name == "p":
        return [p.value for p in twin.p if p.relation == shared.relations[1]]
    values = [v for v in twin.values if not shared.kind or v.kind == shared.kind or v.count]
    if shared.name == "value":
        return [n for v in values if not shared.kind or v.kind == shared.kind for n in v.nums]
    part = {"value low": "low", "value high": "high"}.get(shared.name, shared.name)
    found = [getattr(v, part, None) for v in twin.values]
    if shared.name == "count":
        found += [n for v in twin.values if v.kind == "count" for n in v.nums]
    return [n for n in found if isinstance(n, Num)]
