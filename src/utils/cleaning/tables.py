"""Tables of records with schemas: frames of text as printed, checked row by row.

What belongs here: which columns the tables of results, numbers and verdicts have, and what a cell
of them may hold. What does not: making the rows (`record_json`), judging them (`checks`).

pandas and pandera are imported inside the functions: the engine runs without them, and only a
notebook that validates pays for pandera (about half a second).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from src.utils import record_json
from src.utils.errors import InputError
from src.utils.records import Article, Result

if TYPE_CHECKING:
    import pandas as pd

_NUMERAL = r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_OPTIONAL_NUMERAL = rf"(?:{_NUMERAL})?"
_VALUE = rf"(?:NR|{_NUMERAL}(?:-{_NUMERAL})?)"
_WHOLE = r"\d*"
_PLACES = ("text", "abstract", "table", "caption", "footnote", "reference")

#: For every table, what its columns may hold: a regular expression for the whole cell, or a tuple
#: of the words it may be. Columns that are not named here hold any text.
RULES: dict[str, dict[str, str | tuple[str, ...]]] = {
    "results": {
        "id": r"\S+",
        "place": _PLACES,
        "ref": r"(?:\S+(?: \S+)*)?",
        "values": rf"(?:{_VALUE}(?: \| {_VALUE})*)?",
        "arm_n": r"(?:\d*(?: \| \d*)*)",
        "effect_kind": r"[A-Za-z]*",
        "effect_adjusted": ("", "true", "false"),
        "effect_estimate": _OPTIONAL_NUMERAL,
        "effect_level": _OPTIONAL_NUMERAL,
        "effect_low": _OPTIONAL_NUMERAL,
        "effect_high": _OPTIONAL_NUMERAL,
        "p": rf"(?:(?:=|<|>|<=|>=){_NUMERAL}(?: \| (?:=|<|>|<=|>=){_NUMERAL})*)?",
        "start": _WHOLE,
        "end": _WHOLE,
        "line": _WHOLE,
        "quote": r"[\s\S]+",
    },
    "numbers": {
        "id": r"\S+",
        "number": _NUMERAL,
        "role": r"[a-z_ ]+",
        "place": _PLACES,
        "start": r"\d+",
        "end": r"\d+",
        "line": _WHOLE,
        "quote": r"[\s\S]+",
    },
    "verdicts": {
        "id": r"\S+",
        "check": r"[A-Z]{2}\d{2}",
        "name": r"[a-z0-9-]+",
        "outcome": ("agrees", "differs", "cannot say", "failed"),
        "severity": ("", "error", "warning", "note"),
        "message": r"[\s\S]+",
    },
}
#: Columns whose cells must not repeat.
UNIQUE = {"results": ("id",), "numbers": ("id",), "verdicts": ("id",)}


def results_frame(article: Article, results: Iterable[Result]) -> pd.DataFrame:
    """One row per result: the columns of ``results.csv``, text as printed."""
    return _frame(record_json.result_rows(article, results))


def _frame(rows: Iterable[dict[str, str]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows), dtype=str)


def validate(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """The frame, when every cell is what ``table`` ("results", "numbers", "verdicts") allows.

    Raises `errors.InputError` with one sentence that names the row (by its id where it has one)
    and the column.
    """
    from pandera.errors import SchemaError, SchemaErrors

    if not len(frame.columns):
        return frame  # an article without any record has no columns to check
    try:
        schema(table).validate(frame, lazy=True)
    except SchemaErrors as error:
        case = _first(error.failure_cases)
        raise InputError(_sentence(frame, table, case)) from None
    except SchemaError as error:
        raise InputError(f"Table {table}: {error}.") from None
    return frame


@lru_cache(maxsize=8)
def schema(table: str) -> Any:
    """The pandera schema of a table; KeyError when there is no such table."""
    import pandera.pandas as pa

    columns = {}
    for name, rule in RULES[table].items():
        columns[name] = pa.Column(
            checks=[pa.Check(_holds(rule), element_wise=True, name=_words(rule))],
            unique=name in UNIQUE[table],
            nullable=False,
        )
    return pa.DataFrameSchema(columns, name=table, strict=False)


def _holds(rule: str | tuple[str, ...]) -> Callable[[object], bool]:
    if isinstance(rule, tuple):
        allowed = frozenset(rule)
        return lambda cell: cell in allowed
    pattern = re.compile(rule)
    return lambda cell: isinstance(cell, str) and pattern.fullmatch(cell) is not None


def _words(rule: str | tuple[str, ...]) -> str:
    if isinstance(rule, tuple):
        return "one of " + ", ".join(w or "nothing" for w in rule)
    return {
        _OPTIONAL_NUMERAL: "a number or nothing",
        _NUMERAL: "a number",
        _WHOLE: "a whole number or nothing",
        r"\d+": "a whole number",
        r"\S+": "one word",
        r"[\s\S]+": "some text",
    }.get(rule, "what this column holds elsewhere")


def _first(cases: pd.DataFrame) -> dict[str, Any]:
    """The failure that stands first in the table; a missing column before any cell."""
    ordered = cases.assign(_row=cases["index"].map(lambda i: -1 if i != i or i is None else int(i)))
    return dict(ordered.sort_values("_row", kind="stable").iloc[0])


def _sentence(frame: pd.DataFrame, table: str, case: dict[str, Any]) -> str:
    column, index, found = case["column"], case["_row"], case["failure_case"]
    if case["check"] == "column_in_dataframe":
        return f"Table {table}: the column {found!r} is missing."
    name = f"row {index + 1}"
    if "id" in frame.columns and 0 <= index < len(frame):
        name += f" ({frame['id'].iloc[index]})"
    if "unique" in str(case["check"]):
        return f"Table {table}, {name}, column {column!r}: {found!r} stands more than once."
    if "nullable" in str(case["check"]):
        return f"Table {table}, {name}, column {column!r}: the cell is empty, it must hold text."
    return f"Table {table}, {name}, column {column!r}: {found!r} is not {case['check']}."
