"""Checks of the family ST: the order of the arms in a label against the order of the values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils import terms
from src.utils.checks import wording
from src.utils.checks.registry import agrees, check, differs
from src.utils.printed import printed
from src.utils.records import Claim, Dossier, Evidence, Finding, Result, Severity, StudyRow, Value

_FAMILY = {t.name: t.family for t in terms.ENDPOINTS}
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_FILLER = """the a an group groups arm arms cohort therapy treatment treatments patients receiving
treated with and plus in of alone only regimen for to versus combination combined combining"""
_PLAIN = frozenset(_FILLER.split())
_COMBINED = re.compile(r"\bcombin|\btriple\b|\bdual\b|\badd-?on\b", re.I)
_JOINED = re.compile(r"\b(?:plus|with|and|combined)\b|\+|/|-", re.I)
_LESS = frozenset({"lower", "shorter", "worse"})


def _words(name: str) -> set[str]:
    parts = {w.lower() for w in _WORD.findall(name)}
    parts |= {p for w in list(parts) for p in w.split("-")}
    return parts - _PLAIN


def arm_of(name: str, names: tuple[str, ...]) -> int | None:
    """Which of two arms a phrase of a sentence means; None when it may be either.

    >>> arm_of("combination therapy group", ("Drug A", "Drug A with drug B"))
    1
    >>> arm_of("drug A alone", ("Drug A", "Drug A with drug B")), arm_of("patients", ("X", "Y"))
    (0, None)
    """
    said = _words(name)
    sets = [_words(n) for n in names]
    if _COMBINED.search(name) and not said:
        sizes = [len(s) for s in sets]
        nested = [a < b for a, b in ((sets[0], sets[1]), (sets[1], sets[0]))]
        if any(nested):
            return 1 if nested[0] else 0
        joined = [len(_JOINED.findall(n)) for n in names]
        if joined[0] != joined[1] and sizes[0] != sizes[1]:
            return 0 if joined[0] > joined[1] else 1
        return None
    if not said:
        return None
    scores = [len(said & s) / len(said | s) for s in sets]
    if _COMBINED.search(name):  # "combination of A and B": the arm that has all of it
        scores = [score if said <= s else 0.0 for score, s in zip(scores, sets, strict=True)]
    if scores[0] == scores[1]:
        return None
    return 0 if scores[0] > scores[1] else 1


def _pair(result: Result) -> tuple[Value, Value] | None:
    """The values of the first and second arm, one number each."""
    values = [v for v in result.values if len(v.nums) == 1]
    if len(values) != 2 or len(result.values) != 2:
        return None
    first, second = values
    return (second, first) if (first.arm, second.arm) == (1, 0) else (first, second)


@check("ST02", "arm-order-against-values")
def arm_order_against_values(study: StudyRow, dossier: Dossier) -> Iterator[Finding]:
    """The values of a study stand in another order than the arms in its label.

    Compares
    --------
    The two arms of a study's row, in the order of the label, with the values of its endpoints,
    where a sentence about the study says which arm had the longer time or the higher rate. Error
    when the sentence says it without doubt, warning when it is hedged.

    Why it matters
    --------------
    A reader of the table takes the benefit for the wrong arm.

    Known limits
    ------------
    The sentence must name an arm in words that the label shares, or as the combination where one
    arm contains the other. If the sentence exchanged the arms, this verdict blames the table.

    Source
    ------
    Catalogue of checks of this project.
    """
    if len(study.arms) != 2 or not study.ref:
        return
    names = (study.arms[0].name, study.arms[1].name)
    results = [r for r in dossier.results if r.place == "table" and r.ref == study.ref]
    for result in results:
        pair = _pair(result)
        # More is better only for times and responses; harm and death would need other words.
        if pair is None or _FAMILY.get(result.endpoint) not in ("time", "response"):
            continue
        a, b = (printed(v.nums[0].text) for v in pair)
        if a.interval.meets(b.interval):
            continue
        higher = 0 if a.value > b.value else 1
        for claim in dossier.claims:
            if claim.ref != study.ref or result.endpoint not in claim.endpoints:
                continue
            if not claim.favours or claim.negated or claim.significant is False:
                continue
            if not claim.direction or claim.direction == "none":
                continue
            better = arm_of(claim.favours, names)
            if better is None or (claim.against and arm_of(claim.against, names) == better):
                continue
            yield _verdict(study, result, pair, claim, better, higher)
            break


def _verdict(
    study: StudyRow,
    result: Result,
    pair: tuple[Value, Value],
    claim: Claim,
    better: int,
    higher: int,
) -> Finding:
    """Hold the arm that the words favour against the arm with the higher value."""
    texts = [v.nums[0].text for v in pair]
    places = [Evidence("value", v.nums[0].span, "table", result.label) for v in pair]
    places += [Evidence("arm", a.span, "table", result.label) for a in study.arms if a.span]
    places += [Evidence("sentence", s, claim.place) for s in claim.spans]
    more = {
        "evidence": tuple(sorted(places, key=lambda e: e.span)),
        "results": (result.id,), "ref": study.ref, "study": study.name,
        "endpoint": result.endpoint,
        "computed": {
            "order of the label": f"{study.arms[0].name} vs {study.arms[1].name}",
            "order of the values": f"{texts[0]} vs {texts[1]}",
            "the sentence favours": claim.favours,
        },
    }  # fmt: skip
    label = f"{study.arms[0].name} vs {study.arms[1].name}"
    words = f"{wording.about(result)}{texts[0]} vs {texts[1]} under the label {label!r}"
    if better == higher:
        return agrees(f"{words}: the order that the text gives", **more)
    severity: Severity = "warning" if claim.hedged else "error"
    return differs(
        severity,
        f"{words} gives the higher value to {study.arms[higher].name}, the text gives it to "
        f"{claim.favours}; not reconcilable as printed",
        alternatives=(
            f"the values stand in the order {study.arms[1].name} vs {study.arms[0].name}",
        ),
        **more,
    )
