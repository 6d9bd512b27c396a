"""TT14: a relative change in words against the ratio of the table that it restates.

What belongs here: "24 % fewer episodes", "33 % more likely" beside a hazard, odds or rate ratio of
a table. What does not: a ratio in the same sentence (ST07), two such phrases in the text (CL09).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import msgspec

from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import prose, spelt_out
from src.utils.linking import numerals
from src.utils.linking.names.abbreviations import Abbreviations, spelt
from src.utils.linking.words import tokens
from src.utils.printed import Interval, normalise, printed
from src.utils.records import Block, Dossier, Evidence, Finding, Num, Result, View

_N = r"(?<![\d.,/])(?P<n>\d{1,3}(?:\.\d)?)\s*%"
_ASIDE = r"(?:\s*\([^()]{0,60}\))?"
_RISK = (
    r"(?:risks?|rates?|odds|hazards?|likelihood|chances?|probability|incidence|mortality|deaths?|"
    r"relapses?|recurrences?|progression|events?|episodes?|infections?|failures?)"
)
_DOWN = r"(?:lower|less|fewer|reduc\w+|decreas\w+|decline)"
_UP = r"(?:higher|more|greater|increas\w+|elevated)"
_SHAPES = tuple(
    (re.compile(pattern, re.I), lower)
    for word, lower in ((_DOWN, True), (_UP, False))
    for pattern in (
        rf"{_N}{_ASIDE}\s+(?:\w+\s+)?(?:relative\s+)?(?:{_RISK}\s+)?{word}\s+(?:likely|(?:[\w-]+\s+){{0,5}}?(?:[\w-]+-)?{_RISK})\b",
        rf"{_N}{_ASIDE}\s+(?:(?:relative|adjusted|all-cause|[\w-]+-specific|{_RISK})\s+){{1,4}}{word}\b",
        rf"\b{word}\b[^.;%()]{{0,30}}?\b{_RISK}\b[^.;%()]{{0,60}}?\bby\s+(?:about\s+|approximately\s+)?{_N}",
        rf"\b{_RISK}\b[^.;%()]{{0,60}}?\b{word}\b[^.;%()]{{0,30}}?\bby\s+(?:about\s+|approximately\s+)?{_N}",
    )
)
_P = re.compile(r"\bp\s*=\s*(0?\.\d+)", re.I)
#: Words of a change of shares, which no ratio restates.
_POINTS = re.compile(r"percentage\s+points?|absolute", re.I)
#: So much of a row's head must be said: where the numbers agree, and where they do not.
FITS, NAMED = 0.3, 0.6
#: The same where only one ratio of the article gives the percentage; how far behind the best row.
ALONE, BAND = 0.1, 0.25
#: A sentence that names another row so well does not speak of this one.
OTHERWISE = 0.5
#: Percentages further apart than this are of two results.
NEAR = 3
#: How clearly the named row must be named before the others.
BEFORE = 0.15


class Change(msgspec.Struct, frozen=True):
    """One relative change in words: its number, direction, phrase and sentence."""

    n: Num
    lower: bool
    phrase: str
    block: Block
    view: View


@check("TT14", "relative-change-against-ratio-elsewhere")
def relative_change(dossier: Dossier) -> Iterator[Finding]:
    """A reduction or increase of a risk in percent is not the one that a table's ratio gives.

    Compares
    --------
    "N % lower risk", "N % more likely", "reduced the rate by N %" with 1 minus (or the excess over
    1 of) the hazard, odds, risk or rate ratios of the tables, within the roundings. The ratio is
    the one whose row the sentence names, or whose P value it prints beside the change. Warning
    where the named row is the only one so named and the two percentages are at most three apart
    or a digit's slip; else nothing.

    Why it matters
    --------------
    Readers remember the percentage, and it is worked out by hand.

    Known limits
    ------------
    A ratio printed for the exchanged groups (more likely in A, less likely in B) is not inverted.
    Sentences that cite other publications, and those that print a ratio themselves, are left out.

    Source
    ------
    Arithmetic: a ratio r is a relative change of r - 1.
    """
    cells = [r for r in dossier.results if r.place == "table" and _ratio(r) is not None]
    if not cells:
        return
    spoken = [_ratio(r) for r in dossier.results if r.place in ("text", "abstract")]
    said = [n for n in spoken if n is not None]
    long = spelt_out(dossier)
    for change in _changes(dossier):
        finding = _judged(change, cells, said, dossier, long)
        if finding is not None:
            yield finding


def _ratio(result: Result) -> Num | None:
    e = result.effect
    return e.estimate if e is not None and e.scale == "ratio" else None


def _changes(dossier: Dossier) -> Iterator[Change]:
    cited = [c.span for c in dossier.article.citations]
    for block, view in prose(dossier):
        if "%" not in view.text:
            continue
        if any(p.overlaps(c) for p in view.pieces for c in cited):
            continue
        told: set[int] = set()
        for shape, lower in _SHAPES:
            for match in shape.finditer(view.text):
                start = match.start("n")
                if start in told or _POINTS.search(match.group()):
                    continue
                told.add(start)
                num = Num(match["n"], view.span(*match.span("n")))
                yield Change(num, lower, " ".join(match.group().split()), block, view)


def _judged(
    change: Change, cells: list[Result], said: list[Num], dossier: Dossier, long: Abbreviations
) -> Finding | None:
    """Agreement with a row that the sentence names, or the only named row that differs."""
    sentence = spelt(tokens(change.view.text), long)
    fits = sorted(((_fit(c, sentence, dossier), c) for c in cells), key=lambda x: -x[0])
    holding = [(fit, c) for fit, c in fits if _holds(change, _ratio(c))]
    alone = len({_text(c) for _, c in holding}) == 1
    least = ALONE if alone and fits[0][0] < OTHERWISE else max(FITS, fits[0][0] - BAND)
    tied = [(fit, c) for fit, c in fits if fit >= FITS and _same_p(change, c)]
    held = [x for x in holding if x[0] >= least or x in tied]
    if held:
        return agrees(
            f'"{change.phrase}" agrees with the ratio {_text(held[0][1])} in {held[0][1].label}',
            **_more(change, held[0][1]),
        )
    here = any(p.start <= n.span.start < p.end for p in change.view.pieces for n in said)
    if here or any(_holds(change, n) for n in said):
        return None
    best = [(fit, c) for fit, c in fits if fit >= NAMED and fit > fits[0][0] - BEFORE]
    best = tied or best
    if len({_text(c) for _, c in best}) != 1:
        return None
    cell = best[0][1]
    given = _percent(change, _ratio(cell))
    if given is None or not _near(change.n.text, given):
        return None
    worked = _shown(given)
    return differs(
        "warning",
        f'the text says "{change.phrase}"; the ratio {_text(cell)} in {cell.label} gives {worked}%',
        alternatives=("another model, or another group of patients",),
        **_more(change, cell),
    )


def _more(change: Change, cell: Result) -> dict[str, object]:
    ratio = _ratio(cell)
    assert ratio is not None
    return {
        "evidence": (
            Evidence("value", change.n.span, change.block.place),
            Evidence("estimate", ratio.span, cell.place, cell.label),
        ),
        "computed": {"ratio": ratio.text, "said": change.n.text},
        "results": (cell.id,),
        "endpoint": cell.endpoint,
    }


def _text(cell: Result) -> str:
    ratio = _ratio(cell)
    return ratio.text if ratio is not None else ""


def _fit(cell: Result, sentence: frozenset[str], dossier: Dossier) -> float:
    """The share of the row's own words, or of the table's, that the sentence says."""
    row = tokens(f"{cell.context.row} {cell.context.subgroup} {cell.endpoint_printed}")
    table = dossier.article.tables[cell.table] if cell.table is not None else None
    caption = dossier.article.view(table.caption).text if table and table.caption else ""
    far = tokens(f"{cell.context.header} {caption}")
    own = len(row & sentence) / len(row) if row else 0.0
    wide = len(far & sentence) / len(far) if far else 0.0
    return 0.8 * own + 0.2 * min(1.0, 2 * wide)


def _percent(change: Change, ratio: Num | None) -> Interval | None:
    """The relative change in percent that a ratio gives, with its rounding; None the other way."""
    if ratio is None:
        return None
    value = printed(ratio.text).interval
    one, hundred = (Interval(Fraction(n), Fraction(n)) for n in (1, 100))
    given = (one - value if change.lower else value - one) * hundred
    return given if given.high > 0 else None


def _holds(change: Change, ratio: Num | None) -> bool:
    given, said = _percent(change, ratio), printed(change.n.text).interval
    # Touching at the end of both roundings is not enough: 0.87 is a reduction by 13 %, not by 12 %.
    return given is not None and max(given.low, said.low) < min(given.high, said.high)


def _same_p(change: Change, cell: Result) -> bool:
    """Whether the P value in the phrase is that of the ratio."""
    found = _P.search(change.phrase)
    return found is not None and any(
        p.relation == "=" and p.value.text == normalise(found[1]) for p in cell.p
    )


def _near(said: str, given: Interval) -> bool:
    middle = (given.low + given.high) / 2
    close = abs(middle - printed(said).value) <= NEAR
    return close or numerals.slip(said, _shown(given)) in (
        "one digit changed",
        "two digits swapped",
    )


def _shown(given: Interval) -> str:
    return f"{float((given.low + given.high) / 2):.0f}"
