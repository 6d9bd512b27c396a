"""A frictionless data package for one article's folder in ``data/processed/``.

Belongs here: ``datapackage.json`` with every table, its columns, types, hash and key. Numbers of
the article are strings, because 0.70 and 0.7 are different evidence; offsets are integers.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from src.utils import paths
from src.utils.errors import InputError
from src.utils.provenance.manifest import sha256

NAME = "datapackage.json"
_INTEGERS = frozenset({"start", "end", "line"})
_KEYS = ("results", "extracted", "numbers", "verdicts")
#: What a column holds, wherever it stands (the same quantity has the same name everywhere).
COLUMNS = {
    "id": "stable name, made of what the row says",
    "place": "text, abstract, table, caption, footnote or reference",
    "label": "the table's own label",
    "ref": "the article's own bibliography numbers, separated by spaces",
    "study": "the study as the article names it",
    "endpoint": "standard term, or the article's own phrase",
    "criterion": "response criterion",
    "values": "one per arm, as printed, separated by ' | '",
    "unit": "unit of the values",
    "effect_kind": "HR, OR, RR, RD, MD ...",
    "effect_estimate": "as printed",
    "effect_level": "confidence level as printed; empty when none is",
    "effect_low": "lower bound as printed",
    "effect_high": "upper bound as printed",
    "p": "relation and value as printed",
    "check": "code of the check",
    "outcome": "agrees, differs, cannot say or failed",
    "severity": "error, warning or note where the outcome is differs",
    "message": "the finding in a sentence",
    "start": "first character in the source, counted from 0",
    "end": "character after the last",
    "line": "1-based line in the source",
    "xpath": "the element, for XML",
    "quote": "the printed characters",
    "quotes": "the printed characters of the evidence, separated by ' … '",
    "results": "ids of the results, separated by spaces",
}


def write_package(folder: str | Path) -> Path:
    """Write ``datapackage.json`` for every csv file below ``folder`` and return its path.

    Raises `errors.InputError` when the folder holds no table.
    """
    folder = Path(folder)
    tables = sorted(
        p
        for p in folder.rglob("*.csv")
        if not any(
            part.startswith(".") or part == "executed" for part in p.relative_to(folder).parts
        )
    )
    if not tables:
        raise InputError(f"{paths.shown(folder)} holds no table: run 'make all' first.")
    content = {
        "profile": "tabular-data-package",
        "name": _slug(folder.name),
        "title": f"Audit of {folder.name}",
        "description": "Results, numbers and verdicts read from one article, and the rows of its "
        "figures. Numbers are strings exactly as printed.",
        "resources": [_resource(p, folder) for p in tables],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return paths.write_atomic(folder / NAME, text)


def _resource(path: Path, folder: Path) -> dict[str, Any]:
    relative = path.relative_to(folder).as_posix()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    names = rows[0] if rows else []
    plotted = "/" in relative
    schema: dict[str, Any] = {
        "fields": [_field(n, [r[k] for r in rows[1:]], plotted) for k, n in enumerate(names)],
        "missingValues": [""],
    }
    if path.stem in _KEYS and names[:1] == ["id"]:
        schema["primaryKey"] = ["id"]
    return {
        "name": _slug(relative.removesuffix(".csv")),
        "path": relative,
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        "schema": schema,
    }


def _field(name: str, cells: list[str], plotted: bool) -> dict[str, Any]:
    kind = "string"
    if name in _INTEGERS:
        kind = "integer"
    elif plotted and (filled := [c for c in cells if c]) and all(_is_float(c) for c in filled):
        # Rows of a figure are computed, not printed: here a number is a number.
        kind = "number"
    out: dict[str, Any] = {"name": name, "type": kind}
    if name in COLUMNS:
        out["description"] = COLUMNS[name]
    return out


def _is_float(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?", text) is not None


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-") or "package"
