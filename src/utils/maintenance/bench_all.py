"""``python -m src.utils.maintenance.bench_all``: what ``make all`` costs beside bare papermill.

The measure: wall time of ``make all`` with every notebook due, divided by the wall time that
papermill, through its API in one process, needs for four notebooks that hold nothing but the
imports of ours: their own statements, and the libraries that the engine loads for them. Runs
alternate, medians are compared. The ratio is to stay at or under 1.3.
"""

from __future__ import annotations

import ast
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from src.utils import paths
from src.utils.maintenance.keep import METADATA
from src.utils.runner import dependencies, surroundings

LIMIT = 1.3
PAPERMILL = """\
import sys, papermill
for name in sys.argv[1:]:
    papermill.execute_notebook(name, name + ".out.ipynb", progress_bar=False)
"""


def import_statements(notebook: Path) -> str:
    """Return the imports of a notebook's code cells, and those that they lead to, one a line."""
    found = [f"import {module}" for module in dependencies.preloaded(notebook.stem)]
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type == "code":
            for statement in ast.parse(cell.source).body:
                if isinstance(statement, ast.Import | ast.ImportFrom):
                    found.append(ast.unparse(statement))
    return "\n".join(found)


def empty_notebooks(folder: Path) -> list[Path]:
    """Write, for each of our notebooks, one that only imports what ours imports."""
    made = []
    for stem in dependencies.notebook_stems():
        source = import_statements(paths.notebooks() / f"{stem}.ipynb")
        notebook = new_notebook(cells=[new_code_cell(source)], metadata=METADATA)
        made.append(folder / f"{stem}.ipynb")
        nbformat.write(notebook, made[-1])
    return made


def seconds(command: list[str]) -> float:
    """Return the wall time of a command that must succeed."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=paths.root(), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command[:3])} ... failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start


def main() -> int:
    """Print the medians and the ratio as JSON; return 1 when the ratio is over the limit."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    surroundings.settle()
    with tempfile.TemporaryDirectory() as folder:
        empty = [str(path) for path in empty_notebooks(Path(folder))]
        bare, ours, again = [], [], []
        for _ in range(rounds):
            bare.append(seconds([sys.executable, "-c", PAPERMILL, *empty]))
            ours.append(seconds(["make", "all", "AGAIN=1"]))
            again.append(seconds(["make", "all"]))
    ratio = statistics.median(ours) / statistics.median(bare)
    print(
        json.dumps(
            {
                "make_all_s": round(statistics.median(ours), 2),
                "papermill_empty_s": round(statistics.median(bare), 2),
                "ratio": round(ratio, 2),
                "limit": LIMIT,
                "second_make_all_s": round(statistics.median(again), 2),
                "rounds": rounds,
            },
            indent=2,
        )
    )
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
