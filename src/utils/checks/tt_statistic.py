"""TT20: a test statistic of the text, the cell that prints it, and the P value beside each.

What belongs here: statistics that both places call by the same symbol (t, F, chi-square, r, beta,
Bayes factor). What does not: effects with an interval (TT01, TT02), P values that words alone lead
to (TT03), and where statistics stand (`statistics_printed`).
"""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.checks import statistics_printed as statistics
from src.utils.checks import tt_words as words
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.statistics_printed import Held, Said
from src.utils.linking import numerals
from src.utils.records import Dossier, Evidence, Finding, Num, PValue, Severity

#: Digits that a statistic needs to be known by.
DIGITS = 3


@check("TT20", "test-statistic-differs-between-places")
def test_statistic_differs(dossier: Dossier) -> Iterator[Finding]:
    """A test statistic of the text, or the P value beside it, is another one in the table.

    Compares
    --------
    t, F, z, chi-square, r, beta, Bayes factor or kappa in a sentence with the columns of that
    symbol. The cell that prints the statistic must bear out the P value beside it: error where
    one decides for significance and the other against it, else warning. A statistic that no cell
    prints, one slip away from that of the row that the sentence names and whose P value agrees,
    is an error, or a warning where the P value is only a limit; so is one that stands in the row
    of another name of the sentence.

    Why it matters
    --------------
    A statistic is the fingerprint of a test: with another P value one of the two is misprinted.

    Known limits
    ------------
    Statistics of fewer than three digits are not taken to be known; rows are found by the
    statistic itself or by all words of their own name.

    Source
    ------
    The numbers as printed.
    """
    cells = statistics.tables(dossier)
    if not cells:
        return
    for said in statistics.said(dossier):
        alike = cells.get(said.symbol, [])
        held = [c for c in alike if _agree(said.number, c.number)]
        own = [c for c in alike if c.name <= said.near]
        if held and own and not any(c in own for c in held):
            yield from list(_other_row(said, held, own)) or _same_statistic(said, held)
        elif held:
            yield from _same_statistic(said, [c for c in held if c in own] or held)
        elif said.p is not None:
            yield from _other_statistic(said, alike)


def _other_row(said: Said, held: list[Held], own: list[Held]) -> Iterator[Finding]:
    """The statistic stands in a row that the sentence names elsewhere, not in that of its own."""
    beside = {c.column: c for c in own}
    for cell in held:
        other = beside.get(cell.column)
        if other is None or cell.name <= other.name:
            continue
        if not cell.name <= said.sentence and not _told_by_p(said, cell, other):
            continue
        yield differs(
            "warning",
            f"{_where(said).capitalize()} prints {said.shown}{_of(other)}; {cell.label} prints "
            f"{other.number.text} there, and {cell.number.text}{_of(cell)}.",
            evidence=(*_evidence(said, other), _printed_at(cell)),
        )
        return


def _told_by_p(said: Said, cell: Held, other: Held) -> bool:
    """Whether the P value beside a statistic is that of the named row, and not of the other one."""
    if said.p is None or cell.p is None or other.p is None or said.p.relation != "=":
        return False
    bears = numerals.agreeing(_how(said.p, other.p))
    return bears and not numerals.agreeing(_how(said.p, cell.p))


def _same_statistic(said: Said, held: list[Held]) -> Iterator[Finding]:
    """The statistic stands in a table: what of the P value beside it?"""
    sure = _known(said.number) or held[0].name <= said.near
    if said.p is None or all(c.p is None for c in held):
        if sure:
            yield _agreeing(said, held[0])
        return
    bearing = [c for c in held if any(numerals.agreeing(_how(said.p, p)) for p in c.in_row)]
    if bearing:
        yield _agreeing(said, bearing[0])
    elif len(held) == 1 and held[0].p is not None and sure:
        cell = held[0]
        assert cell.p is not None
        how = _how(said.p, cell.p)
        decided = {_significant(said.p), _significant(cell.p)} == {True, False}
        loud: Severity = "error" if decided else "warning"
        yield differs(
            words.lower(loud, int(how in (numerals.SIGN, numerals.THRESHOLD))),
            f"{_where(said).capitalize()} prints {said.shown} with {_printed(said.p)}; "
            f"{cell.label} prints it with {_printed(cell.p)}{_of(cell)}.",
            evidence=_evidence(said, cell),
        )


def _other_statistic(said: Said, cells: list[Held]) -> Iterator[Finding]:
    """No cell prints the statistic: the named row with the same P value prints it a slip away."""
    assert said.p is not None
    near = [
        c
        for c in cells
        if c.p is not None
        and numerals.slip_rounded(said.number.text, c.number.text)
        and numerals.agreeing(_how(said.p, c.p))
        and c.name <= said.sentence
    ]
    if len(near) == 1 and _known(said.number) and _known(near[0].number):
        cell = near[0]
        exact = said.p.relation == "=" == cell.p.relation if cell.p is not None else False
        yield differs(
            "error" if exact else "warning",
            f"{_where(said).capitalize()} prints {said.shown} with {_printed(said.p)}; "
            f"{cell.label} prints {cell.number.text} with it{_of(cell)}.",
            evidence=_evidence(said, cell),
        )


def _agree(a: Num, b: Num) -> bool:
    return numerals.agreeing(numerals.state(a.text, b.text))


def _how(a: PValue, b: PValue) -> str:
    return numerals.p_state(a.relation, a.value.text, b.relation, b.value.text)


def _significant(p: PValue) -> bool:
    """Whether a P value says significant at 0.05."""
    value = float(p.value.text)
    return value <= 0.05 if p.relation.startswith("<") else value < 0.05


def _known(number: Num) -> bool:
    """Whether a number has digits enough to be known by."""
    return len(number.text.lstrip("-0.").replace(".", "")) >= DIGITS


def _where(said: Said) -> str:
    return "the abstract" if said.place == "abstract" else "the text"


def _of(cell: Held) -> str:
    return f' for "{cell.row}"' if cell.row else ""


def _printed(p: PValue) -> str:
    return words.printed_p(p.relation, p.value)


def _agreeing(said: Said, cell: Held) -> Finding:
    also = f" with {_printed(said.p)}" if said.p and cell.p else ""
    return agrees(
        f"{_where(said).capitalize()} and {cell.label} print {said.shown}{also}.",
        evidence=_evidence(said, cell),
    )


def _printed_at(cell: Held) -> Evidence:
    return Evidence("statistic", cell.number.span, "table", cell.label)


def _evidence(said: Said, cell: Held) -> tuple[Evidence, ...]:
    out = [
        Evidence("statistic", said.number.span, said.place),
        _printed_at(cell),
    ]
    if said.p is not None and cell.p is not None:
        out.insert(1, Evidence("p", said.p.value.span, said.place))
        out.append(Evidence("p", cell.p.value.span, "table", cell.label))
    return tuple(out)
