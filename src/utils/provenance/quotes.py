"""What stands inside an opened verdict: the printed numbers, the arithmetic, the third witness.

Belongs here: turning a verdict into the rows that the page, the notebook and the letter show. No
arithmetic is done here beyond a numeral's rounding interval; the steps are the check's own.
"""

from __future__ import annotations

import bisect
from fractions import Fraction
from functools import lru_cache

import msgspec

from src.utils.places import Places
from src.utils.printed import printed
from src.utils.provenance.visible import folded
from src.utils.records import Article, Dossier, Evidence, PrimaryReport, Result, Span, Verdict

#: Roles whose numeral is exact as printed (counts and sizes are not rounded).
_EXACT = {"n", "count", "total", "level", "year", "reference", "citation"}
_LONG = 160


class Quote(msgspec.Struct, frozen=True):
    """One piece of evidence as shown: ``where`` in words, ``interval`` of a rounded numeral."""

    role: str
    text: str
    where: str
    start: int
    end: int
    interval: str = ""


class Witness(msgspec.Struct, frozen=True):
    """What a primary publication reports about the same endpoint, in one line."""

    ref: str
    line: int
    says: str
    source: str
    doi: str


def evidence(article: Article, verdict: Verdict, places: Places) -> tuple[Quote, ...]:
    """The evidence of a verdict, in its order, each place once."""
    seen, out = set(), []
    for item in verdict.evidence:
        key = (item.span.start, item.span.end)
        if key in seen:
            continue
        seen.add(key)
        text = folded(article, item.span) or article.quote(item.span)
        short = text if len(text) <= _LONG else text[: _LONG - 1].rstrip() + "…"
        out.append(
            Quote(item.role, short, where(item, places), *key, interval=_rounded(item.role, text))
        )
    return tuple(out)


def where(item: Evidence, places: Places) -> str:
    """Where a piece of evidence stands, in words."""
    label = item.label or ("table" if item.place == "table" else "")
    place = {"table": label, "text": "text"}.get(item.place, item.place)
    if item.label and item.place not in ("table", "text"):
        place = f"{item.place} of {item.label}"
    return ", ".join(x for x in (place, spot(item.span, places)) if x)


def spot(span: Span, places: Places) -> str:
    """The line in plain text; in XML, whose lines say little, the section."""
    article = places.article
    if not article.anchors:
        return f"line {places.line(span.start)}"
    starts, pieces = _sections(article)
    k = bisect.bisect_right(starts, span.start) - 1
    if k < 0 or pieces[k][0].end < span.end or not pieces[k][1]:
        return ""
    return f"section “{pieces[k][1]}”"


_latest: list[tuple[Article, tuple[list[int], list[tuple[Span, str]]]]] = []


def _sections(article: Article) -> tuple[list[int], list[tuple[Span, str]]]:
    """The pieces of the blocks with the heading they stand under, sorted; kept for one article."""
    if not _latest or _latest[0][0] is not article:
        pieces = sorted(
            (p, b.section[-1] if b.section else "") for b in article.blocks for p in b.pieces
        )
        _latest[:] = [(article, ([p.start for p, _ in pieces], pieces))]
    return _latest[0][1]


def _rounded(role: str, text: str) -> str:
    return "" if role in _EXACT else _interval(text)


@lru_cache(maxsize=4096)
def _interval(text: str) -> str:
    """The values that a printed numeral with decimals may have been rounded from."""
    try:
        number = printed(text)
    except ValueError:
        return ""
    if number.decimals <= 0:
        return ""
    low, high = number.interval.low, number.interval.high
    return f"{decimal(low)} to {decimal(high)}"


def decimal(value: Fraction) -> str:
    """A fraction with a power of ten below as a decimal; six significant digits otherwise.

    >>> decimal(Fraction(89, 200)), decimal(Fraction(1, 3))
    ('0.445', '0.333333')
    """
    for digits in range(12):
        if (value * 10**digits).denominator == 1:
            return f"{float(value):.{digits}f}"
    return f"{float(value):.6g}"


def witnesses(verdict: Verdict, dossier: Dossier) -> tuple[Witness, ...]:
    """What the primary publications of the verdict's references report about its endpoint."""
    if not verdict.ref or not dossier.primaries:
        return ()
    endpoint = verdict.endpoint.casefold()
    return tuple(
        _witness(p)
        for p in dossier.primaries
        if p.ref in verdict.ref
        and endpoint
        and _first(p, "outcome").casefold() in (endpoint, endpoint.partition(" ")[0])
    )


def _first(report: PrimaryReport, *names: str) -> str:
    return next((report.fields[n] for n in names if report.fields.get(n)), "")


def _witness(report: PrimaryReport) -> Witness:
    f = report.fields
    get = lambda name: (f.get(name) or "").strip()  # noqa: E731
    parts = [" ".join(x for x in (get("outcome"), get("criterion")) if x)]
    unit = get("unit")
    values = [
        f"{get(f'value_{k}')}{'%' if unit == '%' else ''}"
        + (f" ({get(f'arm_{k}')})" if get(f"arm_{k}") else "")
        for k in (1, 2, 3)
        if get(f"value_{k}")
    ]
    if values:
        parts.append(" against ".join(values) + (f" {unit}" if unit not in ("", "%") else ""))
    if get("effect"):
        level = get("ci_level") or "95"
        bounds = f" ({level}% CI {get('ci_low')} to {get('ci_high')})" if get("ci_low") else ""
        parts.append(f"{get('effect_kind')} {get('effect')}{bounds}")
    if get("p_value"):
        parts.append(f"P {get('p_relation') or '='} {get('p_value')}")
    named = [" ".join(x for x in (get("first_author"), get("year"), get("journal")) if x)]
    named += [get(k) for k in ("population", "source_kind") if get(k)]
    return Witness(
        report.ref, report.line, ", ".join(p for p in parts if p), "; ".join(named), get("doi")
    )


def sentence(result: Result) -> str:
    """A result as one line: endpoint, values, effect and P as printed."""
    parts = []
    values = [
        "not reached" if v.not_reached else "-".join(n.text for n in v.nums) for v in result.values
    ]
    if values:
        unit = result.unit if result.unit == "%" else f" {result.unit}" if result.unit else ""
        parts.append(
            " against ".join(f"{x}{unit if unit == '%' else ''}" for x in values)
            + (unit if unit != "%" else "")
        )
    effect = result.effect
    if effect and effect.estimate:
        kind = ("a" if effect.adjusted else "") + effect.kind
        level = f"{effect.level.text}% " if effect.level else ""
        bounds = (
            f" ({level}CI {effect.low.text} to {effect.high.text})"
            if (effect.low and effect.high)
            else ""
        )
        parts.append(f"{kind} {effect.estimate.text}{bounds}")
    parts += [f"P {p.relation} {p.value.text}" for p in result.p]
    head = " ".join(x for x in (result.endpoint, result.criterion) if x)
    arms = " against ".join(
        a.name + (f" (n = {a.n.text})" if a.n else "") for a in result.arms if a.name
    )
    return "; ".join(x for x in (f"{head}: {', '.join(parts)}" if parts else head, arms) if x)
