"""The order of reading of a JATS article: front, body, floats, back, bibliography.

Belongs here: which elements are blocks, of which kind, under which headings. Does not: the laying
out of one element (`jats_layout`), tables (`jats_tables`), references (`jats_refs`).
"""

from __future__ import annotations

from lxml import etree

from src.utils.reading.jats_layout import Layout
from src.utils.reading.jats_names import APART, tidy_label
from src.utils.reading.jats_parse import content, words
from src.utils.reading.jats_refs import Bibliography
from src.utils.reading.jats_tables import TableReader
from src.utils.records import Block, Problem, Span

Section = tuple[str, ...]
#: Elements that only hold blocks.
_HOLDERS = frozenset(
    """sec boxed-text disp-quote list-item app app-group notes ack fn-group fig-group
    table-wrap-group floats-group floats-wrap bio glossary statement abstract trans-abstract body
    back verse-group speech supplementary-material disp-formula-group chem-struct-wrap
    front-stub dedication""".split()
)
_SKIPPED = frozenset(
    """sub-article response graphic media label object-id alt-text long-desc permissions
    sec-meta processing-meta kwd-group hr email ext-link""".split()
)
_BACK = frozenset({"ack", "notes", "fn-group", "bio", "glossary", "dedication"})


class Walker:
    """Reads the parts of an article in order; `blocks` grows."""

    def __init__(self, layout: Layout, tables: TableReader, bibliography: Bibliography):
        self.layout = layout
        self.tables = tables
        self.bibliography = bibliography
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self.figures: dict[str, str] = {}

    def block(self, kind: str, element: etree._Element, section: Section, **how: bool) -> None:
        """One block from one element, then what was nested in it and stands on its own."""
        pieces, apart = self.layout.flow(element, **how)  # type: ignore[arg-type]
        if pieces:
            self.layout.glue("\n\n")
            self.blocks.append(Block(kind, pieces, section))
        for nested in apart:
            self.node(nested, kind, section)

    def inside(self, element: etree._Element, kind: str, section: Section) -> None:
        """Every child of a holder."""
        for child in element:
            self.node(child, kind, section)

    def node(self, node: etree._Element, kind: str, section: Section) -> None:
        """One element, by its name; ``kind`` is what a plain paragraph is here."""
        name = self.layout.name(node)
        if name in ("p", "disp-formula", "preformat", "code", "attrib", "verse-line", "td"):
            self.block(kind, node, section)
        elif name == "title":
            self.block("heading", node, section, cell=True)
        elif name == "table-wrap":
            self.blocks += self.tables.wrap(node, section)
        elif name in ("table", "array"):
            parent = node.getparent()
            self.blocks += self.tables.wrap(node if parent is None else parent, section)
        elif name == "fig":
            self._figure(node, section)
        elif name == "list":
            self._list(node, kind, section)
        elif name == "def-list":
            self._definitions(node, kind, section)
        elif name == "fn":
            self.block("footnote" if kind != "back" else "back", node, section, cell=True)
        elif name == "ref-list":
            self._bibliography(node, section)
        elif name in _SKIPPED:
            if name in ("sub-article", "response"):
                self.problems.append(
                    Problem(f"A {name} (letter, review or translation) follows; it is not read.")
                )
        elif name in _HOLDERS:
            inner_kind = "back" if name in _BACK else kind
            self.inside(node, inner_kind, section + self._heading(node))
        elif name == "supplementary":
            return
        elif any(self.layout.name(c) in APART or self.layout.name(c) == "p" for c in node):
            self.inside(node, kind, section)
        else:
            self.block(kind, node, section)

    def _heading(self, node: etree._Element) -> Section:
        title = self.layout.child(node, "title")
        if title is None:
            return ()
        text = words(title)
        label = self.layout.child(node, "label")
        if label is not None and self.layout.name(node) == "sec":
            text = f"{words(label)} {text}".strip()
        return (text,) if text else ()

    def _figure(self, node: etree._Element, section: Section) -> None:
        pieces: tuple[Span, ...] = ()
        label = self.layout.child(node, "label")
        if label is not None:
            pieces = self.layout.flow(label, cell=True)[0]
            self.layout.glue("\n")
            self.figures[node.get("id", "")] = tidy_label(content(label))
        for part in self.layout.children(node, "title", "caption"):
            inner = [n for n in part if self.layout.name(n) in ("title", "p")] or [part]
            for each in inner:
                more = self.layout.flow(each, cell=True)[0]
                self.layout.glue("\n")
                pieces += more
        self.layout.glue("\n")
        if pieces:
            self.blocks.append(Block("caption", pieces, section))
        for part in node:
            if self.layout.name(part) in ("p", "attrib", "fn", "table-wrap", "def-list", "list"):
                self.node(part, "caption", section)

    def _list(self, node: etree._Element, kind: str, section: Section) -> None:
        title = self.layout.child(node, "title")
        if title is not None:
            self.block("heading", title, section, cell=True)
        for item in self.layout.children(node, "list-item"):
            holders = [c for c in item if self.layout.name(c) != "label"]
            if holders and not (item.text or "").strip():
                for child in holders:
                    self.node(child, kind, section)
            else:
                self.block(kind, item, section)

    def _definitions(self, node: etree._Element, kind: str, section: Section) -> None:
        """A list of terms: one block per term with its definition."""
        for item in node:
            name = self.layout.name(item)
            if name == "def-item":
                pieces, _ = self.layout.flow(item, cell=True, each=True)
                if pieces:
                    self.layout.glue("\n\n")
                    self.blocks.append(Block("back" if kind == "back" else kind, pieces, section))
            elif name == "def-list":
                self._definitions(item, kind, section)
            elif name == "title":
                self.block("heading", item, section, cell=True)

    def _bibliography(self, node: etree._Element, section: Section) -> None:
        here = section + self._heading(node)
        for child in node:
            name = self.layout.name(child)
            if name == "ref":
                for pieces in self.bibliography.add(self.layout, child):
                    self.blocks.append(Block("reference", pieces, here))
            elif name == "ref-list":
                self._bibliography(child, here)
            elif name == "title":
                self.block("heading", child, here, cell=True)
            elif name == "p":
                self.block("back", child, here)
