"""Words of comparing: direction, strength, negation, hedging.

What belongs here: which words say what. What does not: which words of a sentence belong together
(`claims_grammar`).
"""

from __future__ import annotations

import re

#: Words that say a direction. The first pattern that matches at a place wins.
DIRECTIONS: tuple[tuple[str, str], ...] = (
    ("longer", r"longer|prolong(?:s|ed|ing|ation)?|extend(?:s|ed|ing)?|extension"),
    ("shorter", r"shorter|shorten(?:s|ed|ing)?"),
    (
        "higher",
        r"higher|greater|larger|more\s+(?:frequent|common|often|likely)|increas(?:e[sd]?|ing)|"
        r"elevated|rais(?:es|ed)|more(?=\s+(?:[\w-]+\s+){0,4}than\b)|(?<=significantly )more",
    ),
    (
        "lower",
        r"lower(?:s|ed|ing)?|smaller|fewer|less\s+(?:frequent|common|often|likely)|"
        r"reduc(?:e[sd]?|ing|tions?)|decreas(?:e[sd]?|ing)|diminish(?:es|ed)?|"
        r"less(?=\s+(?:[\w-]+\s+){0,4}than\b)|(?<=significantly )less",
    ),
    (
        "better",
        r"superior(?:ity)?|better|improv(?:e[sd]?|ing|ements?)|enhanc(?:e[sd]?|ing|ement)|"
        r"outperform(?:s|ed)?|more\s+effective|benefi(?:ts?|ted|cial)|advantages?|favou?rable|"
        r"more\s+(?:[\w-]+ly\s+)?(?:effective|efficacious)|favou?r(?:s|ed|ing)|in\s+favou?r\s+of",
    ),
    (
        "worse",
        r"inferior(?:ity)?|worse(?:n(?:s|ed|ing)?)?|poorer|less\s+(?:effective|efficacious)|"
        r"impair(?:s|ed)?|detriment(?:al)?",
    ),
    (
        "none",
        r"similar(?:ly|ity)?|comparable|equivalent|equal(?:ly)?|identical|unchanged|"
        r"differ(?:s|ed|ences?|ent|ently)?|as\s+effective\s+as|statistical\s+significance|"
        r"(?:significant|significantly)\s+(?:association|associated|effects?|impact|changes?)|"
        r"(?:no|any|without|little)\s+(?:[\w-]+\s+){0,2}(?:effects?|impact|changes?)\s+(?:on|in|of)\b",
    ),
)
WORDS = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<d{k}>{p})" for k, (_, p) in enumerate(DIRECTIONS))
    + r")(?![\w-])",
    re.I,
)
#: Words that look comparative and compare nothing of a result.
IDLE = re.compile(
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
    r"tertiles?|education|order)|\bsimilarly\b|\bsimilar\s+(?:results?|findings?|patterns?|trends?|courses?|"
    r"(?:[\w-]+\s+)?(?:differences?|effects?|increases?|decreases?|improvements?|reductions?))|"
    r"\b(?:our|this)\s+(?:estimates?|results?|findings?|rates?)\b[^.;()]{0,40}?\bsimilar\s+to\b|"
    r"\b(?:similar|comparable|identical|equal)\s+to\s+(?:ours?|previous|earlier|published)\b|"
    r"\b(?:results?|ratios?|[HOR]Rs?|estimates?|values?)\b[^.;]{0,30}?\b(?:similar|comparable)\s+to\s+th(?:at|ose)\b|"
    # "The effect of the drug was unchanged": as large as in another analysis, not absent.
    r"\b(?:effects?|associations?|results?|findings?|(?:(?:hazard|odds|risk|rate)\s+)?ratios?|[HOR]Rs?|estimates?)\b[^.;,()\d]{0,60}?"
    r"\b(?:was|were|remained|is|are)\s+(?:\w+\s+)?(?:unchanged|similar|identical|comparable)\b|"
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
NOT_SIGNIFICANT = re.compile(
    r"\b(?:non-?\s?significant(?:ly)?|insignificant(?:ly)?|near(?:ly)?[\s-]significant|"
    rf"(?:not|n't|never|lack(?:ed|s|ing)?|failed?\s+to)(?:\s+(?:{_BETWEEN_NOT}))*\s+significan(?:t(?:ly)?|ce)|"
    r"(?:no|none|neither|nor|without)\b(?:\s+(?!but\b|and\b|who\b|that\b|which\b|other\s+than\b)[\w%/'-]+){0,9}?"
    r"\s+significan(?:t(?:ly)?|ce)|"
    r"no\s+(?:longer\s+)?(?:statistical(?:ly)?\s+)?significan(?:t|ce)|"
    r"(?:fell|falls?|falling)\s+short\s+of|miss(?:ed|es|ing)\s+(?:the\s+)?(?:statistical\s+)?significance|significance\s+was\s+(?:not|lost)|lost\s+(?:statistical\s+)?significance|"
    r"not\s+(?:quite\s+)?(?:statistically\s+)?significant|\bNS\b)",
    re.I,
)
NO_REACH = re.compile(
    r"\b(?:did\s+not|not|failed\s+to|without)\s+(?:\w+\s+)?(?:reach(?:ed|ing)?|achiev(?:e|ed|ing)|attain(?:ed)?|show|meet)\s+"
    r"(?:the\s+)?(?:\w+\s+){0,3}significan",
    re.I,
)
SIGNIFICANT = re.compile(
    r"(?<!clinically )(?<![\w-])significan(?:t(?:ly)?|ce)\b"
    r"(?!\s+(?:number|amount|limitation|advancement|progress|variab\w+|knowledge|role|need|challenge|other|portion|proportion\s+of\s+patients))",
    re.I,
)
CLINICALLY = re.compile(r"\bclinical(?:ly)?\s+(?:and\s+)?(?!statistical)significan", re.I)
NEGATION = re.compile(
    r"\b(?:not|n't|no|none|neither|nor|never|without|failed?\s+to|fails\s+to|unlikely|unable\s+to|lack\w*|"
    r"cannot|rather\s+than)\b",
    re.I,
)
HEDGE = re.compile(
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


def says_not_significant(text: str) -> bool:
    """Whether words say that a difference is not significant, or only a tendency.

    >>> says_not_significant("which did not reach statistical significance")
    True
    """
    return bool(NOT_SIGNIFICANT.search(text) or NO_REACH.search(text) or TREND.search(text))


def directions(text: str) -> list[tuple[str, int]]:
    """Every word of direction in ``text`` as (direction, place), words of equality left out."""
    return [
        (DIRECTIONS[int((m.lastgroup or "d0")[1:])][0], m.start())
        for m in WORDS.finditer(text)
        if m.lastgroup != f"d{len(DIRECTIONS) - 1}"
    ]
