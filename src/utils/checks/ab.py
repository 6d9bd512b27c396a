"""AB: abbreviations of tables: used, defined, defined as something else.

Only tables with a list of abbreviations under them are held to it; a table without one relies on
the text, and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.checks import ab_meaning  # noqa: F401  registers its checks
from src.utils.checks.ab_lists import (
    STAGE,
    Placed,
    definitions_of,
    explained_in_cells,
    footnote,
    in_prose,
    used_in,
)
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.extraction.abbreviations import folded
from src.utils.records import Dossier, Evidence, Finding, Table

#: Symbols and signs that journals do not ask to be explained, and countries.
COMMON = frozenset(
    folded(k)
    for k in [
        "CI",
        "SD",
        "SE",
        "SEM",
        "IQR",
        "NA",
        "NS",
        "NR",
        "ID",
        "UK",
        "US",
        "USA",
        "EU",
        "UAE",
        "PRC",
        "DNA",
        "RNA",
        "mRNA",
        "pH",
        "AM",
        "PM",
        "II",
        "III",
        "IV",
        "VI",
        "VII",
        "VIII",
        "IX",
        "XI",
        "XII",
        "WHO",
        "BMI",
        "ROC",
        "AUC",
        "IU",
    ]
)


@check("AB01", "abbreviation-not-defined-under-table")
def not_defined(table: Table, dossier: Dossier) -> Iterator[Finding]:
    """A table uses an abbreviation that its own list of abbreviations does not explain.

    Compares
    --------
    Words of the header and the cells that look like abbreviations with the list under the table.
    Compounds ("TACE-HAIC") are explained when they or their parts are; spellings with and without
    hyphen are one.

    Why it matters
    --------------
    Tables are read alone; a criterion or a treatment that is not explained there is guessed.

    Known limits
    ------------
    Symbols in general use (CI, SD, IQR), countries and names of trials are not asked for. A table
    without any list is not held to one.

    Source
    ------
    Instructions of medical journals: abbreviations are explained under each table.
    """
    definitions = definitions_of(table, dossier)
    words = used_in(table, dossier, whole=True)
    if not words:
        return
    if not definitions:
        yield cannot_say("the table has no list of abbreviations", evidence=_first(words, table))
        return
    known = {folded(d.key) for d, _, _ in definitions} | COMMON
    known |= explained_in_cells(table, dossier)
    places = {folded(w) for w, _ in words}
    seen: set[str] = set()
    elsewhere = in_prose(dossier)
    for word, span in words:
        key = folded(word)
        if key in known or key in seen:
            continue
        parts = re.findall(r"[A-Za-z0-9]+", word)
        if all(STAGE.match(p) or folded(p) in known for p in parts):
            continue
        parts = [p for p in parts if len(re.findall(r"[A-Z]", p)) > 1]
        if not word.isalnum() and parts:  # a compound is as well explained as its parts
            open_parts = [p for p in parts if folded(p) not in known]
            if all(folded(p) in seen | places for p in open_parts):
                continue
            word = next(p for p in open_parts if folded(p) not in seen | places)
            key = folded(word)
        seen.add(key)
        said = elsewhere.get(key, "")
        yield differs(
            "note",
            f"{table.label or 'The table'} uses {word}; the list under it does not explain it.",
            evidence=(Evidence("cell", span, "table", table.label),),
            alternatives=(f"the text explains it as {said!r}",) if said else (),
            computed={"abbreviation": word},
        )
    if not seen:
        count = len({folded(w) for w, _ in words} & known)
        yield agrees(
            f"The list under {table.label or 'the table'} explains all {count} abbreviations.",
            evidence=(footnote(definitions[0][1], table),),
        )


def _first(words: list[Placed], table: Table) -> tuple[Evidence, ...]:
    return (Evidence("cell", words[0][1], "table", table.label),)


@check("AB02", "abbreviation-defined-but-not-used")
def not_used(table: Table, dossier: Dossier) -> Iterator[Finding]:
    """The list under a table explains an abbreviation that the table does not use.

    Compares
    --------
    The list of abbreviations with header, cells, caption and the other explanations of the list.

    Why it matters
    --------------
    Usually the list was copied from another table, or the cell that used it got lost.

    Known limits
    ------------
    Lists that a journal prints under every table alike give one note for each such entry.

    Source
    ------
    Instructions of medical journals: abbreviations are explained where they are used.
    """
    definitions = definitions_of(table, dossier)
    if not definitions:
        return
    words = {folded(w) for w, _ in used_in(table, dossier, whole=False)}
    cells = " ".join(
        [dossier.article.view(c.pieces).text for c in table.cells if c.pieces]
        + [dossier.article.view(table.caption).text if table.caption else ""]
    )
    unused = 0
    for d, key_at, _ in definitions:
        others = " ".join(o.words for o, _, _ in definitions if o is not d)
        if folded(d.key) in words or _stands(d.key, cells) or _stands(d.key, others):
            continue
        unused += 1
        yield differs(
            "note",
            f"The list under {table.label or 'the table'} explains {d.key}, which the table does "
            f"not use.",
            evidence=(footnote(key_at, table),),
            computed={"abbreviation": d.key},
        )
    if not unused:
        yield agrees(
            f"{table.label or 'The table'} uses all {len(definitions)} abbreviations of its list.",
            evidence=(footnote(definitions[0][1], table),),
        )


def _stands(key: str, text: str) -> bool:
    stem = re.escape(folded(key) if key.endswith("s") and folded(key) != key else key)
    return bool(re.search(rf"(?<![^\W_]){stem}(?:s|es)?(?![^\W_])", text))
