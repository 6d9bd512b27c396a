"""TT17: an effect that the text calls adjusted, or crude, and that the table prints as the other.

What belongs here: a whole effect of the text that one row of a table prints under another model
than the text says, where the same row holds the effect of the model that the text names. What
does not: effects that differ (TT01, TT02), and rows (TT15).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from src.utils.checks.printed_numbers import in_full, triple_of
from src.utils.checks.registry import check, differs
from src.utils.linking import numerals
from src.utils.records import Dossier, Evidence, Finding, Result

_ADJUSTED = re.compile(r"(?<!un)(?<!un-)\badjusted\b|\bmulti-?varia(?:te|ble)\b", re.I)
_CRUDE = re.compile(r"\bun-?adjusted\b|\buni-?varia(?:te|ble)\b|\bcrude\b", re.I)
#: So much estimate and bounds say together at least: light ones stand in two columns by chance.
TELLING = 2.0


@check("TT17", "effect-of-another-model")
def effect_of_another_model(dossier: Dossier) -> Iterator[Finding]:
    """The text calls an effect adjusted and the table prints it as crude, or the reverse.

    Compares
    --------
    Estimate and both bounds of a sentence that says adjusted or multivariable, or crude,
    unadjusted or univariable, with the columns of the row that prints them: they stand under the
    other one only, and the row's column of the model that the sentence names holds other numbers.
    Warning.

    Why it matters
    --------------
    The text claims that confounding was dealt with, for numbers for which it was not.

    Known limits
    ------------
    Models are known by these words in the sentence and in the heading of the column.

    Source
    ------
    The words and numbers as printed.
    """
    rows: dict[tuple[int | None, int | None], list[Result]] = defaultdict(list)
    prints: dict[str, list[Result]] = defaultdict(list)
    for r in dossier.results:
        if r.table is not None and r.place == "table" and triple_of(r):
            rows[r.table, r.row].append(r)
            prints[triple_of(r)[0].text].append(r)
    for text in dossier.results if rows else ():
        said = _said(text) if text.table is None and triple_of(text) else None
        if said is None or text.place not in ("abstract", "text") or text.ref:
            continue
        same = [c for c in prints[triple_of(text)[0].text] if _same(text, c)]
        if len(same) != 1 or _model(_heading(same[0])) != (not said):
            continue
        held = same[0]
        others = [
            c for c in rows[held.table, held.row] if c is not held and _model(_heading(c)) == said
        ]
        if others and not any(_told(c, text, held) for c in others):
            yield _differing(text, held, others[0], said)


def _said(text: Result) -> bool | None:
    """Whether a sentence says adjusted or crude, or the one before it for all that follow."""
    assert text.effect is not None
    sentence = text.context.sentence
    if _ADJUSTED.search(sentence) or _CRUDE.search(sentence):
        return _model(sentence)
    return True if text.effect.adjusted else None


def _model(words: str) -> bool | None:
    """Whether words say adjusted (True) or crude (False); None for neither, or both."""
    adjusted, crude = bool(_ADJUSTED.search(words)), bool(_CRUDE.search(words))
    return None if adjusted == crude else adjusted


def _heading(cell: Result) -> str:
    return f"{cell.context.header} {cell.context.analysis}"


def _same(text: Result, cell: Result) -> bool:
    """Whether a cell prints the whole effect of a sentence, digit by digit."""
    pairs = list(zip(triple_of(text), triple_of(cell), strict=True))
    weight = sum(numerals.weight(a.text) for a, _ in pairs)
    return weight >= TELLING and all(a.text == b.text for a, b in pairs)


def _told(cell: Result, text: Result, held: Result) -> bool:
    """Whether the sentence prints the effect of a cell too, so that its word may be of that.

    Its estimate is enough where it is another one than that of ``held``.
    """
    numbers = triple_of(cell)
    if numbers[0].text != triple_of(held)[0].text:
        numbers = numbers[:1]
    return all(n.text in text.context.sentence for n in numbers)


def _differing(text: Result, held: Result, other: Result, adjusted: bool) -> Finding:
    names = ("adjusted", "crude") if adjusted else ("crude", "adjusted")
    place = "abstract" if text.place == "abstract" else "text"
    head = held.context.row.rpartition(" > ")[2]
    of = f' of "{head}"' if head else ""
    return differs(
        "warning",
        f"The {place} calls {in_full(text)} {names[0]}; {held.label} prints it as the {names[1]} "
        f"effect{of}, and {in_full(other)} as the {names[0]} one.",
        evidence=(
            *(Evidence("estimate", n.span, text.place) for n in triple_of(text)),
            *(Evidence("estimate", n.span, "table", held.label) for n in triple_of(held)),
            *(Evidence("estimate", n.span, "table", other.label) for n in triple_of(other)),
        ),
        results=(text.id, held.id, other.id),
        computed={names[1]: in_full(held), names[0]: in_full(other)},
        alternatives=("the sentence speaks of an adjustment of something else",),
    )
