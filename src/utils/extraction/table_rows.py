"""Rows of a table: their heads, the sections they stand under, lines stacked in one row.

Belongs here: sections, indentation, rows that are several. Does not: columns, results.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from src.utils.extraction import table_cells as shapes
from src.utils.extraction.table_columns import Column, Columns
from src.utils.extraction.table_grid import Cells
from src.utils.extraction.table_headers import Heading, heading
from src.utils.extraction.table_tested import Tested
from src.utils.records import Cell

_SIZE_ROW = re.compile(
    r"(?i)\A(?:n|no\.?|number|total(?: n| number)?|(?:n|no\.?|number|total)\s*(?:of"
    r"|\()?\s*(?:randomi[sz]ed\s*)?"
    r"(?:patients|participants|subjects|women|men|children|pts|randomi[sz]ed|analy[sz]ed"
    r"|individuals|evaluable)[a-z ,]*)\)?\Z"
)

#: A class of ages, scores ... in a column of its own: "6-11", "< 50", "5-10 years".
_CLASS = re.compile(
    r"(?:(?P<limit>[<>≤≥]=?\s?\d{1,4}|\d{1,4}\s?\+)|\d{1,4}\s?(?:-|to)\s?\d{1,4})(?:\s?[a-z]{1,6})?\Z"
)

#: A row that only names the statistic of what the row above measures: "RR (95% CI)", "P value".
_STATISTIC_ROW = re.compile(
    r"(?i)(?=\W*+\w)(?:(?:un)?adjusted\s+|crude\s+)?(?:[acu]?(?:HR|OR|RR|IRR|RD|MD)|(?:hazard|odds|risk|rate)\s+"
    r"ratios?|relative\s+risks?|(?:mean\s+|risk\s+|absolute\s+)?differences?)?\W*+"
    r"(?:9\d\s?%\s*)?(?:C\.?I\.?|confidence\s+intervals?)?\W*+(?:p[\s-]?values?|p)?\W*+\Z"
)
#: A head of a row that repeats the one above it.
_DITTO = re.compile(r"[-\"'″〃]{1,2}")


class Row(msgspec.Struct):
    """A row of the body: its heads, the sections it stands under, its cells by column."""

    index: int
    head: str
    heads: tuple[str, ...]
    sections: tuple[str, ...]
    cells: dict[int, Cell]
    typed: Heading
    indent: int = 0


class Rows(Columns):
    """Reads the rows of the body."""

    heads: int

    def stacked(self, row: Row) -> list[Row]:
        """A row whose cells each hold several lines, as one row per line.

        Lines are taken apart only when every cell with numbers has equally many of them, each a
        number of its own, and the head has a line for each (or a title line more).
        """
        filled = [c for c in row.cells.values() if len(c.pieces) > 1]
        if not filled or len({len(c.pieces) for c in row.cells.values()}) > 1:
            return [row]
        count = len(filled[0].pieces)
        own = next(
            (c for c in self.grid[row.index] if c is not None and self.text(c) == row.head), None
        )
        lines = len(own.pieces) if own is not None else 0
        if lines not in (count, count + 1) or any(c.rowspan > 1 for c in filled):
            return [row]
        parts: dict[int, list[Cell]] = {}
        for k, cell in row.cells.items():
            parts[k] = [
                Cell(cell.row, cell.column, (p,), False, 1, cell.colspan) for p in cell.pieces
            ]
            self._kept += parts[k]
        shapes_ = {self.content(c).shape for cells in parts.values() for c in cells}
        if shapes_ & {shapes.BRACKETED, shapes.OTHER} or shapes_ <= {
            shapes.MISSING,
            shapes.REFERENCE,
        }:
            return [row]
        first = [self.content(cells[0]).shape for cells in parts.values()]
        if all(s == shapes.PLAIN for s in first) and any(
            self.content(cells[1]).shape == shapes.RANGE for cells in parts.values()
        ):
            return [row]
        heads_ = [" ".join(self.article.view((p,)).text.split()) for p in own.pieces]  # type: ignore[union-attr]
        title = heads_[:-count]
        out = []
        for k in range(count):
            head = heads_[len(title) + k]
            out.append(
                Row(
                    row.index,
                    head,
                    (*row.heads[:-1], head),
                    (*row.sections, *title),
                    {c: cells[k] for c, cells in parts.items()},
                    heading(head, True),
                    row.indent,
                )
            )
        return out

    def _side_by_side(self, row: Row, sides: list[int]) -> list[Row]:
        """A row of tables printed side by side, as one row for each of them."""
        edges = [0, *sides, self.table.columns]
        out = []
        for k, (low, high) in enumerate(pairwise(edges)):
            cells = {c: v for c, v in row.cells.items() if low <= c < high and c not in sides}
            own = row.cells.get(low) if k else None
            head = self.text(own) if own is not None else ("" if k else row.head)
            if cells and head:
                out.append(
                    Row(
                        row.index,
                        head,
                        (head,),
                        row.sections,
                        cells,
                        heading(head, True),
                        row.indent,
                    )
                )
        return out

    def _stub(self, body: list[int]) -> int:
        """How many leading columns hold heads of rows."""
        width = 1
        while width < min(4, self.table.columns - 1):
            words = numbers = classes = 0
            unnamed = not any(
                self.text(cell)
                for line in self.grid[: self.heads]
                if (cell := line[width]) is not None and cell.colspan == 1
            )
            for r in body:
                cell = self.grid[r][width]
                if cell is None or not cell.pieces or cell.column != width:
                    continue
                content = self.content(cell)
                if unnamed and (found := _CLASS.match(self.text(cell))):
                    classes += 1
                    words += found.group("limit") is not None
                elif content.shape == shapes.OTHER and self._mostly_letters(self.text(cell)):
                    words += 1
                elif content.shape not in (shapes.EMPTY, shapes.MISSING, shapes.REFERENCE):
                    numbers += 1
            if words + (classes if words else 0) <= 2 * numbers:
                break
            width += 1
        return width

    @staticmethod
    def _mostly_letters(text: str) -> bool:
        return sum(c.isalpha() for c in text) > 2 * sum(c.isdigit() for c in text)


def rows_of(sheet: Cells, indices: list[int], stub: int, columns: list[Column]) -> Iterator[Row]:
    """The rows of data with the sections they stand under."""
    sections: list[tuple[int, str]] = [(-1, t) for t in sheet.title]
    since_section = True
    above = ""
    indented = any(_indent(sheet, r) for r in indices)
    indent = 0
    statistics = _repeated_statistics(sheet, indices)
    tested = Tested(sheet, () if indented else columns)
    measured = ""
    for position, r in enumerate(indices):
        line = sheet.grid[r]
        own = line[0]
        heads_: list[Cell] = []
        for c in range(stub):
            cell = line[c]
            if cell is not None and sheet.text(cell) and (not heads_ or heads_[-1] is not cell):
                heads_.append(cell)
        texts = tuple(sheet.text(c) for c in heads_)
        if stub > 1:
            if own is not None and sheet.text(own) and not _DITTO.fullmatch(sheet.text(own)):
                above = sheet.text(own) if own.colspan < 2 else ""
            elif texts and above:
                texts = (above, *(t for t in texts if not _DITTO.fullmatch(t)))
        cells = {
            k.index: line[k.index]
            for k in columns
            if line[k.index] is not None and line[k.index].pieces  # type: ignore[union-attr]
            and (own is None or line[k.index] is not own)
        }  # fmt: skip
        if not texts and not cells:
            if since_section and sections and position:
                sections[:] = [s for s in sections if s[0] < 0]
            continue
        if own is not None and sheet.text(own):
            indent = _indent(sheet, r)
        if (
            not cells
            or all(c is None or _is_title(sheet, c) for c in cells.values())
            and not _numbers(sheet, cells.values())
        ):
            title = (
                texts[-1]
                if texts
                else " ".join(dict.fromkeys(sheet.text(c) for c in cells.values()))
            )
            if cells and texts and len(texts[-1]) < 3:
                title = " ".join([*texts, *dict.fromkeys(sheet.text(c) for c in cells.values())])
            if since_section:
                while sections and sections[-1][0] >= indent:
                    sections.pop()
            else:
                while sections and sections[-1][0] > indent:
                    sections.pop()
            sections.append((indent, title))
            del sections[:-3]
            since_section = False
            measured = ""
            tested.close()
            continue
        if indented:
            while sections and (
                sections[-1][0] > indent
                or (sections[-1][0] == indent and _left(sheet, indices, sections, indent))
            ):
                sections.pop()
        head = texts[-1] if texts else ""
        under = (*(t for _, t in sections), *tested.over(r, head if len(texts) == 1 else "", cells))
        if head in statistics:
            under = (*under, measured) if measured else under
        else:
            measured = head if len(texts) == 1 else ""
        yield Row(
            r,
            head,
            texts,
            under,
            cells,  # type: ignore[arg-type]
            heading(head, True),
            indent,
        )
        since_section = True
        following = indices[position + 1] if position + 1 < len(indices) else None
        if indented and following is not None and _indent(sheet, following) > indent and head:
            sections.append((indent, head))
            del sections[:-3]


def _repeated_statistics(sheet: Cells, indices: list[int]) -> frozenset[str]:
    """Heads that name a statistic only and come back below several rows: "RR (95% CI)"."""
    own = [sheet.grid[r][0] for r in indices]
    seen = [sheet.text(c) for c in own if c is not None and c.colspan < 2]
    named = {t for t in seen if len(t) > 1 and _STATISTIC_ROW.match(t)}
    return frozenset(t for t in named if seen.count(t) > 1)


def _left(sheet: Cells, indices: list[int], sections: list[tuple[int, str]], indent: int) -> bool:
    """Whether the members of the last section were indented, so that this row is none of them."""
    title = sections[-1][1]
    for position, r in enumerate(indices[:-1]):
        own = sheet.grid[r][0]
        if own is not None and sheet.text(own) == title:
            return _indent(sheet, indices[position + 1]) > indent
    return False


def _indent(sheet: Cells, row: int) -> int:
    """Leading white space of a row's head in the source, as a measure of indentation."""
    own = sheet.grid[row][0]
    if own is None or not own.pieces:
        return 0
    start = end = own.pieces[0].start
    text = sheet.article.text
    while start > 0 and text[start - 1] in "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u3000 ":
        start -= 1
    lead = text[start:end]
    # Plain spaces after a line break come from the layout of the file, a single one from anywhere.
    if lead.isascii() and (len(lead) < 2 or text[start - 1 : start] == "\n"):
        return 0
    return len(lead)


def _is_title(sheet: Cells, cell: Cell) -> bool:
    return cell.colspan > 1 and cell.colspan >= sheet.table.columns - 2


def _numbers(sheet: Cells, cells: object) -> bool:
    return any(
        sheet.content(c).shape not in (shapes.OTHER, shapes.EMPTY, shapes.MISSING)
        for c in cells  # type: ignore[attr-defined]
    )


def is_size_row(row: Row) -> bool:
    """Whether a row states the sizes of the groups."""
    return bool(_SIZE_ROW.match(row.head.strip(" :,*=")))
