"""Effects of which estimate and both bounds lie close to a table's, and none agrees in full.

Where a model was fitted again between two versions of a paper, all three numbers move a little
together. Three numbers within a unit of the last digit are not another comparison's by chance;
wider apart they often are another model's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from src.utils.linking import numerals
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.keys import conflicts
from src.utils.linking.names.rows import RowWords, stems_of
from src.utils.linking.words import tokens
from src.utils.records import Effect, Num, Result, Shared, Value

#: What three numbers weigh at least together, so that they are not near to everything.
HEAVY = 2.5
#: So much of a row's head must be said.
NAMED = 0.3
#: So much of a row's own head is said where the numbers are further apart.
OWN = 0.75
#: So far apart, as a share, are numbers of a model fitted again.
OFF = 0.06

#: Words of a model with more than one variable.
_MODEL = re.compile(
    r"\b(?:adjust(?:ed|ing|ment)|multi-?varia\w+|independent(?:ly)?|corrected\s+for|"
    r"regress\w+|coefficients?)\b",
    re.I,
)
_CRUDE = re.compile(r"\b(?:un-?adjusted|uni-?varia\w+|crude)\b", re.I)

Triple = tuple[Num, Num, Num]


def near_triples(
    unit: Unit, clause: Clause, cells: list[Result], rows: RowWords
) -> Iterator[tuple[Unit, Result, tuple[Shared, ...]]]:
    """The only effect of the tables that is near this one, where none agrees with it."""
    assert unit.effect is not None
    said = _of_effect(unit.effect)
    if said is None or sum(numerals.weight(n.text) for n in said) < HEAVY:
        return
    found: list[tuple[Result, Triple]] = []
    wide: list[tuple[Result, Triple]] = []
    same: list[Result] = []
    for cell in cells:
        for held in _triples(cell, unit.effect):
            states = [numerals.state(a.text, b.text) for a, b in zip(said, held, strict=True)]
            if sum(map(numerals.agreeing, states)) >= 2:
                return  # the other linkers speak of it
            if numerals.agreeing(states[0]):
                same.append(cell)
            if all(map(_close, said, held)):
                found.append((cell, held))
            elif _refitted(said, held):
                wide.append((cell, held))
    if not found and not same:
        found = [(c, t) for c, t in wide if _named(unit, clause, c, rows)]
    if len(found) != 1 or conflicts(unit.result, found[0][0]):
        return
    cell, held = found[0]
    words = rows.words_of(cell)
    if any(bool(m.search(clause.sentence)) != bool(m.search(words)) for m in (_MODEL, _CRUDE)):
        return  # adjusted and crude estimates are often near each other
    fit = clause.fits.of(rows.row(cell))
    if fit.led or fit.share < NAMED or (clause.tables and cell.label not in clause.tables):
        return
    if any(clause.fits.of(rows.row(c)).share >= fit.share for c in same if c is not cell):
        return  # a row that prints the estimate itself is named as well
    names = ("estimate", "low", "high")
    yield (
        unit,
        cell,
        tuple(
            Shared(n, a, b, numerals.state(a.text, b.text), unit.effect.kind)
            for n, a, b in zip(names, said, held, strict=True)
        ),
    )


def _named(unit: Unit, clause: Clause, cell: Result, rows: RowWords) -> bool:
    """Whether a row is the sentence's by its own words, and its column is not another one's."""
    fit = clause.fits.of(rows.row(cell))
    if fit.own < OWN or fit.led or conflicts(unit.result, cell):
        return False
    if not tokens(cell.endpoint_printed) <= tokens(cell.context.row):
        return False  # a row of a model: its other variables change the estimate
    heads = stems_of(cell.context.header) - stems_of("OR HR RR CI ratio odds hazard risk relative")
    return not heads or any(clause.said.get(s) for s in heads)


def _refitted(said: Triple, held: Triple) -> bool:
    """Whether three numbers are all a little off, with intervals equally wide on the log scale."""
    a, b = ([float(n.text) for n in t] for t in (said, held))
    if min(*a, *b) <= 0 or any(abs(x - y) > OFF * max(x, y) for x, y in zip(a, b, strict=True)):
        return False
    return abs(math.log(a[2] / a[1]) - math.log(b[2] / b[1])) <= OFF


def _triples(cell: Result, effect: Effect) -> Iterator[Triple]:
    if cell.effect is not None and cell.effect.scale == effect.scale:
        triple = _of_effect(cell.effect)
        if triple is not None:
            yield triple
    for value in cell.values:
        triple = _of_value(value)
        if triple is not None and value.kind in ("other", "rate", ""):
            yield triple


def _of_effect(e: Effect) -> Triple | None:
    if e.estimate is None or e.low is None or e.high is None:
        return None
    return e.estimate, e.low, e.high


def _of_value(v: Value) -> Triple | None:
    if len(v.nums) != 1 or v.low is None or v.high is None or v.spread:
        return None
    return v.nums[0], v.low, v.high


def _close(a: Num, b: Num) -> bool:
    """Whether two numbers are at most one unit of the coarser one's last digit apart."""
    return numerals.state(a.text, b.text) != numerals.DIFFERENT
