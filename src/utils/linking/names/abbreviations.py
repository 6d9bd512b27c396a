"""Abbreviations that an article explains, as stems: the words that a short form stands for."""

from __future__ import annotations

import re

from src.utils.extraction.abbreviations import introduced, listed
from src.utils.linking.words import tokens
from src.utils.records import Article

#: A row head that names its thing twice: "Body mass index (BMI)".
_SHORT = re.compile(
    r"^\W*([A-Za-z][A-Za-z -]{6,60}?)[\s\d-]*[(\[]([A-Z][A-Za-z]*[A-Z][A-Za-z]*)[\s\d-]*[)\]]"
)


#: The stem of every abbreviation of an article with the stems of its words.
Abbreviations = tuple[tuple[str, frozenset[str]], ...]
#: The abbreviations of the article that was asked for last: every pass asks for the same ones.
_last: list[tuple[Article, Abbreviations]] = []


def abbreviations(article: Article) -> Abbreviations:
    """The stem of every abbreviation with the stems of its words."""
    known = _last[0] if _last else None
    if known is None or known[0] is not article:
        known = (article, _read(article))
        _last[:] = [known]
    return known[1]


def spelt(stems: frozenset[str], long: Abbreviations) -> frozenset[str]:
    """Stems, with the words that every abbreviation among them stands for and the short forms."""
    for key, words in long:
        if key in stems:
            stems = stems | words
        elif words and words <= stems:
            stems = stems | {key}
    return stems


def _read(article: Article) -> Abbreviations:
    found: dict[str, frozenset[str]] = {}
    for block in article.blocks:
        if block.kind in ("paragraph", "abstract", "caption"):
            for d in introduced(article.view(block.pieces).text):
                _keep(found, d.key, d.words)
    for table in article.tables:
        for pieces in table.footnotes:
            for d in listed(article.view(pieces).text):
                _keep(found, d.key, d.words)
        for cell in table.cells:
            if cell.column == 0 and cell.pieces:
                for words, key in _SHORT.findall(article.view(cell.pieces).text):
                    _keep(found, key, words)
    return tuple(found.items())


def _keep(found: dict[str, frozenset[str]], key: str, words: str) -> None:
    stems, short = tokens(words), tokens(key)
    if len(short) == 1 and stems and len(stems) <= 6:
        found.setdefault(next(iter(short)), stems)
