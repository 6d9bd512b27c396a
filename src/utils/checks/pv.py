"""Checks of the family PV: P values.

What belongs to the family: a P value by itself (here), against the estimate and interval beside
it (`pv_interval`, `pv_significance`), against the counts (`pv_counts`) or the means (`pv_means`)
of two arms. A P of an interaction, a trend, heterogeneity or non-inferiority does not speak of
the effect and is never held against it.
"""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.checks import (
    pv_counts,
    pv_fractions,
    pv_interval,
    pv_means,
    pv_significance,
    wording,
)
from src.utils.checks.registry import agrees, check, differs
from src.utils.printed import Printed, printed
from src.utils.records import Dossier, Finding, PValue, Result

#: Modules of the family besides this one; importing them registers their checks.
PARTS = (pv_counts, pv_fractions, pv_interval, pv_means, pv_significance)


@check("PV01", "impossible-p-value")
def impossible_p_value(result: Result, dossier: Dossier) -> Iterator[Finding]:
    """A P value is not a probability that a test can give.

    Compares
    --------
    A printed P with 0 and 1. Above 1, negative, exactly 0 or below 0: error. Printed as 0.00 or
    0.000, which is a rounding of a small number: note.

    Why it matters
    --------------
    A P outside [0, 1] is another number in the wrong place or a lost decimal point; P = 0 says
    that the observed data are impossible under chance, which no test can say.

    Known limits
    ------------
    A P with a lost decimal digit that stays below 1 is seen only by PV02 and PV05.

    Source
    ------
    Definition of a probability; ICMJE and AMA style (report P < 0.001).
    """
    for p in result.p:
        value = printed(p.value.text)
        more = {"evidence": wording.evidence(result, p=p.value)}
        words = f"{wording.about(result)}{wording.shown_p(p)}"
        if value.value > 1 and _another_letter(dossier, p, result, value):
            continue
        if value.value < 0 or value.value > 1:
            yield differs(
                "error",
                f"{words} lies outside 0 to 1; not possible as printed",
                alternatives=_lost_point(p.value.text),
                **more,
            )
        elif value.value == 0 and p.relation in ("<", "<="):
            yield differs("error", f"{words}: no P value is below 0", **more)
        elif value.value == 0 and p.relation == "=":
            if value.decimals >= 2:
                bound = f"0.{'0' * (value.decimals - 1)}1"
                yield differs(
                    "note",
                    f"{words} is a rounding of a number that is not zero",
                    alternatives=(f"P < {bound} would say the same without a zero",),
                    **more,
                )
            else:
                yield differs("error", f"{words}: a P value cannot be zero", **more)
        else:
            yield agrees(f"{words} is a probability", **more)


def _another_letter(dossier: Dossier, p: PValue, result: Result, value: Printed) -> bool:
    """Whether the P is part of another name ("T&P = 11 days"), or a whole number in a column."""
    before = dossier.article.shadow[max(0, p.span.start - 3) : p.span.start]
    return "&" in before or (result.place == "table" and value.decimals <= 0)


def _lost_point(text: str) -> tuple[str, ...]:
    """A decimal point that may have been lost: 38 for 0.38, 1.2 for 0.12."""
    digits = text.lstrip("-").replace(".", "")
    if text.startswith("-"):
        return (f"likely slip: a hyphen read or printed as a minus, P = {text[1:]}",)
    return (f"likely slip: P = 0.{digits} (decimal point moved)",)
