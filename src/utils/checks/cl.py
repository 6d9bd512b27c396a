"""Checks of the family CL: what the words claim.

What belongs to the family: words of significance and superiority against P values and intervals
(here), words of equality and of direction (`cl_direction`), claims against what a table reports
(`cl_reported`), words against the row they name (`cl_rows`), numbers of the abstract that stand
nowhere else (`cl_lonely`). A wrong accusation
costs more than a missed one: a border case, a threshold that the article sets otherwise, a trend,
a non-inferiority question end in "cannot say" or silence.
"""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.checks import (
    cl_ages,
    cl_arms,
    cl_decide,
    cl_direction,
    cl_lonely,
    cl_repeated,
    cl_reported,
    cl_restated,
    cl_rows,
    cl_signs,
)
from src.utils.checks.cl_words import (
    concerns,
    is_aside,
    is_question,
    is_trend,
    plain_words,
    said_not_significant,
)
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.extraction.claims_groups import more_is_better
from src.utils.records import Claim, Dossier, Finding, Result

#: Modules of the family besides this one; importing them registers their checks.
PARTS = (
    cl_ages,
    cl_arms,
    cl_direction,
    cl_lonely,
    cl_repeated,
    cl_reported,
    cl_restated,
    cl_rows,
    cl_signs,
)


@check("CL01", "significance-claimed-against-the-numbers")
def significance_claimed(claim: Claim, dossier: Dossier) -> Iterator[Finding]:
    """The words say significant; the P value or the interval says that it is not.

    Compares
    --------
    "significantly", "significant" in a comparison with the P values and intervals that stand in
    the same statement, else with those that the table reports for the same study and endpoint.
    Error when every number that decides is at or above the threshold of P, or the interval of 95 %
    or less holds no effect. A table with several results of the endpoint decides only when all
    agree.

    Why it matters
    --------------
    A reader who does not look up the number takes chance for an effect.

    Known limits
    ------------
    Thresholds other than 0.05 that the article states widen the border in which nothing is said.
    A statement whose numbers stand two sentences away is compared only through a table.

    Source
    ------
    Wasserstein RL, Lazar NA. Am Stat 2016;70:129-33; CONSORT 2010, item 17a.
    """
    if claim.significant is not True or claim.negated or is_question(claim, dossier):
        return
    if is_trend(claim, dossier):
        return
    for endpoint, results, where in concerns(claim, dossier):
        yield _significance(claim, endpoint, results, where, dossier)


def _significance(
    claim: Claim, endpoint: str, results: list[Result], where: str, dossier: Dossier
) -> Finding:
    decisions = {cl_decide.decide(r, dossier) for r in results}
    more = {
        "evidence": cl_decide.evidence(claim, results),
        "results": tuple(r.id for r in results),
        "endpoint": endpoint,
    }
    if not results or decisions <= {"none"}:
        return cannot_say(
            "words of significance without a P value or interval to hold them against", **more
        )
    numbers = "; ".join(dict.fromkeys(cl_decide.shown(r) for r in results if cl_decide.shown(r)))
    name = cl_decide.opening(results[0], endpoint)
    if decisions == {"not significant"}:
        severity = "error"
        alternatives: tuple[str, ...] = ()
        if claim.scope == "before" or claim.hedged:
            severity = "warning"
            alternatives = ("the words may speak of another comparison than the numbers",)
        elif where == "abstract":
            severity = "warning"
            alternatives = ("the words may rest on a result that the abstract does not report",)
        if where == "table" and not cl_decide.two_armed(results):
            severity = "warning"
            alternatives = ("the table's P value may test another pair of arms",)
        return differs(
            severity,
            f'{name}the words "{plain_words(claim)}"{_beside(where, results, numbers)}',
            alternatives=alternatives,
            computed={"decided by": numbers, "threshold of P": _threshold(dossier)},
            **more,
        )
    if "significant" in decisions and decisions <= {"significant", "none"}:
        return agrees(f'{name}"{plain_words(claim)}" agrees with {numbers}', **more)
    if "contradictory" in decisions:
        return cannot_say("P value and interval decide differently", **more)
    if "border" in decisions:
        return cannot_say("P value or interval on the border of significance", **more)
    return cannot_say("several results of the endpoint decide differently", **more)


@check("CL02", "superiority-said-of-a-nonsignificant-difference")
def superiority_said(claim: Claim, dossier: Dossier) -> Iterator[Finding]:
    """The words say better or longer; the numbers beside them are not significant, and no word
    says so.

    Compares
    --------
    "superior", "better", "longer", "improved", "higher" without a word of significance with the P
    values and intervals of the same statement. Warning where one group is named as better for
    patients; note where the words only describe which number is higher.

    Why it matters
    --------------
    A difference that chance explains is remembered as a benefit.

    Known limits
    ------------
    Silent when the sentence or the next one says that the difference is not significant, is
    numerical or a trend, and when the words hedge ("may").

    Source
    ------
    Boutron I et al. Reporting and interpretation of randomized controlled trials with
    statistically nonsignificant results for primary outcomes. JAMA 2010;303:2058-64.
    """
    if claim.significant is not None or claim.negated or claim.direction in ("", "none"):
        return
    if claim.hedged or is_question(claim, dossier) or claim.scope == "before":
        return
    if is_aside(claim, dossier):
        return
    for endpoint, results, where in concerns(claim, dossier):
        if where == "table" or not results:
            continue
        decisions, numbers, name, more = cl_decide.decided(claim, results, endpoint, dossier)
        if decisions == {"not significant"}:
            if said_not_significant(claim, dossier):
                yield agrees(f"{name}the text says that the difference is not significant", **more)
                continue
            if claim.scope != "clause" and where == "text":
                continue
            benefit = _benefit(claim, endpoint)
            if not benefit and (where == "abstract" or not claim.comparator):
                continue
            yield differs(
                "warning" if benefit else "note",
                f'{name}"{plain_words(claim)}"{_beside(where, results, numbers)}, and no word '
                "says that the difference is not significant",
                computed={"decided by": numbers, "threshold of P": _threshold(dossier)},
                **more,
            )
        elif decisions == {"significant"}:
            yield agrees(f'{name}"{plain_words(claim)}" agrees with {numbers}', **more)
        elif decisions != {"none"}:
            yield cannot_say("P value or interval on the border of significance", **more)


def _beside(where: str, results: list[Result], numbers: str) -> str:
    """Where the numbers stand, in words."""
    if where == "table":
        return f"; {results[0].label} reports {numbers}"
    return f"; the abstract reports {numbers}" if where == "abstract" else f" beside {numbers}"


def _benefit(claim: Claim, endpoint: str) -> bool:
    """Whether the words name a benefit for patients: better, or more of what is good."""
    if claim.direction not in ("better", "longer", "higher"):
        return False
    return more_is_better(endpoint) is True


def _threshold(dossier: Dossier) -> str:
    low, high = cl_decide.thresholds(dossier)
    return (
        f"{float(high):g}"
        if low == high
        else f"{float(low):g} to {float(high):g}, as the article states"
    )
