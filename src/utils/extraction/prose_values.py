"""Which printed values make one result, and which are none.

What belongs here: joining values of two groups, dealing values out to endpoints, leaving out what
only looks like a value. What does not: recognising numbers (`tuples`), words (`prose_words`).
"""

from __future__ import annotations

import re

import msgspec

from src.utils.extraction import prose_labels
from src.utils.extraction.arms import in_groups
from src.utils.extraction.prose_words import Named
from src.utils.extraction.tuples import Found, Token, ValueFound

_DIFFERENCE = re.compile(
    r"\s*(?:longer|shorter|more|less|higher|lower|greater|fewer|later|earlier|increase|decrease|reduction|gain)\b",
    re.I,
)


def set_against(text: str, item: Found) -> bool:
    """Whether the values are those of two groups, not of two outcomes of one group."""
    if len(item.values) < 2:
        return False
    if item.estimate is not None:
        return True
    between = text[item.values[0].end : item.values[1].start]
    return bool(re.search(r"\b(?:vs|versus|v|compared|against|than)\b", between, re.I))


_AGAINST = re.compile(r"\b(?:than|compared|versus|vs|whereas|while|and|against)\b", re.I)


def merged(
    text: str, items: list[Found], named: list[Named], labels: frozenset[str] = frozenset()
) -> list[Found]:
    """Single values of two groups in one sentence are one result: "22% in A than in B (18%)".

    ``labels`` are the names of the article's groups: "zinc 13.1%, placebo 12.7%" is one result.
    """
    out: list[Found] = []
    for item in items:
        last = out[-1] if out else None
        if last is not None and (
            _one_result(text, last, item, named) or _labelled(text, last, item, labels)
        ):
            out[-1] = msgspec.structs.replace(
                item, values=[*last.values, *item.values], start=last.start
            )
        else:
            out.append(item)
    return out


def _labelled(text: str, a: Found, b: Found, labels: frozenset[str]) -> bool:
    if not labels or not a.values or len(b.values) != 1 or a.estimate is not None or a.ps:
        return False
    x, y = a.values[-1], b.values[0]
    if x.unit != y.unit or x.kind != y.kind or (x.count is None) != (y.count is None):
        return False
    return prose_labels.joined(text, x, y, labels)


_PAIR = re.compile(
    r"[(\[]\s*(?P<a>\d{1,5}(?:\.\d+)?)\s*(?:vs\.?|versus|v\.?)\s*(?P<b>\d{1,5}(?:\.\d+)?)\s*[,;:]\s*\Z"
)
_MEAN_SAID = re.compile(r"\b(?:(?P<mean>means?|average)|(?P<median>medians?)|scores?)\b", re.I)


def with_pair(text: str, item: Found) -> Found:
    """The two plain numbers before an effect or a P value in its bracket: "(10 vs. 4, RR 1.55"."""
    if item.values:
        return item
    match = _PAIR.search(text, max(0, item.start - 30), item.start)
    if match is None:
        return item
    said = _MEAN_SAID.search(text, max(0, match.start() - 120), match.start())
    kind = "mean" if said and said["mean"] else "median" if said and said["median"] else "other"
    values = []
    for name in ("a", "b"):
        token = Token(match[name], *match.span(name))
        if said is None and "." not in match["a"] + match["b"]:
            value = ValueFound((), "count", "", count=token)
        else:
            value = ValueFound((token,), kind, "")
        values.append(msgspec.structs.replace(value, start=token.start, end=token.end))
    return msgspec.structs.replace(item, values=values, start=match.start("a"))


def _one_result(text: str, a: Found, b: Found, named: list[Named]) -> bool:
    if len(a.values) != 1 or len(b.values) != 1 or a.estimate is not None or a.ps:
        return False
    x, y = a.values[0], b.values[0]
    if x.unit != y.unit or x.kind != y.kind or (x.count is None) != (y.count is None):
        return False
    between = text[x.end : y.start]
    against = list(_AGAINST.finditer(between))
    if len(between) > 140 or not against or re.search(r"[;.]\s", between):
        return False
    turn = x.end + against[-1].start()
    if any(turn <= n[1] < y.start for n in named) or re.search(r"\d", between):
        return False
    if sum(x.end <= n[1] < y.start for n in named) > 1:
        return False
    first = in_groups(text, max(0, x.start - 90), x.start)
    first = first or in_groups(text, x.end, y.start)
    second = in_groups(text, x.end, min(len(text), y.end + 80))
    return bool(first and second and first[-1].name.lower() != second[-1].name.lower())


def dealt_out(text: str, item: Found, governed: list[Named]) -> list[tuple[Found, Named | None]]:
    """One result per endpoint where a "respectively" deals the values out to endpoints."""
    if not governed:
        return [(item, None)]
    dealt = (
        len(governed) > 1
        and len(governed) == len(item.values)
        and item.estimate is None
        and re.match(r"[^.;]{0,40}\brespectively\b", text[item.end :])
        and not re.search(r"\bvs\b|versus", text[item.start : item.end])
    )
    if dealt:
        out: list[tuple[Found, Named | None]] = []
        for value, name in zip(item.values, governed, strict=True):
            part = msgspec.structs.replace(
                item, values=[value], ps=[], start=value.start, end=value.end
            )
            out.append((part, name))
        return out
    return [(item, governed[-1])]


_GROUP_NAMED = re.compile(r"\s+(?:groups?|arms?|patients|participants|cohort)\b", re.I)
#: How long patients were followed is no outcome.
_FOLLOW_UP = re.compile(
    r"\bfollow(?:ed)?[\s-]*up\s*(?:time|period|duration)?\s*(?:of|was|for|:|,|\()?\s*(?:about|approximately)?\s*$",
    re.I,
)


def cleared(text: str, item: Found) -> Found:
    """Leave out values that are a difference in words ("5.8 months longer") and names of groups
    that look like an abbreviation for not reached ("in the NE group")."""
    if item.estimate is not None or _FOLLOW_UP.search(text[: item.start]):
        return item if item.estimate is not None else msgspec.structs.replace(item, values=[])
    kept = [
        v
        for v in item.values
        if not _DIFFERENCE.match(text, v.end)
        and not (v.not_reached and _GROUP_NAMED.match(text, v.end))
    ]
    if len(kept) == len(item.values):
        return item
    starts = [v.start for v in kept] + [p[2] for p in item.ps]
    ends = [v.end for v in kept] + [p[3] for p in item.ps]
    if not starts:
        return msgspec.structs.replace(item, values=[])
    return msgspec.structs.replace(item, values=kept, start=min(starts), end=max(ends))


#: An abbreviation that an article introduces for something that is no effect: "heart rate (HR)".
_SHORT = re.compile(r"[(\[]\s*(?P<short>HR|RR|OR)s?\s*[)\],;]")
_INTRODUCED = re.compile(
    r"(?:heart\s+rates?|respiratory\s+rates?|respon(?:se|der)s?\s+rates?|operating\s+rooms?|"
    r"orthopa?edics?|hormone\s+receptors?)\s*\Z",
    re.I,
)
_LONG = {
    "HR": re.compile(r"(?i)\bhazards?\s+ratios?|\bCox\b"),
    "RR": re.compile(r"(?i)\b(?:relative\s+risks?|(?:risk|rate)\s+ratios?)"),
    "OR": re.compile(r"(?i)\bodds\s+ratios?|\blogistic\b"),
}


def foreign(shadow: str) -> frozenset[str]:
    """Abbreviations of effects that stand for something else in the whole article.

    >>> sorted(foreign("Heart rate (HR) was 71. HR rose by 4.1 (2.2-6.0)."))
    ['HR']
    """
    said = {
        m["short"]
        for m in _SHORT.finditer(shadow)
        if _INTRODUCED.search(shadow, max(0, m.start() - 32), m.start())
    }
    return frozenset(k for k in said if not _LONG[k].search(shadow))


def without_foreign(text: str, item: Found, other: frozenset[str]) -> Found:
    """The item without an estimate whose label stands for something else in this article."""
    if item.estimate is None or item.kind not in other:
        return item
    if item.kind_at and text[slice(*item.kind_at)].rstrip("s") not in other:
        return item
    return msgspec.structs.replace(
        item, kind="", kind_at=None, estimate=None, low=None, high=None, level=None
    )


def moved(item: Found, shift: int) -> Found:
    """The same result with its indices shifted from the block to its sentence."""

    def token(t: Token | None) -> Token | None:
        return Token(t.text, t.start + shift, t.end + shift) if t is not None else None

    def value(v: ValueFound) -> ValueFound:
        return msgspec.structs.replace(
            v,
            nums=tuple(Token(t.text, t.start + shift, t.end + shift) for t in v.nums),
            count=token(v.count),
            total=token(v.total),
            low=token(v.low),
            high=token(v.high),
            level=token(v.level),
            sd=token(v.sd),
            start=v.start + shift,
            end=v.end + shift,
        )

    kind_at = (item.kind_at[0] + shift, item.kind_at[1] + shift) if item.kind_at else None
    return msgspec.structs.replace(
        item,
        kind_at=kind_at,
        estimate=token(item.estimate),
        low=token(item.low),
        high=token(item.high),
        level=token(item.level),
        ps=[
            (r, Token(t.text, t.start + shift, t.end + shift), a + shift, b + shift, q)
            for r, t, a, b, q in item.ps
        ],
        values=[value(v) for v in item.values],
        start=item.start + shift,
        end=item.end + shift,
    )
