"""Citation marks of a Markdown article, with the bibliography numbers they expand to.

Belongs here: [36], <sup>[7-9]</sup>, <sup>1,2</sup>, superscript digits, ^36^, and author-year
where the article cites by name. Does not: which study a sentence speaks of.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from src.utils.records import Cell, Citation, Reference, Span, Table

_LIST = r"\d{1,4}(?:\s*[,;–‒—-]\s*\d{1,4})*"
_BRACKET = re.compile(rf"\[\s*({_LIST})\s*\]")
_SUP = re.compile(
    rf"<sup>\s*(?:\\?\[)?\s*({_LIST})\s*,?\s*(?:\\?\])?\s*</sup>|(?<=[^\s\d])\^({_LIST})\^", re.I
)
_UNICODE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,⁻˒–-][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*")
_REF_HEAD = re.compile(
    r"\W*(?:ref(?:s|\.|erences?)?|citations?)\W*(?:no|nos|number|#)?\W*\Z", re.IGNORECASE
)
_BARE_LIST = re.compile(r"\d{1,3}(?:\s*[,;-]\s*\d{1,3})*")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
#: What a superscript numeral is an exponent of.
_POWER = re.compile(
    r"(?:\b10|×\s*10|\b(?:[kcmµμn]?m|kg/m|s|min|L|mL|dL|h|y|d)|(?<![A-Za-z])[χRrXI])\s*\Z"
)
_NUMBER_BEFORE = re.compile(r"(?:\d|%|\b(?:months?|years?|weeks?|days?|mg|mL|kg))\s*\Z")
_BY_NAME = re.compile(
    r"([A-ZÀ-Þ][\w'’-]+)(?:\s+(?:et\s+al\.?|and\s+colleagues|(?:and|&)\s+[A-ZÀ-Þ][\w'’-]+))?,?\s*"
    r"\(?((?:19|20)\d\d)[a-z]?\)?"
)


def expanded(said: str) -> tuple[str, ...]:
    """The numbers of a citation: "7-9" is 7, 8, 9.

    >>> expanded("21,26"), expanded("7–9")
    (('21', '26'), ('7', '8', '9'))
    """
    out: list[str] = []
    for part in re.split(r"[,;]", said):
        ends = [int(x) for x in re.findall(r"\d+", part)]
        if len(ends) == 2 and ends[0] < ends[1] <= ends[0] + 200:
            out.extend(str(k) for k in range(ends[0], ends[1] + 1))
        else:
            out.extend(str(k) for k in ends)
    return tuple(dict.fromkeys(out))


def citations_of(
    text: str, shadow: str, references: Sequence[Reference], places: Sequence[Span]
) -> tuple[Citation, ...]:
    """Every citation inside ``places`` (sorted), in order."""
    count = max((int(r.number) for r in references if r.number.isdigit()), default=0)
    starts = [p.start for p in places]

    def inside(at: int) -> bool:
        k = bisect_right(starts, at) - 1
        return k >= 0 and at < places[k].end

    found: dict[int, Citation] = {}

    def note(start: int, end: int, said: str) -> None:
        if inside(start) and not any(
            start < c.span.end and c.span.start < end for c in list(found.values())[-1:]
        ):
            found[start] = Citation(Span(start, end), expanded(said))

    for m in _SUP.finditer(text):
        said = m.group(1) or m.group(2)
        bracketed = "[" in m.group()
        before = shadow[max(0, m.start() - 8) : m.start()]
        if not bracketed and (_POWER.search(before) or not count or not _plausible(said, count)):
            continue
        group = 1 if m.group(1) else 2
        start, end = m.start(group), m.end(group)
        if bracketed:
            start = max(text.find("[", m.start(), start), m.start())
            start = start if text[start] == "[" else m.start(group)
            close = text.find("]", end, m.end())
            end = close + 1 if close >= 0 else end
        note(start, end, said)
    supers = bool(found)
    for m in _BRACKET.finditer(shadow):
        if any(s <= m.start() < found[s].span.end for s in (m.start(),) if s in found):
            continue
        said = m.group(1)
        pair = len(re.findall(r"\d+", said)) == 2
        measured = pair and bool(_NUMBER_BEFORE.search(shadow[max(0, m.start() - 10) : m.start()]))
        if measured or (not _plausible(said, count) and (supers or not count or pair)):
            continue
        note(m.start(), m.end(), said)
    if count:
        for m in _UNICODE.finditer(text):
            said = m.group().translate(_DIGITS)
            before = shadow[max(0, m.start() - 8) : m.start()]
            if not _POWER.search(before) and not before[-1:].isdigit() and _plausible(said, count):
                note(m.start(), m.end(), said)
    if not found and references:
        _by_name(
            shadow,
            references,
            note_at=lambda s, e, n: (
                found.setdefault(s, Citation(Span(s, e), (n,))) if inside(s) else None
            ),
        )
    return tuple(found[k] for k in sorted(found))


def cited_in_columns(
    shadow: str, tables: Sequence[Table], references: Sequence[Reference]
) -> list[Citation]:
    """Bare numbers in a table's column of references: "33" under "Ref."."""
    known = {r.number for r in references}
    out = []
    for table in tables:
        columns = {
            c.column
            for c in table.cells
            if c.row < max(table.header_rows, 1) and _REF_HEAD.match(_said(shadow, c))
        }
        for cell in table.cells:
            said = _said(shadow, cell)
            bare = cell.column in columns and _BARE_LIST.fullmatch(said)
            if bare and cell.row >= table.header_rows and set(expanded(said)) <= known:
                out.append(Citation(cell.pieces[0], expanded(said)))
    return out


def _said(shadow: str, cell: Cell) -> str:
    return " ".join(shadow[p.start : p.end] for p in cell.pieces).strip()


def _plausible(said: str, count: int) -> bool:
    """Whether the numbers can be of this bibliography: rising, and not far beyond its end."""
    numbers = [int(x) for x in re.findall(r"\d+", said)]
    return min(numbers) > 0 and max(numbers) <= max(count + 20, count * 3 // 2)


def _by_name(shadow: str, references: Sequence[Reference], note_at: object) -> None:
    """Author-year citations, where exactly one entry of the bibliography fits."""
    index: dict[tuple[str, str], list[str]] = {}
    for r in references:
        if r.authors and r.year:
            index.setdefault((r.authors[0].split()[0].lower(), r.year), []).append(r.number)
    for m in _BY_NAME.finditer(shadow):
        fitting = index.get((m.group(1).lower(), m.group(2)), [])
        if len(fitting) == 1:
            note_at(m.start(), m.end(), fitting[0])  # type: ignore[operator]
