"""What would reconcile two differing numbers, and which slip would turn one into the other.

The order is that of the catalogue: truncation, other patients, reciprocal, other response
criterion, other arm, other denominator; then the copied neighbour and the single slip of a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.checks import wording
from src.utils.checks.tt_words import place, places
from src.utils.extraction.participants_words import PEOPLE
from src.utils.linking import numerals
from src.utils.linking.fields import NOT_REACHED, Field
from src.utils.linking.slips import padded
from src.utils.printed import printed
from src.utils.records import Dossier, Num, Pair, Result


def alternatives(field: Field, pair: Pair, dossier: Dossier) -> tuple[tuple[str, ...], int]:
    """Sentences that may explain one differing field, and by how many steps they soften it."""
    if NOT_REACHED in (field.left.text, field.right.text):
        return (), 0
    out: list[str] = []
    steps = 0
    if field.how == numerals.TRUNCATED:
        fine, coarse = sorted((field.left.text, field.right.text), key=len, reverse=True)
        out.append(f"{coarse} is {fine} cut instead of rounded")
    percent = field.kind == "percent" and field.how == numerals.DIFFERENT
    if percent and zero_padded(field, pair, dossier):
        fine, coarse = sorted((field.left.text, field.right.text), key=_zeros)
        out.append(f"{coarse} is {fine} rounded to whole units and printed with a zero")
        return tuple(out), 2
    if field.name == "estimate" and _reciprocal(field):
        out.append(f"{field.left.text} is the reciprocal of {field.right.text}")
        steps = 1
    if field.name in ("value", "sd"):
        others = other_patients(field, pair, dossier)
        if others:
            return (others,), 2
    if field.name == "value":
        other = _other_criterion(field, pair, dossier)
        if other:
            out.append(other)
            steps = 1
        arm = _other_arm(field, pair)
        if arm:
            out.append(arm)
        counted = _count_of(field, pair) if percent else ""
        if counted:
            out.append(counted)
            steps = 1
    if field.name == "total":
        out.extend(_denominator(field, pair))
    if field.name in ("estimate", "low", "high"):
        out.extend(_neighbour(field, pair))
        out.extend(_centre(field, pair))
    if field.how == numerals.DIFFERENT:
        out.extend(_elsewhere(field, pair, dossier))
    word = numerals.slip(field.left.text, field.right.text) if not out or steps == 0 else ""
    if word and field.how != numerals.TRUNCATED:
        out.append(f"{word} between {field.left.text} and {field.right.text}")
    return tuple(dict.fromkeys(out)), steps


#: How many patients a bracket describes in which a value stands: "495 patients (54.5% female".
_OF_THESE = re.compile(
    rf"(?<![\w.,])(?P<n>\d[\d,]*)\s+(?:[a-z-]+\s+){{0,2}}{PEOPLE}\b"
    r"[^.;:()\[\]]{0,60}[(\[][^()\[\]]*\Z",
    re.I,
)


def other_patients(field: Field, pair: Pair, dossier: Dossier) -> str:
    """The sentence describes a number of patients that is not the number of the table's group."""
    if pair.left.table is not None or pair.right.table is None or not pair.left.sentence:
        return ""
    start = pair.left.sentence[0].start
    found = _OF_THESE.search(dossier.article.shadow[start : field.left.span.start])
    if found is None:
        return ""
    told = printed(found["n"].replace(",", "")).value
    for v in pair.right.values:
        if field.right.span not in {n.span for n in (*v.nums, v.sd) if n}:
            continue
        size = wording.size(wording.arm_size(pair.right, v))
        counted = [printed(n.text).value for n in (v.count, v.total) if n is not None]
        if size and told != size and told not in counted and 2 * told > size:
            return f"the sentence describes {found['n']} patients, the table's group has {size}"
    return ""


def zero_padded(field: Field, pair: Pair, dossier: Dossier) -> bool:
    """Whether a place that prints whole units with a zero behind the point prints one of two.

    In a table where other percentages have decimals that say something, 6.0 is no rounded 6.2.
    """
    if not padded(field.left.text, field.right.text):
        return False
    coarse = pair.right if _zeros(field.right.text) else pair.left
    return not _fine(coarse.table, dossier)


def _fine(table: int | None, dossier: Dossier) -> bool:
    """Whether most percentages with decimals in a table, or in the text, say something there."""
    known: dict[int | None, bool] = dossier.__dict__.setdefault("_fine", {})
    if table not in known:
        nums = (
            n.text for r in dossier.results if r.table == table for v in r.values for n in v.nums
        )
        shown = [not _zeros(n) for n in nums if "." in n]
        known[table] = len(shown) > 3 and 2 * sum(shown) > len(shown)
    return known[table]


def _zeros(text: str) -> bool:
    return not text.partition(".")[2].strip("0")


def _reciprocal(field: Field) -> bool:
    a, b = printed(field.left.text).interval, printed(field.right.text).interval
    return a.low > 0 and b.low > 0 and a.reciprocal().meets(b) and not a.meets(b)


def _main_numbers(result: Result) -> list[str]:
    return [n.text for v in result.values for n in v.nums]


def _other_criterion(field: Field, pair: Pair, dossier: Dossier) -> str:
    """The number is what the same study reports for this endpoint by another criterion."""
    for r in dossier.results:
        if r.id in (pair.left.id, pair.right.id) or r.endpoint != pair.right.endpoint:
            continue
        if not set(r.ref) & set(pair.right.ref) or r.criterion == pair.right.criterion:
            continue
        if field.left.text in _main_numbers(r):
            by = r.criterion or "no stated criterion"
            return f"{field.left.text} is what {place(r)} reports by {by}"
    return ""


def _other_arm(field: Field, pair: Pair) -> str:
    others = [n for n in _main_numbers(pair.right) if n != field.right.text]
    if field.left.text in others:
        return f"{field.left.text} is the other arm's number in {places(pair)[1]}"
    return ""


def _count_of(field: Field, pair: Pair) -> str:
    """A whole number without a unit is the number of patients whose share the other place gives."""
    for side, mine, other in (
        (pair.left, field.left, field.right),
        (pair.right, field.right, field.left),
    ):
        for v in side.values:
            if v.kind != "other" or v.count is not None or [n.span for n in v.nums] != [mine.span]:
                continue
            k, total = printed(mine.text), wording.size(wording.arm_size(side, v))
            if k.decimals or not total:
                continue
            if printed(other.text).interval.holds(100 * k.value / total):
                return f"{mine.text} of {total} is {other.text}%: {place(side)} may print counts"
    return ""


def _denominator(field: Field, pair: Pair) -> Iterator[str]:
    """Which of the two totals the printed percentage and count fit."""
    for side in (pair.left, pair.right):
        for v in side.values:
            if v.total is None or v.count is None or len(v.nums) != 1 or v.kind != "percent":
                continue
            if v.total.span not in (field.left.span, field.right.span):
                continue
            share = printed(v.nums[0].text).interval
            for total in (field.left, field.right):
                n = printed(total.text).value
                if n > 0 and share.holds(100 * printed(v.count.text).value / n):
                    yield f"{v.nums[0].text}% fits {v.count.text} of {total.text}"


def _neighbour(field: Field, pair: Pair) -> Iterator[str]:
    """One side prints its own lower or upper bound where the estimate belongs."""
    for side in (pair.left, pair.right):
        e = side.effect
        if e is None or e.estimate is None:
            continue
        for name, bound in (("lower", e.low), ("upper", e.high)):
            if bound is not None and bound.text == e.estimate.text:
                yield f"in {place(side)} the estimate equals its own {name} bound"


def _centre(field: Field, pair: Pair) -> Iterator[str]:
    """Which side's numbers lie centred in their interval on the log scale: e * e = l * u."""
    fits = []
    for side in (pair.left, pair.right):
        e = side.effect
        if e is None or e.scale != "ratio" or not (e.estimate and e.low and e.high):
            return
        low, high = printed(e.low.text).interval, printed(e.high.text).interval
        middle = printed(e.estimate.text).interval
        if low.low <= 0 or middle.low <= 0:
            return
        fits.append((middle * middle).meets(low * high))
    if fits[0] != fits[1]:
        side = pair.left if fits[0] else pair.right
        name = places(pair)[0 if fits[0] else 1]
        effect = side.effect
        if effect is not None and effect.estimate is not None:
            yield f"the interval printed in {name} is centred on its {effect.estimate.text}"


def _elsewhere(field: Field, pair: Pair, dossier: Dossier) -> Iterator[str]:
    """The differing number stands in the same role in another row of the same table."""
    table = pair.right.table
    if table is None or numerals.weight(field.left.text) < 1.0:
        return
    for r in dossier.results:
        if r.table == table and r.id != pair.right.id and field.left.text in _role(r, field.name):
            if r.context.row and r.context.row == pair.right.context.row:
                yield f"{field.left.text} stands in another column of this row of {place(r)}"
                return
            whose = r.study or r.context.row.replace(" > ", ", ") or r.endpoint
            if whose:
                yield f"{field.left.text} is the number of {whose} in {place(r)}"
                return


def _role(result: Result, name: str) -> list[str]:
    """The numbers that a result prints in one role."""
    nums: list[Num | None] = []
    if name in ("estimate", "low", "high") and result.effect is not None:
        nums.append(getattr(result.effect, name))
    elif name == "p":
        nums.extend(p.value for p in result.p)
    elif name == "value":
        nums.extend(n for v in result.values for n in v.nums)
    return [n.text for n in nums if n is not None]
