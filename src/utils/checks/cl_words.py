"""What a claim's words concern: which results, which questions; shared by the CL checks."""

from __future__ import annotations

import re

from src.utils.checks import cl_decide
from src.utils.extraction.claims_words import (
    NONINFERIOR,
    ONE_SIDED,
    TREND,
    says_not_significant,
)
from src.utils.records import Claim, Dossier, Result

#: Tests of something else than a difference, or with a correction that the P may lack.
_OTHER_TEST = re.compile(
    r"\b(?:interactions?|predict\w+|correlat\w+|bonferroni|multiple\s+(?:comparison|testing)s?|multiplicity|holm|"
    r"false\s+discovery|correct(?:ion|ed)\s+(?:for|P|p)|heterogeneity|a\s+priori|threshold|"
    r"considered\s+(?:statistically\s+)?significant|[Pp][\s-]?values?\s+(?:from|were|was|for|of|"
    r"being|obtained))\b",
    re.I,
)
#: Differences that are not those between groups of patients.
_OTHER_SUBJECT = re.compile(
    r"\b(?:relationships?|relation|correlat\w+|associat\w+|predict\w+|prognostic|risk\s+factors?|"
    r"regression|covariat\w+|confound\w+|imbalance|baseline|variance|moderat(?:or|ion|ed\s+by)\w*|"
    r"mediat(?:or|ion|ed\s+by)\w*|within[\s-]group|over\s+time|before\s+and\s+after|pre-?\s?post|"
    r"main\s+effect|time\s+effect|learning)\b",
    re.I,
)
_EXCEPT = re.compile(r"\b(?:except|apart\s+from|other\s+than|aside\s+from|only)\b", re.I)
_HYPOTHESIS = re.compile(
    r"\b(?:hypothes\w+|powered?|sample\s+size|aim(?:ed|s)?|objective|null|"
    r"(?<!regardless of )whether|to\s+detect|assum\w+)\b",
    re.I,
)


def sentence_text(claim: Claim, dossier: Dossier) -> str:
    """The claim's whole sentence, as shadow text."""
    return dossier.article.view(claim.sentence).text


def clause_text(claim: Claim, dossier: Dossier) -> str:
    """The claim's clause, as shadow text."""
    return dossier.article.view(claim.spans).text


def is_question(claim: Claim, dossier: Dossier) -> bool:
    """Whether the sentence asks, plans, or rests on another test than that of a difference."""
    text = sentence_text(claim, dossier)
    return bool(
        NONINFERIOR.search(text)
        or ONE_SIDED.search(text)
        or _HYPOTHESIS.search(text)
        or _OTHER_TEST.search(text)
    )


def is_aside(claim: Claim, dossier: Dossier) -> bool:
    """Whether the sentence speaks of something else than a difference between groups."""
    text = sentence_text(claim, dossier)
    return bool(_OTHER_SUBJECT.search(text)) and not claim.comparator


def is_trend(claim: Claim, dossier: Dossier) -> bool:
    """Whether the clause speaks of a tendency, or of something on the border of significance."""
    return bool(TREND.search(clause_text(claim, dossier)))


def has_exception(claim: Claim, dossier: Dossier) -> bool:
    """Whether the sentence makes an exception ("except for", "only")."""
    return bool(_EXCEPT.search(sentence_text(claim, dossier)))


def said_not_significant(claim: Claim, dossier: Dossier) -> bool:
    """Whether the claim's sentence or the next one says that the difference is not significant."""
    if says_not_significant(sentence_text(claim, dossier)):
        return True
    if claim.block is None:
        return False
    sentences = dossier.article.blocks[claim.block].sentences
    for k, sentence in enumerate(sentences[:-1]):
        if sentence.pieces == claim.sentence:
            after = dossier.article.view(sentences[k + 1].pieces).text
            return says_not_significant(after)
    return False


def plain_words(claim: Claim) -> str:
    """The claim's words without a leading auxiliary."""
    return re.sub(r"^(?:was|were|is|are|a|the|also)\s+", "", claim.words)


def concerns(claim: Claim, dossier: Dossier) -> list[tuple[str, list[Result], str]]:
    """(endpoint, results, "text", "table" or "abstract") for each endpoint a claim speaks of.

    Results in the words' reach come first; an endpoint without any is looked up in the table row
    of the cited study, for a sentence of an abstract in the abstract. Results of an endpoint that
    the field has no term for are taken together when they are the only ones beside the words.
    """
    near = cl_decide.spoken_of(claim, dossier)
    if not claim.endpoints:
        named = {r.endpoint for r in near}
        if len(named) == 1 or len(near) == 1:
            return [(near[0].endpoint, near, "text")] if near else []
        return [(e, [r for r in near if r.endpoint == e], "text") for e in _ordered(near)]
    out: list[tuple[str, list[Result], str]] = []
    for endpoint in claim.endpoints:
        own = [r for r in near if r.endpoint == endpoint]
        if not own and len(claim.endpoints) == 1:
            own = [r for r in near if not r.endpoint]
        if own:
            out.append((endpoint, own, "text"))
        else:
            found = cl_decide.tabled(claim, endpoint, dossier)
            if found or claim.place != "abstract":
                out.append((endpoint, found, "table"))
            else:
                out.append((endpoint, cl_decide.summarised(claim, endpoint, dossier), "abstract"))
    return out


def _ordered(results: list[Result]) -> list[str]:
    return list(dict.fromkeys(r.endpoint for r in results))
