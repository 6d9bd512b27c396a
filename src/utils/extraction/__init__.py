"""Articles become results: every reported result in prose and tables, as whole tuples."""

from __future__ import annotations

import msgspec

from src.utils.extraction import (
    adjusted,
    loose,
    participants,
    participants_tables,
    prose,
    prose_cells,
    study_outcomes,
    study_tables,
    table_mentions,
    table_titles,
    typed_tables,
)
from src.utils.extraction import claims as words
from src.utils.extraction.citations import Citations
from src.utils.extraction.numbers import numbers
from src.utils.identity import Namer
from src.utils.records import Article, Claim, Number, Result, StudyRow


class Extraction(msgspec.Struct, frozen=True):
    """All that was read out of one article, in the article's order."""

    results: tuple[Result, ...] = ()
    claims: tuple[Claim, ...] = ()
    studies: tuple[StudyRow, ...] = ()
    numbers: tuple[Number, ...] = ()


def extract(article: Article) -> Extraction:
    """Every result, claim, study row and number of an article."""
    studies = study_tables.studies(article)
    namer = Namer("r")
    tabled = study_tables.results(article, namer) + typed_tables.results(article, namer)
    tabled += table_titles.results(article, tabled)
    # A table may list studies and tell what they found in sentences alone.
    listed = bool(studies and tabled)
    tabled += [] if listed else prose_cells.results(article, tabled)
    citations = Citations(article, studies)
    told = adjusted.in_abstracts(article, prose.results(article, studies, citations))
    told = study_outcomes.with_outcomes(article, told, studies)
    claimed = words.claims(article, told, studies, citations, table_mentions.labels(article))
    # Where no table has a row per study, numbers without a sentence's grammar still link to cells.
    rest = [] if listed else loose.mentions(article, told)
    # Counts of people and sizes of groups; in a review they belong to the studies it cites.
    people = [] if listed else participants.mentions(article) + participants_tables.sizes(article)
    results = tuple(sorted([*tabled, *told, *rest, *people], key=_start))
    return Extraction(
        results=results,
        claims=claimed,
        studies=tuple(studies),
        numbers=numbers(article, results),
    )


def _start(result: Result) -> tuple[int, int]:
    return (result.spans[0].start, result.spans[0].end) if result.spans else (0, 0)
