"""Checks of the family PR: sizes of arms against the number of patients stated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.checks.alternatives import slips
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import prose
from src.utils.printed import printed
from src.utils.records import Citation, Dossier, Evidence, Finding, Num, Place, Span, View

#: A total of people that a sentence states, and the verbs that make it the total of a study.
_PEOPLE = re.compile(
    r"(?<![\d.,=/-])(?P<n>\d{1,3}(?:,\d{3})+|\d{2,6})(?![\d.,]*\d|\s*%)\s+(?:[^\W\d_][\w-]*\s+){0,3}?"
    r"(?:patients|participants|subjects|individuals|women|men|children|adults|infants|people|"
    r"persons|volunteers|eyes|cases)\b"
)
_STUDY_TOTAL = re.compile(
    r"enrol|randomi[sz]|randomly|allocat|recruit|assign|a total of|in total|comprising", re.I
)
_INCLUDED = re.compile(r"enrol|randomi[sz]|recruit|assign|a total of|in total|compris|includ", re.I)
#: The arms of that total in the same sentence: "204 to the A group", "(n = 204)".
_ASSIGNED = re.compile(
    r"(?<![\d.,/:-])(?P<n>\d{1,3}(?:,\d{3})+|\d{1,6})(?![\d.,]*\d|\s*%)\s+(?:patients\s+|participants\s+|"
    r"women\s+|were\s+|was\s+|assigned\s+|allocated\s+|randomi[sz]ed\s+|received\s+)*"
    r"(?:to|in|into|received|on|for)\s+(?:receive\s+|the\s+)?(?!\d)\w|"
    r"\(\s*[nN]\s*=\s*(?P<m>\d{1,3}(?:,\d{3})+|\d{1,6})\s*\)"
)
_DIGIT = re.compile(r"\d")
#: "318 were randomised; 151 in A and 149 in B underwent surgery": those who came to a later stage.
_LATER = re.compile(
    r"[^.;:]{0,40}?\b(?:underwent|completed|finished|started|began|attended|returned|remained|"
    r"(?:were|was|are)\s+(?:then\s+)?(?:analy|evalua|assess|treated|included|available|followed))"
)
#: "Of 31,907 persons who were assessed": those from whom the allocated were taken.
_BEFORE = re.compile(
    r"\s+(?:(?:who|that)\s+)?(?:(?:were|was|had\s+been|underwent)\s+)?(?:initially\s+|first\s+)?"
    r"(?:assess|screen|approach|invit|contact|identif|interview|referr|eligib)",
    re.I,
)
#: "293 (55%) of 533 patients": the denominator of a share, not the sum of what follows.
_DENOMINATOR = re.compile(r"%\s*\)?\s*(?:of|among)\s+(?:the\s+)?\Z", re.I)


#: "123 women (62 intervention, 61 control)", "90 patients: 40 men and 50 women".
_WHO = (
    r"patients|participants|subjects|individuals|women|men|children|adults|infants|people|"
    r"persons|volunteers|cases"
)
_N = r"\d{1,3}(?:,\d{3})+|\d{1,6}"
_SHARE = r"(?:\s*[(\[]\s*\d{1,3}(?:\.\d+)?\s*%\s*[)\]])?"
_TWO_PARTS = re.compile(
    rf"(?<![\d.,=/-])(?P<total>{_N})(?![\d.,]*\d|\s*%)\s+(?:[^\W\d_][\w-]*\s+){{0,3}}?(?:{_WHO})"
    rf"(?:\s+(?:were|was)\s+\w+)?\s*(?P<opened>[,:;(\[])\s*"
    rf"(?:including|comprising|of\s+whom|namely|with)?\s*"
    rf"(?P<a>{_N}){_SHARE}\s+(?:were\s+)?(?P<one>[a-z][a-z -]{{2,24}}?){_SHARE}"
    rf"(?:\s*[,;]\s*|\s*,?\s+and\s+)"
    rf"(?P<b>{_N}){_SHARE}\s+(?:were\s+)?(?P<two>[a-z][a-z -]{{2,24}}?){_SHARE}\s*(?=[)\],.;])"
)
_SEX = re.compile(r"(?P<f>wom[ae]n|females?|girls?)|(?P<m>\bm[ae]n|\bmales?|boys?)")
_ARM = re.compile(r"group|arm\b|control|interven|treat|placebo|therap|care\b|exercis", re.I)
#: "Patients (n = 90) were randomly allocated".
_TOTAL_IN_BRACKET = re.compile(
    rf"\b(?:{_WHO})\s*\(\s*[nN]\s*=\s*(?P<n>{_N})\s*\)\s+(?:were|was)\s+(?:then\s+)?"
    rf"(?:random|assigned|allocated)",
    re.I,
)


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
    cited_in: dict[int, list[Citation]] = {}  # found for each block once
    for study in dossier.studies:
        nums = [a.n for a in study.arms if a.n is not None]
        if len(nums) < 2 or len(nums) != len(study.arms):
            continue
        total = sum(_whole(n.text) for n in nums)
        for i, block in enumerate(article.blocks):
            if block.kind not in ("paragraph", "abstract"):
                continue
            if i not in cited_in:
                cited_in[i] = [
                    c for c in article.citations if any(c.span in piece for piece in block.pieces)
                ]
            cited = cited_in[i]
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
        near = alone and _STUDY_TOTAL.search(before) is not None
        near = near and (abs(stated - total) <= total / 5 or bool(_slips(nums, stated)))
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
        alternatives=(
            "patients who were enrolled but not assigned or not analysed",
            *_slips(nums, stated),
        ),
        evidence=places,
        ref=ref,
    )


def _parted(view: View, place: Place) -> Iterator[Finding]:
    """A total and its two parts by sex or arm, right behind it."""
    for match in _TWO_PARTS.finditer(view.text):
        sexes = [_SEX.search(match[k]) for k in ("one", "two")]
        by_sex = all(sexes) and {s.lastgroup for s in sexes if s} == {"f", "m"}
        by_arm = match["opened"] in "([" and _STUDY_TOTAL.search(view.text) and not any(sexes)
        nums = [Num(match[k].replace(",", ""), view.span(*match.span(k))) for k in ("a", "b")]
        summed, stated = sum(int(n.text) for n in nums), _whole(match["total"])
        arms = by_arm and all(_ARM.search(match[k]) for k in ("one", "two"))
        if (by_sex or arms) and abs(summed - stated) <= stated / 5:
            yield _summed(nums, summed, stated, view.span(*match.span("total")), place)


def _slips(nums: list[Num], stated: int) -> tuple[str, ...]:
    """The one digit of a size or of the total that would make the sum right."""
    numbers = {f"arm {i}": n.text.replace(",", "") for i, n in enumerate(nums, 1)}

    def holds(new: dict[str, str]) -> bool:
        values = {role: printed(text) for role, text in new.items()}
        total = values.pop("total")
        return total.decimals <= 0 and total.value == sum(p.value for p in values.values())

    return slips({**numbers, "total": str(stated)}, holds, most=4)


def _sentences(dossier: Dossier) -> Iterator[Finding]:
    """A total and its arms in one sentence: "616 patients were assigned: 204 to A, 207 to B"."""
    for block, view in prose(dossier):
        if not _DIGIT.search(view.text):
            continue
        yield from _parted(view, block.place)
        total = _TOTAL_IN_BRACKET.search(view.text) or _PEOPLE.search(view.text)
        if total is None or not _STUDY_TOTAL.search(view.text):
            continue
        nums = []
        matches = list(_ASSIGNED.finditer(view.text, total.end()))
        for match in matches:
            group = "n" if match["n"] else "m"
            nums.append(Num(match[group].replace(",", ""), view.span(*match.span(group))))
        summed, stated = sum(int(n.text) for n in nums), _whole(total["n"])
        if _BEFORE.match(view.text, total.end()):
            continue
        if matches and _LATER.match(view.text, matches[-1].end()):
            continue
        shares_of = any(view.text[m.end() : m.end() + 12].count("%") for m in matches)
        if len(nums) < 2 or shares_of or _DENOMINATOR.search(view.text[: total.start()]):
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
