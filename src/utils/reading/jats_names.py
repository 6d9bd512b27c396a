"""Names of elements, and the forms of the marks that stand in text.

Belongs here: which element is a block, a cut, silent; what a footnote or citation mark looks like.
Does not: laying out (`jats_layout`).
"""

from __future__ import annotations

import re

from lxml import etree

from src.utils.reading.jats_parse import local

#: Elements of BioMed Central's older form, by the name that JATS gives to the same thing.
ALIASES = {
    "fm": "front",
    "bdy": "body",
    "bm": "back",
    "abs": "abstract",
    "st": "title",
    "it": "italic",
    "b": "bold",
    "ul": "underline",
    "smcaps": "sc",
    "tbl": "table-wrap",
    "tblbdy": "table",
    "tblfn": "table-wrap-foot",
    "r": "tr",
    "c": "td",
    "abbrgrp": "citation-group",
    "abbr": "xref",
    "tblr": "xref",
    "figr": "xref",
    "supplr": "xref",
    "refgrp": "ref-list",
    "bibl": "ref",
    "suppl": "supplementary-material",
    "l": "list-item",
    "ol": "list",
    "indent": "disp-quote",
    "quote": "disp-quote",
    "display-formula": "disp-formula",
}

#: Blocks that stand on their own, wherever they are nested.
APART = frozenset(
    """table-wrap table-wrap-group fig fig-group boxed-text disp-quote list def-list fn fn-group
    supplementary-material statement ref-list verse-group speech sec""".split()
)

#: Inside a cell, a caption, a title: read in the same stretch, but a piece ends there.
CUTS = frozenset(
    "p break list list-item def-list def-item disp-quote disp-formula title table tr td th".split()
)

#: Content that is not for reading.
SILENT = frozenset(
    """object-id alt-text long-desc media graphic inline-graphic inline-supplementary-material
    xref-group processing-meta col colgroup hr textual-form""".split()
)

SIMPLE_MARKS = frozenset({"italic", "bold", "sub"})

BIBR = frozenset({"bibr", "ref", "biblio", "citation"})

NOTE_REFS = frozenset({"table-fn", "fn", "author-notes", "aff", "corresp"})

#: What may be a footnote mark when it is superscript: letters or signs, not a number.
NOTE = re.compile(
    r"[\s(]*(?:[a-zA-Z]{1,2}|[*†‡§¶‖#$|∥⁎∗+‡¥£^~@&]{1,4})(?:[\s,;]+(?:[a-zA-Z]{1,2}|\d"
    r"|[*†‡§¶‖#∥]{1,4}))*[\s)]*\Z"
)

DIGIT_NOTE = re.compile(r"[\s(]*\d{1,2}(?:[\s,;\u2013-]+\d{1,2})*[\s)]*\Z")

CITED = re.compile(r"[\s\[(]*\d{1,3}(?:[\s,;\u2013\u2014-]+\d{1,3})*[\s\])]*\Z")

UNIT = re.compile(
    r"(?:\b(?:k?m|cm|mm|dm|min|µm|μm|sec|s|h|kg|g|L|l|mL|ml|d|day|years?|χ|R|r|I|x|X|η|n"
    r"|T|t|F)|10|[×x]\s?10|e|χ2)\s?\Z"
)

TEX = re.compile(r"\$\$?(.*?)\$\$?(?=\s*\\end\{document\}|\s*\Z)", re.S)


class Elements:
    """The elements of one article by their JATS names, with paths to them."""

    def __init__(self, root: etree._Element):
        self._names: dict[str, str] = {}
        self._old = local(root.tag) == "art"
        self._paths: dict[etree._Element, str] = {}

    def name(self, element: etree._Element) -> str:
        """The element's JATS name, whatever its namespace or form."""
        tag = element.tag
        known = self._names.get(tag)
        if known is None:
            known = local(tag)
            if self._old:
                known = ALIASES.get(known, known)
            self._names[tag] = known
        return known

    def child(self, element: etree._Element, *names: str) -> etree._Element | None:
        """The first child with one of the names."""
        for node in element:
            if self.name(node) in names:
                return node
        return None

    def children(self, element: etree._Element, *names: str) -> list[etree._Element]:
        """All children with one of the names."""
        return [node for node in element if self.name(node) in names]

    def path(self, element: etree._Element) -> str:
        """An absolute path that needs no prefixes.

        Paths of all children of a parent are made at once: asking the parser for each would count
        its siblings every time, which is quadratic in a long body.
        """
        known = self._paths.get(element)
        if known is not None:
            return known
        parent = element.getparent()
        if parent is None:
            self._paths[element] = (
                "/*" if element.prefix or "}" in element.tag else f"/{element.tag}"
            )
            return self._paths[element]
        above = self.path(parent)
        counts: dict[str, int] = {}
        children = list(parent)
        for child in children:
            counts[child.tag] = counts.get(child.tag, 0) + 1
        seen: dict[str, int] = {}
        for position, child in enumerate(children, 1):
            tag = child.tag
            seen[tag] = seen.get(tag, 0) + 1
            if "}" in tag:
                step = f"*[{position}]"
            else:
                step = tag if counts[tag] == 1 else f"{tag}[{seen[tag]}]"
            self._paths[child] = f"{above}/{step}"
        return self._paths[element]


def tidy_label(text: str) -> str:
    """The label as one phrase without closing stop; a bare number gets the word.

    >>> tidy_label(" Table 2. "), tidy_label("3"), tidy_label("TABLE 1:")
    ('Table 2', 'Table 3', 'Table 1')
    """
    out = " ".join(text.split()).strip(" .:|-–—")
    if re.fullmatch(r"[A-Z]?\d+[A-Za-z]?", out):
        return f"Table {out}"
    return re.sub(r"\bTABLE\b", "Table", out)
