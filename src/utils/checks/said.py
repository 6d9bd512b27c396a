"""The sentences of an article as views, made once for all checks that read prose themselves.

What belongs here: access to sentences. What does not: any pattern or verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.linking.names.abbreviations import abbreviations
from src.utils.printed import has_digit
from src.utils.records import Block, Dossier, View

_PLANNED = re.compile(r"sample\s+size|statistical|power", re.I)
_KINDS = frozenset({"abstract", "paragraph", "caption", "footnote"})


def sentences(dossier: Dossier) -> list[tuple[Block, View]]:
    """Every sentence of abstract, paragraphs, captions and footnotes that prints a digit."""
    known: list[tuple[Block, View]] | None = dossier.__dict__.get("_said")
    if known is None:
        known = []
        for block in dossier.article.blocks:
            if block.kind in _KINDS:
                for sentence in block.sentences:
                    view = dossier.article.view(sentence.pieces)
                    if has_digit(view.text):
                        known.append((block, view))
        dossier.__dict__["_said"] = known
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
