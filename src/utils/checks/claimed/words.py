"""Words by which a clause claims a direction or significance, and words that no table explains.

What belongs here: vocabulary. What does not: how the words of a clause go together (`said`).
"""

from __future__ import annotations

import re

from src.utils.linking.words import tokens

_TIMES = r"(?:twice|thrice|(?:two|three|four|five|six|\d+(?:\.\d+)?)(?:\s+times|-?\s?fold))"
_OFTEN = r"(?:frequent(?:ly)?|common(?:ly)?|often|prevalent|likely|high|long|many)"
_UP = (
    r"more\s+(?:frequent(?:ly)?|common(?:ly)?|often|prevalent|likely)|commoner|higher|greater|"
    rf"larger|longer|{_TIMES}\s+as\s+{_OFTEN}|more(?!\s+than\b)"
)
_DOWN = (
    r"less\s+(?:frequent(?:ly)?|common(?:ly)?|often|prevalent|likely)|rarer|lower|smaller|fewer|"
    rf"shorter|half\s+as\s+{_OFTEN}|less(?!\s+than\b)"
)
_RAISED = r"increas(?:ed|es)|prolong(?:ed|s)|extend(?:ed|s)|elevated|raised"
_CUT = r"reduc(?:ed|es)|decreas(?:ed|es)|lower(?:ed|s)|shorten(?:ed|s)|diminish(?:ed|es)"
#: Words of size; those of the last two groups are verbs, which also tell of a change over time.
SIZE = re.compile(
    rf"(?<![\w-])(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<raised>{_RAISED})|(?P<cut>{_CUT}))(?![\w-])",
    re.I,
)
#: Letters that words of all these patterns begin with: most sentences have none of them.
BEGIN = frozenset(
    """more less common higher greate larger longer rarer lower smalle fewer shorte twice thrice
    times fold half increa prolon extend elevat raised reduce decrea lowere lowers dimini signif
    indepe
    associ predic influe affect progno risk risks differ simila compar equal equall identi balanc
    same""".split()
)
#: Changes, of which more is a larger number without its sign.
LOSS = re.compile(
    r"\b(?:reductions?|decreases?|declines?|deteriorations?|drops?|falls?|loss(?:es)?|worsening)\b",
    re.I,
)
GAIN = re.compile(r"\b(?:increases?|gains?|rises?|improvements?|changes?)\b", re.I)
MORE = re.compile(r"\b(?:increases?|gains?|rises?)\b", re.I)
MOVES = re.compile(
    r"\b(?:improv|declin|reduc|increas|decreas|fell|dropp|rose|worsen|chang)\w*\b", re.I
)
SIGNIFICANT = re.compile(r"(?<![\w-])significan(?:t(?:ly)?|ce)\b", re.I)
INDEPENDENT = re.compile(r"\bindependent(?:ly)?\b", re.I)
FACTOR = re.compile(
    r"\bindependent(?:ly)?\b|\b(?:associat|predict|influenc)\w+|\baffect(?:s|ed)?\b|"
    r"\bprognostic\b|\brisk\s+factors?\b",
    re.I,
)
ASSOCIATED = re.compile(r"\bassociated\s+with\b", re.I)
DENIED = re.compile(
    r"\b(?:los[te]s?|losing|loss\s+of)\s+(?:\w+\s+){0,2}significance|\bno\s+longer\b|"
    r"\b(?:no|not|nor|neither|none|without)\b|n't\b|\bmissed\s+(?:\w+\s+)?significance|"
    r"\b(?:in|non-?)significan\w+|\bfail(?:s|ed)?\s+to\b|\black\w*",
    re.I,
)
EQUAL = re.compile(
    r"\b(?:differ(?:s|ed|ent)?|differences?(?!\s+of\s+[-+\d])|similar|comparable|equal(?:ly)?|"
    r"identical|balanced|same)\b",
    re.I,
)
SAME = re.compile(r"\b(?:similar|comparable|equal(?:ly)?|identical|balanced|same)\b", re.I)
#: What may be as large in two analyses without being absent from either.
NUMBERS = re.compile(
    r"\b(?:HR|OR|RR|ratios?|results?|findings?|estimates?|associations?|"
    r"(?<!side )(?<!adverse )effects?)\b"
)
#: Another test than that of a difference between groups, an exception, a plan.
OTHER = re.compile(
    r"\binteract\w+|\bmoderat\w+|\bmediat\w+|\btrends?\b|\bheterogen\w+|\bpost-?\s?hoc|"
    r"\bpair-?\s?wise|\b(?:limits?|border|edge)\s+of\s+signif|\bcorrelat\w+|\bexcept\b|\bonly\b|"
    r"\bwithin\b|\bbonferroni|\bhypothes\w+|\bwhether\b|\bpower(?:ed)?\b|\bif\b|"
    r"\bexpected\s+to\b|\bover\s+time\b|\b(?:both|all)\s+(?:groups|arms)\b|\bat\s+least\b|\bbut\b",
    re.I,
)
#: What a clause may open with that says nothing of it.
OPENING = re.compile(
    r"\W*(?:(?:as\s+expected\b[^,]*|however|moreover|furthermore|in\s+addition|additionally|"
    r"notably|of\s+note|interestingly|importantly|similarly|likewise|also|thus|therefore|hence|"
    r"in\s+contrast|conversely|by\s+contrast|overall|finally|but|and|yet|while|whereas|although|"
    r"though|consequently|accordingly|in\s+this\s+trial|in\s+this\s+study|on\s+the\s+other\s+hand|"
    r"in\s+our\s+(?:study|trial)|we\s+(?:found|observed)\s+that|"
    r"the\s+(?:results|analysis)\s+showed\s+that)\b[\s,]*)*",
    re.I,
)
COMPARED = re.compile(
    r"\b(?:(?:as\s+)?compared\s+(?:with|to)|in\s+comparison\s+(?:with|to)|relative\s+to|versus|vs\.?|"
    r"than|against|as(?=\s+(?:with|in|on|after|for|among)\b))(?![\w-])",
    re.I,
)
#: Where what is said with a word of comparing ends.
STOP = re.compile(
    r"[,;:]|\b(?:but|although|though|while|whereas|which|because|since|so\s+that|whose|that)\b|"
    r"\band\s+(?=(?:the|a|an|was|were|did|had|has|this|these|there|no|also|it|they|that|led|"
    r"recovered|remained|resulted|tended|with)\b)",
    re.I,
)
#: A subject that only points back, or a clause without one.
POINTS = re.compile(
    r"\W*(?:similar\s+to|which|who|this|these|it|they|both|such|the\s+(?:difference|former|latter|"
    r"same)|those|that|he|she|each|neither(?=\s+(?:of|was|were|did|had|group|arm|one)\b)|none|some|"
    r"so)\b(?!\s+(?:in|between|of|from|for|to|with|"
    r"on)\b)",
    re.I,
)
#: A clause that says of another group, or of another outcome, what the one before it says.
ECHO = re.compile(r"\W*(?:and\s+)?(?P<so>so|neither|nor)\s+(?:was|were|did|had|is|are)\b", re.I)
#: "The association with survival": of what the clause before speaks of.
BACK = re.compile(
    r"\W*the\s+(?:associations?|relations?|effects?|influence|impact)\s+(?:with|on)\b", re.I
)
#: "In univariable but not in multivariable analysis".
BUT_NOT = re.compile(r"\s*,?\s*but\s+not\s+(?=(?:in|on|after|for|with)\b)[^.;,]*", re.I)
#: Words that look like doubt and compare.
LIKELY = re.compile(r"\b(?:more|less|as)\s+likely\b", re.I)
#: What a ratio above 1 is more of, and a subject of which there is little or none.
RISK = re.compile(
    r"(?<![\w-])(?:risks?|hazards?|odds|mortality|deaths?|recurrences?|relapses?)\b", re.I
)
LITTLE = re.compile(
    r"\b(?:low|lower|young\w*|small\w*|short\w*|without|no|absen\w+|lack\w*|negative|mild|"
    r"decreas\w+|reduc\w+|never|non)\b",
    re.I,
)
#: Stems of grammar and of reporting.
NEUTRAL = tokens(
    """rate incidence frequency prevalence proportion percentage number count mean median average
    score level value amount extent degree occurrence episode case event risk likelihood chance
    probability higher greater larger longer lower smaller fewer shorter more less frequent
    frequently common commonly commoner often prevalent likely rarer increase increased decrease
    decreased reduced reduction raised elevated prolonged extended lowered shortened diminished
    decline deterioration drop fall loss worsening gain rise improvement change statistically
    statistical significantly significant significance difference differ differed different similar
    comparable equal equally identical balanced same between among across with group arm cohort
    patient subject participant people individual case treated treatment therapy receiving received
    receive given assigned allocated randomized randomised occur occurred reported report recorded
    observed seen found noted developed develop experienced experience had have has was were been be
    did does not no longer clearly slightly somewhat much markedly considerably substantially
    numerically also again still even both all any overall associated association associate
    independent independently predictor predictive predict predicted prognostic factor risk
    influence influenced effect affect affected impact related relation variable determinant marker
    covariate model analysis analyses univariate univariable multivariate multivariable adjusted
    adjustment unadjusted crude adjusting lost kept retained remained remain reached reach missed
    attained achieve achieved show showed shown demonstrate demonstrated lead led result resulted
    compared comparison relative versus respect regard regarding term terms present study trial
    there time follow while when well who those control after before neither nor chemotherapy
    radiotherapy regimen drug full further respectively twice thrice half fold almost nearly about
    high long many indeed
    """
) | {"no", "less", "more"}
