"""SH: the shape of tables: headings, shifted rows, rows that go on elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from src.utils import terms
from src.utils.checks.registry import agrees, check, differs
from src.utils.records import Article, Cell, Dossier, Evidence, Finding, Span, StudyRow, Table

_PAGE_BREAK = re.compile(r"\n[ \t\r]*\n")
_UNIT = r"(?:months?|years?|weeks?|days?|hours?)\b"
_TIME = re.compile(rf"\d\s*{_UNIT}|\bnot\s+(?:yet\s+)?reached\b", re.IGNORECASE)
_PERCENT = re.compile(r"\d\s*%(?!\s*-?\s*(?:CI\b|confidence|credible))", re.IGNORECASE)


def name_of(table: Table) -> str:
    """A table's label, or words for it."""
    return table.label or "the table"


def cell_evidence(role: str, span: Span, table: Table) -> Evidence:
    """A place in a table as evidence."""
    return Evidence(role, span, "table", table.label)


@check("SH01", "heading-without-cell")
def heading_without_cell(row: StudyRow, dossier: Dossier) -> Iterator[Finding]:
    """A study's own headings announce an endpoint, and no cell stands under it.

    Compares
    --------
    The headings in a study's rows with the cells under them. Columns that the whole table shares
    may be empty for a study and are not meant.

    Why it matters
    --------------
    The result was meant to be there; the text may refer to it.

    Known limits
    ------------
    Where values stand shifted against their headings, which one lacks its cell is told by the
    kinds of the values; with several of one kind the last heading is taken.

    Source
    ------
    The article's own table.
    """
    table = dossier.article.tables[row.table]
    own = [k for k, (_, _, span) in enumerate(row.endpoints) if span in row.span]
    if not own:
        return
    empty = [k for k in own if k in row.empty]
    for k in empty:
        endpoint, criterion, span = row.endpoints[k]
        name = " ".join(dossier.article.view((span,)).text.split())
        yield differs(
            "note",
            f"{name_of(table)} announces {name!r} for {row.name or 'a study'}, and no cell stands "
            f"under it.",
            evidence=(cell_evidence("heading", span, table),),
            endpoint=endpoint,
            computed={"endpoint": endpoint, "criterion": criterion},
        )
    if not empty:
        yield agrees(
            f"All {len(own)} headings of {row.name or 'the study'} have a cell.",
            evidence=tuple(cell_evidence("heading", row.endpoints[k][2], table) for k in own),
        )


@check("SH02", "values-shifted-against-headings")
def values_shifted(table: Table, dossier: Dossier) -> Iterator[Finding]:
    """A row of values stands one or more cells beside the headings it belongs to.

    Compares
    --------
    In flattened tables, the cell in which a value is printed with the cell of the heading that it
    was found to belong to: one note for the shift that most rows share, one for every row that
    is shifted otherwise. In other tables, the kinds of a row's values (months, percentages) with
    the kinds that its columns announce.

    Why it matters
    --------------
    Read by position, every value stands under the wrong endpoint.

    Known limits
    ------------
    Values of one kind under headings of one kind show no shift.

    Source
    ------
    The article's own table.
    """
    if table.flattened:
        yield from _flattened(table, dossier.article)
    elif not table.image:
        yield from _misplaced(table, dossier.article)


def _flattened(table: Table, article: Article) -> Iterator[Finding]:
    shifts: dict[int, tuple[int, Cell]] = {}
    for cell in table.cells:
        if not cell.pieces or cell.header or cell.row in shifts or cell.row < table.header_rows:
            continue
        start = cell.pieces[0].start
        line = article.text.rfind("\n", 0, start) + 1
        shifts[cell.row] = (article.text.count("\t", line, start) - cell.column, cell)
    moved = {r: (s, c) for r, (s, c) in shifts.items() if s}
    if not shifts:
        return
    yield from _begins_elsewhere(table, article)
    if not moved:
        first = next(iter(shifts.values()))[1]
        yield agrees(
            f"The values of {name_of(table)} stand under their headings.",
            evidence=(cell_evidence("value", first.pieces[0], table),),
        )
        return
    usual, count = Counter(s for s, _ in moved.values()).most_common(1)[0]
    cells = [c for s, c in moved.values() if s == usual]
    if count > 1:
        yield differs(
            "note",
            f"In {count} rows of {name_of(table)} the values stand {_cells(usual)} of their "
            f"headings.",
            evidence=tuple(cell_evidence("value", c.pieces[0], table) for c in cells),
            computed={"shift": str(usual), "rows": str(count)},
        )
    for shift, cell in moved.values():
        if shift == usual and count > 1:
            continue
        yield differs(
            "note",
            f"In {name_of(table)} the row that begins {_begin(cell, article)!r} stands "
            f"{_cells(shift)} of its headings"
            + (f", other rows {_cells(usual)}." if count > 1 else "."),
            evidence=(cell_evidence("value", cell.pieces[0], table),),
            computed={"shift": str(shift)},
        )


def _begins_elsewhere(table: Table, article: Article) -> Iterator[Finding]:
    """Rows whose cells carry their own headings and begin in another cell than their like."""
    begins: dict[int, tuple[int, Cell]] = {}
    for cell in table.cells:
        if cell.pieces and cell.row >= table.header_rows and cell.row not in begins:
            begins[cell.row] = (cell.column, cell)
    own = {
        r: (c, cell)
        for r, (c, cell) in begins.items()
        if _own_heading(article.view(cell.pieces).text)
    }
    if len(own) < 2:
        return
    usual = max({c for c, _ in own.values()}, key=lambda c: (_count(own, c), -abs(c - 1)))
    for column, cell in own.values():
        if column != usual:
            yield differs(
                "note",
                f"In {name_of(table)} the row that begins {_begin(cell, article)!r} stands "
                f"{_cells(column - usual)} of where its like begin.",
                evidence=(cell_evidence("value", cell.pieces[0], table),),
                computed={"shift": str(column - usual)},
            )


def _count(own: dict[int, tuple[int, Cell]], column: int) -> int:
    return sum(c == column for c, _ in own.values())


def _own_heading(text: str) -> bool:
    """Whether a cell opens with its endpoint and goes on with a value."""
    found = terms.endpoints_in(text)
    return bool(found) and not text[: found[0][1]].strip() and bool(_kind(text))


def _cells(shift: int) -> str:
    side = "to the right" if shift > 0 else "to the left"
    return f"{'one cell' if abs(shift) == 1 else f'{abs(shift)} cells'} {side}"


def _begin(cell: Cell, article: Article) -> str:
    return " ".join(article.view(cell.pieces).text.split())[:30]


def _kind(text: str) -> str:
    if _TIME.search(text):
        return "time"
    return "percent" if _PERCENT.search(text) else ""


def _announced(text: str) -> str:
    found = terms.endpoints_in(text)
    if not found or re.search(r"\d\s*-?\s*(?:year|month)|rate|%", text, re.I):
        return ""
    return {"time": "time", "response": "percent"}.get(found[0][0].family, "")


def _misplaced(table: Table, article: Article) -> Iterator[Finding]:
    """Rows of a proper table whose values fit their columns only when moved by one cell."""
    grid = table.grid()
    heads = []
    for c in range(table.columns):
        words = " ".join(
            article.view(grid[r][c].pieces).text  # type: ignore[union-attr]
            for r in range(min(table.header_rows, table.rows))
            if grid[r][c]
        )
        heads.append(_announced(words))
    if sum(bool(h) for h in heads) < 2 or len(set(heads) - {""}) < 2:
        return
    seen = False
    for row in grid[table.header_rows :]:
        kinds = [_kind(article.view(c.pieces).text) if c and c.pieces else "" for c in row]
        wrong = [c for c, k in enumerate(kinds) if k and heads[c] and k != heads[c]]
        if not wrong:
            seen = seen or any(k and heads[c] for c, k in enumerate(kinds))
            continue
        for shift in (1, -1):
            moved = [(c, k) for c, k in enumerate(kinds) if k]
            if all(0 <= c - shift < len(heads) and heads[c - shift] == k for c, k in moved):
                cell = row[wrong[0]]
                if cell is None:
                    continue
                yield differs(
                    "note",
                    f"In {name_of(table)} the row with {_begin(cell, article)!r} fits its headings "
                    f"only when it is moved; it stands {_cells(shift)} of them.",
                    evidence=(cell_evidence("value", cell.pieces[0], table),),
                    computed={"shift": str(shift)},
                )
                break
    if seen:
        yield agrees(
            f"The kinds of values in {name_of(table)} are those that its headings announce.",
            evidence=(cell_evidence("table", table.span, table),),
        )


@check("SH03", "row-continued-outside-table")
def row_continued_outside(table: Table, dossier: Dossier) -> Iterator[Finding]:
    """A cell begins in the table and ends outside it, after a page break.

    Compares
    --------
    The pieces of each cell: an empty line between two of them is a break.

    Why it matters
    --------------
    Whoever reads the table by its lines loses the end of the row, often estimate and P value.

    Known limits
    ------------
    A fragment that lost its beginning as well cannot be told from a sentence.

    Source
    ------
    The article's own table.
    """
    if dossier.article.format != "markdown":
        return  # in other formats the pieces of a cell are its lines
    for cell in table.cells:
        for a, b in zip(cell.pieces, cell.pieces[1:], strict=False):
            if _PAGE_BREAK.search(dossier.article.text, a.end, b.start):
                yield differs(
                    "note",
                    f"A cell of {name_of(table)} ends in {_tail(dossier, a)!r} and goes on outside "
                    f"the table with {_head(dossier, b)!r}.",
                    evidence=(cell_evidence("cell", a, table), cell_evidence("rest", b, table)),
                )


def _tail(dossier: Dossier, span: Span) -> str:
    return " ".join(dossier.article.view((span,)).text.split())[-24:]


def _head(dossier: Dossier, span: Span) -> str:
    return " ".join(dossier.article.view((span,)).text.split())[:24]
