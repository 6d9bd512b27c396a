"""Figures for the page: each svg as an image inside the file, its plotted rows as a table.

Belongs here: reading ``*.svg`` and the ``*.csv`` of the same stem. An svg is never put into the
page as markup: as an image no script in it runs and nothing is fetched.
"""

from __future__ import annotations

import base64
import csv
import html
import re
from pathlib import Path

import msgspec

#: Rows of a figure's table that the page shows; the csv beside the figure holds them all.
MOST_ROWS = 300
_DRAWN = re.compile(r"<!-- ([^<>]*?) -->\s*<g[^>]*scale\(([\d.]+)")
_TITLE_WORDS = 3
_BOX = re.compile(r'<svg[^>]*?viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')
_ID = re.compile(r"[vnr]-[0-9a-f]{10}(?:-\d+)?\Z")


class Figure(msgspec.Struct, frozen=True):
    """A figure: the image as a data address, a title in words, the plotted rows."""

    stem: str
    title: str
    image: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] = ()
    left_out: int = 0
    width: int = 0
    height: int = 0


def collect(folder: str | Path | None) -> tuple[Figure, ...]:
    """The figures of a folder by name; none when there is no folder."""
    if folder is None or not Path(folder).is_dir():
        return ()
    return tuple(_figure(p) for p in sorted(Path(folder).glob("*.svg")))


def _figure(path: Path) -> Figure:
    content = path.read_bytes()
    image = base64.b64encode(content).decode("ascii")
    table = path.with_suffix(".csv")
    columns: tuple[str, ...] = ()
    rows: list[tuple[tuple[str, tuple[str, ...]], ...]] = []
    if table.is_file():
        with table.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        columns = tuple(lines[0]) if lines else ()
        rows = [tuple(_cell(c) for c in line) for line in lines[1:]]
    return Figure(
        path.stem,
        _title(content.decode("utf-8", "replace"), path.stem),
        f"data:image/svg+xml;base64,{image}",
        columns,
        tuple(rows[:MOST_ROWS]),
        max(len(rows) - MOST_ROWS, 0),
        *_size(content.decode("utf-8", "replace")),
    )


def _size(svg: str) -> tuple[int, int]:
    """Width and height, so that the page does not move while images load; zeros if not said."""
    box = _BOX.search(svg)
    return (round(float(box[1])), round(float(box[2]))) if box else (0, 0)


def _title(svg: str, stem: str) -> str:
    """What the figure's own title says: its largest text, else the file's name in words.

    Where text is drawn as outlines, matplotlib leaves the words in a comment before them.
    """
    drawn = [(float(size), html.unescape(words)) for words, size in _DRAWN.findall(svg)]
    titles = [(size, words) for size, words in drawn if len(words.split()) >= _TITLE_WORDS]
    if titles:
        return max(titles, key=lambda one: one[0])[1]
    words = re.sub(r"^\d+[_-]", "", stem).replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def _cell(text: str) -> tuple[str, tuple[str, ...]]:
    """A cell as text, and the ids in it when it holds nothing else (they become links)."""
    words = text.split()
    return (text, tuple(words) if words and all(_ID.match(w) for w in words) else ())
