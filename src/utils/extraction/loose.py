"""Numbers of the prose that the grammar left alone, as plain mentions for the linker.

What belongs here: a number with its interval, a count with its percentage, percentages set beside
each other, wherever no result of the grammar holds them. Such a mention claims no endpoint, no
kind and no arm; it only says which numbers stand together, so that a table's cell that prints them
can be found, and the difference seen when one of them is wrong. What does not: anything in an
article whose tables have one row per study, where a mention without its study says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from src.utils.extraction.table_mentions import tables_named
from src.utils.identity import Namer
from src.utils.printed import normalise
from src.utils.records import Article, Block, Context, Num, Result, Span, Value, View

_N = r"(?:\d+\.\d+|\.\d+|\d{1,6})"
_SIGNED = rf"-?{_N}"
#: An estimate with its interval: "1.67 (0.81-3.41)", "0.15 (95% CI 0.09, 0.24)", "2.0 [1.5 to 18]".
_WITH_INTERVAL = re.compile(
    rf"(?<![\d.,/-])(?P<x>-?\d+\.\d+)(?P<unit>\s*%|\s+\w+)?[\s,;]*[(\[]\s*"
    r"(?:(?P<level>\d\d(?:\.\d+)?)\s*%\s*(?:C\.?\s?I\.?|confidence\s+intervals?)\s*[,:;=]*\s*)?"
    rf"(?P<low>{_SIGNED})\s*%?\s*(?:-|to|,|;)\s*(?P<high>{_SIGNED})\s*%?\s*(?=[)\];,])"
)
#: A count with its percentage: "42 (20%)", "21/87 [24.1 %]", "183 [42%] of 438", "n = 82, 29.18 %".
_COUNTED = re.compile(
    r"(?<![\d.,-])(?P<k>\d{1,6})(?:\s*(?:/|out\s+of|of)\s*(?P<n>\d{1,6}))?\s*"
    r"(?:[(\[]\s*|,\s*(?=\d[\d.]*\s*%))(?P<pct>\d{1,3}(?:\.\d+)?)\s*%\s*[)\]]?"
    r"(?:\s*of\s+(?P<n2>\d{2,6})\b)?"
)
_PERCENT = re.compile(r"(?<![\d.,-])(?P<pct>\d{1,3}(?:\.\d+)?)\s*%(?!\s*(?:C\.?\s?I|confidence))")
#: Between two mentions that are set beside each other; no sentence lies between them.
_BESIDE = re.compile(r"[^.;]{0,70}?\b(?:vs\.?|versus|and|compared|against|than|or)\b[^.;]{0,70}\Z")
_FORMS = ((_WITH_INTERVAL, "other"), (_COUNTED, "percent"), (_PERCENT, "percent"))
_KINDS = ("abstract", "paragraph")


def mentions(article: Article, known: Iterable[Result]) -> list[Result]:
    """The numbers of the prose that none of the known results holds, as mentions."""
    taken = sorted({n.span for r in known if r.table is None for n in _numbers(r)})
    starts = {s.start for s in taken}
    namer = Namer("m")
    out: list[Result] = []
    for index, block in enumerate(article.blocks):
        if block.kind not in _KINDS:
            continue
        for sentence in block.sentences:
            view = article.view(sentence.pieces)
            if not any(c.isdigit() for c in view.text):
                continue
            found = list(_found(view, starts))
            for group in _groups(found, view.text):
                out.append(_result(article, index, block, view, group, namer))
    return out


def _numbers(result: Result) -> Iterator[Num]:
    for v in result.values:
        yield from v.nums
        yield from (n for n in (v.count, v.total, v.low, v.high) if n is not None)
    e = result.effect
    if e is not None:
        yield from (n for n in (e.estimate, e.low, e.high) if n is not None)


Found = tuple[int, int, Value]


def _found(view: View, starts: set[int]) -> Iterator[Found]:
    """Mentions of one sentence, left to right, none of whose numbers belongs to a result."""
    rows: list[Found] = []
    used: list[tuple[int, int]] = []
    for pattern, kind in _FORMS:
        for match in pattern.finditer(view.text):
            start, end = match.span()
            if any(start < b and a < end for a, b in used):
                continue
            value = _value(view, match, kind)
            if value is None:
                continue
            used.append((start, end))
            if not any(n.span.start in starts for n in _of(value)):
                rows.append((start, end, value))
    yield from sorted(rows, key=lambda row: row[0])


def _of(value: Value) -> Iterator[Num]:
    yield from value.nums
    yield from (n for n in (value.count, value.total, value.low, value.high) if n is not None)


def _value(view: View, match: re.Match[str], kind: str) -> Value | None:
    named = {k: v for k, v in match.groupdict().items() if v is not None and k != "unit"}
    nums = {k: _num(view, match, k) for k in named}
    if None in nums.values():
        return None
    span = view.span(*match.span())
    if "x" in nums:
        unit = (match["unit"] or "").strip()
        shown = "percent" if unit == "%" else kind
        low, high = nums["low"], nums["high"]
        assert low is not None and high is not None
        if float(low.text) > float(high.text):
            return None
        return Value(_one(nums["x"]), shown, span=span, low=low, high=high, level=nums.get("level"))
    share = nums["pct"]
    if share is None or float(share.text) > 100:
        return None
    total = nums.get("n") or nums.get("n2")
    return Value(_one(share), kind, span=span, count=nums.get("k"), total=total)


def _one(num: Num | None) -> tuple[Num, ...]:
    return (num,) if num is not None else ()


def _num(view: View, match: re.Match[str], name: str) -> Num | None:
    spans = view.spans(*match.span(name))
    if len(spans) != 1:  # a numeral that a page break cuts in two
        return None
    return Num(normalise(match[name]), spans[0])


def _groups(found: list[Found], text: str) -> Iterator[list[Found]]:
    """Neighbours of one form that the sentence sets beside each other, two at most."""
    i = 0
    while i < len(found):
        pair = found[i : i + 2]
        if len(pair) == 2 and pair[0][2].low is None and _like(pair[0][2], pair[1][2]):
            between = text[pair[0][1] : pair[1][0]]
            if _BESIDE.match(between):
                yield pair
                i += 2
                continue
        yield found[i : i + 1]
        i += 1


def _like(a: Value, b: Value) -> bool:
    return (a.kind, a.count is None, a.low is None) == (b.kind, b.count is None, b.low is None)


def _result(
    article: Article, index: int, block: Block, view: View, group: list[Found], namer: Namer
) -> Result:
    start, end = group[0][0], group[-1][1]
    spans: tuple[Span, ...] = view.spans(start, end)
    quote = view.text[start:end]
    return Result(
        id=namer.name(block.place, quote, view.text),
        place=block.place,
        spans=spans,
        values=tuple(value for _, _, value in group),
        context=Context(sentence=view.text),
        tables=tuple(tables_named(view.text)),
        sentence=view.pieces,
        block=index,
    )
