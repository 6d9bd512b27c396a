"""A count of one place that is the sum of counts in the other: arms of a row, rows of an arm.

Also the percentage that a sentence prints with such a sum, of the patients of those arms.
"""

from __future__ import annotations

from fractions import Fraction

from src.utils.checks import tt_words as words
from src.utils.checks.registry import agrees, differs
from src.utils.linking import numerals
from src.utils.linking.trials.derived import PART
from src.utils.printed import printed
from src.utils.records import Evidence, Finding, Num, Pair, Result, Value

#: Fewer patients leave open whether a percentage is of all of them.
FEWEST = 20


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


def judge_share(pair: Pair) -> Finding | None:
    """Whether the percentage beside a sum is that of the patients whose counts are summed.

    Only where the counts are those of a row's arms, each with its total, and the sentence prints
    these together or none: a percentage of other patients is another statement.
    """
    shared = [s for s in pair.link.shared if s.how == PART]
    wholes = {s.left.span: s.left for s in shared}
    if pair.right.table is None or len(wholes) != 1 or len(shared) < 2:
        return None
    (whole,) = wholes.values()
    said = next((v for v in pair.left.values if v.count == whole and v.kind == "percent"), None)
    totals = [_total(s.right, pair.right) for s in shared]
    if said is None or len(said.nums) != 1 or None in totals:
        return None
    parts = [n for n in totals if n is not None]
    if not all(n.text.isdigit() for n in (whole, *parts)):
        return None
    size = sum(int(n.text) for n in parts)
    if sum(int(s.right.text) for s in shared) != int(whole.text) or size < FEWEST:
        return None
    if said.total is None or said.total.text != str(size):
        return None
    share, shown = Fraction(100 * int(whole.text), size), said.nums[0]
    if printed(shown.text).interval.holds(share):
        return None  # the count is reported as agreeing
    left, right = words.places(pair)
    close = abs(printed(shown.text).value - share) <= printed(shown.text).unit
    gives = f"{float(share):.{len(shown.text.partition('.')[2])}f}"
    return differs(
        "note" if close else "warning",
        f"{words.quantity(pair, 'percent')} is {shown.text}% in {left}; {whole.text} of "
        f"{' + '.join(n.text for n in parts)} in {right} is {gives}%.",
        evidence=(
            Evidence("value", shown.span, pair.left.place, pair.left.label),
            _evidence(whole, pair.left),
            *(_evidence(s.right, pair.right) for s in shared),
            *(Evidence("total", n.span, pair.right.place, pair.right.label) for n in parts),
        ),
        computed={"share": f"{whole.text} / {size} = {float(share):.4g}%"},
        alternatives=("cut instead of rounded",) if close else (),
    )


def _total(count: Num, row: Result) -> Num | None:
    """The patients of whom a count of a row is: printed with it, or its arm's size."""
    value = next((v for v in row.values if count in (v.count, *v.nums)), None)
    return None if value is None else value.total or _size(value, row)


def _size(value: Value, row: Result) -> Num | None:
    if value.arm is None or value.arm >= len(row.arms):
        return None
    return row.arms[value.arm].n


def _evidence(num: Num, result: Result) -> Evidence:
    return Evidence("count", num.span, result.place, result.label)
