"""Which arm of a study a phrase means, and the size of an arm that another place prints.

What belongs here: matching of names by their words. What does not: any list of treatments.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from src.utils.records import Dossier, Evidence, Result, Span, StudyRow

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_FILLER = """the a an group groups arm arms cohort therapy treatment treatments patients receiving
treated with and plus in of alone only regimen for to versus combination combined combining
triple add-on comprising consisting including"""
_PLAIN = frozenset(_FILLER.split())
_COMBINED = re.compile(r"\bcombin|\btriple\b|\badd-?on\b", re.I)


def _words(name: str) -> set[str]:
    words = _WORD.findall(name)
    # "Regimen A": a capital letter alone is a name, not the article.
    letters = {w for w in words if len(w) == 1 and w.isupper()}
    parts = {w.lower() for w in words if w not in letters}
    parts |= {p for w in list(parts) for p in w.split("-")}
    return (parts - _PLAIN) | letters


def arm_of(name: str, names: Sequence[str]) -> int | None:
    """Which of a study's arms a phrase of a sentence means; None when it may be several.

    >>> arm_of("combination therapy group", ("Drug A", "Drug A with drug B"))
    1
    >>> arm_of("drug A alone", ("Drug A", "Drug A with drug B")), arm_of("patients", ("X", "Y"))
    (0, None)
    """
    said = _words(name)
    sets = [_words(n) for n in names]
    combined = _COMBINED.search(name) is not None
    if not said:
        # "The combination group" is the arm that has all that every other arm has, and more.
        if not combined:
            return None
        whole = [i for i, s in enumerate(sets) if all(o < s for o in sets if o is not s)]
        return whole[0] if len(whole) == 1 and len(sets) > 1 else None
    scores = [len(said & s) / len(said | s) for s in sets]
    if combined:  # "combination of A and B": an arm that has all of it
        scores = [score if said <= s else 0.0 for score, s in zip(scores, sets, strict=True)]
    best = max(scores, default=0.0)
    return scores.index(best) if best > 0 and scores.count(best) == 1 else None


def _rows(dossier: Dossier) -> dict[tuple[str, ...], list[StudyRow]]:
    """Study rows by reference, once per dossier."""
    known: dict[tuple[str, ...], list[StudyRow]] | None = dossier.__dict__.get("_study_rows")
    if known is None:
        known = defaultdict(list)
        for study in dossier.studies:
            known[study.ref].append(study)
        dossier.__dict__["_study_rows"] = known
    return known


def sized(result: Result, dossier: Dossier) -> tuple[Result, dict[Span, str]] | None:
    """The result with the arm sizes that its study's row prints, where it prints none itself.

    Returns the result and the borrowed numerals with the label of their table; None when the
    result repeats a table's result, so that the same finding is not reported twice.
    """
    if not result.arms or any(a.n is not None for a in result.arms) or result.place == "table":
        return result, {}
    rows = _rows(dossier).get(result.ref, [])
    if len(rows) != 1 or result.context.subgroup or result.context.population:
        return result, {}
    names = [a.name for a in rows[0].arms]
    arms, borrowed = [], {}
    taken: set[int] = set()
    label = dossier.article.tables[rows[0].table].label if dossier.article.tables else ""
    for arm in result.arms:
        index = arm_of(arm.name, names)
        n = rows[0].arms[index].n if index is not None and index not in taken else None
        if index is not None:
            taken.add(index)
        if n is not None:
            borrowed[n.span] = label
        arms.append(msgspec.structs.replace(arm, n=n))
    if borrowed and result.id in _linked(dossier):
        return None
    return msgspec.structs.replace(result, arms=tuple(arms)), borrowed


def _linked(dossier: Dossier) -> set[str]:
    known: set[str] | None = dossier.__dict__.get("_linked")
    if known is None:
        known = {name for k in dossier.links for name in (k.left, k.right)}
        dossier.__dict__["_linked"] = known
    return known


def placed(evidence: tuple[Evidence, ...], borrowed: dict[Span, str]) -> tuple[Evidence, ...]:
    """Evidence with the borrowed numerals said to stand in their table."""
    return tuple(
        msgspec.structs.replace(e, place="table", label=borrowed[e.span])
        if e.span in borrowed
        else e
        for e in evidence
    )
