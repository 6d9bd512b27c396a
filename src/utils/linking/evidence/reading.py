"""The sentences of an article laid beside its tables: what linker and bench both walk through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import structs

from src.utils.linking.by_numbers.sentences import Clause, Sentences
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.by_numbers.words import RowWords
from src.utils.linking.evidence.features import Reader
from src.utils.linking.evidence.tables import Known, Tables
from src.utils.records import Article, Link, Result


class Reading:
    """One article, read for links by evidence."""

    def __init__(self, article: Article, results: Iterable[Result], links: Iterable[Link]):
        """Index tables and sentences once."""
        listed = [part for r in results for part in (_by_group(r) if _heads(r) else (r,))]
        cells = [r for r in listed if r.table is not None and r.place == "table"]
        mentions = [r for r in listed if r.table is None and r.place in ("abstract", "text")]
        mentions = [m for m in mentions if m.sentence and not m.ref]
        self.empty = not cells or not mentions
        if self.empty:
            return
        self.known = Known(listed, links)
        rows = RowWords(article, cells)
        self.tables = Tables(article, cells, rows)
        self.sentences = Sentences(article, mentions, rows)

    def walk(self, every: bool = False) -> Iterator[tuple[Reader, Clause, Unit]]:
        """The statements that no link holds (``every``: all), sentence by sentence."""
        if self.empty:
            return
        for clauses in self.sentences.all():
            wanted = [
                (c, u)
                for c in clauses
                for u in c.units
                if u.main and (every or not self.held(u)) and not c.bound(u)
            ]
            if wanted:
                reader = Reader(self.tables, self.known, clauses)
                for clause, unit in wanted:
                    yield reader, clause, unit

    def held(self, unit: Unit) -> bool:
        """Whether a link holds a statement already."""
        return any(n.span in self.known.told for n in unit.main)


def _heads(result: Result) -> bool:
    """Whether a result holds the sizes in a table's headings."""
    return result.table is not None and result.context.header == "heading"


def _by_group(sizes: Result) -> Iterator[Result]:
    """Sizes in a table's headings, each under the name of its group as a row head."""
    for value in sizes.values:
        if value.arm is None or not value.nums or len(value.nums[0].text) < 2:
            continue  # a small size is repeated by chance
        context = structs.replace(sizes.context, row=sizes.arms[value.arm].name)
        yield structs.replace(sizes, values=(value,), arms=(), context=context)
