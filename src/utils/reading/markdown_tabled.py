"""Tables where they stand in a Markdown article: captions, rows, continuations, footnotes.

Belongs here: which segments around a table belong to it. Does not: prose, references, or how a
grid is read (`markdown_tables`, `flattened`).
"""

from __future__ import annotations

import re

import msgspec

from src.utils.reading import markdown_parts as parts
from src.utils.reading.flattened import goes_on, restore
from src.utils.reading.markdown_lines import Line, Segment, trimmed
from src.utils.reading.markdown_tables import Grid, html_grid, pipe_grid, tabbed_grid
from src.utils.records import Problem, Span, Table, cover


class Open:
    """A block under construction: paragraphs may get further pieces."""

    __slots__ = ("kind", "pieces", "section")

    def __init__(self, kind: str, span: Span, section: tuple[str, ...]):
        """Begin with one piece."""
        self.kind, self.pieces, self.section = kind, [span], section


class TabledText:
    """A text with its blocks and tables under construction; one pass adds to them in order."""

    def __init__(self, text: str, shadow: str):
        """Begin before the first line."""
        self.text, self.shadow = text, shadow
        self.blocks: list[Open] = []
        self.tables: list[Table] = []
        self.problems: list[Problem] = []
        self.headings: list[tuple[int, str]] = []  # the open headings, with their levels
        self.caption: tuple[str, Open] | None = None  # a table's caption waiting for its table
        self.bare: int | None = None  # a table waiting for a caption below it

    def said(self, span: Span) -> str:
        """The shadow of a span."""
        return self.shadow[span.start : span.end]

    @property
    def section(self) -> tuple[str, ...]:
        """The path of headings at this point."""
        return tuple(name for _, name in self.headings)

    def note_caption(self, span: Span, label: str) -> None:
        """A caption: of the table that follows, or of the bare one before it."""
        block = Open("caption", span, self.section)
        self.blocks.append(block)
        if label.startswith("Table") or "Table" in label:
            if self.bare is not None:
                table = self.tables[self.bare]
                self.tables[self.bare] = msgspec.structs.replace(
                    table, label=label, caption=(span,)
                )
                self.bare = None
            else:
                self.caption = (label, block)

    def table(self, found: list[Segment], i: int) -> int:
        """Read the table that starts at segment ``i``; the index of the segment after it."""
        segment = found[i]
        lines = list(segment.lines)
        fragments: list[tuple[int, Span]] = []  # (row it goes on with, where)
        i += 1
        while i < len(found):
            after = None
            if segment.kind != "html":
                after = self._next_page(found, i, segment.kind, lines[0])
            if after is not None:
                heading = 2 if segment.kind == "pipe" else 1
                lines.extend(found[after].lines[heading:])
                i = after + 1
                continue
            following = found[i]
            if following.kind == segment.kind == "tabbed":
                same = following.lines[0].text.strip() == lines[0].text.strip()
                lines.extend(following.lines[1 if same else 0 :])
            elif following.kind == "paragraph" and len(following.lines) <= 3:
                span = trimmed(self.shadow, following.span.start, following.span.end)
                last = self._last_cell(segment, lines)
                if not last or not goes_on(last, self.said(span)):
                    break
                fragments.append((len(lines), span))
            else:
                break
            i += 1
        grid = self._grid(segment, lines)
        problems = []
        for count, span in fragments:
            if segment.kind == "html":
                count = len(grid.rows)
            skipped = 1 if segment.kind == "pipe" and count > 1 else 0
            until = max(count - skipped, 1)
            row = next(r for r in reversed(grid.rows[:until]) if any(r))
            column = max(c for c, x in enumerate(row) if x)
            row[column] = (*row[column], span)
            problems.append("its last row goes on outside the table, after a page break")
            self.problems.append(
                Problem(f"the row that ends {self._near(row[column][0])!r} goes on here", span)
            )
        self._finish(segment, grid, problems, lines)
        return self._footnotes(found, i)

    def _next_page(self, found: list[Segment], i: int, kind: str, heading: Line) -> int | None:
        """Where a table goes on under its repeated heading after a page break, None otherwise.

        Between the two parts stand at most a page number, a running head and "(continued)".
        """
        for k in range(i, min(i + 3, len(found))):
            segment = found[k]
            if segment.kind == kind:
                same = segment.lines[0].text.split() == heading.text.split()
                return k if same and (k > i or kind == "pipe") else None
            span = trimmed(self.shadow, segment.span.start, segment.span.end)
            said = self.said(span).strip()
            between = re.fullmatch(r"(?:page\s*)?\d{1,4}(?:\s+of\s+\d+)?", said, re.I) or (
                len(said) < 120 and re.search(r"\bcont(?:inued|['’]?d|\.)", said, re.I)
            )
            if segment.kind not in ("paragraph", "heading") or not between:
                return None
        return None

    def _near(self, span: Span) -> str:
        return self.said(span)[-24:].strip()

    def _last_cell(self, segment: Segment, lines: list[Line]) -> str:
        if segment.kind == "html":
            held = [c for row in self._grid(segment, lines).rows for c in row if c]
            return self.said(held[-1][-1]).strip() if held else ""
        line, kind = lines[-1], segment.kind
        separator = "\t" if kind == "tabbed" else "|"
        span = trimmed(self.text, line.start, line.end)
        cells = [c.strip() for c in self.text[span.start : span.end].split(separator)]
        # The line under a pipe table's heads holds dashes only: no cell that could go on.
        filled = [c for c in cells if c.strip(":-")]
        start = self.text.rfind(filled[-1], line.start, line.end) if filled else line.start
        return self.shadow[start : start + len(filled[-1])].strip() if filled else ""

    def _grid(self, segment: Segment, lines: list[Line]) -> Grid:
        if segment.kind == "pipe":
            return pipe_grid(self.text, lines)
        if segment.kind == "html":
            return html_grid(self.text, segment.span.start, segment.span.end)
        return tabbed_grid(self.text, lines)

    def _finish(self, segment: Segment, grid: Grid, repairs: list[str], lines: list[Line]) -> None:
        shifts: dict[int, int] = {}
        if grid.cells is None:
            cells, moved, shifts = restore(grid, self.shadow)
            repairs = [*moved, *repairs]
        else:
            cells = grid.made()
        label = ""
        caption: tuple[Span, ...] = ()
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
                    f"{name}: row {row + 1} has {len(grid.rows[row])} cells where the first row "
                    f"has {len(grid.rows[0])}",
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
            self.blocks.append(Open("footnote", span, self.section))
            self.bare = None
            i += 1
        self.tables[-1] = msgspec.structs.replace(self.tables[-1], footnotes=tuple(notes))
        return i


def _grouped(grid: Grid) -> bool:
    """Whether several rows together describe one thing: later ones leave the first cell empty."""
    return any(row and not row[0] and any(row) for row in grid.rows[1:])
