"""The forms in which running text prints numbers that stand together.

What belongs here: patterns of one mention (a number with its interval, a count of a total, a mean
with its spread ...) and the value that each match prints. What does not: which mentions are set
beside each other (`loose_groups`), and whether a result of the grammar holds them (`loose`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.extraction import loose_pairs, number_words
from src.utils.extraction import loose_patterns as p
from src.utils.printed import normalise
from src.utils.records import Num, Value, View

#: Forms that print several numbers, and the kind of each.
_LISTS = {
    "counts": "count",
    "percents": "percent",
    "whole": "count",
    "rates": "rate",
    "labelled": "count",
    "named": "count",
    "pair": "mean",
    "change": "plain",
}

_FORMS = (*loose_pairs.FORMS, *p.FORMS)

#: A mention: where it begins and ends in the sentence, what it prints, the list it stands in.
Found = tuple[int, int, Value, int]


def found(view: View, starts: set[int]) -> Iterator[Found]:
    """Mentions of one sentence, left to right, none of whose numbers begins at ``starts``."""
    rows: list[Found] = []
    used: list[tuple[int, int]] = []
    lists = 0
    for pattern, kind, needed in _FORMS:
        if not any(n in view.text for n in needed):
            continue
        for match in pattern.finditer(view.text):
            start, end = match.span()
            if any(start < b and a < end for a, b in used):
                continue
            said = list(values(view, match, kind))
            if not said:
                continue
            lists += 1
            used.append((start, end))
            before = max(0, start - 12), start
            apart = kind == "change" and (
                match["between"] or loose_pairs.RANGED.search(view.text, *before)
            )
            for a, b, value in said:
                lists += 1 if apart else 0
                if not any(n.span.start in starts for n in numbers_of(value)):
                    rows.append((a, b, value, lists))
    yield from sorted(rows, key=lambda row: row[0])


def numbers_of(value: Value) -> Iterator[Num]:
    """Every numeral of a value, its level left out."""
    yield from value.nums
    for n in (value.count, value.total, value.low, value.high, value.sd):
        if n is not None:
            yield n


def values(view: View, match: re.Match[str], kind: str) -> Iterator[tuple[int, int, Value]]:
    """What a match of one of `FORMS` prints, with its place; nothing where it is none."""
    if kind in _LISTS:
        yield from _listed(view, match, kind)
        return
    if kind == "part":
        kind = "percent" if match["pct"] else "count"
    named = {k: v for k, v in match.groupdict().items() if v is not None}
    nums = {k: number(view, match, k) for k in named if k not in ("unit", "head", "named")}
    if None in nums.values():
        return
    value = _value(view, match, kind, nums)  # type: ignore[arg-type]
    if value is not None and kind in ("people", "n", "placed"):
        yield match.start(), match.end("k"), value  # whom it counts is said after it
    elif value is not None:
        yield match.start(), match.end(), value


def _value(view: View, m: re.Match[str], kind: str, nums: dict[str, Num]) -> Value | None:
    span = view.span(*m.span())
    text = view.text
    if kind in ("count", "n", "people", "placed"):
        return _count(text, m, kind, nums, span)
    if kind == "rate":
        return Value((nums["x"],), "rate", span=span)
    if kind in ("plain", "mean", "bracket", "spoken"):
        return _spoken(text, m, kind, nums, span)
    if kind == "interval":
        return Value(
            (), "interval", span=span, low=nums["low"], high=nums["high"], level=nums["level"]
        )
    if "x" in nums:
        unit = (m["unit"] or "").strip()
        low, high = nums.get("low"), nums.get("high")
        if low is None or (high is not None and float(low.text) > float(high.text)):
            return None
        if p.SPREAD_LABEL.search(text, max(0, m.start() - 8), m.start()):
            return None
        if "." not in nums["x"].text and not _spread_of_whole(text, m, nums):
            return None
        if kind == "later" and not low_holds(nums):
            return None
        shown, spread = _named(text, m, unit)
        return Value(
            (nums["x"],), shown, span=span, low=low, high=high, level=nums.get("level"),
            spread=spread,
        )  # fmt: skip
    share = nums["pct"]
    if float(share.text) > 100 or p.LEVEL_ON.match(text, m.end("pct")):
        return None
    bare = "k" in nums and "n" not in nums and "n2" not in nums
    before = max(0, m.start() - 16), m.start()
    if bare and (
        p.CHANGED.search(text, *before) or p.NO_COUNT.search(text, *before) or _fraction(text, m)
    ):
        return Value((share,), kind, span=share.span)  # "from 15 to 8 (47%)": no count
    total, count = nums.get("n") or nums.get("n2"), nums.get("k")
    if total is not None and count is not None and int(total.text) < int(count.text):
        return None
    return Value((share,), kind, span=span, count=count, total=total)


def _fraction(text: str, m: re.Match[str]) -> bool:
    """Whether a small number is part of a fraction in words: "seven in ten", "two thirds"."""
    before = p.FRACTION_BEFORE.search(text, max(0, m.start() - 24), m.start("k"))
    return bool(before or p.FRACTION_AFTER.match(text, m.end("k")))


def _named(text: str, m: re.Match[str], unit: str) -> tuple[str, str]:
    """What the words call a number with an interval, and what they call the interval."""
    start = m.start("x")
    said = m.groupdict()
    head = (said.get("head") or said.get("named") or "").lower()
    spread = "IQR" if re.match("iqr|inter|q1", head) else "range" if head == "range" else ""
    if unit == "%":
        return "percent", spread
    named = p.MEAN.search(text, max(0, start - 60), start)
    if named and not p.OF_EFFECT.search(named.group()):
        return "mean" if named["mean"] else "median", spread
    return "other", spread


def _spread_of_whole(text: str, m: re.Match[str], nums: dict[str, Num]) -> bool:
    """Whether whole numbers are a value and its spread: 24 (21-27) under "median (IQR)"."""
    if "high" not in nums:
        return True
    x, low, high = (float(nums[k].text) for k in ("x", "low", "high"))
    if not low <= x <= high or low == high:
        return False
    heads = m.groupdict()
    if heads.get("head") or heads.get("named") or m["level"]:
        return True
    if m["unit"] and p.MEASURED.fullmatch(m["unit"]) and low < x < high:
        return True
    if loose_pairs.twin(text, *m.span()):
        return True
    return bool(p.SPREAD_NAMED.search(text, max(0, m.start() - 160), m.start()))


def low_holds(nums: dict[str, Num]) -> bool:
    """Whether a number lies in the interval that stands some words after it."""
    x, low, high = (float(nums[k].text) for k in ("x", "low", "high"))
    return low <= x <= high


def _count(
    text: str, m: re.Match[str], kind: str, nums: dict[str, Num], span: object
) -> Value | None:
    k, n = nums["k"], nums.get("n")
    if n is None and _fraction(text, m):
        return None
    if p.NO_COUNT.search(text, max(0, m.start() - 16), m.start()) and kind != "n":
        return None
    if n is not None:
        fraction = "/" in m.group()
        if int(k.text) > int(n.text) or (fraction and int(n.text) < 10) or int(n.text) < 2:
            return None
    elif (
        kind == "people"
        and len(k.text) < 2
        and not (p.IN_A_GROUP.match(text, m.end()) and p.COUNTED_NOUN.search(m.group()))
        or (
            kind == "placed"
            and re.fullmatch(r"\d", m["k"])
            and not p.BEFORE_DIGIT.search(text, max(0, m.start() - 14), m.start())
        )
    ):
        return None
    kind = loose_pairs.average(text, m.start()) if kind == "placed" else ""
    return Value((k,), kind or "count", span=span, total=n)  # type: ignore[arg-type]


def _spoken(
    text: str, m: re.Match[str], kind: str, nums: dict[str, Num], span: object
) -> Value | None:
    """A mean with its spread, or a plain number that is no statistic of a test."""
    start = m.start("x")
    before = text[max(0, start - 60) : start]
    if kind == "bracket":
        if not p.SPREAD_SAID.search(text, max(0, start - 320), start) and not any(
            listed.start() < start < listed.end()
            for listed in loose_pairs.MEANS_LISTED.finditer(text)
        ):
            return None
        kind = "mean"
    if kind == "spoken":
        kind = "median" if m["head"].lower() == "median" else "mean"
    if kind == "plain":
        if p.RANGE_ON.match(text, m.end()) or p.P_BRACKET.search(before):
            return None
        if loose_pairs.dose(text, start, m.end()):
            return None
        named = p.MEAN.search(before)
        if p.STATISTIC.search(before) and not (
            p.LABELLED.search(before) or (named and before.endswith(("= ", "=")))
        ):
            return None
        if named:
            kind = "mean" if named["mean"] else "median"
    return Value((nums["x"],), kind, span=span, sd=nums.get("sd"))  # type: ignore[arg-type]


_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMERAL = re.compile(
    r"(?<![\w-])(?:[1-9]\d{0,2}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?|"
    rf"(?i:{number_words.PATTERN})(?![\w-]))"
)
#: Ends of a scale, ages, doses: no change of anything.
_OF_SCALE = re.compile(r"\s?(?:points?\s|years?\s(?:of\sage|old)|mg|µg|mcg)|-(?:point|year)")


def _listed(view: View, m: re.Match[str], kind: str) -> Iterator[tuple[int, int, Value]]:
    """The numbers of a list that shares its sign of per cent or its total."""
    total = number(view, m, "n") if kind == "counts" else None
    part = next(name for name in ("list", "between", "open") if m.groupdict().get(name))
    texts = [_digits(n.group()) for n in _NUMERAL.finditer(m[part])]
    if kind == "change":
        shares = "%" in m.group()
        if not shares and not any("." in t for t in texts) or shares and not m["unit"]:
            return
        if _OF_SCALE.match(view.text, m.end()):
            return
        yield from _items(view, m, part, "percent" if shares else "plain", None)
        return
    if kind == "labelled" and ("," in m[part] and _YEARS.search(m[part])):
        return
    if kind == "whole" and p.NO_COUNT.search(view.text, max(0, m.start() - 16), m.start()):
        return
    if kind == "percents":
        fractional = [("." in t) for t in texts]
        if any(float(t) > 100 for t in texts) or (any(fractional) and not all(fractional)):
            return
    elif (
        kind == "counts"
        and (total is None)
        or total
        and any(int(t) > int(total.text) for t in texts)
    ):
        return
    average = loose_pairs.average(view.text, m.start()) if kind == "whole" else ""
    yield from _items(view, m, part, average or _LISTS[kind], total)


def _items(
    view: View, m: re.Match[str], part: str, kind: str, total: Num | None
) -> Iterator[tuple[int, int, Value]]:
    begin = m.start(part)
    for n in _NUMERAL.finditer(m[part]):
        a, b = begin + n.start(), begin + n.end()
        spans = view.spans(a, b)
        if len(spans) == 1:
            num = Num(_digits(n.group()), spans[0])
            yield a, b, Value((num,), kind, span=spans[0], total=total)


def _digits(text: str) -> str:
    """A numeral of a list, which may be a word."""
    return number_words.value(text) or normalise(text)


def number(view: View, match: re.Match[str], name: str) -> Num | None:
    """The numeral of a group; None when a page break cuts it in two."""
    spans = view.spans(*match.span(name))
    if len(spans) != 1:
        return None
    word = number_words.value(match[name])
    return Num(word or normalise(match[name]), spans[0])
