"""Columns of a table: their path of headings, their type, the group or comparison they belong to.

Belongs here: types of columns, sizes of groups. Does not: what headings name (`table_groups`),
which rows are headings (`table_layout`), what one heading says (`table_headers`).
"""

from __future__ import annotations

import re

import msgspec

from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction import table_words as words
from src.utils.extraction.table_groups import _BRACKET_N, _N, Column, Groups
from src.utils.extraction.table_headers import Heading, group_name, heading
from src.utils.printed import normalise
from src.utils.records import Cell, Num

__all__ = ["_N", "Column", "Columns"]

_ESTIMATE = re.compile(r"(?i)\Aestimates?\b")


class Columns(Groups):
    """Reads columns below a head."""

    def _columns(self, head_rows: list[int], stub: int, body: list[int]) -> list[Column]:
        columns = []
        data = range(stub, self.table.columns)
        for c in data:
            cells: list[Cell] = []
            for r in head_rows:
                cell = self.grid[r][c]
                if cell is None or not self.text(cell) or any(cell is k for k in cells):
                    continue
                if cell.column != 0 or cell.colspan < self.table.columns:
                    cells.append(cell)
            parts = tuple(self.text(k) for k in cells)
            typed = self._type(parts)
            if typed.role == heads.NONE and cells and self._subscripted_p(cells[-1]):
                typed = msgspec.structs.replace(typed, role=heads.P)
            columns.append(Column(c, parts, tuple(cells), typed))
        self._disambiguate(columns)
        self._own_estimates(columns)
        self._group(columns)
        self._times_as_arms(columns)
        self._lengths_as_arms(columns)
        self._retype(columns, body)
        self._drop_doubtful_sizes(columns)
        own = self.text(self.grid[head_rows[-1]][0]) if head_rows else ""
        for column in columns:
            column.n = self._size(column)
            column.side = bool(
                own and column.parts and column.parts[-1] == own and self._words_only(column, body)
            )
        return columns

    def _lengths_as_arms(self, columns: list[Column]) -> None:
        """Lengths of treatment are the groups when their sizes add up to all: "24 h (n = 79)"."""
        every = {int(n.replace(",", "")) for n in _N.findall(self.caption)} | {
            int(c.typed.n) for c in columns if c.typed.n and not c.time
        }
        by_group: dict[str, list[Column]] = {}
        for column in columns:
            if column.time and not column.arm and column.typed.n:
                by_group.setdefault(column.group, []).append(column)
        for members in by_group.values():
            sizes = {c.time: int(c.typed.n) for c in members}
            if len(sizes) == len(members) > 1 and sum(sizes.values()) in every:
                for column in members:
                    column.arm, column.time = column.time, ""

    def _subscripted_p(self, cell: Cell) -> bool:
        """Whether a heading is a P with a subscript that says what was tested."""
        if not re.match(r"[pP]\s?[A-Za-z]", self.text(cell)):
            return False
        start = cell.pieces[0].start
        return any(m.kind == "sub" and 1 <= m.span.start - start <= 2 for m in self.article.marks)

    def _words_only(self, column: Column, body: list[int]) -> bool:
        found = [
            self.content(cell).shape
            for r in body
            if (cell := self.grid[r][column.index]) is not None
            and cell.pieces
            and cell.colspan == 1
        ]
        return bool(found) and found.count(shapes.OTHER) * 2 > len(found)

    def _drop_doubtful_sizes(self, columns: list[Column]) -> None:
        """A bare number in brackets is a size only when every group has one ("Drug (159)")."""
        groups = [c for c in columns if c.arm and c.typed.role in (heads.NONE, heads.VALUE)]
        if all(c.n is not None for c in groups):
            return
        for column in groups:
            if column.n is not None and not any(_N.search(self.view(k).text) for k in column.sizes):
                column.n = None

    @staticmethod
    def _own_estimates(columns: list[Column]) -> None:
        """An "Estimate" beside the ratio of the same group is a value of the group itself."""
        for column in columns:
            beside = [
                k for k in columns if k is not column and k.parts[:-1] == column.parts[:-1] != ()
            ]
            if _ESTIMATE.match(column.parts[-1] if column.parts else "") and any(
                k.typed.role == heads.EFFECT and not _ESTIMATE.match(k.parts[-1]) for k in beside
            ):
                column.typed = msgspec.structs.replace(column.typed, role=heads.NONE, kind="")

    @staticmethod
    def _disambiguate(columns: list[Column]) -> None:
        """Headings whose meaning their neighbours show: B beside A and C, No beside Yes."""
        names = {group_name(c.parts[-1]).lower() or c.parts[-1].lower() for c in columns if c.parts}
        words = {re.sub(r"\W.*", "", c.parts[-1]).lower() for c in columns if c.parts}
        for column in columns:
            if not column.parts:
                continue
            leaf = re.sub(r"\W.*", "", column.parts[-1]).lower()
            if (leaf == "b" and names & {"a", "c"}) or (leaf == "no" and "yes" in words):
                size = column.typed.n
                column.typed = Heading(n=size, total=False)
                column.named = column.parts[-1]

    def _times_as_arms(self, columns: list[Column]) -> None:
        """Before and after beside the P value that compares them are the two sides compared."""
        by_group: dict[str, list[Column]] = {}
        for column in columns:
            by_group.setdefault(column.group, []).append(column)
        for members in by_group.values():
            values = [c for c in members if c.typed.role in (heads.NONE, heads.VALUE)]
            if len(values) == len(members) or len(values) < 2:
                continue
            if all(c.time and not c.arm for c in values) and len({c.time for c in values}) > 1:
                for column in values:
                    column.arm, column.time = column.time.capitalize(), ""

    def _type(self, parts: tuple[str, ...]) -> Heading:
        """The type of a column: its lowest typed heading, completed by those above it."""
        typed = [heading(p) for p in parts]
        chosen = next((h for h in reversed(typed) if h.role != heads.NONE), None)
        joined = heading(" ".join(parts)) if len(parts) > 1 else (typed[0] if typed else Heading())
        out = chosen or Heading()
        changes: dict[str, object] = {}
        if out.role in (heads.INTERVAL, heads.VALUE, heads.NONE) and not out.kind:
            kind = next((h for h in reversed(typed) if h.kind), None)
            if kind and (out.role != heads.VALUE):
                changes["kind"] = kind.kind
        for field in ("analysis", "level", "n", "time"):
            value = next((getattr(h, field) for h in reversed(typed) if getattr(h, field)), "")
            changes[field] = value or getattr(joined, field)
        changes["adjusted"] = any(h.adjusted for h in typed) and not any(
            h.analysis in ("unadjusted", "univariable") for h in typed
        )
        for field in ("interval", "versus", "total", "ambiguous", "either", "vague"):
            changes[field] = any(getattr(h, field) for h in typed)
        if out.kind == "SMD" and words.NOT_SMD.search(" ".join(parts)):
            return Heading(role=heads.STATISTIC)
        if out.role == heads.P and not out.qualifier:
            changes["qualifier"] = joined.qualifier
        return msgspec.structs.replace(out, **changes)

    def _size(self, column: Column) -> Num | None:
        """The size of the group that a heading states, on its digits."""
        if column.typed.role in (heads.EFFECT, heads.P, heads.INTERVAL, heads.STATISTIC):
            return None
        for cell in reversed(column.sizes):
            view = self.view(cell)
            match = _N.search(view.text) or _BRACKET_N.search(view.text)
            if match:
                try:
                    text = normalise(re.sub(r"[,\s]", "", match.group(1)))
                except ValueError:
                    return None
                return Num(text, view.span(match.start(1), match.end(1)))
        return None

    def _retype(self, columns: list[Column], body: list[int]) -> None:
        """Let the cells decide where the headings leave a type open."""
        for column in columns:
            typed = column.typed
            tally: dict[str, int] = {}
            for r in body:
                cell = self.grid[r][column.index]
                if cell is not None and cell.pieces and cell.colspan < max(2, len(columns)):
                    shape = self.content(cell).shape
                    tally[shape] = tally.get(shape, 0) + 1
            full, bounds = tally.get(shapes.CI, 0), tally.get(shapes.RANGE, 0)
            others = sum(
                tally.get(s, 0)
                for s in (shapes.PLAIN, shapes.PAIR, shapes.SPREAD, shapes.COUNT_PERCENT)
            )
            spreads = tally.get(shapes.SPREAD, 0)
            whole = spreads + full + tally.get(shapes.COUNT_PERCENT, 0)
            if typed.role == heads.STATISTIC and whole * 2 > sum(tally.values()):
                column.typed = Heading(n=typed.n, time=typed.time)
            elif (
                typed.role == heads.SPREAD_COLUMN
                and typed.form.startswith("mean")
                and (spreads + tally.get(shapes.PAIR, 0)) * 2 > sum(tally.values())
            ):
                column.typed = msgspec.structs.replace(typed, role=heads.VALUE, value="mean")
            elif typed.role == heads.INTERVAL and full > bounds:
                role = heads.EFFECT if typed.kind or not column.arm else heads.VALUE
                column.typed = msgspec.structs.replace(
                    typed, role=role, form="" if role == heads.EFFECT else "value-ci"
                )
            elif (
                typed.role == heads.EFFECT
                and typed.kind in ("MD", "SMD")
                and not full
                and not typed.interval
                and tally.get(shapes.PONLY, 0) > others
            ):
                column.typed = msgspec.structs.replace(typed, role=heads.P)
