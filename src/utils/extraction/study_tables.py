"""Results from the tables of a review: one study per row or group of rows, whole tuples.

Belongs here: joining cells to results, arms of two-arm and three-arm trials, ids. Does not: reading
a cell's words (`study_cells`), finding studies in a grid (`reading.study_rows`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

import msgspec

from src.utils.extraction.study_cells import Reading, joined, read_cell
from src.utils.identity import Namer
from src.utils.reading.study_entries import Entry, Group
from src.utils.reading.study_rows import groups_of
from src.utils.records import Arm, Article, Context, Result, StudyRow, Value

#: Above this many ways of giving results to pairs of arms nothing is tried.
WAYS = 5000


def studies(article: Article) -> list[StudyRow]:
    """The studies that the review's tables describe, in the article's order."""
    return [g.study for _, groups in groups_by_table(article) for g in groups]


def groups_by_table(article: Article) -> list[tuple[int, list[Group]]]:
    """(index of the table, its studies with their cells) for every table that holds studies."""
    out = []
    for index, table in enumerate(article.tables):
        groups = groups_of(article.shadow, table, article.citations, index, article.references)
        if groups:
            out.append((index, groups))
    return out


def results(article: Article, namer: Namer | None = None) -> list[Result]:
    """Every result that stands in a review's table, in the article's order."""
    namer = namer or Namer("r")
    out: list[Result] = []
    for index, groups in groups_by_table(article):
        for group in groups:
            out.extend(_results(article, index, group, namer))
    return out


def _results(article: Article, index: int, group: Group, namer: Namer) -> list[Result]:
    found: list[tuple[Entry, Reading]] = []
    for entry in group.entries:
        if not entry.value:
            continue
        for reading in read_cell(article.shadow, entry):
            if found and _goes_with(found[-1][0], entry, found[-1][1], reading):
                found[-1] = (found[-1][0], joined([found[-1][1], reading]))
            elif entry.endpoint or reading.effect:
                found.append((entry, reading))
    pairs = _pairs(group.study.arms, found)
    label = article.tables[index].label
    out = []
    for (entry, reading), chosen in zip(found, pairs, strict=True):
        arms, values = _bound(group.study.arms, chosen, reading.values)
        quote = " ".join(article.quote(s) for s in reading.spans)
        out.append(
            Result(
                id=namer.name(
                    "table", label, group.study.ref, entry.endpoint, entry.criterion, quote
                ),
                place="table",
                spans=reading.spans,
                label=label,
                ref=group.study.ref,
                study=group.study.name,
                arms=arms,
                endpoint=entry.endpoint,
                endpoint_printed=entry.heading,
                criterion=entry.criterion,
                values=values,
                unit=reading.unit,
                effect=reading.effect,
                p=reading.p,
                context=Context(
                    population=entry.population, row=group.study.name, header=entry.heading
                ),
                table=index,
                row=entry.row,
                column=entry.column,
            )
        )
    return out


def _goes_with(before: Entry, entry: Entry, had: Reading, has: Reading) -> bool:
    """Whether a cell completes the result of the cell before it in the same row.

    A column of hazard ratios or P values completes the endpoint before it; columns of one endpoint
    and criterion hold its arms and its statistics.
    """
    if before.row != entry.row or before.column == entry.column:
        return False
    if entry.kind == "P":
        return not had.p or not has.values
    if entry.kind:
        return had.effect is None
    same = (before.endpoint, before.criterion, before.population) == (
        entry.endpoint,
        entry.criterion,
        entry.population,
    )
    return same and (had.effect is None or has.effect is None) and not (had.p and has.p)


def _pairs(
    arms: Sequence[Arm], found: Sequence[tuple[Entry, Reading]]
) -> list[tuple[int, ...] | None]:
    """Which arms each result compares; None where that is not determined.

    As many values as arms are in the arms' order. With fewer values than arms, the results of one
    endpoint must go to different pairs, in the order of the arms; equal values in one place of the
    pairs are the shared arm (the control), different values are different arms.
    """
    out: list[tuple[int, ...] | None] = []
    for _, reading in found:
        out.append(tuple(range(len(arms))) if len(reading.values) == len(arms) else None)
    if len(arms) <= 2:
        if len(arms) == 2:
            out = [
                chosen or ((0, 1) if not r.values else None)
                for chosen, (_, r) in zip(out, found, strict=True)
            ]
        return out
    open_ones: dict[tuple[str, str, str], list[int]] = {}
    for k, (entry, reading) in enumerate(found):
        if out[k] is None and 2 <= len(reading.values) < len(arms):
            key = (entry.endpoint, entry.criterion, entry.population)
            open_ones.setdefault(key, []).append(k)
    for members in open_ones.values():
        if len(members) < 2:
            continue
        chosen = _only_way(len(arms), [found[k][1].values for k in members])
        for k, pair in zip(members, chosen or [], strict=False):
            out[k] = pair
    return out


def _only_way(count: int, values: Sequence[Sequence[Value]]) -> list[tuple[int, ...]] | None:
    """The one way of giving each tuple of values to arms, rising in the arms' order, or None."""
    choices = [list(combinations(range(count), len(v))) for v in values]
    size = 1
    for c in choices:
        size *= len(c)
    if size > WAYS:
        return None
    fitting = []
    for way in product(*choices):
        if list(way) != sorted(set(way)):
            continue
        said: dict[int, object] = {}
        consistent = all(
            said.setdefault(arm, _shown(v)) == _shown(v)
            for pair, row in zip(way, values, strict=True)
            for arm, v in zip(pair, row, strict=True)
        )
        if consistent and len(set(map(str, said.values()))) == len(said):
            fitting.append(list(way))
    return fitting[0] if len(fitting) == 1 else None


def _shown(value: Value) -> object:
    return "NR" if value.not_reached else tuple(n.text for n in value.nums)


def _bound(
    arms: tuple[Arm, ...], chosen: tuple[int, ...] | None, values: tuple[Value, ...]
) -> tuple[tuple[Arm, ...], tuple[Value, ...]]:
    """The arms that a result compares and its values bound to them."""
    if chosen is None:
        return arms, values
    kept = tuple(arms[i] for i in chosen)
    bound = tuple(
        msgspec.structs.replace(v, arm=k) if len(values) == len(kept) else v
        for k, v in enumerate(values)
    )
    return kept, bound
