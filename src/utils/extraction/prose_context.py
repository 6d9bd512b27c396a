"""What else a result is of, by its sentence: population, time, analysis, subgroup."""

from __future__ import annotations

import re

from src.utils.extraction import number_words
from src.utils.records import Context

_POPULATIONS = (
    (
        "matched",
        r"propensity[\s-]+score[\s-]+match\w*|\bPSM\b|matched\s+(?:cohort|population|pairs?|analysis)",
    ),
    ("sIPTW", r"\bs-?IPTW\b|stabili[sz]ed\s+inverse\s+probability"),
    ("IPTW", r"\bIPTW\b|inverse\s+probability"),
    ("ITT", r"intention[\s-]+to[\s-]+treat|intent[\s-]+to[\s-]+treat|\bm?ITT\b"),
    ("per protocol", r"per[\s-]+protocol"),
    ("as treated", r"as[\s-]+treated"),
)
_POPULATION = re.compile("|".join(f"(?P<p{k}>(?i:{p}))" for k, (_, p) in enumerate(_POPULATIONS)))
_ANALYSES = re.compile(
    r"\b(?:(?P<multi>multi-?\s?varia\w+|adjusted\s+(?:for|model|analys[ei]s))|(?P<uni>uni-?\s?varia\w+|unadjusted|crude))",
    re.I,
)
_NUMBER = rf"(?:\d+(?:\.\d+)?|{number_words.PATTERN})"
_UNIT = r"(?:year|month|week|day)"
_TIMEPOINT = re.compile(
    rf"\b(?P<n>{_NUMBER})[\s-]*(?P<unit>{_UNIT})s?\b(?=[\s-]+"
    r"(?:\w+[\s-]+){0,3}?(?:m?OS|m?PFS|m?DFS|RFS|EFS|LRFS|FFS|survival|rates?|mortality|follow|incidence|"
    r"recurrence|control))"
    rf"|\b(?:at|by|after|within)\s+(?:the\s+)?(?P<unit2>{_UNIT})\s+(?P<n2>\d+)\b"
    rf"|\b(?:at|by|within)\s+(?:the\s+)?(?P<n3>{_NUMBER}(?![\d.]))[\s-]+(?P<unit3>{_UNIT})s?\b",
    re.I,
)
#: The next of a list of times: "at three months (10 vs 4) and six months (7 vs 3)", "and month 6".
_NEXT_TIME = re.compile(
    rf"\A[^.;\w]*(?:and|or)\s+(?:at\s+)?(?:the\s+)?"
    rf"(?:(?P<n>{_NUMBER})[\s-]+(?P<unit>{_UNIT})s?|(?P<unit2>{_UNIT})\s+(?P<n2>\d+))\b",
    re.I,
)
_SUBGROUP = re.compile(
    r"\b(?:among|in\s+the\s+subgroup\s+of|in\s+(?:a|the)\s+subset\s+of|for\s+the\s+subgroup\s+of|in|for)\s+(?:the\s+)?"
    r"(?P<what>(?:\w+[\s-]+){0,3}?(?:patients|participants|women|men|children|subjects|those|subgroup)"
    r"(?:\s+(?:with|without|aged|who\s+(?:had|were|have)|whose|≥|<|>|under|over)\s+[^,;()\[\].]{2,60})?)",
    re.I,
)

#: Words that single nobody out: all the patients of the trial.
_EVERYBODY = re.compile(
    r"(?:(?:\d[\d,]*|all|the|these|those|eligible|enrolled|randomi[sz]ed|included|remaining|evaluable|"
    r"study|trial|treated|assessed|analysed|analyzed|both|two|most|other|of|in|more|fewer|group|arm)\s+)*"
    r"(?:patients|participants|women|men|children|subjects|those|subgroup)",
    re.I,
)


def context(
    text: str, start: int, end: int, near: tuple[int, int], block_population: str
) -> Context:
    """Population, timepoint, analysis and subgroup that the words state for a result."""
    clause = text[near[0] : near[1]]
    population = ""
    for match in _POPULATION.finditer(text[: near[1]]):
        population = _POPULATIONS[int((match.lastgroup or "p0")[1:])][0]
    analysis = ""
    named = list(_ANALYSES.finditer(clause))
    # The word before the numbers is theirs; one after them begins the next estimate.
    before = [m for m in named if near[0] + m.start() < start]
    for match in before[-1:] or named[:1]:
        analysis = "multivariable" if match["multi"] else "univariable"
    timepoint = _timepoint(text, start, end, near)
    subgroup = ""
    if re.search(r"\b(?:subgroups?|subset|among|stratum|strata)\b", text, re.I):
        for match in _SUBGROUP.finditer(text[: near[1]]):
            if not _EVERYBODY.fullmatch(match["what"]):
                subgroup = re.sub(r"\s+", " ", match["what"]).strip()
    return Context(
        population=population or block_population,
        subgroup=subgroup,
        timepoint=timepoint,
        analysis=analysis,
        sentence=text,
    )


def _timepoint(text: str, start: int, end: int, near: tuple[int, int]) -> str:
    """The one time that the words near a result state, else the one that stands before it."""
    # "for 2-year PFS: HR 0.55": the time stands right before the endpoint's name.
    before = max(0, near[0] - 24)
    here = [
        m
        for m in _TIMEPOINT.finditer(text, before, near[1])
        if m.start() >= near[0] or near[0] - m.end() <= 2
    ]
    # What stands after the numbers may begin the next result.
    times = {_time(m) for m in here if m.end() <= start}
    times = times or {_time(m) for m in here if m.start() >= end}
    if not times:
        earlier = list(_TIMEPOINT.finditer(text[:start]))
        times = {_time(m) for m in earlier if not m["n3"]}
        following = _NEXT_TIME.match(text[_last_bracket(text, start) : start])
        if earlier and following:
            n, unit = following["n"], following["unit"]
            times = {_spell(n or following["n2"], unit or following["unit2"])}
    return times.pop() if len(times) == 1 else ""


def _last_bracket(text: str, start: int) -> int:
    """Where the bracket before ``start`` was closed; ``start`` itself if there is none near."""
    at = text.rfind(")", 0, start)
    return at + 1 if at >= 0 and start - at < 80 else start


def _time(match: re.Match[str]) -> str:
    number = match["n"] or match["n2"] or match["n3"]
    return _spell(number, match["unit"] or match["unit2"] or match["unit3"])


def _spell(number: str, unit: str) -> str:
    number = number_words.value(number) or number
    return f"{number} {unit.lower()}{'' if number == '1' else 's'}"
