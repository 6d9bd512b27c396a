"""A look at the input before anything starts: is it there, and is it what was recorded?

What is inside the file (encoding, format) is the business of ``src.utils.reading``, whose sentence
reaches the user through the first notebook.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from src.utils import paths
from src.utils.errors import InputError
from src.utils.runner import dependencies


def sha256(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def records() -> dict[str, str]:
    """Return the recorded sha256 by file name, from ``data/raw/SHA256SUMS``.

    Raises InputError on a line that is not ``<64 hexadecimal digits>  <name>``.
    """
    found: dict[str, str] = {}
    if not paths.sums().exists():
        return found
    lines = paths.sums().read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        digest, _, name = line.partition(" ")
        if len(digest) != 64 or not name.strip():
            raise InputError(
                f"{paths.shown(paths.sums())}, line {number}: expected a sha256, two spaces and a "
                f"file name, and found {line!r}."
            )
        found[name.strip().lstrip("*")] = digest.lower()
    return found


def check_file(path: Path) -> None:
    """Raise InputError, with the sentence for the user, unless the path is a file with content."""
    name = paths.shown(path)
    if not path.exists():
        raise InputError(f"{name}: there is no such file.")
    if path.is_dir():
        raise InputError(f"{name} is a folder; name one article in it.")
    try:
        with path.open("rb") as file:
            first = file.read(1)
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from error
    if not first:
        raise InputError(f"{name} is empty.")


def check_record(path: Path) -> str | None:
    """Hold a file in ``data/raw/`` against its recorded sha256.

    Returns a remark where nothing is recorded, None where all is well or the file lies elsewhere.
    Raises InputError where the bytes are not the recorded ones.
    """
    try:
        name = path.resolve().relative_to(paths.raw().resolve()).as_posix()
    except ValueError:
        return None
    recorded, found = records().get(name), sha256(path)
    if recorded is None:
        return (
            f"{paths.shown(path)} has no line in {paths.shown(paths.sums())}: "
            "nothing vouches for its bytes."
        )
    if recorded != found:
        raise InputError(
            f"{paths.shown(path)} is not the file that was recorded: its sha256 is "
            f"{found[:12]}... and {paths.shown(paths.sums())} has {recorded[:12]}...; "
            "restore the file, or record the new one there if it is meant to have changed."
        )
    return None


def check(path: Path) -> list[str]:
    """Look at an article and at the other raw files that the notebooks read; return remarks.

    Raises InputError with one sentence about the first thing that is wrong.
    """
    check_file(path)
    remarks = [check_record(path)]
    for names in dependencies.FIRST_USED_BY.values():
        for name in names:
            file = paths.root() / name
            if file.is_relative_to(paths.raw()) and file.exists():
                remarks.append(check_record(file))
    return [remark for remark in remarks if remark]


def check_folder(article: Path, folder: Path) -> None:
    """Raise InputError where ``folder`` holds what was made of another article that still exists.

    The folder is named after the article's file; two files may share a name in different places.
    """
    manifest = folder / "manifest.json"
    try:
        held = json.loads(manifest.read_text(encoding="utf-8"))["article"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    other = paths.resolve(str(held))
    if other.exists() and other.resolve() != article.resolve():
        raise InputError(
            f"{paths.shown(folder)}/ holds what was made of {paths.shown(other)}; give "
            f"{paths.shown(article)} another file name, or move that folder away."
        )
