"""Checks of the family TB: a part of a quantity against the whole, by what the words mean.

What belongs here: quantities of which one is contained in the other by definition. What does not:
categories that add up (`tb`), groups of patients (`tb_totals`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.checks.columns import Column, fold
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import Row, Sheet, sheets
from src.utils.printed import printed
from src.utils.records import Dossier, Evidence, Finding

#: Whole and part: the part cannot be larger, whoever is measured and however.
_WITHIN: tuple[tuple[str, str], ...] = (
    (
        r"(?:total\s+)?(?:dietary\s+)?fat(?:s|\s+total|,\s*total)?",
        r"(?:poly|mono)?[- ]?(?:un)?saturated"
        r"(?:\s+fat(?:s|ty\s+acids?)?)?|trans[- ]fat(?:s|ty\s+acids?)?|SFA|MUFA|PUFA",
    ),
    (
        r"(?:polyunsaturated(?:\s+fat(?:s|ty\s+acids?)?)?|PUFA)",
        r"(?:omega|ω|n)\s*-?\s*[36](?:\s+(?:fat(?:s|ty\s+acids?)?|PUFA))?|linoleic\s+acid|"
        r"(?:alpha|α)-linolenic\s+acid|EPA|DHA",
    ),
    (r"(?:total\s+|available\s+)?carbohydrates?", r"(?:total\s+)?sugars?|starch|sucrose|fructose"),
    (r"(?:total\s+)?(?:dietary\s+)?fib(?:er|re)", r"(?:in)?soluble\s+fib(?:er|re)"),
    (
        r"total\s+cholesterol|cholesterol,?\s*total|TC",
        r"(?:H|V?L)DL(?:\s*-?\s*C|\s+cholesterol)?|"
        r"(?:HDL|LDL)-cholesterol|non-?HDL(?:\s*-?\s*C|\s+cholesterol)?",
    ),
    (r"total\s+bilirubin|bilirubin,?\s*total", r"(?:direct|conjugated|indirect)\s+bilirubin"),
    (r"systolic(?:\s+(?:blood\s+)?pressure)?|SBP", r"diastolic(?:\s+(?:blood\s+)?pressure)?|DBP"),
    (r"(?:body\s+)?weight|body\s+mass", r"(?:lean|fat|fat-free)\s+(?:body\s+)?mass"),
)
_UNIT = re.compile(r"[(\[]\s*([^()\[\]]*)[)\]]\s*\Z|,\s*(\S+)\s*\Z")
_LEAD = re.compile(r"^(?:serum|plasma|fasting|mean|baseline|blood|office)\s+")
_TAIL = re.compile(r"\s+(?:intake|consumption|levels?|concentration)$")
_ANY = re.compile(
    r"^(?:any|at least (?:one|1)|(?:patients|participants|subjects)\s+with\s+(?:any|at least "
    r"(?:one|1)|[≥>]\s*=?\s*1))\b(?!.*(?:serious|severe|grade|related|leading|treatment|drug))",
    re.I,
)
_SERIOUS = re.compile(r"adverse|event|toxicit|complication|AEs?\b|side effect|reaction", re.I)
_EVENTS = re.compile(r"number of events|episodes|no\. of events|events, n|occurrences|grade", re.I)
_FEWEST = 3  # rows of a block that must keep to the whole


class Over(msgspec.Struct, frozen=True):
    """A part that is larger than its whole in one column."""

    column: Column
    whole: Row
    part: Row
    amount: str
    limit: str
    evidence: tuple[Evidence, ...]


@check("TB07", "part-larger-than-its-whole")
def part_larger(dossier: Dossier) -> Iterator[Finding]:
    """A part of a quantity is printed larger than the whole it belongs to.

    Compares
    --------
    In one column and one unit, quantities that contain one another by definition (fat and its
    kinds, polyunsaturated and omega 3 fatty acids, carbohydrate and sugar, total and HDL
    cholesterol, systolic and diastolic pressure): error where the part is larger beyond rounding.
    Under a row for any adverse event, the rows of single events: warning where one is larger and
    three others are not.

    Why it matters
    --------------
    Two rows, two columns or a decimal point were exchanged.

    Known limits
    ------------
    Changes from baseline and quantities in other units are left out. Rows that count events, not
    patients, may exceed the number of patients with any event.

    Source
    ------
    Definition of the quantities.
    """
    for sheet in sheets(dossier):
        rows = [r for r in sheet.rows if r.entries and r.heads]
        yield from _named(sheet, rows)
        for _, block in sheet.blocks:
            yield from _events(sheet, block)


def _split(label: str) -> tuple[str, str]:
    """A row's label without its unit, and the unit."""
    match = _UNIT.search(label)
    unit = (match[1] or match[2] or "") if match else ""
    name = label[: match.start()] if match else label
    return _TAIL.sub("", _LEAD.sub("", fold(name))), "".join(unit.lower().split())


def _named(sheet: Sheet, rows: list[Row]) -> Iterator[Finding]:
    split = {r.index: _split(r.label) for r in rows}
    larger: dict[int, list[Over]] = {}
    for whole, part in _WITHIN:
        wholes = [r for r in rows if re.fullmatch(whole, split[r.index][0], re.I)]
        parts = [r for r in rows if re.fullmatch(part, split[r.index][0], re.I)] if wholes else []
        for one in wholes:
            for two in parts:
                if one.heading != two.heading or one.heads[:-1] != two.heads[:-1]:
                    continue
                if split[one.index][1] != split[two.index][1]:
                    continue
                yield from _judged(sheet, one, two, larger.setdefault(one.index, []))
    for over in larger.values():
        if over:  # one wrong whole is one finding, however many parts and columns show it
            yield _told(sheet, over)


def _told(sheet: Sheet, over: list[Over]) -> Finding:
    """The parts that are larger than one whole, in the first column that shows them."""
    column = over[0].column
    shown = [o for o in over if o.column is column]
    parts = ", ".join(f"{o.part.label} {o.amount}" for o in shown)
    more = len({o.column.index for o in over}) - 1
    also = f", and so in {more} other column{'s' * (more > 1)}" if more else ""
    kind = "a part is" if len(shown) == 1 else "parts are"
    return differs(
        "error",
        f"{sheet.table.label}, {column.name}: {parts}, {over[0].whole.label} {shown[0].limit}: "
        f"{kind} larger than the whole{also}",
        computed={"whole": over[0].whole.label, "part": ", ".join(o.part.label for o in shown)},
        evidence=tuple(x for o in over for x in o.evidence),
    )


def _changed(sheet: Sheet, row: Row, column: Column) -> bool:
    """Whether a column holds changes, tests or effects and not amounts."""
    words = f"{column.name} {row.heading} {sheet.caption}"
    return bool(
        re.search(r"chang|differ|[Δ∆]|\bP\b|ratio|\bOR\b|\bHR\b|coefficient|correlat|%|SD\b", words)
    )


def _judged(sheet: Sheet, whole: Row, part: Row, larger: list[Over]) -> Iterator[Finding]:
    """The two rows column by column; what is larger than its whole is kept for one finding."""
    pairs: list[tuple[Column, Entry, Entry]] = []
    for column in [*sheet.groups, *sheet.totals]:
        a, b = whole.entries.get(column.index), part.entries.get(column.index)
        if a is None or b is None or a.kind != b.kind or _changed(sheet, whole, column):
            continue
        pairs.append((column, a, b))
    if any(printed(e.nums[0].text).value < 0 for _, a, b in pairs for e in (a, b)):
        return
    for column, a, b in pairs:
        evidence = sheet.evidence(b, "part")[:1] + sheet.evidence(a, "total")[:1]
        amount, limit = b.nums[0].text, a.nums[0].text
        if printed(amount).interval.low <= printed(limit).interval.high:
            yield agrees(
                f"{sheet.table.label}, {column.name}: {part.label} {amount}, {whole.label} {limit}",
                evidence=evidence,
            )
        else:
            larger.append(Over(column, whole, part, amount, limit, evidence))


def _alike(top: Entry, entry: Entry) -> bool:
    """Whether a larger count has a larger percentage too; else it is one of other patients."""
    shares = [printed(e.nums[-1].text).value for e in (top, entry) if len(e.nums) == 2]
    whole = [e.count for e in (top, entry)]
    if len(shares) < 2 or not all(whole) or not all(shares):
        return True
    # 38 (52.1%) under 60 (50.8%): the sizes that they are taken out of differ.
    sizes = [(w or 0) / float(x) for w, x in zip(whole, shares, strict=True)]
    return max(sizes) < 1.1 * min(sizes)


def _events(sheet: Sheet, block: list[Row]) -> Iterator[Finding]:
    """Rows of single events under a row of any event."""
    first = next((r for r in block if r.entries), None)
    if first is None or not _ANY.match(first.label) or len(block) < _FEWEST + 2:
        return
    words = f"{first.name} {sheet.caption}"
    if not _SERIOUS.search(words) or _EVENTS.search(words):
        return
    for column in sheet.groups:
        top = first.entries.get(column.index)
        if top is None or top.count is None:
            continue
        below = [
            (r, e)
            for r in block
            if r is not first
            and (e := r.entries.get(column.index))
            and e.kind == top.kind
            and not _ANY.match(r.label)
        ]
        over = [(r, e) for r, e in below if (e.count or 0) > top.count and _alike(top, e)]
        if len(over) != 1 or len(below) - 1 < _FEWEST:
            continue
        row, entry = over[0]
        yield differs(
            "warning",
            f"{sheet.table.label}, {column.name}: {row.label} in {entry.count} patients, "
            f"{first.label} in {top.count}",
            computed={first.label: str(top.count), row.label: str(entry.count)},
            alternatives=("events and not patients were counted",),
            evidence=sheet.evidence(entry, "part")[:1] + sheet.evidence(top, "total")[:1],
        )
