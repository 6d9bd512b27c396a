"""The sentences of an article as clauses: numbers side by side, the words round them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from src.utils.linking.by_numbers.sections import labels, section_says, sentences_before
from src.utils.linking.by_numbers.units import Unit, units_of
from src.utils.linking.names.brackets import named_rows
from src.utils.linking.names.rows import Fits, RowWords, is_sort, times_of
from src.utils.linking.words import periods, tokens
from src.utils.records import Article, Result

_DOWN = re.compile(
    r"\b(?:de(?:creas|clin)\w+|reduc\w+|lower\w*|fell|fall\w*|drop\w*|los[st]\w*|loss|less|shorter|"
    r"improv\w+|smaller|fewer|weaker|worsen\w*|differences?|differed)\b",
    re.I,
)
_END = re.compile(r"[,;:(.]|\band\b|\bvs\b|\bversus\b|\bcompared\b|\bbut\b|\bwhile\b|\bwhereas\b")
_RELATIVE = re.compile(
    r"\s*%\s*(?:more|less|lower|higher|greater|longer|shorter|fewer|rarer|commoner|faster|slower|larger|smaller|better|worse|reduction|"
    r"increase|decrease|"
    r"relative|lower|risk\s+reduction)\b",
    re.I,
)
_LIMIT = re.compile(
    r"(?:[<>\u2264\u2265]|\bat\s+(?:least|most)|\b(?:more|less|fewer|greater)\s+than"
    r"|\b(?:over|below|above|under|exceeding|up\s+to))\s*$",
    re.I,
)
_DIGITS = re.compile(r"\d+")
#: Words of a relation between two measures, which a comparison of groups is not.
CORRELATION = re.compile(
    r"\bcorrelat\w+|\bspearman\w*|\bpearson\w*|\bregress\w+|\bR2\b|\br\s*=|\bpredict\w+", re.I
)
_START = re.compile(
    r"\b(?:baseline|pre-?(?:treatment|intervention|test|study)?|before(?!\s+(?:19|20)\d\d\b)|"
    r"initial(?:ly)?)\b",
    re.I,
)
_FINISH = re.compile(
    r"\b(?:follow-?\s?up|post-?(?:treatment|intervention|test|study)?|after|end|final(?:ly)?|"
    r"increase\w*|decrease\w*|change\w*|improve\w*|reduc\w*)\b",
    re.I,
)
_CAPITALS = re.compile(r"\b[A-Z][A-Za-z]{0,5}\b|\b[a-zA-Z]\b")


def stages(text: str) -> frozenset[str]:
    """Whether words speak of the start or of the end of a study."""
    out = {"start"} if _START.search(text) else set()
    return frozenset(out | ({"end"} if _FINISH.search(text) else set()))


def stages_of(cell: Result, header: bool = True) -> frozenset[str]:
    """Whether a cell is of the start or of the end of a study, by its row and its column.

    A column "Anaemic at baseline" over the row "Week 24" names patients.
    """
    c = cell.context
    dated = any(not t.startswith("0 ") for t in periods(c.row))
    if dated:
        return stages(c.row)
    return stages(" ".join((c.row, c.header if header else "", c.timepoint)))


class Clause:
    """Numbers of a sentence with no word between them, and the words that surround them."""

    def __init__(self, units: list[Unit], before: str, after: str, sentence: Sentence):
        """Keep the units and the texts."""
        self.units = units
        self.earlier: list[Unit] = []  # the numbers before, where no P value closes them
        self.before, self.after, self.whole = before, after, sentence
        self.begin, self.finish = sentence.start, sentence.end

    @cached_property
    def near(self) -> frozenset[str]:
        """Stems right beside the numbers."""
        return tokens(self.before) | tokens(self.after)

    @cached_property
    def said(self) -> dict[str, float]:
        """Stems with their nearness."""
        s = self.whole
        return s.rows.said(
            (self.before, 1.0),
            (self.after, 0.9),
            (s.lead, 0.7),
            (s.text, 0.5),
            (s.heading, 0.4),
            (s.previous, 0.3),
        )

    @cached_property
    def fits(self) -> Fits:
        """How well the words fit every row."""
        return self.whole.rows.fits(self.said)

    @cached_property
    def named(self) -> frozenset[int]:
        """Rows whose name stands right before the bracket of the numbers."""
        return named_rows(self.before, self.whole.rows)

    @cached_property
    def stages(self) -> frozenset[str]:
        """Start or end of the study, where the clause, or the sentence, names one of them."""
        return stages(f"{self.before} {self.after}") or stages(self.whole.text)

    @cached_property
    def times(self) -> frozenset[str]:
        """Points in time that the clause names, or the sentence; its values are none."""
        return periods(f"{self.before} {self.after}") or self.whole.times

    @property
    def falling(self) -> bool:
        """Whether the words say in which direction a number goes, so that it needs no sign."""
        return self.whole.falling

    def bound(self, unit: Unit) -> bool:
        """Whether a number is only named as a limit ("at least 10%"), or in a formula."""
        if unit.p is not None:
            return False
        start, end = unit.main[0].span.start, unit.main[0].span.end
        if _RELATIVE.match(self.whole.shadow, end):
            return True
        return bool(_LIMIT.search(self.whole.shadow[max(start - 14, 0) : start]))

    @cached_property
    def correlating(self) -> bool:
        """Whether the sentence speaks of how two measures go together."""
        return bool(CORRELATION.search(self.whole.text))

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return self.whole.text

    def dated(self, cell: Result) -> bool:
        """Whether a row that is only a point in time ("3rd day") is one that the sentence names."""
        leaf = cell.context.row.rpartition(" > ")[2]
        marks = set(_DIGITS.findall(leaf))
        if not marks or not is_sort(leaf):
            return True
        return bool(marks & set(_DIGITS.findall(self.whole.text)))

    def same_time(self, cell: Result, header: bool = True) -> bool | None:
        """Whether clause and cell name a point in time in common; None where one names none.

        ``header``: whether the column's heading counts. Of a P value it is the first group's.
        """
        times = times_of(cell, header)
        return bool(times & self.times) if times and self.times else None

    def other_stage(self, cell: Result, header: bool = True) -> bool:
        """Whether the cell is of the start of the study and the words of its end, or reversed."""
        named = stages_of(cell, header)
        return len(named) == len(self.stages) == 1 and named != self.stages

    @property
    def prior(self) -> float:
        """How much the section speaks for a number of this trial."""
        return self.whole.prior

    @property
    def elsewhere(self) -> bool:
        """Whether the sentence reports other work."""
        return self.whole.elsewhere

    @property
    def tables(self) -> frozenset[str]:
        """Labels of tables that the sentence refers to."""
        return self.whole.tables

    @property
    def block_tables(self) -> frozenset[str]:
        """Labels of tables that the paragraph refers to."""
        return self.whole.block_tables


class Sentence:
    """One sentence with its numbers."""

    def __init__(self, article: Article, rows: RowWords, mentions: list[Result], previous: str):
        """Read the words once."""
        first = mentions[0]
        self.rows = rows
        self.pieces = first.sentence
        self.start = min(p.start for p in first.sentence)
        self.end = max(p.end for p in first.sentence)
        self.lead = ""
        self.text = article.view(first.sentence).text
        self.previous = previous
        self.mentions = mentions
        self.shadow = article.shadow
        block = article.blocks[first.block] if first.block is not None else None
        section = block.section if block is not None else ()
        self.heading = section[-1] if section else ""
        self.abstract = first.place == "abstract"
        self.tables = frozenset(t for m in mentions for t in m.tables)
        whole = article.view(block.pieces).text if block is not None else ""
        self.block_tables = labels(whole, article)
        self.falling = bool(_DOWN.search(self.text))
        cited = any(self.start <= c.span.start < self.end for c in article.citations)
        self.prior, self.elsewhere = section_says(section, self.abstract, cited, self.text)

    @cached_property
    def times(self) -> frozenset[str]:
        """Points in time that the sentence names beside its values."""
        values = {n.text for m in self.mentions for u in units_of(m) for n in u.nums}
        return frozenset(t for t in periods(self.text) if t.split()[0] not in values)

    def clauses(self) -> list[Clause]:
        """The numbers of the sentence in groups with no word between them."""
        units = sorted(
            (u for m in self.mentions for u in units_of(m)), key=lambda u: u.main[0].span.start
        )
        groups: list[list[Unit]] = []
        ends: list[int] = []
        for unit in units:
            start = min(n.span.start for n in unit.nums)
            end = max(n.span.end for n in unit.nums)
            if groups and (start <= ends[-1] or _joined(self.shadow[ends[-1] : start])):
                groups[-1].append(unit)
                ends[-1] = max(ends[-1], end)
            else:
                groups.append([unit])
                ends.append(end)
        out = []
        at = self.start
        if groups:
            self.lead = self.shadow[at : min(n.span.start for u in groups[0] for n in u.nums)]
        for i, group in enumerate(groups):
            start = min(n.span.start for u in group for n in u.nums)
            stop = self.end
            if i + 1 < len(groups):
                stop = min(n.span.start for u in groups[i + 1] for n in u.nums)
            after = self.shadow[ends[i] : max(stop, ends[i])]
            after = after.lstrip(" %)]")
            cut = _END.search(after)
            after = after[: cut.start()] if cut else after
            out.append(Clause(group, self.shadow[at : max(start, at)], after, self))
            if i and all(u.p is None for u in groups[i - 1]):
                out[-1].earlier = groups[i - 1]
            at = ends[i]
        return out


def _joined(between: str) -> bool:
    """Whether no word but the name of a statistic ("SES =") stands between two numbers."""
    if not tokens(between):
        return True
    return len(between) <= 25 and not tokens(_CAPITALS.sub(" ", between))


class Sentences:
    """All sentences of the prose that hold a number, in order."""

    def __init__(self, article: Article, mentions: list[Result], rows: RowWords):
        """Group the mentions by sentence."""
        by_sentence: dict[tuple[int, int], list[Result]] = defaultdict(list)
        for m in mentions:
            if m.sentence:
                by_sentence[m.sentence[0].start, m.sentence[-1].end].append(m)
        self._article, self._rows = article, rows
        self._by_sentence = dict(sorted(by_sentence.items()))
        self._before = sentences_before(article)
        self._clauses: list[list[Clause]] = []

    def texts(self) -> Iterator[str]:
        """The sentences themselves."""
        return (self._article.view(ms[0].sentence).text for ms in self._by_sentence.values())

    def all(self) -> Iterator[list[Clause]]:
        """The clauses of each sentence that states a number, read once."""
        yield from filter(None, self._clauses)
        for (start, _), mentions in list(self._by_sentence.items())[len(self._clauses) :]:
            previous = self._before.get(start, "")
            self._clauses.append(Sentence(self._article, self._rows, mentions, previous).clauses())
            if self._clauses[-1]:
                yield self._clauses[-1]
