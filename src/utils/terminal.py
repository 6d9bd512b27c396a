"""What a person reads in the terminal: findings with their place, quote, numbers and ways out.

Text only; colours are rich's business and vanish when the output is not a terminal.
"""

from __future__ import annotations

import shutil
from collections import Counter
from typing import IO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from src.utils.places import Places
from src.utils.record_json import SEVERITIES, coverage
from src.utils.records import Audit, Evidence, Verdict

_STYLE = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan", "failed": "bold red"}


def console(stderr: bool = False, file: IO[str] | None = None) -> Console:
    """A console that neither guesses colours in numbers nor wraps words in the middle."""
    width = shutil.get_terminal_size((100, 24)).columns
    return Console(
        stderr=stderr,
        file=file,
        highlight=False,
        soft_wrap=True,
        width=width,
    )


def print_audit(out: Console, audit: Audit, dismissed: frozenset[str] = frozenset()) -> None:
    """All findings of one article and the count of what was checked."""
    places = Places(audit.article)
    for verdict in audit.verdicts:
        if verdict.outcome in ("differs", "failed"):
            _print_verdict(out, audit, verdict, places, verdict.id in dismissed)
    _print_summary(out, audit, dismissed)


def _print_verdict(
    out: Console, audit: Audit, verdict: Verdict, places: Places, dismissed: bool
) -> None:
    word = verdict.severity or verdict.outcome
    head = Text()
    where = _where(audit, verdict, places)
    head.append(where, style="bold")
    head.append("  ")
    head.append(f"{word} {verdict.check}", style=_STYLE.get(word, ""))
    head.append(f" {verdict.name}")
    about = " · ".join(
        x for x in (verdict.study, "".join(f"[{r}]" for r in verdict.ref), verdict.endpoint) if x
    )
    if about:
        head.append(f"  {about}", style="dim")
    if dismissed:
        head.append("  (dismissed)", style="dim")
    out.print(head)
    out.print(Text("  " + verdict.message))
    for line in _snippets(audit, verdict, places):
        out.print(line)
    for name, value in verdict.computed.items():
        out.print(Text(f"    {name.replace('_', ' ')}: {value}", style="dim"))
    for alternative in verdict.alternatives:
        out.print(Text(f"  = {alternative}"))
    out.print(Text(f"  id {verdict.id}\n", style="dim"))


def _where(audit: Audit, verdict: Verdict, places: Places) -> str:
    if not verdict.evidence:
        return audit.article.path
    span = verdict.evidence[0].span
    spot = places.json(span)
    if spot["xpath"]:
        line = f":{spot['line']}" if spot["line"] else ""
        return f"{audit.article.path}{line}"
    return f"{audit.article.path}:{spot['line']}:{places.column(span.start)}"


def _snippets(audit: Audit, verdict: Verdict, places: Places, around: int = 44) -> list[Text]:
    """The quotes in their context, one line per stretch, the evidence underlined with its role."""
    groups: list[list[Evidence]] = []
    for item in sorted(verdict.evidence, key=lambda e: e.span)[:12]:
        near = groups and item.span.start - groups[-1][-1].span.end < around
        if near and groups[-1][-1].place == item.place:
            groups[-1].append(item)
        else:
            groups.append([item])
    out: list[Text] = []
    text = audit.article.text
    for group in groups[:6]:
        low = max(group[0].span.start - around, 0)
        high = min(max(e.span.end for e in group) + around, len(text))
        if high - low > 220:
            high = low + 220
        gutter = f"  {_found_in(group[0], places)} | "
        piece = "".join(" " if c.isspace() else c for c in text[low:high])
        out.append(Text(gutter, style="dim") + Text(piece))
        marks = [" "] * len(piece)
        for e in group:
            for k in range(max(e.span.start, low), min(e.span.end, high)):
                marks[k - low] = "^"
        under = "".join(marks).rstrip()
        roles = ", ".join(dict.fromkeys(e.role for e in group))
        out.append(Text(" " * len(gutter) + under, style="bold") + Text(f"  {roles}", style="dim"))
    return out


def _found_in(item: Evidence, places: Places) -> str:
    """A place as a reader looks for it: with its line, in XML under its heading.

    The lines of XML say nothing: many files hold the whole body on one.
    """
    label = item.label or item.place
    spot = places.json(item.span)
    if spot["xpath"] is None:
        return f"{label}, line {spot['line']}"
    section = places.section(item.span.start) if not item.label else ()
    if not section or section[-1].lower() == label:
        return label
    heading = section[-1] if len(section[-1]) <= 40 else section[-1][:39].rstrip() + "…"
    return f"{label}, {heading}"


def _print_summary(out: Console, audit: Audit, dismissed: frozenset[str]) -> None:
    counts: Counter[str | None] = Counter(
        v.severity for v in audit.verdicts if v.outcome == "differs" and v.id not in dismissed
    )
    outcomes = Counter(v.outcome for v in audit.verdicts)
    cover = coverage(audit)
    found = ", ".join(f"{counts[s]} {s}{'s' if counts[s] != 1 else ''}" for s in SEVERITIES)
    out.print(Text(f"{audit.article.path}: {found}", style="bold"))
    out.print(
        f"  {cover['numbers_seen']} numbers seen, {cover['results']} results, "
        f"{cover['checked']} of them judged; {outcomes['agrees']} checks agree, "
        f"{outcomes['differs']} differ, {outcomes['cannot say']} cannot say"
        + (f", {outcomes['failed']} failed" if outcomes["failed"] else "")
        + (f"; {len(dismissed)} dismissed" if dismissed else "")
        + "."
    )
    for reason, n in list(cover["cannot_say"].items())[:5]:
        out.print(Text(f"    cannot say, {n}: {reason}", style="dim"))
    for problem in audit.article.problems:
        out.print(Text(f"  read with care: {problem.message}", style="dim"))


def print_checks(out: Console, rows: list[tuple[str, str, str, str]]) -> None:
    """The table of all checks: code, name, family, one-line summary."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("code", "name", "called with", "what it finds"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    out.print(table, soft_wrap=False)
