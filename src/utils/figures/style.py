"""How every figure looks and how it is saved: one theme, three files, the same bytes each time.

Colours are from the Okabe-Ito set, chosen so that they differ in lightness as well (grey print) and
never alone: shape or hatching always says the same thing.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import seaborn as sns

from src.utils.paths import write_atomic

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

INK = "#1b1f23"
QUIET = "#8a929a"
GRID = "#e3e6e9"
TABLE = "#12436d"  # dark blue: what the table prints
TEXT = "#e07b00"  # orange: what the text prints
FLAG = "#c4161c"  # red, always with a ring or a label: what does not reconcile
ARMS = ("#12436d", "#e59b3a", "#8fb8de")  # first, second, third arm; dark, middle, light
MARKS = ("o", "D", "s")
STATES = {  # state -> colour, sign in the cell
    "agrees": ("#bcd9ea", "="),
    "differs": ("#c4161c", "≠"),
    "only in text": ("#f2a541", "T"),
    "only in table": ("#eceff1", "·"),
}


def theme() -> None:
    """Set seaborn's and matplotlib's defaults; svg ids from a fixed salt."""
    sns.set_theme(
        style="white",
        rc={
            "font.family": "DejaVu Sans",
            "font.size": 9,
            "axes.titlesize": 10,
            "axes.titlelocation": "left",
            "axes.labelsize": 9,
            "axes.edgecolor": QUIET,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "xtick.labelsize": 8,
            "ytick.labelsize": 8,
            "text.color": INK,
            "axes.labelcolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "svg.hashsalt": "article-audit",
            "svg.fonttype": "path",
            "figure.dpi": 100,
        },
    )


def headline(figure: Figure, title: str, subtitle: str) -> None:
    """The finding as a title at the top left, what is drawn (units, n) under it."""
    height = figure.get_size_inches()[1]
    figure.text(0.012, 1 - 0.10 / height, title, fontsize=12, fontweight="bold", va="top")
    figure.text(0.012, 1 - 0.36 / height, subtitle, fontsize=8.5, color="#4a5259", va="top")


def empty(title: str, reason: str) -> Figure:
    """A figure that says why there is nothing to draw."""
    figure = plt.figure(figsize=(7, 1.6))
    headline(figure, title, "")
    figure.text(0.012, 0.35, reason, fontsize=10, color="#4a5259")
    return figure


def save(folder: Path, stem: str, rows: pd.DataFrame, draw: Callable[[], Figure]) -> Figure:
    """Draw, and write ``stem.svg``, ``stem.png`` and the plotted rows as ``stem.csv``.

    Each file is replaced whole. Returns the figure, closed for pyplot but still displayable.
    """
    theme()
    figure = draw()
    for kind, extra in (("svg", {"metadata": {"Date": None}}), ("png", {"dpi": 130})):
        buffer = io.BytesIO()
        options: dict[str, object] = {"metadata": {"Software": None}} if kind == "png" else {}
        figure.savefig(buffer, format=kind, facecolor="white", **(options | extra))
        write_atomic(folder / f"{stem}.{kind}", buffer.getvalue())
    write_atomic(folder / f"{stem}.csv", rows.to_csv(index=False, lineterminator="\n"))
    plt.close(figure)
    return figure


def short(text: str, width: int) -> str:
    """A label cut at ``width`` characters with an ellipsis."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
