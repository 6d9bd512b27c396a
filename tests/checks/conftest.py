"""Hand-built results for the checks, with an article in which every span slices to its quote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from src.utils.checks import registry
from src.utils.printed import normalise
from src.utils.records import (
    Arm,
    Article,
    Context,
    Dossier,
    Effect,
    Num,
    PValue,
    Result,
    Span,
    Value,
    Verdict,
)


class Writer:
    """Writes an article numeral by numeral and remembers where each one stands."""

    def __init__(self) -> None:
        """An empty article."""
        self.text = ""

    def words(self, text: str) -> Span:
        """Write words and return their place."""
        start = len(self.text)
        self.text += text
        return Span(start, len(self.text))

    def num(self, text: str | None) -> Num | None:
        """Write one numeral."""
        if text is None:
            return None
        self.words(" ")
        return Num(normalise(text), self.words(text))

    def result(
        self,
        number: int,
        effect: str = "",
        p: tuple[str, ...] = (),
        arms: tuple[tuple[str, str | None], ...] = (),
        values: tuple[dict[str, Any], ...] = (),
        **more: Any,
    ) -> Result:
        """``effect`` is written "HR 0.57 0.45 0.72 95" with "-" for what is absent."""
        start = len(self.text)
        made_arms = tuple(Arm(name, self.num(n)) for name, n in arms)
        made_values = []
        for spec in values:
            spec = dict(spec)
            nums = tuple(self.num(n) for n in spec.pop("nums"))
            for role in ("count", "total", "low", "high", "level", "sd"):
                if role in spec:
                    spec[role] = self.num(spec[role])
            made_values.append(Value(nums, **spec))  # type: ignore[arg-type]
        made = None
        if effect:
            kind, *rest = effect.split()
            texts = [None if t == "-" else t for t in [*rest, *"----"][:4]]
            estimate, low, high, level = (self.num(t) for t in texts)
            adjusted = more.pop("adjusted", False)
            made = Effect(
                kind, estimate, low, high, level, adjusted=adjusted,
                reversed_bounds=more.pop("reversed_bounds", False), method=more.pop("method", ""),
            )  # fmt: skip
        made_p = []
        for text in p:
            relation, value, *qualifier = text.split()
            at = self.num(value)
            assert at is not None
            made_p.append(PValue(relation, at, at.span, " ".join(qualifier)))
        context = Context(**more.pop("context", {}))
        self.words(".\n")
        return Result(
            id=f"r-{number}", place=more.pop("place", "text"),
            spans=(Span(start, len(self.text)),), arms=made_arms, values=tuple(made_values),
            effect=made, p=tuple(made_p), context=context, **more,
        )  # fmt: skip


@pytest.fixture
def dossier_of() -> Callable[..., Dossier]:
    """Build a dossier from specifications of results."""

    def build(*specs: dict[str, Any], parameters: dict[str, float] | None = None) -> Dossier:
        writer = Writer()
        results = tuple(writer.result(i, **spec) for i, spec in enumerate(specs, 1))
        article = Article("a.md", "markdown", "0" * 64, writer.text, writer.text)
        return Dossier(article, results, parameters=parameters or {})

    return build


@pytest.fixture
def verdicts_of(dossier_of: Callable[..., Dossier]) -> Callable[..., tuple[Verdict, ...]]:
    """The verdicts of one check or family on results given as specifications."""

    def judge(code: str, *specs: dict[str, Any], **more: Any) -> tuple[Verdict, ...]:
        found = registry.run(dossier_of(*specs, **more), select=(code,))
        assert not [v for v in found if v.outcome == "failed"], [v.message for v in found]
        return found

    return judge
