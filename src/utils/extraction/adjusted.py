"""Adjustment that an abstract states once, in its methods, for all of its estimates."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import msgspec

from src.utils import terms
from src.utils.extraction import grammar as g
from src.utils.records import Article, Result

#: Words of a model whose coefficients are ratios, or of a ratio itself.
_RATIO_MODEL = re.compile(
    r"(?<![^\W_])(?:(?i:cox|logistic|poisson|log-?binomial|negative\s++binomial|fine\s*+(?:and|&|-)\s*+gray|"
    r"proportional(?:-|\s++)hazards?|(?:odds?|hazards?|risk|rate)(?:-|\s++)ratios?|relative\s++risks?)|"
    r"[aA]?(?:HR|OR|RR|IRR)s?)(?![^\W_])"
)


def stated_for_all(abstract: str, first: int) -> bool:
    """Whether an abstract says, before its first estimate, that its ratios are adjusted.

    That is so where a sentence before the first estimate (at ``first``) speaks of the adjustment
    of a model that gives ratios, "Cox models adjusted for", "multivariable logistic regression",
    and nothing is called univariable, crude or unadjusted. A model of whatever outcome ("regression
    models controlling for") does not say it of the ratios; adjustment for clusters or multiplicity
    does not count.

    >>> stated_for_all("Cox models were adjusted for age. The HR was 0.5 (0.3-0.9).", 48)
    True
    >>> stated_for_all("Scores were adjusted for age. The HR was 0.5 (0.3-0.9).", 44)
    False
    """
    said = [(m.start(), m.lastgroup) for m in g.ADJUSTED.finditer(abstract)]
    if any(group == "no" for _, group in said):
        return False
    ends = [0, *(m.end() for m in g.SENTENCE_END.finditer(abstract, 0, first))]
    for start, end in itertools.pairwise(ends):
        if any(group == "yes" and start <= at < end for at, group in said) and (
            _RATIO_MODEL.search(abstract, start, end)
        ):
            return True
    return False


def in_abstracts(article: Article, results: Sequence[Result]) -> list[Result]:
    """The same results; ratios of an abstract are adjusted where its methods say so for all."""
    pieces = [p for b in article.blocks if b.place == "abstract" for p in b.pieces]
    told = [r for r in results if r.place == "abstract" and _ratio(r)]
    if not pieces or not told:
        return list(results)
    view = article.view(pieces)
    starts = [view.index(r.spans[0].start) for r in told]
    first = min((s for s in starts if s is not None), default=0)
    if not stated_for_all(view.text, first):
        return list(results)
    return [
        msgspec.structs.replace(r, effect=msgspec.structs.replace(r.effect, adjusted=True))
        if r.place == "abstract" and r.effect is not None and _ratio(r)
        else r
        for r in results
    ]


def _ratio(result: Result) -> bool:
    effect = result.effect
    return effect is not None and effect.kind in terms.RATIOS and effect.low is not None
