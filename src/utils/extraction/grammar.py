"""The grammar of printed results: named fragments that `lexer` and `tuples` put together.

Two layers. The fragments of text say what a numeral, a label, an interval's head, a P value looks
like; `lexer` makes tokens of them. The fragments of tokens are regular expressions over a string
with one letter per token (`CODES`), so that a rule reads as a phrase of the field:
``estimate ( interval-head low - high``. Every repetition is bounded or possessive: a rule costs
time in proportion to what it reads.
"""

from __future__ import annotations

import re

from src.utils.terms import ENDPOINTS, KIND_ABBREVIATIONS, KINDS, P_QUALIFIERS

#: One letter per token.
CODES = {
    "N": "numeral",
    "%": "percent sign",
    "u": "unit of time",
    "L": "label of an effect",
    "I": "head of an interval (95% CI)",
    "P": "P value with relation",
    "(": "opening bracket",
    ")": "closing bracket",
    "c": "comma",
    "s": "semicolon",
    "k": "colon",
    "q": "= or <, >, ~",
    "d": "dash",
    "t": "to",
    "a": "and, or",
    "v": "versus, compared with",
    "/": "slash",
    "m": "plus-minus",
    "r": "respectively",
    "R": "not reached",
    "n": "n of an arm",
    ".": "full stop",
    "x": "times, fold",
    "M": "median",
    "A": "mean",
    "S": "SD, SE",
    "B": "range, IQR",
    "E": "endpoint",
    "Z": "coefficient, score (not a ratio)",
    "T": "test statistic or measure of heterogeneity with its value",
    "b": "is, was, of, at",
    "o": "of, out of",
    "w": "any other word",
    "h": "hyphen before a word",
}

# --------------------------------------------------------------------------- fragments of text

#: A numeral without sign: 1,234.5 | 0.71 | .89 | 12
NUMERAL = (
    r"(?:[1-9]\d{0,2}(?:,\d{3})++(?!\d)(?:\.\d++)?"
    r"|(?<!%\s[(\[])(?<!%[(\[])(?<!CI\s)\d{1,2},\d{1,2}(?=\s?%)|\d++(?:\.\d++)?|\.\d++)"
)
#: The same where the article writes the decimal comma: 0,71
NUMERAL_COMMA = r"(?:[1-9]\d{0,2}(?:,\d{3})++(?!\d)|\d++(?:[.,]\d++)?|\.\d++)"
#: A sign belongs to the numeral when nothing that could be a left operand touches it.
SIGN = r"(?:(?<![\w)\]%.])[+-](?=[.,]?\d))?"
EXPONENT = r"(?:[eE][+-]?\d{1,3}(?![\w.]))?"
#: A word, with hyphens and apostrophes inside.
WORD = r"[^\W\d_]++(?:['-][^\W\d_]++)*+"


def token_pattern(numeral: str) -> re.Pattern[str]:
    """Numbers, words and signs, in one pass; everything else is skipped."""
    return re.compile(
        rf"\s*+(?:(?P<w>{WORD})|(?P<N>{SIGN}{numeral}{EXPONENT})|(?P<p>[%()\[\]{{}},;:=<>≤≥±/.~∼+-]))"
    )


TOKEN = token_pattern(NUMERAL)
TOKEN_COMMA = token_pattern(NUMERAL_COMMA)
#: Evidence that a stretch writes the decimal comma: "P = 0,03", "HR 0,71", "0,71 (0,5".
DECIMAL_COMMA = re.compile(
    r"(?:[=<>≤≥]|HR|OR|RR)\s?0,\d{1,4}(?![\d.]|,\d)|(?<![\d.,])0,\d\d?\s?(?:-|to|;)\s?\d,\d\d?(?![\d.,])"
)

# The bracket that repeats a label as an abbreviation: "hazard ratio [HR]", "odds ratio (aOR)".
_SHORT = "|".join(sorted(map(re.escape, KIND_ABBREVIATIONS), key=len, reverse=True))
LABEL = re.compile(
    "|".join(f"(?P<k{i}>(?i:{t.pattern}))" for i, t in enumerate(KINDS)).join(
        ("(?:", rf")(?![^\W_])(?:\s*+[(\[{{]\s*+(?P<short>{_SHORT})\s*+[)\]}}])?")
    )
)
#: The other way round: "HR (hazard ratio)"; the long form is swallowed.
LABEL_GLOSS = re.compile(
    r"\s*+[(\[]\s*+(?i:hazards?|odds|relative|risk|rate|incidence)\s++(?i:ratios?|risks?)\s*+[)\]]"
)
LABEL_STARTS = frozenset(
    """hazard hazards odds odd relative risk rate incidence incident prevalence ratio ratios mean
    median absolute standardized standardised weighted geometric subdistribution subhazard
    subhazards sub difference differences cohen's cohen cohens hedges hedge mortality cumulative
    win event time success treatment between estimated least percentage proportion ls""".split()
)
#: A label abbreviation or interval word glued to its numeral: HR0.57, CI0.36, CI95%.
GLUED = re.compile(rf"(?:{_SHORT}|CI|IC|[Pp])(?=\d*\.\d)|(?:CI|IC)(?=9\d)")

#: A rough end of a sentence, where a view is not cut into sentences.
SENTENCE_END = re.compile(r"[.?!]\s++(?=[A-Z])")

ADJUSTED = re.compile(
    r"(?i)(?<![\w])(?:(?P<no>unadjusted|non-?adjusted|univaria\w+|crude|(?:not|never)\s++adjusted"
    r"|(?:without|before|prior\s++to)\s++(?:any\s++)?(?:adjust\w+|controll?ing)(?:\s++(?:for|of))?)"
    r"|(?P<cluster>(?:cluster|multiplicity|bonferroni|design|inflation)[\s-]*+adjust\w+)"
    r"|(?P<yes>adjusted(?!\s++(?:P|p|alpha|significance|dose|life|to|accordingly|according|so|as|their"
    r"|the|in|post|upwards?|downwards?|weekly|daily|during|if|when|based|until|body)\b)"
    r"|adj(?!\w)(?!\.?\s?(?:[Pp](?!\w)|p-?val))(?<![Pp]-adj)(?<![Pp]\sadj)"
    r"|adjust(?:ing|ments?|s)?\s++(?:for|of|by)|after\s++adjust\w+|multi-?\s?varia\w+"
    r"|multiple\s++(?:logistic|cox|linear\s++regression|regression)"
    r"|(?:corrected|correcting|controll(?:ed|ing))\s++for))"
)

#: Words of a sentence about the sample size: nothing in it was found.
PLANNED = re.compile(
    r"(?i)\b(?:sample\s++sizes?|power(?:ed)?\s++(?:of|to|calculations?|analysis)|\d\s*+%\s++power|"
    r"to\s++detect\s++an?|assum(?:ed|ing|ption)|two-sided\s++(?:alpha|type)|type\s++I\s++error|was\s++hypothesi[sz]ed|anticipated\s++(?:that|to|an?|median|hazard))\b"
)
#: Words of a sentence that sets a threshold or a margin: a lone P value or number in it is none of
#: a result; an estimate with its interval is one, also where it meets the margin.
THRESHOLD = re.compile(
    r"(?i)\b(?:(?:was|were|is|are|being)\s++(?:considered|regarded|deemed|chosen|set|defined|taken|judged|"
    r"accepted|used)|significance\s++levels?|level\s++of\s++(?:statistical\s++)?significance|considered\s++(?:as\s++)?"
    r"(?:statistically\s++)?significant|statistical(?:ly)?\s++significan(?:ce|t)\s++(?:was|were|is|at|level|if|when|"
    r"threshold|set|defined)|threshold|(?:non-?inferiority|equivalence)\s++margins?|"
    r"margins?\s++of\s++(?:non-?inferiority|equivalence)|cut-?off|to\s++indicate\s++(?:statistical\s++)?significance)\b"
)

INTERVAL_WORD = re.compile(
    r"(?:(?i:confiden(?:ce|tial|t)|credib(?:le|ility)|posterior|fiducial)\s++(?i:intervals?|limits?|bounds?|int\.?|regions?)"
    r"(?:\s*+[(\[{,]\s*+(?:9\d(?:\.\d)?\s?%\s?)?(?:C\.?I\.?s?|c\.i\.|CrI|CL)(?![^\W_])\s*+[)\]}]?)?|C\.\s?I\.?(?:s(?!\w))?|c\.\s?i\.(?:s(?!\w))?"
    r"|(?:CIs?|IC(?!(?!9[059]\b)\d++(?![.\d]))|CrIs?|HDI)(?![^\W\d_])|(?P<limits>CLs?|UIs?)(?![^\W_]))"
)
LEVEL_AFTER = re.compile(
    r"\s*+(?:at\s|of\s)?[(\[]?\s*+(?P<level>(?:80|8\d|9\d)(?:\.\d{1,3})?)\s?%\s*+[)\]]?(?!\s*+(?:-|to\b|,)\s*+\d+(?:\.\d+)?\s?%)"
)
#: A level glued to its head, without a sign of per cent: CI95.
LEVEL_GLUED = re.compile(r"(?P<level>9[059])(?![\d.%])")
#: "per cent" in two words; a numeral that says how many sides or tails a test has.
PER_CENT = re.compile(r"[Pp]er\s++cent(?![^\W_])")
SIDED = re.compile(r"\s?-?\s?(?:sided|tailed)(?![^\W_])")
#: A level without its word: "95 % 1.38 to 1.76".
LEVEL_ALONE = re.compile(
    r"\s?%\s?[,:]?\s?(?=[(\[]?-?\d*\.\d++\s?(?:to|-|,|;)\s?-?\d*\.\d)(?!\d*\.\d++\s?%)"
)
METHODS = re.compile(r"(?i)credib|\bCrI\b|posterior|bootstrap|exact|profile|HDI")

_QUALIFIER = "|".join(f"(?P<{'q' + str(i)}>{p})" for i, (_, p) in enumerate(P_QUALIFIERS))
P_QUALIFIER = re.compile(rf"(?i)(?<![^\W_])(?:{_QUALIFIER})(?![^\W_])")
_PQ = "|".join(p for _, p in P_QUALIFIERS)
#: Relation of a P value, as printed.
RELATION = (
    r"(?:<\s*+=|>\s*+=|=\s*+<|[=<>≤≥]|:"
    r"|(?i:less\s++than|greater\s++than|equals?(?:\s++to)?|below|above))"
)
#: A probability; digits that a converter set apart ("0. 0 0") are joined where nothing follows.
PROBABILITY = (
    r"(?:-?\d(?:\.\d++)?\s?[×xX*]\s?10\s?\^?\s?[-]?\s?\d{1,3}|-?\d(?:\.\d++)?[eE][+-]?\d{1,3}"
    r"|10\s?\^?\s?[(\[]?\s?-\s?\d{1,3}(?:\s?[)\]](?![)\]]))?"
    r"|0?\s?\.\s?0*(?:\s0){1,4}(?:\s?\d)?(?![\d.%])|0\s?\.\s?\d++(?:\s\d){1,4}(?=\s{0,3}[,;)\]$])"
    r"|0\s?\.\s\d++|-?\d*\.\d++|-?\d++,\d++|-?\d++)"
)
P_VALUE = re.compile(
    rf"[Pp](?:[\s_-]*+(?i:cox|wald|score|fisher|adj(?:usted)?|corr(?:ected)?|overall|group|between)(?![^\W\d_]))?(?:[\s-]*+(?i:val(?:ue)?s?)(?:\s?,(?=\s?0?\.\d))?|s(?=\s*+[=<>≤≥]))?(?:\s*+[(\[]\s*+[Pp]\s*+[)\]])?"
    rf"(?P<words>[\s_,-]*+[(\[]?\s*+(?:(?i:for|of|from|by|in|,)\s++)?(?:(?i:the)\s++)?(?i:{_PQ})(?:\s++(?i:tests?|effects?|analysis))?\s*+[)\]]?)?"
    rf"\s*+(?P<verb>(?i:was|were|is|of|at|being))?\s*+(?P<relation>{RELATION})?\s*+(?P<value>{PROBABILITY})(?!\w|\.\d)"
)
#: A qualifier after the value: P = 0.03 for interaction; P < 0.001 [log-rank].
P_AFTER = re.compile(
    rf"\s*+(?:[(\[,]\s*+)?(?:tests?\s++(?=for|of))?(?:(?:for|of|by|from|in|on)\s++)?(?:(?:the|an?)\s++)?"
    rf"(?:{_QUALIFIER})(?![^\W_])(?:\s++(?:tests?|effect))?(?!\s*+(?:[Pp]\b|[=<>:]))",
    re.I,
)
#: A further P of a list: "P = 0.02 and 0.03, respectively", "P < 0.001 for both".
#: A P with its qualifier glued to it: Pinteraction, Plog-rank, PCox.
P_GLUED = re.compile(rf"[Pp]-?(?=(?i:cox|wald|adj|corr|overall|between|log-?rank|{_PQ})\b)")
#: What may stand between a result and its P value outside their brackets.
BEFORE_P = re.compile(
    r"(?:[)\]]*+\s(?:at|after|over|by)\s\d++(?:\.\d++)?\s?-?(?:years?|yrs?|y|months?|mo|weeks?|wk|days?)\b)?"
    r"(?:[\s)\],;(\[]*+(?:pre-?\w+\s)?(?:non-?inferiority|equivalence)\s(?:margin|limit)s?[\s:=,<≤]*+"
    r"(?:(?:of|was|is)\s)?\d++(?:\.\d++)?\s?%?|[,;(\[]\s?(?:adjust\w+|stratified|controll\w+|corrected)\s"
    r"(?:for|by)\s[^()\[\];=<>\d]{3,90}(?=[;,)\]]))?"
    r"[\s)\],;:(\[{]*+(?:(?:with|at|an?|two-sided|one-sided|stratified|log[\s-]?rank|which|was|were|is|are|being|statistically|"
    r"significant(?:ly)?|not|non-?significant|tests?|(?:two|one|2|1)[-\s](?:tailed|sided)|corresponding|nominal|by|the|of|"
    r"(?i:wald|score|cox|fisher(?:'s)?|exact|likelihood[-\s]ratio|chi-squared?|mantel-?\s?haenszel)|[A-Z][\w'-]++(?=\stest\b)|"
    r"and(?=\s*+(?:an?\s|the\s|corresp|$)))[\s,]*+){0,7}[\s(\[{,]*+2?"
)
#: Between a result's bracket and the bracket of its P value, whom it is of: ") for death (P".
WHOSE_P = re.compile(
    r"[)\]]?\s(?:for|of|in|on|at|with|among|favou?ring|versus|vs\.?|compared|between|per)\s"
    r"(?:(?!and\b|but\b|or\b|whereas\b|not\b|while\b|nor\b|than\b)[^\s()\[\];,=<>.]++\s){1,10}[(\[]"
    r"(?:(?:two|one|2|1)-sided\s|log-?rank\s)?"
)
#: The second P value of one test: "one-sided p = 0.01, two-sided p = 0.02".
OTHER_SIDE = re.compile(r"[\s,;]*+(?:and\s|or\s)?(?:two|one|2|1)-(?:sided|tailed)\s")
P_NEXT = re.compile(
    r"\s*+(?:,\s*+(?:and\s++)?|and\s++|or\s++)(?P<relation>[=<>≤≥])?\s*+(?P<value>0?\.\d++)"
    r"(?![\d%]|\s*+(?:%|\()|\s*+[,;]\s*+[Pp](?:[\s-]*+value)?\s*+[=<>≤≥])"
)
NOT_REACHED = re.compile(
    r"(?i:not\s++(?:yet\s++)?(?:been\s++)?(?:reached|estimable|evaluable|attained|calculable|estimated)|non-?estimable)"
    r"|NR(?![^\W_])|NE(?![^\W_])"
)
ENDPOINT = re.compile(
    "|".join(f"({t.pattern})" if t.cased else f"((?i:{t.pattern}))" for t in ENDPOINTS).join(
        ("(?:", ")(?![^\\W_])")
    )
)
ENDPOINT_STARTS = frozenset(
    """overall progression post time recurrence relapse distant disease invasive event metastasis
    failure local loco locoregional cancer cause duration pathological pathologic pathologically
    major objective tumor tumour radiologic radiological complete partial stable progressive
    surgical successful conversion downstaging resection curative severe serious treatment immune
    grade grades adverse drug toxicity toxicities all mortality death deaths died survival survived
    survivors recurrences relapses response responder responders clinical median in perioperative
    postprogression""".split()
)
ENDPOINT_SHORT = frozenset(
    """mOS OS iPFS PFS mPFS PFS2 PFS-2 PPS mPPS TTUP TTTP TTP mTTP TTR TTF RFS mRFS DRFS DMFS DFS
    mDFS iDFS EFS mEFS MFS FFS LRFS LPFS DSS CSS BCSS DOR DoR mDOR TTD TUDD pCR MPR ORR ORRs DCR
    DCRs CBR CR SAE SAEs TRAE TRAEs TEAE TEAEs irAEs""".split()
)
#: Words whose token is not "w".
WORD_CODES: dict[str, str] = {}
for _code, _words in {
    "t": "to through until",
    "a": "and or",
    "v": "vs versus v against than",
    "r": "respectively",
    "M": "median medians",
    "A": "mean means average averages averaged",
    "S": "sd se sem",
    "B": "range ranges iqr interquartile quartiles ranging ranged",
    "x": "times fold folds time-fold",
    "b": "is was were are be been being at by with a an the its had has having reached achieved",
    "o": "of out",
    "Z": "β beta betas coefficient coefficients coef score scores slope slopes b α r κ kappa icc "
    "auc",
    "%": "percent per-cent pct",
}.items():
    for _word in _words.split():
        WORD_CODES[_word] = _code

# --------------------------------------------------------------------------- fragments of tokens

_X = "[%u]?"  # what may stand directly after a numeral of an interval
#: 0.61 and 0.78 (95% CIs 0.49-0.76 and 0.60-1.01): as many intervals as estimates
ESTIMATES_FIRST = re.compile(
    r"(?P<ests>N(?:(?:ca?|a)N){1,3})r?[)csw(]{0,3}(?P<head>I)[)kqcsbo(]{0,3}"
    r"(?P<bounds>N[dtc]N(?:\)?(?:[cs]a?|a)\(?N[dtc]N){1,3})(?P<tail>[%u]?)"
)
#: low - high, low to high, low, high, low; high, low and high
BOUNDS = rf"(?P<low>N){_X}(?:[dtcsk]|ca?t?)(?P<high>N)"
BOUNDS_AND = rf"(?P<low>N){_X}(?:[dtcsa/]|ca)?(?P<high>N)"
#: Between an estimate and the head of its interval: brackets, commas, a P value, a few words.
_GAP = (
    r"(?:[cs]?\(?(?:S[qk]?N|T)\)?[cs]?){0,3}(?:[cs]?\(?P[cs]?)?"
    r"[)(csk]{0,4}(?:[wbaoxhuEv/]{0,7}[(csk]{1,3}|[wbaoxhuE]{0,5})(?:nN[cs])?(?:\(?L\)?[csk]?)?"
)
_HEAD = r"(?P<head>I)[)kqcsbowt(EB]{0,5}"
#: estimate (95% CI low - high
WITH_HEAD = re.compile(
    rf"(?P<est>N)(?P<unit>[%uwx]{{0,2}}){_GAP}{_HEAD}{BOUNDS_AND}(?P<tail>[%u]?)"
)
#: estimate (95% CI low - not reached; estimate (low - NE [not estimable]
OPEN_BOUND = re.compile(
    rf"(?P<est>[NR])(?P<unit>[%u]?)(?:{_GAP}{_HEAD}|c?\()(?P<low>[NR])(?P<lu>[%u]?)(?:[dthcs]|ca?t?)"
    r"(?P<high>[NR])(?:\(R\))?(?P<tail>[%u]?)\)?(?P<after>[%u]?)"
)
#: estimate per 10 units (95% CI low - high
PER_UNIT = re.compile(
    rf"(?P<est>N)(?P<unit>[wb])[wb]{{0,2}}N[wuhboaxE/%]{{0,9}}[(csk]{{1,2}}{_HEAD}{BOUNDS_AND}(?P<tail>[%u]?)"
)
#: estimate (low - high), estimate [low, high]; the bracket makes it one unit
IN_BRACKET = re.compile(
    rf"(?P<est>N)(?P<unit>[%uw]{{0,2}})c?\((?P<range>(?:BB?|S)[ck]?)?{BOUNDS}(?P<tail>[%u]?)"
)
#: estimate, low - high (a bare follower of an earlier label)
BARE = re.compile(r"(?P<est>N)(?P<unit>)[csk](?P<low>N)(?:[dt])(?P<high>N)(?P<tail>)")
#: OR 2.94; 1.15, 7.50: only with the label before it and the estimate between its bounds
TRIPLE = re.compile(r"(?P<est>N)(?P<unit>)s(?P<low>N)[cs](?P<high>N)(?P<tail>)")
#: after "HR (95% CI)": estimate, then two bounds in any notation
#: the interval of a value that was read already: 48 (61.5%; 95% CI 49.8-72.1)
OWN_INTERVAL = re.compile(rf"[)(cskwh]{{0,3}}{_HEAD}{BOUNDS_AND}[%u]?\)?")
AFTER_HEADS = re.compile(rf"(?P<est>N)(?P<unit>[%uwh]{{0,2}})[csk]?\(?{BOUNDS_AND}(?P<tail>[%u]?)")
#: After a value with its interval, the other arm's: 24% (18-31) versus 26% (20-33)
VERSUS_NEXT = re.compile(r"\)?[)wEb]{0,6}v[wb(]{0,3}(?=N)")
AND_NEXT = re.compile(r"\)?[)wEb]{0,6}c?a[wb(]{0,3}(?=N)")
#: 2.2 times more likely ([low - high
FOLD = re.compile(rf"(?P<est>N)(?P<unit>h?x)[wbao]{{0,8}}\({{1,2}}I?[ckq]?{BOUNDS}(?P<tail>)")
