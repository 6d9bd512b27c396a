"""The words about a number that say more than which row it is of.

What belongs here: regular expressions that `names` reads with. What does not: anything that
decides.
"""

from __future__ import annotations

import re

#: More than a level, less than one; what counts people; what is left of a total.
UP = re.compile(
    r"\bat\s+least\b|≥|>|\bor\s+(?:more|higher|greater|above|worse|later|older)\b|"
    r"\band\s+(?:above|over)\b|\bmore\s+than\b|\bover\b|\babove\b",
    re.I,
)
DOWN = re.compile(
    r"\bat\s+most\b|≤|<|\bor\s+(?:fewer|less|lower|below|earlier|younger)\b|\bup\s+to\b|"
    r"\bless\s+than\b|\bfewer\s+than\b|\bunder\b|\bbelow\b",
    re.I,
)
BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]?")
PEOPLE = re.compile(
    r"\b(?:patients?|participants?|subjects?|individuals?|adults?|children|infants?|women|men|"
    r"persons?|people|students?|volunteers?|cases|mothers|households?|respondents?|pairs|eyes|"
    r"pregnan\w+|randomi[sz]ed|enrol\w*|included|recruited|analy[sz]ed|allocated|assigned|sample)\b",
    re.I,
)
LEFT = re.compile(
    r"\bnot\b|\bno\b|\bwithout\b|\bremain\w*|\brest\b|\bother\b|\bnever\b|\bfree\b|\bmissing\b|"
    r"\blost\b|\bdrop\w*|\bwithdr\w+|\bexclud\w+|\bfail\w*|\b(?:un|in|non-?)\w{4,}|\bonly\b|n't\b|"
    r"\bdid\b|\bcompleted?\b|\balive\b|\bdied\b|\bsurviv\w+",
    re.I,
)
EVENTS = (
    (
        re.compile(
            r"(?:progress|diseas|relaps|recurr|event|failure)\w*-?\s?free|PFS|DFS|EFS|RFS", re.I
        ),
        re.compile(r"progress|relaps|recurr|events?\b", re.I),
    ),
    (
        re.compile(r"overall survival|\bOS\b|\bmortality\b", re.I),
        re.compile(r"\bdeaths?\b|\bdied\b|\bdead\b", re.I),
    ),
)
