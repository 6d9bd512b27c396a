"""Articles become results: every reported result in prose and tables, as whole tuples."""

from __future__ import annotations

import msgspec

from src.utils.records import Article, Claim, Number, Result, StudyRow


class Extraction(msgspec.Struct, frozen=True):
    """All that was read out of one article, in the article's order."""

    results: tuple[Result, ...] = ()
    claims: tuple[Claim, ...] = ()
    studies: tuple[StudyRow, ...] = ()
    numbers: tuple[Number, ...] = ()


def extract(article: Article) -> Extraction:
    """Every result, claim, study row and number of an article."""
    return Extraction()
