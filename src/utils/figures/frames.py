"""The saved tables that figures draw, and the joins that several figures need.

Reads ``results.csv``, ``links.csv`` and ``verdicts.csv`` as text; numbers are parsed where they are
drawn. Nothing is judged here: what differs is what the checks of text against table said.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import pandas as pd

RATIOS = ("HR", "OR", "RR", "IRR", "SHR", "RRR", "PR")


class Saved(NamedTuple):
    """The three saved tables of one article, all columns text."""

    results: pd.DataFrame
    links: pd.DataFrame
    verdicts: pd.DataFrame


def load(folder: Path) -> Saved:
    """Read the tables of one article's folder; raises FileNotFoundError when one is missing."""
    names = ("results", "links", "verdicts")
    frames = [pd.read_csv(folder / f"{n}.csv", dtype=str, keep_default_na=False) for n in names]
    return Saved(*frames)


def number(text: str) -> float:
    """A printed numeral as a float for drawing; nan where there is none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def values(text: str) -> list[str]:
    """The values column split into arms."""
    return [v.strip() for v in text.split("|")] if text else []


def middle(text: str) -> float:
    """The number of a value, the middle of a range; nan for NR."""
    low, dash, high = text.partition("-")
    return (number(low) + number(high)) / 2 if dash and low else number(text)


def row_names(results: pd.DataFrame) -> pd.Series:
    """What a row of a figure is called: the study with its number, else the table and its row."""
    ref = results["ref"].map(lambda r: f" [{r}]" if r else "")
    named = results["study"] + ref
    tail = results["row"].map(_row_tail)
    other = results["label"].where(tail == "", results["label"] + " · " + tail)
    return named.where(results["study"] != "", other.where(other != "", results["place"]))


def _row_tail(row: str, width: int = 36) -> str:
    """The last heading of a row whole, and of those above it what still fits."""
    *above, last = [part.strip().rstrip(":").strip() for part in row.split(" > ")]
    if len(last) > width:
        return last[: width - 1].rstrip() + "…"
    room = width - len(last) - 2
    heading = ", ".join(part for part in above if part)
    if heading and room >= 8:
        heading = heading if len(heading) <= room else heading[: room - 1].rstrip() + "…"
        return f"{heading}, {last}"
    return last


def with_arms(results: pd.DataFrame) -> pd.Series:
    """Row names of trial tables with the arms compared, where one row has several comparisons."""
    names = row_names(results)
    arms = results["arms"].map(lambda a: " vs ".join(v for v in values(a) if v))
    alone = results["study"].eq("") & results["place"].eq("table")
    several = (
        arms[alone].groupby([names[alone], results.loc[alone, "endpoint"]]).transform("nunique")
    )
    told = alone & names.index.isin(several.index[several > 1]) & (arms != "")
    return (names + " (" + arms + ")").where(told, names)


def joined(saved: Saved) -> pd.DataFrame:
    """One row per link: the columns of both results with the suffixes ``_left`` and ``_right``."""
    left = saved.results.add_suffix("_left")
    right = saved.results.add_suffix("_right")
    return saved.links.merge(left, left_on="left", right_on="id_left").merge(
        right, left_on="right", right_on="id_right"
    )


#: Which statistic of a figure a check of text against table speaks of.
_STATISTIC_OF = {
    "TT01": "ratio",
    "TT02": "ratio",
    "TT07": "ratio",
    "TT03": "P",
    "TT04": "values",
    "TT05": "values",
    "TT06": "values",
    "TT10": "values",
}


def states(saved: Saved, counts: bool = True) -> dict[frozenset[str], dict[str, str]]:
    """For two results (ids), what the checks said of each statistic: agrees or differs.

    What no check could decide has no entry. Without ``counts`` a wrong count is no wrong value,
    for figures that draw the percentages beside it.
    """
    out: dict[frozenset[str], dict[str, str]] = {}
    for v in saved.verdicts.itertuples():
        statistic = _STATISTIC_OF.get(v.check)
        if statistic is None or v.outcome not in ("agrees", "differs"):
            continue
        if v.check == "TT06" and v.outcome == "differs" and not counts:
            continue
        said = out.setdefault(frozenset(v.results.split()), {})
        if said.get(statistic) != "differs":
            said[statistic] = v.outcome
    return out
