"""`make bench-gold`: the engine against what was read by hand in a corpus.

The corpus is found through AUDIT_CORPUS (a folder with ``articles/`` and ``gold/``); without it
one sentence is printed and nothing fails. Of its own gold every third article, by a hash of its id,
is held out: its figures are printed apart and its misses only with ``--held-out``. The annotations
of further articles that the project made itself (``tests/gold/trials/``) are scored apart, those
kept blind without their misses; others, in the same formats, are named with ``--gold FOLDER``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from pathlib import Path

from src.utils import paths
from src.utils.bench import gold_abstracts
from src.utils.bench.gold_pairs import (
    FILES,
    LOUD,
    Pairs,
    audited,
    judge_pair,
    judge_traps,
    lines,
    touches,
)
from src.utils.bench.scores import Rate, held_out

#: Annotated by the project itself; see the README there.
OWN = paths.root() / "tests" / "gold" / "trials"


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
        hits = [v for v in one.audit.verdicts if v.outcome == "differs" and touches(v, spans)]
        loud = [v for v in hits if v.severity in LOUD]
        what = f"{item['pmcid']} {item['check']} {item['scope']}: {item['quote']!r}"
        if not spans:
            what += " [not located]"
        label = item["label"]
        ok = not loud if label == "note" else bool(loud if label == "error" else hits)
        shown = "".join(f" [{v.check} {v.severity}: {v.message}]" for v in (loud if not ok else ()))
        rates[label].add(ok, what + shown)
    return rates


def measure(corpus: Path, show_held_out: bool = False) -> tuple[list[Rate], list[Rate]]:
    """All rates, those on seen articles first, and those of the held-out articles."""
    folder, gold = corpus / "articles", corpus / "gold"
    seen, kept = Pairs.named("seen"), Pairs.named("held out")
    for name in FILES:
        for item in lines(gold / name):
            judge_pair(item, folder, kept if held_out(item["pmcid"]) else seen)
    first = [*gold_abstracts.measure(folder, gold, show_held_out), *seen.rates()]
    return [*first, judge_traps(folder, gold), *judge_internal(folder, gold).values()], kept.rates()


def measure_further(folder: Path, gold: Path) -> list[Rate]:
    """The rates of a further gold folder about articles in ``folder``, all of them together."""
    scores = Pairs.named(gold.name)
    for name in FILES:
        for item in lines(gold / name):
            judge_pair(item, folder, scores)
    rates = [*gold_abstracts.measure_all(folder, gold, gold.name), *scores.rates()]
    rates += [judge_traps(folder, gold), *judge_internal(folder, gold).values()]
    for rate in rates:
        if gold.name not in rate.name:
            rate.name = f"{rate.name}, {gold.name}"
    return rates


def main(arguments: list[str] | None = None) -> int:
    """Print the rates and every miss; exit status 0 also without a corpus."""
    parser = argparse.ArgumentParser(prog="bench-gold", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--held-out", action="store_true", help="list the held-out misses too")
    parser.add_argument("--quiet", action="store_true", help="no list of misses")
    parser.add_argument(
        "--gold",
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="a further folder of annotations in the same formats (may be repeated)",
    )
    options = parser.parse_args(arguments)
    place = os.environ.get("AUDIT_CORPUS", "")
    if not place or not (Path(place) / "gold").is_dir():
        print("AUDIT_CORPUS names no folder with articles/ and gold/; nothing was measured.")
        return 0
    for folder in options.gold:
        if not folder.is_dir():
            parser.error(f"{folder} is no folder; name one that holds pairs.jsonl and the like")
    seen, kept = measure(Path(place), options.held_out)
    articles = Path(place) / "articles"
    for folder in (OWN / "development", *options.gold):
        seen += measure_further(articles, folder)
    kept += measure_further(articles, OWN / "blind")
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
