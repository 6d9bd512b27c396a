"""Which notebooks have to run again, by the times of files.

The executed copy carries, as its modification time, the moment its run *started*: a file changed
while the notebook ran is newer than the copy, and the notebook runs again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from src.utils import paths
from src.utils.runner import dependencies


@dataclass(frozen=True, slots=True)
class Stale:
    """A notebook that has to run, and why."""

    stem: str
    reason: str


def files(path: Path) -> list[Path]:
    """Return the files at or under a path, sorted, without what tools leave there."""
    if path.is_file():
        return [path]
    found: list[Path] = []
    if path.is_dir():
        for child in sorted(path.iterdir()):
            if not child.name.startswith((".", "__pycache__")):
                found += files(child)
    return found


def sources(stem: str, article: Path, parameters: Mapping[str, object]) -> list[Path]:
    """Return every file that a notebook itself depends on, its predecessors' apart.

    A parameter that names a file (a sheet of corrections, a table) makes that file a source.
    """
    found = [article, paths.notebooks() / f"{stem}.ipynb"]
    for value in parameters.values():
        if isinstance(value, str) and value and paths.resolve(value).is_file():
            found.append(paths.resolve(value))
    for name in dependencies.declared(stem):
        found += files(paths.root() / name)
    return found


def listing(stem: str, article: Path, parameters: Mapping[str, object]) -> list[str]:
    """Return the names of a notebook's sources; a file that has gone leaves no newer time."""
    return [paths.shown(path) for path in sources(stem, article, parameters)]


def state_file(folder: Path) -> Path:
    """Return where a run notes what it was given and what each notebook wrote."""
    return paths.executed(folder) / "state.json"


def read_state(folder: Path) -> dict[str, dict[str, object]]:
    """Return the notes of the last run by notebook; empty where there are none that can be read."""
    try:
        state = json.loads(state_file(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def stale(
    article: Path, folder: Path, parameters: dict[str, dict[str, object]], stems: list[str]
) -> list[Stale]:
    """Return the notebooks that have to run, in order, each with the reason.

    ``parameters`` holds what each notebook would be given. The first stale notebook makes all of
    its successors stale.
    """
    state = read_state(folder)
    before = 0
    for position, stem in enumerate(stems):
        reason = _reason(stem, article, folder, parameters.get(stem, {}), state.get(stem, {}))
        copy = paths.executed(folder) / f"{stem}.ipynb"
        if reason is None and copy.stat().st_mtime_ns < before:
            reason = f"{stems[position - 1]} has run since"
        if reason is not None:
            after = [Stale(later, f"follows {stem}") for later in stems[position + 1 :]]
            return [Stale(stem, reason), *after]
        before = copy.stat().st_mtime_ns
    return []


def manifest_is_stale(folder: Path) -> bool:
    """Whether the manifest is missing or older than a file of the engine.

    It records the whole engine, also what no notebook depends on.
    """
    manifest = folder / "manifest.json"
    if not manifest.exists():
        return True
    made = manifest.stat().st_mtime_ns
    return any(path.stat().st_mtime_ns > made for path in files(paths.engine()))


def _reason(
    stem: str,
    article: Path,
    folder: Path,
    parameters: dict[str, object],
    state: dict[str, object],
) -> str | None:
    """Return why one notebook is stale by itself, or None."""
    copy = paths.executed(folder) / f"{stem}.ipynb"
    if not copy.exists():
        return "it has not run yet"
    if state.get("parameters") != parameters:
        return "it ran with other parameters"
    outputs = state.get("outputs")
    for output in outputs if isinstance(outputs, list) else []:
        if not (folder / output).exists():
            return f"{output} is missing"
    made = copy.stat().st_mtime_ns
    for source in sources(stem, article, parameters):
        if source.stat().st_mtime_ns > made:
            return f"{paths.shown(source)} has changed"
    if state.get("sources") != listing(stem, article, parameters):
        return "a file it depends on came or went"
    return None
