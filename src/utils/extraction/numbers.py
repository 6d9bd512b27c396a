"""Every printed number of an article, with what it was taken for.

Belongs here: the roll of all numerals in prose, captions, footnotes and tables, so that coverage
can say how many were seen and how many belong to a result. Does not: recognising results. The
bibliography, the authors' lines and the declarations are not read.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence

from src.utils import terms
from src.utils.extraction.tokens import normalised
from src.utils.identity import Namer
from src.utils.printed import has_digit
from src.utils.records import Article, Num, Number, Place, Result, Span

#: Kinds of block whose numbers are listed.
KINDS = ("title", "abstract", "heading", "paragraph", "caption", "footnote")

_NUMERAL = re.compile(r"[1-9]\d{0,2}(?:,\d{3})++(?!\d)(?:\.\d++)?|\d++(?:\.\d++)?|(?<![\w.])\.\d++")
_UNIT_AFTER = re.compile(r"[\s-]{0,3}(?P<word>[^\W\d_]++)")
_DOSE = re.compile(
    r"[\s-]{0,3}(?:[mμµnk]?g|mcg|[mμµd]?[lL]|Gy|cGy|GBq|MBq|mCi|IU|U|mmol|[mμµn]mol|mEq|ppm|[mc]?m|mm\s?Hg|kcal|kPa|AUC)"
    r"(?![^\W\d_])"
)
_BEFORE = re.compile(r"(?P<word>[^\W\d_]++)\.?[\s:=≥≤<>(-]{0,16}\Z")
_LIST_BEFORE = re.compile(
    r"(?P<word>[^\W\d_]++)\.?\s{0,3}[A-Z]?\d[\w.]*(?:\s{0,2}(?:,|-|to|and|or|/|&)\s{0,2}[A-Z]?\d[\w.]*){0,5}"
    r"\s{0,2}(?:,|-|to|and|or|/|&|,\s{0,2}and)\s{0,2}\Z"
)
_JOINTS = (",", "-", "to", "and", "or", "/", "&")
_MONTH = re.compile(
    r"(?i)(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\Z"
)
_GRADED = frozenset(
    """grade grades stage stages class phase score scores type types level levels category ecog
    ps kps child bclc cnlc model models cycle cycles arm group groups day days week weeks visit
    item items line quartile tertile quintile step""".split()
)
_LABELLED = frozenset(
    """table tables figure figures fig figs appendix supplement supplementary ref refs reference
    eq equation chapter section page pages pp vol no number number panel box additional file
    doi isrctn nct umin version recist mrecist ctcae criteria protein ligand receptor factor
    protocol approval registration""".split()
)
_IDENTIFIER = re.compile(r"(?:[^\W_]|[^\W\d_]-|[/_@#])\Z")
_RELATION_P = re.compile(
    r"\b[Pp](?:[\s-]*(?:values?))?\s{0,4}(?:of\s|was\s)?[=<>≤≥:]{0,2}\s{0,4}\Z"
)
#: "45-60 minutes", "24- and 48-week": the unit stands after the partner.
_PARTNER = re.compile(r"[\s-]{0,3}(?:-|to\b|and\b|or\b|~)\s{0,3}\d[\d.,]*(?=[\s%-])")
_LOW = re.compile(r"(?:\bCIs?|\bCrI|[Ii]nterval)[)\]]?[\s:,;=(\[]{0,6}-?\Z")
_HIGH = re.compile(
    r"(?:\bCIs?|\bCrI|[Ii]nterval)[)\]]?[\s:,;=(\[]{0,6}-?[\d.]{1,9}%?\s{0,3}(?:-|to|,|;|and)\s{0,3}-?\Z"
)
_N = re.compile(r"\b[nN]\s{0,3}=\s{0,3}\Z")
_LEVEL = re.compile(
    r"\s{0,3}%\s{0,3}-?(?:two-sided\s|Wald\s|credible\s)?\s{0,3}(?:CI|C\.I|confiden|credib|IC\b|CrI)"
)


def numbers(article: Article, results: Sequence[Result]) -> tuple[Number, ...]:
    """Every printed number of prose and tables in the article's order, typed.

    A number that belongs to a result has the result's id; ids are stable like those of results.
    """
    known = _of_results(results)
    starts = sorted(known)
    ends = [known[s][0] for s in starts]
    cited = [(c.span.start, c.span.end) for c in article.citations]
    namer = Namer("n")
    rows: list[tuple[int, Num, str, Place, str, str]] = []
    for piece, place, label in _pieces(article):
        k = bisect.bisect_left(starts, piece.start)
        while k < len(starts) and starts[k] < piece.end:
            end, kind, result, text = known[starts[k]]
            if not has_digit(article.shadow[starts[k] : end]):
                k += 1  # a number in words is no printed numeral
                continue
            if kind == "count" and _N.search(article.shadow, max(0, starts[k] - 8), starts[k]):
                kind = "n"
            rows.append((starts[k], Num(text, Span(starts[k], end)), kind, place, label, result))
            k += 1
        for m in _NUMERAL.finditer(article.shadow, piece.start, piece.end):
            j = bisect.bisect_right(starts, m.start()) - 1
            if j >= 0 and ends[j] > m.start():
                continue  # inside a number of a result, maybe one that is printed with spaces
            j = bisect.bisect_left(starts, m.start())
            if j < len(starts) and starts[j] < m.end():
                continue
            kind = role_of(article.shadow, m.start(), m.end(), piece, cited)
            num = Num(normalised(m.group()), Span(m.start(), m.end()))
            rows.append((m.start(), num, kind, place, label, ""))
    rows.sort(key=lambda r: (r[0], r[1].span.end))
    return tuple(
        Number(namer.name(place, label, kind, num.text, result), num, kind, place, label, result)
        for _, num, kind, place, label, result in rows
    )


def _of_results(results: Sequence[Result]) -> dict[int, tuple[int, str, str, str]]:
    """Start of every number of a result -> (end, role, id of the result, normalised text)."""
    out: dict[int, tuple[int, str, str, str]] = {}

    def put(num: Num | None, role: str, result: Result) -> None:
        if num is not None:
            out.setdefault(num.span.start, (num.span.end, role, result.id, num.text))

    for r in results:
        if r.effect:
            put(r.effect.estimate, "estimate", r)
            put(r.effect.low, "low", r)
            put(r.effect.high, "high", r)
            put(r.effect.level, "level", r)
        for p in r.p:
            put(p.value, "p", r)
        for value in r.values:
            role = (
                value.kind
                if value.kind in ("median", "percent", "count", "mean", "rate", "duration")
                else "other"
            )
            for num in value.nums:
                put(num, role, r)
            put(value.count, "count", r)
            put(value.total, "total", r)
            put(value.low, "low", r)
            put(value.high, "high", r)
            put(value.level, "level", r)
            put(value.sd, "sd", r)
        for arm in r.arms:
            put(arm.n, "n", r)
    return out


def _pieces(article: Article) -> Iterator[tuple[Span, Place, str]]:
    """Stretches that are read, in the article's order, each once."""
    seen: list[tuple[Span, Place, str]] = []
    for block in article.blocks:
        if block.kind in KINDS:
            seen.extend((p, block.place, "") for p in block.pieces)
    for table in article.tables:
        seen.extend((p, "table", table.label) for c in table.cells for p in c.pieces)
        seen.extend((p, "caption", table.label) for p in table.caption)
        seen.extend((p, "footnote", table.label) for note in table.footnotes for p in note)
    return _apart(sorted(seen, key=lambda row: (row[0].start, -row[0].end)))


def _apart(rows: Iterable[tuple[Span, Place, str]]) -> Iterator[tuple[Span, Place, str]]:
    """Leave out what was read already: a caption may stand both as block and with its table."""
    reach = -1
    for span, place, label in rows:
        if span.start >= reach:
            yield span, place, label
        elif span.end > reach:
            yield Span(reach, span.end), place, label
        reach = max(reach, span.end)


def role_of(text: str, start: int, end: int, piece: Span, cited: list[tuple[int, int]]) -> str:
    """What a number that belongs to no result is, from what touches it."""
    k = bisect.bisect_right(cited, (start, end)) - 1
    if k >= 0 and cited[k][0] <= start < cited[k][1]:
        return "citation"
    if k + 1 < len(cited) and cited[k + 1][0] <= start < cited[k + 1][1]:
        return "citation"
    before = text[max(piece.start, start - 48) : start]
    after = text[end : min(piece.end, end + 24)]
    numeral = text[start:end]
    if _IDENTIFIER.search(before[-2:]) and not (before[-1:] in "/" and before[-2:-1].isdigit()):
        return (
            "p"
            if before[-1:] in "Pp" and "." in numeral and not before[-2:-1].isalnum()
            else "identifier"
        )
    # A plain test of characters before each pattern: most numerals have none of these beside them.
    if ("p" in before or "P" in before) and _RELATION_P.search(before):
        return "p"
    if "=" in before[-4:] and _N.search(before):
        return "n"
    if _LEVEL.match(after):
        return "level"
    if "CI" in before or "CrI" in before or "nterval" in before:
        if _LOW.search(before):
            return "low"
        if _HIGH.search(before):
            return "high"
    partner = _PARTNER.match(after)
    if partner:
        after = after[partner.end() :]
    if after.lstrip()[:1] == "%":
        return "percent"
    word_before = _BEFORE.search(before)
    head = word_before["word"].lower() if word_before else ""
    if (
        head not in _GRADED
        and head not in _LABELLED
        and before.rstrip().endswith(_JOINTS)
        and (listed := _LIST_BEFORE.search(before))
    ):
        head = listed["word"].lower()
    if head in _LABELLED:
        return "identifier"
    whole = numeral.isdigit()
    follows = _UNIT_AFTER.match(after)
    unit = follows["word"].lower() if follows else ""
    if whole and (
        (head and _MONTH.match(head) and int(numeral) <= 31)
        or (unit and _MONTH.match(unit) and int(numeral) <= 31)
    ):
        return "date"
    if (
        whole
        and len(numeral) == 4
        and 1800 <= int(numeral) <= 2099
        and unit not in ("patients", "participants", "women", "men")
    ):
        return "year"
    if head in _GRADED and len(numeral) <= 3:
        return "grade"
    if unit in terms.UNITS:
        return "duration"
    if _DOSE.match(after):
        return "dose"
    if whole and unit in (
        "patients",
        "participants",
        "subjects",
        "women",
        "men",
        "children",
        "cases",
        "events",
        "deaths",
    ):
        return "count"
    return "other"
