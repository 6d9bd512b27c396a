"""Words and evidence that the arithmetic checks share, and the parameters they can be given.

What belongs here: how numbers are shown in messages, which places a verdict points to, which
slack is allowed. What does not: any judgement.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction

from src.utils import terms
from src.utils.checks import names
from src.utils.printed import Printed, printed
from src.utils.records import Dossier, Effect, Evidence, Num, PValue, Result, Value

#: Slacks and thresholds; `Dossier.parameters` overrides them by name.
PARAMETERS: dict[str, float] = {
    "p_slack_note": 0.05,  # share of z by which a P may miss its interval before a note
    "p_slack_warning": 0.10,  # ... before a warning: P and interval often come from two tests
    "evaluable_share": 0.05,  # share of an arm that may be missing from a denominator
    "p_slack_absolute": 0.15,  # difference in z that never makes more than a note
    "hr_gap_wide": 1.5,  # ratio of medians from which a contrary hazard ratio is a warning
}
#: Kinds of effect by the shape of their interval: symmetric on the log scale, or as printed.
RATIOS = frozenset(terms.RATIOS)
DIFFERENCES = frozenset(terms.DIFFERENCES)

#: Effects corrected for crossover: the interval is bootstrapped, the P that of the plain analysis.
_CROSSOVER = (
    r"rank[- ]preserving|\bRPSFT?M?\b|\bIPCW\b|censoring weight\w*|"
    r"(?:adjust|correct)\w* for (?:treatment )?cross-?over|cross-?over[- ](?:adjust|correct)\w*"
)
_SOFT_INTERVAL = re.compile(
    r"credib\w+|bayes\w*|posterior (?:mean|median|probab\w+|distrib\w+)|bootstrap\w*|"
    r"exact (?:\d+ ?% )?(?:CI|confidence|interval)|profile[- ]likelihood|penali[sz]ed|"
    r"covariance param\w+|(?:co)?variance component\w*|intra-?class|\bICC\b|"
    r"\bfirth\b|median[- ]unbiased|median difference|hodges|"
    r"difference (?:in|of|between) (?:the )?medians?|" + _CROSSOVER,
    re.I,
)
_SOFT_P = re.compile(
    r"bonferroni|\bholm\b|hochberg|\bfdr\b|false discovery|multiplicity|\btukey\b|"
    r"cluster(?:ing|ed|[- ](?:randomi|adjust|robust))|credib\w+|bayes\w*|permutation|"
    r"bootstrap\w*|posterior probab|" + _CROSSOVER,
    re.I,
)


def parameter(dossier: Dossier, name: str) -> float:
    """A threshold, as the caller set it or as the catalogue states it."""
    return dossier.parameters.get(name, PARAMETERS[name])


def scale_of(effect: Effect) -> str | None:
    """ratio, difference, or None for a kind whose interval has no known shape."""
    if effect.kind in RATIOS:
        return "ratio"
    return "difference" if effect.kind in DIFFERENCES else None


def soft_interval(result: Result) -> str:
    """The word that says the interval need not be symmetric (bootstrap, credible ...), or ""."""
    method = result.effect.method if result.effect else ""
    if method:
        return method
    c = result.context
    found = _SOFT_INTERVAL.search(f"{c.sentence} {c.header} {c.row}")
    return found.group().lower() if found else ""


def soft_p(result: Result, p: PValue) -> str:
    """The word that says the P does not come from the interval's own test, or ""."""
    words = " ".join([p.qualifier, result.context.sentence, result.context.header])
    found = _SOFT_P.search(words)
    return found.group().lower() if found else ""


def level_of(effect: Effect) -> tuple[float, str]:
    """The confidence level in per cent and how it is known ("printed", "assumed" ...)."""
    if effect.level is None:
        return 95.0, "assumed, none is printed"
    how = "stated earlier for all" if effect.level_inherited else "printed"
    return float(effect.level.text), how


def name_of(effect: Effect) -> str:
    """HR, or aHR for an adjusted one."""
    return f"a{effect.kind}" if effect.adjusted else effect.kind


def shown(effect: Effect) -> str:
    """``HR 0.57 (95% CI 0.45 to 0.72)`` with what is printed of it."""
    out = [name_of(effect)]
    if effect.estimate:
        out.append(effect.estimate.text)
    if effect.low and effect.high:
        level = f"{effect.level.text}% CI " if effect.level else ""
        out.append(f"({level}{effect.low.text} to {effect.high.text})")
    return " ".join(out)


def shown_p(p: PValue) -> str:
    """``P = 0.03`` as printed."""
    return f"P {p.relation} {p.value.text}"


def probability(p: float) -> str:
    """A computed probability to two significant digits, never as zero.

    >>> probability(0.0312), probability(0.58), probability(0.00000012)
    ('0.031', '0.58', '< 0.0001')
    """
    if p < 0.0001:
        return "< 0.0001"
    return f"{p:.4f}" if p < 0.001 else f"{p:.2g}" if p < 0.995 else "1.00"


def span_of_p(low: float, high: float) -> str:
    """A range of computed probabilities, ``0.0015 to 0.004``."""
    a, b = probability(low), probability(high)
    if a == b:
        return a
    return f"up to {b}" if a.startswith("<") else f"{a} to {b}"


def number(x: float | Fraction, digits: int = 3) -> str:
    """A computed number to some significant digits, without an exponent."""
    x = float(x)
    if x in (float("inf"), float("-inf")) or x != x:
        return "unbounded" if x > 0 else "-unbounded"
    if x == 0:
        return "0"
    text = f"{x:.{digits}g}"
    return f"{x:.0f}" if "e" in text and abs(x) >= 1 else f"{x:.6f}" if "e" in text else text


def span_of(low: float, high: float) -> str:
    """A range of computed numbers, ``3.1 to 3.4``, ``above 3.29`` or one number."""
    a, b = number(low), number(high)
    return a if a == b else f"above {a}" if b == "unbounded" else f"{a} to {b}"


def whole_span(low: float | Fraction, high: float | Fraction) -> str:
    """The whole numbers of a range in words.

    >>> whole_span(40.2, 42.9), whole_span(40.2, 41.1), whole_span(40.2, 40.8)
    ('41 to 42', '41', 'no whole number')
    """
    a, b = math.ceil(low), math.floor(high)
    return "no whole number" if a > b else str(a) if a == b else f"{a} to {b}"


def to_decimals(x: float | Fraction, like: Printed) -> str:
    """A computed number with as many decimals as a printed one."""
    return f"{float(x):.{max(like.decimals, 0)}f}"


def evidence(result: Result, **roles: Num | None) -> tuple[Evidence, ...]:
    """The printed numerals that a verdict speaks of, by role, in the article's order."""
    found = [
        Evidence(role.rstrip("_0123456789"), num.span, result.place, result.label)
        for role, num in roles.items()
        if num is not None
    ]
    # A level or an arm size may stand in a heading far above: the numbers themselves come first.
    return tuple(sorted(found, key=lambda e: (e.role in ("level", "n"), e.span)))


def effect_evidence(result: Result, p: PValue | None = None) -> tuple[Evidence, ...]:
    """Estimate, bounds, level and one P of a result."""
    e = result.effect
    roles = {"estimate": e.estimate, "low": e.low, "high": e.high, "level": e.level} if e else {}
    if p is not None:
        roles["p"] = p.value
    return evidence(result, **roles)


def about(result: Result) -> str:
    """What a result is about, to open a sentence: ``PFS of Li et al. 2022: ``; may be empty."""
    parts = [names.of(result)]
    if result.study:
        parts.append(f"of {result.study}" if parts[0] else result.study)
    words = " ".join(p for p in parts if p)
    return f"{words}: " if words else ""


def arm_name(result: Result, index: int | None) -> str:
    """The name of an arm as printed, or "one arm"."""
    if index is not None and 0 <= index < len(result.arms) and result.arms[index].name:
        return result.arms[index].name
    return "one arm"


def arm_size(result: Result, value: Value) -> Num | None:
    """The printed size of the arm that a value belongs to, None where it is not known."""
    if value.total is not None:
        return value.total
    if value.arm is not None and 0 <= value.arm < len(result.arms):
        return result.arms[value.arm].n
    return None


def size(num: Num | None) -> int | None:
    """A printed whole number as int; None where it is absent or not whole."""
    if num is None:
        return None
    value = printed(num.text).value
    return int(value) if value.denominator == 1 and value > 0 else None
