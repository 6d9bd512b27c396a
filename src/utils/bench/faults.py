"""`make bench-faults`: errors planted with a seed, by class of slip.

Planted into the review and, where AUDIT_CORPUS names a corpus with gold, into articles that agree
with themselves as far as they were read by hand. For every class: how many were planted, how many a
perfect reader could see from the printed characters of the same article (the ceiling; see
`slips`), how many of those were caught at the changed place, and how many at all. At the end: the
verdicts at warning or above that are new elsewhere in the changed copies, and those on the
unchanged agreeing articles.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from pathlib import Path

import msgspec

from src.utils import paths
from src.utils.bench import slips, slips_words
from src.utils.bench.gold_pairs import lines
from src.utils.bench.planting import Source
from src.utils.bench.printed_items import Inventory
from src.utils.bench.scores import Rate
from src.utils.bench.slips import Slip

MAKERS = {**slips.MAKERS, **slips_words.MAKERS}


class Row(msgspec.Struct):
    """The counts of one class."""

    name: str
    planted: int = 0
    ceiling: int = 0
    caught: int = 0
    loud: int = 0
    beyond: int = 0
    misses: list[str] = []
    elsewhere: list[str] = []


def agreeing_articles(corpus: Path) -> list[Path]:
    """Articles of which every annotated pair agrees and no error was annotated."""
    gold = corpus / "gold"
    good: set[str] = set()
    bad: set[str] = set()
    for item in lines(gold / "pairs.jsonl"):
        (good if item["agree"] else bad).add(item["pmcid"])
    for name in ("internal.jsonl", "pairs_disagree_extra.jsonl"):
        bad |= {item["pmcid"] for item in lines(gold / name)}
    return [corpus / "articles" / f"{p}.nxml" for p in sorted(good - bad)]


def chosen(source: Source, count: int, rng: random.Random) -> dict[str, list[Slip]]:
    """Up to ``count`` slips of every class, those a reader could see first by half."""
    inventory = Inventory(source.audit.article)
    out = {}
    for name, make in MAKERS.items():
        every = list(make(source.audit, inventory, rng))
        rng.shuffle(every)
        every.sort(key=lambda s: not s.visible)
        out[name] = every[:count]
    return out


def measure(
    review: Path, per_class: int, articles: list[Path], per_article: int, seed: int
) -> list[Row]:
    """The counts of every class over the review and the other articles."""
    rows = {name: Row(name) for name in MAKERS}
    plan = [(review, per_class), *((a, per_article) for a in articles)]
    for path, count in plan:
        source = Source(path)
        rng = random.Random(f"{seed} {path.stem}")
        for name, found in chosen(source, count, rng).items():
            for slip in found:
                _count(rows[name], source, slip)
    return list(rows.values())


def _count(row: Row, source: Source, slip: Slip) -> None:
    result = source.plant(slip)
    if result is None:
        return
    article = source.audit.article
    row.planted += 1
    text = article.text
    shown = text[max(slip.span.start - 50, 0) : slip.span.start]
    old = article.quote(slip.span)
    said = f"{source.path.stem}: ...{shown!r} [{old!r} -> {slip.text!r}] {slip.visible}"
    if slip.visible:
        row.ceiling += 1
        row.caught += result.caught
        row.loud += result.loud
        if not result.caught:
            row.misses.append(said)
    elif result.caught:
        row.beyond += 1
    row.elsewhere += [f"{said}: {v.check} {v.message}" for v in result.elsewhere]


def unchanged(articles: list[Path]) -> tuple[int, int, list[str]]:
    """Verdicts on unchanged agreeing articles: all, those that speak loudly, and these in words."""
    total, loud = 0, []
    for path in articles:
        verdicts = Source(path).audit.verdicts
        total += sum(v.outcome in ("agrees", "differs") for v in verdicts)
        loud += [
            f"{path.stem}: {v.check} {v.severity}: {v.message}"
            for v in verdicts
            if v.outcome == "differs" and v.severity in ("error", "warning")
        ]
    return total, len(loud), loud


def show(rows: list[Row]) -> None:
    """Print the table."""
    head = ("class", "planted", "ceiling", "caught", "loud", "beyond", "elsewhere")
    print("{:<38}{:>8}{:>9}{:>8}{:>6}{:>8}{:>11}".format(*head))
    for r in rows:
        cells = (r.planted, r.ceiling, r.caught, r.loud, r.beyond, len(r.elsewhere))
        print("{:<38}{:>8}{:>9}{:>8}{:>6}{:>8}{:>11}".format(r.name, *cells))
    all_rows = Rate("caught of what a perfect reader could see")
    all_rows.total, all_rows.hits = sum(r.ceiling for r in rows), sum(r.caught for r in rows)
    print(all_rows.row())


def main(arguments: list[str] | None = None) -> int:
    """Plant, audit, print."""
    parser = argparse.ArgumentParser(prog="bench-faults", description=__doc__)
    parser.add_argument("--per-class", type=int, default=5, help="slips of a class in the review")
    parser.add_argument("--articles", type=int, default=3, help="articles of the corpus")
    parser.add_argument("--per-article", type=int, default=1, help="slips of a class in each")
    parser.add_argument("--seed", type=int, default=20241122)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quiet", action="store_true", help="no list of misses")
    options = parser.parse_args(arguments)
    place = os.environ.get("AUDIT_CORPUS", "")
    articles = agreeing_articles(Path(place)) if place and (Path(place) / "gold").is_dir() else []
    random.Random(options.seed).shuffle(articles)
    articles = articles[: options.articles]
    review = paths.default_article()
    rows = measure(review, options.per_class, articles, options.per_article, options.seed)
    total, loud, said = unchanged(articles)
    if options.json:
        out = {"classes": msgspec.to_builtins(rows), "unchanged": said, "judged": total}
        print(json.dumps(out, indent=1, ensure_ascii=False))
        return 0
    show(rows)
    if articles:
        print(f"unchanged agreeing articles: {loud} of {total} verdicts at warning or above")
        print("".join(f"  {s}\n" for s in said), end="")
    else:
        print("AUDIT_CORPUS names no corpus with gold; only the review was used.")
    if not options.quiet:
        for r in rows:
            print("".join(f"missed, {r.name}: {m}\n" for m in r.misses), end="")
            print("".join(f"new elsewhere, {r.name}: {m}\n" for m in r.elsewhere), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
