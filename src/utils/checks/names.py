"""The name under which a message speaks of a result: a noun phrase of the article, or nothing.

What belongs here: which words printed beside a result name its quantity for a reader. What does
not: endpoints as terms of the field (`terms`), and any verdict. A name that is no clean noun phrase
is left out, as the numbers and their place say enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from src.utils.records import Result

#: Statistics at the end of a label: "Stage III, n (%)", "Age-adjusted HR (95% CI)".
_STATISTIC = re.compile(
    r"[\s,;:(\[]*(?:(?:no\.?|n|number)?\s*[,(\[]?\s*%\s*[)\]]?(?:\s*[(\[]?n[)\]]?)?|"
    r"\(?\d+(?:\.\d+)?\s*%\s*C\.?\s?I\.?\)?|\(?\bCI\)?|\b(?:a|adj\.?\s*)?(?:HR|OR|RR|IRR)\d?\b|"
    r"mean\s*(?:\(SD\)|±\s*SD)|\(SD\)|[*†‡§¶#$])\s*[)\]]?\s*\Z",
    re.I,
)
_SIZE = re.compile(r"\s*[(\[]\s*n\s*=\s*[\d,]+\s*[)\]]", re.I)
#: What a label holds when the numbers of its first column were taken in, or a P value below it.
_NUMBERS = re.compile(
    r"\s*\u2022\s*[Pp]|\s+\d+(?:\.\d+)?\s?\(\s?\d+(?:\.\d+)?\s?%?\s?\)|\s+[Pp]\s?[=<>]\s?\d"
)
#: Statistics before a label: "n (%) stunting", "% Females".
_LEADING = re.compile(r"\A(?:n\s*\(%\)|%)\s+(?=[^\W\d_]{2})", re.I)
#: Brackets that stand apart from what they hold.
_LOOSE = re.compile(r"(?<=\()\s+|\s+(?=\))")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
#: Labels that name a level and need the name of what they are a level of.
_LEVEL = re.compile(
    r"\s*(?:yes|no|none|never|ever|former|current|past|others?|unknown|not known|missing|any|all|"
    r"total|overall|(?:wo)?m[ae]n|(?:fe)?males?|boys?|girls?|low|medium|high|upper|lower|middle|"
    r"normal|abnormal|positive|negative|present|absent|crude|(?:un)?adjusted|age-adjusted|"
    r"multivariable|univariable|multivariate|univariate|complete|partial|definite|probable|"
    r"possible|single|married|reference|ref|model\s*(?:\d\w?|[A-D])|[IV]+[abc]?|(?:grade|stage|group|arm|"
    r"quartile|tertile)\s*(?:\d\w?|[IVX]+[abc]?|[A-D])|[\W\d]*\d[\W\d]*(?:years?|months?|kg|mg|cm|mm)?\s*(?:(?:or|and)\s+(?:more|over|above|older|"
    r"younger|less|under|fewer|below))?)\s*\Z",
    re.I,
)
_MODEL = re.compile(
    r"(?:crude|(?:un|age-)?adjusted|(?:multi|uni)varia(?:ble|te)|model\s*(?:\d\w?|[A-D]))\Z", re.I
)
#: Words with which no noun phrase of prose begins.
_OPENS = re.compile(
    r"(?:indeed|further|furthermore|moreover|(?:second|third|first)(?=,)|hence|thus|however|likewise|"
    r"similarly|finally|also|then|still|overall,|those|these|this|that|there|they|it|we|our|which|"
    r"who|when|while|where|whereas|after|before|during|among|in|on|at|by|for|from|with|without|to|"
    r"of|as|and|or|but|than|not|no|only|both|compared|comparing|according|regarding|based|using|"
    r"including|consistent|even|again|meanwhile|nearly|about|approximately|one|two|three|four|five|"
    r"six|seven|eight|nine|ten|twenty|having|"
    r"(?!(?:early|daily|weekly|monthly|yearly|elderly|family|anomaly|\w*megaly)\b)\w+ly)(?![\w-])",
    re.I,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|may|might|could|can|would|should|will|did|does|do|"
    r"tended|seemed|appeared|showed|showing|affect|that|which|who|whose|their|they|we|it)\b",
    re.I,
)
_ENDS = re.compile(
    r"\b(?:of|the|a|an|and|or|for|in|on|with|to|by|from|than|at|as|per|stronger|higher|lower|"
    r"greater|better|worse|more|less|fewer|longer|shorter|"
    r"in\s+(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|none|all|both|each))\Z",
    re.I,
)
#: Shares of people, whom a clause may describe: "proportion of children who were vaccinated".
_SHARE = re.compile(
    r"(?:the\s+)?(?:proportion|number|percentage|share|rate|incidence|prevalence|risk|odds|"
    r"probability|frequency)s?\s+of\s+\w+\s+(?:who|that|with)\b",
    re.I,
)
#: Headings of a table that group its rows and name no quantity.
_GROUPING = re.compile(
    r"(?:associations?|relationships?|effects?|comparisons?|analys[ei]s|adjust(?:ed|ment))\s+"
    r"(?:with|between|of|for|by)\b|other\s+factors|characteristics?\Z|variables?\Z|outcomes?\Z|"
    r"results?\Z|demographics\Z|baseline(?:\s+characteristics)?\Z",
    re.I,
)
#: Names of statistics, and of people, that say nothing about what was measured.
_EMPTY = re.compile(
    r"(?:(?:adjusted|unadjusted|crude|pooled|overall|mean|median|absolute|relative|corresponding|"
    r"observed|estimated|net|least)\s+)*(?:medians?|means?|changes?|mean changes|effects?|"
    r"effects? sizes?|associations?|correlations?|increases?|decreases?|reductions?|differences?|"
    r"data|history|estimates?|values?|results?|analys[ie]s|groups?|arms?|patients?|"
    r"participants?|subjects?|(?:wo)?men|children|boys|girls|stud(?:y|ies)|trials?|rates?|ratios?|"
    r"proportions?|percentages?|numbers?|OR|HR|RR|responders?|risks?|levels?|scores?|"
    r"improvements?|responses|events|cases|trends?|high|low|adjusted|analy[sz]ed|loss|causes|n|p|%)\Z",
    re.I,
)


def of(result: Result) -> str:
    """The name of a result's quantity for a message; "" where no clean one is printed."""
    name = _tidy(result.endpoint_printed or result.endpoint)
    if result.place != "table":
        return name if is_noun_phrase(name) else ""
    if not name or not is_level(name):
        return "" if _GROUPING.match(name) else name
    parts = [_tidy(p) for p in result.context.row.split(" > ")]
    above = next((p for p in reversed(parts[:-1]) if _LETTERS.search(p)), "")
    above = "" if _GROUPING.match(above) else above
    if above and above != name and not _LEVEL.match(above):
        return f"{above}, {name}" if len(name) > 1 or name.isdigit() else above
    return "" if _MODEL.match(name) or not _LETTERS.search(name) else name


def shown(endpoint: str, place: str = "text") -> str:
    """An endpoint as the heading of a finding shows it; "" for words that are no noun phrase.

    >>> shown("when the comparison"), shown("hepatomegaly"), shown("none 135 (64.6%)", "table")
    ('', 'hepatomegaly', 'none')
    """
    name = _tidy(endpoint)
    return name if place == "table" or not (_OPENS.match(name) or _ENDS.search(name)) else ""


def listed(labels: Iterable[str]) -> str:
    """Labels of rows one after another, what they stand under said once.

    >>> listed(["Sex, n (%) > Men", "Sex, n (%) > Women"])
    'Sex: Men, Women'
    """
    paths = [[p for p in map(_tidy, label.split(" > ")) if p] for label in labels]
    paths = [p for p in paths if p]
    above = {p[-2] if len(p) > 1 else "" for p in paths}
    one = above.pop() if len(above) == 1 else ""
    return f"{one}: " * bool(one) + ", ".join(p[-1] for p in paths)


def is_level(label: str) -> bool:
    """Whether a label names a level ("none", "65-74") and needs the name of its item."""
    return not _LETTERS.search(label) or _LEVEL.match(label) is not None


def opens_badly(words: str) -> bool:
    """Whether words begin as no noun phrase does."""
    return _OPENS.match(words) is not None


def is_noun_phrase(words: str) -> bool:
    """Whether words taken from a sentence can stand as the name of a quantity.

    >>> [is_noun_phrase(w) for w in ("grade 3 neutropenia", "fever in six", "might affect weight")]
    [True, False, False]
    """
    if not _LETTERS.search(words) or _OPENS.match(words) or _ENDS.search(words):
        return False
    return bool(_SHARE.match(words)) or not (_VERB.search(words) or _EMPTY.match(words))


@lru_cache(maxsize=4096)
def _tidy(words: str) -> str:
    """A label without sizes, statistics, numbers of its column and punctuation at its ends.

    >>> _tidy("Vomiting 3(1.4%)"), _tidy("Trained early p = 0.018"), _tidy("Hb ( in g/l )")
    ('Vomiting', 'Trained early', 'Hb (in g/l)')
    """
    words = _SIZE.sub("", " ".join(words.split()))
    words = _NUMBERS.split(words, maxsplit=1)[0] or words
    words = _LEADING.sub("", words)
    words = _LOOSE.sub(lambda m: m.group().strip(), words)
    while (cut := _STATISTIC.sub("", words)) != words and cut:
        if cut.count("(") != cut.count(")") or cut.endswith("/"):
            break  # "(mL/kg/hr)": the end belongs to a unit
        words = cut
    return words.strip(" ,;:·•▪*†‡§").replace(" ,", ",")
