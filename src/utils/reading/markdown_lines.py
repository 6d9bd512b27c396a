"""The lines of a Markdown file, grouped into segments with exact offsets.

Belongs here: which lines belong together and what kind of thing they are by their form alone
(heading, paragraph, tab-separated run, pipe table, HTML table, picture). Does not: what they mean.
Line ends are never translated: CRLF, a byte order mark and a missing last newline keep their
places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.records import Span

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})(?:[ \t]+|(?=\*))(.*?)[ \t]*#*[ \t]*\Z")
_BOLD_LINE = re.compile(r"[ ]{0,3}(?:\*\*|__)([^*_\n]{2,80}?)(?:\*\*|__)[ \t]*:?\Z")
_RULE = re.compile(r"[ ]{0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*\Z")
_SETEXT = re.compile(r"[ ]{0,3}(=+|-{3,})[ \t]*\Z")
_PIPE_RULE = re.compile(r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_TABBED = re.compile(r"[^\t]*\S[^\t]*\t.*\S|\t+[^\t]*\S[^\t]*\t|\t[ ]*\t.*\S")
_PICTURE = re.compile(r"[ ]{0,3}!\[[^\]\n]*\]\([^)\n]*\)[ \t]*\Z")
_HTML_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_HTML_END = re.compile(r"</table\s*>", re.IGNORECASE)
#: Words after which a numbered or short line is still a heading of the reference list.
_ANCHOR_ONLY = re.compile(r"[ ]{0,3}(?:<(?:span|a|div)\b[^<>]*>\s*</(?:span|a|div)>\s*)+\Z")


class Line(msgspec.Struct, frozen=True):
    """One line without its end; ``span`` leaves out surrounding white space except tabs."""

    text: str
    start: int
    end: int


class Segment(msgspec.Struct, frozen=True):
    """Lines that belong together. ``kind``: heading, paragraph, tabbed, pipe, html, picture.

    ``level`` is the level of a heading (1 to 6; 7 for a line that is only bold).
    """

    kind: str
    lines: tuple[Line, ...]
    level: int = 0

    @property
    def span(self) -> Span:
        """From the first line's start to the last line's end."""
        first, last = self.lines[0], self.lines[-1]
        return Span(first.start, last.end)


def lines_of(text: str) -> list[Line]:
    """Every line with its offsets; carriage returns and the byte order mark are outside."""
    out = []
    for match in _LINE.finditer(text):
        content = match.group().rstrip("\r\n")
        start = match.start()
        if start == 0 and content.startswith("\ufeff"):
            start, content = 1, content[1:]
        out.append(Line(content, start, start + len(content)))
    return out


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends (empty at ``start`` when there is nothing)."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _tabbed(line: Line) -> bool:
    """Whether a line is a row: a tab between or after contents, or contents behind two tabs.

    One tab at the start is an indented paragraph, unless rows stand around it.
    """
    return "\t" in line.text and bool(_TABBED.match(line.text))


def _pipe(lines: list[Line], i: int) -> bool:
    """Whether a pipe table starts at line ``i``: a row and a delimiter row under it."""
    if "|" not in lines[i].text or i + 1 >= len(lines):
        return False
    below = lines[i + 1].text
    return (
        ("|" in below or "|" in lines[i].text.strip()[1:-1])
        and bool(_PIPE_RULE.match(below) and "-" in below)
        and below.count("|") >= 1
    )


def segments(text: str) -> Iterator[Segment]:
    """The segments of a file in order; blank lines and rules only separate them."""
    lines = lines_of(text)
    i, n = 0, len(lines)
    paragraph: list[Line] = []
    # An HTML table that is never closed is no table: it must not swallow the article.
    last_end = max((k + 1 for k, x in enumerate(lines) if _HTML_END.search(x.text)), default=0)

    def flush() -> Iterator[Segment]:
        if paragraph:
            yield _paragraph(tuple(paragraph))
            paragraph.clear()

    while i < n:
        line = lines[i]
        bare = line.text.strip()
        heading = _HEADING.match(line.text)
        if not bare or _ANCHOR_ONLY.match(line.text):
            yield from flush()
        elif heading and heading.group(2).strip(" *_#"):
            yield from flush()
            yield Segment("heading", (line,), len(heading.group(1)))
        elif paragraph and _SETEXT.match(line.text) and len(paragraph) == 1:
            yield Segment("heading", (paragraph.pop(),), 1 if "=" in bare else 2)
        elif _RULE.match(line.text):
            yield from flush()
        elif _PICTURE.match(line.text):
            yield from flush()
            yield Segment("picture", (line,))
        elif i < last_end and _HTML_TABLE.search(line.text):
            yield from flush()
            j = i
            while not _HTML_END.search(lines[j].text):
                j += 1
            yield Segment("html", tuple(lines[i : j + 1]))
            i = j
        elif _pipe(lines, i):
            yield from flush()
            j = i
            while j < n and "|" in lines[j].text and lines[j].text.strip():
                j += 1
            yield Segment("pipe", tuple(lines[i:j]))
            i = j - 1
        elif _tabbed(line):
            yield from flush()
            j = i
            while j < n and "\t" in lines[j].text and lines[j].text.strip():
                j += 1
            yield Segment("tabbed", tuple(lines[i:j]))
            i = j - 1
        else:
            paragraph.append(line)
        i += 1
    yield from flush()


def _paragraph(lines: tuple[Line, ...]) -> Segment:
    """A paragraph, or a heading when it is one short line that is only bold."""
    if len(lines) == 1:
        bold = _BOLD_LINE.match(lines[0].text)
        words = bold.group(1).strip() if bold else ""
        if bold and not words.endswith(".") and not re.match(r"(?:Table|Fig)", words):
            return Segment("heading", lines, 7)
    return Segment("paragraph", lines)
