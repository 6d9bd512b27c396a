"""Rows that the words right before or right after a number name as a table does.

"Nausea (12%)", "rash was seen in 12%", "12% had nausea", "12% of patients with rash": the noun
phrase that stands next to a number is the name of what is counted or measured. Where it holds the
words of a row's head and no others, the number is one of that row, whatever it says.
"""

from __future__ import annotations

import re

from src.utils.linking.names.brackets import named_rows
from src.utils.linking.names.rows import RowWords, stems_of
from src.utils.linking.words import STOP

#: A name has so many words at most, and so many words of grammar stand between it and its number.
LONGEST, BETWEEN = 7, 6
_CUT = re.compile(r"[,;:()\[\]]|\.\s|%|\b(?:and|or|but|while|whereas|versus|vs|than)\b")
#: Where a name ends that lists: "fatal or disabling stroke".
_WHOLE = re.compile(r"[,;:()\[\]]|\.\s|%|\b(?:but|while|whereas|versus|vs|than)\b")
_WORD = re.compile(r"[^\W\d_][\w+'/-]*|\d+(?:-\d+)?|[<>\u2264\u2265]=?")
#: Words of grammar between the name of a thing and its number.
_LINKING = frozenset(
    """a about an approximately around as at average be been being by did each equal equalled
    estimated experienced found for from had has have in is it mean median noted observed occurred
    occurring of on only rate rates reached received recorded reported score scores seen showed
    shown that the there this to total value values was were which who with developed
    complained suffered having patient patients subjects participants cases women men children
    people individuals all these those p si or hr rr ci per cent percent n most frequently
    respectively overall nearly almost present level levels incidence frequency prevalence
    proportion percentage number both group groups arm arms reporting experiencing who
    events event had been documented treated years year months month days""".split()
)


def rows_before(text: str, rows: RowWords) -> frozenset[int]:
    """The rows that the last phrase before a number names."""
    found = named_rows(text, rows)
    if found:
        return found
    whole = text.rstrip(" ([:=")
    listed = whole.endswith(",")  # "nausea, 12%; rash, 9%", but not "12% had nausea, 9% rash"
    whole = whole.rstrip(" ,")
    cut, listing = (max((c.end() for c in e.finditer(whole)), default=0) for e in (_CUT, _WHOLE))
    if listed and (not cut or whole[cut - 1] not in ";:"):
        return frozenset()
    found = _called(_WORD.findall(whole[cut:]), rows)
    return found or (_called(_WORD.findall(whole[listing:]), rows) if listing < cut else found)


def _called(words: list[str], rows: RowWords) -> frozenset[int]:
    """The rows that the last words before a number name."""
    kept = len(words)
    while kept and words[kept - 1].lower() in _LINKING and kept > len(words) - BETWEEN:
        kept -= 1
    for end in range(max(kept, 1), len(words) + 1):
        part = words[max(end - LONGEST, 0) : end]
        for i in range(len(part)):
            if not i or _opens(part[i - 1]):
                found = rows.called(stems_of(" ".join(part[i:])))
                if found:
                    return found
    return frozenset()


def rows_after(text: str, rows: RowWords) -> frozenset[int]:
    """The rows that the first phrase after a number names."""
    text = text.lstrip(" %)]")
    cut = _CUT.search(text)
    words = _WORD.findall(text[: cut.start()] if cut else text)
    kept = 0
    while kept < min(len(words), BETWEEN) and words[kept].lower() in _LINKING:
        kept += 1
    for begin in range(min(kept, len(words) - 1), -1, -1):
        part = words[begin : begin + LONGEST + 1]
        for end in range(len(part), 0, -1):
            if end == len(part) or _opens(part[end]):
                found = rows.called(stems_of(" ".join(part[:end])))
                if found:
                    return found
    return frozenset()


def _opens(word: str) -> bool:
    """Whether a name may begin, or end, beside a word."""
    return word.lower() in STOP or word.lower() in _LINKING or word.endswith(("ed", "ly", "ing"))
