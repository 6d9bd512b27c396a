"""Words by which prose counts people: numerals, people, what was done with them, what is planned.

Belongs here: patterns and the small tables behind them. Does not: which number a sentence gives to
which group (`participants`), sizes in tables (`participants_tables`).
"""

from __future__ import annotations

import re

#: The unit of a result that counts people; the sign by which such results are known.
UNIT = "participants"

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {w: i + 1 for i, w in enumerate(_ONES)} | {w: 20 + 10 * i for i, w in enumerate(_TENS)}
_BELOW = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[\s-]+(?:{'|'.join(_ONES[:9])}))?"
    rf"|{'|'.join(sorted(_ONES, key=len, reverse=True))})"
)
_HUNDREDS = rf"(?:(?:(?:{'|'.join(_ONES)}|a)[\s-]+)hundred(?:[\s-]+(?:and\s+)?{_BELOW})?|{_BELOW})"
_SPELLED = (
    rf"(?:(?:{_BELOW}|one\s+hundred|a)[\s-]+thousand(?:,?[\s-]+(?:and\s+)?{_HUNDREDS})?"
    rf"|{_HUNDREDS})"
)
#: A whole number that may count people, in digits or in words.
NUMBER = re.compile(
    r"(?<![\w.,/%$£€§#@=+*^<>≤≥~≈-])(?<!\d\s)"
    r"(?P<digits>[1-9]\d{0,2}(?:,\d{3})+|\d{1,6})(?![\w%°]|[.,:/]\d|-\d|-[A-Za-z]|\s?[%°±×])"
    rf"|(?<![\w-])(?P<words>{_SPELLED})(?![\w]|-(?!\s))"
    r"|(?<=[=])(?P<equals>[1-9]\d{0,2}(?:,\d{3})+|\d{1,6})(?![\w%]|[.,:/]\d|\s?[%±])",
    re.I,
)
#: Sentences without any of these count nobody, whatever else they say.
HINT = re.compile(rf"\d|\b(?:{'|'.join([*_TENS, *_ONES[1:]])}|hundred|thousand)\b", re.I)


def whole(text: str) -> str | None:
    """The numeral that digits or words stand for, None when they are none.

    >>> whole("1,058"), whole("Twenty-two"), whole("one thousand and fifty-eight"), whole("few")
    ('1058', '22', '1058', None)
    """
    if text[:1].isdigit():
        return str(int(text.replace(",", "")))
    total = part = 0
    for word in re.split(r"[\s,-]+", text.lower()):
        if word == "and" or not word:
            continue
        if word == "a":
            part = 1
        elif word == "hundred":
            part *= 100
        elif word == "thousand":
            total, part = total + part * 1000, 0
        elif word in _SMALL:
            part += _SMALL[word]
        else:
            return None
    return str(total + part) if total + part else None


#: Nouns for those who take part in a trial, in the plural.
PEOPLE = (
    r"(?:patients|participants|subjects|women|men|males|females|children|boys|girls|infants|"
    r"newborns|neonates|babies|toddlers|adolescents|adults|individuals|persons|people|volunteers|"
    r"students|pupils|smokers|users|respondents|responders|enrol+ees|completers|controls|"
    r"recipients|outpatients|inpatients|survivors|veterans|athletes|players|"
    r"mothers|parents|caregivers|carers|couples|families|dyads|twins|pupils|"
    r"employees|workers|nurses|physicians|doctors|practitioners|GPs|clinicians|residents|"
    r"pharmacists|teachers|drivers|members|clients|probands|cases|rats|mice|dogs|pigs|animals)"
)
#: Words that may stand between a number and the noun it counts.
_ADJECTIVE = (
    r"(?!(?:of|in|with|to|from|for|per|at|by|on|and|or|than|as|were|was|had|have|is|are|which|who|"
    r"that|but|vs|versus|did|did|received|completed|days?|weeks?|months?|years?|hours?|minutes?|"
    r"mg|kg|g|ml|cm|mm|different|times|per|more|less|fewer|other|additional|out|centres|centers|"
    r"sites|countries|trials|studies|groups|arms)\b)[A-Za-z][\w'/+-]*"
)
COUNTED = re.compile(
    rf"\s+(?P<noun>(?:(?:{_ADJECTIVE})\s+){{0,5}}?{PEOPLE})\b(?![-/]|\s+(?:years|days|months)\b)",
    re.I,
)
#: What people do or have done to them in a trial, by class. The order decides between two.
CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b(?:{words})", re.I))
    for name, words in (
        ("excluded", r"exclud|withdr[ae]w|dropped|drop-?outs?\b|lost\s+to|discontinu|died\b|"
                     r"declin|refus|did\s+not|ineligible|not\s+eligible|missing|were\s+not\b|"
                     r"was\s+not\b|fail(?:ed|ure)|non-?respon|left\s+the"),
        ("screened", r"screened|assessed\s+for\s+eligib|eligible|approached|invited|contacted|"
                     r"identified"),
        ("completed", r"complet(?:ed|ers)\b|finished|remained|available\s+(?:at|for)"),
        ("analysed", r"analy[sz]ed|evaluable|(?:included|entered)\s+in(?:to)?\s+(?:the\s+)?"
                     r"(?:[\w-]+\s+){0,3}analys|evaluated|assessed"),
        ("randomised", r"randomi[sz]ed\b(?![,-]|\s+(?:double|single|controlled|trial|study|"
                       r"clinical|open|placebo|parallel|multi|cross|phase|prospective|pilot))|randomly\b|"
                       r"allocated\b|underwent\s+randomi|(?:were|was|been)\s+assigned"),
        ("enrolled", r"enrol|recruit|includ|entered|participat|took\s+part|compris|consist"),
        ("treated", r"receiv|treated|underwent|undergo|took\b|given\b"),
    )
)  # fmt: skip
#: Numbers that a plan, a power calculation or another trial has.
PLANNED = re.compile(
    r"\b(?:sample\s+size|statistical\s+power|power\s+(?:of|to)|powered|\d+\s?%\s+power|would\s+"
    r"(?:be|need|have|require|provide|allow|give|result)|(?:was|were|is|are)\s+(?:required|needed|"
    r"planned|estimated|calculated|anticipated)|to\s+detect|aim(?:ed)?\s+to|will\s+be|"
    r"plan(?:ned|s)?\s+to|designed\s+to|target(?:ed)?|needed\s+to|at\s+least\s+\d+\s+(?:patients|participants)|"
    r"previous(?:ly)?\s+(?:stud|trial|report)|et\s+al|meta-?analys)",
    re.I,
)
#: What makes a number approximate, a limit or part of a label; it ends right before the number.
NOT_BEFORE = re.compile(
    r"(?:\b(?:tables?|figs?\.?|figures?|phase|stage|grade|grades|week|weeks|day|days|month|months|"
    r"year|years|visit|aged?|version|type|level|score|scores|class|group|groups|arm|arms|cohort|"
    r"period|step|session|model|quartile|every|approximately|about|around|roughly|nearly|almost|"
    r"over|than|least|most|up\s+to|exceeding|between|within|ratio|first|last|no\.|number|page|"
    r"study|trial|question|item|items|domain|section|protocol|criterion|hypothesis|objective|aim|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)"
    r"|[-–/<>≤≥~:]\s?\d*|\d\s+to|\d-)\s*\Z",
    re.I,
)
#: Verbs whose subject a bare number may be ("126 were randomised", "31 had diabetes").
SUBJECT = re.compile(
    r"\s+(?:of\s+(?:them|these|whom|those)\s+)?(?:\w+ly\s+|also\s+|then\s+|each\s+)?"
    r"(?P<verb>(?:were|was|had|have|has|did|received|completed|underwent|agreed|refused|declined|"
    r"withdrew|reached|reported|participated|achieved|experienced|remained|met|dropped|died|"
    r"discontinued|fulfilled|finished|returned|responded|attended|consented|entered|developed|"
    r"started|continued|took|used|chose|presented|showed|provided|failed|recruited|randomi[sz]ed|"
    r"enrol+ed|included|analy[sz]ed|evaluable|assigned|allocated|completing|screened|treated)\b)",
    re.I,
)
SUBJECT_BEFORE = re.compile(
    r"(?:\A|[,;:(\[.]|\b(?:and|whom|which|these|those|them|but|while|whereas|only|or|total|patients|"
    r"participants|subjects|although|because|remaining|other|another|with|leaving|in|result))\s*\Z",
    re.I,
)
#: "in the drug group", "to placebo", "per arm": where a bare number's people are.
PLACED = re.compile(
    r"\s+(?:each\s+)?(?:in|to|on|from|per|for|at|after|receiving|received|taking)\s+", re.I
)
#: "14 of the 16 participants": who the first number counts.
PART_OF = re.compile(
    r"\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?(?:\d{1,6}|\d{1,3}(?:,\d{3})+)"
    rf"(?=\s+(?:{_ADJECTIVE}\s+){{0,4}}?{PEOPLE}\b)",
    re.I,
)
#: "132 and 131 subjects": the noun stands after the last number.
AND_MORE = re.compile(
    r"(?:\s*,\s*\d{1,6}){0,4}\s*,?\s+and\s+\d{1,6}"
    rf"\s+(?:{_ADJECTIVE}\s+){{0,3}}?{PEOPLE}\b",
    re.I,
)
WITH = re.compile(r"\s+(?:with|without)\s+", re.I)
EACH = re.compile(
    r"\s+(?:[a-z]+\s+){0,2}?(?:(?:in|for|from|of|to)\s+(?:each|either|both|every|all)\b|"
    r"per\s+(?!cent|year|day|week|month|hour|1)[a-z]+|each\b)",
    re.I,
)
GROUP_WORD = re.compile(r"\b(?:groups?|arms?|cohorts?|conditions?|interventions?)\b", re.I)
SEX = re.compile(r"\b(?:women|men|males?|females?|boys|girls)\b", re.I)
#: Numbers with a unit are doses or times, no people, and do not end a label.
DOSED = re.compile(
    r"\s?-?(?:mg|g|kg|ml|mL|L|IU|U|mcg|µg|μg|Gy|mm|cm|m|h|hr|hours?|min|minutes?|days?|weeks?|"
    r"months?|years?|kcal|kJ|kPa|mmol|ppm|%)\b"
)
#: A predicate that only says what was done with all; what is left of it names a subset.
PLAIN_VERBS = re.compile(
    r"(?:were|was|had|have|has|been|being|did|also|then|finally|all|successfully|subsequently|"
    r"randomi[sz]ed|randomly|allocated|assigned|enrol+ed|recruited|included|entered|participat\w+|"
    r"completed|completing|finished|screened|analy[sz]ed|evaluable|evaluated|assessed|treated|"
    r"in|into|to|for|the|this|our|study|trial|analys[ie]s|final|follow-?up|eligible|and|"
    r"took|part|by|per|protocol|intention-to-treat|ITT|data|primary|end|point|endpoint|of|both|"
    r"met|fulfilled|criteria|inclusion|entry|treatment|remained|interventions?|underwent|"
    r"received|either|two|three|four|groups?|arms?|randomi[sz]ation|questionnaires?|course|"
    r"eligibility|initial|baseline|complete|assessments?|visits?|sessions?|a|an)\b",
    re.I,
)
#: What may stand right after a number: its percentage, or that it is one of several.
SHARE = re.compile(r"\s*[(\[]\s*\d+(?:\.\d+)?\s*%\s*[)\]]|\s*,\s*\d+(?:\.\d+)?\s?%(?=[\s,])", re.I)
