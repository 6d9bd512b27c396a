"""How the printed numbers of a statement and a cell stand to each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

from src.utils.linking import numerals
from src.utils.linking.by_numbers.slips import swapped
from src.utils.linking.by_numbers.units import Unit, information, telling
from src.utils.linking.fields import Field, as_shared, comparable
from src.utils.linking.participants.people import counts_people
from src.utils.printed import printed

Features = dict[str, float]
_SLIPS = ("one digit changed", "two digits swapped", "decimal point shifted", "sign lost")
#: What numbers that are a slip apart tell at least: single digits are a slip from all others.
LEAST = 0.7


def is_main(fields: Sequence[Field]) -> bool:
    """Whether the numbers that name a statement are laid side by side."""
    return any(f.name in ("estimate", "value", "count", "p") for f in fields)


def plausible(fields: Sequence[Field]) -> bool:
    """Whether numbers agree, or differ by slips that do not lead everywhere."""
    wrong = [f for f in fields if not f.agrees]
    if not wrong or len(wrong) < len(fields):
        return True
    if any(_how(f) == "off" for f in wrong):
        return False
    return sum(map(_digits, wrong)) >= LEAST


def _digits(f: Field) -> float:
    return min(telling(f.left.text), telling(f.right.text))


def numbers(unit: Unit, cell: Unit, fields: Sequence[Field], crowd: float) -> Features:
    """How the printed numbers of two statements stand to each other."""
    right = [f for f in fields if f.agrees]
    wrong = [f for f in fields if not f.agrees]
    told = min(information(map(as_shared, right)), 4.0)
    out: Features = {}
    kind = unit.value.kind if unit.value is not None else ""
    other = cell.value.kind if cell.value is not None else ""
    if unit.value is not None and cell.value is not None and kind != other:
        out["kind open" if comparable(unit.value, cell.value) else "kind differs"] = 1.0
    if (unit.effect is None) != (cell.effect is None):
        out["effect and value"] = 1.0
        if wrong:
            out["kinds differs"] = 1.0
    if counts_people(unit.result):
        out["people"] = 1.0
    size = _sizes(unit, cell)
    if size is not None:
        out["same size" if size else "other size"] = 1.0
    if unit.p is not None:
        out["p"] = 1.0
    if not wrong:
        out["digits"] = told
        out["all agree"] = 1.0
        out["crowd"] = crowd
        if len(right) > 1:
            out["two agree"] = 1.0
        if any(f.how == numerals.WEAKER for f in right):
            out["weaker"] = 1.0
        return out
    out["differs"] = 1.0
    if right:
        out["partly"] = 1.0
        out["digits partly"] = told
    hows = [_how(f) for f in wrong]
    if "off" in hows:
        out["off"] = 1.0
        out["far"] = max(_far(f) for f in wrong)
    else:
        out["slip"] = 1.0
        out["slip digits"] = min(sum(map(_digits, wrong)), 3.0)
    if any(map(swapped, wrong)):
        out["swapped"] = 1.0
    if any(h == "last" for h in hows):
        out["last digit"] = 1.0
    if any(_decimals(f) for f in wrong):
        out["decimals differ"] = 1.0
    if len(wrong) > 1:
        out["many differ"] = 1.0
    if crowd:
        out["printed elsewhere"] = 1.0
        out["printed elsewhere digits"] = min(sum(telling(n.text) for n in unit.main), 3.0)
    return out


def _sizes(unit: Unit, cell: Unit) -> bool | None:
    """Whether the total of a share is that of the cell or its column; None where one is unsaid."""
    said, shown = unit.value, cell.value
    if said is None or shown is None or said.total is None:
        return None
    arms = cell.result.arms
    arm = arms[shown.arm] if shown.arm is not None and shown.arm < len(arms) else None
    total = shown.total or (arm.n if arm is not None else None)
    return None if total is None else total.text == said.total.text


def _how(f: Field) -> str:
    if f.name == "p" and f.relations[0] != f.relations[1]:
        return "off" if f.how == numerals.DIFFERENT else "last"
    if f.how != numerals.DIFFERENT:
        return "last"
    return "slip" if numerals.slip_rounded(f.left.text, f.right.text) in _SLIPS else "off"


def _far(f: Field) -> float:
    try:
        a, b = (abs(float(printed(n.text).value)) for n in (f.left, f.right))
    except (ValueError, ZeroDivisionError):
        return 2.0
    if not a or not b:
        return 2.0
    return min(abs(math.log(a / b)), 2.0)


def _decimals(f: Field) -> bool:
    a, b = (len(n.text.partition(".")[2]) for n in (f.left, f.right))
    return a != b
