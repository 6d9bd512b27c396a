"""One article, start to end: read, extract, clean, link, check. No pandas, no figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from src.utils import sidecars
from src.utils.checks import registry
from src.utils.cleaning import clean
from src.utils.extraction import Extraction, extract
from src.utils.linking import link
from src.utils.reading import read, read_text
from src.utils.records import Article, Audit, Dossier, PrimaryReport


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


def audit(
    path: str | Path,
    primary: str | Path | None = None,
    parameters: dict[str, float] | None = None,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
) -> Audit:
    """Read and audit a file of any supported format, with the sidecars that belong to it.

    Raises `errors.InputError` with a finished sentence when the file or a sidecar cannot be read.
    """
    article = read(path)
    beside = sidecars.find(article, primary)
    return audit_article(article, beside.corrections, beside.primaries, parameters, select, ignore)


def audit_text(markdown: str, path: str = "article.md", **options: Any) -> Audit:
    """Audit Markdown held in memory (worked cases, tests, notebooks)."""
    return audit_article(read_text(markdown, path), **options)
