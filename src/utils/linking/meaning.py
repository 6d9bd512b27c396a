"""How well the words of a mention fit the row, header and caption of a table's result.

Words are weighted by how few rows of the article have them, so that the name of an outcome that
stands in one row says more than the name of the treatment that stands in all of them.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from src.utils.linking.names.abbreviations import abbreviations, spelt
from src.utils.linking.words import periods, tokens
from src.utils.printed import normalise
from src.utils.records import Article, Result

#: How well header, caption and time alone can support a row of which no word is said.
UNNAMED = 0.4
#: Words that say that a number comes from another analysis than the main one.
_QUALIFIERS = re.compile(
    r"\b(?:(?P<imputed>(?:multiple\W+)?imput(?:ed|ations?|ing))|(?P<sensitivity>sensitivity\W+analys[ei]s)"
    r"|(?P<excluding>exclud(?:ed|ing)|exclusion)|(?P<restricted>restricted)"
    r"|(?P<protocol>per\W+protocol)|(?P<complete>complete[\s-]+cases?|completers?)"
    r"|(?P<extreme>(?:worst|best)[\s-]+cases?)|(?P<posthoc>post[\s-]*hoc)|(?P<interim>interim)"
    r"|(?P<weighted>weight(?:ed|ing))|(?P<matched>matched)|(?P<bootstrap>bootstrap\w*)"
    r"|(?P<reanalysis>re-?analys\w+)|(?P<censored>censor(?:ed|ing))|(?P<planned>pre-?planned)"
    r"|(?P<exploratory>exploratory)|(?P<crude>crude|un-?adjusted)|(?P<adjusted>adjust(?:ed|ing)))\b",
    re.I,
)
#: Those of them that say which model an estimate is from; a table need not repeat them.
_MODELS = frozenset({"crude", "adjusted"})
#: Those that nobody makes the main analysis of a report.
_BESIDE = frozenset({"posthoc", "sensitivity", "extreme", "exploratory", "reanalysis"})
_NUMERAL = re.compile(r"\d+(?:\.\d+)?|\.\d+")


_Made = TypeVar("_Made")


class Profile(msgspec.Struct, frozen=True):
    """The words of one result: ``near`` stand beside its numbers (or in its row head), ``far``
    in its sentence (or its header path and caption)."""

    near: frozenset[str]
    far: frozenset[str]
    times: frozenset[str]
    kept: frozenset[str] = frozenset()
    plain: frozenset[str] = (
        frozenset()
    )  # of a mention, ``near`` without what abbreviations stand for
    said: frozenset[str] = frozenset()  # and all words of its sentence


class Meaning:
    """Profiles of an article's results, and how well two of them fit each other."""

    def __init__(self, article: Article, results: Iterable[Result]):
        """Read the words of every result once."""
        self._article = article
        self._rows: dict[tuple[int, int], frozenset[str]] = {}
        self._profiles: dict[str, Profile] = {}
        rows: set[tuple[int | None, str]] = set()
        seen: Counter[str] = Counter()
        before: Result | None = None
        self._long = abbreviations(article)
        for result in results:
            if result.table is not None:
                self._profiles[result.id] = self._of_cell(result)
                key = (result.table, result.context.row)
                if key not in rows:
                    rows.add(key)
                    seen.update(self._profiles[result.id].near)
            else:
                self._profiles[result.id] = self._of_mention(result, before)
                before = result
        total = max(len(rows), 1)
        self._rarity = {t: math.log(1.0 + total / n) for t, n in seen.items()}
        self._default = math.log(1.0 + total)
        self._weights: dict[frozenset[str], tuple[tuple[tuple[str, float], ...], float]] = {}
        self._far: dict[tuple[str, frozenset[str]], float] = {}
        self._said: dict[str, frozenset[str]] = {}
        self._made: dict[tuple[object, int], tuple[list[Result], object]] = {}

    def support(self, mention: Result, other: Result) -> float:
        """How well a mention's words fit another result, 0 (not at all) to about 1.5."""
        a, b = self._profiles[mention.id], self._profiles[other.id]
        said = self._said.get(mention.id)
        if said is None:
            said = self._said[mention.id] = a.near | a.far
        if other.table is None:  # one abbreviation in common is one word, not all of its own
            score = 0.8 * self._covered(b.plain, a.said)
        else:
            score = 0.7 * self._covered(b.near, said) + 0.1 * self._covered(b.near, a.near)
            key = (mention.id, b.far)  # header and caption are those of many rows
            far = self._far.get(key)
            if far is None:
                far = self._far[key] = self._covered(b.far, said)
            score += 0.2 * far
        if mention.endpoint and mention.endpoint == other.endpoint:
            score += 0.3
        if a.times and b.times:
            score += 0.2 if a.times & b.times else -0.3
        return score

    def named(self, mention: Result, other: Result) -> float:
        """How much of a row's head stands right beside the mention's numbers, 0 to 1."""
        a, b = self._profiles[mention.id], self._profiles[other.id]
        return self._covered(*((b.plain, a.plain) if other.table is None else (b.near, a.near)))

    def leaf(self, mention: Result, other: Result) -> float:
        """How much of a row's own head, without the headings above it, stands beside a mention."""
        head = other.context.row.rpartition(" > ")[2]
        return self._covered(tokens(head), self._profiles[mention.id].near)

    def numerals_of_row(self, other: Result) -> frozenset[str]:
        """Every numeral that the table prints in the row of a result, normalised."""
        if other.table is None or other.row is None:
            return frozenset()
        key = (other.table, other.row)
        if key not in self._rows:
            self._rows[key] = frozenset(
                normalise(m.group())
                for cell in self._article.tables[other.table].cells
                if cell.row <= other.row < cell.row + cell.rowspan
                for piece in cell.pieces
                for m in _NUMERAL.finditer(self._article.shadow, piece.start, piece.end)
            )
        return self._rows[key]

    def _covered(self, wanted: frozenset[str], said: frozenset[str]) -> float:
        """The share of ``wanted``, by rarity, that is said."""
        if wanted.isdisjoint(said):
            return 0.0
        held = self._weights.get(wanted)
        if held is None:
            weight = tuple((t, self._rarity.get(t, self._default)) for t in wanted)
            held = self._weights[wanted] = (weight, math.fsum(w for _, w in weight))
        return math.fsum([w for t, w in held[0] if t in said]) / held[1]

    def once(self, make: Callable[[list[Result]], _Made], rows: list[Result]) -> _Made:
        """What ``make`` builds of a list of rows (an index), built once for the same list."""
        held = self._made.get((make, id(rows)))
        if held is None:
            held = self._made[make, id(rows)] = (rows, make(rows))
        return held[1]  # type: ignore[return-value]

    def sharing(self, mention: Result, rows: list[Result]) -> list[Result]:
        """The rows whose head shares a word with a mention's sentence, in their order.

        Any other row is supported by `UNNAMED` at most, and no part of it is named.
        """
        index = self.once(self._by_word, rows)
        a = self._profiles[mention.id]
        found: set[int] = set()
        for word in a.near | a.far:
            found.update(index.get(word, ()))
        return [rows[i] for i in sorted(found)]

    def _by_word(self, rows: list[Result]) -> dict[str, list[int]]:
        index: dict[str, list[int]] = defaultdict(list)
        for i, row in enumerate(rows):
            leaf = tokens(row.context.row.rpartition(" > ")[2])
            for word in self._profiles[row.id].near | leaf:
                index[word].append(i)
        return dict(index)

    def _of_cell(self, result: Result) -> Profile:
        context = result.context
        table = self._article.tables[result.table] if result.table is not None else None
        caption = self._article.view(table.caption).text if table and table.caption else ""
        near = " ".join((context.row, context.subgroup, result.endpoint_printed))
        far = " ".join((context.header, caption, context.analysis, context.population))
        times = periods(" ".join((context.row, context.header, context.timepoint)))
        kept = analyses(f"{near} {far}")
        return Profile(_with_endpoint(result, near), tokens(far), times, kept)

    def qualified(self, mention: Result, other: Result) -> bool:
        """Whether the mention names an analysis (imputed, per protocol) that the other does not.

        Such a pair is a look-alike: its numbers differ a little because the analysis does.
        """
        return bool(self._lacking(mention, other) - _MODELS)

    def side_analysis(self, mention: Result, other: Result) -> bool:
        """Whether a table shows an analysis beside the main one, of which the mention is silent."""
        if other.table is None or (other.label and other.label in mention.tables):
            return False
        return bool(self._lacking(other, mention) & _BESIDE)

    def modelled(self, mention: Result, other: Result) -> bool:
        """Whether the mention says adjusted or crude, and nothing beside the other does."""
        lacking = self._lacking(mention, other) & _MODELS
        if other.effect is not None and other.effect.adjusted:
            lacking -= {"adjusted"}
        return bool(lacking)

    def _lacking(self, mention: Result, other: Result) -> frozenset[str]:
        return self._profiles[mention.id].kept - self._profiles[other.id].kept

    def _of_mention(self, result: Result, before: Result | None) -> Profile:
        sentence = result.context.sentence
        near = sentence
        if result.sentence:
            # Between the result before it and its own end stand the words that introduce it.
            start = result.sentence[0].start
            if before is not None and before.sentence == result.sentence and before.spans:
                start = max(start, before.spans[-1].end)
            end = max((s.end for s in result.spans), default=start)
            near = self._article.shadow[start:end] if end > start else sentence
        near = " ".join((near, result.endpoint_printed, result.context.subgroup))
        times = periods(" ".join((near, result.context.timepoint)))
        plain, said = _with_endpoint(result, near), tokens(sentence)
        whole = plain | said
        kept = analyses(sentence)
        return Profile(spelt(plain, self._long), spelt(said, self._long), times, kept, plain, whole)


def analyses(text: str) -> frozenset[str]:
    """The analyses that a text names, by the names of the pattern's groups."""
    return frozenset(m.lastgroup or "" for m in _QUALIFIERS.finditer(text))


def _with_endpoint(result: Result, text: str) -> frozenset[str]:
    """Words of a text, and the standard endpoint as a word of its own."""
    words = tokens(text)
    return words | {f"={result.endpoint}"} if result.endpoint else words
