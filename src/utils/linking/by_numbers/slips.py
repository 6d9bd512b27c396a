"""What two numbers that differ, and the words beside them, say for a slip or against it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from src.utils.linking import numerals
from src.utils.linking.alignment import whole_name
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit, information, telling
from src.utils.linking.fields import Field
from src.utils.linking.keys import conflicts
from src.utils.linking.meaning import Meaning
from src.utils.linking.near.beside import of_all
from src.utils.records import Shared

#: What a difference costs: few statements that are the same are printed differently.
COST = 1.0
#: What a slip of the key says: few numbers are one slip away from another.
SLIP = 0.8
#: What two exchanged digits of three or more say beyond that: of the thirty numerals that are one
#: slip away from such a number, two or three have exchanged digits, and half of all misprints do.
SWAP = 1.1
#: What it says against, beyond the same for an agreement, that a key disagrees.
CONFLICT = 0.7
#: What it says against that one place names a model and the other does not.
MODEL = 1.0
#: What it says against that the sentence's number stands in another column of the row, or that
#: the column is that of one group and the sentence names none.
ELSEWHERE = 2.0
#: What a number next to one tells, of a ratio.
NEAR_ONE = 0.75
_OF_INTERVALS = frozenset({"estimate", "low", "high", "value low", "value high"})
#: All numbers of one cell stand within so many characters.
CELL = 30


def is_slip(f: Field | Shared) -> bool:
    """Whether one slip of a key, or the last digit, sets two numbers apart."""
    if f.relations[0] != f.relations[1]:
        return f.how == numerals.SIGN
    return a_slip_apart(f.left.text, f.right.text)


def a_slip_apart(a: str, b: str) -> bool:
    """Whether one slip of a key, or the last digit, sets two numerals apart."""
    near = numerals.state(a, b) in (numerals.LAST_DIGIT, numerals.TRUNCATED)
    return near or bool(numerals.slip_rounded(a, b))


def swapped(f: Field | Shared) -> bool:
    """Whether two numerals of three digits or more have the same digits in another order.

    Numerals that are exchanged digits apart are printed to the same decimals.
    """
    a, b = f.left.text, f.right.text
    digits = len(a.replace(".", "").lstrip("-0"))
    return digits >= 3 and numerals.slip(a, b) == "two digits swapped"


@lru_cache(maxsize=16384)
def slip_keys(text: str) -> frozenset[str]:
    """What a numeral, or its roundings, has in common with any numeral a slip apart from it.

    Two numerals with no key in common are no slip apart (`a_slip_apart`).
    """
    out: set[str] = set()
    printed = len(text.partition(".")[2])
    fewer = (r for d in range(printed) for r in numerals.rounded_to(text, d))
    for form in (text, *fewer):
        digits = form.replace(".", "").lstrip("-")
        out |= {digits, "".join(sorted(digits)), digits.strip("0")}
        out.update(digits[:i] + digits[i + 1 :] for i in range(len(digits)))
        if digits.isdigit():  # the last digit: about the same number of units
            units, decimals = int(digits) // 4, len(form.partition(".")[2])
            out |= {f"{decimals}:{units + k}" for k in (-1, 0, 1)}
    return frozenset(out)


def told_by(right: Iterable[Shared]) -> float:
    """What equal numbers tell; a ratio next to one has its first digits in common with many."""
    listed = tuple(right)
    ratios = listed if {s.name for s in listed} & _OF_INTERVALS else ()
    common = (s for s in ratios if 0.9 <= abs(float(s.left.text)) < 1.1)
    return information(listed) - sum(max(telling(s.left.text) - NEAR_ONE, 0.0) for s in common)


def in_one_cell(cell: Unit) -> bool:
    """Whether several numbers of a statement stand close by, as in one cell."""
    spans = sorted(n.span for n in cell.nums)
    return len(spans) > 1 and spans[-1].end - spans[0].start <= CELL


def odds(said: Unit, cell: Unit, wrong: Shared | None, clause: Clause, meaning: Meaning) -> float:
    """What speaks for a slip between two statements, or for two quantities: log10 of the odds.

    ``wrong`` is None for a number that stands at another one's place, and that one at its own.
    """
    score = -COST - CONFLICT * len(conflicts(said.result, cell.result))
    if wrong is None or is_slip(wrong):
        score += SLIP
    if meaning.modelled(said.result, cell.result):
        score -= MODEL
    if wrong and wrong.left.text.lstrip("-") in meaning.numerals_of_row(cell.result):
        return score - ELSEWHERE
    if _of_one_group(said, cell, clause):
        return score - ELSEWHERE
    return score + SWAP if wrong and swapped(wrong) else score


def _of_one_group(said: Unit, cell: Unit, clause: Clause) -> bool:
    """Whether a statement that names no group is held against the column of one of several."""
    v, arms = cell.value, cell.result.arms
    if v is None or v.arm is None or len(arms) < 2 or v.arm >= len(arms) or of_all(v, cell.result):
        return False
    alone = sum(u.value is not None for u in clause.units) + len(clause.earlier) == 1
    words = [whole_name(a) for a in arms]
    common = frozenset.intersection(*words)
    return alone and not any(clause.said.get(w) for w in words[v.arm] - common)
