"""MathML -> one readable line.

Belongs here: the linear form of simple formulas (fractions, powers, indices, roots, brackets).
Does not: any understanding of them; what is not known is read as its text.
"""

from __future__ import annotations

from lxml import etree

from src.utils.reading.jats_parse import local


def linear(element: etree._Element) -> str:
    """A formula in one line: ``p_1/(1-p_1)``, ``10^-5``, ``sqrt(n)``."""
    return " ".join(_read(element).split())


def _read(element: etree._Element) -> str:
    name = local(element.tag)
    if name in ("annotation", "annotation-xml", "mphantom"):
        return ""
    parts = [_read(child) for child in element]
    if not parts:
        return (element.text or "").strip() if name != "mspace" else " "
    if name == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if name == "msup" and len(parts) == 2:
        return f"{_grouped(parts[0])}^{_grouped(parts[1])}"
    if name in ("msub", "munder") and len(parts) == 2:
        return f"{parts[0]}_{_grouped(parts[1])}"
    if name in ("msubsup", "munderover") and len(parts) == 3:
        return f"{parts[0]}_{_grouped(parts[1])}^{_grouped(parts[2])}"
    if name == "msqrt":
        return f"sqrt({''.join(parts)})"
    if name == "mroot" and len(parts) == 2:
        return f"root({parts[0]}, {parts[1]})"
    if name == "mfenced":
        left, right = element.get("open", "("), element.get("close", ")")
        return left + element.get("separators", ",")[:1].join(parts) + right
    if name == "mtr":
        return " ".join(parts) + "; "
    return "".join(parts)


def _grouped(text: str) -> str:
    bare = text.strip()
    return bare if bare.lstrip("-−").replace(".", "").isalnum() or len(bare) < 2 else f"({bare})"
