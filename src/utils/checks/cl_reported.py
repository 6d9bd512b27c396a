"""Checks of the family CL: claims against what a review's table reports for the study."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils import terms
from src.utils.checks import cl_decide
from src.utils.checks.cl_words import is_question, plain_words
from src.utils.checks.registry import agrees, check, differs
from src.utils.records import Claim, Dossier, Evidence, Finding, Result, StudyRow


@check("CL05", "claimed-endpoint-absent-from-the-table")
def claimed_endpoint_absent(claim: Claim, dossier: Dossier) -> Iterator[Finding]:
    """An endpoint is claimed for a study whose row in the table does not report it.

    Compares
    --------
    The endpoints of a claim without numbers of its own with the headings and cells of the cited
    study in the table that the sentence refers to. Warning.

    Why it matters
    --------------
    The reader is sent to a table that cannot bear the claim out; often a similar endpoint was
    meant (progression-free for recurrence-free survival).

    Known limits
    ------------
    The primary publication may report the endpoint all the same. General words (survival,
    response) name no column and are not compared. A result with numbers of its own is compared
    by the checks of text against table.

    Source
    ------
    Catalogue of checks of this project.
    """
    if not claim.tables or len(claim.ref) != 1 or claim.direction == "":
        return
    row = _row(claim, dossier)
    if row is None:
        return
    label = dossier.article.tables[row.table].label
    in_cells = {r.endpoint for r in dossier.results if r.place == "table" and r.ref == claim.ref}
    in_heads = {e for k, (e, _, _) in enumerate(row.endpoints) if k not in row.empty}
    bare = {e for e, _, _ in row.endpoints} - in_heads - in_cells
    own = {dossier.result(r).endpoint for r in claim.results}
    heads = tuple(Evidence("header", span, "table", label) for _, _, span in row.endpoints)
    for endpoint in claim.endpoints:
        if endpoint in cl_decide.GENERAL or endpoint in own or endpoint not in terms.ENDPOINT_TEXT:
            continue
        more = {
            "endpoint": endpoint,
            "study": row.name or claim.study,
            "evidence": (*(Evidence("sentence", s, claim.place) for s in claim.spans), *heads),
        }
        if endpoint in in_cells | in_heads:
            yield agrees(f"{endpoint}: {label} reports it for {row.name or 'the study'}", **more)
            continue
        if endpoint in bare:
            yield differs(
                "warning",
                f'{endpoint}: the words "{plain_words(claim)}" refer to {label}, where the cell of '
                f"{row.name or 'the study'} under that heading is empty",
                computed={"cell": "empty"},
                **more,
            )
            continue
        reported = list(dict.fromkeys([*[e for e, _, _ in row.endpoints], *sorted(in_cells)]))
        unnamed = [e for e in reported if e not in claim.endpoints and _alike(e, endpoint)]
        yield differs(
            "warning",
            f'{endpoint}: the words "{plain_words(claim)}" refer to {label}, whose row of '
            f"{row.name or 'the study'} reports {_listed(reported)} and not {endpoint}",
            alternatives=tuple(f"{e} may be meant: the row reports it" for e in unnamed),
            computed={"reported in the row": ", ".join(reported)},
            **more,
        )


@check("CL06", "summary-leaves-out-a-nonsignificant-endpoint")
def summary_leaves_out(claim: Claim, dossier: Dossier) -> Iterator[Finding]:
    """A favourable summary stands beside a reported endpoint that it leaves out and that is not
    significant.

    Compares
    --------
    "improved outcomes", "better prognosis", "more effective" said of a cited study without naming
    an endpoint with all results that the article reports of that study. Note when one of them is
    not significant and the text never names it for that study.

    Why it matters
    --------------
    A summary in favour is kept in mind; the endpoint that does not fit it is found only by who
    reads the table.

    Known limits
    ------------
    The summary may rest on endpoints that the primary publication calls its main ones.

    Source
    ------
    Boutron I et al. JAMA 2010;303:2058-64 (spin by selective focus on significant results).
    """
    if claim.endpoints or claim.direction != "better" or claim.negated or claim.hedged:
        return
    if len(claim.ref) != 1 or is_question(claim, dossier):
        return
    rows = [r for r in dossier.results if r.ref == claim.ref and r.place == "table"]
    if not rows:
        return
    told = {r.endpoint for r in dossier.results if r.ref == claim.ref and r.place != "table"}
    told |= {e for c in dossier.claims if c.ref == claim.ref for e in c.endpoints}
    left = [
        r
        for r in rows
        if r.endpoint not in told and cl_decide.decide(r, dossier) == "not significant"
    ]
    more = {"study": claim.study}
    if not left:
        decided = [r for r in rows if cl_decide.decide(r, dossier) == "significant"]
        if len(decided) == len(rows):
            yield agrees(
                f'"{plain_words(claim)}": every result reported of the study is significant',
                results=tuple(r.id for r in rows),
                evidence=cl_decide.evidence(claim, rows),
                **more,
            )
        return
    for result in left:
        yield _left_out(claim, result)


def _left_out(claim: Claim, result: Result) -> Finding:
    return differs(
        "note",
        f'"{plain_words(claim)}" sums up a study whose {result.endpoint} in {result.label} is not '
        f"significant ({cl_decide.shown(result)}) and is not mentioned in the text",
        results=(result.id,),
        endpoint=result.endpoint,
        study=claim.study,
        computed={"left out": f"{result.endpoint}: {cl_decide.shown(result)}"},
        evidence=cl_decide.evidence(claim, [result]),
    )


def _row(claim: Claim, dossier: Dossier) -> StudyRow | None:
    """The row of the cited study in a table that the sentence refers to."""
    for row in dossier.studies:
        if claim.ref[0] in row.ref and dossier.article.tables[row.table].label in claim.tables:
            return row
    return None


def _alike(a: str, b: str) -> bool:
    """Whether two endpoints are of one family, so that one may stand for the other."""
    family = {t.name: t.family for t in terms.ENDPOINTS}
    return family.get(a) == family.get(b) and a != "OS"


def _listed(names: list[str]) -> str:
    return (
        ", ".join(names[:-1]) + f" and {names[-1]}"
        if len(names) > 1
        else "".join(names) or "nothing"
    )
