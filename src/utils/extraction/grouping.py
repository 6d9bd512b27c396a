"""What stands together becomes one result: values, the effect between them, their P values."""

from __future__ import annotations

import re
from typing import NamedTuple

from src.utils.extraction import grammar as g
from src.utils.extraction.found import Found, ValueFound
from src.utils.extraction.tokens import Lexed

#: Between values that are compared: at most this many tokens without a numeral.
VALUE_GAP = 16
#: Between the values of a comparison and the bracket with its effect.
EFFECT_GAP = 16


class Item(NamedTuple):
    """An effect, a value or P values with the tokens it covers, [first, last]."""

    what: str  # "E", "V", "P"
    first: int
    last: int
    record: object


_BETWEEN_P = re.compile(r"")  # words are judged, by `grammar.BEFORE_P`
_BETWEEN_VALUES_P = re.compile(r"(?:\(S[qk]?N(?=[csk]))?[^N.PLI]{0,14}")
#: The unit of an interval, printed after it: 139 to 259 euro; P < 0.001.
_UNIT_WORD = re.compile(r"\A\s?[^\W\d_]++(?:/[^\W\d_]++)?(?=\s?[;,)\]])")


def group(lexed: Lexed, items: list[Item]) -> list[Found]:
    """Join values with values, values with their effect, both with their P values."""
    out: list[Found] = []
    k = 0
    while k < len(items):
        item = items[k]
        if item.what == "V":
            run = [item]
            while (
                k + 1 < len(items)
                and items[k + 1].what == "V"
                and _compared(lexed, run, items[k + 1])
            ):
                k += 1
                _share_unit(item.record, items[k].record)
                run.append(items[k])
            found = Found(values=[v.record for v in run])  # type: ignore[misc]
            last = run[-1].last
            k += 1
            k, last = _take_p(lexed, items, k, last, found, _BETWEEN_VALUES_P)
            if (
                k < len(items)
                and items[k].what == "E"
                and _belongs(lexed, run, last, items[k], found)
            ):
                effect: Found = items[k].record  # type: ignore[assignment]
                effect.values = found.values
                effect.ps = [*found.ps, *effect.ps]
                found, last = effect, items[k].last
                k += 1
                k, last = _take_p(lexed, items, k, last, found, _BETWEEN_P)
            _close(lexed, found, run[0].first, last)
            out.append(found)
        elif item.what == "E":
            found = item.record  # type: ignore[assignment]
            k, last = _take_p(lexed, items, k + 1, item.last, found, _BETWEEN_P)
            _close(lexed, found, item.first, last)
            out.append(found)
        else:
            # A P value with no numbers beside it still may be attached to the effect after it.
            nxt = items[k + 1] if k + 1 < len(items) else None
            between = lexed.codes[item.last + 1 : nxt.first] if nxt else ""
            if (
                nxt
                and nxt.what == "E"
                and re.fullmatch(r"[cs]L?[qkobc]{0,2}|[cs][wL]{0,3}[qkob]{0,2}", between)
            ):
                found = nxt.record  # type: ignore[assignment]
                _add_p(lexed, found, item)
                k, last = _take_p(lexed, items, k + 2, nxt.last, found, _BETWEEN_P)
                _close(lexed, found, item.first, last)
                out.append(found)
                continue
            found = Found()
            _add_p(lexed, found, item)
            _close(lexed, found, item.first, item.last)
            out.append(found)
            k += 1
    return out


def _share_unit(first: object, other: object) -> None:
    """1 [1 to 2] versus 2 [0.25 to 5.5] days: the unit stands once, at the end."""
    if not (isinstance(first, ValueFound) and isinstance(other, ValueFound) and first.nums):
        return
    if not first.unit and other.unit not in ("", "%", "per") and first.low is not None:
        first.unit = other.unit


def _take_p(
    lexed: Lexed, items: list[Item], k: int, last: int, found: Found, between: re.Pattern[str]
) -> tuple[int, int]:
    while k < len(items) and items[k].what == "P":
        if _of_heterogeneity(lexed, last, items[k]):
            break
        if between is _BETWEEN_P:
            words = _words_between(lexed, last, items[k].first)
            if lexed.codes[last] == "N":
                words = _UNIT_WORD.sub("", words)
            if not _leads(words, bool(found.ps)):
                break
        elif not between.fullmatch(lexed.codes, last + 1, items[k].first):
            break
        _add_p(lexed, found, items[k])
        last = items[k].last
        between = _BETWEEN_P
        k += 1
    return k, last


def _leads(words: str, again: bool) -> bool:
    """Whether the words between a result and a P value make it the result's.

    ``again``: the result has a P value already.
    """
    if again and any(c.isalpha() for c in words):
        return bool(g.OTHER_SIDE.fullmatch(words))
    return bool(g.BEFORE_P.fullmatch(words) or (not again and g.WHOSE_P.fullmatch(words)))


def _of_heterogeneity(lexed: Lexed, last: int, item: Item) -> bool:
    """Whether a P value belongs to the measure of heterogeneity before it: I2 = 35%, P = 0.12."""
    qualifiers = {q for _, _, q in item.record}  # type: ignore[attr-defined]
    return qualifiers == {"heterogeneity"} and "T" in lexed.codes[last + 1 : item.first]


def _words_between(lexed: Lexed, last: int, first: int) -> str:
    """The text between two tokens without test statistics and without other coefficients:
    0.4 (0.1-0.7), t = 2.3, P = 0.02; B = 0.4 (0.1-0.7), β = 0.2, P = 0.02."""
    at = lexed.ends[last]
    out = []
    for j in range(last + 1, first):
        end = j
        if lexed.codes[j] == "Z" and lexed.codes.startswith("qN", j + 1) and j + 2 < first:
            end = j + 2
        elif lexed.codes[j] != "T" or lexed.data[j] == "heterogeneity":
            continue
        out.append(lexed.text[at : lexed.starts[j]])
        at = lexed.ends[end]
    return "".join(out) + lexed.text[at : lexed.starts[first]]


def _add_p(lexed: Lexed, found: Found, item: Item) -> None:
    start, end = lexed.starts[item.first], lexed.ends[item.first]
    for relation, token, qualifier in item.record:  # type: ignore[attr-defined]
        found.ps.append((relation, token, start, end, qualifier))


def _close(lexed: Lexed, found: Found, first: int, last: int) -> None:
    start, end = lexed.starts[first], lexed.ends[last]
    if found.kind_at:
        start = min(start, found.kind_at[0]) if start - found.kind_at[0] < 80 else start
    for value in found.values:
        start, end = min(start, value.start), max(end, value.end)
    found.start, found.end = start, end


def _compared(lexed: Lexed, run: list[Item], nxt: Item) -> bool:
    """Whether the next value is the other arm's: same sort, near, same endpoint."""
    a: ValueFound = run[-1].record  # type: ignore[assignment]
    b: ValueFound = nxt.record  # type: ignore[assignment]
    between = lexed.codes[run[-1].last + 1 : nxt.first]
    if (
        "." in between
        or "s" in between
        or "P" in between
        or len(between) > VALUE_GAP
        or len(run) > 5
    ):
        return False
    bare = "v" in between and a.low is not None and b.low is not None and not (a.unit and b.unit)
    if not (a.not_reached or b.not_reached) and a.unit != b.unit and not bare:
        return False
    if a.count is not None and b.count is None and b.kind != a.kind:
        return False
    if _of_another(lexed, run[0].first, run[-1].last + 1, nxt.first):
        return False
    if len(run) > 1 and ")" in between and "(" in between:
        return False  # (20% vs. 27%), and another endpoint (49% vs. 42%)
    if len(run) > 1 and "v" not in between and "v" in lexed.codes[run[0].last : run[-1].first]:
        return False  # A vs. B and C vs. D: two comparisons
    if "v" in between or between in ("/", "c", "ca"):
        return True
    # "15.0 months for one group and 14.9 months for another": both are followed alike; "68% had
    # cancer and 33% had pain" are two endpoints. "21.3 months, which was not superior to the OS of
    # 26.6 months": the second names the endpoint again.
    if "a" in between:
        # "11%) and fatigue (9%": the second has a name of its own.
        short = len(between.replace(")", "").replace("(", "")) <= 3 and not _NAMED.search(between)
        return short or (_prepositional(lexed, run[-1].last + 1) and _alike(lexed, nxt.last + 1))
    return "c" in between and "E" in between


_NAMED = re.compile(r"a[wE]+\(")
_PREPOSITIONS = frozenset("in for with among on under of receiving treated after without".split())
_PEOPLE = frozenset("patients participants subjects women men children people cases".split())


def _prepositional(lexed: Lexed, i: int) -> bool:
    """Whether what follows a value says whose it is: in the treatment group, of women."""
    while i < len(lexed.codes) and (lexed.codes[i] == ")" or lexed.data[i] in _PEOPLE):
        i += 1
    return i < len(lexed.codes) and lexed.data[i] in _PREPOSITIONS


def _alike(lexed: Lexed, i: int) -> bool:
    """Whether the second value is followed as the first is, or by nothing."""
    while i < len(lexed.codes) and lexed.codes[i] == ")":
        i += 1
    return i >= len(lexed.codes) or lexed.codes[i] in ".cs(rP" or _prepositional(lexed, i)


def _of_another(lexed: Lexed, first: int, low: int, high: int) -> bool:
    """Whether an endpoint named in [low, high) is another than the one before ``first``."""
    named = [lexed.data[j] for j in range(low, high) if lexed.codes[j] == "E"]
    if not named:
        return False
    for j in range(first - 1, max(first - 30, -1), -1):
        if lexed.codes[j] == "E":
            return bool(named[-1] != lexed.data[j])
        if lexed.codes[j] == ".":
            break
    return True


#: "204 and 232 patients, and death from any cause did not differ (": a clause of its own that
#: names what it is about, be it by the same word.
_ANOTHER_CLAUSE = re.compile(r"[^(]{0,6}?ca[^(]*E[^(]*w[^(]*\(")


def _belongs(lexed: Lexed, run: list[Item], last: int, effect: Item, found: Found) -> bool:
    """Whether the effect after a run of values is their comparison."""
    between = lexed.codes[last + 1 : effect.first]
    if "N" in between or "." in between or len(between) > EFFECT_GAP:
        return False
    if _of_another(lexed, run[0].first, last + 1, effect.first):
        return False
    if _ANOTHER_CLAUSE.match(between):
        return False
    if re.fullmatch(r"[)(csk]{0,3}L?[qkcob(]{0,3}(?:I[)qkcbo]{0,3})?\(?", between):
        return True
    if len(run) > 1 and re.fullmatch(
        r"[wE]{0,3}[csk]\(?L?[qkcob(]{0,3}(?:I[)qkcbo]{0,3})?\(?", between
    ):
        return True
    return "(" in between and "a" not in between.split("(")[0][-3:] and len(run) > 1
