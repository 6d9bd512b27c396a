"""Numbers of a sentence that a table prints under each other's groups.

"In 61 patients on Alpha and 59 on Beta" beside a row with 59 under Alpha and 61 under Beta: every
number agrees with some cell, and both are credited to the other arm. The words decide with which
group each number is told (`told`). Where they name no group the article's habit does: values side
by side stand in the order of the columns when those of its other rows do. And where the values of
a row stand in one order and their counts or bounds in the other, they contradict each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from msgspec import structs

from src.utils.linking import numerals
from src.utils.linking.fields import Field, as_shared, field
from src.utils.linking.held import Held, fields_of
from src.utils.linking.near.groups import (
    Columns,
    Laid,
    beside,
    columns_of,
    extent,
    head,
    is_effect,
    main_of,
    ordered,
    part_of,
    row_of,
    whole,
    with_effect,
)
from src.utils.linking.participants.people import counts_people
from src.utils.linking.reading import Reading
from src.utils.linking.words import OF_ALL
from src.utils.records import Article, Link, Result, Span, Value

#: A link whose numbers another link of the same sentence speaks of.
SAID = "said beside"
#: So many other rows show the order in which an article gives the groups of its tables.
HABIT = 2
#: Numbers that together say so much are those of the row whatever it is called.
TELLING = 3.0
_NAMES = {"low": "value low", "high": "value high"}
_OF_EFFECT = {"value": "estimate"}

Key = tuple[Span, ...]


def link_exchanged(reading: Reading, held: Held) -> Iterator[Link]:
    """Links, in place of those that are there, of numbers to the groups that they are told with."""
    known = {i: with_effect(r) for i, r in held.results.items()}
    sentences: dict[Key, list[Link]] = defaultdict(list)
    mentions: dict[Key, list[Result]] = defaultdict(list)
    for r in known.values():
        if r.table is None and r.sentence and not r.ref and r.place in ("abstract", "text"):
            mentions[r.sentence].append(r)
            if counts_people(r):
                sentences[r.sentence]  # sizes are asked for without a link as well
    for k in held.links:
        left, right = known.get(k.left), known.get(k.right)
        if left is None or right is None or left.sentence not in mentions or k.derived:
            continue
        if left.table is None and not left.ref and right.table is not None:
            sentences[left.sentence].append(k)
    sizes = [r for r in known.values() if r.table is not None and counts_people(r)]
    found = [
        laid
        for key, links in sentences.items()
        for laid in _sentence(reading.article, links, mentions[key], known, sizes)
    ]
    habits: dict[tuple[str, ...], list[bool]] = defaultdict(list)
    for laid in found:
        if laid.plain and whole(laid.main):
            habits[laid.key].append(ordered(laid.main))
    by_sentence: dict[Key, list[Laid]] = defaultdict(list)
    for laid in found:
        by_sentence[laid.said[0][0].sentence].append(laid)
    for key, every in by_sentence.items():
        borne = [_bears_out(x) for x in every]
        for laid in every:
            meant = _meant(laid, habits[laid.key])
            if meant is None or any(
                b and _same_values(laid, x) for b, x in zip(borne, every, strict=True)
            ):
                continue
            if not _printed_so(laid, meant[0], known.values()):
                yield from _exchanged(laid, *meant, sentences[key], known)


def _sentence(
    article: Article,
    links: list[Link],
    mentions: list[Result],
    known: dict[str, Result],
    sizes: list[Result],
) -> Iterator[Laid]:
    """What a sentence says beside each row, or each column, that its links lead to."""
    cells = list({k.right: known[k.right] for k in links}.values())
    if sizes and any(map(counts_people, mentions)):
        for other in sizes:
            row = row_of(other) if other not in cells else None
            laid = beside(article, [], mentions, row) if row is not None else None
            if laid is not None and _whole_set(laid):
                yield laid
    for row in (*filter(None, map(row_of, cells)), *columns_of(cells)):
        ids = {c.id for c in row.cells}
        own = [known[k.left] for k in links if k.right in ids]
        laid = beside(article, own, mentions, row)
        if laid is not None:
            yield laid


def _whole_set(laid: Laid) -> bool:
    """Whether counts of people are all sizes of a set to which no link leads."""
    groups = [t for t in laid.row.texts if not OF_ALL.match(t)]
    sure = laid.telling is not None and laid.telling.sure
    return sure and len(laid.said) == len(groups) and whole(laid.main)


def _bears_out(laid: Laid) -> bool:
    """Whether the row prints all values under the groups that they are told with."""
    t = laid.telling
    if t is None or None in t.groups:
        return False
    return all(
        c in (None, g)
        for columns in laid.parts.values()
        for c, g in zip(columns, t.groups, strict=True)
    )


def _same_values(a: Laid, b: Laid) -> bool:
    spans = {extent(v) for _, v in b.said}
    return sum(extent(v) in spans for _, v in a.said) > 1


def _meant(laid: Laid, habit: list[bool]) -> tuple[Columns, bool] | None:
    """The group of each value, and whether that is sure, where the row prints it otherwise."""
    t = laid.telling
    known = t is not None and None not in t.groups
    crossed = t is not None and any(_swapped(c, t.groups) for c in laid.parts.values())
    if t is not None and known and t.sure:
        return (t.groups, True) if crossed else None
    clash = _clash(laid)
    if clash is not None:
        return clash, True
    if t is not None and known:
        return (
            (t.groups, False) if any(_swapped(c, t.groups) for c in laid.parts.values()) else None
        )
    if not laid.plain or not whole(laid.main) or ordered(laid.main):
        return None
    others = list(habit)
    others.remove(False)
    if others and all(others):
        return tuple(sorted(c for c in laid.main if c is not None)), len(others) >= HABIT
    return None


def _swapped(columns: Columns, groups: Columns) -> bool:
    """Whether two numbers stand under each other's groups, and no other one anywhere else."""
    shown = [(c, g) for c, g in zip(columns, groups, strict=True) if c is not None]
    wrong = [(c, g) for c, g in shown if c != g]
    return len(wrong) > 1 and {c for c, _ in wrong} == {g for _, g in wrong}


def _clash(laid: Laid) -> Columns | None:
    """The order of most parts, where those of another part stand under each other's groups."""
    every = [c for c in laid.parts.values() if whole(c)]
    for a, b in combinations(every, 2):
        if _swapped(a, b):
            return max(every, key=lambda c: (every.count(c), ordered(c)))
    return None


def _printed_so(laid: Laid, groups: Columns, results: Iterable[Result]) -> bool:
    """Whether another row of these groups prints the numbers as the sentence tells them."""
    wanted = [
        (g, num.text)
        for g, (_, v) in zip(groups, laid.said, strict=True)
        if g is not None and (num := main_of(v)) is not None
    ]
    ids = {c.id for c in laid.row.cells}
    heads: dict[str, set[str]] = defaultdict(set)
    for r in results:
        if r.table is None or r.id in ids:
            continue
        there: dict[str, set[str]] = defaultdict(set) if laid.row.one else heads
        for v in r.values:
            name = head(r)
            if laid.row.one:
                name = r.arms[v.arm].name if v.arm is not None and v.arm < len(r.arms) else ""
            there[name].update(n.text for n in (*v.nums, v.count) if n is not None)
        if _all_there(wanted, laid.row.texts, there):
            return True
    return False


def _all_there(
    wanted: list[tuple[int, str]], texts: tuple[str, ...], there: dict[str, set[str]]
) -> bool:
    return all(
        any(numerals.agreeing(numerals.state(text, n)) for n in there.get(texts[g], ()))
        for g, text in wanted
    )


def _of_said(mention: Result, spans: set[Span]) -> bool:
    """Whether a mention is another reading of numbers that are spoken of."""
    return bool(mention.values) and all(
        any(extent(v).overlaps(s) for s in spans) for v in mention.values
    )


def _exchanged(
    laid: Laid, groups: Columns, sure: bool, links: list[Link], known: dict[str, Result]
) -> Iterator[Link]:
    """One link that speaks of all numbers; the others of the sentence and row say nothing."""
    ids = {c.id for c in laid.row.cells}
    fields: list[Field] = []
    for (_, v), g in zip(laid.said, groups, strict=True):
        if g is not None:
            fields += _fields(v, laid.row.groups[g], laid.parts)
    if all(f.agrees for f in fields):
        return
    spans = {extent(v) for _, v in laid.said}
    first: Result | None = None
    told = {m.id for m, _ in laid.said}
    if not any(k.right in ids and k.left in told for k in links):
        numbers = tuple(dict.fromkeys(map(as_shared, fields)))
        yield Link(laid.said[0][0].id, laid.row.cells[0].id, "both", 0.85, (), "", numbers)
    for k in links:
        mention = next((m for m, _ in laid.said if m.id == k.left), None)
        if k.right not in ids:
            continue
        if mention is None or first is not None:
            if mention is not None or _of_said(known[k.left], spans):
                yield structs.replace(k, basis="both", derived=SAID, shared=())
            continue
        first = mention
        laid_out = {f.left.span for f in fields}
        rest = [
            f
            for f in fields_of(k, first, known[k.right])
            if f.name in ("p", "estimate", "low", "high") and f.left.span not in laid_out
        ]
        numbers = tuple(dict.fromkeys(map(as_shared, (*fields, *rest))))
        yield structs.replace(
            k,
            basis="both",
            certainty=max(k.certainty, 0.85) if sure else 0.6,
            open_keys=() if sure and not laid.plain else ("arm",),
            shared=numbers,
        )


def _fields(value: Value, group: Value, parts: Iterable[str]) -> Iterator[Field]:
    kind = value.kind if value.kind not in ("other", "duration", "") else group.kind
    for part in parts:
        a, b = part_of(value, part), part_of(group, part)
        what = "count" if part in ("count", "total") else kind
        name = _OF_EFFECT.get(part, part) if is_effect(kind) else _NAMES.get(part, part)
        yield from field(name, a, b, kind=what)
