"""Numbers of people in the text that a table prints as the size of a group or as a denominator.

"371 of 422 patients completed the questionnaire" beside a table headed "n = 422", "4,219 children
were screened" beside "314/4219 (7.4%)": what is counted may differ, the people are the same. Only
agreement is said, and only where chance is small: a large number, a number with the name of its
group, or two sizes of one set in one sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import msgspec

from src.utils.linking import numerals
from src.utils.linking.participants.people import BASIS, alike, counts_people, name_of, stems
from src.utils.records import Link, Num, Result, Shared, Span, Value

#: What the numbers of such a link are called.
SIZE = "size"
#: Sizes from here on are hardly met by chance; smaller ones need a name or another of their set.
RARE, LEAST = 100, 12
#: Round numbers are printed for many things.
_ROUND = 50
#: A count that is a share of others ("131 (80%)") is no size, unless it has so many digits.
RARE_SHARE = 1000
#: So much of a group's name must stand in the sentence.
NAMED = 0.6
#: Tables that one number is laid beside, at most.
_TABLES = 3
_RANK = {"heading": 0.3, "row": 0.25, "column": 0.2}


class Size(msgspec.Struct, frozen=True):
    """A size that a table prints, with the group's name and all words of its place."""

    result: Result
    num: Num
    name: str
    words: frozenset[str]
    rank: float


class Said(msgspec.Struct, frozen=True):
    """A number of people in the text; ``share``: it is given as a part of others."""

    result: Result
    num: Num
    name: str
    share: bool


def link_sizes(results: Iterable[Result], links: Iterable[Link]) -> Iterator[Link]:
    """Links from numbers of people in the text to the sizes of tables that no link holds yet."""
    listed, known = list(results), list(links)
    shown: dict[str, list[Size]] = defaultdict(list)
    for r in listed:
        if r.table is not None and r.place == "table":
            for size in _sizes(r):
                shown[size.num.text].append(size)
    if not shown:
        return
    by_id = {r.id: r for r in listed}
    pairs = {(k.left, k.right) for k in known}
    done = {
        (n.span, by_id[k.right].table)
        for k in known
        if k.basis == BASIS
        for v in by_id[k.left].values
        for n in v.nums
    }
    told = [r for r in listed if r.table is None and r.place in ("abstract", "text", "caption")]
    shares = {n.span for r in told for v in r.values if _is_share(v) and (n := _count(v))}
    sentences: dict[tuple[Span, ...], list[Said]] = defaultdict(list)
    for r in told:
        if not r.ref:
            sentences[r.sentence].extend(s for s in _said(r, shares) if s.num.text in shown)
    made: dict[tuple[str, str], list[Shared]] = defaultdict(list)
    for said in sentences.values():
        sets = _sets(said, shown)
        for one in said:
            words = stems(one.result.context.sentence)
            tables: dict[int | None, tuple[float, Size]] = {}
            for size in shown[one.num.text]:
                table = size.result.table
                if (one.result.id, size.result.id) in pairs or (one.num.span, table) in done:
                    continue
                fit = _fit(one, size, words, len(sets[size.result.id]) > 1)
                if fit is not None and (table not in tables or fit > tables[table][0]):
                    tables[table] = (fit, size)
            for _, size in sorted(tables.values(), key=lambda pair: -pair[0])[:_TABLES]:
                done.add((one.num.span, size.result.table))
                shared = Shared(SIZE, one.num, size.num, numerals.SAME, "count")
                made[one.result.id, size.result.id].append(shared)
    for key, numbers in made.items():
        yield Link(*key, BASIS, 0.6, (), "", tuple(numbers))


def _sizes(r: Result) -> Iterator[Size]:
    """The sizes that a result of a table prints: of a set of groups, or totals of its shares."""
    row = f"{r.context.row} {r.context.header}"
    for value in r.values:
        if counts_people(r):
            num, rank, words = value.nums[0], _RANK.get(r.context.header, 0.0), stems(r.context.row)
            if r.context.header == "sex":
                continue
        elif value.total is not None:
            num, rank, words = value.total, 0.0, stems(row)
        else:
            continue
        name = name_of(r, value)
        if num.text.isdigit() and int(num.text) >= LEAST:
            yield Size(r, num, name, words | stems(name), rank)


def _said(r: Result, shares: Collection[Span]) -> Iterator[Said]:
    """The numbers of a mention that may count people; ``shares`` are given as a part of others."""
    for value in r.values:
        name = name_of(r, value)
        for num in (_count(value), value.total):
            if num is not None and num.text.isdigit() and int(num.text) >= LEAST:
                yield Said(r, num, name, num.span in shares)


def _is_share(value: Value) -> bool:
    return value.kind == "percent" or value.total is not None


def _count(value: Value) -> Num | None:
    return value.count or (value.nums[0] if value.kind == "count" and value.nums else None)


def _sets(said: list[Said], shown: dict[str, list[Size]]) -> dict[str, set[str]]:
    """The different numbers of a sentence that each set of sizes prints."""
    out: dict[str, set[str]] = defaultdict(set)
    for one in said:
        for size in shown[one.num.text]:
            out[size.result.id].add(one.num.text)
    return out


def _fit(one: Said, size: Size, words: frozenset[str], paired: bool) -> float | None:
    """How well a number of the text is a size of a table; None where it may be so by chance."""
    group = stems(size.name)
    own = alike(one.name, size.name) if one.name and size.name else 0.0
    others = [alike(one.name, a.name) for a in size.result.arms if one.name and a.name != size.name]
    if max(others, default=0.0) > own:
        return None  # the words name another group of the set
    named = bool(group) and len(group & words) >= NAMED * len(group)
    n = int(one.num.text)
    large = n >= (RARE_SHARE if one.share else RARE) and n % _ROUND != 0
    if not (named or large or (paired and not one.share)):
        return None
    near = len(size.words & words) / len(size.words) if size.words else 0.0
    return own + float(named) + 0.5 * paired + near + size.rank
