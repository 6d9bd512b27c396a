"""Markdown, as converters of PDF make it, becomes an `Article`.

Belongs here: the order of things (title page, abstract, sections, tables where they interrupt the
prose, references) and how broken paragraphs are put together. Inline marks are in
`markdown_marks`, wording in `markdown_parts`, grids in `markdown_tables` and `flattened`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import msgspec

from src.utils.reading import markdown_parts as parts
from src.utils.reading.markdown_citations import citations_of, cited_in_columns
from src.utils.reading.markdown_lines import Line, Segment, lines_of, segments, trimmed
from src.utils.reading.markdown_marks import marks_of, shadow_of
from src.utils.reading.markdown_tabled import Open, TabledText
from src.utils.reading.references import entries, reference
from src.utils.reading.sentences import split
from src.utils.reading.study_rows import studies_of
from src.utils.records import Article, Block, Citation, Mark, Reference, Span, View

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>|)\]]+[^\s\"<>|.,;)\]]")
_YEAR_VOLUME = re.compile(r"\b((?:19|20)\d\d)\s*;\s*\d")
_DATED = re.compile(
    r"(?:Published|Accepted|Copyright|©|\(c\))[^\n]{0,60}?\b((?:19|20)\d\d)\b", re.IGNORECASE
)


class _Reader(TabledText):
    """One pass over the segments of a file; the state is where in the article it stands."""

    def __init__(self, text: str, path: str):
        super().__init__(text, shadow_of(text))
        self.path = path
        self.marks: tuple[Mark, ...] = marks_of(text)
        self.references: tuple[Reference, ...] = ()
        self.title = ""
        self.kind = "front"  # of paragraphs here: front, abstract, paragraph, back
        self.abstract_level = 0

    # ------------------------------------------------------------------ the pass

    def run(self) -> Article:
        found = list(segments(self.text))
        later = [self._name(s) for s in found if s.kind == "heading"]
        self.introduced = any(parts.INTRODUCTION.match(name) for name in later)
        i = 0
        while i < len(found):
            segment = found[i]
            if segment.kind == "heading":
                if parts.REFERENCES.match(self._name(segment)):
                    self._heading(segment)
                    i = self._references(found, i)
                    continue
                self._heading(segment)
            elif segment.kind in ("tabbed", "pipe", "html"):
                i = self.table(found, i)
                continue
            elif segment.kind == "paragraph":
                self._paragraph(segment)
            i += 1
        return self._article()

    def _name(self, segment: Segment) -> str:
        span = trimmed(self.shadow, segment.span.start, segment.span.end)
        return re.sub(r"\s+", " ", self.said(span)).strip(" #=")

    def _heading(self, segment: Segment) -> None:
        name, level = self._name(segment), segment.level
        span = trimmed(self.shadow, segment.lines[0].start, segment.lines[0].end)
        label = parts.caption_label(self.said(span), segment.lines[0].text)
        if label:
            self.note_caption(span, label)
            return
        if not self.title and parts.KIND_OF_ARTICLE.match(name):
            self.blocks.append(Open("front", span, ()))
            return
        if not self.title and self._is_title(name, level):
            self.title = name
            self.blocks.append(Open("title", span, ()))
            return
        inside_abstract = (
            self.kind == "abstract"
            and (
                level > self.abstract_level or (parts.ABSTRACT_PART.match(name) and self.introduced)
            )
            and not parts.INTRODUCTION.match(name)
        )
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        self.headings.append((level, name))
        if parts.ABSTRACT.match(name):
            self.kind, self.abstract_level = "abstract", level
        elif parts.BACK.match(name) or any(parts.BACK.match(n) for _, n in self.headings):
            self.kind = "back"
        elif not inside_abstract:
            self.kind = "paragraph"
        self.blocks.append(Open("heading", span, self.section))

    def _is_title(self, name: str, level: int) -> bool:
        """A heading of the first level, or the first of all where it names no usual section."""
        if parts.ABSTRACT.match(name) or level == 7:
            return False
        usual = parts.ABSTRACT_PART.match(name) or parts.BACK.match(name)
        return level == 1 or not (usual or self.headings or len(name) < 20)

    def _paragraph(self, segment: Segment) -> None:
        span = trimmed(self.shadow, segment.span.start, segment.span.end)
        if span.start == span.end:
            return
        said, raw = self.said(span), segment.lines[0].text
        label = parts.caption_label(said, raw)
        if label:
            self.note_caption(span, label)
            return
        lone = self.caption and len(self.said(self.caption[1].pieces[0]).split()) <= 3
        if self.caption and lone and len(self.caption[1].pieces) == 1 and len(said) < 300:
            self.caption[1].pieces.append(span)  # "Table 2" alone on its line: its title follows
            return
        kind = self.kind
        if kind == "front" and not parts.front_like(said, raw):
            kind = "paragraph"
        elif kind == "abstract" and parts.front_anywhere(said):
            kind = "front"
        if kind in ("paragraph", "front") and parts.ABSTRACT_START.match(said) and len(said) > 60:
            kind = "abstract"
        last = self._last_prose()
        if (
            last
            and last.kind == kind != "front"
            and parts.reads_on(self.said(last.pieces[-1]), said)
        ):
            last.pieces.append(span)
        else:
            self.blocks.append(Open(kind, span, self.section))

    def _last_prose(self) -> Open | None:
        """The block that a broken-off sentence goes on from: captions and notes interrupt it."""
        for block in reversed(self.blocks):
            if block.kind not in ("caption", "footnote"):
                return block if block.kind != "heading" else None
        return None

    # ------------------------------------------------------------------ references, the whole

    def _references(self, found: list[Segment], i: int) -> int:
        """Read the reference list under the heading at ``i``; the index after it."""
        level = found[i].level
        start = found[i].span.end
        i += 1
        while i < len(found) and not (
            found[i].kind == "heading" and (found[i].level <= level or level == 7)
        ):
            i += 1
        end = found[i].span.start if i < len(found) else len(self.text)
        lines = [
            Line(x.text, x.start + start, x.end + start) for x in lines_of(self.text[start:end])
        ]
        italics = [m for m in self.marks if m.kind == "italic" and start <= m.span.start < end]
        read = tuple(
            reference(number, rows, self.text, self.shadow, italics)
            for number, rows in entries(lines)
        )
        read = tuple(r for r in read if r.pieces)
        self.references += read
        for r in read:
            block = Open("reference", r.pieces[0], self.section)
            block.pieces = list(r.pieces)
            self.blocks.append(block)
        self.kind = "back"
        return i

    def _article(self) -> Article:
        head = Span(
            0,
            min(
                (b.pieces[0].end for b in self.blocks if b.kind == "paragraph"),
                default=min(len(self.text), 4000),
            ),
        )
        front = self.said(head)
        cite = re.search(r"(?i)how\s+to\s+cite|cite\s+this", front)
        zone = front[cite.start() :] if cite else front
        doi = _DOI.search(zone) or (_DOI.search(front) if cite else None)
        year = _YEAR_VOLUME.search(zone) or _DATED.search(front)
        citations = citations_of(self.text, self.shadow, self.references, self.blocks_spans())
        self.shadow = _without_raised(self.shadow, citations)
        extra = cited_in_columns(self.shadow, self.tables, self.references)
        spans = {c.span for c in citations}
        citations = tuple(
            sorted([*citations, *(c for c in extra if c.span not in spans)], key=lambda c: c.span)
        )
        blocks = tuple(self._closed(b) for b in self.blocks)
        tables = tuple(
            msgspec.structs.replace(
                t, studies=studies_of(self.shadow, t, citations, k, self.references)
            )
            for k, t in enumerate(self.tables)
        )
        return Article(
            path=self.path,
            format="markdown",
            sha256=hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest(),
            text=self.text,
            shadow=self.shadow,
            title=self.title,
            doi=doi.group() if doi else "",
            year=year.group(1) if year else "",
            blocks=blocks,
            tables=tables,
            references=self.references,
            citations=citations,
            marks=self.marks,
            problems=tuple(self.problems),
        )

    def blocks_spans(self) -> list[Span]:
        """Where citations may stand: everything but title page, headings and references."""
        out = [
            p
            for b in self.blocks
            if b.kind not in ("front", "title", "reference")
            for p in b.pieces
        ]
        out += [p for t in self.tables for c in t.cells for p in c.pieces]
        return sorted(out)

    def _closed(self, block: Open) -> Block:
        pieces = tuple(block.pieces)
        whole = block.kind in ("title", "heading", "reference", "front")
        sentences = () if whole else split(View(self.shadow, pieces))
        return Block(block.kind, pieces, block.section, sentences)


def _without_raised(shadow: str, citations: Iterable[Citation]) -> str:
    """Blank citations that only their type sets apart ("12.1<sup>36</sup>"): no numbers to read."""
    out = list(shadow)
    for c in citations:
        if shadow[c.span.start : c.span.start + 1].isdigit() or not shadow[c.span.start].isascii():
            out[c.span.start : c.span.end] = " " * (c.span.end - c.span.start)
    return "".join(out)


def read_markdown(text: str, path: str = "article.md") -> Article:
    """Read Markdown held in memory. Never fails: what is ragged is said in `Article.problems`."""
    return _Reader(text, path).run()
