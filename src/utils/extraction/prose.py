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

from src.utils import terms
from src.utils.extraction import (
    prose_adopted,
    prose_arms,
    prose_context,
    prose_counts,
    prose_labels,
    prose_records,
    prose_values,
    prose_words,
)
from src.utils.extraction.arms import Mention
from src.utils.extraction.citations import Bound, Citations
from src.utils.extraction.claims_grammar import frame_of
from src.utils.extraction.comparisons import Comparison
from src.utils.extraction.table_mentions import tables_named
from src.utils.extraction.tuples import Found, State, scan_state
from src.utils.identity import Namer
from src.utils.printed import normalise
from src.utils.records import (
    Arm,
    Article,
    Block,
    Effect,
    Num,
    Result,
    Sentence,
    StudyRow,
    View,
)

#: Blocks that are read; a caption's and footnote's numbers are results too.
KINDS = ("paragraph", "abstract", "caption")
_DIGITS = re.compile(r"\d")
_INTRODUCTION = re.compile(r"\b(?:introduction|background)\b", re.I)
_GENERIC = frozenset({"mortality", "survival", "recurrence", "progression", "response"})


def results(
    article: Article, studies: Sequence[StudyRow], citations: Citations | None = None
) -> list[Result]:
    """Every result of the article's running text, in order."""
    binder = citations or Citations(article, studies)
    namer = Namer("r")
    foreign = prose_values.foreign(article.shadow)
    labels = prose_labels.labels(article.shadow)
    out: list[Result] = []
    carried: tuple[str, State, Num | None] = ("", State(), None)
    for number, block in enumerate(article.blocks):
        if block.kind not in KINDS or not block.sentences:
            continue
        reader = _Reader(article, number, block, binder, namer)
        reader.foreign, reader.labels = foreign, labels
        if carried[0] == "abstract" == block.kind:
            reader.inherited, reader.level = carried[1], carried[2]
        out.extend(reader.read())
        carried = (block.kind, reader.state, reader.level)
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
        self.foreign: frozenset[str] = frozenset()  # abbreviations that mean no effect here
        self.labels: frozenset[str] = frozenset()  # short names of the article's groups
        self.inherited = State()
        self.state = State()
        self.level: Num | None = None
        self.view = article.view(block.pieces)
        self.offset = 0  # of the sentence at hand, in the block

    def read(self) -> list[Result]:
        view = self.view
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
            pending[k].append(prose_values.moved(item, -starts[k]))
        previous: Result | None = None
        stretch = -1
        frame: Comparison | None = None
        for k, items in enumerate(pending):
            if bound[k].stretch != stretch:
                previous, stretch, frame = None, bound[k].stretch, None
            frame = frame_of(bound[k].text) or frame
            if items:
                self.offset = starts[k]
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
        view = self.article.view(sentence.pieces)
        items = prose_adopted.adopted(
            view, text, prose_values.merged(text, items, named, self.labels)
        )
        out: list[Result] = []
        for k, item in enumerate(items):
            low = items[k - 1].end if k else 0
            high = items[k + 1].start if k + 1 < len(items) else len(text)
            item = prose_values.without_foreign(text, item, self.foreign)
            item = prose_values.with_pair(text, prose_values.cleared(text, item))
            if not (item.values or item.ps or item.estimate):
                continue
            label = None
            if item.kind_at and item.estimate:
                label = (item.kind_at[1], item.estimate.start)
            governed = prose_words.governing(text, named, item.start, item.end, label, high)
            for part, name in prose_values.dealt_out(text, item, governed):
                if name is None and (part.estimate or part.ps or len(part.values) > 1):
                    name = prose_words.own_phrase(text, part.start)
                if not self._is_result(part, name):
                    continue
                result = self._result(
                    sentence,
                    bound,
                    part,
                    name,
                    (low, high),
                    tables,
                    out[-1] if out else previous,
                    frame,
                )
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
        bindings = prose_arms.bind(text, item, *stretch, place, frame, self.labels)
        arms = tuple(self._arm(view, text, m) for m in bindings.names)
        index = bindings.index
        if len(arms) < 2 and previous is not None and prose_values.set_against(text, item):
            inherited = prose_arms.inherited(arms, previous, len(item.values))
            if inherited:
                arms, index = inherited, list(range(len(item.values)))
        spans = view.spans(item.start, item.end)
        quote = " ".join(self.article.quote(s) for s in spans)
        near = (name[1] if name and name[1] < item.start else stretch[0], stretch[1])
        criterion = ""
        if prose_words.has_criteria(endpoint):
            governed = (name[1], name[2]) if name else (item.start, item.start)
            criterion = prose_words.criterion(
                text, governed, item.start, item.end, stretch[1], endpoint in prose_words.TIMED
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
            values=prose_counts.completed(
                view,
                tuple(
                    prose_records.value(view, v, index[k] if k < len(index) and arms else None)
                    for k, v in enumerate(item.values)
                ),
            ),
            unit=next((v.unit for v in item.values if v.unit), ""),
            effect=self._effect(view, item),
            p=tuple(prose_records.p_value(view, p) for p in item.ps),
            context=prose_context.context(text, item.start, item.end, near, ""),
            tables=tuple(tables),
            sentence=sentence.pieces,
            block=self.number,
        )

    def _arm(self, view: View, text: str, mention: Mention) -> Arm:
        span = view.span(mention.start, mention.end)
        size = prose_arms.size(text, mention)
        number = None
        if size:
            number = Num(normalise(size[0]), view.span(size[1], size[2]))
        return Arm(mention.name, number, span)

    def _effect(self, view: View, item: Found) -> Effect | None:
        if item.estimate is None or not item.kind:
            return None
        level = prose_records.num(view, item.level)
        if level is None and item.level is not None:
            # Stated in an earlier sentence of the block.
            start, end = item.level.start + self.offset, item.level.end + self.offset
            level = Num(item.level.text, self.view.span(start, end))
        elif level is None and item.level_inherited:
            level = self.level
        tokens = [t for t in (item.estimate, item.low, item.high) if t]
        start = min(t.start for t in tokens)
        return Effect(
            kind=item.kind,
            estimate=prose_records.num(view, item.estimate),
            low=prose_records.num(view, item.low),
            high=prose_records.num(view, item.high),
            level=level,
            level_inherited=item.level_inherited,
            adjusted=item.adjusted,
            reversed_bounds=item.reversed,
            method=item.method,
            span=view.span(start, max(t.end for t in tokens)),
        )
