"""Markdown, as converters of PDF make it, becomes an `Article`.

Belongs here: the order of things (title page, abstract, sections, tables where they interrupt the
prose, references) and how broken paragraphs are put together. Inline marks are in
`markdown_marks`, wording in `markdown_parts`, grids in `markdown_tables` and `flattened`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from src.utils.reading import markdown_parts as parts
from src.utils.reading.flattened import goes_on, restore
from src.utils.reading.markdown_citations import citations_of
from src.utils.reading.markdown_lines import Line, Segment, lines_of, segments, trimmed
from src.utils.reading.markdown_marks import marks_of, shadow_of
from src.utils.reading.markdown_tables import Grid, html_grid, pipe_grid, tabbed_grid
from src.utils.reading.references import entries, reference
from src.utils.reading.sentences import split
from src.utils.reading.study_rows import studies_of
from src.utils.records import (
    Article,
    Block,
    Citation,
    Mark,
    Problem,
    Reference,
    Span,
    Table,
    View,
    cover,
)

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>|)\]]+[^\s\"<>|.,;)\]]")
_YEAR_VOLUME = re.compile(r"\b((?:19|20)\d\d)\s*;\s*\d")
_DATED = re.compile(r"(?:Published|Accepted|Copyright|©|\(c\))[^\n]{0,60}?\b((?:19|20)\d\d)\b", re.I)


class _Open:
    """A block under construction: paragraphs may get further pieces."""

    __slots__ = ("kind", "pieces", "section")

    def __init__(self, kind: str, span: Span, section: tuple[str, ...]):
        self.kind, self.pieces, self.section = kind, [span], section


class _Reader:
    """One pass over the segments of a file; the state is where in the article it stands."""

    def __init__(self, text: str, path: str):
        self.text, self.path = text, path
        self.shadow = shadow_of(text)
        self.marks: tuple[Mark, ...] = marks_of(text)
        self.blocks: list[_Open] = []
        self.tables: list[Table] = []
        self.references: tuple[Reference, ...] = ()
        self.problems: list[Problem] = []
        self.title = ""
        self.headings: list[tuple[int, str]] = []  # the open headings, with their levels
        self.kind = "front"  # of paragraphs here: front, abstract, paragraph, back
        self.abstract_level = 0
        self.caption: tuple[str, _Open] | None = None  # a table's caption waiting for its table
        self.bare: int | None = None  # a table waiting for a caption below it

    def said(self, span: Span) -> str:
        return self.shadow[span.start : span.end]

    @property
    def section(self) -> tuple[str, ...]:
        return tuple(name for _, name in self.headings)

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
                i = self._table(found, i)
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
            self._caption(span, label)
            return
        if not self.title and level == 1 and not parts.ABSTRACT.match(name):
            self.title = name
            self.blocks.append(_Open("title", span, ()))
            return
        inside_abstract = self.kind == "abstract" and (
            level > self.abstract_level
            or (parts.ABSTRACT_PART.match(name) and self.introduced)
        ) and not parts.INTRODUCTION.match(name)
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        self.headings.append((level, name))
        if parts.ABSTRACT.match(name):
            self.kind, self.abstract_level = "abstract", level
        elif parts.BACK.match(name) or any(parts.BACK.match(n) for _, n in self.headings):
            self.kind = "back"
        elif not inside_abstract:
            self.kind = "paragraph"
        self.blocks.append(_Open("heading", span, self.section))

    def _paragraph(self, segment: Segment) -> None:
        span = trimmed(self.shadow, segment.span.start, segment.span.end)
        if span.start == span.end:
            return
        said, raw = self.said(span), segment.lines[0].text
        label = parts.caption_label(said, raw)
        if label:
            self._caption(span, label)
            return
        if self.caption and len(self.said(self.caption[1].pieces[0]).split()) <= 3:
            if len(said) < 300:  # "Table 2" alone on its line: its title follows
                self.caption[1].pieces.append(span)
                return
        kind = self.kind
        if kind == "front" and self.title and not parts.front_like(said, raw):
            kind = "paragraph"
        elif kind == "front" and not self.title and not parts.front_like(said, raw):
            kind = "paragraph"
        elif kind == "abstract" and parts.front_anywhere(said):
            kind = "front"
        if kind in ("paragraph", "front") and parts.ABSTRACT_START.match(said) and len(said) > 60:
            kind = "abstract"
        last = self._last_prose()
        if last and last.kind == kind != "front" and parts.reads_on(
            self.said(last.pieces[-1]), said
        ):
            last.pieces.append(span)
        else:
            self.blocks.append(_Open(kind, span, self.section))

    def _last_prose(self) -> _Open | None:
        """The block that a broken-off sentence would go on from: captions and notes interrupt it."""
        for block in reversed(self.blocks):
            if block.kind not in ("caption", "footnote"):
                return block if block.kind != "heading" else None
        return None

    def _caption(self, span: Span, label: str) -> None:
        block = _Open("caption", span, self.section)
        self.blocks.append(block)
        if label.startswith("Table") or "Table" in label:
            if self.bare is not None:
                table = self.tables[self.bare]
                self.tables[self.bare] = _replace(table, label=label, caption=(span,))
                self.bare = None
            else:
                self.caption = (label, block)

    # ------------------------------------------------------------------ tables

    def _table(self, found: list[Segment], i: int) -> int:
        """Read the table that starts at segment ``i``; the index of the segment after it."""
        segment = found[i]
        lines = list(segment.lines)
        fragments: list[tuple[int, Span]] = []  # (row it goes on with, where)
        i += 1
        while i < len(found) and segment.kind in ("tabbed", "pipe"):
            following = found[i]
            if following.kind == segment.kind == "tabbed":
                same = following.lines[0].text.strip() == lines[0].text.strip()
                lines.extend(following.lines[1 if same else 0 :])
            elif following.kind == "paragraph" and len(following.lines) <= 3:
                span = trimmed(self.shadow, following.span.start, following.span.end)
                last = self._last_cell(segment.kind, lines)
                if not goes_on(last, self.said(span)):
                    break
                fragments.append((len(lines), span))
            else:
                break
            i += 1
        grid = self._grid(segment, lines)
        problems = []
        for count, span in fragments:
            skipped = 1 if segment.kind == "pipe" and count > 1 else 0
            row = grid.rows[min(count - skipped, len(grid.rows)) - 1]
            column = max((c for c, x in enumerate(row) if x), default=0)
            row[column] = (*row[column], span)
            problems.append("its last row goes on outside the table, after a page break")
            self.problems.append(
                Problem(f"the row that ends {self._near(row[column][0])!r} goes on here", span)
            )
        self._finish(segment, grid, problems, lines)
        return self._footnotes(found, i)

    def _near(self, span: Span) -> str:
        return self.said(span)[-24:].strip()

    def _last_cell(self, kind: str, lines: list[Line]) -> str:
        line = lines[-1]
        separator = "\t" if kind == "tabbed" else "|"
        span = trimmed(self.text, line.start, line.end)
        cells = [c.strip() for c in self.text[span.start : span.end].split(separator)]
        filled = [c for c in cells if c]
        start = self.text.rfind(filled[-1], line.start, line.end) if filled else line.start
        return self.shadow[start : start + len(filled[-1])].strip() if filled else ""

    def _grid(self, segment: Segment, lines: list[Line]) -> Grid:
        if segment.kind == "pipe":
            return pipe_grid(self.text, lines)
        if segment.kind == "html":
            return html_grid(self.text, segment.span.start, segment.span.end)
        return tabbed_grid(self.text, lines)

    def _finish(
        self, segment: Segment, grid: Grid, repairs: list[str], lines: list[Line]
    ) -> None:
        shifts: dict[int, int] = {}
        if grid.cells is None:
            cells, moved, shifts = restore(grid, self.shadow)
            repairs = [*moved, *repairs]
        else:
            cells = grid.made()
        label, caption = "", ()
        if self.caption:
            label, block = self.caption
            caption = tuple(block.pieces)
        elif grid.caption:
            label = parts.caption_label(self.said(grid.caption[0]), "**")
            caption = grid.caption
        where = Span(lines[0].start, lines[-1].end)
        spans = [p for c in cells for p in c.pieces]
        where = cover([where, *spans])
        name = label or f"the table at line {self.text.count(chr(10), 0, where.start) + 1}"
        for row in grid.ragged:
            at = next((p for c in cells if c.row == row for p in c.pieces), where)
            self.problems.append(
                Problem(
                    f"{name}: row {row + 1} has {len(grid.rows[row])} cells where the first row has "
                    f"{len(grid.rows[0])}",
                    at,
                )
            )
        self.problems.extend(Problem(f"{name}: {repair}", where) for repair in repairs)
        table = Table(
            label=label,
            span=where,
            cells=cells,
            rows=len(grid.rows),
            columns=max((c.column + c.colspan for c in cells), default=0),
            header_rows=grid.header_rows,
            caption=caption,
            section=self.section,
            flattened=segment.kind == "tabbed" and bool(shifts or repairs or _grouped(grid)),
            repairs=tuple(repairs),
        )
        self.bare = None if self.caption else len(self.tables)
        self.caption = None
        self.tables.append(table)

    def _footnotes(self, found: list[Segment], i: int) -> int:
        notes: list[tuple[Span, ...]] = []
        while i < len(found) and found[i].kind == "paragraph":
            span = trimmed(self.shadow, found[i].span.start, found[i].span.end)
            said, raw = self.said(span), found[i].lines[0].text
            if parts.caption_label(said, raw) or not parts.footnote_like(said, raw):
                break
            notes.append((span,))
            self.blocks.append(_Open("footnote", span, self.section))
            self.bare = None
            i += 1
        self.tables[-1] = _replace(self.tables[-1], footnotes=tuple(notes))
        return i

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
            block = _Open("reference", r.pieces[0], self.section)
            block.pieces = list(r.pieces)
            self.blocks.append(block)
        self.kind = "back"
        return i

    def _article(self) -> Article:
        head = Span(0, min((b.pieces[0].end for b in self.blocks if b.kind == "paragraph"),
                           default=min(len(self.text), 4000)))
        front = self.said(head)
        cite = re.search(r"(?i)how\s+to\s+cite|cite\s+this", front)
        zone = front[cite.start() :] if cite else front
        doi = _DOI.search(zone) or (_DOI.search(front) if cite else None)
        year = _YEAR_VOLUME.search(zone) or _DATED.search(front)
        citations = citations_of(self.text, self.shadow, self.references, self.blocks_spans())
        self.shadow = _without_raised(self.shadow, citations)
        blocks = tuple(self._closed(b) for b in self.blocks)
        tables = tuple(
            _replace(t, studies=studies_of(self.shadow, t, citations, k, self.references))
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
        out = [p for b in self.blocks if b.kind not in ("front", "title", "reference")
               for p in b.pieces]
        out += [p for t in self.tables for c in t.cells for p in c.pieces]
        return sorted(out)

    def _closed(self, block: _Open) -> Block:
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


def _grouped(grid: Grid) -> bool:
    """Whether several rows together describe one thing: later ones leave the first cell empty."""
    return any(row and not row[0] and any(row) for row in grid.rows[1:])


def _replace(table: Table, **changes: object) -> Table:
    """A table with some fields changed."""
    fields = {name: getattr(table, name) for name in table.__struct_fields__}
    return Table(**{**fields, **changes})


def read_markdown(text: str, path: str = "article.md") -> Article:
    """Read Markdown held in memory. Never fails: what is ragged is said in `Article.problems`."""
    return _Reader(text, path).run()
