"""What stands in one cell of a table: the shape of its numbers, each on its printed digits.

Belongs here: reading a cell by its form alone ("# (#-#)", "# ± #", "#/# (#%)", "< #"). Does not:
what the column means (`table_headers`), which decides between count (percent) and mean (SD).

A cell is turned into a skeleton, in which every numeral is N, "not reached" is R and the words
are lower case; the skeleton is matched as a whole. The order of the numerals then says which is
which. A cell that fits no shape is `OTHER`.
"""

from __future__ import annotations

import re

import msgspec

from src.utils.printed import normalise
from src.utils.records import Num, Span, View

#: Shapes. CI: estimate with two bounds. RANGE: two bounds alone. PAIR: number (number).
EMPTY, OTHER, REFERENCE, MISSING = "empty", "other", "reference", "missing"
CI, RANGE, PAIR, SPREAD, PLAIN, PERCENT = "ci", "range", "pair", "spread", "plain", "percent"
COUNT_PERCENT, PERCENT_COUNT, FRACTION = "count-percent", "percent-count", "fraction"
PONLY, BRACKETED, REACHED = "p", "bracketed", "not reached"

_SIGN = r"(?:(?:(?<![\w.%)\]])|(?<=\bto))[-+](?=\.?\d))?"
_GROUPED = r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?"
_POINT = rf"{_SIGN}(?<![\w.])(?:{_GROUPED}|\d+\.\d+|\.\d+|\d+)(?:[eE]-\d{{1,3}})?"
_COMMA = rf"{_SIGN}(?<![\w.,])(?:\d{{1,3}}(?:\.\d{{3}})+(?![\d.]),\d+|\d+,\d+|\d+\.\d+|\.\d+|\d+)"
_COMMA_SHARE = re.compile(r"\s*\d+ ?[(\[] ?\d{1,3},\d{1,2} ?% ?[)\]]\s*\Z")  # 5 (45,45%)
_NUMERAL = {False: re.compile(_POINT), True: re.compile(_COMMA)}
_REACHED = re.compile(
    r"(?<![a-z])(?:not (?:yet )?(?:been )?(?:reached|estimable|evaluable|attained)"
    r"|n\.?r\.?|n\.?e\.?"
    r"|undefined|infinity)(?![a-z])|∞"
)
_NOTES = re.compile(r"[*†‡§¶‖∥⁎∗|^$&]+")
_GLUED_NOTE = re.compile(r"(?<=[N%)])[a-z](?:,[a-z])*(?![a-z])")
_SPACES = re.compile(r"\s+")
_DASH_ONLY = re.compile(
    r"[\s\-.…_/]*\Z|(?:n\.?a\.?|n/a|nd|n\.d\.|none|not (?:applicable|available|done"
    r"|assessed|reported|calculated|included)|n\.?s\.?|n/s)\Z"
)
_REF = re.compile(
    r"\(?(?:N ?)?\(?,? ?(?:\(?ref(?:\.|erence|erent)?(?: (?:category|group|level))?\)?)\)?\Z"
)

_P_WORD = r"(?:p(?: ?-? ?value)?s?)"
_P_TAIL = re.compile(
    rf"[\s,;:/(]*(?:{_P_WORD}(?: for (?P<for>interaction|trend"
    rf"|heterogeneity))? ?[=:]? ?(?P<rel>[<>=≤≥]{{0,2}})|(?P<rel2>[<>]=?|=|≤"
    rf"|≥)) ?N ?\)?(?: ?\(?(?P<tail>log-?rank|interaction|trend)[^()N]*\)?)?\Z"
)
#: The size of the group behind a value of its own: "-7.1 (1.40) (n = 28)".
_OWN_SIZE = re.compile(r"[,;]? ?[(\[]? ?n ?[=:] ?N ?[)\]]?\Z")
_LABEL = re.compile(
    r"(?P<kind>(?:adjusted |unadjusted |crude |adj\.? ?)?(?:a|u|c)?(?:hrs?|ors?|rrs?|irr"
    r"|rrr|rd|arr|smd|wmd|md|hazard ratio|odds ratio|"
    r"(?:relative risk|risk ratio|rate ratio)|(?:mean |risk )?difference|β|b"
    r"|beta))(?: ?\([^()N]*\))? ?[=:,]? ?(?=[N(])"
)
_U = r"(?: ?%| ?[a-zµ°/]{1,12}(?: ?/ ?[a-z]+)?\.?)?"
_SEP = r" ?(?:-+|to|,|;|:|and|\.\.+|~|through|÷) ?"
_SAID = r"c\.?i\.?s?|c\.?l\.?|cri|confidence (?:intervals?|limits)|iqr|range|ic"
_LVL = rf"(?:(?P<lvl>N) ?%? ?)?(?:{_SAID})[:,=]? ?"
_BOUND = r"\(?[NR]\)?"
_PAIR_OF_BOUNDS = rf"{_BOUND}{_U}{_SEP}{_BOUND}{_U}"
_BARE_BOUNDS = rf"{_BOUND} ?%?{_SEP}{_BOUND} ?%?"
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern + r"\Z"))
    for name, pattern in (
        (PLAIN, r"[~≈]?N(?: ?(?!%)[a-zµ°/]{1,12}(?: ?/ ?[a-z]+)?\.?)?"),
        (PERCENT, r"N ?%"),
        (CI, rf"(?:[NR]){_U}[,;:]? ?\((?:{_LVL})?{_PAIR_OF_BOUNDS} ?\)"),
        (CI, rf"(?:[NR]){_U}[,;:]? ?(?:{_LVL})?\(?{_BARE_BOUNDS} ?\)?"),
        (CI, rf"(?:[NR]){_U}[,;:]? ?(?:{_LVL})\(?{_PAIR_OF_BOUNDS} ?\)?"),
        (RANGE, rf"\(?(?:{_LVL})?\(?{_PAIR_OF_BOUNDS} ?\)?"),
        (COUNT_PERCENT, r"N ?[(,] ?N ?% ?\)?"),
        (COUNT_PERCENT, r"N ?N ?% ?"),
        (PLAIN, r"N ?\( ?< ?N ?% ?\)"),
        (PERCENT_COUNT, r"N ?% ?\( ?(?:n ?= ?)?N ?\)"),
        (FRACTION, r"N ?(?:/|of|out of) ?N(?: ?[(,]? ?N ?% ?\)?| ?\( ?N ?\))?"),
        (FRACTION, r"N ?\( ?N ?/ ?N ?\)"),
        (FRACTION, r"N ?% ?\( ?N ?(?:/|of) ?N ?\)"),
        (FRACTION, r"\( ?N ?/ ?N ?\)"),
        (SPREAD, rf"N{_U} ?\(? ?(?:±|\+/?-|\+/-) ?N{_U} ?\)?"),
        (PAIR, rf"N{_U} ?\( ?(?:sd|se|sem|s\.d\.|s\.e\.)?[ =:]*N{_U} ?\)"),
        (BRACKETED, r"\( ?(?:±|\+/-)? ?N ?%? ?\)|(?:±|\+/-) ?N"),
        (REACHED, r"\(?R\)?"),
    )
)
#: An interval that follows a count or percentage in the same cell (or the row below it).
_VALUE_CI = re.compile(
    rf"(?P<value>.*?[N)%]) ?[,;]? ?\((?:{_LVL})?(?P<a>{_BOUND} ?%?{_SEP}{_BOUND} ?%? ?)\)\Z"
)


class Content(msgspec.Struct):
    """A read cell: its shape and its numbers in the order that the shape gives them.

    CI: estimate, low, high. RANGE: low, high. COUNT_PERCENT and PERCENT_COUNT: count, percent.
    FRACTION: count, total, percent (None when absent). SPREAD: mean, spread. ``None`` stands for
    "not reached". ``p`` holds (relation, number, qualifier) of a P value in the same cell.
    ``bounds`` is the interval of a value that is not of shape CI.
    """

    shape: str
    nums: list[Num | None] = []
    p: tuple[str, Num, str] | None = None
    level: Num | None = None
    label: str = ""
    bounds: tuple[Num | None, Num | None] | None = None
    explicit: bool = False  # the cell itself says CI
    percent: bool = False  # the numbers carry a percent sign


class Numeral(msgspec.Struct):
    """A numeral of a cell: its place in the cell's shadow and its printed text."""

    start: int
    end: int
    text: str


def numerals(text: str, comma: bool) -> list[Numeral]:
    """Every numeral of a cell's shadow, with its place in it."""
    return [Numeral(m.start(), m.end(), m.group()) for m in _NUMERAL[comma].finditer(text)]


def skeleton(text: str, found: list[Numeral]) -> str:
    """The form of a cell: numerals as N, "not reached" as R, notes and double spaces gone."""
    parts: list[str] = []
    at = 0
    for k, numeral in enumerate(found):
        between = text[at : numeral.start].replace("#", " ")
        if (
            k
            and numeral.text[0] == "-"
            and not between.strip()
            and (len(found) == 2 or "(" in "".join(parts[1:]) or "[" in "".join(parts[1:]))
        ):
            # "(0.2 -1.1)": no other separator, so the sign is the dash of a range.
            numeral.start += 1
            numeral.text = numeral.text[1:]
            between = " -"
        parts.append(between.lower())
        parts.append("N")
        at = numeral.end
    parts.append(text[at:].replace("#", " ").lower())
    out = "".join(parts)
    if "[" in out or "{" in out:
        out = out.translate(_BRACKETS)
    out = _NOTES.sub(" ", out)
    if not found or "n" in out or "∞" in out or "undefined" in out:
        out = _REACHED.sub("R", out)
    out = _GLUED_NOTE.sub("", out)
    return _SPACES.sub(" ", out).strip(" .;,")


_BRACKETS = str.maketrans("[]{}", "()()")


def read(view: View, comma: bool = False) -> Content:
    """Read one cell (or a cell with its continuation) by its form."""
    text = view.text
    stripped = text.strip()
    if not stripped:
        return Content(EMPTY)
    found = numerals(text, comma or bool(_COMMA_SHARE.match(text)))
    form = skeleton(text, found)
    if not found:
        if form in ("R", "(R)"):
            return Content(REACHED)
        if _REF.match(form):
            return Content(REFERENCE)
        if not form or _DASH_ONLY.match(form):
            return Content(MISSING)
        return Content(OTHER)
    if "ref" in form and _REF.match(form):
        return Content(REFERENCE, [_num(view, found[0])])
    if len(form) > 120:
        return Content(OTHER)
    return _shaped(view, form, found)


def _shaped(view: View, form: str, found: list[Numeral]) -> Content:
    p = None
    if len(found) > 1 or form[0] in "p<>=≤≥(":
        tail = _P_TAIL.search(form)
        if tail and (tail.group("rel") or tail.group("rel2") or "p" in tail.group()):
            relation = _relation(tail.group("rel") or tail.group("rel2") or "=")
            number = found[form[: tail.end()].count("N") - 1]
            p = (relation, _num(view, number), tail.group("for") or tail.group("tail") or "")
            found = [f for f in found if f is not number]
            form = form[: tail.start()].rstrip(" ,;(")
            if not form:
                return Content(PONLY, [p[1]], p, explicit="p" in tail.group())
    sized = _OWN_SIZE.search(form)
    if sized and len(found) > 1:
        form = form[: sized.start()].rstrip()
        found = found[:-1]
    label = _LABEL.match(form)
    said = label.group("kind") if label else ""
    if label:
        form = form[label.end() :]
    for shape, pattern in _SHAPES:
        match = pattern.match(form)
        if match:
            return _content(view, shape, form, match, found, p, said)
    bounded = _VALUE_CI.match(form)
    if bounded:
        return _with_bounds(view, bounded, found, p, said)
    return Content(OTHER, p=p, label=said)


def _with_bounds(
    view: View, bounded: re.Match[str], found: list[Numeral], p: object, said: str
) -> Content:
    inner = bounded.group("value").strip()
    count = inner.count("N")
    if not inner or count + bounded.group("a").count("N") > len(found):
        return Content(OTHER, label=said)
    content = _shaped(view, inner, found[:count])
    rest = found[count:]
    if bounded.group("lvl") is not None:
        content.level = _num(view, rest[0])
        rest = rest[1:]
    marks = [c for c in bounded.group("a") if c in "NR"]
    numbers = iter(rest)
    both = [None if c == "R" else _num(view, next(numbers)) for c in marks]
    content.bounds = (both[0], both[1])
    content.p = p  # type: ignore[assignment]
    return content


def _content(
    view: View,
    shape: str,
    form: str,
    match: re.Match[str],
    found: list[Numeral],
    p: tuple[str, Num, str] | None,
    label: str,
) -> Content:
    marks = [c for c in form if c in "NR"]
    numbers = iter(found)
    nums: list[Num | None] = [None if c == "R" else _num(view, next(numbers)) for c in marks]
    level, explicit = None, False
    if shape in (CI, RANGE):
        if match.groupdict().get("lvl") is not None:
            level = nums.pop(1 if shape == CI else 0)
        explicit = bool(re.search(r"c\.?i|conf|c\.?l\.?\b", form))
    elif shape == PERCENT_COUNT:
        nums.reverse()
    elif shape == FRACTION:
        if form.startswith("N %") or form.startswith("N%") or re.match(r"N ?\( ?N ?/", form):
            nums = nums[1:] + nums[:1]
        nums += [None] * (3 - len(nums))
    return Content(shape, nums, p, level, label, None, explicit, "%" in form)


_SIMPLE = re.compile(r"\d+(?:\.\d+)?")


def _num(view: View, numeral: Numeral) -> Num:
    clean = numeral.text
    if not _SIMPLE.fullmatch(clean):
        try:
            clean = normalise(clean)
        except ValueError:
            clean = clean.replace(",", "")
    if len(view.pieces) == 1:
        start = view.pieces[0].start
        return Num(clean, Span(start + numeral.start, start + numeral.end))
    return Num(clean, view.span(numeral.start, numeral.end))


def _relation(sign: str) -> str:
    return {"≤": "<=", "≥": ">=", "=<": "<=", "=>": ">=", "<<": "<"}.get(sign, sign) or "="


def p_value(view: View, comma: bool = False) -> tuple[str, Num, str] | None:
    """The P value of a cell in a P column: "< 0.001", ".03", "P=0.4", "0.03 (log-rank)"."""
    found = numerals(view.text, comma)
    if not found:
        return None
    form = skeleton(view.text, found)
    match = re.match(rf"\(?(?:{_P_WORD}[a-z ]*)?[ :]?(?P<rel>[<>=≤≥]{{0,2}}) ?N(?P<rest>.*)", form)
    if not match:
        return None
    rest = match.group("rest")
    if re.match(r" ?[x×]? ?N", rest) and "×" in rest:
        return None  # a power of ten: the printed numeral alone would be another value
    if rest.strip(" )") and not re.match(r"[ )]*[a-z(,;]", rest) or re.match(r" ?[,;:] ?N", rest):
        return None  # another number follows: two bounds, no P value
    number = _num(view, found[0])
    if number.text.startswith("-"):
        return None
    named = re.search(r"log-?rank|interaction|trend", rest)
    return _relation(match.group("rel") or "="), number, named.group() if named else ""
