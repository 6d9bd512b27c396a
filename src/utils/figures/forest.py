"""Hazard ratios (or the article's other ratios) as a forest, by therapy and endpoint.

What the table prints is drawn dark; where the text prints something else for the same result it is
laid over it, so that the difference is seen at its true size.
"""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from src.utils.figures import frames, style
from src.utils.figures.frames import Saved

#: More rows than this cannot be read on a page; the csv keeps them all.
MOST_ROWS = 48
MOST_PANELS = 3


def forest_rows(saved: Saved) -> pd.DataFrame:
    """Every ratio with an interval, one row per printed place: series table, or text where the
    text differs from the table or stands alone."""
    results = saved.results
    picked = results[
        results["effect_kind"].isin(frames.RATIOS)
        & (results["effect_low"] != "")
        & (results["effect_high"] != "")
    ].copy()
    picked["name"] = frames.with_arms(picked)
    pairs = frames.joined(saved)
    pairs = pairs[(pairs["effect_estimate_left"] != "") & (pairs["effect_estimate_right"] != "")]
    states = frames.states(saved)
    name_of = dict(zip(picked["id"], picked["name"], strict=True))
    named = saved.results.assign(name=frames.row_names(saved.results))
    captioned = named[named["caption"] != ""].drop_duplicates("name")
    group_of = dict(zip(captioned["name"], captioned["caption"], strict=True))
    partner: dict[str, str] = {}
    differs: dict[str, bool] = {}
    for row in pairs.itertuples():
        said = states.get(frozenset((row.left, row.right)), {})
        other_than = said.get("ratio") == "differs"
        if row.left not in partner or other_than:
            partner[row.left], differs[row.left] = row.right, other_than
    rows = []
    for r in picked.itertuples():
        in_table = r.place == "table"
        other = partner.get(r.id)
        if not in_table and other in name_of and not differs.get(r.id, False):
            continue
        name = r.name if in_table else name_of.get(other, r.name)
        rows.append(
            {
                "id": r.id,
                "group": r.caption if in_table else group_of.get(name, ""),
                "name": name,
                "endpoint": r.endpoint,
                "kind": ("a" if r.effect_adjusted == "true" else "") + r.effect_kind,
                "series": "table" if in_table else "text",
                "estimate": frames.number(r.effect_estimate),
                "low": frames.number(r.effect_low),
                "high": frames.number(r.effect_high),
                "level": r.effect_level,
                "n": " + ".join(x.strip() for x in str(r.arm_n).split("|") if x.strip()),
                "differs": bool(differs.get(r.id, False)),
            }
        )
    columns = "id group name endpoint kind series estimate low high level n differs".split()
    out = pd.DataFrame(rows, columns=columns)
    order = {name: k for k, name in reversed(list(enumerate(group_of)))}
    place = {"table": 0, "text": 1}
    out = out.assign(order=out["name"].map(order).fillna(len(order)), at=out["series"].map(place))
    out = out.sort_values(["order", "at"], kind="stable")[columns]
    return out[(out["estimate"] > 0) & (out["low"] > 0) & (out["high"] > 0)].reset_index(drop=True)


def draw_forest(rows: pd.DataFrame) -> Figure:
    """Panels by endpoint, rows by study grouped by therapy; red where text and table differ."""
    if rows.empty:
        return style.empty("Hazard ratios", "The article prints no ratio with an interval.")
    counts = rows["endpoint"].value_counts()
    main = (
        list(counts.index[: MOST_PANELS - 1]) if len(counts) > MOST_PANELS else list(counts.index)
    )
    rows = rows.assign(panel=rows["endpoint"].where(rows["endpoint"].isin(main), "other endpoints"))
    panels = main + (["other endpoints"] if len(counts) > MOST_PANELS else [])
    order = list(dict.fromkeys(zip(rows["group"], rows["name"], strict=True)))
    groups = list(dict.fromkeys(g for g, _ in order))
    order.sort(key=lambda k: groups.index(k[0]))
    shown = order[:MOST_ROWS]
    places: dict[tuple[str, str], float] = {}
    heads: list[tuple[float, str]] = []
    at = 0.0
    for k, (group, name) in enumerate(shown):
        if group and (k == 0 or shown[k - 1][0] != group):
            at += 0.35 if k else 0.0
            heads.append((at, group))
            at += 0.95
        places[group, name] = at
        at += 1.0
    height = 1.45 + 0.235 * at
    figure, axes = plt.subplots(
        1, len(panels), figsize=(10.5, height), sharey=True, squeeze=False, sharex=True
    )
    sizes: dict[str, str] = {}
    for name, part in rows[rows["n"] != ""].groupby("name", sort=False):
        seen = [x for n in part["n"] for x in n.split(" + ")]
        pair = part["n"].nunique() == 1
        sizes[name] = part["n"].iat[0] if pair else " + ".join(dict.fromkeys(seen))
    labels = [
        style.short(name, 34 if sizes.get(name) else style.LONGEST)
        + (f"  n = {sizes[name]}" if sizes.get(name) else "")
        for _, name in places
    ]
    left = min(0.36, max(0.29, style.label_width(labels) / 10.5))
    figure.subplots_adjust(
        left=left, right=0.985, top=1 - 0.98 / height, bottom=0.52 / height, wspace=0.05
    )
    low, high = rows["low"].min() * 0.9, rows["high"].max() * 1.12
    for axis, panel in zip(axes[0], panels, strict=True):
        _panel(axis, rows[rows["panel"] == panel], places)
        for y, _ in heads:
            axis.axhspan(y - 0.5, y + 0.45, color="#f1f3f5", zorder=0, lw=0)
        axis.set_title(panel or "endpoint not named", fontweight="bold")
        axis.set_xscale("log")
        axis.set_xlim(low, high)
        style.ratio_ticks(axis, low, high, "x")
    axes[0][0].set_yticks(
        list(places.values()),
        labels,
    )
    axes[0][0].set_ylim(at - 0.4, -0.6)
    for y, group in heads:
        figure.text(
            0.012,
            _figure_y(figure, axes[0][0], y),
            style.short(group, 70),
            fontsize=8,
            fontweight="bold",
            va="center",
            color=style.INK,
        )
    kinds = ", ".join(dict.fromkeys(rows["kind"]))
    figure.text(
        left,
        0.08 / height,
        f"{kinds} with its printed interval, log scale; below 1: fewer events in the first arm",
        fontsize=8.5,
        va="bottom",
    )
    n = int(rows.loc[rows["differs"], "name"].nunique())
    title = (
        f"{n} stud{'y prints' if n == 1 else 'ies print'} a different ratio in text and table"
        if n
        else "No ratio differs between text and table where both were found"
    )
    cut = (
        f"; first {len(shown)} of {len(order)} rows drawn, all in the csv"
        if len(order) > len(shown)
        else ""
    )
    style.headline(figure, title, f"{len(rows)} ratios with an interval{cut}")
    _legend(figure, rows)
    return figure


def _panel(axis: Axes, rows: pd.DataFrame, places: dict[tuple[str, str], float]) -> None:
    seen: dict[tuple[str, str, str], int] = {}
    axis.axvline(1, color=style.QUIET, lw=0.9, zorder=1)
    for r in rows.itertuples():
        y = places.get((r.group, r.name))
        if y is None:
            continue
        key = (r.group, r.name, r.endpoint)
        k = seen[key] = seen.get(key, -1) + 1
        y += 0.22 * k
        colour = (
            style.FLAG
            if r.differs and r.series == "text"
            else (style.TABLE if r.series == "table" else style.TEXT)
        )
        axis.plot([r.low, r.high], [y, y], color=colour, lw=1.5, solid_capstyle="butt", zorder=2)
        axis.plot(
            r.estimate,
            y,
            "s" if r.series == "table" else "D",
            color=colour,
            ms=4.8,
            mec="white",
            mew=0.5,
            zorder=3,
        )
    axis.set_facecolor("none")
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)
    axis.set_axisbelow(True)
    axis.grid(axis="x", color=style.GRID, lw=0.7)


def _figure_y(figure: Figure, axis: Axes, y: float) -> float:
    display = axis.transData.transform((1.0, y))
    return float(figure.transFigure.inverted().transform(np.asarray(display))[1])


def _legend(figure: Figure, rows: pd.DataFrame) -> None:
    def mark(colour: str, shape: str, label: str) -> Line2D:
        return Line2D([], [], color=colour, marker=shape, ms=5, lw=1.5, label=label)

    handles = [mark(style.TABLE, "s", "table")]
    if ((rows["series"] == "text") & ~rows["differs"]).any():
        handles.append(mark(style.TEXT, "D", "text only"))
    if rows["differs"].any():
        handles.append(mark(style.FLAG, "D", "text, where it differs from the table"))
    height = figure.get_size_inches()[1]
    figure.legend(
        handles=handles,
        loc="upper right",
        ncols=len(handles),
        frameon=False,
        fontsize=8,
        bbox_to_anchor=(0.99, 1 - 0.28 / height),
    )
