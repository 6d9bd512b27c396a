"""Which tables a sentence refers to."""

from __future__ import annotations

import re

from src.utils.records import Article

#: Blocks whose sentences are read.
KINDS = ("paragraph", "abstract", "caption")

#: "Supplementary Table 2" is no table of the article, whatever its number.
_TABLE = re.compile(
    r"(?<!upplementary )(?<!upplemental )(?<!upplement )(?<!ppendix )(?<!nline )(?<!dditional )"
    r"\b[Tt]ables?\s+(?P<first>[A-Z]?\d+[A-Za-z]?)(?P<more>(?:\s*(?:,|and|-|to|&)\s*[A-Z]?\d+)*)"
)


def tables_named(text: str) -> list[str]:
    """Labels of the tables that a sentence refers to.

    >>> tables_named("was longer (Tables 1 and 2) [Table S3], see Supplementary Table 4")
    ['Table 1', 'Table 2', 'Table S3']
    """
    out: list[str] = []
    if "able" not in text:
        return out
    for match in _TABLE.finditer(text):
        numbers = [match["first"], *re.findall(r"[A-Z]?\d+", match["more"])]
        out.extend(f"Table {n}" for n in numbers)
    return list(dict.fromkeys(out))


def labels(article: Article) -> dict[int, list[list[str]]]:
    """For every block, the tables that each of its sentences refers to."""
    out = {}
    for number, block in enumerate(article.blocks):
        if block.kind in KINDS:
            out[number] = [tables_named(article.view(s.pieces).text) for s in block.sentences]
    return out
