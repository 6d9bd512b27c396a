"""What primary publications report: ``primary_reports.csv`` becomes `PrimaryReport` records.

Belongs here: reading and refusing the table. Does not: comparing it with the article (checks of the
family RF). An empty field means "not seen", never "not reported". Every error is one sentence with
the row as a person counts it (the header is row 1) and the column.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Sequence
from pathlib import Path

from src.utils.checks.rf_names import same_author
from src.utils.errors import InputError
from src.utils.printed import normalise
from src.utils.records import Article, PrimaryReport

#: The columns, in the order in which the table prints them.
COLUMNS = [
    "ref",
    "first_author",
    "year",
    "journal",
    "doi",
    "pmid",
    "design",
    "country",
    "arm_1",
    "n_1",
    "arm_2",
    "n_2",
    "arm_3",
    "n_3",
    "outcome",
    "criterion",
    "value_1",
    "value_2",
    "value_3",
    "unit",
    "effect_kind",
    "effect",
    "ci_level",
    "ci_low",
    "ci_high",
    "p_relation",
    "p_value",
    "source_kind",
    "population",
]
REQUIRED = ("ref", "outcome")
_COUNTS = ("n_1", "n_2", "n_3")
_NUMBERS = ("effect", "ci_level", "ci_low", "ci_high", "p_value")
_VALUES = ("value_1", "value_2", "value_3")
_NOT_REACHED = {"nr", "not reached", "ne", "not estimable"}
_RELATIONS = ("=", "<", ">", "<=", ">=")


def applies(table: str | Path, article: Article) -> bool:
    """Whether a table that stands beside an article speaks of its references.

    It does when most of its references exist in the article with the same first author. A table
    whose columns cannot be told is taken to be meant, so that it is refused aloud.
    """
    if not article.references:
        return False
    rows = _rows(Path(table))
    if not rows:
        return True
    header = [h.strip() for h in rows[0]]
    if "ref" not in header or "first_author" not in header:
        return True
    ref, author = header.index("ref"), header.index("first_author")
    known = {r.number: r for r in article.references}
    pairs = {(row[ref].strip(), row[author]) for row in rows[1:] if len(row) > max(ref, author)}
    fitting = sum(number in known and same_author(name, known[number]) for number, name in pairs)
    return not pairs or fitting * 2 > len(pairs)


def read_primary(table: str | Path, article: Article | None = None) -> tuple[PrimaryReport, ...]:
    """The rows of a table of primary reports; with an article, its references must exist there.

    Raises `errors.InputError` with a sentence that names row and column.
    """
    path = Path(table)
    rows = _rows(path)
    if not rows:
        raise InputError(f"{path} is empty; its first row must name the columns.")
    header = [h.strip() for h in rows[0]]
    _check_header(path, header)
    known = {r.number for r in article.references} if article else set()
    out = []
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            raise InputError(
                f"{path}, row {line}: {len(row)} cells under {len(header)} columns; a text with a "
                "comma needs quotes."
            )
        fields = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
        _check_row(path, line, fields)
        if known and fields["ref"] not in known:
            raise InputError(
                f"{path}, row {line}, column ref: the article has no reference {fields['ref']}; "
                "use a number of its bibliography."
            )
        out.append(PrimaryReport(fields["ref"], line, fields))
    return tuple(out)


def read(table: str | Path) -> tuple[PrimaryReport, ...]:
    """The rows of a table without an article to hold them to."""
    return read_primary(table)


def _rows(path: Path) -> list[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; check the path.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8; save it as CSV in UTF-8.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    try:
        return list(csv.reader(text.splitlines(keepends=True), strict=True))
    except csv.Error as error:
        raise InputError(f"{path} is not a CSV table: {error}.") from None


def _check_header(path: Path, header: Sequence[str]) -> None:
    for name in header:
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, 1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(COLUMNS)}."
            raise InputError(f"{path}, row 1: there is no column {name!r}; {hint}")
        if list(header).count(name) > 1:
            raise InputError(f"{path}, row 1: the column {name} stands there twice; keep one.")
    for name in REQUIRED:
        if name not in header:
            raise InputError(f"{path}, row 1: the column {name} is missing; add it.")


def _check_row(path: Path, line: int, fields: dict[str, str]) -> None:
    def refuse(column: str, what: str) -> InputError:
        return InputError(f"{path}, row {line}, column {column}: {fields[column]!r} {what}.")

    for column in REQUIRED:
        if not fields[column]:
            raise InputError(f"{path}, row {line}, column {column}: it is empty; fill it in.")
    if not re.fullmatch(r"\d{1,4}", fields["ref"]):
        raise refuse("ref", "is not a number of the bibliography")
    if fields.get("year") and not re.fullmatch(r"(?:1[89]|20)\d\d", fields["year"]):
        raise refuse("year", "is not a year of four digits")
    for column in _COUNTS:
        if fields.get(column) and not re.fullmatch(r"\d{1,7}", fields[column]):
            raise refuse(column, "is not a whole number of patients")
    for column in _NUMBERS:
        if fields.get(column) and not _numeral(fields[column]):
            raise refuse(column, "is not a number")
    for column in _VALUES:
        said = fields.get(column, "")
        if said and said.lower() not in _NOT_REACHED and not all(map(_numeral, bounds(said))):
            raise refuse(column, "is neither a number nor a range like 53.0-56.7")
    if fields.get("p_relation") and fields["p_relation"] not in _RELATIONS:
        raise refuse("p_relation", f"is not one of {' '.join(_RELATIONS)}")
    if fields.get("p_value") and not 0 <= float(fields["p_value"]) <= 1:
        raise refuse("p_value", "is not between 0 and 1")


def bounds(said: str) -> list[str]:
    """The one or two numbers of a value: "53.0-56.7" has two."""
    return re.split(r"(?<=[\d.])\s*[-–]\s*(?=[\d.])", said)


def _numeral(said: str) -> bool:
    try:
        normalise(said)
    except ValueError:
        return False
    return True
