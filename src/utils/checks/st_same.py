"""Checks of the family ST: the same numbers under two studies or two endpoints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from src.utils.checks import wording
from src.utils.checks.registry import check, differs
from src.utils.printed import printed
from src.utils.records import Dossier, Finding, Result


def _tuple(result: Result) -> tuple[str, ...] | None:
    """The numbers of an effect that would not repeat by chance; None when too few."""
    e = result.effect
    if e is None or e.estimate is None or result.context.subgroup:
        return None
    if e.low is not None and e.high is not None:
        texts = (e.kind, e.estimate.text, e.low.text, e.high.text)
        return texts if printed(e.estimate.text).decimals >= 2 else None
    return None


def _alone(result: Result) -> tuple[str, ...] | None:
    """Kind and estimate of an effect without an interval."""
    e = result.effect
    if e is None or e.estimate is None or e.low is not None or result.context.subgroup:
        return None
    decimals = printed(e.estimate.text).decimals
    return (
        (e.kind, e.estimate.text) if decimals >= 2 and printed(e.estimate.text).value != 1 else None
    )


@check("ST06", "same-numbers-twice")
def same_numbers_twice(dossier: Dossier) -> Iterator[Finding]:
    """The same effect is printed for two endpoints of a study, or for two studies.

    Compares
    --------
    Estimate and both bounds (two decimals or more) of results of different studies, and of
    different endpoints of one study; without intervals, the estimate for two endpoints of one
    study and one pair of arms. Note.

    Why it matters
    --------------
    A cell copied into the next one looks like this.

    Known limits
    ------------
    Two endpoints can have the same hazard ratio by chance, most easily with two decimals and no
    interval.

    Source
    ------
    Catalogue of checks of this project.
    """
    full: dict[tuple[str, ...], list[Result]] = defaultdict(list)
    bare: dict[tuple[object, ...], list[Result]] = defaultdict(list)
    for result in dossier.results:
        key = _tuple(result)
        if key:
            full[key].append(result)
        short = _alone(result)
        if short and result.ref:
            bare[(result.ref, tuple(a.name for a in result.arms), *short)].append(result)
    seen: set[tuple[object, ...]] = set()
    for group in [*full.values(), *bare.values()]:
        for i, first in enumerate(group):
            for second in group[i + 1 :]:
                finding = _pair(first, second, seen)
                if finding is not None:
                    yield finding


def _pair(first: Result, second: Result, seen: set[tuple[object, ...]]) -> Finding | None:
    """A note when two results with equal numbers are about different things."""
    studies = bool(first.ref and second.ref and not set(first.ref) & set(second.ref))
    endpoints = bool(first.endpoint and second.endpoint and first.endpoint != second.endpoint)
    if first.place != second.place or not (studies or endpoints):
        return None
    if not studies and (first.ref != second.ref or (not first.ref and first.place == "table")):
        return None
    what = (
        frozenset({(first.ref, first.endpoint), (second.ref, second.endpoint)}),
        wording.shown(first.effect) if first.effect else "",
    )
    if what in seen:
        return None
    seen.add(what)
    assert first.effect is not None
    where = (
        f"studies {', '.join(first.ref)} and {', '.join(second.ref)}"
        if studies
        else f"{first.endpoint_printed or first.endpoint} and "
        f"{second.endpoint_printed or second.endpoint}"
    )
    return differs(
        "note",
        f"{wording.shown(first.effect)} is printed for {where}",
        evidence=wording.effect_evidence(first) + wording.effect_evidence(second),
        results=(first.id, second.id),
        ref=tuple(dict.fromkeys((*first.ref, *second.ref))),
        study=first.study,
        endpoint=first.endpoint,
        alternatives=("equal by chance",),
    )
