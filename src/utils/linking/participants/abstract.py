"""Counts of one stage that clash: abstract and recruitment, randomisation and the baseline table.

Nobody takes part who was not recruited. So where the body says once how many were recruited, and
the abstract's only count of people is larger and stands nowhere else in the article, the two
cannot both be right; a flow chart that is only a picture may hold more, but no fewer are recruited
than take part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from src.utils.extraction.participants_words import NUMBER, whole
from src.utils.linking.participants.people import LEAST, alike, counts_people, name_of, number_of
from src.utils.records import Article, Result, Value

_RECRUITED = re.compile(r"\b(?:enrol|recruit)", re.I)
_IN_PARTS = re.compile(
    r"\b(?:each|per|sites?|(?<!single[- ])cent(?:re|er)s?|further|additional|stages?|first|"
    r"second)\b",
    re.I,
)
#: So well must the words of a sentence name the group of a heading.
_LIKE = 0.5
_DIGITS = re.compile(r"(?<![\d.])\d[\d,]*")


def beyond_recruited(article: Article, results: Iterable[Result]) -> tuple[Result, Result] | None:
    """The abstract's count and the body's smaller count of those recruited, if they clash."""
    told = [r for r in results if counts_people(r)]
    alone = [r for r in told if r.place == "abstract" and _of_all(r)]
    if len({number_of(r.values[0]) for r in alone}) != 1:
        return None
    mention = alone[0]
    said = number_of(mention.values[0])
    if said < LEAST or mention.context.population not in ("", "randomised", "enrolled"):
        return None
    recruited = [
        r
        for r in told
        if r.place == "text"
        and r.values[0].arm is None
        and r.context.population == "enrolled"
        and _RECRUITED.search(r.context.sentence)
    ]
    if len({number_of(r.values[0]) for r in recruited}) != 1:
        return None
    there = recruited[0]
    if number_of(there.values[0]) >= said or _IN_PARTS.search(there.context.sentence):
        return None
    sums = {sum(number_of(v) for v in r.values) for r in told if r.table is not None}
    if said in sums or str(said) in _printed(article):
        return None
    return mention, there


def _of_all(result: Result) -> bool:
    name = name_of(result, result.values[0])
    return len(result.values) == 1 and (not name or name.startswith("with "))


def _printed(article: Article) -> set[str]:
    """Every whole number of the article outside its abstract and title, spelled or in digits."""
    kept = bytearray(b"\x01") * len(article.shadow)
    for block in article.blocks:
        if block.kind in ("abstract", "title"):
            for p in block.pieces:
                kept[p.start : p.end] = bytes(p.end - p.start)
    text = "".join(c if k else " " for c, k in zip(article.shadow, kept, strict=True))
    spelled = {whole(m.group()) for m in NUMBER.finditer(text)}
    return {n for n in spelled if n} | {m.group().replace(",", "") for m in _DIGITS.finditer(text)}


_BASELINE = re.compile(r"\b(?:baseline|characteristics|demograph\w+)\b", re.I)


def baseline_differs(
    article: Article, results: Iterable[Result]
) -> Iterator[tuple[Result, Result, Value, Value]]:
    """Groups as randomised and as the table of characteristics heads them, one size apart.

    All groups are named alike and all sizes but one are the same, so that the table shows those
    randomised; where a group of the same trial lost someone, the words rarely say so.
    """
    told = [r for r in results if counts_people(r)]
    heads = [
        r
        for r in told
        if r.table is not None
        and r.context.header == "heading"
        and _BASELINE.search(article.view(article.tables[r.table].caption).text)
    ]
    for mention in told:
        if mention.table is not None or mention.context.population != "randomised":
            continue
        for sizes in heads:
            if not len(mention.values) == len(sizes.values) > 1:
                continue
            both = _paired(mention, sizes)
            off = [(a, b) for a, b in both if number_of(a) != number_of(b)]
            if len(off) == 1:
                yield mention, sizes, *off[0]


def _paired(mention: Result, sizes: Result) -> list[tuple[Value, Value]]:
    """Each group of a sentence with the heading its words name; none when one is named by none."""
    out: list[tuple[Value, Value]] = []
    for a in mention.values:
        scored = [(alike(name_of(mention, a), name_of(sizes, b)), b) for b in sizes.values]
        score, best = max(scored, key=lambda pair: pair[0])
        if score < _LIKE or any(best is b for _, b in out):
            return []
        out.append((a, best))
    return out
