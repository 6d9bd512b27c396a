"""Which mentions of a sentence are set beside each other: the arms of one outcome.

Two numbers belong together where a word compares them ("versus", "than"), where nothing but the
joints of a list lies between them, where each says whose it is ("12% in A and 9% in B"), or where
each carries its own label ("A 12%, B 9%"). "Nausea (12%) and fever (9%)" are two outcomes: each
number has its own name before its bracket, and each is looked for alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from src.utils.extraction.loose_forms import Found
from src.utils.extraction.loose_patterns import MEASURED
from src.utils.records import Value

#: So many numbers may be set beside each other.
MOST = 6
_COMPARED = re.compile(
    r"\A[^.;]{0,90}?\b(?:vs\.?|versus|compared|against|than|relative\s+to)(?!\w)[^.;]{0,70}\Z", re.I
)
#: Between the items of a list.
_JOINT = re.compile(r"\A[\s)\]]*(?:[,/]\s*)?(?:(?:and|or)\s+)?[(\[]?\s*\Z", re.I)
_WHOSE = (
    r"(?:\s*[)\]])?\s*,?\s*(?:of\s+(?:the\s+)?)?(?:(?:patients|participants|subjects|women|men|"
    r"children|infants|cases|people|individuals|deaths|events|recurrences|relapses|episodes)\s+)?(?:in|for|with|among|on|at|of|after|receiving|"
    r"given|treated)\s+"
)
#: "(12%) in the A group and" ...
_EACH = re.compile(
    rf"\A{_WHOSE}(?:[^.;]|\.(?=\d)){{1,80}}?(?:[,;]\s*(?:and\s+|but\s+)?|\s(?:and|or|but)\s+)"
    r"(?:[^.;()%]{0,40}\b(?:in|among|of|for|with)\s+)?\Z",
    re.I,
)
_EACH_AFTER = re.compile(_WHOSE, re.I)
#: ", B = " between "A = 12%" and "9%".
_LABEL = r"(?:[A-Za-z][\w+/&.-]*(?:\s+[\w+/&.-]+){0,3}?)"
_LABELLED = re.compile(
    rf"\A\s*(?:[)\]]\s*)?(?:[,;]\s*(?:and\s+)?|\s?and\s+|vs\.?\s+|versus\s+){_LABEL}\s*[:=]?\s*[(\[]?\Z"
)
_FIRST_LABEL = re.compile(rf"(?:\A|[(\[,;:.]|-)\s*{_LABEL}\s*[:=]?\s*\Z|[:=]\s*\Z")
#: The unit of a plain number, which is no part of what stands between it and the next.
_UNIT = re.compile(rf"{MEASURED.pattern}(?=[)\]\s,;])")
_VERB = re.compile(
    r"\b(?:was|were|is|are|had|has|have|did|and|or|vs|versus|than|to|from|in|of|for|at|by|on|with|"
    r"the|a|an|p|ci|completed|received|showed|reported|developed|died)\b",
    re.I,
)


def groups(found: list[Found], text: str) -> Iterator[list[Found]]:
    """Neighbours of one form that the sentence sets beside each other, `MOST` at most."""
    taken: set[int] = set()
    for i, first in enumerate(found):
        if i in taken:
            continue
        group = [first]
        k = i + 1
        while k < len(found) and len(group) < MOST:
            if k not in taken and _together(text, group, found[k]):
                group.append(found[k])
                taken.add(k)
            elif len(group) > 1 or k > i + 1 or found[k][2].kind != "count":
                break  # one plain count may stand between two numbers that belong together
            k += 1
        yield group


def _together(text: str, group: list[Found], b: Found) -> bool:
    a = group[-1]
    if a[3] and a[3] == b[3]:  # one list
        return True
    if not like(a[2], b[2]):
        return False
    plain = a[2].kind in ("plain", "mean", "median") and a[2].low is None and a[2].sd is None
    between = _without_unit(text[a[1] : b[0]]) if plain else text[a[1] : b[0]]
    if _COMPARED.match(between):
        # Two at a time: "20% vs. 27%, and 49% vs. 42%" are two comparisons.
        return len(group) == 1 or bool(_compared_so_far(text, group))
    if a[2].low is not None and a[2].kind != "percent":
        return False  # estimates with intervals: one row each
    if _JOINT.match(between) and re.search(r"[,/]|\b(?:and|or)\b", between):
        return ")" not in between or "(" not in between or len(between.strip(" ()[],;")) == 0
    if len(group) > 1 and _compared_so_far(text, group):
        return False
    after = _UNIT.match(text, b[1]) if plain else None
    if _EACH.match(between) and _EACH_AFTER.match(text, after.end() if after else b[1]):
        return True
    return bool(
        _LABELLED.match(between)
        and not _VERB.search(_own_label(between))
        and _FIRST_LABEL.search(text, max(0, group[0][0] - 60), group[0][0])
        and not between.rstrip().endswith(("(", "["))
    )


def _without_unit(between: str) -> str:
    unit = _UNIT.match(between)
    return between[unit.end() :] if unit else between


def _compared_so_far(text: str, group: list[Found]) -> bool:
    pairs = pairwise(group)
    return all(_COMPARED.match(text[x[1] : y[0]]) for x, y in pairs)


def _own_label(between: str) -> str:
    return re.sub(r"\A\s*[)\]]?\s*(?:[,;]\s*(?:and\s+)?|and\s+|vs\.?\s+|versus\s+)", "", between)


def like(a: Value, b: Value) -> bool:
    """Whether two values are printed in one form."""
    forms = [(v.count is None, v.low is None, v.sd is None) for v in (a, b)]
    plain = {a.kind, b.kind} <= {"plain", "mean", "median", "other"} and a.sd is None
    return forms[0] == forms[1] and (a.kind == b.kind or plain)
