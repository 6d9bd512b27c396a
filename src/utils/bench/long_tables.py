"""`make bench-long`: what a report with a long table costs, and how the cost grows with it.

A report is made up for every size: rows with names of their own, and sentences that name half of
them with n (%), P values and odds ratios. Twice the rows should cost about twice as much.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from itertools import product

from src.utils import pipeline

#: More than this, for twice the rows, is no longer near linear.
LIMIT = 2.5
_FIRST = "amber basal cortical distal early focal granular hilar inner jugular".split()
_SECOND = "marker lesion pattern signal margin density border fold vessel nodule".split()
_THIRD = "loss gain shift excess defect change delay spread rise decline".split()
_ARM = 200


def report(rows: int, seed: int = 1) -> str:
    """A trial report with a table of so many rows, in Markdown."""
    chance = random.Random(seed)
    table, told = [], []
    names = chance.sample(list(product(_FIRST, _SECOND, _THIRD)), rows)
    for i, name in enumerate(" ".join(words) for words in names):
        a, b = chance.randint(5, 190), chance.randint(5, 190)
        ratio = chance.uniform(0.4, 2.0)
        low, high = ratio / 1.4, ratio * 1.4
        p = chance.uniform(0.001, 0.9)
        shares = f"{100 * a / _ARM:.1f}", f"{100 * b / _ARM:.1f}"
        effect = f"{ratio:.2f}", f"{low:.2f}", f"{high:.2f}"
        table.append(
            f"| {name.capitalize()} | {a} ({shares[0]}) | {b} ({shares[1]}) "
            f"| {effect[0]} ({effect[1]}-{effect[2]}) | {p:.3f} |"
        )
        if i % 4 == 0:
            told.append(
                f"There was {name} in {shares[0]}% and {shares[1]}% (odds ratio {effect[0]}, "
                f"95% CI {effect[1]} to {effect[2]}; P = {p:.3f})."
            )
        elif i % 4 == 2:
            told.append(f"A {name} was seen in {a} of {_ARM} treated patients ({shares[0]}%).")
    paragraphs = (" ".join(told[i : i + 5]) for i in range(0, len(told), 5))
    return "\n".join(
        [
            "# A made-up trial\n\n## Results\n",
            "\n\n".join(paragraphs),
            "\nTable 1. Findings of both groups\n",
            f"| Finding | Drug (n={_ARM}) | Placebo (n={_ARM}) | OR (95% CI) | P |",
            "| --- | --- | --- | --- | --- |",
            *table,
            "",
        ]
    )


def seconds(rows: int) -> float:
    """The processor time that the audit of a report with so many rows takes."""
    text = report(rows)
    start = time.process_time()
    pipeline.audit_text(text)
    return time.process_time() - start


def main(arguments: list[str] | None = None) -> int:
    """Print what both sizes cost and their ratio; return 1 when it is over the limit."""
    parser = argparse.ArgumentParser(prog="bench-long", description=__doc__)
    parser.add_argument("--rows", type=int, default=400, help="rows of the shorter table, to 500")
    options = parser.parse_args(arguments)
    seconds(20)  # what is loaded and compiled once
    short, long = seconds(options.rows), seconds(2 * options.rows)
    print(f"{options.rows} rows {short:.1f} s, {2 * options.rows} rows {long:.1f} s")
    print(f"twice the rows cost {long / short:.2f} times as much (limit {LIMIT})")
    return int(long / short > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
