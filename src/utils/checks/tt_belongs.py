"""Whether numbers that differ from a linked cell belong to another one, or to nothing comparable.

What belongs here: reasons to say nothing of a difference. What does not: what explains a
difference that is said all the same (`tt_alternatives`), and which analysis is meant (`tt_judge`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from src.utils.linking import numerals
from src.utils.linking.compare import compare
from src.utils.linking.fields import NOT_REACHED, Field
from src.utils.linking.words import tokens
from src.utils.printed import normalise, printed
from src.utils.records import Dossier, Pair, Result, Span, Table

#: The result of another study, told without a reference.
_ANOTHER_STUDY = re.compile(
    r"\b(?:one|an?|another|other|earlier|previous|prior|recent|several|two|three)\s+"
    r"(?:[\w-]+\s+){0,4}?(?:cohorts?|stud(?:y|ies)|trials?|meta-analys[ei]s|reviews?|registr(?:y|ies)|"
    r"reports?|series)\b[^.;]{0,60}?\b(?:found|reported|showed|observed|gave|estimated|described)\b",
    re.I,
)
_NUMERAL = re.compile(r"(?<![\w.])-?(?:\d+(?:\.\d+)?|\.\d+)(?![\w])")
#: Measures of a test, which no rate of the tested outcome is.
_OF_A_TEST = re.compile(
    r"\bpredictive\s+values?\b|\bsensitivity\s+(?:and|of|was|for)\b|\bspecificit(?:y|ies)\b|"
    r"\b[NP]PVs?\b|\bAUC\b|\bC-?index\b|\bdiagnostic\s+accuracy\b|\blikelihood\s+ratios?\b",
    re.I,
)
_INTRODUCTION = re.compile(r"\W*(?:\d[\d.]*\s*)?(?:introduction|background)\b", re.I)
_RESULTS = re.compile(r"\W*(?:\d[\d.]*\s*)?(?:results|findings)\b", re.I)
_OWN_STUDY = re.compile(r"\b(?:our|we|this|present|current|these)\b", re.I)


def within_limit(field: Field, dossier: Dossier) -> bool:
    """Whether one side prints a limit that the other keeps: "<1%" beside 0%."""
    for limit, other in ((field.left, field.right), (field.right, field.left)):
        before = dossier.article.shadow[max(0, limit.span.start - 2) : limit.span.start].rstrip()
        if before.endswith("<") and NOT_REACHED not in (limit.text, other.text):
            return abs(printed(other.text).value) < printed(limit.text).value
    return False


def elsewhere(pair: Pair, dossier: Dossier, wrong: list[Field]) -> bool:
    """Whether the numbers of the text that differ are not those of the linked cells at all."""
    if pair.left.table is not None or pair.right.table is None or not pair.left.sentence:
        return False
    return (
        _other_column(pair, dossier, wrong)
        or _sum_of_arms(pair, wrong)
        or _unnamed_order(pair, wrong)
        or _other_row(pair, dossier, wrong)
        or _down_a_column(pair, dossier, wrong)
        or _of_a_test(pair, dossier)
        or _another_study(pair, dossier)
    )


def _other_column(pair: Pair, dossier: Dossier, wrong: list[Field]) -> bool:
    """All numbers of the statement stand in other columns of the row, and none in the linked ones.

    "No longer so (HR 1.18, P = 0.32)" beside 1.41, P = 0.031 and, in the next columns, 1.18 and
    0.32: the words named the first analysis, the numbers are those of the second.
    """
    if any(f.agrees for f in compare(pair.left, pair.right).fields):
        return False
    numbers = list(_numbers(pair.left))
    if len(numbers) < 2 or not all(any(f.left.text == n for n in numbers) for f in wrong):
        return False
    row = {
        n
        for r in dossier.results
        if r.table == pair.right.table and r.row == pair.right.row and r.id != pair.right.id
        for n in _numbers(r)
    }
    return all(any(_agree(n, other) for other in row) for n in numbers)


def _another_study(pair: Pair, dossier: Dossier) -> bool:
    """The sentence tells what others found: by its words, or because it introduces the article.

    Abstracts and results tell of the article's own study, also as "a randomised trial".
    """
    said, block = pair.left.context.sentence, pair.left.block
    if pair.left.place != "text" or block is None or _OWN_STUDY.search(said):
        return False
    if set(pair.left.ref) & set(pair.right.ref):
        return False  # in a review both places speak of the study that is cited
    section = dossier.article.blocks[block].section
    if any(map(_INTRODUCTION.match, section)):
        return True
    return bool(_ANOTHER_STUDY.search(said)) and not any(map(_RESULTS.match, section))


def _of_a_test(pair: Pair, dossier: Dossier) -> bool:
    """The sentence tells a predictive value or the like, and the table speaks of none."""
    if not _OF_A_TEST.search(pair.left.context.sentence):
        return False
    table = dossier.article.tables[pair.right.table or 0]
    return not any(
        _OF_A_TEST.search(dossier.article.view(pieces).text)
        for pieces in (table.caption, *(c.pieces for c in table.cells))
    )


def _numbers(result: Result) -> Iterator[str]:
    """The main numbers of a result: values, counts, effect with its bounds, P."""
    for v in result.values:
        yield from (n.text for n in (*v.nums, v.count, v.low, v.high) if n is not None)
    e = result.effect
    if e is not None:
        yield from (n.text for n in (e.estimate, e.low, e.high) if n is not None)
    yield from (p.value.text for p in result.p)


def _agree(a: str, b: str) -> bool:
    return numerals.agreeing(numerals.state(a, b))


def _sum_of_arms(pair: Pair, wrong: list[Field]) -> bool:
    """A single count of the text is the sum of the row's counts: "with 74 deaths", 47 and 27."""
    if len(wrong) != 1 or wrong[0].name != "count" or len(pair.left.values) != 1:
        return False
    counts = [v.count or (v.nums[0] if v.kind == "count" else None) for v in pair.right.values]
    known = [printed(n.text).value for n in counts if n is not None]
    return len(known) == len(counts) > 1 and sum(known) == printed(wrong[0].left.text).value


def _unnamed_order(pair: Pair, wrong: list[Field]) -> bool:
    """Values of three or more groups that the sentence gives in another order of its own.

    Only where no link says which number is whose: then their order in the table is a guess.
    """
    if pair.link.shared or pair.left.arms or len(pair.left.values) < 3:
        return False
    own, there = sorted(f.left.text for f in wrong), sorted(f.right.text for f in wrong)
    return own == there and {f.name for f in wrong} == {"value"}


def _other_row(pair: Pair, dossier: Dossier, wrong: list[Field]) -> bool:
    """The sentence names another row, which holds the number, and not the linked one.

    Rows whose numbers are exchanged stay: there the sentence prints the linked cell's number too.
    """
    said = tokens(pair.left.context.sentence)
    linked = tokens(pair.right.context.row.rpartition(" > ")[2])
    if not linked or linked <= said or any(_printed(f.right.text, pair, dossier) for f in wrong):
        return False
    if pair.left.effect is not None and pair.left.effect.low is not None:
        return False  # a ratio is known by its interval more than by words
    for f in wrong:
        rows = (
            tokens(r.context.row.rpartition(" > ")[2]) - linked
            for r in dossier.results
            if r.table == pair.right.table and r.row != pair.right.row
            if f.left.text in _numbers(r)
        )
        if not any(row and row <= said for row in rows):
            return False
    return True


def _printed(text: str, pair: Pair, dossier: Dossier) -> bool:
    """Whether the sentence prints a number."""
    sentence = dossier.article.view(pair.left.sentence).text
    return text in {normalise(m.group()) for m in _NUMERAL.finditer(sentence)}


def _down_a_column(pair: Pair, dossier: Dossier, wrong: list[Field]) -> bool:
    """All numbers of the statement stand below each other in a column that no linked cell is in.

    "Between the 14.6% with clearance and the 64.7% with stable values": one column, two rows. The
    words must name the row of the number that differs from the linked cell.
    """
    if pair.left.effect is not None or any(v.low is not None for v in pair.left.values):
        return False
    numbers = {n for n in _numbers(pair.left) if numerals.weight(n) >= 1.0}
    differing = {f.left.text for f in wrong}
    if len(numbers) < 2 or not differing <= numbers:
        return False
    table = dossier.article.tables[pair.right.table or 0]
    linked = {_column_of(f.right.span, table) for f in wrong}
    said = tokens(pair.left.context.sentence) - tokens(pair.right.context.row)
    for column, cells in _columns(table, dossier).items():
        held = {n for _, printed_ in cells for n in printed_}
        if column not in linked and numbers <= held:
            rows = [row for row, printed_ in cells if differing & printed_]
            if all(_named(table, dossier, row, said) for row in rows):
                return True
    return False


def _named(table: Table, dossier: Dossier, row: int, said: frozenset[str]) -> bool:
    """Whether a sentence has a word of a row's name, or a form of it ("cleared", "clearance")."""
    heads = (c for c in table.cells if c.row == row and c.column == 0)
    name = tokens(" ".join(dossier.article.view(c.pieces).text for c in heads))
    return any(a.startswith(b[:5]) for a in said for b in name if len(b) > 3)


def _columns(table: Table, dossier: Dossier) -> dict[int, list[tuple[int, set[str]]]]:
    """The numerals that each column of a table prints, row by row."""
    known: dict[int, dict[int, list[tuple[int, set[str]]]]]
    known = dossier.__dict__.setdefault("_printed_in_columns", {})
    if id(table) not in known:
        columns = known.setdefault(id(table), defaultdict(list))
        for cell in table.cells:
            if cell.row >= table.header_rows and cell.pieces:
                said = dossier.article.view(cell.pieces).text
                printed_ = {normalise(m.group()) for m in _NUMERAL.finditer(said)}
                columns[cell.column].append((cell.row, printed_))
    return known[id(table)]


def _column_of(span: Span, table: Table) -> int | None:
    return next((c.column for c in table.cells if any(p.overlaps(span) for p in c.pieces)), None)
