"""How results, verdicts and articles show themselves in a notebook, and tables one can sort.

Belongs here: HTML for JupyterLab, made of escaped text, without network, without ids that change
from run to run. `install` makes IPython use it; outside of IPython nothing happens. The full page
of an article is `report.page`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from src.utils.places import Places
from src.utils.provenance import quotes
from src.utils.provenance.decisions import Decided, Decision
from src.utils.provenance.visible import visible
from src.utils.record_json import coverage
from src.utils.records import Article, Audit, Result, Span, Verdict
from src.utils.report.summary import families, tally, tone

_AROUND = 70
_SIGNS = {
    "error": "■",
    "warning": "▲",
    "note": "●",
    "agrees": "✓",
    "cannot say": "○",
    "failed": "✕",
}
_COLOURS = {"error": "#b02a12", "warning": "#8a5a00", "note": "#1f5f9e", "failed": "#b02a12"}
_QUIET = "#666"
#: Numbers sort as numbers, text as text; a second click turns the order round. No id, no library.
_SORT = (
    "(function(th){var t=th.closest('table'),b=t.tBodies[0],k=th.cellIndex,"
    "up=th.getAttribute('aria-sort')!=='ascending';"
    "Array.prototype.forEach.call(th.parentNode.cells,function(c){c.removeAttribute('aria-sort')});"
    "th.setAttribute('aria-sort',up?'ascending':'descending');"
    "Array.prototype.slice.call(b.rows).sort(function(x,y){"
    "var p=x.cells[k].textContent.trim(),q=y.cells[k].textContent.trim(),"
    "m=parseFloat(p),n=parseFloat(q),"
    "d=isNaN(m)||isNaN(n)?p.localeCompare(q,'en',{numeric:true}):m-n;return up?d:-d})"
    ".forEach(function(r){b.appendChild(r)})})(event.target.closest('th'))"
)

_known: list[tuple[Audit, Decided]] = []


def install(audit: Audit | None = None, decisions: Decided | None = None) -> None:
    """Let IPython show records richly.

    ``audit`` is where verdicts and results find their text, ``decisions`` what reviewers decided.
    """
    if audit is not None:
        others = [one for one in _known if one[0].article.sha256 != audit.article.sha256]
        _known[:] = [*others, (audit, decisions or Decided())]
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is None:
        return
    formatter = shell.display_formatter.formatters["text/html"]
    formatter.for_type(Audit, lambda one: str(audit_html(one)))
    formatter.for_type(Article, lambda one: str(article_html(one)))
    formatter.for_type(Verdict, lambda one: str(_found(one, verdict_html)))
    formatter.for_type(Result, lambda one: str(_found(one, result_html)))


def _found(record: Any, show: Any) -> Markup:
    """Show a record with the audit it belongs to; without one, its words alone."""
    for audit, _ in reversed(_known):
        pool: Iterable[Any] = (
            audit.verdicts if isinstance(record, Verdict) else audit.dossier.results
        )
        if any(one is record or one.id == record.id for one in pool):
            return Markup(show(record, audit))
    if isinstance(record, Verdict):
        return Markup("<div>{} {}: {}</div>").format(record.check, tone(record), record.message)
    return Markup("<div>{}</div>").format(quotes.sentence(record))


def context_html(article: Article, span: Span) -> Markup:
    """A quote highlighted in the text around it, all of it as text."""
    text = article.text
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
    stop = text.find("\n", span.end)
    stop = min(len(text) if stop < 0 else stop, span.end + _AROUND)
    return Markup("{}{}<mark>{}</mark>{}{}").format(
        "…" if start and text[start - 1] != "\n" else "",
        visible(article, Span(start, span.start)),
        visible(article, span) or article.quote(span),
        visible(article, Span(span.end, stop)),
        "…" if stop < len(text) and text[stop] != "\n" else "",
    )


def _sign(kind: str) -> Markup:
    return Markup('<span style="color:{}" title="{}">{}</span>').format(
        _COLOURS.get(kind, _QUIET), kind, _SIGNS[kind]
    )


def _list(items: Iterable[Markup]) -> Markup:
    rows = Markup("").join(Markup("<li>{}</li>").format(i) for i in items)
    return Markup('<ul style="margin:.2em 0">{}</ul>').format(rows) if rows else Markup("")


def _decision(verdict: Verdict) -> Decision | None:
    return next((d.states[verdict.id] for _, d in reversed(_known) if verdict.id in d.states), None)


def verdict_html(verdict: Verdict, audit: Audit) -> Markup:
    """A verdict: its sentence, its quotes in context, arithmetic and alternatives."""
    article, places = audit.article, Places(audit.article)
    spans = list(dict.fromkeys(e.span for e in verdict.evidence))
    shown = zip(quotes.evidence(article, verdict, places), spans, strict=True)
    evidence = [
        Markup("<small>{} · {}</small><br>{}").format(q.role, q.where, context_html(article, s))
        for q, s in shown
    ]
    steps = [Markup("{}: <code>{}</code>").format(k, v) for k, v in verdict.computed.items()]
    alternatives = [escape(a) for a in verdict.alternatives]
    head = " · ".join(x for x in (verdict.study, verdict.endpoint, verdict.id) if x)
    decided = _decision(verdict)
    said = Markup("")
    if decided:
        said = Markup("<div><b>{}</b> by {}, {}{}</div>").format(
            decided.decision,
            decided.who,
            decided.when,
            f": {decided.reason}" if decided.reason else "",
        )
    return Markup(
        "<div><div>{} <b>{}</b> {}</div><div>{}</div><small>{}</small>{}{}{}{}</div>"
    ).format(
        _sign(tone(verdict)),
        verdict.check,
        verdict.name.replace("-", " "),
        verdict.message,
        head,
        said,
        _list(evidence),
        _list(steps),
        _list(alternatives),
    )


def result_html(result: Result, audit: Audit) -> Markup:
    """A result: the whole tuple, where it stands, and what checks say about it."""
    said = [
        Markup("{} {} {}").format(_sign(tone(v)), v.check, v.message)
        for v in audit.verdicts
        if result.id in v.results and v.outcome == "differs"
    ]
    where = result.label or result.place
    refs = f" [{', '.join(result.ref)}]" if result.ref else ""
    return Markup("<div><b>{}</b><br><small>{}{} · {} · {}</small>{}{}</div>").format(
        quotes.sentence(result),
        result.study,
        refs,
        where,
        result.id,
        _list(context_html(audit.article, s) for s in result.spans),
        _list(said),
    )


def article_html(article: Article) -> Markup:
    """An article: what it is, its tables, and what the reader could not take at face value."""
    facts = (
        ("file", article.path),
        ("format", article.format),
        ("doi", article.doi),
        ("sha256", article.sha256[:16]),
        ("blocks", len(article.blocks)),
        ("tables", ", ".join(t.label or "table" for t in article.tables) or "none"),
        ("references", len(article.references)),
    )
    rows = Markup("").join(
        Markup(
            '<tr><th style="text-align:left">{}</th><td style="text-align:left">{}</td></tr>'
        ).format(k, v)
        for k, v in facts
        if v != ""
    )
    return Markup("<div><b>{}</b><table>{}</table>{}</div>").format(
        article.title or article.path, rows, _list(escape(p.message) for p in article.problems)
    )


def audit_html(audit: Audit) -> Markup:
    """An audit: counts with their denominators, by family, and the loudest findings."""
    counts, seen = tally(audit.verdicts), coverage(audit)
    rows = [
        {
            "family": f"{f.code} {f.title}",
            "error": f.error,
            "warning": f.warning,
            "note": f.note,
            "agrees": f.agrees,
            "cannot say": f.cannot_say,
            "failed": f.failed,
        }
        for f in families(audit.verdicts)
    ]
    loud = [v for v in audit.verdicts if v.severity in ("error", "warning")]
    loud.sort(key=lambda v: v.severity != "error")
    words = ", ".join(f"{n} {k}" for k, n in counts.items() if n)
    return Markup("<div><b>{}</b><br>{} numbers seen, {} results, {} decided: {}{}{}</div>").format(
        audit.article.title or audit.article.path,
        seen["numbers_seen"],
        seen["results"],
        seen["checked"],
        words or "nothing",
        table_html(rows),
        _list(
            Markup("{} {} {} <small>{}</small>").format(_sign(tone(v)), v.check, v.message, v.id)
            for v in loud[:20]
        ),
    )


def table_html(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> Markup:
    """A table that sorts when a heading is chosen; works offline, and is a table without script."""
    names = list(columns) or (list(rows[0]) if rows else [])
    head = Markup("").join(
        Markup('<th scope="col" tabindex="0" title="sort" style="cursor:pointer">{}</th>').format(n)
        for n in names
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(row.get(n, "")) for n in names)
        )
        for row in rows
    )
    return Markup(
        '<div style="overflow-x:auto;max-height:32em"><table><thead onclick="{0}" '
        "onkeydown=\"if(event.key==='Enter'){{{0}}}\"><tr>{1}</tr></thead>"
        "<tbody>{2}</tbody></table></div>"
    ).format(_SORT, head, body)


class Sortable:
    """A data frame, or rows, that show themselves as `table_html`."""

    def __init__(self, frame: Any):
        """Take a pandas frame or a sequence of mappings."""
        records = frame.to_dict("records") if hasattr(frame, "to_dict") else list(frame)
        columns = [str(c) for c in frame.columns] if hasattr(frame, "columns") else []
        self._html = str(table_html(records, columns))
        self._text = f"{len(records)} rows"

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        """How many rows there are, where no HTML can be shown."""
        return self._text
