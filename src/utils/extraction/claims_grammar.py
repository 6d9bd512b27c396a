"""The comparative grammar of clinical English: what a clause says of a comparison.

What belongs here: words of comparing, their direction, strength, negation and hedging, and where
one statement of a sentence ends and the next begins. What does not: studies, results, judging.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from src.utils import terms
from src.utils.extraction import arms

#: Words that say a direction. The first pattern that matches at a place wins.
DIRECTIONS: tuple[tuple[str, str], ...] = (
    ("longer", r"longer|prolong(?:s|ed|ing|ation)?|extend(?:s|ed|ing)?|extension"),
    ("shorter", r"shorter|shorten(?:s|ed|ing)?"),
    ("higher", r"higher|greater|larger|more\s+(?:frequent|common|often|likely)|increas(?:e[sd]?|ing)|"
               r"elevated|rais(?:es|ed)|more(?=\s+(?:[\w-]+\s+){0,4}than\b)"),
    ("lower", r"lower(?:s|ed|ing)?|smaller|fewer|less\s+(?:frequent|common|often|likely)|"
              r"reduc(?:e[sd]?|ing|tions?)|decreas(?:e[sd]?|ing)|diminish(?:es|ed)?|"
              r"less(?=\s+(?:[\w-]+\s+){0,4}than\b)"),
    ("better", r"superior(?:ity)?|better|improv(?:e[sd]?|ing|ements?)|enhanc(?:e[sd]?|ing|ement)|"
               r"outperform(?:s|ed)?|more\s+effective|benefi(?:ts?|ted|cial)|advantages?|favou?rable|"
               r"more\s+(?:[\w-]+ly\s+)?(?:effective|efficacious)|favou?r(?:s|ed|ing)|in\s+favou?r\s+of"),
    ("worse", r"inferior(?:ity)?|worse(?:n(?:s|ed|ing)?)?|poorer|less\s+(?:effective|efficacious)|"
              r"impair(?:s|ed)?|detriment(?:al)?"),
    ("none", r"similar(?:ly|ity)?|comparable|equivalent|equal(?:ly)?|identical|unchanged|"
             r"differ(?:s|ed|ences?|ent|ently)?|as\s+effective\s+as|statistical\s+significance|"
             r"(?:significant|significantly)\s+(?:association|associated|effects?|impact|changes?)|"
             r"(?:no|any|without|little)\s+(?:[\w-]+\s+){0,2}(?:effects?|impact|changes?)\s+(?:on|in|of)\b"),
)
_WORDS = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<d{k}>{p})" for k, (_, p) in enumerate(DIRECTIONS)) + r")(?![\w-])",
    re.I,
)
#: Words that look comparative and compare nothing of a result.
_IDLE = re.compile(
    r"\b(?:years?|aged|age|old)\s+(?:or|and)\s+(?:older|younger)|\b(?:no\s+)?longer\s+term|\bno\s+longer\b|"
    r"\b(?:or|and)\s+(?:greater|higher|larger|more|lower|less|longer|fewer)\b|"
    r"\b(?:greater|higher|larger|more|less|lower|longer|shorter|smaller|fewer)\s+(?:than\s+)?"
    r"(?:or\s+equal\s+to\s+)?(?=[\d≥≤<>])|\bnon-?\s?inferior(?:ity)?\b|\bhigher[\s-]level\b|"
    r"\b(?:dose|weight|risk)[\s-]reduc\w+|\breduced?[\s-](?:dose|intensity)\w*|\bincreasing(?:ly)\b|"
    r"\bequal\s+to\s+(?=\d)|\bsimilarly\s*,|\bcost[\s-]benefit|\b(?:clinical|net)\s+benefit\s+rate|"
    r"\bincreasing\s+(?:age|number)|\breduced?\s+to\s+(?=\d)|\bdifferent\s+(?:from\s+)?(?:types?|kinds?|"
    r"therap\w+|treatment\w*|stud\w+|understandings?|adverse|doses|time|methods?|centers?|combinations)|"
    r"\blower\s+(?:chest|limbs?|extremit\w+|abdom\w+|respiratory|back|gastro\w*|urinary|lips?|jaw|legs?|"
    r"bounds?|limits?|quartiles?|tertiles?|uterine|airways?)|\b(?:upper|higher)\s+(?:limits?|bounds?|quartiles?|"
    r"tertiles?|education|order)|\bsimilarly\b|\bsimilar\s+(?:results?|findings?|patterns?|trends?|"
    r"(?:[\w-]+\s+)?(?:differences?|effects?|increases?|decreases?|improvements?|reductions?))|"
    r"\bmore\s+than\s+(?=\d|one|two|half)|\bless\s+than\s+(?=\d|one|two|half)",
    re.I,
)
#: A non-inferiority question is not a claim of better or worse, and not of equality either.
NONINFERIOR = re.compile(r"\bnon-?\s?inferior(?:ity)?\b", re.I)
ONE_SIDED = re.compile(r"\b(?:one|1)[\s-](?:sided|tailed)\b", re.I)
TREND = re.compile(
    r"\b(?:trends?|tend(?:s|ed|ency)?|numerical(?:ly)?|borderline|marginal(?:ly)?|approach(?:ed|ing)\s+"
    r"(?:statistical\s+)?significan\w+|near(?:ly)?\s+significan\w+|slight(?:ly)?|modest(?:ly)?)\b",
    re.I,
)
_BETWEEN_NOT = (
    r"be|been|found|to|differ|different|statistically|statistical|a|an|any|the|yet|show|shown|reach\w*|"
    r"achiev\w*|attain\w*|of|in|clinically|highly|very|chang\w*|improv\w*|increas\w*|decreas\w*|reduc\w*|"
    r"affect\w*|have|had|demonstrat\w*|exhibit\w*|result\w*|either|observed|detected|considered|remain\w*|"
    r"prolong\w*|extend\w*|influenc\w*|alter\w*|lower\w*|reveal\w*|lead|produce\w*|cause\w*|level|as"
)
_NOT_SIGNIFICANT = re.compile(
    r"\b(?:non-?\s?significant(?:ly)?|insignificant(?:ly)?|near(?:ly)?[\s-]significant|"
    rf"(?:not|n't|never|lack(?:ed|s|ing)?|failed?\s+to)(?:\s+(?:{_BETWEEN_NOT}))*\s+significan(?:t(?:ly)?|ce)|"
    r"(?:no|none|neither|nor|without)\b(?:\s+(?!but\b|and\b|who\b|that\b|which\b|other\s+than\b)[\w%/'-]+){0,9}?"
    r"\s+significan(?:t(?:ly)?|ce)|"
    r"no\s+(?:longer\s+)?(?:statistical(?:ly)?\s+)?significan(?:t|ce)|"
    r"(?:fell|falls?|falling)\s+short\s+of|significance\s+was\s+(?:not|lost)|lost\s+(?:statistical\s+)?significance|"
    r"not\s+(?:quite\s+)?(?:statistically\s+)?significant|\bNS\b)",
    re.I,
)
_NO_REACH = re.compile(
    r"\b(?:did\s+not|not|failed\s+to|without)\s+(?:\w+\s+)?(?:reach(?:ed|ing)?|achiev(?:e|ed|ing)|attain(?:ed)?|show|meet)\s+"
    r"(?:the\s+)?(?:\w+\s+){0,3}significan",
    re.I,
)
_SIGNIFICANT = re.compile(
    r"(?<!clinically )(?<![\w-])significan(?:t(?:ly)?|ce)\b(?!\s+(?:number|amount|limitation|advancement|"
    r"progress|variab\w+|knowledge|role|need|challenge|other|portion|proportion\s+of\s+patients))",
    re.I,
)
_CLINICALLY = re.compile(r"\bclinical(?:ly)?\s+(?:and\s+)?(?!statistical)significan", re.I)
_NEGATION = re.compile(
    r"\b(?:not|n't|no|none|neither|nor|never|without|failed?\s+to|fails\s+to|unlikely|unable\s+to|lack\w*|"
    r"cannot|rather\s+than)\b",
    re.I,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|can|would|should|potential(?:ly)?|possibl[ey]|perhaps|probabl[ey]|appear(?:s|ed)?|"
    r"seem(?:s|ed)?|suggest\w*|expected|likely|unlikely|hypothes\w+|whether|if|aim(?:s|ed)?|designed|"
    r"to\s+(?:compare|evaluate|assess|determine|investigate|test)|"
    r"(?<!found )(?<!shown )(?<!proven )(?<!demonstrated )(?<!reported )(?<!observed )"
    r"(?<!failed )(?<!fails )(?<!able )"
    r"to\s+(?:improve|increase|reduce|enhance|prolong|extend))\b",
    re.I,
)
#: Outcomes in general words: no endpoint of their own.
GENERAL = re.compile(
    r"\b(?:outcomes?|prognosis|efficacy|effectiveness|effective|therapeutic\s+effects?|clinical\s+benefits?|"
    r"survival\s+(?:outcomes?|benefits?)|results)\b",
    re.I,
)
_VERB = re.compile(
    r"\b(?:was|were|is|are|had|has|have|showed|shown|shows|show|exhibited|demonstrat\w+|did|does|do|"
    r"improved|improves|reduced|reduces|increased|prolonged|extended|achieved|reached|received|"
    r"resulted|led|yield(?:s|ed)|provid(?:es|ed)|produc(?:es|ed)|offers?|remain(?:s|ed)|may|can|could|"
    r"experienced|favou?red|differed|decreased|lowered|gave)\b",
    re.I,
)
_COORDINATOR = re.compile(
    r";|,\s*(?:and|but|yet|while|whereas|although|though|with|however)\b|\b(?:but|while|whereas|although)\b|"
    r",(?=\s*(?:the\s+|m(?:edian|ean)\s+)*\w)|\band(?=\s+(?:the\s+|a\s+|m(?:edian|ean)\s+)*\w)",
    re.I,
)
#: Words that add a statement of equality without a verb: "with no difference between groups".
_WITH_NO = re.compile(
    r"\b(?:with\s+no|without(?:\s+any)?|but\s+(?:not|no))\b(?=\s+(?:[\w-]+\s+){0,3}?(?:differ|change|effect|improve|in\b|for\b))",
    re.I,
)
#: Conjunctions that open a statement of their own wherever a verb follows.
_STRONG = re.compile(r"[;,]?\s*(?:but|while|whereas|although|though|however|yet)\b", re.I)
_PAST = re.compile(r"\b\w{3,}ed\b")
_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


class Statement(msgspec.Struct, frozen=True):
    """One comparative statement of a sentence: what its words say, and where.

    ``word`` is the place of the word of comparing, ``clause`` the place of its clause.
    """

    word: tuple[int, int]
    clause: tuple[int, int]
    direction: str
    significant: bool | None
    negated: bool
    hedged: bool
    softened: bool
    endpoints: tuple[str, ...]
    general: bool


def says_not_significant(text: str) -> bool:
    """Whether words say that a difference is not significant, or only a tendency.

    >>> says_not_significant("which did not reach statistical significance")
    True
    """
    return bool(_NOT_SIGNIFICANT.search(text) or _NO_REACH.search(text) or TREND.search(text))


def directions(text: str) -> list[tuple[str, int]]:
    """Every word of direction in ``text`` as (direction, place), words of equality left out."""
    return [
        (DIRECTIONS[int((m.lastgroup or "d0")[1:])][0], m.start())
        for m in _WORDS.finditer(text)
        if m.lastgroup != f"d{len(DIRECTIONS) - 1}"
    ]


@lru_cache(maxsize=512)
def bare(text: str) -> str:
    """The sentence with brackets blanked, inner ones first; same length.

    >>> bare("PFS (5 [3-7] months) was longer")
    'PFS                  was longer'
    """
    for _ in range(3):
        text, n = _BRACKET.subn(lambda m: " " * len(m.group()), text)
        if not n:
            break
    return text


@lru_cache(maxsize=512)
def clauses(text: str) -> list[tuple[int, int]]:
    """The clauses of a bracketless sentence: cut at a coordinator with a predicate on both sides.

    >>> t = "OS and ORR were higher in A, but PFS was similar."
    >>> [t[a:b] for a, b in clauses(t)]
    ['OS and ORR were higher in A', ', but PFS was similar.']
    """
    always = {m.start() for m in _WITH_NO.finditer(text)}
    cuts = sorted({m.start() for m in _COORDINATOR.finditer(text)} | always)
    out: list[tuple[int, int]] = []
    start = 0
    for k, cut in enumerate(cuts):
        after = cuts[k + 1] if k + 1 < len(cuts) else len(text)
        if not _stands(text, start, cut) or _inside_name(text, cut):
            continue
        if _STRONG.match(text, cut):
            after = len(text)
        if (
            cut in always
            or text[cut] == ";"
            or _stands(text, cut, after, opening=True)
            or _list_opens(text, cut, after)
        ):
            out.append((start, cut))
            start = cut
    out.append((start, len(text)))
    return out


def _stands(text: str, start: int, end: int, opening: bool = False) -> bool:
    """Whether a stretch has a predicate of its own; an ``opening`` one must have a subject too."""
    match = _VERB.search(text, start, end)
    if not opening:
        return bool(match or _PAST.search(text, start, end) or _WORDS.search(text, start, end))
    if match is None:
        return False
    head = re.sub(r"^\W*(?:and|but|yet|while|whereas|although|though|however|with)\b", "",
                  text[start : match.start()], flags=re.I).strip(" ,")
    if re.match(r"\b(?:which|that|who|whose)\b", head, re.I):
        return False
    return len(head) > 1 and bool(re.search(r"[A-Za-z]{2}", head)) and not re.fullmatch(
        r"(?:also|not|significantly|then|thus|therefore|[\w]+ly)", head, re.I
    )


_NEW_SUBJECT = re.compile(
    r"and\s+(?:the|there|no|a|an|it|this|these|both|median|mean|overall|all|patients|more|fewer)\b|"
    r"and\s+(?:[\w-]+\s+){0,4}?(?:rates?|incidence|risk|proportion|scores?|quality|time|duration|levels?|"
    r"number|length|events?|groups?)\b",
    re.I,
)


def _inside_name(text: str, cut: int) -> bool:
    """Whether "and" without a comma joins names of one group: no new subject follows it."""
    if not re.match(r"and\b", text[cut:], re.I):
        return False
    verb = _VERB.search(text, cut)
    head = text[cut : verb.start()] if verb else text[cut:]
    return not _NEW_SUBJECT.match(head) and not terms.endpoints_in(head)


def _list_opens(text: str, cut: int, after: int) -> bool:
    """Whether a list of endpoints begins at ``cut`` whose predicate follows: ", both A and B were"."""
    verb = _VERB.search(text, after)
    if verb is None or verb.start() - cut > 200:
        return False
    head = text[cut : verb.start()]
    named = terms.endpoints_in(head)
    return len(named) > 1 and bool(
        re.fullmatch(r"\W*(?:(?:and|but|yet|while|whereas)\s+)?(?:(?:both|the|median|m)\s+)*",
                     head[: named[0][1]], re.I)
    )


@lru_cache(maxsize=512)
def statements(text: str) -> list[Statement]:
    """Every comparative statement of one sentence, at most one per clause.

    >>> [(s.direction, s.significant, s.endpoints)
    ...  for s in statements("Both PFS and ORR were significantly higher in the A group.")]
    [('higher', True, ('PFS', 'ORR'))]
    """
    if not _WORDS.search(text):
        return []
    plain = bare(text)
    idle = [m.span() for m in _IDLE.finditer(plain)]
    named = [(t.name, a, b) for t, a, b in terms.endpoints_in(plain)]
    out = []
    for start, end in clauses(plain):
        found = [
            m for m in _WORDS.finditer(plain, start, end)
            if not any(a <= m.start() < b for a, b in idle)
        ]
        if not found:
            continue
        out.append(_statement(plain, start, end, found, named))
    return out


def _statement(
    text: str,
    start: int,
    end: int,
    found: list[re.Match[str]],
    named: list[tuple[str, int, int]],
) -> Statement:
    clause = text[start:end]
    match = _chief(text, start, found)
    direction = DIRECTIONS[int((match.lastgroup or "d0")[1:])][0]
    inside = [(n, a, b) for n, a, b in named if start <= a < end]
    endpoints = tuple(dict.fromkeys(n for n, _, _ in inside))
    general = bool(GENERAL.search(clause))
    negative = bool(_NOT_SIGNIFICANT.search(clause) or _NO_REACH.search(clause))
    significant: bool | None = None
    if negative:
        significant = False
    elif _SIGNIFICANT.search(clause) and not _CLINICALLY.search(clause):
        significant = True
    negated = _negated(text, start, match, end)
    if direction == "none":
        word = match.group().lower()
        if re.match(r"differ|significant|statistical", word) and not negated and not negative:
            # "differed significantly" says that there is a difference, not in which direction.
            direction = ""
        elif significant is None:
            significant = False
        if re.match(r"(?:similar|comparable|equivalent|equal|identical)", word) and negated:
            direction = ""
    return Statement(
        word=match.span(),
        clause=(start, end),
        direction=direction,
        significant=significant,
        negated=negated or negative,
        hedged=bool(_HEDGE.search(clause)),
        softened=bool(TREND.search(clause)),
        endpoints=endpoints,
        general=general,
    )


def _chief(text: str, start: int, found: list[re.Match[str]]) -> re.Match[str]:
    """The word that carries the clause: "no difference" and "superior to", else the predicate."""
    last = f"d{len(DIRECTIONS) - 1}"
    for match in found:
        if match.lastgroup == last:
            before = text[max(start, match.start() - 60) : match.start()]
            if _NEGATION.search(before) or match.group().lower().startswith(
                ("similar", "compar", "equi", "equal", "identical", "statistical")
            ):
                return match
    directed = [m for m in found if m.lastgroup != last]
    return max(directed, key=lambda m: _weight(text, start, m)) if directed else found[0]


def _weight(text: str, start: int, match: re.Match[str]) -> int:
    """How much a word of direction looks like the predicate; the first of equals wins."""
    before = text[max(start, match.start() - 30) : match.start()]
    after = text[match.end() : match.end() + 12]
    weight = 0
    if re.search(r"\bsignificant(?:ly)?\s+$", before, re.I):
        weight += 2
    if re.match(r"\s+(?:than|to|over|in|for|with|by)\b", after):
        weight += 1
    if re.match(r"\s+than\b", after):
        weight += 2
    if re.search(
        r"\b(?:was|were|is|are|had|has|have|showed|did|not|an?|also|not|be|to)\s+(?:\w+ly\s+)?(?:also\s+)?$",
        before, re.I,
    ):
        weight += 2
    return weight


def _negated(text: str, start: int, match: re.Match[str], end: int) -> bool:
    """Whether the word of comparing stands under a negation of its own clause."""
    before = text[max(start, match.start() - 70) : match.start()]
    hits = list(_NEGATION.finditer(before))
    if hits:
        between = before[hits[-1].end() :]
        # "not only A but also higher" and "no change in A; higher B" do not negate "higher".
        if not re.search(r"\bonly\b|[,;]|\bbut\b", between, re.I):
            return True
    return bool(_NO_REACH.search(text, start, end))


_SETS_UP = re.compile(r"compar|between", re.I)


def frame_of(text: str) -> arms.Comparison | None:
    """The comparison a sentence sets up for those that follow ("compared A with B")."""
    if not _SETS_UP.search(text):
        return None
    for comparison in arms.comparisons(bare(text)):
        if comparison.kind in ("comparing", "between") and comparison.subject:
            return comparison
    return None
