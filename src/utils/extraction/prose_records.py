"""What `tuples` found in a sentence, as records with their places in the article."""

from __future__ import annotations

from src.utils.extraction.tuples import Token, ValueFound
from src.utils.records import Num, PValue, Value, View


def num(view: View, token: Token | None) -> Num | None:
    """A numeral with its place; None where there is none in this view."""
    if token is None or token.start < 0:
        return None
    return Num(token.text, view.span(token.start, token.end))


def value(view: View, value: ValueFound, arm: int | None) -> Value:
    """What one arm shows."""
    return Value(
        nums=tuple(n for t in value.nums if (n := num(view, t))),
        kind=value.kind,
        arm=arm,
        span=view.span(value.start, value.end),
        not_reached=value.not_reached,
        count=num(view, value.count),
        total=num(view, value.total),
        low=num(view, value.low),
        high=num(view, value.high),
        level=num(view, value.level),
        sd=num(view, value.sd),
    )


def p_value(view: View, p: tuple[str, Token, int, int, str]) -> PValue:
    """A P value; its span holds relation and numeral."""
    relation, token, start, end, qualifier = p
    number = Num(token.text, view.span(token.start, token.end))
    return PValue(relation, number, view.span(start, end), qualifier)
