"""Values of an arm: percentages, counts, times, means; each with what stands in its bracket."""

from __future__ import annotations

import re

from src.utils import terms
from src.utils.extraction import grammar as g
from src.utils.extraction import number_words
from src.utils.extraction.found import ValueFound
from src.utils.extraction.tokens import Lexed, Token

#: 12/54 (22.2%) | 12/54
_FRACTION = re.compile(r"(?P<k>N)/(?P<n>N)(?:[wu]?c?\((?P<p>N)%\)?)?")
#: 293 (55%) of 533 | 28 (13%; 18 mild, 10 severe) out of 215 | 178 patients, 22.2% | 53 (12%)
_COUNT = re.compile(
    r"(?P<k>N)(?:w{1,2}c|w{0,2}c?\()(?P<p>N)%"
    r"(?:(?:s[^()%IL]{1,40})?\)[w]?o{1,2}[wb]{0,2}(?P<n>N)(?![%u/h]))?"
)
#: 19 out of 70 (27%) | 12 of 54 patients (22.2%)
_OUT_OF = re.compile(r"(?P<k>N)w{0,2}o{1,2}[bw]{0,2}(?P<n>N)(?!h)w{0,3}(?:c?\((?P<p>N)%)?")
#: 22.2% (12/54) | 22.2% (12 of 54)
_SHARE = re.compile(r"(?P<p>N)%\(?\(n?(?P<k>N)(?:/|o{1,2}[bw]{0,2})(?P<n>N)(?![%u])")
#: 53.0%-56.7%
_RANGE = re.compile(r"(?P<a>N)%?[dt](?P<b>N)%")
_TIME_RANGE = re.compile(r"(?P<a>N)u?[dt](?P<b>N)u")
_PERCENT = re.compile(r"(?P<p>N)%")
_TIME = re.compile(r"(?P<t>N)u")
#: 12.3 ± 4.5
_SPREAD = re.compile(
    r"(?P<m>N)[%u]?(?:m(?P<sd>N)|\((?:S[qk]?)?m?(?P<sd2>N)\))(?P<u>[%u]?)"
    r"(?:[wh]{0,3}\([wh]{0,2}I[kqc]?(?P<low>N)%?[dtc](?P<high>N)%?\)?)?"
)
_MEAN_SD_BEFORE = re.compile(r"A[ow]{0,3}\(S\)[^N.]{0,8}(?:N[%u]?\(N\)[%u]?[va]){0,3}\Z")
#: What the number beside a mean is: 2.6 [0.3] under "mean [SE]" is no standard deviation.
_STANDARD_ERROR = re.compile(r"\bs\.?e\.?m?\b|\bSEM?s?\b|(?i:standard\s++errors?)")
_STANDARD_DEVIATION = re.compile(r"\bSDs?\b|\bs\.?d\b|(?i:standard\s++deviations?)")
_SHARED_UNIT = re.compile(r"N(?:(?:v|a|c|ca)N){1,3}(?P<u>[%u])(?P<r>c?r)?")
_FROM_TO = re.compile(r"N[%u]?w?t\Z")
_PER = re.compile(r"wNw?")
_RATES = re.compile(r"N(?:vN){0,2}w")
_PERCENT_COUNT = re.compile(r"N%(?:\(n?|cn)(?P<k>N)w{0,2}\)")
_N_SHARE = re.compile(r"Nc?\(?(?P<p>N)%[)s]")
#: A time that says when or how long something was done, not what came out of it.
_SCHEDULE_BEFORE = frozenset(
    """for within after at over every during until first last past previous initial least aged
    before each following next day week month year age up additional minimum maximum""".split()
)
_SCHEDULE_AFTER = frozenset(
    """old after before later follow-up followup post prior earlier ago apart period age aged
    postoperatively postoperative following interval intervals""".split()
)


#: What a numeral after them numbers: day 5 (14.0% vs. 14.1%).
_NUMBERED = frozenset(
    """day days week weeks month months year years grade grades stage phase level visit cycle group
    table tables figure figures arm type score class step part model item round rounds wave session
    course dose quintile quartile tertile decile timepoint""".split()
)


def _schedule(lexed: Lexed, i: int) -> bool:
    codes, data = lexed.codes, lexed.data
    k = i - 3 if i > 2 and codes[i - 2 : i] == "Na" else i - 1  # after 6 and 10 weeks
    before = data[k] if i and codes[k] in "wboatuv" else ""
    after = data[i + 2] if i + 2 < len(codes) and codes[i + 2] in "wboatu" else ""
    if after == "of" and i + 3 < len(codes):
        after = data[i + 3]
    unit = lexed.text[lexed.starts[i + 1] : lexed.ends[i + 1]].lower()
    if unit in ("month", "year", "week", "day", "hour") and lexed.data[i] not in ("1", "1.0"):
        return True  # the 24 month analysis
    if before == "at" and i > 1 and data[i - 2] in ("achieved", "reached", "estimated", "observed"):
        return False  # "the median was achieved at 5.4 months"
    return before in _SCHEDULE_BEFORE or after in _SCHEDULE_AFTER


def read(lexed: Lexed, i: int) -> tuple[ValueFound, int] | None:
    """The value that begins at token ``i`` and its last token; None when none does."""
    codes = lexed.codes
    if codes[i] == "R":
        short = lexed.text[lexed.starts[i] : lexed.ends[i]].isupper()
        if short and codes[i - 1 : i] != "v" and codes[i + 1 : i + 2] not in ("", *"vcs)./u"):
            return None  # NE may be the name of a group
        return ValueFound((), "median", "", True, start=lexed.starts[i], end=lexed.ends[i]), i
    if i and codes[i - 1] == "n" and (m := _N_SHARE.match(codes, i)) and _integer(lexed, i):
        # (n = 103, 36.6%): how many, and their share; "n = 60, 54% male" is the arm's size.
        last = m.start("p") + 1
        share = lexed.token(m.start("p"))
        start, end = lexed.starts[i], lexed.ends[last]
        return ValueFound(
            (share,), "percent", "%", count=lexed.token(i), start=start, end=end
        ), last
    if i and codes[i - 1] in "n/h" or (i + 1 < len(codes) and codes[i + 1] == "h"):
        return None
    for rule in (_counted, _spread, _ranged, _plain):
        found = rule(lexed, i)
        if found is not None:
            value, last = found
            value.start, value.end = lexed.starts[i], lexed.ends[last]
            if value.low is None and (own := g.OWN_INTERVAL.match(codes, last + 1)):
                low, high = lexed.token(own.start("low")), lexed.token(own.start("high"))
                if of_change(lexed, i, low, high):
                    return value, last
                value.low, value.high = low, high
                value.level, value.spread = lexed.data[own.start("head")][0], "CI"
                last = own.end() - 1
                value.end = lexed.ends[last]
            return value, last
    return None


def of_change(lexed: Lexed, i: int, low: Token, high: Token) -> bool:
    """Whether the interval after a value is that of a change which the value ends.

    "reduced from 4.7% to 0.7% (95% CI 3.4 to 4.6)": the interval does not hold 0.7.
    """
    if not _FROM_TO.search(lexed.codes, max(0, i - 6), i):
        return False
    if "from" not in lexed.data[max(0, i - 6) : i]:
        return False
    try:
        return not float(low.text) <= float(lexed.data[i]) <= float(high.text)
    except ValueError:
        return False


def _in_words(lexed: Lexed, i: int) -> bool:
    return lexed.codes[i] == "w" and number_words.value(str(lexed.data[i])) is not None


def _integer(lexed: Lexed, i: int) -> bool:
    return bool(lexed.data[i].isdigit())


def _measured(lexed: Lexed, i: int) -> bool:
    """Whether a unit of measure follows: "after 8 Gy (23.4%" counts nobody."""
    after = lexed.data[i + 1] if lexed.codes[i + 1 : i + 2] == "w" else ""
    return after in terms.MEASURES or after == "percentage"  # "more than 5 percentage points"


def _counted(lexed: Lexed, i: int) -> tuple[ValueFound, int] | None:
    codes = lexed.codes
    if i and codes[i - 1] in "wu" and lexed.data[i - 1] in _NUMBERED:
        return None
    if i and lexed.text[lexed.starts[i - 1]] in "<>≤≥":
        return None  # "<=20 mm (79% vs. 81%)": a limit
    if i > 1 and codes[i - 2 : i] == "Nd":
        return None  # "a score of 3-5 (61.2% vs. 42.0%)": a range
    named = bool(i) and codes[i - 1] == "w" and lexed.text[lexed.starts[i - 1] :][:2].isupper()
    for pattern in (_FRACTION, _OUT_OF, _COUNT):
        m = pattern.match(codes, i)
        if not m or not _integer(lexed, i) or _measured(lexed, i):
            continue
        k, n, p = lexed.token(m.start("k")), m.start("n"), m.start("p")
        end = m.end()
        if pattern is _OUT_OF and p >= 0 and codes[p + 1 : p + 4] == "%vN":
            p, end = -1, m.end("n")  # "18 of 151 and 16 of 148 (11.9% vs. 10.8%)": of both
        if n >= 0 and not _integer(lexed, n):
            continue
        # A count above its total is read where a percentage shows that a share is meant.
        if n >= 0 and p < 0 and int(lexed.data[n]) < int(k.text):
            continue
        if pattern is _FRACTION and p < 0 and int(lexed.data[n]) < (10 if named else 5):
            continue  # CTAS 4/5: two categories
        total = lexed.token(n) if n >= 0 else None
        last = end - 1
        if p >= 0 and n < 0 and i > 1 and codes[i - 1] == "o" and _in_words(lexed, i - 2):
            return None  # "three of 20 patients (15%)": the total
        if p >= 0:
            last = max(last, p + 1)
            if last + 1 < len(codes) and codes[last + 1] == ")":
                last += 1
            return ValueFound((lexed.token(p),), "percent", "%", count=k, total=total), last
        return ValueFound((), "count", "", count=k, total=total), last
    m = _SHARE.match(codes, i)
    if m and _integer(lexed, m.start("k")) and _integer(lexed, m.start("n")):
        last = m.end() - 1
        if last + 1 < len(codes) and codes[last + 1] == ")":
            last += 1
        k, whole = lexed.token(m.start("k")), lexed.token(m.start("n"))
        return ValueFound((lexed.token(i),), "percent", "%", count=k, total=whole), last
    return None


def _spread(lexed: Lexed, i: int) -> tuple[ValueFound, int] | None:
    m = _SPREAD.match(lexed.codes, i)
    if not m:
        return None
    sd = m.start("sd") if m.start("sd") >= 0 else m.start("sd2")
    if m.start("sd") < 0 and not (
        "S" in m.group() or _MEAN_SD_BEFORE.search(lexed.codes, max(0, i - 28), i)
    ):
        return None
    unit = _unit(lexed, m.start("u")) or _unit(lexed, i + 1)
    of_mean = _of_mean(lexed, i, m.end() - 1)
    value = ValueFound((lexed.token(i),), "mean", unit, sd=None if of_mean else lexed.token(sd))
    if m["low"]:
        head = m.start() + m.group().index("I")
        value.low, value.high = lexed.token(m.start("low")), lexed.token(m.start("high"))
        value.level, value.spread = lexed.data[head][0], "CI"
    return value, m.end() - 1


def _of_mean(lexed: Lexed, i: int, last: int) -> bool:
    """Whether the number beside a mean is a standard error: the word nearest to it says so.

    Its own bracket first, then what stands before it; a word after it counts where none is before.
    """
    text, start, end = lexed.text, lexed.starts[i], lexed.ends[last]
    for low, high in ((start, end), (0, start), (end, len(text))):
        errors = [m.start() for m in _STANDARD_ERROR.finditer(text, low, high)]
        deviations = [m.start() for m in _STANDARD_DEVIATION.finditer(text, low, high)]
        if errors or deviations:
            return max(errors, default=-1) > max(deviations, default=-1)
    return False


def _unit(lexed: Lexed, j: int) -> str:
    if 0 <= j < len(lexed.codes):
        if lexed.codes[j] == "%":
            return "%"
        if lexed.codes[j] == "u":
            return str(lexed.data[j])
    return ""


def _ranged(lexed: Lexed, i: int) -> tuple[ValueFound, int] | None:
    if i and lexed.codes[i - 1] in "wu" and lexed.data[i - 1] in _NUMBERED:
        return None  # "given on day 1 to 68.4%"
    m = _RANGE.match(lexed.codes, i)
    if m and not _change(lexed, i, m):
        pair = (lexed.token(i), lexed.token(m.start("b")))
        return ValueFound(pair, "percent", "%"), m.end() - 1
    m = _TIME_RANGE.match(lexed.codes, i)
    if m and not _change(lexed, i, m):
        pair = (lexed.token(i), lexed.token(m.start("b")))
        return ValueFound(pair, "duration", _unit(lexed, m.end() - 1)), m.end() - 1
    return None


def _change(lexed: Lexed, i: int, m: re.Match[str]) -> bool:
    """Whether "4.7% to 0.7%" is a change and no range: it falls, or "from" stands before it."""
    if i and lexed.data[i - 1] == "from":
        return True
    try:
        return float(lexed.data[i]) > float(lexed.data[m.start("b")])
    except ValueError:
        return True


def _plain(lexed: Lexed, i: int) -> tuple[ValueFound, int] | None:
    codes = lexed.codes
    if _PERCENT.match(codes, i):
        last = i + 1
        m = _PERCENT_COUNT.match(codes, i)
        if m and _integer(lexed, m.start("k")):
            k = lexed.token(m.start("k"))
            return ValueFound((lexed.token(i),), "percent", "%", count=k), m.end() - 1
        return ValueFound((lexed.token(i),), "percent", "%"), last
    if _TIME.match(codes, i):
        if _schedule(lexed, i):
            return None
        kind = "median" if _median_before(lexed, i) else "duration"
        return ValueFound((lexed.token(i),), kind, _unit(lexed, i + 1)), i + 1
    # 5.1 vs. 7.6 per 100 person-years
    m = _RATES.match(codes, i) if codes[i + 1 : i + 2] == "v" or codes[i - 1 : i] == "v" else None
    if m and lexed.data[m.end() - 1] == "per" and "." in lexed.data[i]:
        last = i
        if lexed.data[i + 1] == "per" and (whole := _PER.match(codes, i + 1)):
            last = whole.end() - 1
        return ValueFound((lexed.token(i),), "rate", "per"), last
    # "26.7 vs. 20.6 months", "45.9 vs 20.8 percent", "323 and 195 days, respectively": the unit
    # stands once, at the end.
    m = _SHARED_UNIT.match(codes, i)
    if m and ("v" in m.group() or m["r"] or "." in lexed.data[i]):
        unit = _unit(lexed, m.start("u"))
        kind = "percent" if unit == "%" else ("median" if _median_before(lexed, i) else "duration")
        return ValueFound((lexed.token(i),), kind, unit), i
    return None


def _median_before(lexed: Lexed, i: int) -> bool:
    """Whether the words of the sentence before call the value a median of an endpoint."""
    codes = lexed.codes
    for j in range(i - 1, max(i - 30, -1), -1):
        if codes[j] == ".":
            return False
        if codes[j] == "M":
            return True
        if codes[j] == "A":
            return False
        if codes[j] == "E":
            # A time under a time-to-event endpoint is its median unless the words say mean.
            before = codes[max(0, j - 4) : j]
            return "A" not in before and ("M" in before or lexed.data[j] in terms.TIMES)
    return False
