"""Groups as sentences name them: noun phrases in the places where a group must stand.

What belongs here: where a name begins and ends, and which phrases can be none. What does not: who
is compared with whom (`comparisons`), numbers, and what is said to be better.

There is no list of treatments: a name is a noun phrase in the place where a group must stand, and
it is refused when its words belong to the report (study, difference, rate, survival ...).
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from src.utils import terms

GROUP = r"(?:groups?|arms?|cohorts?|regimens?)"
_PEOPLE = (
    r"(?:patients?|participants?|subjects?|women|men|children|people|persons|individuals|adults|"
    r"infants|neonates|volunteers|those|that|recipients|cases|controls)"
)
_JOINTS = (
    r"in\s+combination\s+with|in\s+conjunction\s+with|in\s+addition\s+to|combined\s+with|"
    r"followed\s+by|with\s+or\s+without|together\s+with|along\s+with|added\s+to"
)
_TOKEN = re.compile(rf"(?:{_JOINTS})\b|[^\W_](?:[\w%/'’.+-]*[\w%+])?|[^\w\s]", re.I)
#: Words that may stand between the place of a group and its name.
_LEAD = re.compile(
    r"\s*(?:(?:the|a|an|its|their|either|both|all|only|"
    rf"{_PEOPLE}|observed|seen|found|reported|recorded|noted|achieved|obtained|"
    r"in|of|with|for|among|on|who|whom|which|were|was|had|have|been|being|that|"
    rf"{GROUP}(?=\s+(?:of|receiving|treated|given|who|that|assigned|with)\b)|this|combining|"
    r"received|receiving|receive|treated|undergoing|underwent|given|assigned|randomi[sz]ed|"
    r"randomly|allocated|taking|using|use|to|by|from|group\s+of|"
    r"(?:the\s+)?combinations?\s+(?:therapy\s+|treatment\s+|regimen\s+)?of|(?:the\s+)?addition\s+of|treatment\s+with|therapy\s+with|"
    r"administration\s+of|the\s+use\s+of|infusion\s+of)\s+(?=\S))*",
    re.I,
)
_STOP = frozenset(
    """was were is are be been being has have had did do does done can could may might would will
    should must showed shown shows show demonstrated demonstrates demonstrate exhibited exhibits
    achieved achieves reached resulted results led leads improved improves yielded yields provided
    provides received receives receiving produced produces experienced reported significantly
    markedly notably substantially considerably statistically numerically slightly
    but while whereas than compared relative versus vs vs. v at after before during from over in on
    by when that which who whose where as per though although yet respectively for among within
    because not no also remained remains observed seen found undergoing if or so then since until
    through throughout regarding concerning despite according to into toward towards under without
    had, appeared seems seemed tended did proved became increased decreased reduced prolonged
    extended enhanced offered offers failed conferred caused favoured favored having there alone,
    evaluated assessed analysed analyzed included enrolled available screened followed better worse longer shorter higher lower greater superior inferior of having more less
    fewer larger smaller similar comparable only, both""".split()
)
_DIGIT_WORD = re.compile(r"\d+-?[A-Za-z]")
_DOSE = re.compile(r"\s*(?:m[gl]\b|µg|mcg|g\b|Gy\b|%\s+[a-z]|IU\b|mm\b)")
_SPACE = re.compile(r"\s+")
_ENDS = frozenset("group groups arm arms cohort cohorts regimen regimens alone".split())
#: Heads of noun phrases that speak of the report or of an outcome, never of a group.
_NOT_ARM = frozenset(
    """former latter comparison study studies trial trials result results analysis analyses difference differences finding
    findings there it we they this these those rate rates survival median mean time response
    efficacy effect effects outcome outcomes benefit benefits improvement improvements reduction
    increase decrease risk hazard ratio ratios odds interval confidence months weeks days years
    hours safety toxicity incidence frequency events event progression mortality death deaths
    quality score scores level levels addition contrast terms term analysis baseline population
    data evidence authors author efficacy prognosis endpoint endpoints parameters primary secondary
    regard respect line recurrence disease failure significance significant number numbers
    proportion percentage table figure what one other others another period follow-up research experience conclusion
    subgroup subgroups all none each any no setting value values fact change changes concentration
    concentrations statistical significantly baseline treatment-related adverse both groups
    outcome duration values hand other whole average favor favour our investigators clinical same such age sex
    stage chance likelihood probability model models ability total least most once""".split()
)
_NAMED_ANYWAY = re.compile(rf"\b{GROUP}$", re.I)
_VAGUE = re.compile(
    r"^(?:(?:the|two|three|four|both|all|these|either|each|study|treatment|respective|"
    r"\d+|other|same|most|any)\s+)*(?:groups|arms|cohorts|regimens|treatments|group|arm)$",
    re.I,
)


class Mention(msgspec.Struct, frozen=True):
    """A phrase that names a group, with its place in the text it was found in."""

    name: str
    start: int
    end: int


def phrase(text: str, start: int, limit: int | None = None) -> Mention | None:
    """The name of a group that begins at ``start``, None when no group can be named there.

    >>> phrase("than in the TACE-only group (5 months)", 4).name
    'TACE-only group'
    """
    stop_at = len(text) if limit is None else limit
    lead = _LEAD.match(text, start, stop_at)
    at = lead.end() if lead else start
    first = last = None
    tokens = list(_TOKEN.finditer(text, at, min(stop_at, at + 160)))
    count = 0
    for k, token in enumerate(tokens):
        word = token.group()
        low = word.lower()
        after = tokens[k + 1].group().lower() if k + 1 < len(tokens) else ""
        if word == "+" and first is not None:
            continue
        if not word[0].isalnum():
            if word == "(" and first is not None and _continues(text, token.start(), stop_at):
                continue
            break
        if first is None and word[0].isdigit() and not _DIGIT_WORD.match(word):
            if not _DOSE.match(text, token.end()):
                break
        if low in _STOP and not (low == "of" and first is not None and _of(after)):
            break
        if low in ("and", "or", "with", "plus"):
            if first is None or not _goes_on(low, after, text[token.end() : token.end() + 60]):
                break
            continue
        if low in ("the", "a", "an") and first is not None:
            continue
        if first is None:
            first = token
        last = token
        count += 1
        if low in _ENDS or count > 12:
            if low == "alone" and after in ("group", "arm", "cohort"):
                continue
            break
    if first is None or last is None:
        return None
    name = _SPACE.sub(" ", text[first.start() : last.end()]).strip()
    name = name.rstrip(".")
    return Mention(name, first.start(), last.end()) if named(name) else None


def _continues(text: str, start: int, limit: int) -> bool:
    """Whether a bracket is part of a name: "TKIs (sorafenib or lenvatinib) group"."""
    close = text.find(")", start, min(limit, start + 60))
    return close > 0 and bool(re.match(rf"\)\s*(?:[+/]|{GROUP}\b)", text[close:limit]))


def _of(after: str) -> bool:
    return (
        bool(after) and after[0].isalpha() and after not in _NOT_ARM and after not in ("the", "a")
    )


def _goes_on(joint: str, after: str, rest: str) -> bool:
    """Whether "and", "or", "with", "plus" go on inside a name."""
    if not after or not after[0].isalpha() or after in _STOP or after in _NOT_ARM:
        return False
    if joint == "with" and after == "the":
        return bool(re.match(r"\s+the\s+(?:[\w-]+\s+){1,3}(?:regimen|protocol|schedule)\b", rest))
    if joint == "plus":
        return True
    return after not in ("the", "a", "an", "its", "their", "median", "mos", "mpfs", "those", "this")


_PEOPLE_LAST = re.compile(rf"\b{_PEOPLE}$", re.I)


@lru_cache(maxsize=16384)
def named(name: str) -> bool:
    """Whether a phrase can be the name of a group.

    >>> named("placebo group"), named("both groups"), named("median survival")
    (True, False, False)
    """
    if not name or _VAGUE.match(name):
        return False
    words = re.findall(r"[A-Za-z][\w/-]*", name.lower())
    if not words:
        return False
    if _NAMED_ANYWAY.search(name):
        return len(words) > 1
    if _PEOPLE_LAST.search(name) and "-" not in name:
        return False
    if words[-1] in _NOT_ARM or words[0] in _NOT_ARM:
        return False
    if terms.endpoints_in(name):
        return False
    return not any(
        w in ("difference", "survival", "months", "rate", "rates", "ratio") for w in words
    )


PLACE = re.compile(
    rf"\b(?:(?:{_PEOPLE}|{GROUP})\s+(?:who\s+|that\s+)?(?:had\s+|have\s+|were\s+)?(?:received|receiving|"
    r"treated\s+(?:with|by)|undergoing|underwent|given|taking|(?:randomly\s+)?(?:assigned|allocated|"
    r"randomi[sz]ed)\s+to)|in|for|with|among|by|receiving|after|of|following|on)\s+",
    re.I,
)
#: Patients "with" something are a population, not an arm.
_POPULATION = re.compile(
    rf"(?:the\s+|all\s+|[\w-]+\s+){{0,2}}?{_PEOPLE}\s+(?:with|without|aged|who\s+(?:have|had|cannot|"
    r"failed|are|were\s+(?!treated|given|assigned|randomi))|whose|having|for\s+whom)\b",
    re.I,
)
_CLAUSE = re.compile(r"[,;:()\[\]]|\b(?:that|whether|which|while|whereas|but|although|and)\b", re.I)


def subject_before(text: str, end: int, start: int | None = None) -> Mention | None:
    """The group that the clause before ``end`` speaks of: "... in A", else its subject."""
    begin = clause_start(text, end) if start is None else start
    return (
        in_group(text, begin, end, last=True, strong_only=True)
        or clause_subject(text, begin, end)
        or in_group(text, begin, end, last=True)
    )


_OPENING = re.compile(r"[;\]]|\bwhereas\b|\bwhile\b|\bbut\b|\.\s", re.I)


def clause_start(text: str, end: int) -> int:
    """Where the clause that ends at ``end`` begins."""
    begin = 0
    for match in _OPENING.finditer(text, 0, end):
        begin = match.end()
    return begin


def in_group(
    text: str, start: int, end: int, last: bool = False, strong_only: bool = False
) -> Mention | None:
    """A name after a preposition: "in the A group", "for A", "patients receiving B"."""
    found = None
    for match in PLACE.finditer(text, start, end):
        mention, strong = placed(text, match, end)
        if mention is None or (strong_only and not strong):
            continue
        word = match.group().strip().lower()
        if not strong and (word in ("of", "by", "on", "with") or mention.name[0].islower()):
            continue
        if found is not None and mention.start < found.end:
            continue
        if found is None or last:
            found = mention
        if not last:
            break
    return found


_PEOPLE_FIRST = re.compile(rf"(?:(?:the|all|those)\s+)?{_PEOPLE}\b|receiving\b|treated\b", re.I)


def placed(text: str, match: re.Match[str], end: int) -> tuple[Mention | None, bool]:
    """The group named after a preposition, and whether the words say that it is a group."""
    if _POPULATION.match(text, match.end()):
        return None, False
    mention = phrase(text, match.end(), end)
    if mention is None or mention.end > end:
        return None, False
    people = _PEOPLE_FIRST.match(text, match.end())
    strong = bool(_NAMED_ANYWAY.search(mention.name) or people or " " in match.group().strip())
    return mention, strong


def clause_subject(text: str, start: int, end: int | None = None) -> Mention | None:
    """The grammatical subject, when it is a group: after the last opening of a clause."""
    limit = len(text) if end is None else end
    if end is None:
        return phrase(text, start)
    best = None
    starts = [start, *(m.end() for m in _CLAUSE.finditer(text, start, limit))]
    covered = [
        (m.start, m.end)
        for p in PLACE.finditer(text, start, limit)
        if (m := phrase(text, p.end(), limit))
    ]
    for at in starts:
        if best is not None and at < best.end:
            continue
        if any(a < at < b for a, b in covered):
            continue
        mention = phrase(text, at, limit)
        if mention and re.match(
            r"\s*(?:[(\[][^)\]]*[)\]]\s*|,[^,.;()]{1,90},\s*)?(?:\w+ly\s+|also\s+|has\s+|have\s+|may\s+|can\s+|did\s+|not\s+)*"
            r"(?:was|were|is|are|has|have|had|show|exhibit|demonstrat|improv|reduc|increas|"
            r"achiev|result|led|prolong|extend|receiv|yield|provid|produc|offer|confer|"
            r"decreas|enhanc|did|does|could|may|can|gave|reach|experienc|superior|failed)",
            text[mention.end : limit],
            re.I,
        ):
            best = mention
    return best


def phrase_before(text: str, end: int) -> Mention | None:
    """The name that ends right before ``end`` ("A" of "A vs. B")."""
    window = max(0, end - 120)
    boundary = window
    for match in re.compile(
        r"[,;:()\[\]]|\b(?:of|for|in|between|comparing|with|the|receiving|than|was|were|and)\s",
        re.I,
    ).finditer(text, window, end):
        mention = phrase(text, match.end(), end)
        if mention and not text[mention.end : end].strip():
            return mention
        boundary = match.end()
    mention = phrase(text, boundary, end)
    return mention if mention and not text[mention.end : end].strip() else None


def composite(name: str) -> bool:
    """Whether a name is that of a combination: "A plus B", "the combination group"."""
    return bool(re.search(r"\b(?:plus|with|and|combin\w*|add-?on)\b|\+", name, re.I))


def in_groups(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """Every group named by a preposition and a noun for a group or people, in order."""
    out: list[Mention] = []
    limit = len(text) if end is None else end
    for match in PLACE.finditer(text, start, limit):
        mention, strong = placed(text, match, limit)
        if mention is None or not strong or (out and mention.start <= out[-1].end):
            continue
        out.append(mention)
    return out
