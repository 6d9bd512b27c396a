"""Make or refresh the environment in ``.venv`` from ``requirements.lock``.

Run by ``make env`` with the machine's own ``python3`` (the Makefile has looked at its version), so
it uses the standard library only. Three ways, the first that works:

1. uv on PATH, when it is at least the version in the lock;
2. that version of uv, installed by pip (hash checked) into ``.bootstrap``;
3. a plain venv filled by ``pip --require-hashes``.

uv is never allowed to download a Python.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
INTERPRETER = VENV / "bin" / "python"
BOOTSTRAP = ROOT / ".bootstrap"
LOCK = ROOT / "requirements.lock"
PYPROJECT = ROOT / "pyproject.toml"
# Written last: a set-up that was interrupted leaves no stamp and is done again.
STAMP = VENV / ".stamp"


class SetUpError(Exception):
    """The environment cannot be made; the text is the sentence to show."""


def main() -> int:
    """Make the environment unless its stamp is newer than lock and pyproject; return the status."""
    try:
        with one_at_a_time():
            if not is_fresh():
                make_environment()
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; the next make continues the set-up.", file=sys.stderr)
        return 130
    return 0


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold a lock on pyproject.toml, so that two makes do not fill one environment at once."""
    with PYPROJECT.open("rb") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        except ImportError:
            pass  # not a POSIX system: go on without
        yield


def is_fresh() -> bool:
    """Whether the environment's Python runs and its stamp is newer than what it was made from."""
    if not STAMP.exists() or not runs(INTERPRETER):
        return False
    made = STAMP.stat().st_mtime_ns
    return all(source.stat().st_mtime_ns <= made for source in (LOCK, PYPROJECT))


def runs(python: Path) -> bool:
    """Whether an interpreter exists, starts and is new enough."""
    test = f"import sys; sys.exit(sys.version_info < {OLDEST!r})"
    try:
        return subprocess.call([python, "-c", test], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_environment() -> None:
    """Fill ``.venv`` by the first of the three ways that works, then write the stamp.

    Raises SetUpError with one sentence where none does.
    """
    print("Setting up the environment in .venv ...", flush=True)
    variables = surroundings()
    uv = find_uv(variables)
    STAMP.unlink(missing_ok=True)
    # A Python that has gone (an upgrade of the machine, a moved checkout) leaves a dead .venv.
    if VENV.exists() and not runs(INTERPRETER):
        shutil.rmtree(VENV)
    project: list[str | Path] = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    if uv:
        if not VENV.exists():
            run([uv, "venv", "--quiet", "--python", sys.executable, VENV], variables)
        target: list[str | Path] = ["--quiet", "--python", INTERPRETER]
        run([uv, "pip", "sync", *target, "--require-hashes", LOCK], variables)
        run([uv, "pip", "install", *target, *project], variables)
    else:
        if not VENV.exists() and not make_venv(VENV):
            raise SetUpError(
                "This Python can neither install uv nor make an environment (python3 -m venv "
                "fails): install uv, or your system's package for venv (Debian: python3-venv)."
            )
        pip: list[str | Path] = [INTERPRETER, "-m", "pip", "install", "--quiet"]
        run([*pip, "--no-deps", "--require-hashes", "--requirement", LOCK], variables)
        run([*pip, *project], variables)
    STAMP.touch()


def surroundings() -> dict[str, str]:
    """Environment for pip and uv: the caller's, with uv told what pip is configured to use.

    A machine behind a mirror configures pip; uv does not read that, so index and certificates are
    handed on unless uv has settings of its own.
    """
    variables = dict(os.environ)
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONHOME", "PYTHONPATH"):
        variables.pop(name, None)
    variables["UV_PYTHON_DOWNLOADS"] = "never"
    # Without bytecode every notebook's kernel compiles pandas anew where writing it is forbidden.
    variables["UV_COMPILE_BYTECODE"] = "1"
    pip = pip_settings()
    own = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_CONFIG_FILE", "UV_NO_INDEX")
    if pip.get("index-url") and not any(name in variables for name in own):
        variables["UV_DEFAULT_INDEX"] = pip["index-url"]
    if pip.get("cert"):
        variables.setdefault("SSL_CERT_FILE", pip["cert"])
    if pip.get("timeout"):
        variables.setdefault("UV_HTTP_TIMEOUT", pip["timeout"])
    return variables


def pip_settings() -> dict[str, str]:
    """What ``pip config list`` says, by option name; empty where there is no pip."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = {}
    for line in done.stdout.splitlines():
        match = re.match(r"(?:global|install|:env:)\.([a-z-]+)='(.*)'$", line.strip())
        if match:
            found[match.group(1).removeprefix("default-")] = match.group(2)
    return found


def pinned_uv() -> tuple[tuple[int, ...], str]:
    """Return the locked version of uv and its requirement with hashes, as the lock has it."""
    match = re.search(
        r"^uv==([0-9.]+)[^\n]*(?:\n    --hash=[^\n]*)*", LOCK.read_text(encoding="utf-8"), re.M
    )
    if match is None:
        raise SetUpError("requirements.lock does not pin uv; run: make lock")
    return version(match.group(1)), match.group(0)


def version(text: str) -> tuple[int, ...]:
    """``uv 0.10.2`` as ``(0, 10, 2)``."""
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def find_uv(variables: dict[str, str]) -> Path | None:
    """Return a uv that is new enough, from PATH or installed for the purpose; None if neither."""
    wanted, requirement = pinned_uv()
    own = BOOTSTRAP / "bin" / "uv"
    on_path = shutil.which("uv")
    for candidate in (Path(on_path) if on_path else None, own):
        if candidate and candidate.exists():
            said = subprocess.run([candidate, "--version"], capture_output=True, text=True)
            if said.returncode == 0 and version(said.stdout) >= wanted:
                return candidate
    shutil.rmtree(BOOTSTRAP, ignore_errors=True)
    install: list[str | Path]
    if make_venv(BOOTSTRAP):
        install = [BOOTSTRAP / "bin" / "python", "-m", "pip", "install"]
    else:
        # A Python without ensurepip may still have a pip of its own.
        install = [sys.executable, "-m", "pip", "install", "--target", BOOTSTRAP]
    BOOTSTRAP.mkdir(exist_ok=True)
    listed = BOOTSTRAP / "uv.txt"
    listed.write_text(requirement + "\n", encoding="utf-8")
    command: list[str | Path] = [
        *install,
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--requirement",
        listed,
    ]
    # What pip has to say is shown only if the plain way fails too.
    subprocess.run(command, env=variables, capture_output=True, check=False)
    return own if own.exists() else None


def make_venv(folder: Path) -> bool:
    """Make a venv with pip in it; return whether that worked, and leave nothing where not."""
    command: list[str | Path] = [sys.executable, "-m", "venv", folder]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        return False
    return True


def run(command: list[str | Path], variables: dict[str, str]) -> None:
    """Run a command; its own messages go to the screen.

    Raises SetUpError with the command when it fails.
    """
    if subprocess.call(command, env=variables, cwd=ROOT) != 0:
        shown = " ".join(str(part) for part in command)
        raise SetUpError(f"The environment could not be made; this failed: {shown}")


if __name__ == "__main__":
    sys.exit(main())
