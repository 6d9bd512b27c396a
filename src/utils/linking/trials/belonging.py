"""Numbers that differ because they belong elsewhere: to another row, group or column.

Nothing is said of such a pair: the row that was found shares numbers with the mention by chance,
or because a slip of the key carried them there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from src.utils.linking import numerals
from src.utils.linking.compare import TRIPLE, compare
from src.utils.linking.fields import Field
from src.utils.linking.meaning import Meaning
from src.utils.linking.trials.candidates import Candidate
from src.utils.records import Result

#: Another row is meant when so much more of its head stands beside the numbers.
BESIDE = 0.3
#: Near: no further apart than this share of the number.
NEAR = 0.05
#: Fields of values, which several columns of a row may hold.
_OF_VALUES = ("value", "count", "value low", "value high", "sd")


def near(f: Field) -> bool:
    """Whether two numbers agree or lie within a twentieth of each other."""
    a, b = float(f.left.text), float(f.right.text)
    return f.how != numerals.DIFFERENT or abs(a - b) <= NEAR * max(abs(a), abs(b))


def all_patients(mention: Result, c: Candidate, wrong: Iterable[Field]) -> bool:
    """Whether a lone mean is that of all patients, and the row's those of its groups.

    A sentence that names no group and gives one value shares its centre with one group easily;
    when the spreads differ the groups are what differs.
    """
    arms = [a for a in c.other.arms if a.name]
    alone = len(mention.values) == 1 and mention.values[0].arm is None and not mention.arms
    names = {f.name for f in wrong}
    return alone and len(arms) >= 2 and names == {"sd"}


def meant_elsewhere(
    mention: Result, c: Candidate, cells: Iterable[Result], meaning: Meaning
) -> bool:
    """Whether the words name another row, whose estimate or all of whose numbers are near.

    A copied interval, or two intervals alike, lead to a row of which the sentence does not speak.
    """
    wrong = [f for f in c.seen.fields if not f.agrees and f.name == "estimate"]
    if not wrong or c.other.table is None:
        return False
    named = meaning.named(mention, c.other)
    for row in cells:
        if row.table != c.other.table or row.row == c.other.row or row.effect is None:
            continue
        if meaning.named(mention, row) < named + BESIDE:
            continue
        triple = [f for f in compare(mention, row).fields if f.name in TRIPLE]
        same = any(f.agrees for f in triple if f.name == "estimate")
        if same or (len(triple) == 3 and all(map(near, triple))):
            return True
    return False


def misread(mention: Result, c: Candidate, cells: list[Result], meaning: Meaning) -> bool:
    """Whether a number that differs stands elsewhere in the table, where it belongs.

    A value of another column of the row, a value with its spread or a P value of another row:
    then numbers were held against each other that do not belong together. Exchanged numbers are
    another matter.
    """
    wrong = [f for f in c.seen.fields if not f.agrees]
    values = [f for f in wrong if f.name in _OF_VALUES]
    if values and {f.left.text for f in values} != {f.right.text for f in values}:
        shown = meaning.numerals_of_row(c.other)
        if any(numerals.weight(f.left.text) >= 0.5 and f.left.text in shown for f in values):
            return True
        if any(
            pair <= shown
            for pair in _spread(mention, values)
            for shown in _others(c, cells, meaning)
        ):
            return True
    ps = {f.left.text for f in wrong if f.name == "p" and f.relations == ("=", "=")}
    return bool(ps) and any(
        p.value.text in ps
        for r in cells
        if r.table == c.other.table and r.row != c.other.row
        for p in r.p
    )


def _spread(mention: Result, values: list[Field]) -> Iterator[set[str]]:
    """The values that differ, each with its own spread."""
    wrong = {f.left for f in values if f.name == "value"}
    for v in mention.values:
        if v.sd is not None and len(v.nums) == 1 and v.nums[0] in wrong:
            yield {v.nums[0].text, v.sd.text}


def _others(c: Candidate, cells: list[Result], meaning: Meaning) -> list[frozenset[str]]:
    """The numerals of the table's other rows, where groups may stand below each other."""
    rows = {r.row: r for r in cells if r.table == c.other.table and r.row != c.other.row}
    return [meaning.numerals_of_row(r) for r in rows.values()]
