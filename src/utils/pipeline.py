"""One article, start to end: read, extract, clean, link, check. No pandas, no figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec

from src.utils.checks import registry
from src.utils.cleaning import clean
from src.utils.extraction import Extraction, extract
from src.utils.linking import link
from src.utils.reading import read, read_text
from src.utils.records import Article, Dossier, PrimaryReport, Verdict


class Audit(msgspec.Struct, frozen=True):
    """Everything that is known of one article after the checks ran."""

    article: Article
    dossier: Dossier
    verdicts: tuple[Verdict, ...]


def assemble(
    article: Article,
    extraction: Extraction,
    primaries: Sequence[PrimaryReport] = (),
    parameters: dict[str, float] | None = None,
) -> Dossier:
    """The dossier of cleaned results: links are made here, and nothing is judged yet."""
    return Dossier(
        article=article,
        results=extraction.results,
        links=link(article, extraction),
        claims=extraction.claims,
        studies=extraction.studies,
        numbers=extraction.numbers,
        primaries=tuple(primaries),
        parameters=parameters or {},
    )


def audit_article(
    article: Article,
    corrections: Sequence[object] = (),
    primaries: Sequence[PrimaryReport] = (),
    parameters: dict[str, float] | None = None,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
) -> Audit:
    """Audit an article that was read already."""
    extraction = clean(article, extract(article), corrections)
    dossier = assemble(article, extraction, primaries, parameters)
    return Audit(article, dossier, registry.run(dossier, select, ignore))


def audit(path: str | Path, **options: object) -> Audit:
    """Read and audit a file of any supported format; raises `errors.InputError`."""
    return audit_article(read(path), **options)  # type: ignore[arg-type]


def audit_text(markdown: str, path: str = "article.md", **options: object) -> Audit:
    """Audit Markdown held in memory (worked cases, tests, notebooks)."""
    return audit_article(read_text(markdown, path), **options)  # type: ignore[arg-type]
