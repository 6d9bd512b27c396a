"""Where everything is: one function or constant per place, and how a file is written.

Belongs here: the root, the folders under it, atomic writing. Does not: reading an article, or
knowing what is in a file. Imports nothing of ours, so that everything may import it.

The root is the folder that holds ``pyproject.toml``, found from this file and not from the current
folder: papermill runs a notebook in the caller's folder, nbval in the notebook's, JupyterLab where
it was started. The environment variable ``AUDIT_ROOT`` overrides it.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

ROOT_VARIABLE = "AUDIT_ROOT"


def root() -> Path:
    """Return the repository's root; ``AUDIT_ROOT`` overrides what is found.

    >>> (root() / "pyproject.toml").is_file()
    True
    """
    override = os.environ.get(ROOT_VARIABLE)
    if override:
        return Path(override).resolve()
    return Path(__file__).resolve().parents[2]


def raw() -> Path:
    """``data/raw/``: what was received, never edited."""
    return root() / "data" / "raw"


def processed() -> Path:
    """``data/processed/``: everything in it can be deleted and made again."""
    return root() / "data" / "processed"


def notebooks() -> Path:
    """``notebooks/``: read and run in the order of their names."""
    return root() / "notebooks"


def corrections() -> Path:
    """``notebooks/corrections/``: decisions of a person about a source."""
    return notebooks() / "corrections"


def engine() -> Path:
    """``src/utils/``: the engine's own folder."""
    return root() / "src" / "utils"


def lock() -> Path:
    """``requirements.lock``: the exact environment, an input of every output."""
    return root() / "requirements.lock"


def sums() -> Path:
    """``data/raw/SHA256SUMS``: the recorded sha256 of each raw file."""
    return raw() / "SHA256SUMS"


def default_article() -> Path:
    """The review that the repository's own outputs are about."""
    return raw() / "fu-2024-hepatoma-research.md"


def article_dir(stem: str) -> Path:
    """Return the folder of one article's outputs, ``data/processed/<stem>/``.

    ``stem`` is the article's file name, with or without its extension. Raises ``ValueError`` where
    it would lead out of ``data/processed/``.

    >>> article_dir("fu-2024-hepatoma-research.md").name
    'fu-2024-hepatoma-research'
    """
    name = Path(stem).name
    name = re.sub(r"\.(md|markdown|txt|xml|nxml|html?|docx|pdf)$", "", name, flags=re.IGNORECASE)
    if not name or name.startswith("."):
        raise ValueError(f"{stem!r} is not the name of an article")
    return processed() / name


def executed(folder: Path) -> Path:
    """Return where an article's executed notebooks stand: ``executed/`` in its folder."""
    return folder / "executed"


def resolve(path: str | Path) -> Path:
    """Return an absolute path; a relative one is taken from the current folder, then the root.

    The first that exists wins; where neither does, the root's is returned.
    """
    given = Path(path).expanduser()
    if given.is_absolute():
        return given
    here = Path.cwd() / given
    return here if here.exists() else root() / given


def shown(path: str | Path) -> str:
    """Return a path as a reader knows it: from the root with forward slashes, else as it is.

    >>> shown(raw() / "README.md")
    'data/raw/README.md'
    """
    absolute = Path(path) if Path(path).is_absolute() else Path.cwd() / path
    for start in (absolute, absolute.resolve()):
        if start.is_relative_to(root()):
            return start.relative_to(root()).as_posix()
    return str(path)


def write_atomic(path: str | Path, content: bytes | str) -> Path:
    """Write a file whole or not at all, and return its path.

    The content goes to a ``.part`` neighbour that is then moved, so a reader sees the old file or
    the new one and an interruption leaves the old. Text is written as UTF-8 with the line ends it
    has. Folders on the way are made. Raises ``OSError`` where the file system refuses.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path
