"""RF, third witness: the review against what the primary publications report.

Every check here is called with a row of the primary reports. Matching is in `rf_witness`. A row
about another population than the review's, or a field nobody has seen, yields no difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.rf_witness import Witness, witnesses
from src.utils.checks.rf_words import at_first_hand, label_of, source_of, words_of
from src.utils.linking.fields import Field
from src.utils.printed import related
from src.utils.records import Dossier, Evidence, Finding, PrimaryReport, Severity

_BOUNDS = ("low", "high", "level")


def _fields(w: Witness, names: Collection[str]) -> list[Field]:
    fields = [f for f in w.comparison.fields if f.name in names]
    if w.exchanged:  # another check speaks of exchanged arms
        fields = [f for f in fields if f.name not in ("value", "count", "total")]
    other_level = any(f.name == "level" and not f.agrees for f in fields)
    return [f for f in fields if not (other_level and f.name in ("low", "high"))]


def _judged(
    primary: PrimaryReport, dossier: Dossier, names: Collection[str], what: str
) -> Iterator[Finding]:
    """One finding per result of the review that this row speaks of."""
    for w in witnesses(primary, dossier):
        fields = _fields(w, names)
        if not fields:
            continue
        place = label_of(w.result, dossier.article)
        evidence = tuple(
            Evidence(f.name.split()[0], f.left.span, w.result.place, w.result.label) for f in fields
        )
        common: dict[str, Any] = {
            "evidence": evidence,
            "results": (w.result.id,),
            "ref": w.result.ref,
            "study": w.result.study,
            "endpoint": w.result.endpoint,
        }
        wrong = [f for f in fields if not f.agrees]
        if w.population == "other":
            yield cannot_say("the primary report is of another population", **common)
        elif not wrong:
            said = ", ".join(dict.fromkeys(words_of(f, True) for f in fields))
            yield agrees(
                f"{what} in {place} is what {source_of(primary)} reports ({said}).", **common
            )
        elif w.population == "open":
            yield cannot_say("the review does not say which population it reports", **common)
        else:
            ours = " and ".join(words_of(f, False) for f in wrong)
            theirs = " and ".join(words_of(f, True) for f in wrong)
            yield differs(
                _severity(primary, wrong),
                f"In {place} {w.result.endpoint} has {ours}; {source_of(primary)} reports "
                f"{theirs}.",
                computed={
                    "review": ours,
                    "primary": theirs,
                    "doi": primary.fields.get("doi", ""),
                    "source": primary.fields.get("source_kind", ""),
                },
                alternatives=_reasons(primary, wrong, dossier),
                **common,
            )


def _severity(primary: PrimaryReport, wrong: list[Field]) -> Severity:
    """Error at first hand; a news report, or two statements of one P, is a warning."""
    if not at_first_hand(primary):
        return "warning"
    close = all(
        (
            f.name == "p"
            and related(f.relations[0], f.left.text).meets(related(f.relations[1], f.right.text))
        )
        or f.how in ("truncated", "last digit")
        for f in wrong
    )
    return "warning" if close else "error"


def _reasons(primary: PrimaryReport, wrong: list[Field], dossier: Dossier) -> tuple[str, ...]:
    """Where else the primary reports show the review's number, and how the slip may have come."""
    out = []
    skip = {"ref", "year", "doi", "pmid"}
    for f in wrong:
        if f.how == "truncated":
            out.append("the review cuts where the publication's number would be rounded")
        rows = sorted(dossier.primaries, key=lambda row: row.line != primary.line)
        for row in rows:
            if row.ref != primary.ref or f.left.text == "NR":
                continue
            for column, said in row.fields.items():
                here = row.line == primary.line and said == f.right.text
                if column in skip or here or not said or said != f.left.text:
                    continue
                out.append(
                    f"{f.left.text} is the publication's {column.replace('_', ' ')} for "
                    f"{row.fields['outcome']}"
                )
                break
            if out:
                break
    return tuple(dict.fromkeys([*out, *_second_hand(primary)]))


def _second_hand(primary: PrimaryReport) -> tuple[str, ...]:
    """Where a row was seen, when it was not in the publication itself."""
    if at_first_hand(primary):
        return ()
    return (f"the primary report was seen in a {primary.fields.get('source_kind', 'report')}",)


@check("RF08", "value-differs-from-primary-report")
def value_differs(primary: PrimaryReport, dossier: Dossier) -> Iterator[Finding]:
    """A median, percentage or count of the review is not the one of the primary publication.

    Compares
    --------
    The values of each arm in text and tables with the values of the same arm, outcome, criterion
    and population in the primary reports. Rounding to fewer digits is agreement.

    Why it matters
    --------------
    A review is read in place of the publications it sums up.

    Known limits
    ------------
    An empty field is not seen, and nothing is compared with it. Another data cut of the same
    trial reports other values.

    Source
    ------
    data/raw/primary_reports.csv, with the doi of each row.
    """
    names = ("value", "count", "total", "value low", "value high", "sd")
    yield from _judged(primary, dossier, names, "The value")
    for w in witnesses(primary, dossier):
        lone = [v for v in w.result.values if v.nums]
        if _fields(w, names) or w.exchanged or len(lone) != 1 or len(w.primary.values) < 2:
            continue
        theirs = ["-".join(n.text for n in v.nums) or "NR" for v in w.primary.values]
        place = label_of(w.result, dossier.article)
        common: dict[str, Any] = {
            "evidence": (Evidence("value", lone[0].nums[0].span, w.result.place, w.result.label),),
            "results": (w.result.id,),
        }
        if w.population != "same" or lone[0].kind not in (w.primary.values[0].kind, "other"):
            yield cannot_say("the primary report is of another population", **common)
            continue
        said = "-".join(n.text for n in lone[0].nums)
        yield differs(
            "error" if at_first_hand(primary) else "warning",
            f"In {place} {w.result.endpoint} is {said}; {source_of(primary)} reports "
            f"{', '.join(theirs)} for its arms.",
            alternatives=_second_hand(primary),
            computed={
                "review": said,
                "primary": ", ".join(theirs),
                "doi": primary.fields.get("doi", ""),
            },
            **common,
        )


@check("RF09", "effect-differs-from-primary-report")
def effect_differs(primary: PrimaryReport, dossier: Dossier) -> Iterator[Finding]:
    """An estimate, its interval or its level is not the one of the primary publication.

    Compares
    --------
    Estimate, bounds and confidence level in text and tables with those of the same outcome and
    population in the primary reports. Bounds at different levels are not compared.

    Why it matters
    --------------
    Meta-analyses take estimate and interval from reviews.

    Known limits
    ------------
    Adjusted and unadjusted estimates are told apart only where both places say so.

    Source
    ------
    data/raw/primary_reports.csv, with the doi of each row.
    """
    yield from _judged(primary, dossier, ("estimate", *_BOUNDS), "The estimate or its interval")


@check("RF10", "p-differs-from-primary-report")
def p_differs(primary: PrimaryReport, dossier: Dossier) -> Iterator[Finding]:
    """A P value of the review is not the one of the primary publication.

    Compares
    --------
    P values with their relations: P = 0.001 and P < 0.001 are different statements, P < 0.05
    beside P = 0.03 only says less.

    Why it matters
    --------------
    P values are what many readers take from a review.

    Known limits
    ------------
    A publication may print several P values for one outcome; the table of primary reports holds
    one.

    Source
    ------
    data/raw/primary_reports.csv, with the doi of each row.
    """
    yield from _judged(primary, dossier, ("p",), "P")
