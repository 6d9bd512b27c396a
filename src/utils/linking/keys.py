"""What identifies a quantity besides its numbers, and what two results say of each other there.

A key that one side leaves open matches with less certainty; a key on which both speak and
disagree makes them different results.
"""

from __future__ import annotations

import re

from src.utils import terms
from src.utils.linking.grades import other_grades
from src.utils.linking.words import overlap, periods, stem, tokens
from src.utils.records import Context, Result

_LETTERS = re.compile(r"\b(?:HR|OR|RR|IRR|SHR|RD|MD)\b")
#: Families that one broad word may cover: a death is an event of a survival time.
_GROUP = {"time": "events", "death": "events", "other": "events", "response": "r", "harm": "h"}
_ADJUSTED = re.compile(r"\badjust|\bmulti-?varia|\bcorrected for\b", re.I)
_CRUDE = re.compile(r"\bun-?adjust|\buni-?varia|\bcrude\b", re.I)


def standard(endpoint: str) -> bool:
    """Whether an endpoint is a standard term (OS, PFS, ORR) and not the article's own phrase."""
    return endpoint in terms.ENDPOINT_TEXT and endpoint not in terms.BROAD


def endpoint_stand(left: Result, right: Result) -> str:
    """ "same", "open" or "other" for the endpoints of two results."""
    a, b = left.endpoint, right.endpoint
    if not a or not b:
        return "open"
    if a == b:
        return "same"
    if standard(a) and standard(b):
        return "other"
    groups = {_GROUP.get(terms.FAMILIES.get(e, "")) for e in (a, b)}
    if None not in groups:  # "survival" may mean OS, never a response rate
        return "open" if len(groups) == 1 else "other"
    return "same" if overlap(tokens(a), tokens(b)) >= 0.5 else "open"


def adjustment(result: Result) -> bool | None:
    """Whether a result says that it is adjusted (True), crude (False), or leaves it open."""
    words = result.context.analysis
    if result.effect is not None and result.effect.adjusted:
        return True
    if _CRUDE.search(words):
        return False
    if _ADJUSTED.search(words):
        return True
    return None


def conflicts(left: Result, right: Result) -> tuple[str, ...]:
    """The keys on which both sides speak and disagree."""
    out = []
    if left.ref and right.ref and not set(left.ref) & set(right.ref):
        out.append("study")
    if endpoint_stand(left, right) == "other":
        out.append("endpoint")
    if left.criterion and right.criterion and left.criterion != right.criterion:
        out.append("criterion")
    a, b = left.context, right.context
    for name in ("population", "assessor"):
        x, y = getattr(a, name), getattr(b, name)
        if x and y and stem(x) != stem(y) and overlap(tokens(x), tokens(y)) < 0.5:
            out.append(name)
    if a.subgroup and b.subgroup and not (_speaks_of(a, b) or _speaks_of(b, a)):
        out.append("subgroup")
    if a.timepoint and b.timepoint:
        x, y = periods(a.timepoint), periods(b.timepoint)
        # "7-day prevalence at week 52" is told with either of its times.
        heads = periods(a.row), periods(b.row)
        if x and y and not (x | heads[0]) & (y | heads[1]):
            out.append("time")
    mention, cells = (right, left) if left.table is not None else (left, right)
    if other_grades(mention, cells):
        out.append("grade")
    x_adjusted, y_adjusted = adjustment(left), adjustment(right)
    if x_adjusted is not None and y_adjusted is not None and x_adjusted != y_adjusted:
        out.append("adjustment")
    a_effect, b_effect = left.effect, right.effect
    if a_effect and b_effect and _kind_differs(a_effect.kind, b_effect.kind):
        out.extend(() if _heads(a_effect.kind, right) else ("kind",))
    return tuple(out)


def _speaks_of(a: Context, b: Context) -> bool:
    """Whether the words round one result name the subgroup of the other."""
    said = tokens(" ".join((b.subgroup, b.row, b.header, b.sentence)))
    return overlap(tokens(a.subgroup), said) >= 0.5


def _heads(kind: str, cell: Result) -> bool:
    """Whether a column is headed by several kinds of effect, this one among them ("HR/OR")."""
    words = _LETTERS.findall(cell.context.header)
    return bool(kind) and kind in words and any(w != kind for w in words)


def _kind_differs(a: str, b: str) -> bool:
    """RR is printed for risk ratio, rate ratio and relative risk, so it stands beside IRR."""
    same = {"RR", "IRR", "PR", "ratio", ""}
    coefficients = {"beta", "MD"}  # a coefficient of a group is a difference of means
    alike = {a, b} <= same or {a, b} <= coefficients
    return a != b and not alike and not {a, b} & {"", "ratio"}


def opened(left: Result, right: Result) -> tuple[str, ...]:
    """The keys that one side states and the other leaves open."""
    out = []
    if bool(left.ref) != bool(right.ref):
        out.append("study")
    if bool(left.endpoint) != bool(right.endpoint):
        out.append("endpoint")
    if bool(left.criterion) != bool(right.criterion):
        out.append("criterion")
    for name in ("population", "subgroup", "timepoint"):
        if bool(getattr(left.context, name)) != bool(getattr(right.context, name)):
            out.append("time" if name == "timepoint" else name)
    return tuple(out)
