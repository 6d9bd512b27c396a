"""RF: references and study descriptors, from the article alone.

Author and year in tables and prose against the bibliography, designs against titles, numbers that
lead nowhere. The third witness (primary publications) speaks in `rf_primary`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.checks import (  # noqa: F401  each module registers its checks
    rf_decided,
    rf_design,
    rf_lists,
    rf_primary,
    rf_study,
)
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.rf_common import entry, name_of, one_reference, reference_of, table_of
from src.utils.checks.rf_names import near_name, same_surname
from src.utils.records import (
    Citation,
    Dossier,
    Evidence,
    Finding,
    Reference,
    Severity,
    Span,
    StudyRow,
)

_NAMED = re.compile(
    r"(?P<name>[^\W\d_][\w'’-]+(?:[ -][^\W\d_][\w'’-]+)?)\s+(?:et\s+al\b\.?|and\s+colleagues|"
    r"and\s+co-?workers)\s*,?\s*[(\[]?\s*(?P<year>(?:19|20)\d\d)?\s*[)\]]?\W*\Z"
)
_LIST = re.compile(
    r"\b[Tt]he\b|\b[Ii]n\b|\b[Bb]y\b|\b[Aa]nd\b|\b[Ff]rom\b|\b[Oo]f\b|\b[Ss]ee\b|"
    r"\b[Ww]ith\b|\b[Aa]s\b|\b[Tt]o\b"
)


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


def _unlisted(row: StudyRow, dossier: Dossier) -> Finding | None:
    """A row that names author and year, without a number, whose author is in no reference."""
    listed = [r for r in dossier.article.references if r.authors]
    if not listed or not row.year:
        return None
    evidence = (name_of(row, dossier),)
    if any(same_surname(row.author, a) for r in listed for a in r.authors):
        return cannot_say(
            "the author is in several references, or of another year", evidence=evidence
        )
    near = [r for r in listed if near_name(row.author, r.authors[0])]
    return differs(
        "note",
        f"{table_of(row, dossier)} names {row.author} {row.year}; no reference has that author.",
        evidence=evidence + tuple(entry(r) for r in near[:1]),
        alternatives=tuple(
            f"the first author of reference {r.number} is {r.authors[0]}" for r in near[:1]
        )
        or ("a study that is listed elsewhere, as in a supplement",),
        computed={"table": f"{row.author} {row.year}", "references": str(len(listed))},
    )


@check("RF01", "author-differs-from-reference")
def author_differs(row: StudyRow, dossier: Dossier) -> Finding | None:
    """The author that a table names is not the first author of the reference it cites.

    Compares
    --------
    The family name in a study's row with the first author of the reference whose number stands
    there; accents, particles and double names are no difference. Where the row gives author and
    year without a number, and no reference has that author: note.

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
    if row.author and not row.ref:
        return _unlisted(row, dossier)
    reference = one_reference(row, dossier)
    if not row.author or len(row.ref) != 1:
        return None
    if reference is None or not reference.authors:
        return cannot_say(
            "the reference's authors are not known", evidence=(name_of(row, dossier),)
        )
    first = reference.authors[0]
    evidence = (name_of(row, dossier), entry(reference))
    number = reference.number
    if same_surname(row.author, first):
        return agrees(f"{row.author} is the first author of reference {number}.", evidence=evidence)
    message = (
        f"{table_of(row, dossier)} names {row.author} for reference {number}, whose first author "
        f"is {first}."
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
    reference = one_reference(row, dossier)
    if not row.year or len(row.ref) != 1:
        return None
    if reference is None or not reference.year:
        return cannot_say("the reference's year is not known", evidence=(name_of(row, dossier),))
    evidence = (name_of(row, dossier), entry(reference))
    if row.year == reference.year:
        return agrees(f"{row.year} is the year of reference {reference.number}.", evidence=evidence)
    gap = abs(int(row.year) - int(reference.year))
    alternatives = ["published online and in print in different years"] if gap == 1 else []
    other = _elsewhere(row.author, row.year, dossier, reference.number) if row.author else ""
    if other:
        alternatives.append(other)
    return differs(
        "warning" if gap == 1 else "error",
        f"{table_of(row, dossier)} dates {row.author or 'the study'} {row.year}; reference "
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
    "Name et al. (year)" directly before a citation of one work with that reference's authors and
    year. Error when the name is that of another entry; warning when it is of none; note when the
    entry's list of authors is cut short and the name is of no other entry.

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
        reference = reference_of(dossier, citation.refs[0])
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
    evidence = (where, entry(reference))
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
    cut = len(reference.authors) == 1 or _cut(reference, dossier)
    alternatives: tuple[str, ...] = (other,) if other else ()
    if cut:
        alternatives += (f"a later author of reference {reference.number} that is not printed",)
    severity: Severity = "error" if other and not cut else "warning"
    return differs(
        "note" if cut and not other and not near_name(name, first) else severity,
        f"The text names {name} beside reference {reference.number}, whose first author is "
        f"{first}.",
        evidence=evidence,
        ref=number,
        alternatives=alternatives,
    )


def _cut(reference: Reference, dossier: Dossier) -> bool:
    """Whether the list prints only the first authors of an entry ("et al.")."""
    return re.search(r"\bet\s+al\b", dossier.article.view(reference.pieces).text) is not None
