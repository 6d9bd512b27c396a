"""RF: the numbers of citations against the list of references."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.rf_common import entry
from src.utils.records import Dossier, Evidence, Finding

#: Above this share of references that nothing cites, the citing style was not recognised.
UNCITED_SHARE = 0.4
#: More references than this that nothing cites are one finding.
MANY = 5


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
    if len(never) > MANY:  # usually listed for a table or a file that is not here
        numbers = ", ".join(r.number for r in never)
        yield differs(
            "note",
            f"{len(never)} of {total} references are never cited: {numbers}.",
            evidence=tuple(entry(r) for r in never),
            alternatives=("they are cited in a supplement",),
            computed={"never cited": str(len(never)), "references": str(total)},
        )
        return
    for reference in never:
        yield differs(
            "note",
            f"Reference {reference.number} is in the list and is never cited.",
            evidence=(entry(reference),),
            ref=(reference.number,),
        )
    if not never:
        yield agrees(f"All {total} references are cited.", evidence=(entry(article.references[0]),))
