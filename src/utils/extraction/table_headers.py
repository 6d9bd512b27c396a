"""What a heading says of its column (or row): effect, interval, P, count (percent), mean (SD) ...

Belongs here: typing of headings by the words of the field, sizes of arms in headings, which rows
are headings. Does not: the shape of cells (`table_cells`), the rows (`table_rows`).
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from src.utils import terms

#: What a column can be. VALUE: numbers of a group whose statistic another place names.
EFFECT, INTERVAL, P, VALUE, STATISTIC, SPREAD_COLUMN, NONE = (
    "effect", "interval", "p", "value", "statistic", "spread", "none",
)  # fmt: skip


class Heading(msgspec.Struct, frozen=True):
    """A typed heading.

    ``role`` is one of the constants above; ``kind``/``adjusted`` belong to an effect; ``analysis``
    says adjusted, unadjusted, univariable, multivariable or a model where the words do.
    ``value`` is percent, count, mean, median, rate or ""; ``form`` says how a pair of numbers is
    to be read: count-percent, percent-count, mean-sd, mean-se, median-iqr, value-ci, or "".
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
    ambiguous: bool = False  # "β or RR": each number shows by its interval which one it is


_CI = re.compile(
    r"(?<![A-Za-z])(?:C\.? ?I\.?s?|CrI|HDI)(?![A-Za-z])|(?<!\d)9\d ?%? ?C[Il1](?![A-Za-z])"
    r"|(?i:confiden\w+\s+(?:interval|limit)s?|credib\w+\s+intervals?|95 ?% ?(?:limits|interval|range))"
)
_LEVEL = re.compile(
    r"(?<![\d.])(\d{2}(?:\.\d{1,2})?)\s?%[\s-]*(?:C\.?\s?[Il1]|CrI|(?i:confid|credib))"
)
#: A bare p stands for the P value at the start or end of a heading, or before "for", "of", "vs".
_P = re.compile(
    r"(?<![A-Za-z0-9&/+-])[pP](?:\s?-?_?\s?(?i:values?(?![a-z])|val\b|interaction|trend|heterogeneity|treatment|time|group|overall|int\b)|(?=\s*[*†‡§#a-e]{0,2}\s*\Z)"
    r"|(?=\s+(?:for|of|between|vs|trend|inter)\b)|(?=\s*\(\s*(?i:two|one|2|1|trend|log|chi|fisher|mann|t-|t test|inter|anova|adj|unadj|val|vs|for|wilc|krusk|between|within)))|\A[pP](?=[*†‡§#\s,;]|\Z)(?!\s*[<>=(])"
    r"|\A[pP]\s?[=(](?!\s*0)|(?i:\A\s*significance\b|\bsig\.|\bsignificance\s*\Z|\Aprobability\Z)"
)
_P_ROW = re.compile(
    r"(?i)\A[\s(\[]*(?:(?:two|one|2|1)[\s-]sided\s+|log[\s-]?rank\s+|adjusted\s+|unadjusted\s+|stratified\s+)*p\b"
)
_LOG_RANK = re.compile(r"(?i)\blog[\s-]?rank")
_DIFFERENCE = re.compile(
    r"(?i)\bdifferences?\b|\bdiff\b\.?|\btreatment\s+effects?\b|\bnet\s+effects?\b|\bintervention\s+effects?\b"
    r"|\beffects?\s*\(|\Aeffects?\Z|\bestimated?\s+effects?\b|\bΔ"
)
_COEFFICIENT = re.compile(
    r"(?i:\bcoefficients?\b|\bcoef\b|\bbeta\b|parameter\s+estimates?|\Aestimates?\b|\bslope\b)|[βΒ](?![A-Za-z])|\A(?:B|b)(?=\s*(?:\Z|\())"
)
_SMD = re.compile(
    r"(?i)standardi[sz]ed\s+(?:mean\s+)?(?:differences?|effects?)|\bcohen'?s?\b|\bhedges\b|effect\s+sizes?|(?<![A-Za-z])(?-i:ES|SMD)(?![A-Za-z])"
)
_NOT_SMD = re.compile(r"(?i)[η²]|eta|omega|\bf2\b|\br\b|partial")
_RATIO_WORD = re.compile(r"(?i)\bratio\b")
_STATISTIC = re.compile(
    r"(?<![A-Za-z])(?:[Ff]|t|[zZ]|χ\s?2?|X2|χ²|df|DF|d\.f\.|[rR]|[rR]2|R²|I2|[QUH]|ICC|η2|VIF|AIC|BIC|κ)(?![A-Za-z])(?!\s?=)"
    r"|(?i:\bchi[\s-]?squared?\b|\bt[\s-]?(?:test|value|statistics?)\b|\bf[\s-]?(?:ratio|value|statistics?)\b|\bwald\b|\bz[\s-]?(?:score|value|statistics?)\b"
    r"|degrees? of freedom|\bFDR\b|\bq[\s-]?values?\b|\bcorrelations?\b|statistics?\b|\bweights?\s*\(%\))"
)
_SE = re.compile(
    r"(?<![A-Za-z])(?:S\.?E\.?M?\.?|s\.?e\.?m?\.?)(?![A-Za-z])|(?i:standard\s+errors?|std\.?\s*err\w*)"
)
_SD = re.compile(
    r"(?<![A-Za-z])(?:S\.?D\.?s?|s\.?d\.?|Sd)(?![A-Za-z])|(?i:standard\s+deviations?|std\.?\s*dev\w*)|±"
)
_MEAN = re.compile(r"(?i)\bmeans?\b|\baverage\b|\bls[\s-]?means?\b|\blsm\b")
_MEDIAN = re.compile(r"(?i)\bmedians?\b")
_IQR = re.compile(r"(?i)\bIQR\b|inter-?\s?quartile|quartiles?\b|\bpercentiles?\b|25th|\bQ1\b")
_RANGE = re.compile(r"(?i)\brange\b|\bmin(?:imum)?\b.{0,6}\bmax")
_COUNT = re.compile(
    r"(?<![A-Za-z])[nN](?![A-Za-z])(?!\s?=)|(?<![A-Za-z])(?:No|no|Nr|Freq)\b\.?|(?i:\bnumbers?\b|\A\W*(?:event\s+)?counts?\b|\bfrequency\b|\bevents?\b(?!\s*-?free)|\bcases?\b|\bparticipants\b|\bpatients\b|\bsubjects\b|\bdeaths?\b)|#"
)
_PERCENT = re.compile(
    r"(?i:%(?!\s*(?:C\.?I|CrI|confid|credib|limits|Cl)))|(?i:\bper\s?cent(?:ages?)?\b|\bproportions?\b|\bprevalence\b)"
)
_RATE = re.compile(
    r"(?i)\brates?\b(?!\s+ratio)|\bincidence\b(?!\s+rate\s+ratio)|\bper\s+1[,0]*0\b|person[\s-]years"
)
_ADJUSTED = re.compile(
    r"(?i)\badj(?:usted)?\b|\baOR\b|\baHR\b|\baRR\b|\bAOR\b|\bmulti-?\s?vari(?:able|ate)|\bmultiple\b.{0,12}regression"
)
_UNADJUSTED = re.compile(
    r"(?i)\bun-?adj(?:usted)?\b|\bnon-?adjusted\b|\bcrude\b|\buni-?\s?vari(?:able|ate)|\bbivari(?:able|ate)|\buOR\b|\bcOR\b"
)
_MODEL = re.compile(r"(?i)\bmodel\s?(?:[0-9IV]+[a-z]?|[A-E])\b")
_VERSUS = re.compile(r"(?i)\bvs?\b\.?|\bversus\b|\bcompared\s+(?:with|to)\b| [-–] (?=[A-Z])")
_N = re.compile(r"(?<![A-Za-z])[nN]\s?[=:]\s?(\d{1,3}(?:[,\s]\d{3})+|\d+)(?!\d|,\s\d{3}\b)")
_TOTAL_N = re.compile(r"(?i)(?<![a-z])(?:total|no\.?)\s?=?\s?(\d{1,3}(?:,\d{3})+|\d+)(?!\d)")
_BRACKET_N = re.compile(
    r"\(\s?((?!(?:19|20)\d\d\b)\d{1,3}(?:,\d{3})+|\d{2,6})(?:\s+(?i:patients|participants|subjects|women|men|children|pts))?\s?\)\s*\Z"
)
_TIME = re.compile(
    r"(?i)\b(?:baseline|screening|pre-?\s?(?:test|treatment|intervention|op(?:erative)?)|post-?\s?(?:test|treatment|intervention|op(?:erative)?)|\A\W*(?:pre|post|before|after)\W*\Z|\Achange|follow-?\s?up|end\s?point|admission|discharge"
    r"|(?:at\s+)?(?:day|week|month|year|hour|wk|mo|visit|t)s?\s?-?\s?\d+(?:\s?[-–]\s?\d+)?|\d+(?:\.\d+)?\s?-?\s?(?:days?|weeks?|wks?|months?|mo|years?|yrs?|hours?|hrs?|h|min(?:utes)?)\b"
    r"|end of (?:study|treatment|trial))\b"
)
_TOTAL = re.compile(
    r"(?i)\A(?:total|all(?:\s+(?:patients|participants|subjects))?|overall|entire|combined|pooled)\b"
)
#: Headings that name two kinds of effect, or one that may be either.
_AMBIGUOUS = re.compile(
    r"(?i)(?:β|beta|coefficients?|mean|means|differences?)\s*(?:or|/|,)\s*(?:(?:odds|risk|rate|hazard|relative)|[OHR]R\b)"
    r"|(?:ratios?|risks?|\b[OHR]R)\s*(?:or|/)\s*(?:β|beta|∆|Δ|mean|coeff|diff)|\Aeffect\s+sizes?\s*(?:\([^d]*\))?\s*\Z"
)
#: "H.R.", "O. R.", "C.I." and the like, written without stops before they are looked up.
_DOTTED = re.compile(r"(?<![A-Za-z.])(?:[A-Z]\.\s?){2,3}(?![A-Za-z])")
#: A heading that opens with the interval: "95% CI for HR".
_CI_FIRST = re.compile(
    r"(?i)\A[(\[]?\s*(?:(?:\d\d(?:\.\d+)?\s?%\s*)?(?:C\.?I\.?s?|confidence\s+(?:intervals?|limits?)|CrI)|lower|upper)\b"
)
_WORDS = re.compile(r"[A-Za-z]+(?:\.(?=[A-Za-z]))?")
#: Phrases that are no part of a group's name.
_CLUTTER = re.compile(
    r"\(?\s*(?<![A-Za-z])[nN]\s?[=:]\s?\d[\d,]*(?:\s?(?:patients|participants|subjects|women|men|children|\(?\d+\s?%\)?))?\s*\)?"
    r"|\(\s?\d{1,3}(?:,\d{3})+\s?\)|\(\s?\d{2,6}\s?\)\s*\Z|\(total\s+\d+\)"
    r"|[\[(]?\s*\b\d{2}\s?%\s?(?:C\.?I\.?s?|confidence\s+intervals?)\s*[\])]?"
    r"|[,;:]?\s*\(?(?:(?<![A-Za-z])(?:[Nn]o?\.?|number|mean|median|M)(?![A-Za-z])\s*(?:\(?of\s+(?:patients|subjects|participants)\)?)?\s*[,/(\[±]*\s*(?:%|\(%\)|SD|S\.D\.|SE|SEM|IQR|range|s\.?d\.?|CI|percent(?:age)?)\s*[)\]]*)"
    r"|%\s*\(\s*[nN]o?\.?\s*\)|\(\s*%\s*\)|\(\s*SD\s*\)|±\s*SD|\bmean\b\s*\Z|(?<=\s)[Nn](?=\s*\Z)|(?<=\s)%(?=\s*\Z)",
    re.I,
)
_GENERIC = re.compile(
    r"(?i)\A(?:(?:the\s+)?(?:(?:treatment|study|intervention|randomi[sz]ation|allocated|experimental|patient|therapy|trial)?\s*"
    r"(?:groups|arms|treatments|allocations?|variables?|parameters?|characteristics?|outcomes?|results?|values?|data|measures?)"
    r"|groups?|arms?|treatment|all patients|time(?:[\s-]?points?)?|visits?|periods?))?\s*\Z"
)
#: Headings that name two kinds of effect, or one that may be either.
_AMBIGUOUS = re.compile(
    r"(?i)(?:β|beta|coefficients?|mean|means|differences?)\s*(?:or|/|,)\s*(?:(?:odds|risk|rate|hazard|relative)|[OHR]R\b)"
    r"|(?:ratios?|risks?|\b[OHR]R)\s*(?:or|/)\s*(?:β|beta|∆|Δ|mean|coeff|diff)|\Aeffect\s+sizes?\s*(?:\([^d]*\))?\s*\Z"
)
#: "H.R.", "O. R.", "C.I." and the like, written without stops before they are looked up.
_DOTTED = re.compile(r"(?<![A-Za-z.])(?:[A-Z]\.\s?){2,3}(?![A-Za-z])")
#: A heading that opens with the interval: "95% CI for HR".
_CI_FIRST = re.compile(
    r"(?i)\A[(\[]?\s*(?:(?:\d\d(?:\.\d+)?\s?%\s*)?(?:C\.?I\.?s?|confidence\s+(?:intervals?|limits?)|CrI)|lower|upper)\b"
)
_WORDS = re.compile(r"[A-Za-z]+(?:\.(?=[A-Za-z]))?")
#: Phrases that are no part of a group's name.
_CLUTTER = re.compile(
    r"\(?\s*(?<![A-Za-z])[nN]\s?[=:]\s?\d[\d,]*(?:\s?(?:patients|participants|subjects|women|men|children|\(?\d+\s?%\)?))?\s*\)?"
    r"|\(\s?\d{1,3}(?:,\d{3})+\s?\)|\(\s?\d{2,6}\s?\)\s*\Z|\(total\s+\d+\)"
    r"|[\[(]?\s*\b\d{2}\s?%\s?(?:C\.?I\.?s?|confidence\s+intervals?)\s*[\])]?"
    r"|[,;:]?\s*\(?(?:(?<![A-Za-z])(?:[Nn]o?\.?|number|mean|median|M)(?![A-Za-z])\s*(?:\(?of\s+(?:patients|subjects|participants)\)?)?\s*[,/(\[±]*\s*(?:%|\(%\)|SD|S\.D\.|SE|SEM|IQR|range|s\.?d\.?|CI|percent(?:age)?)\s*[)\]]*)"
    r"|%\s*\(\s*[nN]o?\.?\s*\)|\(\s*%\s*\)|\(\s*SD\s*\)|±\s*SD|\bmean\b\s*\Z|(?<=\s)[Nn](?=\s*\Z)|(?<=\s)%(?=\s*\Z)",
    re.I,
)
_GENERIC = re.compile(
    r"(?i)\A(?:the\s+)?(?:(?:treatment|study|intervention|randomi[sz]ation|allocated|allocation|experimental|patient|therapy|trial)?\s*"
    r"(?:groups?|arms?|allocation|treatments?|variables?|parameters?|characteristics?|outcomes?|results?|values?|all patients|data|measures?))?\s*\Z"
)


#: Without any of these nothing below can match; most heads of rows have none.
_TRIGGER = re.compile(
    r"(?i)[%±βΔ∆χη²κ#=∥]|\(\s?\d|(?<![a-z])(?:c\.?\s?[il1]|cri|hdi|hr|or|rr|ir|pr|rd|md|arr|sm|wm|rom|gmr|shr|sdhr|"
    r"a[hor]r|u[hor]r|c[hor]r|aor|ahr|arr|adj|m[hop]r|p(?![a-z])|p-?val|sig|prob|conf|cred|haz|odds|risk|rat|rel|diff|effect|treat|"
    r"net|interv|estim|coef|beta|param|slope|b(?![a-z])|stand|std|cohen|hedg|es(?![a-z])|s\.?d|s\.?e|mean|av|ls|"
    r"med|iqr|inter|quart|percent|per\b|25|q1|range|min|max|n(?![a-z])|no(?![a-z])|nr(?![a-z])|freq|numb|count|event|"
    r"case|part|pat|subj|death|prop|prev|incid|person|uni|un-?adj|non|crude|biv|multi|model|v(?![a-z])|vs|versus|comp|"
    r"total|all(?![a-z])|overall|entire|pool|log|wald|chi|f(?![a-z])|t(?![a-z])|z(?![a-z])|df|d\.f|r\d?(?![a-z])|i2|icc|"
    r"vif|aic|bic|fdr|q(?![a-z])|h(?![a-z])|u(?![a-z])|x2|corr|stat|weight|degree|e?screen|base|pre|post|foll|end|admis|"
    r"disch|day|week|month|year|hour|wk|mo|visit|yr|hr|before|after|change|at\s|d(?![a-z])|wk|abs)"
    r"|\d\s?-?\s?(?:d|w|m|y|h)|[a-z]\s?[-–]\s?[a-z]"
)
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
    text = _DOTTED.sub(
        lambda m: m.group().replace(".", "").replace(" ", ""), " ".join(text.split())
    )
    if not text or not _TRIGGER.search(text):
        return Heading()
    has_ci = bool(_CI.search(text))
    level = _LEVEL.search(text)
    kind, adjusted = _kind(text, has_ci, row)
    adjusted_word, unadjusted_word = bool(_ADJUSTED.search(text)), bool(_UNADJUSTED.search(text))
    model = _MODEL.search(text)
    analysis = ""
    if unadjusted_word and not adjusted_word:
        analysis = "univariable" if re.search(r"(?i)vari", text) else "unadjusted"
    elif adjusted_word and not unadjusted_word:
        analysis = "multivariable" if re.search(r"(?i)multi", text) else "adjusted"
    elif model:
        analysis = model.group().lower()
    if unadjusted_word and not re.search(r"(?i)(?<!un)(?<!un-)(?<!non-)adjusted", text):
        adjusted = False
    size = _N.search(text) or _TOTAL_N.search(text)
    if not size and not kind and not has_ci:
        size = _BRACKET_N.search(text)
    time = _TIME.search(text)
    p = _P.search(text)
    if row and p and not _P_ROW.match(text) and not (len(text) < 30 and p.end() == len(text)):
        p = None
    found: dict[str, object] = {
        "analysis": analysis,
        "adjusted": adjusted or (adjusted_word and not unadjusted_word),
        "level": level.group(1) if level else "",
        "interval": has_ci,
        "versus": bool(_VERSUS.search(text)),
        "n": re.sub(r"[,\s]", "", size.group(1)) if size else "",
        "time": time.group().lower() if time else "",
        "total": bool(_TOTAL.search(text)),
        "difference": bool(_DIFFERENCE.search(text)),
        "ambiguous": bool(_AMBIGUOUS.search(text)),
    }
    if p and kind and not has_ci and re.search(r"(?i)\bp[\s-]?values?\b|\bp\s*\Z", text):
        kind = "" if len(text) < 60 else kind  # "HR p-value" heads P values
    if p and not kind and not (has_ci and not text.lower().startswith("p")):
        return Heading(role=P, qualifier=_qualifier(text), **found)  # type: ignore[arg-type]
    if _LOG_RANK.search(text) and not kind:
        return Heading(role=P, qualifier="log-rank", **found)  # type: ignore[arg-type]
    if kind and _CI_FIRST.match(text):
        return Heading(role=INTERVAL, kind=kind, **found)  # type: ignore[arg-type]
    if kind:
        return Heading(role=EFFECT, kind=kind, **found)  # type: ignore[arg-type]
    value, form = _value(text, has_ci)
    if has_ci and not value:
        bare = _CI.sub("", text)
        if not re.search(
            r"[A-Za-z]{3}", re.sub(r"(?i)lower|upper|for|of|and|the|limits?|bounds?", "", bare)
        ):
            return Heading(role=INTERVAL, **found)  # type: ignore[arg-type]
    if value or form:
        return Heading(role=VALUE, value=value, form=form, **found)  # type: ignore[arg-type]
    if len(text) < 40 and (_SE.search(text) or _SD.search(text)):
        form = "mean-se" if _SE.search(text) else "mean-sd"
        return Heading(role=SPREAD_COLUMN, form=form, **found)  # type: ignore[arg-type]
    if not row and len(text) < 40 and _STATISTIC.search(text) and not size:
        return Heading(role=STATISTIC, **found)  # type: ignore[arg-type]
    return Heading(**found)  # type: ignore[arg-type]


def _kind(text: str, has_ci: bool, row: bool) -> tuple[str, bool]:
    """The plain kind of effect that a heading names, "" when none."""
    for word in _WORDS.findall(text):
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
    if _SMD.search(text) and not _NOT_SMD.search(text):
        return "SMD", False
    if row and not has_ci:
        return "", False
    if re.search(r"(?i)\babsolute\s+risk\s+reduc|\brisk\s+differences?", text):
        return "RD", False
    if _DIFFERENCE.search(text) and not re.search(r"(?i)%\s*diff|\bP\b|\bp\b", text):
        return "MD", False
    if _COEFFICIENT.search(text):
        return "MD", False
    return "", False


def _value(text: str, has_ci: bool) -> tuple[str, str]:
    """The statistic of a group that a heading names, and how a pair of numbers reads."""
    percent, count = _PERCENT.search(text), _COUNT.search(text)
    if _MEDIAN.search(text):
        if has_ci:
            return "median", "value-ci"
        return "median", "median-iqr" if _IQR.search(text) else "median-range" if _RANGE.search(
            text
        ) else ""
    if _MEAN.search(text):
        if has_ci:
            return "mean", "value-ci"
        return "mean", "mean-se" if _SE.search(text) else "mean-sd" if _SD.search(text) else ""
    if percent and count:
        first = "count-percent" if count.start() < percent.start() else "percent-count"
        return "percent", first
    if percent and not re.search(
        r"(?i)%\s*(?:change|reduction|diff|decrease|increase|predicted|of baseline)", text
    ):
        return "percent", "value-ci" if has_ci else ""
    if count and not has_ci:
        return "count", ""
    if _IQR.search(text):
        return "median", "median-iqr"
    if _RATE.search(text):
        return "rate", "value-ci" if has_ci else ""
    return "", ""


def _qualifier(text: str) -> str:
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
    out = " ".join(_CLUTTER.sub(" ", " ".join(text.split())).split())
    out = re.sub(r"\(\s*\)|\[\s*\]", "", out)
    out = re.sub(r"\s+([,;:)])", r"\1", out).strip(" ,;:*†‡§-–—")
    if out.count("(") > out.count(")"):
        out = out.rpartition("(")[0].strip(" ,;:")
    return "" if _GENERIC.match(out) else out


#: Words that only a heading consists of.
_HEADING_WORDS = re.compile(
    r"(?i)\A[\s(\[]*(?:n|no\.?|%|nr|number|m|sd|se|sem|mean|median|iqr|range|total|overall|"
    r"(?:[nN]\s?=\s?\d[\d,]*)|freq\w*|count|events?|rate|change|baseline|yes|no)[\s)\].,*%(±a-z/]*\Z"
)


_NUMBERS = re.compile(r"\d\s?\(\s?[<\d]|\d[.,]\d|±\s?\d|\A[<>=≤≥.\d(-][\s\d.,()%<>=-]*\Z")
_LEVEL_WORDS = re.compile(r"\d{2}(?:\.\d+)?\s?%\s?[Cc]")


@lru_cache(maxsize=8192)
def looks_like_heading(text: str) -> bool:
    """Whether a cell below the head could be a heading: words of a statistic, or a group's size.

    >>> looks_like_heading("OR (95% CI)"), looks_like_heading("0.71 (0.5-0.9)")
    (True, False)
    """
    bare = text if "  " not in text else " ".join(text.split())
    if not bare or len(bare) > 90:
        return False
    plain = _LEVEL.sub("", bare)
    if _NUMBERS.search(plain):
        return False
    if _DIGIT.search(_LEVEL_WORDS.sub("", _N.sub("", bare))):
        return False
    typed = heading(bare)
    if typed.role in (EFFECT, INTERVAL, P, SPREAD_COLUMN) or typed.form:
        return True
    if _N.search(bare):
        return True
    return bool(_HEADING_WORDS.match(bare)) and bare.lower() not in ("yes", "no")


_DIGIT = re.compile(r"\d")
