"""Text laid out from elements, with the way back: pieces, anchors, marks, citations.

Belongs here: turning the content of one element into stretches of ``Article.text``. Does not:
which elements make an article (`jats_blocks`), tables (`jats_tables`).

What is laid out is the text content of the element as it is (raw white space kept). Where reading
stops (a line break, a nested paragraph) or another block interrupts (a table inside a paragraph) a
piece ends; a separator that belongs to no anchor is put between pieces. Each piece has an anchor:
the element's path and the offset in the element's whole text content, so that
``content(element)[offset:][:len(quote)] == quote`` for every span inside one piece.

In the shadow, citation marks made of digits ("[3, 5-7]", superscript 12) and footnote marks (the e
of 1.19<sup>e</sup>) are blanked, so that numbers stay clean; each leaves a `Mark`. Exponents are
kept: ``10<sup>-5</sup>`` reads "10-5" with a mark ``sup`` over "-5", and whoever parses a P value
finds the exponent by that mark. A formula leaves a mark ``formula`` whose target is its linear
form (``1/2``), because the text content of a fraction is not readable.
"""

from __future__ import annotations

from lxml import etree

from src.utils.reading import jats_names as names
from src.utils.reading.jats_math import linear
from src.utils.reading.jats_parse import content, line_of
from src.utils.records import Anchor, Mark, Span


class CitationMark:
    """One citation mark as found: where, and the ids it points to."""

    __slots__ = ("start", "end", "rids")

    def __init__(self, start: int, end: int, rids: tuple[str, ...]):
        self.start, self.end, self.rids = start, end, rids


class Layout(names.Elements):
    """The growing text of an article."""

    def __init__(self, root: etree._Element):
        super().__init__(root)
        self.parts: list[str] = []
        self.at = 0
        self.anchors: list[Anchor] = []
        self.marks: list[Mark] = []
        self.blanks: list[tuple[int, int]] = []
        self.cited: list[CitationMark] = []
        # State of the element being laid out.
        self._path = ""
        self._line = 0
        self._offset = 0
        self._piece = 0
        self._piece_part = 0
        self._piece_offset = 0
        self._pieces: list[Span] = []
        self._apart: list[etree._Element] = []
        self._cell = False

    # ------------------------------------------------------------------ laying out

    def glue(self, text: str) -> None:
        """Characters that belong to no element (separators between blocks and cells)."""
        self.parts.append(text)
        self.at += len(text)

    def flow(
        self,
        element: etree._Element,
        cell: bool = False,
        apart: frozenset[str] = names.APART,
        each: bool = False,
        skip: etree._Element | None = None,
    ) -> tuple[tuple[Span, ...], list[etree._Element]]:
        """Lay out the content of an element; its pieces, and the nested blocks left for later.

        ``cell``: everything nested is part of the stretch (cells, captions, titles).
        ``each``: a piece per nested element (references without punctuation of their own).
        ``skip``: a child whose content counts for offsets but is not laid out.
        """
        text = element.text
        if not len(element):
            if not text or not (bare := text.strip()):
                return (), []
            self._path = ""
            start = self.at
            self.parts.append(text)
            self.at += len(text)
            lead = text.index(bare[0])
            span = Span(start + lead, start + lead + len(bare))
            self.anchors.append(
                Anchor(Span(start, self.at), self.path(element), 0, line_of(element))
            )
            return (span,), []
        self._path = self.path(element)
        self._line = line_of(element)
        self._offset = 0
        self._pieces = []
        self._apart = []
        self._cell = cell
        self._open()
        self._walk(element, apart, each, skip)
        self._close()
        return tuple(self._pieces), self._apart

    def _open(self) -> None:
        self._piece = self.at
        self._piece_part = len(self.parts)
        self._piece_offset = self._offset

    def _close(self) -> None:
        if self.at == self._piece:
            return
        text = "".join(self.parts[self._piece_part :])
        bare = text.strip()
        if not bare:
            return
        lead = text.index(bare[0])
        self._pieces.append(Span(self._piece + lead, self._piece + lead + len(bare)))
        self.anchors.append(
            Anchor(Span(self._piece, self.at), self._path, self._piece_offset, self._line)
        )

    def _cut(self, glue: str = "\n") -> None:
        if self.at == self._piece:
            return
        self._close()
        self.glue(glue)
        self._open()

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)
        self._offset += len(text)

    def _pass(self, element: etree._Element) -> None:
        """Count the content of an element that is not laid out here."""
        if len(element) or element.text:
            self._cut()
            self._offset += len(content(element))
            self._piece_offset = self._offset

    def _walk(
        self,
        node: etree._Element,
        apart: frozenset[str],
        each: bool,
        skip: etree._Element | None,
    ) -> None:
        if node.text:
            self._add(node.text)
        for child in node:
            name = self.name(child)
            if child is skip:
                self._pass(child)
            elif name == "xref":
                self._xref(child, apart)
            elif name in names.SIMPLE_MARKS:
                start = self.at
                self._walk(child, apart, False, None)
                if self.at > start:
                    self.marks.append(Mark(Span(start, self.at), name))
            elif name == "sup":
                self._sup(child, apart)
            elif not self._cell and name in apart:
                self._pass(child)
                self._apart.append(child)
            elif name in names.CUTS:
                self._cut()
                self._walk(child, apart, each, None)
                self._cut()
            elif name == "math":
                self._math(child)
            elif name == "alternatives":
                self._alternatives(child, apart)
            elif name == "tex-math":
                self._tex(child)
            elif name in names.SILENT:
                self._pass(child)
            elif each:
                self._cut(" ")
                self._walk(child, apart, each, None)
                self._cut(" ")
            else:
                self._walk(child, apart, each, None)
            if child.tail:
                self._add(child.tail)

    # ------------------------------------------------------------------ marks

    def _xref(self, element: etree._Element, apart: frozenset[str]) -> None:
        start = self.at
        self._walk(element, apart, False, None)
        kind = element.get("ref-type", "")
        rid = element.get("rid", "")
        if self._old and not kind:
            for attribute, meaning in (("bid", "bibr"), ("tid", "table"), ("fid", "fig")):
                if element.get(attribute):
                    kind, rid = meaning, element.get(attribute, "")
        if self.at == start:
            return
        span = Span(start, self.at)
        if kind in names.BIBR:
            self.cited.append(CitationMark(start, self.at, tuple(rid.split())))
        elif kind == "table":
            self.marks.append(Mark(span, "tableref", rid))
        elif kind == "fig":
            self.marks.append(Mark(span, "figref", rid))
        elif kind in names.NOTE_REFS:
            self.marks.append(Mark(span, "note", rid))
            self.blanks.append((start, self.at))

    def _sup(self, element: etree._Element, apart: frozenset[str]) -> None:
        start = self.at
        cited, noted = len(self.cited), len(self.marks)
        before = self._tail(start)
        self._walk(element, apart, False, None)
        if self.at == start:
            return
        text = self._tail(self.at, start)
        span = Span(start, self.at)
        # Full stops and commas set in the superscript belong to the sentence.
        if len(self.cited) > cited or any(m.kind == "note" for m in self.marks[noted:]):
            self.blanks.append((start, self.at))
        elif self._is_note(text, before):
            self.marks.append(Mark(span, "note", text.strip()))
            self.blanks.append((start, self.at))
        elif not self._cell and names.CITED.match(text) and self._may_be_cited(before):
            self.cited.append(CitationMark(start, self.at, ()))
        else:
            self.marks.append(Mark(span, "sup"))

    def _tail(self, end: int, start: int | None = None) -> str:
        """Up to the last 12 characters before ``end``, or those from ``start`` on."""
        wanted = end - start if start is not None else 12
        out = ""
        for part in reversed(self.parts):
            out = part + out
            if len(out) >= wanted:
                break
        return out[-wanted:] if wanted else ""

    def _is_note(self, text: str, before: str) -> bool:
        if names.NOTE.match(text):
            # "(TM)" and ordinals are no notes; "th" after a digit is one of them.
            bare = text.strip()
            return not (
                bare in ("st", "nd", "rd", "th", "TM", "SM", "R", "+") and before[-1:].strip()
            )
        if self._cell and names.DIGIT_NOTE.match(text):
            return not names.UNIT.search(before)
        return False

    @staticmethod
    def _may_be_cited(before: str) -> bool:
        bare = before.rstrip()
        return bool(bare) and not names.UNIT.search(before) and not bare[-1].isdigit()

    def _math(self, element: etree._Element) -> None:
        start = self.at
        text = content(element)
        if not text.strip():
            if text:
                self._add(text)
            return
        self._add(text)
        self.marks.append(Mark(Span(start, self.at), "formula", linear(element)))

    def _alternatives(self, element: etree._Element, apart: frozenset[str]) -> None:
        """One of several forms of the same thing: a readable one rather than TeX."""
        forms = [c for c in element if self.name(c) not in names.SILENT]
        best = next((c for c in forms if self.name(c) != "tex-math"), forms[0] if forms else None)
        if element.text:
            self._add(element.text)
        for child in element:
            if child is best:
                name = self.name(child)
                if name == "math":
                    self._math(child)
                elif name == "tex-math":
                    self._tex(child)
                else:
                    self._walk(child, apart, False, None)
            else:
                self._pass(child)
            if child.tail:
                self._add(child.tail)

    def _tex(self, element: etree._Element) -> None:
        """TeX of a formula: the preamble is blanked, the formula itself is left."""
        start = self.at
        text = content(element)
        self._add(text)
        body = names.TEX.search(text)
        inner = body.span(1) if body else (0, 0 if "\\document" in text else len(text))
        self.blanks.append((start, start + inner[0]))
        self.blanks.append((start + inner[1], self.at))
        self.marks.append(Mark(Span(start, self.at), "formula", text[inner[0] : inner[1]].strip()))
