"""Ratio estimates of abstracts against those that were read by hand.

A tuple is found when estimate, both bounds and kind's family are read as one result of the
abstract. Kind, adjustment, level and the attached P value are scored on the found tuples. What
is found beyond the gold counts against precision; the abstracts without any ratio are part of it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from src.utils import terms
from src.utils.bench.scores import Rate, held_out
from src.utils.extraction import extract
from src.utils.reading import read
from src.utils.records import Effect, Result

#: P values that speak of something else than the estimate.
_ASIDE = ("interaction", "trend", "heterogeneity", "noninferiority", "log-rank")


class Scores:
    """The rates of one half of the articles."""

    def __init__(self, label: str):
        self.recall = Rate(f"ratio tuples found in abstracts, {label}")
        self.precision = Rate(f"found tuples that are right, {label}")
        self.kind = Rate(f"  kind, {label}")
        self.adjusted = Rate(f"  adjusted, {label}")
        self.level = Rate(f"  level, {label}")
        self.p = Rate(f"  P attached as printed, {label}")
        self.none = Rate(f"  no P where none is attached, {label}")

    def rates(self) -> list[Rate]:
        """In the order of printing."""
        return [
            self.recall,
            self.precision,
            self.kind,
            self.adjusted,
            self.level,
            self.p,
            self.none,
        ]


def ratios(path: Path) -> list[tuple[Result, Effect, str]]:
    """The ratio estimates with an interval in an article's abstract, with their quotes."""
    article = read(path)
    out = []
    for result in extract(article).results:
        effect = result.effect
        if result.place != "abstract" or effect is None or effect.kind not in terms.RATIOS:
            continue
        if effect.estimate and effect.low and effect.high:
            out.append((result, effect, " ".join(article.quote(s) for s in result.spans)))
    return out


def judge(item: dict[str, Any], folder: Path, scores: Scores) -> None:
    """Count one article."""
    identifier = item["pmcid"]
    left = ratios(folder / f"{identifier}.nxml")
    for gold in item["estimates"]:
        wanted = (gold["estimate"], gold["ci_low"], gold["ci_high"])
        hit = next((k for k, (_, e, _) in enumerate(left) if _tuple(e) == wanted), None)
        quote = f"{identifier} {gold['quote']!r}"
        scores.recall.add(hit is not None, quote)
        if hit is None:
            continue
        result, effect, _ = left.pop(hit)
        scores.precision.add(True)
        scores.kind.add(
            effect.kind == gold["kind"], f"{quote}: read {effect.kind}, is {gold['kind']}"
        )
        said = "adjusted" if effect.adjusted else "not adjusted"
        scores.adjusted.add(effect.adjusted == gold["adjusted"], f"{quote}: read {said}")
        level = effect.level.text if effect.level else None
        scores.level.add(level == gold["ci_level"], f"{quote}: read {level}, is {gold['ci_level']}")
        attached = [(p.relation, p.value.text) for p in result.p if p.qualifier not in _ASIDE]
        every = [(p.relation, p.value.text) for p in result.p]
        if gold.get("p"):
            told = (gold["p_rel"], gold["p"])
            scores.p.add(told in every, f"{quote}: read {every}, is {told}")
        else:
            scores.none.add(not attached, f"{quote}: read {attached}")
    for _, effect, quote in left:
        scores.precision.add(False, f"{identifier} read {effect.kind} {_tuple(effect)}: {quote!r}")


def _tuple(effect: Effect) -> tuple[str, str, str]:
    assert effect.estimate and effect.low and effect.high
    return effect.estimate.text, effect.low.text, effect.high.text


FILES = ("abstracts.jsonl", "abstracts_negative.jsonl")


def measure(folder: Path, gold: Path, show_held_out: bool = False) -> list[Rate]:
    """The rates of seen articles, then of held-out ones (their misses only on request)."""
    halves = {False: Scores("seen"), True: Scores("held out")}
    for item in _items(folder, gold):
        judge(item, folder, halves[held_out(item["pmcid"])])
    if not show_held_out:
        for rate in halves[True].rates():
            rate.misses.clear()
    return [*halves[False].rates(), *halves[True].rates()]


def measure_all(folder: Path, gold: Path, label: str) -> list[Rate]:
    """The rates of all annotated abstracts of a gold folder, with every miss."""
    scores = Scores(label)
    for item in _items(folder, gold):
        judge(item, folder, scores)
    return scores.rates()


def _items(folder: Path, gold: Path) -> Iterator[dict[str, Any]]:
    """The annotated abstracts whose articles are there."""
    for name in FILES:
        path = gold / name
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                item = json.loads(line)
                if (folder / f"{item['pmcid']}.nxml").is_file():
                    yield item


def main(arguments: list[str] | None = None) -> int:
    """Print the rates and every miss with its quote; exit status 0 also without a corpus."""
    parser = argparse.ArgumentParser(prog="bench-gold-abstracts", description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="list the held-out misses too")
    options = parser.parse_args(arguments)
    place = os.environ.get("AUDIT_CORPUS", "")
    if not place or not (Path(place) / "gold").is_dir():
        print("AUDIT_CORPUS names no folder with articles/ and gold/; nothing was measured.")
        return 0
    rates = measure(Path(place) / "articles", Path(place) / "gold", options.held_out)
    for rate in rates:
        print(rate.row())
    for rate in rates:
        for miss in rate.misses:
            print(f"  {rate.name.strip()}: {miss}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
