"""Pairs of a mention and table cells that were read by hand: linked, shown, judged.

A program that reads only the verdicts sees a link where a verdict, agreeing or differing, carries
evidence on both sides; both figures are counted, the link itself and what shows of it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from src.utils import pipeline
from src.utils.bench.gold_places import Located, lies_in
from src.utils.bench.scores import Rate
from src.utils.records import Audit, Result, Span, Verdict

#: Differences that a note is enough for.
SOFT = ("last_digit", "p_sign")
LOUD = ("error", "warning")
#: The files of a gold folder that hold pairs.
FILES = ("pairs.jsonl", "pairs_disagree_extra.jsonl")


class Audited(msgspec.Struct, frozen=True):
    """An audited article with its places."""

    located: Located
    audit: Audit


@lru_cache(maxsize=256)
def audited(path: Path) -> Audited:
    """Read and audit one article of the corpus, once."""
    located = Located(path)
    return Audited(located, pipeline.audit_article(located.article))


def lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON-lines file; none when it is missing."""
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


class Pairs(msgspec.Struct):
    """What is counted about pairs of a mention and table cells."""

    links: Rate
    shown: Rate
    agree: Rate
    quiet: Rate
    found: Rate
    found_strict: Rate

    @classmethod
    def named(cls, label: str) -> Pairs:
        """Empty counts."""
        return cls(
            Rate(f"links found, {label}"),
            Rate(f"links with a verdict on both sides, {label}"),
            Rate(f"agreements without alarm on the pair, {label}"),
            Rate(f"agreeing mentions without any alarm, {label}"),
            Rate(f"disagreements found, {label}"),
            Rate(f"  of these, beyond last digit and P sign, {label}"),
        )

    def rates(self) -> list[Rate]:
        """In the order of printing."""
        return [self.links, self.shown, self.agree, self.quiet, self.found, self.found_strict]


def both_sides(located: Located, item: dict[str, Any]) -> tuple[list[Span], list[Span]]:
    """The places of a gold pair: the mention's and the cells'."""
    where = tuple(item.get("where", ("abstract", "body")))
    texts = located.quotes(item["text_quote"], where)
    rows = item.get("cell_row_indices", [-1])
    cells = located.cells(item["table_id"], item.get("cells", [item["cell_quote"]]), rows)
    return texts, cells


def judge_pair(item: dict[str, Any], folder: Path, scores: Pairs) -> None:
    """Count one pair: linked, shown to a reader of verdicts, and agreed or alarmed."""
    one = audited(folder / f"{item['pmcid']}.nxml")
    texts, cells = both_sides(one.located, item)
    both = f"{item['text_quote']!r} | {item['cell_quote']!r}"
    quote = f"{item['pmcid']} {item.get('what', '')}: {both}"
    if not texts or not cells:
        side = "text" if not texts else "cell"
        scores.links.add(False, f"{quote} [the {side} was not located]")
        scores.shown.add(False)
        return
    dossier = one.audit.dossier
    linked = any(_joins(k.left, k.right, texts, cells, dossier.result) for k in dossier.links)
    scores.links.add(linked, quote + _why(one, texts, cells))
    said = [v for v in one.audit.verdicts if v.check.startswith("TT")]
    both_touched = [v for v in said if touches(v, texts) and touches(v, cells)]
    shown = any(v.outcome in ("agrees", "differs") for v in both_touched)
    scores.shown.add(shown, quote + (" [linked]" if linked else ""))
    alarms = [v for v in said if v.outcome == "differs"]
    touching = [v for v in both_touched if v.outcome == "differs"]
    loud = [v for v in touching if v.severity in LOUD]
    if item["agree"]:
        scores.agree.add(not loud, quote + "".join(f" [{v.check} {v.message}]" for v in loud))
        every = [v for v in alarms if v.severity in LOUD and touches(v, texts)]
        scores.quiet.add(not every, quote + "".join(f" [{v.check} {v.message}]" for v in every))
        return
    soft = item.get("severity") in SOFT
    hit = bool(touching if soft else loud)
    what = f"{quote} ({item.get('severity')}: {item.get('difference', '')})"
    scores.found.add(hit, what + ("" if linked else " [not linked]"))
    if not soft:
        scores.found_strict.add(hit)


def _joins(left: str, right: str, texts: list[Span], cells: list[Span], result: Any) -> bool:
    a, b = result(left), result(right)
    return (lies_in(a, texts) and lies_in(b, cells)) or (lies_in(b, texts) and lies_in(a, cells))


def touches(verdict: Verdict, places: list[Span]) -> bool:
    """Whether some evidence of a verdict lies in one of the places."""
    return any(e.span.overlaps(p) for e in verdict.evidence for p in places)


def _why(one: Audited, texts: list[Span], cells: list[Span]) -> str:
    """Which side was not extracted, when a link is missing."""
    lacking = not_extracted(one.audit.dossier.results, texts, cells)
    return f" [no result: {', '.join(lacking)}]" if lacking else " [both extracted]"


def not_extracted(
    results: tuple[Result, ...], texts: list[Span], cells: list[Span]
) -> tuple[str, ...]:
    """Which of the two sides ("mention", "cell") no result was read from."""
    mention = any(lies_in(r, texts) for r in results if r.table is None)
    cell = any(lies_in(r, cells) for r in results if r.table is not None)
    return tuple(n for n, there in (("mention", mention), ("cell", cell)) if not there)


def judge_traps(folder: Path, gold: Path) -> Rate:
    """Look-alikes that are different quantities: none may be alarmed."""
    quiet = Rate("look-alikes without alarm")
    for item in lines(gold / "traps.jsonl"):
        one = audited(folder / f"{item['pmcid']}.nxml")
        cells = item.get("cells", [item["cell_quote"]])
        texts, places = both_sides(one.located, {**item, "cells": cells})
        loud = [
            v
            for v in one.audit.verdicts
            if v.check.startswith("TT")
            and v.outcome == "differs"
            and v.severity in LOUD
            and touches(v, texts)
            and touches(v, places)
        ]
        what = f"{item['pmcid']} {item['text_quote']!r} | {item['cell_quote']!r}: {item['why']}"
        quiet.add(not loud, what + "".join(f" [{v.check} {v.message}]" for v in loud))
    return quiet
