"""Forms that a cell of a table can have: its skeleton, in which numerals are N, as patterns.

Belongs here: what cells may be written like. Does not: reading one (`table_cells`).
"""

from __future__ import annotations

import re

#: Shapes. CI: estimate with two bounds. RANGE: two bounds alone. PAIR: number (number).
EMPTY, OTHER, REFERENCE, MISSING = "empty", "other", "reference", "missing"
CI, RANGE, PAIR, SPREAD, PLAIN, PERCENT = "ci", "range", "pair", "spread", "plain", "percent"
COUNT_PERCENT, PERCENT_COUNT, FRACTION = "count-percent", "percent-count", "fraction"
PONLY, BRACKETED, REACHED = "p", "bracketed", "not reached"

#: Forms with numbers at their end that are no part of the value: how many, and the plain form.
CI_COUNTED, CI_RANGED, FRACTION_BELOW = "ci-counted", "ci-ranged", "fraction-below"
PAIR_ERROR = "pair-error"
TRAILING = {
    CI_COUNTED: (CI, 1),
    CI_RANGED: (CI, 2),
    FRACTION_BELOW: (FRACTION, 1),
    PAIR_ERROR: (PAIR, 1),
}

_SIGN = r"(?:(?:(?<![\w.%)\]])|(?<=\bto))[-+](?=\.?\d))?"
_GROUPED = r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?"
POWER = re.compile(r"(.*?)\s?[×xX*]\s?10\s?\^?\s?-\s?(\d{1,3})")
#: A power of ten with its sign: 7.72E-05, 7.7 x 10-5 (a raised exponent stands on the line).
_POWER = r"(?:[eE]-\d{1,3}|\s?[×xX*]\s?10\s?\^?\s?-\s?\d{1,3})"
_POINT = rf"{_SIGN}(?<![\w.])(?:{_GROUPED}|\d+\.\d+|\.\d+|\d+){_POWER}?"
_COMMA = rf"{_SIGN}(?<![\w.,])(?:\d{{1,3}}(?:\.\d{{3}})+(?![\d.]),\d+|\d+,\d+|\d+\.\d+|\.\d+|\d+)"
#: 5 (45,45%); 5,6 ± 1,1
COMMA_SHARE = re.compile(
    r"\s*(?:\d+ ?[(\[] ?\d{1,3},\d{1,2} ?% ?[)\]]|\d{1,3},\d{1,2} ?± ?\d{1,3},\d{1,2})[\s*]*\Z"
)
NUMERAL = {False: re.compile(_POINT), True: re.compile(_COMMA)}
NOT_REACHED = re.compile(
    r"(?<![a-z])(?:not (?:yet )?(?:been )?(?:reached|estimable|evaluable|attained)"
    r"|n\.?r\.?|n\.?e\.?"
    r"|undefined|infinity)(?![a-z])|∞"
)
NOTES = re.compile(r"[*†‡§¶‖∥⁎∗|^$&£€¥]+")
GLUED_NOTE = re.compile(r"(?<=[N%)])[a-z](?:,[a-z])*(?![a-z])")
SPACES = re.compile(r"\s+")
INSIDE = re.compile(r"\(\s+")
DASH_ONLY = re.compile(
    r"[\s\-.…_/]*\Z|(?:n\.?a\.?|n/a|nd|n\.d\.|none|not (?:applicable|available|done"
    r"|assessed|reported|calculated|included)|n\.?s\.?|n/s)\Z"
)
REFERENCE_WORD = re.compile(
    r"\(?(?:N ?)?\(?,? ?(?:\(?ref(?:\.|erence|erent)?(?: (?:category|group|level))?\)?)\)?\Z"
)

P_WORD = r"(?:p(?: ?-? ?value)?s?)"
P_TAIL = re.compile(
    rf"[\s,;:/(]*(?:{P_WORD}(?: for (?P<for>interaction|trend"
    rf"|heterogeneity))? ?[=:]? ?(?P<rel>[<>=≤≥]{{0,2}})|(?P<rel2>[<>]=?|≤"
    rf"|≥)) ?N ?\)?(?: ?\(?(?P<tail>log-?rank|interaction|trend)[^()N]*\)?)?\Z"
)
#: The size of the group behind or before a value of its own: "-7.1 (1.40) (n = 28)".
OWN_SIZE = re.compile(r"[,;]? ?[(\[]? ?(?<![a-z])n ?[=:] ?N ?[)\]]?\Z")
SIZE_BEFORE = re.compile(r"\( ?n ?[=:] ?N ?\)[,;:]? ?(?=[NR])")
LABEL = re.compile(
    r"(?P<kind>(?:adjusted |unadjusted |crude |adj\.? ?)?(?:a|u|c)?(?:hrs?|ors?|rrs?|irr"
    r"|rrr|rd|arr|smd|wmd|md|hazard ratio|odds ratio|"
    r"(?:relative risk|risk ratio|rate ratio)|(?:mean |risk )?difference|β|b"
    r"|beta))(?: ?\([^()N]*\))? ?[=:,]? ?(?=[N(])"
)
P_ALONE = re.compile(rf"\(?(?:{P_WORD}[a-z ]*)?[ :]?(?P<rel>[<>=≤≥]{{0,2}}) ?N(?P<rest>.*)")
_U = r"(?: ?%| ?/?[a-zµ°][a-zµ°/]{0,11}(?: ?/ ?[a-z]+)?\.?)?"
_PM = r"(?:±|\+/?-|\+/-)"
_COUNTED = r" ?\( ?(?:n ?= ?)?N ?\)"
_SEP = r" ?(?:-+|to|,|;|:|and|\.\.+|~|through|÷) ?"
_SAID = r"c\.?i\.?s?|c\.?l\.?|cri|confidence (?:intervals?|limits)|iqr|range|ic"
_LVL = rf"(?:(?P<lvl>N) ?%? ?)?(?:{_SAID})[:,=]? ?"
_BOUND = r"\(?[NR]\)?"
_PAIR_OF_BOUNDS = rf"{_BOUND}{_U}{_SEP}{_BOUND}{_U}"
_BARE_BOUNDS = rf"{_BOUND} ?%?{_SEP}{_BOUND} ?%?"
SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern + r"\Z"))
    for name, pattern in (
        (PLAIN, rf"[~≈]?N(?! ?%){_U}"),
        (PERCENT, r"N ?%(?: (?:decrease|increase|reduction|higher|lower|greater|less|more))?"),
        (CI, rf"(?:[NR]){_U}[,;:]? ?\((?:{_LVL})?{_PAIR_OF_BOUNDS} ?\)"),
        (CI, rf"(?:[NR]){_U}[,;:]? ?(?:{_LVL})?\(?{_BARE_BOUNDS} ?\)?"),
        (CI, rf"(?:[NR]){_U}[,;:]? ?(?:{_LVL})\(?{_PAIR_OF_BOUNDS} ?\)?"),
        (CI, rf"N{_U},? ?\((?:{_LVL})?N N ?\)"),
        (CI_RANGED, rf"N{_U},? ?\((?:{_LVL})?{_PAIR_OF_BOUNDS} ?\)[;,] ?\(?{_BARE_BOUNDS} ?\)?"),
        (CI_COUNTED, rf"N{_U}[,;:]? ?\((?:{_LVL})?{_PAIR_OF_BOUNDS} ?\){_COUNTED}"),
        (CI_RANGED, rf"N{_U},? ?\((?:{_LVL})?{_BARE_BOUNDS};{_BARE_BOUNDS} ?\)"),
        (PAIR_ERROR, rf"N{_U} ?\( ?N ?\) ?{_PM} ?N"),
        (RANGE, rf"\(?(?:{_LVL})?\(?{_PAIR_OF_BOUNDS} ?\)?"),
        (COUNT_PERCENT, r"N ?[(,] ?N ?% ?\)?"),
        (COUNT_PERCENT, r"N ?N ?% ?"),
        (COUNT_PERCENT, rf"N ?\( ?N ?% ?\){_COUNTED}"),
        (PLAIN, r"N ?\( ?(?:< ?N ?%?|n\.?a\.?|n/a|-) ?\)"),
        (FRACTION_BELOW, r"N ?/ ?N ?\( ?< ?N ?%? ?\)"),
        (PERCENT_COUNT, r"N ?% ?\( ?(?:n ?= ?)?N ?\)"),
        (FRACTION, r"N ?(?:/|of|out of) ?N(?: ?[(,]? ?N ?% ?\)?| ?\( ?N ?\)?| ?, ?N)?"),
        (FRACTION, r"N ?\( ?N ?/ ?N ?\)"),
        (FRACTION, r"N ?% ?\( ?N ?(?:/|of) ?N ?\)"),
        (FRACTION, r"\( ?N ?/ ?N ?\)"),
        (SPREAD, rf"N{_U} ?\(? ?{_PM} ?\(? ?N{_U} ?\)?(?:{_COUNTED})?"),
        (SPREAD, rf"N{_U},? sd ?[:=]? ?N"),
        (PAIR, rf"N{_U} ?\( ?(?:sd|se|sem|s\.d\.|s\.e\.)?[ =:]*N{_U} ?\)?"),
        (BRACKETED, r"\( ?(?:±|\+/-)? ?N ?%? ?\)|(?:±|\+/-) ?N"),
        (REACHED, r"\(?R\)?"),
    )
)
#: An interval that follows a count or percentage in the same cell (or the row below it).
VALUE_CI = re.compile(
    rf"(?P<value>.*?[N)%]) ?[,;]? ?\((?:{_LVL})?(?P<a>{_BOUND} ?%?{_SEP}{_BOUND} ?%? ?)\)\Z"
)
#: A share and its interval behind a count in one bracket: "83 (70.3%; 61.6-77.8)".
SHARE_CI = re.compile(
    rf"(?P<value>N(?: ?/ ?N)? ?\( ?N ?%?) ?[;,:] ?(?:{_LVL})?(?P<a>{_BARE_BOUNDS}) ?\)\Z"
)
