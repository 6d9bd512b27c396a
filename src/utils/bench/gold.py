"""`make bench-gold`: the engine against what was read by hand in a corpus.

The corpus is found through AUDIT_CORPUS (a folder with ``articles/`` and ``gold/``); without it
one sentence is printed and nothing fails. Every third article, by a hash of its id, is held out:
its figures are printed apart and its misses only with ``--held-out``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from src.utils import pipeline
from src.utils.bench.gold_places import Located, lies_in
from src.utils.bench.scores import Rate, held_out
from src.utils.records import Audit, Result, Span, Verdict

_SOFT = ("last_digit", "p_sign")
_LOUD = ("error", "warning")


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
    agree: Rate
    quiet: Rate
    found: Rate
    found_strict: Rate

    @classmethod
    def named(cls, label: str) -> Pairs:
        """Empty counts."""
        return cls(
            Rate(f"links found, {label}"),
            Rate(f"agreements without alarm on the pair, {label}"),
            Rate(f"agreeing mentions without any alarm, {label}"),
            Rate(f"disagreements found, {label}"),
            Rate(f"  of these, beyond last digit and P sign, {label}"),
        )

    def rates(self) -> list[Rate]:
        """In the order of printing."""
        return [self.links, self.agree, self.quiet, self.found, self.found_strict]


def both_sides(one: Audited, item: dict[str, Any]) -> tuple[list[Span], list[Span]]:
    """The places of a gold pair: the mention's and the cells'."""
    where = tuple(item.get("where", ("abstract", "body")))
    texts = one.located.quotes(item["text_quote"], where)
    rows = item.get("cell_row_indices", [-1])
    cells = one.located.cells(item["table_id"], item.get("cells", [item["cell_quote"]]), rows)
    return texts, cells


def judge_pair(item: dict[str, Any], folder: Path, scores: Pairs) -> None:
    """Count one pair: linked, and agreed or alarmed as it should be."""
    one = audited(folder / f"{item['pmcid']}.nxml")
    texts, cells = both_sides(one, item)
    both = f"{item['text_quote']!r} | {item['cell_quote']!r}"
    quote = f"{item['pmcid']} {item.get('what', '')}: {both}"
    if not texts or not cells:
        side = "text" if not texts else "cell"
        scores.links.add(False, f"{quote} [the {side} was not located]")
        return
    dossier = one.audit.dossier
    linked = any(_joins(k.left, k.right, texts, cells, dossier.result) for k in dossier.links)
    scores.links.add(linked, quote + _why(one, texts, cells))
    alarms = [v for v in one.audit.verdicts if v.check.startswith("TT") and v.outcome == "differs"]
    touching = [v for v in alarms if _touches(v, texts) and _touches(v, cells)]
    loud = [v for v in touching if v.severity in _LOUD]
    if item["agree"]:
        scores.agree.add(not loud, quote + "".join(f" [{v.check} {v.message}]" for v in loud))
        every = [v for v in alarms if v.severity in _LOUD and _touches(v, texts)]
        scores.quiet.add(not every, quote + "".join(f" [{v.check} {v.message}]" for v in every))
        return
    soft = item.get("severity") in _SOFT
    hit = bool(touching if soft else loud)
    what = f"{quote} ({item.get('severity')}: {item.get('difference', '')})"
    scores.found.add(hit, what + ("" if linked else " [not linked]"))
    if not soft:
        scores.found_strict.add(hit)


def _joins(left: str, right: str, texts: list[Span], cells: list[Span], result: Any) -> bool:
    a, b = result(left), result(right)
    return (lies_in(a, texts) and lies_in(b, cells)) or (lies_in(b, texts) and lies_in(a, cells))


def _touches(verdict: Verdict, places: list[Span]) -> bool:
    return any(e.span.overlaps(p) for e in verdict.evidence for p in places)


def _why(one: Audited, texts: list[Span], cells: list[Span]) -> str:
    """Which side was not extracted, when a link is missing."""
    results: tuple[Result, ...] = one.audit.dossier.results
    mention = any(lies_in(r, texts) for r in results if r.table is None)
    cell = any(lies_in(r, cells) for r in results if r.table is not None)
    lacking = [n for n, there in (("mention", mention), ("cell", cell)) if not there]
    return f" [no result: {', '.join(lacking)}]" if lacking else " [both extracted]"


def judge_traps(folder: Path, gold: Path) -> Rate:
    """Look-alikes that are different quantities: none may be alarmed."""
    quiet = Rate("look-alikes without alarm")
    for item in lines(gold / "traps.jsonl"):
        one = audited(folder / f"{item['pmcid']}.nxml")
        texts, cells = both_sides(one, {**item, "cells": [item["cell_quote"]]})
        loud = [
            v
            for v in one.audit.verdicts
            if v.check.startswith("TT")
            and v.outcome == "differs"
            and v.severity in _LOUD
            and _touches(v, texts)
            and _touches(v, cells)
        ]
        what = f"{item['pmcid']} {item['text_quote']!r} | {item['cell_quote']!r}: {item['why']}"
        quiet.add(not loud, what + "".join(f" [{v.check} {v.message}]" for v in loud))
    return quiet


def judge_internal(folder: Path, gold: Path) -> dict[str, Rate]:
    """Errors inside one result: an error must be loud, a note at most a note."""
    rates = {
        "error": Rate("internal errors found (error, warning)"),
        "warning": Rate("probable misprints found (any severity)"),
        "note": Rate("explicable oddities left quiet (note at most)"),
    }
    for item in lines(gold / "internal.jsonl"):
        one = audited(folder / f"{item['pmcid']}.nxml")
        tabular = "table" in item["scope"] or item.get("location", "").lower().startswith("tab")
        spans = one.located.quotes(item["quote"])
        if tabular:
            spans = spans + one.located.quotes(item["quote"], ("table",))
            for part in item["quote"].split(" | ") if not spans else ():
                spans += one.located.quotes(part.partition(" with ")[0], ("table",))
        hits = [v for v in one.audit.verdicts if v.outcome == "differs" and _touches(v, spans)]
        loud = [v for v in hits if v.severity in _LOUD]
        what = f"{item['pmcid']} {item['check']} {item['scope']}: {item['quote']!r}"
        if not spans:
            what += " [not located]"
        label = item["label"]
        ok = not loud if label == "note" else bool(loud if label == "error" else hits)
        shown = "".join(f" [{v.check} {v.severity}: {v.message}]" for v in (loud if not ok else ()))
        rates[label].add(ok, what + shown)
    return rates


def measure(corpus: Path) -> tuple[list[Rate], list[Rate]]:
    """All rates, those on seen articles first, and those of the held-out articles."""
    folder, gold = corpus / "articles", corpus / "gold"
    seen, kept = Pairs.named("seen"), Pairs.named("held out")
    for name in ("pairs.jsonl", "pairs_disagree_extra.jsonl"):
        for item in lines(gold / name):
            judge_pair(item, folder, kept if held_out(item["pmcid"]) else seen)
    first = [*_abstracts(corpus), *seen.rates(), judge_traps(folder, gold)]
    return [*first, *judge_internal(folder, gold).values()], kept.rates()


def _abstracts(corpus: Path) -> list[Rate]:
    """Scores of the estimates in abstracts, where that measurement is there."""
    try:
        from src.utils.bench import gold_abstracts
    except ImportError:
        return []
    found: list[Rate] = gold_abstracts.measure(corpus)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Print the rates and every miss; exit status 0 also without a corpus."""
    parser = argparse.ArgumentParser(prog="bench-gold", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--held-out", action="store_true", help="list the held-out misses too")
    parser.add_argument("--quiet", action="store_true", help="no list of misses")
    options = parser.parse_args(arguments)
    place = os.environ.get("AUDIT_CORPUS", "")
    if not place or not (Path(place) / "gold").is_dir():
        print("AUDIT_CORPUS names no folder with articles/ and gold/; nothing was measured.")
        return 0
    seen, kept = measure(Path(place))
    if options.json:
        print(json.dumps([r.as_json() for r in (*seen, *kept)], indent=1, ensure_ascii=False))
        return 0
    for rate in (*seen, *kept):
        print(rate.row())
    if not options.quiet:
        listed: dict[str, list[str]] = defaultdict(list)
        for rate in (*seen, *(kept if options.held_out else ())):
            listed[rate.name] += rate.misses
        for name, misses in listed.items():
            if misses:
                print(f"\n{name}: {len(misses)} missed")
                print("\n".join(f"  {m}" for m in misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
