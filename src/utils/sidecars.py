"""What people laid beside an article: primary reports, corrections, decisions.

A sidecar applies to an article only when it was made for it. ``primary_reports.csv`` stands in the
article's folder and names the article's own references; corrections and decisions carry the
article's file stem and apply to articles under ``data/raw`` of this repository.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from src.utils import paths
from src.utils.records import Article, PrimaryReport


class Sidecars(msgspec.Struct, frozen=True):
    """The sidecars of one article, with the files they came from (for the manifest)."""

    primaries: tuple[PrimaryReport, ...] = ()
    corrections: tuple[object, ...] = ()
    files: tuple[Path, ...] = ()


def find(article: Article, primary: str | Path | None = None) -> Sidecars:
    """The sidecars of a read article. Raises `errors.InputError` for a malformed one.

    ``primary`` names a table of primary reports outright; otherwise one that stands beside the
    article is used when it speaks of the article's references.
    """
    from src.utils.cleaning import corrections as fixes
    from src.utils.primary import applies, read_primary

    files: list[Path] = []
    primaries: Sequence[PrimaryReport] = ()
    source = Path(article.path)
    table = Path(primary) if primary else source.parent / "primary_reports.csv"
    if primary or (source.is_file() and table.is_file()):
        strict = primary is not None
        if strict or applies(table, article):
            primaries = read_primary(table, article)
            files.append(table)
    corrected: Sequence[object] = ()
    if source.is_file() and source.resolve().is_relative_to(paths.raw().resolve()):
        sheet = paths.corrections() / f"{source.stem}.yml"
        if sheet.is_file():
            corrected = fixes.load(sheet)
            files.append(sheet)
    return Sidecars(tuple(primaries), tuple(corrected), tuple(files))
