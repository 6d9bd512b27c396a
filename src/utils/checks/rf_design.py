"""RF: what a table says of a study against its title, and against the review's own scope."""

from __future__ import annotations

from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.rf_common import entry, name_of, one_reference, table_of
from src.utils.checks.rf_names import also_randomised, design_of, design_of_cell, stated_years
from src.utils.records import Dossier, Evidence, Finding, Reference, Span, StudyRow


@check("RF06", "design-differs-from-title")
def design_differs(row: StudyRow, dossier: Dossier) -> Finding | None:
    """The design that a table gives for a study is not the one that the study's title names.

    Compares
    --------
    The kind of study in the table's cell (randomised, observational, indirect comparison, single
    arm, review) with the words of the reference's title, in both directions.

    Why it matters
    --------------
    Readers weigh a randomised trial more than a matched cohort or an indirect comparison.

    Known limits
    ------------
    Most titles do not name a design. A secondary analysis of a randomised trial may be called
    either; a title that names both is a note.

    Source
    ------
    The article's own list of references.
    """
    reference = one_reference(row, dossier)
    if not row.design or len(row.ref) != 1:
        return None
    said, _ = design_of_cell(row.design)
    cell = Evidence("design", row.design_span or row.span, "table", table_of(row, dossier))
    if not said:
        return cannot_say("the table's design is not of a known kind", evidence=(cell,))
    if reference is None or not reference.title:
        return cannot_say("the reference's title is not known", evidence=(cell,))
    titled, words = design_of(reference.title)
    evidence = (cell, _title_evidence(reference, words, dossier))
    computed = {"table": row.design, "title": words}
    if not titled or (titled == "trial" != said and said in ("randomised", "trial", "single-arm")):
        return cannot_say("the title names no design", evidence=evidence)
    if titled == said:
        return agrees(
            f"Title and table give reference {reference.number} the same design ({words}).",
            evidence=evidence,
        )
    message = (
        f"{table_of(row, dossier)} calls reference {reference.number} {row.design!r}; its title "
        f"says {words!r}."
    )
    if said == "trial" or titled == "trial":
        severity = "note"
        reason = "a trial can be analysed as a cohort"
        if titled in ("randomised", "single-arm") and said == "trial":
            return agrees(
                f"The title of reference {reference.number} says which trial.", evidence=evidence
            )
    elif said == "randomised" and also_randomised(reference.title):
        severity, reason = "note", "an analysis of patients of a randomised trial"
    elif {said, titled} <= {"observational", "single-arm", "review", "indirect comparison"}:
        severity, reason = "warning", "both words may fit one study"
    else:
        severity, reason = "error", ""
    return differs(
        severity,
        message,
        evidence=evidence,
        alternatives=(reason,) if reason else (),
        computed=computed,
    )


def _title_evidence(reference: Reference, words: str, dossier: Dossier) -> Evidence:
    """The place of the title's words, or of the whole entry when a line break splits them."""
    for piece in reference.pieces:
        at = dossier.article.shadow.find(words, piece.start, piece.end) if words else -1
        if at >= 0:
            return Evidence("title", Span(at, at + len(words)), "reference", reference.number)
    return entry(reference)


@check("RF07", "study-outside-stated-years")
def outside_stated_years(row: StudyRow, dossier: Dossier) -> Finding | None:
    """A table includes a study from outside the years that the review says it covers.

    Compares
    --------
    The year of a study with the years that the review's title or abstract states ("recent five
    years", "published between 2015 and 2020").

    Why it matters
    --------------
    A reader takes the stated scope for a rule of inclusion.

    Known limits
    ------------
    Older studies may be included for comparison on purpose; the text sometimes says so.

    Source
    ------
    The review's own title and abstract.
    """
    scope = stated_years(dossier.article)
    if scope is None or not row.ref:
        return None
    first, last, words, at = scope
    stated = Evidence("scope", Span(at, at + len(words)))
    evidence = (name_of(row, dossier), stated)
    reference = one_reference(row, dossier)
    year = reference.year if reference and reference.year else row.year
    if not year:
        return cannot_say("the study's year is not known", evidence=evidence)
    if first <= int(year) <= last:
        return agrees(f"{year} lies within {first} to {last}.", evidence=evidence)
    return differs(
        "warning",
        f"{table_of(row, dossier)} includes a study of {year} ({row.author or 'reference'} "
        f"[{row.ref[0]}]); the review states {words!r}, {first} to {last}.",
        evidence=evidence,
        alternatives=("an older study kept for comparison",),
        computed={"year": year, "scope": f"{first}-{last}"},
    )
