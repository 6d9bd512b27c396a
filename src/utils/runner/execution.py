"""Runs notebooks through papermill's API, one after the other, in this process.

papermill writes its copy also when a notebook fails, so it writes under ``failed/`` and
only a good copy, normalised, moves to its place.
"""

from __future__ import annotations

import difflib
import json
import logging
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbstripout import strip_output
from papermill.exceptions import PapermillExecutionError

from src.utils import paths
from src.utils.errors import AuditError, InputError
from src.utils.runner import outputs, staleness
from src.utils.runner.kernels import Kernels

# Times and random names, which would make two equal runs differ.
STRIPPED = [
    "metadata.papermill",
    "metadata.widgets",
    "cell.metadata.papermill",
    "cell.metadata.execution",
]
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
CELL_SECONDS = 600

# What papermill would log, our sentence says.
logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)


class NotebookError(AuditError):
    """A notebook stopped; the text names notebook, cell and message."""


def declared_parameters(stem: str) -> list[str]:
    """Return the names in a notebook's cell tagged ``parameters``.

    Raises InputError for a notebook that cannot be read or has no such cell: papermill would
    ignore every parameter without a word.
    """
    path = paths.notebooks() / f"{stem}.ipynb"
    try:
        names = list(papermill.inspect_notebook(str(path)))
    except (OSError, ValueError, KeyError, nbformat.ValidationError) as error:
        raise InputError(f"{paths.shown(path)} is not a notebook that can be read.") from error
    if not names:
        raise InputError(
            f"{paths.shown(path)} has no cell tagged 'parameters' that sets any, "
            "so it would ignore what it is given."
        )
    return names


def check_parameters(
    everywhere: set[str], extra: set[str], stems: list[str]
) -> dict[str, list[str]]:
    """Return the declared parameters by notebook, once every given name has its place.

    ``everywhere`` holds the names that each notebook has to declare, ``extra`` those that at least
    one has to. Raises InputError for a name without a place, with the nearest that is declared.
    """
    declared = {stem: declared_parameters(stem) for stem in stems}
    known = sorted({name for names in declared.values() for name in names})
    for name in sorted(extra - set(known)):
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)[0]
        raise InputError(
            f"No notebook has a parameter {name!r}: did you mean {near!r}? "
            f"There are {', '.join(known)}."
        )
    for stem, names in declared.items():
        for name in sorted(everywhere - set(names)):
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.0)[0]
            raise InputError(
                f"{paths.shown(paths.notebooks())}/{stem}.ipynb needs a parameter {name!r}; "
                f"the nearest that it has is {near!r}."
            )
    return declared


def run(
    stale: list[staleness.Stale],
    article: Path,
    folder: Path,
    parameters: dict[str, dict[str, Any]],
    kernels: Kernels,
    say: Callable[[str], None],
) -> None:
    """Run the stale notebooks in order; ``say`` gets one line for each.

    Raises NotebookError or InputError with one sentence when a notebook stops; its outputs are
    then what they were before, and so is its executed copy.
    """
    for item in stale:
        started = time.time_ns()
        with outputs.guarded(folder) as before:
            notebook = _execute(item.stem, folder, parameters[item.stem], kernels)
            now = outputs.present(folder)
            written = [name for name, status in now.items() if before.get(name) != status]
            _keep(item.stem, notebook, folder, started)
        _note(item.stem, article, folder, parameters[item.stem], written)
        kernels.end(item.stem)
        seconds = (time.time_ns() - started) / 1e9
        say(f"{item.stem}: {seconds:.1f} s ({item.reason})")


def _execute(stem: str, folder: Path, parameters: dict[str, Any], kernels: Kernels) -> Any:
    """Run one notebook and return it as executed."""
    source = paths.notebooks() / f"{stem}.ipynb"
    failed = paths.executed(folder) / "failed"
    failed.mkdir(parents=True, exist_ok=True)
    working = failed / f"{stem}.ipynb"
    bar = {"desc": stem, "leave": False, "disable": not sys.stderr.isatty()}
    try:
        notebook = papermill.execute_notebook(
            str(source),
            str(working),
            parameters=parameters,
            kernel_name="python3",
            progress_bar=bar,
            request_save_on_cell_execute=False,
            execution_timeout=CELL_SECONDS,
            km=kernels.get(stem),
        )
    except PapermillExecutionError as error:
        raise _sentence(stem, error, failed) from error
    except CellTimeoutError as error:
        raise NotebookError(
            f"{paths.shown(source)}: a cell ran for more than {CELL_SECONDS} s and was stopped."
        ) from error
    except (DeadKernelError, RuntimeError) as error:
        raise NotebookError(f"{paths.shown(source)}: its kernel died: {error}.") from error
    working.unlink(missing_ok=True)
    (failed / f"{stem}.log").unlink(missing_ok=True)
    if not any(failed.iterdir()):
        failed.rmdir()
    return notebook


def _sentence(stem: str, error: PapermillExecutionError, failed: Path) -> AuditError:
    """Turn papermill's error into one sentence, and put the whole trace into a log."""
    log = failed / f"{stem}.log"
    trace = ANSI.sub("", "\n".join(error.traceback))
    paths.write_atomic(log, f"{error.source}\n\n{trace}\n")
    message = " ".join(ANSI.sub("", error.evalue or "").split()) or "no message"
    # The engine's own sentences stand for themselves; others need the kind of the error.
    if error.ename == "InputError":
        return InputError(message)
    if error.ename not in ("AuditError", "ClaimError"):
        message = f"{error.ename}: {message}"
    source = paths.shown(paths.notebooks() / f"{stem}.ipynb")
    return NotebookError(
        f"{source}, cell {error.exec_count}: {message.rstrip('.')}. "
        f"(The whole trace is in {paths.shown(log)}.)"
    )


def _keep(stem: str, notebook: Any, folder: Path, started: int) -> None:
    """Write the executed copy, normalised, with the time at which its run started."""
    clean = strip_output(
        notebook, keep_output=True, keep_count=True, keep_id=False, extra_keys=STRIPPED
    )
    copy = paths.executed(folder) / f"{stem}.ipynb"
    part = paths.write_atomic(copy.with_name(f"{copy.name}.part"), nbformat.writes(clean) + "\n")
    os.utime(part, ns=(started, started))
    part.replace(copy)


def _note(
    stem: str, article: Path, folder: Path, parameters: dict[str, Any], written: list[str]
) -> None:
    """Add to the notes of the run what a notebook was given, depends on and wrote."""
    state = staleness.read_state(folder)
    state[stem] = {
        "parameters": parameters,
        "sources": staleness.listing(stem, article, parameters),
        "outputs": written,
    }
    paths.write_atomic(staleness.state_file(folder), json.dumps(state, indent=1, sort_keys=True))
