"""Sizes of groups that tables print: in their headings, in rows and columns of sizes, by sex.

What belongs here: every set of sizes that stands together (one value per group), with the names of
the groups as "parent > name". What does not: the other cells of a table (`typed_tables`), what the
text says of the same people (`participants`).

A result has one value per group, in the table's order; ``context.row`` is the head of a row of
sizes, ``context.header`` says where the set was read: heading, row, column or sex.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from src.utils.extraction import participants_table_words as words
from src.utils.extraction.participants_words import UNIT
from src.utils.extraction.table_headers import group_name
from src.utils.identity import Namer
from src.utils.records import Arm, Article, Cell, Context, Num, Result, Table, Value, View, cover


def sizes(article: Article) -> list[Result]:
    """Every set of sizes in the article's tables, in order."""
    namer = Namer("t")
    out: list[Result] = []
    for index, table in enumerate(article.tables):
        if table.image or table.studies or table.rows < 1 or table.columns < 2:
            continue
        out.extend(_Sizes(article, index, table, namer).read())
    return out


class _Sizes:
    """Reads the sizes of one table."""

    def __init__(self, article: Article, index: int, table: Table, namer: Namer):
        self.article, self.index, self.table, self.namer = article, index, table, namer
        self.grid = table.grid()
        self.views: dict[tuple[int, int], View] = {}

    def view(self, cell: Cell | None) -> View:
        """A cell's stretch of reading."""
        if cell is None:
            return View("", ())
        key = (cell.row, cell.column)
        if key not in self.views:
            self.views[key] = self.article.view(cell.pieces)
        return self.views[key]

    def text(self, cell: Cell | None) -> str:
        """A cell's words with single spaces."""
        return " ".join(self.view(cell).text.split())

    def read(self) -> Iterator[Result]:
        """Headings, then rows, then columns."""
        yield from self._headings()
        sexes: list[Result] = []
        for row in range(self.table.rows):
            head = self.text(self.grid[row][0])
            if row and head and len(head) <= words.LONGEST:
                if words.SEX_HEAD.search(head):
                    sexes.extend(self._sex(row, head))
                elif words.SIZE_HEAD.match(head):
                    yield from self._row(row, head)
        yield from self._both_sexes(sexes)
        yield from self._columns()

    def _both_sexes(self, found: list[Result]) -> list[Result]:
        """A row of men and a row of women as one set."""
        if len(found) != 2 or any(len(_sexes(r)) != 1 for r in found):
            return found
        first, second = found
        if _sexes(first) == _sexes(second) or len(first.values) != len(second.values):
            return found
        at = len(first.arms)
        later = [msgspec.structs.replace(v, arm=(v.arm or 0) + at) for v in second.values]
        return [
            msgspec.structs.replace(
                first,
                arms=first.arms + second.arms,
                values=(*first.values, *later),
                spans=first.spans + second.spans,
            )
        ]

    def _headings(self) -> Iterator[Result]:
        """Sizes marked "n = 31": those of one row of headings, or of one column of heads."""
        found: dict[tuple[str, int], list[tuple[Cell, Num]]] = defaultdict(list)
        for cell in self.table.cells:
            view = self.view(cell)
            if "=" not in view.text and ":" not in view.text and "(" not in view.text:
                continue
            if len(view.text) > 2 * words.LONGEST:
                continue
            match = words.SIZE.search(view.text)
            if match is None:
                continue
            name = "n" if match["n"] else "people"
            num = _num(view, match, name)
            key = ("column", 0) if cell.column == 0 and cell.row else ("row", cell.row)
            found[key].append((cell, num))
        for (where, _), members in found.items():
            named = [
                (self._above(c) if where == "row" else "", _bare_name(self.text(c)), c, n)
                for c, n in members
            ]
            yield self._result("heading", "", [(_path(p, g), n, c) for p, g, c, n in named])

    def _above(self, cell: Cell) -> str:
        """The headings over a cell that head fewer columns than the whole table."""
        parts: list[str] = []
        for r in range(cell.row):
            over = self.grid[r][cell.column]
            if over is None or over is cell or over.colspan >= self.table.columns - 1:
                continue
            said = _bare_name(self.text(over))
            if said and said not in parts and cell.row - r <= 4:
                parts.append(said)
        return " > ".join(parts)

    def _name(self, row: int, column: int) -> str:
        """The headings of a column above a row, from the top."""
        parts: list[str] = []
        limit = max(self.table.header_rows, 1)
        for r in range(min(row, limit + 1)):
            cell = self.grid[r][column]
            if cell is None or cell.colspan >= self.table.columns:
                continue
            said = _bare_name(self.text(cell))
            if r >= limit and words.FIGURES.search(said):
                continue
            if said and said not in parts and len(said) < 80:
                parts.append(said)
        return " > ".join(parts)

    def _row(self, row: int, head: str) -> Iterator[Result]:
        """A row of sizes: whole numbers only, at most with their percentages."""
        values: list[tuple[str, Num, Cell]] = []
        seen: set[int] = set()
        for c in range(1, self.table.columns):
            cell = self.grid[row][c]
            if cell is None or id(cell) in seen or not cell.pieces:
                continue
            seen.add(id(cell))
            view = self.view(cell)
            match = words.COUNT.match(view.text)
            if match and not words.P_COLUMN.match(self._name(row, c)):
                values.append((self._name(row, c), _num(view, match, "n"), cell))
            elif re.match(r"\s*\d", view.text) and not re.search(r"0?\.\d|NS", view.text):
                return  # a range, a spread: no row of sizes
        if values:
            yield self._result("row", self._section(row, head), values)

    def _section(self, row: int, head: str) -> str:
        """A row's head below the last title row over it."""
        for r in range(row - 1, 0, -1):
            first = self.grid[r][0]
            if (
                first is not None
                and self.text(first)
                and (
                    first.colspan >= self.table.columns - 1
                    or not any(self.text(c) for c in self.grid[r][1:] if c is not None)
                )
            ):
                return f"{self.text(first)[:90]} > {head}"
        return head

    def _sex(self, row: int, head: str) -> Iterator[Result]:
        """Men and women: in a row of their own, as "9/29", or as "9 male, 29 female"."""
        pair = words.SEX_PAIR.search(head)
        single = words.SEX_ROW.match(head)
        bare_share = "%" in head and not re.search(r"(?i)(?<![a-z])(?:n|no)\b|number", head)
        values: list[tuple[str, Num, Cell]] = []
        seen: set[int] = set()
        for c in range(1, self.table.columns):
            cell = self.grid[row][c]
            if cell is None or id(cell) in seen or not cell.pieces:
                continue
            seen.add(id(cell))
            view, name = self.view(cell), self._name(row, c)
            both = words.PAIR.match(view.text) if pair else None
            if pair and both:
                values += [
                    (_path(name, _sex_name(pair[k])), _num(view, both, k), cell) for k in "ab"
                ]
            elif pair:
                continue
            elif single:
                match = words.COUNT.match(view.text) or words.SHARE_FIRST.match(view.text)
                if match and not (bare_share and not match["share"]):
                    sex = _sex_name(single["sex"])
                    values.append((_path(name, sex), _num(view, match, "n"), cell))
            else:
                for match in words.NAMED.finditer(view.text):
                    k, sex = ("n", match["after"]) if match["n"] else ("m", match["before"])
                    values.append((_path(name, _sex_name(sex)), _num(view, match, k), cell))
        if values:
            yield self._result("sex", head, values)

    def _columns(self) -> Iterator[Result]:
        """A column headed "n": the sizes of the groups that head its rows, section by section."""
        for c in range(1, self.table.columns):
            head = next(
                (
                    cell
                    for r in range(min(self.table.rows - 1, max(self.table.header_rows, 1)))
                    if (cell := self.grid[r][c]) is not None
                    and cell.colspan == 1
                    and words.COLUMN_HEAD.match(self.text(cell))
                ),
                None,
            )
            if head is None:
                continue
            yield from self._column(c, head)

    def _column(self, column: int, head: Cell) -> Iterator[Result]:
        values: list[tuple[str, Num, Cell]] = []
        section = name = ""
        for r in range(head.row + 1, self.table.rows):
            line = self.grid[r]
            first, cell = line[0], line[column]
            if first is not None and first.colspan >= self.table.columns - 1:
                if values:
                    yield self._result("column", section, values)
                values, section = [], self.text(first)
                continue
            name = self.text(first) or name
            view = self.view(cell)
            match = words.COUNT.match(view.text) if cell is not None else None
            if match and cell is not None and all(name != n for n, _, _ in values):
                values.append((name, _num(view, match, "n"), cell))
        if values and len(values) <= words.MOST_ROWS:
            yield self._result("column", section, values)

    def _result(self, where: str, row: str, values: list[tuple[str, Num, Cell]]) -> Result:
        first = values[0][2]
        label = self.table.label
        spans = tuple(dict.fromkeys(p for _, _, cell in values for p in cell.pieces[:1]))
        return Result(
            id=self.namer.name(label, where, row, [(n, v.text) for n, v, _ in values]),
            place="table",
            spans=spans,
            label=label,
            arms=tuple(Arm(n, span=cover(c.pieces)) for n, _, c in values),
            values=tuple(Value((v,), "count", i, v.span) for i, (_, v, _) in enumerate(values)),
            unit=UNIT,
            context=Context(row=row, header=where),
            table=self.index,
            row=first.row,
            column=first.column,
        )


def _num(view: View, match: re.Match[str], name: str) -> Num:
    return Num(str(int(match[name].replace(",", ""))), view.span(*match.span(name)))


def _bare_name(text: str) -> str:
    """A heading without its size and statistic; a group called only "Trial group" keeps that."""
    name = group_name(text)
    if name:
        return name
    return words.SIZE_CUT.sub(" ", text).strip(" ,;:*")


def _path(parent: str, name: str) -> str:
    return " > ".join(p for p in (parent, name) if p)


def _sexes(result: Result) -> set[str]:
    return {a.name.rpartition(" > ")[2] for a in result.arms}


def _sex_name(word: str) -> str:
    return "women" if word.lower()[:1] in "fwg" else "men"
