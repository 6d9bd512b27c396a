"""Checks of the family ST: comparisons that words carry a number for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.checks import wording
from src.utils.checks.registry import agrees, cannot_say, check, differs
from src.utils.printed import Interval, Printed, printed
from src.utils.records import Dossier, Evidence, Finding, Num, Place, Result, View

#: A comparison that may give the stated number: result, numerals, arithmetic, what it gives.
Option = tuple[Result, tuple[Num, ...], str, Interval]
_NUMBER = r"(?<![\d.])(?P<n>\d{1,3}(?:\.\d+)?)"
_LONGER = re.compile(
    _NUMBER
    + r"[\s-]*(?P<unit>days?|weeks?|months?|years?)[\s-]+(?:(?:significantly|on average)\s+)?"
    r"(?P<word>longer|shorter|more|less|greater|improvement|gain|prolongation|difference|benefit)\b",
    re.I,
)
_RISK = re.compile(
    r"(?:(?:reduc\w+|lower\w+|decreas\w+|cut\w*)\s+(?:in\s+)?(?:the\s+)?(?:relative\s+)?"
    r"(?:risk|hazard|odds)s?\b[^.%()\[\]]{0,60}?\bby\s+(?:about\s+|nearly\s+|approximately\s+)?"
    + _NUMBER
    + r"\s*%"
    r"|(?<![\d.])(?P<m>\d{1,3}(?:\.\d+)?)\s*%\s+(?:relative\s+)?(?:lower|reduc\w+|decreas\w+|less)\s+"
    r"(?:in\s+)?(?:the\s+)?(?:relative\s+)?(?:risk|hazard|odds)\b)",
    re.I,
)
_HIGHER = re.compile(
    r"(?<![\d.])(?P<n>\d{1,3}(?:\.\d+)?)\s*%\s+(?:higher|increased?|greater)\s+(?:in\s+)?(?:the\s+)?"
    r"(?:relative\s+)?(?:risk|hazard|odds)\b|"
    r"increas\w+\s+(?:the\s+)?(?:risk|hazard|odds)\b[^.%()\[\]]{0,60}?\bby\s+"
    r"(?P<m>\d{1,3}(?:\.\d+)?)\s*%",
    re.I,
)
_FOLD = re.compile(
    _NUMBER + r"[\s-]*(?:fold|times)\s+(?:higher|greater|more|increased?|the|as)\b"
    r"(?!\s+(?:upper|lower|normal|limit|institutional|baseline|reference|recommended|ULN|LLN)\b)",
    re.I,
)


@check("ST07", "relative-statement-against-numbers")
def relative_statement_against_numbers(dossier: Dossier) -> Iterator[Finding]:
    """A stated difference, reduction of risk or multiple does not follow from the numbers.

    Compares
    --------
    "x months longer" with the difference of the two medians, "risk reduced by x %" with 1 minus
    the hazard, odds or risk ratio, "x % higher risk" with the ratio minus 1, "x-fold" with the
    ratio, all in one sentence and within the roundings. Warning; note when the number is cut
    instead of rounded.

    Why it matters
    --------------
    Readers quote the difference in words.

    Known limits
    ------------
    A difference from an arm whose value stands in another sentence is not compared: nothing can
    be said.

    Source
    ------
    Arithmetic.
    """
    by_block: dict[int, list[Result]] = {}
    for result in dossier.results:
        if result.block is not None and result.place in ("text", "abstract"):
            by_block.setdefault(result.block, []).append(result)
    for index, results in sorted(by_block.items()):
        block = dossier.article.blocks[index]
        for sentence in block.sentences:
            here = [r for r in results if any(s in p for p in sentence.pieces for s in r.spans[:1])]
            if not here:
                continue
            view = dossier.article.view(sentence.pieces)
            yield from _longer(view, here, block.place)
            yield from _risk(view, here, block.place)
            yield from _fold(view, here, block.place)


def _num(view: View, match: re.Match[str]) -> Num:
    group = "n" if match["n"] is not None else "m"
    return Num(match[group], view.span(*match.span(group)))


def _longer(view: View, results: list[Result], place: Place) -> Iterator[Finding]:
    """ "5.8 months longer" against two medians."""
    for match in _LONGER.finditer(view.text):
        unit = match["unit"].lower().rstrip("s")
        said = _num(view, match)
        pairs = []
        for result in results:
            medians = [v for v in result.values if v.kind == "median" and len(v.nums) == 1]
            if (
                result.unit.rstrip("s") == unit
                and len(medians) == 2
                and said not in medians[0].nums
            ):
                pairs.append((result, medians[0].nums[0], medians[1].nums[0]))
        if not pairs:
            yield cannot_say(
                "the numbers of the comparison stand elsewhere",
                evidence=(Evidence("value", said.span, place),),
                results=(results[0].id,),
            )
            continue
        yield _best(
            said,
            [
                (r, (a, b), f"{a.text} - {b.text}", _apart(printed(a.text), printed(b.text)))
                for r, a, b in pairs
            ],
            f"{said.text} {match['unit']} {match['word']}",
        )


def _apart(a: Printed, b: Printed) -> Interval:
    """The absolute difference of two printed numbers, with their rounding."""
    if a.value < b.value:
        a, b = b, a
    return a.interval - b.interval


def _risk(view: View, results: list[Result], place: Place) -> Iterator[Finding]:
    """ "reduced the risk by 29 %" and "29 % higher risk" against a ratio."""
    for pattern, lower in ((_RISK, True), (_HIGHER, False)):
        for match in pattern.finditer(view.text):
            said = _num(view, match)
            options: list[Option] = []
            for result in results:
                e = result.effect
                if e is None or e.estimate is None or e.kind not in wording.RATIOS:
                    continue
                if _of_another(view.text, match, result):
                    continue
                x = printed(e.estimate.text).interval
                if x.low <= 0 or (lower and x.low >= 1) or (not lower and x.high <= 1):
                    continue
                if lower:
                    made = Interval(100 - 100 * x.high, 100 - 100 * x.low)
                    steps = f"(1 - {e.estimate.text}) x 100"
                else:
                    made = Interval(100 * x.low - 100, 100 * x.high - 100)
                    steps = f"({e.estimate.text} - 1) x 100"
                options.append((result, (e.estimate,), steps, made))
            if options:
                verb = "lower" if lower else "higher"
                yield _best(said, options, f"{said.text}% {verb} risk")


_CLAUSE = re.compile(r"[^,;.()]{0,60}")
#: Two sorts of events that a risk may be one of.
_SORTS = (
    re.compile(r"\b(?:deaths?|dying|mortality|overall survival|OS)\b", re.I),
    re.compile(r"progress|recurr|relaps|\b[PDRE]FS\b|disease-free|failure", re.I),
)


def _of_another(text: str, match: re.Match[str], result: Result) -> bool:
    """Whether the phrase speaks of death and the ratio of progression alone, or vice versa."""
    after = _CLAUSE.match(text, match.end())
    phrase = match.group() + (after.group() if after else "")
    named = f"{result.endpoint} {result.endpoint_printed}"
    told, held = ({s for s in _SORTS if s.search(words)} for words in (phrase, named))
    return bool(told and held and not told & held)


def _fold(view: View, results: list[Result], place: Place) -> Iterator[Finding]:
    """ "2.5-fold higher" against a ratio or two values."""
    for match in _FOLD.finditer(view.text):
        said = _num(view, match)
        options: list[Option] = []
        for result in results:
            e = result.effect
            if e is not None and e.estimate is not None and e.kind in wording.RATIOS:
                x = printed(e.estimate.text).interval
                if x.low > 0:
                    options.append((result, (e.estimate,), e.estimate.text, x))
                    options.append(
                        (result, (e.estimate,), f"1 / {e.estimate.text}", x.reciprocal())
                    )
            nums = [v.nums[0] for v in result.values if len(v.nums) == 1]
            if len(nums) == 2:
                low, high = sorted(nums, key=lambda n: printed(n.text).value)
                if printed(low.text).interval.low > 0:
                    made = printed(high.text).interval * printed(low.text).interval.reciprocal()
                    options.append((result, (high, low), f"{high.text} / {low.text}", made))
                    odds = _odds(result, high, low)
                    if odds is not None and all(v.kind == "percent" for v in result.values):
                        options.append(odds)
        if options:
            yield _best(said, options, f"{said.text}-fold")


def _odds(result: Result, high: Num, low: Num) -> Option | None:
    """The odds ratio of two percentages; None where one of them may be 0 or 100."""
    a, b = (printed(n.text).interval for n in (high, low))
    if b.low <= 0 or a.high >= 100:
        return None
    least, most = (x / (100 - x) / (y / (100 - y)) for x, y in ((a.low, b.high), (a.high, b.low)))
    return result, (high, low), f"odds of {high.text}% / odds of {low.text}%", Interval(least, most)


def _best(said: Num, options: list[Option], words: str) -> Finding:
    """Agree when one of the comparisons in the sentence gives the number, else say the nearest."""
    stated = printed(said.text)
    middle = stated.value
    options.sort(key=lambda o: abs((o[3].low + o[3].high) / 2 - middle))
    fitting = [o for o in options if o[3].meets(stated.interval)]
    result, nums, steps, made = (fitting or options)[0]
    roles = {f"value_{i}": n for i, n in enumerate((said, *nums))}
    computed = {
        "stated": words,
        "computed": f"{steps} = {wording.span_of(float(made.low), float(made.high))}",
    }
    more = {
        "computed": computed, "evidence": wording.evidence(result, **roles),
        "results": (result.id,), "ref": result.ref, "study": result.study,
        "endpoint": result.endpoint,
    }  # fmt: skip
    if fitting:
        return agrees(f"{words}: {steps}, agrees", **more)
    centre = (made.low + made.high) / 2
    shown = wording.to_decimals(centre, stated)
    cut = made.meets(stated.truncated)
    return differs(
        "note" if cut else "warning",
        f"{wording.about(result)}{words} is stated, {steps} gives {shown}; not reconcilable as "
        f"printed",
        alternatives=("truncation: the number was cut, not rounded",) if cut else (),
        **more,
    )
