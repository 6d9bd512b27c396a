"""``python -m src.utils.maintenance.lab``: JupyterLab with the environment's own kernel.

Nothing is registered in the home folder: the kernel is the one that lies in the environment.
"""

from __future__ import annotations

import os
import sys

from src.utils import paths
from src.utils.runner import surroundings


def main() -> None:
    """Become JupyterLab, started in the root with the first notebook open; options pass through."""
    surroundings.settle()
    os.chdir(paths.root())
    first = next(iter(sorted(paths.notebooks().glob("[0-9]*.ipynb"))), None)
    target = [first.relative_to(paths.root()).as_posix()] if first else []
    command = [sys.executable, "-m", "jupyterlab", *sys.argv[1:], *target]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
