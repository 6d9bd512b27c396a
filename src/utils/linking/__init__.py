"""Which result of one place speaks of the same quantity as which result of another."""

from __future__ import annotations

from src.utils.extraction import Extraction
from src.utils.records import Article, Link


def link(article: Article, extraction: Extraction) -> tuple[Link, ...]:
    """Links between results that report the same quantity, also when a number is wrong."""
    return ()
