"""The manifest of a run: which outputs were made from which inputs, with what, and how many rows.

Belongs here: writing ``manifest.json`` into an article's folder and proving that what lies there
still belongs together. `verify` answers with one sentence per file that does not belong.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import platform
import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from src.utils import paths
from src.utils.errors import InputError

NAME = "manifest.json"
#: What of the engine decides on outputs: code, templates, style and script of the page.
_ENGINE = (".py", ".j2", ".css", ".js")
#: Working files of the runner and of tools, which are no outputs.
_PRIVATE = re.compile(
    r"(?:^|/)(?:\.|__pycache__|executed/(?:failed|before)|executed/state\.json)|\.part$"
)


def sha256(path: Path) -> str:
    """The sha256 of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe(
    article: str | Path,
    inputs: Iterable[Path] = (),
    parameters: Mapping[str, Any] | None = None,
    corrections: Iterable[str] = (),
) -> dict[str, Any]:
    """What an output was made from, without anything that changes from machine to machine.

    ``inputs`` are the sidecars that were used (`sidecars.Sidecars.files`); the decisions file and
    the lock of the environment are added where they are there. ``corrections`` are sentences.
    This is what the page shows; the manifest adds code, versions and outputs.
    """
    source = paths.resolve(article)
    found = [source, *map(Path, inputs)]
    sheet = paths.root() / "decisions" / f"{source.stem}.yml"
    found += [p for p in (sheet, paths.lock()) if p.is_file()]
    seen = dict.fromkeys(p.resolve() for p in found if p.is_file())
    return {
        "inputs": {paths.shown(p): {"sha256": sha256(p)} for p in seen},
        "parameters": dict(parameters or {}),
        "corrections": list(corrections),
    }


def sentences(corrections: Iterable[Any]) -> list[str]:
    """Corrections of the reading that were applied, each as one line for people."""
    return [
        f"{c.result or f'“{c.quote}”'}: {c.what} was read as {c.old or 'nothing'}, "
        f"is {c.new or 'nothing'}, because {c.why}"
        for c in corrections
        if c.status == "accepted"
    ]


def write(
    folder: str | Path,
    article: str | Path,
    inputs: Iterable[Path] = (),
    parameters: Mapping[str, Any] | None = None,
    corrections: Iterable[str] = (),
) -> Path:
    """Write ``manifest.json`` for everything that lies in a run's folder; return its path.

    ``parameters`` are those of the notebooks, by notebook. Row counts are those of csv files.
    """
    folder = Path(folder)
    content = {
        "article": paths.shown(paths.resolve(article)),
        **describe(article, inputs, parameters, corrections),
        "versions": versions(),
        "engine": {paths.shown(p): sha256(p) for p in engine()},
        "outputs": {name: _output(folder / name) for name in outputs(folder)},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return paths.write_atomic(folder / NAME, text)


def engine() -> list[Path]:
    """Every file of the engine and every notebook, sorted."""
    found = [p for p in paths.engine().rglob("*") if p.suffix in _ENGINE]
    return sorted([*found, *paths.notebooks().glob("*.ipynb")])


def versions() -> dict[str, str]:
    """Versions of Python, of the engine and of its direct dependencies."""
    out = {"python": platform.python_version()}
    try:
        project = tomllib.loads((paths.root() / "pyproject.toml").read_text(encoding="utf-8"))
        names = [re.split(r"[\[<>=!~ ]", d)[0] for d in project["project"]["dependencies"]]
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        names = []
    for name in ["article-audit", *names]:
        try:
            out[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return out


def outputs(folder: Path) -> list[str]:
    """Relative paths of a run's outputs, sorted; the manifest itself and working files left out."""
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(n for n in found if n != NAME and not _PRIVATE.search(n))


def _output(path: Path) -> dict[str, Any]:
    out: dict[str, Any] = {"sha256": sha256(path), "bytes": path.stat().st_size}
    if path.suffix == ".csv":
        out["rows"] = rows(path)
    return out


def rows(path: Path) -> int:
    """How many rows a csv file has below its header (a quoted field may hold line ends)."""
    with path.open(encoding="utf-8", newline="") as file:
        return max(sum(1 for _ in csv.reader(io.StringIO(file.read()))) - 1, 0)


def recorded(name: str) -> Path:
    """The file that a manifest calls ``name``: from the root, wherever the caller stands."""
    return paths.root() / name


def load(folder: str | Path) -> dict[str, Any]:
    """Read a manifest; raises `errors.InputError` when there is none or it is not one."""
    path = Path(folder) / NAME
    shown = paths.shown(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"{shown} is not there: 'make all' writes it.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{shown} cannot be read as a manifest: run 'make all' again.") from error
    keys = ("inputs", "engine", "outputs")
    if not isinstance(content, dict) or not all(isinstance(content.get(k), dict) for k in keys):
        raise InputError(f"{shown} is not a manifest of this version: run 'make all' again.")
    return content


def verify(folder: str | Path) -> list[str]:
    """One sentence per file that does not belong; an empty list when all is as it was written.

    Raises `errors.InputError` when there is no manifest to hold the files against.
    """
    folder = Path(folder)
    content = load(folder)
    shown = paths.shown(folder)
    out: list[str] = []
    for name, one in content["inputs"].items():
        out += _compare(
            recorded(name), name, one["sha256"], f"the outputs in {shown} were made from"
        )
    for name, digest in content["engine"].items():
        out += _compare(recorded(name), name, digest, f"the outputs in {shown} were made with")
    now = set(outputs(folder))
    for name, one in content["outputs"].items():
        path = folder / name
        what = paths.shown(path)
        if name not in now:
            out.append(f"{what} is missing: the run wrote it, and it is gone.")
        elif sha256(path) != one["sha256"]:
            counted = ""
            if "rows" in one and rows(path) != one["rows"]:
                counted = f" ({rows(path)} rows, the run wrote {one['rows']})"
            out.append(f"{what} is not what the run wrote{counted}: it was changed since.")
    for name in sorted(now - set(content["outputs"])):
        out.append(
            f"{paths.shown(folder / name)} was not written by the run: nothing vouches for it."
        )
    return out


def _compare(path: Path, name: str, digest: str, made: str) -> list[str]:
    if not path.is_file():
        return [f"{name} is missing: {made} it."]
    if sha256(path) != digest:
        return [f"{name} changed: {made} another version of it."]
    return []
