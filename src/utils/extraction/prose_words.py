"""Which words of a sentence a printed result belongs to: its endpoint and its criterion.

What belongs here: finding the governing words near numbers. What does not: the numbers
(`tuples`), the groups (`arms`), the study (`citations`), time and population (`prose_context`).
"""

from __future__ import annotations

import re

from src.utils import terms

Named = tuple[str, int, int]
#: Times to progression, which response criteria define too.
TIMED = frozenset({"PFS", "TTP"})
_OF_PEOPLE = re.compile(
    r"\s*(?:\([^)]*\)\s*)?of\s+(?:the\s+|all\s+)?(?:\w+\s+){0,3}?"
    r"(?:patients|participants|subjects|women|men|children|infants|people|individuals|adults|cases)\b"
)
#: What stands between an effect and the endpoint that is named after it.
_FOR = re.compile(r"[^\w.;]{0,4}\s*for\s+(?:(?:the|median|both|a)\s+)*", re.I)
_DID = re.compile(
    r"\b(?:achieved|received|underwent|experienced|developed|had|reported|showed|attained|required)\s+"
    r"(?:a\s+|an\s+|the\s+|at\s+least\s+\w+\s+)?(?P<what>[a-z][\w-]*(?:\s+(?!in\b|after\b|with\b|and\b|at\b|during\b|"
    r"compared\b|vs\b|versus\b|within\b|by\b|of\b|than\b|for\b|on\b|including\b|as\b|that\b|who\b)[\w-]+){0,3})",
    re.I,
)
#: After an endpoint's name these words make something else of it: "73.6% of OS events".
_NOT_ITSELF = re.compile(
    r"\s*(?:events?|data|maturity|analys[ei]s|follow-up|curves?|benefit)\b", re.I
)
#: Letters that name a response (CR, PR) and, before a noun, something else: CR morphine, PR-VEP.
_LETTERS = frozenset({"CR", "PR"})
_OTHER_LETTERS = re.compile(
    r"-[A-Za-z]|\s+(?!(?:rates?|was|were|in|and|or|of|by|plus|with|for|at|is|to|after|had|per|vs|versus|"
    r"than|patients|who|did|has|have|as|on|from|during|within|achieved)\b)[a-z]{3,}"
)
_LISTED = re.compile(
    r"(?:\b(?:were|was|included|including|include|are|as)\b|:|,|\band\b)\s+"
    r"(?:(?:and|the|a)\s+)*(?P<what>[a-z][\w'/-]*(?:\s+[\w'/-]+){0,3})\s*[(\[]\s*$",
    re.I,
)
_VERB = re.compile(
    r"\b(?:was|were|is|are|did|had|has|have|decreased|increased|improved|differed|occurred|"
    r"remained|reached|rose|fell|changed|declined)\b",
    re.I,
)
_SUBJECT_LEAD = re.compile(
    r"^\W*(?:(?:however|moreover|furthermore|additionally|in\s+addition|similarly|overall|also|and|but|"
    r"while|whereas|that|finally|although|though|despite|both|specifically|notably|importantly|in\s+contrast|conversely|therefore|thus)"
    r"\b[\s,]*)*(?:(?:the|a|an|both|no|there)\b\s*)?",
    re.I,
)
_EMPTY = re.compile(
    r"\b(?:differences?|significan\w+|more|fewer|higher|lower|greater|less|none|most|some|result\w*|"
    r"patients|participants|subjects|groups?|arms?|still|other|same|also)\b",
    re.I,
)
_ADJUSTED = re.compile(
    r"\b(?:adjust(?:ed|ing|ments?)|control(?:led|ling)|correct(?:ed|ing|ions?))\s+for\b", re.I
)
_PREPOSITIONS = frozenset(
    """for in at on after among during of with by from to as than per within between over
    under""".split()
)
_WEAK = frozenset(
    "it they this these there he she we that which who results result analysis study".split()
)


def endpoints(text: str) -> list[Named]:
    """Endpoints named in a sentence as (standard term, start, end); those that name something
    else ("OS events") are left out."""
    return [
        (term.name, start, end)
        for term, start, end in terms.endpoints_in(text)
        if not _NOT_ITSELF.match(text, end)
        and not (text[start:end] in _LETTERS and _OTHER_LETTERS.match(text, end))
    ]


def governing(
    text: str, named: list[Named], start: int, end: int, label: tuple[int, int] | None, after: int
) -> list[Named]:
    """The endpoint of a result at [start, end): one, or the list of a "respectively".

    ``label`` is where the effect's label ends and its estimate begins; ``after`` is the start of
    the next result. Looked for in this order: between label and estimate ("HR for death 0.7"),
    "x % of patients achieved Y", the nearest one before, the nearest one after.
    """
    if label:
        for item in named:
            if label[0] <= item[1] and item[2] <= label[1]:
                return [item]
    told = _FOR.match(text, end)
    if told:  # "HR 0.57 (0.41-0.80) for PFS and 0.67 (0.49-0.92) for OS"
        forward = [n for n in named if told.end() == n[1] < after]
        if forward:
            return forward[:1]
    if _OF_PEOPLE.match(text, end):
        forward = [n for n in named if end <= n[1] < min(after, end + 160)]
        if forward:
            return forward[:1]
        did = _DID.search(text, end, min(after, end + 160))
        if did:
            return [(re.sub(r"\s+", " ", did["what"]).lower(), did.start("what"), did.end("what"))]
        return []
    if text[start:end].rstrip().endswith("%") and re.match(r"\s*of\s", text[end:]):
        return []  # a share of something else
    before = [n for n in named if n[2] <= start]
    inside = [n for n in named if start <= n[1] < end]
    if before:
        own = _own_item(text, before[-1], start)
        return [own] if own else _list_before(text, before, start)
    if inside:
        return inside[:1]
    forward = [n for n in named if end <= n[1] < min(after, end + 120)]
    if forward and not re.search(r"[.;]", text[end : forward[0][1]]):
        return forward[:1]
    return []


def _own_item(text: str, nearest: Named, start: int) -> Named | None:
    """An item of a list under a general heading: "adverse events were nausea (12% vs. 8%)"."""
    if nearest[0] not in ("adverse events", "grade >= 3 adverse events", "recurrence", "response"):
        return None
    listed = _LISTED.search(text, nearest[2], start)
    if listed is None or terms.endpoint(listed["what"]):
        return None
    what = re.sub(r"\s+", " ", listed["what"]).strip().lower()
    words = what.split()
    if len(words) > 4 or any(
        w
        in (
            "in",
            "group",
            "arm",
            "higher",
            "lower",
            "than",
            "more",
            "patients",
            "similar",
            "was",
            "were",
            "common",
            "of",
            "with",
            "for",
            "observed",
            "reported",
            "significantly",
            "is",
        )
        for w in words
    ):
        return None
    return (what, listed.start("what"), listed.end("what"))


def _list_before(text: str, before: list[Named], start: int) -> list[Named]:
    """The endpoints named together last before the numbers: "PFS and OS were", or just one."""
    run = [before[-1]]
    for item in reversed(before[:-1]):
        between = text[item[2] : run[0][1]]
        if not re.fullmatch(
            r"\s*(?:\([^)]*\)\s*)?(?:,\s*(?:and\s+)?|and\s+|/\s*|\(\s*)(?:the\s+|median\s+|m\s*)*",
            between,
        ):
            break
        if item[0] != run[0][0]:
            run.insert(0, item)
    return run


def own_phrase(text: str, start: int) -> Named | None:
    """The grammatical subject of the clause before the numbers, in lower case.

    >>> own_phrase("The mean pain score was 3.1 in the A group", 24)[0]
    'mean pain score'
    >>> own_phrase("Adjusting for age, and smoking, women were sleepier (OR 1.69)", 53)
    """
    head = text[:start]
    cut = 0
    for match in re.finditer(r"[;:]\s|\.\s|,\s+(?:and|but|while|whereas)\s|\bthat\s", head):
        cut = match.end()
    clause = head[cut:]
    verb = _VERB.search(clause)
    if verb is None:
        return None
    lead = _SUBJECT_LEAD.match(clause)
    begin = lead.end() if lead else 0
    phrase = re.split(r"[,(\[]|\b(?:in|for|among|between|at)\s", clause[begin : verb.start()])[0]
    words = phrase.split()
    if (
        not 1 <= len(words) <= 8
        or len(phrase.strip()) < 3
        or words[0].lower() in _WEAK
        or words[-1].lower() in _WEAK
    ):
        return None
    if _EMPTY.search(phrase) or words[0].lower() in _PREPOSITIONS:
        return None
    if not re.fullmatch(r"[A-Za-z][\w\s/'+-]*", phrase.strip()):
        return None
    at = cut + begin
    # "After adjusting for age, sex, and smoking habit, women were ...": the last of a list.
    listed = _ADJUSTED.search(head, 0, at)
    if listed is not None and not _VERB.search(head, listed.end(), at):
        return None
    return (" ".join(words).lower(), at, at + len(phrase.rstrip()))


def criterion(
    text: str, governed: tuple[int, int], start: int, end: int, after: int, near: bool = False
) -> str:
    """The response criterion of a result: in its own bracket, between endpoint and numbers, after.

    ``near`` keeps to the bracket and the words between endpoint and numbers.
    """
    found = [(t.name, a, b) for t, a, b in terms.criteria_in(text) if t.name != "CTCAE"]
    if not found:
        return ""
    close = _bracket_end(text, end)
    places = ((end, close), (min(governed[0], start), start), (end, after), (0, start))
    for low, high in places[: 2 if near else 4]:
        hits = [n for n, a, _ in found if low <= a < high]
        if hits and (low, high) != (0, start):
            return hits[0] if low == end else hits[-1]
        if hits and len({n for n, _, _ in found}) == 1:
            return hits[-1]
    return ""


def _bracket_end(text: str, at: int) -> int:
    """Where the bracket that is open at ``at`` is closed; ``at`` itself when none is."""
    depth = 0
    for k in range(at, min(len(text), at + 160)):
        if text[k] in "([":
            depth += 1
        elif text[k] in ")]":
            if depth == 0:
                return k
            depth -= 1
    return at


def has_criteria(endpoint: str) -> bool:
    """Whether response criteria belong to an endpoint."""
    return any(t.name == endpoint and t.family == "response" for t in terms.ENDPOINTS) or (
        endpoint in TIMED
    )
