"""Where text and table agree: a matrix of study by statistic, and of study by family of checks."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from src.utils.figures import frames, style
from src.utils.figures.frames import Saved

MOST_ROWS = 44
#: Endpoints with columns of their own; the rarer ones share the last columns.
MOST_ENDPOINTS = 4
_STATISTICS = (
    ("values", ("values",)),
    ("ratio", ("effect_estimate", "effect_low", "effect_high")),
    ("P", ("p",)),
)
#: Families in the order of the catalogue; one that is not named here comes last.
_FAMILIES = ("TT", "TB", "CI", "PV", "PR", "ST", "CL", "RF", "AB", "SH", "CV")
_SEVERITY = {"error": 4, "warning": 3, "note": 2, "agrees": 1, "cannot say": 0}


def agreement_rows(saved: Saved) -> pd.DataFrame:
    """One row per study and statistic: agrees, differs, only in text, only in table."""
    results = saved.results.copy()
    results["name"] = frames.row_names(results)
    by_id = results.set_index("id")
    linked_left: dict[str, list[str]] = {}
    for link in saved.links.itertuples():
        linked_left.setdefault(link.left, []).append(link.right)
    linked = set(saved.links["left"]) | set(saved.links["right"])
    states = frames.states(saved)
    rows: list[dict[str, str]] = []
    for left, rights in linked_left.items():
        for right in rights:
            a, b = by_id.loc[left], by_id.loc[right]
            if (a["place"] == "table") == (b["place"] == "table"):
                continue
            text, table = (b, a) if a["place"] == "table" else (a, b)
            said = states.get(frozenset((left, right)), {})
            for statistic, columns in _STATISTICS:
                state = said.get(statistic) or _one_sided(text, table, columns)
                if state:
                    rows.append(_row(table, statistic, state))
    for r in results[~results["id"].isin(linked)].itertuples():
        state = "only in table" if r.place == "table" else "only in text"
        if r.place in ("table", "text", "abstract"):
            for statistic, columns in _STATISTICS:
                if any(getattr(r, c) for c in columns):
                    rows.append(_row(by_id.loc[r.id], statistic, state))
    out = pd.DataFrame(rows, columns=["name", "endpoint", "criterion", "statistic", "state"])
    # A trial report's tables hold hundreds of rows that the text never mentions.
    by_study = set(results.loc[(results["study"] != "") & (results["place"] == "table"), "name"])
    told = set(out.loc[out["state"] != "only in table", "name"])
    if by_study:
        told |= by_study
    else:
        # What the text quotes of other studies stands in no table of a trial report.
        told -= set(results.loc[results["study"] != "", "name"])
    out = out[out["name"].isin(told)]
    # Tables give the order of studies; what stands in the text alone comes after.
    order = [*results.loc[results["place"] == "table", "name"], *results["name"]]
    rank = {name: k for k, name in reversed(list(enumerate(dict.fromkeys(order))))}
    out = out.sort_values("name", key=lambda s: s.map(rank), kind="stable")
    return out.drop_duplicates().reset_index(drop=True)


def _row(result: pd.Series, statistic: str, state: str) -> dict[str, str]:
    return {
        "name": result["name"],
        "endpoint": result["endpoint"],
        "criterion": result["criterion"],
        "statistic": statistic,
        "state": state,
    }


def _one_sided(text: pd.Series, table: pd.Series, columns: tuple[str, ...]) -> str:
    """Where a statistic stands that no check compared: in one place only, else nothing."""
    in_text, in_table = (any(one[c] for c in columns) for one in (text, table))
    if in_text == in_table:
        return ""
    return "only in text" if in_text else "only in table"


def draw_agreement(rows: pd.DataFrame) -> Figure:
    """A heat map with a sign in every cell, so that it reads without colour."""
    if rows.empty:
        return style.empty("Text against table", "No result stands in the text or a table.")
    counts = rows.groupby("endpoint", sort=False)["name"].nunique()
    endpoints = list(counts.sort_values(ascending=False, kind="stable").index)
    if len(endpoints) > MOST_ENDPOINTS:
        endpoints = [*[e for e in endpoints if e][: MOST_ENDPOINTS - 1], "other"]
        known = rows["endpoint"].isin(endpoints)
        rows = rows.assign(endpoint=rows["endpoint"].where(known, "other"))
    rank = {s: k for k, s in enumerate(("only in table", "agrees", "only in text", "differs"))}
    part = rows[rows["endpoint"].isin(endpoints)]
    part = part.assign(
        column=part["endpoint"] + "\n" + part["statistic"], code=part["state"].map(rank)
    )
    columns = [
        c for e in endpoints for s, _ in _STATISTICS if (c := f"{e}\n{s}") in set(part["column"])
    ]
    names = list(dict.fromkeys(part["name"]))[:MOST_ROWS]
    part = part[part["name"].isin(names)]
    grid = part.pivot_table(index="name", columns="column", values="code", aggfunc="max")
    grid = grid.reindex(index=names, columns=columns)
    order = list(rank)
    signs = grid.map(lambda v: "" if pd.isna(v) else style.STATES[order[int(v)]][1])
    height = 1.75 + 0.245 * len(names)
    margin = style.label_width(names)
    figure, axis = plt.subplots(figsize=(max(7.6, 0.45 + margin + 0.62 * len(columns)), height))
    width = figure.get_size_inches()[0]
    figure.subplots_adjust(
        left=margin / width, right=1 - 0.15 / width, top=1 - 1.35 / height, bottom=0.12 / height
    )
    sns.heatmap(
        grid,
        ax=axis,
        cmap=ListedColormap([style.STATES[s][0] for s in order]),
        vmin=-0.5,
        vmax=len(order) - 0.5,
        cbar=False,
        annot=signs,
        fmt="",
        linewidths=1.2,
        linecolor="white",
        annot_kws={"fontsize": 9, "fontweight": "bold"},
    )
    axis.xaxis.tick_top()
    axis.tick_params(axis="x", rotation=0, length=0, labelsize=7.5)
    heads = [c.rsplit("\n", 1) for c in columns]
    axis.set_xticklabels(["\n".join((style.folded(e, 11), s)) for e, s in heads])
    axis.tick_params(axis="y", length=0)
    axis.set_yticklabels([style.short(n, style.LONGEST) for n in names], rotation=0)
    axis.set(xlabel="", ylabel="")
    tally = part["state"].value_counts()
    n, both = int(tally.get("differs", 0)), int(tally.get("agrees", 0) + tally.get("differs", 0))
    style.headline(
        figure,
        f"{n} of {both} statistics that stand in text and table differ",
        f"{int(tally.get('only in text', 0))} stand only in the text, "
        f"{int(tally.get('only in table', 0))} only in a table; empty: not reported",
    )
    figure.legend(
        handles=[Patch(color=c, label=f"{s}  {name}") for name, (c, s) in style.STATES.items()],
        loc="upper left",
        ncols=4,
        frameon=False,
        fontsize=8,
        bbox_to_anchor=(0.005, 1 - 0.55 / height),
    )
    return figure


def family_rows(saved: Saved) -> pd.DataFrame:
    """One row per study and family: the hardest finding, how many differ, how many were checked."""
    v = saved.verdicts
    named = v["study"] + v["ref"].map(lambda r: f" [{r}]" if r else "")
    label = saved.results["label"].where(saved.results["label"] != "", saved.results["place"])
    place_of = dict(zip(saved.results["id"], label, strict=True))
    place = v["results"].map(
        lambda ids: next((place_of[i] for i in ids.split() if i in place_of), "")
    )
    other = v["ref"].map(lambda r: f"[{r}]" if r else "").where(place == "", place)
    v = v.assign(
        name=named.where(v["study"] != "", other.where(other != "", "the article")),
        of=(v["study"] != "").map({True: "study", False: "place"}),
        family=v["check"].str[:2],
        finding=v["severity"].where(v["outcome"] == "differs", v["outcome"]),
    )
    v = v.assign(rank=v["finding"].map(_SEVERITY).fillna(4))
    groups = v.groupby(["name", "of", "family"], sort=False)
    out = groups.agg(
        rank=("rank", "max"),
        differs=("outcome", lambda s: int((s == "differs").sum())),
        checked=("outcome", lambda s: int(s.isin(("agrees", "differs")).sum())),
    ).reset_index()
    word = {k: s for s, k in _SEVERITY.items()}
    out["hardest"] = out["rank"].map(word)
    return out.drop(columns="rank")


def draw_families(rows: pd.DataFrame) -> Figure:
    """Study by family: colour is the hardest finding, the number how many."""
    if rows.empty:
        return style.empty("Findings by family", "No check could be applied.")
    rank = {f: k for k, f in enumerate(_FAMILIES)}
    families = sorted(set(rows["family"]), key=lambda f: (rank.get(f, len(rank)), f))
    totals = rows.groupby("name")["differs"].sum()
    names = [n for n in dict.fromkeys(rows["name"]) if totals[n]] or list(
        dict.fromkeys(rows["name"])
    )
    names = sorted(names, key=lambda n: -totals[n])[:MOST_ROWS]
    colours = ["#eceff1", "#bcd9ea", "#ffd98a", "#f08c2e", "#b3161c"]
    rows = rows.assign(code=rows["hardest"].map(_SEVERITY))
    grid = rows.pivot_table(index="name", columns="family", values="code", aggfunc="max")
    many = rows.pivot_table(index="name", columns="family", values="differs", aggfunc="sum")
    grid, many = (g.reindex(index=names, columns=families) for g in (grid, many))
    text = many.map(lambda v: f"{v:.0f}" if v > 0 else "")
    height = 1.55 + 0.245 * len(names)
    figure, axis = plt.subplots(figsize=(8.2, height))
    figure.subplots_adjust(left=0.27, right=0.985, top=1 - 1.15 / height, bottom=0.12 / height)
    sns.heatmap(
        grid,
        ax=axis,
        cmap=ListedColormap(colours),
        vmin=-0.5,
        vmax=4.5,
        cbar=False,
        annot=text,
        fmt="",
        linewidths=1.2,
        linecolor="white",
        annot_kws={"fontsize": 8.5, "fontweight": "bold"},
    )
    axis.xaxis.tick_top()
    axis.tick_params(axis="both", length=0)
    axis.set_yticklabels([style.short(n, 30) for n in names], rotation=0)
    axis.set(xlabel="", ylabel="")
    counted = "study" if (rows["of"] == "study").mean() > 0.5 else "place"
    hardest = rows[rows["of"] == counted].groupby("name")["code"].max()
    worst = int((hardest == 4).sum())
    place, places = {
        "study": ("study has", "studies have"),
        "place": ("place in the article has", "places in the article have"),
    }[counted]
    style.headline(
        figure,
        f"{worst} {place if worst == 1 else places} what nothing reconciles",
        f"number of findings by family; {int(rows['checked'].sum())} checks decided",
    )
    labels = ("nothing could be said", "all agrees", "note", "warning", "error")
    figure.legend(
        handles=[Patch(color=c, label=w) for c, w in zip(colours, labels, strict=True)],
        loc="upper left",
        ncols=5,
        frameon=False,
        fontsize=8,
        bbox_to_anchor=(0.005, 1 - 0.52 / height),
    )
    return figure
