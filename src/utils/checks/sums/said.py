"""Counts and percentages of the text, with all that may say what they are of.

What belongs here: reading numbers with their neighbours in a sentence, words before. What does
not: tables. A statement may hold a percentage of a number printed elsewhere ("77% of the 234").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.extraction.number_words import NAMES, PATTERN, value
from src.utils.printed import normalise
from src.utils.records import Block, Num, View

_C = r"\d{1,3}(?:,\d{3})+|\d+"
_P = r"\d{1,3}(?:\.\d+)?"
_FREE = r"(?<![\w.,/%<>≤≥~+±=£$€-])(?<![-/<>≤≥£$€]\s)"
_PCT = r"(?:%|per\s?cent\b)"
_THE = r"(?:of|out\s+of|among|/)\s*(?:the\s+|all\s+|these\s+|our\s+)?"
_ADJ = r"(?:\s+(?!of\b)[A-Za-z-]+){0,3}"
_W = rf"\b{PATTERN}\b"
_SHAPES = tuple(
    (re.compile(p, re.I), "(?P<p>" in p, "(?P<w>" in p)
    for p in (
        rf"{_FREE}(?P<c>{_C}){_ADJ}\s*[(\[]\s*(?P<p>{_P})\s*{_PCT}\s*[)\]]\s*(?:\w+\s+)?{_THE}(?P<t>{_C})(?![\d.%])",
        rf"\bof\s+(?:the\s+|these\s+|all\s+)?(?P<t>{_C})(?:\s+(?!vs\b|versus\b|and\b|or\b)[A-Za-z-]+){{1,5}},?\s+(?P<c>{_C})\s*"
        rf"[(\[]\s*(?P<p>{_P})\s*{_PCT}\s*[)\]]",
        rf"{_FREE}(?P<c>{_C})(?:\s+(?!of\b)[A-Za-z-]+){{0,4}}\s*[(\[]\s*(?P<p>{_P})\s*{_PCT}\s*[)\]]",
        rf"{_FREE}(?P<c>{_C})\s*{_THE}(?P<t>{_C})"
        rf"{_ADJ}\s*[,;]?\s*[(\[]\s*(?P<p>{_P})\s*{_PCT}",
        rf"{_FREE}(?P<p>{_P})\s*{_PCT}{_ADJ}\s*[(\[,]\s*(?:n\s*=\s*)?(?P<c>{_C})\s*{_THE}(?P<t>{_C})\s*[)\]]?",
        rf"{_FREE}(?P<p>{_P})\s*{_PCT}{_ADJ}\s*[(\[,]\s*(?:n\s*=\s*)?(?P<c>{_C})\s*[)\]]",
        rf"[(\[]\s*(?:n\s*=\s*)?(?P<c>{_C})\s*[,;]\s*(?P<p>{_P})\s*{_PCT}\s*[)\]]",
        rf"(?P<w>{_W}){_ADJ}\s*[(\[]\s*(?P<p>{_P})\s*{_PCT}\s*[)\]]",
        rf"{_FREE}(?P<p>{_P})\s*{_PCT}\s+{_THE}(?P<t>{_C})(?![\d.%])",
        rf"{_FREE}(?P<p>{_P})\s*{_PCT}(?!\s*(?:CI\b|C\.I|confidence|credib|-|to\s+\d))",
        rf"{_FREE}(?P<c>{_C})(?:\s*/\s*|\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?)(?P<t>{_C})(?![\d.%/])",
        rf"(?P<w>{_W})\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?(?P<t>{_C})(?![\d.%/])",
        rf"(?:{_FREE}|(?<=n=)|(?<=n\s=\s))(?P<c>{_C})(?![\w.%/:×°±-]|,\d|\s*(?:%|±|/|-\s*\d|to\s+\d|"
        r"years?|months?|weeks?|days?|hours?|min|mg|kg|ml|mm|cm|mmol|patient-|percent|per\s?cent))",
        rf"(?P<w>{_W})(?!\s*(?:years?|months?|weeks?|days?|hours?|times|groups?|arms?|stud|trials?|-|%))",
    )
)
#: Words after a percentage that make it a change, not a share.
_CHANGE = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:\w+\s+)?(?:reduction|increase|decrease|decline|improvement|change|higher|lower|more|less|"
    r"greater|fewer|relative|CI\b|confidence|power|probab|chance|risk\s+reduc|predicted|threshold|"
    r"difference|drop|gain|points?)",
    re.I,
)
#: Words before a number that make it a limit.
_LIMIT = re.compile(
    r"\b(?:(?:less|more|fewer|greater|higher|lower)\s+than|over|under|at\s+least|at\s+most|up\s+to|"
    r"above|below|nearly|almost|exceed\w*|by)\s*\Z",
    re.I,
)
#: What a number stands behind that counts nothing: "Table 4", "grades 3, 4 and 5", "on day 14".
_LABEL = re.compile(
    r"\b(?:tables?|tab|figs?|figures?|grades?|stages?|types?|class|days?|weeks?|months?|years?|visits?|"
    r"periods?|phases?|models?|steps?|levels?|scores?|scored|status|versions?|cycles?|no|nos|nr|number|"
    r"parts?|questions?|items?|groups?|arms?|cohorts?|stud(?:y|ies)|trials?|references?|refs?|ECOG|PS|"
    r"KPS|quartiles?|quintiles?|tertiles?|lines?|aged?|points?|panels?|appendix|p|ratios?|range|box|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|"
    r"mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?\s*(?:of\s+)?[(\[]?\s*"
    r"(?:\d[\w.()]*\s*(?:,\s*and|,\s*or|,|and|or|to|vs\.?|-|–|&|/)\s*)*\Z",
    re.I,
)
#: "one" in words is rarely a count of anything in a table.
_LEAST_WORD = 2
_LETTERS = re.compile(r"[a-z]+")
_LISTED = re.compile(r"\W*(?:and|or|vs\.?|versus|to)?\W*", re.I)
_BREAK = re.compile(r"[;:]|\.\s")
_TURN = re.compile(r"[;:]|\.\s|\bwhile\b|\bwhereas\b|\bbut\b")
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d\Z")


class Mention(msgspec.Struct, frozen=True):
    """A count, a percentage or both, a total; ``near`` are the words around, nearest first."""

    block: Block
    sentence: str
    before: str
    near: tuple[str, ...]
    count: Num | None = None
    percent: Num | None = None
    total: Num | None = None
    number: int | None = None  # the count, also where it is a word

    @property
    def nums(self) -> tuple[Num, ...]:
        """Its numerals."""
        return tuple(n for n in (self.count, self.percent, self.total) if n is not None)

    @property
    def shown(self) -> str:
        """Its numerals as words."""
        share = f"{self.percent.text}%" if self.percent else ""
        of = f" of {self.total.text}" if self.total else ""
        if self.count is None:
            return share + of
        return f"{self.number}{of}" + (f" ({share})" if share else "")


def mentions(block: Block, view: View, before: str = "") -> Iterator[Mention]:
    """Every count and percentage of a sentence, in order; ``before`` is the sentence before."""
    text = view.text
    found: list[re.Match[str]] = []
    taken = [False] * (len(text) + 1)
    percents = "%" in text or "cent" in text
    words = not NAMES.isdisjoint(_LETTERS.findall(text.lower()))
    for shape, percent, word in _SHAPES:
        if (percent and not percents) or (word and not words):
            continue
        for match in shape.finditer(text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                found.append(match)
    found.sort(key=lambda m: m.start())
    for i, match in enumerate(found):
        given = match.groupdict()
        lone = given.get("p") and not given.get("c") and not given.get("w")
        if lone and _CHANGE.match(text[match.end() :]):
            continue
        if _LIMIT.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        if _bare(match) and names_no_count(text, *match.span()):
            continue
        start = found[i - 1].end() if i else 0
        # "3318, 3306 and 2887 in the core areas": the words after the last are those of all.
        j = i + 1
        while j < len(found) and _LISTED.fullmatch(text[found[j - 1].end() : found[j].start()]):
            j += 1
        stop = found[j].start() if j < len(found) else len(text)
        end = found[j - 1].end()
        shared = found[j - 1] if j > i + 1 and _bare(match) else None
        nums: dict[str, Num] = {}
        number: int | None = None
        try:
            for key, name in (("c", "count"), ("p", "percent"), ("t", "total")):
                if given.get(key):
                    nums[name] = Num(normalise(given[key]), view.span(*match.span(key)))
            if shared is not None and shared.groupdict().get("t") and "total" not in nums:
                # "72, 105, and 138 of the 829": the total is that of all.
                nums["total"] = Num(normalise(shared["t"]), view.span(*shared.span("t")))
        except ValueError:
            continue
        if given.get("w"):
            number = int(value(given["w"]) or 0)
            if number < _LEAST_WORD:
                continue
            nums["count"] = Num(str(number), view.span(*match.span("w")))
        elif "count" in nums:
            number = int(nums["count"].text) if nums["count"].text.isdigit() else None
        if any(not nums[k].text.isdigit() for k in ("count", "total") if k in nums):
            continue
        near = _stretches(text, start, match, stop)
        if j > i + 1:
            near = (*near, _BREAK.split(text[end:stop])[0])
        yield Mention(block, text, before, near, number=number, **nums)


def _stretches(text: str, start: int, match: re.Match[str], stop: int) -> tuple[str, ...]:
    """What stands after a number, or before it where it stands in brackets; then the other."""
    before, after = text[start : match.start()], text[match.end() : stop]
    breaks = list(_TURN.finditer(before))
    if breaks and before[breaks[-1].end() :].strip(" (["):
        before = before[breaks[-1].end() :]
    end = _TURN.search(after)
    if end:
        after = after[: end.start()]
    opened = before.rstrip().endswith(("(", "[")) or match.group()[0] in "(["
    inside = opened or (before.count("(") > before.count(")"))
    return (before, after) if inside else (after, before)


def _bare(match: re.Match[str]) -> bool:
    """Whether a number stands without a percentage and a total."""
    given = match.groupdict()
    return not given.get("p") and not given.get("t")


#: "7 d/wk", "23-fold", "four to six cycles": no number of people.
_NO_COUNT_AFTER = re.compile(
    rf"\s?(?:d(?:ays?)?|h|times|x)\s?(?:/|per\b|a\b)|\s?-?\s?fold\b|\s+to\s+(?:\d|{PATTERN}\b)",
    re.I,
)


def names_no_count(text: str, start: int, end: int) -> bool:
    """Whether a bare number is a label, part of a name, a year, a frequency or opens a range."""
    if _NO_COUNT_AFTER.match(text, end):
        return True
    after = text[end : end + 3]
    if re.match(r"\s?\([a-z]\b|\s?[A-Z]\b|\s?:\s?\d|\s?×|\s?°|\s?\^", after):
        return True
    if _YEAR.match(text[start:end].strip()):
        return True
    return bool(_LABEL.search(text[max(0, start - 60) : start]))
