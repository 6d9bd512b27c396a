"""The list of references: where one entry ends, and what it says of itself.

Belongs here: entries of any usual style (Vancouver, with or without full stops, author-year),
continued over blank lines and page breaks, as list items or plain lines. Does not: citations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from src.utils.reading.markdown_lines import Line, trimmed
from src.utils.records import Mark, Reference, Span

_NUMBERED = re.compile(
    r"[ \t]*(?:[-*+>][ \t]+)?(?:<(?:span|a)\b[^<>]*>\s*</(?:span|a)>)?(?:<sup>)?\**"
    r"(?:\\?\[(\d{1,4})\\?\]\.?|\((\d{1,4})\)|(\d{1,4})\\?[.):]|"
    r"(\d{1,4})(?=(?:</sup>)?[ \t]+[^\W\d_]))"
    r"\**(?:</sup>)?[ \t]*"
)
_ITEM = re.compile(r"[ \t]*[-*+][ \t]+")
_LIKE_ENTRY = re.compile(r"[^\W\d_](?=.*(?:1[89]|20)\d\d)", re.DOTALL)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>|)\]]+[^\s\"<>|.,;)\]]")
_PMID = re.compile(r"\b(?:PMID|PubMed(?:\s+ID)?)\s*:?\s*(\d{5,9})\b", re.I)
_YEAR = r"(?:1[89]|20)\d\d"
_YEAR_VOLUME = re.compile(rf"\b({_YEAR})[a-z]?(?:\s+[A-Z][a-z]{{2,8}}\.?(?:[\s-]+\d{{1,2}})?)?\s*;")
_YEAR_BRACKET = re.compile(rf"\(({_YEAR})[a-z]?(?:,[^()]{{0,20}})?\)")
_ANY_YEAR = re.compile(rf"(?<![\d-])({_YEAR})(?![\d-])")
_ACCESSED = re.compile(r"\[?(?:last\s+)?(?:accessed|cited|updated)\b[^\].]*\]?", re.I)

_PARTICLE = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Dd]a|[Dd]i|[Dd]el|[Dd]ella|[Dd]os|[Dd]u|[Ll]a|[Ll]e|"
    r"[Ee]l|[Aa]l|[Tt]er|[Tt]en|[Tt]e|[Zz]ur|[Bb]in|St\.?|Mac|Mc)[\s-]+){0,3}"
)
_NAME = rf"{_PARTICLE}[^\W\d_][^\W\d_'’‘`-]*(?:['’‘`-][^\W\d_]+)*(?:\s+[^\W\d_][\w'’-]+){{0,2}}"
#: "Peng Z", "Abou-Alfa GK", "Smith J.A.", "García-Retortillo M Jr"
_AUTHOR = re.compile(
    rf"({_NAME})\s+((?:[A-ZÀ-Þ]\.?[\s-]?){{1,4}})(?:\s*(?:Jr|Sr|2nd|3rd|II|III)\b\.?)?"
    r"(?=\s*(?:[,;.:(]|\bet\b|\band\b|&|\Z))"
)
#: "J. A. Smith"
_AUTHOR_LAST = re.compile(
    rf"(?P<i>(?:[A-ZÀ-Þ]\.[\s-]?){{1,3}})\s*(?P<n>{_NAME})(?=\s*(?:[,;.:(]|\bet\b|\band\b|&|\Z))"
)
#: "Smith, J. A."
_AUTHOR_COMMA = re.compile(rf"({_NAME}),\s+((?:[A-ZÀ-Þ]\.[\s-]?){{1,4}})")
_BETWEEN = re.compile(r"[\s,;.]*(?:\band\b|&|…)?[\s,]*")
_ET_AL = re.compile(r"\s*,?\s*et\s+al\b\.?")
_GROUP = re.compile(r"\s*;\s*[^.;]{3,200}?(?:\.(?=\s)|(?=;))")
_ADDRESS = re.compile(r"\s*Electronic\s+address:?\s*\S+\s*", re.I)
_SENTENCE_END = re.compile(r"[.?!](?=\s+[A-ZÀ-Þ0-9\"“*]|\s*\Z)\s*")


def entries(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """The reference list as (number, lines): a number opens an entry when it is the next one."""
    out: list[tuple[str, list[Line]]] = []
    expected = 1
    bulleted = False
    blank = True
    for line in lines:
        if not line.text.strip():
            blank = True
            continue
        match = _NUMBERED.match(line.text)
        number = int(next(g for g in match.groups() if g)) if match else 0
        after = line.text[match.end() :] if match else ""
        entry = bool(_LIKE_ENTRY.match(after))  # a list may start anywhere and skip numbers
        if match and (
            entry
            if not out
            else expected <= number <= expected + 3 or (entry and number > expected)
        ):
            out.append((str(number), [Line(line.text, line.start + match.end(), line.end)]))
            expected, bulleted = number + 1, False
        elif (bulleted or not out) and _ITEM.match(line.text):
            out.append((str(len(out) + 1), [line]))
            expected, bulleted = len(out) + 1, True
        elif out and expected > 1 and not (bulleted and blank):
            out[-1][1].append(line)
        elif blank and re.search(_YEAR, line.text):
            out.append((str(len(out) + 1), [line]))  # author-year style, an entry per paragraph
            bulleted, expected = True, len(out) + 1
        elif out:
            out[-1][1].append(line)
        blank = False
    return out


def reference(
    number: str, lines: list[Line], text: str, shadow: str, italics: Iterable[Mark]
) -> Reference:
    """One entry of the list; what the source does not say stays empty."""
    pieces: list[Span] = []
    for line in lines:
        item = _ITEM.match(text, line.start, line.end) if pieces else None
        span = trimmed(shadow, item.end() if item else line.start, line.end)
        if span.start < span.end:
            pieces.append(span)
    said = " ".join(shadow[p.start : p.end] for p in pieces)
    flat = re.sub(r"\s+", " ", said)
    journal = ""
    for mark in italics:
        if any(mark.span in p for p in pieces):
            journal = re.sub(r"\s+", " ", shadow[mark.span.start : mark.span.end]).strip(" .,")
            break
    doi = _DOI.search(" ".join(text[p.start : p.end] for p in pieces))
    pmid = _PMID.search(flat)
    authors, rest = _authors(flat)
    title = _title(rest, journal)
    if not journal and title:
        journal = _journal(rest, title)
    return Reference(
        number=number,
        pieces=tuple(pieces),
        authors=authors,
        year=_year(flat),
        title=title,
        journal=journal,
        doi=doi.group() if doi else "",
        pmid=pmid.group(1) if pmid else "",
    )


def _year(flat: str) -> str:
    """The year of publication: before the volume, in brackets, else the last one printed."""
    clean = _DOI.sub(" ", _ACCESSED.sub(" ", flat))
    for pattern in (_YEAR_VOLUME, _YEAR_BRACKET):
        found = pattern.findall(clean)
        if found:
            return str(found[-1])
    found = _ANY_YEAR.findall(clean)
    return str(found[-1]) if found else ""


def _authors(flat: str) -> tuple[tuple[str, ...], str]:
    """The authors as printed and what follows them; a body of authors counts as one."""
    for pattern in (_AUTHOR, _AUTHOR_COMMA, _AUTHOR_LAST):
        names: list[str] = []
        at = 0
        while match := pattern.match(flat, at):
            first = pattern is _AUTHOR_LAST
            initials = re.sub(r"[\s.]", "", match.group(1 if first else 2))
            names.append(f"{match.group(2 if first else 1)} {initials}")
            at = match.end()
            between = _BETWEEN.match(flat, at)
            following = between.end() if between else at
            if following == at or not pattern.match(flat, following):
                break
            if "." in flat[at:following] and "," not in flat[at:following]:
                break  # a full stop after the initials closes the list
            at = following
        if names:
            et_al = _ET_AL.match(flat, at)
            at = et_al.end() if et_al else at
            while group := _GROUP.match(flat, at) or _ADDRESS.match(flat, at):
                at = group.end()
            rest = re.sub(rf"^[\s.,:;]*(?:\({_YEAR}[^()]*\))?[\s.,:;]*", "", flat[at:])
            return tuple(names), rest
    stop = _SENTENCE_END.search(flat)
    if not stop:
        return (), flat
    return (flat[: stop.start()].strip(),), flat[stop.end() :]


def _title(rest: str, journal: str) -> str:
    """The title: up to the journal where that is known by its type, else the first sentence."""
    if journal and journal in rest:
        before = rest[: rest.index(journal)].partition(" In: ")[0].strip(" .*_")
        if len(before) > 10:
            return before
    stop = _SENTENCE_END.search(rest)
    return rest[: stop.start()].strip(" *_") if stop else rest.strip(" *_.")


def _journal(rest: str, title: str) -> str:
    """What stands between the title and the year, where it is short enough to be a journal."""
    after = rest[rest.find(title) + len(title) :].lstrip(" .?!*_")
    stop = re.search(rf"[.,;(]?\s*{_YEAR}", after)
    name = after[: stop.start()].strip(" .,;*_") if stop else ""
    return name if len(name) <= 80 and not _DOI.search(name) else ""
