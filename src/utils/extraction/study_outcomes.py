"""Outcomes that the headings of a review's tables name, found again in its prose.

Belongs here: giving a result of the prose the outcome that its sentence names before the numbers,
where the field has no standard term for it ("ACR50", "functional independence"). Does not: reading
the numbers (`prose`), or the headings (`reading.study_entries`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from src.utils import terms
from src.utils.extraction.abbreviations import introduced, listed
from src.utils.records import Article, Result, StudyRow, View


def with_outcomes(
    article: Article, results: Sequence[Result], studies: Sequence[StudyRow]
) -> list[Result]:
    """The same results; those without an outcome get the one that a table's heading names."""
    names = _names(article, studies)
    if not studies:
        return list(results)
    longest = sorted(names, key=len, reverse=True)
    anyone = "|".join(_spelled(n) for n in longest) or r"(?!)"
    pattern = re.compile(rf"(?<![\w-])(?:{anyone})(?![\w-])", re.I)
    starts: dict[tuple[int, ...], list[int]] = {}
    for r in results:
        if r.spans and r.sentence:
            key = tuple(p.start for p in r.sentence)
            starts.setdefault(key, []).extend(s.end for s in r.spans)
    return [_named(article, r, names, pattern, starts) for r in results]


def _names(article: Article, studies: Sequence[StudyRow]) -> dict[str, str]:
    """What prose may call an outcome -> the outcome; without names that stand for several."""
    own = {
        name
        for study in studies
        for name, _, _ in study.endpoints
        if name and name not in terms.ENDPOINT_TEXT and len(name) > 2 and len(name.split()) <= 8
    }
    if not own:
        return {}
    said: dict[str, set[str]] = {}
    meant = _meanings(article)
    for name in own:
        for form in {name, _bare(name), meant.get(name, ""), meant.get(_bare(name), "")}:
            if len(form) > 2 and re.search(r"[^\W\d_]{2}", form):
                said.setdefault(form, set()).add(name)
    # Two headings of one article may share a form: the whole heading then tells them apart.
    return {form: next(iter(of)) for form, of in said.items() if len(of) == 1}


def _meanings(article: Article) -> dict[str, str]:
    """Abbreviations in lower case -> their words in lower case, from notes and prose."""
    out: dict[str, str] = {}
    for block in article.blocks:
        if block.kind in ("footnote", "paragraph", "abstract"):
            text = article.view(block.pieces).text
            for d in listed(text) if block.kind == "footnote" else introduced(text):
                out.setdefault(d.key.lower(), re.sub(r"\s+", " ", d.words).strip(" .;").lower())
    return out


def _bare(name: str) -> str:
    """A heading's outcome without a threshold or a remark in brackets."""
    return re.sub(r"\s+", " ", re.split(r"[<>≤≥(\[,;]", name)[0]).strip()


def _spelled(name: str) -> str:
    return r"[\s-]+".join(re.escape(w) for w in re.split(r"[\s-]+", name)) + "s?"


def _named(
    article: Article,
    result: Result,
    names: dict[str, str],
    pattern: re.Pattern[str],
    ends: dict[tuple[int, ...], list[int]],
) -> Result:
    arms = {a.name.lower() for a in result.arms}
    taken = result.endpoint in arms  # "A did not differ from B (...)" names no outcome before it
    if (result.endpoint and not taken) or not result.spans or not result.sentence:
        return result
    view = View(article.shadow, result.sentence)
    first = view.index(result.spans[0].start)
    if first is None:
        return result
    before = [view.index(e - 1) for e in ends[tuple(p.start for p in result.sentence)]]
    since = max((b + 1 for b in before if b is not None and b < first), default=0)
    found = None
    for m in pattern.finditer(view.text, since, first):
        found = m
    if found:
        form = re.sub(r"[\s-]+", " ", found.group()).lower()
        name = next((n for f, n in names.items() if _same(f, form)), "")
        printed = found.group()
    else:
        standard = terms.endpoints_in(view.text[since:first]) if taken else []
        name = standard[-1][0].name if standard else ""
        printed = view.text[since:first][standard[-1][1] : standard[-1][2]] if standard else ""
    if not name:
        return result
    return msgspec.structs.replace(result, endpoint=name, endpoint_printed=printed)


def _same(form: str, said: str) -> bool:
    plain = re.sub(r"[\s-]+", " ", form)
    return said in (plain, plain + "s")
