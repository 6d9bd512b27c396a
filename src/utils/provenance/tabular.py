"""An audit as tables: CSV and Parquet with the same columns.

Belongs here: results, numbers and verdicts (with the reviewers' decisions) as files. What is
printed stays text in both formats; offsets and lines are integers in Parquet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from src.utils import paths
from src.utils.errors import InputError
from src.utils.provenance.decisions import Decided
from src.utils.record_json import number_rows, result_rows, verdict_rows
from src.utils.records import Audit, Num, Number, Result, Span, Verdict

FORMATS = ("csv", "parquet")
_INTEGERS = frozenset({"start", "end", "line"})


def tables(audit: Audit, decisions: Decided | None = None) -> dict[str, list[dict[str, str]]]:
    """``results``, ``numbers`` and ``verdicts`` as rows of text, in the article's order."""
    article, states = audit.article, (decisions or Decided()).states
    verdicts = []
    for row in verdict_rows(article, audit.verdicts):
        one = states.get(row["id"])
        verdicts.append(
            {
                **row,
                "decision": one.decision if one else "",
                "decision_reason": one.reason if one else "",
                "decision_who": one.who if one else "",
                "decision_when": one.when if one else "",
            }
        )
    return {
        "results": list(result_rows(article, audit.dossier.results)),
        "numbers": list(number_rows(article, audit.dossier.numbers)),
        "verdicts": verdicts,
    }


def columns(name: str, audit: Audit) -> list[str]:
    """The columns of a table that may have no row."""
    article, nowhere = audit.article, Span(0, 0)
    if name == "results":
        return list(next(iter(result_rows(article, [Result("", "text", ())]))))
    if name == "numbers":
        empty = Number("", Num("0", nowhere), "", "text")
        return list(next(iter(number_rows(article, [empty]))))
    base = list(next(iter(verdict_rows(article, [Verdict("", "", "", "agrees", None, "")]))))
    return [*base, "decision", "decision_reason", "decision_who", "decision_when"]


def write(
    audit: Audit, folder: str | Path, form: str = "csv", decisions: Decided | None = None
) -> list[Path]:
    """Write ``results``, ``numbers`` and ``verdicts`` into ``folder``; return the paths.

    ``form`` is csv or parquet. Raises `errors.InputError` for another one or where the file
    system refuses.
    """
    if form not in FORMATS:
        raise InputError(f"A table is written as {' or '.join(FORMATS)}, not as {form!r}.")
    out = []
    for name, rows in tables(audit, decisions).items():
        path = Path(folder) / f"{name}.{form}"
        content = (
            _csv(rows, columns(name, audit))
            if form == "csv"
            else _parquet(rows, columns(name, audit))
        )
        try:
            out.append(paths.write_atomic(path, content))
        except OSError as error:
            raise InputError(
                f"{paths.shown(path)} could not be written: {error.strerror}."
            ) from error
    return out


def _csv(rows: Iterable[dict[str, str]], names: list[str]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def _parquet(rows: list[dict[str, str]], names: list[str]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {n: pa.int64() if n in _INTEGERS else pa.string() for n in names}
    data: dict[str, list[Any]] = {
        n: [(int(r[n]) if r[n] else None) if n in _INTEGERS else r[n] for r in rows] for n in names
    }
    table = pa.table(data, schema=pa.schema(list(kinds.items())))
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())
