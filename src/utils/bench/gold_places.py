"""Where the annotations of the gold lie in an article as the engine reads it.

A quote is found without regard to white space, so that the reader's layout and the annotator's
need not agree in it. A table is found by its element's path, a cell by its text and row.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from src.utils.reading import read
from src.utils.records import Article, Num, Result, Span

_SPACE = re.compile(r"\s+")


class Located:
    """An article with what is needed to find a quote or a cell of the gold in it."""

    def __init__(self, path: Path):
        """Read the article with the engine's own reader."""
        self.path = path
        self.article: Article = read(path)

    @cached_property
    def _dense(self) -> tuple[str, list[int]]:
        """The text without white space, and the offset of each character."""
        at = [i for i, c in enumerate(self.article.text) if not c.isspace() and c not in "\u200b"]
        return "".join(self.article.text[i] for i in at), at

    @cached_property
    def _abstract(self) -> list[Span]:
        return [p for b in self.article.blocks if b.kind == "abstract" for p in b.pieces]

    @cached_property
    def _tables(self) -> list[Span]:
        return [t.span for t in self.article.tables]

    def quotes(self, quote: str, where: tuple[str, ...] = ("abstract", "body")) -> list[Span]:
        """Every place of a quote in the abstract or the body (tables left out)."""
        dense, at = self._dense
        wanted = _SPACE.sub("", quote)
        out: list[Span] = []
        start = dense.find(wanted)
        while start >= 0 and wanted:
            span = Span(at[start], at[start + len(wanted) - 1] + 1)
            inside = any(span in piece for piece in self._abstract)
            table = any(span in t for t in self._tables)
            if "table" in where:
                wanted_here = table
            else:
                wanted_here = not table and (("abstract" in where) if inside else "body" in where)
            if wanted_here:
                out.append(span)
            start = dense.find(wanted, start + 1)
        return out

    @cached_property
    def _paths(self) -> dict[str, list[str]]:
        """Paths of table-wrap elements by their id."""
        from lxml import etree

        parser = etree.XMLParser(recover=True, load_dtd=False, no_network=True, huge_tree=True)
        root = etree.parse(str(self.path), parser)
        out: dict[str, list[str]] = {}
        for wrap in root.getroot().iter("{*}table-wrap"):
            out.setdefault(wrap.get("id") or "", []).append(root.getpath(wrap))
        return out

    def table(self, identifier: str) -> list[int]:
        """Indices of the tables made from the table-wrap with this id."""
        out = []
        for i, table in enumerate(self.article.tables):
            for anchor in self.article.anchors:
                if anchor.span.overlaps(table.span):
                    paths = self._paths.get(identifier, [])
                    if any(anchor.xpath.startswith(p + "/") for p in paths):
                        out.append(i)
                    break
        return out

    def cells(self, identifier: str, texts: list[str], rows: list[object]) -> list[Span]:
        """The spans of the gold's cells, by text and, where it tells them apart, by row."""
        wanted_rows = [r if isinstance(r, list) else [r] for r in rows]
        out: list[Span] = []
        for i in self.table(identifier):
            table = self.article.tables[i]
            for k, text in enumerate(texts):
                dense = _SPACE.sub("", text)
                hits = [
                    c
                    for c in table.cells
                    if _SPACE.sub("", "".join(self.article.quote(p) for p in c.pieces)) == dense
                ]
                near = wanted_rows[k] if k < len(wanted_rows) else wanted_rows[-1]
                exact = [c for c in hits if any(c.row == r for r in near)]
                out.extend(p for c in (exact or hits) for p in c.pieces)
        return out


def numbers(result: Result) -> list[Num]:
    """Every printed number of a result."""
    out: list[Num | None] = [a.n for a in result.arms]
    if result.effect is not None:
        e = result.effect
        out += [e.estimate, e.low, e.high, e.level]
    for v in result.values:
        out += [*v.nums, v.count, v.total, v.low, v.high, v.sd]
    out += [p.value for p in result.p]
    return [n for n in out if n is not None]


def lies_in(result: Result, places: list[Span]) -> bool:
    """Whether one of a result's numbers lies in one of the places."""
    return any(n.span.overlaps(p) for n in numbers(result) for p in places)
