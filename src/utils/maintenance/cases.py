"""Worked cases: short articles in Markdown with the verdict that a check must give on them.

What belongs here: reading ``tests/cases/<CODE>.md``. The tests run the cases, the catalogue shows
the first of each check. A case is a level-2 heading, an article in a ``markdown`` fence and what
is expected in a ``yaml`` fence; a ``csv`` fence may hold a table of primary reports.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import yaml

_FENCE = re.compile(r"^(`{3,})(markdown|yaml|csv)\n(.*?)^\1\s*$", re.M | re.S)
_KEYS = {"outcome", "severity", "quotes", "says", "count"}
_OUTCOMES = {"agrees", "differs", "cannot say", "none"}


class Case(msgspec.Struct, frozen=True):
    """One worked case; ``expect`` holds outcome, severity, quotes, says and count."""

    code: str
    heading: str
    article: str
    expect: dict[str, object]
    primaries: str = ""


class CaseFile(msgspec.Struct, frozen=True):
    """All worked cases of one check, with the sentences for a clinician that open the file."""

    code: str
    name: str
    opening: str
    cases: tuple[Case, ...]


def read_cases(path: Path) -> CaseFile:
    """Read one file of cases; raises ValueError with a sentence when it is not well-formed."""
    text = path.read_text(encoding="utf-8")
    title = re.match(r"# ([A-Z]{2}\d{2}) ([a-z0-9-]+)\n", text)
    if title is None or title[1] != path.stem:
        raise ValueError(f"{path.name}: the first line must be '# {path.stem} name-of-the-check'.")
    fences = list(_FENCE.finditer(text))
    # Headings inside a fence belong to the article of the case.
    headings = [
        m
        for m in re.finditer(r"^## (.+)$", text, re.M)
        if not any(f.start() < m.start() < f.end() for f in fences)
    ]
    if not headings:
        raise ValueError(f"{path.name}: there is no case; a case begins with '## '.")
    cases = []
    for m, end in zip(headings, [*(h.start() for h in headings[1:]), len(text)], strict=True):
        parts = {f[2]: f[3] for f in fences if m.start() < f.start() < end}
        if not {"markdown", "yaml"} <= set(parts):
            raise ValueError(f"{path.name}: {m[1]!r} needs a markdown and a yaml fence.")
        expect = yaml.safe_load(parts["yaml"]) or {}
        if set(expect) - _KEYS or expect.get("outcome") not in _OUTCOMES:
            raise ValueError(f"{path.name}: {m[1]!r} has an unknown key or outcome in its yaml.")
        cases.append(Case(title[1], m[1], parts["markdown"], expect, parts.get("csv", "")))
    opening = text[title.end() : headings[0].start()].strip()
    return CaseFile(title[1], title[2], opening, tuple(cases))


def all_cases(folder: Path) -> tuple[CaseFile, ...]:
    """The case files of a folder, by code."""
    return tuple(read_cases(p) for p in sorted(folder.glob("[A-Z][A-Z][0-9][0-9].md")))
