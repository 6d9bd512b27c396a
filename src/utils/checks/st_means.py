"""Checks of the family ST: a difference against the two means that it is the difference of."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from src.utils.checks import wording
from src.utils.checks.alternatives import slips
from src.utils.checks.means import pair_beside, rows_compared
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import printed
from src.utils.records import Dossier, Effect, Finding, Num, Result

#: Beyond these shares of the difference the means are totals, or in another unit.
_SCALE = (Fraction(1, 20), 20)


@check("ST08", "difference-not-of-its-means")
def difference_not_of_its_means(result: Result, dossier: Dossier) -> Finding | None:
    """A mean difference is not the difference of the two means beside it.

    Compares
    --------
    The printed difference with the difference of the two printed means of the same row or
    sentence, or of the two rows that a row "A vs B" names (also of percentages), in either
    direction, within the roundings. Warning where the other rows of the table
    (three or more, most of them) do follow, or where the interval in a sentence leaves out the
    difference of its means; note elsewhere.

    Why it matters
    --------------
    One of the three numbers is wrong, and the difference is the one that is quoted.

    Known limits
    ------------
    Adjusted differences and differences of changes are not those of the printed means; they are
    left alone where the article calls them adjusted.

    Source
    ------
    Arithmetic.
    """
    effect = result.effect
    known = _fits(result, dossier)
    if effect is None or effect.estimate is None or known is None or effect.adjusted:
        return None
    fits, first, second = known
    places = wording.evidence(result, estimate=effect.estimate, value_1=first, value_2=second)
    words = f"{wording.about(result)}{wording.shown(effect)} beside {first.text} and {second.text}"
    gap = printed(first.text).value - printed(second.text).value
    computed = {"difference of the two": wording.number(gap, 6)}
    if fits:
        return agrees(f"{words}: agrees", computed=computed, evidence=places)
    seen, fitting = _in_table(result, dossier)
    if seen > 1 and not fitting:
        return cannot_say("differences that are not those of the means beside", evidence=places)
    size = abs(printed(effect.estimate.text).value)
    if not size or not _SCALE[0] * size <= abs(gap) <= _SCALE[1] * size:
        return cannot_say("difference and means are in other units", evidence=places)
    alone = result.table is None and _left_out(effect, gap)
    plain = alone or fitting >= 3 and fitting >= 0.7 * (seen - 1)
    numbers = {"difference": effect.estimate.text, "mean 1": first.text, "mean 2": second.text}
    return differs(
        "warning" if plain else "note",
        f"{words}: the two differ by {wording.number(abs(gap), 6)}; not reconcilable as printed",
        computed=computed | {"rows of the table that follow": f"{fitting} of {max(seen - 1, 0)}"},
        alternatives=(() if plain else ("an adjusted difference or one of changes",))
        + slips(numbers, _holds),
        evidence=places,
    )


def _left_out(effect: Effect, gap: Fraction) -> bool:
    """Whether the interval leaves out the difference of the means, which adjusting hardly does."""
    if effect.low is None or effect.high is None:
        return False
    low, high = sorted(printed(n.text).value for n in (effect.low, effect.high))
    return not (low <= gap <= high or low <= -gap <= high)


def _fits(result: Result, dossier: Dossier) -> tuple[bool, Num, Num] | None:
    """Whether the difference follows from the two means; None where they are not all printed."""
    effect = result.effect
    if effect is None or effect.estimate is None or effect.kind not in ("MD", "RD"):
        return None
    source = rows_compared(result, dossier)
    kinds: tuple[str, ...] = ("mean", "other", "percent")
    if source is None and effect.kind == "MD":
        source, kinds = pair_beside(result, dossier), ("mean", "other")
    if source is None:
        return None
    values = [v for v in source.values if v.kind in kinds and len(v.nums) == 1]
    if len(values) != 2 or (values[0].arm is not None and values[0].arm == values[1].arm):
        return None
    first, second = (v.nums[0] for v in values)
    a, b, x = (printed(n.text).interval for n in (first, second, effect.estimate))
    return x.meets(a - b) or x.meets(b - a), first, second


def _holds(numbers: dict[str, str]) -> bool:
    x, a, b = (printed(numbers[k]).interval for k in ("difference", "mean 1", "mean 2"))
    return x.meets(a - b) or x.meets(b - a)


def _in_table(result: Result, dossier: Dossier) -> tuple[int, int]:
    """How many differences of the same table can be recomputed, and how many follow."""
    if result.table is None:
        return 1, 0
    known: dict[int | None, list[int]] | None = dossier.__dict__.get("_differences")
    if known is None:
        known = dossier.__dict__["_differences"] = defaultdict(lambda: [0, 0])
        for other in dossier.results:
            found = _fits(other, dossier)
            if found is not None:
                known[other.table][0] += 1
                known[other.table][1] += found[0]
    return known[result.table][0], known[result.table][1]
