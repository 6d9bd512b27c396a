"""Tables whose columns were lost: headings per study, values shifted against them, broken rows.

Belongs here: which value stands under which heading, and whether a fragment after a table goes on
with its last row. Does not: files and lines, or what a value says beyond its kind.

A converter that flattens a page gives each study three lines: what it is, the headings of its
endpoints, and the values, often one cell further to the right. The shift is decided by the kinds of
the values (months under a survival heading, percentages under a response heading), then by what
the table's other rows do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from src.utils.reading.markdown_tables import Grid
from src.utils.records import Cell, Span
from src.utils.terms import criteria_in, endpoints_in, kind_of

_UNIT = r"(?:months?|mo|years?|yrs?|weeks?|wks?|days?|hours?)\b"
_TIME = re.compile(rf"\d\s*{_UNIT}|\bnot\s+(?:yet\s+)?(?:reached|estimable)\b|\bN[RE]\s+vs\b", re.I)
_PERCENT = re.compile(r"\d\s*%(?!\s*(?:-?\s*CI\b|confidence|credible))", re.I)
_RATIO = re.compile(r"\b[a-z]{0,3}(?:HR|OR|RR)\b\W{0,4}\d|\bhazard\s+ratio\b")
_RESULT = re.compile(
    rf"\d+[.·]\d|\d\s*%|\d\s*{_UNIT}|\bvs\b|\b[Pp]\s*[=<>]|\d\s*\(\s*\d|\bnot\s+reached", re.I
)
_GRADE = re.compile(r"grades?\s*(?:≥|>=)?\s*\d(?:\s*(?:-|/|to|and|or)\s*\d)?", re.I)
_OPEN_END = re.compile(
    r"(?:\b[A-Za-z]{0,3}(?:HR|OR|RR)|\bCI|\b[Pp]|\b(?:hazard|odds|risk)\s+ratio|\bvs\.?|\bversus|"
    r"\band|\bplus|\bwith|[=<>≤≥,:(\[/-])\s*\Z"
)
_STATISTICS = re.compile(
    r"\d[\d.,·]*|%|\bvs\b\.?|\bversus\b|[()\[\]=<>≤≥,;:±/-]|\b[a-z]{0,3}(?:HR|OR|RR|CI)\b|\b[Pp]\b|"
    rf"\b{_UNIT}|\bn\b|\bto\b|\bnot reached\b",
    re.I,
)
_FRAGMENT = re.compile(r"\s*[\d(\[=<>≤≥%.,;·-]|\s*(?:[Pp]\s*[=<>]|vs\b|[a-z])")


def is_result(said: str) -> bool:
    """Whether a cell holds a reported value, not only words (RECIST 1.1 and grade 3 are words)."""
    for _, start, end in reversed(criteria_in(said)):
        said = said[:start] + " " * (end - start) + said[end:]
    return bool(_RESULT.search(_GRADE.sub(" ", said)))


def is_heading(said: str) -> bool:
    """Whether a cell can be the heading of values: short, and without a value."""
    return 0 < len(said.strip()) <= 80 and not is_result(said)


def named(said: str) -> bool:
    """Whether a heading names something that can be reported."""
    return bool(endpoints_in(said)) or kind_of(said) is not None


def kind_of_value(said: str) -> str:
    """ "time", "percent" or "" when the cell does not tell."""
    if _TIME.search(said):
        return "time"
    if _PERCENT.search(said):
        return "percent"
    return "time" if _RATIO.search(said) else ""


def kind_of_heading(said: str) -> str:
    """What kind of values a heading announces; "" when it is open."""
    found = endpoints_in(said)
    family = found[0][0].family if found else ""
    if re.search(r"\d\s*-?\s*(?:year|yr|month)s?\b|rate|%", said, re.I) and family == "time":
        return ""
    return {"time": "time", "response": "percent", "harm": "percent"}.get(family, "")


def _fits(headings: dict[int, str], values: dict[int, str], shift: int) -> int:
    score = 0
    for column, value in values.items():
        heading = headings.get(column - shift)
        if heading is None:
            score -= 3
            continue
        said, announced = kind_of_value(value), kind_of_heading(heading)
        score += (1 if said == announced else -3) if said and announced else 0
    return score


def restore(grid: Grid, shadow: str) -> tuple[tuple[Cell, ...], tuple[str, ...], dict[int, int]]:
    """Put every value under its heading: (cells, repairs in words, shift of each value row).

    The shift counts cells: 1 where a row of values stands one cell to the right of its headings.
    """
    said = [[_said(shadow, pieces) for pieces in row] for row in grid.rows]
    groups = _groups(said)
    decided: dict[int, list[int]] = {}
    for head, rows in groups.items():
        headings = {c: s for c, s in enumerate(said[head]) if s}
        for r in rows:
            values = {c: s for c, s in enumerate(said[r]) if s}
            scores = {shift: _fits(headings, values, shift) for shift in (0, 1, -1, 2, -2)}
            best = max(scores.values())
            decided[r] = [s for s, score in scores.items() if score == best]
    usual = Counter(options[0] for options in decided.values() if len(options) == 1)
    shifts = {r: max(options, key=lambda s: (usual[s], -abs(s))) for r, options in decided.items()}
    cells = []
    repairs = []
    for r, row in enumerate(grid.rows):
        shift = shifts.get(r, 0)
        if shift:
            side = "right" if shift > 0 else "left"
            how_far = "one cell" if abs(shift) == 1 else f"{abs(shift)} cells"
            first = next(c for c in row if c)
            repairs.append(
                f"the values beginning {shadow[first[0].start : first[0].end][:24].strip()!r} "
                f"stand {how_far} to the {side} of their headings"
            )
        header = r < grid.header_rows or r in groups
        for c, pieces in enumerate(row):
            if shift and not pieces:
                continue
            cells.append(Cell(r, c - shift, pieces, header))
    return tuple(cells), tuple(repairs), shifts


def _groups(said: list[list[str]]) -> dict[int, list[int]]:
    """Heading rows with their rows of values: an empty first cell, words, then values below."""
    out: dict[int, list[int]] = {}
    for r in range(1, len(said)):
        row = said[r]
        filled = [s for s in row if s]
        if not filled or not all(is_heading(s) for s in filled):
            continue
        # A row of headings that slipped to the left fills its first cell with one.
        if row[0] and not all(named(s) for s in filled):
            continue
        below = []
        for k in range(r + 1, len(said)):
            contents = [s for s in said[k] if s]
            slipped = said[k][0] and not kind_of_value(said[k][0])
            if slipped or not contents or not any(is_result(s) for s in contents):
                break
            below.append(k)
        known = any(named(s) for s in filled)
        if below and (known or _all_results(said, below)):
            out[r] = below
    return out


def _all_results(said: list[list[str]], rows: list[int]) -> bool:
    """Whether rows under headings of no known outcome hold nothing but results."""
    return all(not said[r][0] and all(is_result(s) for s in said[r] if s) for r in rows)


def _said(shadow: str, pieces: Sequence[Span]) -> str:
    return " ".join(shadow[p.start : p.end] for p in pieces).strip()


def goes_on(last: str, fragment: str) -> bool:
    """Whether ``fragment``, printed after a table, continues its last cell ``last``.

    It does when the cell is cut off (an open bracket, an effect without its number) or when the
    fragment is nothing but statistics.
    """
    fragment = re.sub(r"\s+", " ", fragment).strip()
    if not fragment or len(fragment) > 300 or not _FRAGMENT.match(fragment):
        return False
    rest = _STATISTICS.sub("", fragment)
    words = re.findall(r"[^\W\d_]{2,}", rest)
    cut_off = bool(len(last) > 1 and _OPEN_END.search(last)) or last.count("(") > last.count(")")
    if not cut_off and re.fullmatch(r"\d{1,4}", fragment):
        return False  # the number of a page
    return (len(words) == 0 and bool(re.search(r"\d", fragment))) or (cut_off and len(words) <= 6)
