"""What a cell is called by its row and its column, and what a stretch of text says of such names.

Beside words the names hold numerals with the word they belong to ("grade 3", "week 24") and what
is denied ("without diabetes"), because a table's neighbours often differ in nothing else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.named.grid import Grid
from src.utils.linking.names.rows import stems_of
from src.utils.linking.words import stem, tokens
from src.utils.records import Article

_NUMBERED = re.compile(
    r"\b([^\W\d_]{3,})[\s\-\u2265]*(\d{1,3})(?![\d.,]*%)(?![.,]\d)\b|"
    r"(?<![\d.])(\d{1,3})[\s-]*([^\W\d_]{3,})"
)
_DENIED = re.compile(r"\b(?:no|not|non|without|never)\b[\s-]*((?:[^\W\d_]+[\s-]*){1,5})", re.I)
_BARE = tokens("no not without")
_ANALYSES = tokens(
    "adjusted unadjusted crude univariate multivariate univariable multivariable intention treat "
    "ITT mITT PP per protocol imputed complete primary sensitivity model baseline"
)
_ANY = re.compile(r"\b(?:any|all)[\s-]+([^\W\d_]{4,})", re.I)
#: The group that a name is compared with: "elevated versus normal".
#: What stands for overall survival among names, which its words do not tell from others.
OVERALL = "overall survival"
_REFERENCE = re.compile(r"\b(?:vs|versus|compared\s+(?:to|with)|relative\s+to)\b.*", re.I)
#: The one survival of which the first word is part of the name, and no column of all patients.
_OVERALL = re.compile(r"\b[Oo]verall\s+[Ss]urvival\b|\bOS\b")
#: Words that say what sort of number a column holds.
STATISTICS = tokens(
    "mean median number percent percentage value estimate score rate rates total overall all "
    "group groups arm arms patients ratio hazard odds difference statistic frequency"
) | {"no", "yes"}

Names = frozenset[str]


@lru_cache(maxsize=16384)
def names(text: str) -> Names:
    """Words, numbered words and denied words of a text.

    >>> sorted(names("Grade 3 rash, no fever"))
    ['fever', 'grad', 'grad3', 'no:fever', 'rash']
    """
    out = set(stems_of(text))
    for word, number, before, after in _NUMBERED.findall(text):
        out.add(stem(word) + number if word else stem(after) + before)
    if _OVERALL.search(text):
        out.add(OVERALL)
    out -= _BARE
    for words in _DENIED.findall(text):
        out.update(f"no:{s}" for s in stems_of(words) - _BARE)
    out.update(f"any:{stem(word)}" for word in _ANY.findall(text))
    return frozenset(out)


@lru_cache(maxsize=4096)
def _of_row(head: str) -> Names:
    return names(_REFERENCE.sub(" ", head))


def marked(held: Names) -> bool:
    """Whether names hold a number, a denial or "any" beside plain words."""
    return any(":" in n or n[-1].isdigit() for n in held)


def of_analysis(held: Names) -> bool:
    """Whether names are of an analysis, a grade or a time, and not of a group of patients."""
    return marked(held) or (bool(held) and held <= _ANALYSES)


def denied(held: Names) -> bool:
    """Whether names hold a denial."""
    return any(n.startswith("no:") for n in held)


class Heads:
    """The names of the cells of an article's tables."""

    def __init__(self, article: Article):
        """Tables are read when one of their cells is asked for."""
        self._article = article
        self._grid = Grid(article)
        self._columns: dict[tuple[int, int], str] = {}
        self._heads: dict[int, tuple[Unit, Names]] = {}

    def column(self, cell: Unit) -> int | None:
        """The column of the page in which a cell stands."""
        nums = cell.main or cell.nums
        if cell.result.table is None or not nums:
            return None
        return self._grid.column(cell.result.table, nums[0])

    def over(self, table: int, column: int) -> str:
        """What stands over a column."""
        key = (table, column)
        if key not in self._columns:
            grid = self._article.tables[table]
            over = [
                c
                for c in grid.cells
                if c.row < grid.header_rows and c.column <= column < c.column + c.colspan
            ]
            texts = (self._article.view(c.pieces).text for c in over if c.pieces)
            self._columns[key] = " > ".join(texts)
        return self._columns[key]

    def row(self, cell: Unit) -> Names:
        """The names of a cell's row and of the headings above it."""
        return _of_row(cell.result.context.row)

    def leaf(self, cell: Unit) -> Names:
        """The names of a row alone, without what all rows may be called."""
        return _of_row(cell.result.context.row.rpartition(" > ")[2]) - STATISTICS

    def head(self, cell: Unit) -> Names:
        """The names over a cell's column, and of the group that its value is of."""
        if id(cell) not in self._heads:
            self._heads[id(cell)] = cell, self._head(cell)
        return self._heads[id(cell)][1]

    def _head(self, cell: Unit) -> Names:
        result, value = cell.result, cell.value
        at = self.column(cell)
        texts = [self.over(result.table, at)] if at is not None and result.table is not None else []
        if value is not None and value.arm is not None and value.arm < len(result.arms):
            texts.append(result.arms[value.arm].name)
        return names(" > ".join(texts)) - STATISTICS

    def of(self, cell: Unit) -> Names:
        """All names of a cell."""
        return self.row(cell) | self.head(cell)
