"""How seldom one P value is a slip of the key away from another by chance."""

from __future__ import annotations

from src.utils.linking import numerals
from src.utils.printed import printed
from src.utils.records import PValue


def chance(said: PValue, held: PValue) -> float | None:
    """How unlikely it is that two P values are a slip apart, as a decimal logarithm.

    None when no slip of the key leads from one to the other, or when as good as every P value
    is one away. Of the P values with k digits 9 k are one changed digit away from a given one.
    """
    if "=" in (said.relation, held.relation) and said.relation != held.relation:
        same = numerals.agreeing(numerals.state(said.value.text, held.value.text))
        heavy = min(numerals.weight(said.value.text), numerals.weight(held.value.text)) >= 1.0
        return 2.0 if same and heavy else None  # nobody chooses such digits as a limit
    if said.relation != "=" or held.relation != "=":
        return None
    a, b = printed(said.value.text), printed(held.value.text)
    how = numerals.slip_rounded(said.value.text, held.value.text)
    if how in ("one digit changed", "two digits swapped"):
        unit = max(a.unit, b.unit)
        digits = len(str(int(max(a.value, b.value) / unit)))
        return {1: None, 2: 0.75, 3: 1.5}.get(digits, 2.2)
    if how == "decimal point shifted":
        digits = min(_digits(said.value.text), _digits(held.value.text))
        return 1.5 if digits >= 2 else None
    return None


def nearly(said: PValue, held: PValue) -> float | None:
    """How unlikely it is that two P values of the same digits, or two usual limits, are apart.

    "P < 0.001" for "P = 0.001", or for "P < 0.01": what is printed differs, but such limits are
    chosen so often that only the name of the row tells whether one was meant to be the other.
    """
    how = numerals.p_state(said.relation, said.value.text, held.relation, held.value.text)
    if how not in (numerals.SIGN, numerals.THRESHOLD):
        return None
    usual = printed(said.value.text).value in numerals.THRESHOLDS
    return 0.5 if usual or how == numerals.THRESHOLD else 1.2


def _digits(text: str) -> int:
    return len(text.replace(".", "").lstrip("0"))
