"""How every figure looks and how it is saved: one theme, three files, the same bytes each time.

Colours are from the Okabe-Ito set, chosen so that they differ in lightness as well (grey print) and
never alone: shape or hatching always says the same thing.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.ticker import MaxNLocator

from src.utils.paths import write_atomic

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
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


#: Characters of a row's name that a figure has room for.
LONGEST = 46


def ratio_ticks(axis: Axes, low: float, high: float, which: str) -> None:
    """Ticks of a log axis at round ratios: as few as are read at a glance, at least three."""
    coarse = (0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10, 30, 100)
    fine = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 2.5, 3)
    even = MaxNLocator(5).tick_values(low, high)
    for wanted in (coarse, fine, even):
        ticks = [float(t) for t in wanted if low <= t <= high and t > 0]
        if len(ticks) > 2:
            break
    for axle in which:
        getattr(axis, f"set_{axle}ticks")(ticks, [f"{t:g}" for t in ticks])
    axis.minorticks_off()


def label_width(names: list[str]) -> float:
    """Inches that the row names need at the left of a figure, at 8 points."""
    longest = max((min(len(n), LONGEST) for n in names), default=0)
    return max(2.15, 0.25 + 0.066 * longest)


def folded(text: str, width: int) -> str:
    """A label on two lines of ``width`` characters at most, cut with an ellipsis.

    >>> folded("hip fracture", 11), folded("OS", 11), folded("rate of successful attempts", 11)
    ('hip\\nfracture', 'OS', 'rate of\\nsuccessful…')
    """
    lines = textwrap.wrap(text, width) or [""]
    if len(lines) > 2:
        lines = [lines[0], short(f"{lines[1]} {lines[2]}", max(width, len(lines[1]) + 1))]
    return "\n".join(lines)


def short(text: str, width: int) -> str:
    """A label cut at ``width`` characters with an ellipsis."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
