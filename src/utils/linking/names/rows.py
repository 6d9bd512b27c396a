"""How well the words round a number fit the head of a table's row, rarest words first.

Every row head of the tables is scored at once, through the words that it shares with a sentence,
so that a row can be asked not only whether it fits but how many other rows fit as well.
"""

from __future__ import annotations

import bisect
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from src.utils.linking.names.abbreviations import Abbreviations, abbreviations, spelt
from src.utils.linking.words import periods, tokens
from src.utils.records import Article, Result

#: Words in a row head that say what sort of number it is, not what is counted, as stems.
SORTS = tokens(
    "mean median standard deviation error number percent percentage total value score range "
    "change baseline difference effect size std estimate yes any unit mg kg ml dl mmol "
    "treatment group groups ls least squares adjusted unadjusted overall all between comparison "
    "event events score scores level levels week weeks month months day days year years "
    "cm mm mmhg hg bpm beats minute minutes second seconds hour hours kcal kj kpa iu pg ng ug "
    "pre post intervention follow visit final mo wk present absent"
)
#: What such a word counts for beside one that names the thing.
_SORT = 0.35
#: Words of the headings above a row count less than its own.
_ABOVE = 0.5
#: A long bracket in a row head explains the scale.
_BRACKET = re.compile(r"\([^()]{25,}\)?|\[[^\[\]]{20,}\]?")
_ANY_BRACKET = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?")
_NON = re.compile(r"\bnon[- ]([a-z])", re.I)
_ORDINALS = tokens("th st nd rd")

Said = Mapping[str, float]


class Row(msgspec.Struct, frozen=True):
    """A row head: where it stands, and its words with their weights."""

    table: int
    head: str
    words: dict[str, float]
    total: float
    own: frozenset[str]


class Fit(msgspec.Struct, frozen=True):
    """How a sentence fits one row: ``share`` of the row's words that are said, 0 to 1; ``score``
    weighs by rarity; ``rank`` counts the row heads that fit as well, 1 for it alone; ``led`` says
    that another row fits much better; ``own`` is the share of the row's own head; ``seldom`` is
    how seldom sentences of the article say these words, as a decimal logarithm."""

    share: float = 0.0
    score: float = 0.0
    rank: int = 0
    led: bool = False
    own: float = 0.0
    seldom: float = 0.0


_NONE = Fit()


class RowWords:
    """All row heads of an article's tables, with the abbreviations that the article explains."""

    def __init__(self, article: Article, cells: Iterable[Result]):
        """Read the words of every row head once."""
        self._article = article
        self.heard: dict[str, float] = {}
        self._names: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
        self._long = abbreviations(article)
        self.rows: dict[tuple[int, str], int] = {}
        heads: list[tuple[int, str]] = []
        arms: set[str] = set()
        for cell in cells:
            assert cell.table is not None
            arms.update(a.name for a in cell.arms)
            key = (cell.table, _head(cell))
            if key not in self.rows:
                self.rows[key] = len(heads)
                heads.append(key)
        seen: Counter[str] = Counter()
        captions = {t: _caption(article, t) for t, _ in heads}
        everywhere = len(captions) > 1 and frozenset.intersection(*captions.values())
        split = [_split(h, captions[t] - (everywhere or frozenset())) for t, h in heads]
        for own, above in split:
            seen.update(own | above)
        n = max(len(heads), 1)
        self.rarity = {s: math.log(1.0 + n / k) for s, k in seen.items()}
        self.groups = frozenset(s for name in arms for s in tokens(name))
        self._rows: list[Row] = []
        self._holding: dict[str, list[int]] = defaultdict(list)
        for i, ((table, head), (own, above)) in enumerate(zip(heads, split, strict=True)):
            words = {s: self.rarity[s] * _ABOVE for s in above - own}
            words |= {s: self.rarity[s] for s in own}
            words = {s: w * (_SORT if s in SORTS else 1.0) for s, w in words.items()}
            self._rows.append(Row(table, head, words, math.fsum(words.values()), own))
            for s in words:
                self._holding[s].append(i)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def abbreviations(self) -> Abbreviations:
        """The stem of every abbreviation of the article with the stems of its words."""
        return self._long

    def said(self, *texts: tuple[str, float]) -> dict[str, float]:
        """Stems of texts with the weight of the text they stand in, abbreviations spelt out."""
        out: dict[str, float] = {}
        for text, weight in texts:
            for s in spelt(stems_of(text), self._long):
                out[s] = max(out.get(s, 0.0), weight)
        return out

    def fits(self, said: Said) -> Fits:
        """The scores of all rows that share a word with what is said."""
        got: dict[int, float] = defaultdict(float)
        for stem, weight in said.items():
            for i in self._holding.get(stem, ()):
                got[i] += weight * self._rows[i].words[stem]
        return Fits(self, said, got)

    def is_group(self, i: int) -> bool:
        """Whether a row's own head is the name of a group that heads columns elsewhere."""
        own = tokens(self._rows[i].head.rpartition(" > ")[2])
        return bool(own) and own <= self.groups

    def row(self, cell: Result) -> int:
        """The number of a cell's row head."""
        assert cell.table is not None
        return self.rows[cell.table, _head(cell)]

    def words_of(self, cell: Result) -> str:
        """Row head, header and caption of a cell."""
        assert cell.table is not None
        pieces = self._article.tables[cell.table].caption
        caption = self._article.view(pieces).text if pieces else ""
        return f"{cell.context.row} {cell.context.header} {caption}"

    def own_share(self, i: int, said: Said) -> float:
        """How much of a row's own head, without the headings above it, is said."""
        return self._share(self._rows[i], self._rows[i].own, said)

    def whole_share(self, i: int, said: Said) -> float:
        """How much of a row's head is said together with the headings above it."""
        return self._share(self._rows[i], frozenset(self._rows[i].words), said)

    def bare_share(self, i: int, said: Said) -> float:
        """As `own_share`, also where what stands in the head's brackets is left unsaid."""
        row = self._rows[i]
        bare = stems_of(_ANY_BRACKET.sub(" ", row.head.rpartition(" > ")[2])) & row.own
        own = self.own_share(i, said)
        return max(self._share(row, bare, said), own) if bare - SORTS else own

    def _share(self, row: Row, stems: frozenset[str], said: Said) -> float:
        told = math.fsum(row.words[s] * min(said.get(s, 0.0) / 0.7, 1.0) for s in stems)
        whole = math.fsum(row.words[s] for s in stems)
        return told / whole if whole else 0.0

    def hear(self, sentences: Iterable[str]) -> None:
        """Count in how many sentences of the article each word stands."""
        heard: Counter[str] = Counter()
        n = 10  # few sentences say little about how seldom a word is
        for text in sentences:
            heard.update(stems_of(text))
            n += 1
        self.heard = {s: min(math.log10(n / k), 1.5) for s, k in heard.items()}

    def seldom(self, i: int, said: Said) -> float:
        """How seldom the words of a row that are said stand in a sentence by chance."""
        return math.fsum(
            weight * self.heard.get(s, 1.5) * (_SORT if s in SORTS else 1.0)
            for s in self._rows[i].words
            if (weight := said.get(s, 0.0))
        )

    def headed(self, cell: Result, said: Said) -> float:
        """How seldom the words of a cell's column heading are said by chance, where they are."""
        words = stems_of(cell.context.header) - self._rows[self.row(cell)].own - SORTS
        return math.fsum(said[s] * self.heard.get(s, 1.0) for s in words if s in said)

    def called(self, stems: frozenset[str]) -> frozenset[int]:
        """The rows whose head has these stems as its name and no others, sorts left out."""
        name = self._short(stems) - SORTS
        if not name:
            return frozenset()
        long = (words for key, words in self._long if key in name)
        near = {i for s in name.union(stems, *long) for i in self._holding.get(s, ())}
        return frozenset(i for i in near if self._is_called(i, name))

    def _is_called(self, i: int, name: frozenset[str]) -> bool:
        if i not in self._names:
            row = self._rows[i]
            bare = stems_of(_ANY_BRACKET.sub(" ", row.head))
            bracketed = stems_of(" ".join(_ANY_BRACKET.findall(row.head))) - bare
            core = self._short(row.own - bracketed) - SORTS
            self._names[i] = core, core | self._short(frozenset(row.words))
        core, whole = self._names[i]
        return bool(core) and core <= name <= whole

    def _short(self, stems: frozenset[str]) -> frozenset[str]:
        """Stems with the words of every abbreviation in its place."""
        for key, words in self._long:
            if words <= stems:
                stems = stems - words | {key}
        return stems

    def total(self, i: int) -> float:
        """The weight of all words of a row head."""
        return self._rows[i].total

    def own_weight(self, i: int) -> float:
        """The weight of the words of a row's own head."""
        return math.fsum(self._rows[i].words[s] for s in self._rows[i].own)


class Fits:
    """How well one sentence, or clause, fits every row."""

    def __init__(self, rows: RowWords, said: Said, got: Mapping[int, float]):
        """Keep what each row shares with the words that are said."""
        self._rows, self._said = rows, said
        # What is said of a row, squared: many rare words of a long head beat one of a short head.
        # Words are added in any order: what is beyond nine decimals must not decide.
        self._scores = {i: round(g * g / t, 9) for i, g in got.items() if (t := rows.total(i))}
        self._got = got
        self._ranked = sorted(self._scores.values(), reverse=True)

    def of(self, i: int) -> Fit:
        """The fit of one row."""
        score = self._scores.get(i, 0.0)
        if score <= 0.0:
            return msgspec.structs.replace(_NONE, led=bool(self._ranked) and self._ranked[0] >= 1.0)
        rank = bisect.bisect_right(self._ranked, -0.9 * score, key=lambda other: -other)
        share = min(round(self._got[i], 9) / self._rows.total(i), 1.0)
        led = self._ranked[0] > 1.6 * score
        own, seldom = self._rows.own_share(i, self._said), self._rows.seldom(i, self._said)
        return Fit(share, score, rank, led, own, seldom)

    def best(self) -> list[int]:
        """Rows that are said at all, best first."""
        return sorted(self._scores, key=lambda i: (-self._scores[i], i))


def stems_of(text: str) -> frozenset[str]:
    """The stems of a text; "non-vascular" is one word, and another one than "vascular"."""
    return tokens(_NON.sub(r"non\1", text))


def _head(cell: Result) -> str:
    return cell.context.row or cell.endpoint_printed or cell.endpoint


def is_sort(head: str) -> bool:
    """Whether a row head names no thing, only a statistic, an answer or a point in time."""
    return tokens(head) - _ORDINALS <= SORTS


def _caption(article: Article, table: int) -> frozenset[str]:
    pieces = article.tables[table].caption
    return tokens(article.view(pieces).text[:300]) if pieces else frozenset()


@lru_cache(maxsize=8192)
def _split(head: str, caption: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Words of a row's own head, and of the headings above it and the caption.

    Where the own head is only a point in time, a statistic or an answer, the heading above names
    the thing and counts in full.
    """
    parts = [_BRACKET.sub(" ", p) for p in head.split(" > ")]
    own = stems_of(parts[-1])
    above: frozenset[str] = frozenset()
    for i in range(len(parts) - 2, -1, -1):
        if own <= SORTS:
            own |= stems_of(parts[i])
        else:
            above |= stems_of(parts[i])
    if own <= SORTS:
        return own | caption, frozenset()
    return own, above


def times_of(cell: Result, header: bool = True) -> frozenset[str]:
    """Points in time that a cell's row, header and context name."""
    c = cell.context
    return periods(" ".join((c.row, c.header if header else "", c.timepoint)))
