"""From an id to the printed quote in its context: ``article-audit trace ID``.

Belongs here: following a verdict, a result, a number or a plotted row back to the characters of
the source. A place is shown as ``file:line:column`` with the line's text around the quote and a
mark below it.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from src.utils import paths
from src.utils.errors import InputError
from src.utils.places import Places
from src.utils.provenance.quotes import sentence
from src.utils.records import Article, Audit, Number, Result, Span, Verdict

_AROUND = 56
_ID = re.compile(r"\b[vnrk]-[0-9a-f]{10}(?:-\d+)?\b")
_ROW = re.compile(r"(?P<file>.+\.csv):(?P<row>\d+)\Z")


def trace(audit: Audit, name: str) -> list[str]:
    """Lines for a terminal: what has this id, and every printed place it stands on.

    ``name`` is a verdict's, a result's or a number's id, or ``figure.csv:ROW`` for a plotted row
    (rows count from 1 below the header; the file is looked for here and in the article's figures).
    An empty list says that the article has no such id.
    """
    row = _ROW.match(name)
    if row:
        return _row(audit, row["file"], int(row["row"]))
    places = Places(audit.article)
    for verdict in audit.verdicts:
        if verdict.id == name:
            return _verdict(audit, verdict, places)
    for result in audit.dossier.results:
        if result.id == name:
            return _result(audit, result, places)
    for number in audit.dossier.numbers:
        if name in (number.id, f"n-{number.id}"):
            return _number(audit, number, places)
    return []


def context(article: Article, span: Span, places: Places, indent: str = "  ") -> list[str]:
    """Where a span stands and the text around it, with the quote marked below."""
    where = places.json(span)
    text = article.text
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
    stop = text.find("\n", span.end)
    stop = min(len(text) if stop < 0 else stop, span.end + _AROUND)
    before = ("…" if start and text[start - 1] != "\n" else "") + text[start : span.start]
    quote = text[span.start : span.end].replace("\n", " ")
    after = text[span.end : stop] + ("…" if stop < len(text) and text[stop] != "\n" else "")
    if where["xpath"]:
        at = f"{paths.shown(article.path)} {where['xpath']}"
        at += f" characters {where['start']}-{where['end']}"
        if where["line"]:
            at += f" (line {where['line']})"
    else:
        at = f"{paths.shown(article.path)}:{where['line']}:{places.column(span.start)}"
    line = (before + quote + after).replace("\t", " ")
    if len(quote) > 2 * _AROUND:
        return [f"{indent}{at}", f"{indent}  “{quote}”"]
    return [
        f"{indent}{at}",
        f"{indent}  {line}",
        f"{indent}  {' ' * len(before)}{'^' * len(quote)}",
    ]


def _verdict(audit: Audit, verdict: Verdict, places: Places) -> list[str]:
    tone = f" ({verdict.severity})" if verdict.severity else ""
    out = [
        f"{verdict.id}  {verdict.check} {verdict.name}: {verdict.outcome}{tone}",
        verdict.message,
    ]
    if verdict.study or verdict.ref:
        refs = f" [{', '.join(verdict.ref)}]" if verdict.ref else ""
        out.append(
            f"study: {verdict.study}{refs}" + (f", {verdict.endpoint}" * bool(verdict.endpoint))
        )
    for role, places_of in _by_role(verdict):
        out.append(f"{role}:")
        for span in places_of:
            out += context(audit.article, span, places)
    if verdict.computed:
        out.append("arithmetic:")
        out += [f"  {key}: {value}" for key, value in verdict.computed.items()]
    if verdict.alternatives:
        out.append("alternatives tried:")
        out += [f"  {item}" for item in verdict.alternatives]
    known = {r.id: r for r in audit.dossier.results}
    rows = [f"  {k}  {sentence(known[k])}" for k in verdict.results if k in known]
    return out + (["results:", *rows] if rows else [])


def _by_role(verdict: Verdict) -> list[tuple[str, list[Span]]]:
    out: list[tuple[str, list[Span]]] = []
    for item in verdict.evidence:
        where = f"{item.role} ({item.label or item.place})"
        if out and out[-1][0] == where:
            out[-1][1].append(item.span)
        else:
            out.append((where, [item.span]))
    return out


def _result(audit: Audit, result: Result, places: Places) -> list[str]:
    study = f" {result.study} [{', '.join(result.ref)}]" if result.study or result.ref else ""
    out = [f"{result.id}  result in {result.label or result.place}{study}", sentence(result)]
    for span in result.spans:
        out += context(audit.article, span, places)
    numbers = [n for n in audit.dossier.numbers if n.result == result.id]
    if numbers:
        out.append("numbers:")
        out += [f"  {n.id}  {n.role} {audit.article.quote(n.num.span)}" for n in numbers]
    known = {r.id: r for r in audit.dossier.results}
    others = [
        (k.right if k.left == result.id else k.left, k.basis)
        for k in audit.dossier.links
        if result.id in (k.left, k.right)
    ]
    if others:
        out.append("the same quantity elsewhere:")
        out += [f"  {k}  {sentence(known[k])} (linked by {basis})" for k, basis in others]
    return out + _said(v for v in audit.verdicts if result.id in v.results)


def _number(audit: Audit, number: Number, places: Places) -> list[str]:
    out = [f"{number.id}  {number.role} {number.num.text} in {number.label or number.place}"]
    out += context(audit.article, number.num.span, places)
    known = {r.id: r for r in audit.dossier.results}
    if number.result in known:
        out += ["result:", f"  {number.result}  {sentence(known[number.result])}"]
    return out + _said(
        v for v in audit.verdicts if any(e.span.overlaps(number.num.span) for e in v.evidence)
    )


def _said(verdicts: object) -> list[str]:
    rows = [
        f"  {v.id}  {v.check} {v.severity or v.outcome}: {v.message}"
        for v in verdicts  # type: ignore[attr-defined]
    ]
    return ["said about it:", *rows] if rows else ["no check speaks of it."]


def _row(audit: Audit, name: str, row: int) -> list[str]:
    """A plotted row: its cells, then every id that stands in them."""
    folder = paths.article_dir(Path(audit.article.path).name)
    candidates = [Path(name), folder / name, folder / "figures" / Path(name).name]
    path = next((p for p in candidates if p.is_file()), None)
    if path is None:
        return []
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    if not 1 <= row < len(lines):
        raise InputError(f"{paths.shown(path)} has {max(len(lines) - 1, 0)} rows and no row {row}.")
    cells = dict(zip(lines[0], lines[row], strict=False))
    out = [f"{paths.shown(path)}, row {row}"]
    out += [f"  {key}: {value}" for key, value in cells.items() if value]
    found = dict.fromkeys(_ID.findall(" ".join(lines[row])))
    for one in found:
        lines_of = trace(audit, one)
        out += ["", *lines_of] if lines_of else ["", f"{one} is not in this article any more."]
    return out if found else [*out, "This row names no verdict, result or number."]
