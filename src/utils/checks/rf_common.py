"""What the checks of references share: finding a study's reference, pointing to both."""

from __future__ import annotations

from src.utils.records import Dossier, Evidence, Reference, StudyRow


def reference_of(dossier: Dossier, number: str) -> Reference | None:
    """The reference with this number."""
    return next((r for r in dossier.article.references if r.number == number), None)


def one_reference(row: StudyRow, dossier: Dossier) -> Reference | None:
    """The reference of a row that cites exactly one."""
    return reference_of(dossier, row.ref[0]) if len(row.ref) == 1 else None


def table_of(row: StudyRow, dossier: Dossier) -> str:
    """The label of a row's table."""
    return dossier.article.tables[row.table].label or "the table"


def name_of(row: StudyRow, dossier: Dossier) -> Evidence:
    """Where a row names its study."""
    return Evidence("study", row.name_span or row.span, "table", table_of(row, dossier))


def entry(reference: Reference) -> Evidence:
    """Where a reference stands in the list."""
    return Evidence("reference", reference.pieces[0], "reference", reference.number)
