"""The values of one cell of a review's table, in the terms of its heading.

Belongs here: reading a cell (or several cells of one study and endpoint) into values, effect and P
values, also where the heading carries the unit, the kind of effect or the level. Does not: which
cell belongs to which study (`reading.study_rows`), or ids (`study_tables`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from src.utils.extraction.tuples import Found, State, Token, ValueFound, scan
from src.utils.printed import normalise
from src.utils.reading.study_entries import Entry
from src.utils.records import Effect, Num, PValue, Span, Value, View
from src.utils.terms import UNITS, endpoints_in, kind_of

_NUMERAL = r"-?\d+(?:[.,]\d+)?"
_BARE = re.compile(
    rf"(?:{_NUMERAL}|NR|not\s+reached)(?:\s*(?:%|vs?\b\.?|versus|/|;)\s*|\s*\Z)", re.I
)
_ONE = re.compile(rf"(?P<num>{_NUMERAL})|(?P<nr>\bNR\b|\bnot\s+(?:yet\s+)?reached\b)", re.I)
_P = re.compile(rf"(?P<relation><=|>=|[<>=≤≥])?\s*(?P<num>{_NUMERAL}|\.\d+)")
_UNIT_IN_HEAD = re.compile(r"\b(months?|mos?|years?|yrs?|weeks?|wks?|days?)\b|(%|\bpercent)", re.I)
_LEVEL = re.compile(r"(\d{2}(?:\.\d+)?)\s*%\s*-?\s*(?:CI|Cr\s?I|confidence|credible)", re.I)
_TRIPLE = re.compile(
    rf"(?<![\d.])(?P<estimate>\.?{_NUMERAL})\s*[,;]?\s*[(\[]\s*(?:(?P<level>\d\d(?:\.\d+)?)\s*%\s*CI\W*)?"
    rf"(?P<low>\.?{_NUMERAL})\s*(?:-|to|,|;)\s*(?P<high>\.?{_NUMERAL})\s*[)\]]"
)
_RELATIONS = {"≤": "<=", "≥": ">=", None: "="}


class Reading(msgspec.Struct):
    """What one cell reports."""

    spans: tuple[Span, ...]
    values: tuple[Value, ...] = ()
    unit: str = ""
    effect: Effect | None = None
    p: tuple[PValue, ...] = ()


def num(view: View, token: Token | None) -> Num | None:
    """A numeral of a view as a record with its place in the article."""
    return None if token is None else Num(token.text, view.span(token.start, token.end))


def value(view: View, found: ValueFound, family: str, arm: int | None) -> Value:
    """A value as a record; a time under a survival heading is a median."""
    kind = found.kind
    if kind == "duration":
        kind = "median" if family == "time" else "other"
    return Value(
        nums=tuple(Num(t.text, view.span(t.start, t.end)) for t in found.nums),
        kind=kind,
        arm=arm,
        span=view.span(found.start, found.end),
        not_reached=found.not_reached,
        count=num(view, found.count),
        total=num(view, found.total),
        low=num(view, found.low),
        high=num(view, found.high),
        level=num(view, found.level),
        sd=num(view, found.sd),
    )


def effect(view: View, found: Found) -> Effect | None:
    """The comparison that a find reports."""
    if not found.kind or found.estimate is None:
        return None
    start = found.kind_at[0] if found.kind_at else found.estimate.start
    last = max(t.end for t in (found.estimate, found.low, found.high) if t is not None)
    return Effect(
        kind=found.kind,
        estimate=num(view, found.estimate),
        low=num(view, found.low),
        high=num(view, found.high),
        level=num(view, found.level),
        level_inherited=found.level_inherited,
        adjusted=found.adjusted,
        reversed_bounds=found.reversed,
        method=found.method,
        span=view.span(min(start, found.estimate.start), last),
    )


def p_values(view: View, found: Found) -> tuple[PValue, ...]:
    """The P values of a find."""
    return tuple(
        PValue(
            relation, Num(token.text, view.span(token.start, token.end)), view.span(a, b), qualifier
        )
        for relation, token, a, b, qualifier in found.ps
    )


def read_cell(shadow: str, entry: Entry) -> list[Reading]:
    """Everything that a cell reports, in order; several when it holds several comparisons."""
    view = View(shadow, entry.value)
    family = _family(entry.heading)
    if entry.kind == "P":
        return _p_column(view)
    kind = entry.kind or (kind_of(entry.heading) or ("", False))[0]
    level: Num | None = None
    adjusted = bool((kind_of(entry.heading) or ("", False))[1])
    for piece in entry.heading_pieces:
        m = _LEVEL.search(shadow, piece.start, piece.end)
        if m and level is None:
            level = Num(normalise(m.group(1)), Span(m.start(1), m.end(1)))
    state = State(kind=kind, adjusted=adjusted) if kind else None
    bare = _bare_values(view, entry, family)
    if bare:
        return [bare]
    if kind and not kind_of(view.text):
        bare = _bare_effect(view, kind, adjusted, level)
    out: list[Reading] = []
    for found in scan(view.text, state):
        reading = Reading(
            view.spans(found.start, found.end),
            tuple(value(view, v, family, None) for v in found.values),
            next((v.unit for v in found.values if v.unit), ""),
            effect(view, found),
            p_values(view, found),
        )
        if reading.effect and reading.effect.level is None and level and reading.effect.low:
            reading.effect = msgspec.structs.replace(
                reading.effect, level=level, level_inherited=True
            )
        if out and not reading.values and not reading.effect:
            out[-1] = _joined(out[-1], reading)  # a P value that stands apart in the same cell
        else:
            out.append(reading)
    if bare and not any(r.effect for r in out):
        tests = [r.p for r in out if r.p]
        return [msgspec.structs.replace(bare, p=tests[0] if tests else ())]
    return [r for r in out if r.values or r.effect or r.p]


def joined(readings: Sequence[Reading]) -> Reading:
    """Cells of one study and endpoint that stand in columns of their own, as one tuple."""
    out = readings[0]
    for reading in readings[1:]:
        out = _joined(out, reading)
    return out


def _joined(a: Reading, b: Reading) -> Reading:
    return Reading(
        a.spans + tuple(s for s in b.spans if s not in a.spans),
        a.values + b.values,
        a.unit or b.unit,
        a.effect or b.effect,
        a.p + b.p,
    )


def _family(heading: str) -> str:
    found = endpoints_in(heading)
    return found[0][0].family if found else ""


def _p_column(view: View) -> list[Reading]:
    """A cell of a column of P values: "0.02", "< 0.001"."""
    m = _P.search(view.text)
    if not m or not 0 <= float(normalise(m.group("num"))) <= 1:
        return []
    relation = _RELATIONS.get(m.group("relation"), m.group("relation") or "=")
    place = view.span(m.start("num"), m.end("num"))
    whole = view.span(m.start(), m.end())
    return [Reading((whole,), p=(PValue(relation, Num(normalise(m.group("num")), place), whole),))]


def _bare_effect(view: View, kind: str, adjusted: bool, level: Num | None) -> Reading | None:
    """An estimate with its bounds whose kind stands in the heading: "0.84 (0.71-0.99)"."""
    m = _TRIPLE.search(view.text)
    if not m:
        return None

    def named(group: str) -> Num:
        return Num(normalise(m.group(group)), view.span(m.start(group), m.end(group)))

    low, high = named("low"), named("high")
    reverse = float(low.text) > float(high.text)
    if reverse:
        low, high = high, low
    own = named("level") if m.group("level") else None
    made = Effect(
        kind=kind,
        estimate=named("estimate"),
        low=low,
        high=high,
        level=own or level,
        level_inherited=own is None and level is not None,
        adjusted=adjusted,
        reversed_bounds=reverse,
        span=view.span(m.start(), m.end()),
    )
    return Reading(view.spans(m.start(), m.end()), effect=made)


def _bare_values(view: View, entry: Entry, family: str) -> Reading | None:
    """Numbers whose unit stands in the heading: "21.3 vs. 26.6" under "OS, months"."""
    text = view.text.strip()
    unit_match = _UNIT_IN_HEAD.search(entry.heading)
    if not family or not re.fullmatch(rf"(?:{_BARE.pattern})+", text, re.I):
        return None
    unit = ""
    if unit_match:
        unit = "%" if unit_match.group(2) else UNITS.get(unit_match.group(1).lower(), "")
    elif family == "response" and "%" in text:
        unit = "%"
    kind = "percent" if unit == "%" else "median" if family == "time" and unit else "other"
    values = []
    for m in _ONE.finditer(view.text):
        place = view.span(m.start(), m.end())
        if m.group("nr"):
            values.append(Value((), kind, None, place, not_reached=True))
        else:
            values.append(Value((Num(normalise(m.group("num")), place),), kind, None, place))
    first, last = next(_ONE.finditer(view.text)).start(), len(view.text.rstrip())
    return Reading(view.spans(first, last), tuple(values), unit)
