"""The bibliography of a JATS article, and the citation marks that point to it.

Belongs here: numbers, authors, years, titles, identifiers of references; grouping marks such as
``[3]-[5]`` into one citation. Does not: how prose binds a citation to a study.
"""

from __future__ import annotations

import re

from lxml import etree

from src.utils.reading.jats_layout import CitationMark, Layout
from src.utils.reading.jats_parse import content, words
from src.utils.records import Citation, Mark, Reference, Span

_CITED = ("element-citation", "mixed-citation", "citation", "nlm-citation", "product")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>|]+[^\s\"<>|.,;)\]]")
_YEAR = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)(?!\d)")
_NUMBER = re.compile(r"\d+")
_BETWEEN = re.compile(r"[\s,;.&]*(?:and)?[\s,;]*\Z|\s*[-\u2013\u2014\u2010\u2011\u2012\u2212]\s*\Z")
_DASH = re.compile(r"\s*[-\u2013\u2014\u2010\u2011\u2012\u2212]\s*\Z")
_NUMBERS = re.compile(r"(\d{1,4})(?:\s*[-\u2013\u2014\u2010\u2011\u2012\u2212]\s*(\d{1,4}))?")
_MARK_TEXT = re.compile(r"[\s\[\](){},;.&\d\u2010-\u2014\u2212-]+\Z")
#: Most references one range may stand for; a longer one is a misprint.
LONGEST_RANGE = 60


class Bibliography:
    """References in the order of the list, and their numbers by id."""

    def __init__(self) -> None:
        self.references: list[Reference] = []
        self.numbers: dict[str, str] = {}

    def add(self, layout: Layout, ref: etree._Element) -> tuple[tuple[Span, ...], ...]:
        """Lay out one ``ref``; the pieces of each citation in it (a list item may hold several)."""
        label = layout.child(ref, "label")
        printed = content(label) if label is not None else ""
        found = _NUMBER.search(printed)
        number = found.group() if found else str(len(self.references) + 1)
        if any(r.number == number for r in self.references[-1:]):
            number = str(len(self.references) + 1)
        identifier = ref.get("id")
        if identifier:
            self.numbers[identifier] = number
        bodies = layout.children(ref, *_CITED)
        alternatives = layout.child(ref, "citation-alternatives")
        if not bodies and alternatives is not None:
            bodies = layout.children(alternatives, *_CITED)[:1]
        out = []
        for body in bodies or [ref]:
            if body.get("id"):
                self.numbers[body.get("id", "")] = number
            each = not _has_own_text(body)
            pieces, _ = layout.flow(body, apart=frozenset(), each=each, skip=label)
            if not pieces:
                continue
            out.append(pieces)
            self.references.append(_reference(layout, body, number, pieces))
            layout.glue("\n\n")
        return tuple(out)


def _has_own_text(body: etree._Element) -> bool:
    """Whether the citation carries its own punctuation between the elements."""
    return any(any(c.isalnum() or c in ".,;" for c in child.tail or "") for child in body)


def _reference(
    layout: Layout, body: etree._Element, number: str, pieces: tuple[Span, ...]
) -> Reference:
    authors: list[str] = []
    year = title = journal = doi = pmid = chapter = ""
    for node in body.iter():
        name = layout.name(node)
        if name in ("name", "string-name", "au"):
            author = _author(layout, node)
            if author and not _inside(layout, node, "editor"):
                authors.append(author)
        elif name in ("collab", "cnm", "on-behalf-of"):
            authors.append(words(node))
        elif name in ("year", "pubdate") and not year:
            found = _YEAR.search(words(node))
            year = found.group(1) if found else ""
        elif (
            name in ("article-title", "chapter-title", "data-title")
            and not title
            or name == "title"
            and node.getparent() is body
            and not title
        ):
            title = words(node)
        elif name == "trans-title" and not chapter:
            chapter = words(node)
        elif name == "source" and not journal:
            journal = words(node)
        elif name in ("pub-id", "pubid"):
            kind = node.get("pub-id-type") or node.get("idtype") or ""
            if kind == "doi" and not doi:
                doi = words(node)
            elif kind in ("pmid", "pmpid", "medline") and not pmid:
                pmid = words(node) if kind != "medline" else ""
        elif name == "ext-link" and not doi:
            target = node.get("{http://www.w3.org/1999/xlink}href") or words(node)
            found = _DOI.search(target)
            doi = found.group() if found else ""
    text = content(body)
    if not doi and "10." in text and (found := _DOI.search(text)):
        doi = found.group()
    if not year:
        years = _YEAR.findall(text)
        year = years[-1] if years and not title else (years[0] if years else "")
    if not title:
        title = chapter or ("" if not authors else journal)
    return Reference(
        number=number,
        pieces=pieces,
        authors=tuple(dict.fromkeys(a for a in authors if a)),
        year=year,
        title=title.rstrip(". "),
        journal=journal,
        doi=doi,
        pmid=pmid,
    )


def _author(layout: Layout, node: etree._Element) -> str:
    surname = given = ""
    for part in node:
        name = layout.name(part)
        if name in ("surname", "snm"):
            surname = words(part)
        elif name in ("given-names", "fnm"):
            given = words(part)
    if not surname:
        return words(node) if layout.name(node) == "string-name" else ""
    return f"{surname} {given}".strip()


def _inside(layout: Layout, node: etree._Element, kind: str) -> bool:
    parent = node.getparent()
    return parent is not None and parent.get("person-group-type", "") == kind


def citations(
    marks: list[CitationMark], text: str, numbers: dict[str, str], known: set[str]
) -> tuple[list[Citation], list[Mark], list[tuple[int, int]]]:
    """Marks grouped into citations with their brackets; what of them to blank in the shadow."""
    linked = sum(1 for m in marks if m.rids)
    usable = [m for m in marks if m.rids or linked < 3]
    usable.sort(key=lambda m: m.start)
    groups: list[list[CitationMark]] = []
    for mark in usable:
        last = groups[-1][-1] if groups else None
        between = text[last.end : mark.start] if last and mark.start - last.end < 8 else "x"
        if last and last.end <= mark.start and _BETWEEN.match(between):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    order = {n: k for k, n in enumerate(dict.fromkeys(numbers.values()))}
    found, out_marks, blanks = [], [], []
    for group in groups:
        refs = _refs(group, text, numbers, known, order)
        start, end = group[0].start, group[-1].end
        for left, right in ("[]", "()"):
            a, b = start, end
            while a and text[a - 1].isspace():
                a -= 1
            while b < len(text) and text[b].isspace():
                b += 1
            if text[a - 1 : a] == left and text[b : b + 1] == right:
                start, end = a - 1, b + 1
        span = Span(start, end)
        if refs:
            found.append(Citation(span, refs))
        out_marks.append(Mark(span, "citation", ",".join(refs)))
        if _MARK_TEXT.match(text[start:end]) and (refs or linked):
            blanks.append((start, end))
    return found, out_marks, blanks


def _refs(
    group: list[CitationMark],
    text: str,
    numbers: dict[str, str],
    known: set[str],
    order: dict[str, int],
) -> tuple[str, ...]:
    out: list[str] = []
    names = list(order)
    for k, mark in enumerate(group):
        targets = [numbers[r] for r in mark.rids if r in numbers]
        printed = text[mark.start : mark.end]
        dashed = k > 0 and _DASH.match(text[group[k - 1].end : mark.start])
        if targets and dashed and out and out[-1] in order and targets[0] in order:
            low, high = order[out[-1]], order[targets[0]]
            if low < high <= low + LONGEST_RANGE:
                out.extend(names[low + 1 : high])
        if len(targets) < 2 and any(c.isdigit() for c in printed):
            for a, b in _NUMBERS.findall(printed):
                if b and int(a) < int(b) <= int(a) + LONGEST_RANGE:
                    targets += [str(n) for n in range(int(a), int(b) + 1) if str(n) in known]
                elif not mark.rids and a in known:
                    targets.append(a)
        out.extend(targets)
    return tuple(dict.fromkeys(out))
