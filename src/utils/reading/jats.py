"""JATS, NLM and BioMed Central XML -> `Article`.

Belongs here: the reading of one file from front to back, and the article's own data. Does not:
anything a module of its own does: parsing untrusted XML (`jats_parse`), laying out text with
anchors (`jats_layout`), the order of blocks (`jats_blocks`), tables (`jats_tables`, `grid`),
references and citations (`jats_refs`), formulas (`jats_math`).
"""

from __future__ import annotations

import hashlib

import msgspec
from lxml import etree

from src.utils.reading import sentences
from src.utils.reading.jats_blocks import Walker
from src.utils.reading.jats_layout import Layout
from src.utils.reading.jats_parse import parse, words
from src.utils.reading.jats_refs import Bibliography, citations
from src.utils.reading.jats_tables import TableReader
from src.utils.reading.shadow import plain
from src.utils.records import Article, Block, Mark, Problem, View

_SENTENCES = frozenset({"paragraph", "abstract", "caption", "footnote", "back"})


def read_jats(data: bytes, path: str) -> Article:
    """Read an article; raises `errors.InputError` when there is nothing to read.

    What is damaged or missing is said in ``problems``; everything else is there.
    """
    root, problems = parse(data, path)
    layout = Layout(root)
    tables = TableReader(layout)
    bibliography = Bibliography()
    walker = Walker(layout, tables, bibliography)
    facts = _front(layout, walker, root)
    body = layout.child(root, "body")
    if body is not None:
        walker.inside(body, "paragraph", ())
    for name in ("floats-group", "floats-wrap"):
        for floats in layout.children(root, name):
            walker.inside(floats, "paragraph", ())
    for back in layout.children(root, "back"):
        for node in back:
            kind = (
                "back" if layout.name(node) not in ("app", "app-group", "ref-list") else "paragraph"
            )
            walker.node(node, kind, ())
    for node in root:
        if layout.name(node) in ("sub-article", "response"):
            walker.node(node, "paragraph", ())
    if body is None or not any(b.kind == "paragraph" for b in walker.blocks):
        problems.append(
            Problem("The file has no body; only title, abstract, tables and references are read.")
        )
    text = "".join(layout.parts)
    return _article(data, path, facts, text, layout, walker, problems)


def _front(layout: Layout, walker: Walker, root: etree._Element) -> dict[str, str]:
    """Lay out title, authors and abstracts; the article's title, doi and year."""
    facts = {"title": "", "doi": "", "year": ""}
    front = layout.child(root, "front")
    if front is None:
        return facts
    meta = layout.child(front, "article-meta")
    meta = front if meta is None else meta
    own = layout.child(meta, "ref")  # BioMed Central: the article's own entry
    meta = meta if own is None else own
    titles = layout.child(meta, "title-group")
    title = layout.child(titles if titles is not None else meta, "article-title", "title")
    if title is not None:
        facts["title"] = words(title)
        walker.block("title", title, (), cell=True)
    years: dict[str, str] = {}
    for node in meta.iter():
        name = layout.name(node)
        if name in ("article-id", "pub-id", "pubid"):
            if "doi" in (node.get("pub-id-type"), node.get("idtype")) and not facts["doi"]:
                facts["doi"] = (node.text or "").strip()
        elif name == "pub-date":
            kind = node.get("pub-type") or node.get("date-type") or ""
            year = layout.child(node, "year")
            if year is not None and (year.text or "").strip():
                years.setdefault(kind, (year.text or "").strip())
        elif name == "pubdate":
            years.setdefault("ppub", (node.text or "").strip())
        elif name in ("contrib-group", "aug"):
            for person in layout.children(node, "contrib", "au"):
                pieces, _ = layout.flow(person, cell=True, each=True)
                if pieces:
                    layout.glue("\n")
                    walker.blocks.append(Block("front", pieces))
            layout.glue("\n")
        elif name == "aff":
            walker.block("front", node, (), cell=True)
    facts["year"] = next(
        (years[k] for k in ("ppub", "collection", "pub", "epub-ppub", "epub") if k in years),
        next(iter(years.values()), ""),
    )
    for holder in (front, layout.child(front, "article-meta")):
        for node in (
            layout.children(holder, "abstract", "trans-abstract") if holder is not None else []
        ):
            _abstract(layout, walker, node)
    return facts


def _abstract(layout: Layout, walker: Walker, node: etree._Element) -> None:
    """One abstract: the main one, a summary for lay readers, or a translation (front matter)."""
    title = layout.child(node, "title")
    kind = node.get("abstract-type", "")
    name = words(title) if title is not None else ""
    name = name or (kind.replace("-", " ").capitalize() if kind else "Abstract")
    translated = layout.name(node) == "trans-abstract"
    walker.inside(node, "front" if translated else "abstract", (name,))


def _article(
    data: bytes,
    path: str,
    facts: dict[str, str],
    text: str,
    layout: Layout,
    walker: Walker,
    problems: list[Problem],
) -> Article:
    bibliography, tables = walker.bibliography, walker.tables
    known = {r.number for r in bibliography.references}
    found, marks, cited = citations(layout.cited, text, bibliography.numbers, known)
    shadow = plain(_blanked(text, layout.blanks + cited))
    labels = {**tables.labels, **walker.figures}
    for mark in layout.marks:
        if mark.kind in ("tableref", "figref") and mark.target:
            targets = [labels[t] for t in mark.target.split() if labels.get(t)]
            mark = Mark(mark.span, mark.kind, ", ".join(targets) or mark.target)
        marks.append(mark)
    marks.sort(key=lambda m: (m.span.start, m.span.end, m.kind))
    blocks = tuple(_with_sentences(b, shadow) for b in walker.blocks)
    return Article(
        path=path,
        format="jats",
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        shadow=shadow,
        title=facts["title"],
        doi=facts["doi"],
        year=facts["year"],
        blocks=blocks,
        tables=tuple(tables.tables),
        references=tuple(bibliography.references),
        citations=tuple(found),
        marks=tuple(marks),
        anchors=tuple(layout.anchors),
        problems=tuple(problems + walker.problems + tables.problems),
    )


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the spans replaced by spaces."""
    out: list[str] = []
    at = 0
    for start, end in sorted(spans):
        start = max(start, at)
        if end > start:
            out.append(text[at:start])
            out.append(" " * (end - start))
            at = end
    out.append(text[at:])
    return "".join(out)


def _with_sentences(block: Block, shadow: str) -> Block:
    if block.kind not in _SENTENCES:
        return block
    return msgspec.structs.replace(block, sentences=sentences.split(View(shadow, block.pieces)))
