"""Sizes of groups that a sentence and the heading of a table give differently, and one is wrong.

People are lost between one stage and the next, so that two sizes alone say nothing. Arithmetic
decides: the percentages of the column are those of the sentence's size and not of the heading's;
the heading's total is; or the article states the total itself, which the sentence's sizes miss and
the heading's do not. Two sizes under each other's names need no arithmetic.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from src.utils.linking import numerals
from src.utils.linking.participants.people import alike, counts_people, name_of, number_of, stems
from src.utils.linking.words import OF_ALL
from src.utils.printed import printed
from src.utils.records import Article, Result, Span, Value

#: Groups smaller than this are met by chance.
LEAST = 8
#: So many rows of a column are shares of one size and of the other one not.
ROWS = 2
#: So many where only a whole sample is counted.
ROWS_OF_ALL = 3
#: So well must words name a group of a heading.
_LIKE = 0.5
_NUMBER = re.compile(r"(?<![\d.,/=])\d[\d,]{1,6}(?![\d.]|\s*%)")
_ASSIGNED = re.compile(r"\brandom|\bassign|\ballocat|\bdivided\b|\benrol", re.I)
_LATER = re.compile(
    r"\b(?:analy[sz]|evalua|complet|withdr|exclu|lost\b|drop|(?<!to )receiv|treated|remain|includ|"
    r"discontin|available|finish|follow)",
    re.I,
)


class Clash(msgspec.Struct, frozen=True):
    """A size in a sentence and that of the same group in a heading, with what decides."""

    mention: Result
    sizes: Result
    said: Value
    printed: Value
    why: str


def clashes(article: Article, results: Iterable[Result]) -> Iterator[Clash]:
    """Sizes of one group of which one is wrong by the numbers around it."""
    listed = list(results)
    told = [r for r in listed if counts_people(r)]
    heads = [r for r in told if r.table is not None and r.context.header in ("heading", "row")]
    if not heads:
        return
    columns = _columns(listed)
    totals = {number_of(v) for r in told if r.table is None for v in r.values if not name_of(r, v)}
    for counts in _sentences(told):
        for sizes in map(_by_leaf, heads):
            if len(counts) == 2:
                yield from _exchanged(counts, sizes)
            found = _one_off(counts, sizes)
            if found is None:
                continue
            (mention, a), b = found
            own = [number_of(v) for r, v in counts if _part(r, v, _whole(sizes))]
            why = _why(article, own, mention, sizes, a, b, columns)
            why = why or _beyond(counts, sizes, a, b, totals)
            if why:
                yield Clash(mention, sizes, a, b, why)


Told = tuple[Result, Value]


def _sentences(told: Iterable[Result]) -> Iterator[list[Told]]:
    """The counts of people of each sentence of abstract and text."""
    held: dict[tuple[Span, ...], dict[Span, Told]] = defaultdict(dict)
    for r in told:
        if r.table is None and not r.ref and r.sentence and r.place in ("abstract", "text"):
            for v in r.values:
                held[r.sentence].setdefault(v.nums[0].span, (r, v))
    for counts in held.values():
        yield [counts[span] for span in sorted(counts)]


def _one_off(counts: list[Told], sizes: Result) -> tuple[Told, Value] | None:
    """The only size of a sentence that the heading prints otherwise."""
    groups = [v for v in sizes.values if not OF_ALL.match(name_of(sizes, v))]
    if len(counts) == 1 and not name_of(*counts[0]) and len(sizes.values) == 1:
        b = sizes.values[0]
        off = number_of(counts[0][1]) != number_of(b) and not name_of(sizes, b)
        return (counts[0], b) if off else None
    whole = _whole(sizes)
    parts = [c for c in counts if _part(*c, whole)]
    if len(groups) < 2:
        return None
    rest_a, rest_b = list(parts), list(groups)
    for c in parts:
        same = [b for b in rest_b if number_of(b) == number_of(c[1])]
        if len(same) == 1:
            rest_a.remove(c)
            rest_b.remove(same[0])
    if len(rest_a) != 1 or number_of(rest_a[0][1]) < LEAST:
        return None
    name = name_of(*rest_a[0])
    scored = [(alike(name, name_of(sizes, b)), b) for b in rest_b]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if best is not None and score >= _LIKE and [s for s, _ in scored].count(score) == 1:
        return rest_a[0], best
    # All others agree: what is left over on both sides is the same group.
    return (rest_a[0], rest_b[0]) if len(rest_b) == 1 and len(parts) == len(groups) else None


def _by_leaf(sizes: Result) -> Result:
    """Sizes with each group once, where a heading repeats the same groups at several times."""
    held: dict[str, Value] = {}
    for v in sizes.values:
        leaf = name_of(sizes, v).rpartition(" > ")[2]
        if number_of(held.setdefault(leaf, v)) != number_of(v):
            return sizes
    return msgspec.structs.replace(sizes, values=tuple(held.values()))


def _exchanged(counts: list[Told], sizes: Result) -> Iterator[Clash]:
    """Two sizes of a sentence that a heading prints under each other's names."""
    groups = [v for v in sizes.values if not OF_ALL.match(name_of(sizes, v))]
    (one, a), (other, b) = counts
    x, y = number_of(a), number_of(b)
    if len(groups) != 2 or x == y or [number_of(g) for g in groups] not in ([x, y], [y, x]):
        return
    names = [stems(name_of(sizes, g)) for g in groups]
    said = [stems(name_of(one, a)), stems(name_of(other, b))]
    own = [n - names[1 - i] for i, n in enumerate(names)]
    right = next(i for i, g in enumerate(groups) if number_of(g) == x)
    mine, theirs = own[right], own[1 - right]  # of the group that prints the first size, the other
    crossed = said[0] & theirs and said[1] & mine
    if crossed and not said[0] & mine and not said[1] & theirs and min(x, y) >= LEAST:
        for (mention, v), g in zip(counts, (groups[1 - right], groups[right]), strict=True):
            yield Clash(mention, sizes, v, g, "the two sizes are exchanged")


def _beyond(counts: list[Told], sizes: Result, a: Value, b: Value, totals: set[int]) -> str:
    """More people in the named groups of a sentence than the article has, as the heading's say.

    The size that is too large must be a slip of a key away from the heading's.
    """
    whole = _whole(sizes)
    groups = [v for v in sizes.values if not OF_ALL.match(name_of(sizes, v))]
    counts = [c for c in counts if _part(*c, whole)]
    if len(counts) != len(groups) or whole not in totals:
        return ""
    named = all(
        any(alike(name_of(r, v), name_of(sizes, g)) >= _LIKE for g in groups) for r, v in counts
    )
    x, y = a.nums[0].text, b.nums[0].text
    if not named or numerals.slip(x, y) not in ("one digit changed", "two digits swapped"):
        return ""
    beyond = sum(number_of(v) for _, v in counts) > whole
    return f"the total of {whole} needs {y}" if beyond else ""


def _whole(sizes: Result) -> int:
    return sum(number_of(v) for v in sizes.values if not OF_ALL.match(name_of(sizes, v)))


def _part(result: Result, value: Value, whole: int) -> bool:
    """Whether a count may be that of a group, and not of all or of those screened."""
    n = number_of(value)
    return n < whole or (n > whole and bool(name_of(result, value)))


Columns = dict[tuple[int | None, str], list[tuple[int, str]]]


def _columns(results: Iterable[Result]) -> Columns:
    """The counts with their percentages, by table and name of group."""
    out: Columns = defaultdict(list)
    for r in results:
        if r.table is None or counts_people(r):
            continue
        for v in r.values:
            if v.kind != "percent" or v.count is None or v.total is not None or len(v.nums) != 1:
                continue
            if v.count.text.isdigit():
                out[r.table, name_of(r, v)].append((int(v.count.text), v.nums[0].text))
    return out


def _why(
    article: Article,
    counts: list[int],
    mention: Result,
    sizes: Result,
    a: Value,
    b: Value,
    columns: Columns,
) -> str:
    """What decides between two sizes, in words; "" where nothing does."""
    x, y = number_of(a), number_of(b)
    name = name_of(sizes, b)
    rows = columns.get((sizes.table, name), [])
    only = [_fits(k, share, x) - _fits(k, share, y) for k, share in rows]
    if only.count(1) >= (ROWS if name else ROWS_OF_ALL) and -1 not in only:
        return f"the percentages of the column are those of {x}"
    if not name:
        return ""
    total = [number_of(v) for v in sizes.values if OF_ALL.match(name_of(sizes, v))]
    groups = [number_of(v) for v in sizes.values if not OF_ALL.match(name_of(sizes, v))]
    if len(total) == 1 and total[0] == sum(groups) - y + x:
        return f"the total of the heading, {total[0]}, needs {x}"
    if only.count(-1) < ROWS and 1 in only:
        return ""
    whole, own = sum(groups), sum(counts)
    if len(counts) == len(groups) and whole != own and _states(article, mention, whole):
        return f"the total of {whole} needs {y}"
    return ""


def _fits(count: int, share: str, size: int) -> int:
    return int(
        count <= size and printed(share).interval.holds(printed(str(count)).value * 100 / size)
    )


def _states(article: Article, mention: Result, whole: int) -> bool:
    """Whether a sentence that assigns people, or the one before it, states a total."""
    start, end = mention.sentence[0].start, mention.sentence[-1].end
    text = article.shadow[start:end]
    if not _ASSIGNED.search(text) or _LATER.search(text):
        return False
    before = article.shadow[max(0, start - 160) : start].rsplit("\n", 1)[-1]
    shown = {m.group().replace(",", "") for m in _NUMBER.finditer(f"{before} {text}")}
    return str(whole) in shown
