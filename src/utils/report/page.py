"""The audit page: one self-contained HTML file that needs no network and no Python.

Belongs here: gathering what the template shows and binding style and script into the file. The
page's content security policy forbids every request and every script but its own (by hash), all
text goes through Jinja2's autoescape or `markupsafe.escape`, and figures are images, in which no
script runs. The same audit gives the same bytes: no date, no path of a machine.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from src.utils import paths
from src.utils.checks.wording import PARAMETERS
from src.utils.places import Places
from src.utils.provenance import quotes
from src.utils.provenance.decisions import Decided
from src.utils.provenance.visible import folded
from src.utils.record_json import coverage
from src.utils.records import Audit, Result, Verdict
from src.utils.report import figures, prose, summary
from src.utils.report import tables as grids

_HERE = Path(__file__).parent
_WORDS = {
    "error": "Error",
    "warning": "Warning",
    "note": "Note",
    "agrees": "Agrees",
    "cannot say": "Cannot say",
    "failed": "Check failed",
}
_DECISION = {"confirm": "Confirmed", "dismiss": "Dismissed", "question": "Question for the authors"}


def render(
    audit: Audit,
    figures_dir: str | Path | None = None,
    decisions: Decided | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> str:
    """The page of one audited article, as text.

    ``figures_dir`` holds ``*.svg`` with the plotted rows as ``*.csv`` of the same stem;
    ``decisions`` comes from `provenance.decisions`; ``manifest`` from
    `provenance.manifest.describe` (inputs, versions, parameters, corrections).
    """
    decided = decisions or Decided()
    article = audit.article
    places = Places(article)
    paint = prose.Painter(article, audit.dossier.numbers, audit.verdicts)
    text, tables = prose.prose(article, paint), grids.tables(article, paint)
    related = _related(audit)
    rows = [_row(v, audit, places, decided, related) for v in audit.verdicts]
    style, script = _asset("page.css"), _asset("page.js")
    return _template().render(
        article=article,
        title=article.title or Path(article.path).name,
        source=_named(article.path),
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        coverage=coverage(audit),
        tally=summary.tally(audit.verdicts),
        families=summary.families(audit.verdicts),
        words=_WORDS,
        verdicts=rows,
        studies=sorted({r["study"] for r in rows if r["study"]}, key=str.casefold),
        checks=sorted({(v.check, v.name.replace("-", " ")) for v in audit.verdicts}),
        text=text,
        tables=tables,
        labels=grids.labels(article),
        elsewhere=prose.elsewhere(paint),
        data=_data(audit, places, rows),
        figures=figures.collect(figures_dir),
        decided=decided,
        decision_words=_DECISION,
        manifest={
            **(manifest or {}),
            "inputs": {_named(k): v for k, v in (manifest or {}).get("inputs", {}).items()},
        },
        parameters={**PARAMETERS, **audit.dossier.parameters},
        version=_version(),
    )


def _named(path: str) -> str:
    """A path as the page shows it: from the root, or the name alone outside of the project."""
    if not Path(path).is_absolute():
        return Path(path).as_posix()
    shown = paths.shown(path)
    return Path(path).name if Path(shown).is_absolute() else shown


def _row(
    verdict: Verdict,
    audit: Audit,
    places: Places,
    decided: Decided,
    related: Mapping[str, tuple[Verdict, ...]],
) -> dict[str, Any]:
    """What the template shows of one verdict."""
    printed = quotes.evidence(audit.article, verdict, places)
    refs = ", ".join(verdict.ref)
    return {
        "v": verdict,
        "tone": summary.tone(verdict),
        "name": verdict.name.replace("-", " "),
        "study": verdict.study or (f"Reference {refs}" if refs else ""),
        "refs": refs,
        "quotes": printed,
        "steps": [(k, v) for k, v in verdict.computed.items() if v != ""],
        "spans": " ".join(f"{q.start}-{q.end}" for q in printed),
        "witnesses": quotes.witnesses(verdict, audit.dossier),
        "decision": decided.states.get(verdict.id),
        "lazy": verdict.outcome in ("agrees", "cannot say") and verdict.id not in decided.states,
        "related": [o for o in related.get(verdict.id, ()) if o.id != verdict.id],
    }


def _related(audit: Audit) -> dict[str, tuple[Verdict, ...]]:
    """For each verdict that differs, the others that differ about one of its results."""
    by_result: dict[str, list[Verdict]] = {}
    loud = [v for v in audit.verdicts if v.outcome == "differs"]
    for verdict in loud:
        for name in verdict.results:
            by_result.setdefault(name, []).append(verdict)
    out = {}
    for verdict in loud:
        found = {o.id: o for name in verdict.results for o in by_result[name]}
        out[verdict.id] = tuple(found.values())[:12]
    return out


def _data(audit: Audit, places: Places, rows: list[dict[str, Any]]) -> Markup:
    """Numbers, results and the bodies of quiet verdicts for the page's script.

    Most verdicts agree; their bodies are built when they are opened, which keeps the file a
    third of the size. The JSON cannot end its own element.
    """
    article = audit.article
    results: dict[str, dict[str, Any]] = {}
    for result in audit.dossier.results:
        results[result.id] = {
            "says": quotes.sentence(result),
            "study": result.study,
            "ref": ", ".join(result.ref),
            "where": _where(result, places),
            "spans": [[s.start, s.end] for s in result.spans],
            "quote": " … ".join(folded(article, s) for s in result.spans)[:400],
            "same": [],
        }
    for link in audit.dossier.links:
        if link.left in results and link.right in results:
            basis = "derived: " + link.derived if link.derived else "linked by " + link.basis
            results[link.left]["same"].append([link.right, basis])
            results[link.right]["same"].append([link.left, basis])
    numbers = {
        prose.number_id(n): [
            n.num.span.start,
            n.num.span.end,
            n.num.text,
            n.role,
            n.label or n.place,
            0 if article.anchors else places.line(n.num.span.start),
            n.result,
        ]
        for n in audit.dossier.numbers
    }
    raw = json.dumps(
        {"numbers": numbers, "results": results, **_bodies(rows)},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return Markup(raw.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _bodies(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The bodies of quiet verdicts: quotes, arithmetic, alternatives, witnesses by index."""
    said: dict[tuple[str, str, str], int] = {}
    bodies = {}
    for row in rows:
        if not row["lazy"]:
            continue
        verdict = row["v"]
        indices = [
            said.setdefault(
                (
                    w.says,
                    f"Reference {w.ref}: {w.source} (row {w.line} of the primary reports)",
                    w.doi,
                ),
                len(said),
            )
            for w in row["witnesses"]
        ]
        bodies[verdict.id] = [
            [[q.role, q.text, q.where, q.interval] for q in row["quotes"]],
            row["steps"],
            list(verdict.alternatives),
            indices,
        ]
    return {"bodies": bodies, "said": list(said)}


def _where(result: Result, places: Places) -> str:
    place = result.label if result.place == "table" and result.label else result.place
    where = quotes.spot(result.spans[0], places) if result.spans else ""
    return ", ".join(x for x in (place, where) if x)


# --------------------------------------------------------------------------- style, script, policy


@lru_cache(maxsize=4)
def _asset(name: str) -> str:
    text = (_HERE / name).read_text(encoding="utf-8")
    if re.search(r"</(style|script)", text, re.IGNORECASE):
        raise ValueError(f"{name} would end its own element")
    return text


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("page.html.j2")


def _policy(style: str, script: str) -> str:
    """Nothing may be requested; one style and one script, known by their sha256, may apply."""

    def known(text: str) -> str:
        digest = hashlib.sha256(text.encode("utf-8")).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"

    return (
        f"default-src 'none'; style-src {known(style)}; script-src {known(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _version() -> str:
    try:
        return metadata.version("article-audit")
    except metadata.PackageNotFoundError:
        return ""
