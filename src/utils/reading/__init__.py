"""Files become articles: one module per format, one shape for what comes out."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import msgspec

from src.utils.errors import InputError
from src.utils.reading.markdown import read_markdown
from src.utils.reading.study_rows import studies_of
from src.utils.records import Article

_BINARY_STARTS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive (perhaps a Word document)",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "an RTF document",
}
_XML = re.compile(
    rb"\s*(?:<\?xml\b|<!DOCTYPE\s+(?!html\b)|<!--.{0,2000}?-->\s*<(?:\w+:)?article\b|"
    rb"<(?:\w+:)?(?:article|art|pmc-articleset|OAI-PMH|ui)\b)",
    re.DOTALL,
)
#: More is no article: the largest of the field hold a quarter of a megabyte and 8 000 numbers.
LARGEST, MOST_NUMBERS, MOST_DIGITS = 20_000_000, 50_000, 1_000
_DIGITS = re.compile(rb"\d++")
_LONG_NUMBER = re.compile(rb"\d{%d}" % (MOST_DIGITS + 1))
#: Markdown may open with these elements; XML with another root is no Markdown.
_MARKUP = re.compile(
    rb"\s*<(?!(?:div|p|center|span|table|details|img|a|br|hr|h[1-6]|b|i|em|strong|sup|sub|font|section|"
    rb"figure|ul|ol|dl|blockquote|pre|header|small|u|s|code)\b)[A-Za-z][\w.:-]*(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_HTML = re.compile(rb"\s*(?:<!DOCTYPE\s+html|<html\b)", re.IGNORECASE)


def read(path: str | Path) -> Article:
    """Read a file; the format is told from its content. Raises `errors.InputError`.

    Markdown (any plain text in UTF-8) and JATS XML are read.
    """
    file = Path(path)
    name = str(path)
    try:
        if file.is_dir():
            raise InputError(f"{name} is a folder; name an article's file in it.")
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise InputError(f"{name} does not exist; check the path.") from None
    except PermissionError:
        raise InputError(f"{name} may not be read; check its permissions.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name} cannot be read: {reason}.") from None
    return read_bytes(data, name)


def read_bytes(data: bytes, path: str = "article.md") -> Article:
    """Read the content of a file; ``path`` names it in messages. Raises `errors.InputError`."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\x0c"):
        raise InputError(f"{path} is empty; there is no article in it.")
    for start, what in _BINARY_STARTS.items():
        if data.startswith(start):
            raise InputError(f"{path} is {what}; convert it to Markdown or JATS XML first.")
    _refuse_too_large(data, path)
    if _looks_like_xml(data) or _is_other_xml(data):
        from src.utils.reading.jats import read_jats  # only where needed: lxml costs time

        return with_studies(read_jats(data, path))
    if _HTML.match(data[:2000]):
        raise InputError(f"{path} is a web page; convert it to Markdown or JATS XML first.")
    if data.lstrip()[:1] in (b"{", b"[") and _is_json(data):
        raise InputError(f"{path} is JSON data, no article; give Markdown or JATS XML.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{path} is UTF-16; save it as UTF-8.")
    if b"\x00" in data:
        raise InputError(f"{path} is a binary file; only Markdown and JATS XML can be read.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{path} is not UTF-8 (line {line}, byte {error.start}); save it as UTF-8."
        ) from None
    odd = sum(1 for c in text[:20000] if ord(c) < 32 and c not in "\t\r\n\x0b\x0c")
    if odd > 0.05 * min(len(text), 20000):
        raise InputError(f"{path} is a binary file; only Markdown and JATS XML can be read.")
    article = read_markdown(text, path)
    return msgspec.structs.replace(article, sha256=hashlib.sha256(data).hexdigest())


def with_studies(article: Article) -> Article:
    """An article whose tables hold the studies they describe, where they are a review's."""
    tables = tuple(
        t
        if t.studies
        else msgspec.structs.replace(
            t, studies=studies_of(article.shadow, t, article.citations, k, article.references)
        )
        for k, t in enumerate(article.tables)
    )
    return msgspec.structs.replace(article, tables=tables)


def _refuse_too_large(data: bytes, path: str) -> None:
    """Refuse what no article is, before it costs minutes. Raises `errors.InputError`."""
    if len(data) > LARGEST:
        raise InputError(
            f"{path} is larger than {LARGEST / 1e6:.0f} MB, more than one article holds; "
            "split the file."
        )
    if _LONG_NUMBER.search(data):
        raise InputError(
            f"{path} holds a number of more than {MOST_DIGITS} digits, as no article does; "
            "is it data?"
        )
    if len(data) > MOST_NUMBERS:  # fewer bytes hold no more numbers
        count = sum(1 for _ in _DIGITS.finditer(data))
        if count > MOST_NUMBERS:
            raise InputError(
                f"{path} holds {count} numbers, more than one article does "
                f"(limit {MOST_NUMBERS}); split the file."
            )


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _is_other_xml(data: bytes) -> bool:
    """Whether a file without declaration is one XML element of another schema, no Markdown."""
    root = _MARKUP.match(data[:4096])
    if root is None or _HTML.match(data[:2000]):
        return False
    if root.group().endswith(b"/>") and root.end() == len(data.rstrip()):
        return True
    return data.rstrip().endswith(b"</" + root.group().split()[0].strip(b"<>") + b">")


_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le", 4),
    (b"\x00\x00\xfe\xff", "utf-32-be", 4),
    (b"\xff\xfe", "utf-16-le", 2),
    (b"\xfe\xff", "utf-16-be", 2),
    (b"\xef\xbb\xbf", "utf-8", 3),
    (b"\x00<", "utf-16-be", 0),
    (b"<\x00", "utf-16-le", 0),
)


def _looks_like_xml(data: bytes) -> bool:
    """Whether the bytes begin as XML does, in any of its encodings."""
    head = data[:4096]
    for mark, encoding, length in _MARKS:
        if head.startswith(mark):
            head = head[length:].decode(encoding, "replace").encode("utf-8", "replace")
            break
    return bool(_XML.match(head))


def read_text(text: str, path: str = "article.md") -> Article:
    """Read Markdown that is already in memory. Raises `errors.InputError` when it is empty."""
    if not text.strip("\ufeff \t\r\n"):
        raise InputError(f"{path} is empty; there is no article in it.")
    return read_markdown(text, path)
