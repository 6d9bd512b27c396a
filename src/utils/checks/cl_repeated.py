"""CL10: a sentence of the summary repeats a sentence of the body, with another number in one place.

What belongs here: sentences that are the same statement by their words and their other numbers.
What does not: results that linking joins (family TT).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from src.utils.checks.printed_numbers import PrintedNumbers
from src.utils.checks.registry import check, differs
from src.utils.checks.said import prose, sentences
from src.utils.checks.same_words import Place, places, restated
from src.utils.checks.tb_repeated import one_slip
from src.utils.checks.verbatim import Number, Said, verbatim
from src.utils.records import Block, Dossier, Evidence, Finding, Result, Span

_NUM = re.compile(r"(?<![\w,/])(?<!\d\.)-?\d+(?:,\d{3})*(?:\.\d+)?(?![\w]|\.\d|,\d)")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[a-z][a-z-]{2,}")
_ASIDE = re.compile(
    r"(?:\b(?:tables?|fig(?:ure|s)?\.?|appendix|refs?\.?|panel|supplementary|model|phase|grade|day|week|"
    r"month|visit)\s*S?|[\[])\s*\Z",
    re.I,
)
#: "hazard ratio of 0.56 (95% CI 0.38-0.83; P = 0.003)"
_RATIO_P = re.compile(
    r"\b(?P<kind>(?:hazard|odds|risk|rate)\s+ratio|[HOR]R)\b(?:\s*\([A-Z]+\))?[^.;()\d]{0,20}"
    r"(?P<x>\d+\.\d{2,3})\b(?:(?!\b(?:HR|OR|RR|ratio)\b)[^.]|\.\d){0,60}?\b[Pp]\s*=\s*"
    r"(?P<p>0?\.\d{1,4})(?!\d)"
)
_LEVEL = re.compile(r"\s*%\s*-?\s*(?:C\.?\s?I|confid|cred)", re.I)
_SUMMARY = re.compile(r"abstract|discussion|conclusion|summary", re.I)
_STOP = frozenset(
    """the and with for was were are that this from than had have has were not but their which who
    also both all after before between among during our these those group groups patients study
    compared respectively significantly significant there been when more less mean median""".split()
)
_COMMON = frozenset({"95", "0.05", "0.01", "0.001", "100", "99", "90", "0.0001"})
_MANY = 6  # shared numbers from which several may be left over
_STEM = 6  # letters by which two forms of a word are taken for one


@check("CL10", "number-of-a-repeated-statement-differs")
def repeated_statement(dossier: Dossier) -> Iterator[Finding]:
    """The abstract or discussion repeats a statement of the body with one number changed.

    Compares
    --------
    Sentences of two blocks, one of them of the abstract, discussion or conclusion, that share most
    words and at least three telling numbers (two where the words are nearly the same), and of whose
    numbers exactly one is left over on each side (several where at least six are shared and each
    stands between the same two). Warning where the two differ as a slip does (one
    digit, two digits swapped, a lost sign) and stand between the same numbers; else nothing. Also
    sentences with nearly the same words and the same numbers but one, which stands nowhere else,
    a number of abstract or discussion that stands nowhere else and is one slip from one that the
    text prints in the same words, and a ratio printed twice with two P values that differ by a
    zero.

    Why it matters
    --------------
    A number copied wrongly into the abstract is the one that is read and cited.

    Known limits
    ------------
    A summary that rounds, reorders or shortens its statement is not recognised. What the family TT
    has reported already is repeated as a note only.

    Source
    ------
    Comparison of printed numbers.
    """
    said = list(_sentences(dossier))
    places: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(said):
        if len(one.nums) < 3:
            continue
        for number in {n for n, _, _ in one.nums if _telling(n)}:
            places[number].append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for where in places.values():
        if len(where) <= 12:
            shared.update((i, j) for k, i in enumerate(where) for j in where[k + 1 :])
    told: set[tuple[Span, Span]] = set()
    for (i, j), count in shared.items():
        one, two = said[i], said[j]
        if count < 2 or one.block is two.block or not (one.summary or two.summary):
            continue
        alike = len(one.words & two.words) / max(1, min(len(one.words), len(two.words)))
        if alike < 0.5:
            continue
        for (a, first, _), (b, second, _) in _left_over(one, two, count):
            mirrored = a.lstrip("-") == b.lstrip("-")
            if alike < 0.7 and count < 3 and not mirrored:
                continue
            told.add((first, second))
            yield _twice(
                (one.block, a, first),
                (two.block, b, second),
                f"the two sentences share {count} other numbers",
                "the two sentences speak of different results",
            )
    for one, two, (a, first, _), (b, second, _) in verbatim(said, _everywhere(dossier)):
        if (first, second) not in told and (second, first) not in told:
            told.add((first, second))
            yield _twice(
                (one.block, a, first),
                (two.block, b, second),
                "its other words and numbers are nearly the same",
                "the two sentences speak of different things",
            )
    linked = _linked(dossier)
    for place, other in _in_its_words(dossier):
        spans = (place.span, other.span)
        if not {spans, spans[::-1]} & (told | linked):
            yield _twice(
                (place.block, place.text, place.span),
                (other.block, other.text, other.span),
                f"the same words stand round both, and {place.text} stands nowhere else",
                "two results in the same words",
            )
    for ratio, (p, here, _), (q, there, _), first_block, second_block in _ratios(dossier, linked):
        yield differs(
            "warning",
            f"the ratio {ratio} stands with P = {p} and with P = {q}",
            computed={first_block.place: p, second_block.place: q},
            alternatives=("two results with the same ratio",),
            evidence=(
                Evidence("p", here, first_block.place),
                Evidence("p", there, second_block.place),
            ),
        )


def _twice(
    one: tuple[Block, str, Span], two: tuple[Block, str, Span], alike: str, benign: str
) -> Finding:
    """The finding of one statement with two numbers: of each its block, as printed, its span."""
    (_, a, first), (_, b, second) = one, two
    here, there = one[0].place, two[0].place
    return differs(
        "warning",
        f"one statement is printed with {a} and with {b}; {alike}",
        computed={here: a, there: b},
        alternatives=(benign,),
        evidence=(Evidence("value", first, here), Evidence("value", second, there)),
    )


def _ratios(
    dossier: Dossier, linked: set[tuple[Span, Span]]
) -> Iterator[tuple[str, Number, Number, Block, Block]]:
    """The same ratio twice in the text, with two P values that look like a slip."""
    found: dict[tuple[str, str], list[tuple[Number, Block]]] = defaultdict(list)
    for block, view in prose(dossier):
        if "=" not in view.text or not ("R" in view.text or "ratio" in view.text):
            continue
        for match in _RATIO_P.finditer(view.text):
            kind = match["kind"][0].upper()
            p = (match["p"], view.span(*match.span("p")), "p")
            found[kind, match["x"]].append((p, block))
    told: set[Span] = set()
    for (_, ratio), where in found.items():
        for i, (one, first) in enumerate(where):
            for two, second in where[i + 1 :]:
                zeros = one[0].replace("0", "") == two[0].replace("0", "") and one[0] != two[0]
                if first is second or not zeros or (one[1], two[1]) in linked:
                    continue
                if two[1] in told:
                    continue
                told.add(two[1])
                yield ratio, one, two, first, second


def _in_its_words(dossier: Dossier) -> Iterator[tuple[Place, Place]]:
    """Numbers of abstract or discussion only, and those that the text prints in their words."""
    said = sentences(dossier)
    text = [s for s in said if s[0].kind == "paragraph"]
    abstract = list(places([s for s in said if s[0].kind == "abstract"]))
    if abstract:
        outside = PrintedNumbers(n.num for n in dossier.numbers if n.place != "abstract")
        yield from restated(abstract, list(places(text)), outside)
    late = [s for s in text if any(_SUMMARY.search(title) for title in s[0].section)]
    if late:
        within = {id(s[0]) for s in late}
        rest = [s for s in text if id(s[0]) not in within]
        pieces = [x for block, _ in late for x in block.pieces]
        outside = PrintedNumbers(
            n.num for n in dossier.numbers if not any(n.num.span in x for x in pieces)
        )
        yield from restated(list(places(late, own=True)), list(places(rest)), outside, True)


def _everywhere(dossier: Dossier) -> Counter[str]:
    """How often each number stands in the article before its references."""
    article = dossier.article
    ends = (b.pieces[0].start for b in article.blocks if b.kind == "reference" and b.pieces)
    text = article.shadow[: min(ends, default=len(article.shadow))]
    return Counter(n.replace(",", "") for n in _NUM.findall(text))


def _telling(number: str) -> bool:
    """Whether a number says more than a count, a level or a threshold."""
    return len(number.lstrip("-").replace(".", "").lstrip("0")) >= 2 and number not in _COMMON


def _sentences(dossier: Dossier) -> Iterator[Said]:
    for block, view in prose(dossier):
        summary = block.kind == "abstract" or any(_SUMMARY.search(s) for s in block.section)
        if len(_DIGIT.findall(view.text)) < 2:
            continue
        nums = []
        for match in _NUM.finditer(view.text):
            before = view.text[max(0, match.start() - 25) : match.start()]
            if _ASIDE.search(before) or _LEVEL.match(view.text, match.end()):
                continue
            label = re.findall(r"[^\W\d]+|[<>=%]", before)[-2:]
            text = match.group().replace(",", "")
            nums.append((text, view.span(*match.span()), " ".join(label).lower()))
        words = {w[:_STEM] for w in _WORD.findall(view.text.lower()) if w not in _STOP}
        if len(nums) > 1 and len(words) > 2:
            yield Said(block, summary, tuple(nums), frozenset(words))


def _left_over(one: Said, two: Said, shared: int) -> list[tuple[Number, Number]]:
    """The one number of each sentence that the other lacks, when the two look like a slip.

    Several of them where the sentences share many numbers and each stands between the same two.
    """
    a, b = (Counter(n for n, _, _ in s.nums) for s in (one, two))
    first = [x for x in one.nums if x[0] not in b]
    second = [x for x in two.nums if x[0] not in a]
    pairs = [
        (x, y) for x in first for y in second if _slip(x[0], y[0]) and _same_place(one, x, two, y)
    ]
    several = shared >= _MANY and all(_neighbours(one, x) == _neighbours(two, y) for x, y in pairs)
    if len(pairs) != 1 and not (several and len({x[1] for x, _ in pairs}) == len(pairs) < shared):
        return []
    # What else is left over on both sides speaks of two different statements.
    rest_a = [n for n in first if all(n is not x for x, _ in pairs) and _telling(n[0])]
    rest_b = [n for n in second if all(n is not y for _, y in pairs) and _telling(n[0])]
    long = len(pairs) == 1 and len(pairs[0][0][0]) >= 4 and pairs[0][0][0].isdigit()
    return [] if rest_a and rest_b and not long else pairs


def _slip(a: str, b: str) -> bool:
    if a.lstrip("-") == b.lstrip("-"):
        return True
    digits = len(a.replace(".", "").replace("-", "").lstrip("0"))
    return digits >= 1 and ("." in a) == ("." in b) and one_slip(a, b) and len(a) == len(b) > 1


def _same_place(one: Said, x: Number, two: Said, y: Number) -> bool:
    """Whether the neighbours among the numbers, or long numerals by themselves, say so."""
    if len(x[0]) >= 4 and x[0].isdigit() and y[0].isdigit():
        return True
    p, q = _neighbours(one, x), _neighbours(two, y)
    same = (p[0] is not None and p[0] == q[0]) + (p[1] is not None and p[1] == q[1])
    return same == 2 or (same == 1 and x[2].split()[-1:] == y[2].split()[-1:])


def _neighbours(said: Said, number: Number) -> tuple[str | None, str | None]:
    at = next(i for i, n in enumerate(said.nums) if n is number)
    before = said.nums[at - 1][0] if at else None
    after = said.nums[at + 1][0] if at + 1 < len(said.nums) else None
    return before, after


def _linked(dossier: Dossier) -> set[tuple[Span, Span]]:
    """Pairs of places that linked results hold on both sides."""
    out: set[tuple[Span, Span]] = set()
    for pair in dossier.pairs:
        if pair.left.table is None and pair.right.table is None:
            left, right = _numerals(pair.left), _numerals(pair.right)
            out |= {(a, b) for a in left for b in right} | {(b, a) for a in left for b in right}
    return out


def _numerals(result: Result) -> list[Span]:
    """The places of a result's numbers."""
    nums = [a.n for a in result.arms] + [p.value for p in result.p]
    if result.effect is not None:
        e = result.effect
        nums += [e.estimate, e.low, e.high, e.level]
    for v in result.values:
        nums += [*v.nums, v.count, v.total, v.low, v.high, v.sd]
    return [n.span for n in nums if n is not None]
