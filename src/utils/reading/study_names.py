"""What describes a study in a review's table: its name, its arms, the roles of columns.

Belongs here: reading one cell or heading that describes. Does not: which rows are studies, or any
result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from src.utils.printed import normalise
from src.utils.records import Arm, Cell, Citation, Num, Span, View

_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("year", re.compile(r"^\W*(?:publication\s+)?year\b", re.I)),
    (
        "ref",
        re.compile(
            r"^\W*(?:ref(?:s|\.|erences?)?\b|citations?\b|sources?\b|"
            r"(?:first\s+)?authors?\b|(?:included\s+)?stud(?:y|ies)(?:\s*(?:/|,|\(|and\b|name|id|acronym)|\W*\Z)|"
            r"trials?(?:\s+(?:name|acronym|id))?\W*\Z|publications?\b)",
            re.I,
        ),
    ),
    ("country", re.compile(r"^\W*(?:countr(?:y|ies)|regions?|location|nation|setting)\b", re.I)),
    (
        "design",
        re.compile(
            r"^\W*(?:(?:study|trial)\s+(?:design|type|phase)|designs?\b|"
            r"type\s+of\s+study|methods?\b|phase\b)",
            re.I,
        ),
    ),
    (
        "n",
        re.compile(
            r"^\W*(?:n\b|no\.?\s+of|number\s+of|sample\s+size|"
            r"(?:total\s+)?(?:patients|participants|subjects)\W*(?:\(?n\)?)?\W*\Z|size\b)",
            re.I,
        ),
    ),
    (
        "arms",
        re.compile(
            r"^\W*(?:(?:treatment|study|intervention)?\s*(?:groups?|arms?|regimens?|"
            r"cohorts?)\b|(?:treatments?|interventions?|comparisons?|experimental|therap(?:y|ies))\b"
            # "treatment failure" is an endpoint, "treatment (n)" and "treatment used" are arms
            r"(?!\s+(?:failures?|success(?:es)?|responses?|discontinuations?|effects?|outcomes?|"
            r"results?|durations?|(?:related|emergent)\b|completion|related|adherence|withdrawals?)))",
            re.I,
        ),
    ),
    ("control", re.compile(r"^\W*(?:controls?\b|comparators?\b|placebo\W*\Z|versus\b)", re.I)),
)
_NAME = re.compile(
    r"(?P<author>[^\W\d_][\w'’`.-]*(?:[ \t]+[^\W\d_][\w'’`-]*){0,3}?)"
    r"(?=\s*(?:,|\bet\s+al\b|\band\b|&|[(\[]?(?:19|20)\d\d|\Z))\s*,?\s*"
    r"(?P<etal>et\s+al\b\.?|and\s+(?:colleagues|coworkers)|(?:and|&)\s+[^\W\d_][\w'’-]+)?\s*,?\s*"
    r"[(\[]?(?P<year>(?:19|20)\d\d)?[a-z]?[)\]]?"
)
#: A year of publication.
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_VERSUS = re.compile(r"\s+(?:vs?\b\.?|versus|compared\s+(?:with|to)|or\s+versus)\s+", re.I)
_SIZE = re.compile(r"[(\[,;]\s*[nN]\s*=\s*(\d[\d,  ]*\d|\d)\s*[)\]]?|\bn\s*=\s*(\d[\d,]*\d|\d)")
_BARE_SIZE = re.compile(
    r"\(\s*(\d{1,3}(?:,\d{3})+|\d{1,6})\s*(?:patients|pts|participants)?\s*\)\s*\Z"
)


def role_of(head: str) -> str:
    """What a column's heading says its cells describe.

    ref, year, country, design, n, arms, control; "" where it describes nothing of the kind.
    """
    return next((name for name, pattern in _ROLES if pattern.match(head)), "")


def study_name(
    shadow: str, cell: Cell | None, citations: Sequence[Citation], of_authors: bool = False
) -> tuple[str, str, str, Span | None]:
    """A study as its cell names it: (as printed, author, year, place of the name).

    A name without "et al." or a year is an author only in a column ``of_authors``.
    """
    if cell is None or not cell.pieces:
        return "", "", "", None
    view = View(shadow, cell.pieces)
    cut = len(view.text)
    for c in citations:
        k = view.index(c.span.start)
        raised = shadow[c.span.start : c.span.start + 1].isalpha()  # "Smith 2019" cites by name
        if k is not None and k < cut and not raised:
            cut = k
    match = _NAME.match(view.text[:cut].strip()) if view.text[:cut].strip() else None
    lead = len(view.text) - len(view.text.lstrip())
    said = re.sub(r"\s+", " ", view.text[:cut]).strip(" ,;[(")
    span = view.span(lead, lead + len(view.text[lead:cut].rstrip(" ,;[(")))
    if not match:
        return said, "", "", span
    year = match.group("year") or (YEAR.findall(view.text[:cut]) or [""])[0]
    author = re.sub(r"\s+", " ", match.group("author")).strip(" ,.")
    named = of_authors or match.group("etal") or match.group("year") or year
    surname = author if named else ""
    return said, surname, year, span


def arms_of(shadow: str, cell: Cell | None) -> list[Arm]:
    """The arms that a cell names, separated by "vs.", with their sizes where printed."""
    if cell is None or not cell.pieces:
        return []
    view = View(shadow, cell.pieces)
    edges = [0]
    for m in _VERSUS.finditer(view.text):
        edges += [m.start(), m.end()]
    edges.append(len(view.text))
    out = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        arm = arm_in(view, start, end)
        if arm:
            out.append(arm)
    return out


def arm_in(view: View, start: int, end: int) -> Arm | None:
    """One arm as printed: its name without the size, the size, the place of the name."""
    text = view.text
    size = _SIZE.search(text, start, end) or _BARE_SIZE.search(text[:end], start)
    stop = size.start() if size else end
    while start < stop and text[start] in " ,;":
        start += 1
    while stop > start and text[stop - 1] in " ,;":
        stop -= 1
    name = re.sub(r"\s+", " ", text[start:stop])
    name = re.sub(r"(?<=\w)- (?=\w)|(?<=\w) -(?=\w)", "-", name)
    if not name:
        return None
    n = None
    if size:
        group = 1 if size.group(1) else 2
        n = Num(normalise(size.group(group)), view.span(size.start(group), size.end(group)))
    return Arm(name, n, view.span(start, stop))
