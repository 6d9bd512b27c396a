"""Patterns of numbers that belong together over words: a change, a part of a whole named before.

What belongs here: "from 8.2 to 4.3", "of 210 women, 31 (15%) relapsed", "(six vs 14)", and P values
that stand alone. What does not: numbers that stand side by side (`loose_patterns`), the values of a
match (`loose_forms`).
"""

from __future__ import annotations

import re

from src.utils.extraction import loose_patterns as p

_X = r"-?\d{1,5}(?:\.\d+)?"
_DECIMAL = r"-?\d{1,5}\.\d+"
_MEAN_OF = (
    r"(?:(?:an?|the)\s+)?(?:(?:mean|median|average|baseline|rate)\s+)?(?:(?:value|score)\s+)?"
    r"(?:of\s+)?"
)
_FREE = r"(?<![\w.,/^*×-])"
#: "from 8.2 to 4.3 days", "from a mean of 18.4% to 24.2%", "between 7.3 and 9.0 mmol/L".
_CHANGE = re.compile(
    rf"\b(?:from\s+{_MEAN_OF}(?P<list>{_X}(?:\s?%|(?:\s[a-zµ/]+\d?){{1,3}})?\s+to\s+{_MEAN_OF}{_X})"
    rf"|between\s+(?P<between>{_DECIMAL}\s?%?\s+and\s+{_DECIMAL}))(?P<unit>\s?%)?(?![\d.]*\d)"
)
_PEOPLE = (
    r"(?:patients?|participants?|subjects?|women|men|children|infants|people|individuals|adults|"
    r"cases|respondents|students|eyes|tumou?rs|samples|events|deaths)"
)
_TOLD = r"(?:were|was|had|have|did|died|relapsed|lived|underwent|met|gave|showed|[a-z]{3,12}ed)\b"
#: "Of the 210 women enrolled, 31 (15%) relapsed": a part of the whole named before it.
_PART_OF = re.compile(
    rf"\b[Oo]f\s+(?:the\s+|these\s+|all\s+)*(?P<n>[1-9]\d{{0,2}}(?:,\d{{3}})+|\d{{1,6}})\s+"
    rf"(?:[a-z][\w-]*\s+){{0,4}}?{_PEOPLE}\b[^.;:()\[\]\d%]{{0,70}},\s+(?:only\s+|a\s+total\s+of\s+)?"
    rf"(?P<k>{p.COUNTING})(?:\s*[(\[]\s*(?P<pct>\d{{1,3}}(?:\.\d+)?)\s*%\s*[)\]])?"
    rf"(?=\s+(?:[a-z]+\s)?{_TOLD})"
)
#: "10 patients (out of 97, 10%)": the whole inside the bracket.
_OUT_OF = re.compile(
    rf"{_FREE}(?P<k>{p.COUNTING})(?:\s+[a-z][\w-]*){{0,2}}\s*[(\[]\s*(?:out\s+)?of\s+"
    r"(?P<n>[1-9]\d{0,2}(?:,\d{3})+|\d{1,6})(?:\s+[a-z]+)?\s*[,;:=]\s*(?P<pct>\d{1,3}(?:\.\d+)?)\s*%"
)
#: "(six vs 14)", "44 vs. 92 (rate ratio": whole numbers of two groups.
_AGAINST = re.compile(
    rf"(?:[(\[]\s*(?P<list>{p.COUNTING}\s+(?:vs\.?|versus|v)\s+{p.COUNTING})(?=\s*[)\];,])"
    rf"|{_FREE}(?P<open>\d{{1,5}}\s+(?:vs\.?|versus)\s+\d{{1,5}})(?=\s?[(\[][A-Za-z]))"
)
#: "33 SAEs", "293 drug-related AEs".
_INITIALS = re.compile(
    r"(?<![\w.,/^*×<>≤≥-])(?P<k>[1-9]\d{0,2}(?:,\d{3})+|\d{2,5})\s+(?:[a-z][\w-]*\s+){0,3}?"
    r"(?!CIs|HRs|ORs|RRs|SDs|IUs)[A-Z]{2,6}s\b"
)
#: "mean scores were 4.6 (2.6), 5.3 (2.6) and 5.9 (2.7)": decimals alike, after the word.
MEANS_LISTED = re.compile(
    r"\b(?:means?|average)\b[^.;()\d]{0,90}\s(?:\d+\.\d+\s?[(\[]\d+\.\d+[)\]]"
    r"(?:\s?,\s?(?:and\s)?|\sand\s|\s(?:vs\.?|versus)\s)){1,5}\d+\.\d+\s?[(\[]\d+\.\d+[)\]]",
    re.I,
)
#: A P value that no result holds: its relation and numeral, or "a P value (0.007)".
LONE_P = re.compile(
    r"(?<![^\W_])[Pp](?:(?:[\s-]*values?)?(?:\s?\[[^\]\d]{3,40}\]|\sfrom\s[A-Z][\w']+(?:\s[a-z]+){1,3}"
    r"|\s?=\s?value)?\s*(?P<relation>[=<>≤≥])|[\s-]*value\s*\()\s*"
    r"(?P<p>0?\.\d+)(?![\d.]*[\d×x%])"
)
#: A threshold is none: "P < 0.05 was considered significant".
NO_FINDING = re.compile(
    r"\b(?:considered|regarded|deemed|defined|(?<!above this )(?<!below this )(?<!above the )"
    r"(?<!below the )threshold|chosen|accepted|indicat\w+|was\s+set|were\s+set)\b"
)
#: Before a range over several rows, which is no change of one thing.
RANGED = re.compile(r"\b(?:rang(?:ed?|es|ing)|var(?:ied|ying|ies))\s+\Z", re.I)
#: Whole numbers that are averages of how many: "the median number of cycles was 8 in the".
_NUMBER_OF = re.compile(
    r"\b(median|mean|average)\s+(?:[a-z]+\s+)?number\s+of\b(?:[^.;()]|\.(?=\d)){3,120}\Z", re.I
)
#: Beside a whole number with its range stands another one: "10 (8-16) versus 12 (9-19)".
_RANGED = r"\d{1,5}(?:\s[a-z]+)?\s?[(\[]\d{1,5}\s?(?:-|to|,)\s?\d{1,5}[)\]]"
_BESIDE = r"\s*(?:vs\.?|versus|and|compared\s+(?:with|to))\s+"
_TWIN_AFTER = re.compile(rf"[)\]]?(?:\s[a-z]+)?{_BESIDE}{_RANGED}", re.I)
_TWIN_BEFORE = re.compile(rf"{_RANGED}(?:\s[a-z]+)?{_BESIDE}\Z", re.I)
#: A dose by which a group is called: "14.6 mm with 5 mg".
_DOSE = re.compile(r"\s?(?:mg|µg|mcg|IU|Gy)\b")
_DOSED = re.compile(r"\b(?:with|on|receiving|given|for|in)\s+(?:the\s+)?(?:[A-Za-z]+\s)?\Z")
FORMS: tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...] = (
    (_PART_OF, "part", ("f ",)),
    (_OUT_OF, "percent", ("(of ", "(out of ", "[of ", "[out of ", "( of ", "( out of ")),
    (_CHANGE, "change", ("from ", "between ")),
    (_AGAINST, "whole", (" vs", " versus", " v ")),
    (_INITIALS, "people", ("Es", "Ts", "As", "Is", "Cs", "Bs", "Ms", "Ns", "Ps", "Rs", "Ds", "Vs")),
)


def average(text: str, at: int) -> str:
    """Whether a whole number is a mean or median of how many, and no count.

    >>> told = "the median number of cycles was 8 in the zinc group"
    >>> average(told, told.index("8"))
    'median'
    """
    named = _NUMBER_OF.search(text, max(0, at - 150), at)
    return "" if named is None else "median" if named[1].lower() == "median" else "mean"


def twin(text: str, start: int, end: int) -> bool:
    """Whether another whole number with its range stands beside one in ``text[start:end]``."""
    after = _TWIN_AFTER.match(text, end)
    return bool(after or _TWIN_BEFORE.search(text, max(0, start - 40), start))


def dose(text: str, start: int, end: int) -> bool:
    """Whether a number is the dose by which a group is called."""
    return bool(_DOSE.match(text, end) and _DOSED.search(text, max(0, start - 40), start))
