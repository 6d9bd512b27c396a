"""Links in an article whose tables have one row per study: by study, endpoint and criterion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from src.utils.linking.compare import Comparison, compare
from src.utils.linking.keys import conflicts, opened
from src.utils.records import Link, Result

#: Equal numbers of this weight settle keys that one side leaves open.
SETTLED = 2.0
#: What agreeing keys weigh beside numbers: less than a whole effect, so that a result under the
#: wrong name goes to its numbers and not to the other numbers under that name.
SAME_KEYS = 3.0
#: Equal numbers of this weight make a link even where endpoint or criterion disagree.
RENAMED = 3.0


def rank(result: Result) -> int:
    """The order of reading as a claim: abstract, then text, then table."""
    return {"abstract": 0, "text": 1}.get(result.place, 2)


def link_studies(results: Iterable[Result]) -> Iterator[Link]:
    """Links among the results that name their study, one-to-one within a pair of places."""
    by_study: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        for ref in result.ref[:1] if len(result.ref) == 1 else ():
            by_study[ref].append(result)
    for group in by_study.values():
        yield from _link_group(group)


def _link_group(group: list[Result]) -> Iterator[Link]:
    linked: set[str] = set()
    candidates = []
    for i, a in enumerate(group):
        for b in group[i + 1 :]:
            left, right = (a, b) if rank(a) <= rank(b) else (b, a)
            if _same_stretch(left, right):
                continue
            made = _candidate(left, right)
            if made is not None:
                candidates.append(made)
    # The best first; a mention goes to one cell of a table, and a cell to one mention of a place.
    candidates.sort(key=lambda c: -c[0])
    taken: set[tuple[str, str, str]] = set()
    for _, left, right, link in candidates:
        slots = {
            (left.id, right.place, right.label or _where(right)),
            (right.id, left.place, left.label or _where(left)),
        }
        if slots & taken:
            continue
        taken |= slots
        linked |= {left.id, right.id}
        yield link


def _where(result: Result) -> str:
    """What one-to-one is counted in for prose: the block, so that a later summary links again."""
    return str(result.block) if result.block is not None else ""


def _same_stretch(left: Result, right: Result) -> bool:
    """Results of one cell or one sentence stand side by side; they do not repeat each other."""
    if left.table is not None and left.table == right.table:
        return True
    return (
        left.table is None
        and right.table is None
        and bool(left.sentence)
        and (left.sentence == right.sentence)
    )


def _candidate(left: Result, right: Result) -> tuple[float, Result, Result, Link] | None:
    seen = compare(left, right)
    against = conflicts(left, right)
    if against:
        renaming = set(against) <= {"endpoint", "criterion", "kind"}
        if not renaming or not seen.all_agree or seen.equal < RENAMED:
            return None
        score = seen.equal - 2.0 * len(against)
        return score, left, right, Link(left.id, right.id, "numbers", 0.6, ())
    if not left.endpoint and not right.endpoint and seen.equal < 1.0:
        return None
    left_open = opened(left, right)
    if seen.equal < 0.5 and (not left.endpoint or not right.endpoint):
        return None
    if not seen.fields and not _shares_meaning(left, right):
        return None
    both_prose = left.table is None and right.table is None
    if both_prose and (seen.equal < 1.0 or seen.equal <= 2 * seen.unequal):
        return None  # two sentences may tell of two analyses of one study
    settled = seen.equal >= SETTLED
    keys = () if settled else left_open
    certainty = 1.0 if settled or not left_open else 0.8 ** len(left_open)
    basis = "both" if seen.equal >= 1.0 else "key"
    score = SAME_KEYS + seen.equal - seen.unequal - len(left_open) + _arms_score(seen)
    return score, left, right, Link(left.id, right.id, basis, certainty, keys)


def _arms_score(seen: Comparison) -> float:
    return 0.5 if any(f.name == "n" and f.agrees for f in seen.fields) else 0.0


def _shares_meaning(left: Result, right: Result) -> bool:
    """Same endpoint, but nothing comparable printed: still the same row of the study."""
    return bool(left.endpoint) and left.endpoint == right.endpoint
