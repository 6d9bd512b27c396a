"""The vocabulary of the field: kinds of effect, endpoints, response criteria, units, qualifiers.

Belongs here: which printed words mean which standard term. Does not: how words and numbers stand
together (`extraction.grammar`), or anything of a particular article. Patterns match shadow text:
any run of spaces may stand where one is written, because markup is blanked to spaces.
"""

from __future__ import annotations

import re
from functools import lru_cache

from src.utils.terms.criteria import CRITERIA, MEASURES, P_QUALIFIERS, UNITS
from src.utils.terms.effects import (
    DIFFERENCES,
    KIND_ABBREVIATIONS,
    KINDS,
    OTHER_MEANINGS,
    RATIOS,
    kind_of,
)
from src.utils.terms.endpoints import BROAD, ENDPOINT_BEGINNINGS, ENDPOINTS
from src.utils.terms.term import Term

__all__ = [
    "BROAD",
    "CRITERIA",
    "DIFFERENCES",
    "ENDPOINTS",
    "ENDPOINT_TEXT",
    "KINDS",
    "KIND_ABBREVIATIONS",
    "MEASURES",
    "OTHER_MEANINGS",
    "P_QUALIFIERS",
    "RATIOS",
    "UNITS",
    "Term",
    "criteria_in",
    "criterion",
    "endpoint",
    "endpoints_in",
    "kind_of",
]

#: Endpoint names printed for readers.
ENDPOINT_TEXT = {t.name: t.text for t in reversed(ENDPOINTS)}
#: The family of each endpoint, and those that are times to an event.
FAMILIES = {t.name: t.family for t in ENDPOINTS}
TIMES = frozenset(name for name, family in FAMILIES.items() if family == "time")


def _compiled(terms: tuple[Term, ...]) -> tuple[re.Pattern[str], tuple[Term, ...]]:
    """One alternation over all terms; group ``k`` of the match is ``terms[k - 1]``."""
    parts = [f"({t.pattern})" if t.cased else f"((?i:{t.pattern}))" for t in terms]
    return re.compile(r"(?<![^\W_])(?:" + "|".join(parts) + r")(?![^\W_])"), terms


#: The first two characters of a word: most words begin no endpoint, and to ask a set is cheap.
_BEGINNING = re.compile(r"(?<![^\W_])[A-Za-z][A-Za-z0-9]")
_ENDPOINT = _compiled(ENDPOINTS)
_CRITERION = _compiled(CRITERIA)


def endpoints_in(text: str) -> list[tuple[Term, int, int]]:
    """Every endpoint named in ``text`` as (term, start, end), in order."""
    pattern, terms = _ENDPOINT
    out = []
    last = 0
    for word in _BEGINNING.finditer(text):
        start = word.start()
        if start < last or word.group().lower() not in ENDPOINT_BEGINNINGS:
            continue
        found = pattern.match(text, start)
        if found is not None:
            last = found.end()
            out.append((terms[(found.lastindex or 1) - 1], start, last))
    return out


def criteria_in(text: str) -> list[tuple[Term, int, int]]:
    """Every response criterion named in ``text`` as (term, start, end), in order."""
    return _found(_CRITERION, text)


def _found(
    compiled: tuple[re.Pattern[str], tuple[Term, ...]], text: str
) -> list[tuple[Term, int, int]]:
    pattern, terms = compiled
    return [(terms[(m.lastindex or 1) - 1], m.start(), m.end()) for m in pattern.finditer(text)]


@lru_cache(maxsize=4096)
def endpoint(phrase: str) -> str:
    """The standard term of an endpoint phrase, "" when the field has none.

    >>> endpoint("median progression-free survival"), endpoint("mOS"), endpoint("pain score")
    ('PFS', 'OS', '')
    """
    found = endpoints_in(phrase)
    return found[0][0].name if found else ""


@lru_cache(maxsize=4096)
def criterion(phrase: str) -> str:
    """The standard response criterion named in a phrase, "" when none is.

    >>> criterion("ORR, RECIST 1.1"), criterion("(mRECIST)"), criterion("ORR")
    ('RECIST 1.1', 'mRECIST', '')
    """
    found = [f for f in criteria_in(phrase) if f[0].name != "CTCAE"]
    return found[0][0].name if found else ""
