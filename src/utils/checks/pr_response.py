"""Checks of the family PR: categories of response that make up a rate."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from src.utils.checks import shares, wording
from src.utils.checks.registry import agrees, check, differs
from src.utils.linking.words import tokens
from src.utils.printed import printed
from src.utils.records import Dossier, Evidence, Finding, Result, Value

#: "Non-CR/non-PD" is a category of its own.
_NEITHER = re.compile(r"\bnon[- ]?(?:CR|PR|PD|complete|partial)", re.I)
#: Words of every group's name.
_GENERAL = tokens("arm arms group groups patients treated with")
#: Categories of response that add up: the sum, its parts, and how a reader says it.
_SUMS = (
    ("ORR", ("CR", "PR"), "CR + PR = ORR"),
    ("DCR", ("CR", "PR", "SD"), "CR + PR + SD = DCR"),
    ("DCR", ("ORR", "SD"), "ORR + SD = DCR"),
)


@check("PR07", "response-categories-do-not-sum")
def response_categories_do_not_sum(dossier: Dossier) -> Iterator[Finding]:
    """Complete, partial and stable responses do not add up to the rates that they make.

    Compares
    --------
    CR + PR with the objective response rate and CR + PR + SD with the disease control rate, for
    one study, arm, criterion and place, within the summed roundings; counts exactly. Error for
    counts, warning for percentages.

    Why it matters
    --------------
    The rates are defined as these sums; a digit changed in one of them shows.

    Known limits
    ------------
    Confirmed and unconfirmed responses, or best responses of different patients, may stand side by
    side without words that say so.

    Source
    ------
    Eisenhauer EA et al. RECIST 1.1. Eur J Cancer 2009;45:228-247.
    """
    groups: dict[tuple[object, ...], dict[str, list[tuple[Result, Value]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    known = {"CR", "PR", "SD", "ORR", "DCR"}
    for result in dossier.results:
        if result.endpoint not in known or result.effect is not None:
            continue
        if _NEITHER.search(f"{result.context.row} {result.endpoint_printed}"):
            continue
        for position, value in enumerate(result.values):
            if shares.main(value) is None or len(value.nums) > 1:
                continue
            if value.kind not in ("percent", "count"):
                continue
            arm = value.arm if value.arm is not None else position
            c = result.context
            key = (
                result.place, result.label, result.ref, result.criterion, arm,
                c.population, c.subgroup, c.timepoint, c.assessor,
                result.block if result.place != "table" else None,
            )  # fmt: skip
            groups[key][result.endpoint].append((result, value))
    for group in groups.values():
        single = {name: found[0] for name, found in group.items() if len(found) == 1}
        for whole, parts, formula in _SUMS:
            if whole not in single or not all(p in single for p in parts):
                continue
            if not _one_arm([single[whole], *(single[p] for p in parts)]):
                continue
            if formula.startswith("ORR") and {"CR", "PR"} <= set(single):
                continue  # said already by the longer sum
            finding = _response(single[whole], [single[p] for p in parts], formula)
            if finding is not None:
                yield finding


def _one_arm(found: list[tuple[Result, Value]]) -> bool:
    """Whether values of prose are of one arm: named alike, or in one order of as many."""
    if found[0][0].place == "table":
        return True
    names = []
    for result, value in found:
        arm = result.arms[value.arm] if value.arm is not None else None
        names.append(tokens(arm.name) - _GENERAL if arm is not None else frozenset())
    told = [n for n in names if n]
    alike = all(a <= b or b <= a for a in told for b in told)
    counts = {len(result.values) for result, _ in found}
    return alike and (len(counts) == 1 or len(told) == len(found))


def _response(
    whole: tuple[Result, Value], parts: list[tuple[Result, Value]], formula: str
) -> Finding | None:
    """The verdict on one sum of response categories."""
    everything = [*parts, whole]
    counts = [v.count or (shares.main(v) if v.kind == "count" else None) for _, v in everything]
    exact = all(counts)
    nums = counts if exact else [v.nums[0] if v.nums else None for _, v in everything]
    if not all(nums) or not (exact or all(v.kind == "percent" for _, v in everything)):
        return None  # counts beside percentages: nothing to compare
    texts = [n.text for n in nums if n]
    total = sum((printed(t).value for t in texts[:-1]), Fraction(0))
    good = (
        total == printed(texts[-1]).value
        if exact
        else shares.added(printed(t).interval for t in texts[:-1]).meets(
            printed(texts[-1]).interval
        )
    )
    added = wording.number(total, 5)
    listed = " + ".join(texts[:-1])
    places = tuple(
        Evidence("count" if exact else "value", n.span, r.place, r.label)
        for n, (r, _) in zip(nums, everything, strict=True)
        if n
    )
    more = {
        "computed": {"formula": formula, "sum": f"{listed} = {added}", "printed": texts[-1]},
        "evidence": places,
        "results": tuple(r.id for r, _ in everything),
        "ref": whole[0].ref,
        "study": whole[0].study,
        "endpoint": whole[0].endpoint,
    }
    if good:
        return agrees(f"{formula}: {listed} = {texts[-1]}", **more)
    return differs(
        "error" if exact else "warning",
        f"{wording.about(whole[0])}{formula}: {listed} = {added}, printed {texts[-1]}; not "
        f"reconcilable as printed",
        alternatives=() if exact else ("confirmed beside unconfirmed responses",),
        **more,
    )
