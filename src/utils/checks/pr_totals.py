"""Checks of the family PR: a total in a table against the counts that the other cells split it in.

What belongs here: sums whose structure the table itself shows in its other rows or columns. What
does not: percentages (PR05) and sizes of arms in sentences (PR06).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.checks import names
from src.utils.checks.registry import agrees, check, differs
from src.utils.records import Article, Cell, Dossier, Evidence, Finding, Span, Table

#: A cell that is a count: "163", "163 (78.0)", "163/209 (78%)", "1,234".
_COUNT = re.compile(
    r"\s*(?:n\s*=\s*)?(?P<n>\d{1,3}(?:,\d{3})+|\d{1,6})"
    r"\s*(?:/\s*(?P<of>\d+)\s*)?(?:[(\[]\s*<?\d+(?:\.\d+)?\s*%?\s*[)\]])?\s*[*†‡§]{0,3}[a-e]?\s*\Z"
)
_TOTAL = re.compile(
    r"\b(?:totals?|overall|all|both|combined|entire|whole)\b(?:\s+(?:patients|participants|groups|"
    r"arms|subjects|women|men|children|cases|population|sample|cohort))?",
    re.I,
)
_NOT_COUNTED = re.compile(
    r"mean|median|\bsd\b|\bage\b|years?\b|score|\bkg\b|\bcm\b|\bmg|percent|%|ratio|\bcosts?\b|"
    r"\bp\b[- ]?value|days?\b|weeks?\b|months?\b|hours?\b",
    re.I,
)
_SIZE = re.compile(r"\bn\s*=\s*(\d{1,3}(?:,\d{3})+|\d+)", re.I)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_LEAST = 3  # lines that show the structure of a sum before another one may break it


class Count(msgspec.Struct, frozen=True):
    """A whole number of a cell, with its place."""

    n: int
    span: Span
    of: Count | None = None  # the 209 of "163/209"


class Sum(msgspec.Struct, frozen=True):
    """A total with its parts, of one row."""

    name: str
    whole: Count
    parts: tuple[Count, ...]


class Line(msgspec.Struct, frozen=True):
    """A row: its name for a reader, whether it counts patients, and what its cells count."""

    name: str
    counted: bool
    counts: tuple[Count | None, ...]


class Lines(msgspec.Struct, frozen=True):
    """A table read line by line: the heads of its positions, and the counts of each line."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    labels: frozenset[int] = frozenset()  # further columns of labels, which are no part of a total


@check("PR10", "total-not-the-sum-of-its-parts")
def total_not_the_sum_of_its_parts(table: Table, dossier: Dossier) -> Iterator[Finding]:
    """A total in a table is not the sum of the counts it is split in, as its neighbours are.

    Compares
    --------
    A column headed "total", "overall" or "all" with the other columns (those of the same
    sub-heading where there are several), row by row. Only where at least three sums of the table
    add up, and not more than one in four does not: warning. The denominators of fractions
    ("31/40") are summed in the same way.

    Why it matters
    --------------
    A count or a total with a changed digit breaks a sum that its neighbours keep.

    Known limits
    ------------
    A table that shows no other sum is left alone, as are columns that overlap.

    Source
    ------
    Arithmetic.
    """
    sums = [s for lines in _sections(dossier.article, table) for s in _added(lines)]
    yield from _judged(table, sums)
    yield from _judged(table, [d for s in sums if (d := _denominators(s)) is not None])


def _denominators(one: Sum) -> Sum | None:
    """The sum of what stands behind the strokes of "31/40 | 39/40 | 70/80"."""
    parts = tuple(c.of for c in one.parts if c.of is not None)
    if one.whole.of is None or len(parts) < len(one.parts):
        return None
    return Sum(f"denominators of {one.name}" if one.name else "denominators", one.whole.of, parts)


def _judged(table: Table, sums: list[Sum]) -> Iterator[Finding]:
    """The sums of a table that do not add up, where the others show that they should."""
    good = [s for s in sums if sum(c.n for c in s.parts) == s.whole.n]
    bad = [s for s in sums if sum(c.n for c in s.parts) != s.whole.n]
    if len(good) < _LEAST or len(bad) * 4 > len(sums):
        return
    for one in good:
        yield agrees(
            f"{_words(one.name)}{_listed(one.parts)} = {one.whole.n}", evidence=_places(table, one)
        )
    told: dict[Span, list[Sum]] = {}
    for one in bad:
        told.setdefault(one.whole.span, []).append(one)
    for same in told.values():  # one total that is split twice is one finding
        one, summed = same[0], sum(c.n for c in same[0].parts)
        steps = " and ".join(f"{_listed(s.parts)} = {sum(c.n for c in s.parts)}" for s in same)
        yield differs(
            "warning",
            f"{_words(one.name)}{steps}, but the total is printed as "
            f"{one.whole.n}; {len(good)} other sums of the table add up; not reconcilable as "
            f"printed",
            computed={"sum": str(summed), "printed": str(one.whole.n)},
            alternatives=("patients who are in none or in several of the columns",),
            evidence=_places(table, *same),
        )


def _added(lines: Lines) -> Iterator[Sum]:
    """Every row that prints a total and all its parts."""
    for total, parts in _sums(lines.heads):
        # Columns of further labels, and columns without any count, are no parts of the total.
        parts = tuple(
            i
            for i in parts
            if i not in lines.labels and any(line.counts[i] for line in lines.lines)
        )
        if len(parts) < 2:
            continue
        for line in lines.lines:
            whole, rest = line.counts[total], [line.counts[i] for i in parts]
            known = tuple(c for c in rest if c is not None)
            if whole is None or len(known) < len(rest) or not line.counted:
                continue
            if sum(c.n > 0 for c in known) > 1:  # a sum of one part shows nothing
                yield Sum(line.name, whole, known)


def _words(name: str) -> str:
    return f"{' '.join(name.split())[:80]}: " if name.strip() else ""


def _listed(counts: tuple[Count, ...]) -> str:
    return " + ".join(str(c.n) for c in counts)


def _places(table: Table, *same: Sum) -> tuple[Evidence, ...]:
    return (
        Evidence("total", same[0].whole.span, "table", table.label),
        *(Evidence("count", c.span, "table", table.label) for s in same for c in s.parts),
    )


def _sections(article: Article, table: Table) -> Iterator[Lines]:
    """The table row by row, each stretch with the headings that stand above it."""
    if table.image or table.header_rows < 1 or table.columns < 4:
        return
    grid = table.grid()
    texts = [
        [" ".join(article.view(c.pieces).text.split()) if c and c.pieces else "" for c in row]
        for row in grid
    ]
    if not any(_TOTAL.search(t) for row in texts for t in row[1:]):
        return
    labels = _labels(texts[table.header_rows :])
    top = texts[: table.header_rows]
    below: list[list[str]] = []
    fresh: list[list[str]] = []
    lines: list[Line] = []
    heading, above = False, ""
    for at in range(table.header_rows, table.rows):
        if _is_heading(texts[at]):
            if not heading:
                yield Lines(_heads(top + below), tuple(lines), labels)
                lines, fresh = [], []
            fresh.append(texts[at])
            heading = True
            continue
        if heading:  # "Control, Treated" again, under the same "Men, Women" as before
            below = below[: max(0, len(below) - len(fresh))] + fresh
            heading = False
        if texts[at][0] and sum(bool(t) for t in texts[at][1:]) < 2:
            above = texts[at][0]  # the heading of the rows below, perhaps with their P
        named = [texts[at][0], *(texts[at][i] for i in sorted(labels))]
        if not any(_LETTERS.search(t) and not names.is_level(t) for t in named):
            named = [above, *named]  # "n" or "none" below the name of the item
        name = ", ".join(dict.fromkeys(t.strip(" :") for t in named if t))
        counted = not _NOT_COUNTED.search(texts[at][0])
        lines.append(Line(name, counted, tuple(_count(article, c) for c in grid[at])))
    yield Lines(_heads(top + below), tuple(lines), labels)


def _labels(rows: list[list[str]]) -> frozenset[int]:
    """The columns after the first most of whose cells begin with a letter."""
    columns = range(1, len(rows[0]) if rows else 0)
    return frozenset(i for i in columns if _worded(rows, i))


def _worded(rows: list[list[str]], column: int) -> bool:
    """Whether most cells of a column begin with a letter."""
    cells = [row[column] for row in rows if row[column] and row[column] != row[0]]
    return sum(c[0].isalpha() for c in cells) * 2 > len(cells)


def _is_heading(row: list[str]) -> bool:
    """Whether a row inside a table names its columns anew."""
    cells = [t for t in row[1:] if t]
    return len(cells) > 2 and len(set(row)) > 1 and not any(_DIGIT.search(t) for t in cells)


def _heads(rows: list[list[str]]) -> tuple[str, ...]:
    """The path of headings of each column."""
    columns: list[list[str]] = [[] for _ in rows[0]]
    for row in rows:
        for path, text in zip(columns, row, strict=True):
            if text and text not in path:
                path.append(text)
    return tuple(" > ".join(path) for path in columns)


def _count(article: Article, cell: Cell | None) -> Count | None:
    if cell is None or cell.column == 0 or not cell.pieces or cell.colspan > 1:
        return None
    view = article.view(cell.pieces)
    match = _COUNT.match(view.text)
    if match is None:
        return None
    of = Count(int(match["of"]), view.span(*match.span("of"))) if match["of"] else None
    return Count(int(match["n"].replace(",", "")), view.span(*match.span("n")), of)


def _sums(heads: tuple[str, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Columns of totals with the columns that may be their parts."""
    totals = [i for i, h in enumerate(heads) if i and _TOTAL.search(h) and not _other(h)]
    for total in totals:
        key = _rest(heads[total])
        parts = []
        for i, head in enumerate(heads):
            if i == 0 or i in totals or not head or _other(head):
                continue
            if len(totals) > 1 and not (key and key <= _rest(head)):
                continue
            parts.append(i)
        for family in _families(heads, parts) if len(totals) == 1 else (parts,):
            if len(family) >= 2:
                yield total, tuple(family)


def _families(heads: tuple[str, ...], parts: list[int]) -> list[list[int]]:
    """Columns under two headings split all patients twice ("Dose > low, high; Route > ...")."""
    by_heading: dict[str, list[int]] = {}
    for i in parts:
        by_heading.setdefault(heads[i].partition(" > ")[0], []).append(i)
    named = all(" > " in heads[i] for i in parts)
    several = len(by_heading) > 1 and all(len(f) > 1 for f in by_heading.values())
    return (
        list(by_heading.values())
        if named and several and _split_alike(heads, by_heading)
        else [parts]
    )


def _split_alike(heads: tuple[str, ...], families: dict[str, list[int]]) -> bool:
    """Whether the sizes printed in the headings add up to the same number in every family."""
    sums = set()
    for family in families.values():
        sizes = [_SIZE.search(heads[i]) for i in family]
        sums.add(sum(int(m[1].replace(",", "")) if m else -(10**9) for m in sizes))
    return len(sums) == 1 and min(sums) > 0


def _rest(head: str) -> frozenset[str]:
    """The words of a heading without those that make it a total, and without sizes."""
    words = _WORD.findall(_TOTAL.sub(" ", head).lower())
    return frozenset(w for w in words if not w.isdigit() and w not in ("n", "no"))


def _other(head: str) -> bool:
    """Whether a column holds something else than counts."""
    return bool(re.search(r"\bp\b|value|\bCI\b|ratio|differ|\bHR\b|\bOR\b|\bRR\b", head, re.I))
