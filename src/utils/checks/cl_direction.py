"""Checks of the family CL: words of equality and of direction against the numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.checks import cl_decide
from src.utils.checks.cl_words import (
    clause_text,
    concerns,
    has_exception,
    is_aside,
    is_question,
    plain_words,
)
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.extraction.claims_grammar import bare
from src.utils.extraction.claims_words import directions
from src.utils.records import Claim, Dossier, Finding, Result

_VERB_DENIED = re.compile(
    r"^(?:also\s+)?(?:did|does|do|was|were|is|are|has|have|had|no|not|failed)\b(?:\s+(?:not|also|to))?",
    re.I,
)
#: What stands in a bracket, or behind a semicolon in it, before the numbers.
_OPENED = re.compile(r"[(\[][^()\[\]]*?(?P<own>[^()\[\];]*)\Z")
_STATISTIC = re.compile(
    r"\b(?:adjusted|unadjusted|crude|hazards?|odds|risks?|rates?|relative|ratios?|mean|median|"
    r"differences?|between|groups?|OR|HR|RR|MD|CI|P|beta|b|for|in|and|the|of|vs|versus|"
    r"log-?rank|test|value|chi|square)\b",
    re.I,
)
_PLAIN_WORD = re.compile(r"[^\W\d_]{3,}")
_SIMILAR = re.compile(r"similar|comparable|equivalent|equal|identical|unchanged", re.I)


@check("CL03", "no-difference-said-of-a-significant-result")
def no_difference_said(claim: Claim, dossier: Dossier) -> Iterator[Finding]:
    """The words say no difference; the P value or the interval says that there is one.

    Compares
    --------
    "no significant difference", "did not differ", "similar", "comparable" with the P values and
    intervals of the same statement. "Not significant" beside a significant number is an error,
    "similar" a warning (a difference may be small and yet significant).

    Why it matters
    --------------
    Either the words or the number is wrong, and the conclusion differs.

    Known limits
    ------------
    Silent about sentences with an exception ("except for ...") and non-inferiority.

    Source
    ------
    Altman DG, Bland JM. Absence of evidence is not evidence of absence. BMJ 1995;311:485.
    """
    equal = claim.direction == "none" and claim.significant is False
    denied = claim.significant is False and claim.negated
    not_better = claim.negated and claim.significant is None and claim.direction not in ("", "none")
    if not (equal or denied or not_better) or not claim.scope:
        return
    if not equal and not _VERB_DENIED.search(claim.words):
        return
    if is_question(claim, dossier) or is_aside(claim, dossier):
        return
    if has_exception(claim, dossier):
        return
    text = clause_text(claim, dossier)
    for endpoint, results, where in concerns(claim, dossier):
        if where != "text" or not results or _mixed(claim, text, results, dossier):
            continue
        decisions, numbers, name, more = cl_decide.decided(claim, results, endpoint, dossier)
        if decisions == {"significant"}:
            soft = bool(_SIMILAR.search(claim.words)) or claim.hedged or not_better
            near = claim.scope == "clause"
            soft = soft or len(results) > 1
            named = all(_named(claim, r, dossier) for r in results)
            yield differs(
                ("warning" if soft else "error") if near and not named else "note",
                f'{name}the words "{plain_words(claim)}" beside {numbers}',
                alternatives=_benign(results, named) if soft or named or not near else (),
                computed={"decided by": numbers},
                **more,
            )
        elif decisions <= {"not significant"}:
            yield agrees(f'{name}"{plain_words(claim)}" agrees with {numbers}', **more)
        elif decisions != {"none"}:
            yield cannot_say("P value or interval on the border of significance", **more)


def _named(claim: Claim, result: Result, dossier: Dossier) -> bool:
    """Whether the bracket of the numbers names a group of its own ("(older men: OR ...)")."""
    view = dossier.article.view(claim.sentence or claim.spans)
    at = view.index(min(s.start for s in result.spans))
    opened = _OPENED.search(view.text[:at]) if at is not None else None
    words = _STATISTIC.sub(" ", opened["own"]) if opened else ""
    return len(_PLAIN_WORD.findall(words)) > 1


def _benign(results: list[Result], named: bool = False) -> tuple[str, ...]:
    out = ["a small difference can be significant"]
    if len(results) > 1 or named:
        out.append("the numbers may be those of other groups than the words speak of")
    return tuple(out)


_SAID_BEFORE = re.compile(r"\b(?:was|were|is|are|had|has|have|did|\w{3,}ed)\b", re.I)


def _mixed(claim: Claim, text: str, results: list[Result], dossier: Dossier) -> bool:
    """Whether the clause says more than one thing, so that the numbers may belong to the other."""
    plain = bare(text)
    if len(directions(plain)) > (0 if claim.direction == "none" else 1):
        return True
    # A connective that opens the clause joins it to what came before and adds nothing to it.
    joined = re.sub(r"\A\W*(?:however|but|whereas)\b", " ", plain, flags=re.I)
    if re.search(
        r":|\b(?:but|despite|although|whereas|however|both|as\s+well\s+as)\b", joined, re.I
    ):
        return True
    if re.match(r"\W*(?:with|without)\b", plain, re.I):
        return True  # "P < 0.001, with no change in C": the test is that of the whole sentence
    if claim.scope != "clause":
        return False
    view = dossier.article.view(claim.spans)
    first = min((view.index(r.spans[0].start) or 0) for r in results)
    # Numbers before the words belong to what was said before.
    spoken = re.search(
        r"similar|compar|differ|equal|equivalent|identical|unchanged|not\b|no\b", plain, re.I
    )
    return bool(spoken and first < spoken.start() and _SAID_BEFORE.search(plain[:first]))
