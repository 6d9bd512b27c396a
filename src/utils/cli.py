"""The command line: ``article-audit check | extract | trace | explain | checks`` and more.

Exit status: 0 nothing at or above ``--fail-on``, 1 something is, 2 wrong usage or an input that
cannot be read. A user never meets a traceback; ``--debug`` shows it. Heavy imports stay inside the
commands that need them, so that ``--help`` answers at once.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from src.utils.cli_output import emit, keep_inputs, progress
from src.utils.cli_provenance import commands
from src.utils.errors import AuditError, InputError

if TYPE_CHECKING:
    from src.utils.records import Audit

_FORMATS = ("text", "json", "sarif", "csv", "html")
_RANK = {"error": 3, "warning": 2, "note": 1}


class Guarded(click.Group):
    """Turns every error into one sentence on standard error and exit status 2."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command; what goes wrong is said in one sentence."""
        debug = "--debug" in (kwargs.get("args") or args[0] if args else sys.argv)
        try:
            return super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.ClickException as error:
            error.show()
            code = 2
        except click.exceptions.Abort:
            click.echo("Stopped by the user.", err=True)
            code = 130
        except AuditError as error:
            if debug:
                raise
            click.echo(f"article-audit: {error}", err=True)
            code = 2
        except BrokenPipeError:
            sys.stderr.close()
            code = 0
        except Exception as error:
            if debug:
                raise
            click.echo(
                f"article-audit: internal error ({type(error).__name__}: {error}); "
                "run again with --debug to see where, and report it.",
                err=True,
            )
            code = 2
        sys.exit(code)


@click.group(cls=Guarded, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.version_option(package_name="article-audit")
def main(debug: bool) -> None:
    """Find out whether the numbers of a clinical article agree with each other."""


def _codes(context: click.Context, option: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Check codes or family prefixes, separated by commas; an unknown one is refused."""
    if not value:
        return ()
    from src.utils.checks.registry import registered

    known = [c.code for c in registered()]
    wanted = tuple(code.strip().upper() for code in value.split(",") if code.strip())
    for code in wanted:
        if not any(k.startswith(code) for k in known):
            raise click.BadParameter(
                f"no check is called {code}; 'article-audit checks' lists them."
            )
    return wanted


_select = click.option("--select", callback=_codes, help="Only these codes or families: CI,TT01.")
_ignore = click.option("--ignore", callback=_codes, help="Leave these codes or families out.")
_output = click.option("--output", type=click.Path(dir_okay=False), help="Write here, whole.")


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True)
@_output
@_select
@_ignore
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "note", "never")),
    default="error",
    show_default=True,
)
@click.option("--primary", type=click.Path(), help="Table of primary reports to hold it against.")
@click.option(
    "--decisions", "sheet", type=click.Path(), help="Decisions file (dismissed findings)."
)
def check(
    files: tuple[str, ...],
    form: str,
    output: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    primary: str | None,
    sheet: str | None,
) -> None:
    """Check articles: does the text agree with the tables, and every number with its neighbours?"""
    from src.utils.pipeline import audit

    keep_inputs(output, *files, primary, sheet)
    audits: list[Audit | InputError] = []
    with progress(files, "Checking") as names:
        for name in names:
            try:
                audits.append(audit(name, primary, select=select, ignore=ignore))
            except InputError as error:
                audits.append(error)
    for problem in (a for a in audits if isinstance(a, InputError)):
        click.echo(f"article-audit: {problem}", err=True)
    good = [a for a in audits if not isinstance(a, InputError)]
    decided = _decisions(good, sheet)
    emit(_render(form, files, audits, decided), output)
    dismissed = frozenset[str]().union(*(d.dismissed for d in decided))
    worst = max(
        (
            _RANK[v.severity]
            for a in good
            for v in a.verdicts
            if v.severity and v.id not in dismissed
        ),
        default=0,
    )
    failed = any(v.outcome == "failed" for a in good for v in a.verdicts)
    if len(good) < len(audits):
        sys.exit(2)
    if fail_on != "never" and (failed or worst >= _RANK[fail_on]):
        sys.exit(1)


def _decisions(audits: list[Audit], sheet: str | None) -> list[Any]:
    """Decisions per article, as `provenance.decisions` applies them to the findings."""
    from src.utils.provenance import decisions

    out = []
    for one in audits:
        states = decisions.for_article(one, sheet)
        for sentence in states.sentences:
            click.echo(f"article-audit: {sentence}", err=True)
        out.append(states)
    return out


def _render(form: str, files: tuple[str, ...], audits: list[Any], decided: list[Any]) -> str | None:
    """The output as text; None when it went to the terminal already."""
    good = [a for a in audits if not isinstance(a, InputError)]
    if form == "json":
        from src.utils.record_json import audit_json

        objects = [
            {"path": name, "error": str(a)} if isinstance(a, InputError) else audit_json(a)
            for name, a in zip(files, audits, strict=True)
        ]
        return _json(objects[0] if len(files) == 1 else objects)
    if form == "sarif":
        from src.utils.provenance.sarif import to_sarif

        return _json(to_sarif(good, decided))
    if form == "csv":
        from src.utils.record_json import verdict_rows

        return _csv(
            {"path": a.article.path, **row}
            for a in good
            for row in verdict_rows(a.article, a.verdicts)
        )
    if form == "html":
        if len(good) > 1:
            raise click.UsageError("--format html makes one page of one article; name one file.")
        from src.utils.cli_provenance import page

        return page(good[0], decided[0]) if good else ""
    from src.utils import terminal

    buffer = io.StringIO()
    out = terminal.console(file=buffer if not sys.stdout.isatty() else None)
    for one, states in zip(good, decided, strict=True):
        terminal.print_audit(out, one, states.dismissed)
    return buffer.getvalue() or None


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _csv(rows: Iterable[dict[str, str]]) -> str:
    buffer = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(buffer, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow(row)
    return buffer.getvalue()


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--format", "form", type=click.Choice(("json", "csv")), default="json")
@_output
def extract(files: tuple[str, ...], form: str, output: str | None) -> None:
    """Print every reported result of articles, without judging any."""
    from src.utils.pipeline import audit
    from src.utils.record_json import audit_json, result_rows

    keep_inputs(output, *files)
    audits, failed = [], False
    objects: list[dict[str, Any]] = []
    for name in files:
        try:
            one = audit(name, select=("CV",))
        except InputError as error:
            click.echo(f"article-audit: {error}", err=True)
            objects.append({"path": name, "error": str(error)})
            failed = True
            continue
        audits.append(one)
        whole = audit_json(one)
        objects.append({key: whole[key] for key in ("article", "coverage", "results")})
    if form == "json":
        emit(_json(objects[0] if len(files) == 1 else objects), output)
    else:
        rows = (
            {"path": a.article.path, **row}
            for a in audits
            for row in result_rows(a.article, a.dossier.results)
        )
        emit(_csv(rows), output)
    if failed:
        sys.exit(2)


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """The page of one check: what it compares, why, its limits, a worked case."""
    from src.utils.checks.registry import registered
    from src.utils.maintenance.catalogue import page

    for item in registered():
        if code.upper() == item.code or code.lower() == item.name:
            emit(page(item), None)
            return
    raise InputError(f"no check is called {code}; 'article-audit checks' lists them.")


@main.command()
def checks() -> None:
    """All checks in a table."""
    from src.utils import terminal
    from src.utils.checks.registry import registered

    rows = [(c.code, c.name, c.subject.__name__.lower(), c.summary) for c in registered()]
    terminal.print_checks(terminal.console(), rows)


for _command in commands:
    main.add_command(_command)


if __name__ == "__main__":
    main()
