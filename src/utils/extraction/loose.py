"""Numbers of the prose that the grammar left alone, as plain mentions for the linker.

What belongs here: taking every number that no result of the grammar holds (an interval, a spread,
a count, a percentage, a plain value) as a mention. A mention claims no endpoint, no kind of effect
and no arm; it only says which numbers stand together, so that a table's cell that prints them can
be found, and the difference seen when one is wrong. What does not: the forms themselves
(`loose_forms`), which of them stand beside each other (`loose_groups`), and anything in an article
whose tables have one row per study, where a mention without its study says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from src.utils.extraction import grammar, loose_groups, loose_pairs, number_words
from src.utils.extraction import loose_forms as forms
from src.utils.extraction.loose_forms import Found
from src.utils.extraction.numbers import role_of
from src.utils.extraction.participants_words import PLANNED
from src.utils.extraction.table_mentions import tables_named
from src.utils.identity import Namer
from src.utils.printed import has_digit, normalise
from src.utils.records import (
    Article,
    Block,
    Context,
    Effect,
    Num,
    PValue,
    Result,
    Sentence,
    Span,
    Value,
    View,
)

_KINDS = ("abstract", "paragraph", "caption")
#: Where numbers of other work, of the plan and of the methods stand.
_ELSEWHERE = re.compile(
    r"\b(?:introduction|background|methods?|materials|design|statistic\w*|sample\s+size|protocol|"
    r"discussion|conclusions?|limitations?|setting|objectives?|aims?|registration)\b",
    re.I,
)
_DISCUSSED = re.compile(r"\b(?:discussion|conclusions?|limitations?)\b", re.I)
#: A sentence without a numeral may still count: "three failures in the zinc group".
_IN_WORDS = re.compile(rf"\b{number_words.PATTERN}\s[^.;]{{3,90}}\b(?:group|arm)\b", re.I)
_METHODS = re.compile(r"\b(?:methods?|patients|subjects|participants|population|samples?)\b", re.I)
#: Words of a sentence of the methods that says who or what was there in the end.
_ACHIEVED = re.compile(
    r"\b(?:analy[sz]ed|included|enrolled|recruited|randomi[sz]ed|obtained|available|collected|taken|"
    r"consisted|yield(?:ed|ing)|final)\b"
)
#: Numbers of other studies, which a discussion sets beside its own.
_OF_OTHERS = re.compile(
    r"\b(?:previous(?:ly)?|prior|earlier|other|others|another|recent(?:ly)?|published|literature|et\s+al|"
    r"meta-?analys[ei]s|systematic|historical(?:ly)?|reported\s+(?:by|in|that|a)|guidelines?|studies|trials)\b",
    re.I,
)
_FOUND_HERE = re.compile(
    r"\b(?:results?|findings?|outcomes?|efficacy|effectiveness|safety|tolerability)\b", re.I
)
_DIFFERENCE = re.compile(r"\bdifferen\w+|\breduction\b|\bchange\b|\bincrease\b", re.I)
#: Signed, a length, a pressure or a concentration in a bracket of its own, which no dose is:
#: "weight (-3.9 kg)", "ferritin (12.5 µg/L)".
_NO_DOSE = re.compile(
    r".{0,2}[(\[]\s?(?:-\d+\.\d+\s?[^\s()\d][^()\d]{0,12}|"
    r"\d+\.\d+\s?(?:[cm]m|mm\s?Hg|kPa|[^\s()\d]{1,4}/\s?[dm]?[lL]))[)\]]"
)
#: A measured number that is a result, not a dose or a time of the plan: "fell by 11.4 mmHg",
#: "was 2.7 kg", "1.4 days longer".
_FOUND_BEFORE = re.compile(
    r"\b(?:(?:de|in)creas\w*|reduc\w+|fell|falls?|rose|rises?|declin\w+|improv\w+|chang\w+|gain\w*|los[st]\w*|"
    r"loss\w*|differ\w+|lower\w*|lengthen\w*|shorten\w*|prolong\w*|drop\w*|worsen\w*)\b[^.;:()\d]{0,60}?"
    r"\b(?:by|was|were)\s(?:[a-z]+\s){0,2}\Z|\b(?:was|were|averaged|totall?ed)\s(?:[a-z]+\s)?\Z",
    re.I,
)
_FOUND_AFTER = re.compile(
    r"\s?[^\W\d_][^\s()\d]{0,11}\s(?:higher|lower|longer|shorter|greater|smaller|more|less|better|"
    r"worse|heavier|lighter|faster|slower|(?:de|in)crease|reduction|difference|improvement|gain|loss)\b",
    re.I,
)
#: What a lone number may be that says something about the patients.
_TELLING = frozenset({"other", "count", "n", "percent"})


def mentions(article: Article, known: Iterable[Result]) -> list[Result]:
    """The numbers of the prose that none of the known results holds, as mentions."""
    starts = {n.span.start for r in known if r.table is None for n in _numbers(r)}
    cited = [(c.span.start, c.span.end) for c in article.citations]
    tabled = {p.start for t in article.tables for p in t.caption}
    namer = Namer("m")
    out: list[Result] = []
    for index, block in enumerate(article.blocks):
        if block.kind not in _KINDS:
            continue
        if block.kind == "caption" and block.pieces and block.pieces[0].start in tabled:
            continue
        reports = _reports(block)
        discussed = not reports and any(_DISCUSSED.search(s) for s in block.section)
        told = not (reports or discussed) and any(_METHODS.search(s) for s in block.section)
        for sentence in block.sentences:
            view = article.view(sentence.pieces)
            if not has_digit(view.text) and not (reports and _IN_WORDS.search(view.text)):
                continue
            if told and grammar.PLANNED.search(view.text):
                continue  # "80% power to detect an increase from 55% to 73%": nothing was found
            alone = reports or (discussed and _own(article, sentence, view.text))
            achieved = told and _ACHIEVED.search(view.text) and not PLANNED.search(view.text)
            found = list(forms.found(view, starts))
            for group in loose_groups.groups(found, view.text):
                if len(group) == 1 and not (
                    _stands_alone(article, group[0], alone, cited) or (achieved and _many(group[0]))
                ):
                    continue
                group = [(a, b, _unplain(v), k) for a, b, v, k in group]
                out.append(_result(article, index, block, view, group, namer))
            if alone:
                out.extend(_lone_p(index, block, view, starts, namer))
    return out


def _lone_p(
    index: int, block: Block, view: View, starts: set[int], namer: Namer
) -> Iterator[Result]:
    """P values of a sentence that reports something and that no result holds."""
    if not any(sign in view.text for sign in ("=", "<", ">", "≤", "≥", "alue")):
        return
    if loose_pairs.NO_FINDING.search(view.text):
        return
    for match in loose_pairs.LONE_P.finditer(view.text):
        spans = view.spans(*match.span("p"))
        if len(spans) != 1 or spans[0].start in starts:
            continue
        printed = match["relation"] or "="
        relation = {"≤": "<=", "≥": ">="}.get(printed, printed)
        place = view.span(*match.span())
        start = match.start()
        yield Result(
            id=namer.name(block.place, match.group(), view.text[max(0, start - 24) : start]),
            place=block.place,
            spans=(place,),
            p=(PValue(relation, Num(normalise(match["p"]), spans[0]), place),),
            context=Context(sentence=view.text),
            tables=tuple(tables_named(view.text)),
            sentence=view.pieces,
            block=index,
        )


def _reports(block: Block) -> bool:
    """Whether a block reports what this trial found."""
    if block.kind == "abstract":
        return not (block.section and _ELSEWHERE.search(block.section[-1]))
    return any(_FOUND_HERE.search(s) for s in block.section)


def _many(item: Found) -> bool:
    """Whether a number counts a hundred or more."""
    value = item[2]
    return value.kind == "count" and all(float(n.text) >= 100 for n in value.nums)


def _own(article: Article, sentence: Sentence, text: str) -> bool:
    """Whether a sentence of a discussion speaks of this trial: it cites nobody, names no other."""
    if _OF_OTHERS.search(text):
        return False
    return not any(c.span in p for c in article.citations for p in sentence.pieces)


def _stands_alone(article: Article, item: Found, alone: bool, cited: list[tuple[int, int]]) -> bool:
    """Whether a number with nothing beside it is worth a mention."""
    value = item[2]
    lone = value.kind in ("plain", "mean", "median") and value.sd is None
    if not lone and value.kind != "count":
        return True
    if value.kind != "count" and value.kind != "plain":
        return True
    if value.kind == "count" and value.total is not None:
        return True
    if not alone or not value.nums:
        return False
    if value.kind in ("mean", "median"):
        return True  # the words say what it is, also where it is measured in years
    span = value.nums[0].span
    if _NO_DOSE.match(article.shadow, max(0, span.start - 2), span.end + 16):
        return True
    before = article.shadow[max(0, span.start - 110) : span.start]
    if _FOUND_BEFORE.search(before) or _FOUND_AFTER.match(article.shadow, span.end):
        return True
    near = Span(max(0, span.start - 60), min(len(article.shadow), span.end + 40))
    return role_of(article.shadow, span.start, span.end, near, cited) in _TELLING


def _numbers(result: Result) -> Iterator[Num]:
    for v in result.values:
        yield from forms.numbers_of(v)
    e = result.effect
    if e is not None:
        yield from (n for n in (e.estimate, e.low, e.high, e.level) if n is not None)
    yield from (p.value for p in result.p)


def _unplain(value: Value) -> Value:
    return msgspec.structs.replace(value, kind="other") if value.kind == "plain" else value


def _result(
    article: Article, index: int, block: Block, view: View, group: list[Found], namer: Namer
) -> Result:
    start, end = group[0][0], group[-1][1]
    values = tuple(value for _, _, value, _ in group)
    effect = None
    if values[0].kind == "interval":
        effect, values = _interval(view.text, group[0]), ()
    spans: tuple[Span, ...] = view.spans(start, end)
    quote = view.text[start:end]
    return Result(
        id=namer.name(block.place, quote, view.text[max(0, start - 24) : start]),
        place=block.place,
        spans=spans,
        values=values,
        effect=effect,
        context=Context(sentence=view.text),
        tables=tuple(tables_named(view.text)),
        sentence=view.pieces,
        block=index,
    )


def _interval(text: str, item: Found) -> Effect:
    """An interval whose estimate is not printed beside it, on the scale that the words say."""
    value = item[2]
    said = text[max(0, item[0] - 100) : item[1]]
    return Effect(
        kind="MD" if _DIFFERENCE.search(said) else "",
        estimate=None,
        low=value.low,
        high=value.high,
        level=value.level,
        span=value.span,
    )
