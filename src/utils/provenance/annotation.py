"""Verdicts as W3C Web Annotations, for tools that show remarks on a document.

Belongs here: one annotation per verdict, one target per piece of evidence. In plain text a target
has a position and a quote; in XML the element's XPath, refined by the position in its text
content, and the quote. Positions count Unicode code points.
"""

from __future__ import annotations

from typing import Any

from src.utils.places import Places
from src.utils.provenance.decisions import Decided
from src.utils.provenance.sarif import uri
from src.utils.records import Article, Audit, Evidence, Verdict

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
_MIME = {"markdown": "text/markdown", "jats": "application/xml"}


def to_annotations(audit: Audit, decisions: Decided | None = None) -> dict[str, Any]:
    """An AnnotationCollection with one page of all verdicts that have evidence."""
    article = audit.article
    base = f"urn:sha256:{article.sha256}"
    places = Places(article)
    states = decisions.states if decisions else {}
    items = [
        _annotation(v, article, places, base, states.get(v.id))
        for v in audit.verdicts
        if v.evidence
    ]
    return {
        "@context": CONTEXT,
        "id": f"{base}#annotations",
        "type": "AnnotationCollection",
        "label": f"Audit of {article.title or article.path}",
        "total": len(items),
        "first": {
            "id": f"{base}#annotations-1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }


def _annotation(
    verdict: Verdict, article: Article, places: Places, base: str, decision: Any
) -> dict[str, Any]:
    tags = [verdict.check, verdict.name, verdict.severity or verdict.outcome]
    bodies = [
        {
            "type": "TextualBody",
            "purpose": "assessing",
            "value": verdict.message or verdict.name,
            "format": "text/plain",
            "language": "en",
        },
        *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags),
    ]
    if decision:
        words = f"{decision.decision} by {decision.who}, {decision.when}"
        bodies.append(
            {
                "type": "TextualBody",
                "purpose": "moderating",
                "value": words + (f": {decision.reason}" if decision.reason else ""),
                "format": "text/plain",
            }
        )
    targets = [_target(item, article, places) for item in verdict.evidence]
    return {
        "id": f"{base}#{verdict.id}",
        "type": "Annotation",
        "motivation": "assessing",
        "body": bodies,
        "target": targets if len(targets) > 1 else targets[0],
    }


def _target(item: Evidence, article: Article, places: Places) -> dict[str, Any]:
    span, text = item.span, article.text
    where = places.json(span)
    quote = {
        "type": "TextQuoteSelector",
        "exact": where["quote"],
        "prefix": text[max(span.start - _AROUND, 0) : span.start],
        "suffix": text[span.end : span.end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": where["start"], "end": where["end"]}
    selector: dict[str, Any] = position
    if where["xpath"]:
        selector = {"type": "XPathSelector", "value": where["xpath"], "refinedBy": position}
    return {
        "type": "SpecificResource",
        "source": {
            "id": uri(article),
            "type": "Text",
            "format": _MIME.get(article.format, "text/plain"),
        },
        "selector": [selector, quote],
    }
