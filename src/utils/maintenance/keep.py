"""``python -m src.utils.maintenance.keep``: refresh the outputs that nbval compares.

A cell tagged ``nbval-check-output`` keeps the output and the count of its last run; every other
cell keeps neither. Run by ``make keep`` after a change of results that is meant; the change is then
seen in review.
"""

from __future__ import annotations

import sys
from typing import Any

import nbformat
from nbformat.v4 import writes

from src.utils import paths
from src.utils.runner import dependencies

TAG = "nbval-check-output"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def normalised(notebook: Any, executed: Any | None = None) -> Any:
    """Return a notebook as it is committed.

    Outputs of tagged cells come from ``executed``, the same notebook as it ran (papermill adds one
    cell, so cells are matched by their source), or stay where there is none.
    """
    ran = {c.source: c for c in executed.cells if c.cell_type == "code"} if executed else {}
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:02d}"
        cell["metadata"] = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
        if cell.cell_type != "code":
            continue
        if TAG not in cell.metadata.get("tags", []):
            cell.outputs, cell.execution_count = [], None
        elif cell.source in ran:
            cell.outputs, cell.execution_count = ran[cell.source].outputs, number
        for output in cell.outputs:
            if "execution_count" in output:
                output["execution_count"] = cell.execution_count
    notebook["metadata"] = nbformat.from_dict(METADATA)
    return notebook


def main() -> int:
    """Bring every notebook into its committed form; return the status."""
    ran = paths.executed(paths.article_dir(paths.default_article().name))
    for stem in dependencies.notebook_stems():
        path = paths.notebooks() / f"{stem}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        copy = ran / path.name
        executed = nbformat.read(copy, as_version=4) if copy.exists() else None
        text = writes(normalised(notebook, executed)) + "\n"
        if text != path.read_text(encoding="utf-8"):
            paths.write_atomic(path, text)
            print(f"{paths.shown(path)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
