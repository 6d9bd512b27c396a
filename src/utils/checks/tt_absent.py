"""TT09: what the text reports with a reference to a table, and the table does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.checks import tt_words as words
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.linking.keys import standard
from src.utils.records import Dossier, Evidence, Finding, Num, Result, Span, StudyRow, Value


@check("TT09", "absent-from-the-table-referred-to")
def absent_from_table(result: Result, dossier: Dossier) -> Iterator[Finding]:
    """The text refers to a table whose row for the study lacks the result, or a statistic of it.

    Compares
    --------
    A result of the prose that names its study with the row of that study in the table that the
    sentence, or its paragraph, refers to. A heading without a cell under it counts as absent.

    Why it matters
    --------------
    A reader who follows the reference to the table cannot verify what the text says.

    Known limits
    ------------
    Only tables with one row per study. What only the table reports is coverage, no finding.
    Where the row has no heading for the endpoint at all, a note is all that is said, because a
    reference to a table need not promise every number.

    Source
    ------
    The headings and cells of the study's row.
    """
    if result.place not in ("text", "abstract"):
        return
    described = {dossier.article.tables[s.table].label for s in dossier.studies}
    if len(result.ref) != 1:
        if described & set(result.tables):
            yield cannot_say("the sentence does not bind the result to one study of the table")
        return
    rows = [s for s in dossier.studies if result.ref[0] in s.ref]
    holding = {dossier.article.tables[s.table].label for s in rows}
    if described & set(result.tables) and not holding & set(result.tables):
        yield cannot_say("no row for the study in the table referred to")
    partners = _partners(result, dossier)
    for row in rows:
        label = dossier.article.tables[row.table].label
        sentence = label in result.tables
        if not sentence and not _paragraph_refers(result, label, dossier):
            continue
        here = [p for p in partners if p.table == row.table]
        if here:
            yield _statistics(result, here[0], label)
            continue
        finding = _whole(result, row, label, sentence, dossier)
        if finding is not None:
            yield finding


def _partners(result: Result, dossier: Dossier) -> list[Result]:
    """The results of tables that this one is linked to."""
    out = []
    for link in dossier.links:
        if link.left == result.id:
            out.append(dossier.result(link.right))
        elif link.right == result.id:
            out.append(dossier.result(link.left))
    return [r for r in out if r.table is not None]


def _paragraph_refers(result: Result, label: str, dossier: Dossier) -> bool:
    if result.block is None or not label:
        return False
    return label in dossier.article.view(dossier.article.blocks[result.block].pieces).text


def _whole(
    result: Result, row: StudyRow, label: str, sentence: bool, dossier: Dossier
) -> Finding | None:
    """The whole result is missing from the study's row."""
    if not result.endpoint or not (result.values or result.effect):
        return None
    heading = _heading(result, row)
    by = f" ({result.criterion})" if result.criterion else ""
    said = " vs. ".join(_value(v) for v in result.values) or "an effect"
    evidence = _numbers(result)
    study = row.name or f"reference {row.ref[0]}"
    if heading is not None:
        return differs(
            "warning",
            f"The text reports {result.endpoint}{by} of {study} as {said} and refers to {label}, "
            "where the cell under that heading is empty.",
            evidence=(*evidence, Evidence("header", heading, "table", label)),
            computed={"heading": dossier.article.quote(heading), "cell": "empty"},
            alternatives=_displaced(result, row, dossier),
        )
    if not sentence or not standard(result.endpoint):
        return None
    other = _other_criterion(result, row)
    return differs(
        "note",
        f"The text reports {result.endpoint}{by} of {study} as {said} and refers to {label}, "
        f"whose row for the study has no such column{other}.",
        evidence=(*evidence, Evidence("row", row.span, "table", label)),
        computed={"headings": ", ".join(_names(row))},
    )


def _names(row: StudyRow) -> list[str]:
    return [f"{name}, {criterion}" if criterion else name for name, criterion, _ in row.endpoints]


def _heading(result: Result, row: StudyRow) -> Span | None:
    """The empty heading under which the result should stand."""
    for i in row.empty:
        name, criterion, span = row.endpoints[i]
        if name == result.endpoint and (not result.criterion or criterion == result.criterion):
            return span
    return None


def _other_criterion(result: Result, row: StudyRow) -> str:
    others = [
        c for n, c, _ in row.endpoints if n == result.endpoint and c and c != result.criterion
    ]
    return f" (it has {result.endpoint} by {', '.join(others)})" if others else ""


def _displaced(result: Result, row: StudyRow, dossier: Dossier) -> tuple[str, ...]:
    """A cell of the same row under another heading that prints the same numbers."""
    mine = [n.text for v in result.values for n in v.nums]
    for r in dossier.results:
        same = r.table == row.table and bool(set(r.ref) & set(row.ref))
        if same and mine and mine == [n.text for v in r.values for n in v.nums]:
            name = f"{r.endpoint}, {r.criterion}" if r.criterion else r.endpoint
            return (f"the same numbers stand under {name}",)
    return ()


def _value(value: Value) -> str:
    text = "-".join(n.text for n in value.nums) or "not reached"
    return f"{text}%" if value.kind == "percent" and value.nums else text


def _numbers(result: Result) -> tuple[Evidence, ...]:
    """The numbers of the result in the text, with their roles."""
    out: list[tuple[str, Num]] = [("value", n) for v in result.values for n in v.nums]
    e = result.effect
    if e is not None:
        named = (("estimate", e.estimate), ("low", e.low), ("high", e.high))
        out += [(name, n) for name, n in named if n is not None]
    out += [("p", p.value) for p in result.p]
    return tuple(Evidence(role, n.span, result.place, result.label) for role, n in out)


def _statistics(result: Result, cell: Result, label: str) -> Finding:
    """A statistic that the text prints and the linked cell lacks."""
    lacking: list[tuple[str, str, Num]] = []
    e = result.effect
    if e is not None and e.estimate is not None:
        if cell.effect is None or cell.effect.estimate is None:
            lacking.append((f"{e.kind} {e.estimate.text}", "estimate", e.estimate))
            lacking += [("", name, n) for name, n in (("low", e.low), ("high", e.high)) if n]
        elif e.low is not None and e.high is not None and cell.effect.low is None:
            lacking.append((f"the interval {e.low.text}-{e.high.text}", "low", e.low))
            lacking.append(("", "high", e.high))
    if result.p and not cell.p:
        p = result.p[0]
        lacking.append((f"P {p.relation} {p.value.text}", "p", p.value))
    if result.values and not cell.values:
        lacking += [(_value(v), "value", n) for v in result.values for n in v.nums[:1]]
    what = f"{result.endpoint or 'the result'} of {cell.study or ', '.join(cell.ref)}"
    if not lacking:
        return agrees(
            f"{label} holds what the text reports of {what}.",
            results=(result.id, cell.id),
            evidence=_numbers(result),
        )
    said = ", ".join(words_ for words_, _, _ in lacking if words_)
    shown = tuple(Evidence(role, n.span, result.place, result.label) for _, role, n in lacking)
    rest = tuple(Evidence("cell", s, cell.place, cell.label) for s in cell.spans[:1])
    return differs(
        "warning",
        f"{words.place(result)[0].upper()}{words.place(result)[1:]} reports {said} for {what} and "
        f"refers to {label}, whose cell does not print it.",
        results=(result.id, cell.id),
        evidence=shown + rest,
        computed={"absent": said},
    )
