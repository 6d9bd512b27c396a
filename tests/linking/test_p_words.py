"""Which words are a P value's own."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

import pytest

from src.utils.linking.p_values.sentences import sharing


def _shared(text: str) -> list[tuple[str, ...]]:
    """The P values of a clause as they share their words."""
    spans = [SimpleNamespace(start=m.start(), end=m.end()) for m in re.finditer(r"0\.\d+", text)]
    units = [SimpleNamespace(main=[SimpleNamespace(span=s)]) for s in spans]
    found = sharing(cast(Any, SimpleNamespace(shadow=text)), cast(Any, units))
    return [tuple(text[u.main[0].span.start : u.main[0].span.end] for u in ps) for ps in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("starch (P = 0.36) or DF (P = 0.12)", [("0.36",), ("0.12",)]),
        ("pain, P = 0.03 and P = 0.04, respectively", [("0.03", "0.04")]),
        ("differed, P = 0.03 for age and P = 0.04 for sex", [("0.03", "0.04")]),
    ],
)
def test_a_name_between_two_p_values_is_the_second_ones(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    """A name before its P value parts it from the one before; a name behind does not."""
    assert _shared(text) == expected
