"""Classes of slips that really happen, each as a generator of changes to an article's text.

A `Slip` is one replacement in `Article.text` with what a perfect reader could make of it:
``visible`` says why the printed characters of the same article contradict it, "" when they do not.
Visible is decided here from the printed text alone (`printed_items`, the headings and footnotes as
read), never by the engine's checks.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import pairwise

import msgspec

from src.utils.bench.printed_items import Inventory, Item, impossible
from src.utils.printed import normalise
from src.utils.records import Audit, Span


class Slip(msgspec.Struct, frozen=True):
    """One planted error: what is replaced by what, and why a reader could see it."""

    name: str
    span: Span
    text: str
    visible: str
    region: tuple[Span, ...] = ()  # where the finding may lie, if not on the changed characters


Maker = Callable[[Audit, Inventory, random.Random], Iterator[Slip]]
#: Numerals that carry a result, by the form of the item.
_ROLES = {"effect": ("e", "l", "u", "p"), "pair": ("a", "b"), "count": ("k", "pct")}


def _numeral(name: str, change: Callable[[str, random.Random], str]) -> Maker:
    """A maker that changes single numerals."""

    def make(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
        for item in inventory.items:
            role = rng.choice([r for r in _ROLES[item.form] if r in item.parts])
            span = item.parts[role]
            old = audit.article.text[span.start : span.end]
            new = change(old, rng)
            if new and new != old:
                yield Slip(name, span, new, _why(inventory, item, {role: new}))

    return make


def _why(inventory: Inventory, item: Item, changed: dict[str, str]) -> str:
    """How a reader sees a changed item: printed elsewhere unchanged, or impossible."""
    if inventory.repeated(item):
        if set(changed) - {"p", "level"}:
            return "printed elsewhere"
        mine = [inventory.number(item, r) for r in changed if r in item.parts]
        for other in inventory.items:
            twin = other is not item and other.key == item.key
            if twin and set(changed) <= other.parts.keys():
                theirs = [inventory.number(other, r) for r in changed]
                if theirs == mine and _same_relation(inventory, item, other):
                    return "printed elsewhere"
    before = {r: inventory.number(item, r) for r in item.parts}
    try:
        after = {**before, **{r: normalise(t) for r, t in changed.items()}}
    except ValueError:
        return ""
    return impossible(after, before)


def _same_relation(inventory: Inventory, item: Item, other: Item) -> bool:
    """Whether two items print their P with the same relation, where they print one."""
    shadow = inventory.article.shadow
    signs = {shadow[i.relation.start] for i in (item, other) if i.relation is not None}
    return len(signs) <= 1


def _digits(text: str) -> list[int]:
    return [i for i, c in enumerate(text) if c.isdigit()]


def _other_digit(digit: str, rng: random.Random) -> str:
    return rng.choice([d for d in "0123456789" if d != digit])


def _last(text: str, rng: random.Random) -> str:
    i = _digits(text)[-1]
    return text[:i] + _other_digit(text[i], rng) + text[i + 1 :]


def _first(text: str, rng: random.Random) -> str:
    i = next((i for i in _digits(text) if text[i] != "0"), _digits(text)[0])
    return text[:i] + rng.choice([d for d in "123456789" if d != text[i]]) + text[i + 1 :]


def _swapped(text: str, rng: random.Random) -> str:
    places = _digits(text)
    pairs = [(i, j) for i, j in pairwise(places) if text[i] != text[j]]
    if not pairs:
        return ""
    i, j = rng.choice(pairs)
    out = list(text)
    out[i], out[j] = out[j], out[i]
    return "".join(out)


def _shifted(text: str, rng: random.Random) -> str:
    """The decimal point one place to the right (0.57 to 5.7) or left (13.9 to 1.39)."""
    whole, dot, decimals = text.partition(".")
    if not dot or not whole.isdigit() or not decimals.isdigit():
        return ""
    if whole.strip("0") and len(whole) > 1:
        return f"{whole[:-1]}.{whole[-1]}{decimals}"
    moved = f"{whole}{decimals[0]}.{decimals[1:]}".rstrip(".").lstrip("0")
    return moved if not moved.startswith(".") else "0" + moved


def lower_as_estimate(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """The lower bound stands where the estimate belongs."""
    for item in inventory.items:
        if item.form == "effect":
            low = item.parts["l"]
            new = audit.article.text[low.start : low.end]
            why = _why(inventory, item, {"e": new})
            yield Slip("lower bound copied as estimate", item.parts["e"], new, why)


def bound_of_another(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """A bound is that of another row."""
    effects = [i for i in inventory.items if i.form == "effect"]
    for item in effects:
        role = rng.choice(("l", "u"))
        other = rng.choice(effects).parts[role]
        new = audit.article.text[other.start : other.end]
        if new != audit.article.text[item.parts[role].start : item.parts[role].end]:
            why = _why(inventory, item, {role: new})
            yield Slip("bound of another row", item.parts[role], new, why)


def p_of_another(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """The P value is that of another study."""
    with_p = [i for i in inventory.items if "p" in i.parts]
    for item in with_p:
        other = rng.choice(with_p).parts["p"]
        new, span = audit.article.text[other.start : other.end], item.parts["p"]
        if normalise(new) != inventory.number(item, "p"):
            yield Slip("P of another study", span, new, _why(inventory, item, {"p": new}))


def less_for_equal(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """< for =, or = for <."""
    for item in inventory.items:
        if item.relation is not None:
            old = audit.article.text[item.relation.start : item.relation.end]
            if old in "=<":
                why = _why(inventory, item, {"p": inventory.number(item, "p")})
                yield Slip("< for =", item.relation, "<" if old == "=" else "=", why)


def level_90(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """Level 90 for 95, or 95 for 90."""
    for item in inventory.items:
        if "level" in item.parts:
            span = item.parts["level"]
            old = audit.article.text[span.start : span.end]
            new = "90" if old == "95" else "95"
            yield Slip("level 90 for 95", span, new, _why(inventory, item, {"level": new}))


def arms_swapped(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """The two values of a comparison exchanged."""
    text = audit.article.text
    for item in inventory.items:
        if item.form == "pair":
            a, b = item.parts["a"], item.parts["b"]
            new = text[b.start : b.end] + text[a.end : b.start] + text[a.start : a.end]
            why = _why(inventory, item, {"a": text[b.start : b.end], "b": text[a.start : a.end]})
            yield Slip("arms swapped", Span(a.start, b.end), new, why)


def count_apart(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """Count and percentage no longer go together."""
    for item in inventory.items:
        if item.form == "count":
            new = str(int(inventory.number(item, "k")) + rng.choice((-9, -5, 5, 9)))
            if not new.startswith("-") and new != "0":
                why = _why(inventory, item, {"k": new})
                yield Slip("count and percentage apart", item.parts["k"], new, why)


MAKERS: dict[str, Maker] = {
    "last digit": _numeral("last digit", _last),
    "first digit": _numeral("first digit", _first),
    "swapped digits": _numeral("swapped digits", _swapped),
    "decimal shift": _numeral("decimal shift", _shifted),
    "lower bound copied as estimate": lower_as_estimate,
    "bound of another row": bound_of_another,
    "arms swapped": arms_swapped,
    "level 90 for 95": level_90,
    "P of another study": p_of_another,
    "< for =": less_for_equal,
    "count and percentage apart": count_apart,
}
