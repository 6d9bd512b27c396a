"""SH: intervals whose confidence level is printed nowhere near them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from src.utils.checks import wording
from src.utils.checks.registry import agrees, check, differs
from src.utils.printed import printed
from src.utils.records import Dossier, Finding, Num, Result, cover

_KIND = r"(?:C\.?\s?I(?:s|\b|\.)|Cr\.?I|HPD|HDI|confidence|credib\w*|uncertainty|interval)"
#: "95% CI", "CI 95%", "confidence intervals at the 90% level".
_LEVEL = re.compile(
    rf"\b\d\d(?:\.\d+)?\s*(?:%|per\s?cent)?\s*-?\s*{_KIND}|"
    rf"{_KIND}[^.;\d]{{0,40}}?\b(?:80|9\d)(?:\.\d+)?\s*(?:%|per\s?cent)",
    re.I,
)
_Key = tuple[str, int]


@check("SH08", "interval-without-level")
def interval_without_level(dossier: Dossier) -> Iterator[Finding]:
    """An interval is printed without its confidence level, and none is stated around it.

    Compares
    --------
    Every interval of an effect that has no level with what its table (cells, caption, footnotes),
    its paragraph or the abstract states. Note, once per table, once for the abstract and once for
    the text; in prose only where the article prints levels elsewhere. Where the same numbers stand
    in another place with a level, that place is named.

    Why it matters
    --------------
    The reader has to guess that 95 % is meant, and every recomputation has to guess with him.

    Known limits
    ------------
    A level that the methods state once for all intervals is known only where the reader finds that
    sentence. An article that prints no level at all in its text is not reported for its text.

    Source
    ------
    ICMJE Recommendations; AMA Manual of Style: the level stands with the interval.
    """
    every = [r for r in dossier.results if _bounds(r)]
    bare: dict[_Key, list[Result]] = defaultdict(list)
    said: dict[_Key, bool] = {}
    for result in every:
        if result.effect is not None and result.effect.level is None:
            key = _place(result, dossier)
            if key not in said:
                said[key] = any(_LEVEL.search(text) for text in _around(key, dossier))
            if not said[key]:
                bare[key].append(result)
    elsewhere = len(every) > sum(len(found) for found in bare.values())
    reported = False
    for found in _groups(bare, elsewhere):
        reported = True
        yield _finding(found, every)
    if every and not reported:
        yield agrees(
            f"the level of {len(every)} interval{'s' * (len(every) > 1)} is printed with them or "
            f"around them"
            if elsewhere
            else "no interval of the text has a level: 95 % is assumed throughout",
            evidence=wording.effect_evidence(every[0]),
            results=(every[0].id,),
        )


def _groups(bare: dict[_Key, list[Result]], elsewhere: bool) -> Iterator[list[Result]]:
    """The intervals of each table, of the abstract and of the whole text: one note for each."""
    prose: dict[str, list[Result]] = defaultdict(list)
    for (kind, _), found in bare.items():
        if kind == "table":
            yield found
        else:
            prose[kind] += found
    if elsewhere:
        yield from prose.values()


def _bounds(result: Result) -> tuple[Num, ...]:
    """Estimate and bounds of a result; empty where one of them is not printed."""
    e = result.effect
    if e is None or e.estimate is None or e.low is None or e.high is None:
        return ()
    return e.estimate, e.low, e.high


def _place(result: Result, dossier: Dossier) -> _Key:
    """The table, the abstract or the paragraph in which a level would be looked for."""
    if result.table is not None and result.table < len(dossier.article.tables):
        return "table", result.table
    if result.place == "abstract":
        return "abstract", 0
    return "block", -1 if result.block is None else result.block


def _around(key: _Key, dossier: Dossier) -> Iterator[str]:
    """The text of a table with its caption and footnotes, of the abstract, or of a paragraph."""
    article = dossier.article
    kind, index = key
    if kind == "table":
        table = article.tables[index]
        yield article.shadow[table.span.start : table.span.end]
        for pieces in (table.caption, *table.footnotes):
            if pieces:
                whole = cover(pieces)
                yield article.shadow[whole.start : whole.end]
    elif kind == "abstract":
        yield from (article.view(b.pieces).text for b in article.blocks if b.kind == "abstract")
    elif 0 <= index < len(article.blocks):
        yield article.view(article.blocks[index].pieces).text


def _finding(found: list[Result], every: list[Result]) -> Finding:
    """One note for all intervals of one place, on the first that stands elsewhere with a level."""
    known = [_with_level(r, every) for r in found]
    at = next((i for i, place in enumerate(known) if place), 0)
    first, place = found[at], known[at]
    effect = first.effect
    assert effect is not None
    others = len(found) - 1
    more = f" ({others} more)" if others else ""
    where = first.label or ("the table" if first.table is not None else f"the {first.place}")
    return differs(
        "note",
        f"{wording.about(first)}{wording.shown(effect)} in {where} is printed without a confidence "
        f"level, and none is stated there{more}",
        computed={"intervals without a level": str(len(found))},
        alternatives=(place,) if place else (),
        evidence=wording.effect_evidence(first),
        results=tuple(r.id for r in found),
        ref=first.ref,
        study=first.study,
        endpoint=first.endpoint,
    )


def _with_level(result: Result, every: list[Result]) -> str | None:
    """The place that prints the same estimate and bounds with a level, in words."""
    mine = [printed(n.text).value for n in _bounds(result)]
    for other in every:
        level = other.effect.level if other.effect else None
        if level is None or other.id == result.id or other.ref != result.ref:
            continue
        if [printed(n.text).value for n in _bounds(other)] == mine:
            where = other.label or f"the {other.place}"
            return f"{where} prints the same interval as a {level.text}% interval"
    return None
