"""The rows of a table by the words of their heads: which of them a sentence may name.

What belongs here: the index, made once a table. What does not: how well a row is named (`names`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from src.utils.checks import tt_row_names as row_names


def core(text: str) -> frozenset[str]:
    """The words of a label that name something; none of no label."""
    return row_names.core(text) if text else frozenset()


class Heads:
    """The words of every row's label and of the heading above it; rows by their heading's."""

    def __init__(self, labels: Iterable[tuple[str, str]]):
        """Read the label and the heading of every row."""
        self.words = [(core(label), core(heading)) for label, heading in labels]
        self.under: dict[frozenset[str], list[int]] = defaultdict(list)
        for i, (_, above) in enumerate(self.words):
            if above:
                self.under[above].append(i)
        self.positive = [row_names.only_yes(own) for own, _ in self.words]
        self.answers = [row_names.only_answer(own) for own, _ in self.words]
        self._unnamed = [i for i, w in enumerate(self.words) if not w[0] or self.positive[i]]
        self._rows: dict[str, list[int]] = defaultdict(list)
        for i, (own, _) in enumerate(self.words):
            for word in own:
                self._rows[word].append(i)

    def having(self, word: str) -> int:
        """How many rows have a word in their label."""
        return len(self._rows.get(word, ()))

    def named(self, said: Iterable[str]) -> list[int]:
        """The rows that words may name, in order: a word of their label is said, or it has none of
        its own but "yes"."""
        return sorted({i for w in said for i in self._rows.get(w, ())}.union(self._unnamed))
