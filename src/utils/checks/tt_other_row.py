"""TT15: the numbers of a sentence stand in a row of the table that it does not name.

What belongs here: a whole effect that agrees with one row while the words name another row of the
same table. What does not: rows that have the same standard endpoint, single numbers (family TT).
"""

from __future__ import annotations

from src.utils.checks.printed_numbers import in_full, triple_of
from src.utils.checks.registry import check, differs
from src.utils.linking.compare import TRIPLE, compare
from src.utils.linking.words import tokens
from src.utils.records import Dossier, Evidence, Finding, Pair, Result

#: A row is named by two words at least, "survival" alone is in every sentence.
LEAST = 2


@check("TT15", "numbers-of-another-row")
def numbers_of_another_row(pair: Pair, dossier: Dossier) -> Finding | None:
    """The text names one row of a table and prints the numbers of another one.

    Compares
    --------
    Estimate and both bounds of a sentence that agree with a row of which the sentence (and the
    heading above it) says no word, where the same table has a row that it names in full and that
    holds other numbers. Warning.

    Why it matters
    --------------
    A line copied from the neighbouring row reports another outcome's result.

    Known limits
    ------------
    Rows named by a single word, by an abbreviation that the article does not spell out, or by the
    heading of their group only are not recognised.

    Source
    ------
    The words and numbers as printed.
    """
    text, row = pair.left, pair.right
    if text.table is not None or row.place != "table" or pair.link.derived or pair.link.shared:
        return None
    seen = compare(text, row)
    if not seen.all_agree or sum(f.name in TRIPLE for f in seen.fields) != 3:
        return None
    said = tokens(f"{_heading(text, dossier)} {text.context.sentence}")
    if tokens(row.context.row) & said or not _words(row):
        return None
    named = [r for r in dossier.results if _named(r, row, said, text.context.sentence)]
    most = max((len(_words(r)) for r in named), default=0)
    best = [r for r in named if len(_words(r)) == most]
    if len({r.row for r in best}) != 1:
        return None
    other = best[0]
    if any(f.agrees for f in compare(text, other).fields if f.name in TRIPLE):
        return None
    here, there = _head(row), _head(other)
    return differs(
        "warning",
        f'the numbers {in_full(text)} stand in the row "{here}" of {row.label}; the row '
        f'"{there}", which the sentence names, holds {in_full(other)}',
        evidence=(
            *(Evidence("estimate", n.span, text.place) for n in triple_of(text)[:1]),
            *(Evidence("estimate", n.span, "table", other.label) for n in triple_of(other)),
            *(Evidence("estimate", n.span, "table", row.label) for n in triple_of(row)[:1]),
        ),
        results=(text.id, other.id, row.id),
        computed={"row of the numbers": here, "row of the words": there},
        alternatives=("the sentence means the row of its numbers by other words",),
    )


def _heading(result: Result, dossier: Dossier) -> str:
    if result.block is None:
        return ""
    section = dossier.article.blocks[result.block].section
    return section[-1] if section else ""


def _head(result: Result) -> str:
    return result.context.row.rpartition(" > ")[2]


def _words(result: Result) -> frozenset[str]:
    return tokens(_head(result))


def _named(other: Result, row: Result, said: frozenset[str], sentence: str) -> bool:
    """Whether a row of the same table and column, with a whole effect, is named in full.

    A row whose own estimate the sentence prints as well is named for that one.
    """
    if other.place != "table" or other.table != row.table or other.row == row.row:
        return False
    if not triple_of(other) or other.context.header != row.context.header:
        return False
    words = _words(other)
    return len(words) >= LEAST and words <= said and triple_of(other)[0].text not in sentence
