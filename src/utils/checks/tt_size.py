"""TT18: a total of the text that its own percentage and a size of a table both contradict.

What belongs here: n/N (p%) of which N does not give p, and a total or a group's size printed in a
table, one slip of a key away from N, does. What does not: shares that agree, and those that no
size of a table explains (PR01).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from src.utils.checks.registry import check, differs
from src.utils.linking import numerals
from src.utils.printed import Interval, printed
from src.utils.records import Dossier, Evidence, Finding, Num, Result, Value

#: Smaller totals are a slip away from too many.
LEAST = 30


@check("TT18", "total-against-size-in-table")
def total_against_size(dossier: Dossier) -> Iterator[Finding]:
    """The total behind a percentage of the text is not the number of patients of the table.

    Compares
    --------
    n/N (p%) of the text, where n/N is not p, with the totals and sizes of groups that the tables
    print: exactly one of them is a slip of a key away from N, and n is p % of it. Warning.

    Why it matters
    --------------
    The percentage shows which of the two totals was used, and the table prints that one.

    Known limits
    ------------
    Totals under 30, and several sizes that would explain the percentage, are left alone.

    Source
    ------
    Arithmetic; slips of a key are one digit changed or two digits swapped.
    """
    sizes: dict[str, list[tuple[Num, Result]]] = defaultdict(list)
    for r in dossier.results:
        if r.table is not None and r.place == "table":
            for num in _sizes(r):
                sizes[num.text].append((num, r))
    for r in dossier.results if sizes else ():
        if r.table is not None or r.place not in ("abstract", "text") or r.ref:
            continue
        for v in r.values:
            if v.kind == "percent" and v.count and v.total and len(v.nums) == 1:
                found = _explaining(v, sizes)
                if found is not None:
                    yield _differing(r, v, *found)


def _sizes(row: Result) -> Iterator[Num]:
    yield from (a.n for a in row.arms if a.n is not None)
    yield from (v.total for v in row.values if v.total is not None)


def _explaining(
    value: Value, sizes: dict[str, list[tuple[Num, Result]]]
) -> tuple[Num, Result] | None:
    """The only size of the tables that is a slip away from a total and gives its percentage."""
    count, total = value.count, value.total
    assert count is not None and total is not None
    if not (count.text.isdigit() and total.text.isdigit()) or int(total.text) < LEAST:
        return None
    if total.text in sizes or gives(count, total.text, value.nums[0]):
        return None
    fits = [
        text
        for text in sizes
        if text.isdigit()
        and numerals.slip(total.text, text) in ("one digit changed", "two digits swapped")
        and gives(count, text, value.nums[0])
    ]
    return sizes[fits[0]][0] if len(fits) == 1 else None


def gives(count: Num, total: str, percent: Num) -> bool:
    """Whether a count in a total rounds, or is cut, to a percentage."""
    if not int(total):
        return False
    said = printed(percent.text)
    slack = Interval(said.value - said.unit, said.value + said.unit)
    return slack.holds(100 * printed(count.text).value / int(total))


def _differing(text: Result, value: Value, size: Num, row: Result) -> Finding:
    count, total, percent = value.count, value.total, value.nums[0]
    assert count is not None and total is not None
    place = "abstract" if text.place == "abstract" else "text"
    return differs(
        "warning",
        f"The {place} says {count.text} of {total.text} ({percent.text}%); {row.label} prints "
        f"{size.text}, of which {count.text} is {percent.text}%.",
        evidence=(
            Evidence("count", count.span, text.place),
            Evidence("total", total.span, text.place),
            Evidence("value", percent.span, text.place),
            Evidence("total", size.span, "table", row.label),
        ),
        results=(text.id, row.id),
        computed={
            f"{count.text}/{total.text}": f"{100 * int(count.text) / int(total.text):.1f}%",
            f"{count.text}/{size.text}": f"{100 * int(count.text) / int(size.text):.1f}%",
        },
        alternatives=("patients other than those of the table",),
    )
