"""Sentences that stand twice in an article, nearly word for word, with one number changed.

What belongs here: finding such pairs. What does not: any verdict (CL10).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from src.utils.records import Block, Span

Number = tuple[str, Span, str]
_ALIKE = 0.75  # share of the words of two sentences that are in both
_WORDS = 6  # words that must be in both


class Said(msgspec.Struct, frozen=True):
    """A sentence with its numbers in order and the stems of its words."""

    block: Block
    summary: bool
    nums: tuple[Number, ...]  # the number, its place, the sign or word before it
    words: frozenset[str]


def verbatim(
    said: Sequence[Said], everywhere: Counter[str]
) -> Iterator[tuple[Said, Said, Number, Number]]:
    """Pairs of sentences whose words and numbers are the same but for one number.

    One of them stands in a summary. ``everywhere`` counts the numbers of the article: one of the
    two numbers stands in no other place, so that the sentences do not speak of two groups.
    """
    places: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i, one in enumerate(said):
        for number in {n for n, _, _ in one.nums}:
            places[len(one.nums), number].append(i)
    seen: set[tuple[int, int]] = set()
    for where in places.values():
        for k, i in enumerate(where):
            for j in where[k + 1 :]:
                one, two = said[i], said[j]
                if not (one.summary or two.summary) or one.block is two.block or (i, j) in seen:
                    continue
                seen.add((i, j))
                pair = _changed(one, two)
                if pair is None or min(everywhere[n] for n, _, _ in pair) > 1:
                    continue
                both = len(one.words & two.words)
                if both >= _WORDS and both >= _ALIKE * len(one.words | two.words):
                    yield one, two, *pair


def _changed(one: Said, two: Said) -> tuple[Number, Number] | None:
    """The one number in which two rows of numbers differ, where the sign before it is the same."""
    odd = [(a, b) for a, b in zip(one.nums, two.nums, strict=True) if a[0] != b[0]]
    if len(odd) != 1 or odd[0][0][2].split()[-1:] != odd[0][1][2].split()[-1:]:
        return None
    a, b = (n.lstrip("-") for n, _, _ in odd[0])
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    rounded = "." in longer and ("." in shorter or len(shorter) > 1) and len(a) != len(b)
    return None if rounded else odd[0]  # 87.7 beside 88 is no slip
