"""Links between counts of people: from text to tables, from the abstract to the body.

Belongs here: which pairs become links, and when two different counts are of the same people. Does
not: how two counts are laid beside each other (`participants`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from src.utils.linking.participants.people import (
    BASIS,
    LEAST,
    SUM,
    TELLING,
    Match,
    alike,
    counts_people,
    laid,
    name_of,
    number_of,
    stems,
)
from src.utils.linking.participants.rows import (
    Row,
    by_total,
    celled,
    missed,
    rows_of,
    slipped_list,
    summed,
    taken_from,
)
from src.utils.records import Link, Result, Value

#: Tables that one mention is linked to, at most.
_TABLES = 4
#: So much of a heading's name must stand in a sentence whose counts the grammar read.
_NAMED = 0.6
#: The stage at which a trial has one number of participants, whoever is lost later.
_ONCE = "randomised"


def link_participants(results: Iterable[Result]) -> Iterator[Link]:
    """Links from counts of people in the text to sizes in tables, and from abstract to body."""
    everything = list(results)
    told = [r for r in everything if counts_people(r)]
    sets = [r for r in told if r.table is not None]
    mentions = [r for r in told if r.table is None]
    rows = rows_of(everything)
    parts = by_total(r for r in everything if r.table is not None)
    for mention in mentions:
        yield from _to_tables(mention, sets)
        yield from _to_rows(mention, rows, sets)
        source = taken_from(mention, parts) if parts else None
        if source is not None:
            yield Link(mention.id, source[0].id, BASIS, 0.6)
    headed = [s for s in sets if s.context.header == "heading"]
    for result in everything:
        if headed and result.table is None and not counts_people(result):
            yield from _to_headings(result, headed)
    yield from _to_body(
        [m for m in mentions if m.place == "abstract"], [m for m in mentions if m.place == "text"]
    )


def _to_tables(mention: Result, sets: list[Result]) -> Iterator[Link]:
    used: set[int | None] = set()
    ranked = [(found, s) for s in sets if (found := laid(mention, s))]
    for matches, other in sorted(ranked, key=lambda pair: -_strength(*pair)):
        if other.table in used or len(used) >= _TABLES:
            continue
        used.add(other.table)
        yield Link(mention.id, other.id, BASIS, 0.8, (), _derived(matches))
    if not used and mention.place == "caption":
        wrong = [s for s in sets if slipped_list(mention, s) is not None]
        if len(wrong) == 1:
            yield Link(mention.id, wrong[0].id, BASIS, 0.7)


def _to_rows(mention: Result, rows: list[Row], sets: list[Result]) -> Iterator[Link]:
    """A count of all groups beside the row that holds it group by group."""
    if not any(v.arm is not None for v in mention.values):
        return
    for other in summed(mention, rows):
        yield Link(mention.id, other, BASIS, 0.7, (), SUM)
    for other in celled(mention, rows):
        yield Link(mention.id, other, BASIS, 0.6)
    for row, _ in missed(mention, rows, sets):
        yield Link(mention.id, row.result.id, BASIS, 0.7, (), SUM)


def _derived(matches: list[Match]) -> str:
    return SUM if all(m.how == SUM for m in matches) else ""


def _strength(matches: list[Match], sizes: Result) -> float:
    """Sets that more counts repeat come first, headings before rows."""
    rank = {"heading": 0.3, "row": 0.2, "column": 0.1}.get(sizes.context.header, 0.0)
    direct = sum(0.5 for m in matches if m.how != SUM)
    return len(matches) + sum(m.named for m in matches) + direct + rank


def _to_headings(result: Result, headed: list[Result]) -> Iterator[Link]:
    """A count with its percentage ("539 of 2405, 22%") beside the heading of the group it names."""
    for sizes in headed:
        if headed_by(result, sizes):
            yield Link(result.id, sizes.id, BASIS, 0.7, ())
            return


def headed_by(result: Result, sizes: Result) -> list[Match]:
    """Counts of a result that are the size of a group whose name the sentence says."""
    said = stems(result.context.sentence)
    out: list[Match] = []
    for value in result.values:
        count = value.count or (value.nums[0] if value.kind == "count" and value.nums else None)
        if count is None or not count.text.isdigit() or int(count.text) < TELLING:
            continue
        for size in sizes.values:
            name = stems(name_of(sizes, size))
            if size.nums[0].text == count.text and name and len(name & said) >= _NAMED * len(name):
                out.append(Match((count,), size.nums, named=True))
                break
    return out


# ------------------------------------------------------------------------ abstract and body


def _to_body(abstract: list[Result], body: list[Result]) -> Iterator[Link]:
    """Each mention of the abstract with the first of the body that repeats it, or contradicts."""
    by_number: dict[int, list[Result]] = defaultdict(list)
    for other in body:
        for value in other.values:
            by_number[number_of(value)].append(other)
    for mention in abstract:
        first = number_of(mention.values[0])
        wrong = _contradicting(mention, abstract, body)
        again = (o for o in by_number[first] if repeated(mention, o))
        for other in [wrong] if wrong is not None else list(again)[:1]:
            yield Link(mention.id, other.id, BASIS, 0.7)


def repeated(mention: Result, other: Result) -> list[Match]:
    """Counts that two sentences give of the same people, in the same words or at the same stage."""
    stage = mention.context.population == other.context.population
    out: list[Match] = []
    for value in mention.values:
        for twin in other.values:
            if number_of(value) != number_of(twin):
                continue
            a, b = name_of(mention, value), name_of(other, twin)
            named = bool(a and b and alike(a, b) >= 0.5)
            whole = not a and not b and (stage or number_of(value) >= TELLING)
            if named or (whole and number_of(value) >= LEAST):
                out.append(Match(value.nums, twin.nums, named=named))
                break
    return out


def _contradicting(mention: Result, abstract: list[Result], body: list[Result]) -> Result | None:
    """The only sentence of the body that says how many were randomised, when it says otherwise."""
    said = [m for m in abstract if m.context.population == _ONCE and _shape(m) == _shape(mention)]
    there = [m for m in body if m.context.population == _ONCE and _shape(m) == _shape(mention)]
    if mention.context.population != _ONCE or len(said) != 1:
        return None
    sizes = {tuple(number_of(v) for v in m.values) for m in there}
    if len(sizes) != 1 or not contradicted(mention, there[0]):
        return None
    own = {number_of(v) for v in mention.values}
    elsewhere = {
        number_of(v)
        for m in body
        if m.context.population in (_ONCE, "enrolled", "")
        for v in m.values
    }
    return None if own & elsewhere else there[0]


def _shape(mention: Result) -> int:
    """How many groups a mention gives; 0 when it counts all."""
    return 0 if mention.values[0].arm is None else len(mention.values)


def contradicted(mention: Result, other: Result) -> list[tuple[Value, Value]]:
    """Values of the same group, or of all, at the one stage that has one number each."""
    if not mention.context.population == other.context.population == _ONCE:
        return []
    if len(mention.values) != len(other.values):
        return []
    out = []
    for a, b in zip(mention.values, other.values, strict=True):
        names = name_of(mention, a), name_of(other, b)
        if bool(names[0]) != bool(names[1]) or (names[0] and alike(*names) < 0.5):
            return []
        if number_of(a) != number_of(b):
            out.append((a, b))
    return out
