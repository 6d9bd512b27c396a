"""Claims in words: sentences become `Claim` records.

What belongs here: putting a comparative statement together with the groups, the study and the
results it speaks of. What does not: the vocabulary (`claims_grammar`), the grammar of groups
(`arms`), and judging whether the words hold (`checks.cl`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from src.utils import terms
from src.utils.extraction import arms, comparisons
from src.utils.extraction.citations import Bound, Citations
from src.utils.extraction.claims_grammar import Statement, bare, frame_of, statements
from src.utils.records import Article, Block, Claim, Result, StudyRow, View

#: Blocks whose sentences make claims.
KINDS = ("paragraph", "abstract", "caption")
_FAMILY = {t.name: t.family for t in terms.ENDPOINTS}
#: Endpoints of which more is worse, besides the families of harm and death.
_BAD = frozenset({"recurrence", "progression", "PD"})
_UP = {"longer", "higher"}
_DOWN = {"shorter", "lower"}
_BACK = re.compile(
    r"^\W*(?:(?:thus|therefore|hence|overall|so)\W+)?(?:these|this|the\s+differences?|both|such)\b",
    re.I,
)


def more_is_better(endpoint: str) -> bool | None:
    """Whether a higher value of a standard endpoint is good for patients; None when not known.

    >>> more_is_better("OS"), more_is_better("AE3"), more_is_better("pain score")
    (True, False, None)
    """
    if endpoint in _BAD:
        return False
    family = _FAMILY.get(endpoint, "")
    if family in ("harm", "death"):
        return False
    return True if family in ("time", "response") else None


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
    """The tables a sentence refers to: its own, else those named beside the citation it shares."""
    if k >= len(tables) or tables[k]:
        return tables[k] if k < len(tables) else ()
    own = bound[k]
    for j in sorted(range(len(bound)), key=lambda j: abs(j - k)):
        other = bound[j]
        if (
            other.stretch == own.stretch
            and tables[j]
            and any(r == own.refs for _, r in other.cited)
        ):
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


def groups(
    text: str, statement: Statement, frame: comparisons.Comparison | None
) -> tuple[str, str]:
    """Names of the group a statement speaks of and the one it is held against; "" when open."""
    plain = bare(text)
    start, end = statement.clause
    found = comparisons.comparisons(plain)
    inside = [c for c in found if start <= c.start < end and (c.subject or c.comparator)]
    after = [c for c in inside if c.start >= statement.word[0]]
    chosen = (after or inside or [None])[0]
    former = re.search(r"\bthe\s+(former|latter)\b", plain[start:end], re.I)
    wide = [c for c in found if c.kind in ("comparing", "between", "compared") and c.comparator]
    if former and wide and wide[0].subject and wide[0].comparator:
        pair = (wide[0].subject.name, wide[0].comparator.name)
        return pair if former[1].lower() == "former" else pair[::-1]
    if chosen is not None and chosen.kind == "versus" and chosen.start > statement.word[1]:
        # "higher in the A group: B 27% vs. A 62%": the words before the numbers name the group.
        near = [m.name for m in arms.in_groups(plain, start, statement.word[0])]
        near = near or [m.name for m in arms.in_groups(plain, statement.word[1], chosen.start)]
        pair = [m.name for m in (chosen.subject, chosen.comparator) if m]
        if near and len(pair) == 2:
            other = [n for n in pair if alike(n) != alike(near[-1])]
            return near[-1], other[0] if len(other) == 1 else ""
    if chosen is not None:
        subject = chosen.subject.name if chosen.subject else ""
        comparator = chosen.comparator.name if chosen.comparator else ""
        if not subject:
            subject = _subject(plain, start, end, comparator)
        return subject, comparator
    subject = _subject(plain, start, end, "")
    for comparison in wide:
        a, b = comparison.subject, comparison.comparator
        if a is None or b is None:
            continue
        if not subject:
            return a.name, b.name
        names = [alike(a.name), alike(b.name)]
        if alike(subject) in names:
            return subject, (b if alike(subject) == names[0] else a).name
    if not subject and frame is not None and statement.direction == "none":
        return "", ""
    return subject, ""


def alike(name: str) -> str:
    """A group's name for comparing names: its words without "group", "arm", "patients"."""
    out = re.sub(
        r"\b(?:groups?|arms?|cohorts?|patients|the|treatment|therapy|alone)\b", " ", name.lower()
    )
    return re.sub(r"\W+", " ", out).strip()


def _subject(text: str, start: int, end: int, comparator: str) -> str:
    for mention in arms.in_groups(text, start, end):
        if mention.name != comparator:
            return mention.name
    found = arms.subject_before(text, end, start)
    if found and found.name != comparator:
        return found.name
    return ""


def favoured(statement: Statement, subject: str, comparator: str) -> tuple[str, str]:
    """The group that the words name as better, and the other one."""
    if statement.negated or statement.direction in ("none", ""):
        return "", ""
    if statement.direction in ("better", "worse"):
        good: bool | None = statement.direction == "better"
    else:
        kinds = {more_is_better(e) for e in statement.endpoints}
        good = None
        if len(kinds) == 1 and None not in kinds:
            good = (statement.direction in _UP) == kinds.pop()
    if good is None:
        return "", ""
    return (subject, comparator) if good else (comparator, subject)


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
    kept = [r for r in after if not _BREAK.search(bare(view.text)[word_end : at[r.id]])]
    return kept


def _within(view: View, result: Result, start: int, end: int) -> bool:
    at = view.index(result.spans[0].start) if result.spans else None
    return at is not None and start <= at < end


def _fits(result: Result, statement: Statement) -> bool:
    return not statement.endpoints or not result.endpoint or result.endpoint in statement.endpoints
