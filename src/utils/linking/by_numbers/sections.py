"""What stands round a sentence: its section, the tables it refers to, the sentence before."""

from __future__ import annotations

import re

from src.utils.records import Article

#: What sections are of, and what a number there loses by it.
_INTRODUCTION = re.compile(r"\b(?:introduction|background)\b", re.I)
_PLAN = re.compile(
    r"\b(?:methods?|materials|statistic\w*|sample\s+size|protocol|design|objectives?|aims?)\b", re.I
)
_RESULTS = re.compile(r"\b(?:results?|findings?)\b", re.I)
_DISCUSSION = re.compile(r"\b(?:discussion|conclusions?|comment)\b", re.I)
_OTHER_WORK = re.compile(r"\bet\s+al\b|\b(?:previous|earlier|other)\s+(?:stud|trial|report)", re.I)
_TABLE = re.compile(r"\bTables?\s+(\w+(?:\s*(?:,|and|-)\s*\w+)*)", re.I)


def section_says(
    section: tuple[str, ...], abstract: bool, cited: bool, text: str
) -> tuple[float, bool]:
    """What the section takes from a number, and whether the sentence tells of other work."""
    told = bool(_OTHER_WORK.search(text))
    if abstract:
        return 0.0, told
    if any(_RESULTS.search(s) for s in section):
        return 0.0, told and cited
    if any(_INTRODUCTION.search(s) for s in section):
        return -1.5, True
    if any(_DISCUSSION.search(s) for s in section):
        return -0.3, cited or told
    if any(_PLAN.search(s) for s in section):
        return -0.8, cited
    return 0.0, told and cited


def labels(text: str, article: Article) -> frozenset[str]:
    """Labels of the tables that a text refers to."""
    named = " ".join(_TABLE.findall(text))
    if not named:
        return frozenset()
    marks = set(re.findall(r"\w+", named))
    return frozenset(t.label for t in article.tables if t.label and t.label.split()[-1] in marks)


def sentences_before(article: Article) -> dict[int, str]:
    """The text of the sentence before, by where a sentence starts."""
    out: dict[int, str] = {}
    for block in article.blocks:
        for one, two in zip(block.sentences, block.sentences[1:], strict=False):
            if one.pieces and two.pieces:
                out[two.pieces[0].start] = article.shadow[one.pieces[0].start : one.pieces[-1].end]
    return out
