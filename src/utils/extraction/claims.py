"""Claims in words: sentences become `Claim` records.

What belongs here: putting a comparative statement together with the groups, the study and the
results it speaks of. What does not: the vocabulary (`claims_grammar`), the grammar of groups
(`arms`), and judging whether the words hold (`checks.cl`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from src.utils.extraction import comparisons
from src.utils.extraction.citations import Bound, Citations
from src.utils.extraction.claims_grammar import Statement, bare, frame_of, statements
from src.utils.extraction.claims_groups import favoured, groups
from src.utils.records import Article, Block, Claim, Result, StudyRow, View

#: Blocks whose sentences make claims.
KINDS = ("paragraph", "abstract", "caption")
_BACK = re.compile(
    r"^\W*(?:(?:thus|therefore|hence|overall|so)\W+)?(?:these|this|the\s+differences?|both|such)\b",
    re.I,
)


def claims(
    article: Article,
    results: Sequence[Result],
    studies: Sequence[StudyRow],
    citations: Citations,
    labels: dict[int, list[list[str]]] | None = None,
) -> tuple[Claim, ...]:
    """Every claim of the article's prose, in order; ``results`` are those of the prose."""
    by_block: dict[int, list[Result]] = {}
    for result in results:
        if result.block is not None:
            by_block.setdefault(result.block, []).append(result)
    out: list[Claim] = []
    for number, block in enumerate(article.blocks):
        if block.kind not in KINDS or not block.sentences:
            continue
        tables = (labels or {}).get(number, [])
        said = [statements(article.view(s.pieces).text) for s in block.sentences]
        if not any(said):
            continue
        bound = citations.bind(block, tables)
        known = by_block.get(number, [])
        frame: comparisons.Comparison | None = None
        stretch = -1
        for k, sentence in enumerate(bound):
            if sentence.stretch != stretch:
                stretch, frame = sentence.stretch, None
            frame = frame_of(sentence.text) or frame
            before: Claim | None = None
            for statement in said[k]:
                spoken = _spoken_of(article, bound, k, statement, known)
                if not (spoken[0] or _worth(statement, bound[k].text)):
                    continue
                claim = _claim(
                    article,
                    block,
                    number,
                    bound[k],
                    statement,
                    spoken,
                    frame,
                    citations,
                    _tables(bound, tables, k),
                )
                if before and not claim.subject and claim.comparator == before.comparator != "":
                    # "...; both PFS and ORR were also higher than in B": still the same group.
                    favours, against = favoured(statement, before.subject, claim.comparator)
                    claim = msgspec.structs.replace(
                        claim, subject=before.subject, favours=favours, against=against
                    )
                out.append(claim)
                before = claim
    return tuple(out)


def _tables(bound: Sequence[Bound], tables: Sequence[Sequence[str]], k: int) -> Sequence[str]:
    """The tables a sentence refers to: its own; without a citation of its own, those that the
    nearest sentence on the same study refers to."""
    if k >= len(tables) or tables[k] or bound[k].cited or not bound[k].refs:
        return tables[k] if k < len(tables) else ()
    own = bound[k]
    for j in sorted(range(len(bound)), key=lambda j: abs(j - k)):
        if bound[j].stretch == own.stretch and bound[j].refs == own.refs and tables[j]:
            return tables[j]
    return ()


_HELD_AGAINST = re.compile(r"\b(?:than|compared|relative\s+to|versus|vs)\b", re.I)


def _worth(statement: Statement, text: str) -> bool:
    """Whether a statement without numbers is a claim: an outcome, a strength, or two groups."""
    return bool(
        statement.general
        or statement.endpoints
        or statement.significant is not None
        or _HELD_AGAINST.search(text, *statement.clause)
    )


def _claim(
    article: Article,
    block: Block,
    number: int,
    sentence: Bound,
    statement: Statement,
    spoken: tuple[list[Result], str],
    frame: comparisons.Comparison | None,
    citations: Citations,
    tables: Sequence[str],
) -> Claim:
    view = article.view(sentence.pieces)
    subject, comparator = groups(sentence.text, statement, frame)
    favours, against = favoured(statement, subject, comparator)
    found, scope = spoken
    refs = sentence.refs
    for result in found:
        if result.ref:
            refs = result.ref
            break
    start, end = _trimmed(sentence.text, *statement.clause)
    return Claim(
        spans=view.spans(start, end),
        words=_words(sentence.text, statement),
        direction=statement.direction,
        significant=statement.significant,
        negated=statement.negated,
        hedged=statement.hedged or statement.softened,
        endpoints=statement.endpoints,
        favours=favours,
        against=against,
        ref=refs,
        study=citations.name(refs),
        tables=tuple(tables),
        results=tuple(r.id for r in found),
        sentence=sentence.pieces,
        block=number,
        place=block.place,
        subject=subject,
        comparator=comparator,
        scope=scope,
        section=block.section,
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    lead = re.compile(r"[\s,;]*(?:and\b\s*)?").match(text, start, end)
    start = lead.end() if lead else start
    while end > start and text[end - 1] in " ,;":
        end -= 1
    return start, max(end, start + 1)


def _words(text: str, statement: Statement) -> str:
    """The word of comparing with the adverbs and negations that stand before it."""
    start, end = statement.word
    before = re.search(
        r"(?:\b(?:not|no|did|was|were|also|more|any|no|a|statistically|\w+ly|significant|failed|to)\s+)*\Z",
        text[max(statement.clause[0], start - 60) : start],
        re.I,
    )
    lead = before.group() if before else ""
    return re.sub(r"\s+", " ", lead + text[start:end]).strip()


def _spoken_of(
    article: Article,
    bound: Sequence[Bound],
    k: int,
    statement: Statement,
    known: Sequence[Result],
) -> tuple[list[Result], str]:
    """The results a statement speaks of, and where they stand."""
    sentence = bound[k]
    view = article.view(sentence.pieces)
    own = [r for r in known if r.sentence == sentence.pieces]
    start, end = statement.clause
    inside = _nearest(view, [r for r in own if _within(view, r, start, end)], statement)
    matching = [r for r in inside if _fits(r, statement)]
    if matching:
        return matching, "clause"
    if inside and not statement.endpoints:
        return inside, "clause"
    elsewhere = [r for r in own if statement.endpoints and r.endpoint in statement.endpoints]
    if elsewhere:
        return elsewhere, "sentence"
    if k and not own and bound[k - 1].stretch == sentence.stretch and _BACK.match(sentence.text):
        before = [r for r in known if r.sentence == bound[k - 1].pieces]
        fitting = [r for r in before if _fits(r, statement)]
        if fitting or (before and not statement.endpoints):
            return fitting or before, "before"
    return [], ""


_BREAK = re.compile(r"\b(?:but|not|except|although|whereas|while|however)\b", re.I)


def _nearest(view: View, inside: list[Result], statement: Statement) -> list[Result]:
    """The numbers after the words where there are any, without those past a "but not"."""
    word_end = statement.word[1]
    at = {r.id: view.index(r.spans[0].start) or 0 for r in inside}
    after = [r for r in inside if at[r.id] >= word_end]
    if not after:
        return inside
    return [r for r in after if not _BREAK.search(bare(view.text)[word_end : at[r.id]])]


def _within(view: View, result: Result, start: int, end: int) -> bool:
    at = view.index(result.spans[0].start) if result.spans else None
    return at is not None and start <= at < end


def _fits(result: Result, statement: Statement) -> bool:
    return not statement.endpoints or not result.endpoint or result.endpoint in statement.endpoints
