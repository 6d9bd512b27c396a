"""Results in running text: every printed tuple with its study, arms, endpoint and context.

What belongs here: putting together what `tuples` (numbers), `prose_words` (endpoint, criterion),
`prose_arms` (groups) and `citations` (study) say of a sentence, and which numbers are results.

A result is an effect; two or more values side by side; a P value; a single value under a named
endpoint; a percentage with its count. A lone percentage without any of these (background
epidemiology, stages of the enrolled patients) is none: nothing can be compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from src.utils import terms
from src.utils.extraction import prose_arms, prose_words
from src.utils.extraction.arms import Comparison, in_groups
from src.utils.extraction.citations import Bound, Citations
from src.utils.extraction.claims_grammar import frame_of
from src.utils.extraction.tuples import Found, State, Token, ValueFound, scan_state
from src.utils.identity import Namer
from src.utils.printed import normalise
from src.utils.records import (
    Arm, Article, Block, Effect, Num, PValue, Result, Sentence, Span, StudyRow, Value, View,
)

#: Blocks that are read; a caption's and footnote's numbers are results too.
KINDS = ("paragraph", "abstract", "caption")
_TABLE = re.compile(r"\b[Tt]ables?\s+(?P<first>[A-Z]?\d+[A-Za-z]?)(?P<more>(?:\s*(?:,|and|-|to|&)\s*[A-Z]?\d+)*)")
_DIGITS = re.compile(r"\d")
_DIFFERENCE = re.compile(
    r"\s*(?:longer|shorter|more|less|higher|lower|greater|fewer|later|earlier|increase|decrease|reduction|gain)\b",
    re.I,
)
_INTRODUCTION = re.compile(r"\b(?:introduction|background)\b", re.I)
#: Times to progression, which response criteria define too.
_TIMED = frozenset({"PFS", "TTP"})
_GENERIC = frozenset({"mortality", "survival", "recurrence", "progression", "response"})


def results(
    article: Article, studies: Sequence[StudyRow], citations: Citations | None = None
) -> list[Result]:
    """Every result of the article's running text, in order."""
    binder = citations or Citations(article, studies)
    namer = Namer("r")
    out: list[Result] = []
    carried: tuple[str, State, Num | None] = ("", State(), None)
    for number, block in enumerate(article.blocks):
        if block.kind not in KINDS or not block.sentences:
            continue
        reader = _Reader(article, number, block, binder, namer)
        if carried[0] == "abstract" == block.kind:
            reader.inherited, reader.level = carried[1], carried[2]
        out.extend(reader.read())
        carried = (block.kind, reader.state, reader.level)
    return out


def tables_named(text: str) -> list[str]:
    """Labels of the tables that a sentence refers to.

    >>> tables_named("was longer (Tables 1 and 2) [Table S3]")
    ['Table 1', 'Table 2', 'Table S3']
    """
    out: list[str] = []
    for match in _TABLE.finditer(text):
        numbers = [match["first"], *re.findall(r"[A-Z]?\d+", match["more"])]
        out.extend(f"Table {n}" for n in numbers)
    return list(dict.fromkeys(out))


def labels(article: Article) -> dict[int, list[list[str]]]:
    """For every block, the tables that each of its sentences refers to."""
    out = {}
    for number, block in enumerate(article.blocks):
        if block.kind in KINDS:
            out[number] = [tables_named(article.view(s.pieces).text) for s in block.sentences]
    return out


class _Reader:
    """Reads one block."""

    def __init__(
        self, article: Article, number: int, block: Block, citations: Citations, namer: Namer
    ):
        self.article = article
        self.number = number
        self.block = block
        self.citations = citations
        self.namer = namer
        self.inherited = State()
        self.state = State()
        self.level: Num | None = None

    def read(self) -> list[Result]:
        view = self.article.view(self.block.pieces)
        if not _DIGITS.search(view.text):
            return []
        found, self.state = scan_state(view.text, self.inherited)
        found = [f for f in found if not f.planned]  # a sample size, a threshold: no result
        self._remember_level(view)
        if not found:
            return []
        named = [tables_named(self.article.view(s.pieces).text) for s in self.block.sentences]
        bound = self.citations.bind(self.block, named)
        starts = [view.index(s.pieces[0].start) or 0 for s in self.block.sentences]
        out: list[Result] = []
        k = 0
        pending: list[list[Found]] = [[] for _ in bound]
        for item in found:
            while k + 1 < len(starts) and starts[k + 1] <= item.start:
                k += 1
            pending[k].append(_moved(item, -starts[k]))
        previous: Result | None = None
        stretch = -1
        frame: Comparison | None = None
        for k, items in enumerate(pending):
            if bound[k].stretch != stretch:
                previous, stretch, frame = None, bound[k].stretch, None
            frame = frame_of(bound[k].text) or frame
            if items:
                fresh = self._sentence(
                    self.block.sentences[k], bound[k], items, named[k], previous, frame
                )
                out.extend(fresh)
                previous = fresh[-1] if fresh else previous
        return out

    def _remember_level(self, view: View) -> None:
        """Keep the place of a level that later blocks inherit."""
        level = self.state.level
        if level is not None:
            self.level = Num(level.text, view.span(level.start, level.end))
            self.state = State(self.state.kind, self.state.adjusted, None, level.text)
        elif self.level is not None:
            self.state = State(self.state.kind, self.state.adjusted, None, self.level.text)

    def _sentence(
        self,
        sentence: Sentence,
        bound: Bound,
        items: list[Found],
        tables: list[str],
        previous: Result | None,
        frame: Comparison | None,
    ) -> list[Result]:
        text = bound.text
        named = prose_words.endpoints(text)
        items = _merged(text, items, named)
        out: list[Result] = []
        for k, item in enumerate(items):
            low = items[k - 1].end if k else 0
            high = items[k + 1].start if k + 1 < len(items) else len(text)
            item = _cleared(text, item)
            if not (item.values or item.ps or item.estimate):
                continue
            label = None
            if item.kind_at and item.estimate:
                label = (item.kind_at[1], item.estimate.start)
            governed = prose_words.governing(text, named, item.start, item.end, label, high)
            for part, name in _split(text, item, governed):
                if name is None and (part.estimate or part.ps or len(part.values) > 1):
                    name = prose_words.own_phrase(text, part.start)
                if not self._is_result(part, name):
                    continue
                result = self._result(sentence, bound, part, name, (low, high), tables,
                                      out[-1] if out else previous, frame)
                out.append(result)
        return out

    def _is_result(self, item: Found, name: prose_words.Named | None) -> bool:
        if item.estimate is not None and item.kind:
            return True
        if item.ps:
            return True
        if len(item.values) > 1:
            timed = all(v.kind == "duration" for v in item.values)
            return name is not None and (not timed or name[0] in terms.ENDPOINT_TEXT)
        if len(item.values) != 1:
            return False
        value = item.values[0]
        if value.kind in ("duration", "count", "other") and not value.not_reached:
            return False
        if value.kind == "percent" and value.count is not None:
            return True
        if name is None or (self._background() and name[0] in _GENERIC):
            return False
        return value.kind in ("median", "percent", "rate", "mean") or value.not_reached

    def _background(self) -> bool:
        return bool(self.block.section and _INTRODUCTION.search(self.block.section[-1]))

    def _result(
        self,
        sentence: Sentence,
        bound: Bound,
        item: Found,
        name: prose_words.Named | None,
        stretch: tuple[int, int],
        tables: list[str],
        previous: Result | None,
        frame: Comparison | None,
    ) -> Result:
        view = self.article.view(sentence.pieces)
        text = bound.text
        endpoint = name[0] if name else ""
        printed = re.sub(r"\s+", " ", text[name[1] : name[2]]).strip() if name else ""
        place = (name[1], name[2]) if name and name[1] >= item.end else None
        bindings = prose_arms.bind(text, item, *stretch, place, frame)
        arms = tuple(self._arm(view, text, m) for m in bindings.names)
        index = bindings.index
        if len(arms) < 2 and previous is not None and _set_against(text, item):
            inherited = _inherited(arms, previous, len(item.values))
            if inherited:
                arms, index = inherited, list(range(len(item.values)))
        spans = view.spans(item.start, item.end)
        quote = " ".join(self.article.quote(s) for s in spans)
        near = (name[1] if name and name[1] < item.start else stretch[0], stretch[1])
        criterion = ""
        if terms_response(endpoint):
            governed = (name[1], name[2]) if name else (item.start, item.start)
            criterion = prose_words.criterion(
                text, governed, item.start, item.end, stretch[1], endpoint in _TIMED
            )
        return Result(
            id=self.namer.name("prose", bound.refs, endpoint, quote),
            place=self.block.place,
            spans=spans,
            ref=bound.refs,
            study=self.citations.name(bound.refs),
            arms=arms,
            endpoint=endpoint,
            endpoint_printed=printed,
            criterion=criterion,
            values=tuple(
                _value(view, v, index[k] if k < len(index) and arms else None)
                for k, v in enumerate(item.values)
            ),
            unit=next((v.unit for v in item.values if v.unit), ""),
            effect=self._effect(view, item),
            p=tuple(_p(view, p) for p in item.ps),
            context=prose_words.context(text, item.start, item.end, near, ""),
            tables=tuple(tables),
            sentence=sentence.pieces,
            block=self.number,
        )

    def _arm(self, view: View, text: str, mention: prose_arms.Mention) -> Arm:
        span = view.span(mention.start, mention.end)
        size = prose_arms.size(text, mention)
        number = None
        if size:
            number = Num(normalise(size[0]), view.span(size[1], size[2]))
        return Arm(mention.name, number, span)

    def _effect(self, view: View, item: Found) -> Effect | None:
        if item.estimate is None or not item.kind:
            return None
        level = _num(view, item.level)
        if level is None and item.level_inherited:
            level = self.level
        tokens = [t for t in (item.estimate, item.low, item.high) if t]
        start = min(t.start for t in tokens)
        return Effect(
            kind=item.kind,
            estimate=_num(view, item.estimate),
            low=_num(view, item.low),
            high=_num(view, item.high),
            level=level,
            level_inherited=item.level_inherited,
            adjusted=item.adjusted,
            reversed_bounds=item.reversed,
            method=item.method,
            span=view.span(start, max(t.end for t in tokens)),
        )


def terms_response(endpoint: str) -> bool:
    """Whether response criteria belong to an endpoint."""
    return any(t.name == endpoint and t.family == "response" for t in terms.ENDPOINTS) or (
        endpoint in _TIMED
    )


def _set_against(text: str, item: Found) -> bool:
    """Whether the values are those of two groups, not of two outcomes of one group."""
    if len(item.values) < 2:
        return False
    if item.estimate is not None:
        return True
    between = text[item.values[0].end : item.values[1].start]
    return bool(re.search(r"\b(?:vs|versus|v|compared|against|than)\b", between, re.I))


def _inherited(own: tuple[Arm, ...], previous: Result, count: int) -> tuple[Arm, ...]:
    """Arms of the result before, when this one names none of its own or the same first one."""
    if len(previous.arms) != count or len(previous.arms) < 2:
        return ()
    if not own:
        return previous.arms
    names = [a.name.lower() for a in previous.arms]
    if own[0].name.lower() == names[0]:
        return (own[0], *previous.arms[1:])
    return ()


_AGAINST = re.compile(r"\b(?:than|compared|versus|vs|whereas|while|and|against)\b", re.I)


def _merged(text: str, items: list[Found], named: list[prose_words.Named]) -> list[Found]:
    """Single values of two groups in one sentence are one result: "22% in A than in B (18%)"."""
    out: list[Found] = []
    for item in items:
        last = out[-1] if out else None
        if last is not None and _one_result(text, last, item, named):
            out[-1] = msgspec.structs.replace(
                item, values=[*last.values, *item.values], start=last.start
            )
        else:
            out.append(item)
    return out


def _one_result(text: str, a: Found, b: Found, named: list[prose_words.Named]) -> bool:
    if len(a.values) != 1 or len(b.values) != 1 or a.estimate is not None or a.ps:
        return False
    x, y = a.values[0], b.values[0]
    if x.unit != y.unit or x.kind != y.kind or (x.count is None) != (y.count is None):
        return False
    between = text[x.end : y.start]
    against = list(_AGAINST.finditer(between))
    if len(between) > 140 or not against or re.search(r"[;.]\s", between):
        return False
    turn = x.end + against[-1].start()
    if any(turn <= n[1] < y.start for n in named) or re.search(r"\d", between):
        return False
    if sum(x.end <= n[1] < y.start for n in named) > 1:
        return False
    first = in_groups(text, max(0, x.start - 90), x.start)
    first = first or in_groups(text, x.end, y.start)
    second = in_groups(text, x.end, min(len(text), y.end + 80))
    return bool(first and second and first[-1].name.lower() != second[-1].name.lower())


def _split(
    text: str, item: Found, governed: list[prose_words.Named]
) -> list[tuple[Found, prose_words.Named | None]]:
    """One result per endpoint where a "respectively" deals the values out to endpoints."""
    if not governed:
        return [(item, None)]
    dealt = (
        len(governed) > 1
        and len(governed) == len(item.values)
        and item.estimate is None
        and re.match(r"[^.;]{0,40}\brespectively\b", text[item.end :])
        and not re.search(r"\bvs\b|versus", text[item.start : item.end])
    )
    if dealt:
        out: list[tuple[Found, prose_words.Named | None]] = []
        for value, name in zip(item.values, governed, strict=True):
            part = msgspec.structs.replace(
                item, values=[value], ps=[], start=value.start, end=value.end
            )
            out.append((part, name))
        return out
    return [(item, governed[-1])]


_GROUP_NAMED = re.compile(r"\s+(?:groups?|arms?|patients|participants|cohort)\b", re.I)


#: How long patients were followed is no outcome.
_FOLLOW_UP = re.compile(
    r"\bfollow(?:ed)?[\s-]*up\s*(?:time|period|duration)?\s*(?:of|was|for|:|,|\()?\s*(?:about|approximately)?\s*$",
    re.I,
)


def _cleared(text: str, item: Found) -> Found:
    """Leave out values that are a difference in words ("5.8 months longer") and names of groups
    that look like an abbreviation for not reached ("in the NE group")."""
    if item.estimate is not None or _FOLLOW_UP.search(text[: item.start]):
        return item if item.estimate is not None else msgspec.structs.replace(item, values=[])
    kept = [
        v for v in item.values
        if not _DIFFERENCE.match(text, v.end)
        and not (v.not_reached and _GROUP_NAMED.match(text, v.end))
    ]
    if len(kept) == len(item.values):
        return item
    starts = [v.start for v in kept] + [p[2] for p in item.ps]
    ends = [v.end for v in kept] + [p[3] for p in item.ps]
    if not starts:
        return msgspec.structs.replace(item, values=[])
    return msgspec.structs.replace(item, values=kept, start=min(starts), end=max(ends))


def _moved(item: Found, shift: int) -> Found:
    """The same result with its indices shifted from the block to its sentence."""

    def token(t: Token | None) -> Token | None:
        return Token(t.text, t.start + shift, t.end + shift) if t is not None else None

    def value(v: ValueFound) -> ValueFound:
        return msgspec.structs.replace(
            v,
            nums=tuple(Token(t.text, t.start + shift, t.end + shift) for t in v.nums),
            count=token(v.count), total=token(v.total), low=token(v.low), high=token(v.high),
            level=token(v.level), sd=token(v.sd), start=v.start + shift, end=v.end + shift,
        )

    kind_at = (item.kind_at[0] + shift, item.kind_at[1] + shift) if item.kind_at else None
    return msgspec.structs.replace(
        item,
        kind_at=kind_at,
        estimate=token(item.estimate), low=token(item.low), high=token(item.high),
        level=token(item.level),
        ps=[(r, Token(t.text, t.start + shift, t.end + shift), a + shift, b + shift, q)
            for r, t, a, b, q in item.ps],
        values=[value(v) for v in item.values],
        start=item.start + shift, end=item.end + shift,
    )


def _num(view: View, token: Token | None) -> Num | None:
    if token is None:
        return None
    if token.start < 0:
        # The level stands in an earlier sentence of the block: its place is outside this view.
        return None
    return Num(token.text, view.span(token.start, token.end))


def _value(view: View, value: ValueFound, arm: int | None) -> Value:
    return Value(
        nums=tuple(n for t in value.nums if (n := _num(view, t))),
        kind=value.kind,
        arm=arm,
        span=view.span(value.start, value.end),
        not_reached=value.not_reached,
        count=_num(view, value.count),
        total=_num(view, value.total),
        low=_num(view, value.low),
        high=_num(view, value.high),
        level=_num(view, value.level),
        sd=_num(view, value.sd),
    )


def _p(view: View, p: tuple[str, Token, int, int, str]) -> PValue:
    relation, token, start, end, qualifier = p
    number = Num(token.text, view.span(token.start, token.end))
    return PValue(relation, number, view.span(start, end), qualifier)


def outside(spans: Sequence[Span], span: Span) -> bool:
    """Whether a span lies outside all of ``spans``."""
    return not any(span in s for s in spans)
