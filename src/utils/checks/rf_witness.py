"""The third witness: a row of the primary reports beside a result of the review.

Belongs here: turning a row into the shape of a result, deciding which row speaks of which result
(endpoint, criterion, population, arms), and comparing the two. Does not: verdicts (`rf_primary`).
Knowledge stays partial: an empty field is "not seen" and is compared with nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils import terms
from src.utils.linking.alignment import arms_by_name
from src.utils.linking.compare import Comparison, compare
from src.utils.printed import normalise
from src.utils.records import (
    Arm,
    Dossier,
    Effect,
    Num,
    PrimaryReport,
    PValue,
    Result,
    Span,
    Value,
)

_NOWHERE = Span(0, 0)
_ARMS = re.compile(r"\barms?\s*(\d)\s*(?:vs?\.?|versus|and|against)\s*(?:arm\s*)?(\d)\b", re.I)
#: Populations by the words that name them. Matched and weighted analyses of one cohort differ.
_POPULATIONS = (
    ("unmatched", r"\bunmatched|before\s+(?:matching|PSM|weighting)|\bcrude\b|unadjusted\s+cohort"),
    ("matched", r"\bPSM\b|\bmatched\b|propensity[\s-]+(?:score[\s-]+)?match|after\s+matching"),
    ("weighted", r"\bs?IPTW\b|weighted|inverse\s+probability|overlap\s+weight"),
    ("per protocol", r"\bper[\s-]+protocol\b|\bPPS?\b|as[\s-]+treated"),
    ("intention to treat", r"\bm?ITT\b|intention[\s-]+to[\s-]+treat|full\s+analysis|\bFAS\b"),
)
_NOT_REACHED = ("nr", "not reached", "ne", "not estimable")


class Witness(msgspec.Struct, frozen=True):
    """A row of the primary reports held against one result of the review.

    ``population`` is "same", "open" (the review does not say) or "other". ``exchanged`` is True
    when the values agree only with the arms exchanged although the arms are known.
    """

    result: Result
    primary: Result
    comparison: Comparison
    population: str
    arms_known: bool
    exchanged: bool


def population_of(words: str) -> str:
    """The analysed population that words name, "" when none is known."""
    for name, pattern in _POPULATIONS:
        if re.search(pattern, words, re.IGNORECASE):
            return name
    return ""


def outcome_of(primary: PrimaryReport) -> str:
    """The outcome of a row as a standard endpoint, else its own words in lower case."""
    said = primary.fields.get("outcome", "")
    return terms.endpoint(said) or said.lower()


def as_result(primary: PrimaryReport) -> Result:
    """A row in the shape of a result; its numbers stand nowhere in the article."""
    f = primary.fields
    unit = "%" if f.get("unit", "").startswith("%") else f.get("unit", "")
    kind = "percent" if unit == "%" else "median" if unit in terms.UNITS.values() else "other"
    chosen = _ARMS.search(f.get("population", ""))
    wanted = {int(chosen.group(1)), int(chosen.group(2))} if chosen else {1, 2, 3}
    arms: list[Arm] = []
    values: list[Value] = []
    for k in (1, 2, 3):
        if k not in wanted or not f.get(f"arm_{k}"):
            continue
        said = f.get(f"value_{k}", "")
        if said.lower() in _NOT_REACHED:
            values.append(Value((), kind, len(arms), _NOWHERE, not_reached=True))
        elif said:
            nums = tuple(_num(x) for x in re.split(r"(?<=[\d.])\s*[-–]\s*(?=[\d.])", said))
            values.append(Value(tuple(n for n in nums if n), kind, len(arms), _NOWHERE))
        bare = re.sub(r"\s*\([^()]*\)", "", f[f"arm_{k}"]).strip() or f[f"arm_{k}"]
        arms.append(Arm(bare, _num(f.get(f"n_{k}", ""))))
    known = terms.kind_of(f.get("effect_kind", ""))
    effect = None
    if known and (f.get("effect") or f.get("ci_low")):
        effect = Effect(
            known[0],
            _num(f.get("effect", "")),
            _num(f.get("ci_low", "")),
            _num(f.get("ci_high", "")),
            _num(f.get("ci_level", "")),
            adjusted=known[1],
        )
    p = _num(f.get("p_value", ""))
    return Result(
        id="",
        place="text",
        spans=(),
        ref=(primary.ref,),
        study=f"{f.get('first_author', '')} {f.get('year', '')}".strip(),
        arms=tuple(arms),
        endpoint=outcome_of(primary),
        criterion=terms.criterion(f.get("criterion", "")),
        values=tuple(values),
        unit=unit,
        effect=effect,
        p=(PValue(f.get("p_relation") or "=", p, _NOWHERE),) if p else (),
    )


def _num(said: str) -> Num | None:
    return Num(normalise(said), _NOWHERE) if said else None


def witnesses(primary: PrimaryReport, dossier: Dossier) -> list[Witness]:
    """The results of the review that this row, and no better row, speaks of."""
    cache: dict[int, list[Witness]] = dossier.__dict__.setdefault("_witnesses", {})
    if primary.line in cache:
        return cache[primary.line]
    out = cache[primary.line] = []
    for result in dossier.results:
        if result.ref != (primary.ref,) or not _same_question(primary, result):
            continue
        own = held_against(primary, result, dossier)
        if own is not None and _best(primary, own, dossier):
            out.append(own)
    return out


def _same_question(primary: PrimaryReport, result: Result) -> bool:
    if outcome_of(primary) != result.endpoint:
        return False
    criterion = terms.criterion(primary.fields.get("criterion", ""))
    if not criterion or not result.criterion or criterion == result.criterion:
        return True
    return {criterion, result.criterion} <= {"RECIST", "RECIST 1.1", "RECIST 1.0"} and (
        "RECIST" in (criterion, result.criterion)
    )


def _best(primary: PrimaryReport, own: Witness, dossier: Dossier) -> bool:
    """Whether no other row of the same study and outcome fits the result better."""
    mine = _rank(own)
    for other in dossier.primaries:
        if other.line == primary.line or other.ref != primary.ref:
            continue
        if not _same_question(other, own.result):
            continue
        rival = held_against(other, own.result, dossier)
        if rival is not None and _rank(rival) > mine:
            return False
    return True


def _rank(w: Witness) -> tuple[int, int, float]:
    same_criterion = bool(w.primary.criterion) and w.primary.criterion == w.result.criterion
    order = {"same": 2, "open": 1, "other": 0}[w.population]
    return order, int(same_criterion), w.comparison.equal - w.comparison.unequal


def held_against(primary: PrimaryReport, result: Result, dossier: Dossier) -> Witness | None:
    """The row compared with one result; None when their arms cannot be the same comparison."""
    cache: dict[tuple[int, str], Witness | None] = dossier.__dict__.setdefault("_held", {})
    key = (primary.line, result.id)
    if key not in cache:
        cache[key] = _held_against(primary, result, dossier)
    return cache[key]


def _held_against(primary: PrimaryReport, result: Result, dossier: Dossier) -> Witness | None:
    row = as_result(primary)
    order = _order(result, row)
    if order is None:
        return None
    known = len(order) > 0
    if known:
        row = _reordered(row, order, result)
    seen = compare(result, row)
    if seen.crossed == "values" and not known:
        row = msgspec.structs.replace(row, values=tuple(reversed(row.values)))
        seen = compare(result, row)
    return Witness(
        result,
        row,
        seen,
        _population(primary, row, result, dossier),
        known,
        known and bool(seen.crossed),
    )


def _order(result: Result, row: Result) -> dict[int, int] | None:
    """Which arm of the row each arm of the result is: by size, else by name; {} when open.

    None when sizes show that other arms are compared.
    """
    ours = [a.n.text if a.n else "" for a in result.arms]
    theirs = [a.n.text if a.n else "" for a in row.arms]
    if ours and theirs and all(ours) and all(theirs) and len(set(theirs)) == len(theirs):
        found = {i: theirs.index(n) for i, n in enumerate(ours) if n in theirs}
        if len(found) == len(ours) and len(set(found.values())) == len(found):
            return found
        if found and len(row.arms) == len(result.arms) and len(found) * 2 >= len(ours) > 1:
            return None if len(set(ours) - set(theirs)) and _three_arms(row, result) else {}
    named = dict(arms_by_name(result, row))
    if len(result.arms) == 2 and len(row.arms) == 2 and len(named) == 1:
        ((i, j),) = named.items()
        named[1 - i] = 1 - j
    return named if len(named) == len(result.arms) and named else {}


def _three_arms(row: Result, result: Result) -> bool:
    """Whether one arm is shared and the other is not: another pair of a three-arm trial."""
    ours = {a.n.text for a in result.arms if a.n}
    theirs = {a.n.text for a in row.arms if a.n}
    return len(ours & theirs) == 1 and len(ours) == len(theirs) == 2


def _reordered(row: Result, order: dict[int, int], result: Result) -> Result:
    """The row with its arms in the result's order and under the result's names."""
    arms: list[Arm] = []
    values: list[Value] = []
    for i, j in sorted(order.items()):
        arms.append(Arm(result.arms[i].name, row.arms[j].n))
        values.extend(
            msgspec.structs.replace(v, arm=len(arms) - 1) for v in row.values if v.arm == j
        )
    return msgspec.structs.replace(row, arms=tuple(arms), values=tuple(values))


def _population(primary: PrimaryReport, row: Result, result: Result, dossier: Dossier) -> str:
    said = primary.fields.get("population", "")
    theirs = population_of(said)
    if not theirs:
        return "same"
    context = result.context
    ours = population_of(f"{context.population} {context.subgroup} {context.analysis}")
    if ours:
        return "same" if ours == theirs else "other"
    wanted = {primary.fields.get(f"n_{k}", "") for k in (1, 2, 3)} - {""}
    for sizes in _sizes(primary.ref, result, dossier):
        if wanted and sizes:
            return "same" if sizes <= wanted else "other"
    return "open"


def _sizes(ref: str, result: Result, dossier: Dossier) -> Iterator[set[str]]:
    """Arm sizes of a result, else those of its study in the review's tables."""
    yield {a.n.text for a in result.arms if a.n}
    for study in dossier.studies:
        if ref in study.ref:
            yield {a.n.text for a in study.arms if a.n}
