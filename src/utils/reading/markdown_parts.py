"""What a piece of a Markdown article is: title page, abstract, caption, footnote, reference list.

Belongs here: deciding by wording and position. Does not: offsets, tables, joining.
"""

from __future__ import annotations

import re

_LABEL = (
    r"(?P<label>(?:Supplementa(?:ry|l)\s+|Appendix\s+|Extended\s+Data\s+|Online\s+)?"
    r"(?:Table|Tab\.|Figure|Fig\.|Box|Scheme|Panel)\s*"
    r"(?:[A-Z]{0,2}\d+(?:\.\d+)?[A-Za-z]?|[IVX]+)\b)"
)
_CAPTION = re.compile(rf"\W*{_LABEL}\s*(?P<end>[.:|)\u2014-]|\Z|\s(?=\*))?", re.IGNORECASE)
_STRONG_START = re.compile(r"[ \t]*(?:#{1,6}[ \t]*|<b>|<strong>|\*|__|<span[^>]*></span>)")

REFERENCES = re.compile(
    r"(?:\d+\.?\s*|[IVX]+\.?\s*)?(?:list\s+of\s+)?(?:references?(?:\s+list|\s+and\s+notes|\s+cited)?|"
    r"bibliography|literature(?:\s+cited)?|works\s+cited|cited\s+literature)\s*:?\Z",
    re.IGNORECASE,
)
#: What journals print above a title.
KIND_OF_ARTICLE = re.compile(
    r"(?:review|(?:original\s+)?(?:research|investigation)?\s*(?:article|paper|report|investigation)|"
    r"original\s+(?:research|contribution)|systematic\s+review(?:\s+and\s+meta-?analysis)?|"
    r"(?:brief|short|rapid)\s+(?:report|communication)|clinical\s+trial|study\s+protocol|letter|"
    r"editorial|case\s+report|open\s+access|research|mini-?review|perspective|guideline)\s*\Z",
    re.IGNORECASE,
)
ABSTRACT = re.compile(r"(?:structured\s+|graphical\s+)?(?:abstract|summary|synopsis)\s*:?\Z", re.I)
ABSTRACT_START = re.compile(
    r"\W*(?:abstract|summary)\W{0,4}(?:\s|\Z)(?=\W*[A-Z]|\s*\Z)", re.IGNORECASE
)
ABSTRACT_PART = re.compile(
    r"(?:background|context|importance|introduction|objectives?|aims?|purpose|hypothesis|methods?|"
    r"materials?\s+and\s+methods|patients?\s+and\s+methods|design|study\s+design|setting|"
    r"participants?|patients|interventions?|exposures?|main\s+outcomes?(?:\s+and\s+measures?)?|"
    r"outcomes?|measurements?|results?|findings|limitations?|conclusions?(?:\s+and\s+relevance)?|"
    r"interpretation|funding|trial\s+registration|registration|keywords?|significance|methods\s+and\s+"
    r"(?:findings|results)|background\s*(?:/|and|&)\s*(?:aims?|objectives?|purpose))\s*[:.]?\Z",
    re.IGNORECASE,
)
INTRODUCTION = re.compile(r"(?:\d+\.?\s*)?introduction\W*\Z", re.IGNORECASE)
BACK = re.compile(
    r"(?:\d+\.?\s*)?(?:declarations?|acknowledge?ments?|fund(?:ing|ers)\b.*|financial\s+(?:support|disclosure).*|"
    r"(?:declaration\s+of\s+)?(?:conflicts?\s+of|competing|potential\s+conflicts?\s+of)\s+interests?.*|"
    r"authors?['\u2019]?s?['\u2019]?\s+contributions?.*|contribut(?:ors?|ions?|orship).*|"
    r"(?:data|availability)\b.*(?:availability|sharing|materials?).*|ethic\w*\b.*|"
    r"(?:patient\s+)?consent\b.*|copyright.*|disclosures?.*|supplement\w*\s+(?:material|information|data|"
    r"files?).*|supporting\s+information.*|abbreviations?.*|list\s+of\s+abbreviations.*|"
    r"publisher['\u2019]?s\s+note.*|orcid.*|additional\s+information.*|institutional\s+review.*|"
    r"informed\s+consent.*|sponsors?(?:hip)?|role\s+of\s+the\s+fund.*|footnotes?|notes?)\Z",
    re.IGNORECASE,
)
_FRONT = re.compile(
    r"\b(?:department|university|hospital|institute|school\s+of|faculty|college|correspond(?:ence|ing)|"
    r"e-?mail|received|accepted|revised|published|first\s+decision|how\s+to\s+cite|cite\s+this|"
    r"copyright|licen[cs]e|open\s+access|academic\s+editor|handling\s+editor|edited\s+by|reviewed\s+by|"
    r"orcid|these\s+authors|contributed\s+equally|keywords?|key\s+words|doi|issn|volume)\b|©|@",
    re.IGNORECASE,
)
_FRONT_START = re.compile(
    r"\W*(?:how\s+to\s+cite|cite\s+this|keywords?|key\s+words|correspond(?:ence|ing\s+author)|"
    r"received|accepted|published|©|copyright|open\s+access|academic\s+editor|edited\s+by|"
    r"e-?mail|citation|doi\b|https?:|license)",
    re.IGNORECASE,
)
_NOTE_START = re.compile(
    r"\W*(?:abbreviations?\b|notes?\s*[:.]|note\b|data\s+(?:are|is|shown|presented)|values?\s+(?:are|is|in)|"
    r"source\s*:|numbers?\s+(?:are|in)|bold\b|significan|legend|footnotes?|all\s+(?:values|data|results)|"
    r"results\s+(?:are|were)|p[\s-]values?\b.{0,60}(?:were|was|are|is|by|from|calculated)|reference\s+group|"
    r"\(?continued|adapted\s+from|reproduced)",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(
    r"\s*(?:<sup>[^<]{1,4}</sup>|\\?[*†‡§¶#∥‖]+|\^[a-z*]\^|[a-z]\s(?=[A-Z])|[a-z]\)|\(?[a-z]\)\s|[ᵃ-ᶻ¹²³])\s*\S"
)
_DEFINITION = re.compile(
    r"(?:^|[;,.]\s*)\s*[\"'(]?[^\W\d_][\w/()+α-ω-]{0,25}(?:\s?[\w/+-]{1,12}){0,2}\s*(?::|=|,(?=\s*[a-z]))\s*"
    r"[^\W\d_][^;:=]{2,160}"
)
_TERMINAL = re.compile(r"[.?!:;]['\"”’)\]]*\s*(?:\[[\d,\s-]+\]\s*)*\Z")
_FUNCTION_END = re.compile(
    r"(?:\b(?:a|an|the|of|in|on|at|by|to|for|from|with|without|and|or|nor|than|that|which|who|whose|"
    r"as|into|between|among|versus|vs\.?|was|were|is|are|be|been|has|have|had|not|both|either|"
    r"plus|after|before|during|when|while|if|per|via|its|their|this|these|those)|[,(\u2013-])\s*\Z",
    re.IGNORECASE,
)


def caption_label(said: str, raw: str) -> str:
    """The label of a caption ("Table 1"); "" when the paragraph is prose.

    A caption says its number and stops there (". : |" or the end), or is set apart by type.
    """
    match = _CAPTION.match(said)
    if not match:
        return ""
    label = match.group("label")
    # A first line that holds the label and nothing else: the title stands on the next line.
    alone = raw.split() == label.split() and said[match.end() :].lstrip()[:1].isupper()
    if not (match.group("end") or alone or _STRONG_START.match(raw)):
        return ""
    words = label.split()
    name = " ".join(words)
    name = re.sub(r"^(?:Tab\.|TABLE|table)", "Table", name)
    return re.sub(r"^(?:Fig\.|FIGURE|figure|FIG\.)", "Figure", name)


def definitions_like(said: str) -> int:
    """How many "ABBR: words" a paragraph seems to hold."""
    return len(_DEFINITION.findall(said))


def footnote_like(said: str, raw: str) -> bool:
    """Whether a paragraph under a table is its footnote: explained abbreviations, marks, notes."""
    if _NOTE_START.match(said) or _NOTE_MARK.match(raw):
        return True
    count = definitions_like(said)
    lone = bool(re.match(r"\s*[A-Z][\w/-]{1,15}\s*(?::|=)\s*[a-z]", said, re.IGNORECASE))
    return count >= 2 or (count == 1 and lone and len(said) < 250)


def front_like(said: str, raw: str) -> bool:
    """Whether a paragraph before the first heading is of the title page and not prose."""
    said = said.strip()
    if _FRONT_START.match(said) or re.match(r"\s*<sup>", raw):
        return True
    reports = bool(re.search(r"\d[.·]\d|%|\b[Pp]\s*[=<>]", said))
    if len(said) < 60 and not reports and not re.search(r"[.?!]\s*\Z", said):
        return True
    names = len(re.findall(r"<sup>|(?<!\d)\d++[,*#†]", raw)) >= 2 and "," in said
    if names and not re.search(r"[.?!]\s*\Z", said):
        return True
    return bool(_FRONT.search(said)) and not reports


def front_anywhere(said: str) -> bool:
    """Whether a paragraph belongs to the title page wherever it stands."""
    return bool(_FRONT_START.match(said)) and not re.match(
        r"\W*(?:received|accepted)\s+[a-z]", said
    )


def breaks_off(said: str) -> bool:
    """Whether a paragraph stops in the middle of a sentence."""
    said = said.rstrip()
    return len(said.split()) >= 6 and not _TERMINAL.search(said)


def reads_on(before: str, after: str) -> bool:
    """Whether ``after`` goes on with a sentence that ``before`` breaks off."""
    after = after.lstrip()
    if not after or not breaks_off(before):
        return False
    if after[0].islower() or after[0] in "([<=>%,;":
        return True
    return bool(_FUNCTION_END.search(before)) and (after[0].isupper() or after[0].isdigit())
