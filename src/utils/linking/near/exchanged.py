"""Two values of a sentence that a table prints under each other's names.

"In 61 patients on Alpha and 59 on Beta" beside a row with 59 under Alpha and 61 under Beta: every
number agrees with some cell, and both are credited to the other arm. The names decide: each value
must be told with the name of one of the two places, by the words before it, after it, or in a list
with "respectively", and no other table may print the values as the sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec
from msgspec import structs

from src.utils.linking import numerals
from src.utils.linking.alignment import arms_by_name, whole_name
from src.utils.linking.compare import TRIPLE, compare
from src.utils.linking.fields import Field, as_shared, comparable, field, value_fields
from src.utils.linking.near.homes import Homes, fields_of
from src.utils.linking.words import stem, tokens
from src.utils.records import Article, Link, Num, Result, Span, Value

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_NUMBER = re.compile(r"\d")
_RESPECTIVELY = re.compile(r"\brespectively\b", re.I)
#: Between two values of a list stands no more than this.
_SHORT = 16
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
#: Words after which the sentence speaks of something else.
_BREAK = re.compile(r"[;:]|\.\s|\bwhereas\b|\bwhile\b")

_HEAD = re.compile(r"((?:[^\W\d_][\w-]*\s+){1,3})[(\[]\s*$")

Stems = frozenset[str]


class Place(msgspec.Struct, frozen=True):
    """A value of a table with the words of its row and its column."""

    cell: Result
    value: Value
    link: Link

    @property
    def words(self) -> Stems:
        """The words that may name the place."""
        v, arms = self.value, self.cell.arms
        name = whole_name(arms[v.arm]) if v.arm is not None and v.arm < len(arms) else frozenset()
        return tokens(self.cell.context.row) | name


def link_exchanged(
    article: Article, results: Iterable[Result], links: Iterable[Link]
) -> Iterator[Link]:
    """Links, in place of those that are there, of values to the places that their names name."""
    listed = list(results)
    homes = Homes(listed, links)
    for mention in listed:
        if mention.table is not None or mention.ref or not mention.sentence:
            continue
        if mention.place not in ("abstract", "text"):
            continue
        values = [v for v in mention.values if _main(v) is not None]
        for one, two in pairwise(values):
            if comparable(one, two) and _apart(one, two):
                yield from _exchanged(article, mention, one, two, homes)


def _exchanged(
    article: Article, mention: Result, one: Value, two: Value, homes: Homes
) -> Iterator[Link]:
    first, second = _places(one, homes), _places(two, homes)
    pairs = [(p, q) for p in first for q in second if _sisters(p, q)]
    if not pairs:
        return
    wrong = []
    for p, q in pairs:
        told = _told(article, mention, one, two, p, q)
        if told == "straight":
            return  # one table prints the values as the sentence does
        if told == "crossed":
            wrong.append((p, q))
    if not wrong or len(wrong) != len(pairs):
        return
    p, q = wrong[0]
    if p.cell.id == q.cell.id:
        if compare(mention, p.cell).crossed:
            return  # said already
        rest = [f for f in fields_of(p.link, mention, p.cell) if _not_of(f, one, two)]
        fields = [*rest, *_laid(one, q.value), *_laid(two, p.value)]
        yield structs.replace(p.link, shared=tuple(dict.fromkeys(map(as_shared, fields))))
        return
    for value, place in ((one, q), (two, p)):
        yield structs.replace(place.link, shared=tuple(map(as_shared, _laid(value, place.value))))


def _laid(value: Value, other: Value) -> list[Field]:
    return [f for f in value_fields(value, other) if f.name in ("value", "count")] or [
        *field("value", _main(value), _main(other), kind=value.kind)
    ]


def _not_of(f: Field, one: Value, two: Value) -> bool:
    spans = {n.span for v in (one, two) for n in (*v.nums, v.count, v.total, v.low, v.high) if n}
    return f.left.span not in spans and (f.name in TRIPLE or f.name == "p")


def _main(value: Value) -> Num | None:
    return value.nums[0] if len(value.nums) == 1 else value.count if not value.nums else None


def _apart(one: Value, two: Value) -> bool:
    a, b = _main(one), _main(two)
    return a is not None and b is not None and not _same(a, b)


def _same(a: Num, b: Num) -> bool:
    return numerals.state(a.text, b.text) in (
        numerals.SAME,
        numerals.ROUNDED,
        numerals.TRUNCATED,
    )


def _places(value: Value, homes: Homes) -> list[Place]:
    """The values of tables that print a value's main number."""
    main = _main(value)
    assert main is not None
    out = []
    for hold in homes.of(main):
        there = hold.value
        if there is not None and hold.field.name in ("value", "count"):
            out.append(Place(hold.cell, there, hold.link))
    return out


def _sisters(p: Place, q: Place) -> bool:
    """Whether two places are two columns of a row or two rows of a column."""
    if p.cell.table != q.cell.table or p.value is q.value:
        return False
    if p.cell.id == q.cell.id:
        return p.value.arm is not None and q.value.arm is not None and p.value.arm != q.value.arm
    same_column = p.cell.column == q.cell.column and p.value.arm == q.value.arm
    return same_column and p.cell.row != q.cell.row and _one_leaf(p.cell, q.cell)


def _one_leaf(a: Result, b: Result) -> bool:
    """Whether two rows are the same item under two headings, or the two groups of one item."""
    x, y = (r.context.row.rpartition(" > ") for r in (a, b))
    return x[2] == y[2] or x[0] == y[0]


def _told(article: Article, mention: Result, one: Value, two: Value, p: Place, q: Place) -> str:
    """ "straight" where the words tell the values as the table does, "crossed" where exchanged."""
    by_arms = _by_arms(mention, one, two, p, q)
    if by_arms:
        return by_arms
    mine, other = p.words - q.words, q.words - p.words
    if not mine or not other:
        return ""
    where = _Where(article, mention, one, two)
    for a, b, said in ((mine, other, "straight"), (other, mine, "crossed")):
        if where.tells(a, b):
            return said
    return ""


def _by_arms(mention: Result, one: Value, two: Value, p: Place, q: Place) -> str:
    """The same by the names of arms that were read from the sentence."""
    if p.cell.id != q.cell.id or one.arm is None or two.arm is None or one.arm == two.arm:
        return ""
    named = dict(arms_by_name(mention, p.cell))
    here = (named.get(one.arm), named.get(two.arm))
    if here == (p.value.arm, q.value.arm):
        return "straight"
    return "crossed" if here == (q.value.arm, p.value.arm) else ""


class _Where:
    """Where in a sentence the names of two places stand to two values."""

    def __init__(self, article: Article, mention: Result, one: Value, two: Value):
        start, end = mention.sentence[0].start, mention.sentence[-1].end
        shadow = article.shadow
        a, b = _extent(one), _extent(two)
        before = shadow[start : a.start]
        after = shadow[b.end : end]
        between = shadow[a.end : b.start]
        self._between = _BRACKETS.sub(" ", between)
        before, after = _BRACKETS.sub(_blank, before), _BRACKETS.sub(_blank, _closing(after))
        self._whole = shadow[start:end]
        self._heads = (_head(shadow[start : a.start]), _head(between))
        self._before = re.split(r"[;]|\d+[^\w\s]*\s", before)[-1]
        cut = _BREAK.search(after)
        after = after[: cut.start()] if cut else after
        number = _NUMBER.search(after)
        self._after = after[: number.start()] if number else after
        self._closed = bool(_RESPECTIVELY.search(shadow[start:end]))
        self._number_between = bool(_NUMBER.search(self._between))

    def tells(self, mine: Stems, other: Stems) -> bool:
        """Whether the first value is told with one name, the second with the other."""
        if self._number_between:
            return False
        held = [
            (_at(text, mine), _at(text, other))
            for text in (self._before, self._between, self._after)
        ]
        (a0, b0), (a1, b1), (a2, b2) = held
        if a0 and b1 and not (b0 or a1 or a2 or b2):
            return True  # before each value
        if a1 and b2 and not (a0 or b0 or b1 or a2):
            return True  # after each value
        if not _at(self._whole, other) and mine <= _stems(self._heads[0]):
            return bool(self._heads[1]) and not mine & _stems(self._heads[1])
        if len(self._between) > _SHORT or not self._closed or a1 or b1:
            return False
        for (x, y), (u, v) in (((a0, b0), (a2, b2)), ((a2, b2), (a0, b0))):
            if x and y and not u and not v:
                return max(x) < min(y)  # a list of names and one of values
        return False


def _head(before: str) -> str:
    """The words right before the bracket that opens a value: "treated with Alpha (16"."""
    found = _HEAD.search(before)
    return found.group(1) if found else ""


def _stems(text: str) -> Stems:
    return frozenset(stem(w) for w in _WORD.findall(text))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _closing(after: str) -> str:
    """What follows two values, without the rest of the bracket in which they stand."""
    inside = 0
    for i, c in enumerate(after):
        inside += (c in "([") - (c in ")]")
        if inside < 0:
            return after[i + 1 :]
    return after


def _at(text: str, stems: Stems) -> list[int]:
    """Where words with these stems stand in a text."""
    return [m.start() for m in _WORD.finditer(text) if stem(m.group()) in stems]


def _extent(value: Value) -> Span:
    nums = [
        n for n in (*value.nums, value.count, value.total, value.low, value.high, value.sd) if n
    ]
    return Span(min(n.span.start for n in nums), max(n.span.end for n in nums))
