"""What each arm shows: response rates by criterion and medians by endpoint, as dumbbells.

One line per study; the arms are joined, so that the length of the line is the difference. A text
value that differs from the table's is drawn over it with a ring.
"""

from __future__ import annotations

import math
import re

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from src.utils.figures import frames, style
from src.utils.figures.frames import Saved
from src.utils.terms import ENDPOINTS

MOST_ROWS = 44
MOST_PANELS = 3
_RESPONSES = frozenset({"ORR", "DCR", "CR", "PR"})
_OTHER = "other endpoint or criterion"
_TIME = ("months", "month", "weeks", "days", "years")
_TIME_TO_EVENT = frozenset(t.name for t in ENDPOINTS if t.family == "time")
_WAITED = re.compile(r"(?i)\b(?:time|surviv\w*|duration|until|stay|follow-?up)\b")


def arm_rows(saved: Saved, unit: str) -> pd.DataFrame:
    """One row per arm of every result in percent (``unit`` "%") or in time (``unit`` "time").

    Results with one value only are left out of percentages: a share without a comparison is not
    a response rate by arm.
    """
    results = saved.results.copy()
    results["name"] = frames.with_arms(results)
    wanted = results["unit"] == "%"
    if unit == "time":
        # Ages are in years too, and nobody waits for them.
        waited = results["endpoint"].isin(_TIME_TO_EVENT) | results["endpoint"].str.contains(
            _WAITED
        )
        wanted = results["unit"].isin(_TIME) & waited
    pairs = frames.joined(saved)
    partner = dict(zip(pairs["left"], pairs["right"], strict=True))
    name_of = dict(zip(results["id"], results["name"], strict=True))
    states = frames.states(saved, counts=unit != "%")
    rows = []
    for r in results[wanted].itertuples():
        numbers = frames.values(r.values)
        if len(numbers) < 2:
            continue
        other = partner.get(r.id) if r.place != "table" else None
        said = states.get(frozenset((r.id, other)), {}) if other else {}
        linked, differs = "values" in said, said.get("values") == "differs"
        if linked and not differs:
            continue
        names, sizes = frames.values(r.arms), [x.strip() for x in r.arm_n.split("|")]
        for k, printed in enumerate(numbers):
            low, dash, high = printed.partition("-")
            rows.append(
                {
                    "id": r.id,
                    "name": name_of[other] if linked else r.name,
                    "endpoint": r.endpoint,
                    "criterion": r.criterion,
                    "series": "table" if r.place == "table" else "text",
                    "arm": k + 1,
                    "arm_name": names[k] if k < len(names) else "",
                    "n": sizes[k] if k < len(sizes) else "",
                    "printed": printed,
                    "value": frames.middle(printed),
                    "low": frames.number(low) if dash else math.nan,
                    "high": frames.number(high) if dash else math.nan,
                    "unit": r.unit,
                    "differs": bool(differs),
                }
            )
    columns = "id name endpoint criterion series arm arm_name n printed value low high unit differs"
    return pd.DataFrame(rows, columns=columns.split())


def draw_responses(rows: pd.DataFrame) -> Figure:
    """Percentages by arm, one panel per criterion."""
    if rows.empty:
        return style.empty("Response rates by arm", "The article compares no percentages of arms.")
    response = rows["endpoint"].isin(_RESPONSES)
    # Without response rates: what the text speaks of before the rest of the tables' percentages.
    told = rows["name"].isin(rows.loc[rows["series"] == "text", "name"])
    rates = next((part for part in (rows[response], rows[told]) if len(part)), rows)
    named = rates["criterion"].where(rates["criterion"] != "", "criterion not named")
    panel = (rates["endpoint"] + ", " + named).where(response | (rates["criterion"] != ""))
    fewer = rates.assign(panel=panel.fillna(rates["endpoint"]).replace("", "endpoint not named"))
    kind = "response rate" if set(rates["endpoint"]) <= _RESPONSES else "percentage"
    text_only = fewer.loc[fewer["series"] == "text", "id"].nunique()
    title = (
        f"{text_only} {kind}{'s stand' if text_only != 1 else ' stands'} in the text "
        "without the same value in a table"
        if text_only
        else f"{kind.capitalize()}s by arm and criterion"
    )
    return _dumbbells(fewer, title, "percent of the arm", 0, 100)


def draw_medians(rows: pd.DataFrame) -> Figure:
    """Medians by arm, one panel per endpoint."""
    if rows.empty:
        return style.empty("Medians by arm", "The article compares no medians of arms.")
    first = rows[rows["arm"] == 1].set_index("id")["value"]
    second = rows[rows["arm"] == 2].set_index("id")["value"]
    both = pd.concat([first, second], axis=1, keys=["a", "b"]).dropna()
    longer = int((both["a"] > both["b"]).sum())
    title = f"The first arm has the longer median in {longer} of {len(both)} comparisons"
    units = list(dict.fromkeys(rows["unit"]))
    if len(units) > 1:
        panel = rows["endpoint"] + ", " + rows["unit"]
        return _dumbbells(rows.assign(panel=panel), title, "median", 0, math.nan)
    limit = float(rows["value"].max()) * 1.08
    return _dumbbells(rows.assign(panel=rows["endpoint"]), title, f"median, {units[0]}", 0, limit)


def _dumbbells(rows: pd.DataFrame, title: str, unit: str, low: float, high: float) -> Figure:
    """Panels of dumbbells; without ``high`` every panel has an axis of its own length."""
    counts = rows.groupby("panel", sort=False)["id"].nunique().sort_values(ascending=False)
    panels = list(counts.index[:MOST_PANELS])
    if len(counts) > MOST_PANELS:
        panels = [*counts.index[: MOST_PANELS - 1], _OTHER]
        rows = rows.assign(panel=rows["panel"].where(rows["panel"].isin(panels), _OTHER))
    names = list(dict.fromkeys(rows["name"]))
    shown = {name: k for k, name in enumerate(names[:MOST_ROWS])}
    height = 1.65 + 0.25 * len(shown)
    figure, axes = plt.subplots(1, len(panels), figsize=(10.5, height), sharey=True, squeeze=False)
    figure.subplots_adjust(
        left=style.label_width(list(shown)) / 10.5,
        right=0.985,
        top=1 - 0.98 / height,
        bottom=0.52 / height,
        wspace=0.09,
    )
    for axis, panel in zip(axes[0], panels, strict=True):
        part = rows[rows["panel"] == panel]
        _panel(axis, part, shown)
        axis.set_title(
            style.short(str(panel) or "endpoint not named", max(90 // len(panels), 24)),
            fontweight="bold",
        )
        longest = float(part["value"].max())
        axis.set_xlim(low, longest * 1.08 if math.isnan(high) and longest > 0 else high)
    axes[0][0].set_yticks(range(len(shown)), [style.short(n, style.LONGEST) for n in shown])
    axes[0][0].set_ylim(len(shown) - 0.4, -0.6)
    axes[0][len(panels) // 2].set_xlabel(unit)
    n = rows["id"].nunique()
    cut = f"; first {len(shown)} of {len(names)} rows drawn" if len(names) > len(shown) else ""
    style.headline(
        figure, title, f"{n} results of {len(names)} studies or rows{cut}; arms in printed order"
    )
    handles = [
        Line2D([], [], color=c, marker=m, ls="", ms=6, label=f"arm {k + 1}")
        for k, (c, m) in enumerate(zip(style.ARMS, style.MARKS, strict=True))
        if k < rows["arm"].max()
    ]
    if (rows["series"] == "text").any():
        handles.append(
            Line2D(
                [],
                [],
                color="none",
                marker="o",
                mec=style.FLAG,
                ms=8,
                label="only in the text, or other than in the table",
            )
        )
    figure.legend(
        handles=handles,
        loc="upper right",
        ncols=len(handles),
        frameon=False,
        fontsize=8,
        bbox_to_anchor=(0.99, 1 - 0.28 / height),
    )
    return figure


def _panel(axis: Axes, rows: pd.DataFrame, places: dict[str, int]) -> None:
    seen: dict[str, list[str]] = {}
    for (name, id_), part in rows.groupby(["name", "id"], sort=False):
        if name not in places:
            continue
        stack = seen.setdefault(name, [])
        y = places[name] + 0.24 * len(stack)
        stack.append(id_)
        known = part.dropna(subset=["value"])
        if len(known) > 1:
            axis.plot(
                [known["value"].min(), known["value"].max()],
                [y, y],
                color="#c3c9ce",
                lw=2,
                zorder=1,
            )
        for r in part.itertuples():
            colour = style.ARMS[(r.arm - 1) % 3]
            if math.isnan(r.value):
                axis.annotate(
                    "not reached ▸",
                    (1.0, y),
                    xycoords=("axes fraction", "data"),
                    ha="right",
                    va="center",
                    fontsize=7,
                    color=colour,
                )
                continue
            if not math.isnan(r.low):
                axis.plot([r.low, r.high], [y, y], color=colour, lw=5, alpha=0.5, zorder=2)
            axis.plot(
                r.value,
                y,
                style.MARKS[(r.arm - 1) % 3],
                color=colour,
                ms=5.6,
                mec="white",
                mew=0.5,
                zorder=4 - 0.1 * r.arm,
            )
            if r.series == "text":
                axis.plot(r.value, y, "o", ms=9.5, mfc="none", mec=style.FLAG, mew=1.0, zorder=5)
    axis.set_facecolor("none")
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)
    axis.grid(axis="both", color=style.GRID, lw=0.6)
    axis.set_axisbelow(True)
