"""CI13: an interval that the text prints with two levels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from src.utils.checks.registry import check, differs
from src.utils.checks.said import sentences
from src.utils.records import Block, Dossier, Evidence, Finding, Span

_LEVEL = re.compile(
    r"(?<![\d.])(?P<level>\d{1,2}(?:\.\d{1,2})?)\s*%\s*-?\s*(?:C\.?\s?I\.?s?(?![a-z])|confidence\s+int|"
    r"credible\s+int)",
)
_D = r"-?\d+(?:\.\d+)?"
_BOUNDS = re.compile(rf"[(\[,;:]\s*(?P<low>{_D})\s*(?:,|;|to|-)\s*(?P<high>{_D})\s*[)\];,]")
_USUAL = frozenset({"50", "68", "80", "90", "95", "97.5", "98", "99", "99.5", "99.9"})
_DIGITS = 3  # numerals of a pair of bounds that must be printed for it to be told from others


@check("CI13", "level-of-one-interval-differs")
def level_of_one_interval(dossier: Dossier) -> Iterator[Finding]:
    """The text calls an interval by an unusual level, and elsewhere prints it with another.

    Compares
    --------
    Levels such as 96 % in the text with the level beside the same two bounds in other places, and
    with the level that the article uses otherwise. Warning where the same bounds carry the usual
    level elsewhere; note where an unusual level stands alone among at least three others.

    Why it matters
    --------------
    The level decides how an interval is read and pooled.

    Known limits
    ------------
    Group-sequential trials print levels such as 96.1 % on purpose; whole numbers next to 95 do not
    come from them.

    Source
    ------
    ICMJE Recommendations; Cochrane Handbook 6.5.2.2.
    """
    places = list(_levels(dossier))
    counts = Counter(level for level, _, _, _ in places)
    common, often = counts.most_common(1)[0] if counts else ("", 0)
    if often < 3:
        return
    shadow = dossier.article.shadow
    for level, span, bounds, block in places:
        evidence = [Evidence("level", span, block.place)]
        if level in _USUAL or "." in level or level == common:
            continue
        evidence += [Evidence("low", b, block.place) for b in bounds[:1]]
        twins = [t for t in _same_bounds(shadow, bounds) if not _near(t, span)]
        for twin in twins[:1]:
            evidence.append(Evidence("low", twin, "text"))
        again = "; the same bounds stand elsewhere" if twins else ""
        yield differs(
            "warning" if twins else "note",
            f"an interval of {level} %, where the article prints {common} % {often} times{again}",
            computed={"level": f"{level} %", "other places": f"{common} %"},
            evidence=tuple(evidence),
        )


def _levels(dossier: Dossier) -> Iterator[tuple[str, Span, tuple[Span, ...], Block]]:
    """Every printed level in prose, with the bounds that follow in its sentence."""
    for block, view in sentences(dossier):
        if "%" not in view.text:
            continue
        for match in _LEVEL.finditer(view.text):
            end = match.end() + 80
            bounds = tuple(
                s
                for b in _BOUNDS.finditer(view.text, match.end(), end)
                for s in (view.span(b.start("low"), b.end("high")),)
            )
            yield match["level"], view.span(*match.span("level")), bounds, block


def _same_bounds(shadow: str, bounds: tuple[Span, ...]) -> list[Span]:
    """Other places that print the first pair of bounds."""
    if not bounds:
        return []
    digits = re.findall(r"\d+(?:\.\d+)?", shadow[bounds[0].start : bounds[0].end])
    if len(digits) != 2 or sum(len(d.replace(".", "")) for d in digits) < _DIGITS:
        return []
    low, high = (re.escape(d) for d in digits)
    pattern = re.compile(rf"(?<![\d.]){low}\s*(?:,|;|to|-)\s*{high}(?![\d.]*\d)")
    return [Span(*m.span()) for m in pattern.finditer(shadow)]


def _near(one: Span, two: Span) -> bool:
    return abs(one.start - two.start) < 150
