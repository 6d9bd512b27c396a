"""SH: cells whose print is unlike that of their row or column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from src.utils.checks.registry import check, differs
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import Sheet, sheets
from src.utils.printed import has_digit
from src.utils.records import Cell, Dossier, Evidence, Finding

_COUNTS = frozenset({"count", "share"})
_LOST = re.compile(r"(?<![\d.,/:-])0\d{1,3}(?![\d.,/:-])")
#: "(-1 3 to 0.2)": a bound with a space where its point should be.
_SPLIT = re.compile(
    r"(?<=[(\[])\s*-?\s?\d \d(?=\s*(?:to|,|;|-)\s*-?\d+\.\d)|"
    r"(?<=to)\s+-?\d \d(?=\s*[)\]])"
)
_BELOW_ONE = re.compile(r"(?<![\d.,])0?\.\d+")
_DAY = re.compile(
    r"\d\s*[-/.:]\s*\d+\s*[-/.:]|\d:\d|\bdates?\b|\bcode\b|\bID\b|\bday|\btime\b|\bno\.", re.I
)


@check("SH09", "value-of-another-kind-in-row")
def value_of_another_kind(dossier: Dossier) -> Iterator[Finding]:
    """A row of counts holds a mean with its standard deviation in one column.

    Compares
    --------
    The print of a cell ("142 ± 47") with the other groups of its row and most rows of its column
    (counts, with or without percentages). Error when the same numerals stand under the same column
    heading in another row of the article, from which they were copied; note when not.

    Why it matters
    --------------
    The count that belongs there is lost, and a meta-analysis would take another number.

    Known limits
    ------------
    A row may mix kinds on purpose; without a second place this stays a note.

    Source
    ------
    The article's own table.
    """
    printed = _printed(dossier)
    for sheet in sheets(dossier):
        for column in sheet.groups:
            kinds = [r.entries[column.index].kind for r in sheet.rows if column.index in r.entries]
            if sum(k in _COUNTS for k in kinds) < 3 or kinds.count("mean") * 3 > len(kinds):
                continue
            for row in sheet.rows:
                entry = row.entries.get(column.index)
                others = [
                    row.entries[c.index].kind
                    for c in sheet.groups
                    if c is not column and c.index in row.entries
                ]
                if entry is None or entry.kind != "mean" or not others:
                    continue
                if not all(k in _COUNTS for k in others):
                    continue
                evidence = sheet.evidence(entry)
                twins = [
                    (s, name, e)
                    for s, name, leaf, e in printed[entry.shown]
                    if e is not entry and leaf == column.leaf and name != row.name
                ]
                for twin, _, e in twins[:1]:
                    evidence += twin.evidence(e)
                from_ = f"; {twins[0][0].table.label} prints it for {twins[0][1]}" if twins else ""
                yield differs(
                    "error" if twins else "note",
                    f"{sheet.table.label}, {row.name}, {column.name}: {entry.shown} in a row of "
                    f"counts{from_}",
                    alternatives=("likely slip: copied from another row",) if twins else (),
                    evidence=evidence,
                )


def _printed(dossier: Dossier) -> dict[str, list[tuple[Sheet, str, str, Entry]]]:
    """Where each mean with its deviation stands."""
    out: dict[str, list[tuple[Sheet, str, str, Entry]]] = defaultdict(list)
    for sheet in sheets(dossier):
        for column in sheet.groups:
            for row in sheet.rows:
                entry = row.entries.get(column.index)
                if entry is not None and entry.kind == "mean":
                    out[entry.shown].append((sheet, row.name, column.leaf, entry))
    return out


@check("SH10", "numeral-without-its-decimal-point")
def numeral_without_point(dossier: Dossier) -> Iterator[Finding]:
    """A cell prints a numeral such as 078 in a column of numbers below one.

    Compares
    --------
    Numerals that begin with 0 and hold no decimal point, or have a space in its place ("1 3" in
    brackets), with the other numerals of their column. Error where at least three other cells of
    the column print numbers such as 0.78, else nothing.

    Why it matters
    --------------
    A lost decimal point makes 0.78 a 78 for a machine that reads the table.

    Known limits
    ------------
    Codes, dates and times are left out by their shape and headings.

    Source
    ------
    The article's own table.
    """
    for sheet in sheets(dossier):
        for column in sheet.columns:
            cells: list[Cell] = []
            for r in range(sheet.header_rows, sheet.table.rows):
                cell = sheet.grid[r][column.index]
                if cell is not None and cell.pieces and (not cells or cells[-1] is not cell):
                    cells.append(cell)
            texts = [sheet.text(c) for c in cells]
            if _DAY.search(column.name) or sum(bool(_BELOW_ONE.search(t)) for t in texts) < 3:
                continue
            for cell, text in zip(cells, texts, strict=True):
                match = _LOST.search(text) or _SPLIT.search(text)
                if match and text[: match.start()].rstrip()[-1:] in (".", ","):
                    continue  # a line break inside "0.04"
                if (
                    match is None
                    or _DAY.search(text)
                    or any(c.isalpha() for c in text.replace("to", ""))
                ):
                    continue
                lead = len(match.group()) - len(match.group().lstrip())
                at = match.start() + lead
                span = dossier.article.view(cell.pieces).span(at, match.end())
                yield differs(
                    "error",
                    f"{sheet.table.label}, {column.name}: {match.group().strip()} in a column of "
                    "numbers with decimals",
                    alternatives=(f"likely slip: {_mended(match.group())}",),
                    evidence=(Evidence("value", span, "table", sheet.table.label),),
                )


def _mended(text: str) -> str:
    """The numeral with a decimal point: 078 is 0.78, "-1 3" is -1.3."""
    return text.strip().replace(" ", ".") if " " in text.strip() else f"0.{text.strip()[1:]}"


@check("SH11", "bracket-not-closed-in-cell")
def bracket_not_closed(dossier: Dossier) -> Iterator[Finding]:
    """A cell of numbers opens a bracket that it does not close, or the other way round.

    Compares
    --------
    The brackets of a cell that holds only numerals and signs, in a column where at least three
    other cells close theirs. Note.

    Why it matters
    --------------
    A number behind the missing bracket may be cut off.

    Known limits
    ------------
    A cell that goes on in the next row is reported too.

    Source
    ------
    The article's own table.
    """
    for sheet in sheets(dossier):
        for column in sheet.columns:
            whole = 0
            odd: list[tuple[Cell, str]] = []
            for r in range(sheet.header_rows, sheet.table.rows):
                cell = sheet.grid[r][column.index]
                text = sheet.text(cell)
                if cell is None or not has_digit(text):
                    continue
                balance = sum(text.count(x) for x in "([") - sum(text.count(x) for x in ")]")
                if balance == 0 and "(" in text:
                    whole += 1
                elif balance in (1, -1) and not any(c.isalpha() for c in text.replace("to", "")):
                    odd.append((cell, text))
            if whole < 3 or len(odd) > 2:
                continue
            for cell, text in odd:
                yield differs(
                    "note",
                    f'{sheet.table.label}, {column.name}: "{" ".join(text.split())}" lacks a '
                    "bracket",
                    evidence=tuple(
                        Evidence("value", p, "table", sheet.table.label) for p in cell.pieces
                    ),
                )


@check("SH12", "interval-printed-for-two-groups")
def interval_for_two_groups(dossier: Dossier) -> Iterator[Finding]:
    """Two groups of one row have the same interval or quartiles and different estimates.

    Compares
    --------
    The bounds of "13.7 [11.8-18.7]" and "14.6 [11.8-18.7]" in the columns of one row, where both
    bounds print three digits or more, or decimals. Note.

    Why it matters
    --------------
    The same two bounds to the last digit in two groups are more often copied than found.

    Known limits
    ------------
    Scores with few values have equal quartiles by nature; bounds of two digits are left out.

    Source
    ------
    The article's own table.
    """
    for sheet in sheets(dossier):
        for row in sheet.rows:
            found = [
                (c, e)
                for c in sheet.groups
                if (e := row.entries.get(c.index)) is not None and e.kind == "triple"
            ]
            for i, (one, a) in enumerate(found):
                for two, b in found[i + 1 :]:
                    bounds = [n.text for n in a.nums[1:]]
                    if bounds != [n.text for n in b.nums[1:]] or a.nums[0].text == b.nums[0].text:
                        continue
                    if sum(len(x.replace(".", "").lstrip("-0")) >= 3 for x in bounds) < 2:
                        continue
                    yield differs(
                        "note",
                        f"{sheet.table.label}, {row.name}: {one.name} {a.shown} and {two.name} "
                        f"{b.shown} have the same bounds",
                        alternatives=("likely slip: bounds copied from the other column",),
                        evidence=sheet.evidence(a) + sheet.evidence(b),
                    )
