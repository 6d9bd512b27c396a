"""TT19: "k of N" in the text beside a cell that prints k as a percentage of another number.

What belongs here: a count that text and cell share, and the totals that they give it. What does
not: shares of the text that print their own percentage (TT05, TT18), counts that differ (TT06).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.checks.registry import check, differs
from src.utils.checks.tt_size import gives
from src.utils.linking import numerals
from src.utils.linking.compare import compare
from src.utils.records import Dossier, Evidence, Finding, Num, Pair, Result

#: Words by which a sentence says that it counts among fewer patients than the table.
_FEWER = re.compile(
    r"\b(?:evaluable|assessable|measurable|available|known|missing|data|completers?|remaining|"
    r"surviv\w+|analy[sz]ed|tested|respond\w+|followed)\b",
    re.I,
)
#: "24 instead of 27": two numbers of one thing, no share.
_INSTEAD = re.compile(r"\b(?:instead|rather|because)\b", re.I)
#: Counts under this stand in too many places.
LEAST = 10


@check("TT19", "count-of-another-total")
def count_of_another_total(dossier: Dossier) -> Iterator[Finding]:
    """The text gives a count out of a number of patients of which the table's percentage is not.

    Compares
    --------
    "k of N" of the text, without a percentage, with the cell that prints the same k as p %: k/N is
    not p, and k is p % of the total that the cell prints, or of the size of its group. Warning;
    note where the sentence says that it counts among fewer patients (evaluable, with known data).

    Why it matters
    --------------
    A denominator taken from another population makes another rate of the same count.

    Known limits
    ------------
    Counts under 10, and totals that give the same percentage, are left alone.

    Source
    ------
    Arithmetic.
    """
    said = {count.span: (r, count, total) for r, count, total in _of(dossier)}
    told = set()
    for pair in dossier.pairs if said else ():
        if pair.link.derived or pair.left.table is not None or pair.right.table is None:
            continue
        for left, right in _same_counts(pair):
            if left.span not in said or left.span in told:
                continue
            found = _other_total(*said[left.span], right, pair.right)
            if found is not None:
                told.add(left.span)
                yield found


def _of(dossier: Dossier) -> Iterator[tuple[Result, Num, Num]]:
    """Counts of the text with their total and without a percentage."""
    for r in dossier.results:
        if r.table is None and r.place in ("abstract", "text") and not r.ref:
            for v in r.values:
                count = v.count or (v.nums[0] if v.nums and v.kind == "count" else None)
                if count is None or v.total is None or v.kind != "count":
                    continue
                between = dossier.article.shadow[count.span.end : v.total.span.start]
                if not _INSTEAD.search(between):
                    yield r, count, v.total


def _same_counts(pair: Pair) -> Iterator[tuple[Num, Num]]:
    for f in pair.link.shared or compare(pair.left, pair.right).fields:
        if f.name in ("count", "value") and f.how == numerals.SAME:
            yield f.left, f.right


def _other_total(text: Result, said: Num, total: Num, count: Num, row: Result) -> Finding | None:
    """The finding on one count of the text and its cell, if they give it other totals."""
    held = next((v for v in row.values if v.count is not None and v.count.span == count.span), None)
    if held is None or held.kind != "percent" or len(held.nums) != 1:
        return None
    size = held.total
    if size is None and held.arm is not None:
        size = row.arms[held.arm].n
    texts = (count.text, total.text, size.text if size else "")
    if size is None or not all(t.isdigit() for t in texts) or int(count.text) < LEAST:
        return None
    percent = held.nums[0]
    if (
        total.text == size.text
        or gives(count, total.text, percent)
        or not gives(count, size.text, percent)
    ):
        return None
    place = "abstract" if text.place == "abstract" else "text"
    sentence = text.context.sentence
    return differs(
        "note" if _FEWER.search(sentence) else "warning",
        f"The {place} says {count.text} of {total.text}; {row.label} prints {count.text} as "
        f"{percent.text}%, which it is of {size.text}.",
        evidence=(
            Evidence("count", said.span, text.place),
            Evidence("total", total.span, text.place),
            Evidence("count", count.span, "table", row.label),
            Evidence("value", percent.span, "table", row.label),
            Evidence("total", size.span, "table", row.label),
        ),
        results=(text.id, row.id),
        computed={
            f"{count.text}/{total.text}": f"{100 * int(count.text) / int(total.text):.1f}%",
            f"{count.text}/{size.text}": f"{100 * int(count.text) / int(size.text):.1f}%",
        },
        alternatives=("patients other than those of the table",),
    )
