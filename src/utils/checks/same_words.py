"""A number of abstract or discussion that stands nowhere else, and the words round it, which do.

What belongs here: finding the place of the text that prints another number in the same words. What
does not: any verdict (CL10), and sentences that share several numbers (`cl_repeated`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from src.utils.checks.printed_numbers import PrintedNumbers
from src.utils.checks.tb_repeated import one_slip
from src.utils.printed import normalise
from src.utils.records import Block, Span, View

_NUM = re.compile(r"(?<![\w,/.-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w]|\.\d|,\d)")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z-]+|\d+(?:,\d{3})*(?:\.\d+)?")
_UNIT = re.compile(r"\s*(?:%|[A-Za-zµμ°]+)")
#: One end of an interval: a dash or "to" between it and another number.
_TO = re.compile(r"\s*%?\s*(?:[-–]|to)\s*\d")
_FROM = re.compile(r"\d\s*%?\s*(?:[-–]|\bto)\s*\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_ASIDE = re.compile(
    r"(?:\b(?:tables?|fig(?:ure|s)?\.?|appendix|refs?\.?|panel|registered|number|trial|version)\s*|"
    r"[\[/#])\Z",
    re.I,
)
_LEVEL = re.compile(r"\s*%\s*-?\s*(?:C\.?\s?I|confid|cred)", re.I)
#: A citation, blanked or printed: the sentence speaks of another study.
_CITED = re.compile(r"\s{4,}|\[\d|\bet al\b")
_STOP = frozenset(
    """the and with for was were are that this from than had have has not but their which who also
    all our these those respectively there been when into during each were per via did""".split()
)
_STEM = 6  # letters by which two forms of a word are taken for one
_BEFORE, _AFTER = 110, 70  # characters of a sentence round a number
_FEWEST = 4  # words and numbers that both places have round it
_SHORT = 6  # words round a number of a short sentence, of which one less suffices
_SHARE = 0.5  # of the shorter list
_LESS = 0.3  # of it, where a telling number or many words are among them
_MOST = 0.53
_MANY = 6
_SURE = 6  # where another number may be it, rounded


class Place(msgspec.Struct, frozen=True):
    """A numeral of a sentence with its unit, the words and numbers round it, whether it bounds."""

    block: Block
    text: str
    span: Span
    unit: str
    near: frozenset[str]
    bound: bool = False


def places(said: Sequence[tuple[Block, View]], own: bool = False) -> Iterator[Place]:
    """The numerals of sentences that say more than a year, a level or a reference.

    ``own`` leaves out sentences that cite another study.
    """
    for block, view in said:
        text = view.text
        if own and _CITED.search(text.strip()):
            continue
        for match in _NUM.finditer(text):
            x = match.group().replace(",", "")
            if len(x.replace(".", "").strip("0")) < 2 or _YEAR.match(x):
                continue
            if _ASIDE.search(text[: match.start()]) or _LEVEL.match(text, match.end()):
                continue
            around = (
                text[max(0, match.start() - _BEFORE) : match.start()],
                text[match.end() : match.end() + _AFTER],
            )
            near = {_stem(w) for part in around for w in _TOKEN.findall(part)} - {""}
            unit = _UNIT.match(text, match.end())
            yield Place(
                block,
                x,
                view.span(*match.span()),
                _stem(unit.group().strip()) if unit else "",
                frozenset(near),
                bool(_TO.match(text, match.end()) or _FROM.search(around[0])),
            )


def _stem(word: str) -> str:
    """A word as it is compared; empty for one that says nothing."""
    if word[:1].isdigit() or word == "%":
        return word.replace(",", "")
    lower = word.lower()
    return "" if lower in _STOP or len(lower) < 3 else lower[:_STEM]


def restated(
    summary: Sequence[Place],
    body: Sequence[Place],
    elsewhere: PrintedNumbers,
    nearly_all: bool = False,
) -> Iterator[tuple[Place, Place]]:
    """Numbers of a summary that stand nowhere else, each with the one in its words in the body.

    The two are one slip apart and have one unit, and the body's stands nowhere in the summary.
    ``nearly_all`` asks for more shared words, as in a discussion, which speaks of other studies.
    """
    inside = {p.text for p in summary}
    for one in summary:
        found: list[tuple[int, Place]] = []
        for two in body:
            if two.text in inside or not _slip(one.text, two.text) or not _one_unit(one, two):
                continue
            score = _score(one, two)
            if score and (not nearly_all or _alike(one, two)):
                found.append((score, two))
        if not found:
            continue
        if elsewhere.holds(normalise(one.text), share=True) and (
            max(n for n, _ in found) < _SURE or elsewhere.prints(one.text)
        ):
            continue
        best = max(n for n, _ in found)
        close = [(n, p) for n, p in found if 2 * n > best]
        if len({p.text for _, p in close}) == 1:
            yield one, max(close, key=lambda item: item[0])[1]


def _score(one: Place, two: Place) -> int:
    """How many words and numbers two places share, a telling number for two; 0 for too few."""
    shared = one.near & two.near
    numbers = sum(len(w.replace(".", "").strip("0")) >= 2 for w in shared if w[0].isdigit())
    score, fewer = len(shared) + numbers, min(len(one.near), len(two.near))
    if len(shared) - sum(w[0].isdigit() for w in shared) < 2:
        return 0
    few = _FEWEST - (fewer <= _SHORT)
    enough = score >= few and len(shared) >= (_SHARE if not numbers else _LESS) * fewer
    return score if enough or (score >= _MANY and len(shared) >= _LESS * fewer) else 0


def _alike(one: Place, two: Place) -> bool:
    """Whether many words, and most of them, stand round both numbers."""
    shared = one.near & two.near
    words = sum(not w[0].isdigit() for w in shared)
    return words >= _MANY and len(shared) >= _MOST * min(len(one.near), len(two.near))


def _one_unit(one: Place, two: Place) -> bool:
    """Whether what follows two numbers is the same, or in one of them no unit at all.

    A length of time is no bound of an interval.
    """
    if one.bound != two.bound:
        return False
    percent = {one.unit, two.unit}
    return one.unit == two.unit or ("%" not in percent)


def _slip(a: str, b: str) -> bool:
    """Whether two numerals of one length and precision are a slip apart."""
    return len(a) == len(b) and a.find(".") == b.find(".") and one_slip(a, b)
