"""``python -m src.utils.runner ARTICLE``: bring an article's tables, figures and report up to date.

Exit status: 0 done or nothing to do, 1 a notebook failed, 2 a bad input or wrong usage.
"""

from __future__ import annotations

import argparse
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from src.utils import paths
from src.utils.errors import AuditError, InputError
from src.utils.runner import article as inputs
from src.utils.runner import dependencies, outputs, staleness, surroundings

# The parameters that every notebook declares.
COMMON = ("article", "output")


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    made = argparse.ArgumentParser(prog="python -m src.utils.runner", description=__doc__)
    made.add_argument("article", nargs="?", help="the article (default: the review in data/raw/)")
    made.add_argument(
        "-p", "--parameter", action="append", default=[], metavar="NAME=VALUE",
        help="a notebook parameter; the value is read as YAML",
    )  # fmt: skip
    made.add_argument("--force", action="store_true", help="run every notebook, stale or not")
    made.add_argument("--dry-run", action="store_true", help="say what would run, and why")
    made.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return made


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status; errors are one sentence on standard error."""
    options = parser().parse_args(argv)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        bring_up_to_date(options)
    except AuditError as error:
        if options.debug:
            traceback.print_exc()
        print(error, file=sys.stderr)
        return 2 if isinstance(error, InputError) else 1
    except KeyboardInterrupt:
        print("Interrupted; nothing half-written was left.", file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001  (the last place that can turn it into a sentence)
        if options.debug:
            traceback.print_exc()
        kind = type(error).__name__
        print(f"The run stopped at something unforeseen, {kind}: {error}; add --debug to the "
              "runner's command (make all DEBUG=1) to see where.", file=sys.stderr)  # fmt: skip
        return 1
    return 0


def _interrupt(*_: object) -> None:
    """Treat a request to end like Ctrl-C, so that the same tidying is done."""
    raise KeyboardInterrupt


def bring_up_to_date(options: argparse.Namespace) -> None:
    """Run what is stale for one article.

    Raises AuditError or InputError with one sentence.
    """
    article = paths.resolve(options.article or paths.default_article())
    for remark in inputs.check(article):
        print(remark)
    folder = paths.article_dir(article.name)
    inputs.check_folder(article, folder)
    stems = dependencies.notebook_stems()
    if not stems:
        raise InputError(f"There is no notebook in {paths.shown(paths.notebooks())}/.")
    with one_run(folder):
        if outputs.recover(folder):
            print("An earlier run was killed; its half-done outputs were taken back.")
        parameters = assign(given(options.parameter), article, folder, stems)
        todo = (
            [staleness.Stale(stem, "forced") for stem in stems]
            if options.force
            else staleness.stale(article, folder, parameters, stems)
        )
        if options.dry_run:
            print("\n".join(f"{item.stem}: {item.reason}" for item in todo) or "Nothing is due.")
            return
        if todo:
            run(todo, article, folder, parameters)
        if todo or staleness.manifest_is_stale(folder):
            write_manifest(article, folder, parameters)
        print(f"{paths.shown(folder)}/ is up to date.")


def run(
    todo: list[staleness.Stale],
    article: Path,
    folder: Path,
    parameters: dict[str, dict[str, Any]],
) -> None:
    """Run what is due.

    The imports stand here: papermill takes longer to import than finding out that nothing is due,
    and the first kernel starts meanwhile.
    """
    from src.utils.runner.kernels import Kernels

    with Kernels([item.stem for item in todo]) as kernels:
        execution = load_execution()
        execution.check_parameters(set(COMMON), set(), [item.stem for item in todo])
        execution.run(todo, article, folder, parameters, kernels, print)


def load_execution() -> ModuleType:
    """Import papermill and what uses it, once it is certain that it is needed.

    nbformat imports jsonschema, and that a grammar of internationalised addresses: two seconds for
    something that no notebook has. With None in its place jsonschema goes on without.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from src.utils.runner import execution

    return execution


def given(assignments: list[str]) -> dict[str, Any]:
    """Turn ``NAME=VALUE`` into names and values.

    Raises InputError for one without an equals sign or with a value that is not YAML.
    """
    found: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or not name.isidentifier():
            raise InputError(f"A parameter is given as NAME=VALUE, not as {assignment!r}.")
        import yaml

        try:
            found[name] = yaml.safe_load(value)
        except yaml.YAMLError as error:
            raise InputError(f"The value of {name}, {value!r}, is not valid YAML.") from error
    return found


def assign(
    extra: dict[str, Any], article: Path, folder: Path, stems: list[str]
) -> dict[str, dict[str, Any]]:
    """Return what each notebook is given: article and output, and the extras that it declares.

    Raises InputError for an extra that no notebook declares.
    """
    common = dict(zip(COMMON, (paths.shown(article), paths.shown(folder)), strict=True))
    if not extra:
        return {stem: dict(common) for stem in stems}
    declared = load_execution().check_parameters(set(COMMON), set(extra), stems)
    return {
        stem: {name: value for name, value in (common | extra).items() if name in declared[stem]}
        for stem in stems
    }


def write_manifest(article: Path, folder: Path, parameters: dict[str, dict[str, Any]]) -> None:
    """Write what the outputs were made from and with, now that all of them are there."""
    # Imported here: none of it is needed to find out that nothing is due.
    from src.utils import sidecars
    from src.utils.provenance import manifest
    from src.utils.reading import read

    named = {name: value for each in parameters.values() for name, value in each.items()}
    primary = named.get("primary_reports") or None
    files = [*sidecars.find(read(article), primary).files]
    for value in named.values():
        if isinstance(value, str) and value and paths.resolve(value).is_file():
            files.append(paths.resolve(value))
    manifest.write(folder, article, files, parameters)


@contextmanager
def one_run(folder: Path) -> Iterator[None]:
    """Let one run at a time write to an article's folder; a second one waits and says so."""
    paths.executed(folder).mkdir(parents=True, exist_ok=True)
    with (paths.executed(folder) / ".lock").open("w") as file:
        try:
            import fcntl
        except ImportError:  # not a POSIX system: go on without
            yield
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another run is writing to {paths.shown(folder)}/; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    surroundings.settle()
    sys.exit(main())
