"""RF, third witness: the review against what the primary publications report.

Every check here is called with a row of the primary reports. Matching is in `rf_witness`. A row
about another population than the review's, or a field nobody has seen, yields no difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.rf_names import design_of_cell
from src.utils.checks.rf_witness import (
    Witness,
    at_first_hand,
    first_of,
    held_against,
    label_of,
    population_of,
    source_of,
    witnesses,
)
from src.utils.linking.compare import compare
from src.utils.linking.fields import Field
from src.utils.printed import related
from src.utils.records import Dossier, Evidence, Finding, Pair, PrimaryReport, Severity

_BOUNDS = ("low", "high", "level")


def _words(field: Field, right: bool) -> str:
    """One side of a field as a sentence prints it."""
    num = field.right if right else field.left
    if field.name == "p":
        return f"P {field.relations[1 if right else 0]} {num.text}"
    if num.text == "NR":
        return "not reached"
    unit = "%" if field.kind == "percent" or field.name == "level" else ""
    names = {"low": "lower bound ", "high": "upper bound ", "level": "level "}
    name = f"{field.kind} " if field.name == "estimate" else names.get(field.name, "")
    return f"{name}{num.text}{unit}"


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
            said = ", ".join(dict.fromkeys(_words(f, True) for f in fields))
            yield agrees(
                f"{what} in {place} is what {source_of(primary)} reports ({said}).", **common
            )
        elif w.population == "open":
            yield cannot_say("the review does not say which population it reports", **common)
        else:
            ours = " and ".join(_words(f, False) for f in wrong)
            theirs = " and ".join(_words(f, True) for f in wrong)
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
    if not at_first_hand(primary):
        out.append(
            f"the primary report was seen in a {primary.fields.get('source_kind', 'report')}"
        )
    return tuple(dict.fromkeys(out))


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


@check("RF11", "arm-size-differs-from-primary-report")
def arm_size_differs(primary: PrimaryReport, dossier: Dossier) -> Iterator[Finding]:
    """The number of patients in an arm is not the one of the primary publication.

    Compares
    --------
    The sizes of all arms in a study's row with the sizes in the primary reports, once per study;
    any population that the primary reports give may fit.

    Why it matters
    --------------
    Sizes are the weights of a meta-analysis and the denominators of every percentage.

    Known limits
    ------------
    Sizes of matched or evaluable populations that nobody has looked up are not known here.

    Source
    ------
    data/raw/primary_reports.csv, with the doi of each row.
    """
    if not first_of(primary, dossier):
        return
    rows = [p for p in dossier.primaries if p.ref == primary.ref]
    known = [(p, [p.fields.get(f"n_{k}", "") for k in (1, 2, 3)]) for p in rows]
    known = [(p, [n for n in sizes if n]) for p, sizes in known]
    known = [(p, sizes) for p, sizes in known if len(sizes) > 1]
    for study in dossier.studies:
        sizes = [a.n for a in study.arms if a.n]
        if study.ref != (primary.ref,) or not sizes or not known:
            continue
        evidence = tuple(
            Evidence("n", n.span, "table", dossier.article.tables[study.table].label) for n in sizes
        )
        ours = sorted(n.text for n in sizes)
        common = {"evidence": evidence, "ref": study.ref, "study": study.name}
        fitting = next((p for p, theirs in known if sorted(theirs) == ours), None)
        if fitting:
            yield agrees(
                f"{' and '.join(ours)} patients, as {source_of(fitting)} reports.", **common
            )
        elif all(population_of(p.fields.get("population", "")) for p, _ in known):
            yield cannot_say("the primary report is of another population", **common)
        elif len(ours) != len(known[0][1]):
            yield cannot_say("the primary report has another number of arms", **common)
        else:
            theirs = known[0][1]
            yield differs(
                "error" if at_first_hand(known[0][0]) else "warning",
                f"The arms have {' and '.join(n.text for n in sizes)} patients in "
                f"{dossier.article.tables[study.table].label or 'the table'}; "
                f"{source_of(known[0][0])} reports {' and '.join(theirs)}.",
                alternatives=("another population of the same study",),
                computed={
                    "review": ", ".join(ours),
                    "primary": ", ".join(theirs),
                    "doi": primary.fields.get("doi", ""),
                },
                **common,
            )


@check("RF12", "arm-order-differs-from-primary-report")
def arm_order_differs(primary: PrimaryReport, dossier: Dossier) -> Iterator[Finding]:
    """The values stand in one order and the arms in the other.

    Compares
    --------
    Which value belongs to which arm: arms are recognised by their sizes, else by their names;
    a finding when all values agree with the primary publication only with the arms exchanged.

    Why it matters
    --------------
    It turns the better treatment into the worse one, with every single number right.

    Known limits
    ------------
    Where sizes are equal and names have no word in common the order cannot be told.

    Source
    ------
    data/raw/primary_reports.csv, with the doi of each row.
    """
    for w in witnesses(primary, dossier):
        if w.population == "other" or not w.arms_known or len(w.result.values) < 2:
            continue
        if len({n.text for v in w.result.values for n in v.nums}) < 2 or len(w.primary.values) < 2:
            continue
        place = label_of(w.result, dossier.article)
        evidence = tuple(
            Evidence("value", v.span, w.result.place, w.result.label)
            for v in w.result.values
            if v.span
        ) + tuple(
            Evidence("arm", a.span, w.result.place, w.result.label) for a in w.result.arms if a.span
        )
        common = {
            "evidence": evidence,
            "results": (w.result.id,),
            "ref": w.result.ref,
            "study": w.result.study,
            "endpoint": w.result.endpoint,
        }
        values = [f for f in w.comparison.fields if f.name == "value"]
        if w.exchanged:
            names = " and ".join(f"{a.name}" for a in w.result.arms)
            ours = " and ".join("-".join(n.text for n in v.nums) or "NR" for v in w.result.values)
            yield differs(
                "error" if at_first_hand(primary) and w.result.place == "table" else "warning",
                f"{place[0].upper()}{place[1:]} gives {ours} for {names} in {w.result.endpoint}; "
                f"in {source_of(primary)} they belong to the arms in the other order.",
                alternatives=("the label names the arms in the other order than the values",),
                computed={"doi": primary.fields.get("doi", "")},
                **common,
            )
        elif values and all(f.agrees for f in values):
            yield agrees(
                f"The values in {place} stand with the arms of {source_of(primary)}.", **common
            )


@check("RF13", "design-differs-from-primary-report")
def primary_design_differs(primary: PrimaryReport, dossier: Dossier) -> Iterator[Finding]:
    """The design that a table gives for a study is not the primary publication's.

    Compares
    --------
    The kind of study in the review's table with the kind in the primary reports, once per study.

    Why it matters
    --------------
    Readers weigh a randomised trial more than a cohort.

    Known limits
    ------------
    Only kinds are compared, not phases or numbers of centres.

    Source
    ------
    data/raw/primary_reports.csv, with the doi of each row.
    """
    if not first_of(primary, dossier) or not primary.fields.get("design"):
        return
    theirs, words = design_of_cell(primary.fields["design"])
    for study in dossier.studies:
        if study.ref != (primary.ref,) or not study.design:
            continue
        ours, _ = design_of_cell(study.design)
        label = dossier.article.tables[study.table].label
        common = {
            "evidence": (Evidence("design", study.design_span or study.span, "table", label),),
            "ref": study.ref,
            "study": study.name,
        }
        if not ours or not theirs:
            yield cannot_say("the design is not of a known kind", **common)
        elif ours == theirs or "trial" in (ours, theirs):
            yield agrees(
                f"{study.design} is what {source_of(primary)} reports ({words}).", **common
            )
        else:
            yield differs(
                "error" if "randomised" in (ours, theirs) else "warning",
                f"{label or 'The table'} calls the study {study.design!r}; {source_of(primary)} "
                f"reports {primary.fields['design']!r}.",
                computed={
                    "review": study.design,
                    "primary": primary.fields["design"],
                    "doi": primary.fields.get("doi", ""),
                },
                **common,
            )


@check("RF14", "primary-report-decides-between-places")
def primary_decides(primary: PrimaryReport, dossier: Dossier) -> Iterator[Finding]:
    """Two places of the review differ, and the primary publication supports one of them.

    Compares
    --------
    Every number in which two linked results of the review differ with the same number in the
    primary reports.

    Why it matters
    --------------
    It says which of the two places is to be trusted.

    Known limits
    ------------
    A primary report that was seen only in part may not hold the number in question.

    Source
    ------
    data/raw/primary_reports.csv, with the doi of each row.
    """
    chosen = {w.result.id for w in witnesses(primary, dossier)}
    for pair in dossier.pairs:
        if not chosen & {pair.left.id, pair.right.id} or primary.ref not in pair.left.ref:
            continue
        if pair.right.ref and primary.ref not in pair.right.ref:
            continue
        apart = [f for f in compare(pair.left, pair.right).fields if not f.agrees]
        if apart:
            yield from _decided(primary, pair, apart, dossier)


def _decided(
    primary: PrimaryReport, pair: Pair, apart: list[Field], dossier: Dossier
) -> Iterator[Finding]:
    left = held_against(primary, pair.left, dossier)
    right = held_against(primary, pair.right, dossier)
    places = [label_of(r, dossier.article) for r in (pair.left, pair.right)]
    for f in apart:
        evidence = (
            Evidence(f.name.split()[0], f.left.span, pair.left.place, pair.left.label),
            Evidence(f.name.split()[0], f.right.span, pair.right.place, pair.right.label),
        )
        common = {
            "evidence": evidence,
            "results": (pair.left.id, pair.right.id),
            "ref": (primary.ref,),
            "study": pair.right.study or pair.left.study,
            "endpoint": pair.right.endpoint or pair.left.endpoint,
        }
        if left is None or right is None or "other" in (left.population, right.population):
            yield cannot_say("the primary report is of another population", **common)
            continue
        a = [x for x in left.comparison.fields if _same_place(x, f, f.left.span)]
        b = [x for x in right.comparison.fields if _same_place(x, f, f.right.span)]
        if not a or not b:
            yield cannot_say("the primary report seen does not hold this number", **common)
            continue
        said = _words(a[0], True)
        fits = [places[k] for k, x in enumerate((a[0], b[0])) if x.agrees]
        if len(fits) == 2:
            continue
        verb = f"supports {fits[0]}" if fits else "supports neither"
        yield differs(
            "warning",
            f"{_words(f, False)} in {places[0]} and {_words(f, True)} in {places[1]}: "
            f"{source_of(primary)} reports {said} and {verb}.",
            computed={
                places[0]: _words(f, False),
                places[1]: _words(f, True),
                "primary": said,
                "supports": fits[0] if fits else "neither",
                "doi": primary.fields.get("doi", ""),
                "source": primary.fields.get("source_kind", ""),
            },
            **common,
        )


def _same_place(field: Field, wanted: Field, span: object) -> bool:
    return field.name == wanted.name and field.left.span == span
