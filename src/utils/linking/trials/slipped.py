"""A number that stands in no table, held against the row that its words name.

Where one digit of a lone P value, percentage or mean is wrong nothing of it is left to be found
by. It is then looked for among the numbers that a single slip of a key would make of it, and held
against one of them only when the words name that row better than any other and the number itself
stands in no table of the article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from src.utils.linking import numerals
from src.utils.linking.alignment import arms_by_name
from src.utils.linking.fields import comparable
from src.utils.linking.keys import conflicts
from src.utils.linking.meaning import Meaning
from src.utils.linking.p_values.rows import question
from src.utils.linking.slips import LEAST, apart, slipped
from src.utils.printed import normalise
from src.utils.records import Article, Num, Result, Value

#: Words must fit the row at least this well, and no row of the tables clearly better.
NAMED, BETTER = 0.55, 0.05
#: Or its own head, without the headings above it, is said nearly in full beside the number.
LEAF, LITTLE = 0.75, 0.2
_NUMERAL = re.compile(r"\d+(?:\.\d+)?|\.\d+")


def _patterns(text: str) -> Iterator[str]:
    """What a numeral has in common with those that are a slip apart from it."""
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    for i in digits:
        yield f"{text[:i]}*{text[i + 1 :]}"
    yield "".join(sorted(text))


def _forms(text: str) -> set[str]:
    """A numeral, and what it may be rounded to."""
    decimals = len(text.partition(".")[2])
    fewer = range(max(decimals - 2, 1), decimals)
    return {text, *(r for d in fewer for r in numerals.rounded_to(text, d))}


class Slips:
    """The rows of an article's tables by the numbers that a slip would make of theirs."""

    def __init__(self, article: Article, cells: list[Result], meaning: Meaning):
        """Index the lone numbers of ``cells``: P values and plain values."""
        self._meaning = meaning
        self._cells = cells
        self._near: dict[str, list[tuple[Result, Num]]] = defaultdict(list)
        for cell in cells:
            for num in _lone(cell):
                for pattern in {p for text in _forms(num.text) for p in _patterns(text)}:
                    self._near[pattern].append((cell, num))
        self._printed = {
            normalise(m.group())
            for table in article.tables
            for cell_ in table.cells
            for piece in cell_.pieces
            for m in _NUMERAL.finditer(article.shadow, piece.start, piece.end)
        }

    def stand_in_tables(self, value: Value) -> bool:
        """Whether every number of a value is printed in some table."""
        nums = [*value.nums, *(n for n in (value.count, value.sd) if n is not None)]
        return all(n.text in self._printed for n in nums)

    def find(self, mention: Result) -> Result | None:
        """The row that a mention speaks of, from which a single slip sets it apart."""
        if mention.ref:
            return None
        found: dict[str, Result] = {}
        for num in _lone(mention):
            if num.text in self._printed or numerals.weight(num.text) < LEAST:
                continue
            for pattern in {p for text in _forms(num.text) for p in _patterns(text)}:
                for cell, other in self._near.get(pattern, ()):
                    if slipped(num.text, other.text) and self._fits(mention, num, cell, other):
                        found[cell.id] = cell
        named = [row for row in found.values() if self._named_best(mention, row)]
        return named[0] if len(named) == 1 else None

    def _fits(self, mention: Result, num: Num, cell: Result, other: Num) -> bool:
        roles = _role(mention, num), _role(cell, other)
        if roles[0] != roles[1] or conflicts(mention, cell):
            return False
        if self._meaning.qualified(mention, cell):
            return False
        if roles[0] == "effect":
            a, b = mention.effect, cell.effect
            return a is not None and b is not None and a.kind == b.kind
        if roles[0] == "p":  # an interaction or a trend is another question than the row's
            c = cell.context
            asked = question(mention.context.sentence) - question(f"{c.row} {c.header}")
            return not asked & {"interaction", "trend", "noninferiority"}
        x = next(v for v in mention.values if num in v.nums)
        y = next(v for v in cell.values if other in v.nums)
        if len(mention.values) == 1 and _between(num, cell):
            return False  # what both arms show together lies between them
        named = dict(arms_by_name(mention, cell))
        if x.arm is not None and y.arm is not None and named.get(x.arm, y.arm) != y.arm:
            return False
        return comparable(x, y) and not apart(x, y)

    def _named_best(self, mention: Result, row: Result) -> bool:
        """Whether the words name this row, and no other row as well."""
        meaning = self._meaning
        support, leaf = meaning.support(mention, row), meaning.leaf(mention, row)
        if not (support >= NAMED and leaf) and not (leaf >= LEAF and support >= LITTLE):
            return False
        return all(
            meaning.support(mention, other) + meaning.leaf(mention, other)
            <= support + leaf + BETTER
            for other in meaning.sharing(mention, self._cells)  # others are supported too little
            if other is not row
        )


def _between(num: Num, cell: Result) -> bool:
    """Whether a number lies between those of two arms, as that of all patients does."""
    shown = [float(v.nums[0].text) for v in cell.values if len(v.nums) == 1]
    return len(shown) > 1 and min(shown) < float(num.text) < max(shown)


def _ps(result: Result) -> list[Num]:
    return [p.value for p in result.p if p.relation == "="]


def _estimates(result: Result) -> list[Num]:
    """The estimate of an effect."""
    effect = result.effect
    return [effect.estimate] if effect is not None and effect.estimate is not None else []


def _role(result: Result, num: Num) -> str:
    if num in _ps(result):
        return "p"
    return "effect" if num in _estimates(result) else "value"


def _lone(result: Result) -> list[Num]:
    values = [v.nums[0] for v in result.values if len(v.nums) == 1 and v.kind != "count"]
    if result.table is None and result.effect is not None and result.effect.low is not None:
        return []  # an interval is what such a mention is found by
    return values + _ps(result) + _estimates(result)
