"""Links from statements of the text that no other linker laid beside a table, by weighted evidence.

Record linkage after Fellegi and Sunter (1969): every comparison of a statement with a cell (how the
numbers stand, how far row and column are named, where the neighbours lie) adds its weight, a
logarithm of odds. Among all cells that a statement may be, and "none of them", the odds make a
distribution; a cell is linked when most of it is its own, so that a rival takes away from it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import structs

from src.utils.linking.evidence.features import Candidate
from src.utils.linking.evidence.judging import linked
from src.utils.linking.evidence.numbers import Features
from src.utils.linking.evidence.reading import Walk
from src.utils.linking.evidence.weights import WEIGHTS
from src.utils.linking.fields import as_shared
from src.utils.linking.held import Held
from src.utils.linking.reading import Reading
from src.utils.records import Link

#: What such a link rests on, as `Link.basis` says it.
BASIS = "evidence"
#: How certain a link is at least whose difference is an alarm; one that is only noted, at most.
SPOKEN, HALF = 0.76, 0.5
#: What such a note leaves open.
OPEN = ("row", "number")


def link_by_evidence(reading: Reading, held: Held) -> Iterator[Link]:
    """Links, new ones and such as take the place of a link, with the numbers laid side by side."""
    made: dict[tuple[str, str], list[tuple[Candidate, float, bool]]] = defaultdict(list)
    for reader, clause, unit in Walk(reading, held).statements():
        candidates = list(reader.candidates(unit, clause))
        if not candidates:
            continue
        best, posterior = likeliest([c.features for c in candidates], WEIGHTS)
        sure = linked(candidates[best].features, posterior)
        if sure is not None:
            key = unit.result.id, candidates[best].cell.result.id
            made[key].append((candidates[best], posterior, sure))
    for key, found in made.items():
        link = _link(key, found, held)
        if link is not None:
            yield link


def likeliest(listed: Sequence[Features], weights: Mapping[str, float]) -> tuple[int, float]:
    """The place of the cell that a statement most probably is, and its probability.

    "None of them" stands beside the cells with a score of nothing.
    """
    scores = [sum(weights.get(name, 0.0) * x for name, x in f.items()) for f in listed]
    top = max(*scores, 0.0)
    odds = [math.exp(s - top) for s in scores]
    best = max(range(len(odds)), key=odds.__getitem__)
    return best, odds[best] / (sum(odds) + math.exp(-top))


def _link(
    key: tuple[str, str],
    found: list[tuple[Candidate, float, bool]],
    held: Held,
) -> Link | None:
    """One link for a pair, with what an earlier link of the two results holds."""
    earlier = held.by_pair.get(key)
    if earlier is not None and earlier.derived:
        return None
    numbers = tuple(map(as_shared, held.fields(key)))
    here = {x.left.span for x in numbers}
    new = [as_shared(f) for c, _, _ in found for f in c.fields if f.left.span not in here]
    if not new:
        return None
    sure = all(s for *_, s in found)
    if earlier is not None:  # an uncertain number must not soften what is certain
        every = tuple(dict.fromkeys((*numbers, *new)))
        return structs.replace(earlier, basis=BASIS, shared=every) if sure else None
    posterior = min(p for _, p, _ in found)
    if sure:
        return Link(*key, BASIS, round(max(posterior, SPOKEN), 2), (), "", tuple(new))
    return Link(*key, BASIS, round(min(posterior, HALF), 2), OPEN, "", tuple(new))
