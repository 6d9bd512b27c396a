"""The P values of one sentence, each with the cell of a table that it repeats or contradicts.

P values of other analyses are told in the same words, so that for a contradiction more must speak
for a row than its name: the numbers beside the P value stand in it, or P values of the same
sentence stand in the same column, or only a slip of the key lies between the two P values.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from src.utils.linking import numerals
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit, information_of
from src.utils.linking.held import Held
from src.utils.linking.names.rows import Fit, RowWords
from src.utils.linking.p_values.rows import PRows, bears_out
from src.utils.linking.p_values.slips import chance, nearly
from src.utils.records import Article

#: Logarithm of the odds from which a difference is said aloud.
ENOUGH = 2.2
#: And from which a difference of the sign or of usual limits is noted.
NOTED = 1.6
#: So much of the row's own head must stand beside the P value.
OWN = 0.6
#: And so much of it where P values of a list share the column, and no slip sets this one apart.
LISTED = 0.8
#: Limits that stand in many rows, of which those of a list share a column.
PLAIN = ("0.001", "0.0001", "0.01", "0.05")
#: P values of so many digits do not stand in another row by chance.
RARE = 1.6
#: Words between two P values that name nothing.
JOINING = ("and", "or", "to", "vs", "versus", "both", "all", "values", "value", "respectively")
#: Words after a P value that lead to what it is of: the next one is not of the words between.
LEADING = ("for", "in", "among", "with", "at")
WORD = re.compile(r"[^\W\d_]{2,}")
#: Texts with the weight of a word in them.
Words = tuple[tuple[str, float], ...]


class Spoken(msgspec.Struct, frozen=True):
    """A P value of a table with what speaks for it."""

    cell: Unit
    odds: float
    weak: bool = False


class Segment(msgspec.Struct, frozen=True):
    """P values that share their words: all words and numbers since the P value before them."""

    clause: Clause
    ps: tuple[Unit, ...]
    words: Words
    lead: str
    asked: str
    numbers: tuple[Unit, ...]


def _segments(article: Article, clauses: list[Clause]) -> Iterator[Segment]:
    """The clauses of a sentence that hold a P value, with what stands before it."""
    start: int | None = None
    lead = ""
    numbers: list[Unit] = []
    for clause in clauses:
        numbers += [u for u in clause.units if u.p is None and information_of(u) >= 1.0]
        ps = [u for u in clause.units if u.p is not None]
        if not ps:
            continue
        begin = start if start is not None else clause.begin
        for shared in sharing(article, ps):
            words = article.shadow[begin : shared[0].main[0].span.start]
            lead = lead or words
            after = clause.after if shared[-1] is ps[-1] else ""
            asked = f"{lead} {words} {after}"
            told = ((words, 1.0), (after, 0.9))
            yield Segment(clause, shared, told, lead, asked, tuple(numbers))
            begin = shared[-1].main[0].span.end
        numbers = []
        start = begin


def sharing(article: Article, ps: list[Unit]) -> list[tuple[Unit, ...]]:
    """The P values of a clause, those together between which nothing is named."""
    out = [[ps[0]]]
    for before, here in pairwise(ps):
        between = article.shadow[before.main[0].span.end : here.main[0].span.start]
        words = [w.lower() for w in WORD.findall(between)]
        if any(w not in JOINING for w in words) and words[0] not in LEADING:
            out.append([here])
        else:
            out[-1].append(here)
    return [tuple(shared) for shared in out]


def known_by(unit: Unit) -> bool:
    """Whether a P value has digits enough to be known by in a table."""
    return numerals.weight(unit.main[0].text) >= 1.0 or unit.main[0].text in PLAIN


class SentenceOfP:
    """One sentence's P values."""

    def __init__(
        self, article: Article, clauses: list[Clause], rows: RowWords, ps: PRows, held: Held
    ):
        """Keep the clauses, and the cells that the sentence's P values agree with."""
        self._rows, self._ps, self._held = rows, ps, held
        units = [u for c in clauses for u in c.units if u.p is not None]
        found = [(u, h) for u in units for h in held.of(u.main[0].span)]
        self._agreeing = [h for u, h in found if known_by(u)]
        self._claimed = {h.field.right.span for _, h in found}
        self._segments = list(_segments(article, clauses))

    def finds(self) -> Iterator[tuple[Unit, Unit, bool]]:
        """Open P values with the cells that they contradict, and whether that is only noted."""
        for segment in self._segments:
            for unit in segment.ps:
                if unit.p is None or not self._held.leave_open(unit.p.value.span):
                    continue
                found = self._found(unit, segment)
                if found is not None:
                    yield unit, found.cell, found.weak

    def _found(self, unit: Unit, segment: Segment) -> Spoken | None:
        assert unit.p is not None
        agreeing = self._agreed(unit, segment)
        if agreeing is not None:
            return Spoken(agreeing, 0.0)
        elsewhere = self._ps.bearing_out(unit)
        if elsewhere and numerals.weight(unit.p.value.text) >= RARE:
            return None  # what is printed there is meant
        held = self._candidates(unit, segment)
        spoken = [s for s in held if s.odds >= (NOTED if s.weak else ENOUGH)]
        if not spoken:
            return None
        spoken.sort(key=lambda s: -s.odds)
        best = spoken[0]
        rivals = [s for s in spoken[1:] if s.odds > best.odds - 0.5]
        said = best.cell.p.value.text if best.cell.p else ""
        if any(s.cell.p is None or s.cell.p.value.text != said for s in rivals):
            return None
        if any(self._as_good(u, best.cell, segment) for u in elsewhere):
            return None
        return best

    def _agreed(self, unit: Unit, segment: Segment) -> Unit | None:
        """The P value of the row that the words name best, where it bears the text out."""
        opening = (*segment.words, (segment.lead, 0.7))
        found = self._named_best(unit, segment, segment.words)
        return found or self._named_best(unit, segment, opening)

    def _named_best(self, unit: Unit, segment: Segment, words: Words) -> Unit | None:
        assert unit.p is not None
        best: tuple[float, float, bool] = (0.0, 0.0, False)
        found: list[Unit] = []
        for i in self._ps.best(segment.clause.fits):
            fit = segment.clause.fits.of(i)
            own = self._ps.named(i, *words)
            if own < OWN or fit.led:
                continue
            answers = self._ps.answering(i, unit, segment.clause, segment.asked)
            held = [u for u in answers if bears_out(unit, u) and not self._taken(u)]
            if unit.p.relation != "=" and len(held) < len(answers):
                continue  # a limit holds for many P values, and not for all of this row
            printed = any(u.p is not None and u.p.value.text == unit.p.value.text for u in held)
            if held and (own, fit.score, printed) > best:
                best, found = (own, fit.score, printed), held
        return found[0] if len({u.p.value.text for u in found if u.p}) == 1 else None

    def _taken(self, cell: Unit) -> bool:
        return cell.p is not None and cell.p.value.span in self._claimed

    def _as_good(self, other: Unit, cell: Unit, segment: Segment) -> bool:
        """Whether the words fit a row that bears the P value out about as well."""
        if other.p is not None and other.p.value.span in self._claimed:
            return False  # another P value of the sentence stands there
        a, b = self._ps.row(other), self._ps.row(cell)
        if a == b:
            return True
        one, two = segment.clause.fits.of(a), segment.clause.fits.of(b)
        return one.score >= 0.4 * two.score or self._ps.named(a, *segment.words) >= OWN

    def _candidates(self, unit: Unit, segment: Segment) -> Iterator[Spoken]:
        clause = segment.clause
        rows = dict.fromkeys([*self._ps.best(clause.fits), *self._rows_beside(segment)])
        held = {i: self._ps.answering(i, unit, clause, segment.asked) for i in rows}
        scores = {i: clause.fits.of(i).score for i, cells in held.items() if cells}
        for i, score in scores.items():
            # A row without such a P value is no rival.
            rank = sum(other >= 0.9 * score for other in scores.values())
            led = max(scores.values()) > 1.6 * score
            fit = msgspec.structs.replace(clause.fits.of(i), rank=rank, led=led)
            for cell in held[i]:
                odds = self._odds(unit, segment, fit, cell)
                if odds is not None:
                    yield Spoken(cell, odds, _only_nearly(unit, cell))

    def _odds(self, unit: Unit, segment: Segment, fit: Fit, cell: Unit) -> float | None:
        assert unit.p is not None and cell.p is not None
        if cell.p.value.span in self._claimed:
            return None
        row = self._ps.row(cell)
        own = self._ps.named(row, *segment.words)
        slip = chance(unit.p, cell.p) or nearly(unit.p, cell.p)
        near, column = self._neighbours(cell)
        listed = column > 1 or (column == 1 and row in segment.clause.named)
        odds = slip or 0.0
        standing = self._stand_there(segment, cell)
        if standing is None:
            return None
        if row in self._rows_beside(segment) and slip is not None:
            odds += 1.0  # "P = 0.072 and P = 0.059 for A and B": one row, two columns
        elif not standing and (
            own < OWN or fit.led or (slip is None and not (listed and own >= LISTED))
        ):
            return None
        odds += standing
        odds += min(fit.seldom, 1.5) * own - math.log10(max(fit.rank, 1)) + near
        clause = segment.clause
        if clause.tables and cell.result.label:
            odds += 0.5 if cell.result.label in clause.tables else -0.8
        return odds

    def _rows_beside(self, segment: Segment) -> frozenset[int]:
        """The rows in which other P values of the clause stand."""
        spans = [u.main[0].span for u in segment.clause.units if u.p is not None]
        return frozenset(self._rows.row(h.cell) for s in spans for h in self._held.of(s))

    def _stand_there(self, segment: Segment, cell: Unit) -> float | None:
        """What the numbers before a P value say by standing in its row; None where they do not."""
        row = self._ps.row(cell)
        standing = 0
        for other in segment.numbers:
            there = [h.cell for n in other.main for h in self._held.of(n.span)]
            if any(r.table == cell.result.table and self._rows.row(r) == row for r in there):
                standing += 1
            elif there or (other in segment.clause.units and self._prints_such(other, cell)):
                return None
        if standing and 2 * standing < len(segment.numbers):
            return None  # the P value may be one of all that was counted up
        return min(float(standing), 2.0)

    def _prints_such(self, other: Unit, cell: Unit) -> bool:
        """Whether the row of a P value prints numbers of the sort of another unit."""
        r = cell.result
        if other.effect is not None:
            return r.effect is not None or not r.values
        kind = other.value.kind if other.value is not None else ""
        return not r.values or any(v.kind == kind or "other" in (v.kind, kind) for v in r.values)

    def _neighbours(self, cell: Unit) -> tuple[float, int]:
        """What P values of the sentence say that stand in the same column, or row.

        Also how many of them stand in the column.
        """
        best = 0.0
        columns = set()
        for hold in self._agreeing:
            other = hold.cell
            if other.table != cell.result.table:
                continue
            if other.column == cell.result.column:
                columns.add(hold.field.right.span)
            near = other.column == cell.result.column or other.row == cell.result.row
            best = max(best, 1.0 if near else 0.5)
        return best, len(columns)


def _only_nearly(unit: Unit, cell: Unit) -> bool:
    """Whether no slip sets two P values apart that differ in their sign or limit."""
    assert unit.p is not None and cell.p is not None
    return chance(unit.p, cell.p) is None and nearly(unit.p, cell.p) is not None
