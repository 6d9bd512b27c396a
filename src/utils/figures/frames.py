"""The saved tables that figures draw, and the joins that several figures need.

Reads ``results.csv``, ``links.csv`` and ``verdicts.csv`` as text; numbers are parsed where they are
drawn. Nothing is judged here: what differs is read off the printed numerals with
`printed.same_number`, the same rule that the checks use.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from src.utils.printed import same_number

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
    tail = results["row"].map(lambda r: r if len(r) <= 34 else "…" + r[-33:].lstrip())
    other = (results["label"] + " " + tail).str.strip()
    return named.where(results["study"] != "", other.where(other != "", results["place"]))


def joined(saved: Saved) -> pd.DataFrame:
    """One row per link: the columns of both results with the suffixes ``_left`` and ``_right``."""
    left = saved.results.add_suffix("_left")
    right = saved.results.add_suffix("_right")
    return saved.links.merge(left, left_on="left", right_on="id_left").merge(
        right, left_on="right", right_on="id_right"
    )


def compare(a: str, b: str) -> str:
    """``agrees`` or ``differs`` for two printed values (arms with ``|``), "" if one is absent."""
    left, right = values(a), values(b)
    if not left or not right:
        return ""
    if len(left) != len(right):
        return "agrees" if set(left) <= set(right) or set(right) <= set(left) else "differs"
    try:
        same = all(x == y or same_number(x, y) for x, y in zip(left, right, strict=True))
    except ValueError:
        same = False
    return "agrees" if same else "differs"
