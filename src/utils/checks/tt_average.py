"""TT12: an average that the text gives for all patients against the groups of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.checks import wording
from src.utils.checks.columns import Column
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import prose
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import Row, Sheet, sheets, size
from src.utils.checks.tb_totals import weighted
from src.utils.printed import Interval, normalise, printed
from src.utils.records import Block, Dossier, Evidence, Finding, Severity, Span

_D = r"\d{1,3}(?:\.\d+)?"
_WHAT = {
    "age": r"age",
    "body mass index": r"(?:body[- ]mass\s+index|BMI)",
}
_SAID = {
    name: re.compile(
        rf"\b(?:mean|average)\s+{words}(?:\s*\(\s*(?:±\s*)?S\.?D\.?\s*\)|\s*±\s*S\.?D\.?)?"
        r"(?P<between>[^.;()0-9]{0,60}?)\s*[:=(,]?\s*"
        rf"(?P<mean>{_D})(?![\d.]*\s*(?:%|-\s*\d|to\s+\d|and\s+\d|vs))"
        rf"(?:\s*(?:years?|yrs?|y|kg/m\s*2?)?\s*(?:±|\+/-|\(\s*(?:±|S\.?D\.?\s*[:=]?)?)\s*(?P<sd>{_D}))?",
        re.I,
    )
    for name, words in _WHAT.items()
}
_ROW = {
    "age": re.compile(r"\s*(?:mean\s+)?age\b(?!\s*(?:at|of|when|group|range|<|>))", re.I),
    "body mass index": re.compile(r"\s*(?:mean\s+)?(?:body[- ]mass\s+index|BMI)\b", re.I),
}
#: Words that make the number one of a part of the patients.
_PART = re.compile(
    r"\bgroups?\b|\barms?\b|\bcontrols?\b|\bplacebo\b|\brespectively\b|\bvs\.?\b|\bversus\b|\bthose\b|"
    r"\bexclud|\bscreened\b|\bnon-?respond|\bwithout\b|\bwom[ae]n\b|\bmales?\b|\bfemales?\b|\bm[ae]n\b|"
    r"\bboys\b|\bgirls\b|\bcompared\b|\bdrop|\bwithdr|\bolder\b|\byounger\b|\bwhereas\b|\bwhile\b|"
    r"\bsubgroup|\bsubset|\bremaining\b|\brespond|\bpopulation\s+of|\bonset\b|\bstud(?:y|ies)\s+by|"
    r"\bdiagnos|\bmothers?\b|\bfathers?\b|\bparents?\b|\bcaregivers?\b|\bphysicians?\b|\bdeath\b|"
    r"\bpatients\s+who\b|\bparticipants\s+who\b|\bfirst\b|\bcases\b|\bgestation|\bmatched\b",
    re.I,
)
#: "48 women and 14 men" names all patients, not a part of them.
_SEXES = re.compile(
    r"\(?\b\d+\s*(?:\(\s*[\d.]+\s*%\s*\)|%)?\s*(?:were\s+)?(?:wom[ae]n|m[ae]n|(?:fe)?males?|boys|girls)\b"
    r"(?:\s+(?:patients|participants|subjects))?",
    re.I,
)
#: The same, also "the majority were female (75.0%)", "610 elderly women": enough to agree.
_SEXES_OF_ALL = re.compile(
    r"(?:\bwere\s+|\bwas\s+|\d[\d,]*\s+(?:[a-z]+\s+){0,2})(?:mainly\s+|mostly\s+|predominantly\s+)?"
    r"(?:wom[ae]n|m[ae]n|(?:fe)?males?|boys|girls)\b(?:\s*\([^()]{0,30}\))?",
    re.I,
)
_NOT_OWN = re.compile(r"discussion|introduction|background", re.I)
_COUNT = re.compile(r"(?<![\d.,-])(\d{1,3}(?:,\d{3})+|\d{2,5})(?![\d.,%]|\s*(?:%|years?|months?))")


class Said(msgspec.Struct, frozen=True):
    """What the text says of all patients."""

    mean: str
    spans: tuple[Span, ...]
    counts: frozenset[int]
    numbers: frozenset[str]  # everything that the sentence prints
    words: str
    block: Block
    sure: bool = True  # no word says that the patients are a part of all


@check("TT12", "average-of-all-in-text-against-groups")
def average_in_text(dossier: Dossier) -> Iterator[Finding]:
    """The mean age or body mass index of all patients in the text is none of the table's groups'.

    Compares
    --------
    A mean that the text gives without naming a part of the patients with the means of the groups
    in the table's row of that name: their range and, with sizes, their weighted mean. Outside the
    range of the groups, or further from the weighted mean than one missing patient one SD away
    could bring it where the sentence prints the table's number of patients: warning; the same
    distance without a number of patients: note. Nothing where it prints another number.

    Why it matters
    --------------
    The mean of all patients lies between the means of the groups; if not, text and table describe
    different patients.

    Known limits
    ------------
    Only tables that print no column of all patients, and only the first such row, are compared.

    Source
    ------
    Arithmetic of weighted means.
    """
    for name, pattern in _SAID.items():
        found = _grouped(dossier, _ROW[name])
        if found is None:
            continue
        for said in _said(dossier, pattern):
            yield from _compare(name, said, *found)


def _grouped(
    dossier: Dossier, label: re.Pattern[str]
) -> tuple[Sheet, Row, list[Column], list[Entry]] | None:
    """The first row of this name with means in every group of its table."""
    for sheet in sheets(dossier):
        for row in sheet.rows:
            if not row.entries or not label.match(row.label):
                continue
            groups = [c for c in sheet.groups if c.index in row.entries]
            entries = [row.entries[c.index] for c in groups]
            kinds = {e.kind for e in entries}
            meant = kinds == {"mean"} or (kinds <= {"pair", "share"} and _means(sheet, row))
            sized = all(size(c.n) for c in groups) or not any(size(c.n) for c in groups)
            # A heading over several columns of the page names one group.
            every = {c.name for c in groups} == {c.name for c in sheet.groups}
            if sheet.totals or len(groups) < 2 or not every or not sized:
                return None
            return (sheet, row, groups, entries) if meant else None
    return None


def _means(sheet: Sheet, row: Row) -> bool:
    """Whether the words say that the row holds means with their SD."""
    words = f"{row.name} {' '.join(c.name for c in sheet.columns)} {sheet.caption}"
    return bool(re.search(r"\bmean|±|\bS\.?D\b", words, re.I)) and "median" not in words.lower()


def _said(dossier: Dossier, pattern: re.Pattern[str]) -> Iterator[Said]:
    for block, view in prose(dossier):
        if any(
            re.search(r"discussion|introduction|background", s, re.I) for s in block.section[-1:]
        ):
            continue
        if not any(w in view.text for w in ("mean", "Mean", "average", "Average")):
            continue
        found = list(pattern.finditer(view.text))
        plain = _SEXES.sub(" ", view.text)
        if len(found) != 1 or _PART.search(_SEXES_OF_ALL.sub(" ", plain)):
            continue
        match = found[0]
        counts = {int(c.replace(",", "")) for c in _COUNT.findall(view.text[: match.start()])}
        yield Said(
            normalise(match["mean"]),
            tuple(view.span(*match.span(g)) for g in ("mean", "sd") if match[g]),
            frozenset(counts),
            frozenset(normalise(n) for n in re.findall(r"\d+(?:\.\d+)?", view.text)),
            " ".join(match.group().split()),
            block,
            not _PART.search(plain),
        )


def _compare(
    name: str, said: Said, sheet: Sheet, row: Row, groups: list[Column], entries: list[Entry]
) -> Iterator[Finding]:
    parts = [printed(e.nums[0].text).interval for e in entries]
    hull = Interval(min(p.low for p in parts), max(p.high for p in parts))
    sizes = [size(c.n) for c in groups]
    whole = sum(n or 0 for n in sizes)
    mean = weighted(parts, sizes)
    own = printed(said.mean)
    evidence = tuple(Evidence("value", s, said.block.place) for s in said.spans) + tuple(
        x for e in entries for x in sheet.evidence(e)[:1]
    )
    if sum(e.nums[0].text in said.numbers for e in entries) > 1:
        return  # the sentence goes through the groups
    listed = ", ".join(e.shown for e in entries)
    where = sheet.table.label or "the table"
    computed = {"groups": listed, "text": said.mean}
    about = f'{name} of all patients: "{said.words}"'
    if mean is not None:
        computed["weighted mean"] = (
            f"{wording.number(mean.low, 4)} to {wording.number(mean.high, 4)}"
        )
    if hull.meets(own.interval) and (mean is None or mean.meets(own.interval)):
        yield agrees(
            f"{about} lies among the groups of {where} ({listed})",
            computed=computed,
            evidence=evidence,
        )
        return
    if not said.sure or said.counts and whole and whole not in {*said.counts, sum(said.counts)}:
        return
    outside = not hull.meets(own.interval)
    severity: Severity = "warning" if outside or said.counts else "note"
    if not outside and mean is not None:
        spread = max((printed(e.nums[-1].text).value for e in entries), default=0)
        if abs(mean.low + mean.high - 2 * own.value) * whole <= 2 * spread:
            return
    yield differs(
        severity,
        f"{about}; {where} prints {listed} for the groups"
        + (f", together {computed['weighted mean']}" if mean is not None else ""),
        computed=computed,
        alternatives=() if outside else ("patients with missing values",),
        evidence=evidence,
    )
