"""The vocabulary of the field: kinds of effect, endpoints, response criteria, units, qualifiers.

Belongs here: which printed words mean which standard term. Does not: how words and numbers stand
together (`extraction.grammar`), or anything of a particular article. Patterns match shadow text:
any run of spaces may stand where one is written, because markup is blanked to spaces.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec


class Term(msgspec.Struct, frozen=True):
    """A standard term with the words that mean it, as a regular expression (case-insensitive
    unless ``cased``). ``family`` groups terms: time, response, harm, death, other."""

    name: str
    pattern: str
    family: str = ""
    cased: bool = False
    text: str = ""  # in words, for readers


# --------------------------------------------------------------------------- kinds of effect

#: Plain kinds; "ratio" ones compare by division, "difference" ones by subtraction.
RATIOS = ("HR", "OR", "RR", "IRR", "RRR", "SHR", "PR", "RoM", "ratio")
DIFFERENCES = ("RD", "MD", "SMD", "WMD", "ARR")

_ADJ = r"(?:(?:fully|multivaria(?:ble|te)|covariate|age|propensity(?:\s++score)?)?[\s-]*+adjusted\s++)"
#: Words of a kind, the longest first. The word "adjusted" may stand before any of them.
KINDS: tuple[Term, ...] = (
    Term("RRR", r"ratios?\s++of\s++(?:the\s++)?(?:relative\s++risks?|risk\s++ratios?|rate\s++ratios?|RRs?)"
         r"|relative\s++risk\s++ratios?"),
    Term("ratio", r"ratios?\s++of\s++(?:the\s++)?(?:hazard\s++ratios?|odds\s++ratios?|HRs?|ORs?)"),
    Term("RoM", r"ratios?\s++of\s++(?:the\s++)?(?:geometric\s++|adjusted\s++)*means?|geometric\s++mean\s++ratios?"
         r"|mean\s++ratios?"),
    Term("SHR", r"sub-?\s?(?:distribution\s++)?hazards?\s++ratios?|sub-?\s?distribution\s++hazards?\s++ratios?"),
    Term("HR", r"hazards?[\s-]++(?:rate[\s-]++)?ratios?|relative\s++hazards?"),
    Term("OR", r"odds?[\s-]++ratios?|relative\s++odds"),
    Term("IRR", r"incidence[\s-]++(?:rate|density)[\s-]++ratios?|incident\s++rate\s++ratios?"
         r"|incidence\s++ratios?"),
    Term("PR", r"prevalence[\s-]++(?:rate[\s-]++)?ratios?"),
    Term("RR", r"relative[\s-]++risks?(?!\s++reduction)|risk[\s-]++ratios?|rate[\s-]++ratios?|relative\s++rates?"
         r"|mortality\s++(?:rate\s++)?ratios?|cumulative\s++incidence\s++ratios?|success\s++ratios?"),
    Term("ARR", r"absolute\s++risk\s++reductions?"),
    Term("RD", r"differences?\s++(?:in|of|between)\s++(?:the\s++)?(?:risks?|rates?|proportions?|incidence|prevalence)\b"
         r"|(?:absolute\s++)?(?:risk|rate|percentage[\s-]++point|proportion)\s++differences?"
         r"|(?:risk|absolute)\s++differences?(?:\s++in\s++(?:risk|rates?|proportions?))?"),
    Term("SMD", r"standardi[sz]ed\s++(?:mean\s++)?differences?|cohen's\s++d|effect\s++sizes?"),
    Term("WMD", r"weighted\s++mean\s++differences?"),
    Term("MD", r"(?:estimated\s++|least[\s-]++squares?\s++|LS\s++)?(?:mean|median)\s++(?:between[\s-]++group\s++)?differences?"
         r"|differences?\s++(?:in|of|between)\s++(?:the\s++)?(?:adjusted\s++)?(?:means?|medians?)"
         r"|(?:treatment|between[\s-]++group)\s++differences?|difference"),
)

#: Abbreviations, case as printed; the value is (kind, adjusted).
KIND_ABBREVIATIONS: dict[str, tuple[str, bool]] = {}
for _kind, _forms in {
    "HR": "HR HRs", "OR": "OR ORs", "RR": "RR RRs", "IRR": "IRR IRRs", "RRR": "RRR",
    "SHR": "SHR sHR sdHR", "PR": "PR PRs", "RoM": "RoM ROM GMR", "RD": "RD", "MD": "MD",
    "SMD": "SMD", "WMD": "WMD", "ARR": "ARR",
}.items():
    for _form in _forms.split():
        KIND_ABBREVIATIONS[_form] = (_kind, False)
        if _kind in ("HR", "OR", "RR", "IRR", "RRR", "SHR", "PR", "RD", "MD"):
            for _prefix in ("a", "A", "adj", "Adj", "adj-", "Adj-", "a-", "m", "adj.", "Adj."):
                KIND_ABBREVIATIONS[_prefix + _form] = (_kind, True)
            for _prefix in ("c", "u", "crude"):
                KIND_ABBREVIATIONS.setdefault(_prefix + _form, (_kind, False))
# ARR is an absolute risk reduction, aRR an adjusted relative risk; AHR is an adjusted hazard ratio.
KIND_ABBREVIATIONS.update({
    "ARR": ("ARR", False), "mPR": ("PR", True), "SHR": ("SHR", False), "HRadj": ("HR", True),
    "ORadj": ("OR", True), "RRadj": ("RR", True), "AdjOR": ("OR", True), "AdjHR": ("HR", True),
    "aIRR": ("IRR", True), "aSHR": ("SHR", True), "AOR": ("OR", True), "AHR": ("HR", True),
    "CHR": ("HR", False), "COR": ("OR", False), "IRR": ("IRR", False), "aRRR": ("RRR", True),
    "mHR": ("HR", True), "mOR": ("OR", True),
})
for _risky in ("uPR", "cPR", "mMD", "mRD", "AMD", "cRD", "cMD", "uMD", "uRD", "mRR", "cRR", "cRRs"):
    # cPR is a confirmed partial response, AMD macular degeneration ...
    KIND_ABBREVIATIONS.pop(_risky, None)

#: Words which show that an abbreviation of a ratio stands for something else.
OTHER_MEANINGS: dict[str, re.Pattern[str]] = {
    "HR": re.compile(r"heart\s++rate|\bbpm\b|beats|hormone[\s-]++receptor|homologous\s++recomb|home\s++range", re.I),
    "RR": re.compile(r"respon(?:se|der)s?\s++rates?|respiratory\s++rate|RR\s++interval|R-R\s++interval|"
                     r"breaths|radiologic\s++response|recurrence\s++rate", re.I),
    "OR": re.compile(r"operating\s++(?:room|theat)|objective\s++respon|overall\s++respon|orthop", re.I),
    "PR": re.compile(r"partial\s++(?:respon|remission)|progesterone|PR\s++interval|pulse\s++rate", re.I),
    "RD": re.compile(r"renal\s++d|retinal\s++d|registered\s++diet", re.I),
    "MD": re.compile(r"muscular\s++dyst|macular|major\s++dep|mean\s++deviation|Maryland|\bM\.?D\b\s*+,", re.I),
    "ARR": re.compile(r"aldosterone", re.I),
}

# --------------------------------------------------------------------------- endpoints

#: Standard endpoints. Order matters: the first that matches at a place wins.
ENDPOINTS: tuple[Term, ...] = (
    Term("OS", r"m?OS\b", "time", True, "overall survival"),
    Term("OS", r"overall\s++survivals?(?:\s++time)?", "time", text="overall survival"),
    Term("iPFS", r"iPFS\b|intracranial\s++PFS\b", "time", True, "intracranial progression-free survival"),
    Term("PFS2", r"PFS-?2\b", "time", True, "progression-free survival 2"),
    Term("PFS", r"m?PFS\b", "time", True, "progression-free survival"),
    Term("PPS", r"m?PPS\b", "time", True, "postprogression survival"),
    Term("PPS", r"post-?\s?progression(?:[\s-]++free)?[\s-]++survival", "time", text="postprogression survival"),
    Term("PFS", r"progression[\s-]*+free[\s-]++survival(?:\s++time)?", "time", text="progression-free survival"),
    Term("TTUP", r"TTUP\b|TTTP\b", "time", True, "time to untreatable progression"),
    Term("TTUP", r"time\s++to\s++(?:untreatable\s++progression|TACE\s++(?:treatment\s++)?(?:failure|progression))",
         "time", text="time to untreatable progression"),
    Term("TTP", r"m?TTP\b", "time", True, "time to progression"),
    Term("TTP", r"time[\s-]++to[\s-]++(?:tumou?r\s++|disease\s++)?progression", "time", text="time to progression"),
    Term("TTR", r"TTR\b", "time", True, "time to recurrence"),
    Term("TTR", r"time[\s-]++to[\s-]++(?:recurrence|relapse)", "time", text="time to recurrence"),
    Term("TTF", r"TTF\b", "time", True, "time to treatment failure"),
    Term("TTF", r"time[\s-]++to[\s-]++treatment[\s-]++failure", "time", text="time to treatment failure"),
    Term("RFS", r"m?RFS\b|(?:recurrence|relapse)[\s-]*+free[\s-]++survival", "time", text="recurrence-free survival"),
    Term("DRFS", r"DRFS\b|DMFS\b|distant[\s-]++(?:recurrence|metasta\w+|relapse)[\s-]*+free[\s-]++(?:survival|interval)",
         "time", text="distant recurrence-free survival"),
    Term("DFS", r"m?i?DFS\b|(?:invasive\s++)?disease[\s-]*+free[\s-]++(?:survival|interval)", "time", text="disease-free survival"),
    Term("EFS", r"m?EFS\b|event[\s-]*+free[\s-]++survival", "time", text="event-free survival"),
    Term("MFS", r"MFS\b|metasta\w+[\s-]*+free[\s-]++survival", "time", text="metastasis-free survival"),
    Term("FFS", r"FFS\b|failure[\s-]*+free[\s-]++survival", "time", text="failure-free survival"),
    Term("LRFS", r"LRFS\b|LPFS\b|loco-?\s?regional[\s-]++(?:control|(?:recurrence|progression|failure)[\s-]*+free\s++survival)"
         r"|local(?:[\s-]++recurrence[\s-]*+free[\s-]++survival|[\s-]++control)", "time", text="local control"),
    Term("CSS", r"(?:D|C|B?C)SS\b|(?:cancer|disease|cause)[\s-]*+specific[\s-]++(?:survival|mortality|death)",
         "time", text="cancer-specific survival"),
    Term("DOR", r"m?DO?R\b|duration\s++of\s++(?:objective\s++|overall\s++)?response", "time", text="duration of response"),
    Term("TTD", r"TTD\b|TUDD\b|time[\s-]++(?:until|to)(?:\s++definitive)?[\s-]++deterioration", "time", text="time to deterioration"),
    Term("pCR", r"pCR\b", "response", True, "pathological complete response"),
    Term("pCR", r"patholog\w+[\s-]++complete[\s-]++(?:respon\w+|remission)", "response", text="pathological complete response"),
    Term("MPR", r"MPR\b|major\s++patholog\w+\s++response", "response", text="major pathological response"),
    Term("ORR", r"ORRs?\b", "response", True, "objective response rate"),
    Term("ORR", r"(?:objective|overall|tumou?r|radiolog\w+)[\s-]++(?:tumou?r\s++)?(?:response|remission)(?:[\s-]++rates?)?",
         "response", text="objective response rate"),
    Term("DCR", r"DCRs?\b|CBR\b", "response", True, "disease control rate"),
    Term("DCR", r"(?:disease|tumou?r)[\s-]++control(?:[\s-]++rates?)?|clinical\s++benefit\s++rates?", "response", text="disease control rate"),
    Term("CR", r"CR\b", "response", True, "complete response"),
    Term("CR", r"complete[\s-]++(?:tumou?r\s++)?(?:respon\w+|remissions?)(?:[\s-]++rates?)?", "response", text="complete response"),
    Term("PR", r"PR\b(?!\s++interval)", "response", True, "partial response"),
    Term("PR", r"partial[\s-]++(?:respon\w+|remissions?)(?:[\s-]++rates?)?", "response", text="partial response"),
    Term("SD", r"stable\s++disease", "response", text="stable disease"),
    Term("PD", r"progressive\s++disease", "response", text="progressive disease"),
    Term("conversion rate", r"(?:surgical\s++|successful\s++)?(?:conversion|down-?stag\w+)(?:\s++surgery)?(?:\s++success)?"
         r"(?:[\s-]++(?:resection\s++)?rates?)|conversion\s++(?:to\s++)?(?:surgery|resection|hepatectomy)",
         "response", text="conversion rate"),
    Term("resection rate", r"(?:R0\s++|surgical\s++|curative\s++)?resection\s++rates?|surgical\s++resection",
         "response", text="resection rate"),
    Term("AE3", r"(?:(?:treatment|immune)[\s-]*+related\s++)?(?:severe|serious)\s++(?:treatment[\s-]*+related\s++)?"
         r"(?:adverse\s++(?:events?|effects?|reactions?)|toxicit\w+)", "harm", text="severe adverse events"),
    Term("AE3", r"grade\s*+(?:s\s*+)?(?:≥\s*+3|>=\s*+3|3\s*+(?:-|/|to|or|and)\s*+(?:[45]|higher|worse|above|greater|more)(?:\s*+-\s*+[45])?"
         r"|III\s*+(?:-|/|to|or|and)\s*+IV)(?:\s++\w+){0,2}?\s*+(?:adverse\s++(?:events?|effects?|reactions?)|AEs?|toxicit\w+)?"
         r"|SAEs?\b", "harm", text="grade >= 3 adverse events"),
    Term("AE", r"(?:(?:treatment|immune|drug)[\s-]*+(?:related|emergent)\s++)?(?:adverse\s++(?:events?|effects?|reactions?)|toxicit\w+)"
         r"|TRAEs?\b|TEAEs?\b|irAEs?\b", "harm", text="adverse events"),
    Term("mortality", r"(?:all[\s-]*+cause\s++|overall\s++|in-hospital\s++|perioperative\s++)?(?:mortality|deaths?|died)",
         "death", text="mortality"),
    Term("survival", r"(?:median\s++)?surviv(?:al|ed|ors?)(?:\s++(?:time|rates?))?", "time", text="survival"),
    Term("recurrence", r"(?:recurrences?|relapses?)(?:\s++rates?)?", "other", text="recurrence"),
    Term("progression", r"(?:disease\s++)?progression", "other", text="progression"),
    Term("response", r"(?:clinical\s++)?(?:response\s++rates?|responders?)", "response", text="response rate"),
)

#: Endpoint names printed for readers.
ENDPOINT_TEXT = {t.name: t.text for t in reversed(ENDPOINTS)}

# --------------------------------------------------------------------------- response criteria

CRITERIA: tuple[Term, ...] = (
    Term("mRECIST", r"m\s?-?RECIST(?:\s*+(?:v(?:ersion)?\.?\s*+)?1\.1)?|modified\s++(?:RECIST|response\s++evaluation\s++criteria"
         r"\s++in\s++solid\s++tumou?rs?)"),
    Term("iRECIST", r"i\s?-?RECIST|immune[\s-]++RECIST"),
    Term("RECICL", r"RECICL|response\s++evaluation\s++criteria\s++in\s++cancer\s++of\s++the\s++liver"),
    Term("RECIST 1.1", r"RECIST[\s,]*(?:\(?v(?:ersion|er)?\.?\s*+)?1\.1|response\s++evaluation\s++criteria\s++in\s++solid"
         r"\s++tumou?rs?(?:\s*+\(RECIST\))?[\s,]*(?:v(?:ersion)?\.?\s*+)?1\.1"),
    Term("RECIST 1.0", r"RECIST[\s,]*(?:\(?v(?:ersion|er)?\.?\s*+)?1\.0"),
    Term("RECIST", r"RECIST|response\s++evaluation\s++criteria\s++in\s++solid\s++tumou?rs?"),
    Term("Choi", r"Choi\s++criteria|Choi", cased=True),
    Term("WHO", r"WHO\s++(?:response\s++)?criteria", cased=True),
    Term("EASL", r"EASL\s++(?:response\s++)?criteria", cased=True),
    Term("PERCIST", r"PERCIST", cased=True),
    Term("Cheson", r"(?:Cheson|Lugano)\s++(?:criteria|classification)"),
    Term("RANO", r"RANO", cased=True),
    Term("IMWG", r"IMWG|International\s++Myeloma\s++Working\s++Group"),
    Term("PCWG", r"PCWG-?[23]?|Prostate\s++Cancer\s++Working\s++Group"),
    Term("CTCAE", r"(?:NCI[\s-]*+)?CTCAE(?:\s*+v(?:ersion)?\.?\s*+\d(?:\.\d)?)?"),
)

# --------------------------------------------------------------------------- units, P qualifiers

UNITS: dict[str, str] = {}
for _unit, _words in {
    "months": "month months mo mos mth mths", "years": "year years yr yrs", "weeks": "week weeks wk wks",
    "days": "day days", "hours": "hour hours hrs h", "minutes": "minute minutes min mins",
}.items():
    for _word in _words.split():
        UNITS[_word] = _unit

#: Words beside a P value, and what they make of it.
P_QUALIFIERS: tuple[tuple[str, str], ...] = (
    ("interaction", r"interactions?|int\b"),
    ("trend", r"(?:linear\s++)?trends?"),
    ("heterogeneity", r"(?:hetero|homo)geneity|het\b"),
    ("noninferiority", r"non[\s-]*+inferiority"),
    ("superiority", r"superiority"),
    ("log-rank", r"(?:stratified\s++)?log[\s-]*+rank|long-rank"),
    ("one-sided", r"(?:one|1)[\s-]*+(?:sided|tailed)"),
    ("two-sided", r"(?:two|2)[\s-]*+(?:sided|tailed)"),
)


def _compiled(terms: tuple[Term, ...]) -> tuple[re.Pattern[str], tuple[Term, ...]]:
    """One alternation over all terms; group ``k`` of the match is ``terms[k - 1]``."""
    parts = [f"({t.pattern})" if t.cased else f"((?i:{t.pattern}))" for t in terms]
    return re.compile(r"(?<![^\W_])(?:" + "|".join(parts) + r")(?![^\W_])"), terms


_ENDPOINT = _compiled(ENDPOINTS)
_CRITERION = _compiled(CRITERIA)


def endpoints_in(text: str) -> list[tuple[Term, int, int]]:
    """Every endpoint named in ``text`` as (term, start, end), in order."""
    return _found(_ENDPOINT, text)


def criteria_in(text: str) -> list[tuple[Term, int, int]]:
    """Every response criterion named in ``text`` as (term, start, end), in order."""
    return _found(_CRITERION, text)


def _found(
    compiled: tuple[re.Pattern[str], tuple[Term, ...]], text: str
) -> list[tuple[Term, int, int]]:
    pattern, terms = compiled
    return [(terms[(m.lastindex or 1) - 1], m.start(), m.end()) for m in pattern.finditer(text)]


@lru_cache(maxsize=4096)
def endpoint(phrase: str) -> str:
    """The standard term of an endpoint phrase, "" when the field has none.

    >>> endpoint("median progression-free survival"), endpoint("mOS"), endpoint("pain score")
    ('PFS', 'OS', '')
    """
    found = endpoints_in(phrase)
    return found[0][0].name if found else ""


@lru_cache(maxsize=4096)
def criterion(phrase: str) -> str:
    """The standard response criterion named in a phrase, "" when none is.

    >>> criterion("ORR, RECIST 1.1"), criterion("(mRECIST)"), criterion("ORR")
    ('RECIST 1.1', 'mRECIST', '')
    """
    found = [f for f in criteria_in(phrase) if f[0].name != "CTCAE"]
    return found[0][0].name if found else ""


def kind_of(label: str) -> tuple[str, bool] | None:
    """The plain kind of an effect's label and whether the label says adjusted; None when it is none.

    >>> kind_of("aHR"), kind_of("adjusted odds ratio"), kind_of("Hazard ratio"), kind_of("age")
    (('HR', True), ('OR', True), ('HR', False), None)
    """
    word = re.sub(r"\s++", " ", label).strip(" .:;,()[]")
    if word in KIND_ABBREVIATIONS:
        return KIND_ABBREVIATIONS[word]
    adjusted = bool(re.search(r"(?i)adjusted|multivaria|\badj", word)) and not re.search(
        r"(?i)unadjusted|non-?adjusted", word
    )
    for term in KINDS:
        if re.search(rf"(?i)(?<![^\W_])(?:{term.pattern})(?![^\W_])", word):
            return term.name, adjusted
    for part in word.split():
        if part in KIND_ABBREVIATIONS:
            kind, said = KIND_ABBREVIATIONS[part]
            return kind, said or adjusted
    return None
