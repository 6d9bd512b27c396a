"""The rows of an article's tables that the words of a clause name, all of them and no others.

A row is named where every word of its own head is said, and where every word that is said stands
in its head, in the headings above it, over its columns or in the caption. What remains open, of
several rows or columns, is left to the judge: it speaks only where all of them say the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

import msgspec

from src.utils.checks.claimed.words import NEUTRAL
from src.utils.extraction.claims_grammar import named_in
from src.utils.linking.grades import grades
from src.utils.linking.names.abbreviations import Abbreviations, abbreviations, spelt
from src.utils.linking.names.rows import SORTS, stems_of
from src.utils.linking.participants.people import counts_people
from src.utils.linking.words import periods, stem, tokens
from src.utils.records import Dossier, Result
from src.utils.terms import ENDPOINT_TEXT

_BRACKET = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)?")
_MULTI = re.compile(r"\bmulti-?\s?varia\w+|\badjust\w+|\bindependent\w*", re.I)
_UNI = re.compile(r"\buni-?\s?varia\w+|\bun-?adjusted|\bcrude\b|\bbivaria\w+", re.I)
_BASELINE = re.compile(
    r"(?<!from )\bbase[\s-]?lines?\b(?!-adjusted)|\b(?:characteristics?|features|profile)\b|"
    r"\b\w*demograph\w+|\bat\s+randomi[sz]ation|\bat\s+(?:enrol\w+|entry|inclusion|diagnosis)|"
    r"\bpre-?(?:treatment|operative|intervention)\b",
    re.I,
)
_CHANGE = re.compile(
    r"\bchanges?\s+(?:from|in|at|over|between|after)\b|\b(?:mean|median|percent\w*|%)\s+changes?\b|"
    r"\breductions?\b|\bdecreases?\b|\bincreases?\b|\bimprovements?\b|\bchanges?\s*[(,]|"
    r"\bdifferences?\s+from\b|\bdeclines?\b|\bdelta\b|Δ",
    re.I,
)
#: The group that a name is compared with: "elevated versus normal".
_REFERENCE = re.compile(r"\b(?:vs|versus|compared\s+(?:to|with)|relative\s+to)\b.*", re.I)
#: Words of a row that name its model and not its subject.
_MODEL = tokens(
    "model multivariable multivariate univariable univariate adjusted unadjusted crude fully"
)
#: A share of the patients is another quantity than a number of things or of days.
_SHARES = re.compile(r"\b(?:proportions?|percentages?|likely)\b", re.I)
_AMOUNT = re.compile(r"\b(?:number|no\.|total|count|mean|median|duration|days|time)\b", re.I)
#: Words of a row that name its time and not its subject.
_STAGES = tokens("start end beginning admission discharge entry before after enrolment enrollment")
#: What a time without events ends with.
_EVENTS = {
    "OS": tokens("death mortality died survival overall"),
    "PFS": tokens("progression death survival"),
    "DFS": tokens("recurrence relapse death survival"),
    "RFS": tokens("recurrence relapse death survival"),
}
_LISTED = re.compile(r",|\b(?:and|or|nor)\b")
Stems = frozenset[str]


class Head(msgspec.Struct, frozen=True):
    """The words of a row: ``core`` those of its own head, ``whole`` with the headings above."""

    core: Stems
    whole: Stems
    reference: Stems = frozenset()


class Context(msgspec.Struct, frozen=True):
    """What a clause says besides names: endpoints, model, times, grades and numerals."""

    stems: Stems
    wide: Stems
    endpoints: frozenset[str]
    multi: bool
    uni: bool
    times: frozenset[str]
    grades: frozenset[int]
    numerals: frozenset[str]
    baseline: bool
    listed: bool
    shares: bool


def reference(cell: Result) -> Stems:
    """The words of the group that a row compares its own with, and that its own name lacks."""
    return _head(cell.context.row).reference


def row_name(cell: Result) -> str:
    """What a row is called, with the heading above it where its own head names no thing."""
    *above, leaf = (" ".join(p.split()) for p in cell.context.row.split(" > "))
    return leaf if _head(leaf).core or not above else f"{above[-1]}, {leaf}"


@lru_cache(maxsize=8192)
def _head(head: str) -> Head:
    parts = head.split(" > ")
    core: Stems = frozenset()
    at = len(parts)
    while at and not core:
        at -= 1
        bare = _BRACKET.sub(" ", parts[at])
        known = (_REFERENCE.sub(" ", bare), bare, parts[at])
        core = next(filter(None, (stems_of(t) - SORTS - _MODEL - _STAGES for t in known)), core)
    reference = _REFERENCE.search(parts[-1])
    against = stems_of(reference.group()) - core if reference else frozenset()
    return Head(core, stems_of(head), against)


class NamedRows:
    """The rows of all tables by the words of their heads; made once per article."""

    def __init__(self, dossier: Dossier):
        """Read the words of every row once."""
        article = dossier.article
        self._long: Abbreviations = abbreviations(article)
        self._by_row: dict[tuple[int, str], list[Result]] = defaultdict(list)
        self._holding: dict[str, set[tuple[int, str]]] = defaultdict(set)
        self._beside: dict[int, Stems] = {}
        self._heads: dict[int, str] = {}
        for r in dossier.results:
            if r.place == "table" and r.table is not None and not counts_people(r):
                self._by_row[r.table, r.context.row or r.endpoint_printed].append(r)
        for key in self._by_row:
            for word in _head(key[1]).core:
                self._holding[word].add(key)
        arms = (a.name for rs in self._by_row.values() for r in rs for a in r.arms)
        self._groups = frozenset(s for name in set(arms) for s in stems_of(name))
        for t in {t for t, _ in self._by_row}:
            table = article.tables[t]
            over = [c for c in table.cells if c.row < table.header_rows and c.pieces]
            texts = [article.view(c.pieces).text for c in over]
            texts += [a.name for k, rs in self._by_row.items() if k[0] == t for a in rs[0].arms]
            caption = article.view(table.caption).text if table.caption else ""
            self._heads[t] = f"{caption} | {' | '.join(texts)}"
            self._beside[t] = spelt(stems_of(self._heads[t]), self._long)

    @classmethod
    def of(cls, dossier: Dossier) -> NamedRows:
        """The rows of a dossier's article."""
        known: NamedRows | None = dossier.__dict__.get("_named_rows")
        if known is None:
            known = dossier.__dict__["_named_rows"] = cls(dossier)
        return known

    def context(self, text: str, round_: str) -> Context:
        """What a clause says; ``round_`` is its sentence with the headings above it."""
        stems = stems_of(text)
        return Context(
            stems,
            spelt(stems, self._long),
            frozenset(n for n, *_ in named_in(text)),
            bool(_MULTI.search(text)),
            bool(_UNI.search(text)),
            periods(text),
            grades(text),
            frozenset(_NUMERAL.findall(text)),
            bool(_BASELINE.search(round_)),
            bool(_LISTED.search(text)),
            bool(_SHARES.search(text)),
        )

    def over(self, table: int) -> str:
        """Caption and headings of a table."""
        return self._heads[table]

    def named(self, said: Context) -> list[list[Result]]:
        """The results of the rows that the clause names, those of one name together."""
        near = {k for word in said.wide for k in self._holding.get(word, ())}
        full = [
            k
            for k in sorted(near)
            if (core := _head(k[1]).core) <= said.wide and not core <= self._groups
        ]
        listed: dict[int, Stems] = defaultdict(frozenset)
        for key in full if said.listed else ():
            listed[key[0]] |= _head(key[1]).core
        above: dict[tuple[int, Stems], int] = defaultdict(int)
        for key in full:
            head = _head(key[1])
            at = (key[0], head.core)
            above[at] = max(above[at], len((head.whole - head.core) & said.wide))
        out: dict[Stems, list[Result]] = defaultdict(list)
        for key in full:
            head = _head(key[1])
            if len((head.whole - head.core) & said.wide) < above[key[0], head.core]:
                continue
            known = spelt(head.whole | listed[key[0]], self._long) | self._beside[key[0]]
            ends = {r.endpoint for r in self._by_row[key]}
            known |= frozenset(stem(e) for e in ends & said.endpoints)
            known |= frozenset().union(*(_EVENTS.get(e, frozenset()) for e in ends))
            if not said.stems - NEUTRAL - known:
                out[head.core] += [r for r in self._by_row[key] if self.fits(said, r)]
        return [cells for cells in out.values() if cells]

    def fits(self, said: Context, cell: Result) -> bool:
        """Whether endpoint, model, time and numerals of clause and cell do not part."""
        c = cell.context
        assert cell.table is not None
        over = self._heads[cell.table]
        place = f"{c.row} | {c.header} | {c.analysis} | {c.timepoint} | {c.subgroup}"
        ends = said.endpoints
        if ends and cell.endpoint in ENDPOINT_TEXT and cell.endpoint not in ends:
            return False
        own = f"{place} {over}"
        multi = bool(_MULTI.search(place)) or not _UNI.search(place) and bool(_MULTI.search(over))
        uni = bool(_UNI.search(place)) or not _MULTI.search(place) and bool(_UNI.search(over))
        if (said.multi and not multi) or (said.uni and not uni):
            return False
        times = periods(place) or periods(over)
        if said.times and (not said.times & times or (len(times) > 1 and not periods(place))):
            return False
        if said.shares and _AMOUNT.search(c.row):
            return False
        if said.numerals - set(_NUMERAL.findall(own)):
            return False
        return said.baseline or not _BASELINE.search(own)

    def of_change(self, cell: Result) -> bool:
        """Whether a cell holds changes, by its row, its column or its caption."""
        assert cell.table is not None
        return bool(
            _CHANGE.search(f"{cell.context.row} {cell.context.header} {self._heads[cell.table]}")
        )
