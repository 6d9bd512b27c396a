"""A claim in words held against the cells that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from src.utils.checks import cl_decide, wording
from src.utils.checks.claimed import words as w
from src.utils.checks.claimed.groups import named, sides
from src.utils.checks.claimed.rows import Context, NamedRows, reference
from src.utils.checks.claimed.said import Claimed, comparator
from src.utils.extraction.claims_groups import more_is_better
from src.utils.linking.grades import grades
from src.utils.linking.names.rows import stems_of
from src.utils.linking.words import tokens
from src.utils.printed import printed
from src.utils.records import Dossier, Num, Result, Value

_GRADE = re.compile(
    r"\b(?:grades?|gr\.?)\s*[≥>]?=?\s*(?:[1-5]|I{1,3}|IV|V)\b(?:\s*(?:-|/|to|or)\s*"
    r"(?:[1-5]|I{1,3}|IV|V|higher|worse|more)\b)*\s*\+?",
    re.I,
)
_BETWEEN = re.compile(
    r"\b(?:between|among|across)\b|\b(?:groups|arms)\b|\bthan\b|\bcompared\b", re.I
)
Answer = Literal["agrees", "differs", ""]


class Held(msgspec.Struct, frozen=True):
    """What a cell, or a pair of cells, says of a claim, and the numbers that say it."""

    answer: Answer
    result: Result
    nums: tuple[tuple[str, Num], ...]
    shown: str


class Side(msgspec.Struct, frozen=True):
    """A group of a row: its name without the grade, its grades, its value."""

    name: str
    grades: frozenset[int]
    value: Value


def direction(
    claim: Claimed, text: str, said: Context, cell: Result, dossier: Dossier
) -> list[Held]:
    """What the values of a row say of a direction: one answer for each set of columns."""
    found: dict[frozenset[int], list[Side]] = {}
    for v in cell.values:
        if v.arm is None or v.arm >= len(cell.arms):
            return []
        name = cell.arms[v.arm].name
        side = Side(_GRADE.sub(" ", name), grades(name), v)
        found.setdefault(side.grades, []).append(side)
    wanted = said.grades - {5}
    fixed = grades(f"{cell.context.row}")
    if wanted:
        if fixed:
            found = found if fixed - {5} == wanted else {}
        else:
            found = {g: s for g, s in found.items() if g - {5} == wanted}
    if not cell.values:
        by_ratio = ratio(claim, text, said, cell)
        return [by_ratio] if by_ratio else []
    return [
        h for s in found.values() if (h := _compared(claim, text, s, cell, dossier)) is not None
    ]


def _compared(
    claim: Claimed, text: str, values: list[Side], cell: Result, dossier: Dossier
) -> Held | None:
    if len(values) < 2 or len({s.name for s in values}) < len(values):
        return None
    parts = sides(text, [s.name for s in values])
    if parts is None:
        return None
    loss, gain = _changing(w.LOSS, text, cell), _changing(w.GAIN, text, cell)
    change = _Change(loss, gain, gain and claim.more, NamedRows.of(dossier).of_change(cell))
    orders = set()
    for i in parts[0]:
        for j in parts[1]:
            orders.add(_order(values[i].value, values[j].value, change))
    if len(orders) != 1 or None in orders:
        return None
    order = orders.pop()
    same = (order == 1) == claim.up
    if claim.denied:
        decided = cl_decide.decide(cell, dossier)
        if same and decided != "significant":
            return None
        same = not same
    if not same and claim.verb and comparator(text) is None:
        return None  # "increased in the zinc group": perhaps since the start
    used = [values[k] for k in sorted(parts[0] | parts[1])]
    nums = tuple(("value", n) for s in used for n in s.value.nums)
    shown = "; ".join(f"{s.name.strip()} {_show(s.value)}" for s in used)
    return Held("agrees" if same else "differs", cell, nums, shown)


def ratio(claim: Claimed, text: str, said: Context, cell: Result) -> Held | None:
    """What the ratio of a factor's row says of a higher or lower risk, or a longer survival."""
    e = cell.effect
    if e is None or e.estimate is None or e.low is None or e.high is None or claim.denied:
        return None
    if len(cell.arms) > 1 or wording.scale_of(e) != "ratio" or said.wide & reference(cell):
        return None
    if any(tokens(m) - stems_of(cell.context.row) for m in w.LITTLE.findall(_subject(claim, text))):
        return None
    good = {more_is_better(n) for n in said.endpoints}
    if w.RISK.search(text):
        above = claim.up
    elif good == {True} and e.kind == "HR":
        above = not claim.up
    else:
        return None
    if (printed(e.estimate.text).value > 1) == above:
        answer: Answer = "agrees"
    else:
        low, high = printed(e.low.text).interval, printed(e.high.text).interval
        if not (low.low > 1 or high.high < 1):
            return None
        answer = "differs"
    nums = (("estimate", e.estimate), ("low", e.low), ("high", e.high))
    return Held(answer, cell, nums, wording.shown(e))


def _subject(claim: Claimed, text: str) -> str:
    """The words before that of comparing."""
    return text[: max(claim.word[0] - claim.start, 0)]


def _changing(nouns: re.Pattern[str], text: str, cell: Result) -> bool:
    """Whether a clause speaks of a change by a word that is no part of the row's name."""
    row = cell.context.row.lower()  # "Hearing loss" in the row of that name is no change
    return any(m.lower().rstrip("s") not in row for m in nouns.findall(text))


def _show(value: Value) -> str:
    if value.not_reached:
        return "not reached"
    return "-".join(n.text for n in value.nums) + ("%" if value.kind == "percent" else "")


class _Change(msgspec.Struct, frozen=True):
    """Whether words tell of a loss, a gain, a growing number, and whether cells hold changes."""

    loss: bool
    gain: bool
    more: bool
    cells: bool


def _order(a: Value, b: Value, change: _Change) -> int | None:
    """1 where the first value is the larger, -1 where it is the smaller, None where it is open."""
    if a.kind != b.kind or a.kind == "count" or len(a.nums) != 1 or len(b.nums) != 1:
        return None
    x, y = printed(a.nums[0].text), printed(b.nums[0].text)
    if x.interval.meets(y.interval):
        return None
    first, second = x.value, y.value
    fell, rose = first < 0 and second < 0, first >= 0 and second >= 0
    if change.loss or change.gain:
        if fell and not change.more:
            first, second = abs(first), abs(second)
        elif not (rose and change.more and change.cells and not change.loss):
            return None
    elif not rose or change.cells:
        return None
    return 1 if first > second else -1


def significance(
    claim: Claimed, text: str, said: Context, cell: Result, dossier: Dossier
) -> Held | None:
    """What P value and interval of a cell say of a claim of significance."""
    names = list(dict.fromkeys(" ".join(_GRADE.sub(" ", a.name).split()) for a in cell.arms))
    of_groups = claim.up is not None and (len(names) > 1 or not w.RISK.search(text))
    if of_groups and (len(names) < 2 or sides(text, names) is None):
        return None
    if claim.verb and of_groups and comparator(text) is None:
        return None
    between = _BETWEEN.search(text)
    if between and claim.factor and w.ASSOCIATED.search(text):
        between = None
    if (between or not claim.factor) and len(names) < 2 and cell.effect is None:
        return None
    if between and len(names) < 2:
        return None
    if len(names) > 2 and named(text, names):
        return None
    over = _over_p(cell, dossier)
    for heading in (over, cell.context.row):
        asked = grades(heading) - {5}
        if asked and asked != said.grades - {5}:
            return None
    if said.grades and not grades(f"{over} {cell.context.row} {cell.context.header}"):
        return None
    decided = cl_decide.decide(cell, dossier)
    if decided not in ("significant", "not significant"):
        return None
    e = cell.effect
    nums = [("p", p.value) for p in cell.p if cl_decide.of_difference(p)]
    if e is not None and e.low is not None:
        nums += [
            (k, n) for k, n in (("estimate", e.estimate), ("low", e.low), ("high", e.high)) if n
        ]
    same = (decided == "significant") == claim.significant
    return Held("agrees" if same else "differs", cell, tuple(nums), cl_decide.shown(cell))


def _over_p(cell: Result, dossier: Dossier) -> str:
    """What stands over the column of a cell's P value."""
    if not cell.p or cell.table is None:
        return ""
    at = cell.p[0].value.span
    table = dossier.article.tables[cell.table]
    home = next((c for c in table.cells if any(at in p for p in c.pieces)), None)
    if home is None:
        return ""
    over = [
        c
        for c in table.cells
        if c.row < table.header_rows and c.column <= home.column < c.column + c.colspan
    ]
    return " > ".join(dossier.article.view(c.pieces).text for c in over if c.pieces)


def consensus(held: Sequence[Held]) -> list[Held]:
    """All answers where they are one, none where they part."""
    return list(held) if len({h.answer for h in held}) == 1 else []
