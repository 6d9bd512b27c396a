"""Results become comparable results: standard terms, and corrections that a person decided."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from src.utils.cleaning.corrections import Correction, apply
from src.utils.cleaning.standard import standard_result, standard_study
from src.utils.extraction import Extraction
from src.utils.records import Article


def clean(
    article: Article, extraction: Extraction, corrections: Sequence[object] = ()
) -> Extraction:
    """Endpoints, criteria, arms and units in standard terms; then the accepted corrections.

    Results keep their ids and spans. Raises `errors.InputError` with one sentence when a
    correction matches nothing, or more than one result.
    """
    out = msgspec.structs.replace(
        extraction,
        results=tuple(standard_result(r) for r in extraction.results),
        studies=tuple(standard_study(s) for s in extraction.studies),
    )
    fixes = [c for c in corrections if isinstance(c, Correction)]
    return apply(article, out, fixes) if fixes else out
