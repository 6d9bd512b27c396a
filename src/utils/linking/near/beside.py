"""What the passes that look beside a linked number share: when a number is a slip of another."""

from __future__ import annotations

from src.utils.linking import numerals
from src.utils.linking.fields import Field, value_fields
from src.utils.linking.meaning import Meaning
from src.utils.linking.slips import padded
from src.utils.linking.words import OF_ALL
from src.utils.records import Link, Num, Result, Value

#: What the numbers of a row must say together before its other numbers are the sentence's.
TELLING = 0.9
#: A number of two digits is a slip away from every fifth other one, one of three from few.
RARE = 1.0
#: What they must say where both arms are known by name.
NAMED = 0.5
#: Zero, one and their like are a slip from anything.
LEAST = 0.3
#: The words of a sentence fit a row at all.
SUPPORTED = 0.25

#: A link that is there or to be made, its two results, and a number of which it is to speak.
Proposal = tuple[Link, Result, Result, Field]


def slipped(f: Field, cell: Result, meaning: Meaning) -> bool:
    """Whether a number is a slip away from the row's, and nowhere else in the row."""
    if f.agrees or padded(f.left.text, f.right.text) or not slip(f.left, f.right):
        return False
    bare = f.left.text.lstrip("-")
    shown = meaning.numerals_of_row(cell)
    return bare not in shown and not any(
        numerals.agreeing(numerals.state(bare, n)) for n in shown if "." in n
    )


def named_at_all(mention: Result, cell: Result, meaning: Meaning) -> bool:
    """Whether the row is named at all beside the numbers, or in the sentence."""
    if meaning.leaf(mention, cell) > 0 or meaning.named(mention, cell) > 0:
        return True
    return meaning.support(mention, cell) >= SUPPORTED


def of_all(value: Value, cell: Result) -> bool:
    """Whether a value stands in the column of all patients."""
    if value.arm is None or value.arm >= len(cell.arms):
        return False
    return bool(OF_ALL.match(cell.arms[value.arm].name))


def settled(link: Link) -> bool:
    """Whether names and numbers make a link that leaves no key open."""
    return link.basis == "both" and link.certainty >= 0.75 and not link.open_keys


def all_agree(one: Value, two: Value) -> bool:
    """Whether no number differs that two values both print."""
    return all(f.agrees for f in value_fields(one, two))


def spread(one: Value, two: Value) -> list[Field]:
    """The numbers of two values but the main ones, where they weigh something."""
    fields = value_fields(one, two)
    return [f for f in fields if f.name not in ("value", "total") and f.weight >= 0.5]


def slip(a: Num, b: Num) -> bool:
    """Whether one slip sets two numbers apart that say something, rounded or not."""
    if min(numerals.weight(a.text), numerals.weight(b.text)) < LEAST:
        return False
    if len(a.text.partition(".")[2]) != len(b.text.partition(".")[2]):
        coarse = min(a.text, b.text, key=lambda t: len(t.partition(".")[2]))
        if numerals.weight(coarse) < RARE and "." in coarse:
            return False
    return bool(numerals.slip_rounded(a.text, b.text))
