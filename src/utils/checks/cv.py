"""Checks of the family CV: how much of an article was checked at all.

What belongs here: counting. The registry runs this family last and hands it the verdicts of the
others in `Dossier.verdicts`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.records import Dossier, Finding, Verdict

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


@check("CV01", "nothing-or-little-checked")
def nothing_or_little_checked(dossier: Dossier) -> Finding:
    """How many numbers of the article were seen, typed and checked.

    Compares
    --------
    The numbers and results that were read with the results that another check could hold against
    something. Nothing read or nothing checked: error. Otherwise the counts are reported as
    agreeing, with the reasons for what could not be checked.

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
        f"{counts['results']} results, {counts['checked']} of them checked"
    )
    if not counts["checked"]:
        what = "no result was recognised" if not counts["results"] else "no result could be checked"
        return differs("error", f"{what}: {words}; this is no clean bill", computed=computed)
    return agrees(words, computed=computed)
