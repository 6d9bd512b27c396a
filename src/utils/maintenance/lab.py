"""``python -m src.utils.maintenance.lab``: JupyterLab with the environment's own kernel.

Nothing is written to the home folder: the kernel is the one that lies in the environment, and
settings, workspaces and signatures go beside it, unless the caller's own variables say where.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from src.utils import paths
from src.utils.runner import surroundings


def main() -> None:
    """Become JupyterLab, started in the root with the first notebook open; options pass through."""
    surroundings.settle()
    for name in ("config", "data"):
        folder = Path(sys.prefix) / "var" / "jupyter" / name
        os.environ.setdefault(f"JUPYTER_{name.upper()}_DIR", str(folder))
    os.chdir(paths.root())
    first = next(iter(sorted(paths.notebooks().glob("[0-9]*.ipynb"))), None)
    page = f"/lab/tree/{paths.shown(first)}" if first else "/lab"
    # A file name as argument would make the file's folder the server's root.
    target = [f"--ServerApp.root_dir={paths.root()}", f"--LabApp.default_url={page}"]
    # The search for language servers asks npm, which leaves a cache in the home folder.
    target.append("--LanguageServerManager.autodetect=False")
    # In a container one is often root, and JupyterLab then wants to be told that this is meant.
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [sys.executable, "-m", "jupyterlab", *root, *target, *sys.argv[1:]]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
