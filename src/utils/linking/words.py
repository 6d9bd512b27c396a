"""Words by which a sentence and a table row are recognised as speaking of the same thing.

Only grammar and the vocabulary of reporting stand here; what a drug or an outcome is called is
taken from the article itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:\.\d+)?", re.U)
#: "ACR20", "PASI-75", "ACR 50 response": the number belongs to the name of the endpoint.
_NUMBERED = re.compile(
    r"\b([A-Z]{2,6})(?:-?(\d{1,3})\b(?![.,]\d)|\s(\d{2,3})(?=\s*%?\s*(?:respon|improve|criteri)))"
)
_PERIOD = re.compile(
    r"(\d+(?:\.\d+)?)\s*-?\s*(day|week|wk|month|mo|year|yr|hour|hr|min(?:ute)?)s?\b", re.I
)
_PERIOD_AFTER = re.compile(
    r"\b(day|week|wk|month|mo|year|yr|hour|hr|minute)s?\s+(\d+(?:\.\d+)?)\b", re.I
)
#: How old people are, which is no point in time: "aged 70 years", "70 years or older", "<65 years".
_AGE = re.compile(
    r"(?:\bag(?:e[ds]?|ing)\b[^.;,\d]{0,15}|\b(?:young|old)er\s+than\s+|"
    r"[<>\u2264\u2265]=?\s*(?=[2-9]\d))"
    r"\d+(?:\.\d+)?(?:\s*(?:-|to|and)\s*\d+)?\s*-?\s*(?:years?|yrs?)\b|"
    r"\d+\s*-?\s*(?:years?|yrs?)[\s-]*(?:(?:or|and)\s+(?:older|younger|over|above|under)|of\s+age|old)\b",
    re.I,
)
_UNITS = {"wk": "week", "mo": "month", "yr": "year", "hr": "hour", "min": "minute"}
_EVERYDAY = """
a about above after all also among an and any are as at be been before being between both but by
can compared comparison could did do does during each either every for from further group groups
had has have however if in into is it its less more most no not of on only or other our out over
patient patients per respectively results same shown significant significantly similar since so
some study studies such table than that the their them then there these they this those through to
total trial trials two under until up using value values versus vs was we were when where whether
which while who whose with within without would ci confidence interval intervals ratio ratios
hazard odds risk relative hr or rr irr ahr aor arr p n data see fig figure participants subjects
women men number rate rates mean median difference differences showed observed found reported iqr
sd se range
"""
#: Words of every report, which tell no row from another.
STOP = frozenset(_EVERYDAY.split())
# Who is counted can tell rows apart, although such words are frequent.
_KEEP = frozenset({"women", "men", "without", "no", "not", "before", "after", "less", "more"})


#: Words that name one thing by another form.
_ALIKE = {
    **dict.fromkeys(("woman", "women", "girl", "girls", "females"), "female"),
    **dict.fromkeys(("man", "men", "boy", "boys", "males"), "male"),
    **dict.fromkeys(("died", "dead", "die", "dying"), "death"),
    **dict.fromkeys(("children", "childhood"), "child"),
}
#: How a column, or a group, of all patients begins its name.
OF_ALL = re.compile(
    r"\W*(?:total|overall(?!\s+(?:surviv|respon))|all|both|combined|whole|pooled|entire)\b", re.I
)
_ENDING = re.compile(r"(?:ing|ed|ers?)$")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A crude stem: one for British and American forms and for a verb's, six letters at most.

    >>> [stem(w) for w in ("smoker", "smoking", "smoke", "tumours", "biopsies", "women")]
    ['smok', 'smok', 'smok', 'tumor', 'biopsi', 'femal']
    """
    w = word.lower()
    w = _ALIKE.get(w, w)
    w = w.replace("ae", "e").replace("oe", "e")
    w = w.replace("our", "or") if len(w) > 4 else w
    if len(w) > 3 and w.endswith("s") and not w.endswith("ss"):
        w = w[:-1]
    if len(w) > 5:
        bare = _ENDING.sub("", w)
        if len(bare) >= 4:
            w = bare[:-1] if bare[-1] == bare[-2] and bare[-1] not in "ls" else bare
    if len(w) > 4 and w[-1] in "ey":
        w = w[:-1] + ("i" if w[-1] == "y" else "")
        w = w[:-1] if w.endswith("ie") else w
    return w[:6]


@lru_cache(maxsize=16384)
def tokens(text: str) -> frozenset[str]:
    """Stems of the words that can tell one row from another; numbers are left out.

    >>> sorted(tokens("ACR20 response")), sorted(tokens("ACR 50 response at 24 weeks"))
    (['acr20', 'respon'], ['acr50', 'respon', 'week'])
    """
    out = set()
    for letters, glued, apart in _NUMBERED.findall(text):
        out.add(f"{letters.lower()}{glued or apart}")
    for found in _WORD.finditer(_NUMBERED.sub(" ", text)):
        word = found.group().lower()
        if word[0].isdigit():
            continue
        if word in STOP and word not in _KEEP:
            continue
        if len(word) == 1 and not word.isupper():
            continue
        out.add(stem(word))
    return frozenset(out)


@lru_cache(maxsize=16384)
def periods(text: str) -> frozenset[str]:
    """Points and stretches of time that a text names, as "6 month"; no ages.

    >>> sorted(periods("Deaths at 6 months, patients aged 70 years or older"))
    ['6 month']
    """
    out = set()
    if "year" in text.lower() or "yr" in text.lower():
        text = _AGE.sub(" ", text)
    for n, unit in _PERIOD.findall(text):
        out.add(f"{n} {_UNITS.get(unit.lower(), unit.lower())}")
    for unit, n in _PERIOD_AFTER.findall(text):
        out.add(f"{n} {_UNITS.get(unit.lower(), unit.lower())}")
    return frozenset(out)


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of the smaller set that both have; 0.0 when one is empty."""
    if not a or not b:
        return 0.0
    return len(a & b) / min(len(a), len(b))
