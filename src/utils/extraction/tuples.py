"""Every reported result of a stretch of reading, as a whole tuple.

`scan` reads shadow text of one paragraph, sentence or table cell. It walks from numeral to
numeral; at each one the rules of `grammar` say whether an interval, a percentage, a time or a
count begins there, `effects` and `values` read them, and what stands together is grouped.
"""

from __future__ import annotations

import bisect
import re

from src.utils.extraction import effect_around, effects, p_lists, values
from src.utils.extraction import grammar as g
from src.utils.extraction.found import Found, State, Token, ValueFound
from src.utils.extraction.grouping import Item, group
from src.utils.extraction.lexer import lex

__all__ = ["Found", "State", "Token", "ValueFound", "adjusted_context", "scan", "scan_state"]

_ANY_DIGIT = re.compile(r"\d")
#: Without a word, bracket, comma or sign of per cent nothing of a result can be printed.
_NUMERALS_ALONE = re.compile(r"[\s\d.+-]*+\Z")


def scan(text: str, inherited: State | None = None) -> list[Found]:
    """Every reported result of ``text`` (shadow), in order; never raises.

    ``inherited`` is what earlier text of the same paragraph said (kind, adjustment, level).
    """
    return scan_state(text, inherited)[0]


def scan_state(text: str, inherited: State | None = None) -> tuple[list[Found], State]:
    """As `scan`, with the state that a following stretch inherits."""
    state = inherited or State()
    if not _ANY_DIGIT.search(text) or _NUMERALS_ALONE.match(text):
        return [], state
    lexed = lex(text, "0," in text and bool(g.DECIMAL_COMMA.search(text)))
    reader = effects.Reader(lexed, state)
    items: list[Item] = []
    codes = lexed.codes
    i, n = 0, len(codes)
    while i < n:
        code = codes[i]
        if code == "N":
            if effect_around.of_ratio(lexed, i):
                i += 1
                continue
            if many := reader.series(i):
                items.extend(Item("E", first, last, found) for found, first, last in many)
                i = many[-1][2] + 1
                continue
            effect = reader.effect(i)
            if effect is not None:
                record, last = effect
                items.append(Item("E" if isinstance(record, Found) else "V", i, last, record))
                i = last + 1
                continue
            value = values.read(lexed, i)
            if value is not None:
                items.append(Item("V", i, value[1], value[0]))
                i = value[1] + 1
                continue
        elif code == "R":
            value = reader.open_bound(i) or values.read(lexed, i)
            if value is not None:
                items.append(Item("V", i, value[1], value[0]))
                i = value[1] + 1
                continue
        elif code == "P":
            items.append(Item("P", i, i, lexed.data[i]))
        i += 1
    out = p_lists.distributed(lexed.text, group(lexed, items))
    _mark_planned(text, out)
    _mark_adjusted(text, out)
    return out, reader.state()


def _mark_planned(text: str, out: list[Found]) -> None:
    """Mark what a sentence about the sample size, a threshold or a margin holds."""
    if not out:
        return
    ends = [m.end() for m in g.SENTENCE_END.finditer(text)]
    judged: dict[int, tuple[bool, bool]] = {}
    for found in out:
        k = bisect.bisect_right(ends, found.start)
        if k not in judged:
            low = ends[k - 1] if k else 0
            high = ends[k] if k < len(ends) else len(text)
            judged[k] = (
                bool(g.PLANNED.search(text, low, high)),
                bool(g.THRESHOLD.search(text, low, high)),
            )
        assumed, threshold = judged[k]
        found.planned = assumed or (threshold and not (found.low or found.values))


def _mark_adjusted(text: str, out: list[Found]) -> None:
    """Mark estimates whose sentence ends in "... were independent in multivariable analysis"."""
    rows = [f for f in out if f.low is not None]
    for k, found in enumerate(rows):
        if k + 1 < len(rows) and not g.SENTENCE_END.search(text, found.end, rows[k + 1].start):
            continue  # not the last of its sentence
        stop = g.SENTENCE_END.search(text, found.end, found.end + 400)
        tail = stop.start() if stop else min(len(text), found.end + 200)
        said = [m.lastgroup for m in g.ADJUSTED.finditer(text, found.end, tail)]
        if said != ["yes"]:
            continue
        first = k
        while first and not g.SENTENCE_END.search(text, rows[first - 1].end, rows[first].start):
            first -= 1
        start = max(0, rows[first].start - 200)
        for end in g.SENTENCE_END.finditer(text, start, rows[first].start):
            start = end.end()
        if not g.ADJUSTED.search(text, start, found.end):
            for member in rows[first : k + 1]:
                member.adjusted = True


def adjusted_context(text: str) -> bool:
    """Whether words say that the estimates are adjusted: "adjusted for", "multivariable" ...

    Adjustment for clusters, multiplicity or design only does not count.

    >>> adjusted_context("Cox models adjusted for age"), adjusted_context("cluster-adjusted")
    (True, False)
    """
    return any(m.lastgroup == "yes" for m in g.ADJUSTED.finditer(text))
