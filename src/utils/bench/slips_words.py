"""Slips in words and structure: references, outcomes, abbreviations, criteria, shifted rows."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise

from src.utils import terms
from src.utils.bench.printed_items import Inventory
from src.utils.bench.slips import Maker, Slip
from src.utils.records import Audit, Result, Span

_DEFINED = re.compile(r"(?:^|(?<=[;.,]))\s*(?P<abbr>[A-Za-z][A-Za-z0-9-]{1,14}):\s[^;.]+[;.]?")
_BETTER = re.compile(r"\b(?:longer|higher|better|lower|shorter|improved|superior|reduced)\b")
_DENIED = re.compile(r"\b(?:not|no|nor|without|similar|comparable|significant\w*)\b", re.I)


def author_or_year(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """A table names the author or the year of another reference; the reference list tells."""
    article = audit.article
    others = [r for r in article.references if r.authors and r.year]
    for study in audit.dossier.studies:
        if study.name_span is None or not others:
            continue
        name = article.quote(study.name_span)
        other = rng.choice(others)
        for old, new in (
            (study.author, other.authors[0].split()[0]),
            (study.year, other.year),
        ):
            at = name.find(old) if old else -1
            if at >= 0 and new != old and new not in name:
                span = Span(study.name_span.start + at, study.name_span.start + at + len(old))
                yield Slip("author or year of another reference", span, new, "reference list")


def outcome_renamed(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """A sentence names another outcome of the same family than before."""
    article = audit.article
    names = [t.name for t in terms.ENDPOINTS if t.cased and t.family == "time"]
    for result in audit.dossier.results:
        if result.place == "table" or result.effect is None or not result.spans:
            continue
        start = result.sentence[0].start if result.sentence else result.spans[0].start
        before = article.text[start : result.spans[0].start + 12]
        printed = [m for m in re.finditer(r"\bm?([A-Z]{2,4}S)\b", before) if m[1] in names]
        if not printed or printed[-1][1] != result.endpoint:
            continue
        new = rng.choice([n for n in ("OS", "PFS", "DFS", "RFS") if n != result.endpoint])
        at = start + printed[-1].start(1)
        span = Span(at, at + len(printed[-1][1]))
        yield Slip("outcome renamed", span, new, _elsewhere(result, inventory))


def _elsewhere(result: Result, inventory: Inventory) -> str:
    """Whether the result's effect is printed a second time, under its true name."""
    for item in inventory.items:
        inside = any(item.span.overlaps(s) for s in result.spans)
        if inside and inventory.repeated(item):
            return "printed elsewhere"
    return ""


def significance_added(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """ "longer" becomes "significantly longer" beside a P value of 0.05 or more."""
    article = audit.article
    for result in audit.dossier.results:
        if result.place == "table" or len(result.p) != 1 or result.p[0].relation == "<":
            continue
        if float(result.p[0].value.text) < 0.05 or not result.sentence or not result.spans:
            continue
        start = result.sentence[0].start
        words = article.shadow[start : result.spans[0].start]
        clause = start + max(words.rfind(","), words.rfind(";"), words.rfind("]"), -1) + 1
        last = list(_BETTER.finditer(article.shadow, clause, result.spans[0].start))
        if last and not _DENIED.search(article.shadow[clause : result.spans[0].start]):
            at = last[-1].start()
            yield Slip(
                "significance word added", Span(at, at), "significantly ", "P not below 0.05"
            )


def abbreviation_lost(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """A table's footnote no longer defines an abbreviation that stands in its headings."""
    article = audit.article
    for table in article.tables:
        shown = {
            w
            for cell in table.cells
            for p in cell.pieces
            for w in re.findall(r"[A-Za-z][A-Za-z0-9-]+", article.shadow[p.start : p.end])
        }
        for note in table.footnotes:
            for piece in note:
                for found in _DEFINED.finditer(article.shadow, piece.start, piece.end):
                    text = article.text[found.start() : found.end()]
                    if found["abbr"] in shown and "\n" not in text and "<" not in text:
                        span = Span(found.start("abbr"), found.end())
                        region = (table.span, piece)
                        yield Slip("abbreviation lost", span, "", "used and not defined", region)


def other_criterion(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """A sentence prints the percentages that the table gives by another criterion."""
    article = audit.article
    results = [r for r in audit.dossier.results if r.criterion and len(r.values) == 2]
    for mention in results:
        if mention.place == "table" or len(mention.ref) != 1:
            continue
        for cell in results:
            same = cell.ref == mention.ref and cell.endpoint == mention.endpoint
            if cell.place != "table" or not same or cell.criterion == mention.criterion:
                continue
            a, b = mention.values
            if len(a.nums) == len(b.nums) == 1 and all(len(v.nums) == 1 for v in cell.values):
                x, y = (article.quote(v.nums[0].span) for v in cell.values)
                between = article.text[a.nums[0].span.end : b.nums[0].span.start]
                span = Span(a.nums[0].span.start, b.nums[0].span.end)
                name = "percentage of another criterion"
                yield Slip(name, span, f"{x}{between}{y}", "printed for the other criterion")


def row_shifted(audit: Audit, inventory: Inventory, rng: random.Random) -> Iterator[Slip]:
    """Two neighbouring cells of a row trade places, as after a cell lost or added."""
    article = audit.article
    for table in article.tables:
        rows: dict[int, list[Span]] = {}
        for cell in table.cells:
            if not cell.header and len(cell.pieces) == 1:
                rows.setdefault(cell.row, []).append(cell.pieces[0])
        for cells in rows.values():
            told = [c for c in cells if any(i.span in c for i in inventory.items)]
            # A cell that names its own endpoint loses nothing by moving.
            told = [c for c in told if article.shadow[c.start : c.end].lstrip()[:1].isdigit()]
            for first, second in pairwise(told):
                between = article.text[first.end : second.start]
                if first.end > second.start or len(between) > 8 or between.strip(" \t|"):
                    continue
                new = article.quote(second) + between + article.quote(first)
                inside = [i for i in inventory.items if i.span in first or i.span in second]
                why = "printed elsewhere" if any(map(inventory.repeated, inside)) else ""
                yield Slip("row shifted by a cell", Span(first.start, second.end), new, why)


MAKERS: dict[str, Maker] = {
    "percentage of another criterion": other_criterion,
    "author or year of another reference": author_or_year,
    "outcome renamed": outcome_renamed,
    "significance word added": significance_added,
    "abbreviation lost": abbreviation_lost,
    "row shifted by a cell": row_shifted,
}
