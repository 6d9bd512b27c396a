"""The sentences of an article as views, made once for all checks that read prose themselves.

What belongs here: access to sentences. What does not: any pattern or verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.extraction.number_words import NAMES
from src.utils.linking.names.abbreviations import abbreviations
from src.utils.printed import has_digit
from src.utils.records import Block, Dossier, View

_PLANNED = re.compile(r"sample\s+size|statistical|power", re.I)
_LETTERS = re.compile(r"[a-z]+")
_KINDS = frozenset({"abstract", "paragraph", "caption", "footnote"})


def sentences(dossier: Dossier) -> list[tuple[Block, View]]:
    """Every sentence of abstract, paragraphs, captions and footnotes that prints a digit."""
    known: list[tuple[Block, View]] | None = dossier.__dict__.get("_said")
    if known is None:
        known = dossier.__dict__["_said"] = [s for s in _read(dossier) if has_digit(s[1].text)]
    return known


def counting(dossier: Dossier) -> Iterator[tuple[Block, View]]:
    """The sentences of abstract and paragraphs that print a digit or a number in words."""
    for block, view in _read(dossier):
        if block.kind in ("abstract", "paragraph") and (
            has_digit(view.text) or not NAMES.isdisjoint(_LETTERS.findall(view.text.lower()))
        ):
            yield block, view


def _read(dossier: Dossier) -> list[tuple[Block, View]]:
    """Every sentence as a view, made once."""
    known: list[tuple[Block, View]] | None = dossier.__dict__.get("_read")
    if known is None:
        known = dossier.__dict__["_read"] = [
            (block, dossier.article.view(sentence.pieces))
            for block in dossier.article.blocks
            if block.kind in _KINDS
            for sentence in block.sentences
        ]
    return known


def prose(dossier: Dossier) -> Iterator[tuple[Block, View]]:
    """The sentences of abstract and paragraphs that print a digit."""
    return (s for s in sentences(dossier) if s[0].kind in ("abstract", "paragraph"))


def spelt_out(dossier: Dossier) -> tuple[tuple[str, frozenset[str]], ...]:
    """The article's abbreviations with the stems of what they stand for, found once."""
    known: tuple[tuple[str, frozenset[str]], ...] | None = dossier.__dict__.get("_spelt")
    if known is None:
        known = dossier.__dict__["_spelt"] = abbreviations(dossier.article)
    return known


def planned(block: Block) -> bool:
    """Whether a section says how large the study was to be, and how it was to be analysed."""
    return bool(block.section) and bool(_PLANNED.search(block.section[-1]))
