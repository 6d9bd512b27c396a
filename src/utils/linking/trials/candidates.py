"""A result of a table or of the text that may report the same quantity as a mention."""

from __future__ import annotations

from collections.abc import Iterable

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


class Candidate(msgspec.Struct, frozen=True):
    """A result that may report the same quantity as a mention, with what speaks for it."""

    other: Result
    seen: Comparison
    support: float
    against: tuple[str, ...]
    referred: bool = False
    qualified: bool = False
    leaf: float = 0.0
    modelled: bool = False

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
    return Candidate(
        other,
        compare(mention, other),
        meaning.support(mention, other),
        conflicts(mention, other),
        bool(other.label) and other.label in mention.tables,
        meaning.qualified(mention, other) or meaning.side_analysis(mention, other),
        meaning.leaf(mention, other),
        meaning.modelled(mention, other),
    )
