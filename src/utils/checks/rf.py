"""RF: references and study descriptors, from the article alone.

Author and year in tables and prose against the bibliography, designs against titles, numbers that
lead nowhere. The third witness (primary publications) speaks in `rf_primary`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.checks import rf_primary  # noqa: F401  registers the checks of the third witness
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.rf_names import (
    also_randomised,
    design_of,
    design_of_cell,
    near_name,
    same_surname,
    stated_years,
)
from src.utils.records import Citation, Dossier, Evidence, Finding, Reference, Span, StudyRow

#: Above this share of references that nothing cites, the citing style was not recognised.
UNCITED_SHARE = 0.4
_NAMED = re.compile(
    r"(?P<name>[^\W\d_][\w'’-]+(?:[ -][^\W\d_][\w'’-]+)?)\s+(?:et\s+al\b\.?|and\s+colleagues|"
    r"and\s+co-?workers)\s*,?\s*[(\[]?\s*(?P<year>(?:19|20)\d\d)?\s*[)\]]?\W*\Z"
)
_LIST = re.compile(r"\b[Tt]he\b|\b[Ii]n\b|\b[Bb]y\b|\b[Aa]nd\b|\b[Ff]rom\b|\b[Oo]f\b|\b[Ss]ee\b")


def _reference(dossier: Dossier, number: str) -> Reference | None:
    return next((r for r in dossier.article.references if r.number == number), None)


def _one(row: StudyRow, dossier: Dossier) -> Reference | None:
    return _reference(dossier, row.ref[0]) if len(row.ref) == 1 else None


def _table(row: StudyRow, dossier: Dossier) -> str:
    return dossier.article.tables[row.table].label or "the table"


def _name_evidence(row: StudyRow, dossier: Dossier) -> Evidence:
    return Evidence("study", row.name_span or row.span, "table", _table(row, dossier))


def _entry(reference: Reference) -> Evidence:
    return Evidence("reference", reference.pieces[0], "reference", reference.number)


def _elsewhere(name: str, year: str, dossier: Dossier, but: str) -> str:
    """Which reference a name and year would fit, in words; "" when none does."""
    fitting = [
        r.number
        for r in dossier.article.references
        if r.number != but
        and r.authors
        and same_surname(name, r.authors[0])
        and (not year or not r.year or r.year == year)
    ]
    return f"{name} {year}".strip() + f" is reference {fitting[0]}" if fitting else ""


@check("RF01", "author-differs-from-reference")
def author_differs(row: StudyRow, dossier: Dossier) -> Finding | None:
    """The author that a table names is not the first author of the reference it cites.

    Compares
    --------
    The family name in a study's row with the first author of the reference whose number stands
    there; accents, particles and double names are no difference.

    Why it matters
    --------------
    A row under a wrong number lends its results to another study.

    Known limits
    ------------
    A study that is known by its principal investigator rather than its first author is a
    warning when that person is a later author of the same reference.

    Source
    ------
    The article's own list of references.
    """
    reference = _one(row, dossier)
    if not row.author or len(row.ref) != 1:
        return None
    if reference is None or not reference.authors:
        return cannot_say(
            "the reference's authors are not known", evidence=(_name_evidence(row, dossier),)
        )
    first = reference.authors[0]
    evidence = (_name_evidence(row, dossier), _entry(reference))
    number = reference.number
    if same_surname(row.author, first):
        return agrees(f"{row.author} is the first author of reference {number}.", evidence=evidence)
    message = (
        f"{_table(row, dossier)} names {row.author} for reference {number}, whose first author is "
        f"{first}."
    )
    alternatives = []
    severity = "error"
    if any(same_surname(row.author, a) for a in reference.authors[1:]):
        alternatives.append(f"{row.author} is a later author of reference {number}")
        severity = "warning"
    elif near_name(row.author, first):
        alternatives.append("the names differ by one letter")
        severity = "warning"
    other = _elsewhere(row.author, row.year, dossier, number)
    if other:
        alternatives.append(other)
    return differs(
        severity,
        message,
        evidence=evidence,
        alternatives=tuple(alternatives),
        computed={"table": row.author, "reference": first},
    )


@check("RF02", "year-differs-from-reference")
def year_differs(row: StudyRow, dossier: Dossier) -> Finding | None:
    """The year that a table gives for a study is not the year of the reference it cites.

    Compares
    --------
    The year in a study's row with the year of publication of the reference whose number stands
    there. One year apart is a warning (online and print), more is an error.

    Why it matters
    --------------
    A wrong year is the commonest sign of a row under a wrong number.

    Known limits
    ------------
    A table may give the year in which a trial began; its header then says so, and it is read as
    the year of publication all the same.

    Source
    ------
    The article's own list of references.
    """
    reference = _one(row, dossier)
    if not row.year or len(row.ref) != 1:
        return None
    if reference is None or not reference.year:
        return cannot_say(
            "the reference's year is not known", evidence=(_name_evidence(row, dossier),)
        )
    evidence = (_name_evidence(row, dossier), _entry(reference))
    if row.year == reference.year:
        return agrees(f"{row.year} is the year of reference {reference.number}.", evidence=evidence)
    gap = abs(int(row.year) - int(reference.year))
    alternatives = ["published online and in print in different years"] if gap == 1 else []
    other = _elsewhere(row.author, row.year, dossier, reference.number) if row.author else ""
    if other:
        alternatives.append(other)
    return differs(
        "warning" if gap == 1 else "error",
        f"{_table(row, dossier)} dates {row.author or 'the study'} {row.year}; reference "
        f"{reference.number} is of {reference.year}.",
        evidence=evidence,
        alternatives=tuple(alternatives),
        computed={"table": row.year, "reference": reference.year},
    )


@check("RF03", "named-author-differs-from-citation")
def named_author_differs(dossier: Dossier) -> Iterator[Finding]:
    """A sentence names an author or year, and the citation right after it is of somebody else.

    Compares
    --------
    "Name et al. (year)" directly before a citation of one work with that reference's first
    author and year.

    Why it matters
    --------------
    The reader looks the claim up in another study.

    Known limits
    ------------
    Names that stand apart from their citation are not read; a person's name that is not an
    author's (a score, a method) is read only when "et al." follows it.

    Source
    ------
    The article's own list of references.
    """
    article = dossier.article
    tables = [t.span for t in article.tables]
    for citation in article.citations:
        if len(citation.refs) != 1 or any(citation.span in t for t in tables):
            continue
        reference = _reference(dossier, citation.refs[0])
        before = article.shadow[max(0, citation.span.start - 80) : citation.span.start]
        match = _NAMED.search(before)
        if not match or reference is None or not reference.authors:
            continue
        name = _LIST.split(match.group("name"))[-1].strip()
        start = citation.span.start - len(before) + match.start()
        yield _named(name, match.group("year") or "", reference, citation, start, dossier)


def _named(
    name: str, year: str, reference: Reference, citation: Citation, start: int, dossier: Dossier
) -> Finding:
    where = Evidence("sentence", Span(start, citation.span.end))
    evidence = (where, _entry(reference))
    first = reference.authors[0]
    number = (reference.number,)
    words = [name, name.split()[-1]]
    fits = any(same_surname(w, a) for w in words for a in reference.authors)
    if fits and (not year or not reference.year or year == reference.year):
        said = f"{name} {year}".strip()
        return agrees(f"{said} is reference {reference.number}.", evidence=evidence, ref=number)
    other = _elsewhere(name, year, dossier, reference.number)
    if fits:
        near = abs(int(year) - int(reference.year)) == 1
        return differs(
            "warning" if near else "error",
            f"The text dates {name} {year}; reference {reference.number} is of {reference.year}.",
            evidence=evidence,
            ref=number,
            alternatives=("published online and in print in different years",) if near else (),
        )
    return differs(
        "warning" if near_name(name, first) else "error",
        f"The text names {name} beside reference {reference.number}, whose first author is "
        f"{first}.",
        evidence=evidence,
        ref=number,
        alternatives=(other,) if other else (),
    )


@check("RF04", "cited-number-without-reference")
def cited_number_without_reference(dossier: Dossier) -> Iterator[Finding]:
    """A citation bears a number that the list of references does not have.

    Compares
    --------
    Every number of every citation with the numbers of the bibliography.

    Why it matters
    --------------
    What is said there rests on nothing that can be looked up.

    Known limits
    ------------
    Without a list of references in the file nothing can be said.

    Source
    ------
    The article's own list of references.
    """
    article = dossier.article
    if not article.citations:
        return
    known = {r.number for r in article.references}
    if not known:
        yield cannot_say("the file has no list of references")
        return
    missing = [(c, n) for c in article.citations for n in c.refs if n not in known]
    for citation, number in missing:
        yield differs(
            "error",
            f"Reference {number} is cited; the list holds {len(known)} references and not this "
            f"one.",
            evidence=(Evidence("citation", citation.span),),
            ref=(number,),
            computed={"cited": number, "references": str(len(known))},
        )
    if not missing:
        count = len({n for c in article.citations for n in c.refs})
        yield agrees(
            f"All {count} cited numbers are in the list of references.",
            evidence=(Evidence("citation", article.citations[0].span),),
        )


@check("RF05", "reference-never-cited")
def reference_never_cited(dossier: Dossier) -> Iterator[Finding]:
    """The list holds a reference that nothing in the article cites.

    Compares
    --------
    The numbers of the bibliography with all numbers that text, tables, captions and footnotes
    cite.

    Why it matters
    --------------
    Usually a citation got lost, or its number changed.

    Known limits
    ------------
    Where more than four tenths of the list seem uncited, the style of citing was not recognised
    and nothing is said.

    Source
    ------
    The article's own list of references.
    """
    article = dossier.article
    if not article.references:
        return
    cited = {n for c in article.citations for n in c.refs}
    never = [r for r in article.references if r.number not in cited]
    total = len(article.references)
    if len(never) > UNCITED_SHARE * total:
        yield cannot_say("citations were not recognised")
        return
    for reference in never:
        yield differs(
            "note",
            f"Reference {reference.number} is in the list and is never cited.",
            evidence=(_entry(reference),),
            ref=(reference.number,),
        )
    if not never:
        yield agrees(
            f"All {total} references are cited.", evidence=(_entry(article.references[0]),)
        )


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
    reference = _one(row, dossier)
    if not row.design or len(row.ref) != 1:
        return None
    said, _ = design_of_cell(row.design)
    cell = Evidence("design", row.design_span or row.span, "table", _table(row, dossier))
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
        f"{_table(row, dossier)} calls reference {reference.number} {row.design!r}; its title says "
        f"{words!r}."
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
    return _entry(reference)


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
    evidence = (_name_evidence(row, dossier), stated)
    reference = _one(row, dossier)
    year = reference.year if reference and reference.year else row.year
    if not year:
        return cannot_say("the study's year is not known", evidence=evidence)
    if first <= int(year) <= last:
        return agrees(f"{year} lies within {first} to {last}.", evidence=evidence)
    return differs(
        "warning",
        f"{_table(row, dossier)} includes a study of {year} ({row.author or 'reference'} "
        f"[{row.ref[0]}]); the review states {words!r}, {first} to {last}.",
        evidence=evidence,
        alternatives=("an older study kept for comparison",),
        computed={"year": year, "scope": f"{first}-{last}"},
    )
