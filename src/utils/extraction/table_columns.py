"""Columns of a table: their path of headings, their type, the group or comparison they belong to.

Belongs here: types of columns, names and sizes of groups. Does not: which rows are headings
(`table_layout`), what one heading says (`table_headers`).
"""

from __future__ import annotations

import re

import msgspec

from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction.table_grid import Cells
from src.utils.extraction.table_headers import Heading, group_name, heading
from src.utils.printed import normalise
from src.utils.records import Cell, Num

_N = re.compile(r"(?<![A-Za-z])[nN]\s*[=:]\s*(\d{1,3}(?:[,\s]\d{3})+|\d+)(?!\d|,\s\d{3}\b)")
_BRACKET_N = re.compile(
    r"\(\s*(?:total\s*)?(?!(?:19|20)\d\d\s*\))(\d{1,3}(?:,\d{3})+|\d{2,6})\s*\)\s*\Z"
)
_STATISTIC_ONLY = re.compile(
    r"(?i)\A[\s(\[]*(?:n|no\.?|%|number|mean|median|sd|se|sem|iqr|range|m|value|score"
    r"|count|events?|"
    r"cases?|(?:no\.?|number)\s+of\s+(?:patients|subjects|participants|events)|95% ci"
    r"|ci)[\s)\],.%(±/]*\Z"
)


class Column(msgspec.Struct):
    """A column below one head: its path of headings, its type, and where it belongs.

    ``arm`` is the name of the group of patients ("" when the column is no group's), ``group`` the
    comparison, analysis or outcome that several columns share.
    """

    index: int
    parts: tuple[str, ...]
    cells: tuple[Cell, ...]
    typed: Heading
    arm: str = ""
    group: str = ""
    time: str = ""
    n: Num | None = None
    covers: frozenset[int] = frozenset()
    sizes: tuple[Cell, ...] = ()  # headings that may state the size of the group
    named: str = ""  # a heading that is a name though it looks like a statistic
    side: bool = False  # heads of the rows of a table printed beside the first

    @property
    def path(self) -> str:
        """The headings over the column, from the top."""
        return " > ".join(self.parts)


class Columns(Cells):
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
            columns.append(Column(c, parts, tuple(cells), self._type(parts)))
        self._disambiguate(columns)
        self._group(columns)
        self._times_as_arms(columns)
        self._retype(columns, body)
        self._drop_doubtful_sizes(columns)
        own = self.text(self.grid[head_rows[-1]][0]) if head_rows else ""
        for column in columns:
            column.n = self._size(column)
            column.side = bool(
                own and column.parts and column.parts[-1] == own and self._words_only(column, body)
            )
        return columns

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
        for field in ("interval", "versus", "total", "ambiguous"):
            changes[field] = any(getattr(h, field) for h in typed)
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

    def _group(self, columns: list[Column]) -> None:
        """Tell names of groups of patients from labels of comparisons, outcomes and times."""
        spans: dict[int, list[Column]] = {}
        for column in columns:
            for cell in column.cells:
                spans.setdefault(id(cell), []).append(column)
        result_roles = (heads.EFFECT, heads.P, heads.INTERVAL)
        labels: dict[int, str] = {}
        for key, inside in spans.items():
            cell = next(c for c in inside[0].cells if id(c) == key)
            text = self.text(cell)
            name = group_name(text)
            leaf = all(k.cells[-1] is cell for k in inside)
            if len(inside) == 1:
                labels[key] = "own"
            elif len(inside) == len(columns) and len(columns) > 1:
                labels[key] = "all"
            elif any(k.typed.role in result_roles for k in inside):
                values = [k for k in inside if k.typed.role not in (*result_roles, heads.STATISTIC)]
                own_n = bool(_N.search(text))
                labels[key] = "arm" if own_n and not values else "group"
            elif leaf:
                labels[key] = "arm"
            else:
                labels[key] = self._arm_or_group(cell, inside, name)
        # One heading over some columns, without a sibling, names them all: "Treatment group".
        spanning = [
            next(c for c in spans[k][0].cells if id(c) == k)
            for k, what in labels.items() if what == "arm" and len(spans[k]) > 1
        ]  # fmt: skip
        for cell in spanning:
            inside = spans[id(cell)]
            alone = sum(1 for c in spanning if c.row == cell.row) == 1
            if (
                alone
                and not heading(self.text(cell)).n
                and all(
                    k.cells[-1] is not cell and group_name(self.text(k.cells[-1])) for k in inside
                )
            ):
                labels[id(cell)] = "all"
        for column in columns:
            arm, group, time = [], [], ""
            for cell in column.cells:
                text = self.text(cell)
                what = labels[id(cell)]
                typed = heading(text)
                name = group_name(text)
                if what == "all" or not name:
                    continue
                if what == "group":
                    group.append(name)
                    time = time or typed.time
                elif what == "own" and column.typed.role in (*result_roles, heads.STATISTIC):
                    continue
                elif typed.time:
                    time = typed.time
                    rest = re.sub(re.escape(typed.time), " ", name, flags=re.I).strip(" ,;:()-")
                    if len(re.sub(r"(?i)\b(?:at|the|of|in|values?|scores?|n)\b|\W", "", rest)) > 1:
                        arm.append(" ".join(rest.split()))
                elif not _STATISTIC_ONLY.match(name) and re.search(r"\w", name):
                    arm.append(name)
            column.sizes = tuple(c for c in column.cells if labels[id(c)] in ("own", "arm"))
            if column.named and not arm:
                arm = [_N.sub("", column.named).strip(" ()") or column.named]
            column.arm = " ".join(dict.fromkeys(arm))
            column.group = " > ".join(group)
            column.time = time
            column.covers = frozenset(
                k.index for cell in column.cells if labels[id(cell)] in ("group", "arm")
                for k in spans[id(cell)]
            )  # fmt: skip

    def _arm_or_group(self, cell: Cell, inside: list[Column], name: str) -> str:
        """A heading over columns of values: a group of patients, or what the columns share?"""
        text = self.text(cell)
        below = []
        for k in inside:
            at = next(i for i, c in enumerate(k.cells) if c is cell)
            below.append(" ".join(self.text(c) for c in k.cells[at + 1 :]))
        names = [group_name(t) for t in below]
        if not name:
            return "group"
        if heading(text).n:
            return "arm"
        if all(not n or _STATISTIC_ONLY.match(n) for n in names):
            return "arm"
        if all(heading(t).time for t in below):
            return "arm"
        if heading(text).time or any(heading(t).n for t in below):
            return "group"
        return "arm"

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
            if typed.role == heads.INTERVAL and full > bounds:
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
