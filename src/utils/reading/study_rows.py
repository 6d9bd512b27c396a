"""Tables of a review: which rows are studies, what describes them, which cells hold their results.

Belongs here: one study per row, or one per group of rows (what it is, headings, values), arms with
sizes, endpoints announced by headings whether or not a cell stands under them. Does not: what a
value says (`extraction.study_tables`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from src.utils.printed import normalise
from src.utils.reading.flattened import is_heading, is_result, kind_of_value, named
from src.utils.reading.study_entries import (
    NO_VALUE,
    Entry,
    Group,
    filled,
    heading_entry,
    leading_heading,
    reports,
    statistic,
)
from src.utils.reading.study_names import YEAR, arms_of, role_of, study_name
from src.utils.records import (
    Arm,
    Cell,
    Citation,
    Num,
    Reference,
    StudyRow,
    Table,
    View,
    cover,
)


def studies_of(
    shadow: str,
    table: Table,
    citations: Sequence[Citation],
    index: int,
    references: Sequence[Reference] = (),
) -> tuple[StudyRow, ...]:
    """The studies that a review's table describes; empty when it is not such a table."""
    return tuple(g.study for g in groups_of(shadow, table, citations, index, references))


def groups_of(
    shadow: str,
    table: Table,
    citations: Sequence[Citation],
    index: int,
    references: Sequence[Reference] = (),
) -> list[Group]:
    """The studies of a table with the cells that hold their results."""
    if table.image or table.rows < 2 or not table.columns:
        return []
    return _Groups(shadow, table, citations, index, references).run()


class _Groups:
    def __init__(
        self,
        shadow: str,
        table: Table,
        citations: Sequence[Citation],
        index: int,
        references: Sequence[Reference],
    ):
        self.shadow, self.table, self.index = shadow, table, index
        self.citations = citations
        self.starts = [c.span.start for c in citations]
        self.grid = table.grid()
        self.heads = [self._header(c) for c in range(table.columns)]
        self.roles = [role_of(h) for h in self.heads]
        self.reported = {c for c, role in enumerate(self.roles) if not role and self._reports(c)}
        self.authors = {r.authors[0].split()[0].lower() for r in references if r.authors}
        self.listed: dict[str, list[Reference]] = {}
        for r in references:
            if r.authors:
                self.listed.setdefault(r.authors[0].split()[0].lower(), []).append(r)

    def said(self, cell: Cell | None) -> str:
        if cell is None:
            return ""
        return " ".join(self.shadow[p.start : p.end] for p in cell.pieces).strip()

    def _header(self, column: int) -> str:
        rows = self.grid[: max(self.table.header_rows, 1)]
        return re.sub(r"\s+", " ", " ".join(dict.fromkeys(self.said(r[column]) for r in rows)))

    def _reports(self, column: int) -> bool:
        first = max(self.table.header_rows, 1)
        return reports(self.heads[column], {self.said(r[column]) for r in self.grid[first:]})

    def _listed(self, author: str, year: str) -> tuple[str, ...]:
        """The one entry of the reference list by this first author, where its year differs too."""
        surname = author.split()[-1].lower() if author else ""
        own = [r.number for r in self.listed.get(surname, ())]
        return (own[0],) if len(own) == 1 and year else ()

    def _cited(self, cell: Cell | None) -> tuple[str, ...]:
        out: list[str] = []
        for piece in cell.pieces if cell else ():
            k = bisect_left(self.starts, piece.start)
            while k < len(self.citations) and self.citations[k].span.end <= piece.end:
                out.extend(self.citations[k].refs)
                k += 1
        return tuple(dict.fromkeys(out))

    def run(self) -> list[Group]:
        first = max(self.table.header_rows, 1)
        heads = [r for r in range(first, self.table.rows) if self._study_cell(r) is not None]
        body = [r for r in range(first, self.table.rows) if self._begins(self.grid[r][0])]
        if not heads or len(heads) * 2 < len(body):
            return []
        out = []
        for r, after in zip(heads, [*heads[1:], self.table.rows], strict=True):
            rows = [r]
            for k in range(r + 1, after):
                if self.said(self.grid[k][0]) and k in body and self._cited(self.grid[k][0]):
                    break
                rows.append(k)
            out.append(self._group(rows))
        named = sum(bool(g.study.author and g.study.year) for g in out)
        reported = any(e.value for g in out for e in g.entries)
        # A list of scales or drugs with citations is no table of studies.
        return out if reported or named * 2 >= len(out) else []

    def _begins(self, cell: Cell | None) -> bool:
        """Whether a first cell can open a study: no heading or value that slipped to the left."""
        said = self.said(cell)
        return bool(said) and not (cell and cell.header) and not kind_of_value(said)

    def _study_cell(self, row: int) -> int | None:
        """The column whose cell names the study of this row, None when the row opens no study."""
        cells = self.grid[row]
        order = sorted(range(len(cells)), key=lambda c: (self.roles[c] != "ref", c))
        for c in order:
            cell = cells[c]
            said = self.said(cell)
            if not said or (cell and cell.row != row) or is_result(YEAR.sub("", said)):
                continue
            titled = self.roles[c] == "ref"
            named_so = re.search(r"\bet\s+al\b", said) or (titled and YEAR.search(said))
            known = said.split()[0].lower().strip(",.") in self.authors
            if named_so or (self._cited(cell) and (titled or c < 2)) or (titled and known):
                return c
        return None

    def _group(self, rows: list[int]) -> Group:
        row = rows[0]
        at = self._study_cell(row)
        cell = self.grid[row][at] if at is not None else None
        name, author, year, name_span = study_name(
            self.shadow, cell, self.citations, at is not None and "uthor" in self.heads[at]
        )
        refs = self._cited(cell)
        found: dict[str, str] = {}
        design_span = None
        arms: list[Arm] = []
        for c, role in enumerate(self.roles):
            other = self.grid[row][c]
            said = re.sub(r"\s+", " ", self.said(other))
            if other is None or not other.pieces or other.row != row:
                continue
            refs = refs or (self._cited(other) if role == "ref" else ())
            if role in ("country", "design", "year") and role not in found:
                found[role] = said
                design_span = other.pieces[0] if role == "design" else design_span
            elif role in ("arms", "control") and c != at:
                arms.extend(arms_of(self.shadow, other))
        if not arms and at != 0 and self.roles[0] in ("", "arms"):
            arms = arms_of(self.shadow, self.grid[row][0])
        arms = self._sizes(row, arms)
        entries = self._entries(rows, at)
        announced = list({e.heading_span: e for e in reversed(entries) if e.endpoint}.values())
        announced.reverse()  # a heading with two values is announced once
        refs = refs or self._listed(author, year)
        year = year or (YEAR.findall(found.get("year", "")) or [""])[0]
        spans = [p for k in rows for c in self.grid[k] if c and c.row == k for p in c.pieces]
        study = StudyRow(
            ref=refs,
            span=cover(spans) if spans else self.table.span,
            name=name if year in name else f"{name} {year}".strip(),
            author=author,
            year=year,
            design=found.get("design", ""),
            country=found.get("country", ""),
            arms=tuple(arms),
            name_span=name_span,
            design_span=design_span,
            endpoints=tuple((e.endpoint, e.criterion, e.heading_span) for e in announced),
            empty=tuple(k for k, e in enumerate(announced) if not e.value),
            table=self.index,
        )
        return Group(study, tuple(entries))

    # ------------------------------------------------------------------ arms

    def _sizes(self, row: int, arms: list[Arm]) -> list[Arm]:
        """Sizes from a column of their own ("80 vs. 76", "80/76"), where the arms print none."""
        if any(a.n for a in arms):
            return arms
        for c, role in enumerate(self.roles):
            cell = self.grid[row][c]
            if role != "n" or cell is None or not cell.pieces:
                continue
            view = View(self.shadow, cell.pieces)
            nums = [
                Num(normalise(m.group()), view.span(m.start(), m.end()))
                for m in re.finditer(r"\d{1,3}(?:,\d{3})+|\d+", view.text)
            ]
            if len(arms) == len(nums):
                return [Arm(a.name, n, a.span) for a, n in zip(arms, nums, strict=True)]
        return arms

    # ------------------------------------------------------------------ entries

    def _entries(self, rows: list[int], study: int | None) -> list[Entry]:
        out: list[Entry] = []
        open_heads: dict[int, Entry] = {}
        for row in rows:
            cells = [
                (c, x) for c, x in enumerate(self.grid[row]) if x and x.pieces and x.row == row
            ]
            said = [self.said(x) for _, x in cells]
            heads = row != rows[0] and bool(said) and all(map(is_heading, said))
            if heads and (any(map(named, said)) or self._over_results(row, rows)):
                for column, cell in cells:
                    open_heads[column] = heading_entry(View(self.shadow, cell.pieces))
                    out.append(open_heads[column])
                continue
            for column, cell in cells:
                if row == rows[0] and (column == study or self.roles[column]):
                    continue
                self._value(row, column, cell, open_heads, out)
            if row == rows[0]:
                self._absent(row, study, out)
        return out

    def _over_results(self, row: int, rows: list[int]) -> bool:
        """Whether words with nothing in the first column head a row of results."""
        if self.said(self.grid[row][0]) or row + 1 not in rows:
            return False
        below = [x for x in self.grid[row + 1] if x and x.pieces and x.row == row + 1]
        return bool(below) and all(is_result(self.said(x)) for x in below)

    def _absent(self, row: int, study: int | None, out: list[Entry]) -> None:
        """Columns of endpoints in which this study has no cell (a table with one row per study)."""
        if self.reported:
            have = {e.column for e in out}
            for c, head in enumerate(self.heads):
                if c == study or c in have or c not in self.reported or statistic(head):
                    continue
                out.append(self._column(c))

    def _column(self, column: int) -> Entry:
        rows = self.grid[: max(self.table.header_rows, 1)]
        pieces = tuple(dict.fromkeys(p for r in rows if r[column] for p in r[column].pieces))  # type: ignore[union-attr]
        return heading_entry(View(self.shadow, pieces))

    def _value(
        self, row: int, column: int, cell: Cell, heads: dict[int, Entry], out: list[Entry]
    ) -> None:
        """A cell of values: its heading stands above it, in it, or in the table's header."""
        view = View(self.shadow, cell.pieces)
        if column in heads:
            entry = heads[column]
            now = heads[column] = filled(entry, cell.pieces, row, column)
            for k, e in enumerate(out):
                if e is entry:  # a second value under one heading stands beside the first
                    out[k : k + 1] = [entry, now] if entry.value else [now]
                    return
            return
        head, cut = leading_heading(view.text)
        if head:
            entry = heading_entry(View(self.shadow, view.spans(0, cut)))
            rest = view.text[cut:]
            start = cut + len(rest) - len(rest.lstrip(" :;,"))
            pieces = view.spans(start, len(view.text)) if rest.strip(" :;,") else ()
            out.append(filled(entry, pieces, row, column))
        elif column in self.reported:
            empty = NO_VALUE.match(view.text)
            out.append(filled(self._column(column), () if empty else cell.pieces, row, column))
