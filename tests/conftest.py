"""Fixtures that tests of several subjects share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from src.utils import paths


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return paths.root()


@pytest.fixture(scope="session")
def review() -> Path:
    """The review that the repository's own outputs are about."""
    return paths.default_article()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """A folder of real articles to develop against; tests that want it skip where there is none."""
    folder = os.environ.get("AUDIT_CORPUS", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("AUDIT_CORPUS names no folder of articles")
    return Path(folder)
