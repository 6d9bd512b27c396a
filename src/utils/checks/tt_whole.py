"""TT13: counts and percentages that the text gives of all, against the groups of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from src.utils.checks import tt_row_names as row_names
from src.utils.checks.laid import beside_tables
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import planned, prose, spelt_out
from src.utils.checks.sums.said import Mention, mentions
from src.utils.checks.tt_whole_rows import Whole, all_wholes
from src.utils.linking import numerals
from src.utils.linking.compare import numbers_of
from src.utils.linking.names.abbreviations import spelt
from src.utils.linking.trials.derived import PART
from src.utils.printed import Interval, printed
from src.utils.records import Dossier, Evidence, Finding, Severity, Span

_OTHERS = re.compile(r"discussion|introduction|background", re.I)
#: Words that make the number one of a part of the patients.
_PART = re.compile(
    r"\bgroups?\b|\barms?\b|\bcontrols?\b|\bplacebo\b|\brespectively\b|\bvs\.?\b|\bversus\b|"
    r"\bexclud|\bscreened\b|\bwithout\b|\bcompared\b|\bamong\b|\bof\s+th(?:ese|ose|em)\b|\bwhom\b|"
    r"\bsubgroup|\bsubset|\bremaining\b|\bboth\b|\beach\b|\bdid\s+not\b|\bnot\b|\bno\b|\bdrop|\bwithdr",
    re.I,
)
_ALL = re.compile(r"\ball\b|\boverall\b|\btotal\b|\bentire\b|\bwhole\b|\baltogether\b", re.I)
#: Smaller counts are the sum of something in every table.
LEAST = 8


@check("TT13", "share-of-all-in-text-against-groups")
def share_of_all(dossier: Dossier) -> Iterator[Finding]:
    """A count or percentage of all in the text is not what the groups of the table give.

    Compares
    --------
    A count or percentage of the text with the row of a table that its words name: the sum of the
    counts of all groups, and that sum in the patients of all groups (by the headings, or by all
    rows of the characteristic). Nothing is said where a cell, or another row so named, prints the
    number. A count with its percentage that is one slip off the sum, where the sentence prints the
    number of all patients: warning; a percentage that is off by its last digit: note.

    Why it matters
    --------------
    What the text says of all patients follows from the table, and is what readers quote.

    Known limits
    ------------
    Rows are known by all words of their head. Percentages of a part of the patients, and of
    patients with a known value, agree with another denominator only.

    Source
    ------
    Arithmetic.
    """
    wholes = all_wholes(dossier)
    if not wholes:
        return
    long = spelt_out(dossier)
    index: dict[str, list[int]] = {}
    for i, whole in enumerate(wholes):
        for word in whole.name.own:
            index.setdefault(word, []).append(i)
    done = _held(dossier)
    for block, view in prose(dossier):
        if planned(block):
            continue
        sentence = spelt(row_names.words_of(view.text), long)
        if not any(word in index for word in sentence):
            continue
        listed = list(mentions(block, view))
        sentence |= _answered(listed, wholes, index, long)
        for said in listed:
            if any(n.span in done for n in said.nums):
                continue
            yield from _judge(said, sentence, wholes, index, long, dossier)


def _answered(
    listed: list[Mention],
    wholes: list[Whole],
    index: dict[str, list[int]],
    long: tuple[tuple[str, frozenset[str]], ...],
) -> frozenset[str]:
    """The words of headings of which the sentence gives two rows, each beside a number."""
    given: dict[tuple[int | None, str], set[int]] = {}
    for said in listed:
        near = spelt(row_names.words_of(said.near[0]), long)
        for i in {i for word in near for i in index.get(word, ())}:
            row, name = wholes[i].row, wholes[i].name
            heading = row.context.row.rpartition(" > ")[0]
            if heading and name.own <= near:
                given.setdefault((row.table, heading), set()).add(i)
    named = [wholes[i].name.above for rows in given.values() if len(rows) > 1 for i in rows]
    return frozenset().union(*named) if named else frozenset()


def _held(dossier: Dossier) -> set[Span]:
    """The numbers of the text that agree with a table already.

    The same number of people somewhere is no row of this name.
    """
    return {
        span
        for link, x, span in beside_tables(dossier)
        if link.basis != "people" and (x.how == PART or numerals.agreeing(x.how))
    }


def _judge(
    said: Mention,
    sentence: frozenset[str],
    wholes: list[Whole],
    index: dict[str, list[int]],
    long: tuple[tuple[str, frozenset[str]], ...],
    dossier: Dossier,
) -> Iterator[Finding]:
    """Agreement with the row named best that gives the number; else what the one row gives."""
    tried: list[tuple[int, row_names.Said, Whole]] = []
    for k, stretch in enumerate(said.near):
        near = spelt(row_names.words_of(stretch), long)
        for i in {i for word in near for i in index.get(word, ())}:
            how = row_names.said(wholes[i].name, near, sentence)
            if how is not None:
                tried.append((k, how, wholes[i]))
    tried.sort(key=lambda t: (t[0], not t[1].whole, -t[1].words))
    for _, _, whole in tried:
        reached = _fits(said, whole)
        if reached:
            yield _agreeing(said, whole, reached)
            return
    slipped = [t for t in tried if t[0] == 0 and _slipped(said, t[2])]
    if len({t[2].row.id for t in slipped}) == 1 and not _excused(said, slipped, dossier):
        yield from _differing(said, slipped[0][2])
        return
    best = [t for t in tried if t[1].whole and t[0] == 0]
    if best and not _excused(said, best, dossier):
        yield from _differing(said, best[0][2])


def _fits(said: Mention, whole: Whole) -> str:
    """How the numbers of all groups give those of the text; "" when they do not."""
    if said.count is not None:
        if whole.count is None or said.count.text != str(whole.count) or whole.count < LEAST:
            return ""
        return whole.sum
    if said.percent is None:
        return ""
    own = printed(said.percent.text).interval
    return next((how for how, share in whole.shares if own.meets(share)), "")


def _about(said: Mention, whole: Whole) -> str:
    return f"{_row(whole)} of all: the {_place(said)} says {said.shown}"


def _row(whole: Whole) -> str:
    return whole.row.context.row.replace(" > ", ", ")


def _place(said: Mention) -> str:
    return "abstract" if said.block.place == "abstract" else "text"


def _evidence(said: Mention, whole: Whole) -> tuple[Evidence, ...]:
    roles = (("count", said.count), ("value", said.percent), ("total", said.total))
    own = tuple(Evidence(r, n.span, said.block.place) for r, n in roles if n is not None)
    return own + whole.evidence


def _agreeing(said: Mention, whole: Whole, how: str) -> Finding:
    return agrees(
        f"{_about(said, whole)}, and {whole.row.label} gives it for the groups together ({how}).",
        computed={"groups": how, "text": said.shown},
        evidence=_evidence(said, whole),
    )


def _excused(
    said: Mention, best: list[tuple[int, row_names.Said, Whole]], dossier: Dossier
) -> bool:
    """Whether the number may be one of other patients, of a part of them, or of another row."""
    _, how, whole = best[0]
    rivals = {t[2].row.id for t in best if t[1].words >= how.words}
    if len(rivals) > 1 or _PART.search(said.sentence) or whole.total:
        return True
    if said.block.section and _OTHERS.search(said.block.section[-1]):
        return True
    start, end = said.block.pieces[0].start, said.block.pieces[-1].end
    if said.block.kind != "abstract" and any(
        start <= c.span.start < end
        and c.span.start >= said.nums[0].span.start - len(said.sentence)
        and c.span.start <= said.nums[0].span.start + len(said.sentence)
        for c in dossier.article.citations
    ):
        return True
    printed_here = {
        n.text
        for r in dossier.results
        if r.table is not None and row_names.words_of(r.context.row) & whole.name.own
        for n in numbers_of(r)
    }
    main = said.count or said.percent
    return main is None or main.text in printed_here


def _differing(said: Mention, whole: Whole) -> Iterator[Finding]:
    """A sum one slip away, or a percentage off by its last digit."""
    if not whole.sizes or not whole.shares:
        return
    everyone = bool(_ALL.search(said.sentence)) or str(whole.sizes) in said.sentence.replace(
        ",", ""
    )
    severity: Severity = "warning" if everyone else "note"
    if said.count is not None:
        if said.percent is None:  # a bare count may be one of anything
            return
        if whole.count is None or len(said.count.text) < 2:
            return
        more = whole.count < int(said.count.text) <= whole.count * (1 + Fraction(1, 10))
        if not more and not numerals.slip(said.count.text, str(whole.count)):
            return
        if more or _slipped(said, whole):
            severity = "warning"  # no part of the groups, or the share of all of them
        gives = whole.sum
    elif said.percent is not None:
        own = printed(said.percent.text)
        if not all(_off_by_one(own.value, own.unit, share) for _, share in whole.shares):
            return
        how, share = whole.shares[0]
        gives = f"{how}, {float(share.low):.2f}%"
        severity = "note"
    else:
        return
    yield differs(
        severity,
        f"{_about(said, whole)}; {whole.row.label} gives {gives} for the groups together.",
        computed={"groups": gives, "text": said.shown},
        alternatives=("patients with missing values",),
        evidence=_evidence(said, whole),
    )


def _slipped(said: Mention, whole: Whole) -> bool:
    """Whether the percentage is that of all groups and the count one slip from their sum."""
    if said.count is None or said.percent is None or whole.count is None or not whole.sizes:
        return False
    share = printed(said.percent.text).interval
    slip = len(said.count.text) > 1 and numerals.slip(said.count.text, str(whole.count))
    return bool(slip) and any(share.meets(x) for _, x in whole.shares)


def _off_by_one(value: Fraction, unit: Fraction, share: Interval) -> bool:
    return share.low - unit * Fraction(3, 2) <= value <= share.high + unit * Fraction(3, 2)
