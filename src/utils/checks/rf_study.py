"""RF, third witness: sizes and design of a study, once per study."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.rf_names import design_of_cell
from src.utils.checks.rf_witness import population_of
from src.utils.checks.rf_words import at_first_hand, first_of, source_of
from src.utils.records import Dossier, Evidence, Finding, PrimaryReport


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
