"""What the checks of abbreviations share: a table's list and words, the text's explanations."""

from __future__ import annotations

import re

from src.utils.extraction.abbreviations import Definition, folded, introduced, listed, used
from src.utils.records import Dossier, Evidence, Span, Table

#: Names of trials and registers, time points and stages ("T0", "N1"): not abbreviations.
_NAME = re.compile(
    r"[A-Z]{5,}-\d+|[A-Z]{6,}\d+|NCT\d+|[A-Z]\d{1,2}\Z|[A-Z][a-z]+[A-Z][a-z]+\d*\Z|"
    r"[A-Z][a-z]{2,}[A-Z]+\Z"
)
#: Stages of a disease: "IIIB", "IVA".
STAGE = re.compile(r"(?:I{1,3}|IV)[ABC]\Z|IV[ab]\Z")
_BRACKETED = re.compile(r"[(\[]\s?([A-Z][A-Za-z0-9/-]+)\s?[)\](,;]")
_LOWER = re.compile(r"(?<![^\W_])[a-z]{3,}(?![^\W_])")
Placed = tuple[str, Span]


def definitions_of(table: Table, dossier: Dossier) -> list[tuple[Definition, Span, Span]]:
    """The table's list of abbreviations with the places of key and words."""
    out = []
    for pieces in table.footnotes:
        view = dossier.article.view(pieces)
        for d in listed(view.text):
            out.append((d, view.span(*d.key_at), view.span(*d.words_at)))
    return out


def used_in(table: Table, dossier: Dossier, whole: bool) -> list[Placed]:
    """Abbreviations in header and cells; with ``whole`` False compounds are taken apart too."""
    cache: dict[tuple[Span, bool], list[Placed]] = dossier.__dict__.setdefault("_used_in", {})
    key = (table.span, whole)
    if key not in cache:
        cache[key] = _used_in(table, dossier, whole)
    return cache[key]


def _used_in(table: Table, dossier: Dossier, whole: bool) -> list[Placed]:
    ordinary = _lower_words(dossier)
    names = [s.name_span for s in dossier.studies if s.name_span]
    out: list[Placed] = []
    for cell in table.cells:
        if not cell.pieces:
            continue
        view = dossier.article.view(cell.pieces)
        for word, start, end in used(view.text):
            span = view.span(start, end)
            if any(span.overlaps(n) for n in names) or _NAME.match(word):
                continue
            if word.isalpha() and len(word) > 2 and word.lower() in ordinary:
                continue  # a word in capitals: "AGE", "MEAN"
            out.append((word, span))
            following = re.match(r"\s(\d)(?![\d.])", view.text[end : end + 3])
            if following and len(word) <= 4 and _one_word(word, following.group(1), dossier):
                out[-1] = (word + following.group(1), span)
            if not whole:
                for m in re.finditer(r"[A-Za-z0-9]+", word):
                    out.append((m.group(), Span(span.start + m.start(), span.start + m.end())))
    return out


def _one_word(word: str, digit: str, dossier: Dossier) -> bool:
    """Whether an abbreviation and a digit after it are one name: "PD 1", written PD-1 elsewhere.

    In "WHO PS 1" and "ASA 1/2/3" the digit is a value.
    """
    return any(f"{word}{sign}{digit}" in dossier.article.shadow for sign in ("-", ""))


def explained_in_cells(table: Table, dossier: Dossier) -> frozenset[str]:
    """Folded abbreviations that stand in brackets behind their own words in a cell.

    "Maslach Burnout Inventory [MBI-GS (15)]", "Mean corpuscular volume (MCV), fl": the first
    letter of the abbreviation opens one of the words.
    """
    out: set[str] = set()
    for cell in table.cells:
        text = dossier.article.view(cell.pieces).text if cell.pieces else ""
        for m in _BRACKETED.finditer(text):
            said = re.findall(r"[^\W\d_]{2,}", text[: m.start()])
            key = m.group(1)
            if len(said) > 1 and any(w[0].lower() == key[0].lower() for w in said if w != key):
                out |= {folded(key), *(folded(p) for p in re.split(r"[-/]", key))}
    return frozenset(out)


def _lower_words(dossier: Dossier) -> frozenset[str]:
    """Every word that the article prints in lower case."""
    known: frozenset[str] | None = dossier.__dict__.get("_lower_words")
    if known is None:
        known = frozenset(_LOWER.findall(dossier.article.shadow))
        dossier.__dict__["_lower_words"] = known
    return known


def footnote(span: Span, table: Table, role: str = "footnote") -> Evidence:
    """A place in the list under a table."""
    return Evidence(role, span, "footnote", table.label)


def prose_definitions(dossier: Dossier) -> tuple[Definition, ...]:
    """Every abbreviation that the article's text introduces, in order."""
    known: tuple[Definition, ...] | None = dossier.__dict__.get("_introduced")
    if known is None:
        known = tuple(
            d
            for block in dossier.article.blocks
            if block.kind in ("paragraph", "abstract", "caption")
            for d in introduced(dossier.article.view(block.pieces).text)
        )
        dossier.__dict__["_introduced"] = known
    return known


def in_prose(dossier: Dossier) -> dict[str, str]:
    """Abbreviations that the article's text explains: folded key -> words."""
    known: dict[str, str] | None = dossier.__dict__.get("_in_prose")
    if known is None:
        known = dossier.__dict__["_in_prose"] = {}
        for d in prose_definitions(dossier):
            known.setdefault(folded(d.key), d.words)
    return known
