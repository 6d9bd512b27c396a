"""Whether the words round an estimate say that it is adjusted."""

from __future__ import annotations

import re

from src.utils.extraction import grammar as g
from src.utils.extraction.tokens import Lexed

#: (OR 0.5, 95% CI 0.3-0.9) on univariable analysis
_UPON = re.compile(r"(?<=[)\]\d])\s(?:on|in|at|by|from|using)\s(?:the\s)?\Z")
#: The word belongs to the label of one estimate: adjusted hazard ratio, multivariable OR.
_OF_ONE_LABEL = re.compile(
    r"[\s-]*+(?:adjusted[\s-]*+)?(?:(?:ratios?|common|odds?|hazards?|relative|risk|rate|incidence|prevalence|sub\w*)\b|"
    r"[acm]?(?:OR|HR|RR|IRR|PR|SHR)s?\b)"
)
_LABEL = re.compile(r"\b(?:[acm]?(?:HR|OR|RR|IRR|PR|SHR)|ratio|risk)\b")
#: A sentence that opens with the analysis it reports.
_OWN_ANALYSIS = re.compile(
    r"\s*+(?:In|By|On|With|For)\s(?:the|an?)\s(?:[^\s,;.()]++\s){0,3}?"
    r"(?:per[\s-]protocol|intent(?:ion)?[\s-]to[\s-]treat|ITT|PP|as[\s-]treated|sensitivity|landmark|"
    r"subgroup|post[\s-]hoc|exploratory|interim|final|primary|secondary)\s"
    r"(?:[^\s,;.()]++\s){0,2}?(?:analys[ie]s|populations?|sets?)\b"
)
#: How far back the words of a sentence are looked for, in tokens.
_REACH, _SENTENCE = 60, 160


def said(x: Lexed, i: int, taken: int, default: bool = False) -> bool:
    """Whether the estimate at token ``i`` is adjusted by the words of its sentence.

    The words between the estimate before it (which ends at token ``taken``) and itself count
    first, then those directly after it, then a clause that speaks for the whole sentence ("In
    multivariable analysis, age (HR ...) and stage (HR ...)"). ``default`` is what it inherits.
    """
    begin = _begin(x, i, _SENTENCE)
    lower = max(begin, taken, i - _REACH)
    start = x.starts[lower] if lower >= 0 else 0
    after = g.ADJUSTED.search(x.text, x.ends[i], min(len(x.text), x.ends[i] + 90))
    if after and after.lastgroup == "no" and _UPON.search(x.text, x.ends[i], after.start()):
        return False  # (OR 0.5, 95% CI 0.3-0.9) on univariable analysis
    last = None
    for found in g.ADJUSTED.finditer(x.text, start, x.starts[i]):
        last = found.lastgroup
    if last in ("no", "cluster"):
        return False
    if last == "yes":
        return True
    if after and after.lastgroup == "yes" and _directly(x.text[x.ends[i] : after.start()]):
        return True
    return default or _of_sentence(x.text, x.starts[begin] if begin >= 0 else 0, start)


def carried(x: Lexed, i: int, taken: int) -> bool:
    """Whether the follower at token ``i`` may inherit the adjustment of the estimate before it.

    It may not where a later sentence opens with an analysis of its own: "In a sensitivity analysis
    adjusting for age, HR 0.7 (0.5-0.9). In the per-protocol analysis, ... (0.8, 0.6-1.1)."
    """
    begin = _begin(x, i, _SENTENCE)
    return begin < taken or not _OWN_ANALYSIS.match(x.text, x.ends[begin])


def _begin(x: Lexed, i: int, reach: int) -> int:
    """The token that ends the sentence before token ``i``, or the farthest that is looked at."""
    j = i - 1
    while j > max(0, i - reach) and not (x.codes[j] == "." and ends_sentence(x, j)):
        j -= 1
    return j


def _of_sentence(text: str, start: int, end: int) -> bool:
    """Whether a clause before the first estimate of a sentence says that all are adjusted."""
    last = None
    for found in g.ADJUSTED.finditer(text, start, end):
        if _bracketed(text, start, found.start()):
            continue  # (odds ratio adjusted for age, 1.6): said of one estimate
        if found.lastgroup == "no" or not _OF_ONE_LABEL.match(text, found.end()):
            last = found.lastgroup
    return last == "yes"


def _bracketed(text: str, start: int, at: int) -> bool:
    """Whether a bracket with an effect's label is open at ``at``."""
    opened = text.rfind("(", start, at)
    return opened > text.rfind(")", start, at) and bool(_LABEL.search(text, opened, at))


def _directly(gap: str) -> bool:
    """Whether words after an estimate still speak of it: no new sentence, bracket or label."""
    return (
        gap.count(")") <= 1
        and "." not in re.sub(r"\d\.\d|\.\d", "", gap)
        and not re.search(r"HR|OR\b|RR|ratio|vs", gap)
    )


def ends_sentence(x: Lexed, j: int) -> bool:
    """Whether the full stop at token ``j`` ends a sentence: space and a capital, digit or end."""
    if x.data[j] == "gap":
        return True
    if j and x.codes[j - 1] == "w" and x.data[j - 1] in _SHORTENED:
        return False
    after = x.text[x.ends[j] : x.ends[j] + 3].lstrip()
    return not after or (x.text[x.ends[j] : x.ends[j] + 1] == " " and not after[0].islower())


#: Words that are printed short, with a full stop: adj. OR 1.9.
_SHORTENED = frozenset({"adj", "unadj", "resp", "approx"})
