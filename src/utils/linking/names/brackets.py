"""Rows that the words right before a bracket name as a table does: "ankle swelling (P = 0.02)".

A noun phrase that ends at an opening bracket is the name of what stands in it. Where it holds the
words of a row's head and no others, only the numbers of the rows of that name can be meant, so
that an agreement says more than the same one anywhere in the tables.
"""

from __future__ import annotations

import re

from src.utils.linking.names.rows import RowWords, stems_of
from src.utils.linking.words import STOP

#: A name has so many words at most.
LONGEST = 7
_BRACKET = re.compile(r"\s*[(\[][^()\[\]]{0,24}$")
_CUT = re.compile(r"[,;:()\[\]]|\.\s|\b(?:and|or|but|while|whereas|versus|vs)\b")
_WORD = re.compile(r"[^\W\d_][\w+'/-]*|\S+")
#: Words after which a name may begin: what was done to it, and how much.
_OPENS = re.compile(
    r"(?:\w+(?:ed|ly|ing)|low|lower|high|higher|great|greater|less|more|fewer|better|worse|mean|"
    r"median|average|advanced|significant|change|changes|difference|differences|reduction|"
    r"increase|decrease|improvement|\W+)$",
    re.I,
)


def named_rows(before: str, rows: RowWords) -> frozenset[int]:
    """The rows whose head is the phrase that ends at the last bracket of ``before``."""
    bracket = _BRACKET.search(before)
    if bracket is None:
        return frozenset()
    phrase = before[: bracket.start()]
    start = max((c.end() for c in _CUT.finditer(phrase)), default=0)
    if phrase[start : start + 1] == "-":
        return frozenset()  # "(HDL)-cholesterol" is more than cholesterol
    words = _WORD.findall(phrase[start:])[-LONGEST - 1 :]
    for i in range(len(words)):
        if i and not _may_begin(words[i - 1]):
            continue
        stems = stems_of(" ".join(words[i:]))
        found = rows.called(stems)
        if found:
            return found
    return frozenset()


def _may_begin(word: str) -> bool:
    """Whether a name may begin after a word."""
    return word.lower() in STOP or bool(_OPENS.match(word))
