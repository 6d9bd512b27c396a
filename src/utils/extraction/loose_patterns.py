"""Patterns of numbers that stand together in running text.

What belongs here: how a number with its interval, a count of a total, a mean with its spread ...
is printed. What does not: the values that a match prints (`loose_forms`). Every pattern begins at
a numeral, and `FORMS` names characters without which a sentence need not be searched at all.
"""

from __future__ import annotations

import re

from src.utils.extraction import number_words

_N = r"(?:[1-9]\d{0,2}(?:,\d{3})+(?!\d)|\d+\.\d+|\.\d+|\d{1,6})"
_WORD = (
    r"(?<!\w)(?<!hundred and )(?<!thousand and )(?<!hundred )(?<!thousand )"
    rf"(?i:{number_words.PATTERN})(?![\w-])"
)
COUNTING = rf"(?:[1-9]\d{{0,2}}(?:,\d{{3}})+(?!\d)|\d{{1,6}}|{_WORD})"
_KN = r"(?:[1-9]\d{0,2}(?:,\d{3})+(?!\d)|[1-9]\d{0,5})"
_SIGNED = rf"-?{_N}"
_MEASURE = (
    r"(?:[mkµ]?g|mcg|[md]?l|mL|dL|[cmk]?m|min|minutes?|hours?|h|days?|weeks?|months?|years?|euros?|"
    r"dollars?|points?|items?|times|kcal|kJ|mmol|IU|units?)\b"
)
#: A unit of something measured, which a count has not.
MEASURED = re.compile(
    r"\s?(?:m[lL]|[mkµ]?g|[cmk]m|min|minutes?|hours?|h|days?|weeks?|months?|years?|kcal|kJ|mmHg|"
    r"[^\W\d_]{1,5}/[^\W\d_]{1,4})"
)
#: What may be two or three without being counted: "between the two groups (12% vs. 9%)".
_NO_PEOPLE = (
    r"(?:treatment|study)?\s*(?:groups?|arms?|cohorts?|trials?|stud(?:y|ies)|periods?|phases?|time|"
    r"times|attempts?|centres?|centers?|sites?|countries|regimens?|treatments?|methods?|was|were|"
    rf"had|has|have|is|are|did|shows?|showed|that|which|when|because|{number_words.PATTERN})\b"
)
#: Nothing before a numeral that would make it part of another one.
_AT = r"(?<![\d.,/-])(?<!±)(?<!±\s)"
_FREE = r"(?<![\w.,/^*×-])"
_UNIT = (
    r"(?:\s*%|\s?°\s?[CF]?|\s?(?!(?:and|or|to|in|of|for|vs|versus|at|per|by|with)\b)"
    r"[^\W\d_]{1,14}(?:\s?/\s?[^\W\d_]{1,9}[23]?){0,2}(?:\s(?:Hg|H2O)\b)?)"
)
_TO = r"\s*(?:-|to|,|;|:)\s*"
_CI = r"(?:C\.?\s?I\.?|confidence\s+intervals?(?:\s*[\[(]\s*C\.?I\.?\s*[\])])?)"
_QUARTILES = r"(?:IQR|inter-?quartile\s+ranges?(?:\s*[(\[,]\s*IQR\s*[)\]]?)?|range|Q1\s*[-,]\s*Q3)"

#: An estimate with its interval: "1.67 (0.81-3.41)", "0.15 (95% CI 0.09, 0.24)", "24 (21-27)".
_WITH_INTERVAL = re.compile(
    rf"{_AT}(?P<x>{_SIGNED})(?P<unit>{_UNIT})?[\s,;]*[(\[]\s*"
    rf"(?:(?P<level>\d\d(?:\.\d+)?)\s*%\s*{_CI}\s*[,:;=]*\s*|(?P<head>{_QUARTILES})\s*[,:;=]*\s*)?"
    rf"(?P<low>{_SIGNED})(?:{_UNIT})?{_TO}(?P<high>{_SIGNED})(?:{_UNIT})?\s*(?=[)\];,:])"
)
#: The interval may stand after what the number is: "1.94 times as likely (95% CI 1.35-2.80)".
_CI_LATER = re.compile(
    rf"{_AT}(?P<x>-?\d+\.\d+)(?P<unit>\s*%)?\s+[a-zA-Z][^.;()\[\]\d=<>]{{3,90}}[(\[,]\s*"
    rf"(?P<level>\d\d(?:\.\d+)?)\s*%\s*{_CI}\s*[,:;=]*\s*"
    rf"(?P<low>{_SIGNED})(?:{_UNIT})?{_TO}(?P<high>{_SIGNED})(?:{_UNIT})?\s*(?=[)\];,])"
)
#: An interval whose estimate is not printed: "95% CI for the difference, -8.11, 7.54".
_CI_ALONE = re.compile(
    rf"(?P<level>\d\d(?:\.\d+)?)\s*%\s*(?:{_CI}s?|confidence\s+interval\s*\(CI\))[^.;()\[\]\d]{{0,60}}?[\s(\[,:;=]+"
    rf"(?P<low>{_SIGNED})\s*%?{_TO}(?P<high>{_SIGNED})(?![\d.]*\d)"
)
#: The same without a bracket of its own: "6.1s; 95% CI 5.2-6.9s", "1.1; 1.1-1.2".
_INTERVAL_AFTER = re.compile(
    rf"{_AT}(?P<x>-?\d+(?:\.\d+|(?=(?:\s[a-z]+)?[;,]\s*(?:IQR|range|inter))))(?P<unit>{_UNIT})?\s*"
    r"(?:;|,(?=\s*(?:\d\d|C\.?\s?I|conf|IQR|range)))\s*(?:(?P<level>\d\d(?:\.\d+)?)\s*%\s*)?"
    rf"(?:(?P<named>{_CI}|{_QUARTILES})\s*[,:;=]*\s*)?"
    rf"(?P<low>{_SIGNED})\s*(?:%|(?!to\b)[a-z]+)?\s*(?(named)(?:-|to|,)|(?:-|to))\s*"
    rf"(?P<high>{_SIGNED})\s*(?:%|[a-z]{{1,8}})?(?=\s*(?:[)\];,]|\.(?!\d)))"
)
#: A number with an open bound: "14.7 (3.3-not estimable)".
_OPEN = re.compile(
    rf"{_AT}(?P<x>-?\d+(?:\.\d+)?)(?P<unit>\s+\w+)?\s*[(\[]\s*(?P<low>{_SIGNED})\s*(?:-|to|,)\s*"
    r"(?:NE|NR|not\s+(?:estimable|reached|evaluable|calculable))(?=[\s)\];,])"
)
#: A mean with its spread: "41 ± 5.2", "32.7 (SD = 7.9)", "6.1 mV ± 2.0", "M = 31.58, SD = 14.05".
_SPREAD = re.compile(
    rf"{_AT}(?P<x>-?{_N})(?P<unit>{_UNIT})?\s*"
    r"(?:,?\s*(?:±|\+/-)\s*|[(\[]\s*(?:(?:±|\+/-)\s*|(?:±\s*)?(?i:S\.?[DE]\.?M?)\s*[=:,]?\s*)|"
    rf",\s*S\.?[DE]\.?\s*[=:]?\s*)(?P<sd>{_N})(?![\d.]*\d)"
)
#: "1.8 (2.2)" where the sentence announces a mean and its spread.
_SPREAD_BRACKET = re.compile(
    rf"{_AT}(?P<x>-?{_N})(?P<unit>{_UNIT})?\s*[(\[]\s*(?P<sd>{_N})(?:{_UNIT})?\s*[)\]]"
)
SPREAD_SAID = re.compile(
    r"\b(?:means?|average)\b[^.;\d]{0,60}(?:[(\[]\s*(?:±|\+/-)?\s*|±\s*|\band\s+|\s)"
    r"(?:S\.?D|S\.?E|SEM|s\.d|s\.e|standard\s+(?:deviation|error)s?)\b",
    re.I,
)
#: A count with its percentage: "42 (20%)", "21/87 [24.1 %]", "183 [42%] of 438", "n = 82, 29.18 %",
#: "Eleven women (37.9%)", "10 of the 13 patients (77%)".
COUNTED = re.compile(
    rf"(?<![\d.,-])(?<!\d\sof\s)(?P<k>{COUNTING})(?:\s*(?:/|(?:out\s+)?of(?:\s+(?:the|all|these|those))*)\s*(?P<n>{COUNTING}))?"
    rf"(?:(?:\s+(?!(?:and|or|vs|versus|to|in|at|than|for|with)\b|{_MEASURE}|{_NO_PEOPLE})"
    r"[a-z][\w-]*){0,3}\s*[(\[]\s*|\s*,\s+(?=\d[\d.]*\s*%))(?P<pct>\d{1,3}(?:\.\d+)?)\s*%(?(n)(?!\s*(?:vs\.?|versus)\s*\d))"
    r"(?:\s*[;,][^()\[\]%]{1,120}(?=[)\]]\s*out\s+of\s+(?:the\s+)?\d{2,6}\b))?\s*[)\]]?"
    r"(?:\s*(?:out\s+)?of\s+(?:the\s+)?(?P<n2>\d{2,6})\b(?!\s*%|-[a-z]))?"
)
#: The other way round: "22.2% (12/54)", "5.7%; 156/2,752", "69% of evaluable patients (9/13)".
SHARE = re.compile(
    r"(?<![\d.,])(?<!than )(?P<pct>\d{1,3}(?:\.\d+)?)\s*%"
    r"(?:(?:\s+of\s+[a-zA-Z][\w-]*)?(?:\s+(?!and\b|or\b|vs\b|versus\b)[a-zA-Z][\w-]*){0,3})"
    rf"\s*[(\[;]\s*(?:n\s*=\s*)?(?P<k>{COUNTING})\s*(?:/|(?:out\s+)?of(?:\s+the)?)\s*(?P<n>{_N})(?![\d.]*[\d%])"
)
#: The count behind its share: "9.4%, n = 23", "40% (n = 6)".
_SHARE_N = re.compile(
    r"(?<![\d.,])(?<!than )(?P<pct>\d{1,3}(?:\.\d+)?)\s*%\s*[,;(\[]\s*n\s*=\s*(?P<k>\d{1,6})\b"
    r"(?!\s*(?:/|of\b)|[.,]\d)"
)
#: "12/54", "19 of 77", "8 out of 26 infants".
_OF = re.compile(
    rf"(?<![\w.,/-])(?P<k>{COUNTING})\s*(?:/|\s(?:out\s+)?of\s+(?:the\s+|all\s+|these\s+|those\s+)?)\s*"
    r"(?P<n>[1-9]\d{0,2}(?:,\d{3})+|\d{1,6})(?![\d/.]*\d|\s*(?:%|mm))"
)
#: "72, 105, and 138 of the 829 patients": several counts of one total.
_LIST_OF = re.compile(
    r"(?<![\w.,/-])(?P<list>\d{1,6}(?:\s*,\s*\d{1,6})*\s*,?\s*(?:and|or)\s+\d{1,6})\s+"
    r"(?:out\s+)?of\s+(?:the\s+|all\s+)?(?P<n>[1-9]\d{0,2}(?:,\d{3})+|\d{2,6})(?![\d.]*[\d%]|\s*%)"
)
#: "22.7, 26.7 and 29.0%": several percentages with one sign.
_LIST_PERCENT = re.compile(
    r"(?<![\w.,/-])(?P<list>\d{1,3}(?:\.\d+)?(?:\s*,\s*\d{1,3}(?:\.\d+)?)*\s*,?\s*"
    r"(?:and|or|vs\.?|versus)\s+\d{1,3}(?:\.\d+)?)\s*%"
)
_PERCENT = re.compile(
    r"(?<![\d.,])(?<!\d-)(?P<pct>\d{1,3}(?:\.\d+)?)\s*%(?!\s*(?:C\.?\s?I|confidence))"
)
#: A plain decimal; a sign may be set apart ("B = - 0.44"), a group named after it ("4.8 [3 mL]").
_PLAIN = re.compile(
    rf"{_FREE}(?P<x>(?:(?:(?<=[=(])|(?<=[=(]\s)|(?<=\sto\s))-\s|-)?\d{{1,5}}\.\d{{1,4}})"
    rf"(?![\d.]*\d|\s*(?:%|×|\*|[(\[]\s*\d(?!\d*[\s-]?{_MEASURE}\s*[)\]])))"
)
#: "47 per 1000 person-years", "14 and 12 per 1000 births", "0.11 per child per year".
_TIME_AT_RISK = (
    r"\s+(?:(?:events?|episodes?|deaths?|cases)\s+)?per\s+(?:1,?0{2,5}(?![\d.%]|,\d)|"
    r"(?:person|patient|child|woman|subject)s?(?:[-\s](?:years?|months?|days?)|\s+per\s+[a-z]))"
)
_RATE = re.compile(rf"{_FREE}(?P<x>\d{{1,5}}(?:\.\d{{1,3}})?)(?={_TIME_AT_RISK})")
_RATES = re.compile(
    r"(?<![\w.,/-])(?P<list>\d{1,4}(?:\.\d+)?(?:\s*,\s*\d{1,4}(?:\.\d+)?)*\s*,?\s*"
    rf"(?:and|or|vs\.?|versus)\s+\d{{1,4}}(?:\.\d+)?)(?={_TIME_AT_RISK})"
)
#: "(zinc: 47, placebo: 65)", "(mild, 14; severe, 1)": each count under its own label.
_LABEL_OF_COUNT = (
    r"(?!(?:range|mean|median|age|aged|score|grade|stage|level|week|day|month|year|table|figure|"
    r"IQR|SD|SE|CI|P|HR|OR|RR|df|n|N|t|F|r)\b)[A-Za-z][\w/+-]*(?:\s+[A-Za-z][\w/+-]*){0,4}"
)
_LABELLED_COUNTS = re.compile(
    rf"[(\[]\s*(?P<list>{_LABEL_OF_COUNT}(?::\s*\d{{1,5}}(?:(?:\s*[,;]\s*(?:and\s+)?|\s+(?:and|vs\.?|versus)\s+){_LABEL_OF_COUNT}"
    rf":\s*\d{{1,5}}){{1,4}}|,\s*\d{{1,5}}(?:\s*;\s*(?:and\s+)?{_LABEL_OF_COUNT},\s*\d{{1,5}}){{1,4}}))"
    r"\s*(?=[)\]])"
)
#: "(49 early, 50 late)", "(512 men/488 women)": each count before whom it counts.
_WHOM = (
    rf"(?!{_MEASURE}|(?:to|of|or|and|vs|versus|per|out|in|with|x)\b)[A-Za-z][\w+-]*"
    rf"(?:\s+(?:(?:and|plus|with)\s+)?(?!(?:and|plus|with|vs|versus)\b|{_MEASURE})[A-Za-z][\w+-]*){{0,5}}?"
)
_NAMED_COUNTS = re.compile(
    rf"[(\[]\s*(?P<list>{_KN}\s+{_WHOM}(?:\s*(?:,\s*(?:and\s+)?|;\s*|/|\band\s+|\bvs\.?\s+|\bversus\s+)"
    rf"{_KN}\s+{_WHOM}){{1,4}})\s*(?=[)\]])"
)
#: A whole mean or median with what it is measured in: "the median age was 72 years".
_WHOLE_MEAN = re.compile(
    r"\b(?P<head>(?:[Mm]edian|[Mm]ean|[Aa]verage))(?:\s(?!and\b|or\b|differen|chang|reduc|increas)"
    r"[A-Za-z][\w-]*|\s?[(\[][A-Za-z]{1,8}[)\]]){0,6}?\s?[=:,]?\s*"
    rf"(?<!than\s)(?P<x>\d{{1,4}})(?P<unit>{MEASURED.pattern}|\s?y\b)(?![\w/])"
)
#: "37 vs. 34 years of age", "410 kcal and 395 kcal"
_WHOLE_PAIR = re.compile(
    r"(?<![\w.,/^*×<>≤≥-])(?P<list>\d{1,4}\s*(?:vs\.?|versus)\s*\d{1,4}(?=\s(?:years?|months?|weeks?|days?)\b)"
    r"|\d{1,5}\s?(?P<unit>k[Jg]|kcal|m[gL]|mm\s?Hg|g|L|cm|mm|min|minutes|hours|days|weeks|months|years|points)"
    r"\s+(?:vs\.?|versus|and|compared\s+(?:with|to))\s+\d{1,5}(?=\s?(?P=unit)\b))"
)
#: A sum of money: "£5917".
_MONEY = re.compile(r"[£$€]\s?(?P<x>[1-9]\d{0,2}(?:,\d{3})+(?!\d)|\d{2,7}(?:\.\d\d)?)(?![\d.,]*\d)")
#: A count behind what it counts: "few cases (181) fulfilled".
_BRACKETED = re.compile(
    r"\b(?:cases|patients|women|men|children|participants|events|deaths|falls|samples|"
    r"infections|episodes)\s[(\[](?!(?:19|20)\d\d[)\]])(?P<k>[1-9]\d{1,4})(?=[)\]]\s*[a-z,.])"
)
#: A whole number of people or events: "241 patients", "(n = 29)", "Eleven women", "640 type 2
#: patients", "88 of women".
_COUNT = re.compile(
    rf"(?<![\w.,/^*×<>≤≥-])(?P<k>{COUNTING})(?:\s+(?!and\b|or\b|to\b|of\b|in\b|vs\b|with\b)[A-Za-z][\w-]*(?:\s\d(?=\s))?){{0,3}}?"
    r"\s+(?:of\s+(?:the\s+)?)?"
    r"(?:patients?|participants?|subjects?|women|men|children|infants|people|individuals|adults|"
    r"cases?|events?|deaths?|episodes?|visits|admissions|recurrences?|relapses?|failures?|died|were|had)\b"
)
#: "71 and 73 patients", "310, 294 and 288 episodes", "(12 vs 15)".
_LIST_COUNT = re.compile(
    r"(?<![\w.,/^*×<>≤≥-])(?P<list>[1-9]\d{0,5}(?:\s*,\s*[1-9]\d{0,5})*\s*,?\s*(?:and|or|vs\.?|versus)\s+\d{1,6})"
    rf"(?=\s+(?!{_MEASURE})[a-z][\w-]*s\b|\s*[)\]]|\s*,?\s+(?:(?!{_MEASURE})\w+\s+)?(?:in|at|of|with)\b|\s+were\b)(?!\s*%)"
)
#: "257 at one unit and 302 at the other": how many were where.
_COUNT_IN = re.compile(
    r"(?<![\w.,/^*×<>≤≥-])(?P<k>[1-9]\d{0,2}(?:,\d{3})+|\d{2,6}|"
    rf"(?:\d|{_WORD})(?=\s+(?:in|of)\s+(?:the\s+)?(?:[\w/+-]+\s+){{1,5}}?(?:group|arm)\b))"
    r"\s+(?:in(?:to)?|at|from|on|of(?=\s+the\s+[\w/+-]+(?:\s[\w/+-]+)?\s(?:group|arm)\b)|receiving|allocated|assigned|randomi[sz]ed)\s+(?!total\b|average\b|\d)"
)
#: A whole number of things: "559 consultations".
_THINGS = re.compile(
    r"(?<![\w.,/^*×<>≤≥-])(?P<k>[1-9]\d{0,2}(?:,\d{3})+|\d{2,6})"
    rf"(?:\s+(?!and\b|or\b|to\b|of\b|in\b|{_MEASURE})[A-Za-z][\w-]*){{0,3}}?"
    rf"\s+(?!{_MEASURE}|was\b|is\b|as\b|has\b|vs\b|this\b|versus\b)[a-z][\w-]*[a-rt-z]s\b"
)
_N_EQUALS = re.compile(
    r"\b(?:[nN]\s*=|sample\s+size\s+(?:of|was|to))\s*(?P<k>[1-9]\d{0,2}(?:,\d{3})+|\d{1,6})(?![\d.]*\d|\s*%)"
)
MEAN = re.compile(
    r"\b(?:(?P<mean>[Mm]eans?|[Aa]veraged?|M)|(?P<median>[Mm]edians?))\b[^.;\d]{0,40}$"
)
#: What is no mean of a group though the word stands before it: "mean difference 7.6", "(B -0.19".
OF_EFFECT = re.compile(
    r"differen|chang|reduc|increas|decreas|ratio|effect|[(=]\s*[A-Za-zβ]{1,2}\s*=?\s*\Z", re.I
)
#: No value of an arm: a statistic or its degrees of freedom, the end of a range, a relation.
STATISTIC = re.compile(
    r"(?:\b(?P<label>[^\s=<>(,;]{1,9})\s*)?[=<>≤≥]\s*$|\d\s*(?:-|to)\s*$|\b(?:CI|OR|HR|RR|P|p)\s*$"
)
LABELLED = re.compile(
    r"(?:means?|medians?|M|average|score|rates?|R\s?2?|r|ρ|rho|β|beta|b|d|g|kappa|κ|ICC|AUC|ES|"
    r"coefficient|size|difference|diff\.?)\s*=\s*$",
    re.I,
)
P_BRACKET = re.compile(r"(?<![^\W_])[Pp][\s-]*value\s*\(\s*\Z")
RANGE_ON = re.compile(r"\s*(?:-|to\b)\s*-?\d")
SPREAD_NAMED = re.compile(
    r"\b(?:median|IQR|quartiles?|interquartile|inter-quartile|Q1|range|CIs?|confidence)\b", re.I
)
CHANGED = re.compile(r"\bto\s*$")
NO_COUNT = re.compile(
    r"(?:\b(?:tables?|figures?|figs?|appendix|day|days|week|weeks|month|months|year|years|grade|grades|stage|type|"
    r"aged?|phase|group|arm|level|score|scores|least|than|every|or|to|first|within|about|at|after|until|per|day|block|blocks|steps?|domains?|"
    r"rounds?|cycles?|visits?|waves?|sessions?|courses?|quintiles?|quartiles?|tertiles?|models?|items?|class|part|cohort)\.?|[≥≤<>])\s*$",
    re.I,
)

#: A spread of its own before an interval: "(SD, 6.7; range 14-35)".
SPREAD_LABEL = re.compile(r"\bS\.?[DE]\.?M?\s*[=,:]?\s*\Z")
#: What may stand right before a single digit that counts: "and 9 in the placebo group"; after a
#: noun it numbers something ("course 1 in the first arm").
BEFORE_DIGIT = re.compile(
    r"(?:\A|[(\[,;:.]|\b(?:and|with|of|to|were|was|for|only|all|or|versus|vs\.?|including|whom|"
    r"these|than|by|against))\s*\Z",
    re.I,
)
#: A single digit that counts is followed by whose it is: "one case of gout in the zinc group".
IN_A_GROUP = re.compile(
    r"[^.;,()\d]{0,70}?\b(?:in|receiving)\s+(?:the\s+|each\s+)?[^.;,()]{1,40}?\s(?:group|arm)\b"
)
COUNTED_NOUN = re.compile(
    r"(?i)\b(?:patients?|participants?|subjects?|women|men|children|infants|cases?|events?|deaths?|"
    r"episodes?|recurrences?|relapses?|failures?)\Z"
)
LEVEL_ON = re.compile(r"\s*%\s*(?:C\.?\s?I|confidence)")
#: "seven in ten", "two thirds", "three times": no count of people.
FRACTION_BEFORE = re.compile(rf"\b{number_words.PATTERN}\s+in\s+(?:every\s+)?\Z", re.I)
FRACTION_AFTER = re.compile(
    r"[\s-]+(?:thirds?|quarters?|fourths?|fifths?|sixths?|tenths?|halves|folds?|times)\b", re.I
)

_BRACKETS, _LEVEL_WORDS = ("(", "["), ("CI", "C.I", "confidence")
#: Pattern, kind, and characters of which the sentence must hold one: most sentences hold few.
FORMS = (
    (_WITH_INTERVAL, "other", _BRACKETS),
    (_CI_LATER, "later", _LEVEL_WORDS),
    (_SPREAD, "mean", ("±", "+/-", "SD", "SE", "S.D", "S.E", "(sd", "(s.d", "(se")),
    (SHARE, "percent", ("%",)),
    (_SHARE_N, "percent", ("%",)),
    (COUNTED, "percent", ("%",)),
    (_INTERVAL_AFTER, "other", (";", ",")),
    (_OPEN, "other", ("NE", "NR", "not ")),
    (_CI_ALONE, "interval", _LEVEL_WORDS),
    (_RATES, "rates", (" per ",)),
    (_RATE, "rate", (" per ",)),
    (_LIST_OF, "counts", (" of ",)),
    (_OF, "count", ("/", " of ")),
    (_LIST_PERCENT, "percents", ("%",)),
    (_PERCENT, "percent", ("%",)),
    (_SPREAD_BRACKET, "bracket", ("SD", "SE", "S.D", "s.d", "s.e", "standard", "ean")),
    (_N_EQUALS, "n", ("=", "ample size")),
    (_NAMED_COUNTS, "named", ("(", "[")),
    (_WHOLE_MEAN, "spoken", ("edian", "ean", "verage")),
    (_WHOLE_PAIR, "pair", (" vs", " versus", " and ", "compared")),
    (_MONEY, "plain", ("£", "$", "€")),
    (_LABELLED_COUNTS, "labelled", (":", ";")),
    (_LIST_COUNT, "whole", (" and ", " vs", " or ", "versus")),
    (_COUNT, "people", ("s", "n")),
    (_COUNT_IN, "placed", (" in", " at ", " from ", " on ", " of ", "ed to", "receiving")),
    (_THINGS, "people", ("s",)),
    (_BRACKETED, "people", _BRACKETS),
    (_PLAIN, "plain", (".",)),
)
