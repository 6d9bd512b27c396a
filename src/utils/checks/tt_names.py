"""TT08 and TT10: endpoints, criteria and arms that two places name differently."""

from __future__ import annotations

from src.utils.checks import tt_words as words
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.linking.alignment import arms_by_name, whole_name
from src.utils.linking.compare import TRIPLE, Comparison, compare
from src.utils.linking.keys import conflicts, standard
from src.utils.records import Dossier, Evidence, Finding, Pair


@check("TT08", "endpoint-differs-while-numbers-agree")
def endpoint_differs(pair: Pair, dossier: Dossier) -> Finding | None:
    """The same numbers are reported for different endpoints, criteria or measures.

    Compares
    --------
    Endpoint, response criterion and kind of effect of two results whose numbers all agree.

    Why it matters
    --------------
    One of the two places names the wrong outcome.

    Known limits
    ------------
    Speaks only where at least three distinctive numbers agree and both places use standard terms.

    Source
    ------
    The keys of a result as the two places print them.
    """
    if pair.link.shared:  # single numbers say nothing of names
        return None
    seen = compare(pair.left, pair.right)
    names = ("endpoint", "criterion", "kind")
    against = [k for k in conflicts(pair.left, pair.right) if k in names]
    if not against:
        return _same_names(pair, seen)
    if not seen.all_agree or not _certain(pair, seen):
        return None
    left, right = words.places(pair)
    a = ", ".join(_named(pair, 0, key) for key in against)
    b = ", ".join(_named(pair, 1, key) for key in against)
    # In a trial report the name of an endpoint is read from a sentence that may list several.
    steps = len(pair.link.open_keys) + (0 if pair.left.ref and pair.right.ref else 2)
    return differs(
        words.lower("error" if against == ["endpoint"] else "warning", steps),
        f"The same numbers are reported for {a} in {left} and for {b} in {right}.",
        evidence=(
            *words.endpoint_evidence(pair.left, dossier.article),
            *words.endpoint_evidence(pair.right, dossier.article),
            *words.evidence(seen.fields, pair),
        ),
        computed={**words.computed(seen.fields, pair), "differs in": ", ".join(against)},
    )


def _certain(pair: Pair, seen: Comparison) -> bool:
    """Whether the same numbers can only be the same result.

    In a trial report two endpoints may share a pair of values; a whole effect with its interval
    under two standard terms of one family is no chance.
    """
    if pair.left.ref and pair.right.ref:
        return True
    triple = sum(f.name in TRIPLE for f in seen.fields) == 3
    a, b = pair.left, pair.right
    return triple and all(standard(r.endpoint) for r in (a, b)) and a.endpoint != b.endpoint


def _same_names(pair: Pair, seen: Comparison) -> Finding | None:
    a, b = pair.left, pair.right
    if not seen.fields:
        return None
    if not a.endpoint and not b.endpoint:
        return None
    if a.endpoint != b.endpoint:
        return cannot_say("endpoint not named alike in both places")
    by = f" by {a.criterion}" if a.criterion and a.criterion == b.criterion else ""
    left, right = words.places(pair)
    return agrees(
        f"{left[0].upper()}{left[1:]} and {right} name the same endpoint, {a.endpoint}{by}.",
        computed={"endpoint": a.endpoint, "criterion": a.criterion},
    )


def _named(pair: Pair, side: int, key: str) -> str:
    result = (pair.left, pair.right)[side]
    if key == "kind":
        return f"the {result.effect.kind}" if result.effect else "no effect"
    return str(getattr(result, key))


@check("TT10", "arm-order-differs-between-places")
def arm_order_differs(pair: Pair) -> Finding | None:
    """The values of two arms stand in exchanged order in two places.

    Compares
    --------
    The order of the values with the order of the named arms: the same values in exchanged
    order beside arms in the same order, or the same order of values beside exchanged arms.

    Why it matters
    --------------
    An exchanged pair credits one arm with the other arm's result.

    Known limits
    ------------
    Silent where a place does not name both arms.

    Source
    ------
    The values and arm names as printed.
    """
    if pair.link.shared:
        return None
    seen = compare(pair.left, pair.right)
    values = [f for f in seen.fields if f.name in ("value", "count")]
    left, right = words.places(pair)
    named = arms_by_name(pair.left, pair.right)
    if not seen.crossed:
        if len(values) < 2:
            return None
        if len(named) < 2:
            return cannot_say("arms not named alike in both places")
        return agrees(
            f"{left[0].upper()}{left[1:]} and {right} report the arms in agreeing order.",
            evidence=words.evidence(values, pair),
            computed=words.computed(values, pair),
        )
    a = " vs. ".join(f.left.text for f in values)
    b = " vs. ".join(f.right.text for f in values)
    # Without the study's reference on both sides the names come from grammar alone.
    known = bool(pair.left.ref and pair.right.ref) or _both_known(pair, named)
    steps = len(pair.link.open_keys) + (0 if known else 1)
    if seen.crossed == "names":  # a bracket need not list the arms in the order of the sentence
        i, j = named[0]
        message = (
            f"The values stand as {a} in both places, but {pair.left.arms[i].name} comes "
            f"{_ORDER[i]} in {left} and {pair.right.arms[j].name} {_ORDER[j]} in {right}."
        )
    else:
        message = f"The values stand as {a} in {left} and in exchanged order as {b} in {right}."
    return differs(
        words.lower("warning" if seen.crossed == "names" else "error", steps),
        message,
        evidence=words.evidence(values, pair) + _name_evidence(pair),
        computed=words.computed(values, pair),
    )


def _both_known(pair: Pair, named: list[tuple[int, int]]) -> bool:
    """Whether both arms are called the same in both places and every value is bound to its arm."""
    if len(named) != 2 or not len(pair.left.arms) == len(pair.right.arms) == 2:
        return False
    same = all(whole_name(pair.left.arms[i]) == whole_name(pair.right.arms[j]) for i, j in named)
    return same and all(v.arm is not None for r in (pair.left, pair.right) for v in r.values)


_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth")


def _name_evidence(pair: Pair) -> tuple[Evidence, ...]:
    return tuple(
        Evidence("arm", arm.span, side.place, side.label)
        for side in (pair.left, pair.right)
        for arm in side.arms
        if arm.span is not None
    )
