"""Inline markup of Markdown: what is blanked in the shadow, and which marks it leaves.

Belongs here: HTML tags and entities, LaTeX, emphasis, links, escapes, superscripts. Does not:
lines, blocks, tables. Everything is replaced one for one in length, so that an offset in the shadow
is the same offset in the file.
"""

from __future__ import annotations

import html
import re

from src.utils.reading.shadow import plain
from src.utils.records import Mark, Span

# Only names that HTML knows: "a <b and c> d" with other words is prose, not a tag.
_NAMES = (
    "a|abbr|b|big|blockquote|body|br|caption|center|cite|code|col|colgroup|dd|del|div|dl|dt|em|"
    "figcaption|figure|font|h[1-6]|hr|html|i|img|ins|li|mark|math|ol|p|pre|q|s|section|small|span|"
    "strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var"
)
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]{{0,400}})?\s*/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.DOTALL)
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^<>\s]+|[\w.+-]+@[\w-]+\.[\w.-]+)>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)")
_LINK = re.compile(
    r"\[((?:[^\[\]\n]|\[[^\[\]\n]*\]|\\[\[\]])*)\]"
    r"\((?=#|https?:|mailto:|ftp:|www\.|\.{0,2}/|doi|[^()\s]*\.(?:html?|md|png|jpe?g|pdf)\b)"
    r"(?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"\n]*\")?\)",
    re.IGNORECASE,
)
_CITED = re.compile(r"\\?\[?[\d\s,;\-\u2013\u2012\u2014]+\\?\]?\Z")
# Pandoc's rule for $...$, and a looser one with inner spaces for what is clearly a formula.
_MATH = re.compile(
    r"\$\$(?P<display>[^$]{1,2000}?)\$\$|\\\((?P<paren>.{1,300}?)\\\)|"
    r"\$(?P<tight>(?=\S)(?:[^$\n]|\n(?!\s*\n)){1,300}?(?<=\S))\$(?!\d)|"
    r"\$(?P<loose>[^$\n]{0,150}(?:[=<>]|\\[a-zA-Z])[^$\n]{0,150})\$"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?|\\(.)")
_SIGNS = {
    **dict.fromkeys(("geq", "ge", "geqslant", "geqq"), "≥"),
    **dict.fromkeys(("leq", "le", "leqslant", "leqq"), "≤"),
    "lt": "<",
    "gt": ">",
    "pm": "±",
    "times": "×",
    "approx": "≈",
    "sim": "~",
    "neq": "≠",
    "ne": "≠",
    "cdot": "·",
    "infty": "∞",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "chi": "χ",
    "sigma": "σ",
    "dagger": "†",
    "ddagger": "‡",
    "prime": "'",
    "ast": "*",
    "bullet": "·",
    "dots": "…",
    "ldots": "…",
    "to": "→",
    "rightarrow": "→",
}
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_STARS = re.compile(
    r"(?<![\\*])(\*{1,3})(?=[^\s*])((?:[^*\n]|\n(?!\s*\n)){0,500}?[^\s*\\])\1(?!\*)"
)
_BOLD = re.compile(r"(?<!\\)\*\*(?=[^\s*])((?:[^*\n]|\*(?!\*))+?)(?<=[^\s])\*\*")
_UNDER = re.compile(r"(?<![\w\\])(_{1,2})(?=[^\s_])([^_\n]*?[^\s_\\])\1(?!\w)")
_LINE_START = re.compile(r"^[ ]{0,3}(?:#{1,6}(?=[ \t])|>[ ]?|[-*+](?=[ ]+\S))", re.MULTILINE)
_SUPER = re.compile(r"<sup\b[^<>]{0,200}>(.{0,200}?)</sup>", re.IGNORECASE | re.DOTALL)
_SUB = re.compile(r"<sub\b[^<>]{0,200}>(.{0,200}?)</sub>", re.IGNORECASE | re.DOTALL)
_CARET = re.compile(r"(?<=\S)\^([^\s^]{1,20})\^")
_ITALIC = re.compile(r"<(i|em)\b[^<>]{0,200}>(.{0,500}?)</\1>", re.IGNORECASE | re.DOTALL)
_STRONG = re.compile(r"<(b|strong)\b[^<>]{0,200}>(.{0,500}?)</\1>", re.IGNORECASE | re.DOTALL)
_UNICODE_SUPER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,⁻˒–-][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*")
_TABLE_REF = re.compile(
    r"\b(?:Supplementary\s+|Appendix\s+)?(Table|Tab\.|Figure|Fig\.|Figs\.|Tables|Figures)\s+"
    r"([A-Z]?\d+[A-Za-z]?|[IVX]+\b)",
)


def _math(source: str) -> str:
    """The inside of a formula, same length: commands become their sign or spaces."""

    def sign(match: re.Match[str]) -> str:
        known = _SIGNS.get(match.group(1) or "")
        if known is None and match.group(2) in ("%", "#", "&", "_", "$"):
            return " " + match.group(2)
        return (known or "").ljust(len(match.group()))

    out = _COMMAND.sub(sign, source)
    return out.translate({ord(c): " " for c in "{}$~^_&"})


def _keep(out: list[str], start: int, new: str) -> None:
    out[start : start + len(new)] = new


def shadow_of(text: str) -> str:
    """The shadow of Markdown: same length, markup blanked, variants replaced one for one.

    >>> shadow_of("<i>P</i> &lt; 0.05, $P = 0.02$")
    '   P     <    0.05,  P = 0.02 '
    """
    out = list(text)
    if "$" in text or "\\(" in text:
        for m in _MATH.finditer(text):
            inside = m.lastgroup or "tight"
            _keep(out, m.start(), " " * (m.end() - m.start()))
            _keep(out, m.start(inside), _math(m.group(inside)))
    work = "".join(out)
    if "<" in work:
        for pattern in (_COMMENT, _TAG) if "-->" in work else (_TAG,):
            for m in pattern.finditer(work):
                _keep(out, m.start(), " " * (m.end() - m.start()))
        for m in _AUTOLINK.finditer(work):
            out[m.start()] = out[m.end() - 1] = " "
    if "&" in work:
        for m in _ENTITY.finditer(work):
            said = html.unescape(m.group())
            if len(said) == 1:
                _keep(out, m.start(), said.ljust(m.end() - m.start()))
    if "](" in work:
        for m in _IMAGE.finditer(work):
            _keep(out, m.start(), " " * (m.end() - m.start()))
        for m in _LINK.finditer("".join(out)):
            if not _CITED.match(m.group(1)) or m.group(1).startswith(
                ("[", "\\[")
            ):  # "[36](#ref36)" keeps its brackets
                out[m.start()] = out[m.end(1)] = " "
            _keep(out, m.end(1) + 1, " " * (m.end() - m.end(1) - 1))
    work = "".join(out)
    for m in _BOLD.finditer(work):
        out[m.start()] = out[m.start() + 1] = out[m.end() - 1] = out[m.end() - 2] = " "
    for pattern in (_STARS, _UNDER):
        for m in pattern.finditer("".join(out)):
            width = len(m.group(1))
            _keep(out, m.start(), " " * width)
            _keep(out, m.end() - width, " " * width)
    for m in _LINE_START.finditer("".join(out)):
        _keep(out, m.start(), " " * (m.end() - m.start()))
    if "\\" in work:
        for m in _ESCAPE.finditer("".join(out)):
            out[m.start()] = " "
    out = [(c == "`" and " ") or c for c in out] if "`" in work else out
    return plain("".join(out))


def marks_of(text: str) -> tuple[Mark, ...]:
    """Superscripts, subscripts, italics and bold, and mentions of tables and figures."""
    found: list[Mark] = []
    for kind, pattern, group in (
        ("sup", _SUPER, 1),
        ("sub", _SUB, 1),
        ("sup", _CARET, 1),
        ("sup", _UNICODE_SUPER, 0),
        ("italic", _ITALIC, 2),
        ("bold", _STRONG, 2),
        ("bold", _BOLD, 1),
    ):
        for m in pattern.finditer(text):
            found.append(Mark(Span(m.start(group), m.end(group)), kind))
    for m in _STARS.finditer(text):
        if len(m.group(1)) == 1:
            found.append(Mark(Span(m.start(2), m.end(2)), "italic"))
    for m in _TABLE_REF.finditer(text):
        kind = "tableref" if m.group(1).startswith("Tab") else "figref"
        name = "Table" if kind == "tableref" else "Figure"
        found.append(Mark(Span(m.start(), m.end()), kind, f"{name} {m.group(2)}"))
    found.sort(key=lambda mark: (mark.span.start, mark.span.end))
    return tuple(found)
