"""Checks of the family PR: shares of a partition, sizes of arms, categories of response."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import msgspec

from src.utils.checks import shares, wording
from src.utils.checks.registry import agrees, check, differs
from src.utils.printed import printed
from src.utils.records import Dossier, Evidence, Finding, Num, Place, Span

#: One item of an enumeration in prose: "Stage B (57.3%)" or "Stage B (353 [57.3%])".
_ITEM = re.compile(
    r"(?P<label>[^\W\d_][^(),;:.%]{0,60}?)\s*[(\[]\s*(?:n\s*=\s*)?(?:\d+(?:\s*[,;:\[(/]\s*|\s+))?"
    r"(?P<share>\d{1,2}(?:\.\d+)?)\s*%\s*[)\]]+"
)
_BETWEEN = re.compile(r"\s*(?:,|;|and|or|,\s*and|;\s*and|&|,\s*or)\s*\Z")
#: A total of people that a sentence states, and the verbs that make it the total of a study.
_PEOPLE = re.compile(
    r"(?<![\d.,=/-])(?P<n>\d{1,3}(?:,\d{3})+|\d{2,6})(?![\d.,]*\d|\s*%)\s+(?:[^\W\d_][\w-]*\s+){0,3}?"
    r"(?:patients|participants|subjects|individuals|women|men|children|adults|infants|people|"
    r"persons|volunteers|eyes|cases)\b"
)
_STUDY_TOTAL = re.compile(r"enrol|randomi[sz]|recruit|assign|a total of|in total|comprising", re.I)
_INCLUDED = re.compile(r"enrol|randomi[sz]|recruit|assign|a total of|in total|compris|includ", re.I)
#: The arms of that total in the same sentence: "204 to the A group", "(n = 204)".
_ASSIGNED = re.compile(
    r"(?<![\d.,/-])(?P<n>\d{1,3}(?:,\d{3})+|\d{1,6})(?![\d.,]*\d|\s*%)\s+(?:patients\s+|participants\s+|"
    r"women\s+|were\s+|was\s+|assigned\s+|allocated\s+|randomi[sz]ed\s+|received\s+)*"
    r"(?:to|in|into|received|on|for)\s+(?:receive\s+|the\s+)?(?!\d)\w|"
    r"\(\s*[nN]\s*=\s*(?P<m>\d{1,3}(?:,\d{3})+|\d{1,6})\s*\)"
)


class Share(msgspec.Struct, frozen=True):
    """One printed share with its label and place."""

    label: str
    text: str
    span: Span
    place: Place
    table: str = ""


@check("PR05", "shares-do-not-sum")
def shares_do_not_sum(dossier: Dossier) -> Iterator[Finding]:
    """Shares that look like a partition do not add up to 100 per cent.

    Compares
    --------
    The sum of three or more percentages that a sentence lists one after the other, or of the rows
    under one heading of a table, with 100, within the summed roundings. Above: warning. Below:
    note, because a small category may not be listed.

    Why it matters
    --------------
    A digit changed in one share breaks the sum.

    Known limits
    ------------
    Only lists that come within 3 of 100 are taken for partitions (within 10 where all labels share
    a word, as in stage I, stage II); categories that overlap may come near 100 by chance.

    Source
    ------
    Arithmetic.
    """
    for group in [*_prose(dossier), *_rows(dossier)]:
        total = shares.added(printed(s.text).interval for s in group)
        middle = sum((printed(s.text).value for s in group), Fraction(0))
        words = [set(s.label.lower().split()[:-1]) for s in group]
        listed_in_text = group[0].place != "table"
        room = 10 if listed_in_text and set.intersection(*words) else 3
        if abs(middle - 100) > room:
            continue
        listed = " + ".join(s.text for s in group)
        places = tuple(Evidence("value", s.span, s.place, s.table) for s in group)
        names = ", ".join(s.label for s in group if s.label)
        computed = {"sum": f"{listed} = {wording.number(middle, 5)}", "categories": names}
        if total.holds(100):
            yield agrees(f"{listed} = 100 % within rounding", computed=computed, evidence=places)
            continue
        above = middle > 100
        yield differs(
            "warning" if above else "note",
            f"{listed} = {wording.number(middle, 5)} %, not 100 % within rounding ({names})",
            computed=computed,
            alternatives=("categories that overlap",)
            if above
            else (f"a category of {wording.number(100 - middle, 3)} % that is not listed",),
            evidence=places,
        )


def _prose(dossier: Dossier) -> Iterator[list[Share]]:
    """Enumerations "A (x%), B (y%), and C (z%)" of three or more items in one sentence."""
    for block in dossier.article.blocks:
        if block.kind not in ("paragraph", "abstract"):
            continue
        for sentence in block.sentences:
            view = dossier.article.view(sentence.pieces)
            if view.text.count("%") < 3:
                continue
            run: list[Share] = []
            end = -1
            for match in _ITEM.finditer(view.text):
                label = re.split(r"\b(?:and|or|with|as|into|in|under|of)\b", match["label"])[-1]
                share = Share(
                    " ".join(label.split()[-3:]),
                    match["share"],
                    view.span(*match.span("share")),
                    block.place,
                )
                gap = view.text[end : match.start()] if run else ""
                if run and not (_BETWEEN.match(gap + " ") or gap.strip(" ,;") in ("", "and", "or")):
                    yield from [run] if len(run) >= 3 else []
                    run = []
                run.append(share)
                end = match.end()
            yield from [run] if len(run) >= 3 else []


def _rows(dossier: Dossier) -> Iterator[list[Share]]:
    """Rows that follow one another under a heading row, per table and arm."""
    columns: dict[tuple[int, int], dict[int, Share]] = defaultdict(dict)
    for result in dossier.results:
        if result.place != "table" or result.table is None or result.row is None:
            continue
        for value in result.values:
            if value.kind == "percent" and value.arm is not None and len(value.nums) == 1:
                share = Share(
                    result.context.row,
                    value.nums[0].text,
                    value.nums[0].span,
                    "table",
                    result.label,
                )
                columns[result.table, value.arm].setdefault(result.row, share)
    for rows in columns.values():
        run: list[int] = []
        for row in sorted(rows):
            if run and row != run[-1] + 1:
                yield from _run(run, rows)
                run = []
            run.append(row)
        yield from _run(run, rows)


def _run(run: list[int], rows: dict[int, Share]) -> Iterator[list[Share]]:
    """A run counts when an empty row (its heading) stands before it."""
    if len(run) >= 3 and run[0] - 1 not in rows:
        yield [rows[r] for r in run]


@check("PR06", "arm-sizes-do-not-sum")
def arm_sizes_do_not_sum(dossier: Dossier) -> Iterator[Finding]:
    """The sizes of the arms do not add up to the number of patients stated.

    Compares
    --------
    The sum of the arms of a study, as its table row or its sentence gives them, with the total
    that the sentence, or the paragraph that cites the study, states. Warning where they differ by
    up to a fifth; larger differences are taken for other totals (screened, eligible).

    Why it matters
    --------------
    A wrong arm size changes every denominator of the study.

    Known limits
    ------------
    Patients who were enrolled and not assigned are a benign cause that the verdict cannot see.

    Source
    ------
    CONSORT 2010, item 13a.
    """
    yield from _review(dossier)
    yield from _sentences(dossier)


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


def _review(dossier: Dossier) -> Iterator[Finding]:
    """Arms of a study's table row against the total in the paragraph that cites it."""
    article = dossier.article
    for study in dossier.studies:
        nums = [a.n for a in study.arms if a.n is not None]
        if len(nums) < 2 or len(nums) != len(study.arms):
            continue
        total = sum(_whole(n.text) for n in nums)
        for block in article.blocks:
            if block.kind not in ("paragraph", "abstract"):
                continue
            cited = [c for c in article.citations if any(c.span in piece for piece in block.pieces)]
            if not any(set(study.ref) & set(c.refs) for c in cited):
                continue
            alone = all(set(c.refs) == set(study.ref) for c in cited)
            yield from _totals(dossier, block.pieces, block.place, total, nums, study.ref, alone)


def _totals(
    dossier: Dossier,
    pieces: tuple[Span, ...],
    place: Place,
    total: int,
    nums: list[Num],
    ref: tuple[str, ...],
    alone: bool,
) -> Iterator[Finding]:
    """Totals of people in one paragraph, held against the sum of the arms."""
    view = dossier.article.view(pieces)
    for match in _PEOPLE.finditer(view.text):
        stated = _whole(match["n"])
        before = view.text[max(0, match.start() - 60) : match.end() + 40]
        near = abs(stated - total) <= total / 5 and alone and _STUDY_TOTAL.search(before)
        if stated != total and not near:
            continue
        if stated == total and not _INCLUDED.search(before):
            continue
        span = view.span(*match.span("n"))
        yield _summed(nums, total, stated, span, place, ref)


def _summed(
    nums: list[Num], total: int, stated: int, span: Span, place: Place, ref: tuple[str, ...] = ()
) -> Finding:
    listed = " + ".join(n.text for n in nums)
    places = (
        Evidence("total", span, place),
        *(Evidence("n", n.span, "table" if ref else place) for n in nums),
    )
    computed = {"sum of the arms": f"{listed} = {total}", "stated": str(stated)}
    if total == stated:
        return agrees(
            f"{listed} = {total}, the stated number of patients",
            computed=computed,
            evidence=places,
            ref=ref,
        )
    return differs(
        "warning",
        f"{listed} = {total}, but {stated} patients are stated; not reconcilable as printed",
        computed=computed,
        alternatives=("patients who were enrolled but not assigned or not analysed",),
        evidence=places,
        ref=ref,
    )


def _sentences(dossier: Dossier) -> Iterator[Finding]:
    """A total and its arms in one sentence: "616 patients were assigned: 204 to A, 207 to B"."""
    for block in dossier.article.blocks:
        if block.kind not in ("paragraph", "abstract"):
            continue
        for sentence in block.sentences:
            view = dossier.article.view(sentence.pieces)
            total = _PEOPLE.search(view.text)
            if total is None or not _STUDY_TOTAL.search(view.text):
                continue
            nums = []
            matches = list(_ASSIGNED.finditer(view.text, total.end()))
            for match in matches:
                group = "n" if match["n"] else "m"
                nums.append(Num(match[group].replace(",", ""), view.span(*match.span(group))))
            summed, stated = sum(int(n.text) for n in nums), _whole(total["n"])
            shares_of = any(view.text[m.end() : m.end() + 12].count("%") for m in matches)
            if len(nums) < 2 or shares_of:
                continue
            # "Among 136 randomised, 129 were included: 66 and 63": the sum is stated after all.
            said = re.search(rf"(?<![\d.,]){summed}(?![\d.]|\s*%)", view.text)
            if said and summed != stated:
                span = view.span(*said.span())
                yield _summed(nums, summed, summed, span, block.place)
                continue
            if abs(summed - stated) > stated / 5:
                continue
            yield _summed(nums, summed, stated, view.span(*total.span("n")), block.place)
