"""RF, third witness: the order of the arms, and which of two places is right."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.checks.rf_witness import held_against, witnesses
from src.utils.checks.rf_words import at_first_hand, label_of, source_of, words_of
from src.utils.linking.compare import compare
from src.utils.linking.fields import Field
from src.utils.records import Dossier, Evidence, Finding, Pair, PrimaryReport


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
        said = words_of(a[0], True)
        fits = [places[k] for k, x in enumerate((a[0], b[0])) if x.agrees]
        if len(fits) == 2:
            continue
        verb = f"supports {fits[0]}" if fits else "supports neither"
        yield differs(
            "warning",
            f"{words_of(f, False)} in {places[0]} and {words_of(f, True)} in {places[1]}: "
            f"{source_of(primary)} reports {said} and {verb}.",
            computed={
                places[0]: words_of(f, False),
                places[1]: words_of(f, True),
                "primary": said,
                "supports": fits[0] if fits else "neither",
                "doi": primary.fields.get("doi", ""),
                "source": primary.fields.get("source_kind", ""),
            },
            **common,
        )


def _same_place(field: Field, wanted: Field, span: object) -> bool:
    return field.name == wanted.name and field.left.span == span
