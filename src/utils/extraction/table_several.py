"""Cells that print several results: "63/585 (10.8), 14/55 (25.5)", "10.7 vs 7.9, 0.69 (...)".

Belongs here: taking the skeleton of such a cell apart into contents, one per result. Does not:
cells of one result (`table_cells`), whose values they are (`table_units`).

Nothing but joints may stand between the parts, or words where every part is a form that no dose,
grade or definition has: a count with its share or its total, an estimate with its interval.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from src.utils.extraction import table_forms as f
from src.utils.records import Num

_U = r"(?: ?%| ?[a-zµ°]{1,8}(?:/[a-zµ°]{1,8})?(?![a-z]))?"
_SEP = r" ?(?:-|to|,|;) ?"
_LEVEL = r"(?:N ?% ?)?(?:c\.?i\.?|iqr|range)[:,=]? ?"
_PARTS = (
    (f.FRACTION, r"N ?/ ?N ?\( ?N ?%? ?\)"),
    (f.CI, rf"N(?: ?%)? ?\((?:c\.?i\.?[:,=]? ?)?N ?%?{_SEP}N ?%? ?\)"),
    ("several", r"N ?\( ?N ?\) ?\( ?sd ?[:=]? ?N ?\)"),
    (f.COUNT_PERCENT, r"N ?\( ?N ?% ?\)"),
    (f.PERCENT_COUNT, r"N ?% ?\( ?(?:n ?= ?)?N ?\)"),
    (f.SPREAD, rf"N{_U} ?(?:±|\+/-|sd) ?N{_U}"),
    (f.PAIR, r"N ?\( ?N ?\)"),
    (f.FRACTION, r"N ?/ ?N(?! ?/)"),
    (f.PERCENT, r"N ?%"),
    (f.PLAIN, r"N(?! ?[-/])"),
)
_PART = re.compile("|".join(f"(?P<k{i}>{p})" for i, (_, p) in enumerate(_PARTS)))
#: Between parts: signs of a list, words of a comparison; letters are words of their own.
_JOINT = re.compile(
    r"[\s,;:/|().]*(?:vs\.?|versus|and|as opposed to|compared (?:with|to))?[\s,;:(.]*"
)
_COMPARED = re.compile(r"\b(?:vs|versus|opposed|compared)\b")
#: A decimal that a space breaks: 13. 2 (6.3, 24.8).
_BROKEN = re.compile(r"\.\s?\Z|,\Z")
_UNIT = re.compile(r"[\s,;:/|().]*(?:months?|mo|weeks?|days?|years?|h|min|points?)[\s,;:/|().]*")
_WORDS = re.compile(r"(?:[^\d<>=≤≥±+*×-]|(?<=[a-z])-(?=[a-z]))*")
_LABEL = re.compile(r"[^.;()]{2,60}: ?")
_STRONG = frozenset({f.FRACTION, f.CI, f.COUNT_PERCENT, f.PERCENT_COUNT})
#: The shape of a count before a mean of the same people: 43 (0.80) [SD 0.49].
COUNT = "count"
#: Longer cells are prose.
LONGEST = 400

#: A part: its shape, its numbers, whether it carries a sign of per cent, whether it is compared.
Part = tuple[str, list[Num | None], bool, bool]


def parts(form: str, number: Callable[[int], Num]) -> list[Part]:
    """The results of a cell with this skeleton, none when it is something else.

    ``number`` gives the k-th numeral of the cell. A part is marked as compared when a word of
    comparison stands between it and a neighbour: it is of another group than the neighbour.
    """
    if form.count("N") < 2 or "R" in form:
        return []
    found = list(_PART.finditer(form))
    if not found or sum(m.group().count("N") for m in found) != form.count("N"):
        return []
    edges = [0, *(x for m in found for x in m.span()), len(form)]
    gaps = [form[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    kinds = [_PARTS[int((m.lastgroup or "k0")[1:])][0] for m in found]
    bare = [bool(_JOINT.fullmatch(g) or _UNIT.fullmatch(g)) for g in gaps]
    against = [bool(_COMPARED.search(g)) for g in gaps]
    if any(_BROKEN.match(g) for g in gaps[1:]):
        return []
    if all(bare):
        telling = any(k != f.PLAIN for k in kinds) or (len(kinds) == 2 and against[1])
        if len(found) < 2 and kinds != ["several"] or not telling:
            return []
    elif not _worded(gaps, kinds):
        return []
    out: list[Part] = []
    at = 0
    for k, (m, kind) in enumerate(zip(found, kinds, strict=True)):
        count = m.group().count("N")
        nums: list[Num | None] = [number(at + i) for i in range(count)]
        at += count
        compared = (k > 0 and against[k]) or (k + 1 < len(found) and against[k + 1])
        if kind == "several":
            out.append((COUNT, nums[:1], False, compared))
            out.append((f.SPREAD, nums[1:], False, compared))
            continue
        if kind == f.FRACTION:
            nums += [None] * (3 - len(nums))
        elif kind == f.PERCENT_COUNT:
            nums.reverse()
        out.append((kind, nums, "%" in m.group(), compared))
    return out


def _worded(gaps: list[str], kinds: list[str]) -> bool:
    """Whether parts that words surround are results all the same."""
    if not all(_WORDS.fullmatch(g) for g in gaps) or sum(len(g.split()) for g in gaps) > 45:
        return False
    if all(k in _STRONG for k in kinds):
        return True
    if all(k in _STRONG or k == f.PERCENT for k in kinds):
        shares = len(kinds) > 1 and any(_COMPARED.search(g) for g in gaps)
        return shares or (len(kinds) == 1 and bool(_LABEL.fullmatch(gaps[0])) and not gaps[1])
    return False


def ordered_share(told: list[Num | None]) -> bool:
    """Whether four numbers are a count, its percentage and the bounds that hold it.

    >>> from src.utils.records import Span
    >>> nums = [Num(t, Span(0, 1)) for t in ("83", "70.3", "61.6", "77.8")]
    >>> ordered_share(nums), ordered_share([nums[1], *nums[1:]])
    (True, False)
    """
    texts = [n.text for n in told if n is not None]
    if len(texts) < 4 or not texts[0].isdigit():
        return False
    try:
        share, low, high = map(float, texts[1:])
    except ValueError:
        return False
    return 0 <= low <= share <= high <= 100
