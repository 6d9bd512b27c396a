"""Subcommands about traces, decisions, letters, exports, and outputs that belong to inputs.

Belongs here: options and messages of ``trace``, ``decide``, ``decisions``, ``letter``, ``verify``
and ``export``; the work is done in `provenance`. `commands` is what the command line adds.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from src.utils import paths
from src.utils.cli_output import emit
from src.utils.errors import InputError

if TYPE_CHECKING:
    from src.utils.records import Audit

_article = click.option(
    "--article", "file", type=click.Path(), help="The article (default: the review in data/raw)."
)
_sheet = click.option("--decisions", "sheet", type=click.Path(), help="Another decisions file.")
_output = click.option("--output", type=click.Path(), help="Write here, whole.")


def _audit(file: str | None) -> Audit:
    from src.utils.pipeline import audit

    return audit(file or paths.default_article())


@click.command()
@click.argument("name", metavar="ID")
@click.option(
    "--article", "file", type=click.Path(), help="The article (default: those in data/raw)."
)
def trace(name: str, file: str | None) -> None:
    """From a verdict, result or number id to the printed quote in its context.

    ID may also be FIGURE.csv:ROW, a row of a figure's table.
    """
    from src.utils.pipeline import audit
    from src.utils.provenance.trace import trace as lines

    suffixes = (".md", ".xml", ".nxml")
    shown = sorted(p for p in paths.raw().glob("*") if p.suffix in suffixes and p.stem != "README")
    for source in [Path(file)] if file else shown:
        found = lines(audit(source), name)
        if found:
            emit("\n".join(found) + "\n", None)
            return
    where = file or "the articles in data/raw (name another with --article)"
    raise InputError(f"no verdict, result, number or plotted row is called {name} in {where}.")


@click.command()
@click.argument("finding")
@_article
@click.option("--confirm", "decision", flag_value="confirm", help="The finding stands.")
@click.option("--dismiss", "decision", flag_value="dismiss", help="It does not; needs --reason.")
@click.option("--question", "decision", flag_value="question", help="Ask the authors.")
@click.option("--reason", default="", help="Why.")
@click.option("--who", envvar="AUDIT_REVIEWER", default="", help="Your name (or AUDIT_REVIEWER).")
@click.option("--when", default="", help="Day as YYYY-MM-DD (default: today).")
@click.option("--replace", is_flag=True, help="In place of an earlier decision.")
@_sheet
def decide(
    finding: str,
    file: str | None,
    decision: str | None,
    reason: str,
    who: str,
    when: str,
    replace: bool,
    sheet: str | None,
) -> None:
    """Record what you decide about a finding in decisions/ARTICLE.yml."""
    from src.utils.provenance.decide import decide as record

    if decision is None:
        raise click.UsageError("Say --confirm, --dismiss or --question.")
    try:
        day = date.fromisoformat(when).isoformat() if when else date.today().isoformat()
    except ValueError as error:
        raise click.UsageError(f"{when!r} is not a day written as YYYY-MM-DD.") from error
    path = record(_audit(file), finding, decision, who, day, reason, sheet, replace)
    click.echo(f"{finding}: {decision} by {who}, {day}, in {paths.shown(path)}.")


@click.command(name="decisions")
@_article
@_sheet
def list_decisions(file: str | None, sheet: str | None) -> None:
    """List the decisions on an article's findings, and those whose finding vanished."""
    from src.utils.provenance import decisions

    audit = _audit(file)
    decided = decisions.for_article(audit, sheet)
    for name, one in decided.states.items():
        why = f": {one.reason}" if one.reason else ""
        click.echo(f"{one.decision:9} {one.check} {name} by {one.who}, {one.when}{why}")
    for sentence in decided.sentences:
        click.echo(sentence)
    if not decided.states and not decided.sentences:
        click.echo(f"Nothing is decided about {paths.shown(audit.article.path)}.")


@click.command()
@_article
@_sheet
@_output
def letter(file: str | None, sheet: str | None, output: str | None) -> None:
    """A letter to editor or authors, in Markdown, from the confirmed findings."""
    from src.utils.provenance import decisions
    from src.utils.provenance.letter import letter as write

    audit = _audit(file)
    decided = decisions.for_article(audit, sheet)
    for sentence in decided.sentences:
        click.echo(f"article-audit: {sentence}", err=True)
    emit(write(audit, decided), output)


@click.command()
@click.argument("folder", required=False, type=click.Path())
def verify(folder: str | None) -> None:
    """Do the outputs in FOLDER belong to their inputs? Names every file that does not.

    Without FOLDER every run in data/processed is looked at. Exit status 1 when a file does not
    belong, 2 when there is no manifest.
    """
    from src.utils.provenance import manifest

    folders = (
        [paths.resolve(folder)]
        if folder
        else sorted(p.parent for p in paths.processed().glob(f"*/{manifest.NAME}"))
    )
    if not folders:
        raise InputError(
            f"{paths.shown(paths.processed())} holds no run with a manifest: run 'make all' first."
        )
    wrong = False
    for one in folders:
        sentences = manifest.verify(one)
        wrong = wrong or bool(sentences)
        for sentence in sentences:
            click.echo(sentence)
        if not sentences:
            count = len(manifest.load(one)["outputs"])
            click.echo(f"{paths.shown(one)}: {count} outputs belong to their inputs.")
    if wrong:
        sys.exit(1)


@click.command()
@click.argument(
    "form",
    type=click.Choice(("sarif", "annotations", "crate", "package", "csv", "parquet", "html")),
)
@click.argument("source", required=False, type=click.Path())
@click.option("--output", type=click.Path(), help="File or folder to write.")
@_sheet
def export(form: str, source: str | None, output: str | None, sheet: str | None) -> None:
    """Write findings for other programs.

    SOURCE is an article for sarif, annotations, html, csv and parquet; for crate and package it is
    a run's folder in data/processed. The review in data/raw is the default.
    """
    if form in ("crate", "package"):
        folder = (
            paths.resolve(source) if source else paths.article_dir(paths.default_article().name)
        )
        if not folder.is_dir():
            raise InputError(f"{paths.shown(folder)} is not the folder of a run: run 'make all'.")
        if form == "crate":
            from src.utils.provenance.crate import write_crate

            click.echo(paths.shown(write_crate(folder, output)))
        else:
            from src.utils.provenance.package import write_package

            if output:
                raise click.UsageError("A data package is written into its own folder.")
            click.echo(paths.shown(write_package(folder)))
        return
    from src.utils.provenance import decisions

    audit = _audit(source)
    decided = decisions.for_article(audit, sheet)
    for sentence in decided.sentences:
        click.echo(f"article-audit: {sentence}", err=True)
    if form in ("csv", "parquet"):
        from src.utils.provenance import tabular

        if not output:
            raise click.UsageError(f"Tables as {form} need --output FOLDER.")
        for path in tabular.write(audit, output, form, decided):
            click.echo(paths.shown(path))
        return
    emit(_text(form, audit, decided), output)


def _text(form: str, audit: Audit, decided: Any) -> str:
    import json

    if form == "html":
        return page(audit, decided)
    if form == "sarif":
        from src.utils.provenance.sarif import to_sarif

        content = to_sarif([audit], [decided])
    else:
        from src.utils.provenance.annotation import to_annotations

        content = to_annotations(audit, decided)
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def page(audit: Audit, decided: Any, primary: str | None = None) -> str:
    """The audit page with its provenance, and with the figures of a run where there is one.

    Figures are shown only when they were made from the same bytes of the article.
    """
    from src.utils import sidecars
    from src.utils.provenance import manifest
    from src.utils.report.page import render

    article = audit.article
    beside = sidecars.find(article, primary)
    made_from = manifest.describe(
        article.path, beside.files, corrections=manifest.sentences(beside.corrections)
    )
    folder = paths.article_dir(Path(article.path).name)
    try:
        inputs = manifest.load(folder)["inputs"].values()
        same = any(one.get("sha256") == article.sha256 for one in inputs)
    except InputError:
        same = False
    return render(audit, folder / "figures" if same else None, decided, made_from)


#: What ``article-audit`` adds to its own subcommands.
commands = (trace, decide, list_decisions, letter, verify, export)
