"""Checks of the family ST: the order of the arms in a label against the order of the values."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils import terms
from src.utils.checks import wording
from src.utils.checks.arms import arm_of
from src.utils.checks.registry import agrees, check, differs
from src.utils.printed import printed
from src.utils.records import Claim, Dossier, Evidence, Finding, Result, Severity, StudyRow, Value


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
        if pair is None or terms.FAMILIES.get(result.endpoint) not in ("time", "response"):
            continue
        a, b = (printed(v.nums[0].text) for v in pair)
        if a.interval.meets(b.interval):
            continue
        higher = 0 if a.value > b.value else 1
        for claim in dossier.claims:
            if claim.ref != study.ref or result.endpoint not in claim.endpoints:
                continue
            if claim.negated or claim.significant is False:
                continue
            if not claim.direction or claim.direction == "none":
                continue
            better, worse = arm_of(claim.favours, names), arm_of(claim.against, names)
            if better is None and worse is not None:  # only the other arm is named
                better = 1 - worse
            if better is None or better == worse:
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
            "the sentence favours": claim.favours or study.arms[better].name,
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
        f"{claim.favours or study.arms[better].name}; not reconcilable as printed",
        alternatives=(
            f"the values stand in the order {study.arms[1].name} vs {study.arms[0].name}",
        ),
        **more,
    )
