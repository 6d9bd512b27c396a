"""Words around the names of groups: what leads to a name, ends it, or shows that it is none."""

from __future__ import annotations

import re

GROUP = r"(?:groups?|arms?|cohorts?|regimens?)"
PEOPLE = (
    r"(?:patients?|participants?|subjects?|women|men|children|people|persons|individuals|adults|"
    r"infants|neonates|volunteers|those|that|recipients|cases|controls)"
)
JOINTS = (
    r"in\s+combination\s+with|in\s+conjunction\s+with|in\s+addition\s+to|combined\s+with|"
    r"followed\s+by|with\s+or\s+without|together\s+with|along\s+with|added\s+to"
)
TOKEN = re.compile(rf"(?:{JOINTS})\b|[^\W_](?:[\w%/'’.+-]*[\w%+])?|[^\w\s]", re.I)
#: Words that may stand between the place of a group and its name.
LEAD = re.compile(
    r"\s*(?:(?:the|a|an|its|their|either|both|all|only|"
    rf"{PEOPLE}|observed|seen|found|reported|recorded|noted|achieved|obtained|"
    r"in|of|with|for|among|on|who|whom|which|were|was|had|have|been|being|that|"
    rf"{GROUP}(?=\s+(?:of|receiving|treated|given|who|that|assigned|with)\b)|this|combining|"
    r"received|receiving|receive|treated|undergoing|underwent|given|assigned|randomi[sz]ed|"
    r"randomly|allocated|taking|using|use|to|by|from|group\s+of|"
    r"(?:the\s+)?combinations?\s+(?:therapy\s+|treatment\s+|regimen\s+)?of|(?:the\s+)?addition\s+of|treatment\s+with|therapy\s+with|"
    r"administration\s+of|the\s+use\s+of|infusion\s+of)\s+(?=\S))*",
    re.I,
)
STOP = frozenset(
    """was were is are be been being has have had did do does done can could may might would
    will should must showed shown shows show demonstrated demonstrates demonstrate exhibited
    exhibits achieved achieves reached resulted results led leads improved improves yielded
    yields provided provides received receives receiving produced produces experienced
    reported significantly markedly notably substantially considerably statistically
    numerically slightly but while whereas than compared relative versus vs vs. v at after
    before during from over in on by when that which who whose where as per though although
    yet respectively for among within because not no also remained remains observed seen found
    undergoing if or so then since until through throughout regarding concerning despite
    according to into toward towards under without had, appeared seems seemed tended proved
    became increased decreased reduced prolonged extended enhanced offered offers failed
    conferred caused favoured favored having there alone, evaluated assessed analysed analyzed
    included enrolled available screened followed better worse longer shorter higher lower
    greater superior inferior of more less fewer larger smaller similar comparable only,
    both""".split()
)
DIGIT_WORD = re.compile(r"\d+-?[A-Za-z]")
DOSE = re.compile(r"\s*(?:m[gl]\b|µg|mcg|g\b|Gy\b|%\s+[a-z]|IU\b|mm\b)")
SPACE = re.compile(r"\s+")
ENDS = frozenset("group groups arm arms cohort cohorts regimen regimens alone".split())
#: Heads of noun phrases that speak of the report or of an outcome, never of a group.
NOT_ARM = frozenset(
    """former latter comparison study studies trial trials result results analysis analyses
    difference differences finding findings there it we they this these those rate rates
    survival median mean time response efficacy effect effects outcome outcomes benefit
    benefits improvement improvements reduction increase decrease risk hazard ratio ratios
    odds interval confidence months weeks days years hours safety toxicity incidence frequency
    events event progression mortality death deaths quality score scores level levels addition
    contrast terms term baseline population data evidence authors author prognosis endpoint
    endpoints parameters primary secondary regard respect line recurrence disease failure
    significance significant number numbers proportion percentage table figure what one other
    others another period follow-up research experience conclusion subgroup subgroups all none
    each any no setting value values fact change changes concentration concentrations
    statistical significantly treatment-related adverse both groups duration hand whole
    average favor favour our investigators clinical same such age sex stage chance likelihood
    probability model models ability total least most once reporting reported completed completing
    lost affected transferred requiring required intended classified based displayed excluded
    enrolment enrollment calculations six seven eight nine eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty trend association associations""".split()
)
NAMED_ANYWAY = re.compile(rf"\b{GROUP}$", re.I)
VAGUE = re.compile(
    r"^(?:(?:the|two|three|four|both|all|these|either|each|study|treatment|respective|"
    r"\d+|other|same|most|any)\s+)*(?:groups|arms|cohorts|regimens|treatments|group|arm)$",
    re.I,
)
PEOPLE_LAST = re.compile(rf"\b{PEOPLE}$", re.I)
PLACE = re.compile(
    rf"\b(?:(?:{PEOPLE}|{GROUP})\s+(?:who\s+|that\s+)?(?:had\s+|have\s+|were\s+)?(?:received|receiving|"
    r"treated\s+(?:with|by)|undergoing|underwent|given|taking|(?:randomly\s+)?(?:assigned|allocated|"
    r"randomi[sz]ed)\s+to)|in|for|with|among|by|receiving|after|of|following|on)\s+",
    re.I,
)
#: Patients "with" something are a population, not an arm.
POPULATION = re.compile(
    rf"(?:the\s+|all\s+|[\w-]+\s+){{0,2}}?{PEOPLE}\s+(?:with|without|aged|who\s+(?:have|had|cannot|"
    r"failed|are|were\s+(?!treated|given|assigned|randomi))|whose|having|for\s+whom)\b",
    re.I,
)
CLAUSE = re.compile(r"[,;:()\[\]]|\b(?:that|whether|which|while|whereas|but|although|and)\b", re.I)
OPENING = re.compile(r"[;\]]|\bwhereas\b|\bwhile\b|\bbut\b|\.\s", re.I)
PEOPLE_FIRST = re.compile(rf"(?:(?:the|all|those)\s+)?{PEOPLE}\b|receiving\b|treated\b", re.I)
