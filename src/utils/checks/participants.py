"""TT11: how many people, in the text and in tables, in the abstract and in the body."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.checks import tt_words as words
from src.utils.checks.registry import agrees, check, differs
from src.utils.linking.participants import BASIS, SUM, Match, counts_people, laid, name_of
from src.utils.linking.participants_links import contradicted, headed_by, repeated
from src.utils.records import Dossier, Evidence, Finding, Pair, Result


@check("TT11", "number-of-participants-differs-between-places")
def participants_differ(dossier: Dossier) -> Iterator[Finding]:
    """The number of people counted at one stage is printed differently in two places.

    Compares
    --------
    Counts of people in the text (randomised, analysed, in a group, with a trait) with the sizes
    that tables print in headings and rows, also summed over groups; counts of the abstract with
    those of the body. Only numbers that are said to be those randomised, of the same group or of
    all, and said once in each place, can differ: between other stages people are lost.

    Why it matters
    --------------
    Abstract and body that disagree on the number randomised describe different trials, or the
    abstract passes off those who completed as those who were randomised.

    Known limits
    ------------
    A count that no table and no sentence repeats is passed over in silence, because the words
    rarely say that two stages are the same.

    Source
    ------
    Whole numbers are compared exactly.
    """
    for link in dossier.links:
        if link.basis != BASIS:
            continue
        left, right = dossier.result(link.left), dossier.result(link.right)
        pair = Pair(link, left, right)
        if right.table is not None:
            matches = laid(left, right) if counts_people(left) else headed_by(left, right)
        else:
            matches = repeated(left, right)
        if matches:
            yield _agreement(pair, matches)
        elif right.table is None and contradicted(left, right):
            yield _contradiction(pair)


def _agreement(pair: Pair, matches: list[Match]) -> Finding:
    left, right = words.places(pair)
    said = []
    for m in matches:
        parts = " + ".join(n.text for n in m.right)
        said.append(f"{m.left[0].text} = {parts}" if m.how == SUM else m.left[0].text)
    return agrees(
        f"The number of participants agrees between {left} and {right} ({', '.join(said)}).",
        results=(pair.left.id, pair.right.id),
        evidence=_evidence(pair, [n for m in matches for n in m.left], pair.left)
        + _evidence(pair, [n for m in matches for n in m.right], pair.right),
        computed={"link": pair.link.basis, "counts": ", ".join(said)},
    )


def _evidence(pair: Pair, numbers: list, side: Result) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(Evidence("n", n.span, side.place, side.label) for n in numbers))


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
        evidence=_evidence(pair, [x.nums[0] for x, _ in found], pair.left)
        + _evidence(pair, [y.nums[0] for _, y in found], pair.right),
        computed={"randomised": f"{a} | {b}", "link": pair.link.basis},
        alternatives=("one place counts those who completed or were analysed",),
    )
