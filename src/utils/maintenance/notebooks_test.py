"""``python -m src.utils.maintenance.notebooks_test``: the notebooks through nbval, in order.

They run in a copy of the repository, so that a failing or interrupted test leaves
``data/processed/`` alone. Afterwards what they wrote there is held against what lies here, byte for
byte: nbval never compares a picture, and outputs that nobody made again are seen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from src.utils import paths
from src.utils.runner import outputs, surroundings

# What a notebook may read; everything else stays behind.
COPIED = ("src", "notebooks", "data/raw", "decisions", "requirements.lock", "pyproject.toml")
LEFT = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.part")


def copy_repository(target: Path) -> None:
    """Copy what the notebooks read, with the times of the files."""
    for name in COPIED:
        source = paths.root() / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=LEFT)
        elif source.exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)


def nbval(root: Path, options: list[str]) -> int:
    """Run every notebook under a root through nbval and return pytest's status."""
    sanitize = paths.root() / "tests" / "nbval_sanitize.cfg"
    # One process: a notebook reads what the one before it wrote.
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval"]
    command += ["--nbval-current-env", "--nbval-sanitize-with", str(sanitize)]
    names = sorted(path.name for path in (root / "notebooks").glob("[0-9]*.ipynb"))
    return subprocess.run(
        [*command, *options, *(f"notebooks/{name}" for name in names)],
        cwd=root,
        env=os.environ | {paths.ROOT_VARIABLE: str(root)},
        check=False,
    ).returncode


def differences(made: Path, here: Path) -> list[str]:
    """Return one line per output that is missing, left over or of other bytes."""
    new, old = set(outputs.present(made)), set(outputs.present(here))
    found = [f"{name} is missing" for name in sorted(new - old)]
    found += [f"{name} is written by no notebook" for name in sorted(old - new)]
    for name in sorted(new & old):
        if (made / name).read_bytes() != (here / name).read_bytes():
            found.append(f"{name} differs")
    return found


def main() -> int:
    """Run, compare and say what does not agree; options pass through to pytest."""
    surroundings.settle()
    here = paths.article_dir(paths.default_article().name)
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        root = Path(folder).resolve()
        copy_repository(root)
        status = nbval(root, sys.argv[1:])
        if status:
            return status
        found = differences(root / here.relative_to(paths.root()), here)
    for line in found:
        print(f"{paths.shown(here)}/{line}: run make all, and commit what it writes.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
