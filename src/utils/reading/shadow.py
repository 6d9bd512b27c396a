"""The shadow of a text: same length, typographic variants replaced one for one.

Because nothing is inserted or deleted, an offset in the shadow is the same offset in the text, and
no map is needed. Readers of a format blank their markup with `blank` before they call `plain`.
"""

from __future__ import annotations

import re

_ONE_FOR_ONE = {
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("⩾≧", "≥"),
    **dict.fromkeys("⩽≦", "≤"),
    **dict.fromkeys("﹤＜", "<"),
    **dict.fromkeys("﹥＞", ">"),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("“”„″", '"'),
    "⁄": "/",
    "∕": "/",
    "∶": ":",
    "﹪": "%",
    "٪": "%",
    "\u00ad": " ",
    "\u200b": " ",
    "\u200c": " ",
    "\u200d": " ",
    "\u2060": " ",
    "\ufeff": " ",
}
# Full-width forms (digits, brackets, signs) stand one for one for ASCII.
_ONE_FOR_ONE.update({chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)})
# Only what differs is touched: a translation of every character costs ten times as much.
_VARIANT = re.compile("[" + "".join(map(re.escape, _ONE_FOR_ONE)) + "]")
_SPACE = re.compile(r"[^\S ]")
# A middle dot before a digit is a decimal point unless a letter stands before it.
_MIDDLE_DOT = re.compile(r"[·∙⋅•‧](?=\d)(?<![^\W\d_].)")


def plain(text: str) -> str:
    """The shadow of text without markup; ``len(plain(t)) == len(t)`` always.

    >>> plain("0·71 (95%\\u2009CI 0.5\\u20130.9)")
    '0.71 (95% CI 0.5-0.9)'
    """
    out = _SPACE.sub(" ", text)
    if not out.isascii():
        out = _VARIANT.sub(lambda m: _ONE_FOR_ONE[m.group()], out)
    return _MIDDLE_DOT.sub(".", out)


def blank(text: str, pattern: re.Pattern[str], keep: str = "") -> str:
    """Replace every match by as many spaces; characters of ``keep`` inside a match stay."""

    def spaces(match: re.Match[str]) -> str:
        return "".join(c if c in keep else " " for c in match.group())

    return pattern.sub(spaces, text)
