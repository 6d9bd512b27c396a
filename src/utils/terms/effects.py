"""Kinds of effect: ratios and differences, their words, abbreviations and adjusted forms."""

from __future__ import annotations

import re

from src.utils.terms.term import Term

#: Plain kinds; "ratio" ones compare by division, "difference" ones by subtraction.
RATIOS = ("HR", "OR", "RR", "IRR", "RRR", "SHR", "PR", "RoM", "ratio")
DIFFERENCES = ("RD", "MD", "SMD", "WMD", "ARR", "beta")

#: Words of a kind, the longest first. The word "adjusted" may stand before any of them.
KINDS: tuple[Term, ...] = (
    Term(
        "RRR",
        r"ratios?\s++of\s++(?:the\s++)?(?:relative\s++risks?|risk\s++ratios?|rate\s++ratios?|RRs?)"
        r"|relative\s++risk\s++ratios?",
    ),
    Term(
        "ratio",
        r"ratios?\s++of\s++(?:the\s++)?(?:hazard\s++ratios?|odds\s++ratios?|HRs?|ORs?)"
        r"|(?:win|(?:event\s++)?time)\s++ratios?",
    ),
    Term(
        "RoM",
        r"ratios?\s++of\s++(?:the\s++)?(?:geometric\s++|adjusted\s++)*(?:means?|medians?)"
        r"|geometric\s++mean\s++ratios?|(?:mean|median)\s++ratios?",
    ),
    Term(
        "SHR",
        r"sub-?\s?(?:distribution\s++)?hazards?\s++ratios?|sub-?\s?distribution\s++hazards?\s++ratios?",
    ),
    Term("HR", r"hazards?[\s-]++(?:rate[\s-]++)?ratios?|relative\s++hazards?"),
    Term("OR", r"odds?[\s-]++ratios?|relative\s++odds"),
    Term(
        "IRR",
        r"incidence[\s-]++(?:rate|density)[\s-]++ratios?|incident\s++rate\s++ratios?"
        r"|incidence\s++ratios?",
    ),
    Term("PR", r"prevalence[\s-]++(?:rate[\s-]++)?ratios?"),
    Term(
        "RR",
        r"relative[\s-]++risks?(?!\s++reduction)|risk[\s-]++ratios?|rate[\s-]++ratios?|relative\s++rates?"
        r"|mortality\s++(?:rate\s++)?ratios?|cumulative\s++incidence\s++ratios?|success\s++ratios?",
    ),
    Term("ARR", r"absolute\s++risk\s++reductions?"),
    Term(
        "RD",
        r"differences?\s++(?:in|of|between)\s++(?:the\s++)?(?:risks?|rates?|proportions?|incidence|prevalence)\b"
        r"|(?:absolute\s++)?(?:risk|rate|percentage[\s-]++point|proportion)\s++differences?"
        r"|(?:risk|absolute)\s++differences?(?:\s++in\s++(?:risk|rates?|proportions?))?",
    ),
    Term(
        "SMD",
        r"standardi[sz]ed\s++(?:mean\s++)?differences?|cohen(?:'?s)?'?\s++d|hedges?(?:'s?)?\s++g"
        r"|effect\s++sizes?\s*+[(,:]?\s*+(?:(?:cohen|hedge)(?:'?s)?'?\s++)?[dg]\b",
    ),
    Term("WMD", r"weighted\s++mean\s++differences?"),
    Term(
        "MD",
        r"(?:estimated\s++|least[\s-]++squares?\s++|LS\s++)?(?:mean|median)\s++(?:between[\s-]++group\s++)?differences?"
        r"|differences?\s++(?:in|of|between)\s++(?:the\s++)?(?:adjusted\s++)?(?:means?|medians?)"
        r"|(?:treatment|between[\s-]++group)\s++differences?|difference",
    ),
)

#: Abbreviations, case as printed; the value is (kind, adjusted).
KIND_ABBREVIATIONS: dict[str, tuple[str, bool]] = {}
for _kind, _forms in {
    "HR": "HR HRs",
    "OR": "OR ORs",
    "RR": "RR RRs",
    "IRR": "IRR IRRs",
    "RRR": "RRR",
    "SHR": "SHR sHR sdHR",
    "PR": "PR PRs",
    "RoM": "RoM ROM GMR",
    "RD": "RD",
    "MD": "MD",
    "SMD": "SMD",
    "WMD": "WMD",
    "ARR": "ARR",
}.items():
    for _form in _forms.split():
        KIND_ABBREVIATIONS[_form] = (_kind, False)
        if _kind in ("HR", "OR", "RR", "IRR", "RRR", "SHR", "PR", "RD", "MD"):
            for _prefix in ("a", "A", "adj", "Adj", "adj-", "Adj-", "a-", "m", "adj.", "Adj."):
                KIND_ABBREVIATIONS[_prefix + _form] = (_kind, True)
            for _prefix in ("c", "u", "crude"):
                KIND_ABBREVIATIONS.setdefault(_prefix + _form, (_kind, False))
# ARR is an absolute risk reduction, aRR an adjusted relative risk; AHR is an adjusted hazard ratio.
KIND_ABBREVIATIONS.update(
    {
        "ARR": ("ARR", False),
        "mPR": ("PR", True),
        "SHR": ("SHR", False),
        "HRadj": ("HR", True),
        "ORadj": ("OR", True),
        "RRadj": ("RR", True),
        "AdjOR": ("OR", True),
        "AdjHR": ("HR", True),
        "aIRR": ("IRR", True),
        "aSHR": ("SHR", True),
        "AOR": ("OR", True),
        "AHR": ("HR", True),
        "CHR": ("HR", False),
        "COR": ("OR", False),
        "IRR": ("IRR", False),
        "aRRR": ("RRR", True),
        "ORa": ("OR", True),
        "HRa": ("HR", True),
        "csHR": ("HR", False),
        "SRR": ("RR", False),
        "RaR": ("RR", False),
        "POR": ("OR", False),
        "mHR": ("HR", True),
        "mOR": ("OR", True),
    }
)
for _risky in ("uPR", "cPR", "mMD", "mRD", "AMD", "cRD", "cMD", "uMD", "uRD", "mRR", "cRR", "cRRs"):
    # cPR is a confirmed partial response, AMD macular degeneration ...
    KIND_ABBREVIATIONS.pop(_risky, None)

#: Words which show that an abbreviation of a ratio stands for something else.
OTHER_MEANINGS: dict[str, re.Pattern[str]] = {
    "HR": re.compile(
        r"heart\s++rate|\bbpm\b|beats|hormone[\s-]++receptor|homologous\s++recomb|home\s++range",
        re.I,
    ),
    "RR": re.compile(
        r"respon(?:se|der)s?\s++rates?|respiratory\s++rate|RR\s++interval|R-R\s++interval|"
        r"breaths|radiologic\s++response|recurrence\s++rate",
        re.I,
    ),
    "OR": re.compile(
        r"operating\s++(?:room|theat)|objective\s++respon|overall\s++respon|orthop", re.I
    ),
    "RRR": re.compile(r"relative\s++(?:risk\s++)?reduction", re.I),
    "PR": re.compile(
        r"partial\s++(?:respon|remission)|progesterone|PR\s++interval|pulse\s++rate", re.I
    ),
    "RD": re.compile(r"renal\s++d|retinal\s++d|registered\s++diet", re.I),
    "MD": re.compile(
        r"muscular\s++dyst|macular|major\s++dep|mean\s++deviation|Maryland|\bM\.?D\b\s*+,", re.I
    ),
    "ARR": re.compile(r"aldosterone", re.I),
}


def kind_of(label: str) -> tuple[str, bool] | None:
    """The plain kind of an effect's label, and whether it says adjusted; None when it is none.

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
