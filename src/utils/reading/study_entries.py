"""Headings of a review's table and the values under them.

Belongs here: what a heading announces, and a heading that stands in the cell of its value. Does
not: which rows are studies (`study_rows`), or what a value says.
"""

from __future__ import annotations

import re

import msgspec

from src.utils.records import Span, StudyRow, View
from src.utils.terms import criteria_in, endpoints_in, kind_of

_POPULATION = re.compile(
    r"\b(?:s?IPTW|PSM|ITT|PP|FAS|mITT|matched|unmatched|per[\s-]+protocol|intention[\s-]+to[\s-]+treat|"
    r"propensity[\s-]+(?:score[\s-]+)?match\w+|after\s+matching|before\s+matching|overall\s+cohort|"
    r"(?:BIRC|BICR|IRC|IRR|investigator)(?:[\s-]+assess\w+)?)\b",
    re.I,
)

#: What a heading says besides its outcome: kind of statistic, level of an interval, unit.
_STATISTIC = re.compile(
    r"\b\d\d(?:\.\d+)?\s*%?\s*-?\s*(?:CI|CrI|confidence\s+intervals?|credible\s+intervals?)\b|"
    r"\b(?:confidence\s+intervals?|CI|IQR|SDs?|SE)\b|"
    r"\b(?:adjusted\s+|crude\s+|weighted\s+|standardi[sz]ed\s+|estimated\s+|absolute\s+)*"
    r"(?:(?:hazards?|odds|risk|rate|relative\s+risk)\s+ratios?|relative\s+risks?|"
    r"(?:mean|median|risk|treatment)\s+differences?|[as]?(?:HR|OR|RR|IRR|MD|SMD|RD))\b|"
    r"\bp(?:\s*-?\s*values?)?(?=\W*\Z)|\bn\s*/\s*N\b|\bn\s*\(?\s*%\s*\)?|"
    r"\(\s*(?:%|n|months?|mos?|years?|yrs?|weeks?|wks?|days?|kg|mmol/l|mg/dl|mm\s?hg|points?)\s*\)|"
    r"\((?=\s*(?:%|\)))|%",
    re.I,
)

#: A cell that says that there is no value.
NO_VALUE = re.compile(
    r"\W*(?:n/?[ra]|none|not\s+(?:reported|available|applicable|stated))?\W*\Z", re.I
)
#: A comparison as a cell reports it: two values, an estimate with its interval, a P value.
_COMPARED = re.compile(
    r"\d\S*(?:\s*\([^()]*\))?(?:\s*[a-z]+)?\s*(?:vs?\b\.?|versus)\s*\d|\bnot\s+reached\s+vs|"
    r"\b[Pp]\s*[=<>]|\b[a-z]{0,3}(?:HR|OR|RR|MD)\b\W{0,4}-?\d|"
    r"-?\d+\.\d+\s*[(\[][^()\[\]]*\d\s*(?:-|to|,|;)\s*-?\d"
)
#: Headings of what patients were like, and of how long and how much they were treated.
_DESCRIBES = re.compile(
    r"\W*(?:(?:mean|median)\s+)?(?:ages?|sex|gender|fe?males?|men|women|BMI|body\s+mass|follow|"
    r"durations?|dos(?:e|es|age|ing)|schedules?|baseline|enrol|recruit|periods?|dates?|quality|"
    r"risk\s+of\s+bias|inclusion|exclusion|criteria|population|diagnosis|characteristics?)\b",
    re.I,
)


class Entry(msgspec.Struct, frozen=True):
    """A value of a study with the heading that it stands under.

    ``value`` is where the value itself stands (without a heading in the same cell); empty when
    nothing stands under the heading.
    """

    endpoint: str
    criterion: str
    population: str
    heading: str  # as printed, spaces folded
    heading_span: Span
    value: tuple[Span, ...] = ()
    row: int | None = None
    column: int | None = None
    kind: str = ""  # an effect's kind, or "P", where the heading names a statistic
    heading_pieces: tuple[Span, ...] = ()  # all of it, where a header has several rows


class Group(msgspec.Struct, frozen=True):
    """A study of a table with its entries in the order of their headings."""

    study: StudyRow
    entries: tuple[Entry, ...]


def heading_entry(view: View) -> Entry:
    """What a heading announces: endpoint, criterion, population, kind of statistic."""
    text = view.text
    endpoints, criteria = endpoints_in(text), criteria_in(text)
    criterion = criteria[0][0].name if criteria else ""
    population = _POPULATION.search(text)
    printed = re.sub(r"\s+", " ", text).strip(" ,:;")
    kind = statistic(printed)
    name = endpoints[0][0].name if endpoints else own_name(printed)
    lead = len(text) - len(text.lstrip())
    return Entry(
        endpoint=name,
        criterion=criterion,
        population=population.group() if population else "",
        heading=printed,
        heading_span=view.span(lead, len(text.rstrip(" ,:;"))),
        kind=kind,
        heading_pieces=view.pieces,
    )


def statistic(head: str) -> str:
    """ "P" or an effect's kind where a heading names a statistic and no endpoint."""
    if endpoints_in(head):
        return ""
    if re.match(r"\W*p(?:\s*-?\s*values?)?\W*\Z", head, re.I):
        return "P"
    kind = kind_of(head)
    return kind[0] if kind else ""


def own_name(heading: str) -> str:
    """The outcome that a heading names in the article's own words, without unit and statistic.

    >>> own_name("HbA1c (%), mean difference (95% CI)"), own_name("P value"), own_name("OR")
    ('hba1c', '', '')
    """
    said = _STATISTIC.sub(" ", heading)
    words = re.sub(r"\(\s*[,;/]?\s*\)|\[\s*\]", " ", said)
    words = re.sub(r"\s+", " ", words).strip(" ,:;/()[]-").lower()
    return words if re.search(r"[^\W\d_]", words) else ""


def reports(head: str, cells: set[str]) -> bool:
    """Whether a column holds results: a known outcome, or comparisons under any heading."""
    if endpoints_in(head) or kind_of(head) or statistic(head):
        return True
    if not re.search(r"[^\W\d_]{2}", head) or _DESCRIBES.match(head):
        return False
    held = [s for s in cells if not NO_VALUE.match(s)]
    return bool(held) and sum(bool(_COMPARED.search(s)) for s in held) * 2 > len(held)


def filled(entry: Entry, pieces: tuple[Span, ...], row: int, column: int) -> Entry:
    """An entry with the value that stands under its heading."""
    return msgspec.structs.replace(entry, value=tuple(pieces), row=row, column=column)


def leading_heading(text: str) -> tuple[bool, int]:
    """Whether a cell opens with its endpoint, and where the heading in it ends."""
    start = len(text) - len(text.lstrip(" *:;,"))
    found = endpoints_in(text)
    if not found or re.search(r"\d", text[start : found[0][1]]) or found[0][1] - start > 25:
        return False, 0
    end = found[0][2]
    while True:
        gap = re.match(r"[\s,;:(]*(?:per|by|according\s+to)?\s*", text[end:])
        at = end + (gap.end() if gap else 0)
        criterion = next((e for _, s, e in criteria_in(text) if s == at), None)
        population = _POPULATION.match(text, at)
        if criterion is not None:
            end = criterion
        elif population:
            end = population.end()
        else:
            break
        if text[end : end + 1] == ")":
            end += 1
    return True, end
