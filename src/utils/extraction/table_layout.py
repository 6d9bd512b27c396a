"""A table's columns and rows with their meaning: headings, stubs, groups of columns, sections.

Belongs here: which rows are headings (also repeated in the middle), which columns hold row heads,
the path of headings over each column, which columns belong to one comparison, the sections rows
stand under. Does not: numbers (`table_cells`), results (`typed_tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction.table_cells import Content
from src.utils.extraction.table_headers import Heading, group_name, heading, looks_like_heading
from src.utils.printed import normalise
from src.utils.records import Article, Cell, Num, Table, View

_DATA = frozenset(
    {shapes.CI, shapes.SPREAD, shapes.COUNT_PERCENT, shapes.PERCENT_COUNT, shapes.FRACTION,
     shapes.PAIR, shapes.PONLY, shapes.PERCENT, shapes.RANGE, shapes.PLAIN, shapes.BRACKETED}
)  # fmt: skip
_N = re.compile(r"(?<![A-Za-z])[nN]\s*[=:]\s*(\d{1,3}(?:[,\s]\d{3})+|\d+)(?!\d|,\s\d{3}\b)")
_BRACKET_N = re.compile(
    r"\(\s*(?:total\s*)?((?!(?:19|20)\d\d\b)\d{1,3}(?:,\d{3})+|\d{2,6})\s*\)\s*\Z"
)
_SIZE_ROW = re.compile(
    r"(?i)\A(?:n|no\.?|number|total(?: n| number)?|(?:n|no\.?|number|total)\s*(?:of|\()?\s*(?:randomi[sz]ed\s*)?"
    r"(?:patients|participants|subjects|women|men|children|pts|randomi[sz]ed|analy[sz]ed|individuals|evaluable)[a-z ,]*)\)?\Z"
)
_FIGURES = re.compile(r"\d\.\d|\d\s*\(|\d\s*%|±|\A[<>=]?\s?\.?\d+\Z")
#: A class of ages, scores ... as a heading: "6-11", "≥ 65".
_CLASS = re.compile(r"\d{1,3}\s?-\s?\d{1,3}\Z|[<>≤≥]\s?\d{1,3}\Z")
_LETTER = re.compile(r"[A-Za-z]")
_DECIMAL = re.compile(r"\d[.,]\d")


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
        return " > ".join(self.parts)


class Row(msgspec.Struct):
    """A row of the body: its heads, the sections it stands under, its cells by column."""

    index: int
    head: str
    heads: tuple[str, ...]
    sections: tuple[str, ...]
    cells: dict[int, Cell]
    typed: Heading
    indent: int = 0


class Segment(msgspec.Struct):
    """Rows that share one head."""

    columns: list[Column]
    rows: list[Row]
    stub: int


class Sheet:
    """A table read as far as its layout goes."""

    def __init__(self, article: Article, table: Table, before: Sheet | None = None):
        self.article = article
        self.table = table
        self.grid = table.grid()
        self._texts: dict[int, str] = {}
        self._contents: dict[int, Content] = {}
        self._kept: list[Cell] = []  # keeps made-up cells alive: contents are known by identity
        everything = " ".join(self.text(c) for c in table.cells)
        self.comma = len(re.findall(r"\d,\d{1,2}(?!\d)|(?<!\d)0,\d", everything)) > 3 * len(
            re.findall(r"\d\.\d", everything)
        )
        self.caption = " ".join(article.view(table.caption).text.split())
        self.notes = " ".join(" ".join(article.view(n).text.split()) for n in table.footnotes)
        self.heads = self._head_rows()
        self.segments: list[Segment] = []
        inherited = before if before and self.heads == 0 and self._same_form(before) else None
        self._read(inherited)

    # ------------------------------------------------------------------ cells

    def text(self, cell: Cell | None) -> str:
        """The words of a cell, white space folded."""
        if cell is None or not cell.pieces:
            return ""
        known = self._texts.get(id(cell))
        if known is None:
            known = " ".join(self.article.view(cell.pieces).text.split())
            self._texts[id(cell)] = known
        return known

    def content(self, *cells: Cell) -> Content:
        """What a cell, or a cell with its continuation, holds."""
        if len(cells) > 1:
            pieces = tuple(p for c in cells for p in c.pieces)
            return shapes.read(self.article.view(pieces), self.comma)
        known = self._contents.get(id(cells[0]))
        if known is None:
            known = shapes.read(self.article.view(cells[0].pieces), self.comma)
            self._contents[id(cells[0])] = known
        return known

    def view(self, cell: Cell) -> View:
        return self.article.view(cell.pieces)

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

    def distinct(self, row: int, first: int = 0) -> list[Cell]:
        """The cells of a row from a column on, each once, also those that reach in from above."""
        out: list[Cell] = []
        for cell in self.grid[row][first:]:
            if cell is not None and (not out or out[-1] is not cell):
                out.append(cell)
        return out

    # ------------------------------------------------------------------ heads

    def _is_data(self, row: int) -> bool:
        """Whether a row holds data: cells with numbers that no heading has."""
        count = 0
        for cell in self.distinct(row, 1):
            if cell.row != row or not cell.pieces:
                continue
            content = self.content(cell)
            if content.shape in _DATA and not looks_like_heading(self.text(cell)):
                plain = content.shape in (shapes.PLAIN, shapes.RANGE)
                text = self.text(cell)
                if plain and not _DECIMAL.search(text) and len(text) < 5:
                    count += 1 if self.text(self.grid[row][0]) else 0
                elif not (plain and heads.heading(text).time):
                    count += 2
        return count >= 2

    def _head_rows(self) -> int:
        table = self.table
        count = 0
        while count < min(table.header_rows, table.rows) and not (
            self._is_data(count) and not self._sizes_only(count)
        ):
            count += 1
        if count < table.header_rows:
            return count
        # The mark-up often ends the head too early.
        row = count
        while row < min(table.rows - 1, count + 6):
            cells = [c for c in self.distinct(row) if self.text(c)]
            if not cells or all(self._separator(c) for c in cells):
                row += 1
                continue
            if not self._heading_row(row, first=True):
                break
            row += 1
            count = row
        return count

    def _sizes_only(self, row: int) -> bool:
        cells = [self.text(c) for c in self.distinct(row, 1) if self.text(c)]
        return bool(cells) and all(
            _N.search(t) or looks_like_heading(t) or not re.search(r"\d", t)
            or heading(t).role in (heads.P, heads.EFFECT) or heading(t).time or re.fullmatch(r"[≤≥<>]?\s?\d{1,2}(?:\s?-\s?\d{1,2})?", t)
            for t in cells
        )  # fmt: skip

    def _only_size(self, row: int) -> bool:
        cells = [self.text(c) for c in self.distinct(row, 1) if self.text(c)]
        return bool(cells) and all(_N.search(t) and not group_name(t).strip("^ ") for t in cells)

    def _separator(self, cell: Cell) -> bool:
        return not self.text(cell)

    def _heading_row(self, row: int, first: bool = False) -> bool:
        """Whether a row below the head is a further heading row."""
        cells = [c for c in self.distinct(row, 1) if c.row == row and self.text(c)]
        own = self.grid[row][0]
        if not cells or (own is not None and own.colspan >= self.table.columns):
            return False
        if any(c is own for c in cells):
            return False
        texts = [self.text(c) for c in cells]
        if not all(looks_like_heading(t) or self._wordy(t) for t in texts):
            return False
        stub = self.text(own) if own is not None and own.row == row else ""
        good = [t for t in texts if looks_like_heading(t)]
        typed = [t for t in good if heading(t).role != heads.NONE or _N.search(t)]
        if len(good) == len(texts) and typed:
            return len(texts) > 1 or not stub or heading(texts[0]).role in (heads.EFFECT, heads.P)
        if first and not stub and len(set(texts)) > 1:
            # Names of groups under a title row: words only, and no row head.
            return (
                len(texts) >= 2
                and any(_LETTER.search(t) for t in texts)
                and all(self._wordy(t) and (_LETTER.search(t) or _CLASS.match(t)) for t in texts)
            )
        return len(typed) >= 2 and len(typed) * 3 >= len(texts) * 2

    @staticmethod
    def _wordy(text: str) -> bool:
        return (
            len(text) < 90
            and not _FIGURES.search(text)
            and (
                text.lower() not in ("yes", "no", "ns", "na", "n/a", "nd", "ref", "reference", "-")
            )
        )

    def _same_form(self, before: Sheet) -> bool:
        return (
            before.table.label == self.table.label
            and before.table.columns == self.table.columns
            and bool(before.segments)
        )

    # ------------------------------------------------------------------ columns

    def _read(self, before: Sheet | None) -> None:
        head_rows = [r for r in range(self.heads) if any(self.text(c) for c in self.distinct(r))]
        body = list(range(self.heads, self.table.rows))
        stub = self._stub(body)
        if before:
            columns = before.segments[-1].columns
            stub = before.segments[-1].stub
        else:
            columns = self._columns(head_rows, stub, body)
        start = self.heads
        current = head_rows
        rows: list[int] = []
        until = -1
        at = start
        while at < self.table.rows:
            if at > start and self._heading_row(at) and not self._is_data(at):
                block = [at]
                while (
                    at + 1 < self.table.rows
                    and self._heading_row(at + 1)
                    and not self._is_data(at + 1)
                ):
                    at += 1
                    block.append(at)
                if self._same_heading(block, current):
                    at += 1
                    continue
                if rows:
                    self.segments.append(self._segment(columns, rows, stub))
                    rows = []
                if all(self._only_size(r) for r in block):
                    # Sizes of the groups for the rows up to the next section, no new heads.
                    columns = self._columns(current + block, stub, body)
                    until = self._next_section(at + 1)
                else:
                    keep = current[: -len(block)] if len(current) > len(block) else []
                    if current and self._refines(current[-1], block[0]):
                        keep = current
                    current = keep + block
                    columns = self._columns(current, stub, body)
            else:
                if at == until:
                    self.segments.append(self._segment(columns, rows, stub))
                    rows, until = [], -1
                    columns = self._columns(current, stub, body)
                rows.append(at)
            at += 1
        if rows:
            self.segments.append(self._segment(columns, rows, stub))

    def _segment(self, columns: list[Column], rows: list[int], stub: int) -> Segment:
        out: list[Row] = []
        sides = [c.index for c in columns if c.side]
        for row in rows_of(self, rows, stub, columns):
            for line in self.stacked(row):
                out.extend(self._side_by_side(line, sides) if sides else [line])
        return Segment(columns, out, stub)

    def _side_by_side(self, row: Row, sides: list[int]) -> list[Row]:
        """A row of tables printed side by side, as one row for each of them."""
        edges = [0, *sides, self.table.columns]
        out = []
        for k, (low, high) in enumerate(zip(edges, edges[1:], strict=False)):
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

    def _refines(self, above: int, row: int) -> bool:
        """Whether headings of a row divide those of a row above it."""
        for cell in self.distinct(above, 1):
            if 1 < cell.colspan < self.table.columns - 1 and self.text(cell):
                inner = {
                    id(self.grid[row][c])
                    for c in range(cell.column, min(cell.column + cell.colspan, self.table.columns))
                }
                if len(inner) > 1:
                    return True
        return False

    def _next_section(self, row: int) -> int:
        """The first row without data after rows with data, from ``row`` on."""
        seen = False
        for r in range(row, self.table.rows):
            filled = any(self.text(c) for c in self.distinct(r, 1))
            if seen and not filled and self.text(self.grid[r][0]):
                return r
            seen = seen or filled
        return -1

    def _same_heading(self, block: list[int], current: list[int]) -> bool:
        tail = current[-len(block) :]
        return len(tail) == len(block) and all(
            [self.text(c) for c in self.distinct(a, 1)]
            == [self.text(c) for c in self.distinct(b, 1)]
            for a, b in zip(block, tail, strict=True)
        )

    def _stub(self, body: list[int]) -> int:
        """How many leading columns hold heads of rows."""
        width = 1
        while width < min(4, self.table.columns - 1):
            words = numbers = 0
            for r in body:
                cell = self.grid[r][width]
                if cell is None or not cell.pieces or cell.column != width:
                    continue
                content = self.content(cell)
                if content.shape == shapes.OTHER and self._mostly_letters(self.text(cell)):
                    words += 1
                elif content.shape not in (shapes.EMPTY, shapes.MISSING, shapes.REFERENCE):
                    numbers += 1
            if words <= 2 * numbers:
                break
            width += 1
        return width

    @staticmethod
    def _mostly_letters(text: str) -> bool:
        return sum(c.isalpha() for c in text) > 2 * sum(c.isdigit() for c in text)

    def _columns(self, head_rows: list[int], stub: int, body: list[int]) -> list[Column]:
        columns = []
        data = range(stub, self.table.columns)
        for c in data:
            cells: list[Cell] = []
            for r in head_rows:
                cell = self.grid[r][c]
                if cell is not None and self.text(cell) and all(cell is not k for k in cells):
                    if not (cell.column == 0 and cell.colspan >= self.table.columns):
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
        return msgspec.structs.replace(out, **changes)  # type: ignore[arg-type]

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

    # ------------------------------------------------------------------ groups of columns

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
        # One heading over some of the columns, without a sibling, names them all: "Treatment group".
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
            ):
                if tally.get(shapes.PONLY, 0) > others:
                    column.typed = msgspec.structs.replace(typed, role=heads.P)


_STATISTIC_ONLY = re.compile(
    r"(?i)\A[\s(\[]*(?:n|no\.?|%|number|mean|median|sd|se|sem|iqr|range|m|value|score|count|events?|"
    r"cases?|(?:no\.?|number)\s+of\s+(?:patients|subjects|participants|events)|95% ci|ci)[\s)\],.%(±/]*\Z"
)


def rows_of(sheet: Sheet, indices: list[int], stub: int, columns: list[Column]) -> Iterator[Row]:
    """The rows of data with the sections they stand under."""
    sections: list[tuple[int, str]] = []
    since_section = True
    above = ""
    indented = any(_indent(sheet, r) for r in indices)
    for position, r in enumerate(indices):
        line = sheet.grid[r]
        own = line[0]
        heads_ = []
        for c in range(stub):
            cell = line[c]
            if cell is not None and sheet.text(cell) and (not heads_ or heads_[-1] is not cell):
                heads_.append(cell)
        texts = tuple(sheet.text(c) for c in heads_)
        if stub > 1:
            if own is not None and sheet.text(own):
                above = sheet.text(own) if own.colspan < 2 else ""
            elif texts and above:
                texts = (above, *texts)
        cells = {
            k.index: line[k.index]
            for k in columns
            if line[k.index] is not None and line[k.index].pieces  # type: ignore[union-attr]
            and (own is None or line[k.index] is not own)
        }  # fmt: skip
        if not texts and not cells:
            if since_section and sections and position:
                sections.clear()
            continue
        indent = _indent(sheet, r)
        if (
            not cells
            or all(_is_title(sheet, c) for c in cells.values())
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
            continue
        if indented:
            while sections and (
                sections[-1][0] > indent
                or (sections[-1][0] == indent and _left(sheet, indices, sections, indent))
            ):
                sections.pop()
        head = texts[-1] if texts else ""
        yield Row(
            r,
            head,
            texts,
            tuple(t for _, t in sections),
            cells,  # type: ignore[arg-type]
            heading(head, True),
            indent,
        )
        since_section = True
        following = indices[position + 1] if position + 1 < len(indices) else None
        if indented and following is not None and _indent(sheet, following) > indent and head:
            sections.append((indent, head))
            del sections[:-3]


def _left(sheet: Sheet, indices: list[int], sections: list[tuple[int, str]], indent: int) -> bool:
    """Whether the members of the last section were indented, so that this row is none of them."""
    title = sections[-1][1]
    for position, r in enumerate(indices[:-1]):
        own = sheet.grid[r][0]
        if own is not None and sheet.text(own) == title:
            return _indent(sheet, indices[position + 1]) > indent
    return False


def _indent(sheet: Sheet, row: int) -> int:
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


def _is_title(sheet: Sheet, cell: Cell) -> bool:
    return cell.colspan > 1 and cell.colspan >= sheet.table.columns - 2


def _numbers(sheet: Sheet, cells: object) -> bool:
    return any(
        sheet.content(c).shape not in (shapes.OTHER, shapes.EMPTY, shapes.MISSING)
        for c in cells  # type: ignore[attr-defined]
    )


def is_size_row(row: Row) -> bool:
    """Whether a row states the sizes of the groups."""
    return bool(_SIZE_ROW.match(row.head.strip(" :,*")))
