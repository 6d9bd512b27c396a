"""SH: shape and completeness of tables and results. Everything here is a note.

An unusual level is judged by the family CI (CI07).
"""

from __future__ import annotations

import re

from src.utils import terms
from src.utils.checks import sh_cells, sh_level, sh_precision, sh_spread, sh_tables, wording  # noqa: F401  registers their checks
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.sh_tables import cell_evidence, name_of
from src.utils.records import (
    Dossier,
    Evidence,
    Finding,
    Result,
    StudyRow,
    Table,
)


@check("SH04", "ratio-without-interval")
def ratio_without_interval(result: Result, dossier: Dossier) -> Finding | None:
    """A hazard, odds or risk ratio is printed without a confidence interval.

    Compares
    --------
    Every ratio with whether bounds are printed beside it, or beside the same ratio elsewhere.

    Why it matters
    --------------
    Without an interval neither precision nor the P value can be checked.

    Known limits
    ------------
    The interval may stand in a figure or in a column that was not recognised.

    Source
    ------
    CONSORT 2010, item 17a: an estimate comes with its precision.
    """
    effect = result.effect
    if effect is None or effect.scale != "ratio" or effect.estimate is None:
        return None
    where = (Evidence("estimate", effect.estimate.span, result.place, result.label),)
    if effect.low is not None and effect.high is not None:
        return agrees("An interval is printed beside the ratio.", evidence=where)
    for other in _with_interval(dossier).get((effect.kind, effect.estimate.text), ()):
        if other.ref == result.ref:
            place = other.label or f"the {other.place}"
            return agrees(f"Its interval stands in {place}.", evidence=where)
    return differs(
        "note",
        f"{wording.about(result)}{effect.kind} {effect.estimate.text} is printed without an "
        f"interval.",
        evidence=where,
    )


def _with_interval(dossier: Dossier) -> dict[tuple[str, str], list[Result]]:
    """The results that print bounds, by kind and estimate."""
    known: dict[tuple[str, str], list[Result]] | None = dossier.__dict__.get("_with_interval")
    if known is None:
        known = dossier.__dict__["_with_interval"] = {}
        for r in dossier.results:
            e = r.effect
            if (
                e is not None
                and e.estimate is not None
                and e.low is not None
                and e.high is not None
            ):
                known.setdefault((e.kind, e.estimate.text), []).append(r)
    return known


#: Endpoints whose value depends on the response criterion.
RESPONSES = ("ORR", "DCR")
#: Words of an article on tumours: an "overall response rate" of a survey or of another disease has
#: no criterion of response.
_TUMOUR = re.compile(
    r"\b(?:tumou?rs?|cancers?|\w*(?:carcinoma|sarcoma|lymphoma|melanoma|glioma|blastoma|myeloma)s?|"
    r"leuka?emias?|neoplas\w+|malignan\w+|metasta\w+|oncolog\w+|m?RECIST|EASL|Cheson|Lugano)\b",
    re.I,
)
_ENOUGH = 2  # a disease named once is one of the patients' other diseases
#: The rate of those who answered.
_ANSWERED = re.compile(
    r"\b(?:surveys?|questionnaires?|respondents?|non-?respon(?:se|ders) bias|mailed|"
    r"invit(?:ed|ations?)|interview(?:ed|s)?|returned|reminders?)\b",
    re.I,
)


@check("SH05", "response-without-criterion")
def response_without_criterion(result: Result, dossier: Dossier) -> Finding | None:
    """An objective response or disease control rate does not say by which criterion.

    Compares
    --------
    Response and disease control rates with the criterion in heading, sentence or linked place;
    an article that names one criterion in all names it for all. Only in articles on tumours, and
    not where the sentence speaks of a survey.

    Why it matters
    --------------
    Different criteria give different rates for the same patients.

    Known limits
    ------------
    A criterion stated once for a group of studies is not carried over.

    Source
    ------
    Response criteria (RECIST and its modifications) require to be named with the rate.
    """
    if result.endpoint not in RESPONSES or not any(v.kind == "percent" for v in result.values):
        return None
    if _ANSWERED.search(result.context.sentence) or not _on_tumours(dossier):
        return None
    spans = tuple(n.span for v in result.values for n in v.nums)
    where = tuple(Evidence("value", s, result.place, result.label) for s in spans)
    if result.criterion:
        return agrees(f"The criterion is {result.criterion}.", evidence=where)
    for pair in dossier.pairs:
        sides = (pair.left, pair.right)
        if any(s.id == result.id for s in sides):
            named = [s.criterion for s in sides if s.criterion]
            if named:
                return agrees(f"The linked place names {named[0]}.", evidence=where)
    named_here = _criteria(dossier)
    if len(named_here) == 1:
        return agrees(f"The article names {next(iter(named_here))} for all.", evidence=where)
    return differs(
        "note",
        f"{result.endpoint}{f' of {result.study}' if result.study else ''} is printed without the "
        f"criterion of response.",
        evidence=where,
    )


def _on_tumours(dossier: Dossier) -> bool:
    """Whether the article speaks of tumours outside its references."""
    known = dossier.__dict__.get("_on_tumours")
    if known is None:
        found = 0
        for block in dossier.article.blocks:
            if block.kind != "reference":
                found += len(_TUMOUR.findall(dossier.article.view(block.pieces).text))
                if found >= _ENOUGH:
                    break
        known = dossier.__dict__["_on_tumours"] = found >= _ENOUGH
    return bool(known)


def _criteria(dossier: Dossier) -> frozenset[str]:
    """The response criteria that the article names outside its references."""
    known = dossier.__dict__.get("_criteria")
    if known is None:
        found = set()
        for block in dossier.article.blocks:
            if block.kind != "reference":
                text = dossier.article.view(block.pieces).text
                found |= {t.name for t, _, _ in terms.criteria_in(text) if t.name != "CTCAE"}
        found |= {r.criterion for r in dossier.results if r.criterion}
        if found & {"RECIST 1.1", "RECIST 1.0"}:
            found.discard("RECIST")
        known = dossier.__dict__["_criteria"] = frozenset(found)
    return known


@check("SH06", "arm-size-not-marked")
def arm_size_not_marked(row: StudyRow, dossier: Dossier) -> Finding | None:
    """The size of an arm stands without "n =", or is missing where other arms have theirs.

    Compares
    --------
    How sizes are printed beside the names of arms within one study.

    Why it matters
    --------------
    A bare number in brackets may be a dose, a year or a reference.

    Known limits
    ------------
    Sizes in a column of their own need no mark.

    Source
    ------
    The article's own table.
    """
    table = dossier.article.tables[row.table]
    sized = [a for a in row.arms if a.n and a.span]
    if len(row.arms) < 2 or not any(a.span for a in row.arms):
        return None
    if not sized:
        return cannot_say("no arm of the study has a size", evidence=_arms(row, table))
    text = dossier.article.shadow
    in_bracket = [a for a in sized if a.n and a.span and 0 <= a.n.span.start - a.span.end <= 40]
    bare = [
        a
        for a in in_bracket
        if a.n and a.span and not re.search(r"[nN]\s*=\s*\Z", text[a.span.end : a.n.span.start])
    ]
    marked = len(in_bracket) - len(bare)
    missing = [a for a in row.arms if not a.n]
    if missing:
        names = " and ".join(a.name for a in missing)
        return differs(
            "note",
            f"{name_of(table)} gives no size for {names} of {row.name or 'the study'}, and one for "
            f"the other arm.",
            evidence=tuple(cell_evidence("arm", a.span, table) for a in missing if a.span),
        )
    if bare and marked:
        first = bare[0]
        size = first.n.text if first.n else ""
        return differs(
            "note",
            f"{name_of(table)} prints the size of {first.name} as ({size}), without 'n ='; the "
            f"other arm has it.",
            evidence=tuple(cell_evidence("n", a.n.span, table) for a in bare if a.n),
        )
    return agrees("All arms have their sizes, printed alike.", evidence=_arms(row, table))


def _arms(row: StudyRow, table: Table) -> tuple[Evidence, ...]:
    return tuple(cell_evidence("arm", a.span, table) for a in row.arms if a.span)
