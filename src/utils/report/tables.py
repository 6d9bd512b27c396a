"""The article's tables as tables, whatever they were made from.

Belongs here: the grid with its headings, caption, footnotes, and what the reader restored.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from src.utils.records import Article, Cell, Table
from src.utils.report.prose import Painter


def tables(article: Article, paint: Painter) -> Markup:
    """All tables as tables, each with caption, footnotes and what the reader restored."""
    names = labels(article)
    return Markup("\n").join(_table(k, names[k], t, paint) for k, t in enumerate(article.tables))


def labels(article: Article) -> list[str]:
    """The tables' labels; parts of one table that share a label are told apart."""
    given = [t.label or f"Table {k}" for k, t in enumerate(article.tables, 1)]
    return [
        f"{name}, part {given[: k + 1].count(name)}" if given.count(name) > 1 else name
        for k, name in enumerate(given)
    ]


def _table(index: int, label: str, table: Table, paint: Painter) -> Markup:
    caption = paint.html(table.caption) or escape(label)
    rows = Markup("\n").join(
        Markup("<tr>{}</tr>").format(Markup("").join(_cells(cells, r, table, paint)))
        for r, cells in enumerate(table.grid())
    )
    notes = Markup("").join(
        Markup('<p class="footnote">{}</p>').format(paint.html(f)) for f in table.footnotes
    )
    repairs = Markup("").join(Markup("<li>{}</li>").format(r) for r in table.repairs)
    if repairs:
        repairs = Markup(
            '<details class="repairs"><summary>How this table was put together</summary>'
            "<ul>{}</ul></details>"
        ).format(repairs)
    if table.image:
        rows = Markup("<tr><td>The source holds this table as a picture only.</td></tr>")
    return Markup(
        '<section class="table" id="t-{0}" tabindex="-1" aria-label="{1}">'
        '<div class="wide" tabindex="0" role="group" aria-label="{1}, scrollable">'
        "<table><caption>{2}</caption>{3}</table></div>{4}{5}</section>"
    ).format(index, label, caption, rows, notes, repairs)


def _cells(cells: list[Cell | None], row: int, table: Table, paint: Painter) -> Iterator[Markup]:
    for column, cell in enumerate(cells):
        if cell is None:
            yield Markup('<td class="none"></td>')
            continue
        if (cell.row, cell.column) != (row, column):
            continue  # the rest of a cell that spans rows or columns
        text = paint.html(cell.pieces)
        # a heading without words would be announced as one
        head = (cell.header or row < table.header_rows) and text.strip() != ""
        scope = ' scope="col"' if head else ""
        span = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        span += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        yield Markup("<{0}{1}{2}>{3}</{0}>").format(
            Markup("th" if head else "td"), Markup(scope), Markup(span), text
        )
