"""Files become articles: one module per format, one shape for what comes out."""

from __future__ import annotations

from pathlib import Path

from src.utils.records import Article


def read(path: str | Path) -> Article:
    """Read a file; the format is told from its content. Raises `errors.InputError`."""
    raise NotImplementedError


def read_text(text: str, path: str = "article.md") -> Article:
    """Read Markdown that is already in memory."""
    raise NotImplementedError
