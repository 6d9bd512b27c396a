"""Counts of people in running text: who were randomised, treated, analysed, and how many.

What belongs here: a number, in digits or words, with the people it counts, the group or trait it
is restricted to and what was done with them. A sentence that gives one number per group is one
result with a value per group. What does not: sizes printed in tables (`participants_tables`) and
which of the two speak of the same people (`linking.participants`).

The results have the unit `participants_words.UNIT`; ``context.population`` is the class of the
verb (randomised, enrolled, screened, treated, completed, analysed, excluded or ""), arms are the
groups or traits as the sentence names them, and a value without an arm counts all.
"""

from __future__ import annotations

import re

from src.utils.extraction import participants_words as words
from src.utils.extraction.participants_counts import Count, counts, groups, listed
from src.utils.extraction.table_mentions import tables_named
from src.utils.identity import Namer
from src.utils.records import Arm, Article, Block, Context, Num, Result, Sentence, Value, View

_KINDS = ("abstract", "paragraph")
#: Sections whose numbers belong to other work or to the plan.
_ELSEWHERE = re.compile(
    r"\b(?:introduction|background|sample\s+size|statistic\w*|power|registration|funding|"
    r"references|author|competing|abbreviations)\b",
    re.I,
)
_DISCUSSED = re.compile(r"\b(?:discussion|conclusions?|limitations?)\b", re.I)


def mentions(article: Article) -> list[Result]:
    """Every count of people in abstract and body, in order."""
    namer = Namer("k")
    out: list[Result] = []
    for index, block in enumerate(article.blocks):
        if block.kind == "caption" and "=" in article.view(block.pieces).text:
            view = article.view(block.pieces)
            out.extend(_result(index, block, view, g, namer, g[-1].end) for g in listed(view.text))
        if block.kind not in _KINDS:
            continue
        where = " ".join(block.section[-2:])
        if block.kind == "paragraph" and _ELSEWHERE.search(where):
            continue
        discussed = bool(_DISCUSSED.search(where))
        for sentence in block.sentences:
            view = article.view(sentence.pieces)
            if not words.HINT.search(view.text) or (discussed and _cites(article, sentence)):
                continue
            found = list(counts(view.text))
            if not found or words.PLANNED.search(view.text):
                continue
            told = groups(found, view.text)
            for k, group in enumerate(told):
                limit = told[k + 1][0].start if k + 1 < len(told) else len(view.text)
                out.append(_result(index, block, view, group, namer, limit))
    return out


def _cites(article: Article, sentence: Sentence) -> bool:
    return any(c.span in p for c in article.citations for p in sentence.pieces)


def verb_class(text: str, start: int, end: int, own: bool = False, limit: int | None = None) -> str:
    """What was done with the people counted: first after the first number, else before it.

    ``start`` is the end of the first number of a group, ``end`` that of the last; ``own``: the
    first number is the subject of a verb, so that what stands before says nothing of it. Nothing
    is read from ``limit`` on, where the sentence counts others.
    """
    stop = re.search(r";|\.\s", text[end:])
    reach = min(end + 130, end + stop.start() if stop else len(text))
    after = text[start : min(reach, limit) if limit is not None else reach]
    best = ("", len(after) + 1)
    for name, pattern in words.CLASSES:
        match = pattern.search(after)
        if match and match.start() < best[1]:
            best = (name, match.start())
    if best[0] and best[1] < end - start + 70:
        return best[0]
    if own:
        return ""
    before = text[max(0, start - 170) : start]
    last = ("", -1)
    for name, pattern in words.CLASSES[1:]:  # those excluded are said to be so after the number
        for match in pattern.finditer(before):
            if match.start() > last[1]:
                # "randomised to receive": the first verb governs the second
                if name == "treated" and last[0] == "randomised" and match.start() - last[1] < 40:
                    continue
                last = (name, match.start())
    return last[0] or best[0]


def _result(
    index: int, block: Block, view: View, group: list[Count], namer: Namer, limit: int
) -> Result:
    text = view.text
    arms: list[Arm] = []
    values: list[Value] = []
    for count in group:
        arm = None
        if count.label:
            arm = len(arms)
            a, b = count.label_at
            arms.append(Arm(count.label, span=view.span(a, b) if b > a else None))
        num = Num(count.text, view.span(count.start, count.end))
        values.append(Value((num,), "count", arm, num.span))
    start, end = group[0].start, group[-1].end
    return Result(
        id=namer.name(block.place, text[start:end], text),
        place=block.place,
        spans=view.spans(start, end),
        arms=tuple(arms),
        values=tuple(values),
        unit=words.UNIT,
        context=Context(
            population=verb_class(text, group[0].end, end, group[0].kind == "subject", limit),
            subgroup=" ".join(dict.fromkeys(c.noun.lower() for c in group if c.noun)),
            sentence=text,
        ),
        tables=tuple(tables_named(text)),
        sentence=view.pieces,
        block=index,
    )
