"""Corrections of the reading: decisions of a person, kept as data with their reasons.

A correction says that the source was *read* wrongly (a converter lost a heading, put a bracket in
the wrong place), never that the article is wrong: what the article prints is evidence and stays.
So a number can only be corrected to one that is printed inside the quoted place.

A file is a list of entries::

    - where: {quote: "0.74(95%CI: 0.48-1.14)", line: 218}   # or {result: r-0123456789}
      what: endpoint          # see FIELDS
      from: ""                # what the reading says now
      to: PFS
      why: the converter dropped the heading of this column
      status: accepted        # proposed and rejected entries are kept and not applied

A correction whose place is not found, is found more than once, or whose ``from`` no longer holds
fails with one sentence: it was made for another state of the source or of the reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from src.utils.errors import InputError
from src.utils.extraction import Extraction
from src.utils.printed import normalise
from src.utils.records import Article, Num, Result, Span

STATUSES = ("accepted", "proposed", "rejected")
#: What can be corrected: words of a result, its numbers, or that it is one at all.
WORDS = (
    "endpoint",
    "criterion",
    "unit",
    "study",
    "label",
    "context.population",
    "context.subgroup",
    "context.timepoint",
    "context.analysis",
    "context.assessor",
)
LISTS = ("ref", "arms")
NUMBERS = ("effect.estimate", "effect.low", "effect.high", "effect.level")
FIELDS = (*WORDS, *LISTS, *NUMBERS, "result")
_KEYS = frozenset({"where", "what", "from", "to", "why", "status"})


class Correction(msgspec.Struct, frozen=True):
    """One decision. ``source`` names the file and entry for messages."""

    source: str
    what: str
    old: str
    new: str
    why: str
    status: str
    result: str = ""
    quote: str = ""
    line: int = 0


def load(path: str | Path) -> tuple[Correction, ...]:
    """Read a file of corrections; raises `errors.InputError` naming file and entry."""
    import yaml

    path = Path(path)
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: the corrections cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: the corrections are not UTF-8 text.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise InputError(f"{path}: the corrections are not valid YAML{where}.") from None
    if data is None:
        return ()
    if not isinstance(data, list):
        raise InputError(f"{path}: the corrections must be a list of entries.")
    return tuple(_entry(f"{path.name}, entry {k}", item) for k, item in enumerate(data, 1))


def _entry(source: str, item: Any) -> Correction:
    """One entry checked key by key."""
    if not isinstance(item, dict):
        raise InputError(f"{source}: an entry must have the keys {', '.join(sorted(_KEYS))}.")
    unknown, missing = set(item) - _KEYS, _KEYS - {"from", "to"} - set(item)
    if unknown or missing:
        said = "unknown" if unknown else "missing"
        raise InputError(f"{source}: the key {sorted(unknown or missing)[0]!r} is {said}.")
    where = item["where"]
    if (
        not isinstance(where, dict)
        or not set(where) <= {"quote", "line", "result"}
        or not (where.get("quote") or where.get("result"))
    ):
        raise InputError(f"{source}: 'where' needs a quote (with a line) or the id of a result.")
    if item["what"] not in FIELDS:
        raise InputError(
            f"{source}: {item['what']!r} cannot be corrected; one of {', '.join(FIELDS)} can."
        )
    if item["status"] not in STATUSES:
        raise InputError(f"{source}: the status must be one of {', '.join(STATUSES)}.")
    if not str(item["why"] or "").strip():
        raise InputError(f"{source}: a correction needs a reason ('why').")
    line = where.get("line", 0)
    if not isinstance(line, int):
        raise InputError(f"{source}: the line must be a whole number.")
    return Correction(
        source=source,
        what=item["what"],
        old=_plain(item.get("from")),
        new=_plain(item.get("to")),
        why=str(item["why"]).strip(),
        status=item["status"],
        result=str(where.get("result") or ""),
        quote=str(where.get("quote") or ""),
        line=line,
    )


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " | ".join(str(v) for v in value)
    return str(value)


def apply(
    article: Article, extraction: Extraction, corrections: Sequence[Correction]
) -> Extraction:
    """The extraction with all accepted corrections applied, in order."""
    results = list(extraction.results)
    for correction in corrections:
        if correction.status != "accepted":
            continue
        index, place = _target(article, results, correction)
        changed = _changed(article, results[index], place, correction)
        if changed is None:
            del results[index]
        else:
            results[index] = changed
    return msgspec.structs.replace(extraction, results=tuple(results))


def _target(
    article: Article, results: Sequence[Result], correction: Correction
) -> tuple[int, Span | None]:
    """The one result that a correction speaks of, and the quoted place."""
    if correction.result:
        found = [k for k, r in enumerate(results) if r.id == correction.result]
        place = None
        what = f"the result {correction.result}"
    else:
        what = f"the quote {correction.quote!r}"
        place = _place(article, correction)
        found = [k for k, r in enumerate(results) if any(s.overlaps(place) for s in r.spans)]
    if not found:
        raise InputError(
            f"{correction.source}: no result was read at {what}; remove or renew the correction."
        )
    if len(found) > 1:
        raise InputError(
            f"{correction.source}: {len(found)} results were read at {what}; "
            "quote less of the article."
        )
    return found[0], place


def _place(article: Article, correction: Correction) -> Span:
    hits = [m.start() for m in re.finditer(re.escape(correction.quote), article.text)]
    if correction.line:
        hits = [h for h in hits if article.text.count("\n", 0, h) + 1 == correction.line]
    where = f" in line {correction.line}" if correction.line else ""
    if len(hits) != 1:
        times = "is not in the article" if not hits else f"stands {len(hits)} times in the article"
        raise InputError(f"{correction.source}: the quote {correction.quote!r} {times}{where}.")
    return Span(hits[0], hits[0] + len(correction.quote))


def _changed(
    article: Article, result: Result, place: Span | None, correction: Correction
) -> Result | None:
    """The corrected result; None when it is to be dropped."""
    current = value_of(result, correction.what)
    if correction.what != "result" and current != correction.old:
        raise InputError(
            f"{correction.source}: {correction.what} is read as {current!r} now, not as "
            f"{correction.old!r}; the correction no longer applies."
        )
    if correction.what == "result":
        return None
    note = (*result.corrected, f"{correction.what}: {correction.why}")
    what, new = correction.what, correction.new
    replace = msgspec.structs.replace
    if what == "ref":
        parts = tuple(p.strip() for p in new.split("|") if p.strip())
        return replace(result, ref=parts, corrected=note)
    if what == "arms":
        names = [p.strip() for p in new.split("|")]
        if len(names) != len(result.arms):
            raise InputError(
                f"{correction.source}: {len(result.arms)} arms cannot become {len(names)}."
            )
        arms = tuple(replace(a, name=n) for a, n in zip(result.arms, names, strict=True))
        return replace(result, arms=arms, corrected=note)
    if what.startswith("context."):
        context = replace(result.context, **{what.partition(".")[2]: new})
        return replace(result, context=context, corrected=note)
    if what.startswith("effect."):
        if result.effect is None:
            raise InputError(f"{correction.source}: the result has no effect to correct.")
        number = _printed_in(article, result, place, correction)
        effect = replace(result.effect, **{what.partition(".")[2]: number})
        return replace(result, effect=effect, corrected=note)
    return replace(result, **{what: new}, corrected=note)


def value_of(result: Result, what: str) -> str:
    """What the reading says of a field, as text."""
    if what == "ref":
        return " | ".join(result.ref)
    if what == "arms":
        return " | ".join(a.name for a in result.arms)
    value: Any = result
    for name in what.split("."):
        value = getattr(value, name, None)
    if isinstance(value, Num):
        return value.text
    return "" if value is None or isinstance(value, Result) else str(value)


def _printed_in(
    article: Article, result: Result, place: Span | None, correction: Correction
) -> Num | None:
    """The number that the article prints in the quoted place; a correction cannot invent one."""
    if not correction.new:
        return None
    spans = (place,) if place else result.spans
    found = []
    for span in spans:
        for match in re.finditer(r"[-−]?\d*[.·,]?\d+", article.text[span.start : span.end]):
            try:
                text = normalise(match.group())
            except ValueError:
                continue
            if text == correction.new:
                found.append(Num(text, Span(span.start + match.start(), span.start + match.end())))
    if len(found) != 1:
        raise InputError(
            f"{correction.source}: {correction.new!r} is printed {len(found)} times in the "
            "quoted place, not once; a correction cannot bring in a number that the article does "
            "not print."
        )
    return found[0]
