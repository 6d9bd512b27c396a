"""Which study a sentence speaks of: citations bind prose to bibliography numbers.

What belongs here: the grammar of citing (at the end of a sentence, inside it, in the one before,
after it, once for a paragraph), and where one study's stretch of a paragraph ends. What does not:
what the sentence says.

A paragraph is cut into stretches: a stretch begins where a sentence introduces a study ("Another
study ...", "A phase II trial found ..."). A sentence with its own citation belongs to that study.
A sentence without one belongs to the citation of its stretch: the next one when nothing was cited
before it in the stretch, else the one before. A citation of several works at once names no single
study and is never inherited.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from src.utils.records import Article, Block, Sentence, Span, StudyRow

_DESIGN = (
    r"(?:stud(?:y|ies)|trials?|analys[ie]s|meta-analys[ie]s|RCTs?|research|cohorts?|reports?|"
    r"survey|investigation|experience|experiment)"
)
#: A sentence that brings a new study into the paragraph: an indefinite or ordinal determiner and
#: a word for a study, or a named study with a verb that presents it.
_INTRODUCES = re.compile(
    r"^\W*(?:(?:However|Furthermore|Moreover|Additionally|In addition|Similarly|Recently|Likewise|"
    r"Conversely|By contrast|In contrast|Also|Besides|Meanwhile|Subsequently|Later|Finally|"
    r"For example|For instance|Indeed|Notably)\s*,?\s+)?"
    r"(?:(?:in|from|by|according to)\s+)?"
    r"(?:"
    rf"(?:an?|another|one|an additional|a second|a further|other|several|some|two|three|recent|"
    rf"a recent|a retrospective|a prospective)\b[^.;:]{{0,90}}?\b{_DESIGN}\b"
    r"|[^.;,]{0,60}?\b(?:et al|and colleagues|and coworkers|and co-workers)\b"
    rf"|the\s+(?:(?:phase\s+\S+|randomi[sz]ed|global|pivotal|landmark|[A-Z][\w-]*\d*[\w-]*)\s+){{1,4}}"
    rf"{_DESIGN}\b(?!\s+(?:group|arm|regimen))"
    r")",
    re.I,
)
#: ... also after a circumstance: "among patients with X, retrospective research has shown".
_SHOWN = re.compile(
    rf"\b(?:retrospective|prospective|randomi[sz]ed|another|a|an)\s+(?:[\w-]+\s+){{0,5}}{_DESIGN}\s+"
    r"(?:has|have|had)?\s*(?:shown?|showed|found|reported|demonstrated|revealed|suggested|"
    r"indicated|compared|evaluated|enrolled|analy[sz]ed)\b",
    re.I,
)
#: Sentences that go on speaking of the study at hand, whatever their first words look like.
_GOES_ON = re.compile(
    r"^\W*(?:(?:however|furthermore|moreover|additionally|in addition)\W+)?(?:in\s+)?"
    r"(?:the|this|that|these|those|its|their)\s+(?:same\s+|present\s+|current\s+)?"
    r"(?:study|trial|analysis|results?|findings?|authors?|data)\b",
    re.I,
)
#: Words by which a report speaks of its own data: a citation beside them is a comparison.
_OWN = re.compile(
    r"\b(?:our|we|us|the present (?:study|trial|analysis)|this (?:study|trial|analysis|report)|"
    r"in the current (?:study|trial|analysis))\b",
    re.I,
)
_OWN_SECTIONS = re.compile(r"\b(?:results?|findings|methods?|patients|abstract|materials)\b", re.I)


class Bound(msgspec.Struct, frozen=True):
    """One sentence with what it is bound to: bibliography numbers, and its stretch's number."""

    text: str
    pieces: tuple[Span, ...]
    refs: tuple[str, ...]
    stretch: int
    cited: tuple[tuple[int, tuple[str, ...]], ...] = ()  # (position in text, numbers)


_ANY_STUDY = re.compile(
    r"stud(?:y|ies)|trial|analys|RCT|research|cohort|report|survey|investigation|experi|et al|"
    r"olleague|coworker|co-worker",
    re.I,
)


@lru_cache(maxsize=4096)
def introduces(text: str) -> bool:
    """Whether a sentence brings in a study of its own.

    >>> introduces("Another comparative study enrolled 90."), introduces("The study found it.")
    (True, False)
    """
    if not _ANY_STUDY.search(text) or _GOES_ON.match(text):
        return False
    return bool(_INTRODUCES.match(text) or _SHOWN.search(text))


class Citations:
    """Binds every sentence of an article; built once per article."""

    def __init__(self, article: Article, studies: Sequence[StudyRow]):
        self.article = article
        self._starts = [c.span.start for c in article.citations]
        self._tabled = {ref for s in studies for ref in s.ref}
        self._by_table: dict[str, set[str]] = {}
        for s in studies:
            if 0 <= s.table < len(article.tables):
                self._by_table.setdefault(article.tables[s.table].label, set()).update(s.ref)
        self._names = {ref: s.name for s in reversed(studies) for ref in s.ref if s.name}
        self._references = {r.number: r for r in article.references}

    @property
    def review(self) -> bool:
        """Whether the article's tables have a row per cited study."""
        return bool(self._tabled)

    def name(self, refs: Sequence[str]) -> str:
        """The study's name: as the table has it, else first author and year, else ""."""
        for ref in refs:
            if ref in self._names:
                return self._names[ref]
        if len(refs) == 1 and refs[0] in self._references:
            entry = self._references[refs[0]]
            if entry.authors:
                family = re.sub(r"\s+[A-Z]{1,3}\b\.?$", "", entry.authors[0]).strip()
                more = " et al." if len(entry.authors) > 1 else ""
                return f"{family}{more} {entry.year}".strip()
        return ""

    def _cited(self, sentence: Sentence) -> list[tuple[int, tuple[str, ...]]]:
        view = self.article.view(sentence.pieces)
        out = []
        for piece in sentence.pieces:
            k = bisect_left(self._starts, piece.start)
            while k < len(self._starts) and self._starts[k] < piece.end:
                citation = self.article.citations[k]
                at = view.index(citation.span.start)
                if at is not None and citation.refs:
                    out.append((at, citation.refs))
                k += 1
        return out

    def bind(self, block: Block, tables: Sequence[Sequence[str]] = ()) -> list[Bound]:
        """The block's sentences with their study; ``tables`` are the labels each refers to."""
        rows = []
        stretch = 0
        for k, sentence in enumerate(block.sentences):
            text = self.article.view(sentence.pieces).text
            cited = self._cited(sentence)
            if k and introduces(text):
                stretch += 1
            rows.append((text, sentence.pieces, cited, stretch))
        out = []
        for k, (text, pieces, cited, stretch) in enumerate(rows):
            labels = tables[k] if k < len(tables) else ()
            refs = self._refs(k, rows, labels, block)
            out.append(Bound(text, pieces, refs, stretch, tuple(cited)))
        return out

    def _refs(
        self,
        k: int,
        rows: list[tuple[str, tuple[Span, ...], list[tuple[int, tuple[str, ...]]], int]],
        labels: Sequence[str],
        block: Block,
    ) -> tuple[str, ...]:
        text, _, cited, stretch = rows[k]
        if block.place == "abstract" or (not self.review and not self._foreign(text, block)):
            return ()
        wanted: set[str] = set()
        for label in labels:
            wanted |= self._by_table.get(label, set())
        own = [refs for _, refs in cited]
        if own:
            for refs in own:
                if wanted & set(refs):
                    return tuple(r for r in refs if r in wanted)
            tabled = [refs for refs in own if self._tabled & set(refs)]
            if not wanted:
                return (tabled or own)[-1]
        before = [
            refs for _, _, c, s in rows[:k] if s == stretch for _, refs in c if len(refs) == 1
        ]
        after = [
            refs for _, _, c, s in rows[k + 1 :] if s == stretch for _, refs in c if len(refs) == 1
        ]
        if wanted:
            for refs in [*reversed(before), *after]:
                if wanted & set(refs):
                    return refs
        if not self.review:
            # Outside a review, only a stretch that a foreign study opens hands its citation on.
            first = next(i for i, row in enumerate(rows) if row[3] == stretch)
            if not introduces(rows[first][0]):
                return ()
        if before:
            return self._best(before[::-1])
        return self._best(after) if after else ()

    def _best(self, candidates: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        """The nearest one that a table describes, else the nearest one."""
        tabled = [refs for refs in candidates if self._tabled & set(refs)]
        return (tabled or candidates)[0]

    @staticmethod
    def _foreign(text: str, block: Block) -> bool:
        """Whether a sentence of a report may speak of somebody else's study."""
        if block.section and _OWN_SECTIONS.search(" ".join(block.section)):
            return False
        return not _OWN.search(text)
