"""The JSON of records: what ``check`` and ``extract`` print and other programs read.

Numbers stay strings as printed. A place in a plain-text article counts characters of the file; a
place in XML counts characters of the text content of the element that ``xpath`` names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from src.utils.places import Places
from src.utils.records import (
    Article,
    Audit,
    Evidence,
    Num,
    Number,
    Result,
    Value,
    Verdict,
)

SEVERITIES = ("error", "warning", "note")


def _text(number: Num | None) -> str | None:
    return number.text if number else None


def value_json(value: Value) -> Any:
    """ "NR", one numeral, or a list of two for a range."""
    if value.not_reached or not value.nums:
        return "NR"
    texts = [n.text for n in value.nums]
    return texts[0] if len(texts) == 1 else texts


def _details(value: Value) -> dict[str, Any]:
    numbers = {
        name: _text(getattr(value, name))
        for name in ("count", "total", "low", "high", "level", "sd")
        if getattr(value, name)
    }
    return {"value": value_json(value), "kind": value.kind, "arm": value.arm, **numbers}


def result_json(result: Result, places: Places) -> dict[str, Any]:
    """One result as the contract describes it."""
    effect = result.effect
    context = {
        name: getattr(result.context, name)
        for name in ("population", "subgroup", "timepoint", "assessor", "analysis", "row", "header")
        if getattr(result.context, name)
    }
    return {
        "id": result.id,
        "place": result.place,
        "label": result.label or None,
        "ref": list(result.ref),
        "study": result.study or None,
        "arms": [{"name": a.name, "n": _text(a.n)} for a in result.arms],
        "endpoint": result.endpoint or None,
        "endpoint_printed": result.endpoint_printed or None,
        "criterion": result.criterion or None,
        "values": [value_json(v) for v in result.values],
        "value_details": [_details(v) for v in result.values],
        "unit": result.unit or None,
        "effect": effect
        and {
            "kind": effect.kind,
            "adjusted": effect.adjusted,
            "estimate": _text(effect.estimate),
            "level": _text(effect.level),
            "level_inherited": effect.level_inherited,
            "low": _text(effect.low),
            "high": _text(effect.high),
        },
        "p": [
            {"relation": p.relation, "value": p.value.text}
            | ({"qualifier": p.qualifier} if p.qualifier else {})
            for p in result.p
        ],
        "context": context,
        "tables": list(result.tables),
        "evidence": [places.json(s) for s in result.spans],
    }


def evidence_json(item: Evidence, places: Places) -> dict[str, Any]:
    """One place of a verdict with its role."""
    return {
        "role": item.role,
        "place": item.place,
        "label": item.label or None,
        **places.json(item.span),
    }


def verdict_json(verdict: Verdict, places: Places) -> dict[str, Any]:
    """One verdict as the contract describes it."""
    return {
        "id": verdict.id,
        "check": verdict.check,
        "name": verdict.name,
        "outcome": verdict.outcome,
        "severity": verdict.severity,
        "ref": list(verdict.ref),
        "study": verdict.study or None,
        "endpoint": verdict.endpoint or None,
        "message": verdict.message,
        "computed": verdict.computed,
        "alternatives": list(verdict.alternatives),
        "results": list(verdict.results),
        "evidence": [evidence_json(e, places) for e in verdict.evidence],
    }


def coverage(audit: Audit) -> dict[str, Any]:
    """The denominators: numbers seen, results, results that a check could decide on, and the
    reasons why a check could not, with their counts (most frequent first)."""
    decided = {r for v in audit.verdicts if v.outcome in ("agrees", "differs") for r in v.results}
    ids = {r.id for r in audit.dossier.results}
    reasons = Counter(v.message for v in audit.verdicts if v.outcome == "cannot say")
    return {
        "numbers_seen": len(audit.dossier.numbers),
        "results": len(audit.dossier.results),
        "checked": len(decided & ids),
        "cannot_say": dict(sorted(reasons.items(), key=lambda kv: (-kv[1], kv[0]))),
    }


def article_json(article: Article) -> dict[str, Any]:
    """What identifies the article."""
    return {
        "path": article.path,
        "sha256": article.sha256,
        "format": article.format,
        "title": article.title or None,
        "doi": article.doi or None,
        "problems": [p.message for p in article.problems],
    }


def audit_json(audit: Audit) -> dict[str, Any]:
    """The one object that ``check --format json`` prints for a file."""
    places = Places(audit.article)
    return {
        "article": article_json(audit.article),
        "coverage": coverage(audit),
        "results": [result_json(r, places) for r in audit.dossier.results],
        "verdicts": [verdict_json(v, places) for v in audit.verdicts],
    }


def result_rows(article: Article, results: Iterable[Result]) -> Iterable[dict[str, str]]:
    """Results as flat rows of text (one per result): the columns of ``results.csv``."""
    places = Places(article)
    for result in results:
        row = result_json(result, places)
        effect = row["effect"] or {}
        first = row["evidence"][0] if row["evidence"] else {}
        yield {
            "id": row["id"],
            "place": row["place"],
            "label": row["label"] or "",
            "ref": " ".join(row["ref"]),
            "study": row["study"] or "",
            "arms": " | ".join(a["name"] for a in row["arms"]),
            "arm_n": " | ".join(a["n"] or "" for a in row["arms"]),
            "endpoint": row["endpoint"] or "",
            "criterion": row["criterion"] or "",
            "values": " | ".join(v if isinstance(v, str) else "-".join(v) for v in row["values"]),
            "unit": row["unit"] or "",
            "effect_kind": effect.get("kind") or "",
            "effect_adjusted": str(effect.get("adjusted", "")).lower(),
            "effect_estimate": effect.get("estimate") or "",
            "effect_level": effect.get("level") or "",
            "effect_low": effect.get("low") or "",
            "effect_high": effect.get("high") or "",
            "p": " | ".join(p["relation"] + p["value"] for p in row["p"]),
            "population": result.context.population,
            "analysis": result.context.analysis,
            "row": " ".join(result.context.row.split()),
            "caption": _caption(article, result),
            "start": str(first.get("start", "")),
            "end": str(first.get("end", "")),
            "line": str(first.get("line") or ""),
            "xpath": first.get("xpath") or "",
            "quote": " … ".join(e["quote"] for e in row["evidence"]),
        }


def _caption(article: Article, result: Result) -> str:
    """The caption of the result's table, in one line; "" for a result of the text."""
    if result.table is None:
        return ""
    pieces = article.tables[result.table].caption
    return " ".join(article.view(pieces).text.split()) if pieces else ""


def number_rows(article: Article, numbers: Iterable[Number]) -> Iterable[dict[str, str]]:
    """Numbers as flat rows of text: the columns of ``numbers.csv``."""
    places = Places(article)
    for number in numbers:
        where = places.json(number.num.span)
        yield {
            "id": number.id,
            "number": number.num.text,
            "role": number.role,
            "place": number.place,
            "label": number.label,
            "result": number.result,
            "start": str(where["start"]),
            "end": str(where["end"]),
            "line": str(where["line"] or ""),
            "xpath": where["xpath"] or "",
            "quote": where["quote"],
        }


def verdict_rows(article: Article, verdicts: Iterable[Verdict]) -> Iterable[dict[str, str]]:
    """Verdicts as flat rows of text (one per verdict): the columns of ``verdicts.csv``."""
    places = Places(article)
    for verdict in verdicts:
        row = verdict_json(verdict, places)
        first = row["evidence"][0] if row["evidence"] else {}
        yield {
            "id": row["id"],
            "check": row["check"],
            "name": row["name"],
            "outcome": row["outcome"],
            "severity": row["severity"] or "",
            "ref": " ".join(row["ref"]),
            "study": row["study"] or "",
            "endpoint": row["endpoint"] or "",
            "message": row["message"],
            "computed": "; ".join(f"{k}: {v}" for k, v in row["computed"].items()),
            "alternatives": " | ".join(row["alternatives"]),
            "results": " ".join(row["results"]),
            "start": str(first.get("start", "")),
            "end": str(first.get("end", "")),
            "line": str(first.get("line") or ""),
            "xpath": first.get("xpath") or "",
            "quotes": " … ".join(e["quote"] for e in row["evidence"]),
        }
