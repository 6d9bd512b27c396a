"""TT11 and ST09: how many people, in text and tables, in abstract and body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from src.utils.checks import tt_words as words
from src.utils.checks.registry import agrees, check, differs
from src.utils.linking.participants.abstract import baseline_differs, beyond_recruited
from src.utils.linking.participants.links import contradicted, headed_by, repeated
from src.utils.linking.participants.people import BASIS, SUM, Match, counts_people, laid, name_of
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
from src.utils.linking.participants.sizes import Clash, clashes
from src.utils.records import Dossier, Evidence, Finding, Link, Num, Pair, Result, Value


@check("TT11", "number-of-participants-differs-between-places")
def participants_differ(dossier: Dossier) -> Iterator[Finding]:
    """The number of people counted at one stage is printed differently in two places.

    Compares
    --------
    Counts of people in the text (randomised, analysed, in a group, with a trait) with the sizes
    that tables print in headings and rows, also summed over groups; counts of the abstract with
    those of the body. A difference is said only of a count that names a row of the table and is
    given out of the same total, of a group's size where the percentages of its column or a total
    show which place is wrong, or two sizes stand under each other's names, and, as a note, of one
    group's number randomised beside the table of characteristics; everywhere else people are lost
    between one stage and the next.

    Why it matters
    --------------
    Every percentage of a trial rests on the number of people it is taken from.

    Known limits
    ------------
    A count that no table and no sentence repeats is passed over in silence, because the words
    rarely say that two stages are the same.

    Source
    ------
    Whole numbers are compared exactly.
    """
    yield from _headed(dossier)
    sizes = [r for r in dossier.results if r.table is not None and counts_people(r)]
    for pair in _pairs(dossier):
        left, right = pair.left, pair.right
        if pair.link.shared:
            matches = [Match((s.left,), (s.right,)) for s in pair.link.shared]
        elif right.table is None:
            matches = [] if contradicted(left, right) else repeated(left, right)
        elif not counts_people(left):
            matches = headed_by(left, right)
        elif counts_people(right):
            matches = laid(left, right)
            slip = None if matches else slipped_list(left, right)
            if slip is not None:
                yield _slip(pair, *slip)
        else:
            rows = rows_of([right])
            matches = [m for found in summed(left, rows).values() for m in found]
            matches = matches or [m for found in celled(left, rows).values() for m in found]
            if not matches:
                source = taken_from(left, by_total([right]))
                matches = [source[1]] if source is not None else []
            yield from (_miscounted(pair, row, v) for row, v in missed(left, rows, sizes))
        if matches:
            yield _agreement(pair, matches)


def _headed(dossier: Dossier) -> Iterator[Finding]:
    """A group whose size in a sentence is not that over a table."""
    said = set()
    for clash in clashes(dossier.article, dossier.results):
        said.add((clash.mention.id, clash.sizes.id))
        yield _clash(clash)
    for mention, sizes, a, b in baseline_differs(dossier.article, dossier.results):
        if (mention.id, sizes.id) in said:
            continue
        left, right = words.places(Pair(Link(mention.id, sizes.id, BASIS), mention, sizes))
        yield differs(
            "note",
            f"The number randomised ({name_of(mention, a)}) is {a.nums[0].text} in {left} and "
            f"{b.nums[0].text} in the heading of {right}.",
            results=(mention.id, sizes.id),
            evidence=_evidence(a.nums, mention) + _evidence(b.nums, sizes),
            computed={"randomised": f"{a.nums[0].text} | {b.nums[0].text}"},
            alternatives=("the table shows those analysed",),
        )


def _clash(clash: Clash) -> Finding:
    """A group's size in a sentence and over a table, of which the numbers around bear one out."""
    mention, sizes, a, b = clash.mention, clash.sizes, clash.said.nums[0], clash.printed.nums[0]
    left, right = words.places(Pair(Link(mention.id, sizes.id, BASIS), mention, sizes))
    named = f" ({name_of(sizes, clash.printed)})" if name_of(sizes, clash.printed) else ""
    where = "the heading of " if sizes.context.header == "heading" else ""
    return differs(
        "warning",
        f"The number of participants{named} is {a.text} in {left} and {b.text} in "
        f"{where}{right}; {clash.why}.",
        results=(mention.id, sizes.id),
        evidence=_evidence([a], mention) + _evidence([b], sizes),
        computed={"size": f"{a.text} | {b.text}", "decided by": clash.why},
    )


def _pairs(dossier: Dossier) -> Iterator[Pair]:
    """The links of counts of people with their two results."""
    for link in dossier.links:
        if link.basis == BASIS:
            yield Pair(link, dossier.result(link.left), dossier.result(link.right))


@check("ST09", "participants-differ-between-abstract-and-body")
def abstract_differs(dossier: Dossier) -> Iterator[Finding]:
    """The abstract counts other people than the body says were randomised or recruited.

    Compares
    --------
    The number randomised, of all or group by group, in the only sentence of the abstract and the
    only one of the body that give it; and an abstract's only count, where it stands nowhere else,
    with the smaller number that the body says were recruited. Other numbers at different stages
    (enrolled, treated, completed, analysed) are never compared: between them people are lost.

    Why it matters
    --------------
    An abstract that passes off those who completed as those who were randomised hides how many
    were lost.

    Known limits
    ------------
    Silent where the body gives two such numbers, as for two trials in one article.

    Source
    ------
    Whole numbers are compared exactly.
    """
    for pair in _pairs(dossier):
        left, right = pair.left, pair.right
        if right.table is not None or not counts_people(left):
            continue
        if contradicted(left, right):
            yield _contradiction(pair)
        elif left.context.population == right.context.population == "randomised":
            matches = repeated(left, right)
            if matches:
                yield _agreement(pair, matches, "The number randomised")
    clash = beyond_recruited(dossier.article, dossier.results)
    if clash is not None:
        mention, there = clash
        a, b = mention.values[0].nums[0], there.values[0].nums[0]
        yield differs(
            "warning",
            f"The abstract counts {a.text} participants, a number that stands nowhere else, and "
            f"the text says that {b.text} were recruited.",
            results=(mention.id, there.id),
            evidence=_evidence([a], mention) + _evidence([b], there),
            computed={"participants": f"{a.text} | {b.text}"},
        )


def _agreement(
    pair: Pair, matches: list[Match], what: str = "The number of participants"
) -> Finding:
    left, right = words.places(pair)
    said = []
    for m in matches:
        parts = " + ".join(n.text for n in m.right)
        said.append(f"{m.left[0].text} = {parts}" if m.how == SUM else m.left[0].text)
    return agrees(
        f"{what} agrees between {left} and {right} ({', '.join(said)}).",
        results=(pair.left.id, pair.right.id),
        evidence=_evidence([n for m in matches for n in m.left], pair.left)
        + _evidence([n for m in matches for n in m.right], pair.right),
        computed={"link": pair.link.basis, "counts": ", ".join(said)},
    )


def _evidence(numbers: Iterable[Num], side: Result) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(Evidence("n", n.span, side.place, side.label) for n in numbers))


def _miscounted(pair: Pair, row: Row, value: Value) -> Finding:
    left, right = words.places(pair)
    parts = " + ".join(n.text for n in row.counts)
    return differs(
        "warning",
        f"The number of participants ({name_of(pair.left, value)}) is {value.nums[0].text} in "
        f"{left} and {parts} = {row.sum} in {right} ({row.result.context.row}).",
        results=(pair.left.id, pair.right.id),
        evidence=_evidence(value.nums, pair.left) + _evidence(row.counts, pair.right),
        computed={"counts": f"{value.nums[0].text} | {parts} = {row.sum}"},
    )


def _slip(pair: Pair, said: Value, printed: Value) -> Finding:
    left, right = words.places(pair)
    listed = ", ".join(v.nums[0].text for v in pair.left.values)
    shown = ", ".join(v.nums[0].text for v in pair.right.values)
    return differs(
        "warning",
        f"The numbers of participants are {listed} in {left} and {shown} in {right} "
        f"({pair.right.context.row}); {said.nums[0].text} fits the sum printed in {left}.",
        results=(pair.left.id, pair.right.id),
        evidence=_evidence([v.nums[0] for v in pair.left.values], pair.left)
        + _evidence([v.nums[0] for v in pair.right.values], pair.right),
        computed={"counts": f"{said.nums[0].text} | {printed.nums[0].text}"},
    )


def _contradiction(pair: Pair) -> Finding:
    left, right = words.places(pair)
    found = contradicted(pair.left, pair.right)
    groups = [name_of(pair.left, a) for a, _ in found]
    named = f" ({', '.join(groups)})" if all(groups) else ""
    a = " and ".join(x.nums[0].text for x, _ in found)
    b = " and ".join(y.nums[0].text for _, y in found)
    return differs(
        "warning",
        f"The number randomised{named} is {a} in {left} and {b} in {right}.",
        results=(pair.left.id, pair.right.id),
        evidence=_evidence([x.nums[0] for x, _ in found], pair.left)
        + _evidence([y.nums[0] for _, y in found], pair.right),
        computed={"randomised": f"{a} | {b}", "link": pair.link.basis},
        alternatives=("one place counts those who completed or were analysed",),
    )
