"""What makes an effect other than crude: design, models, reference categories.

What belongs here: words of the article and shapes of a table that say how an effect was computed.
What does not: any verdict.
"""

from __future__ import annotations

import bisect
import re

from src.utils.records import Article, Cell, Dossier, Result, Span, cover

_CLUSTERED = re.compile(
    r"cluster|stepped[- ]wedge|cross-?over|matched|paired|split[- ]mouth|propensity|weighted", re.I
)
_MODEL = re.compile(
    r"adjust(?:ed|ing|ment)\b[^.]{0,20}\bfor\b|covariates?\b|multi-?varia(?:te|ble)|"
    r"mixed[- ](?:effects?|model)|multi-?level|random[- ]effects?|generali[sz]ed estimating|"
    r"\bGEEs?\b|(?:logistic|poisson|binomial|regression) (?:regression|models?)|mantel|"
    r"stratified (?:analys|cochran|for)|inverse probability",
    re.I,
)
_CRUDE = re.compile(r"\bcrude\b|\bunadjusted\b|\bunivari", re.I)
#: A cell of a reference category: "1.00", "1 (reference)", "ref."
_REFERENCE = re.compile(
    r"\s*(?:1(?:\.0+)?\s*(?:[(\[]?\s*ref\w*\.?\s*[)\]]?)?|[(\[]?\s*ref(?:erence|erent)?\.?\s*"
    r"(?:group|category)?\s*[)\]]?)\s*\Z",
    re.I,
)
_REFERENCE_ROW = re.compile(r"\bref(?:erence|erent|\.|\))", re.I)


def design_word(dossier: Dossier) -> str:
    """A word of title or abstract for a design in which crude effects do not hold, or ""."""
    known: str | None = dossier.__dict__.get("_design_word")
    if known is None:
        article = dossier.article
        texts = [article.title]
        texts += [article.view(b.pieces).text for b in article.blocks if b.kind == "abstract"]
        found = next((m for m in map(_CLUSTERED.search, texts) if m), None)
        known = dossier.__dict__["_design_word"] = found.group().lower() if found else ""
    return known


def model_word(result: Result, dossier: Dossier) -> str:
    """A word around the result, or in the methods, for a model behind its effect, or ""."""
    texts = [f"{result.context.sentence} {result.context.header} {result.context.row}"]
    article = dossier.article
    if result.table is not None and result.table < len(article.tables):
        table = article.tables[result.table]
        for pieces in (table.caption, *table.footnotes):
            if pieces:
                whole = cover(pieces)
                texts.append(article.shadow[whole.start : whole.end])
    for text in texts:
        if found := _MODEL.search(text):
            return found.group().lower()
    return _of_the_methods(dossier)


def _of_the_methods(dossier: Dossier) -> str:
    known: str | None = dossier.__dict__.get("_model_word")
    if known is None:
        known = ""
        article = dossier.article
        for block in article.blocks:
            if block.kind in ("paragraph", "abstract") and (
                found := _MODEL.search(article.view(block.pieces).text)
            ):
                known = found.group().lower()
                break
        dossier.__dict__["_model_word"] = known
    return known


def crude_by_name(result: Result) -> bool:
    """Whether the article itself calls the effect crude, unadjusted or univariable."""
    c = result.context
    return bool(_CRUDE.search(f"{c.header} {c.row} {c.analysis} {c.sentence}"))


def factor_column(result: Result, dossier: Dossier) -> bool:
    """Whether the effect's column holds a reference category: levels of a factor, not arms."""
    if result.table is None or result.effect is None or result.effect.estimate is None:
        return False
    article = dossier.article
    if result.table >= len(article.tables):
        return False
    table = article.tables[result.table]
    column = _column_of(result.effect.estimate.span, result.table, dossier)
    known: dict[tuple[int, int], bool] = dossier.__dict__.setdefault("_factor_columns", {})
    key = (result.table, column)
    if key not in known:
        known[key] = any(_refers(article, cell, column) for cell in table.cells)
    return known[key]


def _column_of(span: Span, table: int, dossier: Dossier) -> int:
    """The column in whose cell a span stands, -1 where there is none."""
    known: dict[int, list[tuple[int, int, int]]] = dossier.__dict__.setdefault("_cells_of", {})
    if table not in known:
        cells = dossier.article.tables[table].cells
        known[table] = sorted((p.start, p.end, c.column) for c in cells for p in c.pieces)
    at = bisect.bisect_right(known[table], span.start, key=lambda p: p[0]) - 1
    _, end, column = known[table][at] if at >= 0 else (0, -1, -1)
    return column if span.end <= end else -1


def _refers(article: Article, cell: Cell, column: int) -> bool:
    """Whether a cell is a reference category's, in the effect's column or at the row's head."""
    if cell.header or not cell.pieces:
        return False
    if cell.column == column:
        return bool(_REFERENCE.match(article.view(cell.pieces).text))
    return cell.column == 0 and bool(_REFERENCE_ROW.search(article.view(cell.pieces).text))
