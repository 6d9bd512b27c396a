"""Tables of a JATS article: wraps, captions, grids, footnotes.

Belongs here: which elements are a table's parts (XHTML tables, the OASIS model with ``tgroup`` and
``entry``, BioMed Central's ``tblbdy``), and their records. Does not: where a cell stands in the
grid (`grid`), what it says (`extraction.typed_tables`).
"""

from __future__ import annotations

import re

from lxml import etree

from src.utils.reading import grid
from src.utils.reading.jats_layout import Layout
from src.utils.reading.jats_names import tidy_label
from src.utils.reading.jats_parse import content
from src.utils.records import Block, Cell, Problem, Span, Table

_LABEL = re.compile(
    r"\s*((?:supplement(?:ary|al)\s+|appendix\s+|e-?)?table\.?\s*[A-Z]?\d*[A-Z]?(?:[.-]\d+)?)\b",
    re.I,
)
_MARK = re.compile(r"\s*([a-zA-Z]|\d{1,2}|[*†‡§¶‖#∥⁎$|]{1,4})(?=[\s.):]|[A-Z]|\Z)")
_SIGN = re.compile(r"\s*([*†‡§¶‖#∥⁎]{1,4})")


class TableReader:
    """Lays out table wraps; collects tables, their caption and footnote blocks, problems."""

    def __init__(self, layout: Layout):
        self.layout = layout
        self.tables: list[Table] = []
        self.problems: list[Problem] = []
        self.labels: dict[str, str] = {}

    def wrap(self, element: etree._Element, section: tuple[str, ...]) -> list[Block]:
        """Read one ``table-wrap``: a table for every grid in it, or one that is an image."""
        layout = self.layout
        start = layout.at
        caption: list[Span] = []
        blocks: list[Block] = []
        label_element = layout.child(element, "label")
        label = ""
        if label_element is not None:
            pieces, _ = layout.flow(label_element, cell=True)
            caption += pieces
            layout.glue("\n" if pieces else "")
            label = tidy_label(content(label_element))
        for part in layout.children(element, "title", "caption"):
            inner = [n for n in part if layout.name(n) in ("title", "p", "list")] or [part]
            if layout.name(part) == "title" or (part.text or "").strip():
                inner = [part]
            for node in inner:
                pieces, _ = layout.flow(node, cell=True)
                if pieces:
                    caption += pieces
                    layout.glue("\n")
                    if not label:
                        found = _LABEL.match(content(node))
                        label = tidy_label(found.group(1)) if found else ""
        if caption:
            layout.glue("\n")
            blocks.append(Block("caption", tuple(caption), section))
        grids = self._grids(element)
        read = [self._grid(g, label) for g in grids]
        footnotes, notes, by_id = self._footnotes(element, grids)
        for foot in footnotes:
            blocks.append(Block("footnote", foot, section))
        span = Span(start, max(layout.at, start))
        if element.get("id"):
            self.labels[element.get("id", "")] = label
        if not read:
            self._image(element, label, span, tuple(caption), footnotes, section)
            return blocks
        for cells, rows, columns, heads, own in read:
            self.tables.append(
                Table(
                    label=label,
                    span=span if len(read) == 1 else own,
                    cells=tuple(cells),
                    rows=rows,
                    columns=columns,
                    header_rows=heads,
                    caption=tuple(caption),
                    footnotes=footnotes,
                    section=section,
                    notes=tuple(notes.items()) + tuple(by_id.items()),
                )
            )
        return blocks

    def _image(
        self,
        element: etree._Element,
        label: str,
        span: Span,
        caption: tuple[Span, ...],
        footnotes: tuple[tuple[Span, ...], ...],
        section: tuple[str, ...],
    ) -> None:
        picture = any(self.layout.name(n) in ("graphic", "media") for n in element.iter())
        name = label or "A table without label"
        if picture:
            self.problems.append(
                Problem(f"{name} is there only as an image; its numbers cannot be read.", span)
            )
        else:
            self.problems.append(Problem(f"{name} has a caption but no cells.", span))
        self.tables.append(
            Table(label, span, (), 0, 0, 0, caption, footnotes, section, image=picture)
        )

    def _grids(self, element: etree._Element) -> list[etree._Element]:
        """The outermost tables of a wrap, in order."""
        out: list[etree._Element] = []
        stack = list(reversed(element))
        while stack:
            node = stack.pop()
            if self.layout.name(node) in ("table", "tgroup"):
                inner = self.layout.children(node, "tgroup")
                out.extend(inner or [node])
            else:
                stack.extend(reversed(node))
        return out

    def _grid(self, element: etree._Element, label: str) -> tuple[list[Cell], int, int, int, Span]:
        layout = self.layout
        start = layout.at
        head, bodies, foot = self._groups(element)
        names = self._columns(element)
        placed = grid.form(
            [[self._slots(row, names) for row in rows] for rows in [head, *bodies, foot] if rows]
        )
        cells: list[Cell] = []
        heads = len(head)
        row = 0
        for slot in placed.slots:
            if slot.row != row:
                layout.glue("\n" * min(slot.row - row, 2))
                row = slot.row
            pieces, _ = layout.flow(slot.content, cell=True)  # type: ignore[arg-type]
            layout.glue("\t")
            cells.append(
                Cell(
                    slot.row,
                    slot.column,
                    pieces,
                    slot.header or slot.row < heads,
                    slot.rowspan,
                    slot.colspan,
                )
            )
        span = Span(start, layout.at)
        layout.glue("\n\n")
        if not head:
            heads = _guess_heads(cells, placed.rows)
        for sentence in placed.problems:
            self.problems.append(Problem(f"{label or 'A table'}: {sentence}", span))
        return cells, placed.rows, placed.columns, heads, span

    def _groups(
        self, element: etree._Element
    ) -> tuple[list[etree._Element], list[list[etree._Element]], list[etree._Element]]:
        """Rows of the head, of each body, and of the foot; BioMed Central marks the end of the
        head by a ruler row."""
        head: list[etree._Element] = []
        foot: list[etree._Element] = []
        bodies: list[list[etree._Element]] = []
        loose: list[etree._Element] = []
        for node in element:
            name = self.layout.name(node)
            if name in ("thead", "tbody", "tfoot"):
                rows = self.layout.children(node, "tr", "row")
                if name == "thead":
                    head += rows
                elif name == "tfoot":
                    foot += rows
                else:
                    bodies.append(rows)
            elif name in ("tr", "row"):
                loose.append(node)
        if loose:
            cut = next((k for k, r in enumerate(loose) if _is_ruler(r)), None)
            if cut and not head and cut <= 6:
                head, loose = loose[:cut], loose[cut:]
            bodies.append(loose)
        return head, bodies, foot

    def _columns(self, element: etree._Element) -> dict[str, int]:
        """Names of columns of the OASIS model."""
        names: dict[str, int] = {}
        at = 0
        for node in element:
            if self.layout.name(node) == "colspec":
                number = node.get("colnum", "")
                at = int(number) - 1 if number.isdigit() and len(number) < 5 else at
                if node.get("colname"):
                    names[node.get("colname", "")] = at
                at += 1
        return names

    def _slots(self, row: etree._Element, names: dict[str, int]) -> list[grid.Slot]:
        out = []
        for node in row:
            name = self.layout.name(node)
            if name not in ("td", "th", "entry"):
                continue
            if name == "entry":
                first, last = names.get(node.get("namest", "")), names.get(node.get("nameend", ""))
                wide = last - first + 1 if first is not None and last is not None else 1
                more = node.get("morerows", "0")
                tall = int(more) + 1 if more.isdigit() and len(more) < 7 else 1
                out.append(grid.Slot(node, tall, max(wide, 1)))
            else:
                out.append(
                    grid.Slot(
                        node,
                        grid.row_span_of(node.get("rowspan") or node.get("rspn")),
                        grid.span_of(node.get("colspan") or node.get("cspn")),
                        name == "th",
                    )
                )
        return out

    def _footnotes(
        self, element: etree._Element, grids: list[etree._Element]
    ) -> tuple[tuple[tuple[Span, ...], ...], dict[str, int], dict[str, int]]:
        """The notes under a table, their marks and ids (a note without own mark has none)."""
        layout = self.layout
        out: list[tuple[Span, ...]] = []
        notes: dict[str, int] = {}
        by_id: dict[str, int] = {}
        feet = layout.children(element, "table-wrap-foot", "attrib", "legend")
        loose = [n for n in element if layout.name(n) in ("p", "fn") and grids]
        for foot in feet + loose:
            units = self._units(foot)
            for unit in units:
                label = layout.child(unit, "label")
                mark = content(label).strip() if label is not None else ""
                text = content(unit)
                if not mark:
                    mark = self._leading_mark(unit, text)
                pieces, _ = layout.flow(unit, cell=True)
                if not pieces:
                    continue
                layout.glue("\n")
                if mark and len(mark) < 6:
                    notes.setdefault(mark.strip("().: "), len(out))
                if unit.get("id"):
                    by_id[unit.get("id", "")] = len(out)
                out.append(pieces)
        if out:
            layout.glue("\n")
        return tuple(out), notes, by_id

    def _units(self, foot: etree._Element) -> list[etree._Element]:
        inner = [
            n
            for n in foot
            if self.layout.name(n) in ("fn", "p", "attrib", "title", "fn-group", "def-list", "list")
        ]
        if self.layout.name(foot) in ("p", "fn") or not inner or (foot.text or "").strip():
            return [foot]
        out = []
        for node in inner:
            if self.layout.name(node) == "fn-group":
                out += self.layout.children(node, "fn")
            else:
                out.append(node)
        return out

    def _leading_mark(self, unit: etree._Element, text: str) -> str:
        """The mark a note opens with: a superscript, or a sign that is no word."""
        first: etree._Element | None = unit
        while first is not None and not (first.text or "").strip() and len(first):
            first = first[0]
            if self.layout.name(first) == "sup":
                found = _MARK.match(content(first))
                return found.group(1) if found else ""
        sign = _SIGN.match(text)
        return sign.group(1) if sign else ""


def _is_ruler(row: etree._Element) -> bool:
    return not content(row).strip() and any(True for _ in row.iter("{*}hr"))


def _guess_heads(cells: list[Cell], rows: int) -> int:
    """Heading rows of a table without head: leading rows made of heading cells, else the first."""
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    heads = 0
    for r in range(rows):
        row = by_row.get(r, [])
        if not row or not all(c.header for c in row):
            break
        heads += 1
    return min(heads or 1, max(rows - 1, 0))
