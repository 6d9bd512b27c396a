"""`make bench-exercises`: short reports written for the project, with planted disagreements.

What is counted: planted disagreements that a loud verdict (error or warning) touches, and loud
verdicts between text and table that touch none of them. Needs no corpus.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from src.utils import paths, pipeline
from src.utils.bench.gold_pairs import LOUD, touches
from src.utils.bench.scores import Rate
from src.utils.records import Audit, Span, Verdict

FOLDER = paths.root() / "tests" / "gold" / "exercises"


def planted(folder: Path) -> dict[str, list[dict[str, str]]]:
    """What was planted, by the name of the article."""
    import yaml

    text = (folder / "planted.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text) or {}


def places(audit: Audit, words: str) -> list[Span]:
    """Where the words of a planted disagreement stand; they must stand there."""
    source = audit.article.text
    found = []
    at = source.find(words)
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = source.find(words, at + 1)
    if not found:
        raise ValueError(f"the article does not print {words!r}; correct planted.yml")
    return found


def measure(folder: Path = FOLDER) -> list[Rate]:
    """Planted disagreements found, and articles without a false alarm between text and table."""
    found = Rate("planted disagreements found loudly")
    quiet = Rate("articles without another loud TT verdict")
    listed = planted(folder)
    for path in sorted(folder.glob("*.md")):
        if path.name == "README.md":
            continue
        audit = pipeline.audit(path)
        loud = [v for v in audit.verdicts if v.outcome == "differs" and v.severity in LOUD]
        meant: list[Span] = []
        for item in listed.get(path.stem, ()):
            spans = places(audit, item["text"])
            meant += spans
            hit = any(touches(v, spans) for v in loud)
            found.add(hit, f"{path.stem} {item['text']!r} ({item['where']})")
        others = [v for v in loud if v.check.startswith("TT") and not touches(v, meant)]
        quiet.add(not others, f"{path.stem}{_said(others)}")
    return [found, quiet]


def _said(verdicts: list[Verdict]) -> str:
    return "".join(f" [{v.check} {v.message}]" for v in verdicts)


def main(arguments: list[str] | None = None) -> int:
    """Print the rates and every miss."""
    parser = argparse.ArgumentParser(prog="bench-exercises", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    options = parser.parse_args(arguments)
    for rate in measure(options.folder):
        print(rate.row())
        for miss in rate.misses:
            print(f"  {miss}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
