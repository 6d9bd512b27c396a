"""Judging the fields of one kind of a pair: agreement, or the difference with alternatives."""

from __future__ import annotations

import re
from collections.abc import Collection

from src.utils.checks import tt_words as words
from src.utils.checks.registry import agrees, cannot_say, differs
from src.utils.checks.tt_alternatives import alternatives, other_patients, zero_padded
from src.utils.checks.tt_belongs import elsewhere, within_limit
from src.utils.extraction.loose_forms import numbers_of
from src.utils.linking import numerals
from src.utils.linking.alignment import arms_by_name, by_names
from src.utils.linking.compare import compare
from src.utils.linking.fields import Field, value_fields
from src.utils.records import Dossier, Finding, Pair, Result, Severity, Shared

#: What a check may return: nothing, one finding, or several.
Findings = list[Finding] | Finding | None


def fields_of(pair: Pair, names: Collection[str], kinds: Collection[str] = ()) -> list[Field]:
    """The fields of these names (and kinds) that both results print."""
    if pair.link.derived:  # a sum is not to be compared number by number
        return []
    if pair.link.shared:  # the link is made of these numbers and speaks of no others
        listed = [_field(s) for s in pair.link.shared if s.name in names]
        return [f for f in listed if not kinds or f.kind in kinds]
    seen = compare(pair.left, pair.right)
    if seen.crossed == "values":  # another check speaks of exchanged arms
        names = [n for n in names if n in ("estimate", "low", "high", "level", "p")]
    return [f for f in seen.fields if f.name in names and (not kinds or f.kind in kinds)]


def other_arm(pair: Pair, dossier: Dossier, fields: list[Field]) -> list[Field]:
    """The value of the other arm, where both arms are known by name and one of them agrees.

    A rounded number says too little by itself to hold the number beside it against the row; with
    the words of the endpoint and the names of both arms it is enough. Not where another place
    prints the number of the text.
    """
    if pair.link.basis not in ("both", "key") or pair.link.shared or pair.link.derived:
        return []
    a, b = ([v for v in r.values if v.nums] for r in (pair.left, pair.right))
    if len(a) != 2 or not fields or not all(f.agrees for f in fields):
        return []
    bound = by_names(a, b, dict(arms_by_name(pair.left, pair.right)))
    held = {f.left.span for f in fields}
    rest = [(x, y) for x, y in bound if not any(n.span in held for n in x.nums)]
    if len(bound) != 2 or len(rest) != 1:
        return []
    x, y = rest[0]
    new = [f for f in value_fields(x, y) if f.name == "value"]
    said = {n.text for v in pair.right.values for n in v.nums}
    if not new or any(f.agrees or f.left.text in said for f in new):
        return []
    elsewhere = (
        f
        for other in dossier.pairs
        if other.left.id == pair.left.id and other.right.id != pair.right.id
        for f in (other.link.shared or compare(other.left, other.right).fields)
    )
    ours = {f.left.span for f in new}
    taken = any(numerals.agreeing(f.how) and {f.left.span, f.right.span} & ours for f in elsewhere)
    return [] if taken else new


def _field(s: Shared) -> Field:
    return Field(s.name, s.left, s.right, s.how, kind=s.kind, relations=s.relations)


def judge(
    pair: Pair,
    dossier: Dossier,
    fields: list[Field],
    what: str,
    loudest: Severity = "error",
) -> list[Finding]:
    """Findings for fields of one kind: agreement, or the difference with alternatives.

    Values of other groups than those that differ are said to agree.
    """
    left, right = words.places(pair)
    wrong = [
        f for f in fields if not f.agrees and (f.name != "value" or not within_limit(f, dossier))
    ]
    if not wrong:
        return [_agreement(pair, fields, what)]
    if _taken(pair, dossier, wrong) or elsewhere(pair, dossier, wrong):
        return []
    a, b = (" and ".join(_said(wrong, side)) for side in (0, 1))
    reasons: list[str] = []
    soften = 1
    for f in wrong:
        found, steps = alternatives(f, pair, dossier)
        reasons.extend(found)
        soften = min(soften, steps)
    # Percentages are rounded and padded; a bound of 4.0 beside 4.2 is a difference.
    rounded = all(f.kind == "percent" and zero_padded(f, pair, dossier) for f in wrong)
    if rounded and not all(f.how == numerals.LAST_DIGIT for f in wrong):
        soften = 2
    if model := _other_model(pair, dossier):
        reasons.append(f"the sentence names an analysis of its own: {model}")
        soften = 2
    if all(f.name in ("value", "sd") and other_patients(f, pair, dossier) for f in wrong):
        soften = 2
    level = words.lower(words.severity(pair, wrong, loudest), soften)
    how = f", exchanged between the {_groups(pair, wrong)}," if exchanged(wrong) else ""
    difference = differs(
        level,
        f"{what} is {a} in {left} and{how} {b} in {right}.",
        evidence=words.evidence(wrong, pair),
        computed=words.computed(fields, pair),
        alternatives=tuple(dict.fromkeys(reasons)),
    )
    others = _of_other_values(pair, fields, wrong)
    return [difference, _agreement(pair, others, what)] if others else [difference]


def _agreement(pair: Pair, fields: list[Field], what: str) -> Finding:
    left, right = words.places(pair)
    said = ", ".join(dict.fromkeys(_said(fields, 0)))
    return agrees(
        f"{what} agrees between {left} and {right} ({said}).",
        evidence=words.evidence(fields, pair),
        computed=words.computed(fields, pair),
    )


def _of_other_values(pair: Pair, fields: list[Field], wrong: list[Field]) -> list[Field]:
    """The fields of values that hold no number that differs: the other arm, another time."""
    whose = {
        (side, n.span): i
        for side, result in enumerate((pair.left, pair.right))
        for i, value in enumerate(result.values)
        for n in numbers_of(value)
    }

    def values(f: Field) -> list[tuple[int, int | None]]:
        return [(side, whose.get((side, n.span))) for side, n in enumerate((f.left, f.right))]

    taken = {v for f in wrong for v in values(f)}
    return [
        f
        for f in fields
        if f.agrees and all(v not in taken and v[1] is not None for v in values(f))
    ]


#: Analyses that are made beside the main one, and give nearly the same numbers.
_MODEL = re.compile(
    r"\b(?:random|fixed)[- ]effects?\b|\bsensitivity\s+analys\w+|\b(?:multiple\s+)?imput\w+|"
    r"\b(?:exclusion\s+of|excluding)\b|\bafter\s+exclu\w+|"
    r"\bcompeting[- ]risks?\b|\bunstratified\b|\bbootstrap\w*|\bcomplete[- ]cases?\b",
    re.I,
)


def _other_model(pair: Pair, dossier: Dossier) -> str:
    """The analysis beside the main one that the text names and the table does not, or ""."""
    if pair.left.table is not None or pair.right.table is None:
        return ""
    said = _MODEL.search(pair.left.context.sentence)
    if said is None:
        return ""
    table = dossier.article.tables[pair.right.table]
    context = pair.right.context
    pieces = (*table.caption, *(p for note in table.footnotes for p in note))
    told = f"{context.row} {context.header} {context.analysis} {dossier.article.view(pieces).text}"
    here = {m.lower() for m in _MODEL.findall(told)}
    return "" if said.group().lower() in here else said.group()


def exchanged(wrong: list[Field]) -> bool:
    """Whether the numbers that differ are the same on both sides, each in another's place."""
    lefts, rights = [f.left.text for f in wrong], [f.right.text for f in wrong]
    if len(wrong) < 2 or len(set(lefts)) < len(lefts):
        return False
    return (
        all(any(numerals.agreeing(numerals.state(a, b)) for b in rights) for a in lefts)
        and len({f.name for f in wrong}) == 1
    )


def _groups(pair: Pair, wrong: list[Field]) -> str:
    """Whose numbers are exchanged: those of a row's arms or those of rows."""
    own = {n.span for v in pair.right.values for n in (*v.nums, v.count, v.low, v.high, v.sd) if n}
    return "arms" if all(f.right.span in own for f in wrong) else "rows"


def _taken(pair: Pair, dossier: Dossier, wrong: list[Field]) -> bool:
    """Whether the sentence prints the row's own numbers as well, as those of another result.

    "A 38 vs. 31% [0.8-2.1] and B 37 vs. 31% [0.8-2.1]": the row with 38 is that of A.
    """
    if pair.left.table is not None or not pair.left.sentence:
        return False
    names = {f.name for f in wrong}
    if names != {"value"} or pair.left.effect is None:
        return False  # exchanged rows look alike
    for other in dossier.beside(pair.right.id):
        if other.left.id == pair.left.id or other.left.sentence != pair.left.sentence:
            continue
        fields = compare(other.left, other.right).fields
        if len(fields) > 2 and all(f.agrees for f in fields) and names <= {f.name for f in fields}:
            return True
    return False


def one_sided(pair: Pair, statistic: str) -> Finding | None:
    """Nothing was compared: said where one place prints the statistic and the other does not."""
    if pair.link.derived or pair.link.shared:
        return None
    there = [prints(r, statistic) for r in (pair.left, pair.right)]
    if there[0] == there[1]:
        return None
    return cannot_say(f"no {statistic} in one of the places")


def prints(result: Result, statistic: str) -> bool:
    """Whether a result prints a statistic at all."""
    e = result.effect
    if statistic == "estimate":
        return e is not None and e.estimate is not None
    if statistic == "interval":
        return e is not None and e.low is not None
    if statistic == "level":
        return e is not None and e.level is not None
    if statistic == "P value":
        return bool(result.p)
    if statistic == "count":
        return any(v.count or v.kind == "count" for v in result.values)
    kinds = {v.kind for v in result.values}
    return "percent" in kinds if statistic == "percentage" else bool(kinds - {"percent", "count"})


def _said(fields: list[Field], side: int) -> list[str]:
    """The numbers of one side; the two bounds of one interval as "0.45 to 0.72"."""
    out: list[str] = []
    for i, f in enumerate(fields):
        bounds = f.name.replace("value ", ""), fields[i - 1].name.replace("value ", "")
        if i and bounds == ("high", "low") and fields[i - 1].arm == f.arm:
            out[-1] += f" to {spoken(f)[side]}"
        else:
            out.append(spoken(f)[side])
    return out


def spoken(f: Field) -> tuple[str, str]:
    """Both numbers of a field as the sentence prints them."""
    if f.name == "p":
        return words.printed_p(f.relations[0], f.left), words.printed_p(f.relations[1], f.right)
    unit = "%" if f.kind == "percent" or f.name == "level" else ""
    a, b = (f"{n.text}{unit if n.text != 'NR' else ''}" for n in (f.left, f.right))
    return a, b
