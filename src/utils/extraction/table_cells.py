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

from src.utils.extraction import table_forms as forms
from src.utils.extraction import table_several
from src.utils.extraction.table_forms import (
    BRACKETED,
    CI,
    COUNT_PERCENT,
    EMPTY,
    FRACTION,
    MISSING,
    OTHER,
    PAIR,
    PERCENT,
    PERCENT_COUNT,
    PLAIN,
    PONLY,
    RANGE,
    REACHED,
    REFERENCE,
    SPREAD,
)
from src.utils.printed import normalise
from src.utils.records import Num, Span, View

__all__ = [
    "BRACKETED", "CI", "COUNT_PERCENT", "EMPTY", "FRACTION", "MISSING", "OTHER", "PAIR", "PERCENT",
    "PERCENT_COUNT", "PLAIN", "PONLY", "RANGE", "REACHED", "REFERENCE", "SPREAD",
    "Content", "Numeral", "numerals", "p_value", "read", "skeleton",
]  # fmt: skip


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
    spread: str = ""  # "IQR", "range", "SE" where a heading beside or below says so
    parts: list[Content] = []  # of a cell that prints several results
    compared: bool = False  # a part that is held against its neighbour, so of another group


class Numeral(msgspec.Struct):
    """A numeral of a cell: its place in the cell's shadow and its printed text."""

    start: int
    end: int
    text: str


def numerals(text: str, comma: bool) -> list[Numeral]:
    """Every numeral of a cell's shadow, with its place in it."""
    out = [Numeral(m.start(), m.end(), m.group()) for m in forms.NUMERAL[comma].finditer(text)]
    if "- " in text:
        for numeral in out:
            # "- 0.28", "(- 0.28 ...": a sign set off by a space, where no dash can stand.
            at = numeral.start
            if text[at - 2 : at] == "- " and text[: at - 2].rstrip()[-1:] in ("", "(", "["):
                numeral.start, numeral.text = at - 2, "-" + numeral.text
    return out


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
    if "\\" in out:
        out = out.replace("\\", "/")
    if "[" in out or "{" in out:
        out = out.translate(_BRACKETS)
    out = forms.NOTES.sub(" ", out)
    if not found or "n" in out or "∞" in out or "undefined" in out:
        out = forms.NOT_REACHED.sub("R", out)
    out = forms.GLUED_NOTE.sub("", out)
    if "( " in out:
        out = forms.INSIDE.sub("(", out)
    return forms.SPACES.sub(" ", out).strip(" .;,")


_BRACKETS = str.maketrans("[]{}", "()()")


def read(view: View, comma: bool = False) -> Content:
    """Read one cell (or a cell with its continuation) by its form."""
    text = view.text
    stripped = text.strip()
    if not stripped:
        return Content(EMPTY)
    found = numerals(text, comma or bool(forms.COMMA_SHARE.match(text)))
    form = skeleton(text, found)
    if not found:
        if form in ("R", "(R)"):
            return Content(REACHED)
        if forms.REFERENCE_WORD.match(form):
            return Content(REFERENCE)
        if not form or forms.DASH_ONLY.match(form):
            return Content(MISSING)
        return Content(OTHER)
    if "ref" in form and forms.REFERENCE_WORD.match(form):
        return Content(REFERENCE, [_num(view, found[0])])
    content = _shaped(view, form, found) if len(form) <= 120 else Content(OTHER)
    if content.shape == OTHER and len(form) <= table_several.LONGEST:
        content.parts = [
            Content(shape, nums, percent=percent, compared=compared)
            for shape, nums, percent, compared in table_several.parts(
                form, lambda k: _num(view, found[k])
            )
        ]
    return content


def _shaped(view: View, form: str, found: list[Numeral]) -> Content:
    p = None
    if "n" in form:
        sized = forms.OWN_SIZE.search(form)
        if sized and len(found) > 1:
            form = form[: sized.start()].rstrip()
            found = found[:-1]
        before = forms.SIZE_BEFORE.match(form)
        if before:
            form = form[before.end() :]
            found = found[1:]
    if len(found) > 1 or form[0] in "p<>=≤≥(":
        tail = forms.P_TAIL.search(form)
        if tail and (tail.group("rel") or tail.group("rel2") or "p" in tail.group()):
            relation = _relation(tail.group("rel") or tail.group("rel2") or "=")
            number = found[form[: tail.end()].count("N") - 1]
            p = (relation, _num(view, number), tail.group("for") or tail.group("tail") or "")
            found = [f for f in found if f is not number]
            form = form[: tail.start()].rstrip(" ,;(")
            if not form:
                return Content(PONLY, [p[1]], p, explicit="p" in tail.group())
    label = forms.LABEL.match(form)
    said = label.group("kind") if label else ""
    if label:
        form = form[label.end() :]
    for shape, pattern in forms.SHAPES:
        match = pattern.match(form)
        if match:
            return _content(view, shape, form, match, found, p, said)
    bounded = forms.VALUE_CI.match(form)
    if bounded:
        return _with_bounds(view, bounded, found, p, said)
    together = forms.SHARE_CI.match(form)
    if together:
        return _share_with_bounds(view, together, found, p)
    return Content(OTHER, p=p, label=said)


def _share_with_bounds(
    view: View, together: re.Match[str], found: list[Numeral], p: object
) -> Content:
    """A count, and in one bracket its percentage with the bounds that hold it."""
    content = _with_bounds(view, together, found, p, "")
    told = [*content.nums[:1], *content.nums[-1:], *(content.bounds or ())]
    if not table_several.ordered_share(told):
        return Content(OTHER)
    if content.shape == PAIR:
        content.shape = COUNT_PERCENT
    return content


def _with_bounds(
    view: View, bounded: re.Match[str], found: list[Numeral], p: object, said: str
) -> Content:
    inner = bounded.group("value").strip()
    inner += ")" * (inner.count("(") - inner.count(")"))
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
    if shape in forms.TRAILING:
        shape, over = forms.TRAILING[shape]
        del nums[-over:]
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
        power = forms.POWER.fullmatch(clean)
        if power:
            clean = f"{power[1]}e-{power[2]}"
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
    match = forms.P_ALONE.match(form)
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
