"""All of a notebook's outputs, or none: what a failed or interrupted notebook wrote is taken back.

Each file is written whole (``paths.write_atomic``); this is about the set. Before a notebook runs,
its article's folder is copied aside; when it fails the copy comes back, and when the whole process
was killed the next run puts it back first.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from src.utils import paths


def _aside(folder: Path) -> Path:
    """Where the copy stands while a notebook runs."""
    return paths.executed(folder) / "before"


def present(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the outputs of an article by relative path, each with its time (ns) and size."""
    found = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        inside = relative.parts[0] in ("executed", "manifest.json")
        if path.is_file() and not inside and not path.name.endswith(".part"):
            status = path.stat()
            found[relative.as_posix()] = (status.st_mtime_ns, status.st_size)
    return found


def recover(folder: Path) -> bool:
    """Put back what a killed run left aside; return whether there was anything."""
    if not _aside(folder).is_dir():
        return False
    _restore(folder)
    return True


@contextmanager
def guarded(folder: Path) -> Iterator[dict[str, tuple[int, int]]]:
    """Take back everything that is written to a folder inside the block, if the block raises.

    Yields the outputs that were there before, by relative path.
    """
    before = present(folder)
    aside = _aside(folder)
    unfinished = aside.with_name("before.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.rmtree(aside, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for name in before:
        copy = unfinished / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / name, copy)
    unfinished.rename(aside)
    try:
        yield before
    except BaseException:
        _restore(folder)
        raise
    shutil.rmtree(aside)


def _restore(folder: Path) -> None:
    """Make the folder what it was when its copy was taken, then drop the copy."""
    aside = _aside(folder)
    kept = {p.relative_to(aside).as_posix() for p in aside.rglob("*") if p.is_file()}
    for part in folder.rglob("*.part"):
        if part.is_file():
            part.unlink()
    for name in present(folder):
        if name not in kept:
            (folder / name).unlink()
    for name in sorted(kept):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        # Copied, not moved: killed in here, the next run can do it once more.
        shutil.copy2(aside / name, folder / name)
    shutil.rmtree(aside)
