"""``python -m src.utils.maintenance.lock``: resolve pyproject.toml into ``requirements.lock``.

One lock for every system and every Python from 3.11 on, with the sha256 of every file. Pins stay
where they are unless ``--upgrade`` is given. environment.yml is written again afterwards.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from src.utils import paths
from src.utils.maintenance import conda

# The address of the package index stays out of the file: it is the machine's, not the project's.
COMMAND = (
    "pip", "compile", "pyproject.toml", "--group", "notebooks", "--group", "test",
    "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate",
    "--no-emit-index-url", "--custom-compile-command", "make lock",
    "--quiet", "--output-file", "requirements.lock",
)  # fmt: skip


def main() -> int:
    """Write the lock and environment.yml; return the resolver's status."""
    from src.utils.maintenance import set_up

    uv = Path(sys.prefix) / "bin" / "uv"
    done = subprocess.run(
        [str(uv), *COMMAND, *sys.argv[1:]],
        cwd=paths.root(),
        env=set_up.surroundings(),
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode or conda.main()


if __name__ == "__main__":
    sys.exit(main())
