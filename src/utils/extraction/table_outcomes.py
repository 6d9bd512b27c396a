"""Drafts become results: endpoint, context, evidence, id.

Belongs here: what names a result. Does not: its numbers.
"""

from __future__ import annotations

import re

from src.utils import terms
from src.utils.extraction import table_headers as heads
from src.utils.extraction.table_effects import Effects
from src.utils.extraction.table_headers import heading
from src.utils.extraction.table_reader import Draft
from src.utils.extraction.table_rows import Row
from src.utils.records import (
    Context,
    Result,
)

_POPULATION = (
    ("ITT", re.compile(r"(?i)\bintention[\s-]+to[\s-]+treat\b|\bITT\b|\bfull analysis set\b")),
    ("per protocol", re.compile(r"(?i)\bper[\s-]+protocol\b|\bPP (?:population|analysis|set)\b")),
    ("matched", re.compile(r"(?i)\bpropensity|\bPSM\b|\bmatched\b|\bIPTW\b")),
)
_TIME_UNIT = re.compile(
    r"(?i)(?<![a-z])(months?|mo|mos|years?|yrs?|weeks?|wks?|days?|hours?|hrs?|min(?:utes)?)\b"
)
_OPENS_WITH_STATISTIC = re.compile(
    r"(?i)\s*(?:n|no\.?|%|mean|median|number|sd|iqr|range)\b\s*[(,±%]"
)
_UNIT_ONLY = re.compile(
    r"(?i)[\s,(]*(?:[a-zµμ%°]{1,6}(?:\s?/\s?[a-z0-9]{1,6})*\d?|score|points|units)[\s)]*\Z"
)
_ROW_TIME = re.compile(
    r"(?i)\b(?:at|after|by|until|through|within)\s+(?P<a>(?:day|week|month|year"
    r"|hour)s?\s*-?\s*\d+|\d+(?:\.\d+)?\s*-?\s*(?:days?|weeks?|wks?|months?|mo|years?"
    r"|yrs?|hours?|h)\b|baseline|follow-?\s?up)"
    r"|\b(?P<b>\d+(?:\.\d+)?\s?-\s?(?:day|week|month|year|hour|yr|mo)s?)\b|(?P<c>(?:day"
    r"|week|month|year|hour)s?\s*\d+(?!\d))"
)
_CRITERION = re.compile(r"(?i)recist|recicl|criteri|choi\b|lugano|\brano\b|imwg|pcwg|working group")
_STATISTIC_HEAD = re.compile(
    r"(?i)\A[\s(]*(?:(?:overall\s+|adjusted\s+|geometric\s+|least[\s-]squares\s+)?(?:mean"
    r"|ls|lsm|median|n|no\.?|%|number|total|sd|se|iqr|range|min|max|"
    r"minimum|maximum|p|hr|or|rr|95% ci|ci|yes|no|all|value|hazard ratio|odds ratio"
    r"|p[\s-]?value)\b[\s,.()±/%-]*)+\Z"
)


#: What follows in a caption are groups, no outcomes: "overall survival by performance status".
_GROUPING = re.compile(
    r"\b(?:by|according|stratified|per|within|across|subgroups?|among)\b[^.;]*\Z"
)


class Outcomes(Effects):
    """Makes results of drafts."""

    def _result(self, draft: Draft) -> Result | None:
        if not draft.values and draft.effect is None and not draft.p:
            return None
        row, column = draft.row, draft.column
        spans = tuple(dict.fromkeys(s for c in draft.cells for s in c.pieces))
        if not spans:
            return None
        endpoint, phrase = self._endpoint(draft)
        path = " > ".join([*row.sections, *row.heads])
        words = " ".join([*row.sections, *row.heads, *column.parts])
        time = column.time or next(
            (t for t in map(_row_time, (*reversed(row.heads), *reversed(row.sections))) if t), ""
        )
        analysis = column.typed.analysis
        if not analysis:
            analysis = next(
                (
                    h.analysis
                    for h in (row.typed, *(heading(s) for s in reversed(row.sections)))
                    if h.analysis
                ),
                "",
            )
        if not analysis and draft.effect and draft.effect.adjusted:
            analysis = "adjusted"
        group = column.group
        unit = ""
        if any(v.kind in ("median", "mean") for v in draft.values):
            found = _TIME_UNIT.search(" ".join(row.heads[-1:])) or _TIME_UNIT.search(
                " ".join(row.sections[-1:])
            )
            unit = terms.UNITS.get(found.group(1).lower(), "") if found else ""
        elif draft.values and all(v.kind == "percent" for v in draft.values):
            unit = "%"
        population = next(
            (n for n, pattern in _POPULATION if pattern.search(words)),
            next((n for n, pattern in _POPULATION if pattern.search(self.sheet.caption)), ""),
        )
        quote = " ".join(self.article.quote(s) for s in spans)
        first = draft.cells[0]
        return Result(
            id=self.namer.name("table", self.table.label, path, column.path, endpoint, quote),
            place="table",
            spans=spans,
            label=self.table.label,
            arms=tuple(draft.arms),
            endpoint=endpoint,
            endpoint_printed=phrase,
            criterion=_criterion(path) or _criterion(group) or _criterion(self.sheet.caption),
            values=tuple(draft.values),
            unit=unit,
            effect=draft.effect,
            p=tuple(draft.p),
            context=Context(
                population=population,
                subgroup=self._subgroup(draft),
                timepoint=time,
                analysis=analysis,
                row=path,
                header=column.path,
            ),
            table=self.index,
            row=first.row,
            column=first.column,
        )

    def _endpoint(self, draft: Draft) -> tuple[str, str]:
        """The standard endpoint nearest to the numbers, else the row's own words in lower case."""
        row = draft.row
        near = [*reversed(row.heads), *reversed(row.sections)]
        own = heads.group_name(row.head).strip(" :,")
        category = bool(own) and not _STATISTIC_HEAD.match(own)
        for text in near:
            if text == row.head and own in ("CR", "PR", "SD", "PD") and draft.effect is None:
                return own, text
            inside = terms.endpoints_in(text)
            if not inside:
                continue
            term = inside[0][0]
            if text in row.heads or term.family == "time" or not category:
                return term.name, text
            break  # "Adverse events" over "Nausea": the row's own words say more
        for text in (draft.column.group, *reversed(draft.column.parts)):
            if text and (found := terms.endpoint(heads.group_name(text) or text)):
                return found, text
        if draft.effect is not None:
            named = terms.endpoints_in(self.sheet.caption)
            if named and _one_endpoint(self.sheet.caption) and not self._listed(row):
                term, start, end = named[0]
                return term.name, self.sheet.caption[start:end]
        for position, text in enumerate(near):
            name = heads.group_name(text).strip(" :,")
            if name and not _STATISTIC_HEAD.match(name):
                opened = _OPENS_WITH_STATISTIC.match(text)
                above = (
                    heads.group_name(near[position + 1]).strip(" :,")
                    if near[position + 1 :]
                    else ""
                )
                if opened and above:
                    # "mean (SD), g/L" or "n (%) < 105 g/L" under what was measured.
                    name = above if _UNIT_ONLY.match(name) else f"{above} {name}"
                return name.lower(), text
        group = draft.column.group
        return (group or " ".join(near)).lower(), group or " ".join(near)

    def _listed(self, row: Row) -> bool:
        """Whether the caption lists the row as an outcome of its own beside the endpoint."""
        caption = self.sheet.caption.lower()
        for text in (*row.heads, *row.sections):
            name = re.sub(r"\s*\(.*", "", heads.group_name(text)).strip(" :,").lower()
            at = caption.find(name) if len(name) > 5 else -1
            if at >= 0 and not terms.endpoints_in(text) and not _GROUPING.search(caption[:at]):
                return True
        return False

    def _subgroup(self, draft: Draft) -> str:
        """For an effect: the category or section that it holds for, when that is no endpoint."""
        if draft.effect is None:
            return ""
        words = [t for t in (*draft.row.sections, *draft.row.heads) if not terms.endpoint(t)]
        words = [t for t in words if heading(t, True).role not in (heads.EFFECT, heads.VALUE)]
        return " > ".join(words)


#: A class of ages, no time: "< 45 years", "18-24 years", "aged 6 months".
_AGE = re.compile(
    r"(?i)\A\W*[<>≤≥]|\A\W*\d+\s?(?:-|to)\s?\d+\s?(?:years?|yrs?|y)\b|\bage[ds]?\b|years?[\s-]old"
)


def _row_time(text: str) -> str:
    """The time that the head of a row or a section speaks of, "" when none."""
    if _AGE.search(text):
        return ""
    typed = heading(text)
    if typed.time and len(typed.time) >= 0.6 * len(text.strip(" :()")):
        return typed.time
    match = _ROW_TIME.search(text)
    return next((g.lower() for g in match.groups() if g), "") if match else ""


def _criterion(text: str) -> str:
    return terms.criterion(text) if _CRITERION.search(text) else ""


def _one_endpoint(caption: str) -> bool:
    return len({t.name for t, _, _ in terms.endpoints_in(caption)}) == 1
