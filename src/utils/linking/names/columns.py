"""Which column of a table a number of the text belongs to, by the names that the sentence says.

"59.8% of the SP group versus 7.4% of the S group", "higher with A than with B (21/87 vs. 15/74)",
"35% and 29% in A and B, respectively": the columns of a row are known by the words that only one
of them carries, and the grammar of the sentence says which number is whose. Where it does not, or
says two things, nothing is bound.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from src.utils.linking.names.abbreviations import Abbreviations, spelt
from src.utils.linking.words import tokens
from src.utils.records import Result

#: A group that is called by a number or letter: "Group 1", "arm B".
_LABEL = r"(?:group|arm|cohort|regimen|series|sequence)\s*-?\s*(?:\d{1,2}|[IVX]{1,4}|[A-Z])\b"
_LABELLED = re.compile(rf"\b{_LABEL}", re.I)
_WORD = re.compile(rf"\b(?:{_LABEL})|[^\W\d_][\w+'\u2019/-]*", re.I)
#: Words that begin the name of a number's group right after it.
_OF = re.compile(
    r"^\W{0,4}(?:\[[^\]]*\]|\([^()]*\))?\W{0,3}(?:(?:patients?|women|men|children|subjects?|"
    r"participants?|cases?|people|infants?|those)\W{1,2})?(?:were\W)?"
    r"(?:in|of|for|with|among|on|from|at|receiving|given|under|by|treated|assigned|allocated|"
    r"randomi[sz]ed|who)\b",
    re.I,
)
_COMPARED = re.compile(r"\bcompar\w+\s+(?:to|with)\b|\bthan\b|\bversus\b|\bvs\b|\bagainst\b", re.I)
_RESPECTIVELY = re.compile(r"\brespectively\b|\bresp\.", re.I)
#: A name stands no further from its number than this many characters.
NEAR = 75
#: Words of all columns: what is done with every group.
_GENERAL = tokens("arm group treatment treated therapy patients n total overall all") | {"no"}


@lru_cache(maxsize=8192)
def labels(text: str) -> frozenset[str]:
    """Stems of a group's name, a number or letter that follows "group" taken with it."""
    found = {"".join(m.lower().split()).replace("-", "") for m in _LABELLED.findall(text)}
    return frozenset(found) | tokens(_LABELLED.sub(" ", text))


def _initials(name: str) -> tuple[str, str]:
    """The initials of all words of a name, and of those that tell it from others."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"[(\[].*", " ", name))
    telling = [w for w in words if w.lower() not in ("alone", "only", "group", "arm", "plus")]
    return "".join(w[0] for w in words).upper(), "".join(w[0] for w in telling).upper()


class Columns:
    """The columns of a row by the words that only one of them carries."""

    def __init__(self, row: Result, long: Abbreviations):
        """``long`` are the article's abbreviations with the stems of their words."""
        used = sorted({v.arm for v in row.values if v.arm is not None})
        own = {i: labels(row.arms[i].name) - _GENERAL for i in used if i < len(row.arms)}
        names = {i: spelt(stems, long) for i, stems in own.items()}
        seen = Counter(s for stems in names.values() for s in stems)
        self._by_stem = {s: i for i, stems in names.items() for s in stems if seen[s] == 1}
        self._initials = {i: _initials(row.arms[i].name) for i in names}
        self.named = frozenset(self._by_stem.values())
        self.whole = len(names) > 1 and self.named == frozenset(names)

    def _by_initials(self, word: str) -> int | None:
        """The column whose name a short form spells: "SP" for surgery plus placebo."""
        if not (word.isupper() and word.isalpha() and len(word) <= 4):
            return None
        whole = [i for i, (_, bare) in self._initials.items() if word == bare]
        begun = [i for i, (all_, _) in self._initials.items() if all_.startswith(word)]
        found = whole if whole else begun if len(word) > 1 else []
        return found[0] if len(found) == 1 else None

    def events(self, text: str, start: int, end: int) -> list[tuple[int, int, int]]:
        """Where a stretch of text names a column: (start, end, column)."""
        out: list[tuple[int, int, int]] = []
        for word in _WORD.finditer(text, start, end):
            here = {self._by_stem[s] for s in labels(word.group()) if s in self._by_stem}
            short = self._by_initials(word.group()) if not here else None
            if len(here) != 1 and short is None:
                continue
            arm = here.pop() if here else short
            assert arm is not None
            if out and out[-1][2] == arm:
                out[-1] = (out[-1][0], word.end(), arm)
            else:
                out.append((*word.span(), arm))
        return out


def bind(
    columns: Columns, text: str, run: Sequence[tuple[int, int]], start: int, end: int
) -> list[int] | None:
    """The columns of numbers that stand beside each other; None where the words leave it open.

    ``run`` holds where each number starts and ends in ``text``; ``start`` and ``end`` are where
    the numbers before and after leave off and begin.
    """
    if not columns.named:
        return None
    edges = [start, *(p for span in run for p in span), end]
    gaps = [columns.events(text, edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
    tried = [_after(text, run, gaps), _before(text, run, gaps), _in_order(text, run, gaps, edges)]
    found = [t for t in tried if t is not None]
    if not found or any(f != found[0] for f in found):
        return None
    return found[0] if len(set(found[0])) == len(run) else None


Gaps = list[list[tuple[int, int, int]]]


def _after(text: str, run: Sequence[tuple[int, int]], gaps: Gaps) -> list[int] | None:
    """ "20% of A and 26% of B": each name follows its number."""
    out = []
    for (_, stop), gap in zip(run, gaps[1:], strict=True):
        if not gap or gap[0][0] - stop > NEAR or not _OF.match(text[stop : gap[0][0]]):
            return None
        if len({arm for *_, arm in gap}) > 1 and len(run) > 1:
            return None
        if len(run) == 1 and len(gap) > 1 and _COMPARED.search(text, gap[0][1], gap[1][0]) is None:
            return None
        out.append(gap[0][2])
    return out


def _before(text: str, run: Sequence[tuple[int, int]], gaps: Gaps) -> list[int] | None:
    """ "A: 20% versus B: 26%": each name stands before its number, and none in between."""
    out = []
    for i, ((begin, _), gap) in enumerate(zip(run, gaps, strict=False)):
        if not gap or begin - gap[-1][1] > NEAR or len({arm for *_, arm in gap}) > 1:
            return None
        if i and _OF.match(text[run[i - 1][1] : gap[0][0]]):
            return None
        out.append(gap[-1][2])
    if gaps[-1] and _OF.match(text[run[-1][1] : gaps[-1][0][0]]):
        return None
    return out


def _in_order(
    text: str, run: Sequence[tuple[int, int]], gaps: Gaps, edges: list[int]
) -> list[int] | None:
    """ "Higher with A than with B (20% vs. 26%)", "20% and 26% in A and B, respectively"."""
    if len(run) < 2 or any(gaps[1:-1]):
        return None
    before, after = ([arm for *_, arm in gaps[k]] for k in (0, -1))
    if len(before) == len(set(before)) == len(run):
        first, last = gaps[0][0], gaps[0][-1]
        # "Compared with B, more of A did (20% vs. 26%)" leaves open who comes first.
        opened = _COMPARED.search(text, edges[0], first[0])
        if (
            not opened
            and run[0][0] - last[1] <= 2 * NEAR
            and not (after and set(after) - set(before))
        ):
            return before
    tail = text[edges[-2] : edges[-1]]
    told = bool(_RESPECTIVELY.search(tail)) or (
        bool(gaps[-1]) and bool(_OF.match(tail)) and gaps[-1][-1][1] - edges[-2] <= NEAR
    )
    if not before and len(after) == len(set(after)) == len(run) and told:
        return after
    return None
