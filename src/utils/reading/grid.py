"""Rows of cells with row and column spans -> grid positions.

Belongs here: the table model of HTML (as in the standard's algorithm for forming a table), for
any format that has rows and spans. Does not: what a cell says. Every row of the source is kept,
also an empty one. A span never leaves its group of rows (head or body); spans that overlap are
both kept and said in a sentence.
"""

from __future__ import annotations

import msgspec

#: Most columns one cell may span (the limit of HTML's table model).
WIDEST = 1000
#: Most grid positions that spans may reserve in one group of rows; more is taken as nonsense.
RESERVED = 200_000


class Slot(msgspec.Struct):
    """A cell before it has a place: its spans, whether it is a heading, what it holds."""

    content: object
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    row: int = 0
    column: int = 0


class Grid(msgspec.Struct):
    """The slots with ``row``, ``column`` and clipped spans; ``problems`` are sentences."""

    slots: list[Slot]
    rows: int
    columns: int
    problems: list[str]


def span_of(value: str | None) -> int:
    """A span attribute as a number: 1 when it is absent, zero, negative or no number.

    >>> span_of("3"), span_of(None), span_of("-2"), span_of("two"), span_of(" 2 ")
    (3, 1, 1, 1, 2)
    """
    if not value:
        return 1
    text = value.strip()
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def row_span_of(value: str | None) -> int:
    """The same for rows, where zero means: to the end of the group of rows, as in HTML.

    >>> row_span_of("2"), row_span_of("0") > 1000
    (2, True)
    """
    return WIDEST * WIDEST if (value or "").strip() == "0" else span_of(value)


def form(groups: list[list[list[Slot]]]) -> Grid:
    """Place the cells of groups of rows (head, bodies, foot), in the order of the source."""
    slots: list[Slot] = []
    overlaps: list[int] = []
    ignored = 0
    base = 0
    for group in groups:
        taken: dict[tuple[int, int], bool] = {}
        for r, row in enumerate(group):
            c = 0
            for slot in row:
                while (r, c) in taken:
                    c += 1
                slot.row, slot.column = base + r, c
                slot.rowspan = min(slot.rowspan, len(group) - r)
                slot.colspan = min(slot.colspan, WIDEST)
                if slot.rowspan * slot.colspan + len(taken) > RESERVED:
                    slot.rowspan = slot.colspan = 1
                    ignored += 1
                if slot.rowspan > 1 or slot.colspan > 1:
                    clash = False
                    for rr in range(r, r + slot.rowspan):
                        for cc in range(c, c + slot.colspan):
                            clash = clash or (rr, cc) in taken
                            if rr > r:
                                taken[rr, cc] = True
                    if clash:
                        overlaps.append(base + r + 1)
                c += slot.colspan
                slots.append(slot)
        base += len(group)
    # A column in which no cell starts is only the overhang of a span.
    columns = max((s.column for s in slots), default=-1) + 1
    for slot in slots:
        slot.colspan = min(slot.colspan, columns - slot.column)
    problems = []
    if ignored:
        problems.append(f"{ignored} row or column spans are too large to be meant and are ignored.")
    if overlaps:
        rows = ", ".join(str(r) for r in sorted(set(overlaps))[:5])
        problems.append(f"Cells overlap in row {rows}: a row span reaches into a column span.")
    return Grid(slots, base, columns, problems)
