"""What else a result is of, by its sentence: population, time, analysis, subgroup."""

from __future__ import annotations

import re

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
_TIMEPOINT = re.compile(
    r"\b(?P<n>\d+(?:\.\d+)?|one|two|three|five|six|ten|twelve)[\s-]*(?P<unit>year|month|week|day)s?\b(?=[\s-]+"
    r"(?:\w+[\s-]+){0,3}?(?:m?OS|m?PFS|m?DFS|RFS|EFS|LRFS|survival|rates?|mortality|follow|incidence|recurrence|control))"
    r"|\b(?:at|by|after|within)\s+(?:the\s+)?(?P<unit2>week|month|day|year)\s+(?P<n2>\d+)\b"
    r"|\b(?:at|by|within)\s+(?P<n3>\d+(?![\d.])|one|two|three|five|six|ten|twelve)\s+(?P<unit3>year|month|week|day)s?\b",
    re.I,
)
_WORD_NUMBERS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "five": "5",
    "six": "6",
    "ten": "10",
    "twelve": "12",
}
_SUBGROUP = re.compile(
    r"\b(?:among|in\s+the\s+subgroup\s+of|in\s+(?:a|the)\s+subset\s+of|for\s+the\s+subgroup\s+of|in|for)\s+(?:the\s+)?"
    r"(?P<what>(?:\w+[\s-]+){0,3}?(?:patients|participants|women|men|children|subjects|those|subgroup)"
    r"(?:\s+(?:with|without|aged|who\s+(?:had|were|have)|whose|≥|<|>|under|over)\s+[^,;()\[\].]{2,60})?)",
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
    timepoint = ""
    times = {
        _time(m)
        for m in _TIMEPOINT.finditer(text, near[0], near[1])
        if m.end() <= start or m.start() >= end
    } or {_time(m) for m in _TIMEPOINT.finditer(text[:start]) if not m["n3"]}
    if len(times) == 1:
        timepoint = times.pop()
    subgroup = ""
    if re.search(r"\b(?:subgroups?|subset|among|stratum|strata)\b", text, re.I):
        for match in _SUBGROUP.finditer(text[: near[1]]):
            subgroup = re.sub(r"\s+", " ", match["what"]).strip()
    return Context(
        population=population or block_population,
        subgroup=subgroup,
        timepoint=timepoint,
        analysis=analysis,
        sentence=text,
    )


def _time(match: re.Match[str]) -> str:
    number = match["n"] or match["n2"] or match["n3"]
    unit = match["unit"] or match["unit2"] or match["unit3"]
    number = _WORD_NUMBERS.get(number.lower(), number)
    return f"{number} {unit.lower()}{'' if number == '1' else 's'}"
