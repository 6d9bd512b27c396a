"""A count of one place that is the sum of counts in the other: arms of a row, rows of an arm."""

from __future__ import annotations

from src.utils.checks import tt_words as words
from src.utils.checks.registry import agrees, differs
from src.utils.linking import numerals
from src.utils.linking.trials.derived import PART
from src.utils.records import Evidence, Finding, Num, Pair, Result


def judge_sum(pair: Pair) -> Finding | None:
    """Whether the parts of a derived link sum to its whole; None where it names no parts."""
    shared = [s for s in pair.link.shared if s.how == PART]
    if not shared:
        return None
    lefts = list(dict.fromkeys(s.left for s in shared))
    rights = list(dict.fromkeys(s.right for s in shared))
    # One number on one side is the whole, those of the other side are its parts.
    whole_left = len(lefts) == 1
    whole, parts = (lefts[0], rights) if whole_left else (rights[0], lefts)
    if not all(n.text.isdigit() for n in (whole, *parts)):
        return None
    total = sum(int(n.text) for n in parts)
    left, right = words.places(pair)
    here, there = (left, right) if whole_left else (right, left)
    said = " + ".join(n.text for n in parts)
    evidence = (
        *(_evidence(n, pair.left) for n in lefts),
        *(_evidence(n, pair.right) for n in rights),
    )
    computed = {"sum": f"{said} = {total}", "whole": whole.text, "link": pair.link.basis}
    name = words.quantity(pair, "count")
    if total == int(whole.text):
        return agrees(
            f"{name} agrees: {whole.text} in {here} is {said} in {there}.",
            evidence=evidence,
            computed=computed,
        )
    slip = numerals.slip(whole.text, str(total))
    return differs(
        "warning",
        f"{name} is {whole.text} in {here}, and {said} in {there} is {total}.",
        evidence=evidence,
        computed=computed,
        alternatives=(f"{slip} between {whole.text} and {total}",) if slip else (),
    )


def _evidence(num: Num, result: Result) -> Evidence:
    return Evidence("count", num.span, result.place, result.label)
