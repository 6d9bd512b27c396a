"""SH: numbers of one result that are printed with different numbers of decimals."""

from __future__ import annotations

from fractions import Fraction

from src.utils.checks import wording
from src.utils.checks.registry import agrees, check, differs
from src.utils.printed import Printed, printed
from src.utils.records import Evidence, Finding, Num, Result, Value


@check("SH07", "odd-precision")
def odd_precision(result: Result) -> Finding | None:
    """Numbers of one result are printed with different numbers of decimals.

    Compares
    --------
    The decimals of estimate and bounds, and of the values of the arms, among numbers of one
    order of magnitude. Counts are left out, and so is a percentage that its quotient makes whole
    (0 of 62, 9 of 18), which has no decimals to print. Zero, a number that would be zero with
    fewer decimals (0.003) and a median half way between whole numbers are left out too.

    Why it matters
    --------------
    A lost or added digit is how a slip of the pen often looks (1.62 and 1.450).

    Known limits
    ------------
    Journals that print significant digits use fewer decimals for larger numbers; numbers of ten
    and more are not compared with smaller ones.

    Source
    ------
    The article's own numbers.
    """
    groups: list[tuple[list[Num], bool]] = []  # with whether halves are usual in it
    effect = result.effect
    if effect is not None and effect.estimate is not None:
        bounds = (effect.low, effect.high)
        groups.append(([effect.estimate, *(n for n in bounds if n is not None)], False))
    for kind in dict.fromkeys(v.kind for v in result.values if v.kind != "count"):
        alike = [v for v in result.values if v.kind == kind and len(v.nums) == 1]
        groups.append(([v.nums[0] for v in alike if not _whole(v, result)], kind == "median"))
    odd: list[Num] = []
    compared: list[Num] = []
    beside: list[Num] = []
    for group, halves in groups:
        unlike = _odd_ones(group, halves)
        if unlike is not None:
            compared.extend(group)
            odd.extend(unlike)
            beside.extend(n for n in group if unlike and n not in unlike)
    if not compared:
        return None
    where = tuple(Evidence("number", n.span, result.place, result.label) for n in odd or compared)
    if not odd:
        return agrees("Numbers of one kind have as many decimals.", evidence=where)
    rest = ", ".join(n.text for n in beside)
    return differs(
        "note",
        f"{wording.about(result)}{' and '.join(n.text for n in odd)} beside {rest}, printed with "
        f"another number of decimals",
        evidence=where,
    )


def _whole(value: Value, result: Result) -> bool:
    """Whether a value needs no decimals: none or all of a group, or an exact quotient of counts."""
    number = printed(value.nums[0].text)
    if value.kind != "percent" or number.decimals:
        return False
    if number.value in (0, 100):
        return True
    count, total = value.count, value.total
    if total is None and value.arm is not None and value.arm < len(result.arms):
        total = result.arms[value.arm].n
    if count is None or total is None or not printed(total.text).value:
        return False
    return 100 * printed(count.text).value == number.value * printed(total.text).value


def _odd_ones(group: list[Num], halves: bool) -> list[Num] | None:
    """The numbers whose decimals differ from the others'; None when they cannot be compared."""
    told = [n for n in group if printed(n.text).value]  # nothing has no decimals to print
    small = [n for n in told if abs(printed(n.text).value) < 10]
    large = [n for n in told if n not in small]
    out: list[Num] = []
    compared = False
    for part in (small, large):
        if len(part) < 2:
            continue
        compared = True
        decimals = [printed(n.text).decimals for n in part]
        usual = max(set(decimals), key=lambda d: (decimals.count(d), d))
        out.extend(
            n
            for n, d in zip(part, decimals, strict=True)
            if d != usual and not (d > usual and _needed(printed(n.text), usual, halves))
        )
    return out if compared else None


def _needed(number: Printed, usual: int, halves: bool) -> bool:
    """Whether a number needs more decimals than the usual: 0.003, or a median of 13.5.

    >>> _needed(printed("0.003"), 2, False), _needed(printed("13.5"), 0, True)
    (True, True)
    >>> _needed(printed("13.5"), 0, False), _needed(printed("1.450"), 2, False)
    (False, False)
    """
    if abs(number.value) * 10**usual < Fraction(1, 2):
        return True
    return halves and usual == 0 and number.decimals == 1 and (2 * number.value) % 2 == 1
