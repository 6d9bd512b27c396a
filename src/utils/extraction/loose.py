"""Numbers of the prose that the grammar left alone, as plain mentions for the linker.

What belongs here: a number with its interval or its spread, a count with its percentage, numbers
set beside each other, wherever no result of the grammar holds them. Such a mention claims no
endpoint, no kind and no arm; it only says which numbers stand together, so that a table's cell that
prints them can be found, and the difference seen when one is wrong. What does not: anything in an
article whose tables have one row per study, where a mention without its study says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

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
#: The same without a bracket of its own: "6.1s; 95% CI 5.2-6.9s", "1.1; 1.1-1.2".
_INTERVAL_AFTER = re.compile(
    rf"(?<![\d.,/-])(?P<x>-?\d+\.\d+)(?P<unit>\s*%|\s?[a-zA-Z]+)?\s*(?:;|,(?=\s*(?:\d\d|C\.?\s?I|conf|IQR)))\s*"
    r"(?:(?P<level>\d\d(?:\.\d+)?)\s*%\s*)?"
    r"(?:(?:C\.?\s?I\.?|confidence\s+intervals?|IQR|range)\s*[,:;=]*\s*)?"
    rf"(?P<low>{_SIGNED})\s*(?:%|[a-z]+)?\s*(?:-|to)\s*(?P<high>{_SIGNED})\s*(?:%|[a-z]{{1,3}})?(?=\s*[)\];,.])"
)
#: A number with its range or quartiles named, or with an open bound: "14.7 (3.3-not estimable)".
_RANGED = re.compile(
    rf"(?<![\d.,/-])(?P<x>-?\d+(?:\.\d+)?)(?P<unit>\s+\w+)?\s*[(\[]\s*(?:(?:IQR|interquartile\s+range|range)\s*[,:;=]*\s*"
    rf"(?P<low>{_SIGNED})\s*(?:-|to|,|;)\s*(?P<high>{_SIGNED})"
    rf"|(?P<low2>{_SIGNED})\s*(?:-|to|,)\s*(?:NE|NR|not\s+(?:estimable|reached|evaluable|calculable)))(?=[\s)\];,])"
)
#: A mean with its spread: "41 ± 5.2", "32.7 (SD = 7.9)", "315.9 (±140.7)", "M = 31.58, SD = 14.05".
_SPREAD = re.compile(
    rf"(?<![\d.,/-])(?P<x>-?{_N})(?P<unit>\s*%|\s?[a-zA-Z]+)?\s*(?:±\s*|[(\[]\s*(?:±\s*|(?:±\s*)?S\.?D\.?\s*[=:,]?\s*)|"
    rf",\s*S\.?D\.?\s*[=:]\s*)(?P<sd>{_N})(?![\d.]*\d)"
)
#: A plain decimal; only beside another, or where a mean or a median is announced.
_PLAIN = re.compile(
    r"(?<![\w.,/^*×-])(?P<x>-?\d{1,5}\.\d{1,4})(?![\d.]*\d|\s*(?:%|×|\*|[(\[]\s*\d))"
)
_MEAN = re.compile(
    r"\b(?:(?P<mean>[Mm]eans?|[Aa]veraged?|M)|(?P<median>[Mm]edians?))\b[^.;\d]{0,40}$"
)
#: No value of an arm: a statistic or its degrees of freedom, the end of a range, a relation.
_STATISTIC = re.compile(
    r"(?:\b(?P<label>[^\s=<>(,;]{1,9})\s*)?[=<>≤≥]\s*$|\d\s*(?:-|to)\s*$|\b(?:CI|OR|HR|RR|P|p)\s*$"
)
_LABELLED = re.compile(r"(?:means?|medians?|M|average|score)\s*=\s*$", re.I)
_RANGE_ON = re.compile(r"\s*(?:-|to\b)\s*-?\d")
#: Between two mentions that are set beside each other; no sentence lies between them.
_BESIDE = re.compile(
    r"(?:[^.;]{0,70}?\b(?:vs\.?|versus|and|compared|against|than|or)(?!\w)[^.;]{0,70}"
    r"|[^.;,\d]{0,25}[;,]\s*[\w\s-]{1,40}?[=:]\s*)\Z"
)
_FORMS = (
    (_WITH_INTERVAL, "other"),
    (_SPREAD, "mean"),
    (_COUNTED, "percent"),
    (_INTERVAL_AFTER, "other"),
    (_RANGED, "other"),
    (_PERCENT, "percent"),
    (_PLAIN, "plain"),
)
#: So many numbers may be set beside each other.
_MOST = 4
_KINDS = ("abstract", "paragraph")


def mentions(article: Article, known: Iterable[Result]) -> list[Result]:
    """The numbers of the prose that none of the known results holds, as mentions."""
    starts = {n.span.start for r in known if r.table is None for n in _numbers(r)}
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
                if len(group) == 1 and group[0][2].kind == "plain":
                    continue
                group = [(a, b, _unplain(v)) for a, b, v in group]
                out.append(_result(article, index, block, view, group, namer))
    return out


def _numbers(result: Result) -> Iterator[Num]:
    for v in result.values:
        yield from _of(v)
    e = result.effect
    if e is not None:
        yield from (n for n in (e.estimate, e.low, e.high, e.level) if n is not None)
    yield from (p.value for p in result.p)


def _unplain(value: Value) -> Value:
    return msgspec.structs.replace(value, kind="other") if value.kind == "plain" else value


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
    for n in (value.count, value.total, value.low, value.high, value.sd):
        if n is not None:
            yield n


def _value(view: View, match: re.Match[str], kind: str) -> Value | None:
    named = {k: v for k, v in match.groupdict().items() if v is not None and k != "unit"}
    nums = {k: _num(view, match, k) for k in named}
    if None in nums.values():
        return None
    span = view.span(*match.span())
    if kind in ("plain", "mean"):
        return _spoken(view, match, kind, nums)
    if "x" in nums:
        unit = (match["unit"] or "").strip()
        shown = "percent" if unit == "%" else kind
        low, high = nums.get("low") or nums.get("low2"), nums.get("high")
        if low is None or (high is not None and float(low.text) > float(high.text)):
            return None
        return Value(_one(nums["x"]), shown, span=span, low=low, high=high, level=nums.get("level"))
    share = nums["pct"]
    if share is None or float(share.text) > 100:
        return None
    total = nums.get("n") or nums.get("n2")
    return Value(_one(share), kind, span=span, count=nums.get("k"), total=total)


def _spoken(
    view: View, match: re.Match[str], kind: str, nums: dict[str, Num | None]
) -> Value | None:
    """A mean with its spread, or a plain number that is no statistic of a test."""
    text, start = view.text, match.start("x")
    before = text[max(0, start - 60) : start]
    sd = nums.get("sd")
    if kind == "plain":
        if _RANGE_ON.match(text, match.end()):
            return None
        if _STATISTIC.search(before) and not _LABELLED.search(before):
            return None
        named = _MEAN.search(before)
        if named:
            kind = "mean" if named["mean"] else "median"
    return Value(_one(nums["x"]), kind, span=view.span(*match.span()), sd=sd)


def _one(num: Num | None) -> tuple[Num, ...]:
    return (num,) if num is not None else ()


def _num(view: View, match: re.Match[str], name: str) -> Num | None:
    spans = view.spans(*match.span(name))
    if len(spans) != 1:  # a numeral that a page break cuts in two
        return None
    return Num(normalise(match[name]), spans[0])


def _groups(found: list[Found], text: str) -> Iterator[list[Found]]:
    """Neighbours of one form that the sentence sets beside each other, four at most."""
    i = 0
    while i < len(found):
        group = [found[i]]
        while len(group) < _MOST and i + len(group) < len(found):
            last, following = group[-1], found[i + len(group)]
            if last[2].low is not None or not _like(last[2], following[2]):
                break
            if not _BESIDE.match(text[last[1] : following[0]]):
                break
            group.append(following)
        yield group
        i += len(group)


def _like(a: Value, b: Value) -> bool:
    forms = [(v.count is None, v.low is None, v.sd is None) for v in (a, b)]
    plain = {a.kind, b.kind} <= {"plain", "mean", "median"} and a.sd is None
    return forms[0] == forms[1] and (a.kind == b.kind or plain)


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
