"""Does each result agree with itself: estimate against the centre of its interval, printed P
against the P that the interval implies."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from src.utils.figures import frames, style
from src.utils.figures.frames import Saved

Numbers = Callable[[Any], str]

MOST_LABELS = 14
_CENTRE_CODES = "CI"
_P_CODES = "PV"
_LEAST_P = 1e-6


def _flagged(saved: Saved, family: str) -> set[str]:
    v = saved.verdicts
    hard = v[(v["check"].str[:2] == family) & v["severity"].isin(("error", "warning"))]
    return {r for ids in hard["results"] for r in ids.split()}


def _ratios(saved: Saved, family: str) -> pd.DataFrame:
    r = saved.results
    r = r[r["effect_kind"].isin(frames.RATIOS) & (r["effect_low"] != "")].copy()
    for column in ("estimate", "low", "high"):
        r[column] = pd.to_numeric(r[f"effect_{column}"], errors="coerce")
    r["name"] = frames.row_names(r)
    r["flagged"] = r["id"].isin(_flagged(saved, family))
    return r[(r["low"] > 0) & (r["high"] > 0) & (r["estimate"] > 0)]


def centre_rows(saved: Saved) -> pd.DataFrame:
    """One row per ratio with an interval; ``offset_se`` is how far the estimate lies from the
    centre of the interval on the log scale, in half-widths of the interval."""
    r = _ratios(saved, _CENTRE_CODES)
    r["centre"] = (r["low"] * r["high"]).pow(0.5)
    r["printed"] = r["effect_estimate"] + " (" + r["effect_low"] + "–" + r["effect_high"] + ")"
    half = (r["high"] / r["low"]).map(lambda q: math.log(q) / 2 if q > 1 else math.nan)
    r["offset"] = (r["estimate"] / r["centre"]).map(math.log) / half
    columns = ["id", "name", "endpoint", "place", "effect_kind", "estimate", "low", "high"]
    return r[[*columns, "printed", "centre", "offset", "flagged"]].reset_index(drop=True)


def draw_centre(rows: pd.DataFrame) -> Figure:
    """Printed estimate against the centre of its interval; the diagonal is agreement."""
    title = "Printed estimate against the centre of its interval"
    if rows.empty:
        return style.empty(title, "The article prints no ratio with an interval.")
    figure, axis = _square(bool(rows["flagged"].any()))
    limits = (
        rows[["estimate", "centre"]].min().min() * 0.85,
        rows[["estimate", "centre"]].max().max() * 1.2,
    )
    axis.plot(limits, limits, color=style.QUIET, lw=1, zorder=1)
    _points(axis, rows, "centre", "estimate")
    axis.set(xscale="log", yscale="log", xlim=limits, ylim=limits)
    style.ratio_ticks(axis, *limits, "xy")
    axis.set_xlabel("centre of the printed interval, √(low × high), log scale")
    axis.set_ylabel("printed estimate, log scale")
    flagged = rows[rows["flagged"]]
    _labels(axis, flagged, "centre", "estimate", lambda r: r.printed)
    style.headline(
        figure,
        f"{len(flagged)} of {len(rows)} ratios do not sit in the centre of their interval",
        "on the line: estimate and interval agree; ringed: further off than rounding allows",
    )
    return figure


def p_rows(saved: Saved) -> pd.DataFrame:
    """One row per ratio with interval and P: the printed P and the one the interval implies."""
    from statistics import NormalDist

    r = _ratios(saved, _P_CODES)
    r = r[r["p"] != ""].copy()
    rows = []
    for x in r.itertuples():
        level = frames.number(x.effect_level) if x.effect_level else 95.0
        if not x.high > x.low or not 0 < level < 100:
            continue
        z_level = NormalDist().inv_cdf(0.5 + level / 200)
        se = math.log(x.high / x.low) / (2 * z_level)
        implied = math.erfc(abs(math.log(x.estimate)) / se / math.sqrt(2))
        for printed in x.p.split("|"):
            text = printed.strip()
            digits = text.lstrip("<>=")
            rows.append(
                {
                    "id": x.id,
                    "name": x.name,
                    "endpoint": x.endpoint,
                    "place": x.place,
                    "estimate": x.estimate,
                    "low": x.low,
                    "high": x.high,
                    "level": x.effect_level,
                    "p_printed": text,
                    "p": frames.number(digits),
                    "p_implied": implied,
                    "bound": text[: len(text) - len(digits)] != "=",
                    "flagged": x.flagged,
                }
            )
    columns = "id name endpoint place estimate low high level p_printed p p_implied bound flagged"
    return pd.DataFrame(rows, columns=columns.split())


def draw_p(rows: pd.DataFrame) -> Figure:
    """Printed P against implied P, both on a log scale; a bound is drawn as a pointing mark."""
    title = "Printed P against the P that its interval implies"
    if rows.empty:
        return style.empty(title, "The article prints no P beside a ratio with an interval.")
    figure, axis = _square(bool(rows["flagged"].any()))
    shown = rows.assign(
        p=rows["p"].clip(lower=_LEAST_P), p_implied=rows["p_implied"].clip(lower=_LEAST_P)
    )
    limits = (_LEAST_P * 0.7, 1.6)
    axis.axhline(0.05, color=style.GRID, lw=1, zorder=0)
    axis.axvline(0.05, color=style.GRID, lw=1, zorder=0)
    axis.plot(limits, limits, color=style.QUIET, lw=1, zorder=1)
    _points(axis, shown[~shown["bound"]], "p_implied", "p")
    bounds = shown[shown["bound"]]
    axis.plot(
        bounds["p_implied"], bounds["p"], "v", ms=6, mfc="none", mec=style.TABLE, mew=1.1, ls=""
    )
    ringed = bounds[bounds["flagged"]]
    axis.plot(
        ringed["p_implied"], ringed["p"], "o", ms=12, mfc="none", mec=style.FLAG, mew=1.3, ls=""
    )
    axis.set(xscale="log", yscale="log", xlim=limits, ylim=limits)
    ticks = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 1]
    names = ["≤10⁻⁶", "10⁻⁵", "0.0001", "0.001", "0.01", "0.05", "0.2", "1"]
    axis.set_xticks(ticks, names)
    axis.set_yticks(ticks, names)
    axis.minorticks_off()
    axis.set_xlabel("P implied by the printed interval, log scale")
    axis.set_ylabel("printed P, log scale (▽: printed as “P <”)")
    flagged = shown[shown["flagged"]]
    _labels(
        axis,
        flagged,
        "p_implied",
        "p",
        lambda r: f"P {_spaced(r.p_printed)}, interval implies {_p_text(r.p_implied)}",
    )
    style.headline(
        figure,
        f"{flagged['id'].nunique()} of {rows['id'].nunique()} P values are not the P that their "
        "interval implies",
        "grey lines: 0.05; ringed: further off than rounding and 10 % of z allow",
    )
    return figure


def _p_text(p: float) -> str:
    return f"{p:.3f}" if p >= 0.001 else "less than 0.0001" if p < 0.0001 else f"{p:.4f}"


def _spaced(printed: str) -> str:
    digits = printed.lstrip("<>=")
    return f"{printed[: len(printed) - len(digits)]} {digits}"


def _square(key: bool) -> tuple[Figure, Axes]:
    """A square plot, with room at the right where flagged points need a key."""
    width = 9.8 if key else 6.7
    figure, axis = plt.subplots(figsize=(width, 6.4))
    figure.subplots_adjust(left=0.83 / width, right=6.42 / width, top=0.885, bottom=0.09)
    axis.set_facecolor("none")
    return figure, axis


def _points(axis: Axes, rows: pd.DataFrame, x: str, y: str) -> None:
    kinds = {True: ("table", style.TABLE, "s"), False: ("text", style.TEXT, "D")}
    for in_table, (label, colour, shape) in kinds.items():
        part = rows[(rows["place"] == "table") == in_table]
        if len(part):
            sns.scatterplot(
                data=part,
                x=x,
                y=y,
                ax=axis,
                color=colour,
                marker=shape,
                # What text and table both print stays visible round the table's mark.
                s=34 if in_table else 80,
                linewidth=0.5,
                edgecolor="white",
                zorder=3 if in_table else 2,
                label=f"{label} ({len(part)})",
            )
    ringed = rows[rows["flagged"]]
    axis.plot(
        ringed[x], ringed[y], "o", ms=12, mfc="none", mec=style.FLAG, mew=1.3, ls="", zorder=4
    )
    if axis.get_legend_handles_labels()[0]:
        axis.legend(frameon=False, loc="upper left", fontsize=8)


def _labels(axis: Axes, rows: pd.DataFrame, x: str, y: str, numbers: Numbers) -> None:
    """Number the flagged points and name them in a key beside the plot, which never overlaps."""
    unique = rows.drop_duplicates(["name", "endpoint", x, y]).sort_values([x, y])
    drawn: list[tuple[float, float]] = []
    for k, r in enumerate(unique.head(MOST_LABELS).itertuples(), start=1):
        px, py = axis.transData.transform((getattr(r, x), getattr(r, y)))
        turn = sum(abs(px - a) < 16 and abs(py - b) < 16 for a, b in drawn)
        drawn.append((px, py))
        axis.annotate(
            str(k),
            (getattr(r, x), getattr(r, y)),
            textcoords="offset points",
            xytext=(9 + 9 * turn, 7),
            fontsize=8,
            fontweight="bold",
            color=style.FLAG,
        )
        where = "table" if r.place == "table" else "text"
        name = "" if r.name == where else f"{style.short(r.name, 32)} "
        axis.annotate(
            str(k),
            (1.03, 0.97 - 0.062 * (k - 1)),
            xycoords="axes fraction",
            va="top",
            fontsize=8,
            fontweight="bold",
            color=style.FLAG,
            annotation_clip=False,
        )
        axis.annotate(
            f"{name}{style.short(r.endpoint, 14)}, {where}\n{numbers(r)}",
            (1.07, 0.97 - 0.062 * (k - 1)),
            xycoords="axes fraction",
            va="top",
            fontsize=7.5,
            annotation_clip=False,
        )
    if len(unique) > MOST_LABELS:
        axis.annotate(
            f"and {len(unique) - MOST_LABELS} more in the csv",
            (1.07, 0.97 - 0.062 * MOST_LABELS),
            xycoords="axes fraction",
            va="top",
            fontsize=7.5,
            color=style.QUIET,
            annotation_clip=False,
        )
