"""How verdicts of the third witness name sources, places and numbers."""

from __future__ import annotations

import re

from src.utils.linking.fields import Field
from src.utils.records import Article, Dossier, PrimaryReport, Result


def source_of(primary: PrimaryReport) -> str:
    """The primary publication in words, with its doi, PMID or journal."""
    f = primary.fields
    name = f"{f.get('first_author', '')} {f.get('year', '')}".strip() or f"reference {primary.ref}"
    if f.get("doi"):
        return f"{name}, doi {f['doi']}"
    if f.get("pmid"):
        return f"{name}, PMID {f['pmid']}"
    return f"{name}, {f['journal']}" if f.get("journal") else name


def at_first_hand(primary: PrimaryReport) -> bool:
    """Whether the row was read in the publication itself and not in a report about it."""
    kind = primary.fields.get("source_kind", "")
    return bool(re.match(r"\s*(?:abstract|full\s+text)(?!.*secondary)", kind, re.IGNORECASE))


def first_of(primary: PrimaryReport, dossier: Dossier) -> bool:
    """Whether this is the first row of its reference (facts of the study are judged once)."""
    return next(p.line for p in dossier.primaries if p.ref == primary.ref) == primary.line


def label_of(result: Result, article: Article) -> str:
    """Where a result stands, in words."""
    if result.place == "table":
        return result.label or "the table"
    return "the abstract" if result.place == "abstract" else "the text"


def words_of(field: Field, right: bool) -> str:
    """One side of a field as a sentence prints it."""
    num = field.right if right else field.left
    if field.name == "p":
        return f"P {field.relations[1 if right else 0]} {num.text}"
    if num.text == "NR":
        return "not reached"
    unit = "%" if field.kind == "percent" or field.name == "level" else ""
    names = {"low": "lower bound ", "high": "upper bound ", "level": "level "}
    name = f"{field.kind} " if field.name == "estimate" else names.get(field.name, "")
    return f"{name}{num.text}{unit}"
