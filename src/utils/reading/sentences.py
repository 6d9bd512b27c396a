"""Where sentences end, in a stretch of reading.

Belongs here: cutting a `View` into sentences that partition it. Does not: what a sentence says.
A full stop ends a sentence unless it belongs to an abbreviation ("vs.", "et al.", "e.g."), an
initial, a numeral that a PDF converter broke ("P = 0. 0 0"), or stands inside a bracket that is
closed soon. A citation mark printed after the full stop stays with the sentence it closes.
"""

from __future__ import annotations

import itertools
import re

from src.utils.records import Sentence, View

#: Abbreviations that are written with a full stop and go on (the last word before the stop).
ABBREVIATIONS = frozenset(
    """vs v al e.g i.e eg ie viz cf ca approx resp etc fig figs tab tabs eq eqs ref refs no nos
    vol pp ed eds dr prof mr mrs ms st inc ltd co corp dept univ sp spp subsp var ver incl excl
    max min avg suppl ext wt conc temp est u.s u.k u.s.a ph.d m.d b.i.d t.i.d q.d i.v s.c i.m p.o
    c.i h.r o.r r.r s.d s.e""".split()
)
#: How far a bracket may reach before it is taken as never closed, in characters.
BRACKET_REACH = 800

# A stop, closing quotes and brackets, a citation mark after it, and the white space that follows.
_STOP = re.compile(
    r"[.?!]"
    r"(?:[\"')\]]|[ ]{0,20}\[\d{1,3}(?:[ ,-]{1,3}\d{1,3}){0,20}\]"
    r"|(?<=[a-z)\]][.])\d{1,3}(?:[,-]\d{1,3}){0,9}(?=[ ]))*"
    r"(?P<gap>[ ]+)(?=\S)"
)
_LAST_WORD = re.compile(r"[^\s(\[]*\Z")
_BROKEN_NUMERAL = re.compile(r"(?:(?:^|[\s(\[=<>≤≥])0|[=<>≤≥]\s{0,3})\Z")
_BRACKET = re.compile(r"[()\[\]]")


def split(view: View) -> tuple[Sentence, ...]:
    """The sentences of a stretch of reading, in order; together they hold every character of it.

    A sentence that something interrupts has one piece per part.
    """
    out: list[Sentence] = []
    for start, end in boundaries(view.text):
        pieces = view.spans(start, end)
        if pieces:
            out.append(Sentence(pieces))
    return tuple(out)


def boundaries(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of ``text``, one per sentence; white space after a stop closes a sentence.

    >>> [t[a:b] for t in ["A vs. B (P = 0.1). It held."] for a, b in boundaries(t)]
    ['A vs. B (P = 0.1). ', 'It held.']
    """
    closed = _bracketed(text)
    cuts = [0]
    k = 0
    for stop in _STOP.finditer(text):
        at = stop.start()
        while k < len(closed) and closed[k][1] < at:
            k += 1
        inside = k < len(closed) and closed[k][0] < at < closed[k][1]
        if inside or _goes_on(text, at, stop.end()):
            continue
        cuts.append(stop.end())
    if text:
        cuts.append(len(text))
    return [(a, b) for a, b in itertools.pairwise(cuts) if a < b]


def _bracketed(text: str) -> list[tuple[int, int]]:
    """Outermost brackets that are closed within reach, in order."""
    out: list[tuple[int, int]] = []
    open_at: list[int] = []
    for m in _BRACKET.finditer(text):
        if m.group() in "([":
            open_at.append(m.start())
        elif open_at:
            start = open_at.pop()
            if m.start() - start <= BRACKET_REACH:
                while out and out[-1][0] > start:
                    out.pop()
                out.append((start, m.start()))
    return out


def _goes_on(text: str, stop: int, after: int) -> bool:
    """Whether the sentence goes on after the full stop at ``stop``."""
    following = text[after]
    if text[stop] != ".":
        return following.islower()
    if following.islower() or following in ",;:)]=<>":
        return True
    before = text[max(0, stop - 24) : stop]
    found = _LAST_WORD.search(before)
    word = found.group() if found else ""
    if word.lower().strip("\"'") in ABBREVIATIONS:
        # "et al. The trial" and "etc. Then" may end a sentence before a capitalised word.
        ends = word.lower() in ("etc", "al") and following.isupper() and _starts(text, after)
        return not ends
    if following.isdigit() and _BROKEN_NUMERAL.search(before):
        return True
    return len(word) == 1 and word.isalpha() and word.isupper() and _initial(text, stop, after)


_OPENERS = re.compile(
    r"(?:The|This|These|Those|In|It|We|Our|A|An|However|Moreover|Furthermore|Thus|Therefore|"
    r"Although|Patients|All|Both|After|At|For|To|There|No|Overall|Median|Among|Of)\b"
)


def _starts(text: str, at: int) -> bool:
    return bool(_OPENERS.match(text, at))


#: What a single capital is the name of, so that it is no initial: "in arm D. Resection".
_LETTERED = re.compile(
    r"\b(?:arms?|groups?|cohorts?|regimens?|schedules?|sequences?|series|parts?|steps?|stages?|"
    r"class|grades?|types?|categor(?:y|ies)|models?|panels?|appendix|sections?|hepatitis|influenza|"
    r"vitamin|factor|Child[- ]Pugh|table|figure)\s+[A-Z]"
    r"(?:\s?(?:,\s?(?:and\s|or\s)?|\sand|\sor|\svs\.?|\sversus|\sto|/)\s?[A-Z]){0,4}\Z",
    re.I,
)


def _initial(text: str, stop: int, after: int) -> bool:
    """A single capital before the stop is an initial unless a usual opener of sentences follows.

    Nor is the letter by which a group, a type or a stage is called.
    """
    if _starts(text, after) or not text[after].isupper():
        return False
    return not _LETTERED.search(text, max(0, stop - 40), stop)
