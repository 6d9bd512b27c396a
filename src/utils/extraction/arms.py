"""Arms as sentences name them: who is compared with whom, from the grammar of comparing.

What belongs here: noun phrases that name a group, and the constructions that set two of them
against each other ("longer in A than in B", "compared with B, A ...", "A versus B", "between A
and B", "superior to B"). What does not: the numbers, and what is said to be better.

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


class Comparison(msgspec.Struct, frozen=True):
    """Two groups set against each other; ``subject`` is the one the sentence speaks of.

    ``start`` and ``end`` are the construction's place; ``kind`` says which one it is.
    """

    kind: str
    subject: Mention | None
    comparator: Mention | None
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
    return bool(after) and after[0].isalpha() and after not in _NOT_ARM and after not in ("the", "a")


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
    return not any(w in ("difference", "survival", "months", "rate", "rates", "ratio") for w in words)


_THAN = re.compile(r"\bthan\b", re.I)
_COMPARED = re.compile(
    r"\b(?:(?:as|when)\s+)?(?:compared|in\s+comparison|in\s+contrast|relative)\s+(?:with|to|against)\b|"
    r"\bas\s+against\b",
    re.I,
)
_VERSUS = re.compile(r"\b(?:versus|vs\b\.?|v\.(?=\s))", re.I)
_BETWEEN = re.compile(r"\bbetween\b", re.I)
_COMPARING = re.compile(
    r"\b(?:compar(?:ed|es|ing)|comparison\s+(?:of|between)|comparative\s+(?:\w+\s+){0,6}?(?:of|between))"
    r"\s+(?!(?:to|with)\b)(?:(?:the\s+)?(?:\w+\s+){0,5}?(?:efficacy|effects?|safety|outcomes?|"
    r"effectiveness|results)\s+(?:and\s+\w+\s+)?(?:of|between)\s+)?",
    re.I,
)
_AGAINST = re.compile(
    r"\b(?:(?:superior|inferior|non-?inferior|equivalent|similar|comparable|preferable|equal)\s+to|"
    r"(?:advantage|benefit|superiority|improvement)s?\s+(?:of\s+.{2,60}?\s+)?over|"
    r"outperform(?:s|ed)?|similar\s+with)\b",
    re.I,
)
_PLACE = re.compile(
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


_ANY_COMPARISON = re.compile(
    r"\b(?:than|compar|relative|versus|vs\b|v\.|between|against|superior|inferior|over\b|equivalent|"
    r"similar|preferable|equal|outperform|in\s+contrast)",
    re.I,
)


@lru_cache(maxsize=512)
def comparisons(text: str) -> list[Comparison]:
    """Every construction in ``text`` that sets two groups against each other, in order.

    >>> [(c.subject.name, c.comparator.name) for c in
    ...  comparisons("Survival was longer in the zinc group than in the placebo group.")]
    [('zinc group', 'placebo group')]
    """
    out: list[Comparison] = []
    if not _ANY_COMPARISON.search(text):
        return out
    for match in _THAN.finditer(text):
        comparator = phrase(text, match.end())
        if comparator and re.match(r"\s*for\s+\w+ing\b", text[match.end() :]):
            comparator = None
        if comparator:
            subject = _spoken_of(text, match.start())
            out.append(_comparison("than", subject, comparator, match))
    for match in _COMPARED.finditer(text):
        comparator = phrase(text, match.end())
        if comparator is None:
            continue
        head = text[: match.start()].rstrip()
        fronted = not head or head[-1] in ",;:.(" or bool(
            re.search(r"\b(?:that|and|however|but|while)$", head, re.I)
        )
        subject = None
        if fronted:
            comma = re.compile(r"[,;]\s*").search(text, comparator.end)
            subject = _clause_subject(text, comma.end()) if comma else None
            if subject is None and comma:
                subject = _in_group(text, comma.end(), len(text))
        subject = subject or _spoken_of(text, match.start())
        out.append(_comparison("compared", subject, comparator, match))
    for match in _COMPARING.finditer(text):
        pair = _pair(text, match.end(), r"(?:with|to|and|versus|vs\.?|against|or)")
        if pair:
            out.append(_comparison("comparing", *pair, match))
    for match in _BETWEEN.finditer(text):
        pair = _pair(text, match.end(), r"(?:and|versus|vs\.?)")
        if pair:
            out.append(_comparison("between", *pair, match))
    for match in _VERSUS.finditer(text):
        comparator = phrase(text, match.end())
        subject = _phrase_before(text, match.start())
        if comparator and subject and not any(
            c.start <= match.start() <= (c.comparator.end if c.comparator else c.end) for c in out
        ):
            out.append(_comparison("versus", subject, comparator, match))
    for match in _AGAINST.finditer(text):
        comparator = phrase(text, match.end())
        if comparator:
            subject = _spoken_of(text, match.start())
            out.append(_comparison("against", subject, comparator, match))
    out.sort(key=lambda c: c.start)
    return out


def _comparison(
    kind: str, subject: Mention | None, comparator: Mention | None, match: re.Match[str]
) -> Comparison:
    if subject and comparator and subject.name.lower() == comparator.name.lower():
        subject = None
    return Comparison(kind, subject, comparator, match.start(), match.end())


def _pair(text: str, start: int, joint: str) -> tuple[Mention, Mention] | None:
    """Two names joined by a word: "the triple therapy comprising ... versus the dual therapy"."""
    end = re.compile(r"[;.]\s|[\[\]]").search(text, start)
    limit = end.start() if end else len(text)
    preferred = r"(?:versus|vs\.?|compared\s+(?:with|to)|against|to)"
    apart = r"(?<!combined )(?<!together )(?<!along )(?<!combination )(?<!treated )with"
    for pattern in (preferred, *([apart] if "with" in joint else []), joint):
        for match in re.compile(rf"\b{pattern}\s+", re.I).finditer(text, start, limit):
            left = phrase(text, start, match.start())
            right = phrase(text, match.end(), limit)
            if left and right and text[left.end : match.start()].strip(" ,") in ("", "group", "arm"):
                return left, right
            if left and right and pattern == preferred and match.start() - left.end < 60:
                return left, right
    return None


def subject_before(text: str, end: int, start: int | None = None) -> Mention | None:
    """The group that the clause before ``end`` speaks of: "... in A", else its subject."""
    begin = _sentence_start(text, end) if start is None else start
    return (
        _in_group(text, begin, end, last=True, strong_only=True)
        or _clause_subject(text, begin, end)
        or _in_group(text, begin, end, last=True)
    )


def _touching(text: str, start: int, end: int) -> Mention | None:
    """A name that ends right before the comparison: "longer in the placebo compared to ..."."""
    for match in reversed(list(_PLACE.finditer(text, max(start, end - 80), end))):
        if match.group().strip().lower() in ("in", "for", "with", "on", "among"):
            mention, _ = _placed(text, match, end)
            if mention is not None and not text[mention.end : end].strip(" ,"):
                return mention
    return None


def _spoken_of(text: str, end: int) -> Mention | None:
    """The group that a comparison at ``end`` speaks of."""
    return _touching(text, _sentence_start(text, end), end) or subject_before(text, end)


_OPENING = re.compile(r"[;\]]|\bwhereas\b|\bwhile\b|\bbut\b|\.\s", re.I)


def _sentence_start(text: str, end: int) -> int:
    """Where the clause that ends at ``end`` begins."""
    begin = 0
    for match in _OPENING.finditer(text, 0, end):
        begin = match.end()
    return begin


def _in_group(
    text: str, start: int, end: int, last: bool = False, strong_only: bool = False
) -> Mention | None:
    """A name after a preposition: "in the A group", "for A", "patients receiving B"."""
    found = None
    for match in _PLACE.finditer(text, start, end):
        mention, strong = _placed(text, match, end)
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


_PEOPLE_FIRST = re.compile(
    rf"(?:(?:the|all|those)\s+)?{_PEOPLE}\b|receiving\b|treated\b", re.I
)


def _placed(text: str, match: re.Match[str], end: int) -> tuple[Mention | None, bool]:
    """The group named after a preposition, and whether the words say that it is a group."""
    if _POPULATION.match(text, match.end()):
        return None, False
    mention = phrase(text, match.end(), end)
    if mention is None or mention.end > end:
        return None, False
    people = _PEOPLE_FIRST.match(text, match.end())
    strong = bool(_NAMED_ANYWAY.search(mention.name) or people or " " in match.group().strip())
    return mention, strong


def _clause_subject(text: str, start: int, end: int | None = None) -> Mention | None:
    """The grammatical subject, when it is a group: after the last opening of a clause."""
    limit = len(text) if end is None else end
    if end is None:
        return phrase(text, start)
    best = None
    starts = [start, *(m.end() for m in _CLAUSE.finditer(text, start, limit))]
    covered = [
        (m.start, m.end)
        for p in _PLACE.finditer(text, start, limit)
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


def _phrase_before(text: str, end: int) -> Mention | None:
    """The name that ends right before ``end`` ("A" of "A vs. B")."""
    window = max(0, end - 120)
    boundary = window
    for match in re.compile(
        r"[,;:()\[\]]|\b(?:of|for|in|between|comparing|with|the|receiving|than|was|were|and)\s", re.I
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


def other_of(comparison: Comparison, mention: Mention) -> Mention | None:
    """The other group of a comparison that was set up earlier, for a group named again.

    The same name, or "the combination group" where exactly one of the two is a combination.
    """
    a, b = comparison.subject, comparison.comparator
    if a is None or b is None:
        return None
    name = mention.name.lower()
    if name in (a.name.lower(), b.name.lower()):
        return b if name == a.name.lower() else a
    if composite(a.name) != composite(b.name) and re.search(r"\bcombin", name):
        return b if composite(a.name) else a
    return None


def in_groups(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """Every group named by a preposition and a noun for a group or people, in order."""
    out: list[Mention] = []
    limit = len(text) if end is None else end
    for match in _PLACE.finditer(text, start, limit):
        mention, strong = _placed(text, match, limit)
        if mention is None or not strong or (out and mention.start <= out[-1].end):
            continue
        out.append(mention)
    return out
