"""CL11: the ages of those who could take part, in the abstract and in the methods."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import prose
from src.utils.records import Block, Dossier, Evidence, Finding, Span

_YEARS = r"(?:\s*|-)(?:years?|yrs?|y\.?o\.?)\b"
_RANGE = re.compile(
    r"(?:\baged?|\bages?|\bfrom|\bbetween|\bof|\bwere|\()\s*(?:of\s+|from\s+|between\s+|were\s+)?"
    rf"(?P<low>\d{{1,2}})(?:{_YEARS})?\s*(?:to|-|and|through)\s*(?P<high>\d{{1,3}}){_YEARS}",
    re.I,
)
_FROM = re.compile(
    rf"(?P<a>\d{{1,2}}){_YEARS}(?:\s+of\s+age|\s+old)?\s*(?:or|and)\s+(?:older|above|over|more)|"
    rf"(?:at\s+least|≥|>\s*=)\s*(?P<b>\d{{1,2}}){_YEARS}",
    re.I,
)
#: A least age in months or years that only says so: "children ≥12 months", "age ≥6 months".
_LEAST = re.compile(
    r"(?:\b(?:children|infants|adults|boys|girls|(?:wo)?men|patients|participants|aged|ages?)\s*"
    r"(?:of\s+|:\s*)?)(?:at\s+least|≥|>\s*=)\s*(?P<n>\d{1,2})(?:\s*|-)"
    r"(?P<unit>year|yr|month)s?\b(?!\s*(?:after|before|since|of\s+(?!age)|follow))",
    re.I,
)
_TAKE_PART = re.compile(r"eligib|inclu|criteria|recruit|enrol|particip|invit|randomi", re.I)
_NOT_OWN = re.compile(r"discussion|introduction|background|conclusion", re.I)


class Ages(msgspec.Struct, frozen=True):
    """Ages from ``low`` to ``high`` (None: no upper limit), with their places."""

    low: int
    high: int | None
    spans: tuple[Span, ...]
    block: Block
    words: str


@check("CL11", "age-limits-differ")
def age_limits_differ(dossier: Dossier) -> Iterator[Finding]:
    """The abstract and the methods name different ages of those who could take part.

    Compares
    --------
    "aged 18 to 35 years", "35 years or older" in sentences on eligibility, enrolment or
    randomisation of the abstract with those of the body. Warning where no statement of the body
    agrees with the abstract's, and one leaves at most one year of age in common with it or shares
    one limit and has another for the other. Also the least age in years or months, where the
    abstract and the body name one each ("children ≥12 months", "age ≥6 months").

    Why it matters
    --------------
    The age limits tell whom the trial's result applies to.

    Known limits
    ------------
    Ages in words, ranges in months, and the observed ages of those who took part are not compared.

    Source
    ------
    CONSORT 2010, item 4a.
    """
    yield from _least(dossier)
    said = list(_ages(dossier))
    body = [s for s in said if s.block.kind != "abstract"]
    for one in said:
        if one.block.kind != "abstract" or one.high is None:
            continue
        same = [s for s in body if (s.low, s.high) == (one.low, one.high)]
        if same:
            yield agrees(
                f'"{one.words}" in the abstract and the text', evidence=_evidence(one, same[0])
            )
            continue
        for other in [s for s in body if _contrary(one, s)][:1]:
            yield differs(
                "warning",
                f'the abstract says "{one.words}", the text "{other.words}"',
                computed={"abstract": one.words, "text": other.words},
                alternatives=("two groups of patients",),
                evidence=_evidence(one, other),
            )


def _least(dossier: Dossier) -> Iterator[Finding]:
    """The one least age of the abstract against the one of the body, in the same unit."""
    found: dict[tuple[bool, str], list[tuple[str, Span, Block, str]]] = defaultdict(list)
    for block, view in prose(dossier):
        if not _TAKE_PART.search(view.text):
            continue
        if block.kind == "paragraph" and any(_NOT_OWN.search(s) for s in block.section[-1:]):
            continue
        for m in _LEAST.finditer(view.text):
            unit = "months" if m["unit"].lower().startswith("mo") else "years"
            words = " ".join(m.group().split())
            where = (block.kind == "abstract", unit)
            found[where].append((m["n"], view.span(*m.span("n")), block, words))
    for unit in ("months", "years"):
        here, there = found[True, unit], found[False, unit]
        if len({n for n, *_ in here}) != 1 or len({n for n, *_ in there}) != 1:
            continue
        (n, span, block, words), (m_, other, home, said) = here[0], there[0]
        evidence = (Evidence("value", span, block.place), Evidence("value", other, home.place))
        if n == m_:
            yield agrees(f'"{words}" in the abstract and the text', evidence=evidence)
        else:
            yield differs(
                "warning",
                f'the abstract says "{words}", the text "{said}"',
                computed={"abstract": words, "text": said},
                alternatives=("two groups of patients",),
                evidence=evidence,
            )


def _contrary(one: Ages, other: Ages) -> bool:
    assert one.high is not None
    if other.high is None:
        return other.low >= one.high
    apart = other.low >= one.high or other.high <= one.low
    return apart or (other.low == one.low) != (other.high == one.high)


def _evidence(*said: Ages) -> tuple[Evidence, ...]:
    return tuple(Evidence("value", span, s.block.place) for s in said for span in s.spans)


def _ages(dossier: Dossier) -> Iterator[Ages]:
    for block, view in prose(dossier):
        if block.kind == "paragraph" and any(_NOT_OWN.search(s) for s in block.section[-1:]):
            continue
        if not any(w in view.text for w in ("year", "yr", "y.o")) or not _TAKE_PART.search(
            view.text
        ):
            continue
        for match in _RANGE.finditer(view.text):
            low, high = int(match["low"]), int(match["high"])
            if low < high:
                spans = tuple(view.span(*match.span(g)) for g in ("low", "high"))
                yield Ages(low, high, spans, block, " ".join(match.group().split()))
        for match in _FROM.finditer(view.text):
            group = "a" if match["a"] else "b"
            span = view.span(*match.span(group))
            words = " ".join(match.group().split())
            yield Ages(int(match[group]), None, (span,), block, words)
