"""A share of all patients in one place that the groups of the other pool to."""

from __future__ import annotations

from src.utils.checks import tt_words as words
from src.utils.checks.registry import agrees
from src.utils.records import Evidence, Finding, Num, Pair, Result


def judge_pooled(pair: Pair) -> Finding | None:
    """Agreement of a percentage with the columns of a row taken together.

    The linker joins the two only where they agree; a share that the columns do not pool to may be
    one of other patients.
    """
    shared = pair.link.shared
    if not shared:
        return None
    left, right = words.places(pair)
    whole, parts = shared[0].left, list(dict.fromkeys(s.right for s in shared))
    said = ", ".join(n.text for n in parts)
    name = words.quantity(pair, "percent")
    return agrees(
        f"{name} agrees: {whole.text}% in {left} is that of all groups of {right} together.",
        evidence=(_evidence(whole, pair.left), *(_evidence(n, pair.right) for n in parts)),
        computed={"whole": whole.text, "groups": said, "link": pair.link.basis},
    )


def _evidence(num: Num, result: Result) -> Evidence:
    return Evidence("value", num.span, result.place, result.label)
