"""An article as its linkers ask for it: sentences, statements of tables and row heads, read once.

Belongs here: what every linker needs of the article itself. Does not: what links say of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import structs

from src.utils.linking.by_numbers.index import Index
from src.utils.linking.by_numbers.sentences import Sentences
from src.utils.linking.by_numbers.units import units_of
from src.utils.linking.names.columns import Columns
from src.utils.linking.names.rows import RowWords
from src.utils.linking.participants.people import counts_people
from src.utils.records import Article, Result

_FIGURE = re.compile(r"\s*(?:Supplementary\s+)?Fig", re.I)


class Reading:
    """One article: its cells and its mentions, without counts of people and with them.

    ``cells`` and ``mentions`` are results of tables and of the prose; ``units`` are the statements
    of the cells and ``sizes`` those of the tables' counts of people, of which the sizes in headings
    stand each under the name of its group as a row head. ``rows`` and ``index`` hold both.
    ``sentences`` are those of the mentions, ``peopled`` the same with counts of people in them.
    """

    def __init__(self, article: Article, results: Iterable[Result]):
        """Read every table once, and every sentence when it is asked for."""
        self.article = article
        self.results = tuple(results)
        tables = [r for r in self.results if r.table is not None and r.place == "table"]
        prose = [r for r in self.results if r.table is None and _told(r, article)]
        self.cells = [r for r in tables if not counts_people(r)]
        self.mentions = [r for r in prose if not counts_people(r)]
        people = [part for r in tables if counts_people(r) for part in _by_group(r)]
        self.units = [u for c in self.cells for u in units_of(c)]
        self.sizes = [u for c in people for u in units_of(c)]
        self.index = Index([*self.units, *self.sizes])
        self.rows = RowWords(article, [*self.cells, *people])
        self.sentences = Sentences(article, self.mentions if tables else [], self.rows)
        self.peopled = Sentences(article, prose if tables else [], self.rows)
        self.rows.hear(self.peopled.texts())
        self._columns: dict[tuple[object, ...], Columns] = {}

    def columns(self, row: Result) -> Columns:
        """The names of a row's columns."""
        key = (row.table, tuple(a.name for a in row.arms))
        if key not in self._columns:
            self._columns[key] = Columns(row, self.rows.abbreviations)
        return self._columns[key]


def _told(mention: Result, article: Article) -> bool:
    """Whether a mention stands in a sentence of abstract or text, or in the legend of a figure."""
    if mention.place != "caption" or mention.block is None:
        return mention.place in ("abstract", "text")
    start = article.blocks[mention.block].pieces[0].start
    return bool(_FIGURE.match(article.shadow, start))


def headed(sizes: Result) -> bool:
    """Whether counts of people are the sizes in a table's headings."""
    return sizes.context.header == "heading"


def _by_group(sizes: Result) -> Iterator[Result]:
    """Sizes in a table's headings, each under the name of its group as a row head."""
    if not headed(sizes):
        yield sizes
        return
    for value in sizes.values:
        if value.arm is None or not value.nums or len(value.nums[0].text) < 3:
            continue  # a small size is repeated by chance
        context = structs.replace(sizes.context, row=sizes.arms[value.arm].name)
        yield structs.replace(sizes, values=(value,), arms=(), context=context)
