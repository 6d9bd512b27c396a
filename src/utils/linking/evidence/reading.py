"""The sentences of an article laid beside its tables: what linker and bench both walk through."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.evidence.features import Reader
from src.utils.linking.evidence.tables import Tables
from src.utils.linking.held import Held
from src.utils.linking.reading import Reading


class Walk:
    """One article, with what links say of it already."""

    def __init__(self, reading: Reading, held: Held):
        """Index the statements of the tables."""
        self._reading, self._held = reading, held
        self.tables = Tables(reading)

    def statements(self, every: bool = False) -> Iterator[tuple[Reader, Clause, Unit]]:
        """The statements that no link holds (``every``: all), sentence by sentence."""
        for clauses in self._reading.peopled.all():
            wanted = [
                (c, u)
                for c in clauses
                for u in c.units
                if u.main and not u.result.ref and (every or not self.held(u)) and not c.bound(u)
            ]
            if wanted:
                reader = Reader(self.tables, self._held, clauses)
                for clause, unit in wanted:
                    yield reader, clause, unit

    def held(self, unit: Unit) -> bool:
        """Whether a link holds a statement already."""
        return any(self._held.speak_of(n.span) for n in unit.main)
