"""The words of headings, as patterns: effects, intervals, P values, statistics, sizes, times.

Belongs here: what a heading may be written like. Does not: what follows from it (`table_headers`).
"""

from __future__ import annotations

import re

CI = re.compile(
    r"(?<![A-Za-z])(?:C\.? ?I\.?s?|CrI|HDI)(?![A-Za-z])|(?<!\d)9\d ?%? ?C[Il1](?![A-Za-z])"
    r"|(?i:confiden\w+\s+(?:interval|limit)s?|credib\w+\s+intervals?|95 ?% ?(?:limits"
    r"|interval|range))"
)

#: A heading that opens with the interval: "95% CI (%)", not "% (95% CI)".
CI_OPENS = re.compile(r"[\s(\[]*(?:\d\d(?:\.\d+)?\s?%\s?)?(?:C\.? ?[Il1]|CrI|(?i:confiden|credib))")
#: Words that say no more than that there are bounds.
#: What a heading of an interval names besides: words, or a dose ("10 mg (95% CI)").
NAMED_GROUP = re.compile(r"[A-Za-z]{3}|\d\s?(?:[mµk]?g|mcg|ml|[ck]?Gy|IU|U)\b")
OF_BOUNDS = re.compile(r"(?i)lower|upper|for|of|and|the|limits?|bounds?")

LEVEL = re.compile(
    r"(?<![\d.])(\d{2}(?:\.\d{1,2})?)\s?%[\s-]*(?:C\.?\s?[Il1]|CrI|(?i:confid|credib))"
)

#: A bare p stands for the P value at the start or end of a heading, or before "for", "of", "vs".
P = re.compile(
    r"(?<![A-Za-z0-9&/+-])[pP](?:\s?-?_?\s?(?i:values?(?![a-z])|val\b|interaction|trend"
    r"|heterogeneity|treatment|time|group|overall|int\b)|(?=\s*[*†‡§#a-e]{0,2}\s*\Z)"
    r"|(?=\s+(?:for|of|between|vs|trend|inter)\b)|(?=\s*\(\s*(?i:two|one|2|1|trend|log"
    r"|chi|fisher|mann|t-|t test|inter|anova|adj|unadj|val|vs|for|wilc|krusk|between"
    r"|within)))|\A[pP](?=[*†‡§#\s,;]|\Z)(?!\s*[<>=(])"
    r"|\A[pP]_?(?:int(?:eraction)?|trend|het(?:erogeneity)?|(?:un)?corr(?:ected)?|adj(?:usted)?"
    r"|FDR|group|time|treatment|overall|between|within)(?![a-z])"
    r"|\A[pP]\s?[=(](?!\s*0)(?!\s*(?:rho|ρ|r\b))|(?i:\A\s*significance\b|\bsig\.|\bsignificance\s*\Z|\Aprobability\Z)"
)

P_ROW = re.compile(
    r"(?i)\A[\s(\[+*†‡§#¶]*(?:(?:two|one|2|1)[\s-]sided\s+|log[\s-]?rank\s+|adjusted\s+"
    r"|unadjusted\s+|stratified\s+)*p\b"
)

#: P values that are corrected for the number of comparisons.
DISCOVERY = re.compile(r"\bFDR\b|(?i:false[\s-]+discovery|\bq[\s-]?values?\b)")

LOG_RANK = re.compile(r"(?i)\blog[\s-]?rank")

DIFFERENCE = re.compile(
    r"(?i)\bdifferences?\b|\bdiff\b\.?|\btreatment\s+effects?\b|\bnet\s+effects?\b"
    r"|\bintervention\s+effects?\b"
    r"|\beffects?\s*\(|\Aeffects?\Z|\bestimated?\s+effects?\b|\bΔ"
)

COEFFICIENT = re.compile(
    r"(?i:\bcoefficients?\b|\bcoef\b|\bbeta\b|parameter\s+estimates?|\Aestimates?\b"
    r"|\bslope\b)|[βΒ](?![A-Za-z])|\A(?:B|b)(?=\s*(?:\Z|\())"
)

SMD = re.compile(
    r"(?i)standardi[sz]ed\s+(?:mean\s+)?(?:differences?|effects?)|\bcohen'?s?\b"
    r"|\bhedges\b|effect\s+sizes?|(?<![A-Za-z])(?-i:ES|SMD)(?![A-Za-z])"
)

NOT_SMD = re.compile(r"(?i)[η²]|eta|omega|\bf2\b|\br\b|partial")

STATISTIC = re.compile(
    r"(?:\A[\s(]*|(?i:statistics?|values?|whitney|wallis)\s+)(?:[Ff]|t|[zZ]|[rR]|[QUH])(?![A-Za-z/])(?!\s?=)"
    r"|(?<![A-Za-z/])(?:χ\s?2?|X2|χ²|df|DF|d\.f\.|[rR]2|R²|I2|ICC|η2"
    r"|VIF|AIC|BIC|κ)(?![A-Za-z/])(?!\s?=)"
    r"|(?i:\bchi[\s-]?squared?\b|\bt[\s-]?(?:test|value|statistics?)\b|\bf[\s-]?(?:ratio"
    r"|value|statistics?)\b|\bwald\b|\bz[\s-]?(?:score|value|statistics?)\b"
    r"|degrees? of freedom|\bcorrelations?\b|statistics?\b|η|\beta2?\b"
    r"|\bweights?\s*\(%\))"
)

SE = re.compile(
    r"(?<![A-Za-z])(?:S\.?E\.?M?\.?|s\.?e\.?m?\.?)(?![A-Za-z])|(?i:standard\s+errors?"
    r"|std\.?\s*err\w*)"
)

SD = re.compile(
    r"(?<![A-Za-z])(?:S\.?D\.?s?|s\.?d\.?|Sd)(?![A-Za-z])|(?i:standard\s+deviations?"
    r"|std\.?\s*dev\w*)|±"
)

MEAN = re.compile(r"(?i)\bmeans?\b|\baverage\b|\bls[\s-]?means?\b|\blsm\b")

#: "M ± SD", "X (SD)": a mean by its letter.
MEAN_SPREAD = re.compile(r"(?<![A-Za-z])[MX]\s?(?:±|\(|,)\s?±?\s?(?:S\.?D|S\.?E)(?![a-z])")

MEDIAN = re.compile(r"(?i)\bmedians?\b")

IQR = re.compile(r"(?i)\bIQR\b|inter-?\s?quartile|\bquartiles\b|25th|\bQ1\W{1,4}Q3\b|\bp25\b")

RANGE = re.compile(r"(?i)\brange\b|\bmin(?:imum)?\b.{0,6}\bmax")

#: A heading that says nothing but that quartiles or extremes stand below it.
ONLY_IQR = re.compile(
    r"(?i)[\s(\[]*(?:IQR|IQ[\s-]range|inter-?\s?quartile(?:\s+range)?|25th\W+75th(?:\s+percentiles?)?"
    r"|quartiles|Q1\s?[-,;]\s?Q3)[\s)\]*]*\Z"
)
ONLY_RANGE = re.compile(
    r"(?i)[\s(\[]*(?:(?:total|full|overall)\s+)?(?:range|min(?:imum)?\W{1,3}max(?:imum)?)[\s)\]*]*\Z"
)

#: Bounds named alone: "Lower bound", "Upper 95%".
BOUND = re.compile(
    r"(?i)[\s(\[]*(?:lower|upper)(?:\s+(?:bound|limit|CL|9\d\s?%(?:\s*C\.?[IL]\.?)?|CI))[\s)\]*]*\Z"
)

#: "Age (SD)", "Weight ± SE": means with a spread, though the word mean is not there.
NAMED_SPREAD = re.compile(
    r"[A-Za-z]{3}.*?(?:[(\[,;][\s±]*(?P<a>S\.?D|S\.?E\.?M|S\.?E|s\.?d|s\.?e\.?m|s\.?e)\.?\s*[)\]]"
    r"|±\s*(?P<b>S\.?D|S\.?E\.?M|S\.?E|s\.?d|s\.?e\.?m|s\.?e)\.?(?![A-Za-z]))"
)
NO_MEAN = re.compile(r"(?i)disease|response|responders?\b|\(SD\)\s*\+|\+")

COUNT = re.compile(
    r"(?<![A-Za-z])[nN](?![A-Za-z])(?!\s?=)|(?<![A-Za-z/])(?:No|no|Nr|Freq)\b\.?"
    r"|(?i:\bnumbers?\b|\A\W*(?:event\s+)?counts?\b|\bfrequency\b"
    r"|\bevents?\b(?!\s*-?free)|\bcases?\b|\bparticipants\b|\bpatients\b|\bsubjects\b"
    r"|\bdeaths?\b)|#"
)

PERCENT = re.compile(
    r"(?i:%(?!\s*(?:C\.?I|CrI|confid|credib|limits|Cl)))|(?i:\bper\s?cent(?:ages?)?\b"
    r"|\bproportions?\b|\bprevalence\b)"
)

#: Percent per year is a rate of events in time at risk, no share of the patients.
PER_YEAR = re.compile(
    r"(?i)(?:%|\bper\s?cent\b)\s*(?:/|\bper\b)\s*(?:(?:person|patient)s?[\s-]*)?"
    r"(?:years?|yrs?|y|annum|months?)\b"
)
RATE = re.compile(
    r"(?i)\brates?\b(?!\s+ratio)|\bincidence\b(?!\s+rate\s+ratio)|\bper\s+1[,0]*0\b"
    r"|person[\s-]years"
)

ADJUSTED = re.compile(
    r"(?i)\badj(?:usted)?\b|\baOR\b|\baHR\b|\baRR\b|\bAOR\b|\bmulti-?\s?vari(?:able|ate)"
    r"|\bmultiple\b.{0,12}regression"
)

UNADJUSTED = re.compile(
    r"(?i)\bun-?adj(?:usted)?\b|\bnon-?adjusted\b|\bcrude\b|\buni-?\s?vari(?:able|ate)"
    r"|\bbivari(?:able|ate)|\buOR\b|\bcOR\b"
)

MODEL = re.compile(r"(?i)\bmodel\s?(?:[0-9IV]+[a-z]?|[A-E])\b")

VERSUS = re.compile(r"(?i)\bvs?\b\.?|\bversus\b|\bcompared\s+(?:with|to)\b| [-–] (?=[A-Z])")

#: (n = 31), n: 31, (n 31); % (of 889)
N = re.compile(
    r"(?:(?<![A-Za-z])[nN]\s?[=:]\s?|(?<=\()(?:[nN]|of)\s)(\d{1,3}(?:[,\s]\d{3})+|\d+)"
    r"(?!\d|,\s\d{3}\b)"
)

TOTAL_N = re.compile(r"(?i)(?<![a-z])(?:total|no\.?)\s?=?\s?(\d{1,3}(?:,\d{3})+|\d+)(?!\d)")

BRACKET_N = re.compile(
    r"\(\s?(?!(?:19|20)\d\d\s?\))(\d{1,3}(?:,\d{3})+|\d{2,6})(?:\s+(?i:patients|participants"
    r"|subjects|women|men|children|pts))?\s?\)\s*\Z"
)

TIME = re.compile(
    r"(?i)\b(?:baseline|screening|pre-?\s?(?:test|treatment|intervention|op(?:erative)?)"
    r"|post-?\s?(?:test|treatment|intervention|op(?:erative)?)|\A\W*(?:pre|post|before"
    r"|after)\W*\Z|\Achange|follow-?\s?up|end\s?point|admission|discharge"
    r"|(?:at\s+)?(?:day|week|month|year|hour|wk|mo|visit"
    r"|t)s?\s?-?\s?\d+(?:\s?[-–]\s?\d+)?|\d+(?:\.\d+)?\s?-?\s?(?:days?|weeks?|wks?"
    r"|months?|mo|years?|yrs?|hours?|hrs?|h|min(?:utes)?)\b"
    r"|end of (?:study|treatment|trial))\b"
)

TOTAL = re.compile(
    r"(?i)\A(?:total|all(?:\s+(?:patients|participants|subjects))?|overall|entire"
    r"|combined|pooled)\b"
)

#: "OR or HR": rows of times to an event hold the one, rows of responses the other.
EITHER = re.compile(
    r"\b(?:ORs?\s?(?:or|/|,|and)\s?HRs?|HRs?\s?(?:or|/|,|and)\s?ORs?)\b"
    r"|(?i:\b(?:odds|hazard)\s+(?:ratios?\s+)?(?:or|/)\s*(?:odds|hazard)\s+ratios?)"
)
#: Headings that name two kinds of effect, or one that may be either.
AMBIGUOUS = re.compile(
    r"(?i)(?:β|beta|coefficients?|mean|means|differences?)\s*(?:or|/|,)\s*(?:(?:odds|risk"
    r"|rate|hazard|relative)|[OHR]R\b)"
    r"|(?:ratios?|risks?|\b[OHR]R)\s*(?:or|/)\s*(?:β|beta|∆|Δ|mean|coeff|diff)"
    r"|\Aeffect\s+sizes?\s*(?:\([^d]*\))?\s*\Z"
)

#: "Effect (95% CI)", "Treatment effect": a difference or a ratio, each row its own.
VAGUE = re.compile(
    r"(?i)\A(?:(?:adjusted|estimated|treatment|intervention|net)\s+)*effects?"
    r"(?:\s+estimates?)?\s*(?:[(\[,](?!.*\bd\b).*)?\Z"
)

#: "H.R.", "O. R.", "C.I." and the like, written without stops before they are looked up.
DOTTED = re.compile(r"(?<![A-Za-z.])(?:[A-Z]\.\s?){2,3}(?![A-Za-z])")

#: A heading that opens with the interval: "95% CI for HR".
CI_FIRST = re.compile(
    r"(?i)\A[(\[]?\s*(?:(?:\d\d(?:\.\d+)?\s?%\s*)?(?:C\.?I\.?s?"
    r"|confidence\s+(?:intervals?|limits?)|CrI)|lower|upper)\b"
)

WORDS = re.compile(r"[A-Za-z]+(?:\.(?=[A-Za-z]))?")

#: Phrases that are no part of a group's name.
CLUTTER = re.compile(
    r"\(?\s*(?<![A-Za-z])[nN]\s?[=:]\s?\d[\d,]*(?:\s?(?:patients|participants|subjects"
    r"|women|men|children|\(?\d+\s?%\)?))?\s*\)?"
    r"|\((?:n|of)\s\d[\d,]*\s?\)|\(\s?\d{1,3}(?:,\d{3})+\s?\)|\(\s?\d{2,6}\s?\)\s*\Z|\(total\s+\d+\)"
    r"|[\[(]?\s*\b\d{2}\s?%\s?(?:C\.?I\.?s?|confidence\s+intervals?)\s*[\])]?"
    r"|[,;:]?\s*\(?(?:(?<![A-Za-z])(?:[Nn]o?\.?|number|mean|median"
    r"|M)(?![A-Za-z])\s*(?:\(?of\s+(?:patients|subjects"
    r"|participants)\)?)?\s*[,/(\[±]*\s*(?:%|\(%\)|SD|S\.D\.|SE|SEM|IQR|range|s\.?d\.?|CI"
    r"|percent(?:age)?)\s*[)\]]*)"
    r"|%\s*\(\s*[nN]o?\.?\s*\)|\(\s*%\s*\)|\(\s*SD\s*\)|±\s*SD|\bmean\b\s*\Z"
    r"|(?<=\s)[Nn](?=\s*\Z)|(?<=\s)%(?=\s*\Z)",
    re.I,
)

GENERIC = re.compile(
    r"(?i)\A(?:the\s+)?(?:(?:treatment|study|intervention|randomi[sz]ation|allocated"
    r"|allocation|experimental|patient|therapy|trial)?\s*"
    r"(?:groups?|arms?|allocation|treatments?|variables?|parameters?|characteristics?"
    r"|outcomes?|results?|values?|all patients|data|measures?))?\s*\Z"
)

#: Without any of these nothing below can match; most heads of rows have none.
TRIGGER = re.compile(
    r"(?i)[%±βΔ∆χη²κ#=∥]|\(\s?\d|(?<![a-z])(?:c\.?\s?[il1]|cri|hdi|hr|or|rr|ir|pr|rd|md"
    r"|arr|sm|wm|rom|gmr|shr|sdhr|"
    r"a[hor]r|u[hor]r|c[hor]r|aor|ahr|arr|adj|m[hop]r|p(?![a-z])|p-?val|p_?(?:int|trend|het|un|co|adj|fdr|gr|ti|tr|ov|be|wi)|lower|upper|eta|false|sig|prob|conf"
    r"|cred|haz|odds|risk|rat|rel|diff|effect|treat|"
    r"net|interv|estim|coef|beta|param|slope|b(?![a-z])|stand|std|cohen|hedg|es(?![a-z])"
    r"|s\.?d|s\.?e|mean|av|ls|"
    r"med|iqr|inter|quart|percent|per\b|25|q1|range|min|max|n(?![a-z])|no(?![a-z])"
    r"|nr(?![a-z])|freq|numb|count|event|"
    r"case|part|pat|subj|death|prop|prev|incid|person|uni|un-?adj|non|crude|biv|multi"
    r"|model|v(?![a-z])|vs|versus|comp|"
    r"total|all(?![a-z])|overall|entire|pool|log|wald|chi|f(?![a-z])|t(?![a-z])"
    r"|z(?![a-z])|df|d\.f|r\d?(?![a-z])|i2|icc|"
    r"vif|aic|bic|fdr|q(?![a-z])|h(?![a-z])|u(?![a-z])|x2|corr|stat|weight|degree"
    r"|e?screen|base|pre|post|foll|end|admis|"
    r"disch|day|week|month|year|hour|wk|mo|visit|yr|hr|before|after|change|at\s|d(?![a-z])|wk|abs)"
    r"|\d\s?-?\s?(?:d|w|m|y|h)|[a-z]\s?[-–]\s?[a-z]"
)

#: Words that only a heading consists of.
HEADING_WORDS = re.compile(
    r"(?i)\A[\s(\[]*(?:n|no\.?|%|nr|number|m|sd|se|sem|mean|median|iqr|range|total|overall|"
    r"(?:[nN]\s?=\s?\d[\d,]*)|freq\w*|count|events?|rate|change|baseline|yes"
    r"|no)[\s)\].,*%(±a-z/]*\Z"
)

NUMBERS = re.compile(r"\d\s?\(\s?[<\d]|\d[.,]\d|±\s?\d|\A[<>=≤≥.\d(-][\s\d.,()%<>=-]*\Z")

LEVEL_WORDS = re.compile(r"\d{2}(?:\.\d+)?\s?%\s?[Cc]")

DIGIT = re.compile(r"\d")
