"""Groups named in a list before or after their values: "for A, B, and C were x, y, and z"."""

from __future__ import annotations

import re

from src.utils.extraction import arms
from src.utils.extraction.arms import Mention
from src.utils.extraction.tuples import Found


def listed(text: str, found: Found, count: int) -> list[Mention] | None:
    """ "for A, B, and C were x, y, and z, respectively": as many names as values."""
    if count < 2:
        return None
    head = text[: found.start]
    match = None
    for match in re.finditer(r"\b(?:for|in|with|of|among|between)\s+(?:the\s+)?", head, re.I):
        stretch = re.sub(r"\s+(?:was|were|is|are)\b.*$", "", head[match.end() :], flags=re.S)
        if len(stretch) > 200 or re.search(r"[;.]\s|\d%", stretch):
            continue
        ends = match.end() + len(stretch)
        if not re.fullmatch(r"\s+(?:was|were|is|are)\s*(?:\w+\s+){0,2}", head[ends:]):
            continue
        parts = _parts(text, match.end(), ends)
        if len(parts) == count:
            names = [arms.phrase(text, a, b) for a, b in parts]
            if all(n is not None for n in names):
                return [n for n in names if n]
    return None


_PLURAL = re.compile(
    r"\b(?:in|between|for|of|among|at)\s+(?=(?:both\s+)?(?:the\s+)?(?P<a>[^,;().]{2,60}?)\s+(?:and|versus|vs\.?|or)\s+"
    r"(?:the\s+)?(?P<b>[^,;().]{2,60}?)(?:\s+(?:treatment\s+|study\s+)?(?:groups|arms|cohorts)\b|\s*,\s*respectively))",
    re.I,
)


def plural(text: str, found: Found, count: int) -> list[Mention] | None:
    """ "in the A and B groups (x vs. y)": the names in the order of the values."""
    if count != 2:
        return None
    for low, high in ((max(0, found.start - 200), found.start), (found.end, found.end + 120)):
        matches = list(_PLURAL.finditer(text, low, min(len(text), high)))
        for match in matches[::-1] if high == found.start else matches[:1]:
            a = arms.phrase(text, match.start("a"), match.end("a"))
            b = arms.phrase(text, match.start("b"), match.end("b"))
            if not a or not b or text[a.end : match.end("a")].strip():
                continue
            if text[b.end : match.end("b")].strip():
                continue
            if a.name.lower() != b.name.lower():
                return [a, b]
    return None


_AFTER = re.compile(
    r"[^.;]{0,60}?\b(?:in|for|with|at|among|of|on)\s+(?:the\s+)?(?P<list>[^.;()]{3,140}?)"
    r"(?:\s+(?:treatment\s+|study\s+)?(?:groups|arms|cohorts))?\s*,?\s*\(?respectively",
    re.I,
)


def after(text: str, found: Found, count: int) -> list[Mention] | None:
    """ "x, y and z in the A, B and C groups, respectively": three names or more."""
    if count < 3:
        return None
    match = _AFTER.match(text, found.end, min(len(text), found.end + 240))
    while match is not None:
        parts = _parts(text, match.start("list"), match.end("list"))
        if len(parts) == count:
            names = [arms.phrase(text, a, b) for a, b in parts]
            whole = [n for n, (_, b) in zip(names, parts, strict=True) if n and n.end >= b]
            if len(whole) == count:
                return whole
        # "of the women in the A, B and C groups": a later preposition opens the list.
        later = re.compile(r"\b(?:in|for|with|at|among|of|on)\s", re.I).search(
            text, match.start("list"), match.end("list")
        )
        match = _AFTER.match(text, later.start()) if later else None
    return None


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The items of "A, B, and C" as ranges."""
    out = []
    at = start
    for match in re.finditer(
        r"\s*,\s*(?:and|or)\s+|\s*,\s*|\s+(?:and|versus|vs\.?)\s+", text[start:end]
    ):
        out.append((at, start + match.start()))
        at = start + match.end()
    out.append((at, end))
    return [(a, b) for a, b in out if text[a:b].strip()]
