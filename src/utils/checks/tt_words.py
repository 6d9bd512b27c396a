"""How the TT family names places and numbers, and how hard a difference may speak.

Wording and severity only: which fields are compared stands in `tt`, what would reconcile two
numbers in `tt_alternatives`.
"""

from __future__ import annotations

from collections.abc import Iterable

from src.utils.checks import names
from src.utils.linking import keys, numerals
from src.utils.linking.fields import Field
from src.utils.records import Article, Evidence, Num, Pair, Result, Severity, Span

#: Severities from loud to soft.
LADDER: tuple[Severity, ...] = ("error", "warning", "note")
#: What each state of two numbers may say at most.
LOUDEST: dict[str, Severity] = {
    numerals.DIFFERENT: "error",
    numerals.LAST_DIGIT: "warning",
    numerals.SIGN: "warning",
    numerals.TRUNCATED: "note",
    numerals.THRESHOLD: "note",
}
#: Links less certain than this lower every severity by one.
CERTAIN = 0.75
_KINDS = {
    "HR": "hazard ratio",
    "OR": "odds ratio",
    "RR": "relative risk",
    "IRR": "incidence rate ratio",
    "RRR": "ratio of relative risks",
    "SHR": "subdistribution hazard ratio",
    "RD": "risk difference",
    "ARR": "absolute risk reduction",
    "MD": "mean difference",
    "WMD": "weighted mean difference",
    "SMD": "standardised mean difference",
    "percent": "percentage",
    "median": "median",
    "mean": "mean",
    "count": "count",
    "rate": "rate",
}


def lower(severity: Severity, steps: int) -> Severity:
    """The severity so many steps softer; never softer than a note."""
    return LADDER[min(LADDER.index(severity) + steps, len(LADDER) - 1)]


def severity(pair: Pair, fields: Iterable[Field], loudest: Severity = "error") -> Severity:
    """As hard as the loudest difference, one softer for every open key and for a weak link."""
    worst = min(
        (LADDER.index(LOUDEST[f.how]) for f in fields if not f.agrees), default=len(LADDER) - 1
    )
    base = LADDER[max(worst, LADDER.index(loudest))]
    steps = len(pair.link.open_keys) + (1 if pair.link.certainty < CERTAIN else 0)
    return lower(base, steps)


def place(result: Result) -> str:
    """The place of a result in words, "the text" or "Table 2"."""
    if result.place == "table":
        return result.label or "the table"
    return {"text": "the text", "abstract": "the abstract"}.get(result.place, f"the {result.place}")


def places(pair: Pair) -> tuple[str, str]:
    """Both places; where they are called the same, the second is "another sentence" or cell."""
    left, right = place(pair.left), place(pair.right)
    if left == right:
        right = f"another row of {right}" if pair.right.place == "table" else "another sentence"
    return left, right


def quantity(pair: Pair, kind: str) -> str:
    """What is compared, in words: "the hazard ratio for PFS"."""
    name = "number" if kind in ("", "other") else _KINDS.get(kind, kind)
    endpoint = pair.left.endpoint or pair.right.endpoint
    if endpoint and not keys.standard(endpoint):
        endpoint = names.of(pair.left) or names.of(pair.right)
        if names.opens_badly(endpoint):  # a row's label: "At circumferential margin"
            endpoint = f'"{endpoint}"'
        elif endpoint[1:2].islower():
            endpoint = endpoint[0].lower() + endpoint[1:]
    if endpoint and len(endpoint) <= 60:
        return f"The {name} for {endpoint}"
    return f"The {name}"


def printed_p(relation: str, number: Num) -> str:
    """A P value as a reader would say it."""
    return f"P {relation} {number.text}"


def evidence(fields: Iterable[Field], pair: Pair) -> tuple[Evidence, ...]:
    """The numbers of both sides with their roles, left before right."""
    listed = list(fields)
    left = [
        Evidence(f.name.replace("value ", ""), f.left.span, pair.left.place, pair.left.label)
        for f in listed
    ]
    right = [
        Evidence(f.name.replace("value ", ""), f.right.span, pair.right.place, pair.right.label)
        for f in listed
    ]
    signs = [
        Evidence("relation", p.span, side.place, side.label)
        for f in listed
        if f.name == "p" and f.how in (numerals.SIGN, numerals.THRESHOLD, numerals.DIFFERENT)
        for side, num in ((pair.left, f.left), (pair.right, f.right))
        for p in side.p
        if p.value == num
    ]
    return tuple(dict.fromkeys([*left, *right, *signs]))


def endpoint_evidence(result: Result, article: Article) -> tuple[Evidence, ...]:
    """Where a result's endpoint is named: in its sentence before its numbers."""
    if not result.endpoint_printed or not result.sentence:
        return ()
    start = result.sentence[0].start
    end = max((s.end for s in result.spans), default=start)
    at = article.shadow.rfind(result.endpoint_printed, start, end)
    if at < 0:
        return ()
    span = Span(at, at + len(result.endpoint_printed))
    return (Evidence("endpoint", span, result.place, result.label),)


def computed(fields: Iterable[Field], pair: Pair) -> dict[str, str]:
    """What was compared, number by number, and how sure the link is."""
    out: dict[str, str] = {}
    for i, f in enumerate(fields):
        key = f.name if f.name not in out else f"{f.name} {i + 1}"
        a, b = f.left.text, f.right.text
        if f.name == "p":
            a, b = f"{f.relations[0]} {a}", f"{f.relations[1]} {b}"
        out[key] = f"{a} | {b}: {f.how}"
    out["link"] = pair.link.basis
    out["certainty"] = f"{pair.link.certainty:.2f}"
    if pair.link.open_keys:
        out["open"] = ", ".join(pair.link.open_keys)
    return out
