"""Numbers that a table prints beside the names of its rows and columns: "Nausea 41 (19.6%)".

Belongs here: counts with their share in heads, shares of siblings that make a whole ("Born here
(73%)", "born elsewhere (27%)"). Does not: cells of data (`typed_tables`), sizes of groups
(`participants_tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from src.utils.identity import Namer
from src.utils.printed import normalise
from src.utils.records import Article, Cell, Context, Num, Result, Span, Table, Value, View

_COUNTED = re.compile(
    r"(?P<name>[^\d()%<>]*[A-Za-z][^\d()%<>]*?)[\s,:;]*(?P<k>\d{1,6})\s*(?:/\s*(?P<n>\d{1,6})\s*)?"
    r"[(\[]\s*(?P<pct>\d{1,3}(?:\.\d+)?)\s*(?P<sign>%?)\s*[)\]]\s*[*†‡]?\s*"
)
_SHARE = re.compile(
    r"(?P<name>[^\d()%<>]*[A-Za-z][^\d()%<>]*?)[\s,:;]*[(\[]\s*(?P<pct>\d{1,3}(?:\.\d+)?)\s*%\s*[)\]]\s*"
)
#: No share of anything: the level of an interval, a dose.
_NO_SHARE = re.compile(
    r"(?i)\bC\.?I\.?\b|confidence|cream|solution|ointment|saline|glucose|dextrose"
)


def results(article: Article, known: Iterable[Result]) -> list[Result]:
    """Values printed in the heads of rows and columns that no other result holds."""
    namer = Namer("h")
    taken = {s.start for r in known if r.table is not None for v in r.values for s in _starts(v)}
    out: list[Result] = []
    for index, table in enumerate(article.tables):
        if table.image or table.studies:
            continue
        heads = [
            (c, article.view(c.pieces))
            for c in table.cells
            if c.pieces and (c.column == 0 or c.row < table.header_rows)
        ]
        heads = [(c, v) for c, v in heads if "(" in v.text or "[" in v.text]
        signed = False
        for cell, view in heads:
            match = _COUNTED.fullmatch(view.text)
            if match is None or not (match["sign"] or signed):
                continue
            signed = True
            if view.at(match.start("pct")) not in taken:
                out.append(_result(index, table, cell, view, match, namer))
        shares = [(c, v, m) for c, v in heads if (m := _share(v.text))]
        for members in _siblings(shares):
            out.extend(_result(index, table, c, v, m, namer) for c, v, m in members)
    return out


_Told = tuple[Cell, View, re.Match[str]]


def _share(text: str) -> re.Match[str] | None:
    return None if _NO_SHARE.search(text) else _SHARE.fullmatch(text)


def _siblings(shares: list[_Told]) -> Iterable[list[_Told]]:
    """Shares in one row or one column that make a whole together."""
    for key in ("row", "column"):
        families: dict[int, list[_Told]] = {}
        for told in shares:
            families.setdefault(getattr(told[0], key), []).append(told)
        for members in families.values():
            whole = sum(float(m["pct"]) for _, _, m in members)
            if len(members) > 1 and 99 <= whole <= 101:
                yield members


def _starts(value: Value) -> Iterable[Span]:
    return (n.span for n in value.nums)


def _result(
    index: int, table: Table, cell: Cell, view: View, match: re.Match[str], namer: Namer
) -> Result:
    told = {k: v for k, v in match.groupdict().items() if k in ("k", "n", "pct") and v}
    nums = {k: Num(normalise(v), view.span(*match.span(k))) for k, v in told.items()}
    name = " ".join(match["name"].split()).strip(" ,:;")
    span = view.span(match.start("k") if "k" in told else match.start("pct"), match.end("pct"))
    value = Value((nums["pct"],), "percent", span=span, count=nums.get("k"), total=nums.get("n"))
    return Result(
        id=namer.name(table.label, name, match.group()),
        place="table",
        spans=tuple(cell.pieces[:1]),
        label=table.label,
        endpoint=name.lower(),
        endpoint_printed=name,
        values=(value,),
        unit="%",
        context=Context(row=name),
        table=index,
        row=cell.row,
        column=cell.column,
    )
