"""An abstract that counts more people than the body recruited, and a number the body never prints.

Nobody takes part who was not recruited. So where the body says once how many were recruited, and
the abstract's only count of people is larger and stands nowhere else in the article, the two
cannot both be right; a flow chart that is only a picture may hold more, but no fewer are recruited
than take part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from src.utils.extraction.participants_words import NUMBER, whole
from src.utils.linking.participants import LEAST, counts_people, name_of, number_of
from src.utils.records import Article, Result

_RECRUITED = re.compile(r"\b(?:enrol|recruit)", re.I)
_IN_PARTS = re.compile(
    r"\b(?:each|per|sites?|cent(?:re|er)s?|further|additional|stages?|first|second)\b", re.I
)
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
