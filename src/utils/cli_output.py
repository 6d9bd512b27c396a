"""Where the text of a command goes, and how far a long one is.

The text goes to standard output or a file, and never over what was read. Belongs here: writing,
what can go wrong with it in one sentence, progress. Does not: making the text.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from src.utils import paths
from src.utils.errors import InputError


def keep_inputs(output: str | None, *inputs: str | None) -> None:
    """Refuse to write over what is read; raises `errors.InputError`."""
    if output is None or not Path(output).exists():
        return
    for one in inputs:
        if one is not None and Path(one).exists() and Path(one).samefile(output):
            raise InputError(f"--output {output} is an input itself; name another file.")


def emit(text: str | None, output: str | None) -> None:
    """Write a text to a file, or to standard output where ``output`` is None.

    None for the text means that it was written already. Raises `errors.InputError` where the
    text cannot be written, and leaves a closed pipe to the caller.
    """
    if text is None:
        return
    try:
        if output is not None:
            paths.write_atomic(output, text)
            return
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if output is None:
            # What is left in the buffer would be tried, and complained of, again at exit.
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
        name = output or "standard output"
        raise InputError(f"{name} could not be written: {error.strerror}.") from error


@contextmanager
def progress(names: Sequence[str], label: str) -> Iterator[Iterable[str]]:
    """Names to go through, with a bar on standard error while somebody watches a long run."""
    if len(names) < 2 or not sys.stderr.isatty():
        yield names
        return
    with click.progressbar(names, label=label, file=sys.stderr, show_pos=True) as bar:
        yield bar
