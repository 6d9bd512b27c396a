"""CL09: how much more likely something is, said twice in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import msgspec

from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import prose
from src.utils.records import Block, Dossier, Evidence, Finding, Span

_MORE = re.compile(
    r"(?<![\d.])(?P<x>\d{1,3}(?:\.\d)?)\s*%\s+(?P<how>more|less|higher|lower|greater|increased|"
    r"reduced|decreased)\s+(?P<what>likely|odds|risk|likelihood|chance|probability|hazard)\b",
    re.I,
)
_WORD = re.compile(r"[A-Za-z][\w-]+")
_EMPTY = frozenset(
    """than their the to of be being in for with and that had have has were was an as at by on or
    from likely odds risk compared those who this these did do experience exhibit report receive
    versus patients participants subjects group groups when after among""".split()
)


class More(msgspec.Struct, frozen=True):
    """One "69 % more likely ...": the number, its direction and the words behind it."""

    x: str
    up: bool
    words: frozenset[str]
    span: Span
    block: Block
    phrase: str


@check("CL09", "likelihood-restated-differently")
def likelihood_restated(dossier: Dossier) -> Iterator[Finding]:
    """The text says twice how much more likely something is, with two numbers.

    Compares
    --------
    "69 % more likely to have X", "12 % lower risk of X" in two blocks of the text, where the words
    behind the one are among those behind the other. Warning where the numbers differ by three or
    less, or by one digit; else nothing, because models may differ.

    Why it matters
    --------------
    One of the two was rounded or copied wrongly.

    Known limits
    ------------
    Only likelihood, odds, risk, chance and hazard in words are compared.

    Source
    ------
    The article's own text.
    """
    found: dict[bool, list[More]] = defaultdict(list)
    for item in _mores(dossier):
        found[item.up].append(item)
    for items in found.values():
        for i, one in enumerate(items):
            for two in items[i + 1 :]:
                fewer = min(one.words, two.words, key=len)
                if (
                    one.block is two.block
                    or len(fewer) < 2
                    or not (fewer <= one.words and fewer <= two.words)
                ):
                    continue
                evidence = (
                    Evidence("value", one.span, one.block.place),
                    Evidence("value", two.span, two.block.place),
                )
                if one.x == two.x:
                    yield agrees(f"{one.phrase}: {one.x} % in both places", evidence=evidence)
                elif abs(Fraction(one.x) - Fraction(two.x)) <= 3:
                    yield differs(
                        "warning",
                        f'"{one.phrase}" and "{two.phrase}": {one.x} % and {two.x} %',
                        computed={"first place": one.x, "second place": two.x},
                        alternatives=("two models, or another rounding",),
                        evidence=evidence,
                    )


def _mores(dossier: Dossier) -> Iterator[More]:
    for block, view in prose(dossier):
        if "%" not in view.text:
            continue
        for match in _MORE.finditer(view.text):
            after = re.split(r"[(\[;,]|\.\s", view.text[match.end() : match.end() + 120])[0]
            words = [w.lower() for w in _WORD.findall(after)][:10]
            yield More(
                match["x"],
                match["how"].lower() in ("more", "higher", "greater", "increased"),
                frozenset(w for w in words if w not in _EMPTY),
                view.span(*match.span("x")),
                block,
                " ".join((match.group() + after).split()),
            )
