"""What the notebooks need: one call per step, tables to look at, and claims that must hold.

Each step reads what the one before wrote, calls the engine and writes its own tables. Records pass
between steps as ``records/*.json`` (exact, with every span); the csv files beside them are what a
person or another program reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from src.utils import paths, pipeline, record_json, sidecars
from src.utils.checks import registry
from src.utils.cleaning import clean
from src.utils.errors import InputError
from src.utils.extraction import Extraction, extract
from src.utils.notebook_tables import (
    LINK_COLUMNS,
    NUMBER_COLUMNS,
    RESULT_COLUMNS,
    STUDY_COLUMNS,
    VERDICT_COLUMNS,
    Tables,
    frame,
)
from src.utils.reading import read
from src.utils.records import (
    Article,
    Audit,
    Dossier,
    Link,
    PrimaryReport,
    Verdict,
)

if TYPE_CHECKING:
    import pandas as pd


Kept = TypeVar("Kept")


class ClaimError(AssertionError):
    """A sentence of a notebook that is not true of this article."""


class Findings(msgspec.Struct, frozen=True):
    """What notebook 30 leaves for 40: links, verdicts and what they were made with."""

    links: tuple[Link, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    primaries: tuple[PrimaryReport, ...] = ()
    parameters: dict[str, float] = {}


class Step(Tables):
    """One notebook's work: the article, its records, and what was written."""

    def __init__(self, article: str, output: str):
        import pandas as pd

        # A table that is read as evidence shows every row and no shortened cell.
        pd.set_option("display.max_rows", 200, "display.max_colwidth", 120, "display.width", 200)
        self.folder = paths.resolve(output)
        self.article: Article = read(paths.resolve(article))
        shown = paths.shown(self.article.path)
        self.article = msgspec.structs.replace(self.article, path=shown)
        self.extraction = Extraction()
        self.audit = Audit(self.article, pipeline.assemble(self.article, self.extraction), ())
        self.before = self.extraction
        self._written: list[tuple[str, int]] = []

    # ------------------------------------------------------------------ reading and writing

    def load(self, name: str, kind: type[Kept]) -> Kept:
        """Records that an earlier notebook wrote; InputError says which one has to run first."""
        path = self.folder / "records" / f"{name}.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=kind)
        except OSError as error:
            raise InputError(
                f"{paths.shown(path)} is not there: run the notebooks in order, or 'make all'."
            ) from error
        except msgspec.MsgspecError as error:
            raise InputError(
                f"{paths.shown(path)} was written by another version: run 'make all'."
            ) from error

    def keep(self, name: str, records: object) -> None:
        """Write records for the next notebook, whole or not at all."""
        paths.write_atomic(
            self.folder / "records" / f"{name}.json", msgspec.json.encode(records, order="sorted")
        )

    def write(self, name: str, rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> None:
        """Write a table as csv; an empty one still has its header."""
        table = frame(rows, columns)
        paths.write_atomic(self.folder / name, table.to_csv(index=False, lineterminator="\n"))
        self._written.append((name, len(table)))

    @property
    def written(self) -> pd.DataFrame:
        """What this notebook wrote, with the number of rows."""
        return frame(({"file": n, "rows": str(k)} for n, k in self._written), ("file", "rows"))


def extraction(article: str, output: str) -> Step:
    """Notebook 10: read the article, extract every result, write results and numbers."""
    step = Step(article, output)
    step.extraction = extract(step.article)
    step.keep("extraction", step.extraction)
    rows = record_json.result_rows(step.article, step.extraction.results)
    step.write("extracted.csv", rows, RESULT_COLUMNS)
    numbers = record_json.number_rows(step.article, step.extraction.numbers)
    step.write("numbers.csv", numbers, NUMBER_COLUMNS)
    return step


def cleaning(article: str, output: str, corrections: str = "") -> Step:
    """Notebook 20: standard terms and corrections; writes the results that are compared."""
    from src.utils.cleaning import corrections as sheets
    from src.utils.cleaning import tables

    step = Step(article, output)
    sheet = paths.resolve(corrections) if corrections else _own_corrections(step.article)
    fixes = sheets.load(sheet) if sheet else ()
    step.before = step.load("extraction", Extraction)
    step.extraction = clean(step.article, step.before, fixes)
    step.keep("cleaned", step.extraction)
    tables.validate(step.results(), "results")
    rows = record_json.result_rows(step.article, step.extraction.results)
    step.write("results.csv", rows, RESULT_COLUMNS)
    step.write("studies.csv", step.studies().to_dict("records"), STUDY_COLUMNS)
    return step


def _own_corrections(article: Article) -> Path | None:
    sheet = paths.corrections() / f"{Path(article.path).stem}.yml"
    return sheet if sheet.is_file() else None


def checks(
    article: str, output: str, primary_reports: str = "", parameters: dict[str, float] | None = None
) -> Step:
    """Notebook 30: link what speaks of the same, run every check, write links and verdicts."""
    step = Step(article, output)
    step.extraction = step.load("cleaned", Extraction)
    beside = sidecars.find(
        msgspec.structs.replace(step.article, path=str(paths.resolve(step.article.path))),
        paths.resolve(primary_reports) if primary_reports else None,
    )
    dossier = pipeline.assemble(step.article, step.extraction, beside.primaries, parameters)
    step.audit = Audit(step.article, dossier, registry.run(dossier))
    _show(step.audit)
    findings = Findings(
        dossier.links, step.audit.verdicts, dossier.primaries, dict(dossier.parameters)
    )
    step.keep("findings", findings)
    links = (
        {
            "left": k.left,
            "right": k.right,
            "basis": k.basis,
            "certainty": f"{k.certainty:.2f}",
            "open_keys": " ".join(k.open_keys),
            "derived": k.derived,
        }
        for k in dossier.links
    )
    step.write("links.csv", links, LINK_COLUMNS)
    rows = record_json.verdict_rows(step.article, step.audit.verdicts)
    step.write("verdicts.csv", rows, VERDICT_COLUMNS)
    return step


def judged(article: str, output: str) -> Step:
    """What notebooks 10 to 30 left, as one audit: for figures, report and exploration."""
    step = Step(article, output)
    step.extraction = step.load("cleaned", Extraction)
    found = step.load("findings", Findings)
    dossier = Dossier(
        article=step.article,
        results=step.extraction.results,
        links=found.links,
        claims=step.extraction.claims,
        studies=step.extraction.studies,
        numbers=step.extraction.numbers,
        primaries=found.primaries,
        parameters=found.parameters,
    )
    step.audit = Audit(step.article, dossier, found.verdicts)
    _show(step.audit)
    return step


def _show(audit: Audit) -> None:
    """Let verdicts and results of this audit display themselves with their quotes."""
    from src.utils import display
    from src.utils.provenance import decisions

    display.install(audit, decisions.for_article(audit))


def claim(sentence: str, holds: bool) -> None:
    """Show a sentence with its numbers, and fail when it stops being true.

    Raises ClaimError with the sentence, so that a run stops where prose and data part.
    """
    if not holds:
        raise ClaimError(f"This is not true of this run: {sentence}")
    from IPython.display import Markdown, display

    display(Markdown(f"✓ {sentence}"))


def spans_slice(step: Step) -> bool:
    """Whether every number's and result's span slices the source to what was read."""
    from src.utils.printed import normalise

    text = step.article.text
    for number in step.extraction.numbers:
        span = number.num.span
        try:
            if normalise(text[span.start : span.end]) != number.num.text:
                return False
        except ValueError:
            return False
    return all(text[s.start : s.end].strip() for r in step.extraction.results for s in r.spans)


def report(step: Step) -> str:
    """Write ``report.html`` and say where it is; ``datapackage.json`` describes the tables."""
    from src.utils.provenance import decisions, manifest, package
    from src.utils.report.page import render

    states = decisions.for_article(step.audit, None)
    where = str(paths.resolve(step.article.path))
    beside = sidecars.find(msgspec.structs.replace(step.article, path=where))
    made_from = manifest.describe(
        where, beside.files, corrections=manifest.sentences(beside.corrections)
    )
    page = render(step.audit, step.folder / "figures", states, made_from)
    package.write_package(step.folder)
    return paths.shown(paths.write_atomic(step.folder / "report.html", page))
