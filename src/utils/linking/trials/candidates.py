"""A result of a table or of the text that may report the same quantity as a mention."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec

from src.utils.linking.compare import TRIPLE, Comparison, compare
from src.utils.linking.keys import conflicts
from src.utils.linking.meaning import Meaning
from src.utils.records import Result

#: Equal numbers of this weight are a link without any word in common.
TELLING = 2.4
#: Words fit a row at least this well before a single number makes a link.
FITTING = 0.25
#: Equal numbers of this weight do not stand in a wrong row by chance.
MANY = 2.9
#: An agreeing number of this weight tells something.
SOME = 0.45
#: Keys whose disagreement numbers may overrule when every one of them agrees.
_NAMES = {"endpoint", "kind", "criterion", "adjustment", "subgroup", "population", "time"}


class Candidate(msgspec.Struct, frozen=True, dict=True):
    """A result that may report the same quantity as a mention, with what speaks for it.

    Numbers rule most candidates out, so words and keys are read when they are asked for.
    """

    mention: Result
    other: Result
    seen: Comparison
    meaning: Meaning

    @cached_property
    def support(self) -> float:
        """How well the words fit."""
        return self.meaning.support(self.mention, self.other)

    @cached_property
    def against(self) -> tuple[str, ...]:
        """The keys on which both speak and disagree."""
        return conflicts(self.mention, self.other)

    @cached_property
    def referred(self) -> bool:
        """Whether the mention's sentence refers to the other's table."""
        return bool(self.other.label) and self.other.label in self.mention.tables

    @cached_property
    def qualified(self) -> bool:
        """Whether one side names an analysis beside the main one and the other does not."""
        sides = self.mention, self.other
        return self.meaning.qualified(*sides) or self.meaning.side_analysis(*sides)

    @cached_property
    def leaf(self) -> float:
        """How much of the row's own head stands beside the mention."""
        return self.meaning.leaf(self.mention, self.other)

    @cached_property
    def modelled(self) -> bool:
        """Whether only the mention says adjusted or crude."""
        return self.meaning.modelled(self.mention, self.other)

    @property
    def score(self) -> float:
        """Numbers first, words to tell equal numbers apart, disagreeing keys against."""
        penalty = 0.8 * len(self.against)
        words = 1.5 * self.support + (0.3 if self.referred else 0.0)
        return self.seen.equal - 1.2 * self.seen.unequal + words - penalty

    @property
    def exact(self) -> bool:
        """Whether every shared number agrees and enough speaks for the same quantity."""
        if not self.seen.all_agree or self.seen.crossed:
            return False
        equal = self.seen.equal
        if self.against and (equal < TELLING or not set(self.against) <= _NAMES):
            return False
        if equal >= TELLING:
            return True
        if len([f for f in self.seen.fields if f.name != "level"]) >= 4 and equal >= 1.0:
            return True
        if equal >= 1.5 and self.support >= 0.05:
            return True
        return equal >= 0.5 and self.support >= FITTING and equal + 1.5 * self.support >= 1.2

    @property
    def strong(self) -> bool:
        """Whether the equal numbers alone make a chance unlikely."""
        agreeing = sum(f.agrees for f in self.seen.fields if f.name != "level")
        return self.whole_triple or self.seen.equal >= MANY or agreeing >= 3

    @property
    def firm(self) -> bool:
        """Whether two telling numbers of estimate and interval agree."""
        return sum(f.weight for f in self.seen.fields if f.name in TRIPLE and f.agrees) >= 1.9

    @property
    def whole_triple(self) -> bool:
        """Whether estimate and both bounds agree."""
        return sum(f.agrees for f in self.seen.fields if f.name in TRIPLE) == 3


def speaks(seen: Comparison) -> bool:
    """Whether a comparison can make a link at all: a telling number agrees, or only P values.

    A cheap question before words and keys are asked.
    """
    if any(f.agrees and f.weight >= SOME for f in seen.fields):
        return True
    return bool(seen.fields) and (seen.all_agree or all(f.name == "p" for f in seen.fields))


def candidates(mention: Result, others: Iterable[Result], meaning: Meaning) -> list[Candidate]:
    """Those of other results that can be linked to a mention, laid beside it."""
    return [candidate(mention, c, meaning) for c in others if speaks(compare(mention, c))]


def candidate(mention: Result, other: Result, meaning: Meaning) -> Candidate:
    """A result laid beside a mention: numbers, words and disagreeing keys."""
    return Candidate(mention, other, compare(mention, other), meaning)
