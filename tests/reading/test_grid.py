"""The grid: row and column spans, with pandas.read_html as the oracle."""

from __future__ import annotations

import io
import random

import pytest

from src.utils.reading import grid


def _form(rows: list[list[tuple[str, int, int]]]) -> list[list[str]]:
    slots = [[grid.Slot(text, high, wide) for text, high, wide in row] for row in rows]
    placed = grid.form([slots])
    out = [[""] * placed.columns for _ in range(placed.rows)]
    for slot in placed.slots:
        for r in range(slot.row, slot.row + slot.rowspan):
            for c in range(slot.column, slot.column + slot.colspan):
                out[r][c] = str(slot.content)
    return out


def test_a_row_span_pushes_the_next_row_to_the_right() -> None:
    """The cell below a spanning one starts in the next free column."""
    assert _form([[("a", 2, 1), ("b", 1, 1)], [("c", 1, 1)]]) == [["a", "b"], ["a", "c"]]


def test_a_span_does_not_leave_its_group() -> None:
    """A head cell that claims too many rows is cut at the end of the head."""
    head = [[grid.Slot("h", 5, 1), grid.Slot("i")]]
    body = [[grid.Slot("x"), grid.Slot("y")]]
    placed = grid.form([head, body])
    assert [(s.content, s.row, s.column) for s in placed.slots] == [
        ("h", 0, 0), ("i", 0, 1), ("x", 1, 0), ("y", 1, 1),
    ]  # fmt: skip
    assert placed.problems == []


def test_overlaps_are_said() -> None:
    """The sentence names the row."""
    rows = [[grid.Slot("a"), grid.Slot("b", 2)], [grid.Slot("c", 1, 2)]]
    assert "row 2" in grid.form([rows]).problems[0]


def test_an_empty_row_is_kept() -> None:
    """Rows without cells count."""
    placed = grid.form([[[grid.Slot("a")], [], [grid.Slot("b")]]])
    assert placed.rows == 3 and placed.slots[1].row == 2


@pytest.mark.parametrize("seed", range(40))
def test_random_tables_agree_with_pandas(seed: int) -> None:
    """Tables tiled at random with spanning cells come out as pandas reads them."""
    pandas = pytest.importorskip("pandas")
    chance = random.Random(seed)
    height, width = chance.randint(1, 7), chance.randint(2, 6)
    taken = [[False] * width for _ in range(height)]
    rows: list[list[tuple[str, int, int]]] = []
    for r in range(height):
        row = []
        for c in range(width):
            if taken[r][c]:
                continue
            wide = 1
            while c + wide < width and not taken[r][c + wide] and chance.random() < 0.25:
                wide += 1
            high = 1
            while r + high < height and chance.random() < 0.25:
                high += 1
            for rr in range(r, r + high):
                for cc in range(c, c + wide):
                    taken[rr][cc] = True
            row.append((f"r{r}c{c}", high, wide))
        rows.append(row)
    if any(not row for row in rows):
        pytest.skip("a row without cells: pandas leaves its spans out of step")
    page = "<table><tbody>" + "".join(
        "<tr>" + "".join(f"<td rowspan='{h}' colspan='{w}'>{t}</td>" for t, h, w in row) + "</tr>"
        for row in rows
    ) + "</tbody></table>"  # fmt: skip
    expected = pandas.read_html(io.StringIO(page), header=None)[0].astype(str).values.tolist()
    own = _form(rows)
    # pandas keeps columns that are only the overhang of spans.
    assert [line[: len(own[0])] for line in expected] == own
