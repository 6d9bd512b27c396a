"""The environment variables under which a notebook runs, the same for runner, nbval and JupyterLab.

A person's own Jupyter, IPython and matplotlib settings change what a notebook shows, and kernels
write to the home folder; here they all get a place inside the environment. Importing this module
sets the variables (pytest loads it by ``-p``), so that no caller can forget.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

# An arbitrary fixed moment (1 January 2024) for whatever stamps a date into its output.
EPOCH = "1704067200"


def settle() -> None:
    """Set the variables in this process; its children inherit them."""
    home = Path(sys.prefix) / "var"
    os.environ["MPLBACKEND"] = "Agg"
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    os.environ["MPLCONFIGDIR"] = str(home / "matplotlib")
    os.environ["IPYTHONDIR"] = str(home / "ipython")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(home / "jupyter" / "runtime")
    # The environment's own kernel comes before one of the same name in the home folder.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    # debugpy warns about frozen modules on standard error of every kernel.
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    # A folder of the caller's must not shadow a package inside a kernel.
    os.environ.pop("PYTHONPATH", None)
    for folder in ("matplotlib", "ipython", "jupyter/runtime"):
        (home / folder).mkdir(parents=True, exist_ok=True)


settle()
