"""Planting a slip into the source file itself and auditing the changed copy.

Markdown is changed by offset. In XML the anchors lead from the text to an element and an offset
in its text content; the text node there is changed, and the file is written out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from src.utils import pipeline
from src.utils.bench.slips import Slip
from src.utils.reading import read_bytes
from src.utils.records import Article, Audit, Span, Verdict


class Outcome(msgspec.Struct, frozen=True):
    """What became of one planted slip."""

    caught: bool
    loud: bool
    checks: tuple[str, ...]
    elsewhere: tuple[Verdict, ...]


class Source:
    """An article's file, its audit, and changed copies of it."""

    def __init__(self, path: Path):
        """Read and audit the unchanged file."""
        self.path = path
        self.data = path.read_bytes()
        self.audit: Audit = pipeline.audit_article(read_bytes(self.data, str(path)))

    def changed(self, slip: Slip) -> bytes | None:
        """The file with the slip planted; None where it cannot be planted by text alone."""
        article = self.audit.article
        if article.format == "markdown":
            text = article.text[: slip.span.start] + slip.text + article.text[slip.span.end :]
            return text.encode("utf-8")
        return _in_xml(self.data, article, slip)

    def edited(self, edits: Sequence[tuple[Span, str]]) -> bytes | None:
        """The file with several stretches replaced; None where one cannot be by text alone.

        The last is replaced first, so that the places of the others stay what they are.
        """
        article = self.audit.article
        if article.format == "markdown":
            text = article.text
            for span, new in sorted(edits, reverse=True):
                text = text[: span.start] + new + text[span.end :]
            return text.encode("utf-8")
        data: bytes | None = self.data
        for span, new in sorted(edits, reverse=True):
            if data is not None:
                data = _in_xml(data, article, Slip("edit", span, new, ""))
        return data

    def plant(self, slip: Slip) -> Outcome | None:
        """Audit the changed copy; None where the slip cannot be planted."""
        data = self.changed(slip)
        if data is None:
            return None
        audit = pipeline.audit_article(read_bytes(data, str(self.path)))
        if audit.article.text[slip.span.start : slip.span.start + len(slip.text)] != slip.text:
            return None
        known = {v.id for v in self.audit.verdicts if v.outcome == "differs"}
        new = [v for v in audit.verdicts if v.outcome in ("differs", "failed")]
        new = [v for v in new if v.id not in known]
        place = _place(slip)
        places = (place, *slip.region)
        hits = [v for v in new if any(e.span.overlaps(p) for e in v.evidence for p in places)]
        loud = [v for v in hits if v.severity in ("error", "warning")]
        near = _surroundings(audit, place)
        elsewhere = tuple(
            v
            for v in new
            if v.severity in ("error", "warning")
            and v not in hits
            and not any(e.span.overlaps(s) for e in v.evidence for s in near)
        )
        checks = tuple(sorted({v.check for v in loud or hits}))
        return Outcome(bool(hits), bool(loud), checks, elsewhere)


def _place(slip: Slip) -> Span:
    """Where the planted text stands; a lost stretch is known by its surroundings."""
    if slip.text:
        return Span(slip.span.start, slip.span.start + max(len(slip.text), 1))
    return Span(max(slip.span.start - 20, 0), slip.span.start + 20)


def _surroundings(audit: Audit, place: Span) -> list[Span]:
    """The results, claims and tables that hold the place, with what they are linked to."""
    results = [r for r in audit.dossier.results if any(s.overlaps(place) for s in r.spans)]
    results += [r for r in audit.dossier.results if any(s.overlaps(place) for s in r.sentence)]
    ids = {r.id for r in results}
    partners = {
        k.right if k.left in ids else k.left
        for k in audit.dossier.links
        if k.left in ids or k.right in ids
    }
    spans = [s for r in audit.dossier.results if r.id in ids | partners for s in r.spans]
    return (
        spans
        + [s for r in results for s in r.sentence]
        + [t.span for t in audit.article.tables if t.span.overlaps(place)]
    )


def _in_xml(data: bytes, article: Article, slip: Slip) -> bytes | None:
    from lxml import etree

    anchor = next((a for a in article.anchors if slip.span in a.span), None)
    if anchor is None:
        return None
    parser = etree.XMLParser(recover=True, load_dtd=False, no_network=True, huge_tree=True)
    root = etree.fromstring(data, parser)
    found: Any = root.getroottree().xpath(anchor.xpath)
    if not found:
        return None
    start = anchor.offset + slip.span.start - anchor.span.start
    end = start + slip.span.end - slip.span.start
    at = 0
    for owner, name in _texts(found[0]):
        text = getattr(owner, name) or ""
        if at <= start and end <= at + len(text):
            if text[start - at : end - at] != article.quote(slip.span):
                return None
            setattr(owner, name, text[: start - at] + slip.text + text[end - at :])
            return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
        at += len(text)
    return None


def _texts(element: Any) -> Iterator[tuple[Any, str]]:
    """The text nodes inside an element in document order, as (owner, attribute)."""
    if isinstance(element.tag, str):
        yield element, "text"
    for child in element:
        yield from _texts(child)
        yield child, "tail"
