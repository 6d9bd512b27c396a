"""P values whose row is named in the sentence before, or not beside them: agreements only.

"Body weight fell with both. The difference was significant at each visit (P < 0.001)." No link is
made for a contradiction: what is named at a distance is not named surely enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.linking import numerals
from src.utils.linking.by_numbers.sentences import Clause
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.held import Held
from src.utils.linking.p_values.links import p_link
from src.utils.linking.p_values.rows import PRows, bears_out
from src.utils.linking.reading import Reading
from src.utils.records import Link

#: How much of a row's head is said where a limit is repeated, and where a number with digits is.
LIMIT, DIGITS = 0.6, 0.3
#: And where a limit holds for most P values of the row only.
FULLY = 0.9
#: And where no other P value of the tables is printed so.
ALONE = 0.15
#: Digits by which a P value is known.
KNOWN = 1.0


def link_told(reading: Reading, held: Held) -> Iterator[Link]:
    """Links from P values that no link holds to the P value of a row that bears them out."""
    units = [u for u in reading.units if u.p is not None]
    if not units:
        return
    ps = PRows(reading.rows, units)
    made = dict(held.by_pair)
    for clauses in reading.sentences.all():
        if clauses[0].elsewhere:
            continue
        for clause in clauses:
            for unit in clause.units:
                if unit.p is None or unit.p.qualifier or held.speak_of(unit.p.value.span):
                    continue
                cell = _cell(unit, clause, ps)
                if cell is None:
                    continue
                key = (unit.result.id, cell.result.id)
                if key not in made or not made[key].derived:
                    made[key] = p_link(unit, cell, made.get(key))
                    yield made[key]


def _cell(unit: Unit, clause: Clause, ps: PRows) -> Unit | None:
    """The P value of the row that is named best, of those that bear the text out."""
    assert unit.p is not None
    s = clause.whole
    first = s.shadow[s.start : max(s.start, unit.p.value.span.start)]
    words = ((clause.before, 1.0), (clause.after, 0.9), (first, 0.7), (s.previous, 0.6),
             (s.heading, 0.5))  # fmt: skip
    known = _known(unit, ps)
    if len(known) == 1 and ps.named_at_all(ps.row(known[0]), *words) >= ALONE:
        return known[0]
    rows = [(ps.named_at_all(i, *words), clause.fits.of(i).score, i) for i in ps.best(clause.fits)]
    rows = [r for r in rows if r[0] >= (DIGITS if known else LIMIT)]
    rows.sort(reverse=True)
    asked = f"{clause.before} {clause.after}"
    for named, _, i in rows:
        answers = ps.answering(i, unit, clause, asked)
        held = [u for u in answers if bears_out(unit, u)]
        most = named >= FULLY and 2 * len(held) > len(answers)  # "than with either of them"
        if held and (known or len(held) == len(answers) or most):
            return held[0]
    if not known and rows and (every := ps.at_all_times(rows[0][2], clause)):
        # "Pain fell (P < 0.05)" over rows of weeks: the limit holds for each of them.
        return every[0] if all(bears_out(unit, u) for u in every) else None
    return None


def _known(unit: Unit, ps: PRows) -> list[Unit]:
    """The P values of the tables that are printed in the same digits, where these tell."""
    assert unit.p is not None
    if unit.p.relation != "=" or numerals.weight(unit.p.value.text) < KNOWN:
        return []
    return ps.bearing_out(unit)
