"""What a reader sees of an article: its characters without markup, one flag for each character.

Belongs here: turning a span of `Article.text` into visible text, and nothing else. The shadow
decides: where it blanks a character that is not white space, the character is markup and not
shown; where it replaces an ASCII character (an entity, a LaTeX command), its replacement is shown;
typographic variants (Unicode minus, middle dot, thin space) are shown as printed.
"""

from __future__ import annotations

import re

from src.utils.records import Article, Span

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_RUN = re.compile(r"\s+")
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def visible(article: Article, span: Span) -> str:
    """The text of ``span`` without markup, white space kept as it is.

    Control characters and marks that turn the direction of writing are shown as U+FFFD, because
    they could make a page show another order of characters than the file has.
    """
    text = article.text[span.start : span.end]
    shadow = article.shadow[span.start : span.end]
    if text != shadow:
        text = "".join(map(_shown, text, shadow))
    return _UNSAFE.sub("\ufffd", text)


def folded(article: Article, span: Span) -> str:
    """`visible` in one line, for a quote in a list."""
    return _RUN.sub(" ", visible(article, span)).strip()


def _shown(printed: str, shadow: str) -> str:
    if printed == shadow:
        return printed
    if shadow == " ":
        return printed if printed.isspace() and printed not in _INVISIBLE else ""
    return shadow if printed.isascii() else printed
