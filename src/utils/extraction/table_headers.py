"""What a heading says of its column (or row): effect, interval, P, count (percent), mean (SD) ...

Belongs here: typing of headings by the words of the field, sizes of arms in headings, which rows
are headings. Does not: the shape of cells (`table_cells`), the rows (`table_rows`).
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from src.utils import terms
from src.utils.extraction import table_words as words

#: What a column can be. VALUE: numbers of a group whose statistic another place names.
EFFECT, INTERVAL, P, VALUE, STATISTIC, SPREAD_COLUMN, NONE = (
    "effect", "interval", "p", "value", "statistic", "spread", "none",
)  # fmt: skip


class Heading(msgspec.Struct, frozen=True):
    """A typed heading.

    ``role`` is one of the constants above; ``kind``/``adjusted`` belong to an effect; ``analysis``
    says adjusted, unadjusted, univariable, multivariable or a model where the words do.
    ``value`` is percent, count, mean, median, rate or ""; ``form`` says how a pair of numbers is
    to be read: count-percent, percent-count, count-rate, mean-sd, mean-se, median-iqr, value-ci,
    or "".
    """

    role: str = NONE
    kind: str = ""
    adjusted: bool = False
    analysis: str = ""
    level: str = ""
    interval: bool = False
    value: str = ""
    form: str = ""
    qualifier: str = ""
    versus: bool = False
    n: str = ""
    time: str = ""
    total: bool = False
    difference: bool = False
    decimal: str = ""  # the form of pairs with decimals where ``form`` says count and percentage
    vague: bool = False  # "Effect (95% CI)": a difference or a ratio, by the row
    ambiguous: bool = False  # "β or RR": each number shows by its interval which one it is
    either: bool = False  # "OR or HR": a hazard ratio where the row tells a time to an event


#: A heading is typed by its first so many characters.
LONGEST = 200


@lru_cache(maxsize=8192)
def heading(text: str, row: bool = False) -> Heading:
    """Type one heading. ``row`` is True for the head of a row, where short abbreviations such as
    PR, CR, SD are rather categories of response.

    >>> heading("HR (95% CI)").kind, heading("P value").role, heading("Drug A (n = 159)").n
    ('HR', 'p', '159')
    """
    text = text[:LONGEST]
    text = words.DOTTED.sub(
        lambda m: m.group().replace(".", "").replace(" ", ""), " ".join(text.split())
    )
    if row:
        text = text.lstrip("+*†‡§#¶ ")
    if not text or not words.TRIGGER.search(text):
        return Heading()
    has_ci = bool(words.CI.search(text))
    level = words.LEVEL.search(text)
    kind, adjusted = _kind(text, has_ci, row)
    adjusted_word, unadjusted_word = (
        bool(words.ADJUSTED.search(text)),
        bool(words.UNADJUSTED.search(text)),
    )
    model = words.MODEL.search(text)
    analysis = ""
    if unadjusted_word and not adjusted_word:
        analysis = "univariable" if re.search(r"(?i)vari", text) else "unadjusted"
    elif adjusted_word and not unadjusted_word:
        analysis = "multivariable" if re.search(r"(?i)multi", text) else "adjusted"
    elif model:
        analysis = model.group().lower()
    if unadjusted_word and not re.search(r"(?i)(?<!un)(?<!un-)(?<!non-)adjusted", text):
        adjusted = False
    size = words.N.search(text) or words.TOTAL_N.search(text)
    if not size and not kind and not has_ci:
        size = words.BRACKET_N.search(text)
    time = words.TIME.search(text)
    p = words.P.search(text) or words.DISCOVERY.search(text)
    if row and p and not words.P_ROW.match(text) and not (len(text) < 30 and p.end() == len(text)):
        p = None
    found: dict[str, object] = {
        "analysis": analysis,
        "adjusted": adjusted or (adjusted_word and not unadjusted_word),
        "level": level.group(1) if level else "",
        "interval": has_ci,
        "versus": bool(words.VERSUS.search(text)),
        "n": re.sub(r"[,\s]", "", size.group(1)) if size else "",
        "time": time.group().lower() if time else "",
        "total": bool(words.TOTAL.search(text)),
        "difference": bool(words.DIFFERENCE.search(text)),
        "ambiguous": bool(words.AMBIGUOUS.search(text)),
        "either": bool(words.EITHER.search(text)),
        "vague": bool(words.VAGUE.match(text)),
    }
    if p and kind and not has_ci and re.search(r"(?i)\bp[\s-]?values?\b|\bp\s*\Z", text):
        kind = "" if len(text) < 60 else kind  # "HR p-value" heads P values
    if p and not kind and not (has_ci and not text.lower().startswith("p")):
        return Heading(role=P, qualifier=_qualifier(text), **found)  # type: ignore[arg-type]
    if words.LOG_RANK.search(text) and not kind:
        return Heading(role=P, qualifier="log-rank", **found)  # type: ignore[arg-type]
    if kind and words.CI_FIRST.match(text):
        return Heading(role=INTERVAL, kind=kind, **found)  # type: ignore[arg-type]
    if kind:
        return Heading(role=EFFECT, kind=kind, **found)  # type: ignore[arg-type]
    if not row and (words.ONLY_IQR.match(text) or words.ONLY_RANGE.match(text)):
        form = "median-iqr" if words.ONLY_IQR.match(text) else "median-range"
        return Heading(role=SPREAD_COLUMN, form=form, **found)  # type: ignore[arg-type]
    if words.BOUND.match(text):
        return Heading(role=INTERVAL, **found)  # type: ignore[arg-type]
    value, form = _value(text, has_ci)
    open_form = value in ("", "percent") and not form and not has_ci
    if open_form and (spread := _named_spread(text)):
        value, form = "mean", spread
    if has_ci and (not value or (value == "percent" and words.CI_OPENS.match(text))):
        bare = words.CI.sub("", text)
        if not words.NAMED_GROUP.search(words.OF_BOUNDS.sub("", bare)):
            return Heading(role=INTERVAL, **found)  # type: ignore[arg-type]
    if value or form:
        return Heading(role=VALUE, value=value, form=form, **found)  # type: ignore[arg-type]
    if len(text) < 40 and (words.SE.search(text) or words.SD.search(text)):
        form = "mean-se" if words.SE.search(text) else "mean-sd"
        return Heading(role=SPREAD_COLUMN, form=form, **found)  # type: ignore[arg-type]
    if not row and len(text) < 40 and words.STATISTIC.search(text) and not size:
        return Heading(role=STATISTIC, **found)  # type: ignore[arg-type]
    return Heading(**found)  # type: ignore[arg-type]


def _kind(text: str, has_ci: bool, row: bool) -> tuple[str, bool]:
    """The plain kind of effect that a heading names, "" when none."""
    for word in words.WORDS.findall(text):
        known = terms.KIND_ABBREVIATIONS.get(word)
        if known is None:
            continue
        kind = known[0]
        other = terms.OTHER_MEANINGS.get(word)
        if other and other.search(text):
            continue
        if word == "OR" and re.search(r"[A-Z]{3,} OR [A-Z]{3,}", text):
            continue
        if kind in ("PR", "RD", "MD", "ARR") and not has_ci:
            continue
        if kind == "ARR" and re.search(r"(?i)adjusted|relative\s+risk|risk\s+ratio", text):
            return "RR", True  # adjusted relative risk, as its neighbour in the heading says
        if word in ("HR", "RR") and re.search(r"(?i)\bmin\b|beats|bpm|/min|breath", text):
            continue
        if row and kind in ("RR", "PR", "MD") and _value(text, has_ci)[0] not in ("", "rate"):
            continue
        if kind == "PR" and re.search(r"\+ ?PR|PR ?\+", text):
            continue
        return known
    low = text.lower()
    if "ratio" in low or "relative" in low or "odds" in low:
        found = terms.kind_of(text)
        if found and found[0] not in terms.DIFFERENCES:
            return found
        if (
            re.search(r"\bratio\b", low)
            and has_ci
            and not re.search(r"(?i)ratio\s+of\s+(?!the)|to.{1,20}ratio", text)
        ):
            return "ratio", False
    if words.SMD.search(text) and not words.NOT_SMD.search(text):
        return "SMD", False
    if row and not has_ci:
        return "", False
    if re.search(r"(?i)\babsolute\s+risk\s+reduc|\brisk\s+differences?", text):
        return "RD", False
    if words.DIFFERENCE.search(text) and not re.search(r"(?i)%\s*diff|\bP\b|\bp\b", text):
        if words.MEAN_SPREAD.search(text) and not has_ci:
            return "", False  # a change of each group, with its deviation
        return "MD", False
    if words.COEFFICIENT.search(text):
        return "MD", False
    return "", False


def _value(text: str, has_ci: bool) -> tuple[str, str]:
    """The statistic of a group that a heading names, and how a pair of numbers reads."""
    percent, count = words.PERCENT.search(text), words.COUNT.search(text)
    if words.MEDIAN.search(text):
        if has_ci:
            return "median", "value-ci"
        return "median", "median-iqr" if words.IQR.search(
            text
        ) else "median-range" if words.RANGE.search(text) else ""
    if words.MEAN.search(text) or words.MEAN_SPREAD.search(text):
        if has_ci:
            return "mean", "value-ci"
        return "mean", "mean-se" if words.SE.search(text) else "mean-sd" if words.SD.search(
            text
        ) else ""
    if percent and count and count.start() < percent.start() and words.PER_YEAR.search(text):
        return "rate", "count-rate"
    if percent and count:
        first = "count-percent" if count.start() < percent.start() else "percent-count"
        return "percent", first
    if percent and not re.search(
        r"(?i)%\s*(?:change|reduction|diff|decrease|increase|predicted|of baseline)", text
    ):
        return "percent", "value-ci" if has_ci else ""
    if count and not has_ci:
        return "count", ""
    if words.IQR.search(text):
        return "median", "median-iqr"
    if words.RATE.search(text):
        return "rate", "value-ci" if has_ci else ""
    return "", ""


def _named_spread(text: str) -> str:
    """The form of "Age (SD)" or "Weight ± SE", "" for response categories and the like."""
    match = words.NAMED_SPREAD.match(text)
    if not match or words.NO_MEAN.search(text):
        return ""
    return "mean-se" if "e" in (match.group("a") or match.group("b")).lower() else "mean-sd"


def _qualifier(text: str) -> str:
    if words.DISCOVERY.search(text):
        return "false discovery rate"
    text = re.sub(r"\A[pP]_?(?=[a-z]{3})", "P ", text)
    for name, pattern in terms.P_QUALIFIERS:
        if name not in ("two-sided", "superiority") and re.search(rf"(?i)\b(?:{pattern})", text):
            return name
    return ""


@lru_cache(maxsize=4096)
def group_name(text: str) -> str:
    """A heading without the size of the group and the statistic: the group's name.

    >>> group_name("Drug A (n = 159)"), group_name("Placebo, n (%)"), group_name("Study group")
    ('Drug A', 'Placebo', '')
    """
    out = " ".join(words.CLUTTER.sub(" ", " ".join(text.split())).split())
    out = re.sub(r"\(\s*\)|\[\s*\]", "", out)
    out = re.sub(r"\s+([,;:)])", r"\1", out).strip(" ,;:*†‡§-–—")
    if out.count("(") > out.count(")"):
        out = out.rpartition("(")[0].strip(" ,;:")
    return "" if words.GENERIC.match(out) else out


@lru_cache(maxsize=8192)
def looks_like_heading(text: str) -> bool:
    """Whether a cell below the head could be a heading: words of a statistic, or a group's size.

    >>> looks_like_heading("OR (95% CI)"), looks_like_heading("0.71 (0.5-0.9)")
    (True, False)
    """
    bare = text if "  " not in text else " ".join(text.split())
    if not bare or len(bare) > 90:
        return False
    plain = words.LEVEL.sub("", bare)
    if words.NUMBERS.search(plain):
        return False
    if words.DIGIT.search(words.LEVEL_WORDS.sub("", words.N.sub("", bare))):
        return False
    typed = heading(bare)
    if typed.role in (EFFECT, INTERVAL, P, SPREAD_COLUMN) or typed.form:
        return True
    if typed.role == STATISTIC and len(bare) < 16:
        return True
    if words.N.search(bare):
        return True
    return bool(words.HEADING_WORDS.match(bare)) and bare.lower() not in ("yes", "no")
