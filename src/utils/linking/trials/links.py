"""Links in a trial report: abstract, body and tables by what they mean and by their numbers.

A mention is first looked for among the results whose printed numbers it repeats; only when its
main numbers stand in no table as printed is a result with most of them held against it. So a
mention that agrees with one cell is never alarmed against its neighbour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from src.utils.linking.compare import Comparison
from src.utils.linking.keys import opened
from src.utils.linking.lookup import Lookup
from src.utils.linking.meaning import Meaning
from src.utils.linking.trials.candidates import FITTING, Candidate, candidate, candidates
from src.utils.linking.trials.derived import link_derived, link_near_sum
from src.utils.linking.trials.mismatch import (
    NAMING,
    best_of,
    mismatch,
    near_by_name,
    repeats_but_one,
    words_agree,
)
from src.utils.linking.trials.siblings import Rows
from src.utils.records import Article, Link, Result

#: Candidates whose scores are no further apart fit alike.
TIED = 0.3
#: So many agreeing numbers leave no doubt of which quantity they are, whatever they weigh.
SETTLED = 4
#: How certain a link is that the other numbers of the sentence make.
BESIDE_OTHERS = 0.8
#: So much of the words right beside one mention must stand beside the other.
BESIDE = 0.2


def link_reports(
    article: Article, results: tuple[Result, ...], meaning: Meaning | None = None
) -> Iterator[Link]:
    """Links between mentions, and from mentions to the results of tables."""
    mentions = [r for r in results if r.table is None and r.place in ("abstract", "text")]
    cells = [r for r in results if r.table is not None]
    meaning = meaning or Meaning(article, results)
    tables, prose = Lookup(cells), Lookup(mentions)
    order = {r.id: i for i, r in enumerate(results)}
    unlinked: list[Result] = []
    tables_of_sums: dict[int | None, set[int | None]] = defaultdict(set)
    by_id = {c.id: c for c in cells}
    rows = Rows()
    for mention in mentions:
        found = candidates(mention, tables.sharing(mention), meaning)
        best = list(_best_per_table([c for c in found if c.exact] or _alone(found)))
        for c in best:
            rows.add(mention, c)
            yield _link(mention, c)
        elsewhere = (c for c in prose.sharing(mention) if c.sentence != mention.sentence)
        others = candidates(mention, elsewhere, meaning)
        # One value in common is no repetition when the other values tell of another comparison.
        repeats = sorted(
            (c for c in others if c.exact and _repeated(mention, c.other, meaning)),
            key=lambda c: -c.score,
        )
        # Each pair of mentions once, from the one that is read first.
        for c in repeats[:2]:
            if order[mention.id] < order[c.other.id]:
                yield _link(mention, c)
        if any(_covers(mention, c.seen) for c in best):
            continue
        told_again = any(_covers(mention, c.seen) for c in repeats)
        wrong = [c for c in found if mismatch(mention, c)]
        if told_again:  # the sentence with more words about it is judged instead
            wrong = [c for c in wrong if c.support >= NAMING or c.strong or c.firm]
        pick = best_of([c for c in wrong if words_agree(mention, c, cells, meaning)])
        if pick is None:
            pick = near_by_name(mention, cells, meaning)
        if pick is not None:
            rows.add(mention, pick)
        if pick is None and not told_again:
            # Nobody tells a result twice in one paragraph.
            wrong = [
                c for c in others if not _same_block(mention, c.other) and mismatch(mention, c)
            ]
            pick = best_of(
                [c for c in wrong if c.strong or meaning.named(mention, c.other) >= BESIDE]
            )
        if pick is not None:
            yield _link(mention, pick)
        elif not best:
            derived = list(link_derived(mention, cells, meaning))
            yield from derived
            if not derived:
                unlinked.append(mention)
            tables_of_sums[mention.block] |= {by_id[k.right].table for k in derived}
    for mention in unlinked:
        row = rows.beside(mention, meaning)
        if row is None:
            held = [candidate(mention, r, meaning) for r in rows.of(mention)]
            sure = [
                c for c in held if repeats_but_one(c) and words_agree(mention, c, cells, meaning)
            ]
            row = sure[0].other if len(sure) == 1 else None
        if row is not None:
            yield Link(mention.id, row.id, "both", BESIDE_OTHERS)
            continue
        summed = tables_of_sums.get(mention.block, ())
        yield from link_near_sum(mention, [c for c in cells if c.table in summed], meaning)


def _same_block(a: Result, b: Result) -> bool:
    return a.block is not None and a.block == b.block


def _repeated(mention: Result, other: Result, meaning: Meaning) -> bool:
    """Whether two sentences agree in all that both print, or all but a slip."""
    laid = candidate(mention, other, meaning)
    return laid.seen.all_agree or mismatch(mention, laid)


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


def _link(mention: Result, c: Candidate) -> Link:
    basis = "both" if c.support >= FITTING else "numbers"
    certainty = min(1.0, 0.5 + 0.15 * c.seen.equal + 0.4 * max(c.support, 0.0))
    numbers = sum(f.agrees for f in c.seen.fields if f.name != "level")
    settled = c.seen.equal >= 1.9 or c.support >= 0.35 or numbers >= SETTLED
    keys = () if settled else opened(mention, c.other)
    return Link(mention.id, c.other.id, basis, round(certainty, 2), keys)
