"""Findings as SARIF 2.1.0, the format of code-scanning viewers.

Belongs here: one run per article set, one result per verdict. A verdict that differs is ``fail``
with its level, one that agrees ``pass``, one that cannot say ``open``; a check that had nothing to
look at is ``notApplicable``, and one that crashed is a notification of the tool. A dismissed
finding carries a suppression with the reviewer's reason. Offsets count Unicode code points.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

from src.utils import paths
from src.utils.checks.registry import FAMILIES, registered
from src.utils.places import Places
from src.utils.provenance.decisions import Decided, mark
from src.utils.records import Article, Audit, Evidence, Span, Verdict

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_KIND = {"differs": "fail", "agrees": "pass", "cannot say": "open"}
_MIME = {"markdown": "text/markdown", "jats": "application/xml"}


def to_sarif(audits: Sequence[Audit], decisions: Sequence[Decided] = ()) -> dict[str, Any]:
    """The SARIF log of several audits; ``decisions`` are theirs in the same order (or none)."""
    decided = list(decisions) + [Decided()] * (len(audits) - len(decisions))
    rules = _rules(audits)
    index = {rule["id"]: k for k, rule in enumerate(rules)}
    results: list[dict[str, Any]] = []
    notifications: list[dict[str, Any]] = []
    for number, (audit, states) in enumerate(zip(audits, decided, strict=True)):
        places = Places(audit.article)
        for verdict in audit.verdicts:
            if verdict.outcome == "failed":
                notifications.append(_notification(verdict, index))
            else:
                results.append(_result(verdict, audit, number, states, places, index))
        used = {v.check for v in audit.verdicts}
        results.extend(
            _not_applicable(rule, audit.article, number, index)
            for rule in index
            if rule not in used
        )
        notifications.extend(_remark(sentence) for sentence in states.sentences)
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if notifications:
        invocation["toolExecutionNotifications"] = notifications
    run = {
        "tool": {"driver": {**_driver(), "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(a.article) for a in audits],
        "invocations": [invocation],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver() -> dict[str, Any]:
    try:
        version = metadata.version("article-audit")
    except metadata.PackageNotFoundError:
        version = "0"
    return {"name": "article-audit", "version": version}


def _rules(audits: Sequence[Audit]) -> list[dict[str, Any]]:
    out = []
    known = set()
    for check in registered():
        known.add(check.code)
        page = inspect.getdoc(check.function) or check.summary
        out.append(_rule(check.code, check.name, check.summary or check.name, page))
    for verdict in (v for a in audits for v in a.verdicts):
        if verdict.check not in known:
            known.add(verdict.check)
            words = verdict.name.replace("-", " ")
            out.append(_rule(verdict.check, verdict.name, words, words))
    return out


def _rule(code: str, name: str, summary: str, page: str) -> dict[str, Any]:
    return {
        "id": code,
        "name": "".join(w.capitalize() for w in name.split("-")),
        "shortDescription": {"text": summary},
        "help": {"text": page},
        "properties": {"tags": [FAMILIES.get(code[:2], code[:2])]},
    }


def uri(article: Article) -> str:
    """The article's path as a relative reference where it stands in the project."""
    path = article.path
    if Path(path).is_absolute():
        path = paths.shown(path)
        if Path(path).is_absolute():
            return Path(path).as_uri()
    return quote(Path(path).as_posix())


def _artifact(article: Article) -> dict[str, Any]:
    return {
        "location": {"uri": uri(article)},
        "mimeType": _MIME.get(article.format, "text/plain"),
        "encoding": "UTF-8",
        "hashes": {"sha-256": article.sha256},
    }


def _result(
    verdict: Verdict,
    audit: Audit,
    number: int,
    states: Decided,
    places: Places,
    index: dict[str, int],
) -> dict[str, Any]:
    article = audit.article
    fails = verdict.outcome == "differs"
    located = [_location(article, number, e, places) for e in verdict.evidence]
    out: dict[str, Any] = {
        "ruleId": verdict.check,
        "ruleIndex": index[verdict.check],
        "kind": _KIND[verdict.outcome],
        "level": (verdict.severity or "note") if fails else "none",
        "message": {"text": verdict.message or verdict.name.replace("-", " ")},
        "locations": located[:1] or [_whole(article, number)],
        "partialFingerprints": {
            "articleAuditFinding/v1": verdict.id,
            "articleAuditQuotes/v1": mark(article, verdict),
        },
        "properties": {
            key: value
            for key, value in (
                ("name", verdict.name),
                ("study", verdict.study),
                ("references", list(verdict.ref)),
                ("endpoint", verdict.endpoint),
                ("computed", verdict.computed),
                ("alternatives", list(verdict.alternatives)),
                ("results", list(verdict.results)),
            )
            if value
        },
    }
    if located[1:]:
        out["relatedLocations"] = [{"id": k, **one} for k, one in enumerate(located[1:], 1)]
    decision = states.states.get(verdict.id)
    if decision:
        out["properties"]["decision"] = {
            k: v
            for k, v in (
                ("decision", decision.decision),
                ("who", decision.who),
                ("when", decision.when),
                ("reason", decision.reason),
            )
            if v
        }
    if states.path:
        # An empty list says that suppressions were looked for and there is none (SARIF 3.27.23).
        dismissed = decision is not None and decision.decision == "dismiss"
        out["suppressions"] = (
            [{"kind": "external", "status": "accepted", "justification": decision.reason}]
            if decision and dismissed
            else []
        )
    return out


def _location(article: Article, number: int, item: Evidence, places: Places) -> dict[str, Any]:
    where = places.json(item.span)
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(article), "index": number}}
    region = _region(article, item.span, places, where)
    if region:
        physical["region"] = region
    role = item.role + (f" ({item.label or item.place})" if item.place != "text" else "")
    out: dict[str, Any] = {"physicalLocation": physical, "message": {"text": role}}
    if where["xpath"]:
        out["logicalLocations"] = [{"fullyQualifiedName": where["xpath"], "kind": "element"}]
        out["properties"] = {"start": where["start"], "end": where["end"]}
    return out


def _region(
    article: Article, span: Span, places: Places, where: dict[str, Any]
) -> dict[str, Any] | None:
    """Lines and columns of plain text; of XML the element's line only, where it is known."""
    snippet = {"text": article.quote(span)}
    if where["xpath"] or article.anchors:
        return {"startLine": where["line"], "snippet": snippet} if where["line"] else None
    return {
        "startLine": places.line(span.start),
        "startColumn": places.column(span.start),
        "endLine": places.line(span.end),
        "endColumn": places.column(span.end),
        "charOffset": span.start,
        "charLength": span.end - span.start,
        "snippet": snippet,
    }


def _whole(article: Article, number: int) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": uri(article), "index": number}}}


def _not_applicable(
    rule: str, article: Article, number: int, index: dict[str, int]
) -> dict[str, Any]:
    return {
        "ruleId": rule,
        "ruleIndex": index[rule],
        "kind": "notApplicable",
        "level": "none",
        "message": {"text": "The article has nothing that this check looks at."},
        "locations": [_whole(article, number)],
    }


def _notification(verdict: Verdict, index: dict[str, int]) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": verdict.message},
        "associatedRule": {"id": verdict.check, "index": index[verdict.check]},
    }


def _remark(sentence: str) -> dict[str, Any]:
    return {"level": "warning", "message": {"text": sentence}}
