"""Results in cells that hold sentences: "Loss to follow-up; only 57% completed".

Belongs here: which cells are prose, and reading them as prose is read. Does not: cells whose
columns say what their numbers are (`typed_tables`), nor tables with one row per study
(`study_tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from src.utils.extraction import loose, prose
from src.utils.identity import Namer
from src.utils.reading import sentences
from src.utils.records import Article, Block, Cell, Result, Span, Table

#: Words of a cell that is a sentence, or a part of one; heads of rows and entries have fewer.
WORDS = 5
_WORD = re.compile(r"[^\W\d_]{3,}")
_DIGIT = re.compile(r"\d")
#: The section under which a block reports what was found, in the words of `loose`.
_SECTION = ("Results",)


def results(article: Article, tabled: Iterable[Result]) -> list[Result]:
    """The results of all cells of prose that the typed reading of tables left alone."""
    held = [s for r in tabled for s in r.spans]
    owners = list(_cells(article, held))
    if not owners:
        return []
    blocks = tuple(
        Block("paragraph", cell.pieces, _SECTION, sentences.split(article.view(cell.pieces)))
        for _, cell in owners
    )
    inner = msgspec.structs.replace(article, blocks=blocks)
    told = prose.results(inner, [])
    namer = Namer("r")
    out: list[Result] = []
    for result in [*told, *loose.mentions(inner, told)]:
        if result.block is None:
            continue
        index, cell = owners[result.block]
        if cell.column or not _counts(result):  # a line across gives its groups' sizes
            out.append(_of_cell(article, index, cell, result, namer))
    return out


def _counts(result: Result) -> bool:
    """Whether a result holds counts of people and nothing else."""
    told = result.effect or result.p or any(v.kind not in ("count", "n") for v in result.values)
    return not told


def _cells(article: Article, held: Sequence[Span]) -> Iterator[tuple[int, Cell]]:
    """The cells of prose, with the number of their table."""
    for index, table in enumerate(article.tables):
        for cell in table.cells:
            if not cell.pieces or cell.header or cell.row < table.header_rows:
                continue
            if not cell.column and cell.colspan < table.columns:
                continue  # the head of a row
            text = article.view(cell.pieces).text
            if len(_WORD.findall(text)) < WORDS or not _DIGIT.search(text):
                continue
            if not any(s.overlaps(p) for s in held for p in cell.pieces):
                yield index, cell


def _of_cell(article: Article, index: int, cell: Cell, result: Result, namer: Namer) -> Result:
    """A result of prose as one of the cell that it stands in."""
    table = article.tables[index]
    quote = " ".join(article.quote(s) for s in result.spans)
    context = msgspec.structs.replace(
        result.context, row=_head(article, table, cell), header=_over(article, table, cell)
    )
    return msgspec.structs.replace(
        result,
        id=namer.name("cell", table.label, str(cell.row), str(cell.column), quote),
        place="table",
        label=table.label,
        context=context,
        tables=(),
        sentence=(),
        block=None,
        table=index,
        row=cell.row,
        column=cell.column,
    )


def _head(article: Article, table: Table, cell: Cell) -> str:
    if not cell.column:
        return article.view(cell.pieces).text  # a sentence across the whole table
    heads = (c for c in table.cells if not c.column and 0 <= cell.row - c.row < c.rowspan)
    return " ".join(article.view(c.pieces).text for c in heads if c.pieces)


def _over(article: Article, table: Table, cell: Cell) -> str:
    over = (
        c
        for c in table.cells
        if c.row < table.header_rows and 0 <= cell.column - c.column < c.colspan
    )
    return " > ".join(article.view(c.pieces).text for c in over if c.pieces)
