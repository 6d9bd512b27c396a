"""Links in a trial report: abstract, body and tables by what they mean and by their numbers.

A mention is first looked for among the results whose printed numbers it repeats; only when its
main numbers stand in no table as printed is a result with most of them held against it. So a
mention that agrees with one cell is never alarmed against its neighbour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from src.utils.linking import numerals
from src.utils.linking.compare import TRIPLE, Comparison, compare
from src.utils.linking.derived import link_derived
from src.utils.linking.fields import NOT_REACHED, Field
from src.utils.linking.keys import conflicts, opened
from src.utils.linking.lookup import Lookup
from src.utils.linking.meaning import Meaning
from src.utils.records import Article, Link, Result

#: Equal numbers of this weight are a link without any word in common.
TELLING = 2.4
#: Words fit a row at least this well before a single number makes a link.
FITTING = 0.25
#: Words fit a row this well before numbers that are only near each other make a link.
NAMED = 0.55
#: Candidates whose scores are no further apart fit alike.
TIED = 0.3
#: A row whose words fit better by this much is the one that is meant.
AHEAD = 0.4
#: Equal numbers of this weight do not stand in a wrong row by chance.
MANY = 2.9
#: So much of the words right beside one mention must stand beside the other.
BESIDE = 0.2
#: Words that fit a row less than this do not name it at all.
NAMING = 0.12
#: Near: no further apart than this share of the number.
NEAR = 0.05
_SIGNS = (numerals.SIGN, numerals.THRESHOLD)
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
    def whole_triple(self) -> bool:
        """Whether estimate and both bounds agree."""
        return sum(f.agrees for f in self.seen.fields if f.name in TRIPLE) == 3


def link_reports(article: Article, results: tuple[Result, ...]) -> Iterator[Link]:
    """Links between mentions, and from mentions to the results of tables."""
    mentions = [r for r in results if r.table is None and r.place in ("abstract", "text")]
    cells = [r for r in results if r.table is not None]
    meaning = Meaning(article, results)
    tables, prose = Lookup(cells), Lookup(mentions)
    order = {r.id: i for i, r in enumerate(results)}
    for mention in (part for whole in mentions for part in _parts(whole)):
        found = [_candidate(mention, c, meaning) for c in tables.sharing(mention)]
        best = list(_best_per_table([c for c in found if c.exact] or _alone(found)))
        for c in best:
            yield _link(mention, c)
        others = [
            _candidate(mention, c, meaning)
            for c in prose.sharing(mention)
            if c.sentence != mention.sentence
        ]
        repeats = sorted((c for c in others if c.exact), key=lambda c: -c.score)
        # Each pair of mentions once, from the one that is read first.
        for c in repeats[:2]:
            if order[mention.id] < order[c.other.id]:
                yield _link(mention, c)
        if any(_covers(mention, c.seen) for c in best):
            continue
        told_again = any(_covers(mention, c.seen) for c in repeats)
        wrong = [c for c in found if _mismatch(mention, c)]
        if told_again:  # the sentence with more words about it is judged instead
            wrong = [c for c in wrong if c.support >= NAMING or c.strong]
        pick = _pick([c for c in wrong if _words_agree(mention, c, cells, meaning)])
        if pick is None:
            pick = _near_by_name(mention, cells, meaning)
        if pick is None and not told_again:
            wrong = [c for c in others if _mismatch(mention, c)]
            pick = _pick(
                [c for c in wrong if c.strong or meaning.named(mention, c.other) >= BESIDE]
            )
        if pick is not None:
            yield _link(mention, pick)
        elif not best:
            yield from link_derived(mention, cells, meaning)


def _parts(mention: Result) -> list[Result]:
    """A mention that lists several estimates with intervals, one by one under the same name."""
    apart = mention.effect is None and len(mention.values) > 1
    if not apart or not all(v.low and v.kind != "percent" for v in mention.values):
        return [mention]
    return [msgspec.structs.replace(mention, values=(v,)) for v in mention.values]


def _candidate(mention: Result, other: Result, meaning: Meaning) -> Candidate:
    return Candidate(
        other,
        compare(mention, other),
        meaning.support(mention, other),
        conflicts(mention, other),
        bool(other.label) and other.label in mention.tables,
        meaning.qualified(mention, other),
    )


def _best_per_table(found: Iterable[Candidate]) -> Iterator[Candidate]:
    """The best candidate of every table, and a second one that fits as well.

    A rounded mention may stand for two models' estimates alike; agreeing with both is no harm.
    """
    ranked: dict[int | None, list[Candidate]] = {}
    for c in sorted(found, key=lambda c: -c.score):
        ranked.setdefault(c.other.table, []).append(c)
    for held in ranked.values():
        yield from (c for c in held[:2] if c.score > held[0].score - TIED)


def _alone(found: list[Candidate]) -> list[Candidate]:
    """A telling number that stands in a single row of all tables, whatever words surround it."""
    sharing = [c for c in found if any(f.agrees and f.weight >= 1.0 for f in c.seen.fields)]
    if len(sharing) != 1 or sharing[0].against or not sharing[0].seen.all_agree:
        return []
    return sharing


def _covers(mention: Result, seen: Comparison) -> bool:
    """Whether the fields compared hold the mention's main numbers."""
    names = {f.name for f in seen.fields}
    if mention.effect is not None and mention.effect.estimate is not None:
        return "estimate" in names
    if mention.values:
        return bool(names & {"value", "count", "estimate"})
    return "p" in names


def _mismatch(mention: Result, c: Candidate) -> bool:
    """Whether a result with some numbers unequal still reports the same quantity.

    A clear majority of telling numbers must agree and the words must fit. Citations of other
    work, disagreeing keys and numbers that stand everywhere never make such a link.
    """
    if c.seen.all_agree or c.against or c.qualified or (mention.ref and not c.other.ref):
        return False
    telling = [f for f in c.seen.fields if f.weight >= 0.45 and f.agrees]
    wrong = [f for f in c.seen.fields if not f.agrees and f.name != "n"]
    if not wrong or not telling:
        return False
    if c.seen.crossed:
        return c.support >= 0.5
    triple = [f for f in c.seen.fields if f.name in TRIPLE]
    equal = [f for f in triple if f.agrees]
    enough = sum(f.weight for f in equal)
    if len(equal) == 3:
        # With the digits of P equal too, any row; a triple alone may stand in two rows by chance.
        return enough >= 1.3 and (c.support >= FITTING or all(f.how in _SIGNS for f in wrong))
    if len(triple) == 3 and len(equal) == 2:
        slipped = enough >= 1.9 and all(_slip(f) for f in wrong)
        if enough >= 0.9 and c.support >= 0.45:  # whole percentages weigh little, the words much
            return True
        return enough >= 1.3 and (c.support >= 0.15 or enough >= 2.5 or slipped)
    if triple and not equal:
        return False  # another effect, whatever else agrees
    if max(f.weight for f in telling) < 0.9:
        return False
    if len(telling) >= 2 and len(telling) > len(wrong):
        return c.seen.equal >= 1.4 and c.support >= 0.3
    if len(telling) >= len(wrong):
        return c.support >= 0.6 and all(_slip(f) for f in wrong)
    return False


def _words_agree(mention: Result, c: Candidate, cells: list[Result], meaning: Meaning) -> bool:
    """Whether no other row of the table is meant clearly better by the mention's words."""
    if c.strong:
        return True
    rows = [r for r in cells if r.table == c.other.table and _alike(r, c.other)]
    beside = meaning.named(mention, c.other)
    return all(
        meaning.support(mention, r) <= c.support + AHEAD
        and meaning.named(mention, r) <= beside + AHEAD
        for r in rows
    )


def _alike(a: Result, b: Result) -> bool:
    """Whether two rows report the same sort of number."""
    return (a.effect is None) == (b.effect is None)


def _slip(f: Field) -> bool:
    """Whether one slip of a key leads from one numeral to the other."""
    if f.how != numerals.DIFFERENT:
        return True
    if NOT_REACHED in (f.left.text, f.right.text):
        return False
    return bool(numerals.slip(f.left.text, f.right.text))


def _pick(wrong: list[Candidate]) -> Candidate | None:
    """The best of the candidates for a difference, if it is clearly the best.

    Where the whole triple agrees any of several rows would do; otherwise a second row that fits
    about as well leaves open which of them is meant, and nothing is said.
    """
    if not wrong:
        return None
    pick = max(wrong, key=lambda c: c.score)
    rivals = [c for c in wrong if c is not pick and c.score > pick.score - 0.15]
    return pick if pick.whole_triple or not rivals else None


def _near_by_name(mention: Result, cells: list[Result], meaning: Meaning) -> Candidate | None:
    """The row that the words name in the table referred to, with all three numbers near.

    For an estimate whose bounds were recomputed together: none of the numbers is equal, and all
    are close. Only where the sentence refers to the table.
    """
    if mention.effect is None or mention.effect.low is None or not mention.tables:
        return None
    found = []
    for cell in cells:
        if cell.label not in mention.tables or cell.effect is None or cell.effect.low is None:
            continue
        c = _candidate(mention, cell, meaning)
        triple = [f for f in c.seen.fields if f.name in TRIPLE]
        if c.support >= NAMED and not c.against and len(triple) == 3 and all(map(_close, triple)):
            found.append(c)
    return _pick(found)


def _close(f: Field) -> bool:
    a, b = float(f.left.text), float(f.right.text)
    return f.how != numerals.DIFFERENT or abs(a - b) <= NEAR * max(abs(a), abs(b))


def _link(mention: Result, c: Candidate) -> Link:
    basis = "both" if c.support >= FITTING else "numbers"
    certainty = min(1.0, 0.5 + 0.15 * c.seen.equal + 0.4 * max(c.support, 0.0))
    settled = c.seen.equal >= 1.9 or c.support >= 0.35
    keys = () if settled else opened(mention, c.other)
    return Link(mention.id, c.other.id, basis, round(certainty, 2), keys)
