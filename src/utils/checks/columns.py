"""What the headings of a table's columns say: groups of patients, how many, all of them, or none.

What belongs here: one answer for every reader of tables (`sheets`, `sums.grids`, `tt_whole_rows`).
What does not: rows and cells.
"""

from __future__ import annotations

import re
from functools import cached_property

import msgspec

from src.utils.checks.cell_words import CellWords, headings
from src.utils.printed import normalise
from src.utils.records import Cell, Num, View

_N = r"\d{1,3}(?:,\d{3})+|\d{1,3}\s\d{3}(?!\d)|\d+"
_SIZE = re.compile(
    rf"\bn\s*[=:]\s*({_N})|[(\[]\s*(?:total\s*[:=]?\s*)?({_N})\s*(?:[a-z]+)?\s*[)\]]\s*\Z|"
    rf"\bof\s+({_N})\)",
    re.I,
)
#: "Vitamin D (total 28)" is a group with its size, no column of all patients.
_TOTAL_SIZE = re.compile(rf"(?<=\w)\s*[(\[,]\s*total\s*(?:n\s*)?[:=]?\s*(?:{_N})\s*[)\]]?", re.I)
_SIZED = re.compile(rf"[(\[]?\s*\bn\s*=\s*(?:{_N})\s*[)\]]?", re.I)
_COUNTED = re.compile(r"\bmean\s*±\s*S[DE]M?|\(\s*±?\s*S[DE]M?\s*\)|\bn\s*\(%\)", re.I)
#: Columns that hold no group: tests, effects, references.
_NO_GROUP = re.compile(
    r"(?<![^\W_])p(?![^\W_])|\bp[- ]?values?\b|\bodds\b|\bratios?\b|\b(?:HR|OR|RR|CI|IRR|SE|SD)\b|"
    r"\bdifferences?\b|\btest\b(?!-)|statistic|\bchi\b|χ|\bsignifican|\bdf\b|\bSEM\b|\beffect\b|"
    r"\b[tF]\b(?!\s+(?:group|arm))|coefficient|\bbeta\b|\bβ\b|\bcorrelation|\bvs\.?\b|"
    r"\bversus\b|\binterval\b|\brange\b|\breference\b",
    re.I,
)
#: Words of what a column counts, whoever it is counted in.
_SORT = re.compile(r"\b(?:n|no|nos|number|percent\w*|patients?|mean|median|SD|score)\b", re.I)
_NAMED = re.compile(r"[^\W\d_]")
#: "Both" alone may be a group that was given two treatments.
_OF_ALL = re.compile(
    r"\b(?:total|overall|all|combined|whole|entire|pooled|both\s+(?:groups|arms|cohorts|sexes))\b",
    re.I,
)


class Column(msgspec.Struct, frozen=True, dict=True):
    """A column: its place, its headings from the top, and its size where one is printed."""

    index: int
    path: tuple[str, ...]
    n: Num | None = None

    @property
    def name(self) -> str:
        """Its headings as words."""
        return " / ".join(self.path)

    @cached_property
    def own(self) -> str:
        """Its last heading without what it counts and how many there are."""
        return bare(self.path[-1]) if self.path else ""

    @cached_property
    def leaf(self) -> str:
        """Its last heading without its size, folded."""
        return fold(_SIZED.sub(" ", self.path[-1])) if self.path else ""

    @cached_property
    def total(self) -> bool:
        """Whether it is of all patients, by the last heading that names more than a sort."""
        own = [bare(p) for p in reversed(self.path)]
        return of_all(next((p for p in own if _NAMED.search(_SORT.sub(" ", p))), " ".join(own)))


def fold(text: str) -> str:
    """Words in lower case with single spaces, without punctuation at the ends.

    >>> fold("  Serum Calcium (mg/dl), mean ± SD ")
    'serum calcium (mg/dl), mean ± sd'
    """
    return " ".join(text.lower().split()).strip(" ,;:.*-")


def of_all(name: str) -> bool:
    """Whether a heading, or the head of a row, is that of all patients."""
    return bool(_OF_ALL.search(name))


def no_group(name: str) -> bool:
    """Whether a heading is that of a test, an effect or a spread, and of no group of patients."""
    return bool(_NO_GROUP.search(bare(name)))


def bare(name: str) -> str:
    """A heading without what it counts, "n (%)", "Mean (SD)", and without a size.

    >>> bare("Zinc (n = 48), n (%)")
    'Zinc  ,  '
    """
    return _SIZED.sub(" ", _COUNTED.sub(" ", _TOTAL_SIZE.sub(" ", name)))


def column(words: CellWords, grid: list[list[Cell | None]], rows: int, index: int) -> Column:
    """A column as its headings in the first rows give it."""
    path: list[str] = []
    n: Num | None = None
    for cell in headings(grid, rows, index):
        text = words.text(cell)
        shown = " ".join(text.split())
        if shown:
            path.append(shown)
        n = size_in(text, words.view(cell)) or n
    return Column(index, tuple(path), n)


def size_in(text: str, view: View) -> Num | None:
    """The number of patients that a heading prints; None where it prints none."""
    match = _SIZE.search(text)
    if match is None:
        return None
    group = match.lastindex or 0
    try:
        value = normalise(match[group])
    except ValueError:
        return None
    if not value.isdigit() or not int(value):
        return None
    return Num(value, view.span(*match.span(group)))
