"""Checks of the family CV: how much of an article was checked at all.

What belongs here: counting. The registry runs this family last and hands it the verdicts of the
others in `Dossier.verdicts`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.records import Dossier, Finding, Verdict

_PROTOCOL = re.compile(
    r"(?:study |trial |review )?protocol\b|rationale and (?:study )?design|study design\b|"
    r"design of (?:a|the)\b|trial design\b|statistical analysis plan",
    re.I,
)
#: What a trial will do, as opposed to what it found.
_WILL = re.compile(
    r"\bwill be (?:randomi[sz]ed|randomly|recruited|enrolled|assessed|measured|allocated|included|"
    r"compared|invited|analy[sz]ed|assigned|followed)\b",
    re.I,
)
#: Families that hold a result against something it could contradict; a bare "is within 0 to 1"
#: (PV01, PR03, CI05, CI07) is not yet a check of the number.
_WEAK = frozenset({"PV01", "PR03", "CI01", "CI05", "CI07"})


def coverage(dossier: Dossier, verdicts: Iterable[Verdict]) -> dict[str, object]:
    """Numbers seen and typed, results, results checked, and the reasons why others were not.

    A result is checked when a check compared its numbers with other numbers and said agrees or
    differs. ``cannot_say`` counts, by reason, the results that no check could judge.
    """
    spoken: set[str] = set()
    reasons: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        if verdict.check.startswith("CV"):
            continue
        for name in verdict.results:
            if verdict.outcome in ("agrees", "differs") and verdict.check not in _WEAK:
                spoken.add(name)
            elif verdict.outcome == "cannot say":
                reasons.setdefault(name, Counter())[verdict.message] += 1
    why: Counter[str] = Counter()
    for result in dossier.results:
        if result.id not in spoken:
            found = reasons.get(result.id)
            why[found.most_common(1)[0][0] if found else "nothing printed to compare with"] += 1
    typed = sum(n.role != "other" for n in dossier.numbers)
    return {
        "numbers_seen": len(dossier.numbers),
        "numbers_typed": typed,
        "results": len(dossier.results),
        "checked": sum(r.id in spoken for r in dossier.results),
        "cannot_say": dict(sorted(why.items(), key=lambda item: (-item[1], item[0]))),
    }


def _no_results(dossier: Dossier) -> str:
    """The words of the title, or else of the abstract, for an article without results."""
    article = dossier.article
    found = _PROTOCOL.search(article.title)
    if found is None:
        text = " ".join(article.view(b.pieces).text for b in article.blocks if b.kind == "abstract")
        if _WILL.search(text):
            found = _PROTOCOL.search(text) or re.search("protocol", "protocol")
    return " ".join(found.group().lower().split()) if found else ""


@check("CV01", "nothing-or-little-checked")
def nothing_or_little_checked(dossier: Dossier) -> Finding:
    """How many numbers of the article were seen, typed and checked.

    Compares
    --------
    The numbers and results that were read with the results that another check could hold against
    something. Nothing read or nothing checked: error, or note for a protocol, which has no results
    yet. Otherwise the counts are reported as agreeing, with the reasons for what could not be
    checked.

    Why it matters
    --------------
    An article of which nothing was understood must not look like a clean bill.

    Known limits
    ------------
    A result that was not recognised as one is not counted; the share of typed numbers gives an
    idea of how many those are. When only this family is run, the verdict says so.

    Source
    ------
    Catalogue of checks of this project.
    """
    if dossier.verdicts is None:
        return cannot_say("no other check was run")
    counts = coverage(dossier, dossier.verdicts)
    reasons: dict[str, int] = counts.pop("cannot_say")  # type: ignore[assignment]
    computed = {name.replace("_", " "): str(value) for name, value in counts.items()}
    computed |= {f"not checked: {reason}": str(n) for reason, n in reasons.items()}
    words = (
        f"{counts['numbers_seen']} numbers seen, {counts['numbers_typed']} typed, "
        f"{counts['results']} results, {counts['checked']} of them held against other numbers"
    )
    if not counts["checked"]:
        # A number of people alone is no result.
        told = any(r.unit != "participants" for r in dossier.results)
        what = "no result could be checked" if told else "no result was recognised"
        if kind := _no_results(dossier):
            words += f"; the article is a {kind}, which reports no results of its own"
        return differs(
            "note" if kind else "error",
            f"{what}: {words}; this is no clean bill",
            computed=computed,
        )
    return agrees(words, computed=computed)
