"""Sizes of groups that a sentence and the heading of a table give differently, and one is wrong.

People are lost between one stage and the next, so that two sizes alone say nothing. Arithmetic
decides: the percentages of the column are those of the sentence's size and not of the heading's;
the heading's total is; or the sentence states the total itself, which its own sizes miss and the
heading's do not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from src.utils.linking.participants.people import alike, counts_people, name_of, number_of
from src.utils.printed import printed
from src.utils.records import Article, Result, Value

#: Groups smaller than this are met by chance.
LEAST = 8
#: So many rows of a column are shares of one size and of the other one not.
ROWS = 2
#: So many where only a whole sample is counted.
ROWS_OF_ALL = 3
#: So well must words name a group of a heading.
_LIKE = 0.5
_TOTAL = re.compile(r"\W*(?:total|all|overall|entire|combined|both|whole)\b", re.I)
_NUMBER = re.compile(r"(?<![\d.,/=])\d[\d,]{1,6}(?![\d.]|\s*%)")
_ASSIGNED = re.compile(r"\brandom|\bassign|\ballocat|\bdivided\b|\benrol", re.I)
_LATER = re.compile(
    r"\b(?:analy[sz]|evalua|complet|withdr|exclu|lost\b|drop|receiv|treated|remain|includ|"
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
    heads = [r for r in told if r.table is not None and r.context.header == "heading"]
    if not heads:
        return
    columns = _columns(listed)
    said: set[tuple[str, str]] = set()
    for mention in told:
        if mention.table is not None or mention.ref or mention.place not in ("abstract", "text"):
            continue
        for sizes in heads:
            found = _one_off(mention, sizes)
            if found is None or (mention.id, sizes.id) in said:
                continue
            a, b = found
            why = _why(article, mention, sizes, a, b, columns)
            if why:
                said.add((mention.id, sizes.id))
                yield Clash(mention, sizes, a, b, why)


def _one_off(mention: Result, sizes: Result) -> tuple[Value, Value] | None:
    """The only size of a sentence that the heading prints otherwise."""
    groups = [v for v in sizes.values if not _TOTAL.match(name_of(sizes, v))]
    values = [v for v in mention.values if name_of(mention, v)]
    if len(mention.values) == 1 and not values and len(sizes.values) == 1:
        a, b = mention.values[0], sizes.values[0]
        return (a, b) if number_of(a) != number_of(b) and not name_of(sizes, b) else None
    if not values or len(values) < len(mention.values) or len(groups) < 2:
        return None
    rest_a, rest_b = list(values), list(groups)
    for a in values:
        same = [b for b in rest_b if number_of(b) == number_of(a)]
        if len(same) == 1:
            rest_a.remove(a)
            rest_b.remove(same[0])
    if len(rest_a) != 1 or number_of(rest_a[0]) < LEAST:
        return None
    a = rest_a[0]
    scored = [(alike(name_of(mention, a), name_of(sizes, b)), b) for b in rest_b]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if best is not None and score >= _LIKE and [s for s, _ in scored].count(score) == 1:
        return a, best
    # All others agree: what is left over on both sides is the same group.
    return (a, rest_b[0]) if len(rest_b) == 1 and len(values) == len(groups) > 1 else None


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
    article: Article, mention: Result, sizes: Result, a: Value, b: Value, columns: Columns
) -> str:
    x, y = number_of(a), number_of(b)
    name = name_of(sizes, b)
    rows = columns.get((sizes.table, name), [])
    only = [_fits(k, share, x) - _fits(k, share, y) for k, share in rows]
    if only.count(1) >= (ROWS if name else ROWS_OF_ALL) and -1 not in only:
        return f"the percentages of the column are those of {x}"
    if not name:
        return ""
    total = [number_of(v) for v in sizes.values if _TOTAL.match(name_of(sizes, v))]
    groups = [number_of(v) for v in sizes.values if not _TOTAL.match(name_of(sizes, v))]
    if len(total) == 1 and total[0] == sum(groups) - y + x:
        return f"the total of the heading, {total[0]}, needs {x}"
    if only.count(-1) < ROWS and 1 in only:
        return ""
    whole = sum(groups)
    own = sum(number_of(v) for v in mention.values)
    if len(mention.values) == len(groups) and whole != own and _states(article, mention, whole):
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
