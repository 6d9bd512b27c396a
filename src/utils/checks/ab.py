"""AB: abbreviations of tables: used, defined, defined as something else.

Only tables with a list of abbreviations under them are held to it; a table without one relies on
the text, and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.extraction.abbreviations import (
    Definition,
    fits,
    folded,
    introduced,
    listed,
    strictly_fits,
    used,
)
from src.utils.records import Dossier, Evidence, Finding, Span, Table

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
    ]
)
_NAME = re.compile(r"[A-Z]{5,}-\d+|[A-Z][a-z]+[A-Z][a-z]+\d*\Z")
_Placed = tuple[str, Span]


def _definitions(table: Table, dossier: Dossier) -> list[tuple[Definition, Span, Span]]:
    """The table's list of abbreviations with the places of key and words."""
    out = []
    for pieces in table.footnotes:
        view = dossier.article.view(pieces)
        for d in listed(view.text):
            out.append((d, view.span(*d.key_at), view.span(*d.words_at)))
    return out


def _used(table: Table, dossier: Dossier, whole: bool) -> list[_Placed]:
    """Abbreviations in header and cells; with ``whole`` False compounds are taken apart too."""
    names = [s.name_span for s in dossier.studies if s.name_span]
    out: list[_Placed] = []
    for cell in table.cells:
        if not cell.pieces:
            continue
        view = dossier.article.view(cell.pieces)
        for word, start, end in used(view.text):
            span = view.span(start, end)
            if any(span.overlaps(n) for n in names) or _NAME.match(word):
                continue
            out.append((word, span))
            following = re.match(r"\s(\d)(?![\d.])", view.text[end : end + 3])
            if following:  # "PD 1" is PD-1
                out[-1] = (word + following.group(1), span)
            if not whole:
                for m in re.finditer(r"[A-Za-z0-9]+", word):
                    out.append((m.group(), Span(span.start + m.start(), span.start + m.end())))
    return out


def _footnote(span: Span, table: Table, role: str = "footnote") -> Evidence:
    return Evidence(role, span, "footnote", table.label)


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
    definitions = _definitions(table, dossier)
    words = _used(table, dossier, whole=True)
    if not words:
        return
    if not definitions:
        yield cannot_say("the table has no list of abbreviations", evidence=_first(words, table))
        return
    known = {folded(d.key) for d, _, _ in definitions} | COMMON
    places = {folded(w) for w, _ in words}
    seen: set[str] = set()
    elsewhere = _in_prose(dossier)
    for word, span in words:
        key = folded(word)
        if key in known or key in seen:
            continue
        parts = [p for p in re.findall(r"[A-Za-z0-9]+", word) if len(re.findall(r"[A-Z]", p)) > 1]
        if len(parts) > 1 and all(folded(p) in known | places - {key} for p in parts):
            continue
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
            evidence=(_footnote(definitions[0][1], table),),
        )


def _first(words: list[_Placed], table: Table) -> tuple[Evidence, ...]:
    return (Evidence("cell", words[0][1], "table", table.label),)


def _in_prose(dossier: Dossier) -> dict[str, str]:
    """Abbreviations that the article's text explains: folded key -> words."""
    known = dossier.__dict__.get("_prose_abbreviations")
    if known is None:
        known = {}
        for block in dossier.article.blocks:
            if block.kind in ("paragraph", "abstract", "caption"):
                for d in introduced(dossier.article.view(block.pieces).text):
                    known.setdefault(folded(d.key), d.words)
        dossier.__dict__["_prose_abbreviations"] = known
    return known


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
    definitions = _definitions(table, dossier)
    if not definitions:
        return
    words = {folded(w) for w, _ in _used(table, dossier, whole=False)}
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
            evidence=(_footnote(key_at, table),),
            computed={"abbreviation": d.key},
        )
    if not unused:
        yield agrees(
            f"{table.label or 'The table'} uses all {len(definitions)} abbreviations of its list.",
            evidence=(_footnote(definitions[0][1], table),),
        )


def _stands(key: str, text: str) -> bool:
    stem = re.escape(folded(key) if key.endswith("s") and folded(key) != key else key)
    return bool(re.search(rf"(?<![^\W_]){stem}(?:s|es)?(?![^\W_])", text))


@check("AB03", "explanation-of-another-abbreviation")
def explanation_of_another(table: Table, dossier: Dossier) -> Iterator[Finding]:
    """An abbreviation is explained by the words of another abbreviation of the same article.

    Compares
    --------
    The letters of each explained abbreviation with the initials of its explanation; a finding when
    they do not fit and another abbreviation of the article does, letter for letter, or is
    explained elsewhere in the same words.

    Why it matters
    --------------
    Criteria with similar names give different response rates.

    Known limits
    ------------
    Abbreviations of words in another language fit no initials; they are found only when another
    abbreviation fits.

    Source
    ------
    The article's own abbreviations.
    """
    definitions = _definitions(table, dossier)
    if not definitions:
        return
    candidates = _article_abbreviations(dossier)
    wrong = 0
    for d, key_at, words_at in definitions:
        if fits(d.key, d.words):
            continue
        other = next(
            (
                k
                for k in candidates
                if folded(k) != folded(d.key)
                and (
                    _same_words(candidates[k], d.words)
                    or (not candidates[k] and strictly_fits(k, d.words))
                )
            ),
            None,
        )
        if other is None:
            continue
        wrong += 1
        own = candidates.get(d.key) or _in_prose(dossier).get(folded(d.key), "")
        yield differs(
            "warning",
            f"The list under {table.label or 'the table'} explains {d.key} as {d.words!r}, which "
            f"are the words of {other}.",
            evidence=(_footnote(key_at, table), _footnote(words_at, table, "words")),
            alternatives=(f"the text explains {d.key} as {own!r}",) if own else (),
            computed={"abbreviation": d.key, "words of": other},
        )
    if not wrong:
        yield agrees(
            f"No explanation under {table.label or 'the table'} belongs to another abbreviation.",
            evidence=(_footnote(definitions[0][1], table),),
        )


def _article_abbreviations(dossier: Dossier) -> dict[str, str]:
    """Every abbreviation that tables use or the article explains, with the words where known."""
    out: dict[str, str] = {}
    for table in dossier.article.tables:
        for word, _ in _used(table, dossier, whole=True):
            out.setdefault(word, "")
        for d, _, _ in _definitions(table, dossier):
            if fits(d.key, d.words):
                out[d.key] = d.words
    for block in dossier.article.blocks:
        if block.kind in ("paragraph", "abstract"):
            for d in introduced(dossier.article.view(block.pieces).text):
                out[d.key] = d.words
    return out


def _plain(words: str) -> list[str]:
    """The content words of an explanation, without plural and spelling variants."""
    text = words.lower().replace("tumour", "tumor").replace("isation", "ization")
    return [
        w.rstrip("s")
        for w in re.findall(r"[^\W\d_]{2,}", text)
        if w not in ("of", "the", "and", "in", "for", "to", "with")
    ]


def _same_words(a: str, b: str) -> bool:
    return bool(a) and _plain(a) == _plain(b)


@check("AB04", "abbreviation-defined-in-two-ways")
def defined_in_two_ways(table: Table, dossier: Dossier) -> Iterator[Finding]:
    """An abbreviation stands for one thing under a table and for another in the text.

    Compares
    --------
    The content words of the explanation under the table with those of the text's; a finding when
    less than half of them are the same.

    Why it matters
    --------------
    The reader carries the wrong meaning from one place to the other.

    Known limits
    ------------
    Explanations that nest another abbreviation ("sequential TACE") are taken as they are printed.

    Source
    ------
    The article's own abbreviations.
    """
    prose = _in_prose(dossier)
    compared = 0
    wrong = False
    for d, key_at, words_at in _definitions(table, dossier):
        said = prose.get(folded(d.key))
        if not said:
            continue
        compared += 1
        a, b = set(_plain(said)), set(_plain(d.words))
        if len(a & b) * 2 >= len(a | b) or a <= b or b <= a or _short_forms(said, d.words):
            continue
        wrong = True
        yield differs(
            "note",
            f"{d.key} is {d.words!r} under {table.label or 'the table'} and {said!r} in the text.",
            evidence=(_footnote(key_at, table), _footnote(words_at, table, "words")),
            computed={"abbreviation": d.key, "table": d.words, "text": said},
        )
    if compared and not wrong:
        yield agrees(
            f"{compared} abbreviations mean the same under {table.label or 'the table'} and in the "
            f"text.",
            evidence=tuple(_footnote(k, table) for _, k, _ in _definitions(table, dossier)[:1]),
        )


def _short_forms(a: str, b: str) -> bool:
    """Whether one of two explanations uses an abbreviation for words of the other."""
    for short, long in ((a, b), (b, a)):
        for word, _, _ in used(short):
            rest = _plain(short.replace(word, " "))
            if set(rest) <= set(_plain(long)):
                return True
    return False
